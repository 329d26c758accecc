"""Ranking in plain NumPy, without pruning: every posting of every term is read.

This is the oracle for the compiled kernels (`compiled`), and it answers where numba is not installed or not yet loaded.
A word of 50,000 postings costs about half a millisecond: time grows with the postings read, not with the segment.

    rank    add each list's shares into one accumulator, then take the best of each list's documents
    match   clauses as sets: unions of their lists, intersected, excluded ones taken away
    near    positions as one sorted int64 key (document, position); a phrase is a chain of binary searches

`near` answers in minimal intervals (Clarke, Cormack and Burkowski, "An algebra for structured text search and a
framework for its implementation", 1995): a match is a stretch of positions that holds every term, and no shorter match
inside it. So they can be counted without a choice, and an ordered one without slack is exactly a phrase.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from searchlib.array_operations import distinct, is_in, starts_of
from searchlib.array_types import Flags, Floats, Integers, Ints, Rows
from searchlib.ranking.bm25 import share
from searchlib.ranking.packing import Blocks, blocks_of, documents_of, frequencies_of, positions_of
from searchlib.ranking.postings import (
    EMPTY,
    EXCLUDED,
    OPTIONAL,
    REQUIRED,
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

Integer = TypeVar("Integer", bound=np.integer[Any])

_NOWHERE: Final = np.iinfo(np.int64).max  # a key behind all others
_RUN: Final = 64  # scores whose maximum is taken together when the k-th best is estimated
_SPARE_MOST: Final = 4  # accumulators kept for the next query, 8 bytes a passage each
_spare: list[Floats] = []


def rank(
    segment: Segment,
    terms: Terms,
    k: int,
    *,
    allowed: Flags | None = None,
    among: Rows | None = None,
    floor: float = -1.0,
) -> Top:
    """The best `k` matching passages that score above `floor`: by score, highest first, then by document number.

    `allowed`, bool or uint8[P], leaves out the passages where it is 0 (filters, deletions); where few are left, `among`
    names them instead, ascending. `floor` is the score of the
    k-th best passage of the segments before this one: a passage that only equals it comes after it and is no longer
    needed. Raises IndexCorrupt when a posting points outside the segment.
    """
    rows = list(terms)
    checked(allowed, segment.passages)
    if among is not None:
        allowed = np.zeros(segment.passages, np.bool_)
        allowed[among] = True
    if k <= 0 or not rows:
        return _top(np.empty(0, np.int32), np.empty(0), 0, floor)
    if any(row.role != OPTIONAL for row in rows):
        documents = match(segment, terms, allowed=allowed)
        return _top(documents, _scores_of(segment, terms, rows, documents), k, floor)
    return _rank_any(segment, terms, rows, k, allowed, floor)


def rank_each(
    segment: Segment, many: Sequence[Terms], k: int, *, allowed: Flags | None = None, floors: Sequence[float]
) -> list[Top]:
    """`rank` of many queries, in their order, each with its own floor."""
    return [rank(segment, terms, k, allowed=allowed, floor=floor) for terms, floor in zip(many, floors, strict=True)]


def match(segment: Segment, terms: Terms, *, allowed: Flags | None = None) -> Rows:
    """All matching passages, ascending, as int32; the meaning of the table is that of `Terms`."""
    checked(allowed, segment.passages)
    clauses: dict[tuple[int, int], list[Rows]] = {}
    rows = list(terms)
    for row, documents in zip(rows, _documents(segment, terms, rows)[1], strict=True):
        if row.retrieves:
            clauses.setdefault((row.role, row.clause), []).append(documents)
        elif row.role == REQUIRED:
            clauses.setdefault((row.role, row.clause), [])
    required = [_union(segment, lists) for (role, _), lists in clauses.items() if role == REQUIRED]
    if required:
        matching = _intersection(required)
    else:
        optional = [posting_list for (role, _), lists in clauses.items() if role == OPTIONAL for posting_list in lists]
        matching = _union(segment, optional)
    for (role, _), lists in clauses.items():
        if role == EXCLUDED:
            for posting_list in lists:
                matching = matching[~is_in(matching, posting_list)]
    return matching if allowed is None else matching[np.asarray(allowed)[matching] != 0]


def count(segment: Segment, terms: Terms, *, allowed: Flags | None = None) -> int:
    """How many passages match."""
    return len(match(segment, terms, allowed=allowed))


def near(
    postings: Postings, list_ids: Sequence[int], *, slack: int = 0, ordered: bool = True, extra: Derived = EMPTY
) -> Matches:
    """The passages where all these lists occur close together, and how many minimal intervals each has.

    At most `slack` foreign positions may stand inside an interval, counted together: its last position - its first -
    (number of terms - 1) <= slack. `ordered`: the terms stand in the order given, each after the one before (slack 0 is
    a phrase). Else in any order, and a list given twice must occur at two positions. ~i means list i of `extra`.
    """
    lists = {list_id: _opened(postings, extra, list_id) for list_id in list_ids}
    if not lists:
        return Matches(np.empty(0, np.int32), np.empty(0, np.int32))
    common = _intersection([opened.documents for opened in lists.values()])
    keys = {list_id: _keys(opened, common) for list_id, opened in lists.items()}
    starts, ends = _ordered([keys[list_id] for list_id in list_ids]) if ordered else _unordered(keys, Counter(list_ids))
    minimal = np.append(ends[1:] != ends[:-1], True)[: len(ends)]  # of all starts with one end, the last
    close = (starts >> 32 == ends >> 32) & (ends - starts - (len(list_ids) - 1) <= slack)
    documents, frequencies = np.unique((starts[minimal & close] >> 32).astype(np.int32), return_counts=True)
    return Matches(documents, frequencies.astype(np.int32))


def union(postings: Postings, list_ids: Sequence[int], *, with_positions: bool = False) -> Matches:
    """The passages that hold any of these lists, and how often they hold them all together (a wildcard's words).

    The positions too if wanted, those of all lists in one order: for a phrase with a wildcard in it.
    """
    blocks = blocks_of(postings, list_ids)
    every, frequencies = documents_of(postings, blocks), frequencies_of(postings, blocks)
    if with_positions:
        positions = positions_of(postings, blocks, frequencies, np.arange(len(every)))
        together = np.sort(np.repeat(every.astype(np.int64) << 32, frequencies) | positions)
        documents, counts = np.unique((together >> 32).astype(np.int32), return_counts=True)
        return Matches(documents, counts.astype(np.int32), together.astype(np.uint32))  # its low 32 bits
    if len(blocks.lists) == 1:
        return Matches(every, frequencies.astype(np.int32))
    documents, rows = np.unique(every, return_inverse=True)
    return Matches(documents, np.bincount(rows, frequencies, len(documents)).astype(np.int32))


def rank_list(
    segment: Segment,
    matches: Matches,
    term: Term,
    k: int,
    *,
    allowed: Flags | None = None,
    among: Rows | None = None,
    floor: float = -1.0,
) -> Top:
    """As `rank` for a single list made for the query, a phrase say: its weight and field are those of `term`."""
    documents, frequencies, *_ = matches
    if len(documents) and not 0 <= int(documents[0]) <= int(documents[-1]) < segment.passages:
        damaged()
    if among is not None or allowed is not None:
        kept = is_in(documents, among) if among is not None else np.asarray(allowed)[documents] != 0
        documents, frequencies = documents[kept], frequencies[kept]
    return _top(documents, _shares(segment, term, documents, frequencies), k, floor)


def best(documents: Rows, scores: Floats, k: int, *, floor: float = -1.0) -> Top:
    """The best `k` of given scores above `floor`: by score, highest first, then by document number."""
    return _top(documents, scores, k, floor)


# --- ranking -----------------------------------------------------------------------------------------------------


def _rank_any(segment: Segment, terms: Terms, rows: list[Term], k: int, allowed: Flags | None, floor: float) -> Top:
    """Each list adds its shares into an accumulator of all passages, of which only the lists' passages are touched."""
    lists = _lists(segment, terms, rows)
    total = _accumulator(segment.passages)
    for row, (documents, frequencies) in zip(rows, lists, strict=True):
        total[documents] += _shares(segment, row, documents, frequencies)
    parts = [np.empty(0, np.int32)]
    for row, (documents, _) in zip(rows, lists, strict=True):
        if row.retrieves:
            kept = documents if allowed is None else documents[np.asarray(allowed)[documents] != 0]
            scores = total[kept]
            floor = max(floor, np.nextafter(_kth_estimate(scores, k), -np.inf))
            parts.append(kept[scores > floor])
    matching = distinct(np.sort(np.concatenate(parts)))
    top = _top(matching, total[matching], k, floor)
    for documents, _ in lists:
        total[documents] = 0.0
    _give_back(total)
    return top


def _scores_of(segment: Segment, terms: Terms, rows: list[Term], documents: Rows) -> Floats:
    """The scores of these ascending documents, share by share in row order."""
    scores = np.zeros(len(documents))
    for row, (held, frequencies) in zip(rows, _lists(segment, terms, rows), strict=True):
        if row.role == EXCLUDED:
            continue
        if len(held) > len(documents):
            indexes = np.searchsorted(held, documents)
            indexes[indexes == len(held)] = 0
            here = np.flatnonzero(held[indexes] == documents) if len(held) else indexes[:0]
            scores[here] += _shares(segment, row, documents[here], frequencies[indexes[here]])
        elif len(held):
            indexes = np.searchsorted(documents, held)
            indexes[indexes == len(documents)] = 0
            there = np.flatnonzero(documents[indexes] == held)
            scores[indexes[there]] += _shares(segment, row, held[there], frequencies[there])
    return scores


def _shares(segment: Segment, row: Term, documents: Rows, frequencies: Integers) -> Floats:
    """What this list adds to each of these documents of it."""
    try:
        lengths = segment.lengths[row.field].take(documents)
        norm = segment.norms[row.field].take(lengths)
    except IndexError:
        damaged()
    return share(row.weight, frequencies.astype(np.float64), norm)


def _top(documents: Rows, scores: Floats, k: int, floor: float) -> Top:
    if floor >= 0.0 or len(scores) > _RUN:  # no score is below 0
        likely = (scores > floor) & (scores >= _kth_estimate(scores, k))
        documents, scores = documents[likely], scores[likely]
    order = np.lexsort((documents, -scores))[:k]
    return Top(documents[order], scores[order])


def _kth_estimate(scores: Floats, k: int) -> float:
    """A score that at least `k` of these reach: the k-th best of the maxima of runs of 64. Low when there are few."""
    runs = len(scores) // _RUN
    if runs < k or k <= 0:
        return -np.inf
    maxima = scores[: runs * _RUN].reshape(runs, _RUN).max(axis=1)
    return float(np.partition(maxima, runs - k)[runs - k])


def _accumulator(passages: int) -> Floats:
    """A float64[P] of zeros, if possible one that an earlier query has given back clean."""
    while _spare:
        try:
            total = _spare.pop()
        except IndexError:  # another thread was quicker
            break
        if len(total) == passages:
            return total
    return np.zeros(passages)


def _give_back(total: Floats) -> None:
    if len(_spare) < _SPARE_MOST:
        _spare.append(total)


# --- sets of documents -------------------------------------------------------------------------------------------


def _union(segment: Segment, lists: list[Rows]) -> Rows:
    if len(lists) == 1:
        return lists[0]
    if sum(map(len, lists)) * 16 < segment.passages:
        return distinct(np.sort(np.concatenate([np.empty(0, np.int32), *lists])))
    seen = np.zeros(segment.passages, np.bool_)
    for documents in lists:
        seen[documents] = True
    return np.flatnonzero(seen).astype(np.int32)


def _intersection(sets: list[Rows]) -> Rows:
    ordered = sorted(sets, key=len)
    common = ordered[0]
    for documents in ordered[1:]:
        common = common[is_in(common, documents)]
    return common


# --- reading lists -----------------------------------------------------------------------------------------------


def _lists(segment: Segment, terms: Terms, rows: list[Term]) -> list[tuple[Rows, Integers]]:
    """The documents and frequencies of each row's list."""
    blocks, documents = _documents(segment, terms, rows)
    stored = iter(_split(frequencies_of(segment.postings, blocks), blocks))
    return [
        (own, next(stored) if row.list_id >= 0 else _derived(terms.extra, row.list_id).frequencies)
        for row, own in zip(rows, documents, strict=True)
    ]


def _documents(segment: Segment, terms: Terms, rows: list[Term]) -> tuple[Blocks, list[Rows]]:
    """The documents of each row's list, checked against the segment, and the blocks of those that are the segment's."""
    if not all(0 <= row.field < len(segment.lengths) for row in rows):
        damaged()
    blocks = blocks_of(segment.postings, [row.list_id for row in rows if row.list_id >= 0])
    every = documents_of(segment.postings, blocks)
    if len(every) and int(every.max()) >= segment.passages:
        damaged()
    stored = iter(_split(every, blocks))
    return blocks, [next(stored) if row.list_id >= 0 else _derived(terms.extra, row.list_id).documents for row in rows]


def _split(numbers: npt.NDArray[Integer], blocks: Blocks) -> list[npt.NDArray[Integer]]:
    """One number a posting, list by list."""
    ends = np.cumsum(blocks.lists)
    return [numbers[start:end] for start, end in zip((ends - blocks.lists).tolist(), ends.tolist(), strict=True)]


class _Opened(NamedTuple):
    """One list: its passages and frequencies, and a function that reads the positions of chosen postings."""

    documents: Rows
    frequencies: Integers
    positions: Callable[[Ints], Integers]


def _opened(postings: Postings, extra: Derived, list_id: int) -> _Opened:
    """The stored list `list_id`, or list ~list_id of `extra` when negative."""
    if list_id < 0:
        return _derived(extra, list_id)
    blocks = blocks_of(postings, [list_id])
    frequencies = frequencies_of(postings, blocks)
    return _Opened(
        documents_of(postings, blocks),
        frequencies,
        lambda chosen: positions_of(postings, blocks, frequencies, chosen),
    )


def _derived(extra: Derived, list_id: int) -> _Opened:
    """List ~list_id of `extra`."""
    if ~list_id >= len(extra.starts) - 1:
        damaged()
    start, end = int(extra.starts[~list_id]), int(extra.starts[~list_id + 1])
    frequencies = extra.frequencies[start:end]
    begin = int(extra.frequencies[:start].sum(dtype=np.int64))

    def positions(chosen: Ints) -> Integers:
        counts = frequencies[chosen].astype(np.int64)
        starts = begin + starts_of(frequencies)[chosen]
        indexes: Ints = np.repeat(starts - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
        return extra.positions[indexes]

    return _Opened(extra.documents[start:end], frequencies, positions)


def _keys(opened: _Opened, common: Rows) -> Ints:
    """The occurrences of the list's term in these passages: (passage << 32 | position), ascending."""
    if not len(opened.documents) or not len(common):
        return np.empty(0, np.int64)
    if bool((common[1:] <= common[:-1]).any()):
        damaged()
    rows = np.searchsorted(opened.documents, common)
    if int(rows.max()) >= len(opened.documents):
        damaged()  # a list that is not ascending
    keys: Ints = np.repeat(common.astype(np.int64) << 32, opened.frequencies[rows])
    keys |= opened.positions(rows).astype(np.int64)
    return keys


def _ordered(keys: list[Ints]) -> tuple[Ints, Ints]:
    """For each position of the first term: the earliest position of the last that a chain through all terms reaches."""
    starts = ends = keys[0]
    for after in keys[1:]:
        ends = np.append(after, _NOWHERE)[np.searchsorted(after, ends, side="right")]
    return starts, ends


def _unordered(keys: dict[int, Ints], wanted: Counter[int]) -> tuple[Ints, Ints]:
    """For each position of any term: the earliest position by which every term occurred as often as wanted."""
    starts = np.unique(np.concatenate(list(keys.values())))
    ends = starts
    for list_id, times in wanted.items():
        padded = np.append(keys[list_id], np.full(times, _NOWHERE))
        ends = np.maximum(ends, padded[np.searchsorted(keys[list_id], starts) + times - 1])
    return starts, ends
