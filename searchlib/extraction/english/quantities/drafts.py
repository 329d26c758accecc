"""What the rules read and fill in: the text with its dates, one measured number, a quantity in the making."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from searchlib.expressions.english.figures import Figure
from searchlib.models import Confidence


@dataclass(slots=True)
class Scan:
    """The text, the same in lower case, and the spans of dates: starts in order, each with the furthest end so far.

    `named` are digits seen in a name ("iPhone 11"): met again without a noun they are the name again. `currencies` are
    the meanings of shared names ("peso") that the places of this text gave.
    """

    text: str
    low: str
    starts: list[int]
    ends: list[int]
    singled_out: bool = False
    named: set[str] = field(default_factory=set)
    currencies: dict[str, str] = field(default_factory=dict)

    def is_taken(self, start: int, end: int) -> bool:
        """Whether a date stands anywhere in `start`..`end`."""
        after = bisect_right(self.starts, end - 1)
        return after > 0 and self.ends[after - 1] > start


@dataclass(slots=True)
class Measure:
    """One number with its sign, currency and unit: `text[start:end]`."""

    start: int
    end: int
    figure: Figure
    value: float
    unit: str


@dataclass(slots=True)
class Draft:
    """A quantity in the making: `text[start:end]`.

    `figure` is its first number, `before` are the words before it in lower case, `hyphen` says that a hyphen glues
    the counted noun to it; `counts_people`: it needs no noun ("hundreds gathered"); `is_old_level`: a later number takes its place.
    """

    start: int
    end: int
    low: float
    high: float
    figure: Figure
    rule: str
    unit: str = ""
    modifier: str = "exact"
    noun: str = ""
    head: str = ""
    confidence: Confidence = "explicit"
    hyphen: bool = False
    counts_people: bool = False
    is_old_level: bool = False
    before: list[str] = field(default_factory=list)


_LOOKBACK = 60
"""Characters that are looked at before a number."""
_CLAUSE_MARK = re.compile(r'[,;:(\n!?"“”\[]')
_ABBREVIATIONS = ("no", "rs", "st", "mr", "dr")
"""Endings before a full stop that ends no sentence."""


def words_before(scan: Scan, at: int) -> list[str]:
    """The last words before `at` in the same clause, in lower case."""
    piece = scan.low[max(0, at - _LOOKBACK) : at]
    mark = _CLAUSE_MARK.search(piece[::-1])
    cut = len(piece) - mark.end() if mark else -1
    dot = piece.rfind(". ")
    ending = piece[dot - 2 : dot]
    if dot > cut and dot > 2 and "." not in ending and ending not in _ABBREVIATIONS:
        cut = dot
    words = piece[cut + 1 :].split()
    return words[1:] if cut < 0 and at > _LOOKBACK else words
