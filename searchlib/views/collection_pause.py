"""A pause of the garbage collector while many small values are built that all stay: it would look through them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_pauses: list[bool] = []
"""For each pause that lasts, whether the collector ran before it."""


@contextmanager
def collection_paused() -> Iterator[None]:
    """Pauses the collector; it runs again when the last of several pauses, in any thread, is over, if it ran before."""
    with _lock:
        _pauses.append(gc.isenabled() or any(_pauses))
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            ran = _pauses.pop()
            if ran and not _pauses:
                gc.enable()
