"""Pairs of statements that share words, found by sorting the words: no statement is compared with all others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np

from searchlib.array_types import Array

_MOST_PAIRS: Final = 1_500_000
"""Pairs of words in neighbouring statements that are counted; the commonest words are left out beyond that."""

_ROUNDING: Final = 1e-9
"""What sums of weights in another order may differ by."""
_RUN: Final = 6
"""Words in a row that make statements far apart in time worth comparing."""
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_MOST_REPEATS: Final = 12
"""Statements with one run of words that are compared with each other; of a slogan heard more often, each with the next ones."""


def words_shared(
    statements: Sequence[Collection[str]],
    weights: Mapping[str, float],
    days: Sequence[int],
    masses: Sequence[float],
    *,
    within: int,
    shorter: float,
    least: float,
) -> tuple[list[tuple[int, int]], int]:
    """Pairs of statements at most `within` days apart whose shared words weigh at least `least` of the two, ascending.

    Of the two weighs the lighter one `shorter`, the heavier one the rest; `masses` are their weights. Words so common that they
    would make more than _MOST_PAIRS pairs are not counted; the second value is how many these are.
    """
    terms, places = _postings(statements, sorted(weights))
    key = terms * (1 << 24) + np.array(days, np.int64)[places]
    order = np.lexsort((places, key))
    key, places, terms = key[order], places[order], terms[order]
    behind = np.searchsorted(key, key + within, "right") - np.arange(len(key)) - 1
    rarest = _rarest(terms, behind)
    behind = np.where(np.isin(terms, rarest), behind, 0)
    first = np.repeat(np.arange(len(key)), behind)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(behind) - behind, behind)
    size = max(1, len(statements))
    weight = np.array([weights[term] for term in sorted(weights)])[terms[first]]
    ones, others = places[first], places[second]
    del first, second  # a million and more of each: what is no longer needed makes room
    keys = np.minimum(ones, others) * size + np.maximum(ones, others)
    del ones, others
    codes, at = np.unique(keys, return_inverse=True)
    del keys
    shared = np.bincount(at, weight, len(codes)) if len(codes) else np.zeros(0)
    del at, weight
    ones, others, mass = codes // size, codes % size, np.array(masses)
    light, heavy = np.minimum(mass[ones], mass[others]), np.maximum(mass[ones], mass[others])
    enough = shared >= least * (shorter * light + (1 - shorter) * heavy) - _ROUNDING
    pairs = list(zip(ones[enough].tolist(), others[enough].tolist(), strict=True))
    return pairs, len(np.setdiff1d(terms, rarest))


def _postings(statements: Sequence[Collection[str]], vocabulary: Sequence[str]) -> tuple[Array, Array]:
    """The code of each word of each statement, and the place of the statement."""
    codes = {term: code for code, term in enumerate(vocabulary)}
    terms = [codes[term] for statement in statements for term in statement]
    return np.array(terms, np.int64), np.repeat(np.arange(len(statements)), [len(terms) for terms in statements])


def _rarest(terms: Array, behind: Array) -> Array:
    """The terms that make the fewest pairs, as many as _MOST_PAIRS allow."""
    pairs = np.bincount(terms, behind)
    order = np.argsort(pairs, kind="stable")
    return order[np.cumsum(pairs[order]) <= _MOST_PAIRS]


def runs_shared(statements: Sequence[Sequence[str]]) -> set[tuple[int, int]]:
    """Pairs of statements with a run of words in common, each pair ascending."""
    codes: dict[str, int] = {}
    words = np.array([codes.setdefault(word, len(codes)) for words in statements for word in words], np.uint64)
    owners = np.repeat(np.arange(len(statements)), [len(words) for words in statements])
    if len(words) < _RUN:
        return set()
    starts = len(words) - _RUN + 1
    hashes = np.zeros(starts, np.uint64)
    for at in range(_RUN):  # a run's hash is a polynomial of its words, modulo 2 to the 64th
        hashes = hashes * _BASE + words[at : at + starts] + np.uint64(1)
    whole = owners[:starts] == owners[_RUN - 1 :]
    hashes, places = hashes[whole], owners[:starts][whole]
    order = np.lexsort((places, hashes))
    hashes, places = hashes[order], places[order]
    pairs: set[tuple[int, int]] = set()
    for apart in range(1, _MOST_REPEATS):
        same = (hashes[apart:] == hashes[:-apart]) & (places[apart:] != places[:-apart])
        pairs.update(zip(places[:-apart][same].tolist(), places[apart:][same].tolist(), strict=True))
    return pairs
