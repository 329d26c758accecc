"""The writer of an index on the cluster: what it adds is invisible until the commit replaces the state.

A fresh index is built beside the old one and put in its place by its alias. Otherwise new copies of documents are added
under the next version; the commit makes that the version of the index, and then removes the copies that it replaced.
What a writer left behind that was killed is removed by the next one.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from secrets import token_hex
from types import TracebackType
from typing import Any, Final, Self

from searchlib.engines.contract import WRITER_MEMORY, WRITER_PATIENCE_S, SinkCall, Writer
from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.engines.opensearch.cluster.snapshot import STATE, UNREAD, Snapshot, State, outdated, read_state
from searchlib.engines.opensearch.documents.converting import cluster_id, converted, routing
from searchlib.engines.opensearch.documents.mapping import mapping, settings
from searchlib.engines.opensearch.documents.records import stored_text
from searchlib.engines.opensearch.queries.conditions import term
from searchlib.engines.opensearch.queries.stored_document import stored_document
from searchlib.engines.opensearch.writing import sink
from searchlib.engines.opensearch.writing.bulk import SIZE, Bulk, delete_operation, index_operation
from searchlib.engines.opensearch.writing.lease import Lease
from searchlib.engines.opensearch.writing.places import Places
from searchlib.errors import ReadError, ServerFailed
from searchlib.models import Document, Passage

REPLICAS: Final = "0-1"
"""Copies of each shard: one where there is a second node, so that a node that is lost costs nothing."""

MOST_SHARDS: Final = 8
_RECORD: Final[Any] = {"routing": STATE, "stored_fields": "record"}
_SOURCES_AT_ONCE: Final = 4 << 20
_PAGE: Final = 10_000


@dataclass(frozen=True)
class _Held:
    """A document of the last commit: the version that first held it, and its file."""

    added: int
    path: str


class ClusterWriter(Writer):
    """Adds, replaces and deletes documents until `commit`; without a commit the index does not change."""

    def __init__(
        self,
        connection: Connection,
        *,
        fresh: bool = False,
        memory: int = WRITER_MEMORY,
        waiting: Callable[[str], None] | None = None,
        timeout_s: float = WRITER_PATIENCE_S,
    ) -> None:
        self._connection = connection
        self._name = connection.location.name
        self._fresh = fresh
        self._memory = memory
        self._waiting = waiting
        self._timeout_s = timeout_s
        self._lease = Lease(connection, lease_index(self._name))
        self._places = Places(connection, lease_index(self._name))
        self._pending: dict[str, tuple[int, int]] = {}
        self._outdated: dict[str, None] = {}

    def __enter__(self) -> Self:
        self._lease.acquire(self._timeout_s, self._waiting)
        try:
            self._begin()
        except BaseException:
            self._lease.release()
            raise
        return self

    def _begin(self) -> None:
        last = read_state(self._connection, self._name)
        self._last = State() if last is None else last
        self._shown = [] if last is None else indexes_behind(self._connection, self._name)
        self._drop_unfinished()
        self._snapshot = None if last is None else Snapshot(self._connection, self._name)
        self._documents: dict[str, _Held] | None = {} if self._builds_new else None
        if self._builds_new:
            self._index = f"{self._name}.v{self.version:06}.{token_hex(3)}"
            body = {"settings": settings(shards=self._shards(), replicas=REPLICAS), "mappings": mapping()}
            self._connection.ask("PUT", f"/{self._index}", body)
        else:
            self._index = self._shown[0]
            self._remove([_later_than(self._last.version), *outdated(self._last)])
        self._places.start(0 if self._builds_new else self._last.places)
        self._bulk = Bulk(self._connection, size=min(SIZE, self._memory))

    @property
    def _builds_new(self) -> bool:
        return self._fresh or not self._shown

    def _shards(self) -> int:
        if self._connection.location.shards:
            return self._connection.location.shards
        nodes = self._connection.ask("GET", "/_cluster/health")["number_of_data_nodes"]
        return max(1, min(MOST_SHARDS, int(nodes)))

    def _drop_unfinished(self) -> None:
        """Delete the indexes that killed writers left behind."""
        made = re.compile(rf"{re.escape(self._name)}\.v\d{{6,}}\.[0-9a-f]{{6}}")
        found = self._connection.ask("GET", f"/{self._name}.v*/_alias", absent={})
        for index in found:
            if made.fullmatch(index) and index not in self._shown:
                self._connection.ask("DELETE", f"/{index}", absent={})

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._bulk.close()
            if self._index not in self._shown:
                self._connection.ask("DELETE", f"/{self._index}", absent={})
            elif self._pending:
                self._remove([_later_than(self._last.version)])
        except ServerFailed:
            if error is None:
                raise
        finally:
            self._lease.release()

    # --- what the index holds ----------------------------------------------------------------------------------

    @property
    def version(self) -> int:
        """The version that the next commit gets."""
        return self._last.version + 1

    @property
    def state(self) -> Mapping[str, Any]:
        """What the last commit stored for the layers above; empty when the index is built new."""
        return {} if self._builds_new else self._last.kept

    @property
    def sources(self) -> bytes:
        """The table of source files that the last commit stored; empty when there is none."""
        version, count = self._last.sources
        if self._builds_new or not count:
            return b""
        parts = (
            self._connection.ask("GET", f"/{self._index}/_doc/sources-{version}-{part}", **_RECORD)
            for part in range(count)
        )
        return zlib.decompress(b"".join(base64.b64decode(stored_text(part)) for part in parts))

    @property
    def _held(self) -> dict[str, _Held]:
        """The documents of the last commit that are not deleted, read when they are first asked for."""
        if self._documents is None:
            self._documents = dict(self._read_held())
        return self._documents

    def _read_held(self) -> Iterator[tuple[str, _Held]]:
        assert self._snapshot is not None
        body = {
            "query": term("what", "document"),
            "sort": [{"document": "asc"}],
            **UNREAD,
            "docvalue_fields": ["added", "path"],
        }
        for hits in self._snapshot.pages(body, _PAGE):
            for hit in hits:
                yield hit["sort"][0], _Held(hit["fields"]["added"][0], hit["fields"].get("path", [""])[0])

    def added(self, document_id: str) -> int | None:
        """The version that first held this document; None when the index does not hold it."""
        if document_id in self._pending:
            return self._pending[document_id][0]
        held = self._held.get(document_id)
        return None if held is None else held.added

    def path_of(self, document_id: str) -> str:
        """The file that a document of the last commit was read from; "" for none."""
        held = self._held.get(document_id)
        return "" if held is None else held.path

    def documents_of(self, path: str) -> list[str]:
        """The ids of the documents of the last commit that were read from this file."""
        return [name for name, held in self._held.items() if held.path == path]

    def stored(self, document_id: str) -> Document | None:
        """The document as the last commit stored it; None when it does not hold it."""
        if self._snapshot is None or document_id not in self._held:
            return None
        return stored_document(self._snapshot, document_id)

    # --- changes -----------------------------------------------------------------------------------------------

    def add(self, document: Document, passages: Sequence[Passage]) -> bool:
        """Add a document, or replace the one with its id; True when it replaced one.

        Raises ReadError, and has changed nothing, for a document that cannot be stored.
        """
        first = self.added(document.id)
        added = self.version if first is None else first
        route = routing(document.id)
        made = converted(document, passages, version=self.version, added=added, place=self._places.take(len(passages)))
        try:
            operations = [index_operation(self._index, one.id, route, one.values, document.id) for one in made]
        except (UnicodeEncodeError, ValueError) as error:
            raise ReadError(f"its text cannot be stored as JSON in UTF-8: {error}") from None
        self.delete(document.id)
        for operation in operations:
            self._bulk.add(operation)
        self._pending[document.id] = added, len(passages)
        return first is not None

    def delete(self, document_id: str) -> bool:
        """Delete a document; False when the index does not hold it."""
        pending = self._pending.pop(document_id, None)
        if pending is not None:
            self._bulk.drain()
            for ordinal in (None, *range(pending[1])):
                identity = cluster_id(document_id, ordinal, self.version)
                self._bulk.add(delete_operation(self._index, identity, routing(document_id), document_id))
            self._bulk.drain()
        held = self._held.pop(document_id, None)
        if held is not None:
            self._outdated[document_id] = None
        return pending is not None or held is not None

    def sink(self, *, memory: int) -> SinkCall:
        """Worker processes send bulk requests of their own; see sink.py."""
        arguments = {
            "url": self._connection.location.url,
            "index": self._index,
            "lease": lease_index(self._name),
            "version": self.version,
            "memory": memory,
        }
        return SinkCall(sink.__name__, arguments)

    def adopt(self, result: Any) -> None:
        """Take over the documents that a sink has sent."""
        self._pending.update({name: (added, count) for name, added, count in result})

    # --- committing --------------------------------------------------------------------------------------------

    def commit(
        self, *, state: Mapping[str, Any] | None = None, sources: bytes | None = None, compact: bool = False
    ) -> int:
        """Make all changes visible in one step; returns the new version.

        `state` and `sources` are stored beside the documents (None: keep the last ones). `compact` merges the segments of
        each shard into one.
        """
        self._bulk.drain()
        self._refuse_incomplete()
        if compact:
            self._connection.ask("POST", f"/{self._index}/_forcemerge", max_num_segments=1, patience_s=3_600.0)
        made = State(
            self.version,
            self.state if state is None else dict(state),
            tuple(self._outdated),
            self._places.taken(),
            ((0, 0) if self._builds_new else self._last.sources) if sources is None else self._write_sources(sources),
        )
        self._connection.ask("POST", f"/{self._index}/_refresh", patience_s=600.0)
        self._lease.renew()
        self._write_state(made)
        if self._builds_new:
            self._swap()
        elif made.outdated:
            self._remove(outdated(made))
            made = replace(made, outdated=())
            self._write_state(made)
        self._settle(made)
        return made.version

    def _refuse_incomplete(self) -> None:
        refused = self._bulk.refused
        if refused:
            names = ", ".join(dict.fromkeys(repr(one.document) for one in refused[:5]))
            raise ServerFailed(
                f"{self._connection.location.url} refused {len(refused):,} passages, of {names} and so on: "
                f"{refused[0].reason}; nothing was committed."
            )

    def _write_sources(self, sources: bytes) -> tuple[int, int]:
        packed = base64.b64encode(zlib.compress(sources)).decode() if sources else ""
        parts = [packed[first : first + _SOURCES_AT_ONCE] for first in range(0, len(packed), _SOURCES_AT_ONCE)]
        for ordinal, part in enumerate(parts):
            body = {"what": "sources", "born": self.version, "record": part}
            self._connection.ask("PUT", f"/{self._index}/_doc/sources-{self.version}-{ordinal}", body, routing=STATE)
        return self.version, len(parts)

    def _write_state(self, state: State) -> None:
        body = {"what": "state", "born": 0, "record": json.dumps(state.as_json())}
        self._connection.ask("PUT", f"/{self._index}/_doc/{STATE}", body, routing=STATE, refresh="true")

    def _swap(self) -> None:
        """Put the new index behind the alias in the place of the old one, in one step, and then delete that."""
        actions: list[dict[str, Any]] = [{"remove": {"index": one, "alias": self._name}} for one in self._shown]
        actions.append({"add": {"index": self._index, "alias": self._name}})
        self._connection.ask("POST", "/_aliases", {"actions": actions})
        for index in self._shown:
            self._connection.ask("DELETE", f"/{index}", absent={})

    def _remove(self, conditions: Sequence[Mapping[str, Any]]) -> None:
        """Delete what one of these conditions holds of: copies that no state shows."""
        self._connection.ask("POST", f"/{self._index}/_refresh", patience_s=600.0)
        body = {"query": {"bool": {"should": conditions, "minimum_should_match": 1}}}
        parameters: dict[str, Any] = {"conflicts": "proceed", "refresh": "true", "patience_s": 3_600.0}
        answer = self._connection.ask("POST", f"/{self._index}/_delete_by_query", body, **parameters)
        if answer["failures"]:
            raise ServerFailed(f"{self._connection.location.url} did not remove older copies: {answer['failures'][0]}.")

    def _settle(self, made: State) -> None:
        """Go on from the commit, as a writer that is opened now would."""
        held = {**self._held, **{name: _Held(added, "") for name, (added, _) in self._pending.items()}}
        self._documents = held
        self._last, self._shown, self._fresh = made, [self._index], False
        self._pending, self._outdated = {}, {}


def _later_than(version: int) -> Mapping[str, Any]:
    """A condition that holds for what was written for a later version."""
    return {"range": {"born": {"gt": version}}}


def lease_index(name: str) -> str:
    """The index of the lease of an index."""
    return f"{name}.lease"


def indexes_behind(connection: Connection, alias: str) -> list[str]:
    """The indexes behind an alias."""
    return sorted(connection.ask("GET", f"/_alias/{alias}", absent={}))
