"""The calendar of the field: names of days, months, seasons and feasts, the periods they stand for, and one expression read.

A period is an `Interval`: the days `first` to `last`, both inside, with the `grain` it was named in. The extractor finds
such expressions in running text, the query parser reads one that a person typed (`read_interval`, `read_age`); both take
their tables and their arithmetic from here.

Conventions: weeks run from Monday to Sunday (ISO 8601); the 1990s are 1990-1999 and the 20th century 1900-1999 (the
digits shared, as ISO 8601 and TIMEX3 count); seasons are the meteorological ones of the northern half of the earth, and a
winter belongs to the year in which it begins. Years 1 to 9999 exist; anything beyond is a ValueError.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

DAY = timedelta(days=1)
"""One day, to count with."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
"""Month names and their usual abbreviations, lower case, to 1..12."""

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed weds",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
"""Weekday names and abbreviations, lower case, to 0 (Monday) .. 6."""

SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
"""Seasons to the month in which they begin; each lasts three months."""

UNITS = ("day", "week", "weekend", "month", "quarter", "half", "year", "decade", "century")

_COUNTING = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty"""
NUMBERS = {word: number for number, word in enumerate(_COUNTING.split())} | {
    "a": 1,
    "an": 1,
    "couple": 2,
    "dozen": 12,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
}
NUMBERS |= {"eighty": 80, "ninety": 90, "hundred": 100}
"""Number words that count periods ("three days ago")."""

_RANKING = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"""
ORDINALS = {word: number for number, word in enumerate(_RANKING.split(), start=1)} | {
    "twenty-first": 21,
    "thirtieth": 30,
    "thirty-first": 31,
}
ORDINALS |= {f"twenty-{word}": 20 + number for word, number in list(ORDINALS.items())[1:9]}


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


# ---- periods ----------------------------------------------------------------------------------------------------


def day_period(day: date) -> Interval:
    return Interval(day, day, "day")


def months_period(year: int, month: int, months: int, grain: str) -> Interval:
    """`months` whole months from the first of `month` (which may lie outside 1..12 and is carried into the year)."""
    first = _month_start(year, month)
    if (year * 12 + month - 1 + months) // 12 > date.max.year:
        return Interval(first, date.max, grain)
    return Interval(first, _month_start(year, month + months) - DAY, grain)


def _month_start(year: int, month: int) -> date:
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


def week_period(day: date) -> Interval:
    """Monday to Sunday around `day`."""
    monday = day - day.weekday() * DAY
    return Interval(monday, monday + 6 * DAY, "week")


def weekend_period(day: date) -> Interval:
    """Saturday and Sunday of the week around `day`."""
    saturday = day + (5 - day.weekday()) * DAY
    return Interval(saturday, saturday + DAY, "weekend")


def season_period(year: int, season: str) -> Interval:
    """Three months; the winter of a year begins in its December."""
    return months_period(year, SEASONS[season], 3, "season")


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
        return period_of(_month_start(day.year, day.month + count * _MONTHS_IN[unit]), unit)
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


# ---- feasts -----------------------------------------------------------------------------------------------------


def easter_sunday(year: int) -> date:
    """Western Easter: the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8)."""
    century, rest = divmod(year, 100)
    moon = year % 19
    epact = (19 * moon + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    offset = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (moon + 11 * epact + 22 * offset) // 451
    month, day = divmod(epact + offset - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _nth(month: int, weekday: int, number: int, plus: int = 0) -> Callable[[int], date]:
    """The `number`th weekday of a month, counted from its end when negative, and `plus` days more."""

    def find(year: int) -> date:
        if number < 0:
            return weekday_before(months_period(year, month, 1, "month").last, weekday) + plus * DAY
        return weekday_after(date(year, month, 1), weekday) + (7 * (number - 1) + plus) * DAY

    return find


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _easter(plus: int) -> Callable[[int], date]:
    return lambda year: easter_sunday(year) + plus * DAY


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "new year's day": _fixed(1, 1),
    "groundhog day": _fixed(2, 2),
    "valentine's day": _fixed(2, 14),
    "martin luther king day": _nth(1, 0, 3),
    "martin luther king jr. day": _nth(1, 0, 3),
    "presidents day": _nth(2, 0, 3),
    "presidents' day": _nth(2, 0, 3),
    "st. patrick's day": _fixed(3, 17),
    "international women's day": _fixed(3, 8),
    "april fools' day": _fixed(4, 1),
    "ash wednesday": _easter(-46),
    "palm sunday": _easter(-7),
    "good friday": _easter(-2),
    "easter sunday": _easter(0),
    "easter monday": _easter(1),
    "easter": _easter(0),
    "earth day": _fixed(4, 22),
    "mother's day": _nth(5, 6, 2),
    "memorial day": _nth(5, 0, -1),
    "father's day": _nth(6, 6, 3),
    "juneteenth": _fixed(6, 19),
    "independence day": _fixed(7, 4),
    "july fourth": _fixed(7, 4),
    "mlk day": _nth(1, 0, 3),
    "tax day": _fixed(4, 15),
    "may day": _fixed(5, 1),
    "indigenous peoples' day": _nth(10, 0, 2),
    "fourth of july": _fixed(7, 4),
    "bastille day": _fixed(7, 14),
    "labor day": _nth(9, 0, 1),
    "columbus day": _nth(10, 0, 2),
    "halloween": _fixed(10, 31),
    "veterans day": _fixed(11, 11),
    "armistice day": _fixed(11, 11),
    "remembrance day": _fixed(11, 11),
    "election day": _nth(11, 0, 1, 1),
    "thanksgiving day": _nth(11, 3, 4),
    "thanksgiving": _nth(11, 3, 4),
    "black friday": _nth(11, 3, 4, 1),
    "cyber monday": _nth(11, 3, 4, 4),
    "christmas eve": _fixed(12, 24),
    "christmas day": _fixed(12, 25),
    "christmas night": _fixed(12, 25),
    "christmas": _fixed(12, 25),
    "boxing day": _fixed(12, 26),
    "new year's eve": _fixed(12, 31),
}
"""Feasts that fall on one day, lower case and with a straight apostrophe, to the day of a year (United States)."""


def holiday_period(year: int, name: str) -> Interval:
    return day_period(HOLIDAYS[name](year))


# ---- words ------------------------------------------------------------------------------------------------------


def number_word(text: str) -> int | None:
    """Value of "12", "twelve", "a" or "twenty-five"; None when it is no number below a thousand."""
    word = text.lower()
    if re.fullmatch("[0-9]{1,3}", word):
        return int(word)
    tens, _, ones = word.partition("-")
    if ones:
        high, low = NUMBERS.get(tens, 0), NUMBERS.get(ones, 0)
        return high + low if high in range(20, 100, 10) and 0 < low < 10 and ones not in ("a", "an") else None
    return NUMBERS.get(word)


def ordinal_word(text: str) -> int | None:
    """Value of "3rd", "third" or "twenty-first"; None when it is no ordinal up to 99."""
    word = text.lower()
    if found := re.fullmatch("([0-9]{1,2})(?:st|nd|rd|th)", word):
        return int(found[1])
    return ORDINALS.get(word)


def century_year(two_digits: int, near: date) -> int:
    """The year that "98" or "07" stands for: the one from ninety years before to nine years after `near`."""
    year = near.year // 100 * 100 + two_digits
    if year > near.year + 9:
        return year - 100
    return year + 100 if year < near.year - 90 else year


# ---- one expression, as a person types it -------------------------------------------------------------------------

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
    """The period in the year stated, else its latest occurrence that has begun by `today`."""
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


def _read_iso(fields: _Fields, _: date) -> Interval:
    if fields.get("day"):
        return day_period(date(int(fields["year"]), int(fields["month"]), int(fields["day"])))
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
    """A quarter or a half, of the year stated or else the latest that has begun."""
    number = fields.get("number") or ""
    count = int(number) if number.isdigit() else ORDINALS.get(number, 0) or int(number[:1])
    if fields["part"].startswith("h"):
        return _latest(lambda year: half_period(year, _checked(count, 2)), fields, today)
    return _latest(lambda year: quarter_period(year, _checked(count, 4)), fields, today)


def _read_season(fields: _Fields, today: date) -> Interval:
    if fields.get("which"):
        step = _STEP[fields["which"]]
        now = _latest(lambda year: season_period(year, fields["season"]), {}, today)
        if now.last < today:  # over: it is the last one; the coming one stands for this
            step += 1
        return season_period(now.first.year + step, fields["season"])
    return _latest(lambda year: season_period(year, fields["season"]), fields, today)


def _read_count(fields: _Fields, today: date) -> Interval:
    count = number_word(fields["count"])
    if count is None:
        raise ValueError("no number")
    return shifted(today, count if fields["way"] in ("from now", "hence") else -count, fields["unit"])


def _read_last_days(fields: _Fields, today: date) -> Interval:
    """The last 7 days: a stretch that ends today; the next ones begin tomorrow."""
    count = number_word(fields["count"])
    if not count:
        raise ValueError("no number")
    ahead = fields["which"] in ("next", "coming")
    far = shifted(today, count if ahead else -count, fields["unit"])
    edge = today.day - 1
    if fields["unit"] in ("day", "week"):
        days = count * _DAYS_IN[fields["unit"]]
        return Interval(today + DAY, today + days * DAY, "range") if ahead else _back(today, days)
    other = min(far.first + edge * DAY, month_period(far.first.year, far.first.month).last)
    if fields["unit"] == "year":
        other = min(date(far.first.year, today.month, 1) + edge * DAY, month_period(far.first.year, today.month).last)
    return Interval(today + DAY, other, "range") if ahead else Interval(other + DAY, today, "range")


def _back(today: date, days: int) -> Interval:
    return Interval(today - (days - 1) * DAY, today, "range")


def _read_week_number(fields: _Fields, today: date) -> Interval:
    year = int(fields["year"]) if fields.get("year") else today.year
    return week_period(date.fromisocalendar(year, int(fields["week"]), 1))


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
        (rf"{_YEAR}-(?P<month>[0-9]{{1,2}})(?:-(?P<day>[0-9]{{1,2}}))?", _read_iso),
        (rf"{_YEAR}/(?P<month>[0-9]{{1,2}})(?:/(?P<day>[0-9]{{1,2}}))?", _read_iso),
        (r"(?P<month>[0-9]{1,2})[-/](?P<year>[0-9]{4})", _read_iso),
        (rf"{_YEAR}(?P<month>[01][0-9])(?P<day>[0-3][0-9])", _read_iso),
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
        (rf"{_YEAR}[ -]?(?P<part>[qh])(?P<number>[1-4])", _read_part),
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
        (rf"{_YEAR}-?w(?P<week>[0-9]{{1,2}})|(?:the )?week (?P<week_alone>[0-9]{{1,2}})", lambda f, t: _read_week_number(f | {"week": f.get("week") or f["week_alone"]}, t)),
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
    for pattern, reader in _RULES:
        if found := pattern.fullmatch(text):
            try:
                return reader({name: value for name, value in found.groupdict().items() if value}, today)
            except ValueError:  # no such day: another rule may read it (2017-18 is no month, but two years)
                continue
    for pattern, modifier in _MODIFIERS:
        if found := pattern.fullmatch(text):
            return replace(_read_one(found[1].removeprefix("the "), today), modifier=modifier)
    raise ValueError("no rule reads it")


_LINKS = (
    re.compile(" (?:to|through|until|till) "),
    re.compile(" - "),
    re.compile("(?<=[a-z0-9])-(?=[a-z])"),
    re.compile(" and "),
)
_HAS_YEAR = re.compile("(?<![0-9])[0-9]{4}(?![0-9])")


def _read_range(text: str, today: date) -> Interval:
    """Two expressions joined by to, a dash, or between and and; raises ValueError where no joint gives two of them."""
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
    if first.first > last.last:  # "Nov-Feb": the beginning lies in the year before
        first = _read_one(left, last.first - DAY)
    return span(first, last)


def read_interval(text: str, *, today: date) -> Interval:
    """Read one date expression as a person types it, relative ones against `today`.

    Without a year, the latest occurrence that has begun is meant ("October", "Q3", "Thursday", "Christmas").
    Raises ValueError, and nothing else, with a sentence that says what can be read.
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

    Raises ValueError, and nothing else.
    """
    found = _AGE.fullmatch(text.strip().lower())
    if not found:
        raise ValueError(f"{text[:_LONGEST]!r} is no length of time; write 7d, 2w, 3m or 1y.")
    return timedelta(days=int(found[1]) * _AGE_DAYS[found[2][0]])
