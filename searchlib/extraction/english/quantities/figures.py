"""One number with its sign, currency, magnitude letter and unit."""

from __future__ import annotations

from searchlib.expressions.english.figures import Figure, figure_at, with_letter
from searchlib.expressions.english.number_words import PARTS
from searchlib.expressions.english.unit_expressions import SIGN_AFTER, currency_before, sterling, unit_at
from searchlib.expressions.units import CODE_LIKE_WORDS, SIGNS
from searchlib.extraction.english.lexicon.quantity_words import (
    BYTES_OF,
    COSTING,
    EXTENTS,
    LONG_THINGS,
    MOVING,
    NO_NOUGHT,
    RACES,
    SYMBOLS_ALONE,
    SYMBOLS_IN_CONTEXT,
    VIDEO_LINES,
    WORDS_LIKE_UNITS,
)
from searchlib.extraction.english.quantities.currencies import is_rand, is_won, placed_currency
from searchlib.extraction.english.quantities.drafts import Measure, Scan, words_before
from searchlib.extraction.english.quantities.patterns import (
    AND_A_HALF,
    BROKEN_THOUSANDS,
    CLOCK,
    CRORES,
    CROWNS,
    FEET_BEHIND,
    GENES,
    HOUR,
    HOUR_LIST,
    HOURS_AHEAD,
    INCHES_BEHIND,
    METRES_AHEAD,
    METRES_BEHIND,
    NEXT_WORD,
    NOUN_BEHIND,
    OF_ONE,
    ORDINAL,
    POINT_IN_TIME,
    POUNDS,
    RAND_BEHIND,
    RESOLUTION,
    SPACED_LETTER,
    STONES,
    STREET,
    SYMBOL_ALONE,
    TENS_POWER,
    TWO_WORDS,
    WHOLE,
)

_DECIMAL_UNITS = ("win above replacement", "earned run average", "grade point average")
"""Units whose letters are other names behind a whole number: "the 1914 WAR"."""
_SPACED_SYMBOLS = "mgLlWhtVCFKJÅΩ"
"""Units of one letter that may stand behind a space: "5 m"."""


def measure_at(scan: Scan, at: int) -> Measure | None:
    """Read the number at `at` with sign, currency, letter and unit."""
    figure = figure_at(scan.text, scan.low, at)
    if figure is None or (figure.digits and _is_ordinal_or_clock(scan, figure)):
        return None
    if _is_point_in_time(scan, at, figure):
        return None
    if not figure.digits and _is_no_figure(scan, figure):
        return None
    if figure.letter == "K" and RESOLUTION.match(scan.text, at):
        return None  # "4K video"
    start, currency, negative = _start_of(scan, at, digits=bool(figure.digits))
    if figure.value < _SESSIONS and scan.text.endswith("COP ", 0, at):
        return None  # "the COP 28 talks"
    if currency and scan.text[at - 1].isalpha() and GENES.match(scan.low, figure.end):
        return None  # "the SEK2 protein"
    if not currency and figure.magnitude >= _SUM and (word := scan.text[max(0, at - 5) : at]).endswith(" "):
        code = word[-4:-1]
        if code in CODE_LIKE_WORDS and not word[:-4].isalpha():
            start, currency = at - 4, code  # "COP 45 billion"
    if figure.letter and _is_magnitude(scan, figure, currency):
        figure = with_letter(figure, scan.text)
    if currency == "INR" and figure.magnitude == 1 and (crores := CRORES.match(scan.low, figure.end)):
        figure = figure._replace(value=figure.value * 1e7, magnitude=1e7, end=crores.end())
    end, unit = figure.end, currency
    if currency and (broken := BROKEN_THOUSANDS.match(scan.low, figure.end)) and WHOLE.fullmatch(figure.digits):
        figure = figure._replace(value=figure.value * 1000 + int(broken[1]), end=broken.end(1))
        end = figure.end
    sign = SIGN_AFTER.match(scan.text, end)
    if sign and (currency or not sign["us"]):
        code = sign["code"] or SIGNS.get(sign["sign"] or "us$", "USD")
        end, unit = sign.end(), currency if sign["us"] else code
    elif not currency and (behind := _unit_behind(scan, figure)):
        end, unit = behind
        if half := AND_A_HALF.match(scan.low, end):
            figure, end = figure._replace(value=figure.value + PARTS[half[1]]), half.end()
    return Measure(start, end, figure, -figure.value if negative else figure.value, unit)


def _is_point_in_time(scan: Scan, at: int, figure: Figure) -> bool:
    """Whether words hold no decimal: "at one point five men left", but "at one point five million"."""
    if " point " not in scan.low[at : figure.end] or not scan.low.endswith("at ", 0, at):
        return False
    return (
        scan.low.startswith("one ", at) and figure.magnitude == 1 and unit_at(scan.text, scan.low, figure.end) is None
    )


def _is_no_figure(scan: Scan, figure: Figure) -> bool:
    """Whether words only look like a number: "zero tolerance", "at that point five percent"."""
    if scan.low.startswith("point", figure.start):
        return POINT_IN_TIME.search(scan.low, max(0, figure.start - 8), figure.start) is not None
    behind = NEXT_WORD.match(scan.low, figure.end) if figure.value == 0 else None
    return behind is not None and behind[1] in NO_NOUGHT


def _start_of(scan: Scan, at: int, *, digits: bool) -> tuple[int, str, bool]:
    """Read backwards from a number: (start with sign and currency, currency, is negative)."""
    text, currency, negative = scan.text, "", False
    start = at
    if digits and start and text[start - 1] in "-−" and text[start - 2 : start - 1] in "$£€¥":
        start, negative = start - 1, True
    if digits and (money := currency_before(text, start)):
        start, currency = money
        while start < at and text[start] == " ":
            start += 1
        if currency == "INR" and text[start] != "₹":
            currency = placed_currency(scan, currency, start, at)
        elif text[at - 1] == "¥" and placed_currency(scan, "¥", start, at) == "CNY":
            currency = "CNY"
    elif digits and text[start - 1 : start] == "R" and not text[start - 2 : start - 1].isalnum() and is_rand(scan):
        start, currency = start - 1, "ZAR"
    if start and text[start - 1] in "-−–" and (start == 1 or text[start - 2] in " (\n\t[/"):
        if digits and text[start - 1] != "–":
            return start - 1, currency, True
        return start, currency, negative
    if scan.low.startswith(("minus ", "minus-"), start - 6) and start >= 6:
        if not scan.low.endswith("plus or ", 0, start - 6):
            return start - 6, currency, True
    elif scan.low.startswith("negative ", start - 9) and start >= 9:
        return start - 9, currency, True
    return start, currency, negative


def _is_magnitude(scan: Scan, figure: Figure, currency: str) -> bool:
    """Whether the letter behind a figure multiplies it: "35m of its devices", but not "the 37m (121ft) skeleton"."""
    letter = figure.letter
    if letter == "B" and STREET.match(scan.text, figure.end + 1):
        return False  # "221B Baker Street"
    if letter == "MM":
        return bool(currency)
    if currency:
        return True
    if letter in "kK":
        return letter == "k" or "." not in figure.digits  # "5.5K" is a temperature
    if scan.text[figure.end] != letter:
        following = NEXT_WORD.match(scan.low, figure.end + len(" B"))
        is_bytes = letter == "B" and following is not None and following[1] in BYTES_OF
        return not is_bytes and SPACED_LETTER.match(scan.text, figure.end) is not None
    if letter in "tT" or (letter == "m" and HOURS_AHEAD.search(scan.low, max(0, figure.start - 6), figure.start)):
        return False
    return letter != "m" or not _is_metres(scan, figure)


def _is_metres(scan: Scan, figure: Figure) -> bool:
    """Whether a glued "m" says metres: "a 60m tower", "swam 200m", "the 400m final"; else it says millions."""
    behind = figure.end + 1
    if scan.low.startswith(("-strong", "-plus", "-odd"), behind):
        return False
    if (
        figure.value >= 1000
        or METRES_BEHIND.match(scan.low, figure.end)
        or METRES_AHEAD.search(scan.low, max(0, figure.start - 8), figure.start)
    ):
        return True
    words = words_before(scan, figure.start)
    measured = words[-1:] and words[-1] in ("is", "was", "of", "to", "at") and not LONG_THINGS.isdisjoint(words[-4:])
    if (measured or not MOVING.isdisjoint(words[-2:])) and not NOUN_BEHIND.match(scan.low, behind):
        return True
    following = TWO_WORDS.match(scan.low, behind)
    if following and (following[1] in LONG_THINGS or following[2] in LONG_THINGS):
        return True
    return figure.value in RACES and words[-1:] in (["the"], ["men's"], ["women's"], ["men’s"], ["women’s"])


def _is_ordinal_or_clock(scan: Scan, figure: Figure) -> bool:
    """Whether digits are no number: "22nd", "the 777s", "2 pm", "7e7"."""
    if TENS_POWER.fullmatch(scan.low, figure.start, figure.end):
        return True
    if ORDINAL.match(scan.low, figure.end):
        return "." not in figure.digits and not _in_stones(scan, figure)
    if HOUR.fullmatch(figure.digits) is None:
        return False
    clock = CLOCK.match(scan.low, figure.end)
    if clock and scan.text.startswith(" HRs", figure.end):
        return False  # home runs
    if clock and clock.group() == " hrs" and len(figure.digits) != len("0900"):
        return False  # "24 hrs"
    return clock is not None or HOUR_LIST.match(scan.low, figure.end) is not None


def _in_stones(scan: Scan, figure: Figure) -> int:
    """The end of the "st" of a weight, 0 where it is none: "14st 7lb", "11st", but not "21st"."""
    stones = STONES.match(scan.low, figure.end)
    if stones is None or not figure.digits.isdigit():
        return 0
    ordinal = figure.value % 10 == 1 and figure.value % 100 != 11
    weighed = scan.low[stones.end() : stones.end() + 2].strip().isdigit()
    return stones.end() if weighed or (not ordinal and figure.value <= _HEAVIEST) else 0


_HEAVIEST = 60
"""Stones of a weight that nothing else tells of."""
_SUM = 1e6
"""From here on a number behind a word such as COP is money."""
_SESSIONS = 100
"""More than a conference will hold sessions: "COP 29"."""
_FEWEST_CROWNS = 10
"""Crowns that are rather money than worn."""


def _bare_symbol(scan: Scan, figure: Figure) -> tuple[int, str] | None:
    """A symbol that is a unit by its context alone: "18 R" in Durban, "an altitude of 30'"."""
    if figure.digits and (stones := _in_stones(scan, figure)):
        return stones, "stone"
    if (crowns := CROWNS.match(scan.low, figure.end)) and figure.value >= _FEWEST_CROWNS:
        placed = placed_currency(scan, "crown", figure.start, crowns.end())
        return (crowns.end(), placed) if placed != "crown" else None
    if (rand := RAND_BEHIND.match(scan.text, figure.end)) and is_rand(scan):
        return rand.end(), "ZAR"
    if inches := INCHES_BEHIND.match(scan.low, figure.end):
        return inches.end(), "inch"
    if (symbol := SYMBOL_ALONE.match(scan.text, figure.end)) and figure.digits:
        if symbol[1] == "B":
            return (symbol.end(), "byte") if _is_near(scan, figure, symbol.end(), BYTES_OF) else None
        unit, near = SYMBOLS_ALONE[symbol[1]]
        return (symbol.end(), unit) if _is_near(scan, figure, symbol.end(), near) else None
    feet = FEET_BEHIND.match(scan.text, figure.end)
    if feet and not EXTENTS.isdisjoint(words_before(scan, figure.start)[-3:]):
        return feet.end(), "foot"
    return None


def _is_near(scan: Scan, figure: Figure, end: int, words: frozenset[str]) -> bool:
    """Whether one of `words` stands before a figure or right behind its symbol that ends at `end`."""
    behind = scan.low[end : end + 24].split()[:2]
    return not words.isdisjoint(words_before(scan, figure.start)) or not words.isdisjoint(behind)


def _unit_behind(scan: Scan, figure: Figure) -> tuple[int, str] | None:
    """The unit behind a figure, where it is one: (its end, its canonical name)."""
    at, text = figure.end, scan.text
    if figure.fraction and not figure.digits and scan.low.startswith(" an ", at):
        at += 3
    elif figure.fraction and scan.low.startswith(" a ", at):
        at += 2
    elif figure.fraction and not figure.digits and (of_one := OF_ONE.match(scan.low, at)):
        at = of_one.end()
    behind = unit_at(text, scan.low, at)
    if behind is None:
        return _bare_symbol(scan, figure)
    end, unit = behind
    written = text[at:end].strip(" -\u00a0")
    if not figure.digits and len(written) < 2:
        return None
    if written == "won":
        return (end, placed_currency(scan, "KRW", figure.start, end)) if is_won(scan, end) else None
    if written in WORDS_LIKE_UNITS and figure.value != 1 and not figure.fraction and "-" not in text[at:end]:
        return None
    if len(written) == 1 and written.isalpha() and text[at] == " " and written not in _SPACED_SYMBOLS:
        return None
    if unit == "penny" and figure.digits in VIDEO_LINES:
        return None  # "1080p"
    if written == "m" and HOURS_AHEAD.search(scan.low, max(0, figure.start - 6), figure.start):
        return end, "minute"  # "3h 20m"
    if written == "HRs":
        return end, "home run"
    if unit in _DECIMAL_UNITS and "." not in figure.digits:
        return None
    if unit.startswith("pound") and (pounds := POUNDS.match(scan.low, at)) and _costs(scan, figure, pounds.end()):
        end, unit = pounds.end(), "GBP"
    return end, _in_context(scan, sterling(unit, figure), written, figure, end)


def _costs(scan: Scan, figure: Figure, end: int) -> bool:
    """Whether pounds that end at `end` are money: "the ring costs 40 pounds", not "it costs $3 for 40 pounds of rice"."""
    words = words_before(scan, figure.start)[-4:]
    if COSTING.isdisjoint(words) or "for" in words[-2:] or any(word[:1] in "$€£" for word in words):
        return False
    return not scan.low.startswith((" of ", "-"), end)


def _in_context(scan: Scan, unit: str, written: str, figure: Figure, end: int) -> str:
    """A unit whose word or symbol has several meanings, by the words around it: "40 kt" of wind are knots."""
    if written.isupper() and len(written) == 3:
        return unit  # a currency's code
    if (symbol := SYMBOLS_IN_CONTEXT.get(written)) and _is_near(scan, figure, end, symbol[1]):
        return symbol[0]
    return placed_currency(scan, unit, figure.start, end)
