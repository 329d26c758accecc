"""Two numbers that are one range, and two that only look like one: scores, changes from one level to another."""

from __future__ import annotations

import re

from searchlib.expressions.english.figures import WIDEST_RANGE, in_thousands_of
from searchlib.expressions.english.unit_expressions import currency_before
from searchlib.expressions.units import CURRENCIES
from searchlib.extraction.english.lexicon.quantity_words import (
    CHANGES,
    FORECASTING,
    SCORE_AFTER,
    SCORE_BEFORE,
    STANDING,
)
from searchlib.extraction.english.quantities.drafts import Measure, Scan
from searchlib.extraction.english.quantities.figures import measure_at
from searchlib.extraction.english.quantities.patterns import (
    RAISES,
    RANGE_SEPARATOR,
    RECORD_AHEAD,
    SCORE_AHEAD,
    SCORE_AT,
    SCORE_BESIDE,
)

_SEPARATOR_MARKS = str.maketrans("", "", " –—‑-")


def range_end(scan: Scan, first: Measure, words: list[str]) -> Measure | None:
    """The second number of a range that `first` opens, or None; `words` stand before the first."""
    match = RANGE_SEPARATOR.match(scan.low, first.end)
    if match is None:
        return None
    if first.unit == "foot" and match["sep"] == "-" and scan.text[first.figure.end : first.figure.end + 1] == "-":
        return None  # "5-foot-11"
    separator, at = match["sep"].translate(_SEPARATOR_MARKS) or "-", _past_currency(scan, first, match.end())
    if separator == "and" and scan.low.startswith(("about ", "around "), at):
        return None
    if scan.is_taken(at, at + 1) or not (scan.text[at : at + 1].isdigit() or scan.low[at : at + 1].isalpha()):
        return None
    second = measure_at(scan, at)
    if second is None or second.figure.fraction != first.figure.fraction:
        return None
    second.value = abs(second.value)
    return second if _is_range(scan, first, second, separator, words) else None


_SIGN_AHEAD = re.compile(r"(?:[A-Za-z.]{0,4}[ $€£¥₹₽₩₪₴₺₦฿]?[A-Za-z.]{0,2} ?)(?=\d)")


def _past_currency(scan: Scan, first: Measure, at: int) -> int:
    """Move over a currency sign, any that may stand before digits: "$5 to $7", "Rs 20 to Rs 25", "R2 to R3 million"."""
    sign = _SIGN_AHEAD.match(scan.text, at)
    if sign is None or sign.end() == at:
        return at
    if first.unit == "ZAR" and sign.group() == "R":
        return sign.end()
    money = currency_before(scan.text, sign.end())
    return sign.end() if money is not None and money[0] == at else at


def _is_range(scan: Scan, first: Measure, second: Measure, separator: str, words: list[str]) -> bool:
    low = scaled_first(first, second)
    if low >= second.value or (bool(first.figure.digits) != bool(second.figure.digits) and separator != "to"):
        return False
    if (
        first.unit
        and second.unit != first.unit
        and (second.unit or not (separator == "-" or _shares_sign(scan, first, second)))
    ):
        return False
    if separator == "/":
        return bool(first.unit and second.unit)
    if separator == "and":
        return "between" in words[-3:]
    if separator == "or":
        return _are_alternatives(scan, first, second, low)
    if separator == "to":
        one_unit = (
            second.unit and not first.unit and (words[-1:] == ["by"] or first.value * WIDEST_RANGE >= second.value)
        )
        if first.unit and second.unit and _is_forecast(words) and second.value <= 2 * low:
            return True
        return (bool(one_unit) and "from" not in words[-3:]) or not _is_change(scan, first.start, words)
    return first.value >= 0 and not _is_standing(first, second, words)


def _is_standing(first: Measure, second: Measure, words: list[str]) -> bool:
    """Whether two shares are those of two sides: "the margin had been 37%-57%"."""
    both = first.unit == second.unit == "percent" and first.figure.end < first.end
    return both and first.value + second.value <= _WHOLE and not STANDING.isdisjoint(words[-5:])


_WHOLE = 100
_NO_NOUN = re.compile(
    r"\s*(?:$|[^\w\s]|(?:an?|per|in|over|for|from|last|this|each|next|on|by|to|of|and|or|more|less|annually)\b)"
)


def _shares_sign(scan: Scan, first: Measure, second: Measure) -> bool:
    """Whether the sign of the first stands for both, as the scale of the second does: "$20 to 25 million"."""
    signed = first.unit in CURRENCIES and first.start < first.figure.start
    scaled = first.figure.magnitude == 1 < second.figure.magnitude and first.value < second.figure.value
    return signed and scaled and _NO_NOUN.match(scan.low, second.end) is not None


def _are_alternatives(scan: Scan, first: Measure, second: Measure, low: float) -> bool:
    """Whether "or" joins neighbours on one scale: "two or three", "$7 or $8 trillion"."""
    if first.unit in CURRENCIES and first.figure.magnitude == 1 and second.unit == first.unit:
        return second.figure.magnitude > 1
    signless = not first.unit and scan.text[second.start] == scan.text[second.figure.start]
    return signless and second.value == low + (second.figure.magnitude if low >= 1000 else 1)


def scaled_first(first: Measure, second: Measure) -> float:
    """The first value of a range with the second's magnitude: "three to five million", "20-30,000"."""
    magnitude = second.figure.magnitude
    if first.figure.magnitude != 1 or "," in first.figure.digits:
        return first.value
    if magnitude > 1 and abs(first.value) < abs(second.figure.value / magnitude):
        return float(f"{first.value * magnitude:.15g}")
    if in_thousands_of(first.figure, second.figure) and first.unit in ("", *CURRENCIES):
        return first.value * 1000
    return first.value


def _is_forecast(words: list[str]) -> bool:
    """Whether a verb of change stands in a forecast, whose two figures are its bounds: "should grow 2.5% to 3%"."""
    verb = words[:-1] if words[-1:] == ["by"] else words
    return bool(verb) and verb[-1] in CHANGES and not FORECASTING.isdisjoint(verb[-3:-1])


def _is_change(scan: Scan, at: int, words: list[str]) -> bool:
    """Whether "5 to 20" at `at` is a change to a new level and no range: "rose 5 to 20", "raised from 5 to 20"."""
    if "from" not in words[-3:]:
        return any(word in CHANGES for word in words[-3:]) and "between" not in words[-3:]
    if words[max(0, words.index("from") - 1)] == "up":
        return True
    piece = scan.low[max(0, at - 160) : at]
    return RAISES.search(piece, max(piece.rfind(". "), piece.rfind("\n")) + 1) is not None


def is_dashed_score(scan: Scan, first: Measure, words: list[str]) -> int:
    """The end of a score, record or ballot such as "6–3" that starts with `first`; 0 where it is none.

    Two small whole numbers joined by a dash are one when the first is not the smaller, when another such pair stands
    beside them, or in brackets behind a name: "(3-4)".
    """
    pair = SCORE_AT.match(scan.text, first.figure.start)
    if pair is None or first.unit or first.start != first.figure.start:
        return 0
    second = measure_at(scan, pair.start(2))
    if second is not None and second.unit and second.end > second.figure.end and int(pair[1]) < int(pair[2]):
        return 0  # "lost 5-10 kg"
    if int(pair[1]) >= int(pair[2]) or SCORE_BESIDE.match(scan.text, pair.end()):
        return pair.end()
    ahead = scan.text[max(0, first.start - 12) : first.start]
    if SCORE_AHEAD.search(ahead) or (
        RECORD_AHEAD.search(ahead) and scan.text[pair.end() : pair.end() + 1] in (")", ",")
    ):
        return pair.end()
    return pair.end() if is_score(scan, pair.end(), words) else 0


def is_score(scan: Scan, end: int, words: list[str]) -> bool:
    """Whether two bare numbers joined by a dash that end at `end` are a score or a record: "won 2-1", "a 6-3 vote"."""
    last = words[-2:-1] if words[-1:] == ["a"] else []
    if words[-1:] and words[-1] in ("is", "was", "to", "at") and "record" in words[-4:-1]:
        return True  # "whose record here is 5-22"
    if any(word in SCORE_BEFORE for word in [*words[-1:], *last]):
        return True
    following = scan.low[end : end + 16].split()
    return bool(following) and following[0].strip(".,") in SCORE_AFTER
