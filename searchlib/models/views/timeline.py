"""What holds for which day, week or month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final, Literal

from searchlib.models import charts, notebook_html
from searchlib.models.views.rows import Conflict, FigureRow, StatementRow, TimelineEntry, opponents_of, unlikely_of
from searchlib.models.views.view import View, iso_day, period

Step = Literal["day", "week", "month"]
"""How long a stretch of a timeline is. Weeks begin on Monday."""

TIMELINE_COLUMNS: Final = (
    "first", "last", "kind", "value", "low", "high", "unit", "noun", "who", "day_from", "said", "published", "source",
    "document", "passage", "start", "end", "path", "line", "ordinal", "conflicts_with", "text",
)  # fmt: skip
"""The columns of a table of a timeline, in order."""


class Timeline(View):
    """What holds for which day: the figures of one unit and noun, and what is said, by day, week or month.

    `undated` counts rows of which no day is known, or only a period longer than the steps. `close` names the groups that count
    the like (troops beside soldiers) and are not shown here. `conflicts` are the figures of the group that cannot both be true.
    """

    columns: ClassVar[tuple[str, ...]] = TIMELINE_COLUMNS

    by: Step = "day"
    unit: str = ""
    noun: str = ""
    close: tuple[str, ...] = ()
    entries: tuple[TimelineEntry, ...] = ()
    undated: int = 0
    conflicts: tuple[Conflict, ...] = ()

    @property
    def counted(self) -> str:
        """What the figures count: the noun, the unit, or both."""
        return " of ".join(filter(None, (self.unit, self.noun)))

    def opponents(self) -> dict[int, tuple[int, ...]]:
        """For each figure that contradicts others, the ordinals of those."""
        return opponents_of(self.conflicts)

    def __iter__(self) -> Iterator[TimelineEntry]:  # type: ignore[override]
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def _repr_html_(self) -> str:
        """What a notebook shows: a row a figure or statement, the earliest first."""
        rows = [
            (
                period(entry.first, entry.last),
                row.who,
                row.phrase,
                f"{row.path or row.document}:{row.line}",
            )
            if isinstance(row, FigureRow)
            else (period(entry.first, entry.last), row.speaker, row.text, f"{row.path or row.document}:{row.line}")
            for entry in self.entries
            for row in entry.rows
        ]
        heads = ("days", "who", "figure or statement", "place")
        return notebook_html.table(f"Timeline: {self.query}", heads, rows, remark=self.cut)

    def chart(self) -> Any:
        """An Altair chart of the figures against the days they hold for. Raises MissingExtra without the extra `plot`."""
        rows = [row for entry in self.entries for row in entry.figures if row.is_fact]
        title, opponents = charts.title_of(self.query, self.counted), self.opponents()
        return charts.chart(rows, self.counted, title, conflicting=opponents, unlikely=unlikely_of(self.conflicts))

    def iter_rows(self) -> Iterator[dict[str, Any]]:
        """One flat dictionary a figure or statement, of TIMELINE_COLUMNS."""
        opponents = self.opponents()
        yield from (
            dict(zip(TIMELINE_COLUMNS, _timeline_cells(row, opponents), strict=True))
            for entry in self.entries
            for row in entry.rows
        )


def _timeline_cells(row: FigureRow | StatementRow, opponents: Mapping[int, Sequence[int]]) -> list[Any]:
    place: list[Any] = ["", ""]
    if isinstance(row, FigureRow):
        place = [row.ordinal, "; ".join(map(str, opponents.get(row.ordinal, ())))]
        own: list[Any] = ["figure", row.value, row.low, row.high, row.unit, row.noun, row.who]
        text = row.sentence
    else:
        own, text = ["statement", "", "", "", "", "", row.speaker or row.source], row.text
    return [
        iso_day(row.first), iso_day(row.last), *own, row.day_from, iso_day(row.said), iso_day(row.published), row.source,
        row.document, row.passage, row.start, row.end, row.path, row.line, *place, text,
    ]  # fmt: skip
