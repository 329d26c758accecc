"""English: the three extractors in their order."""

from __future__ import annotations

from searchlib.extraction.english.dates.extract import extract_dates
from searchlib.extraction.english.quantities.extract import extract_quantities
from searchlib.extraction.english.statements.extract import extract_statements
from searchlib.models import DateMention, Document, Quantity, Statement

__all__ = ["extract_dates", "extract_quantities", "extract_statements", "read_mentions"]


def read_mentions(document: Document) -> tuple[tuple[Statement, ...], tuple[DateMention, ...], tuple[Quantity, ...]]:
    """The statements, dates and quantities of a document.

    Dates come first: quantities never stand inside them, and a date in an attribution is the day of a statement.
    """
    text, published = document.text, document.published
    dates = extract_dates(text, published=published)
    quantities = extract_quantities(text, taken=[(mention.start, mention.end) for mention in dates])
    statements = extract_statements(text, published=published, cues=document.cues, dates=dates)
    return statements, dates, quantities
