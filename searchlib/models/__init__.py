"""The words of the field as frozen values: documents, passages, what they state, and the results of a search.

Every extracted value carries `start` and `end`, characters of its document's text with the end exclusive, the `rule`
that found it and a `confidence`. `document.text[passage.start:passage.end] == passage.text`, always.
"""

from searchlib.models.documents import Cue, Document, Passage, PublishedFrom
from searchlib.models.export import CSV_COLUMNS
from searchlib.models.hits import Explanation, FilterPart, Hit, TermPart
from searchlib.models.mentions import (
    DateMention,
    DateModifier,
    Grain,
    Mark,
    MarkKind,
    Quantity,
    QuantityModifier,
    SpeakerKind,
    Statement,
    StatementKind,
)
from searchlib.models.results import Results
from searchlib.models.spans import Confidence, Span, Value

__all__ = [
    "CSV_COLUMNS",
    "Confidence",
    "Cue",
    "DateMention",
    "DateModifier",
    "Document",
    "Explanation",
    "FilterPart",
    "Grain",
    "Hit",
    "Mark",
    "MarkKind",
    "Passage",
    "PublishedFrom",
    "Quantity",
    "QuantityModifier",
    "Results",
    "Span",
    "SpeakerKind",
    "Statement",
    "StatementKind",
    "TermPart",
    "Value",
]
