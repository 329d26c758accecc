"""The sink of the embedded engine: a worker process writes documents as segment files, which the one writer adopts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from searchlib.analysis import Analyzer, analyzer_in
from searchlib.engines.file_names import named
from searchlib.engines.whoosh.columnar.store.array_files import ArrayWriter
from searchlib.engines.whoosh.columnar.store.commits import new_name
from searchlib.engines.whoosh.columnar.writing.segment_builder import SegmentBuilder
from searchlib.files.stored_paths import StoredPaths
from searchlib.models import Document, Passage


def open_sink(
    *, folder: str, memory: int, absolute_paths: bool = False, state: Mapping[str, Any] | None = None
) -> SegmentSink:
    """A sink that writes into the index's folder and holds about `memory` bytes before it does; `state` says how texts become terms."""
    return SegmentSink(Path(folder), memory, analyzer_in(state or {}), absolute_paths=absolute_paths)


class SegmentSink:
    """Collects documents in segments, each written when it is full. Until they are adopted no manifest lists the files."""

    def __init__(self, folder: Path, memory: int, analyzer: Analyzer, *, absolute_paths: bool) -> None:
        self._folder = folder
        self._memory = memory
        self._analyzer = analyzer
        self._paths = None if absolute_paths else StoredPaths(folder)
        self._builder = SegmentBuilder(self._analyzer)
        self._files: list[tuple[str, int, int]] = []

    def add(self, document: Document, passages: Sequence[Passage], *, added: int) -> None:
        """Add a document. Raises ReadError if it cannot be stored."""
        if self._paths is not None:
            document = named(document, self._paths)
        self._builder.add(document, passages, added=added)
        if self._builder.size >= self._memory:
            self._flush()

    def finish(self) -> list[tuple[str, int, int]]:
        """Name, size and checksum of each segment file written."""
        self._flush()
        return self._files

    def _flush(self) -> None:
        if self._builder.documents:
            entry = self._builder.flush(ArrayWriter(self._folder / new_name("segment")))
            self._files.append((entry.name, entry.size, entry.checksum))
        self._builder = SegmentBuilder(self._analyzer)
