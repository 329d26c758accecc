"""The direction of time in a clause: does it speak of the past or of the future?"""

from __future__ import annotations

import re

from searchlib.extraction.english.lexicon.time_words import (
    AFTER_ABLE,
    FUTURE_WORDS,
    NEGATIVES,
    NOT_INFINITIVE,
    NOT_PAST,
    PAST_VERBS,
    WANTING,
)

_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mrs?|Ms|Dr|St|Sen|Rep|Gen|Gov|Col|U\.S|Inc|Corp?|No|Lt|vs?)\Z")
CLAUSE_END = re.compile(r"(?P<dot>[.!?])['\"\N{RIGHT DOUBLE QUOTATION MARK}]*\s|[;:]\s|\n")
_CLAUSE_WORD = re.compile(r"[A-Za-z'\N{RIGHT SINGLE QUOTATION MARK}]+")
_CLAUSE_BEFORE = 160
_CLAUSE_AFTER = 140


def direction_of(words: list[str], place: int) -> bool | None:
    """Whether the word at `place` points ahead (True), back (False) or says nothing (None)."""
    word = words[place].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    before = words[place - 1] if place else ""
    if word in ("expire", "begin", "redeem") and before == "to":
        return None
    if word in ("could", "might") and (
        words[place + 1 : place + 2] in AFTER_ABLE or NEGATIVES.intersection(words[:place])
    ):
        return None
    if word in FUTURE_WORDS:
        return not (
            before in ("been", "had", "previously", "originally")
            and word in ("expected", "scheduled", "planned", "set", "due")
        )
    if word in PAST_VERBS:
        return None if before in ("be", "being") else False
    if word.endswith("ed") and len(word) > 4 and word not in NOT_PAST and not word.startswith("un"):
        return None if before in ("be", "being") else False
    if word == "to" and before in ("is", "are", "be", "yet"):
        return True
    return True if word.endswith("'ll") else None


def _clause_words(text: str, start: int, end: int) -> tuple[list[str], list[str]]:
    """The words of the date's clause before and after it, lower case."""
    before = text[max(0, start - _CLAUSE_BEFORE) : start]
    after = text[end : end + _CLAUSE_AFTER]
    begin = max((cut.end() for cut in CLAUSE_END.finditer(before) if not _abbreviates(before, cut)), default=0)
    stop = next((cut.start() for cut in CLAUSE_END.finditer(after) if not _abbreviates(after, cut)), len(after))
    return lowered(before[begin:]), lowered(after[:stop])


def lowered(text: str) -> list[str]:
    """The words of a clause in lower case, but for the month of May, which would read as a verb."""
    return [word if word == "May" else word.lower() for word in _CLAUSE_WORD.findall(text)]


def _abbreviates(text: str, cut: re.Match[str]) -> bool:
    return cut["dot"] == "." and _ABBREVIATION.search(text, max(0, cut.start() - 5), cut.start()) is not None


def is_wanted(before: list[str]) -> bool:
    """Whether the date stands in an infinitive that somebody wants: "pressed aides to have a vote before Saturday"."""
    for place in range(len(before) - 1, max(0, len(before) - 9), -1):
        if before[place] in PAST_VERBS:
            return False
        if before[place] != "to" or place + 1 == len(before) or before[place + 1] in NOT_INFINITIVE:
            continue
        return any(
            before[at] in WANTING and before[at - 1] not in ("been", "had") for at in range(max(1, place - 4), place)
        )
    return False


def points_ahead(text: str, start: int, end: int) -> bool | None:
    """Whether the clause around a date speaks of the future; None when it does not say.

    The nearest verb before the date decides; where there is none, the first one after it.
    """
    before, after = _clause_words(text, start, end)
    if is_wanted(before):
        return True
    for place in range(len(before) - 1, max(-1, len(before) - 14), -1):
        if (verdict := direction_of(before, place)) is not None:
            return verdict
    if after and after[-1] in ("said", "says"):  # "..., the guide says": its own time is not the date's
        after.pop()
    for place in range(min(len(after), 26)):
        if (verdict := direction_of(after, place)) is not None:
            return verdict and not (after[place].endswith("ed") and after[max(0, place - 1)] not in ("is", "are", "be"))
    return None
