"""From a document to its passages, each with all that it states."""

from __future__ import annotations

from typing import Final

from searchlib.extractors import extract
from searchlib.models import Document, Passage
from searchlib.passages import split

EXTRACTION_VERSION: Final = 1
"""Raised when any extractor or the splitting may give other values than before: files are then read again."""


def prepare(document: Document) -> tuple[Passage, ...]:
    """The passages of a document, with all that it states."""
    return split(document, *extract(document))
