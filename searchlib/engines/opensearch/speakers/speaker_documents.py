"""The documents that keep linked speakers on the cluster: one for each voice, and one for each group of voices.

    voice      `key` is what statements keep of their speaker, `group` a number that all voices of one speaker have. `told` has
               the parts of the names that each statement gives, so that a name finds voices as words find passages;
               `junior` stands where the canonical name has a suffix, and `name` is that name of an organization that has several.
    speaker    `group`, and as `record` its label in facets and its line in the speaker table. Where it is a lone name that two
               people could have, `name` is that.

The first voice of a group is its speaker too, in one document, unless one of the two has a `name` there: of most groups it
is the only one.

They are written when a commit links; passages keep voices, and never change for it. What a commit leaves as it was is not
written again: `checksum` tells.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from searchlib import linking
from searchlib.analysis import fold_name
from searchlib.engines.answers import Speaker
from searchlib.engines.opensearch.documents.converting import checksum
from searchlib.engines.opensearch.documents.mapping import NAME_GAP
from searchlib.engines.opensearch.documents.records import stored_text
from searchlib.engines.opensearch.queries.conditions import Query, term
from searchlib.engines.opensearch.speakers.linked_voices import LinkedVoices
from searchlib.linking import Parts

KINDS: Final = ("voice", "speaker")
"""What `what` says of these documents."""


class Kept(NamedTuple):
    """One document: its key among all of them, and its values."""

    key: str
    values: dict[str, Any]


def speaker_documents(linked: LinkedVoices, numbers: Mapping[int, int]) -> Iterator[Kept]:
    """The documents of all voices and groups; `numbers` has for each group the number that the index gives it."""
    lines = linked.lines
    records = {group: _record(lines.labels[group], line) for group, line in lines.lines.items()}
    for key, entry in linked.entries.items():
        group = linked.groups[key]
        values: dict[str, Any] = {"what": "voice", "group": numbers[group]}
        if entry.kind != "unnamed":
            if (one := linked.aliases.meaning(entry)) is not None:
                values["name"] = " ".join(one.parts)
            values["told"] = sorted(" ".join(sorted(names)) for names in linked.told_names.get(key, ()))
        if linking.is_junior(entry.parts):
            values["junior"] = True
        if group in records and group not in lines.ambiguous and "name" not in values:
            values |= {"what": list(KINDS), "record": records.pop(group)}
        yield _kept(key, values)
    for group, record in records.items():  # of those that no voice is in one document with
        number = numbers[group]
        values = {"what": "speaker", "group": number, "record": record}
        if group in lines.ambiguous:
            values["name"] = " ".join(fold_name(lines.ambiguous[group]))
        yield _kept(f"#{number}", values)


def _record(label: str, line: Speaker) -> str:
    """A label and a line as text: 0 stands for a label, and for further names, that are the name itself."""
    name, kind, names, *others = line
    told = [label if label != name else 0, name, kind, names if names != (name,) else 0, *others]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _kept(key: str, values: dict[str, Any]) -> Kept:
    return Kept(key, {**values, "key": key, "checksum": checksum(json.dumps(values, sort_keys=True))})


def told_query(parts: Parts) -> Query:
    """The voices of which one statement gives names with all of these parts."""
    wanted = sorted(set(parts))
    if len(wanted) == 1:
        return term("told", wanted[0])
    each = [{"match": {"query": part, "analyzer": "whitespace", "max_gaps": 0, "ordered": True}} for part in wanted]
    return {"intervals": {"told": {"all_of": {"intervals": each, "ordered": False, "max_gaps": NAME_GAP - 1}}}}


def read_line(hit: Mapping[str, Any]) -> tuple[str, Speaker]:
    """The label and the line of a speaker's document."""
    label, name, kind, names, roles, statements, documents = json.loads(stored_text(hit))
    return label or name, Speaker(name, kind, tuple(names or (name,)), tuple(roles), statements, documents)
