"""The one writer: documents in, one commit out; what it deletes is taken out of the statistics exactly.

New documents gather in a SegmentBuilder and become a segment when memory is full or at the commit. Deleting touches no
postings: the commit writes, for each segment that lost documents, one small file of deleted passages and of what each
term lost. Segments of like size are merged when there are many, so that their number grows with the logarithm of the
index, and one that lost a third of its passages is rewritten.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np

from searchlib.engines.contract import WRITER_MEMORY, WRITER_PATIENCE_S, SinkCall, Writer
from searchlib.engines.whoosh.columnar.segments.integrity import translate_corruption
from searchlib.engines.whoosh.columnar.segments.segment import Segment, refuse_foreign, term_losses
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile, ArrayWriter, FileEntry, open_arrays
from searchlib.engines.whoosh.columnar.store.commits import SegmentEntry, Storage
from searchlib.engines.whoosh.columnar.store.layout import fingerprint
from searchlib.engines.whoosh.columnar.writing import sink
from searchlib.engines.whoosh.columnar.writing.merge import merge
from searchlib.engines.whoosh.columnar.writing.segment_builder import SegmentBuilder
from searchlib.models import Document, Passage

MERGE_FACTOR: Final = 8
"""How many segments of like size are merged into one, and by which factor sizes count as alike."""

SMALLEST_TIER: Final = 4_096
"""Passages: all segments below are of like size."""

REWRITE_SHARE: Final = 1 / 3
"""The share of deleted passages at which a segment is rewritten."""


@translate_corruption
class IndexWriter(Writer):
    """Adds, replaces and deletes documents until `commit`; leaving without one leaves the index as it was.

    The embedded engine's `Writer`. Beside `memory` a process takes some 80 MB for its code, and a merge what `merge`
    says of itself.
    """

    def __init__(
        self,
        storage: Storage,
        *,
        timeout_s: float = WRITER_PATIENCE_S,
        fresh: bool = False,
        memory: int = WRITER_MEMORY,
        waiting: Callable[[str], None] | None = None,
    ) -> None:
        self._writing = storage.writing(timeout_s=timeout_s, fresh=fresh, waiting=waiting)
        self._storage = storage
        self._fresh = fresh
        self._memory = memory
        self._builder = SegmentBuilder()
        self._pending: dict[str, _Pending] = {}
        self._replaced: set[int] = set()
        self._segments: list[_Live] = []

    def __enter__(self) -> Self:
        self._writing.__enter__()
        try:
            refuse_foreign(self._writing.current, self._storage.path)
            self._segments = [self._live(entry) for entry in self._writing.current.segments]
        except BaseException:
            self._writing.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writing.__exit__(kind, error, trace)

    def read_segments(self) -> list[Segment]:
        """Segments that this object reads: checked again when a method raises an unexpected error."""
        return [live.segment for live in self._segments]

    @property
    def version(self) -> int:
        """The version that the next commit gets."""
        return self._writing.current.generation + 1

    @property
    def state(self) -> Mapping[str, Any]:
        """What the last commit kept for the layers above; empty when the index is built afresh."""
        return {} if self._fresh and not self._segments else self._writing.current.state

    def added(self, document_id: str) -> int | None:
        """The commit that first brought this document, None when the index does not hold it."""
        pending = self._pending.get(document_id)
        if pending is not None:
            return pending.added
        found = self._find(document_id)
        return None if found is None else int(found[0].segment.column("document_added")[found[1]])

    def _find(self, document_id: str) -> tuple[_Live, int] | None:
        for live in self._segments:
            number = live.find(document_id)
            if number is not None:
                return live, number
        return None

    def add(self, document: Document, passages: Sequence[Passage]) -> bool:
        """Add a document, or put it in the place of the one with its id; True when it replaced one.

        Raises ReadError, and has changed nothing, for a document that cannot be stored.
        """
        first = self.added(document.id)
        added = self.version if first is None else first
        number = self._builder.documents
        self._builder.add(document, passages, added=added)
        self.delete(document.id)
        self._pending[document.id] = _Pending(number, added)
        if self._builder.size >= self._memory:
            self.flush()
        return first is not None

    def delete(self, document_id: str) -> bool:
        """Delete a document; False when the index does not hold it."""
        pending = self._pending.pop(document_id, None)
        if pending is not None:
            self._replaced.add(pending.number)
        found = self._find(document_id)
        if found is not None:
            found[0].delete(found[1])
        return pending is not None or found is not None

    def documents_of(self, path: str) -> list[str]:
        """The ids of the documents read from this file, those still in the making not counted."""
        return [name for live in self._segments for name in live.documents_of(path)]

    def path_of(self, document_id: str) -> str:
        """The file that a document of a finished segment was read from, "" when there is none or it had none."""
        found = self._find(document_id)
        return "" if found is None else str(found[0].segment.records.header(found[1]).get("path", ""))

    def stored(self, document_id: str) -> Document | None:
        """The document as a finished segment holds it, or None."""
        found = self._find(document_id)
        return None if found is None else found[0].segment.records.document(found[1])

    @property
    def sources(self) -> bytes:
        """The table of sources that the last commit kept for the layer above; empty when there is none."""
        files = [] if self._fresh and not self._segments else self._writing.current.files
        return sources_of(self._writing.open_file(files[0])) if files else b""

    def flush(self) -> None:
        """Write what was added so far as a segment of its own, still uncommitted."""
        if self._builder.documents:
            self.add_segment(self._builder.flush(self._writing.create_file("segment")))
            for number in self._replaced:
                self._segments[-1].delete(number)
        self._builder = SegmentBuilder()
        self._pending = {}
        self._replaced = set()

    def add_segment(self, entry: FileEntry) -> None:
        """Take a finished segment file into the next commit. The index may hold none of its documents."""
        self._segments.append(self._live(SegmentEntry((entry,))))

    def sink(self, *, memory: int) -> SinkCall:
        """Worker processes write segment files into the index's folder; see sink.py."""
        return SinkCall(sink.__name__, {"folder": os.path.abspath(self._storage.path), "memory": memory})  # noqa: PTH100

    def adopt(self, result: Any) -> None:
        """Take a segment file of a sink, as its `finish` named it, into the next commit."""
        self.add_segment(FileEntry(*result))

    def commit(
        self, *, state: Mapping[str, Any] | None = None, sources: bytes | None = None, compact: bool = False
    ) -> int:
        """Make all changes the index's new state, in one step; returns its version.

        `state` and `sources` are what the layer above wants kept (None: as it was). `compact` leaves a single
        segment. Raises StorageFull; the old state is then kept.
        """
        self.flush()
        self._segments = [live for live in self._segments if live.documents_left()]
        for group in self._groups(compact=compact):
            self._merge(group)
        entries = [live.entry(self._writing.create_file) for live in self._segments]
        counts = {
            "passages": sum(live.passages_left() for live in self._segments),
            "documents": sum(live.documents_left() for live in self._segments),
        }
        files = self._writing.current.files
        if sources is not None:
            files = (write_sources(self._writing.create_file("sources"), sources),)
        manifest = self._writing.commit(
            segments=entries,
            files=files,
            counts=counts,
            state=self.state if state is None else state,
            fingerprint=fingerprint(),
        )
        self._segments = [self._live(entry) for entry in manifest.segments]
        return manifest.generation

    def _groups(self, *, compact: bool) -> Iterable[list[_Live]]:
        """The segments to merge, group by group; merging one may make another group due."""
        if compact:
            if len(self._segments) > 1 or any(live.needs_rewrite(0.0) for live in self._segments):
                yield list(self._segments)
            return
        for live in [live for live in self._segments if live.needs_rewrite(REWRITE_SHARE)]:
            yield [live]
        while True:
            tiers: dict[int, list[_Live]] = {}
            for live in self._segments:
                tiers.setdefault(_tier(live.passages_left()), []).append(live)
            due = next((tiers[tier] for tier in sorted(tiers) if len(tiers[tier]) >= MERGE_FACTOR), None)
            if due is None:
                return
            yield due

    def _merge(self, group: Sequence[_Live]) -> None:
        segments = [live.applied(self._writing.create_file) for live in group]
        entry = merge(segments, self._writing.create_file("segment"))
        at = self._segments.index(group[0])
        self._segments = [live for live in self._segments if live not in group]
        self._segments.insert(min(at, len(self._segments)), self._live(SegmentEntry((entry,))))

    def _live(self, entry: SegmentEntry) -> _Live:
        files = [self._writing.open_file(file) for file in entry.files]
        return _Live(entry, Segment(files[0], files[1] if len(files) > 1 else None), self._storage.path)


def _tier(passages: int) -> int:
    tier = 0
    while passages > SMALLEST_TIER:
        passages //= MERGE_FACTOR
        tier += 1
    return tier


@dataclass(frozen=True, slots=True)
class _Pending:
    """A document in the making: its number in the builder, and the commit that first brought it."""

    number: int
    added: int


class _Live:
    """A segment of the index being written, and what was deleted of it since the last commit."""

    def __init__(self, entry: SegmentEntry, segment: Segment, folder: Path) -> None:
        self.segment = segment
        self._entry = entry
        self._folder = folder
        self._gone: set[int] = set()

    def find(self, document_id: str) -> int | None:
        """The number of the living document of this id."""
        term = self.segment.dictionary.find("doc", document_id)
        if term < 0:
            return None
        for number in self.segment.checked(self.segment.dictionary.rows(term), self.segment.documents).tolist():
            if self.segment.deletions.alive_documents[number] and number not in self._gone:
                return int(number)
        return None

    def delete(self, number: int) -> None:
        """Delete the living document of this number."""
        self._gone.add(number)

    def documents_of(self, path: str) -> list[str]:
        term = self.segment.dictionary.find("path", path)
        rows = (
            []
            if term < 0
            else self.segment.checked(self.segment.dictionary.rows(term), self.segment.documents).tolist()
        )
        return [str(self.segment.records.header(row)["id"]) for row in rows if self._holds(row)]

    def _holds(self, document: int) -> bool:
        return bool(self.segment.deletions.alive_documents[document]) and document not in self._gone

    def passages_left(self) -> int:
        return self.segment.deletions.living["passages"] - len(self._gone_passages())

    def documents_left(self) -> int:
        return self.segment.deletions.living["documents"] - len(self._gone)

    def needs_rewrite(self, share: float) -> bool:
        """Whether more than this share of the passages, or of the documents, is deleted."""
        left = 1 - share
        few = self.passages_left() < left * self.segment.passages
        return few or self.documents_left() < left * self.segment.documents

    def entry(self, create_file: Any) -> SegmentEntry:
        """The segment's entry in the manifest, with a new deletions file if it lost documents since the last one."""
        counts = {"passages": self.passages_left(), "documents": self.documents_left()}
        files = self._entry.files
        if self._gone:
            files = (files[0], self._write_deletions(create_file("deletions")))
        return SegmentEntry(files, counts)

    def applied(self, create_file: Any) -> Segment:
        """The segment as it will be: its latest deletions in force."""
        if not self._gone:
            return self.segment
        entry = self._write_deletions(create_file("deletions"))
        file = open_arrays(self._folder / entry.name, size=entry.size, checksum=entry.checksum)
        return Segment(self.segment.file, file)

    def _gone_documents(self) -> Any:
        return np.array(sorted(self._gone), np.int64)

    def _gone_passages(self) -> Any:
        return self.segment.passages_of(self._gone_documents())

    def _write_deletions(self, writer: ArrayWriter) -> FileEntry:
        """All that this segment lost so far: what earlier commits deleted and what this one does."""
        passages = self._gone_passages()
        documents = self._gone_documents().astype(np.int32)
        terms, counts = term_losses(self.segment, passages)
        lengths = self.segment.lengths
        starts = self.segment.column("document_passages")
        firsts = starts[documents][starts[documents + 1] > starts[documents]]
        tokens = {
            "text": int(lengths[0][passages].sum(dtype=np.int64)),
            "title": int(lengths[1][firsts].sum(dtype=np.int64)),
        }
        earlier = self.segment.deletions.file
        if earlier is not None:
            passages = np.union1d(passages, earlier["passages"])
            documents = np.union1d(documents, earlier["documents"])
            all_terms = np.concatenate((terms, earlier["terms"]))
            terms, place = np.unique(all_terms, return_inverse=True)
            counts = np.bincount(place, np.concatenate((counts, earlier["counts"])), len(terms)).astype(np.int32)
            tokens = {name: count + int(earlier.attributes["tokens"][name]) for name, count in tokens.items()}
        with writer:
            writer.attributes["tokens"] = tokens
            for name, column in (
                ("passages", passages),
                ("documents", documents),
                ("terms", terms),
                ("counts", counts),
            ):
                writer.add(name, column.astype(np.int32))
            return writer.finish()


def write_sources(writer: ArrayWriter, content: bytes) -> FileEntry:
    """The table of sources as a file of its own, so that a reader that does not ask for it never reads it."""
    with writer:
        writer.add("content", np.frombuffer(content, np.uint8))
        return writer.finish()


def sources_of(file: ArrayFile) -> bytes:
    """The table of sources again."""
    return file.verified("content").tobytes()
