"""The compiled twin of `exhaustive`: the same functions, the same answers, a small part of the postings read.

The kernels are described in their modules in `kernels/`: `block_max_maxscore` (any of the words), `block_max_and` (all of
the words), `candidates` (a few passages known beforehand), `batches` (many queries at once), `boolean` (matches without scores), `proximity` (phrases and
near words). Here they are only called.

Why the answers are equal to the last bit: bounds carry a slack of one part in 10^9, more than any order of adding
float64 shares can lose, so no passage of the top k is pruned; and a passage that enters the heap was scored share by
share in the order of the table, with the formula and the norms that `exhaustive` uses.

Why a damaged index does no harm: a number read from the arrays is checked before it is used as an index, every loop has
a bound known before it starts, and a kernel that finds a number out of range returns DAMAGED, which becomes IndexCorrupt
here.

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
from searchlib.ranking.kernels.batches import rank_each as rank_each_compiled
from searchlib.ranking.kernels.block_max_and import COMMON, block_max_and, count_and
from searchlib.ranking.kernels.block_max_maxscore import block_max_maxscore
from searchlib.ranking.kernels.boolean import LEVELS, compressed, count_or, matching
from searchlib.ranking.kernels.candidates import score_candidates
from searchlib.ranking.kernels.cursors import DAMAGED, LIST_ID, ROLE
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
        count, documents, scores = score_candidates(
            postings, own, lengths, table, weights, _plain(among), k, float(floor)
        )
    elif terms.required:
        mask = _mask(segment, allowed)
        count, documents, scores = block_max_and(postings, own, lengths, table, weights, mask, k, float(floor))
    else:
        mask = _mask(segment, allowed)
        if terms.mixed:
            mask = _mask(segment, _levels(segment, terms, mask)[1])
            optional = table[ROLE] == OPTIONAL
            table, weights = np.ascontiguousarray(table[:, optional]), weights[optional]
        count, documents, scores = block_max_maxscore(postings, own, lengths, table, weights, mask, k, float(floor))
    if count < 0:
        damaged()
    return Top(documents[:count], scores[:count])


def rank_each(
    segment: Segment, many: Sequence[Terms], k: int, *, allowed: Flags | None = None, floors: Sequence[float]
) -> list[Top]:
    """As `exhaustive.rank_each`. Queries of lists of the index are ranked in one call of a kernel."""
    k = min(k, segment.passages)
    together = [at for at, terms in enumerate(many) if k > 0 and _plain_lists(terms)]
    tops: dict[int, Top] = {}
    if together:
        chosen = [many[at] for at in together]
        counts, starts = np.zeros(len(chosen), np.int64), np.zeros(len(chosen) + 1, np.int64)
        np.cumsum([len(terms.weights) for terms in chosen], out=starts[1:])
        code, documents, scores = rank_each_compiled(
            segment.postings.handle,
            EMPTY.handle,
            segment.handle,
            np.concatenate([terms.table for terms in chosen], axis=1),
            np.concatenate([terms.weights for terms in chosen]),
            starts,
            np.array([terms.required for terms in chosen], np.uint8),
            _mask(segment, allowed),
            k,
            np.array([floors[at] for at in together], np.float64),
            counts,
        )
        if code == DAMAGED:
            damaged()
        for row, (at, count) in enumerate(zip(together, counts.tolist(), strict=True)):
            tops[at] = Top(documents[row, :count], scores[row, :count])
    return [
        tops[at] if at in tops else rank(segment, terms, k, allowed=allowed, floor=floors[at])
        for at, terms in enumerate(many)
    ]


def _plain_lists(terms: Terms) -> bool:
    """Whether a query has nothing but lists of the index, and a kernel of its own."""
    return len(terms.weights) > 0 and terms.extra is EMPTY and (terms.required or not terms.mixed)


def prepare() -> None:
    """Call every kernel once, over a single passage that holds a single word.

    The first time after an installation this compiles them, which takes half a minute and more; the result is kept, and
    the next process loads it in a tenth of a second. A search with a deadline is no offsets for either.
    """
    column, offsets, none = np.zeros(1, np.int32), np.zeros(2, np.uint32), np.empty(0, np.uint8)
    offsets[1] = 1
    one, spare = np.ones(1, np.uint8), np.zeros(SPARE, np.uint8)
    postings = Postings(offsets, one, column, offsets[:1], column.astype(np.uint16), spare, offsets[:1], none, none)
    segment = Segment(postings, np.ones((1, 1), np.uint8), np.ones((1, 2)))
    for role in (OPTIONAL, REQUIRED):
        terms = Terms.of([Term(0, 1.0, role=role)])
        rank(segment, terms, 1)
        count(segment, terms)
    rank_each(segment, [terms], 1, floors=[-1.0])
    rank(segment, terms, 1, among=column)
    match(segment, terms)
    near(postings, [0])


def match(segment: Segment, terms: Terms, *, allowed: Flags | None = None) -> Rows:
    """As `exhaustive.match`."""
    count, levels = _levels(segment, terms, _mask(segment, allowed))
    return compressed(levels, count)


def count(segment: Segment, terms: Terms, *, allowed: Flags | None = None) -> int:
    """As `exhaustive.count`."""
    if not len(terms.weights):
        return 0
    mask, total = _mask(segment, allowed), COMMON
    handles = segment.postings.handle, terms.extra.handle
    if terms.required:
        total = count_and(*handles, segment.passages, terms.table, mask)
    elif not terms.mixed:
        total = count_or(*handles, segment.passages, terms.table, mask)
    if total == DAMAGED:
        damaged()
    return _levels(segment, terms, mask)[0] if total == COMMON else int(total)


def near(
    postings: Postings, list_ids: Sequence[int], *, slack: int = 0, ordered: bool = True, extra: Derived = EMPTY
) -> Matches:
    """As `exhaustive.near`."""
    if not list_ids:
        return Matches(np.empty(0, np.int32), np.empty(0, np.int32))
    wanted = {} if ordered else Counter(list_ids)
    rows = list(wanted or list_ids)
    table = np.zeros((5, len(rows)), np.int64)
    table[LIST_ID] = rows
    times = np.array([wanted.get(row, 1) for row in rows], np.int64)
    count, documents, frequencies = intervals(
        postings.handle, extra.handle, table, np.zeros(len(rows)), times, slack, ordered
    )
    if count < 0:
        damaged()
    return Matches(documents[:count], frequencies[:count])


# NumPy is fast enough for these: their time is in proportion to what they return.
union = exhaustive.union
best = exhaustive.best
rank_list = exhaustive.rank_list


def _levels(segment: Segment, terms: Terms, mask: Bytes) -> tuple[int, Bytes]:
    """How many passages match, and a byte for each passage."""
    if len(terms.weights) > LEVELS:
        levels = np.zeros(segment.passages, np.uint8)
        levels[exhaustive.match(segment, terms, allowed=mask if len(mask) else None)] = 1
        return int(levels.sum()), levels
    count, levels = matching(segment.postings.handle, terms.extra.handle, segment.passages, terms.table, mask)
    if count < 0:
        damaged()
    return count, levels


def _plain(among: Rows) -> Rows:
    """Passages as the kernel takes them: a copy, because numba compiles a read-only array apart."""
    return np.array(among, np.int32)


def _mask(segment: Segment, allowed: Flags | None) -> Bytes:
    """The filter as the kernels take it: read-only bytes, none for no filter."""
    if allowed is None:
        return _ALL
    checked(allowed, segment.passages)
    mask = np.ascontiguousarray(allowed).view(np.uint8)
    mask.flags.writeable = False
    return mask
