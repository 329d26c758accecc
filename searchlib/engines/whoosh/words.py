"""Words become numbers: the tokens of a segment in the making, text after text, in flat arrays.

What stands between two spaces is looked up whole ("soldiers," as it is written): one look-up gives the numbers of its
terms, packed as they lie in the array. So a text costs a `split` and a look-up a word, a fifth of what finding words,
terms and numbers one after the other takes.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from searchlib import analysis

_WIDTH: Final = array("i").itemsize
_COUNTING: Final = array("i", range(4096))

_LONGEST_SPLIT: Final = 1 << 14
"""Characters of the longest text taken by stretches: every offset asked for is counted from its beginning."""

_KEPT: Final = 1 << 18
_LONGEST_KEPT: Final = 32
"""Stretches that are kept, and characters of the longest."""

_SIGNS: Final = '.,;:!?()"“”'
"""What may stand around a word of letters and changes nothing of it."""


def numbering() -> defaultdict[str, int]:
    """A dictionary that gives each new key the next number."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    return numbers


class _Stretches(dict[str, bytes]):
    """What stands between spaces, and the numbers of its terms, packed: of none, one or several."""

    def __init__(self, vocabulary: defaultdict[str, int]) -> None:
        self._vocabulary = vocabulary

    def __missing__(self, stretch: str) -> bytes:
        word = stretch.strip(_SIGNS)
        if word != stretch and word.isalpha() and word.isascii():
            packed = self[word]  # nearly always known: "soldiers," after "soldiers"
        else:
            numbers = map(self._vocabulary.__getitem__, analysis.terms_between_spaces(stretch))
            packed = b"".join([number.to_bytes(_WIDTH, sys.byteorder) for number in numbers])
        if len(stretch) <= _LONGEST_KEPT:
            if len(self) >= _KEPT:
                self.clear()
            self[stretch] = packed
        return packed


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
    """The same without a look at every token: those of whole stretches are counted, only one cut in two is read."""

    def __init__(self, text: str, stretches: Sequence[str], packed: Sequence[bytes], count: int) -> None:
        self._positions = range(count)
        self._text, self._stretches, self._packed = text, stretches, packed

    def _before(self, offset: int) -> int:
        if offset <= 0:
            return 0
        at = self._text.count(" ", 0, offset)
        whole = len(b"".join(self._packed[:at])) // _WIDTH
        if self._text[offset - 1 : offset] == " ":
            return whole
        return whole + bisect_left(_starts(self._stretches[at]), offset - 1 - self._text.rfind(" ", 0, offset))


@lru_cache(1 << 14)
def _starts(stretch: str) -> Sequence[int]:
    """Where the terms of a stretch start in it."""
    return analysis.analyze(stretch, capitals=False).starts


class Words:
    """The tokens of one field, text by text: `ids` and `positions` a token, `counts` and `lengths` a text."""

    def __init__(self) -> None:
        self.vocabulary = numbering()
        self.ids = array("i")
        self.positions = array("i")
        self.counts = array("i")
        self.lengths = array("i")
        self._packed_of = _Stretches(self.vocabulary)

    @property
    def kept(self) -> int:
        """Stretches kept."""
        return len(self._packed_of)

    def add(self, text: str) -> Places:
        """Take in the tokens of a text; returns where they stand."""
        if len(text) > _LONGEST_SPLIT or analysis.has_extra_terms(text):
            return self._add_exactly(text)
        spaced = text.replace("\n", " ")
        stretches = spaced.split(" ")
        packed = list(map(self._packed_of.__getitem__, stretches))
        ids = b"".join(packed)
        count = len(ids) // _WIDTH
        self.ids.frombytes(ids)
        self._add_positions(range(count))
        return _SplitPlaces(spaced, stretches, packed, count)

    def _add_exactly(self, text: str) -> Places:
        terms, positions, starts = analysis.term_stream(text)
        self.ids.extend(map(self.vocabulary.__getitem__, terms))
        self._add_positions(positions)
        return Places(positions, starts)

    def _add_positions(self, positions: Sequence[int]) -> None:
        if isinstance(positions, range) and len(positions) <= len(_COUNTING):
            self.positions.extend(_COUNTING[: len(positions)])  # copied whole
        else:
            self.positions.extend(positions)
        self.counts.append(len(positions))
        self.lengths.append(positions[-1] + 1 if positions else 0)
