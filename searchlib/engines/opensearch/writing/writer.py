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

from searchlib.analysis import ENGLISH, analyzer_in
from searchlib.engines.contract import WRITER_MEMORY, WRITER_PATIENCE_S, SinkCall, Writer
from searchlib.engines.file_names import named, with_path
from searchlib.engines.opensearch.cluster.answers_read import strange_answers_told
from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.engines.opensearch.cluster.location import lease_index
from searchlib.engines.opensearch.cluster.snapshot import (
    STATE,
    UNREAD,
    Snapshot,
    State,
    outdated,
    read_state,
    read_version,
)
from searchlib.engines.opensearch.documents.converting import cluster_id, converted, digest_of, routing
from searchlib.engines.opensearch.documents.mapping import mapping, settings
from searchlib.engines.opensearch.documents.records import stored_text
from searchlib.engines.opensearch.queries.conditions import term
from searchlib.engines.opensearch.queries.stored_document import stored_document
from searchlib.engines.opensearch.writing import sink
from searchlib.engines.opensearch.writing.bulk import SIZE, Bulk, delete_operation, index_operation
from searchlib.engines.opensearch.writing.compacting import MANY, compacted
from searchlib.engines.opensearch.writing.lease import Lease
from searchlib.engines.opensearch.writing.linking_speakers import relinked
from searchlib.engines.opensearch.writing.places import Places
from searchlib.engines.opensearch.writing.unfinished import Left, Note, Unfinished
from searchlib.errors import ReadError, Remedy, ServerFailed
from searchlib.files.stored_paths import StoredPaths
from searchlib.models import Document, Passage

REPLICAS: Final = "0-1"
"""Copies of each shard: one where there is a second node, so that a node that is lost costs nothing."""

MOST_SHARDS: Final = 8
_RECORD: Final[Any] = {"routing": STATE, "stored_fields": "record"}
_COPIES: Final = "60s"
"""How long a new index waits for the copies of its shards; it goes on without them where a node is gone."""

_SOURCES_AT_ONCE: Final = 4 << 20
_PAGE: Final = 10_000


@dataclass(frozen=True)
class _Held:
    """A document of the last commit: the version that first held it, and its file."""

    added: int
    path: str


@strange_answers_told
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
        self._note = Note(connection, lease_index(self._name))
        self._paths = StoredPaths(None)
        self._pending: dict[str, tuple[int, int]] = {}
        self._outdated: dict[str, None] = {}

    def __enter__(self) -> Self:
        self._connection.require_opensearch()
        self._lease.acquire(self._timeout_s, self._waiting)
        try:
            self._begin()
        except BaseException:
            self._lease.release()
            raise
        return self

    def _begin(self) -> None:
        if self._fresh:  # an index of another version of searchlib is replaced too
            self._last = State(read_version(self._connection, self._name))
        else:
            self._last = read_state(self._connection, self._name) or State()
        self._shown = indexes_behind(self._connection, self._name) if self._last.version else []
        noted, self._noted_rules = self._note.read(self.version)
        unfinished = self._drop_unfinished(but=noted if self._builds_new else "")
        going_on = noted in (unfinished if self._builds_new else self._shown)
        self._snapshot = None if self._builds_new else Snapshot(self._connection, self._name)
        self._documents: dict[str, _Held] | None = {} if self._builds_new else None
        self.absolute_paths = self.state.get("absolute_paths") is True
        self.analyzer = analyzer_in(self.state)
        if going_on:
            self._index = noted
        else:
            self._index = self._created() if self._builds_new else self._shown[0]
        self._going_on, self._decided, self._keeps, self._linked = going_on, False, False, False
        self._left: dict[str, Left] = {}
        self._bulk = Bulk(self._connection, size=min(SIZE, self._memory))

    @property
    def _builds_new(self) -> bool:
        return self._fresh or not self._shown

    @property
    def _native(self) -> bool:
        return self._connection.location.native if self._builds_new else self._last.native

    def _created(self) -> str:
        """The name of a new index, of which all shards have their copies: one that has none yet is lost with its node."""
        name = f"{self._name}.v{self.version:06}.{token_hex(3)}"
        body = {
            "settings": settings(shards=self._shards(), replicas=REPLICAS),
            "mappings": mapping(native=self._native),
        }
        self._connection.ask("PUT", f"/{name}", body, wait_for_active_shards="all", timeout=_COPIES, patience_s=120.0)
        return name

    def _shards(self) -> int:
        if self._connection.location.shards:
            return self._connection.location.shards
        nodes = self._connection.ask("GET", "/_cluster/health")["number_of_data_nodes"]
        return max(1, min(MOST_SHARDS, int(nodes)))

    def _drop_unfinished(self, *, but: str) -> set[str]:
        """Delete the indexes that killed writers left behind but for one; returns what is left of them."""
        made = re.compile(rf"{re.escape(self._name)}\.v\d{{6,}}\.[0-9a-f]{{6}}")
        found = self._connection.ask("GET", f"/{self._name}.v*/_alias", absent={})
        unfinished = {index for index in found if made.fullmatch(index) and index not in self._shown}
        for index in unfinished - {but}:
            self._connection.ask("DELETE", f"/{index}", absent={})
        return unfinished & {but}

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._bulk.close()
            if error is None or not self._keeps:
                self._discard()
        except ServerFailed:
            if error is None:
                raise
        finally:
            self._lease.release()

    def _discard(self) -> None:
        """Remove what was written and not committed."""
        if self._index not in self._shown:
            self._connection.ask("DELETE", f"/{self._index}", absent={})
        elif self._pending or self._left or self._linked:
            self._unfinished.remove_all()

    # --- going on --------------------------------------------------------------------------------------------------

    @property
    def _unfinished(self) -> Unfinished:
        return Unfinished(self._connection, self._index, self._last.version)

    def resume(self, rules: str) -> int:
        """Go on where another writer was that was killed, if it wrote by the same rules; returns how many documents it left."""
        if self._native:
            rules += "\nnative"  # the mapping is another
        if self.analyzer is not ENGLISH:
            rules += f"\n{tuple(self.analyzer.settings)}"
        if not self._decided:
            if self._going_on and self._noted_rules == rules:
                self._left = self._unfinished.whole()
                self._purge()
                self._decided = True
            else:
                self._begin_anew()
            self._note.write(self._index, self.version, rules)
            self._keeps = True
        return len(self._left)

    def left(self, document: Document) -> int | None:
        """The number of passages of this very document where it was left whole: it is then a part of the next commit."""
        one = self._left.pop(document.id, None)
        if one is None:
            return None
        try:
            same = one.digest == digest_of(self._written(document))
        except ValueError:
            same = False
        if not same:
            self._unfinished.remove([document.id])
            return None
        if self._held.pop(document.id, None) is not None:
            self._outdated[document.id] = None
        self._pending[document.id] = one.added, one.passages
        return one.passages

    def _begin_anew(self) -> None:
        """Drop what another writer left, unless it is gone on with."""
        if self._decided:
            return
        self._decided = True
        self._note.remove()
        if not self._builds_new:
            self._unfinished.remove_all()
            self._purge()
        elif self._going_on:
            self._connection.ask("DELETE", f"/{self._index}", absent={})
            self._index = self._created()
        self._places.start(0 if self._builds_new else self._last.places)

    def _purge(self) -> None:
        """Remove the copies that the last commit replaced."""
        if not self._builds_new and (left := outdated(self._last)):
            self._unfinished.remove_where(left)

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
                path = self._paths.decode(hit["fields"].get("path", [""])[0])
                yield hit["sort"][0], _Held(hit["fields"]["added"][0], path)

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
        document = stored_document(self._snapshot, document_id)
        return None if document is None else with_path(document, self._paths)

    # --- changes -----------------------------------------------------------------------------------------------

    def add(self, document: Document, passages: Sequence[Passage]) -> bool:
        """Add a document, or replace the one with its id; True when it replaced one.

        Raises ReadError, and has changed nothing, for a document that cannot be stored.
        """
        self._begin_anew()
        first = self.added(document.id)
        added = self.version if first is None else first
        route = routing(document.id)
        made = converted(
            self._written(document),
            passages,
            self.analyzer,
            version=self.version,
            added=added,
            place=self._places.take(len(passages)),
        )
        try:
            operations = [index_operation(self._index, one.id, route, one.values, document.id) for one in made]
        except (UnicodeEncodeError, ValueError) as error:
            raise ReadError(f"its text cannot be stored as JSON in UTF-8: {error}") from None
        self.delete(document.id)
        for operation in operations:
            self._bulk.add(operation)
        self._pending[document.id] = added, len(passages)
        return first is not None

    def _written(self, document: Document) -> Document:
        """The document as it is stored: its file is named as the index names files."""
        return document if self.absolute_paths else named(document, self._paths)

    def delete(self, document_id: str) -> bool:
        """Delete a document; False when the index does not hold it."""
        self._begin_anew()
        if self._left.pop(document_id, None) is not None:
            self._unfinished.remove([document_id])
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
        self._begin_anew()
        arguments = {
            "url": self._connection.location.url,
            "index": self._index,
            "lease": lease_index(self._name),
            "version": self.version,
            "memory": memory,
            "absolute_paths": self.absolute_paths,
            "state": self.analyzer.settings.state(),
        }
        return SinkCall(sink.__name__, arguments)

    def adopt(self, result: Any) -> None:
        """Take over the documents that a sink has sent."""
        for name, added, count in result:
            left = self._left.pop(name, None)
            for ordinal in range(count, left.passages if left else 0):  # the others were written over
                identity = cluster_id(name, ordinal, self.version)
                self._bulk.add(delete_operation(self._index, identity, routing(name), name))
            self._pending[name] = added, count

    # --- committing --------------------------------------------------------------------------------------------

    def commit(
        self, *, state: Mapping[str, Any] | None = None, sources: bytes | None = None, compact: bool = False
    ) -> int:
        """Make all changes visible in one step; returns the new version.

        `state` and `sources` are stored beside the documents (None: keep the last ones). `compact` merges the segments of
        each shard into one.
        """
        self._begin_anew()
        self._bulk.drain()
        self._refuse_incomplete()
        if self._left:  # of documents that are no more
            self._unfinished.remove(list(self._left))
        self._unfinished.refresh()
        self._require_all()
        outdated_speakers = self._link()
        if compact:
            compacted(self._connection, self._index, waiting=sum(count for _, count in self._pending.values()) >= MANY)
        made = State(
            self.version,
            self.state if state is None else dict(state),
            tuple(self._outdated),
            outdated_speakers,
            self._places.taken(),
            ((0, 0) if self._builds_new else self._last.sources) if sources is None else self._write_sources(sources),
            self._native,
        )
        self._unfinished.refresh()
        self._lease.renew()
        self._write_state(made)
        if self._builds_new:
            self._swap()
        elif outdated(made):
            self._unfinished.remove_where(outdated(made))
            made = replace(made, outdated=(), outdated_speakers=())
            self._write_state(made)
        self._settle(made)
        return made.version

    def _link(self) -> tuple[str, ...]:
        """Link the speakers of all documents, as they are now; returns the keys of those whose older documents are outdated."""
        if not (self._pending or self._outdated):
            return ()
        if self._linked:  # for a commit that failed
            self._unfinished.remove_speakers()
        self._linked = True
        replaced = outdated(State(self.version, outdated=tuple(self._outdated)))
        committed = 0 if self._builds_new else self._last.version
        operations, keys = relinked(self._connection, self._index, self.version, committed, replaced)
        for operation in operations:
            self._bulk.add(operation)
        self._bulk.drain()
        self._refuse_incomplete()
        return keys

    def _refuse_incomplete(self) -> None:
        refused = self._bulk.refused
        if refused:
            names = ", ".join(dict.fromkeys(repr(one.document) for one in refused[:5]))
            raise ServerFailed(
                f"{self._connection.location.url} refused {len(refused):,} passages, of {names} and so on: "
                f"{refused[0].reason}; nothing was committed."
            )

    def _require_all(self) -> None:
        """Raise ServerFailed unless all that was sent is there, once."""
        sent = len(self._pending), sum(count for _, count in self._pending.values())
        there = self._unfinished.counts()
        if there != sent:  # perhaps a worker sent documents, and ended before it told of them
            self._unfinished.remove([name for name in self._unfinished.names() if name not in self._pending])
            there = self._unfinished.counts()
        if there != sent:
            raise ServerFailed(
                f"{self._connection.location.url} holds {there[0]:,} new documents with {there[1]:,} passages where "
                f"{sent[0]:,} with {sent[1]:,} were sent; nothing was committed.",
                remedy=Remedy.TRY_AGAIN,
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

    def _settle(self, made: State) -> None:
        """Go on from the commit, as a writer that is opened now would."""
        held = {**self._held, **{name: _Held(added, "") for name, (added, _) in self._pending.items()}}
        self._documents = held
        self._last, self._shown, self._fresh = made, [self._index], False
        self._pending, self._outdated, self._left = {}, {}, {}
        self._keeps = self._linked = False


def indexes_behind(connection: Connection, alias: str) -> list[str]:
    """The indexes behind an alias."""
    return sorted(connection.ask("GET", f"/_alias/{alias}", absent={}))
