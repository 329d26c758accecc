"""What a number takes from its neighbours: the noun, the unit or the modifier that it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchlib.expressions.units import CURRENCIES, MINOR
from searchlib.extraction.english.lexicon.quantity_words import (
    CHANGES,
    CHANGES_OF_MEASURES,
    CLIMBED,
    COMPARING,
    EXTREMES,
    GAINING_OR_LOSING,
    KILLING,
    LENGTHS,
    LEVEL_UNITS,
    ON_THE_MOVE,
    TALLIES,
    TIME_UNITS,
)
from searchlib.extraction.english.quantities.counted_nouns import is_plural, is_verbal
from searchlib.extraction.english.quantities.drafts import Draft, Scan
from searchlib.extraction.english.quantities.patterns import SENTENCE_END, STATE_BEHIND, STATES

_COORDINATED = re.compile(
    r"(?:,? (?:and|or|to|by|up|down|x)|,| of(?= (?:the|his|her|its|their|our|these|those) )|-,|-? (?:and|or)|/) ?(?:[a-z]+ ){0,3}$"
)


_GAPPED = re.compile(r",?(?: and)? (?:[a-z&.’'-]+ ){1,4}by ?")


_MOST_WORDS = 6
"""Words between a measure and its other extreme at most."""
_NEAR = 30
"""Characters between two tallies of one player at most."""
_AMOUNT = 1e6
"""Millions and more are compared without saying again of what money."""
_CONTRAST = re.compile(r",? (?:while|and|but|against|compared|versus) ")
_RESTATED = re.compile(r"(?:,? or| \(|,? /) ?(?:[a-z]+ ){0,3}$")
_OTHER_DEED = re.compile(r",? and [a-z]+ed ")
"""Behind a toll: the next number is of something else."""
_JOINING = frozenset({"to", "from", "and", "or"})


def resolve_ellipsis(scan: Scan, drafts: list[Draft]) -> None:
    """The steps that need the neighbours: ellipsis, restated modifiers, the noun before a verb."""
    listed = False
    for place in range(len(drafts) - 1, -1, -1):
        draft = drafts[place]
        if draft.unit or draft.noun or place + 1 == len(drafts):
            listed = False
            continue
        comma = scan.low[draft.end : drafts[place + 1].start].strip() == ","
        if listed or not comma:
            _share_noun(scan, draft, drafts[place + 1])
        listed = bool(draft.unit or draft.noun)
    for place, draft in enumerate(drafts):
        if draft.modifier == "up" and place + 1 < len(drafts) and _is_tally(draft, drafts[place + 1]):
            draft.modifier = "exact"
        if not draft.noun and draft.unit in ("", "percent"):
            _take_subject(scan, draft)
        if not draft.unit and not draft.noun and place and not draft.counts_people:
            _take_noun(scan, draft, drafts[max(0, place - 6) : place])
        if place:
            _carry_modifier(scan, draft, drafts[place - 1])
        counts = (
            draft.modifier in ("up", "down")
            and not (draft.unit or draft.figure.fraction)
            and draft.head.lower() not in LEVEL_UNITS
        )
        if draft.unit in TIME_UNITS and draft.before[-1:] and draft.before[-1] in GAINING_OR_LOSING:
            draft.modifier = "exact"  # "the referee added eight minutes"
        if draft.unit in LENGTHS and draft.before[-1:] and draft.before[-1] in ON_THE_MOVE:
            draft.modifier = "exact"  # "hiked two miles"
        climbed = draft.head.lower() in CLIMBED
        if counts and (climbed or any(word in CHANGES_OF_MEASURES for word in draft.before[-2:])):
            draft.modifier = "exact"


def _is_tally(draft: Draft, following: Draft) -> bool:
    """Whether points that somebody "added" are a player's: "added 18 points and seven assists"."""
    if draft.before[-1:] not in (["added"], ["adding"], ["adds"], ["gained"]) or draft.unit:
        return False
    return following.head.lower() in TALLIES and following.start - draft.end < _NEAR


def _share_noun(scan: Scan, draft: Draft, following: Draft) -> None:
    """Give a bare number the noun or unit of the one joined to it: "102 and 21 people"."""
    between = scan.low[draft.end : following.start]
    harmed = not KILLING.isdisjoint(draft.before[-3:])
    if harmed and (following.noun.lower() in STATES or _OTHER_DEED.match(between)):
        return  # "killed 70 and left 3,000 homeless", "killed 70 and burned 40 hectares"
    if " with " in between or "including" in between:
        return  # "51 votes to 49, with one abstention"
    bounds_age = following.rule == "age" and "old" not in scan.low[following.start : following.end]
    if bounds_age or (draft.figure.fraction and following.unit):
        return
    if between == " of " and draft.low < following.low and following.unit != "percent":
        draft.unit, draft.noun, draft.head = following.unit, following.noun, following.head  # "214 of 450 seats"
        draft.confidence = "inferred"
        return
    if len(between) <= 20 and _COORDINATED.fullmatch(between.lstrip("-")) and not following.unit.startswith("percent "):
        if following.unit == "percent" and between.startswith(", or"):
            return  # "from 18 to 64, or 27 percent": the second says the first again
        alike = "or" in between or "to" in between or between.startswith(" of ")
        listed = between in (", ", " and ", ", and ") and following.start == following.figure.start
        if following.unit in CURRENCIES and not (alike or listed):
            return
        draft.unit, draft.noun, draft.head = following.unit, following.noun, following.head
        draft.confidence = "inferred"


def _take_noun(scan: Scan, draft: Draft, earlier: Sequence[Draft]) -> None:
    """Give a bare number what an earlier number of the sentence counts, as "at least 12,000." does."""
    floor = max(0, draft.start - 250)
    for end in SENTENCE_END.finditer(scan.text, floor, draft.start):
        floor = end.end()
    for place, source in enumerate(reversed(earlier)):
        if source.end < floor:
            return
        restated = place + 1 < len(earlier) and scan.text[source.start - 1] == "(" and draft.start > source.end
        if restated and earlier[-2 - place].end == source.start - 2:
            continue  # "312 million crowns ($30 million), against 540 million"
        physical = source.unit and source.unit not in CURRENCIES and source.unit not in MINOR
        joined = draft.before[-1:] == ["by"] or (
            draft.before[-1:] and draft.before[-1] in _JOINING and source.unit != "percent"
        )
        decimal = (
            "." in draft.figure.digits
            and draft.before[-1:] != ["at"]
            and source.unit
            and draft.low * 10 > source.low > draft.low / 10
        )
        if place == 0 and ((physical and joined) or (decimal and _CONTRAST.match(scan.low, source.end, draft.start))):
            draft.unit, draft.noun, draft.head, draft.confidence = source.unit, source.noun, source.head, "inferred"
            return
        if source.unit in CURRENCIES and _is_compared(draft, source):
            draft.unit, draft.confidence = source.unit, "inferred"
            return
        if (
            place == 0
            and source.unit
            and source.unit != "percent"
            and not source.hyphen
            and _is_another_extreme(scan, draft, source)
        ):
            scaled = draft.low * source.figure.magnitude
            if draft.figure.magnitude == 1 and source.low / 10 < scaled < source.low * 10:
                draft.low = draft.high = scaled
            draft.unit, draft.noun, draft.head, draft.confidence = source.unit, source.noun, source.head, "inferred"
            return
        if not source.unit and source.noun and not source.figure.fraction and source.high != 1:
            draft.noun, draft.head, draft.confidence = _without_state(source.noun), source.head, "inferred"
            return


def _is_compared(draft: Draft, source: Draft) -> bool:
    """Whether a bare amount is what one in money is compared with: "310 million francs from a profit of 95 million"."""
    alike = draft.figure.magnitude >= _AMOUNT and source.figure.magnitude >= _AMOUNT
    return alike and not draft.figure.fraction and not COMPARING.isdisjoint(draft.before[-5:])


def _is_another_extreme(scan: Scan, draft: Draft, source: Draft) -> bool:
    """Whether a bare number is the other end of what was measured before: "41 gigawatts; the low was 22."."""
    if draft.low != draft.high or scan.text[draft.end : draft.end + 1] not in (".", ",", ";", ""):
        return False
    words = scan.low[source.end : draft.start].split()
    if not 2 <= len(words) <= _MOST_WORDS or words[-1] == "at":
        return False
    return any(word.endswith("est") or word in EXTREMES for word in words)


def _without_state(noun: str) -> str:
    """A counted phrase without what happened to its people: "soldiers" of "soldiers were killed"."""
    state = STATE_BEHIND.search(noun.lower())
    return noun[: state.start()] if state else noun


def _carry_modifier(scan: Scan, draft: Draft, source: Draft) -> None:
    """Hand a modifier to the same amount said again: "lost 190 points, or 0.6%", "more than 8 ksi (55 MPa)"."""
    between = scan.low[source.end : draft.start]
    if draft.modifier != "exact" or source.modifier == "exact" or len(between) > 30:
        return
    if source.modifier in ("up", "down") and draft.unit == source.unit and _GAPPED.fullmatch(between):
        draft.modifier = source.modifier  # "Rona was down 2.3%, Halden by 2.6%"
        return
    words = source.noun and not source.unit and between.startswith(" " + source.noun.lower())
    tail = between[len(source.noun) + 1 :] if words else between
    if not _RESTATED.fullmatch(tail):
        return
    if source.modifier in ("up", "down") or (
        source.modifier != "about" and (draft.unit and source.unit and "(" in tail)
    ):
        draft.modifier = source.modifier


def _take_subject(scan: Scan, draft: Draft) -> None:
    """Take the noun before a verb of change: "shares rose 5", "sales fell 3 %"."""
    words = draft.before
    for place in range(len(words) - 1, max(0, len(words) - 4), -1):
        if words[place] in CHANGES:
            word = words[place - 1]
            at = scan.low.rfind(word, max(0, draft.start - 60), draft.start)
            if word.isalpha() and is_plural(word) and not is_verbal(word) and word not in CHANGES:
                draft.noun = draft.head = scan.text[at : at + len(word)]
            return
