"""Matches are sorted by keys, unknown ones last, and grouped in the order of their first members."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchlib.engines.whoosh.columnar.answers.sorting import Matched, grouped, sorted_by

KEYS = st.one_of(st.just(math.nan), st.integers(-3, 3).map(float))
ROWS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9), KEYS), max_size=15, unique_by=lambda row: row[:2])


def matches(rows):
    """The rows as matches."""
    segments, passages = (np.array([row[at] for row in rows], np.int64) for at in (0, 1))
    return Matched(segments, passages, np.arange(len(rows), dtype=np.float64))


@given(ROWS, st.booleans())
def test_unknown_keys_come_last_whatever_the_order(rows, ascending):
    """Known keys in the order asked for, equal ones by segment and passage, then those without a key."""
    keys = np.array([key for *_, key in rows], np.float64)
    ordered = sorted_by(matches(rows), keys, ascending=ascending)
    sign = 1 if ascending else -1
    expected = sorted(rows, key=lambda row: (math.isnan(row[2]), 0.0 if math.isnan(row[2]) else sign * row[2], row[:2]))
    assert list(zip(ordered.segments.tolist(), ordered.passages.tolist(), strict=True)) == [row[:2] for row in expected]
    assert [rows[int(score)][:2] for score in ordered.scores] == [row[:2] for row in expected]


@given(st.lists(st.integers(0, 5), max_size=20))
def test_groups_are_in_the_order_of_their_first_members(keys):
    """Each place has its group, and each group the place where its key stands first."""
    firsts, group_of = grouped(np.array(keys, np.int64))
    distinct = list(dict.fromkeys(keys))
    assert firsts.tolist() == [keys.index(key) for key in distinct]
    assert [distinct[group] for group in group_of] == keys
