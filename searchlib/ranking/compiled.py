"""The compiled twin of `exhaustive`: the same functions, the same answers, a small part of the postings read.

What the kernels do stands where they are: `disjunction` (any of the words: MaxScore over windows), `conjunction` (all
of the words: leapfrog and block-max AND), `matching` (who matches, unscored), `proximity` (phrases and near words), on
the ground that `walking` lays. Here they are only called.

Why the answers are equal to the last bit: bounds carry a slack of one part in 10^9, more than any order of adding
float64 shares can lose, so nothing that belongs to the top is pruned; and what enters the heap has been scored share by
share in the order of the table, by the formula and the table of norms that `exhaustive` uses.

Why a damaged index does no harm: a number that was read from the arrays is compared with what it indexes before it
does, every loop ends by a count known before it begins, and a kernel that finds a number out of range returns -1, which
becomes IndexCorrupt here.

Importing this imports numba (half a second) and loads or compiles kernels when they are first called: go through
`searchlib.ranking.load_kernels`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from searchlib.array_types import Bytes, Flags, Rows
from searchlib.ranking import exhaustive
from searchlib.ranking.kernels.block_max_and import COMMON, block_max_and, count_and
from searchlib.ranking.kernels.block_max_maxscore import block_max_maxscore
from searchlib.ranking.kernels.boolean import LEVELS, compressed, count_or, matching
from searchlib.ranking.kernels.candidates import score_candidates
from searchlib.ranking.kernels.cursors import DAMAGED, NUMBER, ROLE
from searchlib.ranking.kernels.proximity import intervals
from searchlib.ranking.postings import (
    EMPTY,
    OPTIONAL,
    REQUIRED,
    SPARE,
    Derived,
    Matches,
    Postings,
    Segment,
    Term,
    Terms,
    Top,
    checked,
    damaged,
)

_ALL: Final = np.empty(0, np.uint8)  # no filter
_ALL.flags.writeable = False


def rank(
    segment: Segment,
    terms: Terms,
    k: int,
    *,
    allowed: Flags | None = None,
    among: Rows | None = None,
    floor: float = -1.0,
) -> Top:
    """As `exhaustive.rank`."""
    k = min(k, segment.passages)
    if k <= 0 or not len(terms.weights):
        return Top(np.empty(0, np.int32), np.empty(0))
    postings, own, lengths = segment.postings.handle, terms.extra.handle, segment.handle
    table, weights = terms.table, terms.weights
    if among is not None:
        found, documents, scores = score_candidates(
            postings, own, lengths, table, weights, _plain(among), k, float(floor)
        )
    elif terms.required:
        mask = _mask(segment, allowed)
        found, documents, scores = block_max_and(postings, own, lengths, table, weights, mask, k, float(floor))
    else:
        mask = _mask(segment, allowed)
        if terms.mixed:
            mask = _mask(segment, _levels(segment, terms, mask)[1])
            optional = table[ROLE] == OPTIONAL
            table, weights = np.ascontiguousarray(table[:, optional]), weights[optional]
        found, documents, scores = block_max_maxscore(postings, own, lengths, table, weights, mask, k, float(floor))
    if found < 0:
        damaged()
    return Top(documents[:found], scores[:found])


def prepare() -> None:
    """Call every kernel once, over a single passage that holds a single word.

    The first time after an installation this compiles them, which takes half a minute and more; the result is kept, and
    the next process loads it in a tenth of a second. A search with a deadline is no place for either.
    """
    column, place, none = np.zeros(1, np.int32), np.zeros(2, np.uint32), np.empty(0, np.uint8)
    place[1] = 1
    one, spare = np.ones(1, np.uint8), np.zeros(SPARE, np.uint8)
    postings = Postings(place, one, column, place[:1], column.astype(np.uint16), spare, place[:1], none, none)
    segment = Segment(postings, np.ones((1, 1), np.uint8), np.ones((1, 2)))
    for role in (OPTIONAL, REQUIRED):
        terms = Terms.of([Term(0, 1.0, role=role)])
        rank(segment, terms, 1)
        count(segment, terms)
    rank(segment, terms, 1, among=column)
    match(segment, terms)
    near(postings, [0])


def match(segment: Segment, terms: Terms, *, allowed: Flags | None = None) -> Rows:
    """As `exhaustive.match`."""
    found, levels = _levels(segment, terms, _mask(segment, allowed))
    return compressed(levels, found)


def count(segment: Segment, terms: Terms, *, allowed: Flags | None = None) -> int:
    """As `exhaustive.count`."""
    if not len(terms.weights):
        return 0
    mask, found = _mask(segment, allowed), COMMON
    handles = segment.postings.handle, terms.extra.handle
    if terms.required:
        found = count_and(*handles, segment.passages, terms.table, mask)
    elif not terms.mixed:
        found = count_or(*handles, segment.passages, terms.table, mask)
    if found == DAMAGED:
        damaged()
    return _levels(segment, terms, mask)[0] if found == COMMON else int(found)


def near(
    postings: Postings, numbers: Sequence[int], *, slack: int = 0, ordered: bool = True, extra: Derived = EMPTY
) -> Matches:
    """As `exhaustive.near`."""
    if not numbers:
        return Matches(np.empty(0, np.int32), np.empty(0, np.int32))
    wanted = {} if ordered else Counter(numbers)
    rows = list(wanted or numbers)
    table = np.zeros((5, len(rows)), np.int64)
    table[NUMBER] = rows
    times = np.array([wanted.get(row, 1) for row in rows], np.int64)
    found, documents, frequencies = intervals(
        postings.handle, extra.handle, table, np.zeros(len(rows)), times, slack, ordered
    )
    if found < 0:
        damaged()
    return Matches(documents[:found], frequencies[:found])


# These are in time with what they return in NumPy already.
union = exhaustive.union
best = exhaustive.best
rank_list = exhaustive.rank_list


def _levels(segment: Segment, terms: Terms, mask: Bytes) -> tuple[int, Bytes]:
    """How many passages match, and a byte for each passage."""
    if len(terms.weights) > LEVELS:
        levels = np.zeros(segment.passages, np.uint8)
        levels[exhaustive.match(segment, terms, allowed=mask if len(mask) else None)] = 1
        return int(levels.sum()), levels
    found, levels = matching(segment.postings.handle, terms.extra.handle, segment.passages, terms.table, mask)
    if found < 0:
        damaged()
    return found, levels


def _plain(among: Rows) -> Rows:
    """Passage numbers as the kernel takes them; a copy, for a read-only array is another type and compiled apart."""
    return np.array(among, np.int32)


def _mask(segment: Segment, allowed: Flags | None) -> Bytes:
    """The filter as the kernels take it: read-only bytes, none for no filter."""
    if allowed is None:
        return _ALL
    checked(allowed, segment.passages)
    mask = np.ascontiguousarray(allowed).view(np.uint8)
    mask.flags.writeable = False
    return mask
