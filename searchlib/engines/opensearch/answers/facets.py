"""Counts over all matches: how many of them have each value of a field. Every match counts, once for each value."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from searchlib import analysis, fields
from searchlib.analysis import plain_name
from searchlib.engines.opensearch.answers.speakers import Speakers
from searchlib.engines.opensearch.cluster.snapshot import Snapshot
from searchlib.engines.opensearch.documents.converting import read_extra_value
from searchlib.engines.opensearch.documents.facet_keys import noun_key
from searchlib.engines.opensearch.documents.mapping import facet_field
from searchlib.engines.opensearch.documents.voices import name_key
from searchlib.engines.opensearch.queries.conditions import Query, term, terms
from searchlib.errors import LimitError, QueryError
from searchlib.query.context import nearest
from searchlib.query.values import EXTRA

Counts = list[tuple[str, int]]

MOST_VALUES: Final = 65_535
"""Distinct values of a facet: the most buckets that the cluster gives."""

_COLUMNS_TOLD: Final = 12
_AT_ONCE: Final = 500
"""Groups of speakers counted in one request."""


class Spelling(NamedTuple):
    """Where values stand as they are written, and what makes two of them one; `path` is that of nested documents."""

    path: str
    field: str
    key: Callable[[str], str]


_SPELLINGS: Final = {
    "source": Spelling("", "publisher", analysis.fold),
    "role": Spelling("statements", "statements.role", name_key),
    "noun": Spelling("quantities", "quantities.head", noun_key),
}
"""The facets whose keys are not what is shown: that is how most of the matches write it."""


def counted(names: Sequence[str], query: Query, snapshot: Snapshot, speakers: Speakers) -> dict[str, Counts]:
    """For each facet its values among the matches and how many passages have each, most first.

    Speakers are counted as they are linked, each by the name that the speaker table has for it. Raises QueryError for
    no such facet, LimitError for one of too many values.
    """
    for name in names:
        if not name.startswith(EXTRA) and name not in fields.FACETS:
            raise QueryError(
                f"There is no facet {name!r}.",
                name,
                expected="one of " + ", ".join(fields.FACETS),
                suggestion=nearest(name, fields.FACETS),
            )
    if not names:
        return {}
    asked = {f"{ordinal}": _values(name) for ordinal, name in enumerate(names)}
    asked |= {f"{name}_written": _written(_SPELLINGS[name]) for name in names if name in _SPELLINGS}
    answer = snapshot.search({"size": 0, "query": query, "aggs": asked})["aggregations"]
    made: dict[str, Counts] = {}
    for ordinal, name in enumerate(names):
        counts = dict(_buckets(answer[f"{ordinal}"], name))
        if name.startswith(EXTRA):
            if not counts:
                _require_column(name, snapshot)
            labelled = Counter({_shown(read_extra_value(value)): count for value, count in counts.items()})
        elif name == "speaker":
            labelled = _of_groups(counts, query, snapshot, speakers)
        else:
            labelled = Counter(counts)
            if name in _SPELLINGS:
                labels = _labels(answer[f"{name}_written"], _SPELLINGS[name], name)
                labelled = Counter({labels.get(key, key): count for key, count in counts.items()})
        made[name] = sorted(labelled.items(), key=lambda row: (-row[1], row[0]))
    return made


def of_column(name: str) -> dict[str, Any]:
    """What counts the values of a source's own column, each as `converting.extra_value` writes it."""
    prefix = "".join(f"\\{char}" if not char.isalnum() else char for char in f"{name}\t")
    return {"terms": {"field": "extra", "include": f"{prefix}.*", "size": MOST_VALUES}}


def _require_column(name: str, snapshot: Snapshot) -> None:
    """Raise QueryError where no document of the index has a value in the column of this facet."""
    every = {"values": {"terms": {"field": "extra", "size": MOST_VALUES}}}
    answer = snapshot.search({"size": 0, "query": term("what", "passage"), "aggs": every})["aggregations"]["values"]
    known = sorted({EXTRA + bucket["key"].partition("\t")[0] for bucket in answer["buckets"]})
    if EXTRA + plain_name(name[len(EXTRA) :]) not in known:
        raise QueryError(
            f"There is no facet {name!r}: no document has a column of this name.",
            name,
            expected="one of " + ", ".join(known[:_COLUMNS_TOLD]) if known else None,
            suggestion=nearest(name, tuple(known)),
        )


def _shown(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.15g}"


def _values(name: str) -> dict[str, Any]:
    if name.startswith(EXTRA):
        return of_column(plain_name(name[len(EXTRA) :]))
    return _terms(facet_field(name))


def _terms(field: str) -> dict[str, Any]:
    return {"terms": {"field": field, "size": MOST_VALUES}}


def _written(spelling: Spelling) -> dict[str, Any]:
    asked = _terms(spelling.field)
    return {"nested": {"path": spelling.path}, "aggs": {"in": asked}} if spelling.path else asked


def _buckets(answer: Mapping[str, Any], name: str) -> Iterator[tuple[str, int]]:
    if answer["sum_other_doc_count"]:
        raise LimitError(f"The facet {name!r} has more than {MOST_VALUES:,} values here. Narrow the query.")
    return ((bucket["key"], bucket["doc_count"]) for bucket in answer["buckets"])


def _labels(answer: Mapping[str, Any], spelling: Spelling, name: str) -> dict[str, str]:
    """How each key is written most often."""
    texts: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for text, count in _buckets(answer.get("in", answer), name):
        texts[spelling.key(text)].append((-count, text))
    return {key: min(ways)[1] for key, ways in texts.items()}


def _of_groups(counts: Mapping[str, int], query: Query, snapshot: Snapshot, speakers: Speakers) -> Counter[str]:
    """The passages of each group of speakers: one that has two voices of a group counts once."""
    heard: defaultdict[int, list[str]] = defaultdict(list)
    groups = speakers.groups_of(counts.keys())
    for voice in counts:
        heard[groups[voice]].append(voice)
    several = [group for group, voices in heard.items() if len(voices) > 1]
    exact = {group: counts[voices[0]] for group, voices in heard.items() if len(voices) == 1}
    for first in range(0, len(several), _AT_ONCE):
        some = several[first : first + _AT_ONCE]
        each = {str(group): terms(facet_field("speaker"), heard[group]) for group in some}
        body = {"size": 0, "query": query, "aggs": {"groups": {"filters": {"filters": each}}}}
        buckets = snapshot.search(body)["aggregations"]["groups"]["buckets"]
        exact.update((group, buckets[str(group)]["doc_count"]) for group in some)
    labelled: Counter[str] = Counter()
    labels = speakers.labels_of(exact.keys())
    for group, count in exact.items():
        labelled[labels[group]] += count
    return labelled
