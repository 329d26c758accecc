"""Which country's money is meant: "pesos" in a text about Manila, "R5 million" in one about Durban."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from searchlib.extraction.english.lexicon.currency_places import RAND_PLACES, SHARED_CURRENCIES
from searchlib.extraction.english.quantities.drafts import Scan
from searchlib.extraction.english.quantities.patterns import WON_AS_VERB

_NEAR = 200
"""Characters around a number in which a place decides before the rest of the text does."""


def placed_currency(scan: Scan, unit: str, start: int, end: int) -> str:
    """The currency that a bare word such as "pesos" in `text[start:end]` means, by the places the text names.

    The country that the whole text names at least twice as often as any other decides, else the one that the places
    near by name; where there is none the unit stays what it is.
    """
    if unit not in SHARED_CURRENCIES:
        return unit
    if unit not in scan.currencies:
        scan.currencies[unit] = _commonest(unit, scan.low, lead=2)
    near = scan.low[max(0, start - _NEAR) : end + _NEAR]
    return scan.currencies[unit] or _commonest(unit, near, lead=1) or unit


def _commonest(unit: str, low: str, *, lead: int) -> str:
    """The currency whose places are named most often, `lead` times as often as any other's at least; "" if none."""
    counts = Counter(_PLACES[unit][place] for place in _pattern(unit).findall(low)).most_common(2)
    if not counts or (len(counts) == 2 and counts[0][1] < max(lead * counts[1][1], counts[1][1] + 1)):
        return ""
    return counts[0][0]


_PLACES = {
    unit: {place.replace("_", " "): code for code, places in currencies.items() for place in places.split()}
    for unit, currencies in SHARED_CURRENCIES.items()
}


@cache
def _pattern(unit: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_PLACES[unit])})\b")


_RAND = re.compile(
    rf"\b(?:south africa|{'|'.join(sorted(RAND_PLACES))}|r ?\d[\d.,]*[ -]?(?:[mb]illion|trillion|bn|tn)\b)"
)
"""A place of South Africa, or an R that only money can be: "R20 billion"."""


def is_won(scan: Scan, end: int) -> bool:
    """Whether "won" that ends at `end` is Korea's money and no verb."""
    if "won" not in scan.currencies:
        scan.currencies["won"] = "KRW" if "korea" in scan.low or "seoul" in scan.low else ""
    return bool(scan.currencies["won"]) and WON_AS_VERB.match(scan.low, end) is None


def is_rand(scan: Scan) -> bool:
    """Whether an R before digits is South Africa's money in this text."""
    if "rand" not in scan.currencies:
        scan.currencies["rand"] = "ZAR" if _RAND.search(scan.low) else ""
    return bool(scan.currencies["rand"])
