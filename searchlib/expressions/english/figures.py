"""Read ONE number that starts at a known place of an English text: 8,000 | 1.2m | half a million | twenty-one | 3 1/2.

Readers take a text and the same text from `lower_in_place`, so that one offset holds for both.
"""

from __future__ import annotations

import re
from math import isfinite, prod
from typing import NamedTuple

from searchlib.expressions.amounts import VULGAR_FRACTIONS
from searchlib.expressions.english.number_words import LETTERS, MAGNITUDES, ONES, PARTS, TEENS, TENS, ZERO


class Figure(NamedTuple):
    """One number in a text, `text[start:end]`.

    `magnitude` is the multiplier that is written out ("million" is 1e6, else 1), `digits` the digits as written ("" for
    a number in words), `letter` a magnitude letter that may also be a unit ("m"), `fraction` says that the number is
    a mere part ("a third", "2/3"), `is_open` that a plus stands inside it ("40-plus thousand").
    """

    start: int
    end: int
    value: float
    magnitude: float
    digits: str
    letter: str = ""
    fraction: bool = False
    is_open: bool = False


SPACE = "[ \u00a0\u2009\u202f]"
_ONE = "|".join(ONES)
_DIGIT = "|".join([*ONES, *ZERO])
_SUB = rf"(?:(?:{'|'.join(TENS)})(?:[ -](?:{_ONE})(?![a-z]))?|{'|'.join(TEENS)}|{_ONE})"
_SCALE = "thousand|million|billion|trillion|lakhs?|crores?|lacs?|mln|bln"
_GROUP = rf"(?:(?:{_SUB}|an?)[ -]hundred(?:(?: and |[ -]){_SUB}(?![a-z]))?|{_SUB})"
_PART = "half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|hundredth|thousandth|millionth|billionth"
_BIG = rf"[ -](?:{_SCALE})(?![a-z])"
IN_WORDS = re.compile(
    rf"(?P<amount>(?:{_GROUP}|an?(?=[ -](?:{_SCALE}|dozen))|an?(?= (?:hour|day|week|month|year|decade|century|mile|foot) and a (?:half|quarter))|(?:zero|nought)(?= point | [a-z]))(?![a-z]))"
    rf"(?:(?P<decimals> point(?: (?:{_DIGIT})(?![a-z])){{1,9}})|(?P<mixed>(?: and |-and-)(?:an?|one|two|three)[ -](?:{_PART})s?(?![a-z])))?"
    rf"(?P<rest>(?:{_BIG}(?:(?: and |[ -]){_GROUP}(?={_BIG}))?){{0,3}}(?:(?:(?<=[dn])|(?<=lakh)|(?<=crore))(?: and | ){_GROUP}(?![a-z-]))?)"
    rf"(?P<dozen>[ -]dozen(?![a-z]))?"
)
HALF_OF = re.compile(
    rf"(?P<part>half|an? quarter|quarter|three[ -]quarters|an? third|two[ -]thirds)(?: of)?(?: an?|-an?)?[ -]"
    rf"(?P<scale>{_SCALE}|dozen|hundred)(?![a-z])"
)
PART_OF = re.compile(
    rf"(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|\d{{1,2}})[ -]"
    rf"(?P<part>{_PART})(?P<plural>s|)(?![a-z])|(?P<half>half|one[ -]half)(?![a-z-])"
)
POINT = re.compile(rf"point(?P<decimals>(?: (?:{_DIGIT})(?![a-z])){{1,4}})(?= per ?cent)")
"""A spoken decimal without its zero: "point five percent"."""
IN_DIGITS = re.compile(
    r"(?P<number>[1-9]\d?(?:,\d{2}){1,5},\d{3}(?!,?\d)(?:\.\d{1,9})?"
    r"|\d{1,3}(?:,\d{3}){1,7}(?!,?\d)(?:\.\d{1,9})?"
    r"|[1-9]\d{0,2}(?:[\u00a0\u2009\u202f]\d{3}){1,6}(?![\d\u00a0\u2009\u202f]\d)(?:\.\d{1,9})?"
    r"|[1-9]\d{0,2}(?: \d{3}){1,6}(?! ?\d)(?![a-z])(?:\.\d{1,9})?"
    r"|\d{1,21}(?:\.\d{1,15})?(?!\d)|\.\d{1,12}(?!\d))"
    r"(?P<power>[eE][+-]?\d{1,2}(?!\d)|(?:\s?×\s?| x )10\^?[−-]?\d{1,2}(?!\d)|x10(?:\^[−-]?|[−-])\d{1,2}(?!\d))?"
    r"(?P<over>[⁄/]\d{1,4}(?![\d/]))?"
    r"(?P<mixed>[ -]?[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]| \d{1,2}/\d{1,2}(?![\d/]))?"
)
_SCALES = rf"hundred|{_SCALE}|dozen|mn|mil|bn|bil|trn|tln|tn"
SCALE_AFTER = re.compile(
    rf"(?P<open>(?:-| ?)plus|\+)?{SPACE}?-?(?P<scale>{_SCALES})(?P<scales>(?:[ -](?:thousand|million|billion|trillion|crores?)){{0,2}})(?![a-z])"
)
MIXED_SCALE = re.compile(rf" and an? (half|quarter|third) ({_SCALE})(?![a-z])")
LETTER_AFTER = re.compile(
    rf"(?:(MM|[kKmMbBtT])|{SPACE}([MB]))(?![\w²³^/]|-(?!a-|strong|plus|odd|[$£€¥]|\d[\d.]{{0,6}}(?:k|K|m|M|b|bn) [a-z])|{SPACE}?/)"
)
COMMON_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 32, 64, 100, 128, 1000})
"""Denominators that news writes in figures: "3/16 inch"; others are dates and names ("9/11", "24/7")."""
_SMALLER_SCALE = re.compile(r" (\d{1,3}) (crore|lakh|thousand|hundred)s?(?![a-z])")
"""What a smaller scale adds: "2 crore 40 lakh"."""
_AND_A_PART = re.compile(r" and an? (half|quarter|third)(?![a-z])")


_THOUSANDS = re.compile(r"\d{1,3},000")
WIDEST_RANGE = 5.0
"""How many times its lower end a range may reach where only the upper end has the unit or the thousands."""


def lower_in_place(text: str) -> str:
    """Return `text` in lower case with every character at its place (a few capitals would lower to two characters)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def in_thousands_of(first: Figure, second: Figure) -> bool:
    """Whether the first of two numbers has the second's thousands: "20-30,000" is 20,000 to 30,000."""
    if first.magnitude != 1 or "," in first.digits or not _THOUSANDS.fullmatch(second.digits):
        return False
    return second.value / WIDEST_RANGE <= first.value * 1000 < second.value


def figure_at(text: str, low: str, at: int) -> Figure | None:
    """Return the number that starts at `at`, or None. `low` is `lower_in_place(text)`.

    A magnitude letter ("10k", "35m") is reported in `letter`, not applied: only the reader knows whether "35m" are
    metres; `with_letter` applies it.
    """
    if at >= len(text):
        return None
    if (text[at].isdecimal() and text[at].isascii()) or text[at] in VULGAR_FRACTIONS or text[at] == ".":
        return _figure_in_digits(text, low, at)
    return _figure_in_words(low, at)


def with_letter(figure: Figure, text: str) -> Figure:
    """Return `figure` with its magnitude letter applied: 10k is 10,000."""
    magnitude = LETTERS[figure.letter]
    end = text.index(figure.letter, figure.end) + len(figure.letter)
    return figure._replace(value=_times(figure.value, magnitude), magnitude=magnitude, end=end, letter="")


def _words_value(words: str) -> float:
    """The value of a number in words; a scale right behind a scale multiplies it: "two lakh crore"."""
    total = scaled = current = 0.0
    for word in words.replace("-", " ").split():
        if word in ("a", "an"):
            current = 1
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in MAGNITUDES:
            if current or not scaled:
                total, scaled = total + scaled, current or 1
            scaled, current = scaled * MAGNITUDES[word], 0
        else:
            current += ONES.get(word) or TEENS.get(word) or TENS.get(word) or 0
    return total + scaled + current


def _part_value(words: str) -> float:
    """The value of "a half", "three quarters"."""
    count, _, part = words.replace("-", " ").strip().rpartition(" ")
    return (ONES.get(count.split()[-1], 1) if count else 1) * PARTS[part if part in PARTS else part[:-1]]


def _figure_in_words(low: str, at: int) -> Figure | None:
    if half := HALF_OF.match(low, at):
        scale = MAGNITUDES[half["scale"]]
        return Figure(at, half.end(), _part_value(half["part"]) * scale, scale, "")
    if point := POINT.match(low, at):
        return Figure(at, point.end(), _decimals_value(" point" + point["decimals"]), 1, "")
    match, part = IN_WORDS.match(low, at), PART_OF.match(low, at)
    if part and (match is None or part.end() > match.end()) and _agrees_in_number(part):
        value = 0.5 if part["half"] else _part_value(part.group())
        return Figure(at, part.end(), value, 1, "", fraction=True)
    if match is None:
        return None
    scales = [word for word in match["rest"].replace("-", " ").split() if word in MAGNITUDES and word != "hundred"]
    if match["mixed"] or match["decimals"]:
        rest = _part_value(match["mixed"][5:]) if match["mixed"] else _decimals_value(match["decimals"])
        value = _words_value(match["amount"]) + rest
        value = _times(value, prod(MAGNITUDES[scale] for scale in scales)) if scales else value
    else:
        value = _words_value(match["amount"] + match["rest"])
    if match["dozen"]:
        return Figure(at, match.end(), value * 12, 12, "")
    magnitude = MAGNITUDES[scales[-1]] if scales else 100 if "hundred" in match["amount"] else 1
    return Figure(at, match.end(), value, magnitude, "")


def _decimals_value(words: str) -> float:
    """The value of " point one four": 0.14."""
    digits = (str(ONES.get(word, 0)) for word in words.split()[1:])
    return float("0." + "".join(digits))


def _agrees_in_number(part: re.Match[str]) -> bool:
    """Whether "two thirds" is in the plural and "a third" is not."""
    if part["half"]:
        return True
    count = ONES.get(part["count"]) or (int(part["count"]) if part["count"].isdigit() else 1)
    return (count > 1) == bool(part["plural"])


def _times(value: float, magnitude: float) -> float:
    """The product to 15 digits: 16.1 million is 16,100,000 and not 16,100,000.000000002."""
    return float(f"{value * magnitude:.15g}")


def _digits_value(match: re.Match[str]) -> tuple[float, bool]:
    """The value of a match of IN_DIGITS, and whether it is a mere fraction."""
    value = float("".join(match["number"].replace(",", "").split()))
    if match["power"]:
        exponent = re.sub(r"^(?:[eE]|\s?[×x]\s?10\^?)", "", match["power"]).replace("−", "-")
        value *= 10.0 ** int(exponent)
    if match["mixed"]:
        tail = match["mixed"].strip(" -")
        if tail in VULGAR_FRACTIONS:
            return value + VULGAR_FRACTIONS[tail], False
        top, bottom = tail.split("/")
        return (value + int(top) / int(bottom), False) if int(bottom) else (value, False)
    if match["over"] and int(match["over"][1:]):
        return value / int(match["over"][1:]), True
    return value, False


def _figure_in_digits(text: str, low: str, at: int) -> Figure | None:
    if text[at] in VULGAR_FRACTIONS:
        return Figure(at, at + 1, VULGAR_FRACTIONS[text[at]], 1, text[at], fraction=True)
    match = IN_DIGITS.match(text, at)
    if match is None:
        return None
    value, fraction = _digits_value(match)
    end, digits = match.end(), match["number"]
    if not isfinite(value):
        return None
    if scale := SCALE_AFTER.match(low, end):
        magnitude = prod(MAGNITUDES[word] for word in (scale["scale"] + scale["scales"].replace("-", " ")).split())
        part = _AND_A_PART.match(low, scale.end())
        value = _times(value, magnitude) + (PARTS[part[1]] * magnitude if part else 0)
        if (smaller := _SMALLER_SCALE.match(low, scale.end())) and MAGNITUDES[smaller[2]] < magnitude:
            value, part = value + int(smaller[1]) * MAGNITUDES[smaller[2]], smaller
        return Figure(at, (part or scale).end(), value, magnitude, digits, is_open=bool(scale["open"]))
    if mixed := MIXED_SCALE.match(low, end):
        magnitude = MAGNITUDES[mixed[2]]
        return Figure(at, mixed.end(), (value + PARTS[mixed[1]]) * magnitude, magnitude, digits)
    if letter := LETTER_AFTER.match(text, end):
        return Figure(at, end, value, 1, digits, letter[1] or letter[2], fraction)
    return Figure(at, end, value, 1, digits, fraction=fraction)
