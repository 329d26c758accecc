"""Hit: a passage that a search found, and the explanation of its score."""

from __future__ import annotations

import warnings
from datetime import date

from searchlib.models.documents import Extra, Passage, PublishedFrom
from searchlib.models.spans import Span, Value


def warn_renamed(old: str, new: str) -> None:
    """Give a DeprecationWarning for the use of an attribute by its old name."""
    warnings.warn(f"{old} is now called {new}.", DeprecationWarning, stacklevel=3)


class TermPart(Value):
    """The part of a score that one term adds: BM25 of `term` in `field`."""

    field: str
    term: str
    tf: int
    df: int
    idf: float
    length: int
    average_length: float
    weight: float
    score: float


class FilterPart(Value):
    """A filter clause and the mentions of the passage that satisfied it."""

    clause: str
    matched: tuple[str, ...]


class Explanation(Value):
    """Why a hit has its score: the scores of `terms` add up to it; `plan` names the algorithm that found the hit."""

    plan: str
    terms: tuple[TermPart, ...]
    filters: tuple[FilterPart, ...]


class Hit(Value):
    """One passage found. `rank` counts from 1; `highlights` and `snippet` are spans in the document's text.

    `duplicates` lists the ids of near-duplicate passages shown under this one; `more_in_document` counts further passages
    of the same document when grouping by document. `before` and `after` are the passages around it that were asked for as
    context. `quoted` are the characters of its statements that stand in quotation marks, the marks included. `page`
    is the page of a PDF.
    """

    rank: int
    score: float
    passage: Passage
    title: str = ""
    published: date | None = None
    published_from: PublishedFrom = "unknown"
    source: str = ""
    url: str = ""
    path: str = ""
    page: int | None = None
    extra: Extra = {}  # noqa: RUF012 - pydantic copies it
    highlights: tuple[Span, ...] = ()
    snippet: Span | None = None
    quoted: tuple[Span, ...] = ()
    before: tuple[Passage, ...] = ()
    after: tuple[Passage, ...] = ()
    duplicates: tuple[str, ...] = ()
    more_in_document: int = 0
    explanation: Explanation | None = None

    @property
    def document(self) -> str:
        """The id of the passage's document; `Index.document` gives the Document itself."""
        return self.passage.document

    @property
    def place(self) -> str:
        """Where the passage stands, as `path:line`, of a PDF `path:pPAGE`; the id of the document when it has no file."""
        return f"{self.path or self.passage.document}:{'' if self.page is None else 'p'}{self.passage.line}"

    @property
    def folded(self) -> tuple[str, ...]:
        """The old name of `duplicates`."""
        warn_renamed("Hit.folded", "Hit.duplicates")
        return self.duplicates

    @property
    def also(self) -> int:
        """The old name of `more_in_document`."""
        warn_renamed("Hit.also", "Hit.more_in_document")
        return self.more_in_document
