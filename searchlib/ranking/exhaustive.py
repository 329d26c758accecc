"""Ranking in plain NumPy: every posting of every term is looked at, nothing is left out, nothing is clever.

This is the oracle that the compiled kernels of `maxscore` are held against, and it answers for real where numba is not
installed or not yet loaded: a word of 50,000 postings costs about half a millisecond, in time with the postings read
and not with the passages of the segment.

    rank    add each list's shares into one accumulator, then take the best of each list's documents
    match   clauses as sets: unions of their lists, intersected, excluded ones taken away
    near    positions as one sorted int64 key (document, position); a phrase is a chain of binary searches

`near` answers in minimal intervals (Clarke, Cormack and Burkowski, "An algebra for structured text search and a
framework for its implementation", 1995): a match is a stretch of positions that holds every term, and no shorter match
inside it. They can be counted without choosing, and an ordered one without slack is exactly a phrase.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from searchlib.ranking.bm25 import share
from searchlib.ranking.lists import (
    EMPTY,
    EXCLUDED,
    OPTIONAL,
    REQUIRED,
    Documents,
    Ints,
    Mask,
    Matches,
    Postings,
    Scores,
    Segment,
    Term,
    Terms,
    Top,
    checked,
    damaged,
)

Keys = npt.NDArray[np.int64]

_NOWHERE: Final = np.iinfo(np.int64).max  # a key behind all others
_RUN: Final = 64  # scores whose maximum is taken together when the k-th best is estimated
_SPARE_MOST: Final = 4  # accumulators kept for the next query, 8 bytes a passage each
_spare: list[Scores] = []


def rank(
    segment: Segment,
    terms: Terms,
    k: int,
    *,
    allowed: Mask | None = None,
    among: Documents | None = None,
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


def match(segment: Segment, terms: Terms, *, allowed: Mask | None = None) -> Documents:
    """All matching passages, ascending, as int32; the meaning of the table is that of `Terms`."""
    checked(allowed, segment.passages)
    clauses: dict[tuple[int, int], list[Documents]] = {}
    for row in terms:
        if row.proposes:
            documents, _ = _list(segment, terms, row)
            clauses.setdefault((row.role, row.clause), []).append(documents)
        elif row.role == REQUIRED:
            clauses.setdefault((row.role, row.clause), [])
    required = [_union(segment, lists) for (role, _), lists in clauses.items() if role == REQUIRED]
    if required:
        found = _intersection(required)
    else:
        optional = [each for (role, _), lists in clauses.items() if role == OPTIONAL for each in lists]
        found = _union(segment, optional)
    for (role, _), lists in clauses.items():
        if role == EXCLUDED:
            for each in lists:
                found = found[~_held(found, each)]
    return found if allowed is None else found[np.asarray(allowed)[found] != 0]


def count(segment: Segment, terms: Terms, *, allowed: Mask | None = None) -> int:
    """How many passages match."""
    return len(match(segment, terms, allowed=allowed))


def near(
    postings: Postings, numbers: Sequence[int], *, slack: int = 0, ordered: bool = True, extra: Postings = EMPTY
) -> Matches:
    """The passages where all lists `numbers` stand close together, and how many minimal intervals each has.

    At most `slack` foreign positions may stand inside an interval, counted together: its last position - its first -
    (number of terms - 1) <= slack. `ordered`: the terms stand in the order given, each after the one before (slack 0 is
    a phrase). Else in any order, a number given twice standing at two places. A number ~i is list i of `extra`.
    """
    lists = {number: _place(postings, extra, number) for number in numbers}
    if not lists:
        return Matches(np.empty(0, np.int32), np.empty(0, np.int32))
    common = _intersection([_slice(*place)[0] for place in lists.values()])
    keys = {number: _keys(*place, common) for number, place in lists.items()}
    starts, ends = _ordered([keys[number] for number in numbers]) if ordered else _unordered(keys, Counter(numbers))
    minimal = np.append(ends[1:] != ends[:-1], True)[: len(ends)]  # of all starts with one end, the last
    close = (starts >> 32 == ends >> 32) & (ends - starts - (len(numbers) - 1) <= slack)
    documents, frequencies = np.unique((starts[minimal & close] >> 32).astype(np.int32), return_counts=True)
    return Matches(documents, frequencies.astype(np.int32))


def union(postings: Postings, numbers: Sequence[int], *, places: bool = False) -> Matches:
    """The passages that hold any of these lists, and how often they hold them all together (a wildcard's words).

    With `places` also where: the positions of all lists in one order, for a phrase with a wildcard in it.
    """
    lists = [_slice(postings, number) for number in numbers]
    if places:
        keys = [_keys(postings, number, each) for number, (each, _) in zip(numbers, lists, strict=True)]
        together = np.sort(np.concatenate([np.empty(0, np.int64), *keys]))
        documents, frequencies = np.unique((together >> 32).astype(np.int32), return_counts=True)
        return Matches(documents, frequencies.astype(np.int32), together.astype(np.uint32))  # its low 32 bits
    documents, rows = np.unique(
        np.concatenate([np.empty(0, np.int32), *[each for each, _ in lists]]), return_inverse=True
    )
    counts = np.concatenate([np.empty(0), *[frequencies for _, frequencies in lists]])
    return Matches(documents, np.bincount(rows, counts, len(documents)).astype(np.int32))


def rank_list(
    segment: Segment,
    found: Matches,
    term: Term,
    k: int,
    *,
    allowed: Mask | None = None,
    among: Documents | None = None,
    floor: float = -1.0,
) -> Top:
    """As `rank` for a single list made for the query, a phrase say: its weight and field are those of `term`."""
    documents, frequencies, *_ = found
    if len(documents) and not 0 <= int(documents[0]) <= int(documents[-1]) < segment.passages:
        damaged()
    if among is not None or allowed is not None:
        kept = _held(documents, among) if among is not None else np.asarray(allowed)[documents] != 0
        documents, frequencies = documents[kept], frequencies[kept]
    return _top(documents, _shares(segment, term, documents, frequencies), k, floor)


def best(documents: Documents, scores: Scores, k: int, *, floor: float = -1.0) -> Top:
    """The best `k` of given scores above `floor`: by score, highest first, then by document number."""
    return _top(documents, scores, k, floor)


# --- ranking -----------------------------------------------------------------------------------------------------


def _rank_any(segment: Segment, terms: Terms, rows: list[Term], k: int, allowed: Mask | None, floor: float) -> Top:
    """Each list adds its shares into an accumulator of all passages, of which only the lists' places are touched."""
    lists = [_list(segment, terms, row) for row in rows]
    total = _accumulator(segment.passages)
    for row, (documents, frequencies) in zip(rows, lists, strict=True):
        total[documents] += _shares(segment, row, documents, frequencies)
    parts = [np.empty(0, np.int32)]
    for row, (documents, _) in zip(rows, lists, strict=True):
        if row.proposes:
            kept = documents if allowed is None else documents[np.asarray(allowed)[documents] != 0]
            scores = total[kept]
            floor = max(floor, np.nextafter(_kth_estimate(scores, k), -np.inf))
            parts.append(kept[scores > floor])
    found = _distinct(np.concatenate(parts))
    top = _top(found, total[found], k, floor)
    for documents, _ in lists:
        total[documents] = 0.0
    _give_back(total)
    return top


def _scores_of(segment: Segment, terms: Terms, rows: list[Term], documents: Documents) -> Scores:
    """The scores of these ascending documents, share by share in row order."""
    scores = np.zeros(len(documents))
    for row in rows:
        if row.role == EXCLUDED:
            continue
        held, frequencies = _list(segment, terms, row)
        if len(held) > len(documents):
            places = np.searchsorted(held, documents)
            places[places == len(held)] = 0
            here = np.flatnonzero(held[places] == documents) if len(held) else places[:0]
            scores[here] += _shares(segment, row, documents[here], frequencies[places[here]])
        elif len(held):
            places = np.searchsorted(documents, held)
            places[places == len(documents)] = 0
            there = np.flatnonzero(documents[places] == held)
            scores[places[there]] += _shares(segment, row, held[there], frequencies[there])
    return scores


def _shares(segment: Segment, row: Term, documents: Documents, frequencies: Ints) -> Scores:
    """What this list adds to each of these documents of it."""
    try:
        lengths = segment.lengths[row.field].take(documents)
        norm = segment.norms[row.field].take(lengths)
    except IndexError:
        damaged()
    return share(row.weight, frequencies.astype(np.float64), norm)


def _top(documents: Documents, scores: Scores, k: int, floor: float) -> Top:
    likely = (scores > floor) & (scores >= _kth_estimate(scores, k))
    documents, scores = documents[likely], scores[likely]
    order = np.lexsort((documents, -scores))[:k]
    return Top(documents[order], scores[order])


def _kth_estimate(scores: Scores, k: int) -> float:
    """A score that at least `k` of these reach: the k-th best of the maxima of runs of 64. Low when there are few."""
    runs = len(scores) // _RUN
    if runs < k or k <= 0:
        return -np.inf
    maxima = scores[: runs * _RUN].reshape(runs, _RUN).max(axis=1)
    return float(np.partition(maxima, runs - k)[runs - k])


def _accumulator(passages: int) -> Scores:
    """A float64[P] of zeros, if possible one that an earlier query has given back clean."""
    while _spare:
        try:
            total = _spare.pop()
        except IndexError:  # another thread was quicker
            break
        if len(total) == passages:
            return total
    return np.zeros(passages)


def _give_back(total: Scores) -> None:
    if len(_spare) < _SPARE_MOST:
        _spare.append(total)


def _distinct(documents: Documents) -> Documents:
    """Each once, ascending: `np.unique`, whose first call imports numpy.ma, seven milliseconds of a cold search."""
    ordered = np.sort(documents)
    kept = np.ones(len(ordered), np.bool_)
    kept[1:] = ordered[1:] != ordered[:-1]
    return ordered[kept]


# --- sets of documents -------------------------------------------------------------------------------------------


def _union(segment: Segment, lists: list[Documents]) -> Documents:
    if len(lists) == 1:
        return lists[0]
    if sum(map(len, lists)) * 16 < segment.passages:
        return np.unique(np.concatenate([np.empty(0, np.int32), *lists]))
    seen = np.zeros(segment.passages, np.bool_)
    for each in lists:
        seen[each] = True
    return np.flatnonzero(seen).astype(np.int32)


def _intersection(sets: list[Documents]) -> Documents:
    ordered = sorted(sets, key=len)
    found = ordered[0]
    for each in ordered[1:]:
        found = found[_held(found, each)]
    return found


def _held(documents: Documents, within: Documents) -> npt.NDArray[np.bool_]:
    """Which of these documents stand in the ascending list `within`."""
    if not len(within):
        return np.zeros(len(documents), np.bool_)
    places = np.searchsorted(within, documents)
    places[places == len(within)] = 0
    held: npt.NDArray[np.bool_] = within[places] == documents
    return held


# --- reading lists -----------------------------------------------------------------------------------------------


def _list(segment: Segment, terms: Terms, row: Term) -> tuple[Documents, Ints]:
    """The documents and frequencies of one row's list, the documents checked against the segment."""
    if not 0 <= row.field < len(segment.lengths):
        damaged()
    documents, frequencies = _slice(*_place(segment.postings, terms.extra, row.number))
    # as unsigned numbers the negative ones are large too
    if len(documents) and int(documents.view(np.uint32).max()) >= segment.passages:
        damaged()
    return documents, frequencies


def _place(postings: Postings, extra: Postings, number: int) -> tuple[Postings, int]:
    return (postings, number) if number >= 0 else (extra, ~number)


def _slice(postings: Postings, number: int) -> tuple[Documents, Ints]:
    """The documents and frequencies of list `number`."""
    if not 0 <= number < len(postings.starts) - 1:
        damaged()
    start, end = int(postings.starts[number]), int(postings.starts[number + 1])
    if not 0 <= start <= end <= min(len(postings.documents), len(postings.frequencies)):
        damaged()
    return postings.documents[start:end], postings.frequencies[start:end]


def _keys(postings: Postings, number: int, common: Documents) -> Keys:
    """Where the list's term stands in these documents of it: (document << 32 | position), ascending."""
    documents, frequencies = _slice(postings, number)
    if not len(documents) or not len(common):
        return np.empty(0, np.int64)
    block = int(postings.block_starts[number]) if number < len(postings.block_starts) else -1
    if not 0 <= block < len(postings.block_positions) or bool((common[1:] <= common[:-1]).any()):
        damaged()
    first = int(postings.block_positions[block])
    ends = np.cumsum(frequencies, dtype=np.int64)
    if first < 0 or first + int(ends[-1]) > len(postings.positions):
        damaged()
    rows = np.searchsorted(documents, common)
    if int(rows.max()) >= len(documents):
        damaged()  # a list that is not ascending
    counts = frequencies[rows].astype(np.int64)
    upto = np.cumsum(counts)
    places = np.repeat(first + ends[rows] - upto, counts) + np.arange(upto[-1])
    keys: Keys = np.repeat(common.astype(np.int64) << 32, counts) | postings.positions[places].astype(np.int64)
    return keys


def _ordered(keys: list[Keys]) -> tuple[Keys, Keys]:
    """For each place of the first term: the earliest place of the last that a chain through all of them reaches."""
    starts = ends = keys[0]
    for after in keys[1:]:
        ends = np.append(after, _NOWHERE)[np.searchsorted(after, ends, side="right")]
    return starts, ends


def _unordered(keys: dict[int, Keys], wanted: Counter[int]) -> tuple[Keys, Keys]:
    """For each place of any term: the earliest place by which every term stood as often as wanted."""
    starts = np.unique(np.concatenate(list(keys.values())))
    ends = starts
    for number, times in wanted.items():
        padded = np.append(keys[number], np.full(times, _NOWHERE))
        ends = np.maximum(ends, padded[np.searchsorted(keys[number], starts) + times - 1])
    return starts, ends
