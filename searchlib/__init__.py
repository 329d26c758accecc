"""Search news for who said what, when, and with which number."""

from searchlib.errors import (
    IndexCorrupt,
    IndexLocked,
    IndexMissing,
    IndexVersion,
    LimitError,
    MetadataError,
    MissingExtra,
    NotFound,
    QueryError,
    ReadError,
    SearchlibError,
    StorageFull,
)
from searchlib.index import Index, open  # noqa: A004 - searchlib.open
from searchlib.models import DateMention, Document, Hit, Passage, Quantity, Results, Span, Statement

__version__ = "0.1.0"

__all__ = [
    "DateMention",
    "Document",
    "Hit",
    "Index",
    "IndexCorrupt",
    "IndexLocked",
    "IndexMissing",
    "IndexVersion",
    "LimitError",
    "MetadataError",
    "MissingExtra",
    "NotFound",
    "Passage",
    "Quantity",
    "QueryError",
    "ReadError",
    "Results",
    "SearchlibError",
    "Span",
    "Statement",
    "StorageFull",
    "open",
]
