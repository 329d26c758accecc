"""Two numbers that are an old and a new level: "fell from 208 pounds to 193", "eased to 196 lots from 210 lots"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from searchlib.extraction.english.quantities.drafts import Draft, Scan
from searchlib.extraction.english.quantities.patterns import BETWEEN_LEVELS

_FURTHEST = 60
"""Characters between the two at most."""
_SMALL = 1000
"""A number as large as this is written out: no magnitude is left out behind it."""


def name_changes(scan: Scan, drafts: Sequence[Draft]) -> None:
    """Call neighbours of one unit that are joined by "from ... to ..." or "to ... from ..." old and new level."""
    for first, second in pairwise(drafts):
        if second.start - first.end > _FURTHEST or first.is_old_level or second.is_old_level:
            continue
        opener = next((word for word in first.before[:-3:-1] if word in ("from", "to")), "")
        joint = BETWEEN_LEVELS.fullmatch(scan.low[first.end : second.start])
        if joint is None or {opener, joint["joint"]} != {"from", "to"} or first.unit != second.unit:
            continue
        if first.noun and second.noun and first.head.lower() != second.head.lower():
            continue
        if opener == "from" and first.low == first.high and scan.low[first.end : second.start] == " to ":
            first.low = first.high = _scaled(first, second)
        old, new = (first, second) if opener == "from" else (second, first)
        old.rule, old.is_old_level, new.rule = "old level", True, "new level"


def _scaled(first: Draft, second: Draft) -> float:
    """The value of the first with the magnitude that stands at the second only: "from 3 to 5 million"."""
    magnitude = second.figure.magnitude
    if first.figure.magnitude != 1 or "," in first.figure.digits or magnitude <= 1 or first.low >= _SMALL:
        return first.low
    return float(f"{first.low * magnitude:.15g}")
