"""The words of a segment in the making: texts go in one by one, their tokens come out in flat arrays.

Between adding and `tokens` a text is a row of stretches, and its words are neither found nor numbered anew: see
stretches.py. So it costs a fifth of what finding words, terms and numbers one after the other takes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchlib import analysis
from searchlib.array_types import Ints
from searchlib.engines.whoosh.columnar.segments.token_cache import Stretches, numbering, plain_word
from searchlib.engines.whoosh.columnar.store.runs import starts_of

_LONGEST_SPLIT: Final = 1 << 14
"""Characters of the longest text taken by stretches: every offset asked for is counted from its beginning."""


class Places:
    """Where the tokens of one text stand, asked for by characters, which may lie outside the text."""

    def __init__(self, positions: Sequence[int], starts: Sequence[int]) -> None:
        self._positions, self._starts = positions, starts

    def position(self, offset: int) -> int | None:
        """The word position of the first token that starts at a character or behind it."""
        token = self._before(offset)
        return self._positions[token] if token < len(self._positions) else None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Positions of the first and last token that start between two characters, (1, 0) when none does."""
        first, after = self._before(start), self._before(end)
        return (self._positions[first], self._positions[after - 1]) if after > first else (1, 0)

    def _before(self, offset: int) -> int:
        """How many tokens start before a character."""
        return bisect_left(self._starts, offset)


class _SplitPlaces(Places):
    """The same without a look at every token: those of whole stretches are counted, only one cut in two is read.

    `upto` says how many tokens stand before each stretch of the text, and how many it has in all.
    """

    def __init__(self, text: str, upto: Sequence[int]) -> None:
        self._positions = range(upto[-1])
        self._text, self._upto = text, upto

    def _before(self, offset: int) -> int:
        if offset <= 0:
            return 0
        if offset > len(self._text):
            return self._upto[-1]
        at = self._text.count(" ", 0, offset)
        begin = self._text.rfind(" ", 0, offset) + 1
        if begin == offset:
            return self._upto[at]
        stretch = self._text[begin:].partition(" ")[0]
        return self._upto[at] + bisect_left(_starts(stretch), offset - begin)


@lru_cache(1 << 14)
def _starts(stretch: str) -> Sequence[int]:
    """Where the terms of a stretch start in it."""
    return analysis.analyze(stretch, capitals=False).starts


class Tokens(NamedTuple):
    """All tokens, text by text: the term and the position of each, and how many every text has."""

    ids: NDArray[np.int32]
    positions: NDArray[np.int32]
    counts: Ints


class Words:
    """The words of one field, text by text; `lengths` are the texts' in words, `count` all tokens."""

    def __init__(self) -> None:
        self.stretches = Stretches()
        self.vocabulary = numbering()
        self.lengths = array("i")
        self.count = 0
        self._terms = self.stretches.reading(self._read)
        self._taken = array("i")
        self._counts = array("i")
        self._irregular: dict[int, Sequence[int]] = {}

    def _read(self, stretch: str) -> Sequence[int]:
        """The terms of a stretch."""
        word = plain_word(stretch)
        known = self.stretches.get(word) if word else None
        if known is not None:
            return self._terms[known]  # of "soldiers," those of "soldiers"
        return [self.vocabulary[term] for term in analysis.terms_between_spaces(word or stretch)]

    def add(self, text: str) -> tuple[Places, list[int]]:
        """Take in the words of a text; returns where they stand, and the text's stretches."""
        stretches = self.stretches.split(text)
        if len(text) > _LONGEST_SPLIT or analysis.has_extra_terms(text):
            return self._add_exactly(text), stretches
        upto = list(accumulate(map(self._terms.counts.__getitem__, stretches), initial=0))
        self._taken.fromlist(stretches)
        self._add_positions(range(upto[-1]))
        return _SplitPlaces(text, upto), stretches

    def _add_exactly(self, text: str) -> Places:
        terms, positions, starts = analysis.term_stream(text)
        self._taken.append(self.stretches.made(self._terms, [self.vocabulary[term] for term in terms]))
        if not isinstance(positions, range):
            self._irregular[len(self._counts)] = array("i", positions)
        self._add_positions(positions)
        return Places(positions, starts)

    def _add_positions(self, positions: Sequence[int]) -> None:
        self.count += len(positions)
        self._counts.append(len(positions))
        self.lengths.append(positions[-1] + 1 if positions else 0)

    def tokens(self) -> Tokens:
        """All that was added."""
        ids = self._terms.table().of(np.frombuffer(self._taken, np.int32))
        counts = np.array(self._counts, np.int64)
        starts = starts_of(counts)
        positions = np.arange(len(ids), dtype=np.int32)
        positions -= np.repeat(starts[:-1].astype(np.int32), counts)
        for text, own in self._irregular.items():
            positions[starts[text] : starts[text + 1]] = own
        return Tokens(ids, positions, counts)
