"""Array operations say in a few NumPy calls what a loop over Python lists says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.array_operations import distinct, is_in, narrow, narrow_offsets, ranges, starts_of

RUNS = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 5)), max_size=20)
ASCENDING = st.lists(st.integers(-50, 50), max_size=30).map(sorted)


@given(RUNS)
def test_runs_are_laid_end_to_end(runs):
    """The indexes of runs are those of `range`, one run after the other, and `starts_of` says where each run begins."""
    starts, counts = np.array(runs, np.int64).reshape(-1, 2).T
    expected = [list(range(start, start + count)) for start, count in runs]
    offsets = starts_of(counts)
    assert ranges(starts, counts).tolist() == [index for run in expected for index in run]
    assert offsets.dtype == np.int64
    assert offsets.tolist() == [sum(map(len, expected[:index])) for index in range(len(runs) + 1)]


@given(st.lists(st.integers(-60, 60)), ASCENDING)
def test_membership_in_an_ascending_array(values, ascending):
    """A value is found in an ascending array, repeated values and empty arrays included, as `in` finds it."""
    contained = is_in(np.array(values, np.int64), np.array(ascending, np.int64))
    assert contained.tolist() == [value in ascending for value in values]


@given(ASCENDING)
def test_each_value_once(ascending):
    """The distinct values of an ascending array are those of its set, in order."""
    assert distinct(np.array(ascending, np.int32)).tolist() == sorted(set(ascending))


@pytest.mark.parametrize(
    ("largest", "dtype"),
    [(0, np.uint8), (255, np.uint8), (256, np.uint16), (65_535, np.uint16), (65_536, np.uint32)],
)
def test_values_take_the_narrowest_type(largest, dtype):
    """An array is narrowed to the least type that holds its largest value, which may be told beforehand."""
    assert narrow(np.array([0, largest])).dtype == dtype
    assert narrow(np.array([0]), largest).dtype == dtype
    assert narrow(np.array([0, largest])).tolist() == [0, largest]


def test_an_empty_array_is_narrow():
    """Without values one byte is enough, and offsets take four."""
    assert narrow(np.empty(0, np.int64)).dtype == np.uint8
    assert narrow_offsets(np.empty(0, np.int64)).dtype == np.uint32


@pytest.mark.parametrize(("largest", "dtype"), [(2**32 - 1, np.uint32), (2**32, np.uint64)])
def test_offsets_take_eight_bytes_only_when_needed(largest, dtype):
    """Offsets above 32 bits are stored in 64."""
    assert narrow_offsets(np.array([0, largest], np.int64)).dtype == dtype
