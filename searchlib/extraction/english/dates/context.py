"""What all readers share: the candidate mention, the state of the text so far, and the words before a pivot."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from searchlib.expressions import periods
from searchlib.expressions.periods import Interval
from searchlib.extraction.english.lexicon.time_words import FILLERS, THIS, WHICH
from searchlib.models import Confidence

Anchor = Literal["", "published", "text"]


@dataclass(slots=True)
class Candidate:
    """A mention while the text is read.

    `period` is None while it is unresolved. `rule` is a label for users and decides nothing.
    """

    start: int
    end: int
    period: Interval | None
    rule: str
    confidence: Confidence
    anchor: Anchor = ""
    modifier: str = ""
    grain: str = "day"
    """The grain of a mention that stays unresolved; of a range the grain of its two ends."""
    in_year: Callable[[int], Interval] | None = None
    """Makes the period for another year, for a mention without a stated year."""
    carries_year: bool = True
    """Whether later dates without a year may take its year."""
    may_be_about: bool = False
    """Whether "about" or "around" before it makes it approximate; before other mentions "about" opens a topic."""


@dataclass(slots=True)
class Context:
    """What has been read of one text, from its beginning to `read_to`."""

    text: str
    reference: date | None
    anchor: Anchor
    narrative: bool
    mentions: list[Candidate] = field(default_factory=list)
    read_to: int = 0
    year: int | None = None
    """The year that a later date without a year takes over."""
    focus: Interval | None = None
    """The last period spoken of."""
    day: date | None = None
    """The last day spoken of."""
    business: Interval | None = None
    """The quarter that a business report is about."""
    quarterly: bool = False
    """Whether figures are compared by quarter, so that "a year earlier" is a quarter."""
    distant_year: int | None = None
    """A year far from `year` that no second date has confirmed yet."""
    exact: Interval | None = None
    """The last day or month with its year."""
    span: Interval | None = None
    """The last range of days or months with its years, while nothing outside of it was told of."""
    in_passing: bool = False
    """Whether `year` was only mentioned, not reached ("planned for 1976")."""

    _topics: dict[re.Pattern[str], bool] = field(default_factory=dict)

    def speaks_of(self, words: re.Pattern[str]) -> bool:
        """Whether these words are anywhere in the text; each pattern searches the text once."""
        if words not in self._topics:
            self._topics[words] = words.search(self.text) is not None
        return self._topics[words]

    @property
    def base(self) -> date | None:
        """The day that relative dates count from: in a narrative the last one spoken of."""
        if self.narrative and self.focus:
            return self.focus.first
        return self.reference

    @property
    def base_anchor(self) -> Anchor:
        return "text" if self.narrative and self.focus else self.anchor

    @property
    def day_first(self) -> bool | None:
        """Whether the numeric dates of the text have the day before the month; None when nothing in it tells."""
        for pattern, first in ((_DAY_SLASH_MONTH, True), (_MONTH_SLASH_DAY, False)):
            if self.speaks_of(pattern):
                return first
        written = self.speaks_of(_DAY_MONTH), self.speaks_of(_MONTH_DAY)
        return written[0] if written[0] != written[1] else None

    def near(self, at: int) -> bool:
        """Whether the last mention ends less than 500 characters before `at`."""
        return bool(self.mentions) and at - self.mentions[-1].end < _CLOSE

    def just_named(self, at: int) -> Interval | None:
        """The period of the last mention, if it is a day, month, season or year less than 300 characters before `at`."""
        last = self.mentions[-1] if self.mentions else None
        if last is None or last.period is None or at - last.end > _JUST_BEFORE:
            return None
        return last.period if last.period.grain in ("day", "month", "season", "year") else None


_CLOSE = 500
_JUST_BEFORE = 300
_DAY_SLASH_MONTH = re.compile(r"(?<![0-9/])(?:1[3-9]|2[0-9]|3[01])/(?:0?[1-9]|1[0-2])/(?:[12][0-9])?[0-9]{2}(?![0-9/])")
_MONTH_SLASH_DAY = re.compile(r"(?<![0-9/])(?:0?[1-9]|1[0-2])/(?:1[3-9]|2[0-9]|3[01])/(?:[12][0-9])?[0-9]{2}(?![0-9/])")
_LONG_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY_MONTH = re.compile(rf"\b[0-3]?[0-9](?:st|nd|rd|th)? {_LONG_MONTH}\b(?! [0-3]?[0-9]\b)")
_MONTH_DAY = re.compile(rf"\b{_LONG_MONTH} [0-3]?[0-9]\b(?!:)")
_WINDOW = 64
_MOST_WORDS = 5
_WORD_BACKWARDS = r"(?:[ \t\xa0-]|\n(?!\n))*((?:(?!\.[\w'\N{RIGHT SINGLE QUOTATION MARK}.]{2})[\w'\N{RIGHT SINGLE QUOTATION MARK}.])[\w'\N{RIGHT SINGLE QUOTATION MARK}.]*)"
"""A word read from its end, behind blanks and hyphens, but no paragraph's end; not one of two letters or more with a full stop."""
_WORDS_BACKWARDS = re.compile(
    _WORD_BACKWARDS + "".join(f"(?:{_WORD_BACKWARDS}" for _ in range(1, _MOST_WORDS)) + ")?" * (_MOST_WORDS - 1)
)
_MODIFIER = re.compile(
    r"\b(?:(?P<early>[Ee]arl(?:y|ier)(?: in| on)?|(?:[Tt]he )?(?:[Bb]eginning|[Ss]tart) of)"
    r"|(?P<mid>[Mm]id(?:dle of)?|[Tt]he middle of)"
    r"|(?P<late>[Ll]at(?:e|er)(?: in| on)?|(?:[Tt]he )?(?:[Ee]nd|close) of)"
    r"|(?P<about>[Aa]bout|[Aa]round|[Cc]irca|c\.)"
    r"|(?P<before>[Bb]efore|[Pp]rior to)"
    r"|(?P<after>[Aa]fter|[Ff]ollowing))[\s-]{1,2}(?:the )?\Z"
)


_MODIFIER_ENDS = (
    *(f"{word}{joint}" for word in ("arly", "arlier", "ate", "ater") for joint in ("", " in", " on")),
    *("eginning of", "tart of", "iddle of", "nd of", "lose of", "id", "bout", "round", "irca", "c."),
    *("efore", "rior to", "fter", "ollowing"),
)
"""How a modifier ends, but for its first letter: looked at before the pattern, as few dates have one."""


@dataclass(slots=True)
class WordBefore:
    """A word before a pivot, in lower case, and where it begins."""

    text: str
    start: int


def words_before(text: str, at: int, limit: int) -> list[WordBefore]:
    """Up to five words before `at`, with only blanks or hyphens between them: the nearest first, in lower case."""
    match = _WORDS_BACKWARDS.match(text[max(limit, at - _WINDOW) : at][::-1])
    if match is None:
        return []
    return [
        WordBefore(word[::-1].lower(), at - match.end(place)) for place, word in enumerate(match.groups(), 1) if word
    ]


_TOPIC = re.compile(
    r"\b(?:ask|asked|asks|asking|talk|talked|talking|talks|know|knew|think|thought|say|said|concerned|worried|story|question|questions|all|what|how) \Z"
)
"""Words before an "about" that opens a topic: "asked about 2019"."""


def take_modifier(context: Context, candidate: Candidate) -> None:
    """Take over "early", "mid", "late", "about", "before" or "after" in front of a mention; the first four widen its span."""
    first = max(context.read_to, candidate.start - 24)
    ahead = context.text[first : candidate.start].removesuffix("the ").rstrip().rstrip("-").rstrip()
    if not ahead.endswith(_MODIFIER_ENDS):
        return
    before = _MODIFIER.search(context.text, first, candidate.start)
    if not before:
        return
    if before["about"] and (
        not candidate.may_be_about or _TOPIC.search(context.text, max(0, before.start() - 16), before.start())
    ):
        return  # "asked about last week"
    if before["about"] and _is_late_topic(context, candidate, before.start()):
        return  # "serious about 2016"
    candidate.modifier = before.lastgroup or ""
    if candidate.modifier not in ("before", "after"):
        candidate.start = before.start()
    if candidate.modifier in _PARTS and candidate.period and candidate.period.grain in ("decade", "century"):
        candidate.period = periods.third_of(candidate.period, candidate.modifier)
        candidate.confidence = "inferred"  # where "late" begins is a convention


_PARTS = ("early", "mid", "late")


_BEFORE_ABOUT = re.compile(
    r"(?:\b(?:in|from|since|until|by|to|of|date[sd]?|dating|at|built|born|died|was|were|founded) |[(,.\n] ?|\A)\Z",
    re.IGNORECASE,
)
_LATELY = 30


def _is_late_topic(context: Context, candidate: Candidate, at: int) -> bool:
    """Whether an "about" before a year of these decades, with no preposition of time before it, opens a topic."""
    period = candidate.period
    if period is None or period.grain != "year" or context.text[at : at + 5].lower() != "about":
        return False
    late = context.reference is not None and period.first.year > context.reference.year - _LATELY
    return late and not _BEFORE_ABOUT.search(context.text, max(0, at - 10), at)


WEEK_OF = re.compile(r"\b(?:the )?(?P<unit>week|weekend) (?:of|starting|beginning|ending)(?: on)?(?: the)? \Z")
PART_OF_DAY = re.compile(r"[\s-](?:early |late )?(?:morning|afternoon|evening|night)(?![\w-])")
SPORT = re.compile(
    r"\b(?:touchdowns?|quarterbacks?|rebounds|free throws?|field goals?|halftime|lay-?ups?|three-pointers?|3-pointers?|overtime|birdies?|bogeys?|fairways?|innings?|putts?)\b"
)


def which_word(words: list[WordBefore]) -> tuple[str, int, str] | None:
    """The "last", "this", "next" or "same" in front of a unit: the word, where the phrase begins, and the word before it."""
    place = 0
    while (
        place + 1 < len(words) and words[place].text in FILLERS and words[place + 1].text in (WHICH | FILLERS | {"the"})
    ):
        place += 1
    word = words[place]
    if word.text not in WHICH:
        if place and words[place - 1].text in WHICH:
            word, place = words[place - 1], place - 1
        else:
            return None
    which, start = word.text, word.start
    if which in THIS and place and words[place - 1].text in ("past", "coming"):
        which = words[place - 1].text
    before = words[place + 1].text if place + 1 < len(words) else ""
    if before in ("the", "this", "that"):
        start = words[place + 1].start
    return which, start, before


OF_SOMETHING = re.compile(r"\s(?:of(?! [$0-9])|before|after|that|when|since|to come)\b|[\s-](?:old|award)")
