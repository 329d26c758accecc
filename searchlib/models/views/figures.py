"""Every figure stated on a subject, in groups, with who contradicts whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Final

from searchlib.errors import ArgumentError
from searchlib.models import charts, notebook_html
from searchlib.models.views.rows import Conflict, FigureGroup, FigureRow, opponents_of, unlikely_of
from searchlib.models.views.view import View, iso_day, period

FIGURE_COLUMNS: Final = (
    "ordinal", "group", "counted", "value", "low", "high", "least", "most", "modifier", "unit", "noun", "who", "speaker", "role", "confidence",
    "holds_first", "holds_last", "holds_from", "said", "published", "source", "title", "document", "passage", "start",
    "end", "path", "line", "marks", "articles", "times", "conflicts_with", "sentence",
)  # fmt: skip
"""The columns of a table of figures, in order."""


class Figures(View):
    """Every figure stated in the passages that match a query, in groups, and which of them contradict each other.

    Iterating gives the rows, group by group.
    """

    columns: ClassVar[tuple[str, ...]] = FIGURE_COLUMNS

    groups: tuple[FigureGroup, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

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
        """The same with only the rows that contradict another one; the questions in the order of their likeliest conflicts."""
        kept = {ordinal for conflict in self.conflicts for ordinal in (conflict.one, conflict.other)}
        groups = [
            group.model_copy(update={"rows": tuple(row for row in group.rows if row.ordinal in kept), "apart": ()})
            for group in self.groups
        ]
        asked = {group.ordinal: group.asked for group in groups}
        order = {
            question: place for place, question in enumerate(dict.fromkeys(asked[one.group] for one in self.conflicts))
        }
        groups.sort(key=lambda group: order.get(group.asked, len(order)))
        return self.model_copy(update={"groups": tuple(group for group in groups if group.rows)})

    def opponents(self) -> dict[int, tuple[int, ...]]:
        """For each row that contradicts others, the ordinals of those."""
        return opponents_of(self.conflicts)

    def _repr_html_(self) -> str:
        """What a notebook shows: a row a figure, `!` for one that is contradicted."""
        opponents = self.opponents()
        rows = [
            (
                row.ordinal,
                "!" if row.ordinal in opponents else "",
                row.who,
                row.value,
                row.noun or row.unit,
                period(row.first, row.last),
                f"{row.path or row.document}:{row.line}",
                ", ".join(map(str, opponents.get(row.ordinal, ()))),
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
        title, opponents = charts.title_of(self.query, counted), self.opponents()
        return charts.chart(rows, counted, title, conflicting=opponents, unlikely=unlikely_of(self.conflicts))

    def iter_rows(self) -> Iterator[dict[str, Any]]:
        """One flat dictionary a row, of FIGURE_COLUMNS; dates are ISO texts."""
        opponents = self.opponents()
        names = {group.ordinal: group.name for group in self.groups}
        yield from (
            dict(zip(FIGURE_COLUMNS, _figure_cells(row, names[row.group], opponents.get(row.ordinal, ())), strict=True))
            for row in self.rows
        )


def _figure_cells(row: FigureRow, counted: str, opponents: Sequence[int]) -> list[Any]:
    return [
        row.ordinal, row.group, counted, row.value, row.low, row.high, row.least, row.most, row.modifier, row.unit, row.noun, row.who,
        row.speaker, row.role, row.confidence, iso_day(row.first), iso_day(row.last), row.day_from, iso_day(row.said),
        iso_day(row.published), row.source, row.title, row.document, row.passage, row.start, row.end, row.path, row.line,
        "; ".join(row.marks), row.articles, row.times, "; ".join(map(str, opponents)), row.sentence,
    ]  # fmt: skip
