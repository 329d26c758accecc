"""When figures, days and speakers of two sentences agree. "Agree" is narrow: a wrong yes is worse than a wrong no."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import inf
from typing import Final, NamedTuple, Protocol

from searchlib import analysis
from searchlib.expressions.amounts import ABOUT_SHARE, allowed
from searchlib.expressions.units import to_base
from searchlib.matching.mentions import satisfying
from searchlib.matching.stored import Stored
from searchlib.models import DateMention, Statement
from searchlib.query.nodes import Name
from searchlib.views.nouns import CloseNouns, noun_stem

_UP: Final = ("at_least", "more_than")
_DOWN: Final = ("at_most", "less_than")
_CHANGES: Final = ("up", "down")
_ROUNDING: Final = 1e-9


class Figure(Protocol):
    """A figure as far as it is compared: a Quantity, or a row of a view."""

    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def modifier(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def noun(self) -> str: ...
    @property
    def head(self) -> str: ...


class Interval(NamedTuple):
    """Figures of a base unit from `low` to `high`, and which end is not included."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def holds(self, other: Interval) -> bool:
        """Whether all of the other lies inside."""
        low = self.low < other.low or (self.low == other.low and (other.low_open or not self.low_open))
        high = other.high < self.high or (self.high == other.high and (other.high_open or not self.high_open))
        return low and high

    def meets(self, other: Interval) -> bool:
        """Whether a value lies in both."""
        if self.high < other.low or other.high < self.low:
            return False
        if self.high == other.low and (self.high_open or other.low_open):
            return False
        return not (other.high == self.low and (other.high_open or self.low_open))


def allowed_by(figure: Figure) -> Interval:
    """What a quantity allows, in its base unit."""
    low, high, low_open, high_open = allowed(figure.low, figure.high, figure.modifier)
    return Interval(_in_base(low, figure.unit), _in_base(high, figure.unit), low_open, high_open)


def can_both_hold(one: Figure, other: Figure) -> bool:
    """Whether a value is allowed by both."""
    return allowed_by(one).meets(allowed_by(other))


def states_value(cited: Figure, stated: Figure) -> bool:
    """Whether a stated figure states the cited one.

    Their values are the same (within 5 percent, when either is "about"), or the cited one is a range that holds all that the
    stated one allows: 8,000 states "thousands". "At least 12,000" states 12,000, and not 15,000, though it allows that; nor
    "more than 10,000", which follows from it. "At least" never states "up to".
    """
    if (cited.modifier in _CHANGES or stated.modifier in _CHANGES) and cited.modifier != stated.modifier:
        return False
    if not can_both_hold(cited, stated):
        return False
    if cited.modifier == "exact" and cited.low < cited.high and allowed_by(cited).holds(allowed_by(stated)):
        return True
    opposite = {cited.modifier in _UP, stated.modifier in _UP} == {cited.modifier in _DOWN, stated.modifier in _DOWN}
    if opposite and cited.modifier in (*_UP, *_DOWN) and stated.modifier in (*_UP, *_DOWN):
        return False
    slack = ABOUT_SHARE if "about" in (cited.modifier, stated.modifier) else _ROUNDING
    ends = ((cited.low, stated.low), (cited.high, stated.high))
    return all(_near(_in_base(one, cited.unit), _in_base(other, stated.unit), slack) for one, other in ends)


def _near(one: float, other: float, slack: float) -> bool:
    return abs(one - other) <= slack * max(abs(one), abs(other))


def _in_base(value: float, unit: str) -> float:
    return value if abs(value) == inf else to_base(value, unit)[0]


def same_measure(one: Figure, other: Figure) -> bool:
    """Whether two figures are of one kind of unit, and both changes or neither."""
    change = (one.modifier in _CHANGES) == (other.modifier in _CHANGES)
    return change and to_base(1.0, one.unit)[1] == to_base(1.0, other.unit)[1]


def same_noun(one: Figure, other: Figure, close: CloseNouns) -> bool:
    """Whether two figures count one thing: the same noun, a close one, or one of them names nothing.

    Names in front of the noun must not all be different: Danish sailors, Norwegian sailors.
    """
    stems = noun_stem(one.head), noun_stem(other.head)
    if all(stems) and stems[0] != stems[1] and close.question(stems[0]) != close.question(stems[1]):
        return False
    names, others = (frozenset(word for word in row.noun.split()[:-1] if word[:1].isupper()) for row in (one, other))
    return not names or not others or not names.isdisjoint(others)


# ---- days -----------------------------------------------------------------------------------------------------------


def states_day(cited: DateMention, stated: DateMention | date) -> bool:
    """Whether a stated day or period lies within the cited one."""
    first, last = (stated, stated) if isinstance(stated, date) else (stated.first, stated.last)
    if cited.first is None or cited.last is None or first is None or last is None:
        return False
    return cited.first <= first and last <= cited.last


# ---- speakers -------------------------------------------------------------------------------------------------------


def statements_by(stored: Stored, speaker: Statement) -> set[int]:
    """The numbers of a passage's statements whose speaker may be the same as that of another text: by name, else by role."""
    return set(_numbers(stored, speaker))


def _numbers(stored: Stored, speaker: Statement) -> Iterator[int]:
    statements = stored.passage.statements
    if speaker.speaker and speaker.speaker_kind in ("person", "organization"):
        # the whole name alone: a surname among its names would find everybody who has it
        yield from (statements[place].number for place in satisfying(Name("speaker", speaker.speaker), stored))
        # a table names nobody's kind: "the officials" are who the text calls so
        name = analysis.fold_name(speaker.speaker)
        yield from (one.number for one in statements if analysis.fold_name(one.speaker) == name)
    if speaker.speaker_kind == "unnamed":
        asked = frozenset(analysis.fold_role(speaker.speaker))
        for said in statements:
            if asked <= {*analysis.fold_role(said.speaker), *analysis.fold_role(said.role)}:
                yield said.number
