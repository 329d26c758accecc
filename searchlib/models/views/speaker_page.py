"""What an index holds about one speaker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final, Literal

from searchlib.errors import ArgumentError
from searchlib.models import charts, notebook_html
from searchlib.models.spans import Value
from searchlib.models.views.figures import Figures
from searchlib.models.views.rows import FigureGroup, FigureRow
from searchlib.models.views.view import View, iso_day

SPEAKER_COLUMNS: Final = (
    "section", "name", "count", "documents", "value", "noun", "against", "against_value", "first", "last", "said", "published",
    "source", "document", "passage", "start", "end", "path", "line",
    "sentence",
)  # fmt: skip
"""The columns of a table of a speaker's page, in order; a row has those of its section."""

Counted = Literal["statements", "figures"]


class NameCount(Value):
    """A name, a role or another speaker, in how many statements and documents."""

    name: str
    statements: int
    documents: int


class MonthCount(Value):
    """How much was said in a month, `2024-10`; "" is for statements of no known day."""

    month: str
    statements: int
    documents: int


class Opposition(Value):
    """A figure of the speaker that cannot be true together with another: `why` tells what each allows and for which day.

    With `is_own` the other figure is the speaker's too.
    """

    own: FigureRow
    other: FigureRow
    why: str
    is_own: bool = False


class SpeakerPage(View):
    """What an index holds about one person or organization; false when it holds no statement of theirs.

    `names`, `roles` and `months` count all statements. `figures` are the groups of the speaker's figures, `opposed` those that others, or
    the speaker elsewhere, contradict. `beside` are the speakers of the same articles, most articles first.
    """

    columns: ClassVar[tuple[str, ...]] = SPEAKER_COLUMNS

    name: str = ""
    kind: str = ""
    statements: int = 0
    documents: int = 0
    names: tuple[NameCount, ...] = ()
    roles: tuple[NameCount, ...] = ()
    months: tuple[MonthCount, ...] = ()
    figures: tuple[FigureGroup, ...] = ()
    opposed: tuple[Opposition, ...] = ()
    beside: tuple[NameCount, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.statements)

    @property
    def rows(self) -> tuple[FigureRow, ...]:
        """The speaker's figures, group by group."""
        return tuple(row for group in self.figures for row in (*group.rows, *group.apart))

    def as_figures(self) -> Figures:
        """The speaker's figures alone, as `Index.figures` gives them."""
        return Figures(query=self.query, parsed=self.parsed, groups=self.figures)

    def chart(self, of: Counted = "statements") -> Any:
        """An Altair chart of the statements by month, or of the largest group of figures by the days they hold for.

        Raises MissingExtra without the extra `plot`, ArgumentError for another `of`.
        """
        if of == "statements":
            months = [(month.month, month.statements) for month in self.months if month.month]
            return charts.bars(months, "month", "statements", f"{self.name}: statements by month")
        if of != "figures":
            raise ArgumentError(f"of must be 'statements' or 'figures'; got {of!r}.")
        opposed = {row.own.ordinal for row in self.opposed}
        group = self.figures[0] if self.figures else FigureGroup(ordinal=0)
        return charts.chart(group.rows, group.name, f"{self.name}: {group.name}", conflicting=opposed)

    def _repr_html_(self) -> str:
        """What a notebook shows: the counts, the figures and what contradicts them."""
        cells = [
            (row["section"], row["name"], row["count"], row["value"], row["against"], row["first"], row["document"])
            for row in self.to_rows()
        ]
        heads = ("section", "name", "count", "figure", "against", "day", "document")
        return notebook_html.table(
            f"{self.name or self.query}: {self.statements:,} statements", heads, cells, remark=self.cut
        )

    def iter_rows(self) -> Iterator[dict[str, Any]]:
        """One flat dictionary a name, role, month, figure, contradiction and neighbour, of SPEAKER_COLUMNS."""
        counts = [("name", one) for one in self.names]
        counts += [("role", one) for one in self.roles]
        counts += [("beside", one) for one in self.beside]
        rows = [
            *(
                {"section": section, "name": one.name, "count": one.statements, "documents": one.documents}
                for section, one in counts
            ),
            *(
                {"section": "month", "name": one.month, "count": one.statements, "documents": one.documents}
                for one in self.months
            ),
            *({"section": "figure", **_figure_cells(row)} for row in self.rows),
            *(
                {
                    "section": "contradicted",
                    **_figure_cells(one.own),
                    "against": one.other.who,
                    "against_value": one.other.value,
                }
                for one in self.opposed
            ),
        ]
        yield from ({name: row.get(name, "") for name in SPEAKER_COLUMNS} for row in rows)


def _figure_cells(row: FigureRow) -> dict[str, Any]:
    return {
        "name": row.who, "value": row.value, "noun": row.noun or row.unit, "first": iso_day(row.first), "last": iso_day(row.last),
        "said": iso_day(row.said), "published": iso_day(row.published), "source": row.source, "document": row.document,
        "passage": row.passage, "start": row.start, "end": row.end, "path": row.path, "line": row.line,
        "sentence": row.sentence,
    }  # fmt: skip
