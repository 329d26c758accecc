"""Figures and timelines as Altair charts: values against days, what each allows as a bar, conflicts marked; counts as bars.

Needs the extra `plot`. Nothing is fetched: the picture is drawn by vl-convert on this machine. It reads without colours: each
speaker has a shape too, and a text alternative says the same in words.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from html import escape
from io import BytesIO, StringIO
from itertools import pairwise
from math import expm1, log1p, log10
from pathlib import Path
from typing import Any, Final

from searchlib.errors import ArgumentError, MissingExtra
from searchlib.models.views.rows import FigureRow

FORMATS: Final = (".svg", ".png")
"""The ends of the names of files that a chart can be written to."""

_SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right")
_MOST_SPEAKERS: Final = 12
"""Speakers that have a colour of their own; the others share one."""
_MOST_ROWS: Final = 60
_LABELS: Final = 0.9
"""Room for labels above all figures, as a share of what the figures take."""
_LONGEST_NAME: Final = 24
"""Characters of a name in a label."""
_PLACE: Final = 30
_LABEL: Final = 84
_NARROWEST: Final = 420
"""Pixels of a figure, of the name of a day, and of the narrowest chart."""
_MOST_APART: Final = 12
"""Days up to which an empty place stands between the figures of two of them."""
_SPREAD: Final = 50
"""How many times the least figure the largest must be for a logarithmic scale."""
_BEYOND: Final = 0.12
"""How far beyond the outermost figure an open end is drawn, as a share of what all figures span."""


def picture(drawn: Any, path: Path) -> bytes:
    """A chart as SVG or PNG, by the end of a file's name. Raises ArgumentError for another end, MissingExtra."""
    form = path.suffix.lower()
    if form not in FORMATS:
        raise ArgumentError(f"A chart is written to a file that ends in .svg or .png; got {str(path)!r}.")
    stream: Any = StringIO() if form == ".svg" else BytesIO()
    try:
        drawn.save(stream, format=form[1:], ppi=144)
    except (ImportError, ValueError) as error:  # Altair tells of a missing vl-convert by either
        if "vl-convert" not in str(error):
            raise
        raise _missing("vl-convert-python") from None
    made: str | bytes = stream.getvalue()
    return made if isinstance(made, bytes) else described(made, drawn.description).encode()


def title_of(query: str, counted: str) -> str:
    """The title of a chart of figures: what was asked and what is counted, once when they are the same."""
    return counted if query.strip().lower() in ("", counted.lower()) else f"{query}: {counted}"


def described(svg: str, words: str) -> str:
    """An SVG picture with its text alternative, for those who do not see it."""
    return svg.replace("<svg ", '<svg role="img" ', 1).replace(">", f"><desc>{escape(words)}</desc>", 1)


def _missing(library: str) -> MissingExtra:
    return MissingExtra(f"A chart needs the library {library}", package="searchlib[plot]")


def text_alternative(rows: Iterable[FigureRow], title: str, conflicting: Collection[int]) -> str:
    """What a chart shows, in words."""
    told = [
        f"{_day(row)}: {row.who}, {row.phrase}{' (contradicted)' if row.ordinal in conflicting else ''}" for row in rows
    ]
    return f"{title}. " + ("; ".join(told) or "No figures") + "."


def chart(
    rows: Sequence[FigureRow],
    counted: str,
    title: str,
    *,
    conflicting: Collection[int] = (),
    unlikely: Collection[int] = (),
) -> Any:
    """An Altair chart of these figures, the first sixty by their days; `conflicting` are the ordinals of contradicted rows, `unlikely`
    those of them that are so only if both figures are of one matter.

    Raises MissingExtra without Altair.
    """
    try:
        import altair as alt
    except ImportError:
        raise _missing("altair") from None
    shown = sorted(rows, key=lambda row: (_day(row), -row.high, row.ordinal))[:_MOST_ROWS]
    alternative = text_alternative(shown, title, conflicting)
    values: Any = alt.InlineData(values=_values(shown, conflicting, unlikely))
    spread = _is_spread(shown)
    people = list(dict.fromkeys(value["who"] for value in values.values))
    days = _days_named(values.values)
    slanted = any(_PLACE * (later - place) < _LABEL for place, later in pairwise(days))
    axis = alt.Axis(
        values=list(days),
        labelExpr=f"{json.dumps({str(place): day for place, day in days.items()})}[datum.label]",
        labelAngle=270 if slanted else 0,
        labelOverlap=False,
        labelLimit=2 * _LABEL,
    )
    places = list(range(1, max((value["place"] for value in values.values), default=1) + 1))
    x = alt.X("place:O", title="day it holds for", axis=axis, scale=alt.Scale(domain=places))
    decades = alt.Axis(values=_powers(shown)) if spread else alt.Axis()
    scale = alt.Scale(
        type="symlog" if spread else "linear", zero=False, nice=False, domain=_domain(shown, spread=spread)
    )
    who = alt.Color("who:N", sort=people, scale=alt.Scale(scheme="viridis"), legend=None)
    shape = alt.Shape("who:N", sort=people, scale=alt.Scale(range=list(_SHAPES)), legend=None)
    base = alt.Chart(values).encode(x=x)
    bars = base.mark_rule(strokeWidth=3, opacity=0.8).encode(
        y=alt.Y("least:Q", title=counted, scale=scale, axis=decades), y2="most:Q", color=who
    )
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        y=alt.Y("stated:Q", scale=scale), color=who, shape=shape, tooltip=["who:N", "value:N", "day:N", "where:N"]
    )
    ends = [
        base.transform_filter(f"datum.{name}")
        .mark_point(shape=f"triangle-{direction}", filled=True, size=70)
        .encode(y=alt.Y(f"{end}:Q", scale=scale), color=who)
        for name, direction, end in (("open_above", "up", "most"), ("open_below", "down", "least"))
    ]
    rings = [
        base.transform_filter(f"datum.conflict && {'' if likely else '!'}datum.likely")
        .mark_point(shape="circle", size=240, filled=False, stroke=stroke, strokeDash=[3, 2])
        .encode(y=alt.Y("stated:Q", scale=scale))
        for likely, stroke in ((True, "black"), (False, "#aaa"))
    ]
    labels = base.mark_text(angle=270, align="left", dx=16, fontSize=10, color="#222").encode(
        y=alt.Y("most:Q", scale=scale), text="label:N"
    )
    width = max(_NARROWEST, _PLACE * len(places))
    return (
        alt.layer(bars, *ends, points, *rings, labels)
        .properties(
            width=width, height=440, title=alt.Title(title, subtitle=_subtitle(values.values)), description=alternative
        )
        .configure_view(stroke="#ccc")
    )


def bars(counts: Sequence[tuple[str, int]], of: str, counted: str, title: str) -> Any:
    """An Altair chart of counts as bars, each with its number. Raises MissingExtra without Altair."""
    try:
        import altair as alt
    except ImportError:
        raise _missing("altair") from None
    told = "; ".join(f"{name}: {count:,}" for name, count in counts) or "Nothing counted"
    values: Any = alt.InlineData(values=[{of: name, counted: count} for name, count in counts])
    base = alt.Chart(values).encode(
        x=alt.X(f"{of}:O", title=of, axis=alt.Axis(labelAngle=0 if len(counts) <= _MOST_SPEAKERS else 270)),
        y=alt.Y(f"{counted}:Q", title=counted),
    )
    labels = base.mark_text(dy=-6, fontSize=10, color="#222").encode(text=f"{counted}:Q")
    return (
        alt.layer(base.mark_bar(color="#444"), labels)
        .properties(width=max(320, 24 * len(counts)), height=300, title=title, description=f"{title}. {told}.")
        .configure_view(stroke="#ccc")
    )


def _values(rows: Sequence[FigureRow], conflicting: Collection[int], unlikely: Collection[int]) -> list[dict[str, Any]]:
    """The rows as the values of a chart; open ends reach a little beyond all figures."""
    below, above = _span(rows)
    people = list(dict.fromkeys(row.who for row in rows))[:_MOST_SPEAKERS]
    values: list[dict[str, Any]] = []
    days = list(dict.fromkeys(map(_day, rows)))
    apart = len(days) <= _MOST_APART
    for at, row in enumerate(rows, 1):
        place = at + apart * days.index(_day(row))
        values.append(
            {
                "place": place,
                "day": _day(row),
                "who": row.who if row.who in people else "others",
                "value": row.value,
                "label": f"{row.value} · {_shortened(row.who)}",
                "stated": row.high if row.least is None else row.low if row.most is None else (row.low + row.high) / 2,
                "least": below if row.least is None else row.least,
                "most": above if row.most is None else row.most,
                "open_above": row.most is None,
                "open_below": row.least is None,
                "conflict": row.ordinal in conflicting,
                "likely": row.ordinal not in unlikely,
                "where": f"{row.path or row.document}:{row.line}",
            }
        )
    return values


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _span(rows: Sequence[FigureRow]) -> tuple[float, float]:
    """Up to where open ends are drawn: a little beyond all figures, but not below 0 for figures that are not."""
    ends = [end for row in rows for end in (row.least, row.most) if end is not None] or [0.0]
    beyond = _BEYOND * ((max(ends) - min(ends)) or abs(max(ends)) or 1.0)
    below = min(ends) - beyond
    return (max(0.0, below) if min(ends) >= 0 else below), max(ends) + beyond


def _domain(rows: Sequence[FigureRow], *, spread: bool) -> list[float]:
    """The values from the bottom to the top of a chart; there is room for labels above the figures."""
    below, above = _span(rows)
    if spread:
        return [below, expm1(log1p(above) + _LABELS * (log1p(above) - log1p(below)))]
    return [below, above + _LABELS * (above - below)]


def _is_spread(rows: Sequence[FigureRow]) -> bool:
    """Whether the figures lie so far apart that only a logarithmic scale shows the smaller ones."""
    stated = [row.high for row in rows]
    return bool(stated) and min(row.low for row in rows) >= 0 and max(stated) > _SPREAD * max(1.0, min(stated))


def _powers(rows: Sequence[FigureRow]) -> list[float]:
    """The values that a logarithmic axis names: 0 and powers of ten up to the largest figure."""
    largest = max((row.high for row in rows), default=1.0)
    return [0.0, *(10.0**power for power in range(int(log10(max(1.0, largest))) + 2))]


def _days_named(values: Sequence[dict[str, Any]]) -> dict[int, str]:
    """Each day under the middle one of its figures, by that one's place."""
    places: dict[str, list[int]] = {}
    for value in values:
        places.setdefault(value["day"], []).append(value["place"])
    return {own[(len(own) - 1) // 2]: day for day, own in places.items()}


def _subtitle(values: Sequence[dict[str, Any]]) -> list[str]:
    """What the rings mean, as far as there are some."""
    ringed = [value["likely"] for value in values if value["conflict"]]
    told = []
    if any(ringed):
        told.append("dashed ring: cannot be true together with another figure of that day")
    if not all(ringed):
        told.append("pale ring: that is so only if both are of one matter")
    return told


def _day(row: FigureRow) -> str:
    if row.first is None or row.last is None:
        return "unknown"
    return row.first.isoformat() if row.first == row.last else f"{row.first.isoformat()} to {row.last.isoformat()}"
