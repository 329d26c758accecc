"""In what two sentences about one thing differ."""

from __future__ import annotations

from typing import Final, Literal

from searchlib.models.spans import Value

DifferenceKind = Literal[
    "number", "noun", "speaker", "day", "name", "negation", "mood", "opposite", "order", "quotation", "words"
]
"""What differs. `noun` is what is counted, `mood` whether it is stated as a fact, as possible, expected or conditional."""

DIFFERENCE_WORDS: Final[dict[str, str]] = {
    "number": "other number",
    "noun": "other thing counted",
    "speaker": "other speaker",
    "day": "other day",
    "name": "name missing",
    "negation": "negated on one side",
    "mood": "not the same certainty",
    "opposite": "opposite word",
    "order": "other order of words",
    "quotation": "other wording of the quotation",
    "words": "other words",
}
"""Each kind in words."""


class Difference(Value):
    """One thing in which two sentences differ: what `one` has and what `other` has, as written; "" for nothing."""

    kind: DifferenceKind
    one: str = ""
    other: str = ""

    @property
    def words(self) -> str:
        """The difference as text: "other number: 12,000 / up to 8,000"."""
        if self.kind == "quotation" and not self.other:
            return f"quotation not in it: {self.one}"
        return f"{DIFFERENCE_WORDS[self.kind]}: {self.one or 'none'} / {self.other or 'none'}"
