"""Operations on intervals of positions are what trying every choice gives."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchlib.matching import intervals
from searchlib.matching.intervals import Intervals
from searchlib.query.nodes import Near, Word

PASSAGES = 2
LONGEST = 12
POSITIONS = st.sets(
    st.builds(lambda passage, place: (passage << 32) + place, st.integers(0, PASSAGES - 1), st.integers(0, LONGEST)),
    max_size=8,
)


def pairs(found: Intervals) -> list[tuple[int, int]]:
    """The intervals as pairs."""
    return list(zip(found.firsts.tolist(), found.lasts.tolist(), strict=True))


def as_intervals(chosen: list[tuple[int, int]]) -> Intervals:
    """Pairs as intervals."""
    return Intervals(np.array([one for one, _ in chosen], np.int64), np.array([last for _, last in chosen], np.int64))


def without_outer(chosen: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that hold no other of them, in their order."""
    return sorted((a, z) for a, z in chosen if not any((a, z) != (c, d) and a <= c and d <= z for c, d in chosen))


SPANS = st.lists(
    st.tuples(st.integers(0, PASSAGES - 1), st.integers(0, LONGEST), st.integers(0, 3)).map(
        lambda span: ((span[0] << 32) + span[1], (span[0] << 32) + span[1] + span[2])
    ),
    max_size=7,
)
MINIMAL = SPANS.map(lambda spans: without_outer(set(spans)))


@given(st.lists(SPANS, max_size=3))
def test_a_union_has_no_interval_around_another(parts):
    """Of all intervals together those stay that hold no other; both ends ascend."""
    together = intervals.minimal([as_intervals(part) for part in parts])
    assert pairs(together) == without_outer({span for part in parts for span in part})
    assert (np.diff(together.firsts) > 0).all()
    assert (np.diff(together.lasts) > 0).all()


@given(st.lists(POSITIONS, min_size=1, max_size=3), st.integers(0, 4))
def test_a_chain_is_the_nearest_choice_in_order(words, slop):
    """Words one after the other with at most `slop` positions between them, the shortest such stretches."""
    every = {
        (choice[0], choice[-1])
        for choice in itertools.product(*words)
        if all(one < two for one, two in itertools.pairwise(choice)) and choice[0] >> 32 == choice[-1] >> 32
    }
    expected = [(a, z) for a, z in without_outer(every) if z - a - (len(words) - 1) <= slop]
    arrays = [np.array(sorted(word), np.int64) for word in words]
    assert pairs(intervals.chained(arrays, slop)) == expected


@given(MINIMAL, st.integers(1, 4))
def test_often_counts_neighbours_of_one_passage(spans, count):
    """`count` occurrences in a row, from the start of the first to the end of the last, in the same passage."""
    runs = [spans[at : at + count] for at in range(len(spans) - count + 1)]
    expected = [(run[0][0], run[-1][1]) for run in runs if run[0][0] >> 32 == run[-1][1] >> 32]
    assert pairs(intervals.often(as_intervals(spans), count)) == expected


@given(MINIMAL, MINIMAL, st.integers(1, 5), st.booleans())
def test_near_is_one_side_soon_after_the_other(left, right, distance, ordered):
    """The second side begins behind the first, at most `distance` positions later; unordered, either may be first."""
    orders = [(left, right)] if ordered else [(left, right), (right, left)]
    every = {
        (one[0], two[1])
        for first, second in orders
        for one, two in itertools.product(first, second)
        if one[0] >> 32 == two[0] >> 32 and 0 < two[0] - one[1] <= distance
    }
    node = Near(Word("a"), Word("b"), distance, ordered)
    assert pairs(intervals.near_by(as_intervals(left), as_intervals(right), node)) == without_outer(every)


@given(MINIMAL, MINIMAL)
def test_together_is_the_shortest_stretch_of_both(left, right):
    """Every stretch that holds one of each side in one passage, without those around another."""
    every = {
        (min(one[0], two[0]), max(one[1], two[1]))
        for one, two in itertools.product(left, right)
        if one[0] >> 32 == two[0] >> 32
    }
    assert pairs(intervals.together(as_intervals(left), as_intervals(right), None)) == without_outer(every)


@given(MINIMAL, MINIMAL, POSITIONS)
def test_together_in_a_sentence_crosses_no_start(left, right, starts):
    """With the starts of sentences, a stretch stays when no sentence begins inside it."""
    ascending = np.array(sorted(starts), np.int64)
    whole = pairs(intervals.together(as_intervals(left), as_intervals(right), None))
    expected = [(a, z) for a, z in whole if not any(a < start <= z for start in starts)]
    assert pairs(intervals.together(as_intervals(left), as_intervals(right), ascending)) == expected


@given(MINIMAL, SPANS)
def test_inside_looks_for_one_interval_within(spans, outer):
    """For each outer pair: whether some interval begins and ends in it."""
    limits = as_intervals(outer)
    held = intervals.inside(as_intervals(spans), limits.firsts, limits.lasts)
    assert held.tolist() == [any(a <= c and d <= z for c, d in spans) for a, z in outer]
