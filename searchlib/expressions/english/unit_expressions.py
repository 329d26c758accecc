"""Read a unit or a currency at a known place of an English text: km | miles per hour | % | Danish crowns | US$."""

from __future__ import annotations

import re

from searchlib.expressions.english.figures import SPACE, Figure, lower_in_place
from searchlib.expressions.english.unit_words import WORDS
from searchlib.expressions.units import BASES, CODE_LIKE_WORDS, CURRENCIES, NEVER_SPACED, RATE_ONLY, SIGNS, SYMBOLS

CODES = "|".join(sorted(code for code in CURRENCIES if code.isupper() and code not in CODE_LIKE_WORDS))
WORD_RUN = re.compile(rf"(?:{SPACE}|-)?(?P<run>(?P<first>[a-z][a-z.]*)(?:[ -][a-z][a-z.]*){{0,3}})")
_FIRST_WORDS = frozenset(re.split("[ -]", word)[0].rstrip(".") for word in WORDS)
"""The words that a unit in words may begin with."""
SYMBOL = re.compile(
    r"(?P<gap>[ -]?)(?P<symbol>[^\W\d_]{1,5}(?:-ft|-lb|O2)?(?:[²³]|\^?[23](?!\d))?|[°º](?: ?[CFK](?![a-z]))?|[%‰€£$¥′″])"
)
DEGREE_SCALE = re.compile(r"[ -]?(celsius|centigrade|fahrenheit|kelvin)(?![a-z])")
PER = re.compile(r"(?P<per> per |/|-per-)|(?P<every> an? )")
PER_100_KM = re.compile(r"(?: per |/)100 ?(?:km|kilomet(?:re|er)s)(?![a-z])")
SIGN_BEFORE = re.compile(
    rf"(?:(?<![A-Za-z])(?:(?:(?:US|U\.S\.|AUD?|CA?|CDN|CAN|NZ|HK|SG?|NT|us)\s?|A|R)\$|\$\s?(?:US|AU?|C|NZ|HK|S)|Rs\.?|RM|DM|Y=|GB #|SFr|{CODES}))\s?$"
    r"|[$£€¥₹₽₩₪₴₺₦฿]\s?$"
)
SIGN_AFTER = re.compile(
    rf"{SPACE}?(?:(?P<sign>[€£$¥₹₽₩₪])|(?P<code>{CODES})(?![A-Za-z])|(?P<us>US(?![A-Za-z.])|U\.S\.(?= (?:per|an?|to|in|at|by|and|or|for|from|this|last|on)(?![a-z])|[,;)])))"
)


def currency_before(text: str, at: int) -> tuple[int, str] | None:
    """Return where a currency sign or code ending at `at` starts, and its ISO code: "US$" | "€" | "AUD"."""
    last = text[max(0, at - 2) : at].rstrip()[-1:]
    if not last or (last.islower() and last != "s") or last in ",;:()\"'":
        return None
    match = SIGN_BEFORE.search(text, max(0, at - 7), at)
    if match is None:
        return None
    sign = match.group().strip()
    return match.start(), sign if sign in CURRENCIES else SIGNS[
        sign.lower() if "#" in sign else re.sub(r"\s", "", sign.lower())
    ]


def _word_unit(low: str, at: int) -> tuple[int, str] | None:
    match = WORD_RUN.match(low, at)
    if match is None or match["first"].rstrip(".") not in _FIRST_WORDS:
        return None
    run, start = match["run"], match.start("run")
    while run:
        for form in (run, run.rstrip("."), run.replace("-", " ")):
            if form in WORDS:
                return start + len(run if form != run.rstrip(".") else form), WORDS[form]
        cut = max(run.rfind(" "), run.rfind("-"))
        run = run[:cut] if cut > 0 else ""
    return None


def _symbol_unit(text: str, at: int) -> tuple[int, str] | None:
    match = SYMBOL.match(text, at)
    if match is None:
        return None
    symbol, end = match["symbol"], match.end()
    following = text[end : end + 1]
    if following.isalnum() or symbol.replace(" ", "") not in SYMBOLS:
        return None
    if match["gap"] and (symbol in NEVER_SPACED or (match["gap"] == "-" and symbol in "CFK")):
        return None
    if following == "-" and symbol.isupper() and len(symbol) == 1 and text[end + 1 : end + 2].isalnum():
        return None  # "F-Series", "K-12"
    return end, SYMBOLS[symbol.replace(" ", "")]


def _simple_unit(text: str, low: str, at: int) -> tuple[int, str] | None:
    return _word_unit(low, at) or _symbol_unit(text, at)


def _joined(unit: str, below: str, *, by_stroke: bool) -> str | None:
    """The name of `unit` per `below`, where the two make one unit; of one dimension only by a stroke: "3.2 g/t"."""
    base = BASES[unit][0]
    if base in RATE_ONLY or base in CURRENCIES or BASES[below][0] == "percent" or below in CURRENCIES:
        return None
    if BASES[below][0] == base and (not by_stroke or base != "kilogram" or unit == below):
        return None
    return f"{unit} per {below}"


def unit_at(text: str, low: str, at: int) -> tuple[int, str] | None:
    """Return the end and the canonical name of the unit that starts at `at` (after a space, a hyphen or nothing).

    "miles per hour", "km/h" and "barrels a day" are read whole; "hours a week" and "$52 a barrel" stop before the rate.
    """
    first = _simple_unit(text, low, at)
    if first is None:
        return None
    end, unit = first
    if unit == "degree" and (scale := DEGREE_SCALE.match(low, end)):
        return scale.end(), WORDS[scale[1]]
    if hundred := PER_100_KM.match(low, end):
        return hundred.end(), f"{unit} per 100 kilometre"
    if per := PER.match(low, end):
        below = _simple_unit(text, low, per.end())
        if below and per["every"] and BASES[below[1]][0] != "second":
            return first
        if below and (joined := _joined(unit, below[1], by_stroke=per["per"] == "/")):
            return below[0], joined
    return first


def canonical_unit(text: str) -> str | None:
    """Return the one name of a unit however it is written, None for what is no unit.

    "km", "kilometers" -> "kilometre"; "%", "per cent" -> "percent"; "$", "dollars", "US$" -> "USD".
    """
    written = text.strip()
    if written in BASES:
        return written
    if written.upper() in CURRENCIES:
        return written.upper()
    sign = re.sub(r"\s", "", written.lower())
    if sign in SIGNS:
        return SIGNS[sign]
    read = unit_at(written, lower_in_place(written), 0)
    return read[1] if read and read[0] == len(written) else None


def sterling(unit: str, figure: Figure) -> str:
    """Return `unit`, or GBP where "pounds" of this figure must be money: nobody weighs in million pounds."""
    return "GBP" if unit == "pound" and figure.magnitude >= 1e6 else unit
