"""Days named by a word: "today", "this morning", "the next day", "later in the day"."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from searchlib.expressions import periods
from searchlib.expressions.periods import DAY
from searchlib.extraction.english.dates.context import (
    OF_SOMETHING,
    PART_OF_DAY,
    SPORT,
    Candidate,
    Context,
    WordBefore,
    which_word,
    words_before,
)
from searchlib.extraction.english.dates.counted import read_beside_event
from searchlib.extraction.english.dates.pivots import APOSTROPHES
from searchlib.extraction.english.dates.tense.clauses import words_of
from searchlib.extraction.english.dates.tense.direction import direction
from searchlib.extraction.english.dates.tense.verbs import Direction, goes_back
from searchlib.extraction.english.lexicon.time_words import FOLLOWING, LAST, NEXT, PREVIOUS, SAME, THIS, WORD_DAYS

_CAPITAL_BEFORE = re.compile(r"[A-Z]\w* \Z")
_NOT_TODAY = re.compile(
    r"['\N{RIGHT SINGLE QUOTATION MARK}]s\s(?:Headlines|world|youth|society|standards|technology|generation|economy|leaders|voters|workers|readers|teenagers|youngsters|consumers|farmers|soldiers|rulers|lawmakers|children|kids|men|women|parents|students|people)\b|['\"\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}]?\s+show\b|\s*\(TV"
)


_TOMORROW_AS_FUTURE = re.compile(
    r"\b(?:of|for a [a-z]+|a [a-z]+|our|their|for|preserve|build|shape|no|(?:worry|think|care) about) \Z"
)
_TOMORROW_BELONGS = re.compile(r"\s(?:belongs\b|never\b|is another day\b)")
_REST_OF = re.compile(
    r"\b(?:rest|part|most|all|morning|afternoon|evening|night|midday|noon|end|start|weather) (?:of|for) \Z"
)
_TODAY_AS_NOW = re.compile(r"\s(?:than|as (?:ever|never|always))\b|,?\s(?:remains?|are still|is still|still)\b")
_THAN_EVER = re.compile(r"[^.;!?\n]{0,60}\bthan (?:ever|before)\b|\?(?<=And today\?)")
_BEFORE_NOW = re.compile(
    r"(?:\b(?:than|[Ee]ven|still|until|to|as|(?<![Aa]s )of) |\b(?:known|survives?|exists?|used|seen|found|called|common) |\bwould be an? [A-Za-z]+ |\b(?:what|who|where|as) (?:[a-z]+ )?(?:we|it|they|he|she|you|I) (?:is|are|am) )\Z|\b[Aa]s (?!of )[a-z]+ (?:[a-z]+ )?\Z"
)
_INVITED = re.compile(
    r"\b(?:(?:Sign [Uu]p|Subscribe|Donate|Join|Order|Register)(?: here| now| for free)?|[Ss]ign up for (?:[a-z]+ ){1,4}(?<!until )(?<!by )|[Mm]ak(?:e|ing) an? (?:[a-z-]+ )?(?:donation|gift|contribution)|[Bb]ecom(?:e|ing) an? (?:[a-z]+ )?(?:member|subscriber)) ?\Z"
)
"""What a page asks for, whenever it is read: "Sign up today"."""
_IS_TODAY = re.compile(r"\b(?:is|are|stands?) \Z")
_IS_WHAT = re.compile(r"\s(?:the|an?|one|worth|home|more|less|among)\b")
_STATIVE_NEXT = re.compile(
    r",\s(?:[A-Za-z]+\s){1,4}?(?:is|are|have|has|remains?|can|there)\b(?! (?:to|meeting|expected))"
)


def _speaks_of_no_day(context: Context, start: int, end: int, word: str) -> bool:
    """Whether "today" means these times and "tomorrow" the future: "the people of tomorrow", "as strong today as"."""
    text = context.text
    before = text[max(0, start - 24) : start]
    if word != "tonight" and _is_against_other_day(text, start, end):
        return True
    if word == "tomorrow":
        return _TOMORROW_BELONGS.match(text, end) is not None or (
            bool(_TOMORROW_AS_FUTURE.search(before))
            and not _REST_OF.search(before)
            and not PART_OF_DAY.match(text, end)
        )
    if word == "yesterday":
        past = _LIKE_YESTERDAY.search(before) is not None and not PART_OF_DAY.match(text, end)
        return past or _MEN_OF_YESTERDAY.match(text, end) is not None
    if word != "today":
        return False
    if (
        _INVITED.search(text, max(0, start - 60), start)
        or _TODAY_AS_NOW.match(text, end)
        or _BEFORE_NOW.search(before)
        or _THAN_EVER.match(text, end)
    ):
        return True
    if _opens_with_now(context, start, end) or (_IS_TODAY.search(before) and _IS_WHAT.match(text, end)):
        return True
    if _PEOPLE_NOW.search(before) and direction(text, start, end) == 0:
        return True
    if context.speaks_of(_DAYS_OF_NEWS):
        return False
    return text[start] == "T" and _STATIVE_NEXT.match(text, end) is not None


def _opens_with_now(context: Context, start: int, end: int) -> bool:
    """Whether a "Today" that begins a sentence of the present means these times: "Today only a few survive"."""
    if context.text[start - 1 : start] in _OPENING_QUOTES and start:
        return False  # who speaks means the day more often
    but = _BUT.search(context.text, max(0, start - 8), start) is not None
    begins = context.text[start] == "T" or but
    if but and context.text.startswith(", ", end) and not context.speaks_of(_DAYS_OF_NEWS):
        return True  # "the old method was slow, but today, the demand ..."
    if not begins or direction(context.text, start, end) != Direction.OPEN:
        return False
    words = words_of(_SENTENCE_REST.match(context.text, end).group())  # type: ignore[union-attr]
    if not words or words[0] in _TODAY_ITSELF or not _SPEAKERS.isdisjoint(words[:3]):
        return False
    return not any(word.endswith("ing") and before in _BE for before, word in pairwise(words))


_BUT = re.compile(r"(?:, but|, while|; but|\bBut) \Z")
_OPENING_QUOTES = frozenset(("'", '"', "\N{LEFT DOUBLE QUOTATION MARK}", "\N{LEFT SINGLE QUOTATION MARK}"))
_SENTENCE_REST = re.compile(r"[^.!?;\n]{0,120}")
_TODAY_ITSELF = frozenset(["is", "was", "in", "at", "on", "'s"])
_SPEAKERS = frozenset(["i", "we", "i'm", "we're", "i've", "we've", "my", "our", "you"])
_BE = frozenset(["is", "are", "am", "be"])
_PEOPLE_NOW = re.compile(
    r"\b(?:[Pp]eople|[Cc]hildren|[Ww]omen|[Mm]en|[Kk]ids|[Tt]eenagers|[Pp]arents|[Ss]tudents|[Ff]amilies|[Ss]ociety|world|[Vv]oters|[Aa]mericans) \Z"
)
_DAYS_OF_NEWS = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|tomorrow|tonight|this (?:morning|afternoon|evening|week)|last (?:night|week)|said)\b|^Today",
    re.MULTILINE,
)
"""Words of a text that reports the days around it; in other texts "today" means these times."""


_OTHER_DAY = rf"(?:[Yy]esterday|[Tt]oday|[Tt]omorrow)[{APOSTROPHES}]s\s(?:[a-z-]+\s){{0,2}}?[a-z-]*[a-z]s"
_BECOMES = r"\s(?:[a-z]+\s)?(?:are|is|were|become|became|make|make for|turn into|may be|can be|can become|will be|shape|pay for)\s(?:[a-z]+\s)?"
_AGAINST_AHEAD = re.compile(rf"{_OTHER_DAY}{_BECOMES}(?:yesterday|today|tomorrow)[{APOSTROPHES}]s\s[a-z]")
_AGAINST_BEHIND = re.compile(rf"\b{_OTHER_DAY}{_BECOMES}\Z")


def _is_against_other_day(text: str, start: int, end: int) -> bool:
    """Whether two times are set against each other, and no days: "yesterday's rebels become tomorrow's rulers"."""
    if text[end : end + 1] not in APOSTROPHES or end == len(text):
        return False
    return bool(_AGAINST_AHEAD.match(text, start) or _AGAINST_BEHIND.search(text, max(0, start - 80), start))


_LIKE_YESTERDAY = re.compile(
    r"\b(?:that|those|men|women|people|heroes|leaders|world|ideas|wars|battles|answers|solutions|methods|politics|policies|economy|industries|technology|technologies|tools|jobs|certainties|habits|quarrels|stars|giants|language) of \Z"
)
_MEN_OF_YESTERDAY = re.compile(rf"[{APOSTROPHES}]s\s(?:man|men|woman|women|news|people|heroes|world)\b(?!\s[a-z])")


_PROGRAMME = re.compile(
    r"(?:\N{RIGHT DOUBLE QUOTATION MARK}|\N{RIGHT SINGLE QUOTATION MARK}|\"|')?\s(?:programme|program|show|host|co-host|anchor)\b"
)


def _is_programme(text: str, start: int, end: int) -> bool:
    """Whether a "Today" with a capital is the broadcast: "told the Today programme"."""
    return text[start] == "T" and _PROGRAMME.match(text, end) is not None


def read_word_day(context: Context, start: int, end: int) -> Candidate | None:
    """Read "today", "tonight", "yesterday", "tomorrow"."""
    word = context.text[start:end].lower()
    if _speaks_of_no_day(context, start, end, word):
        return None
    if (
        _NOT_TODAY.match(context.text, end)
        or _is_programme(context.text, start, end)
        or (context.text[start] == "T" and _CAPITAL_BEFORE.search(context.text, max(0, start - 20), start))
    ):
        return None
    if context.narrative:
        return None
    part = PART_OF_DAY.match(context.text, end) if word != "tonight" else None
    candidate = Candidate(start, part.end() if part else end, None, word, "inferred", context.anchor)
    if context.reference:
        step = WORD_DAYS[word]
        tail = context.text[end : end + 11]
        words = words_before(context.text, start, context.read_to)
        if len(words) > 1 and words[0].text in ("before", "after") and words[1].text == "day":
            step += -1 if words[0].text == "before" else 1
            candidate.start = words[2].start if len(words) > 2 and words[2].text == "the" else words[1].start
        elif tail.startswith(" week"):
            step += 7
        candidate.period = periods.day_period(context.reference + step * DAY)
    return candidate


def read_part_of_day(context: Context, words: list[WordBefore], unit: str, end: int) -> Candidate | None:
    """Read "this morning", "last night", "that evening", "the next morning"."""
    chosen = which_word(words)
    if chosen is None:
        return None
    which, start, before = chosen
    if which == "last" and (before in _OWN or (before == "the" and _OF_WHAT.match(context.text, end))):
        return None  # "the last night of school", "on our last night in town"
    candidate = Candidate(start, end, None, f"{which} {unit}", "inferred", context.base_anchor)
    if (
        which in SAME
        or which in FOLLOWING
        or which in PREVIOUS
        or context.narrative
        or (which in NEXT and which == "next")
    ):
        _day_in_text(context, candidate, which)
    elif context.base and (which in THIS or (which == "last" and unit in ("night", "evening"))):
        candidate.period = periods.day_period(context.base - (which == "last") * DAY)
    else:
        return None
    return candidate


_OWN = frozenset(["our", "my", "his", "her", "their", "its", "your"])
_OF_WHAT = re.compile(r"\sof\s(?!last|this|next|the week)")


def read_that_day(context: Context, words: list[WordBefore], end: int) -> Candidate | None:
    """Read "the same day", "the next day", "that day", "the previous day"."""
    if words[0].text == "the" and _IN_THE_DAY.search(
        context.text, max(context.read_to, words[0].start - 20), words[0].start
    ):
        return _day_under_way(context, words[0].start, end)
    if words[0].text == "the" and (beside := read_beside_event(context, words[0].start, 1, "day", end)):
        return beside
    if words[0].text == "that" and words[1:] and words[1].text in ("remember", "recall", "forget"):
        return None  # "you remember that day"
    chosen = which_word(words)
    if chosen and chosen[0] == "this" and _ON.search(context.text, max(0, chosen[1] - 3), chosen[1]):
        return _this_day(context, chosen[1], end)
    if chosen is None or chosen[0] in LAST | {"coming", "upcoming", "present", "this", "current"}:
        return None
    which, start, before = chosen
    if (which in NEXT and before != "the") or OF_SOMETHING.match(context.text, end):
        return None
    candidate = Candidate(start, end, None, "same day" if which in SAME else f"{which} day", "inferred")
    _day_in_text(context, candidate, which)
    return candidate


_ON = re.compile(r"\b[Oo]n \Z")
_DAY_IN_HISTORY = re.compile(r"\s(?:in|of|when|every|each)\b")


def _this_day(context: Context, start: int, end: int) -> Candidate | None:
    """Read "on this day": the day of the speech, but not "on this day in 1969"."""
    if context.reference is None or context.narrative or _DAY_IN_HISTORY.match(context.text, end):
        return None
    named = context.just_named(start)
    if named and named.grain == "day" and named.first != context.reference and direction(context.text, start, end) < 0:
        return Candidate(start, end, named, "this day", "inferred", "text")  # "on May 2 ... Also on this day, it ruled"
    return Candidate(start, end, periods.day_period(context.reference), "this day", "inferred", context.anchor)


_IN_THE_DAY = re.compile(
    r"\b(?:(?:[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate)(?: in)?|(?:start|beginning|end|rest|close|course|middle) of|end(?:ed|ing|s)?|clos(?:ed?|ing)|finish(?:ed|ing)?) \Z"
)
_AFTER_ALL = re.compile(r"\b[Aa]t the end of \Z")


def _day_under_way(context: Context, start: int, end: int) -> Candidate | None:
    """Read "later in the day", "closed the day": the day last spoken of in this paragraph, else the day of the news."""
    if (
        OF_SOMETHING.match(context.text, end)
        or context.text.startswith("-", end)
        or _AFTER_ALL.search(context.text, max(0, start - 16), start)
    ):
        return None
    candidate = Candidate(start, end, None, "the day", "inferred", context.anchor)
    last = context.mentions[-1].end if context.mentions else start
    if context.day and context.reference and not context.narrative and "\n" in context.text[last:start]:
        far = abs((context.reference - context.day).days) > _THESE_DAYS
        context.day = context.reference if far else context.day
    to_come = context.day and context.reference and context.day > context.reference and not context.narrative
    if context.day and context.near(start) and not to_come:
        candidate.period, candidate.anchor = periods.day_period(context.day), "text"
    elif context.reference and not context.narrative:
        candidate.period = periods.day_period(context.reference)
    return candidate


_THESE_DAYS = 30
_LOOKS_ON = frozenset("will won't would if is are can could may might should must".split())  # noqa: SIM905


def _day_in_text(context: Context, candidate: Candidate, which: str) -> None:
    candidate.anchor = "text"
    if context.day and context.day != context.reference and _is_before(context, context.day, candidate):
        clause = context.text[max(0, candidate.start - 60) : candidate.end + 40]
        if _LOOKS_ON.isdisjoint(words_of(clause)):
            return  # "dinner on Friday ... What he said that night" is of another one
    if context.day and context.near(candidate.start):
        step = 0 if which in SAME | THIS else -1 if which in PREVIOUS | LAST else 1
        candidate.period = periods.day_period(context.day + step * DAY)


_DAY_LEAD = re.compile(
    r"\b(?:[Oo]n|[Bb]y|[Uu]ntil|[Ss]ince|[Ff]rom|[Bb]efore|[Aa]fter"
    r"|(?:letter|note|card|postcard|telegram|cable|wire|memo|parcel|message|raid|attack|night|morning) of) the \Z"
)
_DAY_STOP = re.compile(
    r"(?P<of>\sof\s(?P<which>that|the same|this|last|next)\smonth(?![\w-])|\s(?P<short>inst|ult)\b\.?)"
    r"|(?=[.,;:?!)]|\Z|\s(?:yesterday|today)\b|\s(?:the|was|were|came|arrived|reached|has|had|is|he|she|they|it|we|his|her|when|as|but|to|at|for|because|after|before|did|would|could|will|again|with|in|near|that|which|I|a|an|under|without|where|there|and (?:was|were|had|have|has|is|came|went|ran|saw|sat|won|met|got|began|I|he|she|we|they|[a-z]+(?:ed|en|ght|old|eld|ost|ook|eft)))\s)"
)


def read_numbered_day(context: Context, start: int, end: int) -> Candidate | None:
    """Read "on the 9th" and "the 19th of that month": a day of the month last spoken of, else of the latest month."""
    text = context.text
    lead = _DAY_LEAD.search(text, max(0, start - 20), start)
    stop = _DAY_STOP.match(text, end)
    then = lead is not None and lead.group() == "By the " and _BY_THEN.match(text, end)
    if not (lead and (stop or then or _before_verb(text, end))) and not (stop and stop["of"]):
        return None
    if text.startswith(",", end) and _LISTED.match(text, end):
        return None  # "the 4th, 7th and 12th of January", "the 4th, 6th and 8th holes"
    if context.speaks_of(SPORT):
        return None
    number = int(text[start : end - 2])
    begin = start - 4 if text[start - 4 : start] in ("the ", "The ") else start
    candidate = Candidate(begin, stop.end() if stop else end, None, "numbered day", "inferred", "text")
    candidate.carries_year = False
    which, focus = _which_month(stop), context.focus
    if (
        which in (None, "that", "the same")
        and focus
        and focus.grain in ("day", "month", "range")
        and _just_mentioned(context, start)
        and not (which is None and _is_before(context, focus.first, candidate))
    ):
        day = _numbered(focus.first, 0, number)
        if day and which is None and focus.grain == "day" and day < focus.first:
            day = _numbered(focus.first, 1, number)
    elif context.reference is None or context.narrative or which in ("that", "the same"):
        return None
    else:
        candidate.anchor, day = context.anchor, _numbered_near(context, context.reference, which, number, candidate)
    candidate.period = periods.day_period(day) if day else None
    return candidate if day else None


def _which_month(stop: re.Match[str] | None) -> str | None:
    """The "that", "this" or "last" of "the 19th of that month", "the 5th inst." and "the 5th ult."."""
    if stop is None:
        return None
    return stop["which"] or {"inst": "this", "ult": "last"}.get(stop["short"] or "")


def _before_verb(text: str, end: int) -> bool:
    """Whether a verb follows a numbered day: "that on the 12th went well", but not "on the 12th floor"."""
    word = _NEXT_WORD.match(text, end)
    return word is not None and goes_back(f"it {word['word']}")


_LISTED = re.compile(
    r"(?:,\s(?:the\s)?[0-3]?[0-9](?:st|nd|rd|th)){0,9},?\s(?:and|or)\s(?:the\s)?[0-3]?[0-9](?:st|nd|rd|th)(?:\s(?:of\s)?[A-Za-z])"
)
"""Behind the first of several numbers that a later word says what they count."""
_NEXT_WORD = re.compile(r"\s(?P<word>[a-z]+)\b")
_BY_THEN = re.compile(
    r"\s(?!(?:century|grade|inning|minute|hour|floor|hole|round|month|week|year|day|lap|mile|step|decade)\b)[a-z]+ (?:had|was|were)\b"
)
"""Behind "By the 9th" it is a day by which something had happened."""


def _is_before(context: Context, day: date, candidate: Candidate) -> bool:
    """Whether the clause tells of the past, while the day last spoken of is today or to come."""
    ahead = context.reference is not None and not context.narrative and day >= context.reference
    return ahead and direction(context.text, candidate.start, candidate.end) < 0


def _just_mentioned(context: Context, start: int) -> bool:
    """Whether the last mention is in the same paragraph, less than 200 characters before."""
    last = context.mentions[-1].end if context.mentions else start
    return 0 < start - last < _JUST_BEFORE and "\n" not in context.text[last:start]


_JUST_BEFORE = 200


def _numbered(near: date, months: int, number: int) -> date | None:
    """The day of this number, so many months after the month of `near`."""
    month = periods.shifted(near, months, "month")
    return month.first + (number - 1) * DAY if 1 <= number <= month.last.day else None


def _numbered_near(
    context: Context, reference: date, which: str | None, number: int, candidate: Candidate
) -> date | None:
    if which:
        return _numbered(reference, {"last": -1, "next": 1}.get(which, 0), number)
    towards = direction(context.text, candidate.start, candidate.end)
    this = _numbered(reference, 0, number)
    if towards > 0:
        return this if this and this >= reference else _numbered(reference, 1, number)
    return this if this and this <= reference else _numbered(reference, -1, number)


_TIME_LEAD = re.compile(r"\b(?:[Bb]y|[Ss]ince|[Uu]ntil|[Bb]efore|[Aa]fter) \Z")


def read_that_time(context: Context, start: int, end: int) -> Candidate | None:
    """Read "by that time", "until that date": the day last spoken of."""
    day = context.day
    if day is None or not context.near(start) or context.text[end : end + 4] in (" of ", " tom"):
        return None
    named = context.just_named(start)
    if named is None or not named.first <= day <= named.last or named.grain != "day":
        return None  # a year or a month was spoken of since
    if not _TIME_LEAD.search(context.text, max(0, start - 8), start):
        return None
    return Candidate(start, end, periods.day_period(day), "that time", "inferred", "text")
