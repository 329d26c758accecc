"""The page of figures: question by question a picture, the rows, and who contradicts whom."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from searchlib.models.views.figures import Figures
from searchlib.models.views.rows import FigureGroup, FigureRow
from searchlib.presentation.counts import counted
from searchlib.presentation.figure_words import Contradiction, contradictions, pairs_words, summary_words
from searchlib.web.pages.address import Address
from searchlib.web.pages.figure_chart import Chart, chart

_MOST_QUESTIONS: Final = 12
"""Questions that are shown; the file of all figures has the others."""
_MOST_ROWS: Final = 30
_MOST_SINGLES: Final = 60


@dataclass(frozen=True)
class ShownGroup:
    """The rows of one group, those that stand apart behind the others; `more` are left out."""

    name: str
    rows: tuple[FigureRow, ...]
    apart: tuple[FigureRow, ...]
    more: int


@dataclass(frozen=True)
class Question:
    """What is counted, how much of it, and the contradictions: groups of close nouns stand together.

    `anchor` is where it stands on the page, `pairs` how many pairs contradict each other, `told` the same in words.
    """

    anchor: str
    name: str
    summary: str
    pairs: str
    told: str
    groups: tuple[ShownGroup, ...]
    chart: Chart | None
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True)
class FiguresPage:
    """The questions that are shown, how many are left out, and the opponents of each row.

    `singles` are figures that nothing is beside: the only ones of their question.
    """

    questions: tuple[Question, ...]
    singles: tuple[FigureRow, ...]
    left: int
    opponents: dict[int, tuple[int, ...]]


def figures_page(figures: Figures, address: Address) -> FiguresPage:
    """The page of an answer of `Index.figures`."""
    together = [list(groups) for _, groups in groupby(figures.groups, key=lambda group: group.asked)]
    opponents = figures.opponents()
    singles = [groups for groups in together if sum(len(group.rows) + len(group.apart) for group in groups) == 1]
    several = [groups for groups in together if groups not in singles]
    shown = tuple(_question(figures, groups, opponents, address) for groups in several[:_MOST_QUESTIONS])
    alone = tuple(row for groups in singles for group in groups for row in (*group.rows, *group.apart))
    return FiguresPage(shown, alone[:_MOST_SINGLES], len(several) - len(shown), opponents)


def _question(
    figures: Figures, groups: list[FigureGroup], opponents: dict[int, tuple[int, ...]], address: Address
) -> Question:
    ordinals = {group.ordinal for group in groups}
    conflicts = [one for one in figures.conflicts if one.group in ordinals]
    rows = {row.ordinal: row for group in groups for row in group.rows}
    return Question(
        f"question-{groups[0].ordinal}",
        ", ".join(group.name for group in groups),
        summary_words(groups),
        counted(len(conflicts), "pair") if conflicts else "",
        pairs_words(conflicts),
        tuple(map(_group, groups)),
        chart(tuple(rows.values()), opponents, address),
        tuple(contradictions(rows, conflicts)) if conflicts else (),
    )


def _group(group: FigureGroup) -> ShownGroup:
    left = max(0, len(group.rows) - _MOST_ROWS) + max(0, len(group.apart) - _MOST_ROWS)
    return ShownGroup(group.name, group.rows[:_MOST_ROWS], group.apart[:_MOST_ROWS], left)
