"""How a place in an article is cited."""

from __future__ import annotations

from datetime import date


def citation(
    *,
    title: str,
    source: str,
    published: date | None,
    document: str,
    start: int,
    end: int,
    url: str = "",
) -> str:
    """A citation of characters `start` to `end` of a document, as a footnote has it; what is not known is left out."""
    parts = [f"“{title}”" if title else "", source, published.isoformat() if published else "", url]
    place = f"{document}, characters {start:,}–{end:,}"
    return ", ".join([*filter(None, parts), place]) + "."
