"""The class of confidence that each rule has earned: of the values it read on judged news, how many were right.

Explicit wants 97 of 100, inferred 90; `python -m benchmarks.precision` measures. A rule that is not named here has the class
that its reading gave it. A rule with fewer than ten judged values stands here where its value is an estimate.
"""

from __future__ import annotations

from searchlib.models import Confidence

EARNED: dict[str, Confidence] = {
    "vague plural": "guessed",  # "dozens of" is 24 to 99: 6 of 9
    "vague people": "guessed",  # "hundreds gathered"
    "couple": "guessed",  # "a couple of hundred"
    "alternatives": "inferred",  # "eight or nine euros"
    "one": "inferred",  # "one diplomat said": often only "a"; of 17 read by hand 14
    "definite": "guessed",  # "the two companies", which may restate what was told before: 5 of 7
    "compound": "guessed",  # "a three-bed apartment": 5 of 7
}
_ORDER: tuple[Confidence, ...] = ("explicit", "inferred", "guessed")


def earned(rule: str, confidence: Confidence) -> Confidence:
    """The weaker of a reading's own class and the one its rule has earned."""
    return max(confidence, EARNED.get(rule, confidence), key=_ORDER.index)
