"""What is said of figures in all user interfaces: how many there are, and who contradicts whom.

Texts of documents stand in them unchanged: each user interface must make them safe to show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from searchlib.models.views.rows import Conflict, FigureGroup, FigureRow, shared_words
from searchlib.presentation.counts import counted
from searchlib.presentation.wording import range_words

_MOST_SHARED: Final = 4
"""Names or words that a line tells of."""


@dataclass(frozen=True)
class Contradiction:
    """Figures that all contradict the same others.

    `is_likely`: the texts tell that they measure one thing. `reason` says what they have in common, and that no text tells the day.
    """

    ones: tuple[FigureRow, ...]
    others: tuple[FigureRow, ...]
    is_likely: bool
    reason: str


def summary_words(groups: Sequence[FigureGroup]) -> str:
    """How many figures groups of one question have, and from where to where: "12 figures from 1,000 to 12,000"."""
    rows = [row for group in groups for row in group.rows]
    about = counted(sum(len(group.rows) + len(group.apart) for group in groups), "figure")
    if len(rows) < 2:
        return about
    low, high = min(row.low for row in rows), max(row.high for row in rows)
    return f"{about} {'of' if low == high else 'from'} {range_words(low, high, groups[0].unit)}"


def contradictions(rows: Mapping[int, FigureRow], conflicts: Iterable[Conflict]) -> Iterator[Contradiction]:
    """Who contradicts whom, in the order of the conflicts: rows with the same opponents together; `rows` by their numbers."""
    against: dict[tuple[bool, int], list[Conflict]] = {}
    for conflict in conflicts:
        against.setdefault((conflict.is_likely, conflict.one), []).append(conflict)
    sides: dict[tuple[bool, frozenset[int]], list[Conflict]] = {}
    for (is_likely, _), own in against.items():
        sides.setdefault((is_likely, frozenset(one.other for one in own)), []).extend(own)
    for (is_likely, opposed), pairs in sides.items():
        ones, others = tuple(dict.fromkeys(pair.one for pair in pairs)), sorted(opposed)
        sides_of = tuple(rows[one] for one in ones), tuple(rows[other] for other in others)
        yield Contradiction(*sides_of, is_likely, _reason(pairs, sides_of))


def _reason(pairs: Sequence[Conflict], sides: Sequence[Sequence[FigureRow]]) -> str:
    """What the texts of most of these pairs have in common, and whether none of them tells the day."""
    sentences = {(row.document, row.sentence) for side in sides for row in side}
    counts = Counter(word for pair in pairs for word in pair.shared)
    most = [word for word, count in counts.most_common(_MOST_SHARED) if 2 * count > len(pairs)]
    words = "both in one sentence" if len(sentences) == 1 else shared_words(most or list(counts)[:1])
    untold = "; no text tells the day: both were published then" if all(pair.day_untold for pair in pairs) else ""
    return f"{words}{untold}"


def pairs_words(conflicts: Collection[Conflict]) -> str:
    """How many pairs cannot both be true, and how many only if they are of one matter; "" for none."""
    likely = sum(conflict.is_likely for conflict in conflicts)
    rest = len(conflicts) - likely
    if not likely:
        return f"{counted(rest, 'pair')} cannot both be true if of one matter" if rest else ""
    return f"{counted(likely, 'pair')} cannot both be true" + (f", {rest:,} more if of one matter" if rest else "")


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
