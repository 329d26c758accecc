"""Builds a segment: collects documents one by one and writes them as one file of flat arrays.

While documents are added, terms only get ids and are appended to flat integer arrays; all sorting happens once, in
`flush`. Nothing here loops over postings.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from searchlib import versions
from searchlib.analysis import ENGLISH, Analyzer
from searchlib.array_operations import narrow, narrow_offsets, ranges, starts_of
from searchlib.array_types import Array
from searchlib.engines.whoosh.columnar.segments.passage_codec import RawRecord, write_document, write_passage
from searchlib.engines.whoosh.columnar.segments.token_cache import TokenCache
from searchlib.engines.whoosh.columnar.segments.word_codes import (
    RecordEncoder,
    by_frequency,
    encode_ranks,
    encode_records,
    inverse,
)
from searchlib.engines.whoosh.columnar.store.array_files import ArrayWriter, FileEntry
from searchlib.engines.whoosh.columnar.store.layout import TERM_FIELDS, days
from searchlib.engines.whoosh.columnar.store.records import Batch
from searchlib.engines.whoosh.columnar.writing.invert import Inverted, invert
from searchlib.engines.whoosh.columnar.writing.segment_columns import (
    join_fields,
    strings_columns,
    title_tokens,
    write_segment,
)
from searchlib.engines.whoosh.columnar.writing.table_builder import TableBuilder
from searchlib.engines.whoosh.columnar.writing.token_streams import FieldTokens, Tokens
from searchlib.models import Document, Passage
from searchlib.near_duplicates import fingerprints
from searchlib.sentences import sentence_bounds

TOKEN_BYTES: Final = 54
"""Bytes a token: 14 while they gather, the others while they are sorted as 64-bit keys."""
TERM_BYTES: Final = 250
"""Bytes a distinct word: its text, its entry in the dictionary, and both again while they are sorted."""
CHUNK_BYTES: Final = 300
"""Bytes a chunk of the token cache: itself, and its ids."""
CODE_BYTES: Final = 160
"""Bytes a distinct piece of the stored records."""
RECORD_BYTES: Final = 80
DOCUMENT_BYTES: Final = 700
"""Bytes a passage, or a document, beside its record."""


class SegmentBuilder:
    """Collects documents with their passages; `flush` writes them as one segment.

    `size` estimates the bytes held, so that a caller can flush before memory runs short.
    """

    def __init__(self, analyzer: Analyzer = ENGLISH) -> None:
        self._fields = {"text": FieldTokens(analyzer), "title": FieldTokens(analyzer)}
        self._tables = TableBuilder()
        self._documents = array("q")
        self._passage_documents = array("i")
        self._sentences = array("i")
        self._sentence_counts = array("i")
        self._headers = TokenCache()
        self._records = RecordEncoder({"passages": self._fields["text"].chunks, "documents": self._headers})
        self._record_cells = 0
        self._postings: list[Inverted] = []

    @property
    def passages(self) -> int:
        """How many passages were added."""
        return len(self._passage_documents)

    @property
    def documents(self) -> int:
        """How many documents were added."""
        return len(self._documents) // 4

    @property
    def size(self) -> int:
        """Estimated bytes held, and needed at most while flushing: see the constants, measured on news."""
        text, title = self._fields["text"], self._fields["title"]
        return (
            TOKEN_BYTES * text.count
            + TERM_BYTES * (len(text.vocabulary) + len(title.vocabulary))
            + CHUNK_BYTES * (text.chunks.chunk_count + title.chunks.chunk_count + self._headers.chunk_count)
            + CODE_BYTES * self._records.pieces
            + 16 * self._tables.cells
            + RECORD_BYTES * self.passages
            + DOCUMENT_BYTES * self.documents
            + 12 * self._record_cells
        )

    def add(self, document: Document, passages: Sequence[Passage], *, added: int = 0) -> None:
        """Add one document and all its passages; `added` is the commit that first brought it.

        Raises ReadError, and has changed nothing, for a document that cannot be stored.
        """
        header = write_document(document, passages)
        records = [write_passage(passage) for passage in passages]
        row = self.documents
        source = self._tables.string(document.source)
        self._documents.extend((len(passages), days(document.published), added, source))
        self._fields["title"].add(document.title)
        mentions = self._tables.add_document(row, document, passages)
        self._store("documents", header, self._headers.split(header.text))
        for passage, record in zip(passages, records, strict=True):
            offsets, chunks = self._fields["text"].add(passage.text)
            self._add_sentences(offsets.position(start) for start, _ in sentence_bounds(passage.text))
            self._tables.add_passage(self.passages, passage, offsets, mentions)
            self._passage_documents.append(row)
            self._store("passages", record, chunks)

    def _add_sentences(self, positions: Iterable[int | None]) -> None:
        """Add the positions of a passage's first tokens of sentences; a sentence without a token has none."""
        starts = [position for position in positions if position is not None]
        self._sentences.extend(starts)
        self._sentence_counts.append(len(starts))

    def _store(self, kind: str, record: RawRecord, chunks: list[int]) -> None:
        self._records.add(kind, record.numbers, chunks, record.strings)
        self._record_cells += len(record.numbers) + len(record.strings)

    def flush(self, writer: ArrayWriter) -> FileEntry:
        """Write all that was added as one segment file. Raises StorageFull; the builder cannot be used again."""
        columns, attributes = self._columns()
        codes, records = self._records.finish()
        records["forward"] = forward_records(self._postings, self.passages)
        return write_segment(writer, columns | codes, records, attributes)

    def _columns(self) -> tuple[dict[str, Array], dict[str, Any]]:
        tokens = {name: field.tokens() for name, field in self._fields.items()}
        columns = self._passage_columns(tokens["text"])
        columns |= self._tables.columns()
        columns |= strings_columns("string", list(self._tables.strings))
        fields, terms = self._inverted(tokens, columns)
        columns |= terms
        attributes = {
            "fields": fields,
            "passages": self.passages,
            "documents": self.documents,
            "tokens": {"text": sum(self._fields["text"].lengths), "title": title_tokens(columns)},
            "analysis": versions.ANALYSIS_VERSION,
        }
        return columns, attributes

    def _passage_columns(self, tokens: Tokens) -> dict[str, Array]:
        documents = np.array(self._documents, np.int64).reshape(-1, 4)
        of = np.array(self._passage_documents, np.int32)
        text, title = self._fields["text"], self._fields["title"]
        title_lengths = np.array(title.lengths, np.int64)
        return {
            "lengths": narrow(np.concatenate((np.array(text.lengths, np.int64), title_lengths[of]))),
            "passage_document": of,
            "passage_sentences": narrow_offsets(starts_of(np.array(self._sentence_counts, np.int64))),
            "sentence_starts": narrow(np.array(self._sentences, np.int64)),
            "passage_fingerprint": fingerprints(tokens.ids, tokens.counts, list(text.vocabulary)),
            "document_passages": starts_of(documents[:, 0]).astype(np.int32),
            "document_published": documents[:, 1].astype(np.int32),
            "document_added": documents[:, 2].astype(np.int32),
            "document_source": documents[:, 3].astype(np.int32),
        }

    def _inverted(
        self, tokens: Mapping[str, Tokens], columns: Mapping[str, Array]
    ) -> tuple[dict[str, list[int]], dict[str, Array]]:
        """The inverted file of all fields: the range of term numbers of each field, and its columns."""
        parts: list[tuple[str, list[bytes], Inverted]] = []
        for spec in TERM_FIELDS:
            ids, rows, positions, vocabulary = self._postings_of(spec.name, tokens, columns)
            names = [term.encode() for term in vocabulary]
            order = sorted(range(len(names)), key=names.__getitem__)
            rank = np.empty(len(order), np.int32)
            rank[order] = np.arange(len(order), dtype=np.int32)
            inverted = invert(rank[ids], rows, positions, len(order))
            used = np.flatnonzero(np.diff(inverted.starts))
            if len(used) < len(order):  # a title word that no later passage repeats
                inverted = Inverted(
                    np.append(inverted.starts[used], inverted.starts[-1]),
                    inverted.rows,
                    inverted.frequencies,
                    inverted.positions,
                )
            parts.append((spec.name, [names[order[at]] for at in used], inverted))
            if spec.words:
                self._postings.append(inverted)
        return join_fields(parts, columns)

    def _postings_of(
        self, name: str, tokens: Mapping[str, Tokens], columns: Mapping[str, Array]
    ) -> tuple[Array, Array, Array, Iterable[str]]:
        if name in self._tables.terms:
            table = self._tables.terms[name]
            rows = np.frombuffer(table.rows, np.int32)
            return np.frombuffer(table.ids, np.int32), rows, np.zeros(len(rows), np.int32), table.vocabulary
        kind = "text" if name == "text" else "title"
        vocabulary = self._fields[kind].vocabulary
        ids, positions, counts = tokens[kind]
        if name == "text":
            return ids, np.repeat(np.arange(len(counts), dtype=np.int32), counts), positions, vocabulary
        firsts = columns["document_passages"][:-1]
        is_first = np.zeros(self.passages, bool)
        is_first[firsts[np.diff(columns["document_passages"]) > 0]] = True
        passages = np.flatnonzero(is_first if name == "title" else ~is_first)
        of = columns["passage_document"][passages]
        chosen = ranges(starts_of(counts)[of], counts[of])
        return ids[chosen], np.repeat(passages, counts[of]), positions[chosen], vocabulary


def forward_records(words: Sequence[Inverted], passages: int) -> Iterator[Batch]:
    """For each passage its word terms as ranks of frequency: see `word_codes.encode_ranks`."""
    counts = np.concatenate([np.diff(part.starts) for part in words])
    rows = np.concatenate([part.rows for part in words]).astype(np.int64)
    ranks = np.repeat(inverse(by_frequency(counts)), counts)
    yield encode_records(*encode_ranks(rows, ranks, passages))
