"""Mention tables answer which rows belong to which passages, and share one table of strings."""

from __future__ import annotations

import numpy as np
import pytest

from searchlib.engines.whoosh.columnar.segments import mention_tables


@pytest.mark.parametrize("bisected", [0, 1000], ids=["precomputed", "bisected"])
@pytest.mark.parametrize("table", ["statement", "date", "quantity"])
def test_rows_of_passages(segment, monkeypatch, table, bisected):
    """The rows of each passage are those that name it, however many passages are asked for at once."""
    monkeypatch.setattr(mention_tables, "_BISECTED", bisected)
    of = segment.column(f"{table}_passage").tolist()
    assert of
    starts, ends = segment.mentions.row_ranges(table, np.arange(segment.passages))
    for passage, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        assert list(range(start, end)) == [row for row, value in enumerate(of) if value == passage]


def test_strings_and_their_rows_are_inverse(segment):
    """Each string is found in its row, each row gives its string, and -1 is the empty one."""
    assert segment.strings.rows
    assert all(segment.strings[row] == text for text, row in segment.strings.rows.items())
    assert segment.strings[-1] == ""


def test_units_are_those_that_quantities_state(segment):
    """The units of a segment are the distinct ones of its stored quantities, without the empty one."""
    stated = {
        quantity.unit for row in range(segment.passages) for quantity in segment.records.passage(row).quantities
    } - {""}
    assert {unit for unit, _ in segment.mentions.units} == stated
    assert "percent" in stated


def test_statements_are_counted_once(segment):
    """The number of statements is that of the distinct identities of their rows."""
    assert segment.mentions.statement_count == len(set(segment.column("statement_identity").tolist()))
