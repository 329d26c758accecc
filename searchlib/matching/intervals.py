"""Intervals of positions: where words, phrases and proximities stand in one text, or in all texts of a segment.

A position is one int64; for many texts at once, a text's number stands in the high half and the position in the low one.
What a node matches is a set of minimal intervals - a first and a last position each, none inside another, both
ascending - after Clarke, Cormack and Burkowski ("An algebra for structured text search and a framework for its
implementation", 1995): so near, pre, same sentence and `said(...)` are all searches in two sorted arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchlib.matching import deadline
from searchlib.query.nodes import Near

Positions = NDArray[np.int64]
NOWHERE: Final = np.iinfo(np.int64).max


class Intervals(NamedTuple):
    """The first and the last position of each interval; both arrays ascend."""

    firsts: Positions
    lasts: Positions


def none() -> Intervals:
    """No interval."""
    return Intervals(np.empty(0, np.int64), np.empty(0, np.int64))


def minimal(parts: Sequence[Intervals]) -> Intervals:
    """The union of several sets of intervals, without those that hold another."""
    firsts = np.concatenate([np.empty(0, np.int64), *[part.firsts for part in parts]])
    lasts = np.concatenate([np.empty(0, np.int64), *[part.lasts for part in parts]])
    if not len(firsts):
        return none()
    order = np.lexsort((-firsts, lasts))  # by last position; among equal ones the shortest comes first
    firsts, lasts = firsts[order], lasts[order]
    latest = np.maximum.accumulate(firsts)
    kept = np.append(True, (latest[1:] > latest[:-1]) & (lasts[1:] > lasts[:-1]))
    return Intervals(firsts[kept], lasts[kept])


def chained(words: Sequence[Positions], slop: int) -> Intervals:
    """Intervals that hold a position of each word, one after the other, with at most `slop` others between them all."""
    firsts = lasts = words[0]
    for after in words[1:]:
        deadline.check()
        lasts = np.append(after, NOWHERE)[np.searchsorted(after, lasts, side="right")]
    close = (firsts >> 32 == lasts >> 32) & (lasts - firsts - (len(words) - 1) <= slop)
    return minimal([Intervals(firsts[close], lasts[close])])


def often(occurrences: Intervals, count: int) -> Intervals:
    """`count` intervals in one passage, one after the other, as one."""
    if len(occurrences.firsts) < count:
        return none()
    firsts, lasts = occurrences.firsts[: len(occurrences.firsts) - count + 1], occurrences.lasts[count - 1 :]
    same = firsts >> 32 == lasts >> 32
    return Intervals(firsts[same], lasts[same])


def near_by(left: Intervals, right: Intervals, node: Near) -> Intervals:
    """An interval of each side in one passage, at most `distance` words from the end of one to the start of the other."""
    pairs = [_before(left, right, node.distance)]
    if not node.ordered:
        pairs.append(_before(right, left, node.distance))
    return minimal(pairs)


def _before(left: Intervals, right: Intervals, distance: int) -> Intervals:
    """For each left interval the first right one that begins behind its end, when it is near enough."""
    at = np.searchsorted(right.firsts, left.lasts, side="right")
    here = at < len(right.firsts)
    firsts, ends, at = left.firsts[here], left.lasts[here], at[here]
    near = (right.firsts[at] - ends <= distance) & (right.firsts[at] >> 32 == ends >> 32)
    return Intervals(firsts[near], right.lasts[at][near])


def together(left: Intervals, right: Intervals, starts: Positions | None) -> Intervals:
    """The shortest stretch that holds one of each side, in one passage, and of the sentences that begin at `starts`."""
    pairs = minimal([_ending_right(left, right), _ending_right(right, left)])
    if starts is None:
        return pairs
    same = np.searchsorted(starts, pairs.firsts, "right") == np.searchsorted(starts, pairs.lasts, "right")
    return Intervals(pairs.firsts[same], pairs.lasts[same])


def _ending_right(left: Intervals, right: Intervals) -> Intervals:
    """For each right interval the shortest stretch that ends with it: with the last left one that ends no later."""
    at = np.searchsorted(left.lasts, right.lasts, side="right") - 1
    here = at >= 0
    lasts = right.lasts[here]
    firsts = np.minimum(left.firsts[at[here]], right.firsts[here])
    same = firsts >> 32 == lasts >> 32
    return Intervals(firsts[same], lasts[same])


def inside(intervals: Intervals, firsts: Positions, lasts: Positions) -> NDArray[np.bool_]:
    """For each pair of a first and a last position: whether an interval lies wholly inside it."""
    at = np.searchsorted(intervals.firsts, firsts, side="left")
    ends = np.append(intervals.lasts, NOWHERE)[at]
    held: NDArray[np.bool_] = ends <= lasts
    return held
