"""Figures and timelines as Altair charts: values against days, what each allows as a bar, conflicts marked; counts as bars.

Needs the extra `plot`. Nothing is fetched: the picture is drawn by vl-convert on this machine. It reads without colours: each
speaker has a shape too, and a text alternative says the same in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from html import escape
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
_BEYOND: Final = 0.12
"""How far beyond the outermost figure an open end is drawn, as a share of what all figures span."""


def save(drawn: Any, path: Path) -> None:
    """Write a chart as SVG or PNG, by the end of the file's name. Raises ArgumentError for another or a missing folder, MissingExtra."""
    if path.suffix.lower() not in FORMATS:
        raise ArgumentError(f"A chart is written to a file that ends in .svg or .png; got {str(path)!r}.")
    folder = path.absolute().parent
    if not folder.is_dir():
        raise ArgumentError(f"{path} cannot be written: there is no folder {folder}.")
    try:
        drawn.save(str(path), format=path.suffix.lower()[1:], ppi=144)
    except (ImportError, ValueError) as error:  # Altair tells of a missing vl-convert by either
        if "vl-convert" not in str(error):
            raise
        raise _missing("vl-convert-python") from None
    if path.suffix.lower() == ".svg":
        path.write_text(described(path.read_text("utf-8"), drawn.description), "utf-8")


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


def chart(rows: Sequence[FigureRow], counted: str, title: str, *, conflicting: Collection[int] = ()) -> Any:
    """An Altair chart of these figures, the first sixty by their days; `conflicting` are the ordinals of contradicted rows.

    Raises MissingExtra without Altair.
    """
    try:
        import altair as alt
    except ImportError:
        raise _missing("altair") from None
    shown = sorted(rows, key=lambda row: (_day(row), -row.high, row.ordinal))[:_MOST_ROWS]
    alternative = text_alternative(shown, title, conflicting)
    values: Any = alt.InlineData(values=_values(shown, conflicting))
    domain = _domain(shown)
    people = list(dict.fromkeys(value["who"] for value in values.values))
    x = alt.X("day:O", title="day it holds for", axis=alt.Axis(labelAngle=0))
    beside = alt.XOffset("beside:N", sort="ascending")
    scale = alt.Scale(zero=False, nice=False, domain=domain)
    who = alt.Color("who:N", sort=people, scale=alt.Scale(scheme="viridis"), legend=None)
    shape = alt.Shape("who:N", sort=people, scale=alt.Scale(range=list(_SHAPES)), legend=None)
    base = alt.Chart(values).encode(x=x, xOffset=beside)
    bars = base.mark_rule(strokeWidth=3, opacity=0.8).encode(
        y=alt.Y("least:Q", title=counted, scale=scale), y2="most:Q", color=who
    )
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        y=alt.Y("stated:Q", scale=scale), color=who, shape=shape, tooltip=["who:N", "value:N", "day:N", "place:N"]
    )
    ends = [
        base.transform_filter(f"datum.{name}")
        .mark_point(shape=f"triangle-{direction}", filled=True, size=70)
        .encode(y=alt.Y(f"{end}:Q", scale=scale), color=who)
        for name, direction, end in (("open_above", "up", "most"), ("open_below", "down", "least"))
    ]
    rings = (
        base.transform_filter("datum.conflict")
        .mark_point(shape="circle", size=240, filled=False, stroke="black", strokeDash=[3, 2])
        .encode(y=alt.Y("stated:Q", scale=scale))
    )
    labels = base.mark_text(angle=270, align="left", dx=12, fontSize=10, color="#222").encode(
        y=alt.Y("most:Q", scale=scale), text="label:N"
    )
    ringed = any(value["conflict"] for value in values.values)
    subtitle = ["dashed ring: cannot be true together with another figure of that day"] if ringed else []
    days = Counter(value["day"] for value in values.values)
    width = max(320, 30 * len(days) * max(days.values(), default=1))
    return (
        alt.layer(bars, *ends, points, rings, labels)
        .properties(width=width, height=440, title=alt.Title(title, subtitle=subtitle), description=alternative)
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


def _values(rows: Sequence[FigureRow], conflicting: Collection[int]) -> list[dict[str, Any]]:
    """The rows as the values of a chart; open ends reach a little beyond all figures."""
    below, above = _span(rows)
    people = list(dict.fromkeys(row.who for row in rows))[:_MOST_SPEAKERS]
    values: list[dict[str, Any]] = []
    of_day = Counter[str]()
    for row in rows:
        of_day[_day(row)] += 1
        values.append(
            {
                "beside": f"{of_day[_day(row)]:03}",
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
                "place": f"{row.path or row.document}:{row.line}",
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


def _domain(rows: Sequence[FigureRow]) -> list[float]:
    """The values from the bottom to the top of a chart; there is room for labels above the figures."""
    below, above = _span(rows)
    return [below, above + _LABELS * (above - below)]


def _day(row: FigureRow) -> str:
    if row.first is None or row.last is None:
        return "unknown"
    return row.first.isoformat() if row.first == row.last else f"{row.first.isoformat()} to {row.last.isoformat()}"
