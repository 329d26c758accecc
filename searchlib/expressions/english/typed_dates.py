"""Reads one English date expression as a person types it in a query: "last week", "Oct. 31", "Q3 2024", "2024-10-31".

Words come from `date_words.py`, arithmetic and the forms in digits from `periods.py`. A reader for another language would
be a module of this shape in a folder beside this one, and the query language would choose between them.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from searchlib.expressions.english.date_words import (
    HOLIDAYS,
    MONTHS,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
    holiday_period,
    number_word,
    ordinal_word,
)
from searchlib.expressions.periods import (
    DAY,
    Interval,
    century_period,
    century_year,
    day_period,
    decade_period,
    half_period,
    iso_period,
    month_period,
    period_of,
    quarter_period,
    season_period,
    shifted,
    span,
    week_period,
    weekday_after,
    weekday_before,
    weekend_period,
    year_period,
)

_LONGEST = 80
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_WEEKDAY = "(?P<weekday>" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")\.?"
_YEAR = "(?P<year>[0-9]{4})"
_RANKS = "|".join(sorted(ORDINALS, key=len, reverse=True))
_DATE_DAY = f"(?P<day>[0-9]{{1,2}}(?:st|nd|rd|th)?|{_RANKS})"
_WHICH = "(?P<which>last|past|previous|this|current|next|coming|following)"
_ORDINAL = f"(?P<ordinal>[0-9]{{1,2}}(?:st|nd|rd|th)|{_RANKS})"
_OF_YEAR = rf"(?:(?:[-/]|,? (?:of |in )?(?:the year )?){_YEAR}|,? (?:of )?(?P<whose>last|this|next) year)?"
_STEP = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1, "following": 1}
_WORD_DAYS = {"today": 0, "now": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}

_Fields = dict[str, str]
_Reader = Callable[[_Fields, date], Interval]


def _stated_year(fields: _Fields, today: date) -> int | None:
    if fields.get("year"):
        return int(fields["year"])
    return today.year + _STEP[fields["whose"]] if fields.get("whose") else None


def _latest(make: Callable[[int], Interval], fields: _Fields, today: date) -> Interval:
    """The period in the stated year, else the latest one that has begun by `today`."""
    year = _stated_year(fields, today)
    if year is not None:
        return make(year)
    for back in range(9):
        try:
            period = make(today.year - back)
        except ValueError:  # 29 February: look further back
            continue
        if period.first <= today:
            return period
    raise ValueError("no such day in any recent year")


def _read_month_number(fields: _Fields, _: date) -> Interval:
    return month_period(int(fields["year"]), _checked(int(fields["month"]), 12))


def _read_slashes(fields: _Fields, today: date) -> Interval:
    month, day, year = int(fields["one"]), int(fields["two"]), int(fields["year"])
    if month > 12 or fields["mark"] == ".":  # 31/10/2024, and 1.10.2024 as Europe writes it
        month, day = day, month
    return day_period(date(century_year(year, today) if year < 100 else year, month, day))


def _read_day(fields: _Fields, today: date) -> Interval:
    month = MONTHS[fields["month"]]

    def make(year: int) -> Interval:
        day = date(year, month, ordinal_word(fields["day"]) or int(fields["day"]))
        if not fields.get("until"):
            return day_period(day)
        return Interval(day, date(year, month, int(fields["until"])), "range")

    return _latest(make, fields, today)


def _read_month(fields: _Fields, today: date) -> Interval:
    month = MONTHS[fields["month"]]
    if fields.get("which"):
        step = _STEP[fields["which"]]
        back = step < 0 and month >= today.month
        return month_period(today.year + (-1 if back else 1 if step > 0 and month <= today.month else 0), month)
    return _latest(lambda year: month_period(year, month), fields, today)


def _read_weekday(fields: _Fields, today: date) -> Interval:
    weekday, step = WEEKDAYS[fields["weekday"]], _STEP.get(fields.get("which") or "")
    if step == 0:
        return day_period(week_period(today).first + weekday * DAY)
    if step == 1:
        return day_period(weekday_after(today, weekday, today_counts=False))
    return day_period(weekday_before(today, weekday, today_counts=step is None))


def _read_weekday_of(fields: _Fields, today: date) -> Interval:
    monday = shifted(today, _STEP[fields["which"]], "week").first
    return day_period(monday + WEEKDAYS[fields["weekday"]] * DAY)


def _read_part(fields: _Fields, today: date) -> Interval:
    """A quarter or a half, of the stated year or else the latest one that has begun."""
    number = fields.get("number") or ""
    count = int(number) if number.isdigit() else ORDINALS.get(number, 0) or int(number[:1])
    if fields["part"].startswith("h"):
        return _latest(lambda year: half_period(year, _checked(count, 2)), fields, today)
    return _latest(lambda year: quarter_period(year, _checked(count, 4)), fields, today)


def _read_season(fields: _Fields, today: date) -> Interval:
    if fields.get("which"):
        step = _STEP[fields["which"]]
        now = _latest(lambda year: season_period(year, SEASONS[fields["season"]]), {}, today)
        if now.last < today:  # it is over: so it is the last one, and "this" is the coming one
            step += 1
        return season_period(now.first.year + step, SEASONS[fields["season"]])
    return _latest(lambda year: season_period(year, SEASONS[fields["season"]]), fields, today)


def _read_count(fields: _Fields, today: date) -> Interval:
    count = number_word(fields["count"])
    if count is None:
        raise ValueError("no number")
    return shifted(today, count if fields["way"] in ("from now", "hence") else -count, fields["unit"])


def _read_last_days(fields: _Fields, today: date) -> Interval:
    """The last 7 days end today; the next 7 days begin tomorrow."""
    count = number_word(fields["count"])
    if not count:
        raise ValueError("no number")
    ahead = fields["which"] in ("next", "coming")
    far = shifted(today, count if ahead else -count, fields["unit"])
    edge = today.day - 1
    if fields["unit"] in ("day", "week"):
        days = count * (7 if fields["unit"] == "week" else 1)
        return Interval(today + DAY, today + days * DAY, "range") if ahead else _back(today, days)
    other = min(far.first + edge * DAY, month_period(far.first.year, far.first.month).last)
    if fields["unit"] == "year":
        other = min(date(far.first.year, today.month, 1) + edge * DAY, month_period(far.first.year, today.month).last)
    return Interval(today + DAY, other, "range") if ahead else Interval(other + DAY, today, "range")


def _back(today: date, days: int) -> Interval:
    return Interval(today - (days - 1) * DAY, today, "range")


def _read_years(fields: _Fields, _: date) -> Interval:
    """2017-2018 and 2017-18."""
    first, last = int(fields["year"]), int(fields["until"])
    if last < 100:
        last += first // 100 * 100
    return span(year_period(first), year_period(last))


def _read_decade(fields: _Fields, today: date) -> Interval:
    digits = int(fields["decade"])
    return decade_period(digits if digits > 99 else century_year(digits, today))


def _checked(number: int, most: int) -> int:
    if not 1 <= number <= most:
        raise ValueError(f"{number} is not between 1 and {most}")
    return number


_UNIT = "(?P<unit>day|week|weekend|month|quarter|year|decade|century)"

_RULES: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern, re.ASCII), reader)
    for pattern, reader in (
        (r"(?P<month>[0-9]{1,2})[-/](?P<year>[0-9]{4})", _read_month_number),
        (r"(?P<one>[0-9]{1,2})(?P<mark>[/.-])(?P<two>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4}|[0-9]{2})", _read_slashes),
        (rf"(?:the )?(?:year )?{_YEAR}", lambda fields, _: year_period(int(fields["year"]))),
        (rf"{_YEAR} ?- ?(?P<until>[0-9]{{4}}|[0-9]{{2}})", _read_years),
        (r"(?:the )?(?:years? )?'?(?P<decade>[0-9]{0,3}0)'?s", _read_decade),
        (rf"(?:the )?{_ORDINAL} century", lambda fields, _: century_period(ordinal_word(fields["ordinal"]) or 0)),
        (rf"(?:{_WEEKDAY},? )?{_MONTH}[ -]?(?:the )?{_DATE_DAY}(?: ?- ?(?P<until>[0-9]{{1,2}})(?:st|nd|rd|th)?)?{_OF_YEAR}", _read_day),
        (rf"(?:{_WEEKDAY},? )?(?:the )?{_DATE_DAY}(?: ?- ?(?P<until>[0-9]{{1,2}})(?:st|nd|rd|th)?)?[ -](?:of )?{_MONTH}{_OF_YEAR}", _read_day),
        (rf"{_YEAR}[ -/]{_MONTH}(?:[ -/]{_DATE_DAY})?", lambda f, t: _read_day(f, t) if f.get("day") else _read_month(f, t)),
        (rf"{_MONTH}{_OF_YEAR}", _read_month),
        (rf"{_WHICH} {_MONTH}", _read_month),
        (rf"(?:{_WHICH} )?{_WEEKDAY}", _read_weekday),
        (rf"(?P<part>[qh])(?P<number>[1-4]){_OF_YEAR}", _read_part),
        (rf"(?:the )?(?P<number>first|second|third|fourth|1st|2nd|3rd|4th)[ -](?P<part>quarter|half){_OF_YEAR}", _read_part),
        (r"(?:the )?(?:end of )?(?:the )?(?:calendar )?(?P<unit>week|month|year)", lambda f, t: period_of(t, f["unit"])),
        (rf"(?:this )?past {_WEEKDAY}", lambda f, t: day_period(weekday_before(t, WEEKDAYS[f["weekday"]], today_counts=False))),
        (rf"{_WEEKDAY} (?:of )?(?P<which>last|this|next) week", _read_weekday_of),
        (rf"in (?P<count>[0-9]{{1,3}}|[a-z-]{{1,15}}) {_UNIT}s?", lambda f, t: _read_count(f | {"way": "hence"}, t)),
        (r"the week (?P<way>after next|before last)", lambda f, t: shifted(t, 2 if f["way"] == "after next" else -2, "week")),
        (rf"(?:the )?{_WHICH} (?:calendar |fiscal )?{_UNIT}", lambda f, t: shifted(t, _STEP[f["which"]], f["unit"])),
        (r"(?P<word>today|now|tonight|yesterday|tomorrow)", lambda f, t: day_period(t + _WORD_DAYS[f["word"]] * DAY)),
        (rf"(?P<count>[0-9]{{1,3}}|[a-z-]{{1,15}})(?: of)? {_UNIT}s? (?P<way>ago|earlier|before|from now|hence)", _read_count),
        (r"(?:the )?(?P<which>last|past|next|coming) (?P<count>[0-9]{1,3}|[a-z-]{1,15}) (?P<unit>day|week|month|year)s?", _read_last_days),
        (rf"(?:the )?(?:{_WHICH} )?(?P<season>spring|summer|fall|autumn|winter){_OF_YEAR}", _read_season),
        (r"(?:the )?week (?P<week>[0-9]{1,2})", lambda f, t: week_period(date.fromisocalendar(t.year, int(f["week"]), 1))),
        (r"(?:the )?week (?:of|starting|beginning|commencing) (?P<rest>.+)", lambda f, t: week_period(_read_one(f["rest"], t).first)),
        (r"(?:the )?weekend of (?P<rest>.+)", lambda f, t: weekend_period(_read_one(f["rest"], t).first)),
    )
)  # fmt: skip

_MODIFIERS = (
    (re.compile("(?:the )?(?:early|earlier|beginning of|start of)[ -](?:in )?(.+)"), "early"),
    (re.compile("(?:the )?(?:mid|middle of)[ -](.+)"), "mid"),
    (re.compile("(?:the )?(?:late|later|end of)[ -](?:in )?(.+)"), "late"),
    (re.compile("(?:about|around|circa) (.+)"), "about"),
    (re.compile("before (.+)"), "before"),
    (re.compile("after (.+)"), "after"),
)


def _read_one(text: str, today: date) -> Interval:
    if text in HOLIDAYS:
        return _latest(lambda year: holiday_period(year, text), {}, today)
    name, _, year = text.rpartition(" ")
    if name in HOLIDAYS and re.fullmatch("[0-9]{4}", year):
        return holiday_period(int(year), name)
    with contextlib.suppress(ValueError):  # 2017-18 has the form of a month but is two years: another rule reads it
        if period := iso_period(text):
            return period
    for pattern, reader in _RULES:
        if match := pattern.fullmatch(text):
            try:
                return reader({name: value for name, value in match.groupdict().items() if value}, today)
            except ValueError:  # no such day: another rule may read it
                continue
    for pattern, modifier in _MODIFIERS:
        if match := pattern.fullmatch(text):
            return replace(_read_one(match[1].removeprefix("the "), today), modifier=modifier)
    raise ValueError("no rule reads it")


_LINKS = (
    re.compile(" (?:to|through|until|till) "),
    re.compile(" - "),
    re.compile("(?<=[a-z0-9])-(?=[a-z])"),
    re.compile(" and "),
)
_HAS_YEAR = re.compile("(?<![0-9])[0-9]{4}(?![0-9])")


def _read_range(text: str, today: date) -> Interval:
    """Two expressions joined by "to", a dash or "between ... and"; ValueError where no joint gives two expressions."""
    between = text.startswith("between ")
    words = text.removeprefix("between ").removeprefix("from ")
    for link in _LINKS if between else _LINKS[:-1]:
        for joint in link.finditer(words):
            try:
                return _joined(words[: joint.start()], words[joint.end() :], today)
            except ValueError:
                continue
    raise ValueError("no range")


def _joined(left: str, right: str, today: date) -> Interval:
    """The range from `left` to `right`; the first takes its year from the second when it states none."""
    last = _read_one(right, today)
    if _HAS_YEAR.search(left):
        return span(_read_one(left, today), last)
    first = _read_one(left, last.last if _HAS_YEAR.search(right) else today)
    if first.first > last.last:  # "Nov-Feb": it begins in the year before
        first = _read_one(left, last.first - DAY)
    return span(first, last)


def read_interval(text: str, *, today: date) -> Interval:
    """Read one date expression as a person types it; relative ones are counted from `today`.

    Without a year, it is the latest one that has begun ("October", "Q3", "Thursday", "Christmas").
    Raises only ValueError, with a sentence that says what can be read.
    """
    words = re.sub(r"\s+", " ", text[: _LONGEST + 1].lower()).strip(" .,")
    words = re.sub("[\N{EN DASH}\N{EM DASH}\N{NON-BREAKING HYPHEN}]", "-", words).replace(
        "\N{RIGHT SINGLE QUOTATION MARK}", "'"
    )
    spaced = re.sub("(?<=[a-z])-(?=[a-z0-9])|(?<=[0-9])-(?=[a-z]{3})", " ", words)
    if len(text) <= _LONGEST:
        for form in dict.fromkeys((words, spaced, _PREPOSITION.sub("", spaced))):
            for reader in (_read_one, _read_range):
                try:
                    return reader(form, today)
                except (ValueError, OverflowError):
                    continue
    shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "..."
    raise ValueError(
        f"{shown!r} is no date that can be read; write 2024, 2024-10, 2024-10-31, Oct. 31, 2024, Q3 2024, 1990s, yesterday or last week."
    )


_PREPOSITION = re.compile("^(?:on|in|during|since|from|as of) (?:the )?")

_AGE = re.compile("([0-9]{1,5}) ?(d|days?|w|weeks?|m|mo|months?|y|years?)", re.ASCII)
_AGE_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def read_age(text: str) -> timedelta:
    """Read a length of time such as `7d`, `2w`, `3m`, `1y` or `10 days`; a month counts 30 days and a year 365.

    Raises only ValueError.
    """
    length = _AGE.fullmatch(text.strip().lower())
    if not length:
        raise ValueError(f"{text[:_LONGEST]!r} is no length of time; write 7d, 2w, 3m or 1y.")
    return timedelta(days=int(length[1]) * _AGE_DAYS[length[2][0]])
