"""Typed date expressions: what a person writes in a query, and what it means."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.expressions.english.typed_dates import read_age, read_interval

TODAY = date(2024, 11, 1)  # a Friday

READINGS = """
2024                     | 2024-01-01..2024-12-31 year
the year 2019            | 2019-01-01..2019-12-31 year
2024-10                  | 2024-10-01..2024-10-31 month
2024-10-31               | 2024-10-31..2024-10-31 day
2024/10/31               | 2024-10-31..2024-10-31 day
20241031                 | 2024-10-31..2024-10-31 day
10/31/2024               | 2024-10-31..2024-10-31 day
31/10/2024               | 2024-10-31..2024-10-31 day
31.10.2024               | 2024-10-31..2024-10-31 day
12/2015                  | 2015-12-01..2015-12-31 month
Oct. 31, 2024            | 2024-10-31..2024-10-31 day
Thursday, Oct. 31, 2024  | 2024-10-31..2024-10-31 day
31 October 2024          | 2024-10-31..2024-10-31 day
05-Aug-2016              | 2016-08-05..2016-08-05 day
the 4th of July 1995     | 1995-07-04..1995-07-04 day
January first            | 2024-01-01..2024-01-01 day
Oct. 31                  | 2024-10-31..2024-10-31 day
Dec. 24                  | 2023-12-24..2023-12-24 day
Feb 29                   | 2024-02-29..2024-02-29 day
October 27-28            | 2024-10-27..2024-10-28 range
October                  | 2024-10-01..2024-10-31 month
may                      | 2024-05-01..2024-05-31 month
December                 | 2023-12-01..2023-12-31 month
last November            | 2023-11-01..2023-11-30 month
October last year        | 2023-10-01..2023-10-31 month
early October            | 2024-10-01..2024-10-31 month early
mid-2023                 | 2023-01-01..2023-12-31 year mid
the end of 2000          | 2000-01-01..2000-12-31 year late
before 2019              | 2019-01-01..2019-12-31 year before
Q3 2024                  | 2024-07-01..2024-09-30 quarter
2024-Q3                  | 2024-07-01..2024-09-30 quarter
Q3                       | 2024-07-01..2024-09-30 quarter
first quarter of 2024    | 2024-01-01..2024-03-31 quarter
H1 2024                  | 2024-01-01..2024-06-30 half
second half of last year | 2023-07-01..2023-12-31 half
1990s                    | 1990-01-01..1999-12-31 decade
the '90s                 | 1990-01-01..1999-12-31 decade
20th century             | 1900-01-01..1999-12-31 century
2024-W44                 | 2024-10-28..2024-11-03 week
week of Oct. 28          | 2024-10-28..2024-11-03 week
this week                | 2024-10-28..2024-11-03 week
last week                | 2024-10-21..2024-10-27 week
last-week                | 2024-10-21..2024-10-27 week
next month               | 2024-12-01..2024-12-31 month
last year                | 2023-01-01..2023-12-31 year
last weekend             | 2024-10-26..2024-10-27 weekend
today                    | 2024-11-01..2024-11-01 day
yesterday                | 2024-10-31..2024-10-31 day
tomorrow                 | 2024-11-02..2024-11-02 day
Thursday                 | 2024-10-31..2024-10-31 day
Friday                   | 2024-11-01..2024-11-01 day
last Friday              | 2024-10-25..2024-10-25 day
next Friday              | 2024-11-08..2024-11-08 day
Tuesday of last week     | 2024-10-22..2024-10-22 day
3 days ago               | 2024-10-29..2024-10-29 day
two years ago            | 2022-01-01..2022-12-31 year
in two months            | 2025-01-01..2025-01-31 month
last 7 days              | 2024-10-26..2024-11-01 range
past 3 months            | 2024-08-02..2024-11-01 range
summer 2020              | 2020-06-01..2020-08-31 season
winter 2020              | 2020-12-01..2021-02-28 season
last summer              | 2024-06-01..2024-08-31 season
Christmas 2023           | 2023-12-25..2023-12-25 day
Thanksgiving 2024        | 2024-11-28..2024-11-28 day
Easter 2024              | 2024-03-31..2024-03-31 day
2017-2018                | 2017-01-01..2018-12-31 range
2017-18                  | 2017-01-01..2018-12-31 range
from May to July         | 2024-05-01..2024-07-31 range
between 2014 and 2016    | 2014-01-01..2016-12-31 range
Jan-Feb 2017             | 2017-01-01..2017-02-28 range
Nov. 18 - Dec. 19, 2015  | 2015-11-18..2015-12-19 range
Nov to Feb 2017          | 2016-11-01..2017-02-28 range
2024-10-27 to 2024-11-02 | 2024-10-27..2024-11-02 range
"""


def _readings() -> list[tuple[str, str]]:
    rows = (line.split("|") for line in READINGS.strip().splitlines())
    return [(written.strip(), meant.strip()) for written, meant in rows]


@pytest.mark.parametrize(("written", "meant"), _readings())
def test_readings(written: str, meant: str) -> None:
    """A typed expression means the period beside it, in any case of letters."""
    for form in (written, written.upper(), f" {written} "):
        period = read_interval(form, today=TODAY)
        assert f"{period.first}..{period.last} {period.grain} {period.modifier}".strip() == meant


@pytest.mark.parametrize(
    "written", ["", " ", "garbage", "2+2", "2024-13", "2024-02-30", "Feb 30 2019", "0000", "32 October", "Q5", "10,000", "last", "of", "9999999", "999 centuries ago", "between", "x" * 10_000, "1-" * 5_000]
)  # fmt: skip
def test_what_is_no_date_is_refused_with_a_sentence(written: str) -> None:
    """What cannot be read is a ValueError whose text says what can be."""
    with pytest.raises(ValueError, match=r"is no date that can be read; write 2024, .*\.$") as refused:
        read_interval(written, today=TODAY)
    assert len(str(refused.value)) < 400


_WORDS = """
last next this past 7 99 2024 0 9999 0001 days weeks century decade ago May Oct. 31 31, Q3 h1 2024-10 2024-W60 W53
- to between and from of the week winter fall Christmas Easter mid- early before after '90s 1990s first 31st in on
² ١
"""
WORDS = st.sampled_from([*_WORDS.split(), ""])


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=7).map(" ".join)), st.dates())
def test_reading_raises_nothing_but_value_errors(written: str, today: date) -> None:
    """Any string on any day is either a period that does not end before it begins, or a ValueError."""
    try:
        period = read_interval(written, today=today)
    except ValueError:
        return
    assert period.first <= period.last


@pytest.mark.parametrize(
    ("written", "days"), [("7d", 7), ("2w", 14), ("3m", 90), ("1y", 365), ("10 days", 10), ("1 Week", 7)]
)
def test_ages(written: str, days: int) -> None:
    """A length of time counts days; a month is 30 of them and a year 365."""
    assert read_age(written) == timedelta(days=days)


@settings(max_examples=100)
@given(st.text(max_size=12))
def test_ages_raise_nothing_but_value_errors(written: str) -> None:
    """Any other string is no length of time, and says so."""
    with contextlib.suppress(ValueError):
        assert read_age(written) >= timedelta(0)
