"""The direction of time in a clause: does it place a day without a week, or a month without a year, ahead or back?

The verb that governs the date decides: the nearest one before it, else the first one after it. Its tense tells ("will
meet", "met", "has met"); a verb of events in the present tells of a plan ("the trial resumes Monday", "voters go to the
polls Tuesday", "the tower is opened in May"). A verb of reporting tells less the farther it is from the date.
"""

from __future__ import annotations

import re

from searchlib.extraction.english.dates.tense.clauses import CLAUSE_END, Clause, abbreviates, clause_of
from searchlib.extraction.english.dates.tense.verbs import (
    FORMS_OF_BE,
    MODALS,
    NEAR,
    WORDS_BEFORE,
    Direction,
    first_after,
    goes_back,
    is_regular_past,
    nearest,
    tells,
)
from searchlib.extraction.english.lexicon.time_words import (
    AWAITING,
    CLAUSE_OPENERS,
    CLOCK_WORDS,
    DETERMINERS,
    EVENT_VERBS,
    EXPECTED,
    FALLS_DUE,
    IMPERATIVE_OBJECTS,
    IMPERATIVES,
    LOOKS_AHEAD,
    NO_INFINITIVE_AFTER,
    NO_SUBJECT,
    PAST_VERBS,
    PLAN_NOUNS,
    POSTPONING,
    PRESENT_FORMS,
    PROSPECTIVE,
    REPORTING_VERBS,
    TOWARDS,
    UP_TO,
    WANTING,
)

_CREDIT = re.compile(r"Photos?\b|Getty|REUTERS/|Reuters/|Hide Caption|\(Reuters photo|/(?:AP|AFP|EPA|Reuters)\b")
_CHARACTERS_BEFORE = 160
_CHARACTERS_AFTER = 140


def _sides(text: str, start: int, end: int) -> tuple[Clause, Clause]:
    """The words of the date's clause before and after it."""
    before = text[max(0, start - _CHARACTERS_BEFORE) : start]
    if text.startswith(": ", end) and before[-1:] in ("", "\n"):  # "Tuesday: The minister visits Berlin"
        end += 2
    after = text[end : end + _CHARACTERS_AFTER]
    begin = max((cut.end() for cut in CLAUSE_END.finditer(before) if not abbreviates(before, cut)), default=0)
    stop = next((cut.start() for cut in CLAUSE_END.finditer(after) if not abbreviates(after, cut)), len(after))
    own = clause_of(after[:stop])
    cut = _NEW_CLAUSE.search(before, begin)
    if cut and own.words[:1] not in (["that"], ["to"]) and first_after(own) is not None:
        begin = cut.start("lead")
    return clause_of(before[begin:]), own


_NEW_CLAUSE = re.compile(
    r",\s(?:and|but|while|whereas|yet|so)\s(?:then\s)?(?P<lead>(?:(?:on|in|by|from|during|until|early|late|later)\s){0,2}(?:the\s)?)\Z"
)
"""The beginning of a clause right before the date: "On Tuesday we had a dance, and on Sunday we will go to church"."""


def direction(text: str, start: int, end: int) -> Direction:
    """The direction of the clause that holds the date at `start` to `end`."""
    before, after = _sides(text, start, end)
    if _CREDIT.search(text, end, end + 80):  # the present tense of a caption is past
        return Direction.BACK
    if _is_attribute(text, before.words, after.words, end):
        return _direction_of_attribute(before.words[:-1], after.words)
    if (ahead := _ahead_of(before.words, after.words)) is not None:
        return ahead
    if (verdict := _beside(text, before, after, start, end)) is not None:
        return verdict
    if _is_past_plan(text, start, end, after):
        return Direction.OPEN
    verdict = _by_verb(before, after)
    return Direction.OPEN if verdict < 0 and _is_bracketed(text, start, end) else verdict


def _is_bracketed(text: str, start: int, end: int) -> bool:
    """Whether a day stands between commas, so that no verb need govern it: "it came up with a date, Nov. 30, to hold them off"."""
    return text.endswith(", ", 0, start) and text.startswith(", ", end)


def _by_verb(before: Clause, after: Clause) -> Direction:
    """The direction that the verbs of the clause tell."""
    if _is_wanted(before):
        return Direction.AHEAD
    until = _until(before.words)
    verdict = nearest(before)
    if until is not None:
        return _direction_until(before, after, verdict)
    if verdict is None:
        verdict = first_after(after)
    if verdict in (Direction.BACK, Direction.LIKELY_BACK, None) and _is_prospective(before.words):
        return Direction.LIKELY_AHEAD
    if verdict is Direction.BACK and _had_been_planned(before.words):
        return Direction.OPEN
    if verdict is None:
        if _is_planned(before.words):
            return Direction.LIKELY_AHEAD if FORMS_OF_BE.isdisjoint(before.words) else Direction.AHEAD
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


def _is_past_plan(text: str, start: int, end: int, after: Clause) -> bool:
    """Whether it is a plan of which the sentence goes on in the past: "The Games, planned for July, were put off"."""
    if text[end : end + 1] != "," or not _PLANNED_FOR.search(text, max(0, start - 36), start):
        return False
    return first_after(after) is Direction.BACK and after.words[0] not in MODALS | {"has", "have"}


def _is_attribute(text: str, before: list[str], after: list[str], end: int) -> bool:
    """Whether the date is an attribute of the noun after it: "an August report", "the September attack"."""
    if not before or before[-1] not in DETERMINERS or not text[end : end + 2].strip().islower():
        return False
    return bool(after) and after[0] not in NO_SUBJECT and tells(clause_of(after[0]), 0) is None


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


def _beside(text: str, before: Clause, after: Clause, start: int, end: int) -> Direction | None:
    """What the words right beside the date tell: "since Monday", "the club on Sunday put up a sign"."""
    near = before.words[-2:]
    if _is_subject(before) and (
        _looks_ahead(after.words) or (after.words[:1] == ["and"] and _looks_ahead(after.words[2:]))
    ):
        return Direction.AHEAD
    if "since" in near or near[-1:] == ["ago"] or _is_back_in(before.words) or before.words[-3:] == _RECENTLY:
        return Direction.BACK
    if _invites(before) or _is_to_be_done(text, start, before.words) or near in (["to", "come"], ["to", "follow"]):
        return Direction.AHEAD
    if after.words[:1] in (["if"], ["unless"]) and not _is_reported(before.words):
        return Direction.AHEAD
    if _ENDED.search(text, max(0, start - 24), start):
        return Direction.BACK
    if near == ["not", "before"] or _is_out_on(text, start, end):
        return Direction.AHEAD
    if near[-1:] in (["until"], ["till"]) and nearest(before) is Direction.AHEAD:
        return Direction.AHEAD  # "would not go until Christmas was over"
    if (near and near[-1] in FALLS_DUE) or before.words[-3:-1] == ["see", "you"] or near == ["see", "you"]:
        return Direction.AHEAD
    if near[-1:] == ["to"] and not POSTPONING.isdisjoint(before.words[-12:]):
        return Direction.AHEAD
    if not after.words or not text[end : end + 1].isspace() or not text[end + 1 : end + 2].isalpha():
        return None
    verb = tells(after, 0)
    if verb not in (Direction.BACK, Direction.AHEAD) or after.words[0] in ("to", "until"):
        return None
    last = len(before.words) - 1 - (before.words[-1:] == ["on"])
    if last >= 0 and tells(before, last) is None:
        return verb
    return None


_ENDED = re.compile(r"\b(?:year|half|quarter|period|months|weeks)[ -](?:to|ended) (?:the end of )?\Z")
"""Before the end of the time that a report is about: "results for the year to 31 March are due"."""


def _is_out_on(text: str, start: int, end: int) -> bool:
    """Whether a work comes out on a weekday: "in his new book, out on Thursday"."""
    return text.endswith("day", start, end) and _OUT_ON.search(text, max(0, start - 10), start) is not None


_OUT_ON = re.compile(r",\sout\s(?:on\s)?\Z")


def _is_to_be_done(text: str, start: int, words: list[str]) -> bool:
    """Whether it is "The report, to be released Wednesday" or "was to be released Wednesday"."""
    if words[-1:] == ["on"]:
        words = words[:-1]
    if words[-3:-1] != ["to", "be"] or not (words[-1] in PAST_VERBS or is_regular_past(words[-1])):
        return False
    return (
        words[-4:-3] in (["was"], ["were"], ["is"], ["are"])
        or _TO_BE.search(text, max(0, start - 40), start) is not None
    )


_TO_BE = re.compile(r",\s(?:[a-z]+\s)?to be [a-z]+(?: on)? \Z")


def _invites(before: Clause) -> bool:
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


def _is_subject(before: Clause) -> bool:
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


def _direction_until(before: Clause, after: Clause, verdict: Direction | None) -> Direction:
    """By, until, through a date: ahead, unless something had happened by then."""
    words = _without_end(before.words)
    if after.words[:1] == ["to"] and not (POSTPONING | _HOLDING).isdisjoint(words[-3:]):  # "has until Tuesday to reach"
        return Direction.AHEAD
    if words == ["not", "until"] and after.words[:1] not in (["did"], ["was"], ["were"], ["had"]):
        return Direction.AHEAD  # "“Not until Monday,” he said"
    if len(words) <= NEAR:  # "Until Tuesday, nobody had seen the boat"
        verdict = first_after(after)
        if verdict in (Direction.BACK, Direction.LIKELY_BACK):
            return Direction.BACK
        return Direction.OPEN if verdict is None and words else Direction.AHEAD
    if _is_headline_of_plan(before) or verdict is not Direction.BACK or not POSTPONING.isdisjoint(words[-8:]):
        return Direction.AHEAD
    if "by" in words[-NEAR:]:  # "was used a million times by Thursday", but "demanded a reply by Friday"
        return Direction.BACK if WANTING.isdisjoint(words[-WORDS_BEFORE:]) else Direction.AHEAD
    return Direction.BACK if _is_pluperfect(words) else Direction.LIKELY_AHEAD


def _is_pluperfect(words: list[str]) -> bool:
    """Whether it is "had been in Hull until Tuesday", but not "had no choice but to stay until May 15"."""
    behind = [words[place + 1] for place in range(len(words) - 1) if words[place] == "had"]
    return any(word in ("been", "not", "never") or word in PAST_VERBS or is_regular_past(word) for word in behind)


def _is_prospective(words: list[str]) -> bool:
    """Whether the date belongs to something planned: "for a meeting of leaders Wednesday", "ahead of a march Friday"."""
    if "ahead" in words[-7:-2] and words[words.index("ahead", len(words) - min(len(words), 7)) + 1] == "of":
        return not goes_back(" ".join(words[-4:]))
    for place in range(len(words) - 1, max(-1, len(words) - 6), -1):
        if words[place] in PLAN_NOUNS:
            lead = words[max(0, place - 5) : place]
            return any(word in PROSPECTIVE for word in lead) and not any(word in REPORTING_VERBS for word in lead)
    return False


def _had_been_planned(words: list[str]) -> bool:
    """Whether it is of an older plan, whose day may be ahead or over: "had been planned for June 8", "was looking forward to"."""
    near = words[-8:]
    if "forward" in near and near[near.index("forward") + 1 : near.index("forward") + 2] == ["to"]:
        return True
    planned = next((place for place in range(len(near) - 1, 0, -1) if near[place] in _PLANNED), 0)
    return planned > 0 and near[planned - 1] in ("had", "been") and near[planned + 1 : planned + 2] in (["to"], ["for"])


_PLANNED = frozenset(["planned", "due", "scheduled", "expected", "hoped", "slated", "set", "hoping", "planning"])


def _is_wanted(before: Clause) -> bool:
    """Whether the date is in an infinitive that somebody wants: "pressed aides to have a vote before Saturday"."""
    words = before.words
    for place in range(len(words) - 1, max(0, len(words) - 14), -1):
        if (words[place] in PAST_VERBS and words[place - 1] != "to") or words[place] in CLAUSE_OPENERS:
            return False
        if _is_past_attribute(words, place):
            return False
        if words[place] != "to" or place + 1 == len(words) or words[place + 1] in NO_INFINITIVE_AFTER:
            continue
        if before.written[place + 1][0].isupper() or words[place + 1] in NO_SUBJECT:  # "moved to Boston", "up to 1.65"
            continue
        return any(
            words[at] in WANTING and words[at - 1] not in ("been", "had") for at in range(max(0, place - 4), place)
        )
    return False


def _is_past_attribute(words: list[str], place: int) -> bool:
    """Whether a word is the past verb of its own clause right before the date: "to repeal the law passed in December"."""
    if not is_regular_past(words[place]) or place == 0 or words[place - 1] in NO_SUBJECT | _LEADS_TO_PARTICIPLE:
        return False
    return _BEFORE_DATE.issuperset(words[place + 1 :]) and "get" not in words and "have" not in words


_LEADS_TO_PARTICIPLE = frozenset(("be", "been", "being", "to", "and"))
_BEFORE_DATE = frozenset(("in", "on", "early", "late", "last"))


def _is_headline_of_plan(before: Clause) -> bool:
    """Whether an infinitive has no verb before it: "Banks to stay shut until Tuesday"."""
    place = before.words.index("to") if "to" in before.words else 0
    if not 0 < place <= 4 or place + 1 >= len(before.words) or before.words[place + 1] in NO_INFINITIVE_AFTER:
        return False
    verb = before.written[place + 1]
    subject = before.written[0][:1].isupper() and not before.words[place - 1].endswith(("ing", "ed"))
    return subject and verb.islower() and all(tells(before, at) is None for at in range(place))
