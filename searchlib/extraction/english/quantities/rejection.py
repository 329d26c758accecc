"""Numbers that state no quantity: years, names, labels, scores, pronouns."""

from __future__ import annotations

from searchlib.expressions.amounts import VULGAR_FRACTIONS
from searchlib.expressions.english.figures import COMMON_DENOMINATORS, Figure
from searchlib.expressions.english.number_words import MODIFIERS
from searchlib.expressions.english.unit_words import WORDS
from searchlib.extraction.english.lexicon.quantity_words import (
    AIRCRAFT,
    AIRCRAFT_NOUNS,
    BEFORE_CLOCK,
    CALLING,
    CAPITALISED_OPENERS,
    CHANGES,
    CHOOSES_HALF,
    EMERGENCY_NOUNS,
    EMERGENCY_NUMBERS,
    ENDS_PHRASE,
    GROUPS_OF,
    GUNS,
    NUMBERED,
    NUMBERED_NAMES,
    NUMBERED_PERIODS,
    ONE_AFTER,
    ONE_BEFORE,
    PRICED,
    RANKS,
    RISING,
    SIDES_OF_ELEVEN,
    SIDES_OF_HALVES,
    YEARS_AFTER,
)
from searchlib.extraction.english.lexicon.time_words import CHANGED_FROM
from searchlib.extraction.english.quantities.counted_nouns import is_plural
from searchlib.extraction.english.quantities.drafts import Draft, Measure, Scan
from searchlib.extraction.english.quantities.modifiers import modifier_before
from searchlib.extraction.english.quantities.patterns import (
    AFTER_ANOTHER,
    BY_ONE_COUNT,
    CITED,
    CITES,
    CLOCK_BEHIND,
    CLOCK_WITH_POINT,
    CONTROL_SEQUENCE,
    DATED_TO,
    DAY_OF_MONTH,
    ENTRY,
    ERA,
    FOLD,
    GERUND_WITH_OBJECT,
    GOES_ON,
    HALF_WHAT,
    KNOWN_AS,
    LABEL,
    LIST_MARK,
    LIST_POINT,
    MIXED_CASE,
    MONTH_AFTER,
    NEW_LEVEL,
    NEXT_WORD,
    NUMBER_PREFIX,
    OCLOCK,
    OPENS_LINE,
    ORDINAL_WORD,
    OUT_OF,
    PART_ALONE,
    PARTICIPLE,
    PHOTO_NUMBER,
    PLACE_IN_PHOTO,
    POINTS_OF_RATES,
    QUOTE_ENDS,
    REIGN,
    SECTION,
    SINGULAR_VERB,
    STREET,
    TIMETABLED,
    TWO_NAMES,
    ZIP,
)

_LONG_NUMBER = 8
"""Digits without a comma that number a thing and count none."""
_A_SIDE = 11
"""Players of a side, which may be called by its number."""
_LONGEST_TABLE = 100
"""Places of a table that has a name: "the top 10"."""
_MOST_POINTS = 5
"""Points of an argument that are counted: "one, ... and two, ..."."""
_WIDEST = 30
"""How many times its lower end a bare range may reach that counts nothing."""


def stands_apart(scan: Scan, start: int, last: Measure) -> bool:
    """Whether nothing glued to a number or range makes it a piece of something else: F-35, 3:16, 22nd, 192.168.

    It starts at `start` and ends with the measure `last`.
    """
    return _is_free_before(scan, start) and _is_free_behind(scan, last)


def _is_free_before(scan: Scan, start: int) -> bool:
    if not start:
        return True
    text, char = scan.text, scan.text[start - 1]
    if char.isalnum() or char in "_@#\\&^±−":
        return False
    glued = start > 1 and not text[start - 2].isspace()
    if char in "./:,+" and glued and text[start - 2 : start] not in ("(+", "[+"):
        return False
    if char in "-–—" and start > 1 and text[start - 2].isalnum():
        prefix = NUMBER_PREFIX.search(scan.low, max(0, start - 7), start - 1)
        return prefix[1] != "mid" if prefix else char != "-" and not text[start - 2].isdigit()
    return True


def _is_free_behind(scan: Scan, last: Measure) -> bool:
    text, end = scan.text, last.end
    if end >= len(text):
        return True
    char, digit_next = text[end], text[end + 1 : end + 2].isdigit()
    if char in "'’′" and digit_next:
        return False  # 5'10"
    if end > last.figure.end:
        return not char.isalnum()
    if GOES_ON.match(scan.low, end):
        return False
    if char.isalpha() or (char == "." and digit_next):
        return FOLD.match(scan.low, end) is not None
    return not (char in "-–" and digit_next) and not OUT_OF.match(scan.low, end)


def is_year(measure: Measure, words: list[str], noun: str) -> bool:
    """Whether four bare digits are a year, by the words before them and the noun behind them."""
    digits, value = measure.figure.digits, measure.value
    if len(digits) != 4 or not digits.isdigit() or measure.unit or measure.figure.magnitude != 1:
        return False
    if not 1500 <= value < 2200:
        return 1000 <= value < 1500 and words[-1:] in (["a.d."], ["ad"], ["circa"])
    last = words[-1] if words else ""
    modifier = modifier_before(words)
    if last in YEARS_AFTER or (last == "of" and 1900 <= value < 2100) or (not noun and last != "of"):
        return modifier not in ("at_least", "at_most", "more_than", "less_than") and last not in RISING
    return 1900 <= value <= 2035 and modifier == "exact"


def is_bare_quantity(scan: Scan, first: Measure, draft: Draft, second: Measure | None) -> bool:
    """Whether digits without unit, currency or magnitude are a quantity."""
    if _is_clock_time(scan, first, draft, second):
        return False
    level = draft.before[-1:] in (["from"], ["to"]) and _is_level(scan, first, draft.noun)
    if (not level and is_year(first, draft.before, draft.noun)) or _is_in_name(scan, first, draft):
        return False
    if second and is_year(second, [], "") and is_year(first, [], ""):
        return False
    plain = second is not None and second.figure.magnitude == 1 and not draft.noun
    if plain and first.value > 1 and first.value * _WIDEST < draft.high:
        return False  # "(12-1281)", the number of a case
    if not draft.noun and DATED_TO.search(scan.low, max(0, first.start - 48), first.start):
        return False
    if not draft.noun and first.value <= _LONGEST_TABLE and _is_rank(draft.before):
        return False
    if not draft.noun and SECTION.search(scan.low, max(0, first.start - 12), first.start):
        return False  # "under another section, 1321"
    if _is_group(scan, first, draft.before) or _is_number_of_something(scan, first, draft):
        return False
    if draft.before[-1:] == ["per"]:
        return False  # "11.3 per 1,000"
    if STREET.match(scan.text, draft.end) or ERA.match(scan.text, draft.end) or REIGN.match(scan.text, draft.end):
        return False
    marked = not draft.before and LIST_POINT.match(scan.text, draft.end) is not None
    return not (marked and LIST_MARK.search(scan.text, max(0, first.start - 8), first.start))


_LEVELS_AHEAD = 60


def _is_level(scan: Scan, first: Measure, noun: str) -> bool:
    """Whether four digits are one of two levels of what is counted: "grew from 1800 to 2000 members"."""
    ahead = CHANGED_FROM.search(scan.low, max(0, first.start - _LEVELS_AHEAD), first.start)
    if ahead is None:
        return False
    return bool(noun) if ahead.group().endswith("to ") else NEW_LEVEL.match(scan.low, first.end) is not None


def _is_clock_time(scan: Scan, first: Measure, draft: Draft, second: Measure | None) -> bool:
    """Whether "10.35" is a time of day: "at 10.35 on Monday", "the 8.15 train", "from 10.30 to 12.45", "07.12 Good morning"."""
    if not CLOCK_WITH_POINT.fullmatch(first.figure.digits) or draft.modifier not in ("exact", "about"):
        return False
    if second and not CLOCK_WITH_POINT.fullmatch(second.figure.digits):
        return False
    if CLOCK_BEHIND.match(scan.low, draft.end):
        return True
    if OPENS_LINE.search(scan.text, max(0, first.start - 3), first.start):
        return ENTRY.match(scan.text, draft.end) is not None and len(first.figure.digits) == len("07.12")
    words = draft.before
    if words[-1:] == ["the"]:
        return TIMETABLED.match(scan.text, draft.end) is not None
    timed = words[-1:] and words[-1] in BEFORE_CLOCK and not is_plural(draft.head.lower())
    return bool(timed) and PRICED.isdisjoint(words)


def _is_number_of_something(scan: Scan, measure: Measure, draft: Draft) -> bool:
    """Whether bare digits are a thing's number or name: "media: 19073943", "The 360 is a feature"."""
    digits = measure.figure.digits
    if draft.noun or not digits.isdigit():
        return False
    named = draft.before == ["the"] and scan.text[measure.start - 4] == "T" and SINGULAR_VERB.match(scan.low, draft.end)
    return len(digits) >= _LONG_NUMBER or bool(named)


def _is_in_name(scan: Scan, measure: Measure, draft: Draft) -> bool:
    """Whether a bare number is a name's or a label's: "Flight 370", "Game 6", "S&P 500".

    A number once seen in a name is remembered: "the iPhone 11 ... and 11 Pro".
    """
    words, noun, head = draft.before, draft.noun, draft.head.lower()
    plural = bool(head) and is_plural(head)
    counted = plural and draft.head[0].islower() and noun[:1].islower()
    digits = measure.figure.digits
    ahead = scan.text[max(0, measure.start - 24) : measure.start]
    if _is_label(scan, measure, ahead):
        return True
    if digits in AIRCRAFT and (not counted or head in AIRCRAFT_NOUNS):
        return True
    if CITES.match(scan.text, measure.end) or (not plural and CITED.search(ahead)):
        return True
    if digits in scan.named and not counted:
        return True
    if digits in EMERGENCY_NUMBERS and (noun.split(" ")[0].lower() in EMERGENCY_NOUNS or _is_called(words, noun)):
        return True
    if (
        digits.startswith(".")
        and len(digits) == len(".500")
        and words[-1:]
        and words[-1] in ("over", "under", "above", "below")
    ):
        return True  # "12 games over .500"
    if digits.startswith(".") and noun.split(" ")[0].lower() in GUNS:
        return True
    if "," in digits:
        return MIXED_CASE.search(ahead) is not None
    if words and words[-1].lstrip("(") in NUMBERED:
        return not counted or not words[:-1] or words[-2] not in NUMBERED_PERIODS
    if not counted and _is_in_list_of_labels(words):
        return True
    titled = noun[:1].isupper() and not noun.isupper() and digits.isdigit() and not plural and measure.value > 1
    indexed = bool(words) and words[-1] in NUMBERED_NAMES
    if titled or indexed or MIXED_CASE.search(ahead) or (not counted and follows_name(scan, measure.start)):
        scan.named.add(digits)
        return True
    return bool(TWO_NAMES.search(ahead)) or (digits.startswith("0") and digits.isdigit() and len(digits) > 1)


def _is_in_list_of_labels(words: list[str]) -> bool:
    """Whether a number is one of several labels: "Sections 3 and 4", "chapters 2 to 4"."""
    if len(words) >= 3 and words[-1] in ("and", "or", "to", "through") and words[-2].isdigit():
        words = words[:-2]
    return bool(words) and words[-1][-1:] == "s" and (words[-1] in NUMBERED or words[-1][:-1] in NUMBERED)


def _is_called(words: list[str], noun: str) -> bool:
    """Whether a number without a noun stands behind a verb of telephoning."""
    listed = words[-1:] in (["or"], ["and"]) and words[-2:-1] and words[-2] in EMERGENCY_NUMBERS
    return (
        not noun
        and bool(words)
        and (words[-1] in CALLING or (bool(listed) and words[-3:-2] != [] and words[-3] in CALLING))
    )


def _is_label(scan: Scan, measure: Measure, ahead: str) -> bool:
    """Whether what stands right before a bare number makes it a label: "Fig. 3", "[14]", "(4)", "'11"."""
    digits, behind = measure.figure.digits, scan.text[measure.end : measure.end + 1]
    beside_month = DAY_OF_MONTH.search(ahead.lower()) or MONTH_AFTER.match(scan.low, measure.end)
    if beside_month and measure.value <= 31 and len(digits) <= 2:
        return True
    if ("[" in ahead and CONTROL_SEQUENCE.search(ahead)) or LABEL.search(ahead):
        return True
    if behind == ")" and PLACE_IN_PHOTO.search(ahead):
        return True
    if ahead.endswith("of ") and PHOTO_NUMBER.search(scan.low, max(0, measure.start - 24), measure.start):
        return True
    if digits.isdigit() and len(digits) > 3 and KNOWN_AS.search(ahead):
        return True
    if (ZIP.search(ahead) and len(digits) == 5) or (digits.isdigit() and len(digits) > 10):
        return True
    if ahead[-1:] in ("'", "’") and len(digits) == 2:
        return True
    return (ahead[-1:] == "[" and behind in ("]", ",")) or (ahead[-1:] == "(" and behind == ")" and digits.isdigit())


def follows_name(scan: Scan, start: int) -> bool:
    """Whether a capitalised word stands right before: "S&P 500", "Boeing 787"."""
    if start < 2 or scan.text[start - 1] != " ":
        return False
    piece = scan.text[max(0, start - 30) : start - 1]
    word = piece[max(piece.rfind(" "), piece.rfind("\n")) + 1 :].lstrip("(“\"'‘[")
    if not word or not word[0].isupper() or word[-1] in ',.;:)!?”"' or word.lower() in ENDS_PHRASE:
        return False
    if word.endswith(("'s", "’s")) and word[:-2].lower() not in NUMBERED_NAMES:
        return False  # "the Union's 24"
    lowered = word.lower()
    return not (lowered in MODIFIERS or lowered in CHANGES or lowered in CAPITALISED_OPENERS or word.endswith("ly"))


_QUOTES = frozenset(
    "'\"\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
)


def _is_quoted_name(scan: Scan, first: Measure, draft: Draft) -> bool:
    """Whether a number word and its noun, both with capitals, stand alone in quotation marks."""
    text = scan.text
    if not (text[first.start].isupper() and draft.noun[0].isupper() and text[first.start - 1 : first.start] in _QUOTES):
        return False
    end = first.end + 1 + len(draft.noun)
    return first.start > 0 and text.startswith(draft.noun, first.end + 1) and QUOTE_ENDS.match(text, end) is not None


def is_word_quantity(scan: Scan, first: Measure, draft: Draft, second: Measure | None) -> bool:
    """Whether number words without unit or magnitude are a quantity; "one of the ..." singles one out."""
    words = draft.before
    if words[-1:] in (["half-past"], ["past"]) and words[-2:-1] in ([], ["half"], ["quarter"], ["at"]):
        return False
    if OCLOCK.match(scan.low, first.end) and words[-1:] in (
        ["at"],
        ["by"],
        ["until"],
        ["around"],
        ["about"],
        ["before"],
        ["after"],
        ["since"],
    ):
        return False  # "by four o'clock", "at six that morning"
    if draft.noun and _is_quoted_name(scan, first, draft):
        return False  # "the “Five Eyes” alliance"
    if not draft.noun and first.value == _A_SIDE and words[-1:] and words[-1] in SIDES_OF_ELEVEN:
        return False  # "the second eleven"
    if words[-1:] == ["number"] or (_is_group(scan, first, words) and not second):
        return False  # "the number two spot"
    if (
        scan.text[first.end : first.end + 1] == ","
        and words in ([], ["and"])
        and first.value <= _MOST_POINTS
        and first.start
    ):
        return False  # "and two, he has conceded"
    if words[-1:] == ["or"] and (
        words[-3:-2] in (["a"], ["an"]) or words[-2:-1] in (["year"], ["month"], ["week"], ["day"])
    ):
        return False  # "a man or two"
    if first.value == 1 and scan.low.startswith(" of ", first.end):
        draft.rule, draft.modifier, draft.confidence = "one of", "exact", "guessed"
    if first.value == 1 and second is None and _is_pronoun(scan, first, words):
        return False
    numbered = words[-1:] == ["hour"] or (words[-1:] and words[-1] in NUMBERED)
    named = numbered and words[-2:-1] != [] and words[-2] in NUMBERED_PERIODS
    of_it = numbered and not named and scan.low.startswith(" of ", first.end)
    if numbered and (of_it or not is_plural(draft.head.lower())) and first.figure.magnitude == 1:
        return False  # "page two", "page two of the form"
    if (
        not draft.noun
        and not words
        and scan.text[first.start].isupper()
        and scan.text.startswith((". ", ": "), first.end)
    ):
        return False  # "Four. The president ..."
    if first.value == 0 and not _is_nought(draft):
        return False
    if not draft.noun and _is_rank(words):
        return False
    return not ORDINAL_WORD.match(scan.low, draft.end) and not _is_word_in_name(scan, first, draft.head)


def _is_group(scan: Scan, measure: Measure, words: list[str]) -> bool:
    """Whether a number names a group: "the Gang of 8"."""
    return tuple(words[-2:]) in GROUPS_OF and scan.text.rfind("G", measure.start - len("Group of "), measure.start) >= 0


def _is_nought(draft: Draft) -> bool:
    """Whether "zero" counts things: "zero cases", but not "net zero"."""
    return is_plural(draft.head.lower()) and draft.before[-1:] != ["net"]


def _is_rank(words: list[str]) -> bool:
    """Whether a number word without a noun is a place in a table: "ended in the bottom four", "a top-ten"."""
    return words[-2:-1] in (["the"], ["a"]) and words[-1] in RANKS


def _is_word_in_name(scan: Scan, measure: Measure, head: str) -> bool:
    """Whether a number word is part of a name: "BBC One", "the Six Nations"; at a sentence's start it is not."""
    at = measure.figure.start
    if not scan.text[at].isupper() or scan.text[at : at + 2].isupper():
        return False
    ahead = scan.text[max(0, at - 3) : at].rstrip(" ")
    if not ahead or ahead[-1] in ".!?:;\n\"“”‘'-–—(" or scan.text[at - 1] == "\n":
        return False
    return not (head and head[0].isupper() and is_plural(head.lower()) and _is_headline(scan, at))


def _is_headline(scan: Scan, at: int) -> bool:
    """Whether the line around `at` is written with capitals throughout."""
    first = scan.text.rfind("\n", max(0, at - 100), at) + 1 or max(0, at - 100)
    last = scan.text.find("\n", at, at + 100)
    words = [
        word
        for word in scan.text[first : last if last > 0 else at + 100].split()
        if len(word) > 3 and word[0].isalpha()
    ]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def _is_pronoun(scan: Scan, measure: Measure, words: list[str]) -> bool:
    """Whether "one" counts nothing: "the one who", "no one", "one could"."""
    end = measure.figure.end
    following, last = scan.low[end : end + 24], words[-1] if words else ""
    if following.startswith((" of ", "-of-")):
        return not scan.singled_out or last in ("no", "number", "which", "any", "every")
    if (last == "by" and BY_ONE_COUNT.match(following)) or AFTER_ANOTHER.match(following):
        return True
    if last in ("no", "any", "some", "every", "which", "another", "number", "someone", "loved"):
        return True
    match = NEXT_WORD.match(following)
    if (
        match is None
        or following.startswith(("n't", "n’t"), match.end())
        or following.startswith(("'t", "’t"), match.end())
    ):
        return True
    word = match[1]
    if word.endswith("ing") and (GERUND_WITH_OBJECT.match(following) or (not words and PARTICIPLE.match(following))):
        return True  # "one emphasizing a New Deal", ", one involving photos"
    if word == "us" and scan.text[end + 1 : end + 3] == "US":
        return False
    if (word in ENDS_PHRASE and word != "more") or word.endswith("ly") or word in ONE_AFTER:
        return not following.startswith((" or two", " or more"))
    inflected = word.endswith(("s", "ed", "ing")) or last in ("this", "that", "each")
    return last in ONE_BEFORE and inflected


def is_fraction_quantity(scan: Scan, measure: Measure, draft: Draft) -> bool:
    """Whether a part is a quantity: "half the votes", "a third of", "1/2 pound"; not "9/11" or "the second half"."""
    figure = measure.figure
    if figure.digits:
        return _is_digit_fraction(scan, figure, draft.unit)
    written, following = scan.low[figure.start : figure.end], scan.low[figure.end : figure.end + 12]
    last = draft.before[-1] if draft.before else ""
    if last == "and" and draft.before[-2:-1] and draft.before[-2] in WORDS and not following.startswith(" of "):
        return False  # "an hour and a half"
    if last in CHOOSES_HALF and not (last == "and" and following.startswith(" of ")):
        return last == "the" and "two" in written
    if draft.unit and "half" in written:
        return True
    if POINTS_OF_RATES.match(scan.low, figure.end):
        return True  # "a quarter point"
    if following[:1] == "-" or last in SIDES_OF_HALVES:
        return False
    if last == "by" and PART_ALONE.match(following):
        return draft.before[-2:-1] != ["clever"]  # "fell by a third"
    if modifier_before(draft.before) not in ("exact", "up", "down") and not following.startswith(" year"):
        return True
    if "half" in written:
        return HALF_WHAT.match(following) is not None
    return following.startswith(" of ") or written.endswith("s")


def _is_digit_fraction(scan: Scan, figure: Figure, unit: str) -> bool:
    """Tell "1/2 pound" and "3/4 of" from "9/11" and "24/7"."""
    if figure.digits in VULGAR_FRACTIONS:
        return True
    top, _, bottom = scan.text[figure.start : figure.end].replace("⁄", "/").partition("/")
    if not (top.isdigit() and bottom.isdigit() and int(bottom) in COMMON_DENOMINATORS):
        return False
    return bool(unit) or scan.low.startswith((" of ", "-"), figure.end)
