"""What a clause of speech says: where it begins behind the verb, and where its sentence ends."""

from __future__ import annotations

import re
from typing import NamedTuple

from searchlib.extraction.english.lexicon.function_words import BEFORE_DAYS, DAY_PARTS, PERIODS, TEMPORAL, WEEKDAYS
from searchlib.extraction.english.lexicon.speech_verbs import DENYING, NEEDS_CLAUSE, REJECTING, TAKES_OBJECT, TELLING
from searchlib.extraction.english.statements.cues import Clause
from searchlib.extraction.english.statements.phrases.noun_phrases import Phrase
from searchlib.extraction.english.statements.subjects import forward_phrase
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import (
    CONTINUES_SENTENCE,
    ENDS_HEARER,
    HARD_STOPS,
    OPENS_CONTENT,
    SENTENCE_ENDS,
    Tag,
    any_of,
)
from searchlib.models import StatementKind


class AttributedSpan(NamedTuple):
    """A statement before its speaker is known: what is said from character `start` to `end`, and by which phrase."""

    start: int
    end: int
    kind: StatementKind
    clause: Clause | None
    phrase: Phrase | None
    form: str
    """How the words of the source stand to what is said: "quote first", "reported". Its rule is named after it."""
    carried: bool = False
    """Its source stands outside its own clause: in the sentence before, or it goes on from the last quotation."""
    supposed: bool = False
    """Its source is only the subject of a sentence, which no verb of speech follows."""
    contrasted: bool = False
    """As in "If S reports P, T claims Q": the "if" sets two reports side by side, and makes neither conditional."""


_INSERTED = re.compile(r",(?:[^,.\n;QE]{1,14},)?[xk]")


def is_inserted(tags: str, clause: Clause) -> bool:
    """As in "The pity, says S, is that he left": the sentence goes on behind the clause."""
    if clause.shape == "subject-verb":
        goes_on = _GOES_ON.match(tags, clause.closes) or _VERB_BEHIND.match(tags, clause.closes)
        return tags[clause.opens - 1] == Tag.COMMA and goes_on is not None
    return clause.shape == "verb-subject" and bool(_INSERTED.match(tags, clause.closes))


_VERB_BEHIND = re.compile(r",a?[xk]")  # "The office, she replied, was “Q”"
_GOES_ON = re.compile(r",c[^.\n;QE]{0,8}[QE]")  # "The freeze will cost a lot, she said, and “Q”"
_END_BACKWARDS = re.compile(rf"{any_of(SENTENCE_ENDS - {Tag.LINE})}|{Tag.LINE}(?!{Tag.COLON})")
_END = re.compile(rf"{any_of(HARD_STOPS)}|{Tag.QUOTE_ENDED}(?!{any_of(CONTINUES_SENTENCE)})")


def sentence_start(tags: str, at: int, reach: int = 80) -> int:
    """The first token of the sentence that token `at` stands in; a line that ends with a colon runs on."""
    low = max(0, at - reach)
    end = _END_BACKWARDS.search(tags[max(0, low - 1) : at][::-1])
    return max(low, at - end.start()) if end else low


def sentence_end(tags: str, at: int) -> int:
    """One past the last token of the sentence that goes on at token `at`, its full stop left out."""
    stop = min(len(tags), at + 120)
    end = _END.search(tags, at, stop)
    return end.start() + (end.group() == Tag.QUOTE_ENDED) if end else max(at, stop)


_QUIET = re.compile(r"a{0,5}(?:f?D(?:n|#)?){0,5}(?:,(?!aa?,t)|[.\n;)-]|f(?!(?:[dnArNBMPp]|f(?=[dN])){1,6}t)|w|$)")
# but "said in a note that", "cautioned, however, that"


def has_content(tagged: TaggedText, clause: Clause) -> bool:
    """Whether words of the statement follow the clause in its sentence, or only a day or a place."""
    if tagged.words[clause.closes : clause.closes + 1] and tagged.words[clause.closes] in TEMPORAL:
        return False
    return not _QUIET.match(tagged.tags, behind_late(tagged, clause.closes))


def behind_late(tagged: TaggedText, at: int) -> int:
    """The token behind "late" or "early" where a day follows: "announced late on Monday"; behind "last month" that ends
    the attribution.
    """
    words, tags = tagged.words, tagged.tags
    if not words[at : at + 1]:
        return at
    if words[at].lower() in BEFORE_DAYS and Tag.DAY in tags[at + 1 : at + 3]:
        return at + 1
    return _behind_period(words, tags, at) if words[at] in _OPENS_PERIOD else at


def _behind_period(words: list[str], tags: str, at: int) -> int:
    """As in "said last month.", "said earlier this week that"; `at` where what follows is said: "said this week would be hard"."""
    end = at + 1 + (words[at + 1 : at + 2] in (["this"], ["last"]))
    if PERIODS.isdisjoint(words[end : end + 1]):
        return at
    return end + 1 if tags[end + 1 : end + 2] in ("", *tuple(".\n,;tf")) else at


_OPENS_PERIOD = frozenset(("last", "this", "earlier", "late", "early"))


def content_start(tagged: TaggedText, clause: Clause) -> int:
    """The first token of what is said, behind the hearer, the day and "that"."""
    tags = tagged.tags
    at = behind_late(tagged, clause.closes)
    timed = not PERIODS.isdisjoint(tagged.words[at + 1 : at + 2]) and tagged.words[at] not in ("a", "the")
    object_first = tags[at : at + 1] in _OPENS_OBJECT and clause.base not in TELLING and tagged.words[at] != "back"
    object_first = object_first and not timed  # "announced a plan that would", not "said this week that"
    relative = (object_first or clause.base in TAKES_OBJECT) and clause.base not in DENYING | REJECTING
    stop = at if relative else at + 16
    for scan in range(at, min(len(tags), stop)):
        if tags[scan] == Tag.THAT:
            return scan + 1
        titled = tags[scan] == Tag.QUOTE_SHORT and tags[scan - 1] in (
            Tag.NAME_POSSESSIVE,
            Tag.PREPOSITION,
        )  # "told NBC’s “Meet the Nation” that"
        if (tags[scan] in ENDS_HEARER and not titled) or (tags[scan] == Tag.PRONOUN and scan > at):
            break
    aside = _DAY_ASIDE.match(tags, at)
    if aside is not None and (_is_weekday(tagged, aside.end() - 1) or tags[aside.end() - 1] == Tag.COMMA):
        return aside.end()  # "said on Tuesday it had begun"
    return _behind_hearer(tagged, clause)


def _is_weekday(tagged: TaggedText, at: int) -> bool:
    """Whether token `at` ends a day of the week: "Tuesday", "Tuesday night"."""
    if tagged.words[at] in DAY_PARTS:
        at -= 1
    return tagged.words[at].lower() in WEEKDAYS


_OPENS_OBJECT = frozenset("dNBAMpPrKn#")
_DAY_ASIDE = re.compile(r"f?D(?:,D#,)?n?(?=[hHdNBMArKf])")
_A_CLAUSE = re.compile(
    r"a{0,2}(?:f[N]{1,2})?a{0,2}(?:f?D){0,2}(?P<subject>[hH]|[dNBMAPKrnp#q]{1,8})a{0,2}(?:[xkVv]|(?<=[hH])[qQE])"
)


def _behind_hearer(tagged: TaggedText, clause: Clause) -> int:
    """The token behind "told reporters", where a clause of its own follows; else the one behind the verb."""
    at = clause.closes
    if clause.base not in TELLING or clause.shape == "verb-subject":
        return at
    hearer = forward_phrase(tagged, at)
    told = _A_CLAUSE.match(tagged.tags, hearer[1]) if hearer is not None else None
    return told.start("subject") if told else at


_CIRCUMSTANCES = re.compile(r"a{0,2}(?:f?Dn?#?,?|f[dnArNBMP#]{1,5}a?){1,5},?")


def only_circumstances(tagged: TaggedText, first: int, last: int) -> bool:
    """Whether tokens `first` to `last` tell only when and where something is said: "said Wednesday in a speech in Leeds, “Q”"."""
    return bool(_CIRCUMSTANCES.fullmatch(tagged.tags, first, last))


def fits(base: str, letter: str) -> bool:
    """Whether a verb that says something only with certain words behind it has them."""
    if base in NEEDS_CLAUSE:
        return letter in OPENS_CONTENT or (letter == Tag.DETERMINER and base != "maintain")
    return not (base == "add" and letter == Tag.NUMBER)
