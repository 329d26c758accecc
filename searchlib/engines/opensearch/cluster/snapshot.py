"""One state of an index on the cluster: a point in time that all searches of a reader see, and the state it belongs to.

What is written for the next version is invisible until its state is: every document knows the version that wrote it
(`born`), and a commit is the replacement of one small document, the state. Documents that the newest commit replaced
are removed after it; a reader that is opened before they are leaves them out.
"""

from __future__ import annotations

import contextlib
import json
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from searchlib.analysis import Analyzer, analyzer_in
from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.errors import AnswerPartial, IndexMissing, IndexVersion, NotAnIndex, Remedy, SearchlibError, ServerFailed
from searchlib.matching import deadline as clock
from searchlib.versions import ANALYSIS_VERSION

STATE: Final = "state"
"""The id of the document that has the state."""

FORMAT: Final = 3
"""The version of the mapping and of what stands in documents; another one is refused."""

KEPT: Final = "5m"
"""How long the cluster keeps a point in time after it was last asked."""

NAMED_AT_ONCE: Final = 10_000
"""Documents named in one condition."""

UNREAD: Final[Mapping[str, Any]] = {"stored_fields": "_none_"}
"""In the body of a search: of its hits nothing is read that is stored."""

_ATTEMPTS: Final = 20
_LOST: Final = ("search_context_missing", "No search context", "no node found", "point in time")

Query = Mapping[str, Any]


@dataclass(frozen=True)
class State:
    """What the newest commit says: its version, what layers above keep, and which documents it replaced or deleted.

    `outdated` are ids of documents whose older copies may still be there, `outdated_speakers` keys of speakers' documents.
    """

    version: int = 0
    kept: Mapping[str, Any] = field(default_factory=dict)
    outdated: tuple[str, ...] = ()
    outdated_speakers: tuple[str, ...] = ()
    places: int = 0
    """How many passages were ever given a place."""
    sources: tuple[int, int] = (0, 0)
    """The version that wrote the table of source files, and into how many documents."""
    native: bool = False
    """Whether the index has the cluster's own similarity, and is ranked by it."""

    @property
    def analyzer(self) -> Analyzer:
        """What makes the terms of the index. Raises ArgumentError for malformed settings."""
        return analyzer_in(self.kept)

    def as_json(self) -> dict[str, Any]:
        """What stands in the state document."""
        return {
            "format": FORMAT,
            "analysis": ANALYSIS_VERSION,
            "version": self.version,
            "kept": self.kept,
            "outdated": self.outdated,
            "outdated_speakers": self.outdated_speakers,
            "places": self.places,
            "sources": self.sources,
            "native": self.native,
        }


def read_state(connection: Connection, name: str) -> State | None:
    """The state of the index of this name, or behind this alias; None where there is none. Raises IndexVersion."""
    record = _state_record(connection, name)
    if record is None:
        return None
    if (record.get("format"), record.get("analysis")) != (FORMAT, ANALYSIS_VERSION):
        raise IndexVersion(f"The index at {connection.location.url} was written by another version of searchlib.")
    return State(
        record["version"],
        record["kept"],
        tuple(record["outdated"]),
        tuple(record["outdated_speakers"]),
        record["places"],
        tuple(record["sources"]),
        record.get("native", False),
    )


def read_version(connection: Connection, name: str) -> int:
    """The version of the newest commit, also of an index that another version of searchlib wrote; 0 where there is none."""
    version = (_state_record(connection, name) or {}).get("version", 0)
    return version if isinstance(version, int) else 0


def _state_record(connection: Connection, name: str) -> Mapping[str, Any] | None:
    found = connection.ask("GET", f"/{name}/_doc/{STATE}", absent={}, routing=STATE, stored_fields="record")
    if not found.get("found"):
        return None
    record: Mapping[str, Any] = json.loads(found["fields"]["record"][0]) if "fields" in found else {}
    return record


def outdated(state: State) -> list[Query]:
    """Conditions that hold for copies of documents that the newest commit has replaced or deleted."""
    return [
        {
            "bool": {
                "filter": [
                    {"terms": {field: list(names[first : first + NAMED_AT_ONCE])}},
                    {"range": {"born": {"lt": state.version}}},
                ]
            }
        }
        for field, names in (("document", state.outdated), ("key", state.outdated_speakers))
        for first in range(0, len(names), NAMED_AT_ONCE)
    ]


class Totals:
    """How many documents match a query, and how many of them also match another: counted with the first page of the matches."""

    def __init__(self, query: Query, inner: Query | None) -> None:
        self._query = query
        self._inner = inner
        self._counts: tuple[int, int | None] | None = None

    def asked(self) -> Query:
        """What the request for a page holds beside, for the counts to be in its answer; nothing when they are known."""
        if self._counts is not None:
            return {}
        inner = {} if self._inner is None else {"aggs": {"inner": {"filter": self._inner}}}
        return {"track_total_hits": True, **inner}

    def take(self, answer: Mapping[str, Any]) -> None:
        """Read the counts in the answer of a request that asked for them."""
        if self._counts is None:
            inner = None if self._inner is None else int(answer["aggregations"]["inner"]["doc_count"])
            self._counts = int(answer["hits"]["total"]["value"]), inner

    def of(self, snapshot: Snapshot) -> tuple[int, int | None]:
        """The counts, asked for alone where no page was."""
        if self._counts is None:
            self.take(snapshot.search({"size": 0, "query": self._query, **self.asked()}))
        assert self._counts is not None
        return self._counts


class Snapshot:
    """A point in time of the index `name`. It is given back to the cluster when nobody uses it any more."""

    def __init__(self, connection: Connection, name: str) -> None:
        self.connection = connection
        self._name = name
        self.state = self._open()
        self._hidden = self._what_is_hidden()

    def _open(self) -> State:
        """Open a point in time of which it is certain to which state it belongs: no commit came while it was opened."""
        for _ in range(_ATTEMPTS):
            state = read_state(self.connection, self._name)
            if state is None:
                self._refuse()
            self._pit = str(
                self.connection.ask(
                    "POST",
                    f"/{self._name}/_search/point_in_time",
                    keep_alive=KEPT,
                    allow_partial_pit_creation="false",
                )["pit_id"]
            )
            self._closing = weakref.finalize(self, _give_back, self.connection, self._pit)
            if read_state(self.connection, self._name) == state:
                return state
            self._closing()
        raise ServerFailed(f"The index at {self.connection.location.url} changes too quickly to be read.")

    def _refuse(self) -> NoReturn:
        url = self.connection.location.url
        if self.connection.ask("GET", f"/{self._name}", absent={}):
            raise NotAnIndex(f"What stands at {url} is not an index of searchlib.", remedy=Remedy.NAME_ANOTHER_INDEX)
        self.connection.require_opensearch()
        raise IndexMissing(f"There is no index at {url}.")

    def _what_is_hidden(self) -> list[Query]:
        """Conditions of what stands in the index but not in this state: mostly none, and then no search pays for it."""
        hidden: list[Query] = [{"range": {"born": {"gt": self.state.version}}}, *outdated(self.state)]
        body = {"size": 0, "track_total_hits": 1, "query": {"bool": {"should": hidden}}}
        return hidden if self._ask([body])[0]["hits"]["total"]["value"] else []

    @property
    def version(self) -> int:
        """The version that it shows."""
        return self.state.version

    def search(self, body: Query) -> Any:
        """The answer of a search in this state; `query` of the body need not know what is hidden."""
        return self._ask([self._visible(body)])[0]

    def searches(self, bodies: Sequence[Query]) -> list[Any]:
        """The answers of several searches in this state, in one request."""
        return self._ask([self._visible(body) for body in bodies])

    def counts(self, queries: Sequence[Query]) -> list[int]:
        """How many documents match each of these queries."""
        answers = self.searches([{"size": 0, "track_total_hits": True, "query": query} for query in queries])
        return [int(answer["hits"]["total"]["value"]) for answer in answers]

    def pages(self, body: Query, size: int, totals: Totals | None = None) -> Iterator[list[Mapping[str, Any]]]:
        """The hits of a search, all of them, `size` at a time; its `sort` must tell any two apart. `totals` are counted with them."""
        after: dict[str, Any] = {}
        while True:
            clock.check()
            beside = {} if totals is None else totals.asked()
            answer = self.search({**body, **after, "size": size, "track_total_hits": False, **beside})
            if totals is not None and beside:
                totals.take(answer)
            hits = answer["hits"]["hits"]
            if hits:
                yield hits
            if len(hits) < size:
                return
            after = {"search_after": hits[-1]["sort"]}

    def _visible(self, body: Query) -> Query:
        if not self._hidden:
            return body
        asked = body.get("query", {"match_all": {}})
        return {**body, "query": {"bool": {"must": [asked], "must_not": self._hidden}}}

    def _ask(self, bodies: Sequence[Query]) -> list[Any]:
        """Each body is asked at the point in time; where that is lost, at one opened again, if nothing has changed since."""
        try:
            return self._at_point(bodies)
        except ServerFailed as error:
            if not _is_lost(error):
                raise
        self._reopen()
        return self._at_point(bodies)

    def _at_point(self, bodies: Sequence[Query]) -> list[Any]:
        pointed = [{**body, "pit": {"id": self._pit, "keep_alive": KEPT}} for body in bodies]
        until = clock.end()
        if len(pointed) == 1:
            return [self.connection.search(pointed[0], deadline=until)]
        return self.connection.searches(pointed, deadline=until)

    def _reopen(self) -> None:
        shown = self.state
        state = self._open()
        if state.version != shown.version:
            raise ServerFailed(
                f"The index at {self.connection.location.url} has changed, and its earlier state is no longer kept.",
                remedy=Remedy.OPEN_AGAIN,
            )


def _is_lost(error: ServerFailed) -> bool:
    """Whether a search failed since its point in time is gone: the cluster has forgotten it, or the node that had it is lost."""
    return isinstance(error, AnswerPartial) or any(sign in error.message for sign in _LOST)


def _give_back(connection: Connection, pit: str) -> None:
    """Tell the cluster that a point in time is not needed any more; it would find out by itself later."""
    with contextlib.suppress(SearchlibError):
        connection.ask("DELETE", "/_search/point_in_time", {"pit_id": [pit]}, absent={}, patience_s=2.0)
