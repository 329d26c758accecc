"""A timeline: what holds for which day. Golden cases in timeline.json: the entries wanted that have figures, and why."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib
from searchlib import Document
from searchlib.errors import ArgumentError
from searchlib.models.views.timeline import TIMELINE_COLUMNS
from searchlib.views.timeline import stretch_of
from tests.views.conftest import OpenArticles, cases


@pytest.mark.parametrize("case", cases("timeline"))
def test_each_stretch_has_its_figures(articles: OpenArticles, case: dict[str, Any]) -> None:
    """The lowest, the highest, and who gave them, the earliest stretch first."""
    timeline = articles(case["articles"]).timeline(case["query"], **case["options"])
    found = [
        {
            "first": entry.first.isoformat(),
            "low": entry.low,
            "high": entry.high,
            "who": sorted({row.who for row in entry.figures}),
        }
        for entry in timeline
        if entry.figures
    ]
    assert found == case["entries"]


@given(st.dates(), st.integers(0, 40), st.sampled_from(("day", "week", "month")))
def test_a_stretch_holds_its_days(first, length, by):
    """The days lie in the stretch; where none holds them all, there is none."""
    last = date.fromordinal(min(first.toordinal() + length, date.max.toordinal()))
    stretch = stretch_of(first, last, by)
    longest = {"day": 1, "week": 7, "month": 31}[by]
    if stretch is None:
        assert length
    else:
        assert stretch[0] <= first <= last <= stretch[1]
        assert (stretch[1] - stretch[0]).days < longest
    assert stretch_of(first, None, by) is None


def test_what_is_said_stands_at_its_day(tmp_path):
    """A statement is at the day of which it speaks, else at the day it was said; a row for a year is undated by days."""
    text = "The port closes on May 7, Ana Reyes said on Wednesday. “It was a hard winter,” Reyes said Wednesday. In 2019, 40 ships sank."
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(Document(id="a", text=text, published=date(2024, 5, 2)))
        timeline = index.timeline("port")
        rows = list(csv.DictReader(io.StringIO(timeline.to_csv())))
        with pytest.raises(ArgumentError, match="by must be"):
            index.timeline("port", by="year")  # type: ignore[arg-type]
    said = {entry.first: [row.text for row in entry.statements] for entry in timeline}
    assert "hard winter" in " ".join(said[date(2024, 5, 1)])
    assert "closes" in " ".join(said[date(2024, 5, 7)])
    assert timeline.undated == 1
    assert tuple(rows[0]) == TIMELINE_COLUMNS
    assert len(rows) == sum(map(len, said.values()))
