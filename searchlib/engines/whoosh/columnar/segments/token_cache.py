"""What stands between two spaces, looked up whole ("soldiers," as it is written): texts become rows of numbers.

A text costs a `split` and one look-up a word. What a stretch is *read* as - the numbers of its terms, those of its forms -
is found out when it is first met, and all texts of a segment become terms, or forms, at once, by gathering (`Table.of`).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchlib.array_types import Ints
from searchlib.engines.whoosh.columnar.store.runs import ranges

_KEPT: Final = 1 << 18
_LONGEST_KEPT: Final = 32
"""Stretches that are kept, and characters of the longest; one that is not gets another number each time it is met."""

_SIGNS: Final = '.,;:!?()"“”'
"""What may stand around a word of letters and changes nothing of it."""

_AT_ONCE: Final = 1 << 16
"""Stretches gathered at a time."""


def numbering() -> defaultdict[str, int]:
    """A dictionary that gives each new key the next number."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    return numbers


def plain_word(stretch: str) -> str:
    """The word of ASCII letters that a stretch is but for the signs around it; "" for any other stretch."""
    word = stretch.strip(_SIGNS)
    return word if word.isalpha() and word.isascii() else ""


class Table(NamedTuple):
    """What stretches stand for: stretch n for `counts[n]` of the `values`, from `firsts[n]` on."""

    values: NDArray[np.int32]
    firsts: Ints
    counts: Ints

    def of(self, stretches: NDArray[np.int32]) -> NDArray[np.int32]:
        """What all these stretches stand for, one after the other."""
        found = np.empty(int(self.counts[stretches].sum()), np.int32)
        end = 0
        for first in range(0, len(stretches), _AT_ONCE):
            some = stretches[first : first + _AT_ONCE]
            part = self.values[ranges(self.firsts[some], self.counts[some])]
            begin, end = end, end + len(part)
            found[begin:end] = part
        return found

    def totals(self, stretches: NDArray[np.int32], size: int) -> Ints:
        """How often each number below `size` is among what these stretches stand for."""
        times = np.bincount(stretches, minlength=len(self.counts))
        return np.bincount(self.values, np.repeat(times, self.counts), size).astype(np.int64)


class Reading:
    """One kind of numbers that stretches stand for: `read` gives them for one, `counts` says how many each has."""

    def __init__(self, read: Callable[[str], Sequence[int]]) -> None:
        self.read = read
        self.counts: list[int] = []
        self._values, self._firsts = array("i"), array("q")

    def __getitem__(self, stretch: int) -> Sequence[int]:
        """What a stretch stands for."""
        first = self._firsts[stretch]
        return self._values[first : first + self.counts[stretch]]

    def add(self, values: Sequence[int]) -> None:
        """Take what the next stretch stands for."""
        self._firsts.append(len(self._values))
        self._values.extend(values)
        self.counts.append(len(values))

    def table(self) -> Table:
        """All that was read."""
        values, firsts = np.array(self._values, np.int32), np.array(self._firsts, np.int64)
        return Table(values, firsts, np.array(self.counts, np.int64))


class Stretches(dict[str, int]):
    """The number of each stretch that is kept; `met` counts all that have a number."""

    def __init__(self) -> None:
        super().__init__()
        self.met = 0
        self._readings: list[Reading] = []

    def reading(self, read: Callable[[str], Sequence[int]]) -> Reading:
        """Have every stretch read in this way, too; to be asked for before the first one is met."""
        self._readings.append(Reading(read))
        return self._readings[-1]

    def split(self, text: str) -> list[int]:
        """The stretches of a text, none of them with a space in it."""
        return list(map(self.__getitem__, text.split(" ")))

    def made(self, reading: Reading, values: Sequence[int]) -> int:
        """A stretch of no text, that stands for these numbers in one reading and for none in the others."""
        for each in self._readings:
            each.add(values if each is reading else ())
        self.met += 1
        return self.met - 1

    def __missing__(self, stretch: str) -> int:
        for each in self._readings:
            each.add(each.read(stretch))
        if len(stretch) <= _LONGEST_KEPT:
            if len(self) >= _KEPT:
                self.clear()
            self[stretch] = self.met
        self.met += 1
        return self.met - 1
