"""Counts that a segment file carries in its header: rows of its tables, tokens, ranges of the term dictionary."""

from __future__ import annotations

from searchlib.definitions.frozen import frozen
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile
from searchlib.engines.whoosh.columnar.store.layout import TERM_FIELDS, WORD_FIELDS


@frozen
class SegmentCounts:
    """Passages and documents (deleted ones included), tokens of text and title, and each field's range of terms.

    `fields` maps a field to its first term and the one after its last; `words` is the number of word terms, which come
    first in the dictionary; `analysis` is the version that made the terms.
    """

    passages: int
    documents: int
    tokens: dict[str, int]
    fields: dict[str, tuple[int, int]]
    words: int
    analysis: int


def read_counts(file: ArrayFile) -> SegmentCounts:
    """The counts in a segment file's header. Raises IndexCorrupt when they are missing or impossible."""
    attributes = file.attributes
    try:
        tokens = {name: int(count) for name, count in attributes["tokens"].items()}
        ranges = {spec.name: attributes["fields"][spec.name] for spec in TERM_FIELDS}
        fields = {name: (int(span[0]), int(span[1])) for name, span in ranges.items()}
        counts = SegmentCounts(
            passages=int(attributes["passages"]),
            documents=int(attributes["documents"]),
            tokens=tokens,
            fields=fields,
            words=fields[WORD_FIELDS[-1]][1],
            analysis=int(attributes["analysis"]),
        )
        least = min(counts.passages, counts.documents, tokens["text"], tokens["title"])
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
        raise file.corrupt("its counts are invalid") from error
    if least < 0:
        raise file.corrupt("its counts are invalid")
    return counts
