"""The engine room: BM25 and the best k passages, arrays in, arrays out. It knows neither files nor Whoosh.

    lists       the arrays of a segment, a query's table of terms, the best passages      start reading here
    bounds      the writer's side: what lets a reader pass over 128 postings unread
    bm25        the formula
    exhaustive  every posting looked at, in NumPy: the oracle, and the answer without numba
    maxscore    the same functions compiled, reading few postings (disjunction, conjunction, matching, proximity)

Both variants have the functions rank, match, count, near, union and best, and give the same passages with the same
float64 scores. `variant()` is the better one that is loaded: numba's import takes half a second, which a single search
would not earn back, so kernels are loaded when somebody asks for them.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Final

from searchlib.ranking import exhaustive

_loaded: Final[dict[str, ModuleType]] = {}


def load_kernels() -> bool:
    """Import the compiled variant; False when numba is not installed. Kernels themselves load at their first call."""
    if "maxscore" not in _loaded:
        try:
            _loaded["maxscore"] = importlib.import_module("searchlib.ranking.maxscore")
        except ImportError:
            return False
    return True


def variant() -> ModuleType:
    """`maxscore` once its kernels are loaded, until then `exhaustive`."""
    return _loaded.get("maxscore", exhaustive)
