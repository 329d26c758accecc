"""What is said of figures in all user interfaces: how many there are, and who contradicts whom.

Texts of documents stand in them unchanged: each user interface must make them safe to show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from searchlib.models.views.rows import Conflict, FigureGroup, FigureRow
from searchlib.presentation.counts import counted
from searchlib.presentation.wording import range_words


@dataclass(frozen=True)
class Contradiction:
    """Figures that all contradict the same others."""

    ones: tuple[FigureRow, ...]
    others: tuple[FigureRow, ...]


def summary_words(groups: Sequence[FigureGroup]) -> str:
    """How many figures groups of one question have, and from where to where: "12 figures from 1,000 to 12,000"."""
    rows = [row for group in groups for row in group.rows]
    about = counted(sum(len(group.rows) + len(group.apart) for group in groups), "figure")
    if len(rows) < 2:
        return about
    low, high = min(row.low for row in rows), max(row.high for row in rows)
    return f"{about} {'of' if low == high else 'from'} {range_words(low, high, groups[0].unit)}"


def contradictions(rows: Mapping[int, FigureRow], conflicts: Iterable[Conflict]) -> Iterator[Contradiction]:
    """Who contradicts whom: rows with the same opponents together; `rows` by their numbers."""
    against: dict[int, set[int]] = {}
    for conflict in conflicts:
        against.setdefault(conflict.one, set()).add(conflict.other)
    sides: dict[frozenset[int], list[int]] = {}
    for one, others in against.items():
        sides.setdefault(frozenset(others), []).append(one)
    for opposed, ones in sides.items():
        yield Contradiction(tuple(rows[one] for one in ones), tuple(rows[other] for other in sorted(opposed)))


def remark_words(row: FigureRow) -> Iterator[str]:
    """What else is to be known of a figure: how sure it is, whose day it is, how often and by whom it is repeated."""
    if row.marks:
        yield ", ".join(row.marks)
    if row.confidence != "explicit":
        yield row.confidence
    if row.day_from == "published":
        yield "day published"
    if row.times > 1:
        yield f"{row.times} times"
    if row.articles > 1:
        yield f"{row.articles} articles"
