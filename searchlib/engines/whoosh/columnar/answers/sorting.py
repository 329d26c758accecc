"""Matches in order: by score, publication, stated date or number; grouped by document; near-duplicates collapsed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchlib.array_operations import ranges
from searchlib.array_types import Bits64, Ints, Rows
from searchlib.engines.whoosh.columnar.evaluation.segment_plan import SegmentPlan
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.layout import NO_DAY
from searchlib.matching import deadline
from searchlib.near_duplicates import FIGURES, Groups, Naming
from searchlib.query.nodes import Choice, Filter, Node, Said, filter_leaves


@dataclass(frozen=True)
class Matched:
    """All matches of a query: parallel arrays of segment numbers, passage numbers and scores."""

    segments: Ints
    passages: Ints
    scores: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.passages)

    def taken(self, order: NDArray[Any]) -> Matched:
        """These of the matches, in this order."""
        return Matched(self.segments[order], self.passages[order], self.scores[order])

    def by_segment(self, segments: int) -> list[Rows]:
        """The passages that match in each of so many segments, ascending."""
        return [np.sort(self.passages[self.segments == ordinal]).astype(np.int32) for ordinal in range(segments)]


def sorted_by(matched: Matched, keys: NDArray[np.float64], *, ascending: bool) -> Matched:
    """Matches by key, unknown keys (NaN) last, equal ones by their place in the index."""
    signed = keys if ascending else -keys
    signed = np.where(np.isnan(keys), np.inf, signed)
    return matched.taken(np.lexsort((matched.passages, matched.segments, signed)))


def document_day_keys(plan: SegmentPlan, passages: Ints, name: str) -> NDArray[np.float64]:
    """A day of each passage's document, NaN where unknown."""
    segment = plan.segment
    days = segment.column(f"document_{name}")[segment.column("passage_document")[passages]]
    return _known(days)


def earliest_keys(plan: SegmentPlan, passages: Ints, node: Node, column: str) -> NDArray[np.float64]:
    """The earliest day in a column of mentions that matched a filter (of all, when no filter asked for such a mention)."""
    table = column.partition("_")[0]
    values = _known(plan.segment.column(column))
    rows = _asked(table, plan, node) & ~np.isnan(values)
    return _per_passage(plan, table, passages, Best(rows, values, np.minimum, np.inf))


def number_keys(plan: SegmentPlan, passages: Ints, node: Node) -> NDArray[np.float64]:
    """The largest quantity that matched a filter (of all, when none asked for a number), in its base unit.

    So 5 kilometres are more than 300 metres; between different kinds of unit there is no order but the figure's.
    """
    rows = _asked("quantity", plan, node)
    return _per_passage(plan, "quantity", passages, Best(rows, _in_base_units(plan.segment), np.maximum, -np.inf))


def _in_base_units(segment: Segment) -> NDArray[np.float64]:
    from searchlib.expressions.units import to_base

    values = segment.column("quantity_high").astype(np.float64)
    units = segment.column("quantity_unit")
    for unit in np.unique(units).tolist():
        name = segment.strings[unit]
        zero, one = to_base(0.0, name)[0], to_base(1.0, name)[0]
        if (zero, one) != (0.0, 1.0):
            own = units == unit
            values[own] = values[own] * (one - zero) + zero
    return values


def _known(column: NDArray[Any]) -> NDArray[np.float64]:
    return np.where(column == NO_DAY, np.nan, column.astype(np.float64))


def _asked(table: str, plan: SegmentPlan, node: Node) -> NDArray[np.bool_]:
    """The rows of a mention table that satisfy a filter of the query; all of them when no filter asks of that table."""
    masks = [mask for leaf in filter_leaves(node) for mask in _satisfying(table, plan, leaf)]
    return np.logical_or.reduce(masks) if masks else np.ones(len(plan.segment.column(f"{table}_passage")), np.bool_)


def _satisfying(table: str, plan: SegmentPlan, leaf: Filter) -> Iterator[NDArray[np.bool_]]:
    """The rows of the table that satisfy a filter leaf; for `said(...)` those that stand in a statement that does."""
    if isinstance(leaf, Choice) and leaf.field == "confidence":
        return
    rows = plan.rows(leaf)
    if rows.table == table:
        yield rows.mask
    elif isinstance(leaf, Said):
        within = plan.segment.column(f"{table}_statement")
        said = np.append(rows.mask, False)[within]  # -1, in no statement, is the last
        for inner in filter_leaves(leaf.query):
            for mask in _satisfying(table, plan, inner):
                yield mask & said


class Best(NamedTuple):
    """Which rows of a table count, their values, which of two is chosen, and what every value beats."""

    rows: NDArray[np.bool_]
    values: NDArray[Any]
    choose: Any
    least: float


def _per_passage(plan: SegmentPlan, table: str, passages: Ints, best: Best) -> NDArray[np.float64]:
    """The chosen value of each of these passages, NaN where it has none."""
    by_passage: NDArray[np.float64] = np.full(plan.segment.passages, best.least)
    best.choose.at(by_passage, plan.segment.column(f"{table}_passage")[best.rows], best.values[best.rows])
    chosen = by_passage[passages]
    chosen[np.isinf(chosen)] = np.nan
    return chosen


def grouped(keys: Ints) -> tuple[Ints, Ints]:
    """Groups of equal keys, in the order of their first members: for each group its first place, for each place its group."""
    _, firsts, inverse = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(firsts, kind="stable")
    ordinals = np.empty_like(order)
    ordinals[order] = np.arange(len(order))
    return firsts[order], ordinals[inverse]


def collapsed(
    prints: Bits64, groups: Groups, wanted: int, naming: Callable[[int], Naming] | None = None
) -> tuple[Ints, dict[int, list[int]]]:
    """The first `wanted` matches that are shown, and for each the places of its near-duplicates, shown under it.

    `prints` are the fingerprints of the matches in their order; 0 is collapsed with nothing. `naming` tells what the text of a match
    names: those that name others than the one shown are not under it.
    """
    by_print = np.argsort(prints, kind="stable")
    ascending = prints[by_print]
    _, place, sizes = np.unique(prints >> FIGURES, return_inverse=True, return_counts=True)
    alone = (sizes[place] == 1) | (prints == 0)  # no other match states the same figures
    taken = np.zeros(len(prints), np.bool_)
    heads: list[int] = []
    under: dict[int, list[int]] = {}
    for at in range(len(prints)):
        if len(heads) >= wanted:
            break
        if taken[at]:
            continue
        heads.append(at)
        if alone[at]:
            continue
        deadline.check()
        group = groups.group(prints[at])
        lows, highs = np.searchsorted(ascending, group, "left"), np.searchsorted(ascending, group, "right")
        members = np.sort(by_print[ranges(lows, highs - lows)])
        members = members[~taken[members]]
        if naming is not None and len(members) > 1:
            own = naming(at)
            members = np.array([one for one in members.tolist() if one == at or not own.differs(naming(one))])
        taken[members] = True
        if len(members) > 1:
            under[at] = members[members != at].tolist()
    return np.array(heads, np.int64), under
