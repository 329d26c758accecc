"""Figures as a picture: a line a figure, day under day, from left to right what each allows; who gave it stands beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Final, Literal

from searchlib.models.views.rows import FigureRow
from searchlib.presentation.tables import Scale
from searchlib.presentation.view_tables import short_days
from searchlib.presentation.wording import figure_words
from searchlib.web.pages.address import Address

Shape = Literal["point", "interval", "or more", "or less"]

_MOST_ROWS: Final = 40
_LABELS: Final = 400
"""Width of the labels."""
_PLOT: Final = 400
_LINE: Final = 26
_DAYS: Final = 17
_LONGEST_NAME: Final = 22
_LONGEST: Final = 50
"""Characters of a name, and of name and figure together, in a label."""
_BEYOND: Final = 24
"""Room on either side of the figures for what has no end."""
_TICKS: Final = 4


@dataclass(frozen=True)
class Mark:
    """One figure: its label, its place, and what it allows from `x1` to `x2`; `stated` is where the figure itself stands."""

    label: str
    y: int
    x1: int
    x2: int
    stated: int
    shape: Shape
    conflict: bool
    href: str


@dataclass(frozen=True)
class Tick:
    """A value of the scale."""

    x: int
    label: str


@dataclass(frozen=True)
class Chart:
    """The picture: marks, the days above them, the scale below; `words` say the same."""

    marks: tuple[Mark, ...]
    days: tuple[tuple[int, str], ...]
    ticks: tuple[Tick, ...]
    width: int
    height: int
    left: int
    words: str
    more: int


def chart(rows: Sequence[FigureRow], conflicting: Collection[int], address: Address) -> Chart | None:
    """The picture of the figures of one question, the first forty by their days; None for fewer than two."""
    if len(rows) < 2:
        return None
    shown = sorted(rows, key=lambda row: (row.first is None, row.first, row.last, -row.high))[:_MOST_ROWS]
    ends = [end for row in shown for end in (row.least, row.most, row.low, row.high) if end is not None]
    scale = Scale(min(ends), max(ends), _PLOT - 2 * _BEYOND)
    days: list[tuple[int, str]] = []
    marks: list[Mark] = []
    y = 0
    for row in shown:
        day = short_days(row.first, row.last, _DAYS)
        if not days or days[-1][1] != day:
            y += _LINE
            days.append((y, day))
        y += _LINE
        marks.append(_mark(row, y, scale, conflict=row.ordinal in conflicting, address=address))
    words = f"{len(shown)} figures by the day they hold for; a list with all of them follows"
    ticks = tuple(_ticks(min(ends), max(ends), scale))
    return Chart(
        tuple(marks), tuple(days), ticks, _LABELS + _PLOT, y + 2 * _LINE, _LABELS, words, len(rows) - len(shown)
    )


def _mark(row: FigureRow, y: int, scale: Scale, *, conflict: bool, address: Address) -> Mark:
    who = _short(row.who, _LONGEST_NAME)
    label = f"{who} · {_short(row.phrase, _LONGEST - len(who))}"
    first = 0 if row.least is None else _BEYOND + scale.place(row.least)
    last = _PLOT if row.most is None else _BEYOND + scale.place(row.most)
    stated = _BEYOND + scale.place(
        row.high if row.least is None else row.low if row.most is None else (row.low + row.high) / 2
    )
    shape: Shape = "or less" if row.least is None else "or more" if row.most is None else "interval"
    if first == last:
        shape = "point"
    href = address.of_place(row)
    first, last, stated = (_LABELS + x for x in (first, last, stated))
    return Mark(label, y, first, last, stated, shape, conflict, href)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _ticks(low: float, high: float, scale: Scale) -> Iterator[Tick]:
    """Round values between the least and the greatest figure, not too near each other."""
    last = -_PLOT
    for value in _round_values(low, high):
        place = scale.place(value)
        if place - last >= _PLOT // (_TICKS + 2):
            yield Tick(_LABELS + _BEYOND + place, figure_words(value))
            last = place


def _round_values(low: float, high: float) -> Iterator[float]:
    if high <= low:
        yield low
        return
    if low > 0 and high > 50 * low:
        yield from (10.0**power for power in range(floor(log10(low)) + 1, floor(log10(high)) + 1))
        return
    step = 10.0 ** floor(log10((high - low) / _TICKS))
    step = next(times * step for times in (1, 2, 5, 10) if (high - low) / (times * step) <= _TICKS)
    first = floor(low / step) + (low % step > 0)
    yield from (step * ordinal for ordinal in range(int(first), int(high // step) + 1))
