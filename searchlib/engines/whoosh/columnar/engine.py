"""The embedded engine: a folder that holds an index, opened for reading or writing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from searchlib import ranking
from searchlib.engines.contract import WRITER_MEMORY, WRITER_PATIENCE_S, Capabilities, Engine
from searchlib.engines.whoosh.columnar.reader import ColumnarReader
from searchlib.engines.whoosh.columnar.segments.integrity import inconsistency
from searchlib.engines.whoosh.columnar.segments.segment import Segment, refuse_foreign, segments_of
from searchlib.engines.whoosh.columnar.store.array_files import FileEntry
from searchlib.engines.whoosh.columnar.store.commits import Snapshot, Storage
from searchlib.errors import IndexCorrupt, IndexVersion
from searchlib.files.stored_paths import StoredPaths

if TYPE_CHECKING:
    from searchlib.engines.whoosh.columnar.speakers.linked import KeptSpeakers
    from searchlib.engines.whoosh.columnar.writing.writer import IndexWriter
    from searchlib.linking import Aliases

_CAPABILITIES: Final = Capabilities(
    exact_scores=True, exact_totals=True, collapses=True, said=True, ranking_parameters=True, analysis_settings=True
)


class ColumnarEngine(Engine):
    """The index in the folder `path`; making one touches nothing. See `engines.contract.Engine`."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._storage = Storage(Path(path))
        self._snapshot: Snapshot | None = None
        self._known: dict[tuple[FileEntry, ...], Segment] = {}
        self._speakers: KeptSpeakers | None = None

    @property
    def location(self) -> str:
        """The path of the index's folder."""
        return str(self._storage.path)

    @property
    def capabilities(self) -> Capabilities:
        return _CAPABILITIES

    def exists(self) -> bool:
        """Whether the folder holds an index, readable or not."""
        return self._storage.exists()

    def latest_version(self) -> int:
        """The number of the newest commit; 0 when there is none."""
        return self._storage.latest_generation()

    def reader(self, *, aliases: Aliases | None = None) -> ColumnarReader:
        """The newest state, ready to be asked. Raises IndexMissing, IndexVersion or IndexCorrupt."""
        snapshot = self._storage.open(previous=self._snapshot)
        refuse_foreign(snapshot.manifest, self._storage.path)
        self._snapshot = snapshot
        return ColumnarReader(snapshot, aliases=aliases, kept=self._kept_speakers)

    def _kept_speakers(self) -> KeptSpeakers:
        from searchlib.engines.whoosh.columnar.speakers.linked import KeptSpeakers  # most searches ask for no speaker

        if self._speakers is None:
            self._speakers = KeptSpeakers()
        return self._speakers

    def writer(
        self,
        *,
        fresh: bool = False,
        memory: int = WRITER_MEMORY,
        waiting: Callable[[str], None] | None = None,
        timeout_s: float = WRITER_PATIENCE_S,
    ) -> IndexWriter:
        """The one writer; what it does is imported only here, so that a search does without.

        Who makes an index will search it: kernels that were never compiled are from now on, in the background.
        """
        ranking.ask_for_kernels()
        from searchlib.engines.whoosh.columnar.writing.writer import IndexWriter

        known = self._known
        return IndexWriter(self._storage, timeout_s=timeout_s, fresh=fresh, memory=memory, waiting=waiting, known=known)

    def check(self) -> Iterator[str]:
        """Every byte compared with its checksum, then the arrays with each other: a sentence for each thing wrong."""
        altered = 0
        for altered, sentence in enumerate(self._storage.check(), 1):  # noqa: B007 - the number is asked for below
            yield sentence
        if not altered:
            yield from self._inconsistencies()

    def _inconsistencies(self) -> Iterator[str]:
        try:
            snapshot = self._storage.open()
            refuse_foreign(snapshot.manifest, self._storage.path)
            for segment in segments_of(snapshot):
                wrong = inconsistency(segment, records=False)
                if wrong:
                    yield wrong.message
        except (IndexCorrupt, IndexVersion) as error:
            yield error.message

    def size_bytes(self) -> int:
        """The bytes of all files in the folder; a file that a writer removes meanwhile counts none."""
        sizes = (self._storage.disk.size(path) for path in self._storage.path.iterdir() if path.is_file())
        return sum(filter(None, sizes))

    def stored_paths(self) -> StoredPaths:
        return StoredPaths(self._storage.path)

    def warm(self, *, wait: bool = False) -> bool:
        """Load the compiled kernels; False where numba is not installed, and, without `wait`, while they are being compiled."""
        return ranking.load_kernels(wait=wait)
