"""What a notebook shows of results and views: a plain HTML table, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

MOST_ROWS: Final = 100
"""Rows that a notebook shows."""

Cell = str | int | float | None


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, remark: str = "") -> str:
    """A table with a caption, at most MOST_ROWS rows long; it says when there are more."""
    whole = list(rows)
    more = f"… and {len(whole) - MOST_ROWS:,} more rows. " if len(whole) > MOST_ROWS else ""
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in whole[:MOST_ROWS])
    below = f"<p>{escape(more + remark)}</p>" if more or remark else ""
    return (
        f"<table><caption>{escape(title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"
    )


def _cell(value: Cell) -> str:
    return f'<td style="text-align:left">{escape("" if value is None else str(value))}</td>'
