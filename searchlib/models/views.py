"""Views of many passages: every figure stated on a subject with who contradicts whom, and what holds on which day."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, Literal

from searchlib import versions
from searchlib.errors import ArgumentError
from searchlib.models import charts, export, notebook_html
from searchlib.models.spans import Value
from searchlib.models.view_rows import Conflict, FigureGroup, FigureRow, StatementRow, TimelineEntry

Step = Literal["day", "week", "month"]
"""How long a stretch of a timeline is. Weeks begin on Monday."""

FIGURE_COLUMNS: Final = (
    "row", "group", "counted", "value", "low", "high", "least", "most", "modifier", "unit", "noun", "who", "speaker", "role", "confidence",
    "holds_first", "holds_last", "holds_from", "said", "published", "source", "title", "document", "passage", "start",
    "end", "path", "line", "marks", "articles", "conflicts_with", "sentence",
)  # fmt: skip
"""The columns of a table of figures, in order."""

TIMELINE_COLUMNS: Final = (
    "first", "last", "kind", "value", "low", "high", "unit", "noun", "who", "day_from", "said", "published", "source",
    "document", "passage", "start", "end", "path", "line", "text",
)  # fmt: skip
"""The columns of a table of a timeline, in order."""


class Figures(Value):
    """Every figure stated in the passages that match a query, in groups, and which of them contradict each other.

    `passages` of `total` matching passages with a figure were read, the best first; `cut` says how to see more, "" when
    nothing was left out. `suggestions` say what may have been meant when nothing matches. Iterating gives the rows, group
    by group.
    """

    query: str
    parsed: str
    groups: tuple[FigureGroup, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    passages: int = 0
    total: int | None = None
    cut: str = ""
    warnings: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    took_ms: float = 0.0

    @property
    def rows(self) -> tuple[FigureRow, ...]:
        """All rows, group by group, those that stand apart behind the others of their group."""
        return tuple(row for group in self.groups for row in (*group.rows, *group.apart))

    def __iter__(self) -> Iterator[FigureRow]:  # type: ignore[override]
        return iter(self.rows)

    def __len__(self) -> int:
        return sum(len(group.rows) + len(group.apart) for group in self.groups)

    def __bool__(self) -> bool:
        return bool(self.groups)

    def only_conflicts(self) -> Figures:
        """The same with only the rows that contradict another one."""
        kept = {number for conflict in self.conflicts for number in (conflict.one, conflict.other)}
        groups = [
            group.model_copy(update={"rows": tuple(row for row in group.rows if row.number in kept), "apart": ()})
            for group in self.groups
        ]
        return self.model_copy(update={"groups": tuple(group for group in groups if group.rows)})

    def opponents(self) -> dict[int, tuple[int, ...]]:
        """For each row that contradicts others, the numbers of those."""
        pairs = [(conflict.one, conflict.other) for conflict in self.conflicts]
        opponents: dict[int, list[int]] = {}
        for one, other in pairs + [(other, one) for one, other in pairs]:
            opponents.setdefault(one, []).append(other)
        return {number: tuple(sorted(others)) for number, others in opponents.items()}

    def _repr_html_(self) -> str:
        """What a notebook shows: a row a figure, `!` for one that is contradicted."""
        opponents = self.opponents()
        rows = [
            (
                row.number,
                "!" if row.number in opponents else "",
                row.who,
                row.value,
                row.noun or row.unit,
                _days(row.first, row.last),
                f"{row.path or row.document}:{row.line}",
                ", ".join(map(str, opponents.get(row.number, ()))),
            )
            for row in self.rows
        ]
        heads = ("row", "", "who", "figure", "of", "holds for", "place", "contradicts")
        return notebook_html.table(f"Figures: {self.query}", heads, rows, remark=self.cut)

    def chart(self, *, question: int = 1) -> Any:
        """An Altair chart of one question's figures (1: the first): values against days, conflicts marked.

        Raises MissingExtra without the extra `plot`, ArgumentError when there is no such question.
        """
        questions = list(dict.fromkeys(group.asked for group in self.groups))
        if not 1 <= question <= len(questions):
            raise ArgumentError(f"question must be 1 to {len(questions)}, the kinds of figures; got {question}.")
        groups = [group for group in self.groups if group.asked == questions[question - 1]]
        counted = ", ".join(group.name for group in groups)
        rows = [row for group in groups for row in group.rows]
        return charts.chart(rows, counted, f"{self.query}: {counted}", conflicting=self.opponents())

    def to_json(self, *, indent: int | None = None) -> str:
        """One JSON object: `schema_version`, the query, the groups with their rows, and the conflicts."""
        return _json(self, indent)

    def to_rows(self) -> list[dict[str, Any]]:
        """One flat dictionary a row, of FIGURE_COLUMNS; dates are ISO texts."""
        opponents = self.opponents()
        names = {group.number: group.name for group in self.groups}
        return [
            dict(zip(FIGURE_COLUMNS, _figure_cells(row, names[row.group], opponents.get(row.number, ())), strict=True))
            for row in self.rows
        ]

    def to_csv(self, *, raw: bool = False) -> str:
        """A header and one line a row; cells that a spreadsheet would run are made harmless unless `raw`, as in Results."""
        return export.csv_text(self.to_rows(), FIGURE_COLUMNS, raw=raw)


class Timeline(Value):
    """What holds for which day: the figures of one unit and noun, and what is said, by day, week or month.

    `undated` counts rows of which no day is known, or only a period longer than the steps. `close` names the groups that count
    the like (troops beside soldiers) and are not shown here. `cut` says how to see more.
    """

    query: str
    parsed: str
    by: Step = "day"
    unit: str = ""
    noun: str = ""
    close: tuple[str, ...] = ()
    entries: tuple[TimelineEntry, ...] = ()
    undated: int = 0
    passages: int = 0
    total: int | None = None
    cut: str = ""
    warnings: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    took_ms: float = 0.0

    @property
    def counted(self) -> str:
        """What the figures count: the noun, the unit, or both."""
        return " of ".join(filter(None, (self.unit, self.noun)))

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
                _days(entry.first, entry.last),
                row.who,
                f"{row.value} {row.noun}",
                f"{row.path or row.document}:{row.line}",
            )
            if isinstance(row, FigureRow)
            else (_days(entry.first, entry.last), row.speaker, row.text, f"{row.path or row.document}:{row.line}")
            for entry in self.entries
            for row in entry.rows
        ]
        heads = ("days", "who", "figure or statement", "place")
        return notebook_html.table(f"Timeline: {self.query}", heads, rows, remark=self.cut)

    def chart(self) -> Any:
        """An Altair chart of the figures against the days they hold for. Raises MissingExtra without the extra `plot`."""
        rows = [row for entry in self.entries for row in entry.figures if row.is_fact]
        return charts.chart(rows, self.counted, f"{self.query}: {self.counted}")

    def to_json(self, *, indent: int | None = None) -> str:
        """One JSON object: `schema_version`, the query, and the entries with their rows."""
        return _json(self, indent)

    def to_rows(self) -> list[dict[str, Any]]:
        """One flat dictionary a figure or statement, of TIMELINE_COLUMNS."""
        return [
            dict(zip(TIMELINE_COLUMNS, _timeline_cells(row), strict=True))
            for entry in self.entries
            for row in entry.rows
        ]

    def to_csv(self, *, raw: bool = False) -> str:
        """A header and one line a row; cells that a spreadsheet would run are made harmless unless `raw`, as in Results."""
        return export.csv_text(self.to_rows(), TIMELINE_COLUMNS, raw=raw)


def _json(view: Figures | Timeline, indent: int | None) -> str:
    whole = {"schema_version": versions.RESULTS_VERSION, **view.model_dump(mode="json")}
    return json.dumps(whole, ensure_ascii=False, indent=indent)


def _days(first: date | None, last: date | None) -> str:
    return _iso(first) if first == last else f"{_iso(first)} to {_iso(last)}"


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _figure_cells(row: FigureRow, counted: str, opponents: Sequence[int]) -> list[Any]:
    return [
        row.number, row.group, counted, row.value, row.low, row.high, row.least, row.most, row.modifier, row.unit, row.noun, row.who,
        row.speaker, row.role, row.confidence, _iso(row.first), _iso(row.last), row.day_from, _iso(row.said),
        _iso(row.published), row.source, row.title, row.document, row.passage, row.start, row.end, row.path, row.line,
        "; ".join(row.marks), row.articles, "; ".join(map(str, opponents)), row.sentence,
    ]  # fmt: skip


def _timeline_cells(row: FigureRow | StatementRow) -> list[Any]:
    if isinstance(row, FigureRow):
        own: list[Any] = ["figure", row.value, row.low, row.high, row.unit, row.noun, row.who]
        text = row.sentence
    else:
        own, text = ["statement", "", "", "", "", "", row.speaker or row.source], row.text
    return [
        _iso(row.first), _iso(row.last), *own, row.day_from, _iso(row.said), _iso(row.published), row.source,
        row.document, row.passage, row.start, row.end, row.path, row.line, text,
    ]  # fmt: skip
