"""Extractors: pure functions from a whole document's text to what it states - dates, numbers, and who said what.

`extract` runs all three in their order: dates first (numbers never stand inside them), statements last (a date in an
attribution is the day of a statement); then each date and quantity is told in which statement it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from searchlib.extraction.english.dates.rules import extract_dates
from searchlib.extraction.english.quantities.extract import extract_quantities
from searchlib.extraction.english.statements.extract import extract_statements
from searchlib.models import DateMention, Document, Quantity, Statement

__all__ = ["Mentions", "extract", "extract_dates", "extract_quantities", "extract_statements"]

Mention = TypeVar("Mention", DateMention, Quantity)


class Mentions(NamedTuple):
    """All that a document states, each kind in the order of the text."""

    statements: tuple[Statement, ...]
    dates: tuple[DateMention, ...]
    quantities: tuple[Quantity, ...]


def extract(document: Document) -> Mentions:
    """The statements, dates and quantities of a document. Pure: the same document gives the same mentions."""
    text, published = document.text, document.published
    dates = extract_dates(text, published=published)
    quantities = extract_quantities(text, taken=[(mention.start, mention.end) for mention in dates])
    statements = extract_statements(text, published=published, cues=document.cues, dates=dates)
    return Mentions(statements, _placed(dates, statements), _placed(quantities, statements))


def _placed(mentions: Sequence[Mention], statements: Sequence[Statement]) -> tuple[Mention, ...]:
    """Each mention with the number of the innermost statement that holds it, by one sweep over both."""
    placed: list[Mention] = []
    open_ones: list[Statement] = []
    upcoming = 0
    for mention in mentions:
        while upcoming < len(statements) and statements[upcoming].start <= mention.start:
            open_ones.append(statements[upcoming])
            upcoming += 1
        open_ones = [said for said in open_ones if said.end > mention.start]
        inner = min(open_ones, key=lambda said: said.end - said.start, default=None)
        placed.append(mention if inner is None else mention.model_copy(update={"statement": inner.number}))
    return tuple(placed)
