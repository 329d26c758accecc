"""Progress of indexing on standard error: a bar on a terminal, else a line every ten seconds."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from searchlib.cli.terminal import is_terminal, screen_of, visible
from searchlib.query.caret import columns

if TYPE_CHECKING:
    from searchlib.indexing import Progress

_BAR_EVERY_S: Final = 0.1
_LINE_EVERY_S: Final = 10.0
_CELLS: Final = 24


class Bar:
    """Draws each Progress that it is called with. As a context manager it removes the bar at the end."""

    def __init__(self) -> None:
        self._terminal = is_terminal(sys.stderr)
        self._screen = screen_of(sys.stderr)
        self._started = time.monotonic()
        self._drawn = self._started - (_BAR_EVERY_S if self._terminal else 0)
        self._known: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def __call__(self, progress: Progress) -> None:
        """Draw, unless the last drawing was a moment ago."""
        if progress.of_bytes or self._known is None:
            self._known = progress
        now = time.monotonic()
        if now - self._drawn < (_BAR_EVERY_S if self._terminal else _LINE_EVERY_S):
            return
        self._drawn = now
        if self._terminal:
            print(f"\r{self._bar(progress)}\x1b[K", end="", file=sys.stderr, flush=True)
        else:
            print(self._line(progress), file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Remove the bar from the screen."""
        if self._terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def say(self, sentence: str) -> None:
        """Print a line above the bar."""
        self.clear()
        print(visible(sentence), file=sys.stderr, flush=True)

    def _bar(self, progress: Progress) -> str:
        share = self._share()
        full = int(share * _CELLS)
        cells = "━" * full + "╸" * (full < _CELLS) + " " * (_CELLS - full - 1)
        figures = f"{share:4.0%}  {progress.documents:,} documents{self._left(share)}"
        if not share:  # the rest is unknown during the first file: show a moving mark
            step = int(8 * (time.monotonic() - self._started)) % (2 * _CELLS)
            cells = " " * min(step, 2 * _CELLS - 1 - step) + "━"
            cells = cells.ljust(_CELLS)
            figures = f"{progress.documents:,} documents, {self._pace(progress):,.0f} a second"
        room = self._screen.width - _CELLS - len(figures) - 5
        place = visible(progress.place)
        while place and columns(place) > room:
            place = place[1:]
        return f"{self._screen.style('number', cells)} {figures}  {self._screen.style('quiet', place)}"

    def _pace(self, progress: Progress) -> float:
        """Documents per second."""
        return progress.documents / max(time.monotonic() - self._started, 0.001)

    def _line(self, progress: Progress) -> str:
        if not self._share():
            return f"{progress.documents:,} documents, {self._pace(progress):,.0f} a second"
        known = self._known
        assert known is not None
        return (
            f"{self._share():.0%}: {known.files:,} of {known.of_files:,} files, {progress.documents:,} documents"
            f"{self._left(self._share())}"
        )

    def _share(self) -> float:
        known = self._known
        return known.bytes / known.of_bytes if known is not None and known.of_bytes else 0.0

    def _left(self, share: float) -> str:
        """The estimated remaining time as ", 1:05 left"; "" while it is too early for an estimate."""
        spent = time.monotonic() - self._started
        if share < 0.02 or spent < 2 or share >= 1:
            return ""
        left = round(spent * (1 - share) / share)
        return f", {left // 60}:{left % 60:02d} left"
