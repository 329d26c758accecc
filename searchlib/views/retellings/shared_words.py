"""Pairs of statements that share words, found by sorting the words: no statement is compared with all others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from searchlib.array_types import Array
from searchlib.matching import deadline

_MOST_PAIRS: Final = 1_500_000
"""Pairs of words in neighbouring statements that are counted; the commonest words are left out beyond that."""
_AT_ONCE: Final = 1 << 17
"""... that are in memory at once: each takes some 60 bytes."""

_ROUNDING: Final = 1e-9
"""What sums of weights in another order may differ by."""
_RUN: Final = 6
"""Words in a row that make statements far apart in time worth comparing."""
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_MOST_REPEATS: Final = 12
"""Statements with one run of words that are compared with each other; of a slogan heard more often, each with the next ones."""


def words_shared(
    words: Array,
    owners: Array,
    weights: Array,
    days: Array,
    masses: Array,
    *,
    within: int,
    shorter: float,
    least: float,
) -> tuple[list[tuple[int, int]], int]:
    """Pairs of statements at most `within` days apart whose shared words weigh at least `least` of the two; each once, ascending.

    `words` are the codes of all words, each once a statement, `owners` the statement of each; `weights` are of words, `days`
    and `masses` of statements. Of the two weighs the lighter one `shorter`, the heavier one the rest. Words so common
    that they would make more than _MOST_PAIRS pairs are not counted; the second value is how many these are.
    """
    by_day = np.argsort(days, kind="stable")
    label = np.empty_like(by_day)
    label[by_day] = np.arange(len(by_day))
    order = np.lexsort((label[owners], words))
    words, labels = words[order].astype(np.int64), label[owners[order]]
    key = words * (1 << 24) + days[by_day][labels]
    behind = np.searchsorted(key, key + within, "right") - np.arange(len(key)) - 1
    rarest = _rarest(words, behind)
    behind[~np.isin(words, rarest)] = 0
    size = max(1, len(days))
    pairs: list[tuple[int, int]] = []
    for first, second in _neighbours(labels, behind):
        deadline.check()
        codes, at = np.unique(labels[first] * size + labels[second], return_inverse=True)
        shared = np.bincount(at, weights[words[first]], len(codes))
        ones, others = by_day[codes // size], by_day[codes % size]
        light, heavy = np.minimum(masses[ones], masses[others]), np.maximum(masses[ones], masses[others])
        enough = shared >= least * (shorter * light + (1 - shorter) * heavy) - _ROUNDING
        ones, others = ones[enough], others[enough]
        pairs += zip(np.minimum(ones, others).tolist(), np.maximum(ones, others).tolist(), strict=True)
    return sorted(pairs), len(np.setdiff1d(words, rarest))


def _neighbours(labels: Array, behind: Array) -> Iterator[tuple[Array, Array]]:
    """The places of words and of the `behind` same ones that follow each, some at a time; those of one statement at once."""
    holding = np.flatnonzero(behind)
    holding = holding[np.argsort(labels[holding], kind="stable")]
    ends = np.cumsum(behind[holding])
    start = 0
    while start < len(holding):
        done = ends[start - 1] if start else 0
        after = max(int(np.searchsorted(ends, done + _AT_ONCE, "right")), start + 1)
        after = int(np.searchsorted(labels[holding], labels[holding[after - 1]], "right"))
        own = holding[start:after]
        counts = behind[own]
        first = np.repeat(own, counts)
        yield first, first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
        start = after


def _rarest(words: Array, behind: Array) -> Array:
    """The words that make the fewest pairs, as many as _MOST_PAIRS allow."""
    pairs = np.bincount(words, behind)
    order = np.argsort(pairs, kind="stable")
    return order[np.cumsum(pairs[order]) <= _MOST_PAIRS]


def runs_shared(words: Array, owners: Array) -> set[tuple[int, int]]:
    """Pairs of statements with a run of words in common, each pair ascending.

    `words` are the codes of all words in order, `owners` the statement of each.
    """
    if len(words) < _RUN:
        return set()
    starts = len(words) - _RUN + 1
    hashes = np.zeros(starts, np.uint64)
    for at in range(_RUN):  # a run's hash is a polynomial of its words, modulo 2 to the 64th
        hashes *= _BASE
        hashes += words[at : at + starts].astype(np.uint64) + np.uint64(1)
    whole = owners[:starts] == owners[_RUN - 1 :]
    hashes, places = hashes[whole], owners[:starts][whole]
    order = np.lexsort((places, hashes))
    hashes, places = hashes[order], places[order]
    pairs: set[tuple[int, int]] = set()
    for apart in range(1, _MOST_REPEATS):
        same = (hashes[apart:] == hashes[:-apart]) & (places[apart:] != places[:-apart])
        pairs.update(zip(places[:-apart][same].tolist(), places[apart:][same].tolist(), strict=True))
    return pairs
