"""Extraction: from a whole document's text to what it states - dates, quantities, and who said what.

Pure functions, by rules alone. Each language has a room of its own with a module `extractors`; a new one is a room and
a line in `_MODULES`. Which statement a date or quantity stands in is the same question in every language: `assign.py`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Final, NamedTuple, Protocol

from searchlib.errors import ArgumentError
from searchlib.extraction.assign import assign
from searchlib.models import DateMention, Document, Quantity, Statement

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "Mentions", "extract"]

_MODULES = {"en": "searchlib.extraction.english.extractors"}

LANGUAGES = tuple(_MODULES)
"""The codes (ISO 639-1) of the languages that are read."""

DEFAULT_LANGUAGE: Final = "en"
"""The language of a document when nothing says which; `indexing/preparation.py` hands it on."""


class Mentions(NamedTuple):
    """All that a document states, each kind in the order of the text."""

    statements: tuple[Statement, ...]
    dates: tuple[DateMention, ...]
    quantities: tuple[Quantity, ...]


class _Extractors(Protocol):
    """What the module of a language offers: one function that reads all three kinds of mention."""

    def read_mentions(
        self, document: Document
    ) -> tuple[tuple[Statement, ...], tuple[DateMention, ...], tuple[Quantity, ...]]: ...


def extract(document: Document, language: str = DEFAULT_LANGUAGE) -> Mentions:
    """The statements, dates and quantities of a document, read by the rules of a language (ISO 639-1).

    Pure: the same document gives the same mentions. Raises ArgumentError for a language that nothing reads.
    """
    statements, dates, quantities = _extractors(language).read_mentions(document)
    return Mentions(statements, assign(dates, statements), assign(quantities, statements))


@cache
def _extractors(language: str) -> _Extractors:
    """The module of a language, imported when it is first asked for."""
    if language not in _MODULES:
        raise ArgumentError(f"language must be one of: {', '.join(LANGUAGES)}; got {language!r}.")
    module: _Extractors = import_module(_MODULES[language])
    return module
