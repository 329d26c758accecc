"""The embedded engine: a folder that holds an index, opened for reading or writing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from searchlib.engines.whoosh.columnar.reader import Searcher
from searchlib.engines.whoosh.columnar.segments.integrity import contradiction
from searchlib.engines.whoosh.columnar.segments.segment import refuse_foreign, segments_of
from searchlib.engines.whoosh.columnar.store.commits import Snapshot, Storage
from searchlib.errors import IndexCorrupt, IndexVersion

if TYPE_CHECKING:
    from searchlib.linking import Aliases


class ColumnarEngine:
    """The index in the folder `path`; making one touches nothing."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.storage = Storage(Path(path))
        self._snapshot: Snapshot | None = None

    @property
    def path(self) -> Path:
        """The index's folder."""
        return self.storage.path

    def exists(self) -> bool:
        """Whether the folder holds an index, readable or not."""
        return self.storage.exists()

    def latest_generation(self) -> int:
        """The newest commit; 0 when there is none."""
        return self.storage.latest_generation()

    def reader(self, *, aliases: Aliases | None = None) -> Searcher:
        """The newest state, ready to be asked. Raises IndexMissing, IndexVersion or IndexCorrupt."""
        snapshot = self.storage.open(previous=self._snapshot)
        refuse_foreign(snapshot.manifest, self.path)
        self._snapshot = snapshot
        return Searcher(self._snapshot, aliases=aliases)

    def check(self) -> Iterator[str]:
        """Every byte compared with its checksum, then the arrays with each other: a sentence for each thing wrong."""
        altered = 0
        for altered, sentence in enumerate(self.storage.check(), 1):  # noqa: B007 - the number is asked for below
            yield sentence
        if not altered:
            yield from self._contradictions()

    def _contradictions(self) -> Iterator[str]:
        try:
            snapshot = self.storage.open()
            refuse_foreign(snapshot.manifest, self.path)
            for segment in segments_of(snapshot):
                wrong = contradiction(segment, records=False)
                if wrong:
                    yield str(wrong)
        except (IndexCorrupt, IndexVersion) as error:
            yield str(error)
