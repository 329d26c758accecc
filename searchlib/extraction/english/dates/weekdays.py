"""Weekdays: "Thursday", "last Monday", "a week from Friday", "Thursday, Oct. 31"."""

from __future__ import annotations

import re
from datetime import date

from searchlib.expressions import periods
from searchlib.expressions.english import date_words
from searchlib.expressions.english.date_words import MONTHS, WEEKDAYS
from searchlib.expressions.periods import DAY, Interval
from searchlib.extraction.english.dates.context import PART_OF_DAY, Candidate, Context, WordBefore, words_before
from searchlib.extraction.english.dates.likely_years import is_step
from searchlib.extraction.english.dates.months import read_month
from searchlib.extraction.english.dates.pivots import (
    APOSTROPHES,
    DAY_FORMS,
    MONTH_FORMS,
    MONTH_NAME,
    SHORT_DAY_FORMS,
)
from searchlib.extraction.english.dates.tense.clauses import CLAUSE_END, words_of
from searchlib.extraction.english.dates.tense.direction import direction
from searchlib.extraction.english.dates.tense.verbs import Direction, goes_back
from searchlib.extraction.english.dates.year_choice import with_year
from searchlib.extraction.english.lexicon.time_words import (
    BEFORE_DAY_NAME,
    FOLLOWING,
    LAST,
    NEXT,
    PREVIOUS,
    RECURRING,
    THIS,
    TIME_SHIFTS,
    WHICH,
)

_NOT_A_DAY = re.compile(
    r"\s(?:Times|Post|Mirror|Telegraph|Herald|Magazine|Night|Mail|Express|Star|Book|Styles|Review|Observer|[Ss]chool|Group|(?:[A-Z][a-z]+ )?Club|Prayers?|(?:news|talk|political|morning) shows|talk show|mornings|afternoons|evenings|nights)\b|-to-|\s?[a-z]*[Nn]ighter"
)
_PAPER = re.compile(
    r"\s(?:Globe|Sun|Independent|World|People|Business|Tribune|Chronicle|News|Standard|Gazette|Journal|Courier|Nation|Comet|Record|Argus|Echo|Sport)\b"
)
"""Names of papers behind "the Sunday"."""
_BEFORE_SHOWS = frozenset("the of two three four five six seven all these those his her their".split())  # noqa: SIM905
"""Words before "Sunday shows", the noun: "on all five Sunday shows", but not "a poll released Sunday shows"."""
_WITH_DATE = re.compile(
    rf",?\s(?:the\s)?(?=(?:{'|'.join(MONTH_FORMS)})\b\.?\s[0-9]|[0-9]{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{'|'.join(MONTH_FORMS)})\b)"
)
_WHOSE_WEEK = re.compile(
    r"(?:[\s-](?:morning|afternoon|evening|night))?,?\s(?:of\s)?(?P<which>last|this|next) week(?![\w-])"
)
_WEEK_BEFORE = re.compile(r"\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext) week(?:,? on|,)? \Z")
_DAY_OF_MONTH = re.compile(
    r",?\s(?:the\s)?(?P<day>[12]?[0-9]|3[01])(?:st|nd|rd|th)\b(?!\s(?:[a-z]+ ?(?:of|in|time|floor|straight)\b|[A-Z]))"
)
_IN_MONTH = re.compile(
    rf",?\s(?:of|in)\s(?:(?P<which>last|this|next) (?P<month_unit>month)|(?P<the>the month)\b|{MONTH_NAME})"
)
_HOURS = re.compile(
    r"[^.;\n]{0,10}\(?\b[0-9]{1,2}(?:[:.]?[0-9]{2})?\s?(?:[ap]\.?m\.?\s)?(?:GMT|UTC|[A-Z]{1,2}[SD]?T)\s(?:on\s)?\Z"
)
_MONTH_WORD = re.compile(rf"(?:{'|'.join(MONTH_FORMS)})\b")


def read_weekday(context: Context, start: int, end: int) -> Candidate | None:
    text = context.text
    if _NOT_A_DAY.match(text, end) or (text.endswith("the ", 0, start) and _PAPER.match(text, end)):
        return None
    words = words_before(text, start, context.read_to)
    near = words[0].text if words else ""
    if _is_any_day(text, words, start, end):
        return None
    if dated := _weekday_with_date(context, start, end):
        return dated
    if ordinal := _read_nth_weekday(context, words, start, end):
        return ordinal
    if near == "a":
        if stated := _day_beside(context, words[0].start, start, end):
            return stated
        if len(words) > 1 and words[1].text in _WAS:
            return None  # "the 7th was a Sunday"
    elif " on a" in text[max(0, start - 90) : start] and _ON_ANY.search(text, max(0, start - 90), start):
        return None
    if near in ("first", "second", "third", "fourth", "fifth"):
        return None
    if near == "last" and len(words) > 1 and words[1].text == "the" and _BEFORE_EVENT.match(text, end):
        return None  # "the last Friday before Christmas"
    sure = text[end - 1] != "." or text[start:end] in _NO_WORDS
    if not sure and near not in WHICH and near not in ("on", "until", "since", "by"):
        return None  # "Sat." and "Sun." are words as well
    which = near if near in WHICH else ""
    if which and len(words) > 1 and words[1].text in ("this", "the") and which not in THIS:
        first = words[1].start
    else:
        first = words[0].start if which else start
    weekday = WEEKDAYS[text[start:end].lower().rstrip(".")]
    if _is_opening_hours(text, start, end):
        return None
    whose = _WHOSE_WEEK.match(text, end)
    part = PART_OF_DAY.match(text, end)
    before = _WEEK_BEFORE.search(text, max(0, start - 20), start) if not whose else None
    if before and context.mentions and context.mentions[-1].start >= before.start():
        first, whose = context.mentions.pop().start, before
        context.read_to = first
    stop = max(end, part.end() if part else end, whose.end() if whose else end)
    candidate = Candidate(first, stop, None, "weekday", "inferred", context.base_anchor)
    base = context.base
    if base is None or (context.narrative and not (context.focus and context.focus.grain == "day")):
        return candidate
    if context.narrative and not context.near(start):
        return candidate  # of the news perhaps, or of a day that the story has left behind
    if whose:
        step = {"last": -7, "this": 0, "next": 7}[whose["which"].lower()]
        candidate.period = periods.day_period(periods.week_period(base).first + (weekday + step) * DAY)
    elif numbered := _DAY_OF_MONTH.match(text, end):
        candidate.end, candidate.rule = numbered.end(), "numbered weekday"
        candidate.period = _weekday_numbered(context, base, weekday, int(numbered["day"]), candidate)
    elif day := _other_zone(context, start):
        candidate.period = periods.day_period(
            min(
                (periods.weekday_before(day, weekday), periods.weekday_after(day, weekday)),
                key=lambda near: abs(near - day),
            )
        )
        candidate.anchor = "text"
    elif weeks := _weeks_off(context, candidate):
        nearest = periods.weekday_after if weeks > 0 else periods.weekday_before
        candidate.period = periods.day_period(nearest(base, weekday, today_counts=False) + 7 * weeks * DAY)
    else:
        candidate.period = periods.day_period(_weekday_near(context, base, weekday, which, candidate))
    return candidate


_BEFORE_EVENT = re.compile(r"\s(?:before|of|in)\s")


def _is_any_day(text: str, words: list[WordBefore], start: int, end: int) -> bool:
    """Whether the weekday is one of every week, or part of a name: "every Monday", "on a Monday", "Black Friday"."""
    near = words[0].text if words else ""
    before = words[1].text if len(words) > 1 else ""
    if near == "from" and before == "ways":  # "six ways from Sunday"
        return True
    if near in RECURRING and not (near == "other" and before == "each"):  # but "within minutes of each other Friday"
        return True
    if (
        near in BEFORE_DAY_NAME
        or (near == "a" and before == "on")
        or (near in _BEFORE_SHOWS and text.startswith(" shows", end))
    ):
        return True
    if _EVERY.search(text, max(0, start - 24), start) or _OF_EVERY.match(text, end):
        return True
    return _TITLE_ENDS.match(text, end) is not None and _TITLE_OPENS.search(text, max(0, start - 32), start) is not None


_TITLE_OPENS = re.compile(
    r"(?:\A|[\s(])[\"'\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}](?:[A-Z][\w.]*\s){2,4}\Z"
)
_TITLE_ENDS = re.compile(r"[,.]?[\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}](?!s\b)")
"""A weekday that ends a title in quotation marks: “Fox News Sunday”."""


def _day_beside(context: Context, first: int, start: int, end: int) -> Candidate | None:
    """Read the "a Saturday" of "January 6, a Saturday": that day."""
    last = context.mentions[-1] if context.mentions else None
    if (
        last is None
        or last.period is None
        or last.period.grain != "day"
        or context.text[last.end : first] not in _DAY_IS
    ):
        return None
    day = last.period.first
    if day.weekday() != WEEKDAYS[context.text[start:end].lower().rstrip(".")]:
        return None
    return Candidate(start, end, last.period, "weekday", "inferred", "text")


_WAS = frozenset(("was", "is", "being", "it's"))
_DAY_IS = frozenset((", ", " was ", ", was ", " is ", ", is "))
"""What stands between a day and the weekday that it is: "May 1, 1998, was a Friday"."""
_OF_EVERY = re.compile(r"\s(?:of|in)\s(?:every|each)\b")
_ON_ANY = re.compile(r"\bon an? [A-Z][a-z]+day\b[^.;!?\n]{0,70}\Z")
"""Before the second of two weekdays of any week: "we cut it on a Monday and come in Tuesday"."""
_NO_WORDS = frozenset(("Tues.", "Tue.", "Thurs.", "Thur.", "Thu.", "Fri.", "Weds."))
"""Short forms that are nothing else; "Sat.", "Sun.", "Mon." and "Wed." are words as well."""
_WEEKDAY = rf"(?:{'|'.join((*DAY_FORMS, *SHORT_DAY_FORMS))})\b"
_WEEKDAY_WORD = re.compile(_WEEKDAY)
_HOURS_BESIDE = re.compile(
    r"\b(?:airs?|appears?|weekdays)\b|\b[Hh]ours\b|\b[Oo]pen\b|\b[0-9]{1,2}(?::[0-9]{2})?\s?(?:[ap]\.?m\b|(?:to|[-\N{EN DASH}])\s?[0-9])"
)
_TO_WEEKDAY = re.compile(rf"\s?(?:to|through|thru|[-\N{{EN DASH}}])\s?{_WEEKDAY}")
_FROM_WEEKDAY = re.compile(rf"{_WEEKDAY}\s?(?:to|through|thru|[-\N{{EN DASH}}])\s?\Z")


def _is_opening_hours(text: str, start: int, end: int) -> bool:
    """Whether it is one end of "open Tuesday to Sunday, 10 to 5"."""
    if not (_TO_WEEKDAY.match(text, end) or _FROM_WEEKDAY.search(text, max(0, start - 20), start)):
        return False
    return _HOURS_BESIDE.search(text, max(0, start - 40), end + 40) is not None


_EVERY = re.compile(r"\b(?:[Ee]very|[Ee]ach|[Mm]ost) [A-Z][a-z]+day(?:/| and | or |, )\Z")
"""The first of two days of every week: "every Wednesday and Thursday"."""
_WEEKS_FROM = re.compile(
    r"\b(?P<count>an?|one|two|three) weeks? (?:(?P<ahead>from|on)|(?P<back>ago)(?: last| on)?)(?: this| next)? \Z",
    re.IGNORECASE,
)


_BEGINS = re.compile(r"(?:\A|[.,;:\n(]\s?|\b(?:until|for|by|on|held|due|begins?|starts?|opens?|meets?|resumes?) )\Z")
"""Before "a week on Tuesday", which is the Tuesday after the next."""
_WEEK_LATER = re.compile(r" week(?=[.,;:)]|\Z| (?:the|he|she|they|it|we|at|in|for|when|after|and|will)\b)")


def _weeks_off(context: Context, candidate: Candidate) -> int:
    """The weeks between the weekday and the one meant: "a week ago Tuesday" is -1, "two weeks from Tuesday" is 2."""
    text = context.text
    if text.startswith(" week", candidate.end) and _WEEK_LATER.match(text, candidate.end):
        candidate.end += len(" week")  # "on Tuesday week"
        return 1
    off = _WEEKS_FROM.search(text, max(0, candidate.start - 32), candidate.start)
    if off is None or (off["ahead"] == "on" and not _BEGINS.search(text, max(0, off.start() - 12), off.start())):
        return 0
    if context.mentions and context.mentions[-1].start >= off.start():
        context.mentions.pop()  # "a week ago", read as a mention of its own
    candidate.start = off.start()
    weeks = date_words.number_word(off["count"]) or 1
    return weeks if off["ahead"] else -weeks


def _read_nth_weekday(context: Context, words: list[WordBefore], start: int, end: int) -> Candidate | None:
    """Read "the first Monday in March", "the last Friday of October 2019", "the second Tuesday of the month"."""
    number = -1 if words and words[0].text == "last" else date_words.ordinal_word(words[0].text) if words else None
    if number is None or not -1 <= number <= 5:
        return None
    within = _IN_MONTH.match(context.text, end)
    if within is None:
        return None
    weekday = WEEKDAYS[context.text[start:end].lower().rstrip(".")]
    first = words[1].start if len(words) > 1 and words[1].text == "the" else words[0].start
    if within["month"] is None:
        base = context.base
        if base is None:
            return Candidate(first, within.end(), None, "nth weekday", "inferred")
        step = {"last": -1, "this": 0, "next": 1}.get(within["which"] or "this", 0)
        month = periods.shifted(base, step, "month").first
        day = periods.nth_weekday(month.year, month.month, weekday, number)
        return Candidate(first, within.end(), periods.day_period(day), "nth weekday", "inferred", context.base_anchor)
    named = MONTHS[within["month"].lower()]

    def make(year: int) -> Interval:
        return periods.day_period(periods.nth_weekday(year, named, weekday, number))

    return with_year(context, (first, within.end()), "nth weekday", make)


def _weekday_numbered(context: Context, base: date, weekday: int, number: int, candidate: Candidate) -> Interval | None:
    """The day of "Friday the 26th": a day of that number and weekday, ahead or back as the clause says."""
    days = []
    for months in range(-12, 13):
        month = periods.shifted(base, months, "month")
        day = month.first + (number - 1) * DAY
        if day <= month.last and day.weekday() == weekday:
            days.append(day)
    towards = direction(context.text, candidate.start, candidate.end)
    right = [day for day in days if (day >= base if towards > 0 else day <= base if towards < 0 else True)]
    near = min(right or days, key=lambda day: abs(day - base), default=None)
    return periods.day_period(near) if near else None


def _other_zone(context: Context, start: int) -> date | None:
    """The day that a time in another zone belongs to: "Thursday (0400 GMT Friday)"."""
    last = context.mentions[-1] if context.mentions else None
    if last is None or last.period is None or last.period.grain != "day" or start - last.end > 30:
        return None
    return last.period.first if _HOURS.match(context.text, last.end, start) else None


def _weekday_with_date(context: Context, start: int, end: int) -> Candidate | None:
    """Read "Thursday, Oct. 31" as one mention: the date, with the weekday before it."""
    joined = _WITH_DATE.match(context.text, end)
    if not joined or "\n" in joined.group():
        return None
    month = _MONTH_WORD.search(context.text, joined.end(), joined.end() + 17)
    read_to, context.read_to = context.read_to, joined.end()
    candidate = read_month(context, *month.span()) if month else None
    context.read_to = read_to
    if candidate:
        candidate.start = start
    return candidate


def _day_in_story(context: Context, base: date, weekday: int, candidate: Candidate, towards: Direction) -> date | None:
    """The weekday after the day just told of: "on Wednesday, Aug. 15. By Thursday 500 were dead", or the next of a list."""
    last = context.mentions[-1] if context.mentions else None
    if last is None or last.period is None or last.period.grain != "day":
        return None
    day = last.period.first
    if _is_heading(context.text, candidate) and (heading := _heading_before(context)):
        return periods.weekday_after(heading, weekday, today_counts=False)
    if _is_next_of_list(context, base, last, candidate):
        return periods.weekday_after(day, weekday, today_counts=_is_tomorrow(context, last))  # "tomorrow, on Wednesday"
    dated = last.in_year is not None or last.confidence == "explicit"
    old = dated and (base - day).days >= 7 and candidate.start - last.end < _STORY_NEAR
    if old and towards < 0 and is_step(context, candidate.start):
        return periods.weekday_after(day, weekday, today_counts=False)
    return None


_STORY_NEAR = 120


def _heading_before(context: Context) -> date | None:
    """The day of the last heading among the last mentions."""
    for mention in context.mentions[: -_MENTIONS_A_LINE - 1 : -1]:
        if mention.period and mention.period.grain == "day" and _is_heading(context.text, mention):
            return mention.period.first
    return None


_MENTIONS_A_LINE = 6


def _is_next_of_list(context: Context, base: date, last: Candidate, candidate: Candidate) -> bool:
    """Whether it stands beside a weekday to come: "sells notes Tuesday and bonds Wednesday"."""
    gap = context.text[last.end : candidate.start]
    tomorrow = _is_tomorrow(context, last)
    if not tomorrow and not _WEEKDAY_WORD.search(context.text, last.start, last.end):
        return False
    if gap.strip() in _RANGE_WORDS:
        return True
    if last.period is None or last.period.first <= base or len(gap) > _LIST_GAP:
        return False
    listed = (" and " in gap or (tomorrow and ", " in gap)) and not CLAUSE_END.search(gap)
    return listed and (tomorrow or not goes_back(gap)) and TIME_SHIFTS.isdisjoint(words_of(gap))


def _is_tomorrow(context: Context, last: Candidate) -> bool:
    return context.text[last.start : last.end].lower() == "tomorrow"


_LIST_GAP = 48
_RANGE_WORDS = frozenset(("to", "through", "thru", "-", "\N{EN DASH}"))


def _is_heading(text: str, candidate: Candidate) -> bool:
    """Whether a day begins a line, and a colon, a full stop or nothing follows it there."""
    return text[max(0, candidate.start - 1) : candidate.start] in ("", "\n") and text[
        candidate.end : candidate.end + 1
    ] in (
        "",
        ":",
        ".",
        "\n",
    )


_POSSESSIVE = re.compile(f"[{APOSTROPHES}]s")
_IN_STORE = re.compile(
    rf"[{APOSTROPHES}]s\s(?:[a-z-]{{2,20}}\s){{0,2}}(?:events?|activities|festivities|game|games|match|race|march|rally|rallies|parade|concert|show"
    r"|election|elections|primary|debate|hearing|meeting|summit|talks|ceremony|protests?|demonstrations?|session|race|runoff"
    r"|caucus(?:es)?)(?:\s[^.,;:?!\n]{1,30}?)?\s(?:is|are)\s(?!the\s|an?\s|over\b|still\b|being\b|now\b)"
    rf"|[{APOSTROPHES}]s\s(?:[a-z-]+\s){{1,4}}(?:is|are)\s(?:scheduled|set|expected|due|planned|slated)\b"
)
"""What a day has in store, in the present tense: "Saturday's events are focused on", but not "is the latest"."""
_OF_PLAN = re.compile(r"\b(?:will|won't|would|may|could|might|to|is|are)(?: not)? [a-z]+ \Z")
_PLANNED = re.compile(
    rf"[{APOSTROPHES}]s\s(?:[a-z-]+\s){{0,2}}(?:ceremony|debate|elections?|primary|primaries|vote|votes|match|game|race|runoff|summit|caucus(?:es)?|deadline|concert)\b"
)
"""What a day is known for beforehand: "the row will not mar Wednesday's ceremony"."""
_TOWARDS = re.compile(
    r"\b(?:of|for|before|until|in|at|(?<!comment )(?<!commented )on|awaits?|awaiting) \Z", re.IGNORECASE
)


def _weekday_near(context: Context, base: date, weekday: int, which: str, candidate: Candidate) -> date:
    if context.narrative:
        return periods.weekday_after(base, weekday)
    if which in PREVIOUS or which in FOLLOWING:
        focus = context.focus.first if context.focus and context.focus.grain == "day" else base
        near = periods.weekday_before if which in PREVIOUS else periods.weekday_after
        return near(focus, weekday, today_counts=False)
    if which in LAST:
        return periods.weekday_before(base, weekday, today_counts=False)
    if which in NEXT:
        return periods.weekday_after(base, weekday, today_counts=False)
    towards = direction(context.text, candidate.start, candidate.end)
    if followed := _day_in_story(context, base, weekday, candidate, towards):
        candidate.anchor = "text"
        return followed
    after, before = periods.weekday_after(base, weekday), periods.weekday_before(base, weekday)
    ahead = towards is Direction.AHEAD or (towards is Direction.LIKELY_AHEAD and after - base < base - before)
    if _IN_STORE.match(context.text, candidate.end):
        ahead = True
    elif (
        ahead
        and _POSSESSIVE.match(context.text, candidate.end)
        and not (
            towards is Direction.AHEAD
            and _PLANNED.match(context.text, candidate.end)
            and _OF_PLAN.search(context.text, max(0, candidate.start - 32), candidate.start)
        )
        and not _TOWARDS.search(context.text, max(0, candidate.start - 12), candidate.start)
    ):
        ahead = False
    if which in THIS:
        day = periods.week_period(base).first + weekday * DAY
        return day + 7 * DAY if ahead and day < base else day
    return after if ahead else before
