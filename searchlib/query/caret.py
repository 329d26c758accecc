"""Show where a query went wrong."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from searchlib.errors import QueryError

AROUND = 60
"""Characters shown to either side of the place."""


def caret(error: QueryError) -> str:
    """The lines that show an error's place: the query, a caret under it, what was expected, what was perhaps meant.

    Empty when the error has no position, expectation or suggestion. A long query is cut around the place; line
    breaks and control characters show as spaces, so that the caret stands right.
    """
    lines = []
    if error.position is not None:
        start = max(0, error.position - AROUND)
        before = _plain(error.query[start : error.position])
        after = _plain(error.query[error.position : error.position + AROUND])
        before = ("…" if start else "") + before
        lines += [before + after, " " * sum(map(_columns, before)) + "^"]
    if error.expected:
        lines.append(f"expected: {error.expected}")
    if error.suggestion:
        lines.append(f"did you mean: {_plain(error.suggestion[: 2 * AROUND])}")
    return "\n".join(lines)


def _plain(text: str) -> str:
    return "".join(mark if mark.isprintable() else " " for mark in text)


def _columns(mark: str) -> int:
    """How many columns of a terminal a character takes (Unicode Standard Annex 11)."""
    if combining(mark):
        return 0
    return 2 if east_asian_width(mark) in "WF" else 1
