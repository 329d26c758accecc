"""Stored passages and documents of one snapshot, found by reference or by id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import Final

import numpy as np

from searchlib.engines.whoosh.columnar.answers.references import DocumentRow, PassageRow
from searchlib.engines.whoosh.columnar.answers.stored_text import StoredContext, StoredText
from searchlib.engines.whoosh.columnar.evaluation.term_filters import SpeakerRows
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.segments.word_codes import Record
from searchlib.files.stored_paths import StoredPaths
from searchlib.matching.stored import Header, Stored
from searchlib.models import Document, Passage, Statement

_MOST_DIGITS: Final = 12
"""Digits of a passage's ordinal: Python refuses to read thousands of them."""

_CACHED_PASSAGES: Final = 64
"""Passages kept as they were decoded: more-like-this and saved searches ask for them again."""


_CACHED_HEADERS: Final = 1 << 13
"""Documents whose metadata are kept: the passages of a view come from many, in the order of their scores."""


class StoredPassages:
    """Reads passages; `speaker_rows` knows for each segment who a name finds."""

    def __init__(self, segments: Sequence[Segment], speaker_rows: Sequence[SpeakerRows]) -> None:
        self._segments = segments
        self._speaker_rows = speaker_rows
        self._cached: dict[PassageRow, tuple[Passage, Record]] = {}
        self._header = lru_cache(maxsize=_CACHED_HEADERS)(partial(_read_header, segments))
        self._document_id = lru_cache(maxsize=1 << 16)(partial(_read_document_id, segments))

    # --- passages ----------------------------------------------------------------------------------------------

    def stored(self, ref: PassageRow) -> Stored:
        """The passage with its document's metadata, its stored words and its context."""
        passage, words = self._read(ref)
        ordinal, row = ref
        segment = self._segments[ordinal]
        neighbours = partial(self._neighbours, ref, passage)
        context = StoredContext(segment, row, passage, self._speaker_rows[ordinal], neighbours)
        return Stored(ref, passage, self.header(ref), StoredText(passage, words, segment, row), context)

    def passage(self, ref: PassageRow) -> Passage:
        """The passage alone."""
        return self._read(ref)[0]

    def _read(self, ref: PassageRow) -> tuple[Passage, Record]:
        """The passage, and the record that it was decoded from."""
        known = self._cached.get(ref)
        if known is None:
            if len(self._cached) >= _CACHED_PASSAGES:
                self._cached.clear()
            known = self._cached[ref] = self._segments[ref.segment].records.passage_with_words(ref.row)
        return known

    def _neighbours(self, ref: PassageRow, passage: Passage) -> list[Stored]:
        """The other passages of the document that hold a statement of this one: those around it, without a gap."""
        numbers = {said.number for said in passage.statements}
        segment = self._segments[ref.segment]
        document = segment.passage_document[ref.row : ref.row + 1]
        rows = segment.passages_of(document).tolist()
        neighbours: list[Stored] = []
        for side in ([row for row in reversed(rows) if row < ref.row], [row for row in rows if row > ref.row]):
            for row in side:
                other = self.stored(PassageRow(ref.segment, row))
                if numbers.isdisjoint(said.number for said in other.passage.statements):
                    break
                neighbours.append(other)
        return neighbours

    def passage_id(self, ref: PassageRow) -> str:
        """`<document>#<ordinal>`."""
        segment = self._segments[ref.segment]
        document = segment.passage_document.item(ref.row)
        ordinal = ref.row - segment.document_passages.item(document)
        return f"{self._document_id(ref.segment, document)}#{ordinal}"

    def find_passage(self, passage_id: str) -> PassageRow | None:
        """The passage of this id; None when there is none."""
        document_id, _, ordinal = passage_id.rpartition("#")
        document = self.find_document(document_id)
        if document is None or not ordinal.isdecimal() or len(ordinal) > _MOST_DIGITS:
            return None
        passages = self.passages_of(document)
        return passages[int(ordinal)] if int(ordinal) < len(passages) else None

    # --- documents ---------------------------------------------------------------------------------------------

    def header(self, ref: PassageRow) -> Header:
        """The metadata of the passage's document."""
        return self._header(ref.segment, self._segments[ref.segment].passage_document.item(ref.row))

    def document(self, document_id: str) -> Document | None:
        """The document of this id; None when there is none."""
        place = self.find_document(document_id)
        return None if place is None else self._segments[place.segment].records.document(place.row)

    def find_document(self, document_id: str) -> DocumentRow | None:
        """The row of the document of this id; None when there is none."""
        return next(self._documents_with("doc", document_id), None)

    def documents_at(self, path: str) -> list[str]:
        """The ids of the documents that were read from a file."""
        names = StoredPaths(self._segments[0].file.path.parent).names(path) if self._segments else ()
        return [
            self._document_id(segment, row) for name in names for segment, row in self._documents_with("path", name)
        ]

    def _documents_with(self, field: str, text: str) -> Iterator[DocumentRow]:
        """The documents of which a field, "doc" or "path", is this text."""
        for ordinal, segment in enumerate(self._segments):
            term = segment.dictionary.find(field, text)
            rows = [] if term < 0 else segment.checked(segment.dictionary.rows(term), segment.documents).tolist()
            yield from (DocumentRow(ordinal, row) for row in rows if segment.deletions.alive_documents[row])

    def passages_of(self, document: DocumentRow) -> list[PassageRow]:
        """The passages of a document, in order."""
        rows = self._segments[document.segment].passages_of(np.array([document.row])).tolist()
        return [PassageRow(document.segment, row) for row in rows]

    def statements_of(self, document: DocumentRow) -> tuple[Statement, ...]:
        """The statements of a document, in order, each once, without their texts."""
        segment = self._segments[document.segment]
        rows = segment.passages_of(np.array([document.row]))
        starts, ends = segment.mentions.row_ranges("statement", rows)
        holding = rows[ends > starts].tolist()
        every = {said.number: said for row in holding for said in segment.records.statements(row)}
        return tuple(every.values())

    def document_ids(self) -> Iterator[str]:
        """The ids of all documents, segment after segment in the order of the ids."""
        for segment in self._segments:
            for term, text in segment.dictionary.terms("doc"):
                rows = segment.checked(segment.dictionary.rows(term), segment.documents)
                if segment.deletions.alive_documents[rows].any():
                    yield text.decode("utf-8", "replace")


def _read_header(segments: Sequence[Segment], segment: int, document: int) -> Header:
    """The metadata of a document."""
    known = segments[segment].records.header(document)
    return Header(
        known.get("title", ""),
        known.get("published"),
        known.get("published_from", "unknown"),
        known.get("source", ""),
        known.get("url", ""),
        known.get("path", ""),
        known.get("extra", {}),
    )


def _read_document_id(segments: Sequence[Segment], segment: int, document: int) -> str:
    """The id of a document."""
    return str(segments[segment].records.header(document)["id"])
