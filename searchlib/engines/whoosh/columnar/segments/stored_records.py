"""The stored records of a segment: passages and documents as they are shown, and each passage's terms."""

from __future__ import annotations

from functools import cached_property
from itertools import zip_longest
from typing import Any, Final

import numpy as np

from searchlib.analysis import Analyzer
from searchlib.array_types import Array, Ints
from searchlib.engines.whoosh.columnar.segments.counts import SegmentCounts
from searchlib.engines.whoosh.columnar.segments.dictionary import Dictionary
from searchlib.engines.whoosh.columnar.segments.passage_codec import (
    read_gaps,
    read_header,
    read_passage,
    read_statements,
)
from searchlib.engines.whoosh.columnar.segments.word_codes import (
    Record,
    RecordDecoder,
    WordCodes,
    decode_ranks,
    decode_records,
)
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile, Cells
from searchlib.engines.whoosh.columnar.store.records import RecordReader
from searchlib.files.stored_paths import StoredPaths
from searchlib.models import Document, Passage, Statement

_CACHED_HEADERS: Final = 4096
"""Documents whose metadata is cached, some four megabytes: each hit in a document asks for it."""

_DECODING: Final = (ValueError, TypeError, LookupError, ArithmeticError, RecursionError)
"""Errors that decoding raises for a record that no writer wrote."""


class StoredRecords:
    """Reads stored passages and documents. Every method raises IndexCorrupt for a record that cannot be decoded."""

    def __init__(self, file: ArrayFile, counts: SegmentCounts, dictionary: Dictionary, analyzer: Analyzer) -> None:
        self._file = file
        self._counts = counts
        self._dictionary = dictionary
        self._analyzer = analyzer
        self._paths = StoredPaths(file.path.parent)
        self._headers: dict[int, dict[str, Any]] = {}

    @cached_property
    def word_codes(self) -> WordCodes:
        """The codes that records are written in."""
        return WordCodes(self._file, self._analyzer)

    @cached_property
    def passages(self) -> RecordDecoder:
        """The stored passages."""
        return RecordDecoder(self._file, "passages", self.word_codes)

    @cached_property
    def documents(self) -> RecordDecoder:
        """The stored documents."""
        return RecordDecoder(self._file, "documents", self.word_codes)

    @cached_property
    def forward(self) -> RecordReader:
        """The forward index: each passage's terms."""
        return RecordReader(self._file, "forward")

    def passage(self, row: int) -> Passage:
        """The stored passage in `row`, with its mentions."""
        return self.passage_with_words(row)[0]

    def passage_with_words(self, row: int) -> tuple[Passage, Record]:
        """The stored passage in `row`, and its decoded record."""
        record = self.passages[row]
        document = self._document_of(row, row + 1)[0]
        ordinal = row - self._passage_range(document)[0]
        try:
            return read_passage(record, self.header(document)["id"], ordinal), record
        except _DECODING as error:
            raise self._file.corrupt(f"its passage {row:,} cannot be decoded") from error

    def statements(self, row: int) -> tuple[Statement, ...]:
        """The statements of the passage in `row`, without their texts: its text is not decoded."""
        record = self.passages.without_text(row)
        try:
            return read_statements(record)
        except _DECODING as error:
            raise self._file.corrupt(f"its passage {row:,} cannot be decoded") from error

    @cached_property
    def _document_of(self) -> Cells:
        return self._file.cells("passage_document")

    @cached_property
    def _first_passages(self) -> Cells:
        return self._file.cells("document_passages")

    def _passage_range(self, document: int) -> tuple[int, int]:
        """The first passage of a document, and that of the next document."""
        if not 0 <= document < self._counts.documents:
            raise self._file.corrupt(f"there is no document {document:,}")
        first, after = self._first_passages(document, document + 2)
        if not 0 <= first <= after <= self._counts.passages:
            raise self._file.corrupt(f"its document {document:,} has passages that are not there")
        return first, after

    def header(self, row: int) -> dict[str, Any]:
        """The metadata of the document in `row`: the fields of a Document without its text."""
        known = self._headers.get(row)
        if known is None:
            if len(self._headers) >= _CACHED_HEADERS:
                self._headers.clear()
            known = self._headers[row] = self._read_header(row, self.documents[row])
        return known

    def _read_header(self, row: int, record: Record) -> dict[str, Any]:
        try:
            header = read_header(record)
        except _DECODING as error:
            raise self._file.corrupt(f"its document {row:,} cannot be decoded") from error
        if "id" not in header:
            raise self._file.corrupt(f"its document {row:,} has no id")
        if path := header.get("path"):
            header["path"] = self._paths.decode(path)
        return header

    def document(self, row: int) -> Document:
        """The whole document in `row`: its text is joined from its passages and the text between them."""
        first, after = self._passage_range(row)
        record = self.documents[row]
        header = self._read_header(row, record)
        texts = [self.passages[passage].text for passage in range(first, after)]
        gaps = list(read_gaps(record))
        if len(gaps) > len(texts) + 1:
            raise self._file.corrupt(f"its document {row:,} has passages that are not there")
        pairs = zip_longest(gaps, texts, fillvalue="")
        try:
            return Document.model_validate({**header, "text": "".join(gap + text for gap, text in pairs)})
        except (ValueError, TypeError) as error:
            raise self._file.corrupt(f"its document {row:,} cannot be decoded") from error

    def word_terms(self, passage: int) -> Ints:
        """The rows of the word terms of a passage, ascending."""
        record = self.forward[passage]
        try:
            ranks, counts = decode_records((record, np.array([len(record)])))
            return np.sort(self._dictionary.by_frequency[decode_ranks(ranks, counts)])
        except (ValueError, IndexError) as error:
            raise self._file.corrupt(f"its forward record {passage:,} cannot be decoded") from error

    def term_counts(self, passages: Array) -> tuple[Ints, Ints]:
        """The word terms of these passages, ascending, and in how many of the passages each occurs."""
        terms = [self.word_terms(int(passage)) for passage in passages]
        return np.unique(np.concatenate([np.zeros(0, np.int64), *terms]), return_counts=True)
