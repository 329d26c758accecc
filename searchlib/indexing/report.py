"""The progress of an indexing run, and its report at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from searchlib.errors import SearchlibError
from searchlib.loaders import Notice, SourceFile


@dataclass(frozen=True)
class Progress:
    """How far a run is: files done and in all, bytes done and in all, documents so far, and the current file."""

    files: int
    of_files: int
    bytes: int
    of_bytes: int
    documents: int
    place: str = ""


ProgressCallback = Callable[[Progress], None]
"""Called with the progress of a run: after each file, and from time to time within a long one."""


@dataclass
class Report:
    """What a run did. `notices` name every file that failed, has a warning, is empty or was skipped.

    `added`, `updated` and `removed` count documents, `unchanged` files. `generation` is the version of the index that
    was written, 0 when nothing was.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    generation: int = 0
    took_s: float = 0.0
    notices: list[Notice] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """Documents added or updated."""
        return self.added + self.updated

    @property
    def failures(self) -> list[Notice]:
        """What could not be read or stored."""
        return [notice for notice in self.notices if notice.kind == "failure"]

    @property
    def warnings(self) -> list[Notice]:
        """Files and rows that were read, but maybe not as they were meant."""
        return [notice for notice in self.notices if notice.kind == "warning"]

    @property
    def skipped(self) -> Counter[str]:
        """How many files were skipped, by reason."""
        return Counter(notice.reason for notice in self.notices if notice.kind in ("skipped", "empty"))

    def add_failure(self, place: str, error: SearchlibError) -> None:
        """Record why something could not be read or stored."""
        self.notices.append(Notice.failure(place, error))


class ProgressMeter:
    """Counts the files and bytes that are done, and calls the callback."""

    def __init__(self, callback: ProgressCallback | None, report: Report) -> None:
        self._callback = callback
        self._report = report
        self._progress = Progress(0, 0, 0, 0, 0)

    def start(self, files: int, size: int) -> None:
        """Set how many files and bytes there are to read."""
        self._progress = Progress(0, files, 0, size, 0)

    def file_at_hand(self, source: SourceFile) -> None:
        """Report progress within this file."""
        self._tell(self._progress, source.place)

    def file_done(self, source: SourceFile) -> None:
        """Count a file that was read, or needed no reading."""
        known = self._progress
        self._tell(replace(known, files=known.files + 1, bytes=known.bytes + source.size), source.place)

    def committing(self) -> None:
        """Report that all files were read and the commit begins."""
        self._tell(self._progress, "writing the index")

    def _tell(self, progress: Progress, place: str) -> None:
        self._progress = replace(progress, documents=self._report.documents, place=place)
        if self._callback is not None:
            self._callback(self._progress)
