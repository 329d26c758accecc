"""Pairs of rows of two documents, each row with its best partner: the same pairs whichever document comes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import pairwise
from typing import Final, TypeVar

from searchlib.matching import deadline
from searchlib.near_duplicates import is_figure
from searchlib.views.evidence.sentences_read import SentenceRead

Row = TypeVar("Row")
Pair = tuple[int, int]
Scored = tuple[float, int, int]

_ALIKE: Final = 0.75
"""Part of the word pairs that two sentences share when they are nearly identical."""
_SHORTEST: Final = 4
"""Words of the shortest sentence that counts as shared."""


def best_pairs(ones: Sequence[Row], others: Sequence[Row], score: Callable[[Row, Row], float]) -> list[Pair]:
    """Places of rows that belong together, ascending: first each row once, the best pairs first, then rows left over with their best.

    `score` is 0 for two rows that do not belong together; it is the same for both orders of its arguments.
    """
    scored: list[Scored] = []
    for place, one in enumerate(ones):
        deadline.check()
        pairs_of_one = ((score(one, other), place, at) for at, other in enumerate(others))
        scored += (pair for pair in pairs_of_one if pair[0] > 0)
    order = _best_first(scored)
    pairs = _each_once(order)
    known, known_others = {place for place, _ in pairs}, {at for _, at in pairs}
    repeated: dict[int, Pair] = {}
    repeated_others: dict[int, Pair] = {}
    for _, place, at in order:  # what one of the documents repeats
        if place not in known and at in known_others:
            repeated.setdefault(place, (place, at))
        if at not in known_others and place in known:
            repeated_others.setdefault(at, (place, at))
    return sorted({*pairs, *repeated.values(), *repeated_others.values()})


def _best_first(scored: Iterable[Scored]) -> list[Scored]:
    """Of equal scores the pair whose places are nearest comes first, so that a document is paired with itself place by place."""
    return sorted(scored, key=lambda pair: (-round(pair[0], 6), abs(pair[1] - pair[2]), pair[1] + pair[2]))


def _each_once(order: Iterable[Scored]) -> list[Pair]:
    """The pairs in this order, without those of which a place is taken already."""
    pairs: list[Pair] = []
    ones: set[int] = set()
    others: set[int] = set()
    for _, place, at in order:
        if place not in ones and at not in others:
            pairs.append((place, at))
            ones.add(place)
            others.add(at)
    return pairs


def shared_sentences(ones: Sequence[SentenceRead], others: Sequence[SentenceRead]) -> list[Pair]:
    """Places of sentences that are nearly identical and have the same figures, ascending; each once."""
    pairs = [_word_pairs(sentence) for sentence in ones]
    other_pairs = [_word_pairs(sentence) for sentence in others]
    holding: dict[Hashable, list[int]] = defaultdict(list)
    for at, words in enumerate(other_pairs):
        for word in words:
            holding[word].append(at)
    scored: list[Scored] = []
    for place, words in enumerate(pairs):
        deadline.check()
        candidates = {at for word in words for at in holding[word]}
        for at in candidates:
            share = len(words & other_pairs[at]) / len(words | other_pairs[at])
            if share >= _ALIKE and _figures(ones[place]) == _figures(others[at]):
                scored.append((share, place, at))
    return sorted(_each_once(_best_first(scored)))


def _word_pairs(sentence: SentenceRead) -> frozenset[tuple[str, str]]:
    terms = [token.term for token in sentence.tokens]
    return frozenset(pairwise(terms)) if len(terms) >= _SHORTEST else frozenset()


def _figures(sentence: SentenceRead) -> frozenset[str]:
    return frozenset(term for term in sentence.terms if is_figure(term))


def runs(pairs: Iterable[Pair]) -> list[tuple[Pair, int]]:
    """Pairs that follow each other in both documents as one: its first pair, and how many there are."""
    joined: list[tuple[Pair, int]] = []
    for place, at in pairs:
        if joined:
            (first, second), count = joined[-1]
            if (place, at) == (first + count, second + count):
                joined[-1] = (first, second), count + 1
                continue
        joined.append(((place, at), 1))
    return joined
