"""The year of a day, month, season or holiday: the one stated behind it, the one named ("of last year"), or the likeliest."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from searchlib.expressions import periods
from searchlib.expressions.english import date_words
from searchlib.expressions.periods import DAY, Interval
from searchlib.extraction.english.dates.context import Candidate, Context
from searchlib.extraction.english.dates.tense.clauses import CLAUSE_END, words_of
from searchlib.extraction.english.dates.tense.direction import direction
from searchlib.extraction.english.dates.tense.verbs import Direction, goes_back
from searchlib.extraction.english.lexicon.time_words import (
    FOLLOWING,
    LAST,
    NEXT,
    PREVIOUS,
    REPORTING_VERBS,
    SAME,
    SPOKEN_CENTURIES,
    SPOKEN_THOUSANDS,
    THIS,
    TIME_SHIFTS,
)

YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})(?![0-9]|[.,][0-9])"
WHOSE_YEAR = re.compile(
    r"\.?,?\s(?:of\s|in\s)?(?:the\s)?(?P<which>last|this|next|same|that|following|previous|current) year(?![\w-])"
)
_COST_AHEAD = {
    Direction.AHEAD: 1.0,
    Direction.LIKELY_AHEAD: 1.5,
    Direction.OPEN: 3.0,
    Direction.LIKELY_BACK: 9.0,
    Direction.BACK: 60.0,
}
_COST_BACK = {Direction.AHEAD: 25.0, Direction.LIKELY_AHEAD: 2.0}
"""The cost of each day ahead and back (1 where nothing else is said), by the direction of the clause: the cheapest year
is chosen. "He said ... Nov. 21", three weeks ahead, stays ahead; "was held in May", ten months ahead, goes back."""


def nearest_year(reference: date, make: Callable[[int], Interval], towards: Direction) -> Interval | None:
    """The cheapest period of the year of `reference`, the one before and the one after; `towards` is the direction of the clause."""
    best: tuple[float, Interval] | None = None
    for year in (reference.year, reference.year - 1, reference.year + 1):
        try:
            period = make(year)
        except ValueError:  # 29 February, or the edge of the calendar
            continue
        if period.first > reference:
            middle = period.first + (period.last - period.first) / 2
            day = period.first if towards is Direction.BACK else middle
            cost = (day - reference).days * _COST_AHEAD[towards]
        elif period.last < reference:
            cost = (reference - period.last).days * _COST_BACK.get(towards, 1.0)
        else:
            cost = 0
        if best is None or cost < best[0]:
            best = cost, period
    return best[1] if best else None


_YEAR_BEHIND = re.compile(rf",?\s(?:of\s|in\s)?{YEAR}")


def with_year(context: Context, place: tuple[int, int], rule: str, make: Callable[[int], Interval]) -> Candidate | None:
    """A mention with the year stated behind it, in digits or as "of last year", else with the likeliest one."""
    start, end = place
    if stated := _YEAR_BEHIND.match(context.text, end):
        return Candidate(start, stated.end(), make(int(stated["year"])), rule, "explicit")
    if whose := WHOSE_YEAR.match(context.text, end):
        return in_named_year(context, start, whose, make, rule)
    return with_missing_year(context, place, rule, make)


def with_missing_year(
    context: Context,
    place: tuple[int, int],
    rule: str,
    make: Callable[[int], Interval],
    which: str = "",
    *,
    may_be_about: bool = False,
) -> Candidate | None:
    """A mention whose year the text leaves out; `which` is the "last", "this" or "next" before it.

    None where no year has such a day.
    """
    try:
        grain = make(2000).grain
    except ValueError:
        return None
    candidate = Candidate(
        *place, None, rule, "inferred", context.base_anchor, grain=grain, in_year=make, may_be_about=may_be_about
    )
    if (year := _year_just_before(context, candidate.start)) is not None:
        candidate.period, candidate.anchor = in_year_or_none(make, year), "text"
        return candidate
    if (
        which in SAME and _THAT_MONTH.match(context.text, place[1]) and (named := context.just_named(candidate.start))
    ):  # "failed in April 1881 ... that May"
        candidate.period, candidate.anchor = in_year_or_none(make, named.first.year), "text"
        return candidate
    if (which in FOLLOWING or which in PREVIOUS) and (named := context.just_named(candidate.start)):
        candidate.period, candidate.anchor = _beside_named(named, make, 1 if which in FOLLOWING else -1), "text"
        return candidate
    if context.narrative and context.year is not None:
        candidate.period = in_year_or_none(make, _narrated_year(context, make, context.year, candidate.start))
        if candidate.period and context.reference and candidate.period.first > context.reference:
            announced = candidate.period.first.year == context.reference.year and direction(context.text, *place) > 0
            candidate.period = candidate.period if announced else in_year_or_none(make, context.year - 1)
        return candidate
    if context.reference is None:
        candidate.anchor = ""
        return candidate
    candidate.period = _chosen_year(context, context.reference, candidate, make, which)
    return candidate


_THAT_MONTH = re.compile(
    r"[.,;:)]|\s(?:when|because|as|after|before|with|at|in|for|to|by|I|he|she|we|they|it|the)\b|\n|\Z"
)
"""What stands behind the month of "that May", but not behind "said that May is late"."""
_YEAR_THEN = re.compile(r",\s(?:on|in|by)\s")


def _year_just_before(context: Context, at: int) -> int | None:
    """The year right before a day: "In 1916, on July 1, twenty thousand fell"."""
    last = context.mentions[-1] if context.mentions else None
    if last is None or last.period is None or last.period.grain != "year" or last.confidence != "explicit":
        return None
    return last.period.first.year if _YEAR_THEN.fullmatch(context.text, last.end, at) else None


def _beside_named(named: Interval, make: Callable[[int], Interval], step: int) -> Interval | None:
    """The first such period after what was just named, or the last one before it: "in 1944 ... the following June"."""
    for year in (named.first.year, named.first.year + step):
        period = in_year_or_none(make, year)
        if period and (period.first > named.last if step > 0 else period.last < named.first):
            return period
    return None


def _narrated_year(context: Context, make: Callable[[int], Interval], year: int, at: int) -> int:
    """The year that a narrative has reached: a year mentioned in passing ("planned for 1976") gives way to the last full date."""
    exact = context.exact
    if (near := _day_just_stated(context, at)) is not None:
        exact, year = near, near.first.year
    if exact is None:
        return year
    if context.in_passing and exact.first.year < year:
        with_exact = in_year_or_none(make, exact.first.year)
        year = exact.first.year if with_exact and with_exact.first >= exact.first else year
    if year == exact.first.year and _rolls_over(context, make, exact, at):
        return year + 1
    return year


def _day_just_stated(context: Context, at: int) -> Interval | None:
    """The full date of the sentence before, when this one begins with a date: "on 9 August 1402. In October he sent"."""
    last = context.mentions[-1] if context.mentions else None
    if last is None or last.period is None or last.confidence != "explicit" or last.grain not in ("day", "month"):
        return None
    if last.period.grain not in ("day", "month") or at - last.end > NEIGHBOURS or not is_step(context, at):
        return None
    gap = context.text[last.end : at]
    return None if "\n" in gap or gap.count(". ") > 1 else last.period


_STEP = re.compile(
    r"(?:\A|[.!?;\n]['\"\N{RIGHT DOUBLE QUOTATION MARK}]?\s*|\])(?:\W{0,3})(?:(?:On|on|In|in|By|by|Early in|Late in|During|Until|Towards?|Throughout|Early|Late)\s(?:the\s)?(?:\w+\sof\s)?|That\s)?(?:early\s|late\s|mid-)?\Z"
)
"""The beginning of a sentence, with nothing but a preposition before the date: the next step of a story."""


def is_step(context: Context, at: int) -> bool:
    """Whether a date begins a sentence, with nothing but a preposition before it."""
    return _STEP.search(context.text, max(0, at - 32), at) is not None


def _rolls_over(context: Context, make: Callable[[int], Interval], exact: Interval, at: int) -> bool:
    """Whether a story has passed New Year: "On November 20, 1912 ... In January, five towns signed"."""
    period = in_year_or_none(make, exact.first.year)
    if period is None or period.last >= exact.first:
        return False
    if _UNTIL.search(context.text, max(0, at - 8), at) and _in_one_sentence(context, context.mentions[-1].end, at - 8):
        return context.mentions[-1].period == exact
    back = (exact.first - period.first).days
    if back < (_TURN_OF_YEAR if period.first.month > 2 else _TO_WINTER):
        return False
    return is_step(context, at) or (back > _NEARLY_A_YEAR and _tells_on(context.text, at))


_UNTIL = re.compile(r"\b(?:until|till) \Z")


def _tells_on(text: str, at: int) -> bool:
    """Whether the date stands behind a verb in the simple past: "She left for London in January"."""
    clause = text[max(0, at - _CLAUSE) : at]
    begin = max((cut.end() for cut in CLAUSE_END.finditer(clause)), default=0)
    words = words_of(clause[begin:])
    return 2 < len(words) < _SHORT_CLAUSE and _LOOKS_BACK.isdisjoint(words) and goes_back(clause[begin:])


_CLAUSE = 90
_SHORT_CLAUSE = 10
_LOOKS_BACK = frozenset(("had", "since", "already", "earlier", "previously", "by", "who", "which", "that", "after"))
_NEARLY_A_YEAR = 270


_TURN_OF_YEAR = 240
_TO_WINTER = 110
"""How many days back a date must lie to belong to the next year; less for January and February."""
_STORY_NEAR = 400
_NEWS_DAYS = 120
"""How many days back a date without a year is rather one of the news than one of a story of another year ..."""
_LATE_NEWS_DAYS = 30
"""... and where the sentence goes on about the one who was told of."""


def _carried_year(
    context: Context, reference: date, candidate: Candidate, make: Callable[[int], Interval]
) -> Interval | None:
    """The period in the year that the text tells of: "The strike began on May 2, 2010. On June 8 the mine closed"."""
    exact = context.exact
    last = context.mentions[-1] if context.mentions else None
    if last and _is_year_of_subject(context, last, candidate):
        return in_year_or_none(make, last.period.first.year) if last.period else None
    if last and _opened_with_year(context, last, candidate) and last.period:
        if period := in_year_or_none(make, last.period.first.year):
            context.exact = period
        return period
    if exact is None or last is None or candidate.start - last.end > _STORY_NEAR:
        return None
    carried_before = last.confidence != "explicit" and last.anchor == "text"
    left = (
        last.period != exact
        and not carried_before
        and last.anchor
        and "\n" not in context.text[last.end : candidate.start]
    )
    if exact.first.year == reference.year or left:
        return None
    if last.period == exact and (beside := _later_in_sentence(context, exact, last, candidate, make)):
        return beside
    opens = is_step(context, candidate.start)
    told = last.period == exact and not opens and not carried_before
    if not (opens or ((carried_before or told) and _is_next_sentence(context, last, candidate))):
        return None
    towards = direction(context.text, candidate.start, candidate.end)
    recent = nearest_year(reference, make, towards)
    if towards > 0 or recent is None or not (opens or carried_before or towards is Direction.BACK):
        return None
    days = (reference - recent.last).days
    news = _LATE_NEWS_DAYS if _goes_on_about(context, last, candidate) else _NEWS_DAYS
    if not carried_before and 0 <= days <= news:
        return None
    reached = last.period is not None and last.period.grain == "year" and last.period.first.year > exact.first.year
    if reached and carried_before and last.period:  # "three years later it failed. On September 15 ..."
        exact = last.period
    period = in_year_or_none(make, exact.first.year)
    if period and period.last < exact.first:
        period = in_year_or_none(make, exact.first.year + 1)
        if period and (period.first - exact.first).days > _FAR_AHEAD:
            return None
    if told and period and (period.first - exact.first).days > _SOON_AFTER:
        return None
    if period is None or period.first > reference:
        return None
    context.exact = period
    return period


def _later_in_sentence(
    context: Context, exact: Interval, last: Candidate, candidate: Candidate, make: Callable[[int], Interval]
) -> Interval | None:
    """The first such period after a full date of the same sentence: "sailed in January 2005 and saw no land until April"."""
    gap = context.text[last.end : candidate.start]
    words = words_of(gap)
    goes_on = not _GOES_ON.isdisjoint(words)
    while words and words[-1] in _OWN_WORDS:
        words.pop()
    if len(gap) > _SENTENCE or CLAUSE_END.search(gap) or not _OTHER_TIMES.isdisjoint(words):
        return None
    if direction(context.text, candidate.start, candidate.end) is Direction.AHEAD:
        return None
    for year in range(exact.first.year, exact.first.year + 1 + goes_on):
        period = in_year_or_none(make, year)
        if period and 0 <= (period.first - exact.first).days <= _FAR_AHEAD:
            return period
    return None


_SENTENCE = 160
_OWN_WORDS = frozenset("in on by until till the early late mid end of from".split())  # noqa: SIM905
"""Words that belong to the date behind them."""
_OTHER_TIMES = TIME_SHIFTS - {"from", "as", "before", "until", "while"}


def _is_next_sentence(context: Context, last: Candidate, candidate: Candidate) -> bool:
    """Whether the last mention is in the same sentence or the one before: "On April 20 a juror fell ill. The verdict came on June 2"."""
    gap = context.text[last.end : candidate.start]
    return len(gap) <= NEIGHBOURS and "\n" not in gap and len(_FULL_STOP.findall(gap)) <= 1


_FULL_STOP = re.compile(r"[.!?]\s")


def _goes_on_about(context: Context, last: Candidate, candidate: Candidate) -> bool:
    """Whether a sentence goes on about the one who was told of: "was hired in June 2015. In October, he was fired"."""
    if last.confidence != "explicit" or not _is_next_sentence(context, last, candidate):
        return False
    after = _SENTENCE_SUBJECT.match(context.text, candidate.end)
    return after is not None and after["verb"].lower() not in _NEWS_VERBS


_SENTENCE_SUBJECT = re.compile(r",?\s(?:he|she|it|they|we|I)\s(?P<verb>[a-z]+)")
_NEWS_VERBS = REPORTING_VERBS | frozenset("has have is are will had also".split())  # noqa: SIM905


_SOON_AFTER = 120
_GOES_ON = frozenset(("again", "then", "until", "till"))
"""Words that take a story on in the same sentence: "lost in December 2015, ran again in June and won"."""
_SUBJECT_YEAR = re.compile(r"(?:\A|[.!?\n]\s?|, )(?:[Tt]he|[Aa]|[Ii]ts|[Tt]heir) \Z")


def _is_year_of_subject(context: Context, last: Candidate, candidate: Candidate) -> bool:
    """Whether the subject of the clause has a year: "The 1991 Gulf War ended with a truce on Feb. 28"."""
    if (
        last.grain != "day"
        or not last.period
        or last.period.grain != "year"
        or not _SUBJECT_YEAR.search(context.text, max(0, last.start - 8), last.start)
    ):
        return False
    if not _in_one_sentence(context, last.end, candidate.start):
        return False
    return direction(context.text, candidate.start, candidate.end) is Direction.BACK


def _opened_with_year(context: Context, last: Candidate, candidate: Candidate) -> bool:
    """Whether the sentence opened with a year: "In 2014 the West looked away: Crimea was taken in March"."""
    if last.confidence != "explicit" or not last.period or last.period.grain != "year" or last.modifier:
        return False
    gap = context.text[last.end : candidate.start]
    if len(gap) > _SENTENCE or _FULL_STOP.search(gap) or "\n" in gap or not is_step(context, last.start):
        return False
    words = words_of(gap)
    while words and words[-1] in _OWN_WORDS:
        words.pop()
    return _OTHER_TIMES.isdisjoint(words) and direction(context.text, candidate.start, candidate.end) < 0


def _in_one_sentence(context: Context, first: int, second: int) -> bool:
    gap = context.text[first:second]
    return len(gap) < NEIGHBOURS and not CLAUSE_END.search(gap) and TIME_SHIFTS.isdisjoint(words_of(gap))


def _chosen_year(
    context: Context, reference: date, candidate: Candidate, make: Callable[[int], Interval], which: str
) -> Interval | None:
    if which in THIS:
        return in_year_or_none(make, reference.year)
    if which in LAST or which in NEXT:
        step = -1 if which in LAST else 1
        this = in_year_or_none(make, reference.year)
        beyond = this is not None and (this.last < reference if step < 0 else this.first > reference)
        if (
            this
            and step < 0
            and this.grain == "month"
            and this.last == periods.period_of(reference, "month").first - DAY
        ):
            beyond = False  # "last February" in March is no "last month"
        return this if beyond else in_year_or_none(make, reference.year + step)
    if follows := _with_neighbour(context, reference, candidate, make):
        return follows
    if carried := _carried_year(context, reference, candidate, make):
        candidate.anchor = "text"
        return carried
    return nearest_year(reference, make, direction(context.text, candidate.start, candidate.end))


NEIGHBOURS = 120
_FAR_AHEAD = 200


def _with_neighbour(
    context: Context, reference: date, candidate: Candidate, make: Callable[[int], Interval]
) -> Interval | None:
    """The period after a neighbour in the same clause that is in the future: "half of it in July, the rest in August",
    said in June. None where there is no such neighbour, or a verb in the past or a word such as "after" is between.
    """
    previous = context.mentions[-1] if context.mentions else None
    if previous is None or previous.in_year is None or previous.period is None or previous.period.first <= reference:
        return None
    if candidate.start - previous.end > NEIGHBOURS:
        return None
    gap = context.text[previous.end : candidate.start]
    if CLAUSE_END.search(gap) or goes_back(gap) or not TIME_SHIFTS.isdisjoint(words_of(gap)):
        return None
    for year in (previous.period.first.year, previous.period.first.year + 1):
        period = in_year_or_none(make, year)
        if period and 0 <= (period.first - previous.period.first).days <= _FAR_AHEAD:
            return period
    return None


def in_year_or_none(make: Callable[[int], Interval], year: int) -> Interval | None:
    """The period in a year; None where there is no such day."""
    try:
        return make(year)
    except ValueError:
        return None


def in_named_year(
    context: Context,
    start: int,
    whose: re.Match[str],
    make: Callable[[int], Interval],
    rule: str,
    *,
    may_be_about: bool = False,
) -> Candidate:
    """A day or month "of last year", "this year", "of the following year"."""
    which = whose["which"]
    grain = period.grain if (period := in_year_or_none(make, 2000)) else "day"
    candidate = Candidate(
        start, whose.end(), None, rule, "inferred", context.base_anchor, grain=grain, may_be_about=may_be_about
    )
    anchored = which in SAME or which in FOLLOWING or which in PREVIOUS
    year = context.year if anchored or context.narrative else context.reference.year if context.reference else None
    if anchored and (named := context.just_named(start)):
        year = named.first.year
    if anchored:
        candidate.anchor = "text"
    if year is not None:
        step = -1 if which in LAST or which in PREVIOUS else 1 if which in NEXT or which in FOLLOWING else 0
        candidate.period = in_year_or_none(make, year + step)
    return candidate


SPOKEN_YEAR_NEXT = re.compile(r",?\s(?:of\s)?(?P<century>[Nn]ineteen|[Ee]ighteen)\b")
OF_YEAR = re.compile(
    rf",?\s(?:(?:of|in)\s)?(?:the\s)?(?:(?:fiscal|calendar|financial)\s)?(?:(?:year\s)?{YEAR}|(?P<which>last|this|next|same|that|previous|following|current) year(?![\w-])|(?P<the>year)(?![\w-]))"
)
YEAR_RANGE = re.compile(
    r"(?:\s?[-\N{EN DASH}\N{EM DASH}/]\s?(?P<until>(?:1[0-9]|20)[0-9]{2}|[0-9]{2})(?![0-9]|[-/.,][0-9]|\w))"
)
_SPOKEN = re.compile(
    r"[\s-](?:(?P<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?P<ones>one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?P<teen>ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)|(?:oh|hundred and)[\s-](?P<oh>one|two|three|four|five|six|seven|eight|nine)|(?P<hundred>hundred))\b"
)


_BELOW_HUNDRED = re.compile(r"[\s-](?:and[\s-])?(?P<number>[a-z]+(?:-[a-z]+)?)\b")
_YEAR_LEAD = re.compile(r"\b(?P<year>[Yy]ear )|\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Oo]f) \Z")
_YEAR_STOP = re.compile(r"\s*(?:[.,;:?!)]|\Z)|\s(?:he|she|they|it|we|I|was|were|when|and|the)\s")


def read_spoken_year(context: Context, start: int, end: int) -> Candidate | None:
    """Read "in two thousand and fifteen" and "twenty nineteen", but not "in two thousand homes"."""
    text = context.text
    lead = _YEAR_LEAD.search(text, max(0, start - 6), start)
    year = SPOKEN_THOUSANDS[text[start:end]]
    below = _BELOW_HUNDRED.match(text, end) if year in (2000, 2020) else None
    number = date_words.number_word(below["number"]) if below and below["number"] not in ("a", "an") else None
    if below and number and number < (100 if year == 2000 else 10):
        year, end = year + number, below.end()
    if lead is None or not (lead["year"] or _YEAR_STOP.match(text, end)):
        return None
    return Candidate(start, end, periods.year_period(year), "spoken year", "explicit")


def read_spoken(context: Context, start: int, end: int) -> Candidate | None:
    """Read "nineteen ninety-six", as broadcasts are written down."""
    spoken = _SPOKEN.match(context.text, end)
    if not spoken:
        return None
    words = [spoken[name] for name in ("tens", "ones", "teen", "oh") if spoken[name]]
    year = SPOKEN_CENTURIES[context.text[start:end].lower()] + sum(date_words.NUMBERS[word] for word in words)
    return Candidate(start, spoken.end(), periods.year_period(year), "spoken year", "explicit")
