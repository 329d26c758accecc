"""Links the speakers of the state that a commit is about to make, and writes what is not kept so already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from searchlib import linking
from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.engines.opensearch.cluster.snapshot import UNREAD
from searchlib.engines.opensearch.queries.conditions import Query, every, no, terms, within
from searchlib.engines.opensearch.speakers.linked_voices import LinkedVoices
from searchlib.engines.opensearch.speakers.speaker_documents import KINDS, speaker_documents
from searchlib.engines.opensearch.speakers.written_voices import VOICES, counted
from searchlib.engines.opensearch.writing.bulk import Operation, index_operation

_PAGE: Final = 10_000
_NOBODY: Final = "the table of speakers"
"""What messages call the document that a speaker's belongs to."""


class _Held(NamedTuple):
    """What the last commit has of a key: its group, and the checksum of its document."""

    group: int
    checksum: int


class Relinked(NamedTuple):
    """What is to be sent, and the keys of which older documents are outdated then."""

    operations: list[Operation]
    outdated: tuple[str, ...]


def relinked(connection: Connection, index: str, version: int, committed: int, hidden: list[Query]) -> Relinked:
    """The speakers of all documents of an index but for what is `hidden`, linked, as far as version `committed` has them not so.

    Aliases have no part in it: each user has his own.
    """
    search = f"/{index}/_search"
    voices = {**VOICES, "query": every([VOICES["query"], *map(no, hidden)])}
    documents = counted(connection.pages(voices, _PAGE, path=search))
    linked = LinkedVoices(documents, linking.with_known_organizations(linking.NO_ALIASES))
    held = dict(_held(connection, search, committed)) if committed else {}
    operations: list[Operation] = []
    for key, values in speaker_documents(linked, _numbers(linked, held)):
        known = held.get(key)
        if known is not None and known.checksum == values["checksum"]:
            del held[key]
            continue
        route = key[-1]  # few distinct ones: each is kept with each document
        operations.append(index_operation(index, f"{version}/s/{key}", route, {**values, "born": version}, _NOBODY))
    return Relinked(operations, tuple(held))


def _held(connection: Connection, search: str, committed: int) -> Iterator[tuple[str, _Held]]:
    body = {
        "query": every([terms("what", KINDS), within("born", lte=committed)]),
        "sort": [{"key": "asc"}],
        **UNREAD,
        "docvalue_fields": ["group", "checksum"],
    }
    for hits in connection.pages(body, _PAGE, path=search):
        for hit in hits:
            values: Mapping[str, Any] = hit["fields"]
            yield hit["sort"][0], _Held(values["group"][0], values["checksum"][0])


def _numbers(linked: LinkedVoices, held: Mapping[str, _Held]) -> dict[int, int]:
    """The number that the index gives each group: that which one of its voices has, so that little is written for a small change."""
    numbers: dict[int, int] = {}
    taken: set[int] = set()
    following = max((one.group for one in held.values()), default=-1) + 1
    for group, keys in linked.keys.items():
        known = (held[key].group for key in keys if key in held)
        number = next((one for one in known if one not in taken), None)
        if number is None:
            number, following = following, following + 1
        taken.add(number)
        numbers[group] = number
    return numbers
