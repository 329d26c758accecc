"""Periods: arithmetic, names, forms in digits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.expressions import periods
from searchlib.expressions.periods import Interval, iso_period, nth_weekday

TODAY = date(2024, 11, 1)


@settings(max_examples=200)
@given(st.dates(date(1000, 1, 1), date(9000, 12, 31)), st.sampled_from(periods.UNITS), st.integers(-9, 9))
def test_periods_tile_the_calendar(day: date, unit: str, count: int) -> None:
    """A day lies in its period, the next period begins the day after, and going there and back returns."""
    period = periods.period_of(day, unit)
    if unit != "weekend":
        assert period.first <= day <= period.last
        assert periods.shifted(day, 1, unit).first == period.last + timedelta(days=1)
    there = periods.shifted(day, count, unit)
    assert periods.shifted(there.first, -count, unit) == period


@settings(max_examples=50)
@given(st.dates(date(1, 2, 1), date(9999, 12, 1)), st.integers(0, 6))
def test_weekdays_before_and_after(day: date, weekday: int) -> None:
    """The weekday before and the one after are that weekday, within a week, and bracket the day."""
    before, after = periods.weekday_before(day, weekday), periods.weekday_after(day, weekday)
    assert before.weekday() == after.weekday() == weekday
    assert timedelta(0) <= day - before < timedelta(7)
    assert timedelta(0) <= after - day < timedelta(7)


def test_a_period_cannot_end_before_it_begins() -> None:
    """An interval refuses to be turned around."""
    with pytest.raises(ValueError, match="cannot end"):
        Interval(date(2024, 2, 1), date(2024, 1, 1), "range")


def test_two_digits_stand_for_the_nearest_century() -> None:
    """In 2024 two digits such as 98 mean 1998, and 30 means 2030."""
    assert periods.century_year(98, TODAY) == 1998
    assert periods.century_year(30, TODAY) == 2030


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2024, 10, 31), date(2024, 10, 31), "2024-10-31"),
        (date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (date(2024, 1, 1), date(2024, 3, 31), "2024-01-01..2024-03-31"),
        (date(2023, 1, 1), date(2024, 12, 31), "2023-01-01..2024-12-31"),
        (date(9999, 12, 1), date(9999, 12, 31), "9999-12"),
    ],
)
def test_a_period_is_named_by_its_day_month_or_year(first: date, last: date, name: str) -> None:
    """`str` of a period is its shortest name; what is no whole day, month or year shows both days."""
    assert str(Interval(first, last, "range")) == periods.period_name(first, last) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("2024", "2024"),
        ("2024-10", "2024-10"),
        ("2024-10-31", "2024-10-31"),
        ("2024/10/31", "2024-10-31"),
        ("20241031", "2024-10-31"),
        ("2024-W44", "2024-10-28..2024-11-03"),
        ("2024-Q4", "2024-10-01..2024-12-31"),
        ("2024H1", "2024-01-01..2024-06-30"),
        ("31-10-2024", "None"),
        ("October", "None"),
    ],
)
def test_forms_in_digits_need_no_language(written: str, name: str) -> None:
    """Digits with the year first are read without words; any other form gives None."""
    assert str(iso_period(written)) == name


def test_the_nth_weekday_of_a_month() -> None:
    """Weekdays count from the first of the month, negative ones from its end; a missing fifth one is an error."""
    assert nth_weekday(2025, 3, 0, 1) == date(2025, 3, 3)
    assert nth_weekday(2024, 10, 3, -1) == date(2024, 10, 31)
    assert nth_weekday(2024, 10, 3, -2) == date(2024, 10, 24)
    with pytest.raises(ValueError, match="number 5"):
        nth_weekday(2024, 11, 0, 5)
