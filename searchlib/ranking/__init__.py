"""BM25 ranking on arrays: the best k passages of a segment for a query. It knows neither files nor Whoosh.

    postings    the arrays of a segment, a query's table of terms, the best passages: start reading here
    packing     packs postings into blocks of bits and reads them back
    impacts     the bounds that let a reader skip 128 postings unread
    bm25        the formula
    parameters  what an index may set of it
    kernel_cache where compiled kernels are kept, and how they come there
    exhaustive  ranking in NumPy that reads every posting: the oracle, and the answer without numba
    compiled    the same functions compiled, reading few postings; the kernels are in `kernels/`

Both variants have the functions rank, rank_each, rank_list, match, count, near, union and best, and return the same passages with
the same float64 scores. `variant()` is the better one that is loaded: importing numba takes half a second, more than a
single search would save, so kernels are loaded only on request.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Final, Protocol, cast

from searchlib.array_types import Flags, Floats, Rows
from searchlib.ranking import exhaustive
from searchlib.ranking.postings import EMPTY, Derived, Matches, Postings, Segment, Term, Terms, Top

_loaded: Final[list[Ranking]] = []


class Ranking(Protocol):
    """The functions of both variants; `exhaustive` documents what each returns and raises."""

    def rank(
        self,
        segment: Segment,
        terms: Terms,
        k: int,
        *,
        allowed: Flags | None = None,
        among: Rows | None = None,
        floor: float = -1.0,
    ) -> Top: ...

    def rank_each(
        self, segment: Segment, many: Sequence[Terms], k: int, *, allowed: Flags | None = None, floors: Sequence[float]
    ) -> list[Top]: ...

    def rank_list(
        self,
        segment: Segment,
        matches: Matches,
        term: Term,
        k: int,
        *,
        allowed: Flags | None = None,
        among: Rows | None = None,
        floor: float = -1.0,
    ) -> Top: ...

    def match(self, segment: Segment, terms: Terms, *, allowed: Flags | None = None) -> Rows: ...

    def count(self, segment: Segment, terms: Terms, *, allowed: Flags | None = None) -> int: ...

    def near(
        self,
        postings: Postings,
        list_ids: Sequence[int],
        *,
        slack: int = 0,
        ordered: bool = True,
        extra: Derived = EMPTY,
    ) -> Matches: ...

    def union(self, postings: Postings, list_ids: Sequence[int], *, with_positions: bool = False) -> Matches: ...

    def best(self, documents: Rows, scores: Floats, k: int, *, floor: float = -1.0) -> Top: ...


def load_kernels(*, wait: bool = True) -> bool:
    """Import the compiled variant and load its kernels; False where that cannot be, as numba is missing.

    Where they were never compiled this takes half a minute. Without `wait` a process in the background compiles them, and
    False says that NumPy answers until then.
    """
    if _loaded:
        return True
    from searchlib.ranking import kernel_cache  # a single search never asks for kernels

    if not wait and not kernel_cache.BACKGROUND.ready():
        return False
    try:
        compiled = importlib.import_module("searchlib.ranking.compiled")
    except ImportError:
        return False
    compiled.prepare()
    kernel_cache.complete()
    _loaded.append(cast("Ranking", compiled))
    return True


def ask_for_kernels() -> None:
    """Have the kernels compiled in the background, where they never were; loads nothing."""
    if not _loaded:
        from searchlib.ranking import kernel_cache

        kernel_cache.BACKGROUND.start()


def compile_kernels() -> None:
    """What the process in the background does: nothing while another one does it."""
    from searchlib.ranking import kernel_cache

    lock = kernel_cache.alone()
    if lock is not None:
        with lock:
            kernel_cache.stand_back()
            load_kernels()


def unload_kernels() -> None:
    """Use the variant without compiled kernels again, until `load_kernels` is called the next time."""
    _loaded.clear()


def variant() -> Ranking:
    """`compiled` once its kernels are loaded, until then `exhaustive`."""
    return _loaded[0] if _loaded else exhaustive
