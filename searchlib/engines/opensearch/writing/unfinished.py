"""What a writer that was killed has left behind: the next one goes on from there when it is told to write the same way.

A writer that may be gone on from notes what it writes, where and by which rules, beside the lease; each whole document has
its digest and the number of its passages. So it can be told later which documents stand there whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.engines.opensearch.cluster.snapshot import FORMAT, NAMED_AT_ONCE, UNREAD
from searchlib.engines.opensearch.queries.conditions import Query, every, term, terms, within
from searchlib.engines.opensearch.speakers.speaker_documents import KINDS
from searchlib.errors import ServerFailed

_AT_ONCE: Final = 10_000
_REMOVAL_S: Final = 3_600.0


class Left(NamedTuple):
    """A document that stands whole in an index that was not committed: how many passages it has, and what was said of it."""

    digest: str
    passages: int
    added: int


class Note:
    """What is being written: an index, for a version, by rules."""

    def __init__(self, connection: Connection, lease: str) -> None:
        self._connection = connection
        self._path = f"/{lease}/_doc/unfinished"

    def read(self, version: int) -> tuple[str, str]:
        """The index that was being written for this version, and by which rules; ("", "") where it was another version."""
        found = self._connection.ask("GET", self._path, absent={}).get("_source", {})
        if (found.get("version"), found.get("format")) != (version, FORMAT):
            return "", ""
        return str(found.get("index", "")), str(found.get("rules", ""))

    def write(self, index: str, version: int, rules: str) -> None:
        """Note this before the first document is sent."""
        body = {"index": index, "version": version, "rules": rules, "format": FORMAT}
        self._connection.ask("PUT", self._path, body)

    def remove(self) -> None:
        """Nothing is being written that can be gone on with."""
        self._connection.ask("DELETE", self._path, absent={})


class Unfinished:
    """The documents of one index that a version above the last commit's wrote."""

    def __init__(self, connection: Connection, index: str, committed: int) -> None:
        self._connection = connection
        self._index = index
        self._later: Query = within("born", gt=committed)

    def counts(self) -> tuple[int, int]:
        """How many whole documents there are, and how many passages."""
        bodies = [
            {"size": 0, "track_total_hits": True, "query": every([self._later, term("what", what)])}
            for what in ("document", "passage")
        ]
        documents, passages = (self._search(body)["hits"]["total"]["value"] for body in bodies)
        return documents, passages

    def whole(self) -> dict[str, Left]:
        """The documents of which all passages are there; what there is of others, and of speakers, is removed."""
        self.remove_speakers()
        passages = dict(self._passages())
        found = dict(self._documents())
        whole = {name: one for name, one in found.items() if passages.get(name, 0) == one.passages}
        self.remove([name for name in {**found, **passages} if name not in whole])
        return whole

    def names(self) -> set[str]:
        """The documents of which anything is there."""
        return {name for name, _ in (*self._documents(), *self._passages())}

    def _documents(self) -> Iterator[tuple[str, Left]]:
        body = {
            "query": every([self._later, term("what", "document")]),
            "sort": [{"document": "asc"}],
            "docvalue_fields": ["digest", "ordinal", "added"],
            **UNREAD,
        }
        for hits in self._connection.pages(body, _AT_ONCE, path=f"/{self._index}/_search"):
            for hit in hits:
                values = hit["fields"]
                yield hit["sort"][0], Left(values["digest"][0], values["ordinal"][0], values["added"][0])

    def _passages(self) -> Iterator[tuple[str, int]]:
        """How many passages each document has that has any."""
        pages: dict[str, Any] = {"size": _AT_ONCE, "sources": [{"document": {"terms": {"field": "document"}}}]}
        query = every([self._later, term("what", "passage")])
        while True:
            body = {"size": 0, "query": query, "aggs": {"documents": {"composite": pages}}}
            counted = self._search(body)["aggregations"]["documents"]
            yield from ((bucket["key"]["document"], bucket["doc_count"]) for bucket in counted["buckets"])
            if len(counted["buckets"]) < _AT_ONCE:
                return
            pages["after"] = counted["after_key"]

    def _search(self, body: Mapping[str, Any]) -> Any:
        return self._connection.search(body, path=f"/{self._index}/_search")

    def refresh(self) -> None:
        """Have all that was sent be found."""
        self._connection.ask("POST", f"/{self._index}/_refresh", patience_s=600.0)

    def remove(self, names: Sequence[str]) -> None:
        """Remove all that these documents have here."""
        for first in range(0, len(names), NAMED_AT_ONCE):
            some = {"terms": {"document": names[first : first + NAMED_AT_ONCE]}}
            self.remove_where([every([self._later, some])])

    def remove_speakers(self) -> None:
        """Remove the speakers that were linked."""
        self.remove_where([every([self._later, terms("what", KINDS)])])

    def remove_where(self, conditions: Sequence[Query]) -> None:
        """Remove what one of these conditions holds of."""
        self.refresh()
        body = {"query": {"bool": {"should": conditions, "minimum_should_match": 1}}}
        parameters: dict[str, Any] = {"conflicts": "proceed", "refresh": "true", "patience_s": _REMOVAL_S}
        answer = self._connection.ask("POST", f"/{self._index}/_delete_by_query", body, **parameters)
        if answer["failures"]:
            raise ServerFailed(f"{self._connection.location.url} did not remove older copies: {answer['failures'][0]}.")

    def remove_all(self) -> None:
        """Remove all of it."""
        self.remove_where([self._later])
