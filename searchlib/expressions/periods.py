"""Periods of the calendar: the arithmetic that no language owns.

A period is an `Interval`: the days `first` to `last`, both inside, with the `grain` it was named in. Words belong to a
language: English names of months, weekdays, seasons and holidays are in `english/date_words.py`, and
`english/typed_dates.py` reads what a person types. A second language gets a folder beside `english/`.

Conventions: weeks run from Monday to Sunday (ISO 8601); the 1990s are 1990-1999 and the 20th century 1900-1999 (the
shared digits, as in ISO 8601 and TIMEX3); a season lasts three whole months (meteorological seasons), and a winter
belongs to the year in which it begins. Years 1 to 9999 exist; a period outside them raises ValueError.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from searchlib.definitions.regexes import regex

DAY = timedelta(days=1)
"""One day, for date arithmetic."""

UNITS = ("day", "week", "weekend", "month", "quarter", "half", "year", "decade", "century")
"""The units of time that name periods."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The days `first` to `last`, both inside; `grain` as in models.Grain, `modifier` as in models.DateModifier."""

    first: date
    last: date
    grain: str
    modifier: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"A period cannot end on {self.last} before it begins on {self.first}.")

    def __str__(self) -> str:
        return period_name(self.first, self.last)


def period_name(first: date, last: date) -> str:
    """The shortest name of a period: 2024-10-31, 2024-10 or 2024, else 2024-10-28..2024-11-03."""
    if first == last:
        return str(first)
    if first.day == 1 and first.year == last.year and last == month_period(last.year, last.month).last:
        if first.month == last.month:
            return str(first)[:7]
        if (first.month, last.month) == (1, 12):
            return str(first)[:4]
    return f"{first}..{last}"


def day_period(day: date) -> Interval:
    return Interval(day, day, "day")


def months_period(year: int, month: int, months: int, grain: str) -> Interval:
    """`months` whole months from the first of `month` (which may lie outside 1..12 and is carried into the year)."""
    first = month_start(year, month)
    if (year * 12 + month - 1 + months) // 12 > date.max.year:
        return Interval(first, date.max, grain)
    return Interval(first, month_start(year, month + months) - DAY, grain)


def month_start(year: int, month: int) -> date:
    """The first day of a month; a month outside 1..12 is carried into the year."""
    count = year * 12 + month - 1
    return date(count // 12, count % 12 + 1, 1)


def month_period(year: int, month: int) -> Interval:
    return months_period(year, month, 1, "month")


def quarter_period(year: int, quarter: int) -> Interval:
    """Calendar quarter; numbers outside 1..4 are carried into the year."""
    return months_period(year, 3 * quarter - 2, 3, "quarter")


def half_period(year: int, half: int) -> Interval:
    return months_period(year, 6 * half - 5, 6, "half")


def year_period(year: int) -> Interval:
    return months_period(year, 1, 12, "year")


def decade_period(year: int) -> Interval:
    """The ten years that share all digits of `year` but the last."""
    first = year // 10 * 10
    return Interval(date(max(first, 1), 1, 1), date(first + 9, 12, 31), "decade")


def century_period(number: int) -> Interval:
    """The `number`th century: 20 is 1900 to 1999."""
    first = (number - 1) * 100
    return Interval(date(max(first, 1), 1, 1), date(first + 99, 12, 31), "century")


def third_of(period: Interval, part: str) -> Interval:
    """The "early", "mid" or "late" third of a decade or century, which keeps its grain: the late 1970s are 1977 to 1979.

    The first third has the year too many: the early 19th century is 1800 to 1833 (as in the Getty vocabularies).
    """
    year = period.first.year // 10 * 10
    third = (period.last.year + 1 - year) // 3
    first, last = {
        "early": (year, year + third),
        "mid": (year + third + 1, year + 2 * third),
        "late": (year + 2 * third + 1, period.last.year),
    }[part]
    return Interval(date(max(first, 1), 1, 1), date(last, 12, 31), period.grain)


def week_period(day: date) -> Interval:
    """Monday to Sunday around `day`."""
    monday = day - day.weekday() * DAY
    return Interval(monday, monday + 6 * DAY, "week")


def weekend_period(day: date) -> Interval:
    """Saturday and Sunday of the week around `day`."""
    saturday = day + (5 - day.weekday()) * DAY
    return Interval(saturday, saturday + DAY, "weekend")


def season_period(year: int, month: int) -> Interval:
    """The three months from `month`; a winter begins in December of `year`."""
    return months_period(year, month, 3, "season")


def span(first: Interval, last: Interval) -> Interval:
    """From the beginning of the one to the end of the other, as a range."""
    return Interval(first.first, last.last, "range")


def period_of(day: date, unit: str) -> Interval:
    """The period of this unit (one of UNITS) in which `day` lies."""
    match unit:
        case "day":
            return day_period(day)
        case "week":
            return week_period(day)
        case "weekend":
            return weekend_period(day)
        case "month":
            return month_period(day.year, day.month)
        case "quarter":
            return quarter_period(day.year, (day.month + 2) // 3)
        case "half":
            return half_period(day.year, 1 if day.month < 7 else 2)
        case "year":
            return year_period(day.year)
        case "decade":
            return decade_period(day.year)
        case "century":
            return century_period(day.year // 100 + 1)
    raise ValueError(f"There is no period called {unit!r}.")


_MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_DAYS_IN = {"day": 1, "week": 7, "weekend": 7}


def shifted(day: date, count: int, unit: str) -> Interval:
    """The period of this unit that lies `count` units after (before, when negative) the one around `day`.

    Raises ValueError where the calendar ends.
    """
    try:
        if unit in _DAYS_IN:
            return period_of(day + count * _DAYS_IN[unit] * DAY, unit)
        return period_of(month_start(day.year, day.month + count * _MONTHS_IN[unit]), unit)
    except OverflowError as error:
        raise ValueError(f"{count} {unit}s from {day} lie outside the calendar.") from error


def weekday_before(day: date, weekday: int, *, today_counts: bool = True) -> date:
    """The last such weekday up to `day`, `day` itself included when `today_counts`."""
    back = (day.weekday() - weekday) % 7
    return day - (back or (0 if today_counts else 7)) * DAY


def weekday_after(day: date, weekday: int, *, today_counts: bool = True) -> date:
    """The first such weekday from `day` on, `day` itself included when `today_counts`."""
    ahead = (weekday - day.weekday()) % 7
    return day + (ahead or (0 if today_counts else 7)) * DAY


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    """The `number`th such weekday of a month; negative numbers count from the end of the month.

    Raises ValueError where the month has no such day (a fifth Monday).
    """
    if number < 0:
        day = weekday_before(month_period(year, month).last, weekday) + 7 * (number + 1) * DAY
    else:
        day = weekday_after(date(year, month, 1), weekday) + 7 * (number - 1) * DAY
    if day.month != month or not number:
        raise ValueError(f"Month {month} of {year} has no weekday {weekday} number {number}.")
    return day


def easter_sunday(year: int) -> date:
    """Western Easter: the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8)."""
    century, rest = divmod(year, 100)
    moon = year % 19
    epact = (19 * moon + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    offset = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (moon + 11 * epact + 22 * offset) // 451
    month, day = divmod(epact + offset - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def century_year(two_digits: int, near: date) -> int:
    """The year that two digits ("98", "07") stand for: from 90 years before `near` to 9 years after it."""
    year = near.year // 100 * 100 + two_digits
    if year > near.year + 9:
        return year - 100
    return year + 100 if year < near.year - 90 else year


_ISO = tuple(
    regex(form, re.ASCII)
    for form in (
        "(?P<year>[0-9]{4})",
        "(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?",
        "(?P<year>[0-9]{4})/(?P<month>[0-9]{1,2})(?:/(?P<day>[0-9]{1,2}))?",
        "(?P<year>[0-9]{4})(?P<month>[01][0-9])(?P<day>[0-3][0-9])",
        "(?P<year>[0-9]{4})-?[Ww](?P<week>[0-9]{1,2})",
        "(?P<year>[0-9]{4})[ -]?[Qq](?P<quarter>[1-4])",
        "(?P<year>[0-9]{4})[ -]?[Hh](?P<half>[12])",
    )
)


def iso_period(text: str) -> Interval | None:
    """The period written in digits, year first: 2024, 2024-10, 2024-10-31, 20241031, 2024/10/31, 2024-W44, 2024-Q4, 2024-H2.

    None when the text has another form. Raises ValueError when there is no such day or period.
    """
    for form in _ISO:
        if match := form.fullmatch(text):
            parts = {name: int(digits) for name, digits in match.groupdict().items() if digits}
            return _period_of_parts(**parts)
    return None


def _period_of_parts(
    year: int, month: int = 0, day: int = 0, week: int = 0, quarter: int = 0, half: int = 0
) -> Interval:
    if day:
        return day_period(date(year, month, day))
    if month:
        return month_period(year, date(year, month, 1).month)
    if week:
        return week_period(date.fromisocalendar(year, week, 1))
    if quarter:
        return quarter_period(year, quarter)
    return half_period(year, half) if half else year_period(year)
