"""The likeliest year of a date that states none: the nearest, by the direction of its clause, or the one its story has reached."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from searchlib.expressions import periods
from searchlib.expressions.periods import DAY, Interval
from searchlib.extraction.english.dates.context import Candidate, Context
from searchlib.extraction.english.dates.tense.clauses import CLAUSE_END, words_of
from searchlib.extraction.english.dates.tense.direction import direction
from searchlib.extraction.english.dates.tense.verbs import Direction, goes_back
from searchlib.extraction.english.lexicon.time_words import LAST, NEXT, REPORTING_VERBS, THIS, TIME_SHIFTS

_COST_AHEAD = {
    Direction.AHEAD: 1.0,
    Direction.LIKELY_AHEAD: 1.5,
    Direction.OPEN: 3.0,
    Direction.LIKELY_BACK: 9.0,
    Direction.BACK: 60.0,
}
_COST_BACK = {Direction.AHEAD: 4.0, Direction.LIKELY_AHEAD: 2.0}
_COST_BACK_OF_PLAN = 150.0
"""The cost of each day ahead and back (1 where nothing else is said), by the direction of the clause: the cheapest year
is chosen. "He said ... Nov. 21", three weeks ahead, stays ahead; "was held in May", ten months ahead, goes back. What
"will" be done in a month, without a word between that tells of another time, is hardly ever back."""


def nearest_year(
    reference: date, make: Callable[[int], Interval], towards: Direction, *, planned: bool = False
) -> Interval | None:
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
            cost = (reference - period.last).days * (_COST_BACK_OF_PLAN if planned else _COST_BACK.get(towards, 1.0))
        else:
            cost = 0
        if best is None or cost < best[0]:
            best = cost, period
    return best[1] if best else None


def narrated_year(context: Context, make: Callable[[int], Interval], year: int, at: int) -> int:
    """The year that a narrative has reached: a year mentioned in passing ("planned for 1976") gives way to the last full date."""
    if (spanned := _year_of_span(context, make)) is not None:
        return spanned
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


def _year_of_span(context: Context, make: Callable[[int], Interval]) -> int | None:
    """The year of the range just told of in which a date lies: "lasted from 10 October 1702 to 2 March 1703. In December ..."."""
    span = context.span
    for year in (span.first.year, span.last.year) if span else ():
        period = in_year_or_none(make, year)
        if span and period and span.first <= period.first and period.last <= span.last:
            return year
    return None


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
    if is_step(context, at) or (back > _NEARLY_A_YEAR and _tells_on(context.text, at)):
        return True
    gap = context.text[context.mentions[-1].end : at]
    return context.mentions[-1].period == exact and gap.startswith(" and ") and _is_second_verb(gap)


def _is_second_verb(gap: str) -> bool:
    """Whether a sentence goes on with a second verb of its subject: "was elected in November 1932 and took office on March 4"."""
    words = words_of(gap)
    return len(words) < _SHORT_CLAUSE and _LOOKS_BACK.isdisjoint(words) and goes_back(" ".join(["he", *words[1:]]))


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
    last = context.mentions[-1] if context.mentions else None
    if last is None:
        return None
    if (year := _year_of_sentence(context, last, candidate)) is not None:
        period = in_year_or_none(make, year)
        context.exact = period or context.exact
        return period
    opens = is_step(context, candidate.start)
    if opens and not context.speaks_of(_OF_THE_DAY) and (spanned := _year_of_span(context, make)) is not None:
        return in_year_or_none(make, spanned)
    exact, opened = context.exact, _opening_year(context, last)
    if opened and (exact is None or exact.first < opened.first):
        exact = opened
    if exact is None or exact.first.year == reference.year or candidate.start - last.end > _STORY_NEAR:
        return None
    carried = _is_carried(last, exact)
    if last.period != exact and not carried and last.anchor and "\n" not in context.text[last.end : candidate.start]:
        return None  # the last date was one of the news
    if last.period == exact and (beside := _later_in_sentence(context, exact, last, candidate, make)):
        return beside
    told = last.period == exact and not opens and not carried
    if not (opens or ((carried or told) and _is_next_sentence(context, last, candidate))):
        return None
    towards = direction(context.text, candidate.start, candidate.end)
    wanted = towards > 0 and carried and goes_back(context.text[last.end : candidate.start])
    if (towards > 0 and not wanted) or not (opens or carried or towards is Direction.BACK):
        return None
    if not carried and _is_of_the_news(context, reference, candidate, nearest_year(reference, make, towards)):
        return None
    if carried and last.period and last.period.grain == "year" and last.period.first.year > exact.first.year:
        exact = last.period  # "three years later it failed. On September 15 ..."
    looks_back = _HAD.search(context.text, max(0, candidate.start - _CLAUSE), candidate.start) is not None
    period = _last_before(exact, make) if looks_back else _first_after(exact, make)
    if period is None or period.first > reference or (told and (period.first - exact.first).days > _SOON_AFTER):
        return None
    if not (wanted or looks_back):  # "she promised to repay it by August": the story has not come to August
        context.exact = period
    return period


_LOOKED_BACK = re.compile(
    r"\b(?:[Ll]ast (?:time|won|held|met|saw|seen|did)|[Ss]ince|[Pp]revious(?:ly)?|record|(?:low|high|bigg|deadli|larg)est|worst)\b[^.!?\n]{0,80}\Z"
)


def looks_back(context: Context, at: int) -> bool:
    """Whether a date is one that the news is compared with: "the last time they won was in January 1995"; no story begins there."""
    return not context.narrative and _LOOKED_BACK.search(context.text, max(0, at - 90), at) is not None


def _is_carried(last: Candidate, exact: Interval) -> bool:
    """Whether the last mention has its time from the story: from a date of its year or the one before, or years later."""
    if last.confidence == "explicit" or last.anchor != "text" or last.period is None:
        return False
    years = last.period.first.year - exact.first.year
    return years in (0, 1) or (years > 0 and last.period.grain == "year")


def _year_of_sentence(context: Context, last: Candidate, candidate: Candidate) -> int | None:
    """The year that the sentence is about: that of its subject, or one that it opened with."""
    if last.period is None or last.period.grain != "year":
        return None
    told = _is_year_of_subject(context, last, candidate) or _opened_with_year(context, last, candidate)
    return last.period.first.year if told else None


def _is_of_the_news(context: Context, reference: date, candidate: Candidate, recent: Interval | None) -> bool:
    """Whether a date is so recent that it is rather one of the news than one of the story."""
    if recent is None:
        return True
    if _is_long_ago(context, reference):
        return False
    goes_on = _goes_on_about(context, context.mentions[-1], candidate)
    return 0 <= (reference - recent.last).days <= (_LATE_NEWS_DAYS if goes_on else _NEWS_DAYS)


def _is_long_ago(context: Context, reference: date) -> bool:
    """Whether the story is of years ago and has several dates, in a text that tells no news of the day."""
    story = context.exact or context.mentions[-1].period
    years = reference.year - story.first.year if story else 0
    told = len(context.mentions) >= _DATES_OF_STORY or (context.exact is not None and years > _LIFETIME)
    return told and years > _YEARS_AGO and not context.speaks_of(_OF_THE_DAY)


_DATES_OF_STORY = 2
_YEARS_AGO = 3
_LIFETIME = 60
"""Years back from which one month or day is enough: a story of such times goes on in them."""
_OF_THE_DAY = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|(?:[Tt]his|[Ll]ast|[Nn]ext) (?:week|weekend|month|year|night)|said|says|told|ago)\b"
)
"""Words of a text that reports the days around it."""


def _opening_year(context: Context, last: Candidate) -> Interval | None:
    """The year that the sentence before opened with, in a text that tells no news: "In 1910 the mill was built. In May ..."."""
    if last.period is None or last.confidence != "explicit" or last.modifier:
        return None
    if last.period.grain not in ("year", "season"):
        return None
    long_ago = (
        last.period.grain == "season"
        and context.reference is not None
        and last.period.first.year < context.reference.year - _LIFETIME
    )  # "came in the summer of 1348"
    opens = long_ago or is_step(context, last.start)
    return last.period if opens and not context.speaks_of(_OF_THE_DAY) else None


def _first_after(exact: Interval, make: Callable[[int], Interval]) -> Interval | None:
    """The first such period from a date of the story on, if it is not more than half a year past New Year."""
    period = in_year_or_none(make, exact.first.year)
    if period is None or period.last >= exact.first:
        return period
    period = in_year_or_none(make, exact.first.year + 1)
    return period if period and (period.first - exact.first).days <= _FAR_AHEAD else None


_HAD = re.compile(r"\bhad\b[^.;:!?\n]{0,40}\Z")


def _last_before(exact: Interval, make: Callable[[int], Interval]) -> Interval | None:
    """The last such period that ends before a date of the story: "ended in December 1482. She had died in March"."""
    period = in_year_or_none(make, exact.first.year)
    return period if period and period.last < exact.first else in_year_or_none(make, exact.first.year - 1)


def _later_in_sentence(
    context: Context, exact: Interval, last: Candidate, candidate: Candidate, make: Callable[[int], Interval]
) -> Interval | None:
    """The first such period after a full date of the same sentence: "sailed in January 2005 and saw no land until April"."""
    gap = context.text[last.end : candidate.start]
    words = words_of(gap)
    second = gap.startswith(" and ") and _is_second_verb(gap)
    goes_on = second or not _GOES_ON.isdisjoint(words) or words[-2:] == ["and", "by"]
    while words and words[-1] in _OWN_WORDS:
        words.pop()
    if len(gap) > _SENTENCE or CLAUSE_END.search(gap) or not _OTHER_TIMES.isdisjoint(words):
        return None
    if gap.startswith(", from ") or context.text.endswith(("since ", "than in "), 0, last.start):
        return None  # "its lowest since June 2009, from 48.1 in November"
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
    if len(gap) > NEIGHBOURS or len(_FULL_STOP.findall(gap)) > 1:
        return False
    return "\n" not in gap or _GOES_ON_BELOW.search(gap) is not None


_GOES_ON_BELOW = re.compile(r"\A[^\n]*\n+(?:He|She|They|It) [^\n]*\Z")
"""A paragraph that goes on about the one who was told of in the last."""
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
_SUBJECT_OF_YEAR = re.compile(
    r"(?:\A|[.!?]\s|\n)(?:The|Its|Their) (?:[\w-]+ ){0,2}"
    r"(?:strikes?|lockout|wars?|crisis|crash|revolts?|revolution|uprising|riots?|rebellion|mutiny|siege|blockade|floods?|fires?|plague|epidemic|pandemic|earthquake|famine|campaign|elections?|coup|invasion|storms?|hurricane|drought|massacre|rising|offensive|boycott|protests?|treaty|Games|Olympics) of \Z"
)


def _is_year_of_subject(context: Context, last: Candidate, candidate: Candidate) -> bool:
    """Whether the subject of the clause has a year: "The 1991 Gulf War ended on Feb. 28", "The strike of 1926 ended in May"."""
    if last.grain != "day" or not last.period or last.period.grain != "year":
        return False
    named = _SUBJECT_YEAR.search(context.text, max(0, last.start - 8), last.start)
    if not named and not _SUBJECT_OF_YEAR.search(context.text, max(0, last.start - 48), last.start):
        return False
    if not _in_one_sentence(context, last.end, candidate.start):
        return False
    if not named:
        return goes_back(f"it{context.text[last.end : candidate.start]}")
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


def chosen_year(
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
    towards = direction(context.text, candidate.start, candidate.end)
    would = towards is Direction.AHEAD and candidate.grain == "month"
    if would and _WOULD.search(context.text, max(0, candidate.start - 90), candidate.start):
        towards = Direction.LIKELY_AHEAD  # "announced that it would not sit in March", which may be over
    planned = towards is Direction.AHEAD and _is_planned(context.text, candidate.start)
    return nearest_year(reference, make, towards, planned=planned)


_WOULD = re.compile(r"\bwould\b(?![^.;\n]*\b(?:will|won't|is|are)\b)[^.;\n]*\Z")
_WILL = re.compile(
    r"(?:\b(?:will|won't|shall|going to|(?:is|are) to)|['\N{RIGHT SINGLE QUOTATION MARK}]ll)(?P<verb>(?:\s[a-z'-]+){1,7}?)\s(?:in|on|by|until|through|come)\s(?:the\s|early\s|mid-|late\s)?\Z"
    r"|\bcome\s\Z"
)


def _is_planned(text: str, start: int) -> bool:
    """Whether the verb of the date is in the future, with nothing between: "will not seek re-election in November"."""
    will = _WILL.search(text, max(0, start - 70), start)
    return will is not None and (will["verb"] is None or _OTHER_TIMES.isdisjoint(will["verb"].split()))


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
