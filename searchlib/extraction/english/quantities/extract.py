"""Quantities in a text: how many, how much, of what.

One cheap pass finds digits and number words; only there the rules read, each place in the same steps:

    figure -> sign and currency -> letter ("35m") -> range ("to 12,000") -> unit -> is it a quantity at all? ->
    modifier before and behind -> what is counted -> ellipsis ("at least 12,000." takes the noun of the number before)
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from searchlib.expressions.english.figures import lower_in_place
from searchlib.extraction.english.lexicon.quantity_words import DEFINITE, EXACTLY_ONE, HYPHENED_NAMES, ONE_DAY_LASTS
from searchlib.extraction.english.quantities.ages import read_age
from searchlib.extraction.english.quantities.changes import name_changes
from searchlib.extraction.english.quantities.classes import earned
from searchlib.extraction.english.quantities.counted_nouns import read_counted_noun
from searchlib.extraction.english.quantities.drafts import Draft, Measure, Scan, words_before
from searchlib.extraction.english.quantities.ellipsis import resolve_ellipsis
from searchlib.extraction.english.quantities.figures import measure_at
from searchlib.extraction.english.quantities.modifiers import read_modifier
from searchlib.extraction.english.quantities.patterns import (
    CRICKET,
    FOLD,
    FOLD_WORD,
    HYPHENED,
    ODDS,
    ONE_IN,
    PHONE_AT,
    POINTS_OF_RATES,
    PROGRAMME,
    SHARE,
    SPELLED_YEAR,
    TO_ONE,
    TRIGGER,
    VAGUE_AT,
)
from searchlib.extraction.english.quantities.ranges import is_dashed_score, range_end, scaled_first
from searchlib.extraction.english.quantities.rejection import (
    follows_name,
    is_bare_quantity,
    is_fraction_quantity,
    is_word_quantity,
    stands_apart,
)
from searchlib.extraction.english.quantities.shares import read_fold_word, read_share
from searchlib.extraction.english.quantities.vague_plurals import read_vague_plural
from searchlib.models import Quantity

_LONGEST_NOUN = 60
"""Characters from a number to the end of what it counts, at most."""


def extract_quantities(
    text: str, *, taken: Sequence[tuple[int, int]] = (), singled_out: bool = False
) -> tuple[Quantity, ...]:
    """Return the quantities stated in `text`, in order, none overlapping another.

    `taken` are spans (start, end) of dates: nothing is read inside them. Offsets are characters of `text`, the end
    exclusive; they hold number, currency and unit, not the noun. `statement` stays None. `singled_out` also reads "one of the
    best bakers" as a (guessed) 1, as some gold does; nobody says so that there was exactly one.
    """
    spans = sorted(taken)
    starts, ends = [start for start, _ in spans], list(accumulate((end for _, end in spans), max))
    scan = Scan(text, lower_in_place(text), starts, ends, singled_out=singled_out)
    drafts: list[Draft] = []
    at = 0
    shifted = (
        "\n" + scan.low
    )  # a trigger begins with the character before the number: at the same offset as the number here
    while match := TRIGGER.search(shifted, at):
        start, at = match.start() + len(match["glued"] or ""), match.end() - 1
        if scan.is_taken(start, at):
            continue
        draft, end = _draft_at(scan, start)
        at = max(at, end)
        if draft is None or scan.is_taken(draft.start, draft.end) or (drafts and drafts[-1].end > draft.start):
            continue
        if drafts and draft.figure.digits and not draft.unit and _is_inside_noun(scan, drafts[-1], draft.start):
            continue
        drafts.append(draft)
        at = max(at, draft.end)
    resolve_ellipsis(scan, drafts)
    name_changes(scan, drafts)
    return tuple(_quantity(draft) for draft in drafts)


def _is_inside_noun(scan: Scan, counted: Draft, start: int) -> bool:
    """Whether a bare number at `start` belongs to the name of what the number before it counts: "60 Leopard 2 tanks"."""
    if not counted.noun or start - counted.end > _LONGEST_NOUN:
        return False
    at = scan.text.find(counted.noun, counted.end, start + len(counted.noun))
    return 0 <= at < start + 1 <= at + len(counted.noun)


def _draft_at(scan: Scan, at: int) -> tuple[Draft | None, int]:
    """Read the number at `at`: (a draft or None, where to go on)."""
    share = SHARE.match(scan.low, at) or (scan.low[at] in "ot" and ONE_IN.match(scan.low, at))
    if share and (draft := read_share(scan, share)):
        return draft, draft.end
    if scan.low[at].isdigit():
        return _measured_draft_at(scan, at)
    if scan.text[at] == "." and at and not scan.text[at - 1].isspace() and scan.text[at - 1] not in "($-":
        at += 1
    if vague := VAGUE_AT.match(scan.low, at):
        manner = vague["many"] and scan.low.startswith((" by the ", " in the "), at - 8)
        return None if manner else read_vague_plural(scan, vague), vague.end()
    if fold_word := FOLD_WORD.match(scan.low, at):
        return read_fold_word(scan, fold_word), fold_word.end()
    return _measured_draft_at(scan, at)


def _measured_draft_at(scan: Scan, at: int) -> tuple[Draft | None, int]:
    """Read a number or a range of two at `at`: (a draft or None, where to go on)."""
    digits = scan.low[at].isdigit()
    name = (
        (PHONE_AT.match(scan.low, at) or PROGRAMME.match(scan.text, at)) if digits else SPELLED_YEAR.match(scan.low, at)
    )
    if name:
        return None, name.end()
    first = measure_at(scan, at)
    if first is None:
        return None, at
    words = words_before(scan, first.start)
    if first.figure.digits and (end := is_dashed_score(scan, first, words)):
        return None, end
    if (odds := TO_ONE.match(scan.low, first.end)) and not first.unit and words[-1:] != ["from"]:
        return None, odds.end()  # "outnumbered two to one"
    if digits and not first.unit and (odds := ODDS.match(scan.low, first.end)):
        return None, odds.end()  # "the 1-to-9 favorite"
    if digits and (cricket := CRICKET.match(scan.low, at)):
        return None, cricket.end()
    second = range_end(scan, first, words)
    last = second or first
    if not stands_apart(scan, first.start, last):
        return None, last.end
    low = scaled_first(first, second) if second else first.value
    unit = last.unit or first.unit
    draft = Draft(
        first.start, last.end, low, last.value, first.figure, _rule(scan, first, second, words), unit, before=words
    )
    return (draft if _complete(scan, first, draft, second) else None), last.end


def _rule(scan: Scan, first: Measure, second: Measure | None, words: list[str]) -> str:
    """The label of the rule that read a number."""
    if second:
        return "alternatives" if scan.low.startswith((" or ", "-or-"), first.end) else "range"
    if first.figure.fraction:
        return "fraction"
    if first.figure.digits:
        return "digits"
    if first.figure.magnitude != 1:
        return "words"
    if words[-1:] and words[-1] in DEFINITE:
        return "definite"
    if first.value == 1 and not (words and words[-1] in EXACTLY_ONE):
        return "one"
    return "compound" if scan.text[first.figure.end : first.figure.end + 1] == "-" else "words"


def _complete(scan: Scan, first: Measure, draft: Draft, second: Measure | None) -> bool:
    """Fill in unit of age, modifier and noun; False where the number is no quantity."""
    figure = first.figure
    if figure.fraction and not is_fraction_quantity(scan, first, draft):
        return False
    if figure.fraction and not draft.unit and POINTS_OF_RATES.match(scan.low, draft.end):
        draft.noun = draft.head = "point"
        draft.modifier = read_modifier(scan, draft)
        return True
    aged = read_age(scan, draft)
    if not draft.unit and not aged and not _read_hyphen(scan, draft):
        return False
    if draft.unit and scan.text[draft.end - 1 : draft.end].isalpha() and scan.text[figure.end : figure.end + 1] == "-":
        draft.hyphen = True
    draft.modifier = read_modifier(scan, draft)
    if folds := FOLD.match(scan.low, draft.end):
        draft.end, draft.noun, draft.head = folds.end(), "fold", "fold"
        return True
    if not aged:
        read_counted_noun(scan, draft)
    named = scan.text[figure.start].isupper() and figure.magnitude != 1 and not (draft.unit or draft.noun)
    if named and not figure.digits and follows_name(scan, first.start):
        return False  # "a Fiat Five Hundred"
    if draft.unit in ("day", "night") and _is_some_day(scan, draft):
        return False
    if draft.unit or (figure.magnitude != 1 and not figure.digits.startswith("0")):
        return not (figure.value == 1 and not figure.digits and draft.before[-1:] in (["no"], ["number"]))
    if figure.digits:
        return is_bare_quantity(scan, first, draft, second)
    return is_word_quantity(scan, first, draft, second)


def _is_some_day(scan: Scan, draft: Draft) -> bool:
    """Whether "one day" names no length of time: "one day we will win"."""
    if draft.figure.value != 1 or draft.figure.digits or draft.hyphen or draft.modifier != "exact":
        return False
    lasts = bool(draft.before) and draft.before[-1] in ONE_DAY_LASTS
    return not lasts and not scan.low.startswith((" of", " after", " before", " later", " or ", " only"), draft.end)


def _read_hyphen(scan: Scan, draft: Draft) -> bool:
    """Read what a hyphen glues to a number: "five-year award", "three-course meal"; False where it is no quantity."""
    match = HYPHENED.match(scan.low, draft.end)
    if match is None:
        return True
    if match[1] in HYPHENED_NAMES or draft.figure.fraction:
        return False
    draft.hyphen = True
    return True


def _quantity(draft: Draft) -> Quantity:
    return Quantity.trusted(
        {
            "start": draft.start,
            "end": draft.end,
            "low": float(draft.low),
            "high": float(draft.high),
            "modifier": draft.modifier,
            "unit": draft.unit,
            "noun": draft.noun,
            "head": draft.head,
            "statement": None,
            "marks": (),
            "rule": draft.rule,
            "confidence": earned(draft.rule, draft.confidence),
        }
    )
