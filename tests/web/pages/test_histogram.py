"""Publication through time: no passage lost, empty stretches kept, a shorter step once it is narrowed."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.query import parse
from searchlib.web.pages.address import Address
from searchlib.web.pages.histogram import histogram

ADDRESS = Address("/search", {"query": "kursk", "offset": "10"})
days = st.dictionaries(
    st.dates(date(1999, 1, 1), date(2026, 1, 1)).map(lambda day: day.isoformat()), st.integers(1, 900), max_size=40
)


@given(days, st.sampled_from(["day", "month", "year"]))
def test_the_bars_count_every_passage(counts, step):
    """The bars of every step hold all passages, inside the picture and from left to right."""
    drawn = histogram(list(counts.items()), parse("kursk").node, ADDRESS, step) if counts else None
    if drawn is None:
        return
    assert sum(int(bar.label.split(": ")[1].split()[0].replace(",", "")) for bar in drawn.bars) == sum(counts.values())
    assert [bar.x for bar in drawn.bars] == sorted(bar.x for bar in drawn.bars)
    assert all(0 <= bar.x <= drawn.width and 0 <= bar.y <= drawn.height for bar in drawn.bars)
    assert max(bar.height for bar in drawn.bars) == drawn.height


@pytest.mark.parametrize(("length", "step"), [(10, "day"), (300, "month"), (5000, "year")])
def test_the_step_follows_the_length(length, step):
    """Days for weeks, months for years, years beyond."""
    first = date(2010, 1, 1)
    ends = [(first.isoformat(), 1), ((first + timedelta(days=length)).isoformat(), 2)]
    drawn = histogram(ends, parse("kursk").node, ADDRESS)
    assert drawn is not None
    assert drawn.step == step


def test_a_bar_narrows_in_the_place_of_the_days_before():
    """Its address asks for its month alone, on the first page."""
    node = parse("kursk published:2024").node
    address = Address("/search", {"query": str(node), "offset": "10", "histogram": "month"})
    drawn = histogram([("2024-01-03", 2), ("2024-10-31", 4)], node, address)
    assert drawn is not None
    query = parse_qs(urlsplit(drawn.bars[1].href).query)
    assert query == {"query": ["kursk published:2024-10"]}


def test_one_day_is_no_histogram():
    """A single stretch says nothing."""
    assert histogram([("2024-01-03", 2)], parse("kursk").node, ADDRESS) is None
    assert histogram([], parse("kursk").node, ADDRESS) is None
