"""The embedded engine's writer: adds and deletes documents, and commits all changes at once.

New documents are collected in a SegmentBuilder, which becomes a segment when memory is full or at the commit. Deleting
changes no postings: for each segment that lost documents, the commit writes a small file with the deleted passages and
with the number of passages that each term lost, so that statistics stay exact. Segments of similar size are merged when
there are many, so that their number grows with the logarithm of the index; a segment that lost a third of its passages
is rewritten.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import numpy as np

from searchlib.analysis import ENGLISH, Analyzer
from searchlib.engines.contract import WRITER_MEMORY, WRITER_PATIENCE_S, SinkCall, Writer
from searchlib.engines.file_names import named
from searchlib.engines.whoosh.columnar.segments.integrity import translate_corruption
from searchlib.engines.whoosh.columnar.segments.segment import Segment, refuse_foreign, stored_analyzer, term_losses
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile, ArrayWriter, FileEntry
from searchlib.engines.whoosh.columnar.store.commits import Manifest, SegmentEntry, Storage
from searchlib.engines.whoosh.columnar.store.layout import fingerprint
from searchlib.engines.whoosh.columnar.writing import sink
from searchlib.engines.whoosh.columnar.writing.merge import merge
from searchlib.engines.whoosh.columnar.writing.segment_builder import SegmentBuilder
from searchlib.files.stored_paths import StoredPaths
from searchlib.models import Document, Passage

MERGE_FACTOR: Final = 8
"""So many segments of similar size are merged into one; sizes are similar when they differ by less than this factor."""

SMALLEST_TIER: Final = 512
"""Passages; all segments with fewer are of similar size. Each is merged with the next seven, so that documents added one by one are written
again as often as this holds a document's passages, over eight."""

REWRITE_SHARE: Final = 1 / 3
"""The share of deleted passages at which a segment is rewritten."""


@translate_corruption
class IndexWriter(Writer):
    """Adds, replaces and deletes documents until `commit`; without a commit the index does not change.

    Besides `memory`, the process takes some 80 MB for code, and a merge what `merge` says.
    """

    def __init__(
        self,
        storage: Storage,
        *,
        timeout_s: float = WRITER_PATIENCE_S,
        fresh: bool = False,
        memory: int = WRITER_MEMORY,
        waiting: Callable[[str], None] | None = None,
        known: dict[tuple[FileEntry, ...], Segment] | None = None,
    ) -> None:
        """`known` are segments that an earlier writer has opened; those of the newest state are in it afterwards."""
        self._known = {} if known is None else known
        self._writing = storage.writing(timeout_s=timeout_s, fresh=fresh, waiting=waiting)
        self._storage = storage
        self._fresh = fresh
        self._memory = memory
        self._analyzer = ENGLISH
        self._builder = SegmentBuilder()
        self._pending: dict[str, _Pending] = {}
        self._replaced: set[int] = set()
        self._segments: list[_Live] = []
        self._paths = StoredPaths(storage.path)
        self.absolute_paths = False

    def __enter__(self) -> Self:
        self._writing.__enter__()
        try:
            refuse_foreign(self._writing.current, self._storage.path)
            self.analyzer = stored_analyzer(self.state)
            self._segments = self._lives(self._writing.current)
            self.absolute_paths = self.state.get("absolute_paths") is True
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
        """What the last commit stored for the layers above; empty when the index is built new."""
        return {} if self._fresh and not self._segments else self._writing.current.state

    @property
    def analyzer(self) -> Analyzer:
        """What makes the terms of the documents that are added."""
        return self._analyzer

    @analyzer.setter
    def analyzer(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._builder = SegmentBuilder(analyzer)

    def added(self, document_id: str) -> int | None:
        """The version that first held this document; None when the index does not hold it."""
        pending = self._pending.get(document_id)
        if pending is not None:
            return pending.added
        place = self._find(document_id)
        return None if place is None else int(place[0].segment.column("document_added")[place[1]])

    def _find(self, document_id: str) -> tuple[_Live, int] | None:
        for live in self._segments:
            row = live.find(document_id)
            if row is not None:
                return live, row
        return None

    def add(self, document: Document, passages: Sequence[Passage]) -> bool:
        """Add a document, or replace the one with its id; True when it replaced one.

        Raises ReadError, and has changed nothing, for a document that cannot be stored.
        """
        first = self.added(document.id)
        added = self.version if first is None else first
        row = self._builder.documents
        self._builder.add(document if self.absolute_paths else named(document, self._paths), passages, added=added)
        self.delete(document.id)
        self._pending[document.id] = _Pending(row, added)
        if self._builder.size >= self._memory:
            self.flush()
        return first is not None

    def delete(self, document_id: str) -> bool:
        """Delete a document; False when the index does not hold it."""
        pending = self._pending.pop(document_id, None)
        if pending is not None:
            self._replaced.add(pending.row)
        place = self._find(document_id)
        if place is not None:
            place[0].delete(place[1])
        return pending is not None or place is not None

    def documents_of(self, path: str) -> list[str]:
        """The ids of the documents read from this file; without those that are not in a segment yet."""
        names = self._paths.names(path)
        return [name for live in self._segments for written in names for name in live.documents_of(written)]

    def path_of(self, document_id: str) -> str:
        """The file that a document of a segment was read from; "" when there is no such document or it had no file."""
        place = self._find(document_id)
        return "" if place is None else str(place[0].segment.records.header(place[1]).get("path", ""))

    def stored(self, document_id: str) -> Document | None:
        """The document as it is stored in a segment; None when there is none."""
        place = self._find(document_id)
        return None if place is None else place[0].segment.records.document(place[1])

    @property
    def sources(self) -> bytes:
        """The table of source files that the last commit stored; empty when there is none."""
        files = [] if self._fresh and not self._segments else self._writing.current.files
        return sources_of(self._writing.open_file(files[0])) if files else b""

    def flush(self) -> None:
        """Write the documents added so far as a new segment; it is not committed yet."""
        if self._builder.documents:
            self.add_segment(self._builder.flush(self._writing.create_file("segment")))
            for row in self._replaced:
                self._segments[-1].delete(row)
        self._builder = SegmentBuilder(self._analyzer)
        self._pending = {}
        self._replaced = set()

    def add_segment(self, entry: FileEntry) -> None:
        """Add a finished segment file to the next commit. None of its documents may be in the index already."""
        self._segments.append(self._live(SegmentEntry((entry,))))

    def sink(self, *, memory: int) -> SinkCall:
        """Worker processes write segment files into the index's folder; see sink.py."""
        folder = os.path.abspath(self._storage.path)  # noqa: PTH100
        state = self._analyzer.settings.state()
        return SinkCall(
            sink.__name__,
            {"folder": folder, "memory": memory, "absolute_paths": self.absolute_paths, "state": state},
        )

    def adopt(self, result: Any) -> None:
        """Add a segment file that the `finish` of a sink returned to the next commit."""
        self.add_segment(FileEntry(*result))

    def commit(
        self, *, state: Mapping[str, Any] | None = None, sources: bytes | None = None, compact: bool = False
    ) -> int:
        """Make all changes visible in one step; returns the new version.

        `state` and `sources` are stored beside the documents (None: keep the last ones). `compact` merges everything
        into one segment. Raises StorageFull; the index is then unchanged.
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
        self._segments = self._lives(manifest)
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

    def _lives(self, manifest: Manifest) -> list[_Live]:
        """The segments of a state; others are known no longer."""
        for files in self._known.keys() - {entry.files for entry in manifest.segments}:
            del self._known[files]
        return [self._live(entry) for entry in manifest.segments]

    def _live(self, entry: SegmentEntry) -> _Live:
        """A segment, opened unless it is known: a file never changes, and its name is never used again."""
        segment = self._known.get(entry.files)
        if segment is None:
            files = [self._writing.open_file(file) for file in entry.files]
            segment = self._known[entry.files] = Segment(files[0], files[1] if len(files) > 1 else None, self._analyzer)
        return _Live(entry, segment, self._writing.open_file)


def _tier(passages: int) -> int:
    tier = 0
    while passages > SMALLEST_TIER:
        passages //= MERGE_FACTOR
        tier += 1
    return tier


@dataclass(frozen=True, slots=True)
class _Pending:
    """A document that is not in a segment yet: its row in the builder, and the version that first held it."""

    row: int
    added: int


class _Live:
    """A segment of the index that is being written, and the documents deleted from it since the last commit."""

    def __init__(self, entry: SegmentEntry, segment: Segment, open_file: Callable[[FileEntry], ArrayFile]) -> None:
        self.segment = segment
        self._entry = entry
        self._open_file = open_file
        self._gone: set[int] = set()

    def find(self, document_id: str) -> int | None:
        """The row of the document of this id; None when there is none, or it is deleted."""
        term = self.segment.dictionary.find("doc", document_id)
        if term < 0:
            return None
        for row in self.segment.checked(self.segment.dictionary.rows(term), self.segment.documents).tolist():
            if self._holds(row):
                return int(row)
        return None

    def delete(self, row: int) -> None:
        """Delete the document of this row."""
        self._gone.add(row)

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
        living = self.segment.deletions.living["passages"]
        return living - len(self._gone_passages()) if self._gone else living

    def documents_left(self) -> int:
        return self.segment.deletions.living["documents"] - len(self._gone)

    def needs_rewrite(self, share: float) -> bool:
        """Whether more than this share of the passages, or of the documents, is deleted."""
        left = 1 - share
        few = self.passages_left() < left * self.segment.passages
        return few or self.documents_left() < left * self.segment.documents

    def entry(self, create_file: Any) -> SegmentEntry:
        """The entry of the segment in the manifest, with a new deletions file if it lost documents since the last commit."""
        counts = {"passages": self.passages_left(), "documents": self.documents_left()}
        files = self._entry.files
        if self._gone:
            files = (files[0], self._write_deletions(create_file("deletions")))
        return SegmentEntry(files, counts)

    def applied(self, create_file: Any) -> Segment:
        """The segment with its latest deletions applied."""
        if not self._gone:
            return self.segment
        return Segment(
            self.segment.file,
            self._open_file(self._write_deletions(create_file("deletions"))),
            self.segment.analyzer,
        )

    def _gone_documents(self) -> Any:
        return np.array(sorted(self._gone), np.int64)

    def _gone_passages(self) -> Any:
        return self.segment.passages_of(self._gone_documents())

    def _write_deletions(self, writer: ArrayWriter) -> FileEntry:
        """Write all deletions of the segment: those of earlier commits and those of this one."""
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
    """Write the table of source files as a file of its own, so that readers, which do not need it, never read it."""
    with writer:
        writer.add("content", np.frombuffer(content, np.uint8))
        return writer.finish()


def sources_of(file: ArrayFile) -> bytes:
    """The table of source files that `write_sources` wrote."""
    return file.verified("content").tobytes()
