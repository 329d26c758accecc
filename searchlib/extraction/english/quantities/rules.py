"""Quantities in a text: how many, how much, of what.

One cheap pass finds digits and number words; only there the rules read. Each reading goes through the same steps:

    figure -> sign and currency -> letter ("35m") -> range ("to 12,000") -> unit -> is it a quantity at all? ->
    modifier before and after -> what is counted -> ellipsis ("at least 12,000." takes the noun of the number before)

Words are read with `quantities`; the tables below say what stands around a number and what that means.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import cast

from searchlib.expressions.amounts import (
    COMMON_PARTS,
    CURRENCIES,
    MAGNITUDES,
    MINOR,
    MODIFIERS,
    SIGN_AFTER,
    SIGNS,
    VULGAR,
    Figure,
    currency_before,
    figure_at,
    fold,
    sterling,
    unit_at,
    with_letter,
)
from searchlib.extraction.english.lexicon.number_words import (
    ADJECTIVAL,
    AIRCRAFT,
    ASIDE,
    BETWEEN,
    BY_ONE_COUNT,
    CHANGES,
    CLOCK,
    COMPOUND,
    CONTROL,
    DAY_OF_MONTH,
    DETERMINERS,
    DOWN,
    ERA,
    FILLERS,
    FOLD,
    FOLD_WORD,
    GLUED,
    HALF_WHAT,
    HYPHEN_NO,
    INDEXES,
    IRREGULAR,
    IS_AGED,
    LABEL,
    LEADING,
    LEVELS,
    LIST_MARK,
    LY_ADJECTIVES,
    MEASURED,
    MEASURING,
    METRES,
    MIXED_CASE,
    MONTH_AFTER,
    NAMING,
    NOT_MINE,
    NOT_PLURAL,
    NUMBER_WORDS,
    OF_THEM,
    OLD,
    ONE_AFTER,
    ONE_BEFORE,
    ONE_OF,
    ONLY_MEASURED,
    OPEN_END,
    ORDINAL,
    ORDINAL_WORD,
    PART_ALONE,
    PARTED,
    PARTICLED,
    PERIODS,
    PHONE,
    PHOTO_NUMBER,
    PLAIN_OPENERS,
    RAISED,
    RATE,
    SCORE_AFTER,
    SCORE_BEFORE,
    SENTENCE_END,
    SHARE,
    SIDES,
    SPENDING,
    STOP,
    STREET,
    TOKEN,
    TRIGGER,
    TWO_NAMES,
    UP,
    VAGUE,
    VAGUE_AT,
    WHICH_HALF,
    YEARS_AFTER,
    ZIP,
)
from searchlib.models import Confidence, Quantity, QuantityModifier

# ---- what is read ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Draft:
    """A quantity in the making. `after` is where the words behind it start; `figure` its (first) number."""

    start: int
    end: int
    low: float
    high: float
    figure: Figure
    rule: str
    unit: str = ""
    modifier: str = "exact"
    noun: str = ""
    head: str = ""
    confidence: Confidence = "explicit"
    hyphen: bool = False
    before: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Page:
    """The text, the same in lower case, and the spans of dates: starts in order, each with the furthest end so far.

    `named` are digits seen in a name ("iPhone 11"): met again without a noun they are the name again.
    """

    text: str
    low: str
    starts: list[int]
    ends: list[int]
    named: set[str] = field(default_factory=set)

    def is_taken(self, start: int, end: int) -> bool:
        """Tell whether a date stands anywhere in `start`..`end`."""
        place = bisect_right(self.starts, end - 1)
        return place > 0 and self.ends[place - 1] > start


_CLAUSE_MARKS = str.maketrans(dict.fromkeys(',;:(\n!?"“”[', ";"))


def _before(page: _Page, at: int) -> list[str]:
    """The last words before `at` in the same clause, in lower case."""
    piece = page.low[max(0, at - 60) : at]
    cut = piece.translate(_CLAUSE_MARKS).rfind(";")
    dot = piece.rfind(". ")
    if (
        dot > cut
        and dot > 2
        and "." not in piece[dot - 2 : dot]
        and piece[dot - 2 : dot] not in ("no", "rs", "st", "mr", "dr")
    ):
        cut = dot
    words = piece[cut + 1 :].split()
    return words[1:] if cut < 0 and at > 60 else words


def _modifier(words: list[str]) -> str:
    """What the words before a number make of it; the nearest phrase decides."""
    end = len(words)
    while end:
        for size in (5, 4, 3, 2, 1):
            if size <= end and (modifier := MODIFIERS.get(" ".join(words[end - size : end]))):
                return modifier
        word = words[end - 1]
        if word in UP:
            return "exact" if word == "up" and end > 1 and words[end - 2] in PARTICLED else "up"
        if word in DOWN:
            return "down"
        if word == "of" or (word not in FILLERS and not word.endswith("ly")):
            return "exact"
        end -= 1
    return "exact"


# ---- one number, with sign, currency and unit -----------------------------------------------------------------------


@dataclass(slots=True)
class _Part:
    """One number with what is glued to it."""

    start: int
    end: int
    figure: Figure
    value: float
    unit: str
    sign: bool


def _start(page: _Page, at: int, *, digits: bool) -> tuple[int, str, bool]:
    """Read backwards from a number: (start with sign and currency, currency, is negative)."""
    text, currency, negative = page.text, "", False
    start = at
    if digits and start and text[start - 1] in "-−" and text[start - 2 : start - 1] in "$£€¥":
        start, negative = start - 1, True
    if digits and (money := currency_before(text, start)):
        start, currency = money
        while start < at and text[start] == " ":
            start += 1
    if start and text[start - 1] in "-−–" and (start == 1 or text[start - 2] in " (\n\t[/"):
        if digits and text[start - 1] != "–":
            return start - 1, currency, True
    elif (
        page.low.startswith(("minus ", "minus-"), start - 6)
        and start >= 6
        and not page.low.endswith("plus or ", 0, start - 6)
    ):
        return start - 6, currency, True
    elif page.low.startswith("negative ", start - 9) and start >= 9:
        return start - 9, currency, True
    return start, currency, negative


def _letter(page: _Page, figure: Figure, currency: str) -> Figure:
    """Apply a magnitude letter where it is one: "35m of its devices", but not "the 37m (121ft) skeleton"."""
    letter, low, text = figure.letter, page.low, page.text
    spaced = text[figure.end] != letter[0]
    if letter == "MM" and not currency:
        return figure
    if currency or letter in "kK":
        kelvin = letter == "K" and "." in figure.digits and not currency
        return figure if kelvin else with_letter(figure, text)
    if spaced:
        follows = re.compile(rf" {letter} [a-z]").match(text, figure.end)
        return with_letter(figure, text) if follows else figure
    if letter in "tT":
        return figure
    if letter == "m" and (METRES.match(low, figure.end) or figure.value >= 1000):
        return figure
    return with_letter(figure, text)


def _part(page: _Page, at: int) -> _Part | None:
    """Read the number at `at` with sign, currency, letter and unit."""
    figure = figure_at(page.text, page.low, at)
    if figure is None or (figure.digits and _is_ordinal_or_clock(page, figure)):
        return None
    start, currency, negative = _start(page, at, digits=bool(figure.digits))
    if figure.letter:
        figure = _letter(page, figure, currency)
    end, unit = figure.end, currency
    if after := SIGN_AFTER.match(page.text, end):
        code = after["code"] or SIGNS.get(after["sign"] or "us$", "USD")
        if currency or not after["us"]:
            end, unit = after.end(), currency if after["us"] else code
    elif not currency and (found := _unit(page, figure)):
        end, unit = found
    return _Part(start, end, figure, -figure.value if negative else figure.value, unit, negative)


def _is_ordinal_or_clock(page: _Page, figure: Figure) -> bool:
    """Tell "22nd", "the 777s", "2 pm", "7e7" from numbers."""
    if re.fullmatch(r"\d+e\d+", page.low[figure.start : figure.end]):
        return True
    if ORDINAL.match(page.low, figure.end):
        return "." not in figure.digits
    return (
        CLOCK.match(page.low, figure.end) is not None
        and re.fullmatch(r"\d{1,2}(?:\.\d\d)?|[0-2]\d{3}", figure.digits) is not None
    )


def _unit(page: _Page, figure: Figure) -> tuple[int, str] | None:
    """The unit behind a figure, where it is one."""
    at, text = figure.end, page.text
    if figure.fraction and not figure.digits and page.low.startswith(" an", at):
        at += 3 if page.low.startswith(" an ", at) else 0
    elif figure.fraction and page.low.startswith(" a ", at):
        at += 2
    found = unit_at(text, page.low, at)
    if found is None:
        return None
    end, unit = found
    word = text[at:end].strip(" -\u00a0")
    if (not figure.digits and len(word) < 2) or (
        word in ("real", "mark", "won", "second") and figure.value != 1 and "-" not in text[at:end]
    ):
        return None
    if len(word) == 1 and word.isalpha() and text[at] == " " and word not in "mgLlWhtVCFK":
        return None
    return end, sterling(unit, figure)


# ---- ranges ---------------------------------------------------------------------------------------------------------


def _scaled(first: _Part, second: _Part) -> float:
    """The first value of a range with the second's magnitude: "three to five million"."""
    magnitude = second.figure.magnitude
    shared = first.figure.magnitude == 1 and magnitude > 1 and "," not in first.figure.digits
    if shared and abs(first.value) < abs(second.figure.value / magnitude):
        return float(f"{first.value * magnitude:.15g}")
    return first.value


def _changes(page: _Page, at: int, words: list[str]) -> bool:
    """Tell whether "5 to 20" at `at` is a change to a new level and no range: "rose 5 to 20", "raised from 5 to 20"."""
    if "from" not in words[-3:]:
        return any(word in UP or word in DOWN for word in words[-3:]) and "between" not in words[-3:]
    if words[max(0, words.index("from") - 1)] == "up":
        return True
    piece = page.low[max(0, at - 160) : at]
    return RAISED.search(piece, max(piece.rfind(". "), piece.rfind("\n")) + 1) is not None


def _range(page: _Page, first: _Part, words: list[str]) -> _Part | None:
    """The second number of a range that `first` opens, or None."""
    match = BETWEEN.match(page.low, first.end)
    if match is None:
        return None
    separator, at = re.sub(r"[ –—‑-]", "", match["sep"]) or "-", match.end()
    while page.text[at : at + 1] in (" ", "$", "€", "£", "¥") or page.low.startswith(("us$", "us $", "$us"), at):
        at += 3 if page.low.startswith(("us$", "us ", "$us"), at) else 1
    if separator == "and" and page.low.startswith(("about ", "around "), at):
        return None
    if page.is_taken(at, at + 1) or not (page.text[at : at + 1].isdigit() or page.low[at : at + 1].isalpha()):
        return None
    second = _part(page, at)
    if second is None or second.figure.fraction != first.figure.fraction:
        return None
    second.value = abs(second.value)
    return second if _is_range(page, first, second, separator, words) else None


def _is_range(page: _Page, first: _Part, second: _Part, separator: str, words: list[str]) -> bool:
    low = _scaled(first, second)
    if low >= second.value or (bool(first.figure.digits) != bool(second.figure.digits) and separator != "to"):
        return False
    if first.unit and second.unit != first.unit and (second.unit or separator != "-"):
        return False
    if separator == "/":
        return bool(first.unit and second.unit)
    if separator == "and":
        return "between" in words[-3:]
    if separator == "or":
        if first.unit in CURRENCIES and first.figure.magnitude == 1 and second.unit == first.unit:
            return second.figure.magnitude > 1  # "$7 or $8 trillion"
        return (
            not first.unit
            and page.text[second.start] == page.text[second.figure.start]
            and second.value == low + (second.figure.magnitude if low >= 1000 else 1)
        )
    if separator == "to":
        if words[-1:] == ["by"] and second.unit and not first.unit:
            return True
        return not _changes(page, first.start, words)
    return first.value >= 0


def _is_score(page: _Page, end: int, words: list[str]) -> bool:
    """Tell whether "2-1" is a score, a record, a phone number or a name: two bare numbers joined by a hyphen."""
    following = page.low[end : end + 16].split()
    if words and (words[-1] in SCORE_BEFORE or (words[-1] == "a" and words[-2:-1] and words[-2] in SCORE_BEFORE)):
        return True
    return bool(following and following[0].strip(".,") in SCORE_AFTER)


# ---- is it a quantity? ----------------------------------------------------------------------------------------------


def _follows_name(page: _Page, start: int) -> bool:
    """Tell whether a capitalised word stands right before: "S&P 500", "Boeing 787"."""
    if start < 2 or page.text[start - 1] != " ":
        return False
    piece = page.text[max(0, start - 30) : start - 1]
    word = piece[max(piece.rfind(" "), piece.rfind("\n")) + 1 :].lstrip("(“\"'‘[")
    if not word or not word[0].isupper() or word[-1] in ',.;:)!?”"' or word.lower() in STOP:
        return False
    if word.endswith(("'s", "’s")) and word[:-2].lower() not in INDEXES:
        return False  # "the Union's 24"
    if word.lower() in MODIFIERS or word.lower() in UP or word.lower() in DOWN or word.endswith("ly"):
        return False
    return word.lower() not in PLAIN_OPENERS


def _stands_apart(page: _Page, part: _Part) -> bool:
    """Tell whether nothing glued to a number makes it a piece of something else: F-35, 3:16, 22nd, 192.168."""
    text, start, end = page.text, part.start, part.end
    if start:
        char = text[start - 1]
        if (
            char.isalnum()
            or char in "_@#\\&^±−"
            or (
                char in "./:,+"
                and start > 1
                and not text[start - 2].isspace()
                and text[start - 2 : start] not in ("(+", "[+")
            )
        ):
            return False
        if char in "-–—" and start > 1 and text[start - 2].isalnum():
            spelled = re.search(
                r"(?:^|[^a-z])(?:sub|minus|to|of|pre|under|mid)$", page.low[max(0, start - 7) : start - 1]
            )
            if spelled is None and char == "-":
                return False
            if spelled and spelled.group().endswith("mid"):
                return False
    if end >= len(text):
        return True
    if text[end] in "'’′" and text[end + 1 : end + 2].isdigit():
        return False  # 5'10"
    if part.end == part.figure.end:
        if NOT_MINE.match(page.low, end):
            return False
        if text[end].isalpha() or (text[end] == "." and text[end + 1 : end + 2].isdigit()):
            return FOLD.match(page.low, end) is not None
        if text[end] in "-–" and text[end + 1 : end + 2].isdigit():
            return text[end] == "–"
    return not (part.end > part.figure.end and text[end].isalnum())


def _is_year(part: _Part, words: list[str], noun: str) -> bool:
    digits = part.figure.digits
    if (
        len(digits) != 4
        or part.unit
        or part.figure.magnitude != 1
        or not digits.isdigit()
        or not 1000 <= part.value < 2200
    ):
        return False
    if part.value < 1500:
        return words[-1:] in (["a.d."], ["ad"], ["circa"])
    if (words and (words[-1] in YEARS_AFTER or (words[-1] == "of" and 1900 <= part.value < 2100))) or (
        not noun and words[-1:] != ["of"]
    ):
        return _modifier(words) not in ("at_least", "at_most", "more_than", "less_than") and (
            not words or words[-1] not in UP
        )
    return 1900 <= part.value <= 2035 and _modifier(words) == "exact"


def _is_named(page: _Page, part: _Part, draft: _Draft) -> bool:
    """Tell whether a bare number is a name's or a label's: "Flight 370", "Game 6", "S&P 500".

    A number once seen in a name is remembered: "the iPhone 11 ... and 11 Pro".
    """
    words, noun, head = draft.before, draft.noun, draft.head.lower()
    plural = bool(head) and _is_plural(head)
    counted = plural and draft.head[0].islower() and noun[:1].islower()
    digits, grouped = part.figure.digits, "," in part.figure.digits
    ahead = page.text[max(0, part.start - 24) : part.start]
    if _is_label(page, part, ahead):
        return True
    if digits in AIRCRAFT and (not counted or head in ("aircraft", "planes", "jets", "airliners")):
        return True
    if digits in page.named and not counted:
        return True
    if grouped:
        return bool(MIXED_CASE.search(ahead))
    if words and words[-1].lstrip("(") in NAMING:
        return not counted or words[-2:-1] not in (["this"], ["last"], ["next"], ["a"], ["per"], ["each"])
    titled = noun[:1].isupper() and not noun.isupper() and digits.isdigit() and not plural and part.value > 1
    indexed = bool(words) and words[-1] in INDEXES
    if titled or indexed or MIXED_CASE.search(ahead) or (not counted and _follows_name(page, part.start)):
        page.named.add(digits)
        return True
    return bool(TWO_NAMES.search(ahead)) or (digits.startswith("0") and digits.isdigit() and len(digits) > 1)


def _is_label(page: _Page, part: _Part, ahead: str) -> bool:
    """Tell whether what stands right before a bare number makes it a label: "Fig. 3", "[14]", "(4)", "'11"."""
    digits, behind = part.figure.digits, page.text[part.end : part.end + 1]
    if (
        part.value <= 31
        and len(digits) <= 2
        and (DAY_OF_MONTH.search(ahead.lower()) or MONTH_AFTER.match(page.low, part.end))
    ):
        return True
    if CONTROL.search(ahead) or (
        ahead.endswith("of ") and PHOTO_NUMBER.search(page.low, max(0, part.start - 24), part.start)
    ):
        return True
    if LABEL.search(ahead) or (ZIP.search(ahead) and len(digits) == 5) or (digits.isdigit() and len(digits) > 10):
        return True
    if ahead[-1:] in ("'", "’") and len(digits) == 2:
        return True
    return (ahead[-1:] == "[" and behind in ("]", ",")) or (ahead[-1:] == "(" and behind == ")" and digits.isdigit())


def _is_word_name(page: _Page, part: _Part, head: str) -> bool:
    """Tell whether a number word is part of a name: "BBC One", "the Six Nations"; at a sentence's start it is not."""
    at = part.figure.start
    if not page.text[at].isupper() or page.text[at : at + 2].isupper():
        return False
    ahead = page.text[max(0, at - 3) : at].rstrip(" ")
    if not ahead or ahead[-1] in ".!?:;\n\"“”‘'-–—(" or page.text[at - 1] == "\n":
        return False
    return not (head and head[0].isupper() and _is_plural(head.lower()) and _is_headline(page, at))


def _is_headline(page: _Page, at: int) -> bool:
    """Tell whether the line around `at` is written with capitals throughout."""
    first = page.text.rfind("\n", max(0, at - 100), at) + 1 or max(0, at - 100)
    last = page.text.find("\n", at, at + 100)
    words = [
        word
        for word in page.text[first : last if last > 0 else at + 100].split()
        if len(word) > 3 and word[0].isalpha()
    ]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def _is_pronoun(page: _Page, part: _Part, words: list[str]) -> bool:
    """Tell whether "one" counts nothing: "the one who", "no one", "one could"."""
    following = page.low[part.figure.end : part.figure.end + 24]
    if ONE_OF.match(following):
        return bool(words) and words[-1] in ("no", "number", "which", "any", "every")
    if words[-1:] == ["by"] and BY_ONE_COUNT.match(following):
        return True
    match = re.match(r"[ -]([a-z]+)", following)
    if words and words[-1] in ("no", "any", "some", "every", "which", "another", "number", "someone"):
        return True
    if match and match[1] == "us" and page.text[part.figure.end + 1 : part.figure.end + 3] == "US":
        return False
    if match is None or (match[1] in STOP and match[1] != "more") or match[1].endswith("ly") or match[1] in ONE_AFTER:
        return not (match and match[1] == "or" and following.startswith((" or two", " or more")))
    return (
        bool(words)
        and words[-1] in ONE_BEFORE
        and (match[1].endswith(("s", "ed", "ing")) or words[-1] in ("this", "that", "each"))
    )


# ---- what is counted ------------------------------------------------------------------------------------------------


def _is_plural(word: str) -> bool:
    if (
        word in IRREGULAR
        or word.endswith(("women", "smen", "emen", "nmen", "tmen", "rmen", "lmen"))
        or ("-" in word and word.rpartition("-")[2] in IRREGULAR)
    ):
        return True
    return len(word) > 2 and word[-1] == "s" and word not in NOT_PLURAL and not word.endswith(("ss", "ous", "'s", "’s"))


def _is_verbal(word: str) -> bool:
    return word in STOP or word.endswith(("ed", "ing")) or _is_adverb(word)


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and word not in LY_ADJECTIVES


def _tokens(page: _Page, at: int) -> list[tuple[str, int, int]]:
    """Up to eight words from `at` on that could be one noun phrase: (word in lower case, start, end)."""
    found: list[tuple[str, int, int]] = []
    while len(found) < 8:
        match = TOKEN.match(page.text, at)
        if match is None and found and page.text.startswith(", ", at) and page.text[at + 2 : at + 3].islower():
            found.append((",", at, at + 1))
            at += 1
            continue
        if match is None:
            break
        word = match["word"]
        if word[0].isdigit() and not (found and page.text[found[-1][1]].isupper()):
            break
        found.append((word.lower(), match.start("word"), match.end("word")))
        at = match.end()
    return found


def _skip_of(page: _Page, at: int) -> tuple[int, bool]:
    """Skip " of the" and the like behind a number."""
    start = at
    part = page.low.endswith("half", 0, at)
    if page.low.startswith(" of ", at) or part:
        at += 0 if part and not page.low.startswith(" of ", at) else 3
        while (match := TOKEN.match(page.low, at)) and match["word"] in DETERMINERS:
            at = match.end()
    return at, at > start


def _phrase(page: _Page, at: int, *, single: bool) -> tuple[str, str, bool]:
    """Read the counted phrase from `at`: (phrase as written, its head, whether the head is plural).

    It runs to the first plural (and further plurals behind it), else to the first stop word, trailing verbs dropped.
    `single`: exactly one thing is counted, and a word in -s after the first is its verb.
    """
    tokens = _tokens(page, at)
    while tokens and (tokens[0][0] in LEADING or (_is_adverb(tokens[0][0]) and len(tokens) > 1)):
        tokens.pop(0)
    kept = 0
    for place, (word, start, _) in enumerate(tokens):
        if word in ("and", "or", "&", ",") and 0 < place < 4 and _joins(tokens, place):
            continue
        if (
            word == ","
            or word.endswith(("n't", "n’t"))
            or word in NUMBER_WORDS
            or (
                word in STOP
                and not (word in ("us", "may", "march") and page.text[start].isupper())
                and not (place == 0 and page.text[start - 1] == "-" and word in GLUED)
            )
        ):
            break
        if single and place and word.endswith("s") and _is_plural(word):
            break
        kept = place + 1
        if not single and _is_plural(word) and word not in COMPOUND:
            while kept < len(tokens) and tokens[kept][0] not in STOP and _is_plural(tokens[kept][0]):
                kept += 1
            return _cut(page, tokens[:kept], plural=True)
        if place >= 5:
            break
    while kept and (
        tokens[kept - 1][0].endswith(("'s", "’s"))
        or (_is_verbal(tokens[kept - 1][0]) and not (kept == 1 and single and tokens[0][0].endswith("ing")))
    ):
        kept -= 1
    return _cut(page, tokens[: min(kept, 4)], plural=False)


def _joins(tokens: list[tuple[str, int, int]], place: int) -> bool:
    """Tell whether "and" inside a phrase leads to its plural head: "digital and physical sales"."""
    ahead = tokens[place + 1 : place + 4]
    behind = tokens[place - 1][0]
    if tokens[place][0] == ",":
        if not behind.endswith(ADJECTIVAL):
            return False
    elif _is_verbal(behind) and not behind.endswith("ed"):
        return False
    for word, _, _ in ahead:
        if word in STOP:
            return False
        if _is_plural(word):
            return word != ahead[0][0]
    return False


def _cut(page: _Page, tokens: list[tuple[str, int, int]], *, plural: bool) -> tuple[str, str, bool]:
    if not tokens:
        return "", "", False
    first, last = tokens[0], tokens[-1]
    return page.text[first[1] : last[2]], page.text[last[1] : last[2]], plural


def _counted(page: _Page, draft: _Draft) -> None:
    """Fill in what is counted, or of what, for one draft."""
    at = draft.end
    if rate := RATE.match(page.low, at):
        draft.noun = page.text[rate.start() : rate.end()].strip(" -/")
        draft.head = page.text[rate.start("of") : rate.end("of")].split()[-1]
        return
    if draft.unit and (measured := MEASURED.match(page.low, at)):
        at, draft.hyphen = measured.end(), True
    if (among := OF_THEM.match(page.low, at)) and _is_counted_among(page, draft, among.end()):
        return
    behind, has_of = _skip_of(page, at)
    if draft.unit and not has_of and draft.unit not in CURRENCIES and draft.unit != "percent" and not draft.hyphen:
        return
    single = draft.high <= 1 and draft.low == draft.high and not has_of and not draft.unit and not draft.figure.fraction
    noun, head, plural = _phrase(page, behind, single=single)
    if draft.figure.magnitude == 1 and not has_of and not noun and page.text[at : at + 1] == "-":
        return
    draft.noun, draft.head = noun, head
    if not plural and not single and not draft.unit and head and not has_of and not draft.hyphen:
        draft.confidence = "inferred"


def _is_counted_among(page: _Page, draft: _Draft, at: int) -> bool:
    """Read "500 officers, three of them generals": what the smaller number counts stands behind "of them"."""
    noun, head, plural = _phrase(page, at, single=draft.high <= 1)
    if not head or not (plural or draft.high <= 1) or page.is_taken(at + 1, at + 1 + len(noun)):
        return False
    draft.noun, draft.head = noun, head
    return True


# ---- the reading of one place ---------------------------------------------------------------------------------------


def _vague(page: _Page, match: re.Match[str]) -> _Draft:
    """Read "thousands of troops" or "several hundred pages"."""
    if match["couple"]:
        return _couple(page, match)
    if many := match["many"] or match["large"]:
        low, high = VAGUE[many]
    else:
        many, (low, high) = "", VAGUE[match["scale"] + "s"]
    figure = Figure(match.start(), match.end(), low, low, "")
    draft = _Draft(match.start(), match.end(), low, high, figure, "vague plural", confidence="inferred")
    draft.before = _before(page, match.start())
    if not page.low.startswith((" of ", " more"), draft.end) and many:
        draft.rule = "vague people"
        return draft
    behind, _ = _skip_of(page, draft.end)
    if found := unit_at(page.text, page.low, behind):
        draft.end, draft.unit = found
        draft.unit = sterling(draft.unit, figure)
        behind = found[0]
    _counted(page, draft)
    return draft


def _couple(page: _Page, match: re.Match[str]) -> _Draft:
    """Read "a couple of hundred men": about twice the scale."""
    value = 2 * MAGNITUDES[match["of"]]
    figure = Figure(match.start(), match.end(), value, MAGNITUDES[match["of"]], "")
    draft = _Draft(match.start(), match.end(), value, value, figure, "couple", modifier="about", confidence="inferred")
    draft.before = _before(page, match.start())
    if found := unit_at(page.text, page.low, draft.end):
        draft.end, draft.unit = found
    _counted(page, draft)
    return draft


def _share(page: _Page, match: re.Match[str]) -> _Draft | None:
    """Read "six in 10 voters", "nine out of ten": a part of the whole."""
    first = figure_at(page.text, page.low, match.start("part"))
    whole = figure_at(page.text, page.low, match.start("whole"))
    if first is None or whole is None or not 0 < first.value < whole.value or page.is_taken(match.start(), match.end()):
        return None
    figure = Figure(match.start(), match.end(), first.value / whole.value, 1, "", fraction=True)
    draft = _Draft(
        match.start(), match.end(), figure.value, figure.value, figure, "share", before=_before(page, match.start())
    )
    if (draft.before[-1:] and draft.before[-1].startswith(("$", "no"))) or page.text[
        match.start() - 1 : match.start()
    ] in tuple("-$.,/"):
        return None
    draft.modifier = _stated(page, draft)
    _counted(page, draft)
    return draft


def _folds(page: _Page, match: re.Match[str]) -> _Draft:
    """Read "sixfold"."""
    figure = figure_at(match["count"], match["count"], 0)
    value = figure.value if figure else 0.0
    draft = _Draft(match.start(), match.end(), value, value, Figure(match.start(), match.end(), value, 1, ""), "fold")
    draft.before = _before(page, match.start())
    draft.modifier, draft.noun, draft.head = _stated(page, draft), "fold", "fold"
    return draft


def _hyphened(page: _Page, draft: _Draft) -> bool:
    """Read what a hyphen glues to a number: "five-year award", "three-course meal"; False where it is no quantity."""
    match = re.compile(r"-([a-z]+)").match(page.low, draft.end)
    if match is None:
        return True
    if match[1] in HYPHEN_NO or draft.figure.fraction:
        return False
    draft.hyphen = True
    return True


def _age(page: _Page, draft: _Draft) -> bool:
    """Read ages: "60-year-old", "aged 55", "Smith, 66,"."""
    if old := OLD.match(page.low, draft.end):
        draft.end, draft.unit, draft.rule = old.end(), "year", "age"
        return True
    if draft.unit in ("year", "month", "week", "day") and (
        old := re.compile(r"[ -]olds?(?![a-z])| of age(?![a-z])").match(page.low, draft.end)
    ):
        draft.end, draft.rule = old.end(), "age"
        return True
    if draft.unit or not 0 < draft.high < 121 or draft.figure.magnitude != 1:
        return False
    if draft.before[-1:] in (["aged"], ["age"], ["ages"]) or draft.before[-2:] in (["age", "of"], ["ages", "of"]):
        draft.unit, draft.rule = "year", "age"
        return True
    text, at = page.text, draft.start
    if _is_somebodys_age(page, draft):
        draft.unit, draft.rule, draft.confidence = "year", "age", "inferred"
        return True
    if (
        text[at - 2 : at] == ", "
        and text[draft.end : draft.end + 1] in (",", ".", ";", ")")
        and draft.figure.digits.isdigit()
    ):
        name = re.search(r"[A-Z][\w’'.-]+$", text[max(0, at - 24) : at - 2])
        if name and draft.figure.digits.isdigit() and not re.match(r", [A-Z0-9]|,\d", text[draft.end : draft.end + 3]):
            draft.unit, draft.rule, draft.confidence = "year", "age", "inferred"
            return True
    return False


def _is_somebodys_age(page: _Page, draft: _Draft) -> bool:
    """As in "She is 45."; the year is guessed from the pronoun."""
    if not draft.figure.digits.isdigit() or page.text[draft.end : draft.end + 1] not in (".", ",", ";", ")"):
        return False
    if page.text[draft.end + 1 : draft.end + 2].isdigit():
        return False
    return tuple(draft.before[-2:]) in IS_AGED


def _rule(part: _Part, other: _Part | None) -> str:
    if other:
        return "range"
    if part.figure.fraction:
        return "fraction"
    return "digits" if part.figure.digits else "words"


def _draft(page: _Page, at: int) -> tuple[_Draft | None, int]:
    """Read the place `at`: (a draft or None, where to go on)."""
    if (share := SHARE.match(page.low, at)) and (drafted := _share(page, share)):
        return drafted, drafted.end
    if page.text[at] == "." and at and not page.text[at - 1].isspace() and page.text[at - 1] not in "($-":
        at += 1
    if match := VAGUE_AT.match(page.low, at):
        manner = match["many"] and page.low.startswith((" by the ", " in the "), at - 8)
        return None if manner else _vague(page, match), match.end()
    if match := FOLD_WORD.match(page.low, at):
        return _folds(page, match), match.end()
    part = _part(page, at)
    if part is None:
        return None, at
    words = _before(page, part.start)
    other = _range(page, part, words)
    end = other.end if other else part.end
    last = other or part
    if not _stands_apart(page, _Part(part.start, end, last.figure, last.value, last.unit, False)):
        return None, end
    bare = not (last.unit or part.unit) and last.figure.magnitude == 1
    if (
        other
        and bare
        and BETWEEN.match(page.text, part.end)
        and page.text[part.end : part.end + 1] in "-–—"
        and _is_score(page, end, words)
    ):
        return None, end
    unit = last.unit or part.unit
    low = _scaled(part, other) if other else part.value
    draft = _Draft(part.start, end, low, last.value, part.figure, _rule(part, other), unit, before=words)
    return (draft if _accept(page, part, draft, other) else None), end


def _accept(page: _Page, part: _Part, draft: _Draft, other: _Part | None) -> bool:
    """Fill in modifier and noun, and tell whether the draft is a quantity."""
    figure, words = part.figure, draft.before
    if figure.fraction and not _is_fraction(page, part, draft):
        return False
    aged = _age(page, draft)
    if not draft.unit and not aged and not _hyphened(page, draft):
        return False
    if draft.unit and page.text[draft.end - 1 : draft.end].isalpha() and page.text[figure.end : figure.end + 1] == "-":
        draft.hyphen = True
    draft.modifier = _stated(page, draft)
    if folds := FOLD.match(page.low, draft.end):
        draft.end, draft.noun, draft.head = folds.end(), "fold", "fold"
        return True
    if not aged:
        _counted(page, draft)
    if draft.unit or (figure.magnitude != 1 and not part.figure.digits.startswith("0")):
        return not (figure.value == 1 and not figure.digits and words[-1:] in (["no"], ["number"]))
    if not figure.digits:
        if words[-1:] in (["half-past"], ["past"]) and words[-2:-1] in ([], ["half"], ["quarter"], ["at"]):
            return False
        if words[-1:] == ["or"] and words[-3:-2] in (["a"], ["an"]):
            return False
        if part.value == 1 and page.low.startswith(" of ", part.end):
            # it singles one out: nobody says that there was exactly one
            draft.rule, draft.modifier, draft.confidence = "one of", "exact", "guessed"
        if part.value == 1 and other is None and _is_pronoun(page, part, words):
            return False
        return not ORDINAL_WORD.match(page.low, draft.end) and not _is_word_name(page, part, draft.head)
    return _bare_digits(page, part, draft, other)


def _bare_digits(page: _Page, part: _Part, draft: _Draft, other: _Part | None) -> bool:
    """Tell whether digits without unit, currency or magnitude are a quantity."""
    words = draft.before
    if _is_year(part, words, draft.noun) or _is_named(page, part, draft):
        return False
    if other and PHONE.fullmatch(page.text, draft.start, draft.end):
        return False
    if other and _is_year(other, [], "") and _is_year(part, [], ""):
        return False
    if STREET.match(page.text, draft.end) or ERA.match(page.text, draft.end):
        return False
    marked = page.text[draft.end : draft.end + 2] in (". ", ") ", ".)") and not words
    return not (marked and LIST_MARK.search(page.text, max(0, part.start - 8), part.start))


def _is_fraction(page: _Page, part: _Part, draft: _Draft) -> bool:
    """Tell whether a part is a quantity: "half the votes", "a third of", "1/2 pound"; not "9/11" or "the second half"."""
    figure = part.figure
    if figure.digits:
        return _is_digit_fraction(page, figure, draft.unit)
    written, following = page.low[figure.start : figure.end], page.low[figure.end : figure.end + 12]
    last = draft.before[-1] if draft.before else ""
    if last in WHICH_HALF:
        return last == "the" and "two" in written
    if draft.unit and "half" in written:
        return True
    if following[:1] == "-" or last in SIDES:
        return False
    if last == "by" and PART_ALONE.match(following):
        return True  # "fell by a third"
    if _modifier(draft.before) not in ("exact", "up", "down") and not following.startswith(" year"):
        return True
    return (
        HALF_WHAT.match(following) is not None
        if "half" in written
        else following.startswith(" of ") or written.endswith("s")
    )


def _is_digit_fraction(page: _Page, figure: Figure, unit: str) -> bool:
    """Tell "1/2 pound" and "3/4 of" from "9/11" and "24/7"."""
    if figure.digits in VULGAR:
        return True
    top, _, bottom = page.text[figure.start : figure.end].replace("⁄", "/").partition("/")
    if not (top.isdigit() and bottom.isdigit() and int(bottom) in COMMON_PARTS):
        return False
    return bool(unit) or page.low.startswith((" of ", "-"), figure.end)


def _modifier_before_aside(page: _Page, start: int) -> str:
    """The modifier that an aside parts from its number: "as many as, by one count, 10,000"."""
    aside = ASIDE.search(page.low, max(0, start - 70), start)
    if aside is None:
        return "exact"
    words = page.low[max(0, aside.start() - 40) : aside.start()].split()
    return next((PARTED[phrase] for size in (4, 3, 2, 1) if (phrase := " ".join(words[-size:])) in PARTED), "exact")


def _is_stretch(page: _Page, draft: _Draft) -> bool:
    """Whether "over" says how long something takes: "costs rise 5% over ten years", "Over ten years, it pays"."""
    if draft.before[-1:] != ["over"] or draft.hyphen or page.low.startswith((" ago", " of "), draft.end):
        return False
    earlier = draft.before[:-1]
    if not earlier:
        return page.low.startswith(", ", draft.end)
    if earlier[-1] in MEASURING:
        return False
    return any(word in CHANGES or word in SPENDING or word.lstrip("$£€")[:1].isdigit() for word in earlier[-6:])


def _stated(page: _Page, draft: _Draft) -> str:
    """The modifier of a draft, from the words before and behind it; the end moves over "or more"."""
    text, start = page.text, draft.start
    modifier = _modifier(draft.before)
    if modifier == "more_than" and draft.unit in PERIODS and _is_stretch(page, draft):
        modifier = "exact"
    if modifier == "exact" and text[start - 2 : start - 1] in tuple(",)—–-"):
        modifier = _modifier_before_aside(page, start)
    if start and text[start - 1] in "~≈∼<>≥≤":
        modifier = MODIFIERS[text[start - 1]]
    elif page.low.startswith("sub-", start - 4) and start >= 4:
        modifier = "less_than"
    elif draft.low < 0 and draft.unit == "percent" and modifier == "exact":
        modifier = "down"
    if (behind := OPEN_END.match(page.low, draft.end)) and not re.compile(r" or (?:more|less) than").match(
        page.low, draft.end
    ):
        modifier = "at_least" if behind["least"] else "at_most" if behind["most"] else "about"
        draft.end = behind.end()
        if not draft.unit and (found := unit_at(page.text, page.low, draft.end)):
            draft.end, draft.unit = found
    return modifier


# ---- from one number to the next ------------------------------------------------------------------------------------

COORDINATED = re.compile(
    r"(?:,? (?:and|or|to|by|up|down)|,| of(?= (?:the|his|her|its|their|our|these|those) )|-,|-? (?:and|or)|/) ?(?:[a-z]+ ){0,3}$"
)
GAPPED = re.compile(r",?(?: and)? (?:[a-z&.’'-]+ ){1,4}by ?")
RESTATED = re.compile(r"(?:,? or| \(|,? /) ?(?:[a-z]+ ){0,3}$")
JOINING = frozenset({"to", "from", "and", "or"})


def _forward(page: _Page, draft: _Draft, following: _Draft) -> None:
    """Give a bare number the noun or unit of the one joined to it: "102 and 21 people"."""
    between = page.low[draft.end : following.start]
    if len(between) <= 20 and COORDINATED.fullmatch(between.lstrip("-")) and not following.unit.startswith("percent "):
        if following.unit and following.unit in CURRENCIES and "or" not in between and "to" not in between:
            return
        draft.unit, draft.noun, draft.head = following.unit, following.noun, following.head
        draft.confidence = "inferred"


def _backward(page: _Page, draft: _Draft, earlier: Sequence[_Draft]) -> None:
    """Give a bare number what an earlier number of the sentence counts, as "at least 12,000." does."""
    floor = max(0, draft.start - 250)
    for end in SENTENCE_END.finditer(page.text, floor, draft.start):
        floor = end.end()
    for place, source in enumerate(reversed(earlier)):
        if source.end < floor:
            return
        physical = source.unit and source.unit not in CURRENCIES and source.unit not in MINOR
        joined = draft.before[-1:] == ["by"] or (
            draft.before[-1:] and draft.before[-1] in JOINING and source.unit != "percent"
        )
        if place == 0 and physical and joined:
            draft.unit, draft.noun, draft.head, draft.confidence = source.unit, source.noun, source.head, "inferred"
            return
        if not source.unit and source.noun and not source.figure.fraction and source.high != 1:
            draft.noun, draft.head, draft.confidence = source.noun, source.head, "inferred"
            return


def _restated(page: _Page, draft: _Draft, source: _Draft) -> None:
    """Hand a modifier to the same amount said again: "lost 190 points, or 0.6%", "more than 8 ksi (55 MPa)"."""
    between = page.low[source.end : draft.start]
    if draft.modifier != "exact" or source.modifier == "exact" or len(between) > 30:
        return
    if source.modifier in ("up", "down") and draft.unit == source.unit and GAPPED.fullmatch(between):
        draft.modifier = source.modifier  # "Rona was down 2.3%, Halden by 2.6%"
        return
    words = source.noun and not source.unit and between.startswith(" " + source.noun.lower())
    tail = between[len(source.noun) + 1 :] if words else between
    if not RESTATED.fullmatch(tail):
        return
    if source.modifier in ("up", "down") or (
        source.modifier != "about" and (draft.unit and source.unit and "(" in tail)
    ):
        draft.modifier = source.modifier


def _subject(page: _Page, draft: _Draft) -> None:
    """Take the noun before a verb of change: "shares rose 5", "sales fell 3 %"."""
    words = draft.before
    for place in range(len(words) - 1, max(0, len(words) - 4), -1):
        if words[place] in CHANGES:
            word = words[place - 1]
            at = page.low.rfind(word, max(0, draft.start - 60), draft.start)
            if word.isalpha() and _is_plural(word) and not _is_verbal(word) and word not in CHANGES:
                draft.noun = draft.head = page.text[at : at + len(word)]
            return


def _settle(page: _Page, drafts: list[_Draft]) -> None:
    """The steps that need the neighbours: ellipsis, restated modifiers, the noun before a verb."""
    listed = False
    for place in range(len(drafts) - 1, -1, -1):
        draft = drafts[place]
        if draft.unit or draft.noun or place + 1 == len(drafts):
            listed = False
            continue
        comma = page.low[draft.end : drafts[place + 1].start].strip() == ","
        if listed or not comma:
            _forward(page, draft, drafts[place + 1])
        listed = bool(draft.unit or draft.noun)
    for place, draft in enumerate(drafts):
        if not draft.noun and draft.unit in ("", "percent"):
            _subject(page, draft)
        if not draft.unit and not draft.noun and place and draft.rule != "vague people":
            _backward(page, draft, drafts[max(0, place - 6) : place])
        if place:
            _restated(page, draft, drafts[place - 1])
        counts = draft.modifier in ("up", "down") and not draft.unit and draft.head.lower() not in LEVELS
        if counts and any(word in ONLY_MEASURED for word in draft.before[-2:]):
            draft.modifier = "exact"


def _quantity(draft: _Draft) -> Quantity:
    return Quantity(
        start=draft.start,
        end=draft.end,
        low=draft.low,
        high=draft.high,
        modifier=cast("QuantityModifier", draft.modifier),
        unit=draft.unit,
        noun=draft.noun,
        head=draft.head,
        rule=draft.rule,
        confidence=draft.confidence,
    )


def extract_quantities(text: str, *, taken: Sequence[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """Return the quantities stated in `text`, in order, none overlapping another.

    `taken` are spans (start, end) of dates: nothing is read inside them. Offsets are characters of `text`, the end
    exclusive; they hold number, currency and unit, not the noun. `statement` stays None.
    """
    spans = sorted(taken)
    page = _Page(text, fold(text), [start for start, _ in spans], list(accumulate((end for _, end in spans), max)))
    drafts: list[_Draft] = []
    at = 0
    while match := TRIGGER.search(page.low, at):
        start, at = match.start(), match.end()
        if page.is_taken(start, at):
            continue
        draft, end = _draft(page, start)
        at = max(at, end)
        if draft is None or page.is_taken(draft.start, draft.end) or (drafts and drafts[-1].end > draft.start):
            continue
        drafts.append(draft)
        at = max(at, draft.end)
    _settle(page, drafts)
    return tuple(_quantity(draft) for draft in drafts)
