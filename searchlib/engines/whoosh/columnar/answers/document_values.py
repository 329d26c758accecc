"""The keyword that each document has in a field, where a segment keeps it: as a column of strings, or by its terms.

And the values of the sources' own columns, by their terms.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searchlib.array_operations import ranges
from searchlib.array_types import Ints
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.layout import COLUMNS, TERM_FIELDS, extra_value

COLUMN_NAMES: Final = frozenset(column.name for column in COLUMNS)
_FIELDS_WITH_TERMS: Final = frozenset(spec.name for spec in TERM_FIELDS if spec.space == "documents")


def has_column(name: str) -> bool:
    """Whether segments keep the keyword as it is written."""
    return f"document_{name}" in COLUMN_NAMES


def is_kept(name: str) -> bool:
    """Whether segments know which keyword of the field a document has."""
    return has_column(name) or name in _FIELDS_WITH_TERMS


def keywords(segment: Segment, name: str, documents: Ints) -> NDArray[Any]:
    """The keyword of each of these documents as text, "" where there is none."""
    distinct, places = np.unique(documents, return_inverse=True)
    if has_column(name):
        texts = [segment.strings[string_id] for string_id in segment.column(f"document_{name}")[distinct].tolist()]
    else:
        terms, rows = _postings(segment, name)
        term_of = np.full(segment.documents, -1, np.int64)
        term_of[rows] = terms
        texts = ["" if term < 0 else text(segment, term) for term in term_of[distinct].tolist()]
    return np.array(texts, object)[places]


def terms_of_passages(segment: Segment, name: str) -> tuple[Ints, Ints]:
    """The terms of the field, and beside each a passage of a document that has it."""
    terms, rows = _postings(segment, name)
    firsts = segment.column("document_passages").astype(np.int64)
    counts = firsts[rows + 1] - firsts[rows]
    return np.repeat(terms, counts), ranges(firsts[rows], counts).astype(np.int64)


def passages_of_values(segment: Segment, column: str) -> list[tuple[str, Ints]]:
    """Each value, folded, that a source's own column of this plain name has, and the passages of its documents."""
    firsts = segment.column("document_passages").astype(np.int64)
    values = []
    for term, written in segment.dictionary.terms("x", f"{column}\t", f"{column}\n"):
        documents = segment.checked(segment.dictionary.rows(term), segment.documents).astype(np.int64)
        passages = ranges(firsts[documents], firsts[documents + 1] - firsts[documents]).astype(np.int64)
        values.append((_shown(extra_value(written.decode("utf-8", "replace"))), passages))
    return values


def columns_of_source(segment: Segment) -> set[str]:
    """The plain names of the sources' own columns that a document of the segment has a value in."""
    return {
        written.decode("utf-8", "replace").partition("\t")[0]
        for _, written in segment.dictionary.terms("x", "", chr(0x10FFFF))
    }


def _shown(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.15g}"


def _postings(segment: Segment, name: str) -> tuple[Ints, Ints]:
    """The terms of the field, and beside each a document that has it."""
    first, after = segment.dictionary.fields[name]
    rows = segment.checked(segment.dictionary.rows_of(first, after), segment.documents)
    terms = np.repeat(np.arange(first, after), segment.dictionary.posting_counts(first, after))
    return terms, rows.astype(np.int64)


def text(segment: Segment, term: int) -> str:
    """The text of a term."""
    return segment.dictionary.term(term).decode("utf-8", "replace")
