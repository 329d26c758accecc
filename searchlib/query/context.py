"""The state of one parse: the query, its bounds, the current day, and the warnings and suggestions for the user."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from searchlib.definitions.frozen import frozen
from searchlib.errors import LimitError, QueryError

MOST_REMARKS = 20

BOUNDED = {
    "max_length": "A query has at most {most} characters",
    "max_depth": "A query has at most {most} groups inside each other",
    "max_clauses": "A query has at most {most} words, phrases and filters",
    "max_distance": "A fuzzy word is at most {most} edits away",
    "max_apart": "A distance between words is at most {most}",
    "max_count": "atleast asks for at most {most} occurrences",
}
"""The sentence of each bound."""


@frozen
class Limits:
    """Bounds of a query; a query beyond one raises a LimitError that names the bound."""

    max_length: int = 10_000
    """characters"""
    max_depth: int = 50
    """groups inside groups"""
    max_clauses: int = 1_000
    """words, phrases and filters"""
    max_distance: int = 2
    """edits of a fuzzy word"""
    max_apart: int = 1_000
    """words between the two sides of w/5, and places in a loose phrase"""
    max_count: int = 1_000
    """occurrences in atleast3(word)"""


@dataclass(slots=True)
class ParseContext:
    """The state of one parse; relative dates count from `today`."""

    query: str
    limits: Limits = field(default_factory=Limits)
    today: date = field(default_factory=date.today)
    clauses: int = 0
    warnings: dict[str, None] = field(default_factory=dict)
    suggestions: dict[str, None] = field(default_factory=dict)

    def warn(self, remark: str, position: int | None = None) -> None:
        """Add a warning, each once, at most twenty; then one that there are more. `position` counts from 0, as in errors."""
        if position is not None:
            remark = f"At character {position + 1}: {remark}"
        if len(self.warnings) < MOST_REMARKS:
            self.warnings[remark] = None
        elif remark not in self.warnings:
            self.warnings["More of the query was read as plain words."] = None

    def suggest(self, remark: str) -> None:
        """Add a suggestion, each once, at most twenty."""
        if len(self.suggestions) < MOST_REMARKS:
            self.suggestions[remark] = None

    def fault(
        self, message: str, position: int, expected: str | None = None, suggestion: str | None = None
    ) -> QueryError:
        """A QueryError for a fault at `position`."""
        return QueryError(message, self.query, position, expected=expected, suggestion=suggestion)

    def bound(self, name: str, value: int, position: int | None = None) -> None:
        """Raise LimitError when `value` is above the bound of this name."""
        most: int = getattr(self.limits, name)
        if value > most:
            message = f"{BOUNDED[name].format(most=f'{most:,}')} ({name})."
            raise LimitError(message, self.query, position, expected=f"at most {most:,}")

    def count_clause(self, position: int) -> None:
        """Count one more word, phrase or filter against the bound."""
        self.clauses += 1
        if self.clauses > self.limits.max_clauses:
            self.bound("max_clauses", self.clauses, position)


def shown(text: str, most: int = 40) -> str:
    """`text` cut to at most `most` characters, for use in a message."""
    return text if len(text) <= most else text[: most - 1] + "…"


def shortened(value: object, most: int = 60) -> str:
    """The `repr` of a value, cut to at most `most` characters, for use in a message."""
    written = repr(value)
    return written if len(written) <= most else f"{written[: most - 3]}..."


def nearest(text: str, names: tuple[str, ...]) -> str | None:
    """The name that is spelled most like `text`; None when none is similar."""
    from difflib import get_close_matches  # mistakes alone

    matches = get_close_matches(text[:40].lower(), names, n=1, cutoff=0.6)
    return matches[0] if matches else None
