"""Days named by a word: "today", "this morning", "the next day", "later in the day"."""

from __future__ import annotations

import re

from searchlib.expressions import periods
from searchlib.expressions.periods import DAY
from searchlib.extraction.english.dates.context import (
    OF_SOMETHING,
    PART_OF_DAY,
    Candidate,
    Context,
    WordBefore,
    which_word,
    words_before,
)
from searchlib.extraction.english.lexicon.time_words import FOLLOWING, LAST, NEXT, PREVIOUS, SAME, THIS, WORD_DAYS

_CAPITAL_BEFORE = re.compile(r"[A-Z]\w* \Z")
_NOT_TODAY = re.compile(
    r"['\N{RIGHT SINGLE QUOTATION MARK}]s\s(?:world|youth|society|standards|technology|generation|economy)|\s+show\b|\s*\(TV"
)


def read_word_day(context: Context, start: int, end: int) -> Candidate | None:
    word = context.text[start:end].lower()
    if _NOT_TODAY.match(context.text, end) or (
        context.text[start] == "T" and _CAPITAL_BEFORE.search(context.text, max(0, start - 20), start)
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
    which, start, _ = chosen
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


def read_that_day(context: Context, words: list[WordBefore], end: int) -> Candidate | None:
    """Read "the same day", "the next day", "that day", "the previous day"."""
    if words[0].text == "the" and _IN_THE_DAY.search(
        context.text, max(context.read_to, words[0].start - 20), words[0].start
    ):
        return _day_under_way(context, words[0].start, end)
    chosen = which_word(words)
    if chosen is None or chosen[0] in LAST | {"coming", "upcoming", "present", "this", "current"}:
        return None
    which, start, before = chosen
    if (which in NEXT and before != "the") or OF_SOMETHING.match(context.text, end):
        return None
    candidate = Candidate(start, end, None, "same day" if which in SAME else f"{which} day", "inferred")
    _day_in_text(context, candidate, which)
    return candidate


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
    if context.day and context.near(start):
        candidate.period, candidate.anchor = periods.day_period(context.day), "text"
    elif context.reference and not context.narrative:
        candidate.period = periods.day_period(context.reference)
    return candidate


def _day_in_text(context: Context, candidate: Candidate, which: str) -> None:
    candidate.anchor = "text"
    if context.day and context.near(candidate.start):
        step = 0 if which in SAME | THIS else -1 if which in PREVIOUS | LAST else 1
        candidate.period = periods.day_period(context.day + step * DAY)
