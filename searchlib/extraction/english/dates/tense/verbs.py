"""What the verb that governs a date tells of its direction: tense, aspect, and verbs of events in the present."""

from __future__ import annotations

from enum import IntEnum

from searchlib.extraction.english.dates.tense.clauses import Clause, clause_of
from searchlib.extraction.english.lexicon.time_words import (
    ABILITY_AFTER_COULD,
    ADVERBS,
    BEFORE_THE_NOUN,
    BEGINS_OR_ENDS,
    CLOCK_WORDS,
    COLLECTIVE_SUBJECTS,
    DETERMINERS,
    EVENT_NOUNS_TOO,
    EVENT_PLURALS,
    EVENT_VERBS,
    EXPECTED,
    MATCH_VERBS,
    NEGATIVES,
    NEVER_PAST,
    NO_SUBJECT,
    NO_SUBJECT_PLURALS,
    PAST_AND_NOUN,
    PAST_VERBS,
    PICTURE_VERBS,
    PLAN_NOUNS,
    PLANNING,
    PLURAL_SUBJECTS,
    REPORTING_VERBS,
    SAME_IN_PAST,
    STATES,
    SUBJECT_PRONOUNS,
    TIME_NOUNS,
)


class Direction(IntEnum):
    """Where a clause places its date."""

    BACK = -2
    LIKELY_BACK = -1
    OPEN = 0
    LIKELY_AHEAD = 1
    AHEAD = 2


WORDS_BEFORE = 16
_WORDS_AFTER = 26
NEAR = 3
FORMS_OF_BE = frozenset(("is", "are", "am", "isn't", "aren't", "'re"))


def goes_back(text: str) -> bool:
    """Whether a verb in these words is in the past tense."""
    clause = clause_of(text)
    return any(tells(clause, place) in (Direction.BACK, Direction.LIKELY_BACK) for place in range(len(clause.words)))


def nearest(before: Clause) -> Direction | None:
    """What the nearest verb before the date tells."""
    size = len(before.words)
    for place in range(size - 1, max(-1, size - WORDS_BEFORE), -1):
        verdict = tells(before, place)
        if verdict is None:
            continue
        if before.words[place] in REPORTING_VERBS and size - place > NEAR:
            return Direction.LIKELY_BACK
        return verdict
    return None


def first_after(after: Clause) -> Direction | None:
    """What the first verb after the date tells; a closing "the guide says" has its own time."""
    words = after.words
    size = len(words) - (words[-1:] in (["said"], ["says"]))
    for place in range(min(size, _WORDS_AFTER)):
        verdict = tells(after, place)
        if verdict is not None and not (place == 0 and words[0].endswith("ed") and is_name(after, 0)):
            bare = words[place].endswith("ed") and words[max(0, place - 1)] not in ("is", "are", "be")
            return Direction.BACK if verdict > 0 and bare else verdict
    return None


def tells(clause: Clause, place: int) -> Direction | None:
    """What the word at `place` tells; None when it is no verb that tells."""
    words = clause.words
    word = words[place]
    before = words[place - 1] if place else ""
    if word in FORMS_OF_BE:
        return _present_of_be(words, place)
    if word == "since":
        return Direction.BACK
    if word in ("has", "have", "'ve"):
        return _perfect(words, place)
    if word == "set":
        return _set(words, place)
    if word in EXPECTED:
        return _expected(words, place)
    if word in PLANNING:
        follows = words[place + 1 : place + 2]
        verb = before not in DETERMINERS and word != "ready"
        planned = follows in (["to"], ["for"]) or (verb and follows in (["on"], ["a"], ["an"], ["another"]))
        return Direction.AHEAD if planned or word.endswith("ing") else None
    if word in MODALS or word.endswith("'ll"):
        return _modal(words, place)
    if word in ("was", "were") and words[place + 1 : place + 2] == ["to"]:
        return Direction.LIKELY_AHEAD if len(words) - place <= 6 else Direction.OPEN  # "was to begin on April 1"
    if word in PAST_VERBS or (is_regular_past(word) and not (place and is_name(clause, place))):
        return _past(words, place, before)
    return _present_event(clause, place) if _is_present_event(clause, place, before) else None


def is_name(clause: Clause, place: int) -> bool:
    """Whether a word with a capital is a name, not the verb of a title: "Mohamed and his father", "Shows Suggested The"."""
    follows = clause.written[place + 1 : place + 2]
    return clause.written[place][0].isupper() and not (follows and follows[0][0].isupper())


def is_regular_past(word: str) -> bool:
    return word.endswith("ed") and len(word) > 4 and word not in NEVER_PAST and word[:2] != "un"


def _present_event(clause: Clause, place: int) -> Direction:
    """A plan, the surer the nearer the date; verbs of pictures may as well tell what a caption shows."""
    word = clause.words[place]
    between = len(clause.words) - place - 1
    pictured = word in PICTURE_VERBS or _stem(word) in PICTURE_VERBS
    near = 2 if pictured and clause.words[place - 1] not in SUBJECT_PRONOUNS else 5
    return Direction.AHEAD if between <= near else Direction.LIKELY_AHEAD


MODALS = frozenset("will won't wo shall would must should can may might could wouldn't shouldn't can't".split())  # noqa: SIM905


def _modal(words: list[str], place: int) -> Direction | None:
    word = words[place]
    if word in ("could", "might") and (
        (words[place + 1 : place + 2] and words[place + 1] in ABILITY_AFTER_COULD)
        or NEGATIVES.intersection(words[:place])
    ):
        return None
    if word not in ("will", "shall", "won't") and not word.endswith("'ll") and "have" in words[place + 1 : place + 3]:
        return Direction.BACK  # "would have arrived Monday"
    return Direction.AHEAD


def _expected(words: list[str], place: int) -> Direction | None:
    """Expected, scheduled, due: ahead, unless it had been."""
    if words[place - 1 : place] and words[place - 1] in ("been", "had", "previously", "originally"):
        return Direction.BACK
    if words[place] == "forecast" and place and words[place - 1] in SUBJECT_PRONOUNS:
        return Direction.BACK  # "the loss it forecast on Oct. 5"
    return Direction.AHEAD


def _set(words: list[str], place: int) -> Direction | None:
    before = words[place - 1] if place else ""
    if before in ("be", "being", "the", "a"):
        return None
    rest = words[place + 1 : place + 2]
    ahead = before in ("is", "are", "was", "were", "'s") or not rest or rest[0] in ("to", "for")
    return Direction.AHEAD if ahead else Direction.BACK


def _past(words: list[str], place: int, before: str) -> Direction | None:
    if before in ("be", "being") or before in FORMS_OF_BE:
        return None  # its auxiliary decides
    if before == "have" and place > 1 and words[place - 2] in ("will", "shall"):
        return Direction.AHEAD
    if before == "have" and words[max(0, place - 3) : place - 1] in (["was", "to"], ["were", "to"]):
        return Direction.OPEN  # "was to have opened Nov. 1", which may be over
    if before == "to" or (words[place] in SAME_IN_PAST and not MODALS.isdisjoint(words[max(0, place - 3) : place])):
        return None  # "pushing them to cut imports", "the plant will shut in June"
    if words[place] in PAST_AND_NOUN and (before in NO_SUBJECT or before in BEFORE_THE_NOUN):
        return None  # "another cut by January"
    relative = before == "that" and place > 1 and words[place - 2] not in REPORTING_VERBS  # "the talks that opened"
    participle = before in NO_SUBJECT and not relative and place + 1 < len(words) and words[place].endswith("ed")
    return None if participle else Direction.BACK  # "the proposed merger" has no tense


def _perfect(words: list[str], place: int) -> Direction | None:
    rest = [word for word in words[place + 1 : place + 4] if word not in DETERMINERS]
    if rest[:1] and rest[0] in PLAN_NOUNS:
        return Direction.AHEAD  # "has a hearing Tuesday"
    for word in words[place + 1 : place + 4]:
        if word == "to":
            return Direction.AHEAD
        if word == "been" or word.endswith("ed") or word in PAST_VERBS:
            return Direction.BACK
        if word not in ADVERBS:
            return None
    return None


def _present_of_be(words: list[str], place: int) -> Direction | None:
    """What "is" and "are" tell by the words behind them: "is opened", "are meeting", "is to open", "is on Monday"."""
    rest = [word for word in words[place + 1 :] if word not in ADVERBS]
    if not rest:
        return Direction.AHEAD
    first = rest[0]
    if first in ("to", "going"):
        return Direction.AHEAD
    if first in STATES:
        return None
    if first.endswith("ed") or first in PAST_VERBS:
        return Direction.AHEAD if len(rest) <= 2 * NEAR else Direction.LIKELY_AHEAD
    if first.endswith("ing") and (
        first[:-3] in EVENT_VERBS or first[:-3] + "e" in EVENT_VERBS or first[:-4] in EVENT_VERBS
    ):
        return Direction.AHEAD if len(rest) <= 2 * NEAR else Direction.LIKELY_AHEAD
    over = rest[1:] in (["in"], ["on"]) and first in _OVER  # "the lease is up in November"
    close = first in _PREPOSITIONS and sum(word not in CLOCK_WORDS for word in rest) <= 2  # "is at 7 p.m. on Monday"
    return Direction.AHEAD if over or close else None


_OVER = frozenset(("up", "over", "out", "off", "away", "back", "here", "there", "due", "home"))
_PREPOSITIONS = frozenset(("on", "in", "at", "for", "until", "this", "next"))


def _is_present_event(clause: Clause, place: int, before: str) -> bool:
    """Whether the word is a verb of events in the present tense, with a subject before it."""
    word = clause.words[place]
    if not before:
        return False
    if word in EVENT_VERBS:
        if before == "and" and (place + 1 == len(clause.words) or _plays_on(clause, place)):
            return True  # "walked out Tuesday and return Monday"
        if before in ("which", "who"):  # "rules which take effect in August"
            return True
        if before in TIME_NOUNS and word not in EVENT_NOUNS_TOO:  # "floors, shut in September, reopen"
            return True
        if word in MATCH_VERBS and clause.written[place - 1][:1].isupper():  # "United play City"
            met = clause.written[place + 1 : place + 2]
            return met != [] and (met[0][:1].isupper() or (place == 1 and _is_plural(before)))
        return _is_plural(before) and (word not in EVENT_NOUNS_TOO or before not in NO_SUBJECT_PLURALS)
    stem = _stem(word)
    if stem is None or (is_name(clause, place) and place):  # "the United States"
        return False
    if before == "and":
        return word not in EVENT_PLURALS  # "he pleaded guilty and faces sentencing Nov. 20"
    if before == "that":  # "a film that premieres Saturday"
        return word not in EVENT_PLURALS
    if before in NO_SUBJECT:
        return False
    if stem not in EVENT_NOUNS_TOO:
        return True
    named = clause.written[place - 1][:1].isupper()
    behind = clause.words[place + 1 : place + 3]
    if word == "runs" and behind[:1] in (["from"], ["until"], ["through"], ["out"]):
        return True
    if word in BEGINS_OR_ENDS and behind in ([], ["on"]):  # "mail voting starts Monday"
        return True
    if before in TIME_NOUNS:  # "the ban, which began Friday morning, ends"
        return word not in EVENT_PLURALS
    the = place > 1 and clause.words[place - 2] in DETERMINERS
    if word in EVENT_PLURALS:  # "the orchestra tours Japan", but "the state visits"
        the = the and clause.written[place + 1 : place + 2] != [] and clause.written[place + 1][0].isupper()
    return named or the or before in COLLECTIVE_SUBJECTS


def _plays_on(clause: Clause, place: int) -> bool:
    """Whether a verb behind "and" is a second predicate: "United beat City and play Rovers", but not "to stop and search"."""
    follows = clause.written[place + 1 : place + 2]
    if not follows or "to" in clause.words[max(0, place - 6) : place]:
        return False
    past = any(tells(clause, at) is Direction.BACK or clause.words[at] == "beat" for at in range(place - 1))
    return past and follows[0][0].isupper()


def _stem(word: str) -> str | None:
    """The verb of events of which `word` is the third person."""
    if not word.endswith("s") or word.endswith("'s"):
        return None
    for stem in (word[:-1], word[:-2] if word.endswith("es") else "", word[:-3] + "y"):
        if stem in EVENT_VERBS:
            return stem
    return None


def _is_plural(word: str) -> bool:
    return word in PLURAL_SUBJECTS or (
        len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "'s", "us", "is")) and word not in NO_SUBJECT
    )
