"""Show where a query went wrong."""

from __future__ import annotations

from typing import Final
from unicodedata import combining, east_asian_width

from searchlib.errors import QueryError

AROUND = 60
"""Characters of the query shown on either side of the error."""

JOINERS: Final = "\u200c\u200d"
"""Invisible characters that are part of Persian words and of emoji."""


def caret(error: QueryError) -> str:
    """The lines that show where an error is: the query, a caret under the position, what was expected, a suggestion.

    Empty when the error has no position, expectation or suggestion. A long query is cut around the position; line
    breaks and control characters show as spaces, so that the caret is in the right column.
    """
    lines = []
    if error.position is not None:
        start = max(0, error.position - AROUND)
        before = _plain(error.query[start : error.position])
        after = _plain(error.query[error.position : error.position + AROUND])
        before = ("…" if start else "") + before
        lines += [before + after, " " * columns(before) + "^"]
    if error.expected:
        lines.append(f"expected: {error.expected}")
    if error.suggestion:
        lines.append(f"did you mean: {_plain(error.suggestion[: 2 * AROUND])}")
    return "\n".join(lines)


def _plain(text: str) -> str:
    return "".join(mark if mark.isprintable() else " " for mark in text)


def columns(text: str) -> int:
    """How many columns of a terminal a printable text takes (Unicode Standard Annex 11)."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(mark) or mark in JOINERS else 1 + (east_asian_width(mark) in "WF") for mark in text)
