"""What two articles state alike, otherwise, or alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar, Final, Literal

from searchlib.models import notebook_html
from searchlib.models.spans import Value
from searchlib.models.views.differences import Difference
from searchlib.models.views.rows import FigureRow, Place, StatementRow
from searchlib.models.views.view import View, iso_day

COMPARISON_COLUMNS: Final = (
    "stands_in", "kind", "differs", "one_who", "one_value", "one_text", "one_holds", "one_passage", "one_start", "one_end", "one_path", "one_line",
    "other_who", "other_value", "other_text", "other_holds", "other_passage", "other_start", "other_end", "other_path", "other_line",
)  # fmt: skip
"""The columns of a table of a comparison, in order."""

StandsIn = Literal["one", "other", "both"]
"""Which of two documents holds a row."""


class ComparedDocument(Value):
    """One of the two documents, and how much there is in it."""

    document: str
    title: str = ""
    source: str = ""
    published: date | None = None
    path: str = ""
    sentences: int = 0
    statements: int = 0
    figures: int = 0


class SharedText(Value):
    """Sentences in a row that both documents have, word for word or nearly; `text` is that of the first document."""

    one: Place
    other: Place
    sentences: int
    text: str


class StatementPair(Value):
    """One statement as both documents tell it, and in what they differ.

    `one_marked` and `other_marked` are the stretches of each text with words that the other does not have.
    """

    one: StatementRow
    other: StatementRow
    differs: tuple[Difference, ...] = ()
    one_marked: tuple[tuple[int, int], ...] = ()
    other_marked: tuple[tuple[int, int], ...] = ()


class FigurePair(Value):
    """One figure as both documents give it, and in what they differ. `conflict`: both cannot be true."""

    one: FigureRow
    other: FigureRow
    differs: tuple[Difference, ...] = ()
    conflict: bool = False


class Comparison(View):
    """What two documents state: alike, otherwise, and only in one of them.

    `statements` and `figures` are the pairs that differ; `same_statements` and `same_figures` count those that do not.
    """

    columns: ClassVar[tuple[str, ...]] = COMPARISON_COLUMNS

    one: ComparedDocument
    other: ComparedDocument
    shared: tuple[SharedText, ...] = ()
    statements: tuple[StatementPair, ...] = ()
    figures: tuple[FigurePair, ...] = ()
    same_statements: int = 0
    same_figures: int = 0
    only_one_statements: tuple[StatementRow, ...] = ()
    only_one_figures: tuple[FigureRow, ...] = ()
    only_other_statements: tuple[StatementRow, ...] = ()
    only_other_figures: tuple[FigureRow, ...] = ()

    def __iter__(self) -> Iterator[StatementPair | FigurePair]:  # type: ignore[override]
        """The pairs that differ: figures, then statements."""
        return iter((*self.figures, *self.statements))

    def __len__(self) -> int:
        """How many rows a table of it has."""
        return len(self.to_rows())

    def __bool__(self) -> bool:
        """Whether there is anything to show: a difference, or text in common."""
        return self.differs or bool(self.shared) or bool(self.same_statements + self.same_figures)

    @property
    def differs(self) -> bool:
        """Whether anything is told otherwise, or in one of them only."""
        alone = (self.only_one_statements, self.only_one_figures, self.only_other_statements, self.only_other_figures)
        return bool(self.statements or self.figures or any(alone))

    @property
    def shared_sentences(self) -> int:
        """How many sentences both have, word for word or nearly."""
        return sum(text.sentences for text in self.shared)

    def _repr_html_(self) -> str:
        """What a notebook shows: a row a difference."""
        heads = ("stands in", "kind", "differs", "one", "says", "place", "other", "says", "place")
        rows = [
            (
                *(row[name] for name in ("stands_in", "kind", "differs")),
                *(cell for side in ("one", "other") for cell in _shown(row, side)),
            )
            for row in self.to_rows()
        ]
        return notebook_html.table(f"{self.one.document} and {self.other.document}", heads, rows, remark=self.cut)

    def iter_rows(self) -> Iterator[dict[str, Any]]:
        """One flat dictionary a row, of COMPARISON_COLUMNS: pairs that differ, what only one has, and shared text."""
        yield from (dict(zip(COMPARISON_COLUMNS, cells, strict=True)) for cells in self._cells())

    def _cells(self) -> Iterator[list[Any]]:
        for pair in self:
            kind = "figure" if isinstance(pair, FigurePair) else "statement"
            differs = "; ".join(one.words for one in pair.differs)
            yield ["both", kind, differs, *_side(pair.one), *_side(pair.other)]
        for row in (*self.only_one_figures, *self.only_one_statements):
            yield ["one", _kind(row), "", *_side(row), *_side(None)]
        for row in (*self.only_other_figures, *self.only_other_statements):
            yield ["other", _kind(row), "", *_side(None), *_side(row)]
        for text in self.shared:
            yield ["both", "text", "", *_side(text.one, text.text), *_side(text.other, text.text)]


def _kind(row: Place) -> str:
    return "figure" if isinstance(row, FigureRow) else "statement"


def _side(row: Place | None, text: str = "") -> list[Any]:
    if row is None:
        return [""] * 9
    value, who = "", row.source
    if isinstance(row, FigureRow):
        value, who, text = row.phrase, row.who, row.sentence
    elif isinstance(row, StatementRow):
        who, text = row.speaker or row.source, row.text
    days = iso_day(row.first) if row.first == row.last else f"{iso_day(row.first)}..{iso_day(row.last)}"
    return [who, value, text, days, row.passage, row.start, row.end, row.path, row.line]


def _shown(row: dict[str, Any], side: str) -> tuple[str, str, str]:
    """Who, what and where of one side of a row, for a notebook."""
    passage = row[f"{side}_passage"]
    place = f"{row[f'{side}_path'] or passage}:{row[f'{side}_line']}" if passage else ""
    return row[f"{side}_who"], row[f"{side}_value"] or row[f"{side}_text"], place
