"""Dates of metadata and file names, and the date that the top of a text gives away."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchlib.loaders.publication_dates import file_name_day, guess_day, read_day
from tests.growth import assert_linear, repeated

DAY = date(2024, 11, 1)


@pytest.mark.parametrize(
    "value",
    [
        "2024-11-01",
        "2024-11-01T23:59:00+05:00",
        "2024-11-01 08:00",
        "20241101",
        20241101,
        "20241101T080000Z",
        "2024/11/01",
        "2024.11.1",
        "November 1, 2024",
        "Nov. 1, 2024 at 3 p.m.",
        "1 November 2024",
        "1st of November 2024",
        "Friday, 1 November 2024",
        "Fri, 01 Nov 2024 23:10:00 -0500",
        "Fri Nov 1, 2024",
        "1-NOV-2024 15:01:01",
        1730419200,
        1730419200000,
        " 2024-11-01 ",
        DAY,
        datetime(2024, 11, 1, 5),
    ],
)
def test_days_of_metadata(value):
    """The common ways of writing a day are read, and a time of day is passed over."""
    assert read_day(value) == DAY


@pytest.mark.parametrize(
    "value",
    ["", "someday", "2024", "2024-11", "2024-13-01", "2023-02-29", "03/04/2024", "13/13/2024", "0000-01-01", 5, 2024.5,
     float("nan"), float("inf"), True, None, [], {}, "2024-11-011", "9" * 500, "Nov 1", "32 May 2020"],
)  # fmt: skip
def test_what_is_no_day(value):
    """What states no day, or leaves open which, is none."""
    assert read_day(value) is None


def test_slashed_days_are_read_when_only_one_order_fits():
    """31/10/2024 and 10/31/2024 are one day; 3/3/2024 is the same either way; 03/04/2024 is left open."""
    assert read_day("31/10/2024") == read_day("10/31/2024") == date(2024, 10, 31)
    assert read_day("3/3/2024") == date(2024, 3, 3)


@given(st.dates(min_value=date(1400, 1, 1), max_value=date(2199, 12, 31)))
@settings(max_examples=100, deadline=None)
def test_every_day_is_read_back(day):
    """A day written in ISO form or in words is read as that day."""
    assert read_day(day.isoformat()) == day
    assert read_day(f"{day:%B} {day.day}, {day.year}") == day
    assert read_day(f"{day.day} {day:%b} {day.year}") == day


@given(st.text(max_size=60) | st.floats() | st.integers())
@example(7_258_118_400)
@example(7_258_118_400_000)
@settings(max_examples=150, deadline=None)
def test_any_value_is_a_day_or_none(value):
    """No value of metadata makes the reading of dates fail."""
    assert read_day(value) is None or read_day(value).year in range(1400, 2200)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2024-11-01-title.txt", DAY),
        ("20241101-title.txt", DAY),
        ("20241101.txt", DAY),
        ("2024_11_01 title.md", DAY),
        ("2023-01-01/2024-11-01.txt", DAY),
        ("2024-11-01T10.txt", DAY),
        ("202411011.txt", None),
        ("title-20241101.txt", None),
        ("20241301.txt", None),
        ("99991231.txt", None),
        ("", None),
    ],
)
def test_days_of_file_names(name, day):
    """A file's name dates it when it begins with a whole day, and other numbers are none."""
    assert file_name_day(name) == day


@pytest.mark.parametrize(
    "line",
    [
        "KYIV, Ukraine, Nov. 1, 2024 (Reuters) - Ministers met on Thursday.",
        "WASHINGTON, November 1, 2024 — The talks went on.",
        "SEOUL, 1 November 2024 -- The talks went on.",
        "By Ann Lee | November 1, 2024",
        "By Ann Lee, Nov. 1, 2024",
        "Published: Nov 1, 2024 10:32 am ET",
        "First published November 1, 2024 | Updated November 3, 2024",
        "Friday, November 1, 2024",
        "2024-11-01 10:22",
        "Nov. 1, 2024, 10:32 a.m.",
        "Updated: Nov. 1, 2024",
        "Ministers shake hands in Washington on Nov. 1, 2024. Jane Roe/AFP via Getty Images",
        "Photo: a harbour at dawn, November 1, 2024",
    ],
)
def test_full_dates_about_a_text_are_taken(line):
    """A dateline, byline, date line or caption with day, month and year dates the text."""
    assert guess_day(f"A headline\n\n{line}\n\nAnd the story went on on Friday.") == DAY


@pytest.mark.parametrize(
    "line",
    [
        "On November 1, 2024, the ministers met in the old town hall.",
        "The law, passed on Nov. 1, 2024, was never enforced, officials said.",
        "CLEVELAND, Feb 26 - The company said it plans a venture.",
        "November 2024",
        "November 1, 2024 was a cold day in the harbour of the old town",
        "Ministers shake hands on Nov. 1, 2024, in a file photo. Jane Roe/AFP via Getty Images",
        "Ministers met on Nov. 1, 2024, according to Reuters and other agencies.",
        "Feb. 30, 2024",
        "The 10 biggest stories of November 1, 2024",
    ],
)
def test_dates_in_prose_are_not_taken(line):
    """A date in a sentence, one without its year, an archive picture's, and an impossible one date nothing."""
    assert guess_day(f"A headline\n\n{line}\n\nAnd the story went on on Friday.") is None


def test_a_dateline_goes_before_an_update_and_that_before_a_caption():
    """The line that says most about publication wins, wherever in the top it stands."""
    caption = "Ships at sea, Oct. 5, 2024. Jane Roe/AFP via Getty Images\nThey sailed on Saturday.\n"
    changed = "Updated Nov. 2, 2024\n"
    assert guess_day(caption + changed + "KYIV, Nov. 1, 2024 - Ships sailed.") == DAY
    assert guess_day(caption + changed) == date(2024, 11, 2)
    assert guess_day(caption) == date(2024, 10, 5)


def test_a_picture_of_another_day_dates_nothing():
    """A caption's day counts only when the text beside it names that weekday: other pictures are old."""
    caption = "Ships at sea, Saturday, Oct. 5, 2024. Jane Roe/AFP via Getty Images\n"
    assert guess_day(caption + "They sailed on Monday.") is None
    assert guess_day(caption + "They sailed on Saturday.") == date(2024, 10, 5)


def test_only_the_top_is_looked_at():
    """A date line far below is about something else."""
    assert guess_day("A line of prose.\n" * 20 + "Published November 1, 2024\n") is None


def test_guessing_is_linear_on_hostile_text():
    """The work is at most in proportion to the text, in one line and in many."""
    for unit in ("a", "A", "A ", "1", "1 ", "Nov 1, ", "2024 ", "(", "A, ", "by ", "| ", "November 1, 2024 "):
        assert_linear(guess_day, repeated(unit))
        assert_linear(guess_day, repeated(unit * 200 + "\n"))
