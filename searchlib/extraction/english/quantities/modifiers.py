"""What the words before and behind a number make of it: about, at least, up, down ..."""

from __future__ import annotations

from searchlib.expressions.english.number_words import MODIFIERS
from searchlib.expressions.english.unit_expressions import unit_at
from searchlib.expressions.english.unit_words import WORDS
from searchlib.extraction.english.lexicon.quantity_words import (
    CHANGES,
    DETACHED_MODIFIERS,
    ENDS_OBJECT,
    FALLING,
    FALLING_BY,
    MEASURING,
    MOVING_UP,
    PERIODS,
    RISING,
    RISING_BY,
    SPENDING,
    TRANSPARENT,
    VERBS_WITH_DOWN,
    VERBS_WITH_UP,
)
from searchlib.extraction.english.quantities.drafts import Draft, Scan
from searchlib.extraction.english.quantities.patterns import ASIDE_BEFORE, COMPARED, MODIFIER_BEHIND, NEXT_WORD

_LENGTHS = ("metre", "foot", "inch", "centimetre")
"""Units of what something may lie under."""
_SHORT_TIME = 4
"""So many days or weeks at most are no measure when a sentence opens with "Over two days"."""


_LAST_WORDS = frozenset(phrase.rpartition(" ")[2] for phrase in MODIFIERS)
"""The words that a phrase of MODIFIERS may end with."""


def read_modifier(scan: Scan, draft: Draft) -> str:
    """The modifier of a draft, from the words before and behind it; the end moves over "or more"."""
    if draft.figure.is_open:
        return "at_least"
    behind = MODIFIER_BEHIND.match(scan.low, draft.end)
    adds = behind is not None and draft.unit and behind.group() == " plus" and NEXT_WORD.match(scan.low, behind.end())
    if behind is None or adds or COMPARED.match(scan.low, draft.end):
        return _modifier_ahead(scan, draft)
    draft.end = behind.end()
    if not draft.unit and (unit := unit_at(scan.text, scan.low, draft.end)):
        draft.end, draft.unit = unit
    return "at_least" if behind["least"] else "at_most" if behind["most"] else "about"


def _modifier_ahead(scan: Scan, draft: Draft) -> str:
    """The modifier that stands before a draft: in words, as a sign, or before an aside."""
    text, start = scan.text, draft.start
    if start and text[start - 1] in "~≈∼<>≥≤":
        return MODIFIERS[text[start - 1]]
    if text[start - 1 : start] == "+" and draft.unit == "percent" and text[start - 2 : start - 1] in ("", " ", "("):
        return "up"
    if scan.low.startswith("sub-", start - 4) and start >= 4:
        return "less_than"
    modifier = modifier_before(draft.before)
    if modifier in ("about", "less_than", "more_than") and _is_preposition(scan, draft, modifier):
        return "exact"
    if draft.before[-2:] == ["up", "to"] and draft.before[-3:-2] and draft.before[-3] in MOVING_UP:
        modifier = "exact"  # "inching back up to 4.8 percent"
    if modifier == "more_than" and draft.unit in PERIODS and _is_duration(scan, draft):
        modifier = "exact"
    if modifier == "about" and (draft.unit == "percent" or draft.figure.fraction):
        modifier = _rough_change(draft.before) or modifier
    if modifier == "exact" and text[start - 2 : start - 1] in tuple(",)—–-"):
        modifier = _modifier_before_aside(scan, start)
    if modifier == "exact" and draft.low < 0 and draft.unit == "percent":
        return "down"
    return modifier


def _is_preposition(scan: Scan, draft: Draft, modifier: str) -> bool:
    """Whether "about", "under" or "over" before a number says of what, where or how far, and bounds no figure."""
    last = draft.before[-1] if draft.before else ""
    if last == "about" and modifier == "about":  # "be clear about one thing"
        return draft.high == 1 and not (draft.unit or draft.figure.digits)
    if last == "under":  # "buried under 15 feet of mud"
        return draft.unit in _LENGTHS and scan.low.startswith(" of ", draft.end)
    # "climbs 850 metres over 11 kilometres"
    return last == "over" and bool(draft.unit) and len(draft.before) > 1 and draft.before[-2] in WORDS


def modifier_before(words: list[str]) -> str:
    """What the words before a number make of it; the nearest phrase decides."""
    end = len(words)
    while end:
        word = words[end - 1]
        for size in (5, 4, 3, 2, 1) if word in _LAST_WORDS else ():
            if size <= end and (modifier := MODIFIERS.get(" ".join(words[end - size : end]))):
                return modifier
        if word in RISING:
            return "exact" if word == "up" and end > 1 and words[end - 2] in VERBS_WITH_UP else "up"
        if word in FALLING:
            return "exact" if word == "down" and end > 1 and words[end - 2] in VERBS_WITH_DOWN else "down"
        if word == "by":
            return _change_by(words[:end])
        if word == "of" or (word not in TRANSPARENT and not word.endswith("ly")):
            return "exact"
        end -= 1
    return "exact"


def _change_by(words: list[str]) -> str:
    """What "by" makes of a number behind a verb with an object: "raised the dividend by 3 cents"."""
    if words[-2:-1] and words[-2] in CHANGES:
        return modifier_before(words[:-1])
    for word in words[-2:-8:-1]:
        if word in RISING_BY:
            return "up"
        if word in FALLING_BY:
            return "down"
        if word in ENDS_OBJECT:
            return "exact"
    return "exact"


def _rough_change(words: list[str]) -> str:
    """What "about" makes of a change in percent, which stays one: "rose about 3 percent"; "" where none stands before."""
    for size in (1, 2, 3, 4):
        earlier = words[:-size]
        if not earlier:
            return ""
        if MODIFIERS.get(" ".join(words[-size:])) == "about" and (earlier[-1] in CHANGES or earlier[-1] == "by"):
            change = modifier_before(earlier)
            return "" if change == "exact" else change
    return ""


def _modifier_before_aside(scan: Scan, start: int) -> str:
    """The modifier that an aside parts from its number: "as many as, by one count, 10,000"."""
    aside = ASIDE_BEFORE.search(scan.low, max(0, start - 70), start)
    if aside is None:
        return "exact"
    words = scan.low[max(0, aside.start() - 40) : aside.start()].split()
    phrases = (" ".join(words[-size:]) for size in (4, 3, 2, 1))
    return next((MODIFIERS[phrase] for phrase in phrases if phrase in DETACHED_MODIFIERS), "exact")


def _is_duration(scan: Scan, draft: Draft) -> bool:
    """Whether "over" says how long something takes: "costs rise 5% over ten years", "Over ten years, it pays"."""
    if draft.before[-1:] != ["over"] or draft.hyphen or scan.low.startswith((" ago", " of "), draft.end):
        return False
    earlier = draft.before[:-1]
    if not earlier:
        return scan.low.startswith((", ", " in ", " on "), draft.end) or draft.high <= _SHORT_TIME
    if earlier[-1] in MEASURING:
        return False
    if draft.high <= _SHORT_TIME and draft.unit in ("day", "week", "month", "year"):
        return True  # "a series of talks over two weeks"
    return any(word in CHANGES or word in SPENDING or word.lstrip("$£€")[:1].isdigit() for word in earlier[-6:])
