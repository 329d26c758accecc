"""The direction of time in a clause: does it place a day without a week, or a month without a year, ahead or back?

The verb that governs the date decides: the nearest one before it, else the first one after it. Its tense tells ("will
meet", "met", "has met"); a verb of events in the present tells of a plan ("the trial resumes Monday", "voters go to the
polls Tuesday", "the tower is opened in May"). A verb of reporting tells less the farther it is from the date.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from searchlib.extraction.english.lexicon.time_words import (
    ABILITY_AFTER_COULD,
    ADVERBS,
    AWAITING,
    BEFORE_THE_NOUN,
    BEGINS_OR_ENDS,
    CLAUSE_OPENERS,
    CLOCK_WORDS,
    COLLECTIVE_SUBJECTS,
    DETERMINERS,
    EVENT_NOUNS_TOO,
    EVENT_PLURALS,
    EVENT_VERBS,
    EXPECTED,
    FALLS_DUE,
    IMPERATIVE_OBJECTS,
    IMPERATIVES,
    LOOKS_AHEAD,
    MATCH_VERBS,
    NEGATIVES,
    NEVER_PAST,
    NO_INFINITIVE_AFTER,
    NO_SUBJECT,
    NO_SUBJECT_PLURALS,
    PAST_AND_NOUN,
    PAST_VERBS,
    PICTURE_VERBS,
    PLAN_NOUNS,
    PLANNING,
    PLURAL_SUBJECTS,
    POSTPONING,
    PRESENT_FORMS,
    PROSPECTIVE,
    REPORTING_VERBS,
    STATES,
    SUBJECT_PRONOUNS,
    TIME_NOUNS,
    TOWARDS,
    UP_TO,
    WANTING,
)


class Direction(IntEnum):
    """Where a clause places its date."""

    BACK = -2
    LIKELY_BACK = -1
    OPEN = 0
    LIKELY_AHEAD = 1
    AHEAD = 2


CLAUSE_END = re.compile(r"(?P<dot>[.!?])['\"\N{RIGHT DOUBLE QUOTATION MARK}]*\s|[;:]\s|\n")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mrs?|Ms|Dr|St|Sen|Rep|Gen|Gov|Col|U\.[SNK]|Inc|Corp?|No|Lt|vs?|Ltd|Co|Bros|Jr|Sr|Prof|Rev|Maj|Capt|Sgt|Adm|[ap]\.m)\Z"
)
_CLAUSE_WORD = re.compile(r"[A-Za-z'\N{RIGHT SINGLE QUOTATION MARK}]+")
_CREDIT = re.compile(r"Photos?\b|Getty|REUTERS/|Reuters/|Hide Caption|\(Reuters photo|/(?:AP|AFP|EPA|Reuters)\b")
_CHARACTERS_BEFORE = 160
_CHARACTERS_AFTER = 140
_WORDS_BEFORE = 16
_WORDS_AFTER = 26
_NEAR = 3
_FORMS_OF_BE = frozenset(("is", "are", "am", "isn't", "aren't", "'re"))


class _Clause(NamedTuple):
    """Words of one side of a date: as written, and in lower case with straight apostrophes."""

    written: list[str]
    words: list[str]


def _clause(text: str) -> _Clause:
    written = _CLAUSE_WORD.findall(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return _Clause(written, [word if word == "May" else word.lower() for word in written])  # May is no "may"


def _sides(text: str, start: int, end: int) -> tuple[_Clause, _Clause]:
    """The words of the date's clause before and after it."""
    before = text[max(0, start - _CHARACTERS_BEFORE) : start]
    if text.startswith(": ", end) and before[-1:] in ("", "\n"):  # "Tuesday: The minister visits Berlin"
        end += 2
    after = text[end : end + _CHARACTERS_AFTER]
    begin = max((cut.end() for cut in CLAUSE_END.finditer(before) if not _abbreviates(before, cut)), default=0)
    stop = next((cut.start() for cut in CLAUSE_END.finditer(after) if not _abbreviates(after, cut)), len(after))
    own = _clause(after[:stop])
    cut = _NEW_CLAUSE.search(before, begin)
    if cut and own.words[:1] not in (["that"], ["to"]) and _first_after(own) is not None:
        begin = cut.start("lead")
    return _clause(before[begin:]), own


_NEW_CLAUSE = re.compile(
    r",\s(?:and|but|while|whereas|yet|so)\s(?:then\s)?(?P<lead>(?:(?:on|in|by|from|during|until|early|late|later)\s){0,2}(?:the\s)?)\Z"
)
"""The beginning of a clause right before the date: "On Tuesday we had a dance, and on Sunday we will go to church"."""


def _abbreviates(text: str, cut: re.Match[str]) -> bool:
    if cut["dot"] != ".":
        return False
    follows = text[cut.end() : cut.end() + 1]
    if follows.islower() or follows.isdigit():  # "announced Nov. 5", "Ltd. by"
        return "\n" not in cut.group()
    return _ABBREVIATION.search(text, max(0, cut.start() - 5), cut.start()) is not None


def direction(text: str, start: int, end: int) -> Direction:
    """The direction of the clause that holds the date at `start` to `end`."""
    before, after = _sides(text, start, end)
    if _CREDIT.search(text, end, end + 80):  # the present tense of a caption is past
        return Direction.BACK
    if _is_attribute(text, before.words, after.words, end):
        return _direction_of_attribute(before.words[:-1], after.words)
    if (ahead := _ahead_of(before.words, after.words)) is not None:
        return ahead
    if (verdict := _beside(text, before, after, end)) is not None:
        return verdict
    if _is_past_plan(text, start, end, after):
        return Direction.OPEN
    if _is_wanted(before):
        return Direction.AHEAD
    until = _until(before.words)
    verdict = _nearest(before)
    if until is not None:
        return _direction_until(before, after, verdict)
    if verdict is None:
        verdict = _first_after(after)
    if verdict in (Direction.BACK, Direction.LIKELY_BACK, None) and _is_prospective(before.words):
        return Direction.LIKELY_AHEAD
    if verdict is None:
        if _is_planned(before.words):
            return Direction.LIKELY_AHEAD if _FORMS_OF_BE.isdisjoint(before.words) else Direction.AHEAD
        unreal = not _UNREAL.isdisjoint(before.words)
        return Direction.LIKELY_AHEAD if unreal or _is_infinitive(before.words) else Direction.OPEN
    return verdict


_UNREAL = frozenset(["if", "unless", "doesn't", "don't"])


def _is_planned(words: list[str]) -> bool:
    """Whether a plan stands right before the date, without a past verb: "is seeking re-election in November"."""
    return not PLAN_NOUNS.isdisjoint(words[-3:]) and _AFTERWARDS.isdisjoint(words[-6:])


_AFTERWARDS = frozenset(["after", "since", "during", "at", "from", "following"])


def _is_infinitive(words: list[str]) -> bool:
    """Whether the date is in an infinitive without a finite verb around: "to mobilize them to turn out in November"."""
    near = words[-_INFINITIVE_NEAR:]
    if "to" not in near:
        return False
    verb = near[near.index("to") + 1 :]
    return len(verb) > 1 and verb[0] not in NO_INFINITIVE_AFTER and verb[0].isalpha() and verb[0] in EVENT_VERBS


_INFINITIVE_NEAR = 6
_PLANNED_FOR = re.compile(
    r",\s(?:once |originally |first |long )?(?:planned|scheduled|set|due|expected|slated) (?:for|on|in) \Z"
)


def _is_past_plan(text: str, start: int, end: int, after: _Clause) -> bool:
    """Whether it is a plan of which the sentence goes on in the past: "The Games, planned for July, were put off"."""
    if text[end : end + 1] != "," or not _PLANNED_FOR.search(text, max(0, start - 36), start):
        return False
    return _first_after(after) is Direction.BACK and after.words[0] not in _MODALS


def goes_back(text: str) -> bool:
    """Whether a verb in these words is in the past tense."""
    clause = _clause(text)
    return any(_tells(clause, place) in (Direction.BACK, Direction.LIKELY_BACK) for place in range(len(clause.words)))


def words_of(text: str) -> list[str]:
    """The words of a piece of text in lower case."""
    return _clause(text).words


def _is_attribute(text: str, before: list[str], after: list[str], end: int) -> bool:
    """Whether the date is an attribute of the noun after it: "an August report", "the September attack"."""
    if not before or before[-1] not in DETERMINERS or not text[end : end + 2].strip().islower():
        return False
    return bool(after) and after[0] not in NO_SUBJECT and _tells(_clause(after[0]), 0) is None


def _direction_of_attribute(before: list[str], after: list[str]) -> Direction:
    """Of "the September attack" back, of a plan open, and ahead where it is yet to come: "by the March 31 deadline"."""
    if PLAN_NOUNS.isdisjoint(after[:3]):
        return Direction.BACK
    lead = before[-1] if before else ""
    coming = lead in TOWARDS or before[-2:] == ["until", "after"] or not EXPECTED.isdisjoint(before[-4:])
    unreal = not {"if", "unless"}.isdisjoint(before)
    present = not PRESENT_FORMS.isdisjoint(before[-12:]) and not goes_back(" ".join(before[-12:]))
    return Direction.AHEAD if (coming or unreal or present) and "had" not in before else Direction.OPEN


def _ahead_of(before: list[str], after: list[str]) -> Direction | None:
    """Ahead of "ahead of Tuesday's vote" and "before Tuesday's election"; likely so of "ahead of the Nov. 8 election"."""
    if _is_ahead_of(before, after):
        return Direction.AHEAD
    if before[-1:] not in (["the"], ["this"]) or not _is_ahead_of(before[:-1], ["'s", *after]):
        return None
    return Direction.LIKELY_AHEAD if goes_back(" ".join(before)) else Direction.AHEAD


def _is_ahead_of(before: list[str], after: list[str]) -> bool:
    if before[-2:] == ["ahead", "of"] or (before and before[-1] in AWAITING):
        return True
    if before[-1:] == ["for"] and before[-2:-1] in (["wait"], ["waits"], ["waiting"]):
        return True
    if "now" in before and before[before.index("now") - 1] == "between":
        return True
    planned = after[:1] == ["'s"] and not PLAN_NOUNS.isdisjoint(after[1:4])
    return planned and before[-1:] == ["before"] and "had" not in after + before


# ---- the words nearest to the date --------------------------------------------------------------------------------


def _beside(text: str, before: _Clause, after: _Clause, end: int) -> Direction | None:
    """What the words right beside the date tell: "since Monday", "the club on Sunday put up a sign"."""
    near = before.words[-2:]
    if _is_subject(before) and (
        _looks_ahead(after.words) or (after.words[:1] == ["and"] and _looks_ahead(after.words[2:]))
    ):
        return Direction.AHEAD
    if "since" in near or near[-1:] == ["ago"] or _is_back_in(before.words) or before.words[-3:] == _RECENTLY:
        return Direction.BACK
    if _invites(before):
        return Direction.AHEAD
    if after.words[:1] in (["if"], ["unless"]) and not _is_reported(before.words):
        return Direction.AHEAD
    if (near and near[-1] in FALLS_DUE) or before.words[-3:-1] == ["see", "you"] or near == ["see", "you"]:
        return Direction.AHEAD
    if near[-1:] == ["to"] and not POSTPONING.isdisjoint(before.words[-6:]):
        return Direction.AHEAD
    if not after.words or not text[end : end + 1].isspace() or not text[end + 1 : end + 2].isalpha():
        return None
    verb = _tells(after, 0)
    if verb not in (Direction.BACK, Direction.AHEAD) or after.words[0] in ("to", "until"):
        return None
    last = len(before.words) - 1 - (before.words[-1:] == ["on"])
    if last >= 0 and _tells(before, last) is None:
        return verb
    return None


def _invites(before: _Clause) -> bool:
    """Whether the clause is an imperative: "Join us Thursday"."""
    words = before.words
    if not words or words[0] not in IMPERATIVES or not before.written[0][0].isupper():
        return False
    return words[1:2] == [] or words[1] in IMPERATIVE_OBJECTS or before.written[1][0].isupper()


def _is_reported(words: list[str]) -> bool:
    """Whether a past verb stands right before the date: "said Monday if elected he would go"."""
    return goes_back(" ".join(words[-3:]))


def _is_back_in(words: list[str]) -> bool:
    """Whether it is "back in March", but not "when it comes back in January"."""
    return words[-2:] == ["back", "in"] and words[-3:-2] not in ([word] for word in _RETURNS)


_RETURNS = ("come", "comes", "be", "is", "are", "go", "goes", "get", "gets")
_RECENTLY = ["as", "recently", "as"]


def _looks_ahead(words: list[str]) -> bool:
    return bool(words) and words[0] in LOOKS_AHEAD


def _is_subject(before: _Clause) -> bool:
    """Whether nothing but another day stands before the date: "Wednesday and Thursday look wet"."""
    return not before.words or (before.words[-1] == "and" and len(before.words) == 2)


def _until(words: list[str]) -> int | None:
    """The place of a "by", "until" or "through" among the last three words."""
    near = _without_end(words)
    return next((place for place in range(len(near) - 1, max(-1, len(near) - 4), -1) if near[place] in UP_TO), None)


def _without_end(words: list[str]) -> list[str]:
    """The words without the end or the time of day of the date itself: "by the end of November", "until 5 p.m. EST Nov. 9"."""
    size = len(words) - (3 if words[-3:] in _ENDS_OF else 0)
    while size and words[size - 1] in CLOCK_WORDS:
        size -= 1
    return words[:size]


_ENDS_OF = (["the", "end", "of"], ["the", "beginning", "of"], ["the", "middle", "of"], ["the", "start", "of"])


_HOLDING = frozenset(("has", "have"))


def _direction_until(before: _Clause, after: _Clause, verdict: Direction | None) -> Direction:
    """By, until, through a date: ahead, unless something had happened by then."""
    words = _without_end(before.words)
    if after.words[:1] == ["to"] and not (POSTPONING | _HOLDING).isdisjoint(words[-3:]):  # "has until Tuesday to reach"
        return Direction.AHEAD
    if len(words) <= _NEAR:  # "Until Tuesday, nobody had seen the boat"
        verdict = _first_after(after)
        if verdict in (Direction.BACK, Direction.LIKELY_BACK):
            return Direction.BACK
        return Direction.OPEN if verdict is None and words else Direction.AHEAD
    if _is_headline_of_plan(before) or verdict is not Direction.BACK or not POSTPONING.isdisjoint(words[-8:]):
        return Direction.AHEAD
    if "by" in words[-_NEAR:]:  # "was used a million times by Thursday", but "demanded a reply by Friday"
        return Direction.BACK if WANTING.isdisjoint(words[-_WORDS_BEFORE:]) else Direction.AHEAD
    return Direction.BACK if _is_pluperfect(words) else Direction.LIKELY_AHEAD


def _is_pluperfect(words: list[str]) -> bool:
    """Whether it is "had been in Hull until Tuesday", but not "had no choice but to stay until May 15"."""
    behind = [words[place + 1] for place in range(len(words) - 1) if words[place] == "had"]
    return any(word in ("been", "not", "never") or word in PAST_VERBS or _is_regular_past(word) for word in behind)


def _is_prospective(words: list[str]) -> bool:
    """Whether the date belongs to something planned: "headed to Europe for a meeting of leaders Wednesday"."""
    for place in range(len(words) - 1, max(-1, len(words) - 6), -1):
        if words[place] in PLAN_NOUNS:
            lead = words[max(0, place - 5) : place]
            return any(word in PROSPECTIVE for word in lead) and not any(word in REPORTING_VERBS for word in lead)
    return False


def _is_wanted(before: _Clause) -> bool:
    """Whether the date is in an infinitive that somebody wants: "pressed aides to have a vote before Saturday"."""
    words = before.words
    for place in range(len(words) - 1, max(0, len(words) - 14), -1):
        if (words[place] in PAST_VERBS and words[place - 1] != "to") or words[place] in CLAUSE_OPENERS:
            return False
        if words[place] != "to" or place + 1 == len(words) or words[place + 1] in NO_INFINITIVE_AFTER:
            continue
        if before.written[place + 1][0].isupper() or words[place + 1] in NO_SUBJECT:  # "moved to Boston", "up to 1.65"
            continue
        return any(
            words[at] in WANTING and words[at - 1] not in ("been", "had") for at in range(max(0, place - 4), place)
        )
    return False


def _is_headline_of_plan(before: _Clause) -> bool:
    """Whether an infinitive has no verb before it: "Banks to stay shut until Tuesday"."""
    place = before.words.index("to") if "to" in before.words else 0
    if not 0 < place <= 4 or place + 1 >= len(before.words) or before.words[place + 1] in NO_INFINITIVE_AFTER:
        return False
    verb = before.written[place + 1]
    subject = before.written[0][:1].isupper() and not before.words[place - 1].endswith(("ing", "ed"))
    return subject and verb.islower() and all(_tells(before, at) is None for at in range(place))


# ---- the verb that governs the date -------------------------------------------------------------------------------


def _nearest(before: _Clause) -> Direction | None:
    """What the nearest verb before the date tells."""
    size = len(before.words)
    for place in range(size - 1, max(-1, size - _WORDS_BEFORE), -1):
        verdict = _tells(before, place)
        if verdict is None:
            continue
        if before.words[place] in REPORTING_VERBS and size - place > _NEAR:
            return Direction.LIKELY_BACK
        return verdict
    return None


def _first_after(after: _Clause) -> Direction | None:
    """What the first verb after the date tells; a closing "the guide says" has its own time."""
    words = after.words
    size = len(words) - (words[-1:] in (["said"], ["says"]))
    for place in range(min(size, _WORDS_AFTER)):
        verdict = _tells(after, place)
        if verdict is not None and not (place == 0 and words[0].endswith("ed") and _is_name(after, 0)):
            bare = words[place].endswith("ed") and words[max(0, place - 1)] not in ("is", "are", "be")
            return Direction.BACK if verdict > 0 and bare else verdict
    return None


def _tells(clause: _Clause, place: int) -> Direction | None:
    """What the word at `place` tells; None when it is no verb that tells."""
    words = clause.words
    word = words[place]
    before = words[place - 1] if place else ""
    if word in _FORMS_OF_BE:
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
    if word in _MODALS or word.endswith("'ll"):
        return _modal(words, place)
    if word in ("was", "were") and words[place + 1 : place + 2] == ["to"]:
        return Direction.OPEN  # "was to begin on April 1"
    if word in PAST_VERBS or (_is_regular_past(word) and not (place and _is_name(clause, place))):
        return _past(words, place, before)
    return _present_event(clause, place) if _is_present_event(clause, place, before) else None


def _is_name(clause: _Clause, place: int) -> bool:
    """Whether a word with a capital is a name, not the verb of a title: "Mohamed and his father", "Shows Suggested The"."""
    follows = clause.written[place + 1 : place + 2]
    return clause.written[place][0].isupper() and not (follows and follows[0][0].isupper())


def _is_regular_past(word: str) -> bool:
    return word.endswith("ed") and len(word) > 4 and word not in NEVER_PAST and word[:2] != "un"


def _present_event(clause: _Clause, place: int) -> Direction:
    """A plan, the surer the nearer the date; verbs of pictures may as well tell what a caption shows."""
    word = clause.words[place]
    between = len(clause.words) - place - 1
    pictured = word in PICTURE_VERBS or _stem(word) in PICTURE_VERBS
    near = 2 if pictured and clause.words[place - 1] not in SUBJECT_PRONOUNS else 5
    return Direction.AHEAD if between <= near else Direction.LIKELY_AHEAD


_MODALS = frozenset("will won't wo shall would must should can may might could wouldn't shouldn't can't".split())  # noqa: SIM905


def _modal(words: list[str], place: int) -> Direction | None:
    word = words[place]
    if word in ("could", "might") and (
        (words[place + 1 : place + 2] and words[place + 1] in ABILITY_AFTER_COULD)
        or NEGATIVES.intersection(words[:place])
    ):
        return None
    if word not in ("will", "shall", "won't") and "have" in words[place + 1 : place + 3]:
        return Direction.BACK  # "would have arrived Monday"
    return Direction.AHEAD


def _expected(words: list[str], place: int) -> Direction | None:
    """Expected, scheduled, due: ahead, unless it had been."""
    if words[place - 1 : place] and words[place - 1] in ("been", "had", "previously", "originally"):
        return Direction.BACK
    return Direction.AHEAD


def _set(words: list[str], place: int) -> Direction | None:
    before = words[place - 1] if place else ""
    if before in ("be", "being", "the", "a"):
        return None
    rest = words[place + 1 : place + 2]
    ahead = before in ("is", "are", "was", "were", "'s") or not rest or rest[0] in ("to", "for")
    return Direction.AHEAD if ahead else Direction.BACK


def _past(words: list[str], place: int, before: str) -> Direction | None:
    if before in ("be", "being") or before in _FORMS_OF_BE:
        return None  # its auxiliary decides
    if before == "have" and place > 1 and words[place - 2] in ("will", "shall"):
        return Direction.AHEAD
    if before == "to":
        return None  # "pushing them to cut imports"
    if words[place] in PAST_AND_NOUN and (before in NO_SUBJECT or before in BEFORE_THE_NOUN):
        return None  # "another cut by January"
    participle = before in NO_SUBJECT and place + 1 < len(words) and words[place].endswith("ed")
    return None if participle else Direction.BACK  # "the proposed merger" has no tense


def _perfect(words: list[str], place: int) -> Direction | None:
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
        return Direction.AHEAD if len(rest) <= 2 * _NEAR else Direction.LIKELY_AHEAD
    if first.endswith("ing") and (
        first[:-3] in EVENT_VERBS or first[:-3] + "e" in EVENT_VERBS or first[:-4] in EVENT_VERBS
    ):
        return Direction.AHEAD if len(rest) <= 2 * _NEAR else Direction.LIKELY_AHEAD
    return Direction.AHEAD if len(rest) <= 2 and first in _PREPOSITIONS else None


_PREPOSITIONS = frozenset(("on", "in", "at", "for", "until", "this", "next"))


def _is_present_event(clause: _Clause, place: int, before: str) -> bool:
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
    if stem is None or (_is_name(clause, place) and place):  # "the United States"
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
    the = place > 1 and clause.words[place - 2] in DETERMINERS and word not in EVENT_PLURALS
    return named or the or before in COLLECTIVE_SUBJECTS


def _plays_on(clause: _Clause, place: int) -> bool:
    """Whether a verb behind "and" is a second predicate: "United beat City and play Rovers", but not "to stop and search"."""
    follows = clause.written[place + 1 : place + 2]
    if not follows or "to" in clause.words[max(0, place - 6) : place]:
        return False
    past = any(_tells(clause, at) is Direction.BACK or clause.words[at] == "beat" for at in range(place - 1))
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
