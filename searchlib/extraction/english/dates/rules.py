"""Dates in running text: every day or period that a text speaks of, as an interval with its rule and its anchor.

Looking comes before reading: one compiled pass finds *pivots* - the words and digits without which no date can be
written (months, weekdays, units of time, seasons, feasts, the four digits of a year). Only around a pivot do the rules
read, each within a bounded window, so that time grows with the text and never faster.

What a date is measured against, in this order: the year it states; the dateline; the publication date; in a narrative (a
text whose own years lie far from its publication, or that has none) the last year it stated. Durations ("14 years"), sets
("every Monday") and vague words ("recently") are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, cast

from searchlib.expressions import periods
from searchlib.expressions.english import date_words
from searchlib.expressions.english.date_words import HOLIDAYS, MONTHS, SEASONS, WEEKDAYS
from searchlib.expressions.periods import DAY, Interval
from searchlib.models import Confidence, DateMention, DateModifier, Grain

_Anchor = Literal["", "published", "text"]

# ---- the words that can make a date -----------------------------------------------------------------------------

_APOSTROPHES = "'\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
_MONTH_FORMS = tuple(name.capitalize() for name in MONTHS)
_DAY_FORMS = tuple(name.capitalize() for name in WEEKDAYS if name.endswith("day"))
_SHORT_DAY_FORMS = tuple(name.capitalize() for name in WEEKDAYS if not name.endswith("day"))
_PARTS_OF_DAY = ("morning", "afternoon", "evening", "night")
_UNIT_NAMES = (*periods.UNITS, "period", *_PARTS_OF_DAY)
_UNITS = {name: name for name in _UNIT_NAMES} | {name + "s": name for name in _UNIT_NAMES} | {"centuries": "century"}
_WORD_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_SPOKEN_CENTURIES = {"eighteen": 1800, "nineteen": 1900}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _feast_pattern(name: str) -> str:
    """The pattern of a feast as news writes it: capitals but for "of", any apostrophe."""
    words = (word if word == "of" else word[0].upper() + word[1:] for word in name.split())
    return re.escape(" ".join(words)).replace("'", f"[{_APOSTROPHES}]").replace(r"\ ", " ")


_FEAST_FORMS = sorted(map(_feast_pattern, HOLIDAYS), key=len, reverse=True)

_EVENTS = {"9/11": date(2001, 9, 11)}
"""Names that are a date in themselves."""

_ANNIVERSARIES = (
    ((9, 11), date(2001, 9, 11), re.compile(r"\s+(?:terror|attacks|hijack|victim|[Cc]ommission|[Mm]emorial|plot)")),
    ((1, 6), date(2021, 1, 6), re.compile(r"\s+(?:riot|insurrection|[Cc]ommittee|attack on the (?:U\.S\. )?Capitol|Capitol)")),
)  # fmt: skip
"""Days known by month and day alone: (month, day), the day meant, and the words after it that say so."""


def _by_first_letter(patterns: list[str]) -> list[str]:
    """One branch a first letter, longest word first: branches that begin with a literal are scanned fast."""
    rests: dict[str, list[str]] = {}
    for pattern in sorted(set(patterns), key=len, reverse=True):
        rests.setdefault(pattern[0], []).append(pattern[1:])
    return [f"{letter}(?:{'|'.join(rest)})\\b" for letter, rest in sorted(rests.items())]


def _pivot_pattern() -> re.Pattern[str]:
    words = [*_MONTH_FORMS, *_DAY_FORMS, *_UNITS, *(name.capitalize() for name in _UNIT_NAMES)]
    words += [
        case(word) for word in (*_WORD_DAYS, *SEASONS, *_SPOKEN_CENTURIES) for case in (str.lower, str.capitalize)
    ]
    branches = _by_first_letter(_FEAST_FORMS) + _by_first_letter(words)
    branches += [rf"{digit}[0-9]{{3}}(?![0-9])" for digit in "12"]
    branches += [rf"{digit}(?:[0-9]?[/.-][0-9]{{1,2}}[/.-][0-9]{{2,4}}|/11)(?![0-9])" for digit in "0123456789"]
    branches += [rf"{mark}[0-9][0-9](?![0-9])" for mark in _APOSTROPHES]
    branches += [r"Q[1-4]\b"]
    branches += [rf"{form}\.(?=,? {{1,3}}(?:[A-Z][a-z]{{2}}|[0-9]))" for form in _SHORT_DAY_FORMS]
    # the look behind alone makes the search twice as fast: few places are left to try the branches at
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(branches)})")


_PIVOT = _pivot_pattern()

# ---- the direction of time in a clause ---------------------------------------------------------------------------

_AHEAD = _words("""will 'll won't shall would going plan plans plan planned planning expected expects expect scheduled set due slated
    upcoming deadline expire expires takes effective begins starts opens meets arrives returns leaves retires away looms approaches nears until payable must should
    can may might could intends intend hopes hope hoping aims aiming wants agreed promises promised vowed pledged ahead likely redeem matures""")
"""Words that turn a day without a year or week to the future."""

_BEHIND = _words("""said says was were had has did told came went rose fell made took met began held sent gave got became saw won lost
    left found wrote spoke led since ago been grew sold bought paid kept brought ran reported died shot thought stood struck drew threw
    flew knew blew drove chose broke ate caught dealt fled fought forgot froze heard hid laid meant rang rode sang sank sought shook
    slept stole swore swept swung taught tore understood woke wore withdrew""")
"""Words that turn it to the past, as most words in -ed do."""

_NO_PAST = _words("need indeed speed feed seed agreed planned expected scheduled united proceed exceed")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mrs?|Ms|Dr|St|Sen|Rep|Gen|Gov|Col|U\.S|Inc|Corp?|No|Lt|vs?)\Z")
_CLAUSE_END = re.compile(r"(?P<dot>[.!?])['\"\N{RIGHT DOUBLE QUOTATION MARK}]*\s|[;:]\s|\n")
_CLAUSE_WORD = re.compile(r"[A-Za-z'\N{RIGHT SINGLE QUOTATION MARK}]+")
_CLAUSE_BEFORE = 160
_CLAUSE_AFTER = 140


_NEGATIVE = _words("neither nobody none no never")
_PERCEIVED = tuple(
    [word] for word in ["not", "feel", "see", "hear", "tell", "smell", "sense", "remember", "barely", "hardly", "only"]
)
"""What follows a "could" that tells what was possible, not what may come."""


def _verdict(words: list[str], place: int) -> bool | None:
    """Whether the word at `place` points ahead (True), back (False) or says nothing (None)."""
    word = words[place].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    before = words[place - 1] if place else ""
    if word in ("expire", "begin", "redeem") and before == "to":
        return None
    if word in ("could", "might") and (
        words[place + 1 : place + 2] in _PERCEIVED or _NEGATIVE.intersection(words[:place])
    ):
        return None
    if word in _AHEAD:
        return not (
            before in ("been", "had", "previously", "originally")
            and word in ("expected", "scheduled", "planned", "set", "due")
        )
    if word in _BEHIND:
        return None if before in ("be", "being") else False
    if word.endswith("ed") and len(word) > 4 and word not in _NO_PAST and not word.startswith("un"):
        return None if before in ("be", "being") else False
    if word == "to" and before in ("is", "are", "be", "yet"):
        return True
    return True if word.endswith("'ll") else None


def _clause_words(text: str, start: int, end: int) -> tuple[list[str], list[str]]:
    """The words of the date's clause before and after it, lower case."""
    before = text[max(0, start - _CLAUSE_BEFORE) : start]
    after = text[end : end + _CLAUSE_AFTER]
    begin = max((cut.end() for cut in _CLAUSE_END.finditer(before) if not _abbreviates(before, cut)), default=0)
    stop = next((cut.start() for cut in _CLAUSE_END.finditer(after) if not _abbreviates(after, cut)), len(after))
    return _lowered(before[begin:]), _lowered(after[:stop])


def _lowered(text: str) -> list[str]:
    """The words of a clause in lower case, but for the month of May, which would read as a verb."""
    return [word if word == "May" else word.lower() for word in _CLAUSE_WORD.findall(text)]


def _abbreviates(text: str, cut: re.Match[str]) -> bool:
    return cut["dot"] == "." and _ABBREVIATION.search(text, max(0, cut.start() - 5), cut.start()) is not None


_WILLED = _words("""want wants wanted hope hopes hoped hoping plan plans planned agree agrees agreed promise promises promised vow vows
    vowed decide decides decided intend intends intended expect expects expected urge urges urged press presses pressed ask asks
    asked ordered tell told demands demanded pledge pledged invite invited require required set scheduled due slated ready likely
    deadline threaten threatens threatened""")
"""Words whose infinitive lies ahead of them: "urged leaders to meet Friday"."""


def _is_willed(before: list[str]) -> bool:
    """Whether the date stands in an infinitive that somebody wants: "pressed aides to have a vote before Saturday"."""
    for place in range(len(before) - 1, max(0, len(before) - 9), -1):
        if before[place] in _BEHIND:
            return False
        if before[place] != "to" or place + 1 == len(before) or before[place + 1] in _NO_INFINITIVE:
            continue
        return any(
            before[at] in _WILLED and before[at - 1] not in ("been", "had") for at in range(max(1, place - 4), place)
        )
    return False


_NO_INFINITIVE = _words("the a an his her its their our your my this that these those be been")


def _points_ahead(text: str, start: int, end: int) -> bool | None:
    """Whether the clause around a date speaks of the future; None when it does not say.

    The nearest verb before the date decides; where there is none, the first one after it.
    """
    before, after = _clause_words(text, start, end)
    if _is_willed(before):
        return True
    for place in range(len(before) - 1, max(-1, len(before) - 14), -1):
        if (verdict := _verdict(before, place)) is not None:
            return verdict
    if after and after[-1] in ("said", "says"):  # "..., the guide says": its own time is not the date's
        after.pop()
    for place in range(min(len(after), 26)):
        if (verdict := _verdict(after, place)) is not None:
            return verdict and not (after[place].endswith("ed") and after[max(0, place - 1)] not in ("is", "are", "be"))
    return None


# ---- the story so far --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Found:
    """A mention on its way: `period` is None while unresolved; `in_year` makes it anew for another year."""

    start: int
    end: int
    period: Interval | None
    rule: str
    confidence: Confidence
    anchor: _Anchor = ""
    modifier: str = ""
    in_year: Callable[[int], Interval] | None = None


@dataclass(slots=True)
class _Story:
    """What has been read of one text, from its beginning to `done`."""

    text: str
    reference: date | None
    anchor: _Anchor
    narrative: bool
    found: list[_Found] = field(default_factory=list)
    done: int = 0
    year: int | None = None
    focus: Interval | None = None
    business: Interval | None = None
    quarterly: bool = False
    aside: int | None = None
    exact: Interval | None = None
    day: date | None = None
    passing: bool = False

    _kinds: dict[re.Pattern[str], bool] = field(default_factory=dict)

    def speaks_of(self, words: re.Pattern[str]) -> bool:
        """Whether these words occur anywhere in the text; looked for once, so that many questions stay cheap."""
        if words not in self._kinds:
            self._kinds[words] = words.search(self.text) is not None
        return self._kinds[words]

    @property
    def base(self) -> date | None:
        """The day that relative dates count from: in a narrative the one last spoken of."""
        if self.narrative and self.focus:
            return self.focus.first
        return self.reference

    @property
    def base_anchor(self) -> _Anchor:
        return "text" if self.narrative and self.focus else self.anchor

    def near(self, at: int) -> bool:
        """Whether the last mention stands close before `at`."""
        return bool(self.found) and at - self.found[-1].end < _CLOSE


_CLOSE = 500

# ---- words around a pivot ----------------------------------------------------------------------------------------

_WINDOW = 64
_WORD_BEFORE = re.compile(r"[\w'\N{RIGHT SINGLE QUOTATION MARK}.]+")
_LAST = frozenset(("last", "past"))
_BEFORE = frozenset(("previous", "prior", "preceding"))
_THIS = frozenset(("this", "current", "present"))
_NEXT = frozenset(("next", "coming", "upcoming"))
_AFTER = frozenset(("following", "ensuing", "subsequent"))
_SAME = frozenset(("that", "same"))
_WHICH = _LAST | _BEFORE | _THIS | _NEXT | _AFTER | _SAME
_SETS = _words("every each any some many most per no other another these those several few alternate")
_FILLERS = _words("fiscal financial calendar full whole entire very past coming")
_ABOUT = _words("about around nearly almost roughly approximately some circa")
_COUNTS = frozenset(("quarter", "half"))

_MODIFIER = re.compile(
    r"\b(?:(?P<early>[Ee]arl(?:y|ier)(?: in| on)?|(?:[Tt]he )?(?:[Bb]eginning|[Ss]tart) of)"
    r"|(?P<mid>[Mm]id(?:dle of)?|[Tt]he middle of)"
    r"|(?P<late>[Ll]at(?:e|er)(?: in| on)?|(?:[Tt]he )?(?:[Ee]nd|close) of)"
    r"|(?P<about>[Aa]bout|[Aa]round|[Cc]irca|c\.)"
    r"|(?P<before>[Bb]efore|[Pp]rior to)"
    r"|(?P<after>[Aa]fter|[Ff]ollowing))[\s-]{1,2}(?:the )?\Z"
)


@dataclass(slots=True)
class _Word:
    text: str
    start: int


def _words_before(text: str, at: int, limit: int) -> list[_Word]:
    """Up to five words that run into `at`, only blanks or hyphens between, the nearest first, in lower case."""
    found: list[_Word] = []
    right = at
    for match in reversed(list(_WORD_BEFORE.finditer(text, max(limit, at - _WINDOW), at))):
        gap = text[match.end() : right]
        word = match.group()
        if gap.strip(" \t\n\xa0-") or "\n\n" in gap or (word.endswith(".") and len(word) > 2):
            break
        found.append(_Word(word.lower(), match.start()))
        right = match.start()
        if len(found) == 5:
            break
    return found


_ROUGHLY = frozenset(
    ("year", "month year", "month", "month day", "day month", "decade", "century", "short year", "season")
)
_TOPIC = re.compile(
    r"\b(?:ask|asked|asks|asking|talk|talked|talking|talks|know|knew|think|thought|say|said|concerned|worried|story|question|questions|all|what|how) \Z"
)
"""Words that "about" goes with when it opens a topic."""


def _modified(story: _Story, found: _Found) -> None:
    """Give a mention the early, mid, late, about, before or after in front of it; the first four widen its span."""
    before = _MODIFIER.search(story.text, max(story.done, found.start - 24), found.start)
    if not before:
        return
    if before["about"] and (
        found.rule not in _ROUGHLY or _TOPIC.search(story.text, max(0, before.start() - 16), before.start())
    ):
        return  # "asked about last week"
    found.modifier = before.lastgroup or ""
    if found.modifier not in ("before", "after"):
        found.start = before.start()


# ---- a day or month without its year -------------------------------------------------------------------------------

_SLOW_AHEAD = {True: 1.0, False: 9.0, None: 3.0}
_SLOW_BACK = {True: 3.0, False: 1.0, None: 1.0}
"""What a day ahead and a day back cost, by the direction of the clause: the cheapest year is taken. "He said ... Nov. 21",
three weeks ahead, stays ahead; "was held in May", ten months ahead, goes back."""


def _nearest_year(reference: date, make: Callable[[int], Interval], ahead: bool | None) -> Interval | None:
    best: tuple[float, Interval] | None = None
    for year in (reference.year, reference.year - 1, reference.year + 1):
        try:
            period = make(year)
        except ValueError:  # 29 February, or the edge of the calendar
            continue
        if period.first > reference:
            middle = period.first + (period.last - period.first) / 2
            cost = (middle - reference).days * _SLOW_AHEAD[ahead]
        elif period.last < reference:
            cost = (reference - period.last).days * _SLOW_BACK[ahead]
        else:
            cost = 0
        if best is None or cost < best[0]:
            best = cost, period
    return best[1] if best else None


def _dated(
    story: _Story, place: tuple[int, int], rule: str, make: Callable[[int], Interval], which: str = ""
) -> _Found | None:
    """A mention whose year the text leaves out; `which` is the last, this or next that stands before it."""
    found = _Found(*place, None, rule, "inferred", story.base_anchor, in_year=make)
    try:
        make(2000)
    except ValueError:
        return None
    if story.narrative and story.year is not None:
        found.period = _tried(make, _narrated_year(story, make, story.year))
        if found.period and story.reference and found.period.first > story.reference:
            found.period = _tried(make, story.year - 1)
        return found
    if story.reference is None:
        found.anchor = ""
        return found
    found.period = _chosen_year(story, story.reference, found, make, which)
    return found


def _narrated_year(story: _Story, make: Callable[[int], Interval], year: int) -> int:
    """The year that a narrative has reached; one named in passing ("planned for 1976") yields to the last full date."""
    exact = story.exact
    if not (exact and story.passing and exact.first.year < year):
        return year
    with_exact = _tried(make, exact.first.year)
    return exact.first.year if with_exact and with_exact.first >= exact.first else year


def _chosen_year(
    story: _Story, reference: date, found: _Found, make: Callable[[int], Interval], which: str
) -> Interval | None:
    if which in _THIS:
        return _tried(make, reference.year)
    if which in _LAST or which in _NEXT:
        step = -1 if which in _LAST else 1
        this = _tried(make, reference.year)
        beyond = this is not None and (this.last < reference if step < 0 else this.first > reference)
        return this if beyond else _tried(make, reference.year + step)
    if follows := _with_neighbour(story, reference, found, make):
        return follows
    ahead = _UP_TO.search(story.text, max(0, found.start - 12), found.start) is not None
    return _nearest_year(reference, make, ahead or _points_ahead(story.text, found.start, found.end))


_UP_TO = re.compile(r"\b(?:by|through|until|till)(?: the| early| late| mid| about)? ?-?\Z")


_TURNS = _words("after since when before because although while unlike last from compared than until as")
"""Words after which a sentence may speak of another time."""
_NEIGHBOURS = 120
_FAR_AHEAD = 200


def _with_neighbour(story: _Story, reference: date, found: _Found, make: Callable[[int], Interval]) -> Interval | None:
    """The period that follows a neighbour of the same clause which lies ahead: "half of it in July, the rest in August",
    said in June. None where no neighbour tells, or where a verb in the past or a turn stands between.
    """
    previous = story.found[-1] if story.found else None
    if previous is None or previous.in_year is None or previous.period is None or previous.period.first <= reference:
        return None
    if found.start - previous.end > _NEIGHBOURS:
        return None
    gap = story.text[previous.end : found.start]
    words = _lowered(gap)
    if _CLAUSE_END.search(gap) or any(
        word in _TURNS or _verdict(words, place) is False for place, word in enumerate(words)
    ):
        return None
    for year in (previous.period.first.year, previous.period.first.year + 1):
        period = _tried(make, year)
        if period and 0 <= (period.first - previous.period.first).days <= _FAR_AHEAD:
            return period
    return None


def _tried(make: Callable[[int], Interval], year: int) -> Interval | None:
    try:
        return make(year)
    except ValueError:
        return None


# ---- months and their days -----------------------------------------------------------------------------------------

_YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})(?![0-9]|[.,][0-9])"
_NO_DAY = r"(?![0-9]|[.,:/][0-9]|\s?(?:%|percent|per cent|million|billion|[ap]\.?m\b))"
_AFTER_MONTH = re.compile(
    rf"\.?[\s-]{{1,3}}(?:the\s)?(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?{_NO_DAY}"
    rf"(?:(?:\s?[-\N{{EN DASH}}\N{{EM DASH}}]\s?|\s(?:to|through|until)\s)(?P<until>[0-3]?[0-9])(?:st|nd|rd|th)?{_NO_DAY}(?!\s?[-/]))?"
    rf"(?:,?\s{{0,2}}{_YEAR})?"
)
_MONTH_YEAR = re.compile(rf"\.?,?\s{{1,3}}(?:of\s)?(?:{_YEAR}|[{_APOSTROPHES}](?P<short>[0-9][0-9])(?![0-9]))")
_WHOSE_YEAR = re.compile(
    r"\.?,?\s(?:of\s|in\s)?(?:the\s)?(?P<which>last|this|next|same|that|following|previous|current) year(?![\w-])"
)
_DAY_BEFORE = re.compile(
    r"(?<![\w.,:/$#-])(?:(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?\s?(?:[-\N{EN DASH}\N{EM DASH}]|to|and|until|through)\s?(?:the\s)?)?"
    r"(?P<until>[0-3]?[0-9])(?:st|nd|rd|th)?(?:\sof)?[\s-]\Z"
)
_DAY_TOO = re.compile(
    r"\s(?:and|or|&)\s(?P<day>[0-3]?[0-9])(?:(?:st|nd|rd|th)\b|(?=[,.;)]|\s(?:in|at|when|as|after)\s))"
)
_WEEK_OF = re.compile(r"\b(?:the )?(?P<unit>week|weekend) (?:of|starting|beginning|ending)(?: on)?(?: the)? \Z")

_BEFORE_MONTH = _words("""in since by until till of during early late mid through from to for and or between before after ending ended its
    last next this past following previous each around about at""")
_NAMES_TOO = frozenset(("may", "march", "april", "june", "august", "jan", "mar", "dec", "jun", "sep"))
"""Months that are names or verbs as well: they need a word in front that calls for a date."""


def _read_month(story: _Story, start: int, end: int) -> _Found | None:
    text = story.text
    month = MONTHS[text[start:end].lower()]
    after = _AFTER_MONTH.match(text, end)
    before = None
    if start >= 2 and (text[start - 2].isdigit() or text[start - 2] in "tdhf"):
        before = _DAY_BEFORE.search(text, max(story.done, start - 28), start)
    if before and not (after and (text[end : end + 1] == "." or (after["year"] and not after["until"]))):
        return _read_day_month(story, before, end, month)
    if after and 1 <= int(after["day"]) <= 31:
        return _read_month_day(story, start, after, month)
    return _read_whole_month(story, start, end, month)


def _day_maker(month: int, day: int, until: int | None) -> Callable[[int], Interval]:
    def make(year: int) -> Interval:
        first = date(year, month, day)
        return Interval(first, date(year, month, until), "range") if until else periods.day_period(first)

    return make


def _read_month_day(story: _Story, start: int, after: re.Match[str], month: int) -> _Found | None:
    day, until = int(after["day"]), int(after["until"]) if after["until"] else None
    if until is not None and not day < until <= 31:
        until = None
        after_end = after.end("day")
    else:
        after_end = after.end()
    year = int(after["year"]) if after["year"] and after_end == after.end() else None
    if year is None and until is None and (too := _DAY_TOO.match(story.text, after_end)):
        first = _day_found(story, (start, after_end), _day_maker(month, day, None), None, "day of list")
        if first and day < int(too["day"]) <= 31:
            _add(story, first)
            second = _day_maker(month, int(too["day"]), None)
            if first.period:
                return _Found(
                    too.start("day"),
                    too.end(),
                    _tried(second, first.period.first.year),
                    "day of list",
                    "inferred",
                    first.anchor,
                )
    return _day_found(
        story, (start, after_end), _day_maker(month, day, until), year, "day range" if until else "month day"
    )


def _read_day_month(story: _Story, before: re.Match[str], end: int, month: int) -> _Found | None:
    day, until = int(before["day"] or before["until"]), int(before["until"]) if before["day"] else None
    start = before.start()
    joined_by_and = until is not None and "and" in before.group()
    if until is not None and (joined_by_and or not day < until <= 31):
        if joined_by_and and (
            first := _day_found(story, (start, before.end("day")), _day_maker(month, day, None), None, "day of list")
        ):
            _add(story, first)
        day, until, start = until, None, before.start("until")
    stated = _MONTH_YEAR.match(story.text, end)
    year = int(stated["year"]) if stated and stated["year"] else None
    stop = (
        stated.end()
        if stated and year
        else end + (story.text[end : end + 1] == "." and story.text[end - 3 : end].istitle())
    )
    return _day_found(story, (start, stop), _day_maker(month, day, until), year, "day range" if until else "day month")


def _day_found(
    story: _Story, place: tuple[int, int], make: Callable[[int], Interval], year: int | None, rule: str
) -> _Found | None:
    """A day, or a range of days, with its year if the text states one, here or as "last year"."""
    text = story.text
    start, end = place
    if year is None and (whose := _WHOSE_YEAR.match(text, end)):
        return _of_whose_year(story, start, whose, make, rule)
    if week := _WEEK_OF.search(text, max(story.done, start - 28), start):
        start, day_make, unit = week.start(), make, week["unit"]
        make = lambda y: periods.period_of(day_make(y).first, unit)  # noqa: E731  (closes over the day)
        rule = "week of"
    if year is not None:
        return _Found(start, end, _tried(make, year), rule, "explicit") if _tried(make, year) else None
    if event := _anniversary(story, make, end):
        return _Found(start, end, periods.day_period(event), "anniversary", "inferred")
    words = _words_before(text, start, story.done)
    which = words[0].text if words and words[0].text in _WHICH else ""
    return _dated(story, (words[0].start if which else start, end), rule, make, which)


def _anniversary(story: _Story, make: Callable[[int], Interval], end: int) -> date | None:
    for (month, day), event, words in _ANNIVERSARIES:
        period = make(2000)
        if (period.first.month, period.first.day) == (month, day) and words.match(story.text, end):
            return event if story.reference is None or story.reference >= event else None
    return None


def _of_whose_year(
    story: _Story, start: int, whose: re.Match[str], make: Callable[[int], Interval], rule: str
) -> _Found:
    """A day or month "of last year", "this year", "of the following year"."""
    which = whose["which"]
    found = _Found(start, whose.end(), None, rule, "inferred", story.base_anchor, in_year=None)
    anchored = which in _SAME or which in _AFTER or which in _BEFORE
    year = story.year if anchored or story.narrative else story.reference.year if story.reference else None
    if anchored:
        found.anchor = "text"
    if year is not None:
        step = -1 if which in _LAST or which in _BEFORE else 1 if which in _NEXT or which in _AFTER else 0
        found.period = _tried(make, year + step)
    return found


def _read_whole_month(story: _Story, start: int, end: int, month: int) -> _Found | None:
    text = story.text
    words = _words_before(text, start, story.done)
    near = words[0].text if words else ""

    def make(year: int) -> Interval:
        return periods.month_period(year, month)

    if stated := _MONTH_YEAR.match(text, end):
        if stated["year"]:
            year = int(stated["year"])
        else:
            year = periods.century_year(int(stated["short"]), story.reference or date(2000, 1, 1))
        return _Found(start, stated.end(), make(year), "month year", "explicit" if stated["year"] else "inferred")
    if whose := _WHOSE_YEAR.match(text, end):
        return _of_whose_year(story, start, whose, make, "month of year")
    if (spoken := _SPOKEN_NEXT.match(text, end)) and (year_of := _read_spoken(story, *spoken.span("century"))):
        year = year_of.period.first.year if year_of.period else 0
        return _Found(start, year_of.end, make(year), "spoken year", "explicit")
    if not _is_month(story, start, end, near) or near in _SETS:
        return None
    if text[end : end + 1] == "." and end - start <= 4 and text[start:end] != "May":
        end += 1
    which = near if near in _WHICH else ""
    return _dated(story, (words[0].start if which else start, end), "month", make, which)


_SPOKEN_NEXT = re.compile(r",?\s(?:of\s)?(?P<century>[Nn]ineteen|[Ee]ighteen)\b")
_NEXT_WORD = re.compile(r"\.?\s+(?P<word>[\w']+)|-")
_DASH_MONTH = re.compile(rf"\s?[-\N{{EN DASH}}]\s?(?:{'|'.join(_MONTH_FORMS)})\b")


def _is_month(story: _Story, start: int, end: int, near: str) -> bool:
    """Whether a bare month word is a month and not a verb, a modal or a name."""
    text = story.text
    name = text[start:end].lower()
    follower = _NEXT_WORD.match(text, end)
    next_word = (follower["word"] or "") if follower else ""
    if near in _BEFORE_MONTH or near in ("mid", "early", "late"):
        if name == "may":
            return near not in ("to", "and", "or", "its", "at", "this") or _after_a_month(story, start)
        return not (
            name in _NAMES_TOO
            and near in ("and", "or", "to", "for", "of", "by", "from", "at", "about")
            and next_word[:1].isupper()
        )
    if name not in _NAMES_TOO:
        return name not in MONTHS or len(name) > 4 or name == "july" or text[end : end + 1] == "."
    if name == "may":
        return False
    if _DASH_MONTH.match(text, end):
        return True
    if near in ("a", "an", "the", "that", "s", "'s") or not near:
        return (
            name in ("april", "june", "august")
            and next_word[:1].islower()
            and next_word not in _BEHIND
            and next_word != "is"
        )
    return (
        name in ("april", "june", "august") and near.islower() and next_word[:1].islower() and next_word not in _BEHIND
    )


def _after_a_month(story: _Story, start: int) -> bool:
    return bool(story.found) and start - story.found[-1].end <= 6


# ---- weekdays --------------------------------------------------------------------------------------------------------

_NOT_A_DAY = re.compile(
    r"\s(?:Times|Post|Mirror|Telegraph|Herald|Magazine|Night|Mail|Express|Star|Book|Styles|Review|Observer|School)\b|-to-|\s?[a-z]*[Nn]ighter"
)
_DAY_NAMES = _words("black bloody good ash palm easter super fat holy maundy cyber ruby joe giving casual")
_WITH_DATE = re.compile(
    rf",?\s(?:the\s)?(?=(?:{'|'.join(_MONTH_FORMS)})\b\.?\s[0-9]|[0-9]{{1,2}}(?:st|nd|rd|th)?\s(?:{'|'.join(_MONTH_FORMS)})\b)"
)
_PART_OF_DAY = re.compile(r"[\s-](?:early |late )?(?:morning|afternoon|evening|night)(?![\w-])")
_WHOSE_WEEK = re.compile(r"\s(?:of\s)?(?P<which>last|this|next) week(?![\w-])")
_MONTH_WORD = re.compile(rf"(?:{'|'.join(_MONTH_FORMS)})\b")


def _read_weekday(story: _Story, start: int, end: int) -> _Found | None:
    text = story.text
    if _NOT_A_DAY.match(text, end):
        return None
    words = _words_before(text, start, story.done)
    near = words[0].text if words else ""
    if near in _SETS or near in _DAY_NAMES or (near == "a" and len(words) > 1 and words[1].text == "on"):
        return None
    if dated := _weekday_with_date(story, start, end):
        return dated
    which = near if near in _WHICH else ""
    if which and len(words) > 1 and words[1].text in ("this", "the") and which not in _THIS:
        first = words[1].start
    else:
        first = words[0].start if which else start
    weekday = WEEKDAYS[text[start:end].lower().rstrip(".")]
    whose = _WHOSE_WEEK.match(text, end)
    part = _PART_OF_DAY.match(text, end)
    stop = whose.end() if whose else part.end() if part else end
    found = _Found(first, stop, None, "weekday", "inferred", story.base_anchor)
    base = story.base
    if base is None or (story.narrative and not (story.focus and story.focus.grain == "day")):
        return found
    if whose:
        step = {"last": -7, "this": 0, "next": 7}[whose["which"]]
        found.period = periods.day_period(periods.week_period(base).first + (weekday + step) * DAY)
    elif weeks := _weeks_off(story, found):
        nearest = periods.weekday_after if weeks > 0 else periods.weekday_before
        found.period = periods.day_period(nearest(base, weekday, today_counts=False) + 7 * weeks * DAY)
    else:
        found.period = periods.day_period(_weekday_near(story, base, weekday, which, found))
    return found


_WEEKS_FROM = re.compile(
    r"\b(?P<count>an?|one|two|three) weeks? (?:(?P<ahead>from)|(?P<back>ago)(?: last| on)?)(?: this| next)? \Z",
    re.IGNORECASE,
)


def _weeks_off(story: _Story, found: _Found) -> int:
    """The weeks between the weekday and the one meant: "a week ago Tuesday" is -1, "two weeks from Tuesday" is 2."""
    off = _WEEKS_FROM.search(story.text, max(0, found.start - 32), found.start)
    if off is None:
        return 0
    if story.found and story.found[-1].start >= off.start():
        story.found.pop()  # "a week ago", read as a mention of its own
    found.start = off.start()
    weeks = date_words.number_word(off["count"]) or 1
    return weeks if off["ahead"] else -weeks


def _weekday_with_date(story: _Story, start: int, end: int) -> _Found | None:
    """Read "Thursday, Oct. 31" as one mention: the date, with the weekday before it."""
    joined = _WITH_DATE.match(story.text, end)
    if not joined or "\n" in joined.group():
        return None
    month = _MONTH_WORD.search(story.text, joined.end(), joined.end() + 14)
    done, story.done = story.done, joined.end()
    found = _read_month(story, *month.span()) if month else None
    story.done = done
    if found:
        found.start = start
    return found


_OWNS = re.compile(f"[{_APOSTROPHES}]s")
_TO_COME = re.compile(
    rf"[{_APOSTROPHES}]s\s(?:[a-z-]{{2,20}}\s){{0,2}}(?:events?|activities|festivities|game|games|match|race|march|rally|rallies|parade|concert|show"
    r"|election|elections|primary|debate|hearing|meeting|summit|talks|ceremony|protests?|demonstrations?|session|race|runoff"
    r"|caucus(?:es)?)\s(?:is|are)\s(?!the\s|an?\s|over\b|still\b|being\b|now\b)"
)
"""What a day has in store, in the present tense: "Saturday's events are focused on", but not "is the latest"."""
_TOWARDS = re.compile(r"\b(?:of|for|before|until|in|at|on) \Z")


def _weekday_near(story: _Story, base: date, weekday: int, which: str, found: _Found) -> date:
    if story.narrative:
        return periods.weekday_after(base, weekday)
    if which in _BEFORE or which in _AFTER:
        focus = story.focus.first if story.focus and story.focus.grain == "day" else base
        near = periods.weekday_before if which in _BEFORE else periods.weekday_after
        return near(focus, weekday, today_counts=False)
    if which in _LAST:
        return periods.weekday_before(base, weekday, today_counts=False)
    if which in _NEXT:
        return periods.weekday_after(base, weekday, today_counts=False)
    ahead = _points_ahead(story.text, found.start, found.end)
    if _TO_COME.match(story.text, found.end):
        ahead = True
    elif (
        ahead
        and _OWNS.match(story.text, found.end)
        and not _TOWARDS.search(story.text, max(0, found.start - 12), found.start)
    ):
        ahead = False
    if which in _THIS:
        day = periods.week_period(base).first + weekday * DAY
        return day + 7 * DAY if ahead and day < base else day
    return periods.weekday_after(base, weekday) if ahead else periods.weekday_before(base, weekday)


# ---- today, yesterday, tomorrow --------------------------------------------------------------------------------------

_CAPITAL_BEFORE = re.compile(r"[A-Z]\w* \Z")
_NOT_TODAY = re.compile(
    r"['\N{RIGHT SINGLE QUOTATION MARK}]s\s(?:world|youth|society|standards|technology|generation|economy)|\s+show\b|\s*\(TV"
)


def _read_word_day(story: _Story, start: int, end: int) -> _Found | None:
    word = story.text[start:end].lower()
    if _NOT_TODAY.match(story.text, end) or (
        story.text[start] == "T" and _CAPITAL_BEFORE.search(story.text, max(0, start - 20), start)
    ):
        return None
    if story.narrative:
        return None
    part = _PART_OF_DAY.match(story.text, end) if word != "tonight" else None
    found = _Found(start, part.end() if part else end, None, word, "inferred", story.anchor)
    if story.reference:
        step = _WORD_DAYS[word]
        tail = story.text[end : end + 11]
        words = _words_before(story.text, start, story.done)
        if len(words) > 1 and words[0].text in ("before", "after") and words[1].text == "day":
            step += -1 if words[0].text == "before" else 1
            found.start = words[2].start if len(words) > 2 and words[2].text == "the" else words[1].start
        elif tail.startswith(" week"):
            step += 7
        found.period = periods.day_period(story.reference + step * DAY)
    return found


# ---- units: last week, three days earlier, the third quarter, the end of the year ------------------------------------

_AGO = re.compile(
    r"['\N{RIGHT SINGLE QUOTATION MARK}]?[\s-](?:or (?:so|more) )?"
    r"(?P<way>ago|earlier|before|later|afterwards?|after|from now|hence|from today|from tomorrow|previously|prior)\b(?!\sthan\b)"
)
_STOP = re.compile(r"\s*(?:[.,;:)\"\N{RIGHT DOUBLE QUOTATION MARK}\n]|'|\Z|--)")
_YEAR_END = re.compile(rf"(?P<hyphen>-)end\b|[{_APOSTROPHES}]s[\s-]end\b|\send\b")
_YEAR_AGO = re.compile(r"-(?:ago|earlier|before)(?:\s(?P<part>quarter|period))?\b")
_OF_YEAR = re.compile(
    rf",?\s(?:(?:of|in)\s)?(?:the\s)?(?:(?:fiscal|calendar|financial)\s)?(?:(?:year\s)?{_YEAR}|(?P<which>last|this|next|same|that|previous|following|current) year(?![\w-])|(?P<the>year)(?![\w-]))"
)
_ENDED = re.compile(r",?\s(?:which )?(?:ended|ending|through|to [A-Z])")
_PAST_STRETCH = _words("in over during for within of through throughout")
_GAME = re.compile(
    r"\b(?:touchdowns?|quarterbacks?|rebounds|free throws?|field goals?|halftime|lay-?ups?|three-pointers?|3-pointers?|overtime)\b"
)
_OF_THE = re.compile(
    r"(?:\b(?:[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate)(?: in)?"
    r"|\b(?:end|beginning|start|middle|rest|remainder|close|course|half|part|months?|quarters?|weeks|days) of"
    r"|\b(?:[Ff]or|[Tt]hroughout|[Dd]uring|through|so far)) the (?:(?:full|whole|entire|fiscal|current) )?\Z"
)
_BUSINESS_UNITS = frozenset(("month", "quarter"))


def _read_unit(story: _Story, start: int, end: int) -> _Found | None:
    text = story.text
    word = text[start:end].lower()
    unit = _UNITS[word]
    if text[start].isupper() and text[end : end + 1] != "-":
        return None
    if unit == "month" and (closing := _YEAR_END.match(text, end)) and not closing["hyphen"]:
        focus = story.focus if story.narrative and story.focus and story.focus.grain in ("day", "month") else None
        day = focus.first if focus else story.base if not story.narrative else None
        period = periods.period_of(day, "month") if day else None
        return _Found(start, closing.end(), period, "month end", "inferred", story.base_anchor, "late")
    if unit == "year" and (found := _read_year_end(story, start, end) or _read_year_ago(story, start, end)):
        return found
    if text[end : end + 1] == "-" and not text.startswith(("-ago", "--"), end):
        return None
    words = _words_before(text, start, story.done)
    if not words or text[start - 1 : start] == "'":
        return None
    if counted := _read_counted(story, words, unit, end):
        return counted
    if word != unit:
        _note_months(story, words, unit)
        return None
    if words[0].text in _SETS:
        return None
    if unit in _PARTS_OF_DAY:
        return _read_part_of_day(story, words, unit, end)
    if (
        unit in ("month", "quarter")
        and words[0].text == "same"
        and (same := _same_a_year_back(story, words[0].start, end))
    ):
        return same
    if unit == "day":
        return _read_that_day(story, words, end)
    if unit == "century":
        return _read_century(story, words, end) or _read_which(story, words, unit, end)
    if unit in ("quarter", "half", "period"):
        return _read_quarter(story, words, unit, end)
    return _read_which(story, words, unit, end) or _read_the_unit(story, words, unit, start, end)


def _note_months(story: _Story, words: list[_Word], unit: str) -> None:
    """Note that "for the nine months" changes what "a year earlier" is compared with: no longer a quarter."""
    if (
        unit == "month"
        and date_words.number_word(words[0].text)
        and len(words) > 1
        and words[1].text in ("the", "first", "latest")
    ):
        story.quarterly = False


_AT = re.compile(r"\b(?:by|at|since|until|before|after|from|through) \Z")


def _read_year_end(story: _Story, start: int, end: int) -> _Found | None:
    found = _YEAR_END.match(story.text, end)
    if not found or story.narrative:
        return None
    exact = found["hyphen"] and _AT.search(story.text, max(0, start - 8), start)  # by year-end, but not year-end sales
    period = None
    if story.reference:
        ahead = _points_ahead(story.text, start, found.end())
        since = story.text[max(0, start - 6) : start] == "since "
        year = story.reference.year - (since or (ahead is False and story.reference.month < 4))
        period = periods.year_period(year)
        if exact:
            period = periods.day_period(period.last)
    return _Found(start, found.end(), period, "year end", "inferred", story.anchor, "" if exact else "late")


def _a_year_before(story: _Story) -> Interval | None:
    """What last year's figure of a report is compared with: the same quarter, when the report is about one."""
    if story.business and story.quarterly:
        return periods.shifted(story.business.first, -4, "quarter")
    return periods.shifted(story.reference, -1, "year") if story.reference else None


def _read_year_ago(story: _Story, start: int, end: int) -> _Found | None:
    found = _YEAR_AGO.match(story.text, end)
    if not found:
        return None
    if found["part"]:
        story.quarterly = True
    anchor: _Anchor = "text" if story.business and story.quarterly else story.anchor
    return _Found(start, found.end(), _a_year_before(story), "year ago", "inferred", anchor)


def _counted_by(words: list[_Word]) -> tuple[int, int] | None:
    """The number in front of a unit and where it begins: "three", "a couple of", "25", "twenty-five"."""
    if words[0].text == "of" and len(words) > 1 and words[1].text == "couple":
        return 2, words[2].start if len(words) > 2 and words[2].text == "a" else words[1].start
    near = words[0].text
    if (
        len(words) > 1
        and near in date_words.NUMBERS
        and words[1].text in ("twenty", "thirty", "forty", "fifty", "sixty")
    ):
        return date_words.NUMBERS[words[1].text] + date_words.NUMBERS[near], words[1].start
    if near in ("half", "hundred"):
        return None
    count = date_words.number_word(near)
    return (count, words[0].start) if count is not None else None


def _read_counted(story: _Story, words: list[_Word], unit: str, end: int) -> _Found | None:
    """Read "three days ago", "a year earlier", "two weeks later", and "the day before" at the end of a clause."""
    ago = _AGO.match(story.text, end)
    if not ago or unit in _PARTS_OF_DAY or unit in ("half", "period"):
        return None
    way = ago["way"]
    counted = _counted_by(words)
    if counted is None and words[0].text == "the" and way in ("before", "after"):
        counted = 1, words[0].start
    if counted is None or (way in ("before", "after", "prior") and not _STOP.match(story.text, ago.end())):
        return None
    count, start = counted
    rest = [word for word in words if word.start < start]
    if rest and rest[0].text in ("and", "or", "to", "1/2", "few", "many"):
        return None
    found = _Found(start, ago.end(), None, f"counted {unit}", "inferred")
    base = _counted_base(story, way, unit, found)
    if rest and rest[0].text in _ABOUT:
        found.modifier = "about"
        found.start = rest[0].start
    elif len(rest) > 1 and rest[0].text == "than":
        found.modifier = "before" if rest[1].text == "more" else "after"
    if base:
        back = way in ("ago", "earlier", "before", "previously", "prior")
        exact = unit == "week" and count == 1  # a week ago is seven days ago; two weeks ago is some day of a week
        found.period = (
            periods.shifted(base, -7 if back else 7, "day")
            if exact
            else periods.shifted(base, -count if back else count, unit)
        )
        if unit == "year" and count == 1 and back and way != "before" and not story.narrative and story.quarterly:
            found.period, found.anchor = _a_year_before(story), "text"
        elif unit == "year" and way in ("earlier", "before") and (day := _day_beside(story, start)):
            found.period, found.anchor = _years_back(day, count), "text"
    return found


_ON = re.compile(r"\b[Oo]n \Z")
_COMPARED = _words("against from than compared versus vs")


def _day_beside(story: _Story, at: int) -> date | None:
    """The day that the same sentence compares with another: "10 on Feb. 3, against 12 a year earlier"."""
    last = story.found[-1] if story.found else None
    if last is None or last.in_year is None or last.period is None or last.period.grain != "day":
        return None
    if at - last.end > _NEIGHBOURS or not _ON.search(story.text, max(0, last.start - 4), last.start):
        return None
    gap = story.text[last.end : at]
    compared = not _CLAUSE_END.search(gap) and not _COMPARED.isdisjoint(_lowered(gap))
    return last.period.first if compared else None


def _years_back(day: date, count: int) -> Interval | None:
    """The same day some years before; of 29 February the 28th."""
    try:
        return periods.day_period(day.replace(year=day.year - count))
    except ValueError:
        return periods.day_period(day.replace(year=day.year - count, day=28)) if day.year > count else None


def _counted_base(story: _Story, way: str, unit: str, found: _Found) -> date | None:
    """The day to count from: the publication for "ago", the day last spoken of for "later"."""
    if way in ("ago", "from now", "from today", "hence", "from tomorrow"):
        found.anchor = story.base_anchor
        return story.base
    focus = story.focus
    exact = focus is not None and (focus.grain == "day" or unit not in ("day", "week"))
    near = story.narrative or story.near(found.start)
    if (
        focus
        and exact
        and near
        and (story.narrative or way in ("later", "after", "afterward", "afterwards") or unit in ("day", "week"))
    ):
        found.anchor = "text"
        return focus.first
    if way in ("earlier", "before", "previously", "prior") and not story.narrative:
        found.anchor = story.anchor
        return story.reference
    found.anchor = "text"
    return None


def _which(words: list[_Word]) -> tuple[str, int, str] | None:
    """The last, this, next or same in front of a unit: the word, where it begins, and the word before it."""
    place = 0
    while (
        place + 1 < len(words)
        and words[place].text in _FILLERS
        and words[place + 1].text in (_WHICH | _FILLERS | {"the"})
    ):
        place += 1
    word = words[place]
    if word.text not in _WHICH:
        if place and words[place - 1].text in _WHICH:
            word, place = words[place - 1], place - 1
        else:
            return None
    which, start = word.text, word.start
    if which in _THIS and place and words[place - 1].text in ("past", "coming"):
        which = words[place - 1].text
    before = words[place + 1].text if place + 1 < len(words) else ""
    if before in ("the", "this", "that"):
        start = words[place + 1].start
    return which, start, before


def _read_which(story: _Story, words: list[_Word], unit: str, end: int) -> _Found | None:
    """Read "last week", "this year", "the following month", "that weekend"."""
    chosen = _which(words)
    if chosen is None:
        return None
    which, start, before = chosen
    earlier = next((word.text for word in words if word.start < start), "")
    if before == "the" and (
        which == "past" or (which in ("last", "next", "coming") and _is_stretch(story, unit, earlier))
    ):
        return None
    found = _Found(start, end, None, f"{'same' if which in _SAME else which} {unit}", "inferred")
    if which in _SAME or which in _AFTER or which in _BEFORE or (story.narrative and before == "the"):
        _anchored_in_text(story, found, which, unit)
        return found
    found.anchor = story.base_anchor
    if base := story.base:
        step = -1 if which in _LAST else 1 if which in _NEXT else 0
        if unit == "weekend" and step == 0 and base.weekday() < 3 and _points_ahead(story.text, start, end) is False:
            step = -1
        found.period = periods.shifted(base, step, unit)
    return found


def _is_stretch(story: _Story, unit: str, earlier: str) -> bool:
    """Whether it is a stretch: "over the last year" is a length of time, not a year."""
    if story.narrative:
        return earlier in ("over", "for", "within")
    return (
        unit in ("decade", "century")
        or (unit in ("year", "month") and earlier in _PAST_STRETCH)
        or earlier in ("over", "within")
    )


def _anchored_in_text(story: _Story, found: _Found, which: str, unit: str) -> None:
    step = -1 if which in _BEFORE or which in _LAST else 1 if which in _AFTER or which in _NEXT else 0
    focus = story.focus
    if which in _BEFORE and not story.narrative and not story.near(found.start):
        focus = None
    found.anchor = "text"
    if (
        focus
        and (unit != "week" or focus.grain in ("day", "week"))
        and (unit != "month" or focus.grain in ("day", "week", "month"))
    ):
        found.period = periods.shifted(focus.first, step, unit)
    elif which in _BEFORE and story.reference and not story.narrative:
        found.anchor = story.anchor
        found.period = periods.shifted(story.reference, step, unit)


_OF_A_DATE = re.compile(
    rf"\s(?:of|starting|beginning|ending)(?: on)?(?: the)? (?:[0-9]|(?:{'|'.join(_MONTH_FORMS)})\b)"
)


def _read_the_unit(story: _Story, words: list[_Word], unit: str, start: int, end: int) -> _Found | None:
    """Read "the weekend", "the end of the year", "later in the month", "for the full year"."""
    text = story.text
    near = words[0].text
    base = story.base
    found = _Found(start, end, None, f"the {unit}", "inferred", story.base_anchor)
    if near == "the" and unit == "weekend" and not _OF_A_DATE.match(text, end):
        found.start = words[0].start
        if base and not story.narrative:
            ahead = _points_ahead(text, start, end)
            back = base.weekday() < 5 and (ahead is False or (ahead is None and base.weekday() < 3))
            found.period = periods.shifted(base, -1 if back else 0, "weekend")
        return found
    if near == "of" and len(words) > 1 and words[1].text == "end" and unit in ("year", "month"):
        found.start, found.modifier = words[1].start, "late"
    elif unit in ("week", "month", "year") and (lead := _OF_THE.search(text, max(story.done, start - 40), start)):
        if _ENDED.match(text, end) or _OF_SOMETHING.match(text, end):
            return None
        found.start = text.rfind("the", lead.start(), start)
    else:
        return None
    if base:
        found.period = periods.period_of(base, unit)
        over = unit == "year" and base.month < 4 and "nd of" in text[max(0, found.start - 7) : end]
        if over and not story.narrative and _points_ahead(text, start, end) is False:
            found.period = periods.year_period(base.year - 1)
        if story.narrative and unit == "year" and story.year:
            found.period = periods.year_period(story.year)
    return found


_OF_SOMETHING = re.compile(r"\s(?:of(?! [$0-9])|before|after|that|when|since|to come)\b|[\s-](?:old|award)")


def _read_part_of_day(story: _Story, words: list[_Word], unit: str, end: int) -> _Found | None:
    """Read "this morning", "last night", "that evening", "the next morning"."""
    chosen = _which(words)
    if chosen is None:
        return None
    which, start, _ = chosen
    found = _Found(start, end, None, f"{which} {unit}", "inferred", story.base_anchor)
    if which in _SAME or which in _AFTER or which in _BEFORE or story.narrative or (which in _NEXT and which == "next"):
        _that_day(story, found, which)
    elif story.base and (which in _THIS or (which == "last" and unit in ("night", "evening"))):
        found.period = periods.day_period(story.base - (which == "last") * DAY)
    else:
        return None
    return found


def _read_that_day(story: _Story, words: list[_Word], end: int) -> _Found | None:
    """Read "the same day", "the next day", "that day", "the previous day"."""
    if words[0].text == "the" and _IN_THE_DAY.search(story.text, max(story.done, words[0].start - 20), words[0].start):
        return _day_under_way(story, words[0].start, end)
    chosen = _which(words)
    if chosen is None or chosen[0] in _LAST | {"coming", "upcoming", "present", "this", "current"}:
        return None
    which, start, before = chosen
    if (which in _NEXT and before != "the") or _OF_SOMETHING.match(story.text, end):
        return None
    found = _Found(start, end, None, "same day" if which in _SAME else f"{which} day", "inferred")
    _that_day(story, found, which)
    return found


_IN_THE_DAY = re.compile(
    r"\b(?:(?:[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate)(?: in)?|(?:start|beginning|end|rest|close|course|middle) of|end(?:ed|ing|s)?|clos(?:ed?|ing)|finish(?:ed|ing)?) \Z"
)


_AFTER_ALL = re.compile(r"\b[Aa]t the end of \Z")


def _day_under_way(story: _Story, start: int, end: int) -> _Found | None:
    """Read "later in the day", "closed the day": the day last spoken of in this paragraph, else the day of the news."""
    if (
        _OF_SOMETHING.match(story.text, end)
        or story.text.startswith("-", end)
        or _AFTER_ALL.search(story.text, max(0, start - 16), start)
    ):
        return None
    found = _Found(start, end, None, "the day", "inferred", story.anchor)
    if story.day and story.near(start):
        found.period, found.anchor = periods.day_period(story.day), "text"
    elif story.reference and not story.narrative:
        found.period = periods.day_period(story.reference)
    return found


def _that_day(story: _Story, found: _Found, which: str) -> None:
    found.anchor = "text"
    if story.day and story.near(found.start):
        step = 0 if which in _SAME | _THIS else -1 if which in _BEFORE | _LAST else 1
        found.period = periods.day_period(story.day + step * DAY)


_BC = re.compile(r"\s?(?:B\.?C|BCE)")


def _read_century(story: _Story, words: list[_Word], end: int) -> _Found | None:
    number = date_words.ordinal_word(words[0].text)
    if number is None or not 1 <= number <= 22 or _BC.match(story.text, end):
        return None
    if number < 4 and words[0].text.isalpha() and not (len(words) > 1 and words[1].text == "the"):
        return None
    return _Found(words[0].start, end, periods.century_period(number), "century", "explicit")


def _read_quarter(story: _Story, words: list[_Word], unit: str, end: int) -> _Found | None:
    """Read "third-quarter", "the first half of 1990", "the latest quarter", "the 1988 period"."""
    text = story.text
    place = 1 if words[0].text in _FILLERS and len(words) > 1 and words[0].text != "past" else 0
    number = date_words.ordinal_word(words[place].text)
    first = words[place].start
    if place + 1 < len(words) and words[place + 1].text in ("fiscal", "financial"):
        first = words[place + 1].start
    if number is not None and unit != "period":
        return _read_numbered_part(story, words, unit, number, (first, end))
    if unit == "half" or story.speaks_of(_GAME):
        return None
    near = words[place].text
    start = words[place].start
    if near == "same" and (same := _same_a_year_back(story, start, end)):
        return same
    the = len(words) > place + 1 and words[place + 1].text == "the"
    if re.fullmatch("(?:19|20)[0-9]{2}", near) and story.business:
        step = int(near) - story.business.first.year
        return _Found(
            start,
            end,
            periods.shifted(story.business.first, 4 * step, "quarter"),
            "year's quarter",
            "inferred",
            "text",
        )
    if near in ("latest", "the") or (near == "recent" and len(words) > 1 and words[1].text == "most"):
        return _read_latest_quarter(story, near, unit, start, end)
    if unit == "quarter" and near in _WHICH - _SAME and story.reference:
        if near in _LAST and the and text[max(0, start - 8) : start].startswith(("over", "ver ")):
            return None
        step = -1 if near in _LAST | _BEFORE else 1 if near in _NEXT | _AFTER else 0
        return _Found(
            start, end, periods.shifted(story.reference, step, "quarter"), f"{near} quarter", "inferred", story.anchor
        )
    return None


def _same_a_year_back(story: _Story, start: int, end: int) -> _Found | None:
    """Read "the same period last year": the month or quarter just spoken of, twelve months before."""
    back = _A_YEAR_BACK.match(story.text, end)
    if not (back and story.focus and story.focus.grain in ("month", "quarter")):
        return None
    period = periods.months_period(
        story.focus.first.year - 1, story.focus.first.month, 1 if story.focus.grain == "month" else 3, story.focus.grain
    )
    return _Found(start, back.end(), period, "year's quarter", "inferred", "text")


def _read_latest_quarter(story: _Story, near: str, unit: str, start: int, end: int) -> _Found | None:
    """The quarter a report is about: the one it named, else the last one that was over."""
    if story.business is None and (
        (near == "the" and (unit == "period" or not story.speaks_of(_REPORTS))) or story.reference is None
    ):
        return None
    if unit == "period" and near != "latest":
        return None
    story.quarterly = True
    if story.business:
        if back := _A_YEAR_BACK.match(story.text, end):
            return _Found(start, back.end(), _a_year_before(story), "year's quarter", "inferred", "text")
        return _Found(start, end, story.business, "latest quarter", "inferred", "text")
    found = _Found(start, end, None, "latest quarter", "guessed", story.anchor)
    if story.reference:
        found.period = periods.shifted(story.reference, -1, "quarter")
    return found


_A_YEAR_BACK = re.compile(
    r"\s(?:(?:a|one) year (?:ago|earlier|before)|(?:of |in )?(?:the )?(?:last|previous|prior) year)(?![\w-])"
)
_REPORTS = re.compile(r"\b(?:earnings|revenue|profits?|net income|net loss|shareholders)\b")
_HALF_LEAD = re.compile(
    rf",?\s(?:of|in)\s(?:the\s)?(?:(?:fiscal|calendar)\s)?(?:{_YEAR}|(?P<which>last|this|next|same|that|previous|following|current) year|(?P<the>year))(?![\w-])"
)


def _read_numbered_part(
    story: _Story, words: list[_Word], unit: str, number: int, place: tuple[int, int]
) -> _Found | None:
    if number > (4 if unit == "quarter" else 2):
        return None
    text = story.text
    start, end = place
    stated = _OF_YEAR.match(text, end)
    if unit == "half" and not (stated and re.match(r",?\s(?:of|in)\b", stated.group())):
        return None
    if not stated and story.speaks_of(_GAME):
        return None
    year_before = next((word for word in words if re.fullmatch("(?:19|20)[0-9]{2}", word.text)), None)

    def make(year: int) -> Interval:
        return periods.quarter_period(year, number) if unit == "quarter" else periods.half_period(year, number)

    rule = f"numbered {unit}"
    if stated and stated["year"]:
        found = _Found(start, stated.end(), make(int(stated["year"])), rule, "explicit")
    elif year_before:
        found = _Found(year_before.start, end, make(int(year_before.text)), rule, "explicit")
    else:
        found = _Found(start, stated.end() if stated else end, None, rule, "inferred", story.base_anchor)
        year = _part_year(story, found, make, stated["which"] if stated else None)
        found.period = _tried(make, year) if year is not None else None
    if unit == "quarter" and found.period:
        story.quarterly = True
        if story.reference is None or abs(found.period.first.year - story.reference.year) < 2:
            story.business = story.business or found.period
    return found


def _part_year(story: _Story, found: _Found, make: Callable[[int], Interval], which: str | None) -> int | None:
    """The year of a quarter: the one named, else the latest in which it has begun, or ahead if the clause looks ahead."""
    if story.narrative or which in _SAME:
        return story.year
    if story.reference is None:
        return None
    year = story.reference.year
    if which:
        return year + (-1 if which in _LAST | _BEFORE else 1 if which in _NEXT | _AFTER else 0)
    if make(year).first > story.reference and not _points_ahead(story.text, found.start, found.end):
        return year - 1
    return year


# ---- seasons and feasts ----------------------------------------------------------------------------------------------

_BEFORE_SEASON = _words(
    "in by since until till during through over for throughout of late early mid from to and or after before"
)
_NO_SEASON = re.compile(
    r"\s(?:training|break|camps?|Olympics|Games|Palace|Street|Valley|rolls?|coats?|solstice|equinox|quarters|of (?!1|2|last|this|next|the year)|in love|from grace|down|apart|short|behind|back|off|out|into|on|to|by)|-"
)


def _read_season(story: _Story, start: int, end: int) -> _Found | None:
    text = story.text
    season = text[start:end].lower()
    words = _words_before(text, start, story.done)
    near = words[0].text if words else ""
    if near in _SETS or near in ("a", "an"):
        return None

    def make(year: int) -> Interval:
        return periods.season_period(year, SEASONS[season])

    stated = _OF_YEAR.match(text, end)
    if stated and stated["year"]:
        return _Found(start, stated.end(), make(int(stated["year"])), "season", "explicit")
    if stated and stated["which"]:
        return _of_whose_year(story, start, stated, make, "season")
    which = near if near in _WHICH else ""
    called = near in _BEFORE_SEASON or (near == "the" and len(words) > 1 and words[1].text in _BEFORE_SEASON)
    if not (which or called) or _NO_SEASON.match(text, end) or text[start].isupper():
        return None
    if season == "fall" and near in ("to", "and", "or", "of", "for", "by"):
        return None
    if which == "past" and len(words) > 1 and words[1].text == "this":
        which = "last"
    first = words[0].start if which else start
    return _dated(story, (first, end), "season", make, which)


_FEAST_NOUN = re.compile(
    r"[\s-](?:trees?|party|parties|carols?|shopping|sales|gifts?|presents|cards?|lights|musicals?|songs?|albums?|decorations?|ornaments?|stockings|movies?|specials?|dinners?|turkeys?|table|season|holidays?|break|vacations?|candy|costumes?|eggs?|Island|Carol|Parade|parade|themed)\b|-|\sOffensive"
)
_ALWAYS_A_DAY = re.compile(r"\b(?:Day|Eve|Friday|Monday|Wednesday|Sunday|Juneteenth|July|Fourth|Night)\Z")
_BEFORE_FEAST = _words("on at for before after by since until till this last next around over during through past from")


def _around(feast: date) -> Interval:
    """The feast with the weekend beside it: Labor Day weekend is Saturday to Monday, Thanksgiving weekend Thursday to Sunday."""
    saturday = feast + (5 - feast.weekday()) * DAY if feast.weekday() > 1 else feast - (feast.weekday() + 2) * DAY
    return Interval(min(feast, saturday), max(feast, saturday + DAY), "range")


def _read_feast(story: _Story, start: int, end: int) -> _Found | None:
    text = story.text
    name = re.sub(f"[{_APOSTROPHES}]", "'", text[start:end]).lower()
    words = _words_before(text, start, story.done)
    near = words[0].text if words else ""
    if near in _SETS or _FEAST_NOUN.match(text, end):
        return None

    def make(year: int) -> Interval:
        return date_words.holiday_period(year, name)

    stated = _OF_YEAR.match(text, end)
    if stated and stated["year"]:
        return _Found(start, stated.end(), make(int(stated["year"])), "feast", "explicit")
    if stated and stated["which"]:
        return _of_whose_year(story, start, stated, make, "feast")
    if week := _WEEK_OF.search(text, max(story.done, start - 28), start):
        unit = week["unit"]
        return _dated(story, (week.start(), end), "week of", lambda y: periods.period_of(make(y).first, unit))
    if text.startswith(" weekend", end) and not text[end + 8 : end + 9].isalpha():
        return _dated(story, (start, end + 8), "feast weekend", lambda y: _around(make(y).first))
    if not _ALWAYS_A_DAY.search(text, start, end) and near not in _BEFORE_FEAST:
        return None
    which = near if near in _WHICH else ""
    return _dated(story, (words[0].start if which else start, end), "feast", make, which)


# ---- years, decades, numbers -------------------------------------------------------------------------------------------

_ISO = re.compile(r"(?P<mark>[-/])(?P<month>[01]?[0-9])(?P=mark)(?P<day>[0-3]?[0-9])(?![0-9]|[-/][0-9])")
_YEAR_RANGE = re.compile(
    r"(?:\s?[-\N{EN DASH}\N{EM DASH}/]\s?(?P<until>(?:1[0-9]|20)[0-9]{2}|[0-9]{2})(?![0-9]|[-/.,][0-9]|\w))"
)
_DECADE = re.compile(rf"[{_APOSTROPHES}]?s\b")
_COUNTED_NOUN = re.compile(
    r"\s?(?:%|percent|per cent|people|persons|troops|soldiers|points?|feet|foot|miles?|shares|men|women|children|km|kilomet|met(?:er|re)s?|"
    r"years?\b(?! ?-)|months|weeks|days|hours?|hrs|minutes|seconds|workers|jobs|employees|tons?|tonnes|barrels|GMT|UTC|EDT|EST|members|million|billion|votes|homes|"
    r"houses|words|dollars|euros|pounds|lbs?|kg|acres|yards|square|sq\b|calories|tickets|students|patients|cases|deaths|units|copies|pages|volts|watts|rpm|horsepower|"
    r"cc\b|degrees|gallons|lit(?:er|re)s|times|civilians|refugees|prisoners|tanks|ships|aircraft|guns|missiles|rounds|block of|[NSEW]\.\s|(?:North|South|East|West|Pennsylvania)\s"
    r"(?:Ave|St|[A-Z][a-z]+ (?:Ave|St|Rd|Road|Street|Drive|Blvd|Lane)))"
)
_BEFORE_YEAR = _words("""in since by until till to from of during after before and or between late early mid year years through fiscal calendar
    around about circa for as at on than season spring summer fall autumn winter the""")
_NOT_BEFORE_YEAR = _words("""windows office model route highway room no number flight boeing airbus section suite box apt building block pentium
    system radio area lot channel interstate psalm resolution bill act page chapter version mercedes
    least most over under nearly almost approximately roughly some exactly only worth killed another hp rs us$""")
_BEFORE_CHARS = frozenset("$\N{POUND SIGN}\N{EURO SIGN}#.,/:+=&@_")
_PART_NEXT = re.compile(r"\s(?:fiscal\s)?(?:(?:first|second|third|fourth)[- ]quarter|period)\b")


def _read_four_digits(story: _Story, start: int, end: int) -> _Found | None:
    text = story.text
    year = int(text[start:end])
    left = text[start - 1 : start]
    if iso := _ISO.match(text, end):
        if left in ("-", "/", "."):
            return None
        return _Found(
            start, iso.end(), periods.day_period(date(year, int(iso["month"]), int(iso["day"]))), "iso", "explicit"
        )
    if (left in _BEFORE_CHARS and left) or (left == "-" and text[start - 2 : start - 1].isdigit()):
        return None
    decade = _DECADE.match(text, end)
    if decade and year % 10 == 0:
        return _read_decade(story, start, decade.end(), year)
    words = _words_before(text, start, story.done)
    near = words[0].text.strip(".") if words else ""
    if not _is_year(story, start, end, year, near) or (_PART_NEXT.match(text, end) and story.business):
        return None
    if until := _YEAR_RANGE.match(text, end):
        last = int(until["until"]) if len(until["until"]) == 4 else year // 100 * 100 + int(until["until"])
        if year < last <= year + 120:
            return _Found(
                start,
                until.end(),
                periods.span(periods.year_period(year), periods.year_period(last)),
                "year range",
                "explicit",
            )
    confidence: Confidence = "explicit" if near in _BEFORE_YEAR or not near or 1900 <= year <= 2050 else "guessed"
    if near in ("fiscal", "calendar") or (near == "year" and len(words) > 1 and words[1].text in ("fiscal", "the")):
        start = words[0].start
    return _Found(start, end, periods.year_period(year), "year", confidence)


def _read_decade(story: _Story, start: int, end: int, year: int) -> _Found:
    if (
        year % 100 == 0
        and year < 2000
        and story.text[max(0, start - 9) : start].lower().endswith(("the ", "early ", "late ", "mid-", "mid "))
    ):
        return _Found(start, end, periods.century_period(year // 100 + 1), "century", "explicit")
    return _Found(start, end, periods.decade_period(year), "decade", "explicit")


_AFTER_YEAR = re.compile(
    r"[0-9]|[.,:/][0-9]|[-\N{EN DASH}][A-Za-z]|\s?[*x\N{MULTIPLICATION SIGN}]\s?[0-9]|(?P<letter>[A-Za-z])|\s?(?:B\.?C\b|BCE)"
)


_SUM_OF = re.compile(r"\b(?:average|total|sum|maximum|minimum|peak|high|low|score|population|cost|price|some)\sof\s\Z")


def _is_year(story: _Story, start: int, end: int, year: int, near: str) -> bool:
    """Whether four digits are a year: not a count, a price, a time, an address or part of a name."""
    text = story.text
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit() and not _YEAR_RANGE.match(text, end):
        return False  # a telephone number, or a date that does not exist
    after = _AFTER_YEAR.match(text, end)
    if after and not (
        year >= 1900
        and re.match(
            r"[-\N{EN DASH}](?:based|era|style|model|elected|[0-9])|[-\N{EN DASH}][A-Z]|[-\N{EN DASH}](?:the|[0-9])",
            text[end : end + 8],
        )
    ):
        return False
    if (near in _NOT_BEFORE_YEAR and near not in _BEFORE_YEAR) or _COUNTED_NOUN.match(text, end):
        return False
    if near == "of" and _SUM_OF.search(text, max(0, start - 20), start):
        return False
    if 1900 <= year <= 2050:
        return True
    if year >= 1500 and story.year and abs(story.year - year) <= 20 and near in _BEFORE_YEAR:
        return True
    called = near in _BEFORE_YEAR and near not in (
        "the",
        "for",
        "to",
        "and",
        "or",
        "as",
        "at",
        "on",
        "than",
        "about",
        "around",
        "of",
    )
    if 1500 <= year < 1900:
        bracket = text[max(0, start - 1) : start] in ("(", "\n", "[") or text[end : end + 1] in (")", "]")
        plain = near in _BEFORE_YEAR and not re.match(r"\s[a-z]+s\b(?<! was)(?<! has)(?<! is)", text[end : end + 14])
        return called or bracket or plain or bool(_YEAR_RANGE.match(text, end))
    return called and year >= 1000 and not re.match(r"\s[a-z]+s\b(?<! was)(?<! has)(?<! is)", text[end : end + 14])


_BEFORE_SHORT_YEAR = _words(
    "in of since by from until till late early mid and to the class during before after spring summer fall winter"
)


def _read_apostrophe(story: _Story, start: int, end: int) -> _Found | None:
    """Read "the '90s", "in '98"."""
    text = story.text
    if text[start - 1 : start] not in ("", " ", "(", "-", "\n", "\N{EM DASH}", "\N{EN DASH}"):
        return None
    near = words[0].text if (words := _words_before(text, start, story.done)) else ""
    year = periods.century_year(int(text[start + 1 : end]), story.reference or date(2000, 1, 1))
    if decade := _DECADE.match(text, end):
        if year % 10:
            return None
        return _Found(start, decade.end(), periods.decade_period(year), "decade", "inferred", "")
    if near not in _BEFORE_SHORT_YEAR or near in ("the", "and", "to") or text[end : end + 1].isalnum():
        return None
    return _Found(start, end, periods.year_period(year), "short year", "inferred", "")


_NUMERIC = re.compile(r"(?P<one>[0-9]{1,2})(?P<mark>[/.-])(?P<two>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4}|[0-9]{2})")


def _read_numeric(story: _Story, start: int, end: int) -> _Found | None:
    """9/11; 10/31/2024 and 31/10/2024, the American order where both could be; 31.10.2024 and 31-10-2024, day first."""
    text = story.text
    if text[start - 1 : start] in ("-", "/", ".", ",", ":", "$", "+") or re.match(
        "[/-]|[.,:][0-9]", text[end : end + 2]
    ):
        return None
    if event := _EVENTS.get(text[start:end]):
        later = story.reference is None or story.reference >= event
        return _Found(start, end, periods.day_period(event), "event", "inferred") if later else None
    found = _NUMERIC.fullmatch(text, start, end)
    if not found or (found["mark"] != "/" and len(found["year"]) < 4):
        return None
    one, two, year = int(found["one"]), int(found["two"]), int(found["year"])
    if year < 100:
        year = periods.century_year(year, story.reference or date(2000, 1, 1))
    month, day = (two, one) if one > 12 or found["mark"] == "." else (one, two)
    confidence: Confidence = "guessed" if one <= 12 and two <= 12 and one != two else "explicit"
    return _Found(start, end, periods.day_period(date(year, month, day)), "numeric", confidence)


_SPOKEN = re.compile(
    r"[\s-](?:(?P<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?P<ones>one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?P<teen>ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)|(?:oh|hundred and)[\s-](?P<oh>one|two|three|four|five|six|seven|eight|nine)|(?P<hundred>hundred))\b"
)


def _read_spoken(story: _Story, start: int, end: int) -> _Found | None:
    """Read "nineteen ninety-six", as broadcasts are written down."""
    spoken = _SPOKEN.match(story.text, end)
    if not spoken:
        return None
    words = [spoken[name] for name in ("tens", "ones", "teen", "oh") if spoken[name]]
    year = _SPOKEN_CENTURIES[story.text[start:end].lower()] + sum(date_words.NUMBERS[word] for word in words)
    return _Found(start, spoken.end(), periods.year_period(year), "spoken year", "explicit")


def _read_quarter_sign(story: _Story, start: int, end: int) -> _Found | None:
    """Read "Q3", "Q3 2024", "Q3 of last year"."""
    words = _words_before(story.text, start, story.done)
    return _read_numbered_part(story, words, "quarter", int(story.text[end - 1]), (start, end))


# ---- putting mentions together ---------------------------------------------------------------------------------------------

_DASH = re.compile(r"\s?[-\N{EN DASH}\N{EM DASH}]\s?(?:the )?")
_TO = re.compile(r",?\s(?:to|through|thru|until|till)\s(?:the )?")
_LISTED = re.compile(r"\s?(?:[,&/]|,? and|,? or|[-\N{EN DASH}])\s?(?:from |in |on |the |early |late |mid-?)?")
_FROM = re.compile(r"\b(?:[Ff]rom|[Bb]etween)\s(?:the |about |early |late |mid-?)?\Z|\(\Z")
_RANGED = frozenset(("day", "month", "quarter", "year", "decade"))


def _add(story: _Story, found: _Found) -> None:
    """Take a mention into the story: with its modifier, joined to the one before it where the two make a range."""
    if not found.modifier:
        _modified(story, found)
    previous = story.found[-1] if story.found else None
    joined = _joined(story, previous, found) if previous else None
    if joined:
        story.found[-1] = found = joined
    else:
        story.found.append(found)
    story.done = found.end
    if found.period:
        if found.confidence == "explicit" or story.narrative:
            _carry_year(story, found.period, found)
        if found.period.grain in ("day", "range") and found.period.first >= found.period.last - 7 * DAY:
            story.day = found.period.last
        if found.period.grain not in ("decade", "century", "season") and not story.aside:
            story.focus = found.period


_YEAR_GRAINS = frozenset(("day", "month", "year", "range", "season"))
_ASIDE = 8


_OPENING = re.compile(r"(?:\A|[.!?\n]\W{0,3})\s*(?:In|By|During|Throughout)(?: the)?(?: early| late| mid)?[ -]\Z")


def _carry_year(story: _Story, period: Interval, found: _Found) -> None:
    """Carry the year of a date to those that follow; a leap of many years counts only when the next date confirms it."""
    if period.grain not in _YEAR_GRAINS or found.rule in ("iso", "anniversary"):
        return
    year = period.last.year if found.rule in ("month range", "day range") else period.first.year
    leap = story.narrative and story.year is not None and abs(year - story.year) > _ASIDE
    confirmed = story.aside is not None and abs(year - story.aside) <= _ASIDE
    if leap and not confirmed:
        story.aside = year
    else:
        story.year, story.aside = year, None
        if period.grain == "year":
            story.passing = not _OPENING.search(story.text, max(0, found.start - 24), found.start)
        elif period.grain in ("day", "month"):
            story.exact, story.passing = period, False


def _joined(story: _Story, previous: _Found, found: _Found) -> _Found | None:
    """The range that two neighbours make, or None; a neighbour without a year takes it from one that states it."""
    if found.start - previous.end > 12 or not found.period:
        return None
    gap = story.text[previous.end : found.start]
    if (
        found.confidence == "explicit"
        and previous.in_year
        and previous.rule != "season"
        and (_LISTED.fullmatch(gap) or _TO.fullmatch(gap))
    ):
        with_year = _tried(previous.in_year, found.period.first.year)
        if with_year and with_year.first > found.period.last:
            with_year = _tried(previous.in_year, found.period.first.year - 1)
        if with_year:
            previous.period, previous.anchor, previous.confidence = with_year, "", "explicit"
    if not previous.period:
        return None
    grain = previous.period.grain
    lead = _FROM.search(story.text, max(0, previous.start - 16), previous.start)
    between = lead is not None and "etween" in lead.group()
    linked = _DASH.fullmatch(gap) or (_TO.fullmatch(gap) and (lead or grain != "year")) or (between and gap == " and ")
    if not linked or grain != found.period.grain or grain not in _RANGED:
        return None
    last = found.period
    if found.in_year and found.confidence != "explicit":  # the end follows its beginning, whatever the clause says
        last = _tried(found.in_year, previous.period.first.year) or last
        if last.first < previous.period.first:
            last = _tried(found.in_year, previous.period.first.year + 1) or last
    if last.first <= previous.period.first:
        return None
    return replace(
        previous, end=found.end, period=periods.span(previous.period, last), rule=f"{grain} range", in_year=None
    )


def range_ends(mention: DateMention) -> tuple[DateMention, ...]:
    """The two ends of a range mention, each with its own interval and the span of the whole; another mention alone.

    Corpora such as TimeBank annotate "from May to July" as two dates; this gives a range in their form.
    """
    unit = mention.rule.removesuffix(" range")
    if mention.grain != "range" or unit not in _RANGED or mention.first is None or mention.last is None:
        return (mention,)
    ends = (periods.period_of(mention.first, unit), periods.period_of(mention.last, unit))
    return tuple(mention.model_copy(update={"first": end.first, "last": end.last, "grain": end.grain}) for end in ends)


# ---- the whole text ----------------------------------------------------------------------------------------------------

_Reader = Callable[[_Story, int, int], _Found | None]

_READERS: dict[str, _Reader] = {
    word.lower(): reader
    for words, reader in (
        (_MONTH_FORMS, _read_month),
        ((*_DAY_FORMS, *(form + "." for form in _SHORT_DAY_FORMS)), _read_weekday),
        (_UNITS, _read_unit),
        (_WORD_DAYS, _read_word_day),
        (SEASONS, _read_season),
        (_SPOKEN_CENTURIES, _read_spoken),
    )
    for word in words
}


def _reader_of(word: str) -> _Reader:
    if reader := _READERS.get(word.lower()):
        return reader
    if word.isdigit():
        return _read_four_digits
    if word[0].isdigit():
        return _read_numeric
    if word[0] in _APOSTROPHES:
        return _read_apostrophe
    return _read_quarter_sign if word[0] == "Q" else _read_feast


_HEAD = 400
_DATELINE = re.compile(
    rf"\s*(?P<place>[A-Z][A-Za-z.,' -]{{2,60}}?)[,(]?\s\(?(?P<month>{'|'.join(_MONTH_FORMS)})\.? (?P<day>[0-3]?[0-9])(?:, (?P<year>[0-9]{{4}}))?\)?\s*(?=[(/_]|--|\N{{EM DASH}}|\N{{EN DASH}}|-\s)"
)
_FULL_DAY = re.compile(
    rf"(?P<month>{'|'.join(_MONTH_FORMS)})\.? (?P<day>[0-3]?[0-9]),? (?P<year>(?:19|20)[0-9]{{2}})\b"
    rf"|(?P<day2>[0-3]?[0-9]) (?P<month2>{'|'.join(_MONTH_FORMS)})\.? (?P<year2>(?:19|20)[0-9]{{2}})\b|(?P<iso>(?:19|20)[0-9]{{2}}-[01][0-9]-[0-3][0-9])\b"
)


def _reference(text: str, published: date | None) -> tuple[date | None, _Anchor]:
    """The day that the text was written on: its dateline near the publication, the publication, or a full date on a
    short line of its head.
    """
    head = text[:_HEAD]
    dateline = _DATELINE.match(head)
    if dateline and (dateline["year"] or published):
        month, day = MONTHS[dateline["month"].lower()], int(dateline["day"])
        if dateline["year"]:
            stated = _tried_day(int(dateline["year"]), month, day)
        else:
            near = (
                _nearest_year(published, _day_maker(month, day, None), False)
                if published and day and _tried_day(2000, month, day)
                else None
            )
            stated = near.first if near else None
        if stated and (published is None or abs((stated - published).days) <= 7):
            return stated, "text"
    if published:
        return published, "published"
    for line in head.split("\n"):
        if len(line) <= 60 and (full := _FULL_DAY.search(line)):
            if full["iso"]:
                year, month, day = map(int, full["iso"].split("-"))
            else:
                month = MONTHS[(full["month"] or full["month2"]).lower()]
                year, day = int(full["year"] or full["year2"]), int(full["day"] or full["day2"])
            if stated := _tried_day(year, month, day):
                return stated, "text"
    return None, ""


def _tried_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_FAR_YEARS = 3
_NARRATIVE_YEARS = 8


def _is_narrative(text: str, words: list[str], reference: date | None) -> bool:
    """Whether a text tells of past years rather than of the news.

    It does when it names many years that lie more than three before it was written, and several times as many as words
    that only news of the day uses (weekdays, today, yesterday) - or, written on no known day, any year at all and more.
    """
    years = [int(word) for word in words if word.isdigit()]
    deictic = sum(word in _DAY_FORMS or word.lower() in _WORD_DAYS for word in words)
    if reference is None:
        return len(years) > deictic
    far = sum(year < reference.year - _FAR_YEARS and year > 1000 for year in years)
    if far < _NARRATIVE_YEARS or far <= 3 * (deictic + len(years) - far):
        return False
    return far > 3 * (deictic + len(years) - far + len(_NEWS.findall(text)))


_NEWS = re.compile(r"\b(?:(?:[Ll]ast|[Tt]his|[Nn]ext) (?:week|weekend|month|year|spring|summer|fall|winter)|ago)\b")


def extract_dates(text: str, *, published: date | None = None) -> tuple[DateMention, ...]:
    """Every date that the text speaks of, in reading order, none overlapping another.

    Relative dates are resolved against the dateline or `published`, in a narrative against the text itself; where there
    is nothing to resolve them against, `first` and `last` are None. `statement` is left None.
    """
    pivots = [(match.start(), match.end(), match.group()) for match in _PIVOT.finditer(text)]
    if not pivots:
        return ()
    reference, anchor = _reference(text, published)
    story = _Story(text, reference, anchor, _is_narrative(text, [word for _, _, word in pivots], reference))
    for start, end, word in pivots:
        if start < story.done or (start and text[start - 1].isalnum() and not text.endswith("FY", 0, start)):
            continue
        try:
            found = _reader_of(word)(story, start, end)
        except (ValueError, OverflowError):  # no such day, or beyond the calendar
            continue
        if found:
            _add(story, found)
    return tuple(map(_mention, story.found))


def _mention(found: _Found) -> DateMention:
    period = found.period
    return DateMention(
        start=found.start,
        end=found.end,
        first=period.first if period else None,
        last=period.last if period else None,
        grain=cast("Grain", period.grain if period else _unresolved_grain(found.rule)),
        modifier=cast("DateModifier", found.modifier),
        anchor=found.anchor,
        rule=found.rule,
        confidence=found.confidence,
    )


def _unresolved_grain(rule: str) -> str:
    """The grain of a mention without days, from the name of its rule."""
    return next((unit for unit in (*periods.UNITS[1:], "season") if unit in rule.split()), "day")
