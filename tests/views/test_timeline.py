"""A timeline: what holds for which day. Golden cases in timeline.json: the entries wanted that have figures, and why."""

from __future__ import annotations

import csv
import io
import tempfile
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib
from searchlib import Document
from searchlib.errors import ArgumentError
from searchlib.models.answer import LABEL_COLUMNS
from searchlib.models.views.timeline import TIMELINE_COLUMNS
from searchlib.presentation.view_tables import timeline_lines
from searchlib.views.timeline import stretch_of
from tests.engines.corpora import histories, write
from tests.engines.list_engine import list_scheme
from tests.views.conftest import OpenArticles, assert_checked, cases


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


def test_figures_that_cannot_both_be_true_are_marked(tmp_path):
    """Those of one day, in the rows and in the text, with words and a style; the figure of another day is not."""
    texts = (
        "On May 1 there were 8,000 sailors.",
        "On May 1 there were 12,000 sailors.",
        "On May 2 there were 300 sailors.",
    )
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(Document(id=f"{place}", text=text, published=date(2024, 5, 3)) for place, text in enumerate(texts))
        timeline = index.timeline()
    values = {row.ordinal: row.value for entry in timeline for row in entry.figures}
    assert {values[ordinal] for ordinal in timeline.opponents()} == {"8,000", "12,000"}
    assert [bool(row["conflicts_with"]) for row in timeline.to_rows()] == [True, True, False]
    lines = list(timeline_lines(timeline, 80, clean=str, place=str))
    told = ["".join(text for text, _ in line).strip() for line in lines]
    marked = [text for line, text in zip(lines, told, strict=True) if any(style == "conflict" for _, style in line)]
    assert any(text.startswith("! “8,000”") and "against “12,000”" in text for text in marked)
    assert not any("300 sailors" in text for text in marked if "!" in text)


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
    assert tuple(rows[0]) == (*TIMELINE_COLUMNS, *LABEL_COLUMNS)
    assert len(rows) == sum(map(len, said.values()))


def stretch_by_hand(first: date | None, last: date | None, by: str) -> date | None:
    """The first day of the stretch that holds both days, day by day; None when they lie in two, or are unknown."""
    if first is None or last is None:
        return None
    begins = {
        "day": lambda day: day,
        "week": lambda day: day - timedelta(day.weekday()),
        "month": lambda day: day.replace(day=1),
    }
    return begins[by](first) if begins[by](first) == begins[by](last) else None


@settings(max_examples=40, deadline=None)
@given(histories, st.sampled_from(("day", "week", "month")))
def test_the_timeline_of_random_articles_obeys_the_law(history, by):
    """On every engine: the rows of the first group of figures and every statement, each at its stretch, once, or undated."""
    with tempfile.TemporaryDirectory() as folder, list_scheme():
        for location in (f"{folder}/index", f"list://memory/{folder}"):
            corpus = write(location, history)
            with searchlib.open(location) as index:
                timeline, figures = index.timeline(by=by, limit=0), index.figures(limit=0)
            assert_checked(timeline)
            groups = [group for group in figures.groups if (group.unit, group.noun) == (timeline.unit, timeline.noun)]
            rows = [row for group in groups[:1] for row in (*group.rows, *group.apart)]
            at = {
                entry.first: Counter((row.passage, row.low, row.high, row.first, row.last) for row in entry.figures)
                for entry in timeline
                if entry.figures
            }
            wanted: dict[date, Counter[Any]] = defaultdict(Counter)
            for row in rows:
                stretch = stretch_by_hand(row.first, row.last, by)
                if stretch is not None:
                    wanted[stretch][row.passage, row.low, row.high, row.first, row.last] += 1
            assert at == wanted
            said = sum(len(entry.statements) for entry in timeline)
            held = sum(len(entry.figures) for entry in timeline)
            stated = {
                (document.id, one.number)
                for document, passages in corpus.values()
                for passage in passages
                for one in passage.statements
            }
            assert said + held + timeline.undated == len(rows) + len(stated)
            for entry in timeline:
                facts = [row for row in entry.figures if row.is_fact]
                assert entry.low == min((row.low for row in facts), default=None)
                assert entry.high == max((row.high for row in facts), default=None)
                assert all(stretch_by_hand(row.first, row.last, by) == entry.first for row in entry.rows)
