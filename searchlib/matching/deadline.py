"""The time that one search may take, asked for wherever work is long: `within` sets the end, `check` keeps to it.

The end belongs to the context that searches (one thread, one task), so that it need not be handed through every
function between a search and a scan of the vocabulary.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_END: Final[ContextVar[float | None]] = ContextVar("end", default=None)


class OutOfTime(Exception):
    """The time of the search is over."""


@contextmanager
def within(deadline: float | None) -> Iterator[None]:
    """Work that ends with OutOfTime at `deadline`, a value of `time.monotonic()`; None: it may take as long as it does."""
    token = _END.set(deadline)
    try:
        yield
    finally:
        _END.reset(token)


def end() -> float | None:
    """When the time of the search is over, a value of `time.monotonic()`; None: never."""
    return _END.get()


def check() -> None:
    """Raise OutOfTime when the time is over."""
    end = _END.get()
    if end is not None and time.monotonic() > end:
        raise OutOfTime
