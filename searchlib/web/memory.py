"""Memory given back to the system: glibc keeps what threads free, in an arena for each, for a later that may not come."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, Final

_ARENA_MAX: Final = -8
"""The name of glibc's bound of arenas: M_ARENA_MAX of malloc.h."""

_ARENAS: Final = 2
"""Arenas of a server: its threads take turns anyway, as they need the interpreter's lock."""


def share_arenas() -> None:
    """Have all threads that are started from now on share a few arenas; does nothing where malloc is not glibc's."""
    bound = _function("mallopt")
    if bound is not None:
        bound(_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Give the system the pages that are free: worth it when much was let go of, as a state of an index."""
    trim = _function("malloc_trim")
    if trim is not None:
        trim(0)


@cache
def _function(name: str) -> Callable[..., Any] | None:
    """A function of glibc, None on other systems and with other libraries."""
    if not sys.platform.startswith("linux"):
        return None
    found: Callable[..., Any] | None = getattr(ctypes.CDLL(None), name, None)
    return found
