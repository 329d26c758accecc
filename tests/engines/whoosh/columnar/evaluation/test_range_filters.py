"""Filters on ranges decide whole columns as their law decides one row."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.engines.whoosh.columnar.evaluation import range_filters
from searchlib.engines.whoosh.columnar.evaluation.table_rows import TablePart
from searchlib.engines.whoosh.columnar.store.layout import QUANTITY_MODIFIERS
from searchlib.expressions import amounts
from searchlib.query.nodes import Number

BOUNDS = st.one_of(st.none(), st.integers(0, 1000).map(float))


def _overlaps(low: float, high: float, modifier: str, node: Number) -> bool:
    below, above, below_open, above_open = amounts.allowed(low, high, modifier)
    if node.high is not None and (below > node.high or (below == node.high and (node.high_open or below_open))):
        return False
    return node.low is None or above > node.low or (above == node.low and not (node.low_open or above_open))


@settings(max_examples=100)
@given(BOUNDS, BOUNDS, st.booleans(), st.booleans(), st.sampled_from(["inside", "exact", "compatible"]))
def test_numbers_are_compared_row_by_row(segment, low, high, low_open, high_open, mode):
    """A row matches when its figures lie in the range, when exact ones do, or when what they allow overlaps it."""
    node = Number(low, high, low_open=low_open, high_open=high_open, mode=mode)
    column = segment.column
    expected = []
    for stated_low, stated_high, code, unit in zip(
        *(column(f"quantity_{name}").tolist() for name in ("low", "high", "modifier", "unit")), strict=True
    ):
        modifier = QUANTITY_MODIFIERS[code]
        above = low is None or stated_low > low or (stated_low == low and not low_open)
        below = high is None or stated_high < high or (stated_high == high and not high_open)
        inside = above and below
        if mode == "compatible":
            inside = _overlaps(stated_low, stated_high, modifier, node)
        expected.append(inside and segment.strings[unit] != "percent" and (mode != "exact" or modifier == "exact"))
    assert range_filters.in_range(TablePart(segment), node).tolist() == expected


def test_a_part_is_the_rows_of_its_passages(segment):
    """Asked of some passages only, a range filter gives the rows of these passages."""
    node = Number(1.0, math.inf)
    passages = np.arange(0, segment.passages, 3)
    chosen = np.isin(segment.column("quantity_passage"), passages)
    whole = range_filters.in_range(TablePart(segment), node)
    assert range_filters.in_range(TablePart(segment, passages), node).tolist() == whole[chosen].tolist()
