"""What a run tells: how far it is while it works, and what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from searchlib.loaders import Notice


@dataclass(frozen=True)
class Progress:
    """How far a run is: files done of all, bytes of them, documents so far, and the file at hand."""

    files: int
    of_files: int
    bytes: int
    of_bytes: int
    documents: int
    place: str = ""


Watching = Callable[[Progress], None]


@dataclass
class Report:
    """What a run did. `notices` tells of every file that failed, was doubtful, empty or skipped.

    `added`, `updated` and `removed` count documents, `unchanged` files. `generation` is the commit's, 0 when nothing
    was written.
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
        """What could not be read: when there is any, the command's exit code is 2."""
        return [notice for notice in self.notices if notice.kind == "failure"]

    @property
    def warnings(self) -> list[Notice]:
        """What was read with a doubt."""
        return [notice for notice in self.notices if notice.kind == "warning"]

    @property
    def skipped(self) -> Counter[str]:
        """How many files were passed over, by reason."""
        return Counter(notice.reason for notice in self.notices if notice.kind in ("skipped", "empty"))
