"""Publication through time as bars, each a link that narrows the search to its day, month or year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from searchlib.presentation.counts import counted
from searchlib.query.nodes import Node
from searchlib.query.rewriting import joined_text, without_field
from searchlib.web.pages.address import Address

Step = Literal["day", "month", "year"]
STEPS: Final[tuple[Step, ...]] = ("day", "month", "year")
_WIDTHS: Final[dict[Step, int]] = {"day": 10, "month": 7, "year": 4}
"""Characters of an ISO day that name the step."""
_MOST_BARS: Final = 62
"""Bars beyond which a longer step is taken."""
_WIDTH: Final = 620
_HEIGHT: Final = 64
_LEAST_WIDTH: Final = 2.0
_GAP: Final = 0.18
"""Part of a bar's place that is left empty."""


@dataclass(frozen=True)
class Bar:
    """One stretch of time: its label ("2024-10: 12 passages"), its place in the picture, the address that narrows to it."""

    label: str
    x: float
    width: float
    y: float
    height: float
    href: str


@dataclass(frozen=True)
class Histogram:
    """Bars over time, in a picture of `width` by `height`; `steps` are the addresses of the other steps, None for this one."""

    bars: tuple[Bar, ...]
    first: str
    last: str
    most: int
    step: Step
    steps: tuple[tuple[Step, str | None], ...]
    width: int = _WIDTH
    height: int = _HEIGHT


def histogram(
    days: Sequence[tuple[str, int]], node: Node, address: Address, wanted: Step | None = None
) -> Histogram | None:
    """The histogram of passages by the ISO day of publication; None when there are not two stretches to compare."""
    step = wanted or _fitting(days)
    counts: Counter[str] = Counter()
    for day, passages in days:
        counts[day[: _WIDTHS[step]]] += passages
    if not counts or (wanted is None and len(counts) < 2):
        return None
    steps = tuple((one, None if one == step else address.to(histogram=one, offset=None)) for one in STEPS)
    rest = without_field(node, "published")
    narrowed = address.without(("histogram",))
    return drawn(
        counts,
        step,
        "passage",
        lambda name: narrowed.asking(joined_text((rest, f"published:{name}"))),
        steps,
    )


def drawn(
    counts: Counter[str],
    step: Step,
    noun: str,
    href: Callable[[str], str],
    steps: tuple[tuple[Step, str | None], ...] = (),
) -> Histogram:
    """The histogram of counts by names of days, months or years, at least one; `href` gives the address of a bar."""
    names = _between(min(counts), max(counts), step)
    bars = tuple(_bars(names, counts, noun, href))
    return Histogram(bars, names[0], names[-1], max(counts.values()), step, steps)


def _fitting(days: Sequence[tuple[str, int]]) -> Step:
    """The shortest step that needs no more bars than there is room for."""
    known = [day for day, _ in days]
    if not known:
        return "year"
    first, last = min(known), max(known)
    return next((step for step in STEPS if _ordinal(last, step) - _ordinal(first, step) < _MOST_BARS), "year")


def _bars(names: Sequence[str], counts: Counter[str], noun: str, href: Callable[[str], str]) -> Iterator[Bar]:
    place = _WIDTH / len(names)
    most = max(counts.values())
    for ordinal, name in enumerate(names):
        if not counts[name]:
            continue
        height = max(_LEAST_WIDTH, _HEIGHT * counts[name] / most)
        yield Bar(
            f"{name}: {counted(counts[name], noun)}",
            round(ordinal * place, 2),
            round(max(_LEAST_WIDTH, place * (1 - _GAP)), 2),
            round(_HEIGHT - height, 2),
            round(height, 2),
            href(name),
        )


def _between(first: str, last: str, step: Step) -> list[str]:
    """The names of all stretches from the first to the last, those without a passage too."""
    ordinals = range(_ordinal(first, step), _ordinal(last, step) + 1)
    if step == "year":
        return [f"{year:04}" for year in ordinals]
    if step == "month":
        return [f"{month // 12:04}-{month % 12 + 1:02}" for month in ordinals]
    return [date.fromordinal(day).isoformat() for day in ordinals]


def _ordinal(name: str, step: Step) -> int:
    """Which stretch a day is in, or the one that is named, counted from the first there is."""
    if step == "year":
        return int(name[:4])
    if step == "month":
        return 12 * int(name[:4]) + int(name[5:7]) - 1
    return date.fromisoformat(name).toordinal()
