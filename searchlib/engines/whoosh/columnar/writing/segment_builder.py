"""A segment in the making: documents go in one by one, a file of flat arrays comes out.

While documents arrive, words are only numbered (a dictionary from term to number) and appended to flat integer arrays;
all sorting happens once, in `flush`. Nothing here loops over postings.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from searchlib import analysis, versions
from searchlib.array_types import Array
from searchlib.engines.whoosh.columnar.segments.passage_codec import RawRecord, write_document, write_passage
from searchlib.engines.whoosh.columnar.segments.token_cache import TokenCache, growing_vocabulary
from searchlib.engines.whoosh.columnar.segments.word_codes import (
    RecordEncoder,
    by_frequency,
    encode_ranks,
    encode_records,
    inverse,
)
from searchlib.engines.whoosh.columnar.store.array_files import ArrayWriter, FileEntry
from searchlib.engines.whoosh.columnar.store.layout import (
    CONFIDENCES,
    KEYED,
    NO_ROW,
    QUANTITY_MODIFIERS,
    RECORDS,
    SPEAKER_KINDS,
    STATEMENT_KINDS,
    TERM_FIELDS,
    WORD_FIELDS,
    days,
    name_key,
)
from searchlib.engines.whoosh.columnar.store.records import Batch, RecordWriter
from searchlib.engines.whoosh.columnar.store.runs import narrow, ranges, starts_of
from searchlib.engines.whoosh.columnar.writing.invert import Inverted, invert
from searchlib.engines.whoosh.columnar.writing.token_streams import FieldTokens, Tokens
from searchlib.models import Document, Passage, Quantity, Statement
from searchlib.near_duplicates import fingerprints
from searchlib.ranking.impacts import Pairs, pairs
from searchlib.ranking.impacts import join as join_pairs
from searchlib.ranking.packing import Packed, join, pack, places
from searchlib.ranking.postings import SPARE
from searchlib.sentences import sentence_bounds

TOKEN_BYTES: Final = 54
"""Bytes a token: 14 while they gather, the others while they are sorted as 64-bit keys."""
TERM_BYTES: Final = 250
"""Bytes a distinct word: its text, its place in the dictionary, and both again while they are sorted."""
CHUNK_BYTES: Final = 300
"""Bytes a chunk of text: itself, and what it stands for."""
CODE_BYTES: Final = 160
"""Bytes a form of the stored records."""
RECORD_BYTES: Final = 80
DOCUMENT_BYTES: Final = 700
"""Bytes a passage, or a document, beside what is stored of it."""

_CODES: Final = {
    name: number
    for names in (STATEMENT_KINDS, SPEAKER_KINDS, CONFIDENCES, QUANTITY_MODIFIERS)
    for number, name in enumerate(names)
}

STATEMENT: Final = (
    *(
        "passage",
        "identity",
        "speaker",
        "role",
        "speaker_row",
        "kind",
        "speaker_kind",
        "confidence",
        "on",
        "first",
        "last",
    ),
)
SPEAKER: Final = ("document", "kind", "names", "roles")
DATE: Final = ("passage", "statement", "first", "last", "confidence")
QUANTITY: Final = ("passage", "statement", "modifier", "unit", "noun", "confidence")
_BYTES: Final = frozenset({"kind", "speaker_kind", "confidence", "modifier"})
_NARROW: Final = frozenset({("statement", "first"), ("statement", "last")})


@dataclass
class _RowTerms:
    """The terms of a field whose postings are table rows: `ids` and `rows`, one entry a posting."""

    vocabulary: defaultdict[str, int] = field(default_factory=growing_vocabulary)
    ids: array[int] = field(default_factory=lambda: array("i"))
    rows: array[int] = field(default_factory=lambda: array("i"))

    def add(self, row: int, terms: Iterable[str]) -> None:
        for term in terms:
            self.ids.append(self.vocabulary[term])
            self.rows.append(row)


_SpeakerTerms = dict[tuple[str, str], tuple[int, tuple[str, ...]]]
"""The speakers of a document by name and kind: the row of each, and the parts of its roles."""


class SegmentBuilder:
    """Collects documents with their passages; `flush` writes them as one segment.

    `size` estimates the bytes held, so that a caller can flush before memory runs short.
    """

    def __init__(self) -> None:
        self._words = {"text": FieldTokens(), "title": FieldTokens()}
        self._rows = {spec.name: _RowTerms() for spec in TERM_FIELDS if not spec.words}
        self._postings: list[Inverted] = []
        self._strings = growing_vocabulary()
        self._sentences = array("i")
        self._sentence_counts = array("i")
        self._passages_of: list[int] = []
        self._documents = array("q")
        self._statements = array("q")
        self._speakers = array("q")
        self._dates = array("q")
        self._quantities = array("q")
        self._values = array("d")
        self._identities = 0
        self._headers = TokenCache()
        self._stored = RecordEncoder({"passages": self._words["text"].chunks, "documents": self._headers})
        self._stored_numbers = 0
        self._name_terms: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._name_keys: dict[str, str] = {}
        self._noun_terms: dict[str, tuple[str, ...]] = {}

    @property
    def passages(self) -> int:
        """How many passages were added."""
        return len(self._passages_of)

    @property
    def documents(self) -> int:
        """How many documents were added."""
        return len(self._documents) // 4

    @property
    def size(self) -> int:
        """Estimated bytes held, and needed at most while flushing: see the constants, measured on news."""
        words = len(self._words["text"].vocabulary) + len(self._words["title"].vocabulary)
        chunks = (
            self._words["text"].chunks.chunk_count + self._words["title"].chunks.chunk_count + self._headers.chunk_count
        )
        rows = len(self._statements) + len(self._dates) + len(self._quantities)
        return (
            TOKEN_BYTES * self._words["text"].count
            + TERM_BYTES * words
            + CHUNK_BYTES * chunks
            + CODE_BYTES * self._stored.pieces
            + 16 * rows
            + RECORD_BYTES * self.passages
            + DOCUMENT_BYTES * self.documents
            + 12 * self._stored_numbers
        )

    def add(self, document: Document, passages: Sequence[Passage], *, added: int = 0) -> None:
        """Add one document and all its passages; `added` is the commit that first brought it.

        Raises ReadError, and has changed nothing, for a document that cannot be stored.
        """
        header = write_document(document, passages)
        records = [write_passage(passage) for passage in passages]
        number = self.documents
        source = self._string(document.source)
        self._documents.extend((len(passages), days(document.published), added, source))
        self._rows["doc"].add(number, (document.id,))
        if document.path:
            self._rows["path"].add(number, (document.path,))
        if document.source:
            self._rows["source"].add(number, (analysis.fold(document.source),))
        self._words["title"].add(document.title)
        identities: dict[int, int] = {}
        speakers = self._add_speakers(passages, number)
        self._store("documents", header, self._headers.split(header.text))
        for passage, record in zip(passages, records, strict=True):
            self._store("passages", record, self._add_passage(passage, number, identities, speakers))
        self._identities += len(identities)

    def _store(self, kind: str, record: RawRecord, chunks: list[int]) -> None:
        self._stored.add(kind, record.numbers, chunks, record.strings)
        self._stored_numbers += len(record.numbers) + len(record.strings)

    def _add_speakers(self, passages: Sequence[Passage], document: int) -> _SpeakerTerms:
        """A row for each speaker of a document, with all names and roles that the document has for it."""
        known: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
        for said in (said for passage in passages for said in passage.statements):
            if said.speaker and said.speaker_kind != "unknown":
                names, roles = known.setdefault((said.speaker, said.speaker_kind), ({said.speaker: None}, {}))
                names.update(dict.fromkeys(said.names))
                if said.role:
                    roles[said.role] = None
        speakers: _SpeakerTerms = {}
        for (name, kind), (names, roles) in known.items():
            row = len(self._speakers) // len(SPEAKER)
            if kind == "unnamed":
                roles[name] = None  # "a State Department official" is a role, and all there is
            self._rows["name"].add(row, (self._name_key(name),))
            self._speakers.extend((document, _CODES[kind], self._lines(names), self._lines(roles)))
            speakers[name, kind] = row, self._folded(tuple(roles))
        return speakers

    def _lines(self, texts: Iterable[str]) -> int:
        return self._string("\n".join(" ".join(text.split()) for text in texts))

    def _name_key(self, name: str) -> str:
        known = self._name_keys.get(name)
        if known is None:
            known = self._name_keys[name] = name_key(name)
        return known

    def _add_passage(
        self, passage: Passage, document: int, identities: dict[int, int], speakers: _SpeakerTerms
    ) -> list[int]:
        """Add a passage's words and mentions; returns the chunks of its text."""
        number = len(self._passages_of)
        places, chunks = self._words["text"].add(passage.text)
        self._passages_of.append(document)
        found = (places.position(start) for start, _ in sentence_bounds(passage.text))
        sentences = [position for position in found if position is not None]
        self._sentences.extend(sentences)
        self._sentence_counts.append(len(sentences))
        rows: dict[int, int] = {}
        for statement in passage.statements:
            rows[statement.number] = len(self._statements) // len(STATEMENT)
            identity = self._identities + identities.setdefault(statement.number, len(identities))
            span = places.span(statement.start - passage.start, statement.end - passage.start)
            self._add_statement(statement, number, identity, span, speakers)
        for mention in passage.dates:
            row = NO_ROW if mention.statement is None else rows.get(mention.statement, NO_ROW)
            self._dates.extend((number, row, days(mention.first), days(mention.last), _CODES[mention.confidence]))
        for quantity in passage.quantities:
            row = NO_ROW if quantity.statement is None else rows.get(quantity.statement, NO_ROW)
            self._add_quantity(quantity, number, row)
        return chunks

    def _add_statement(
        self, said: Statement, passage: int, identity: int, span: tuple[int, int], speakers: _SpeakerTerms
    ) -> None:
        row = len(self._statements) // len(STATEMENT)
        who, roles = speakers.get((said.speaker, said.speaker_kind)) or (
            NO_ROW,
            self._folded((said.role, said.speaker)),
        )
        if said.speaker_kind in ("person", "organization"):
            self._rows["speaker"].add(row, self._folded((said.speaker, *said.names)))
        self._rows["role"].add(row, roles)
        self._statements.extend(
            (
                passage,
                identity,
                self._string(said.speaker),
                self._string(said.role),
                who,
                _CODES[said.kind],
                _CODES[said.speaker_kind],
                _CODES[said.confidence],
                days(said.on),
                *span,
            )
        )

    def _add_quantity(self, quantity: Quantity, passage: int, statement: int) -> None:
        row = len(self._quantities) // len(QUANTITY)
        if quantity.noun:
            self._rows["noun"].add(row, self._stemmed(quantity.noun))
        self._values.extend((quantity.low, quantity.high))
        self._quantities.extend(
            (
                passage,
                statement,
                _CODES[quantity.modifier],
                self._string(quantity.unit),
                self._string(quantity.head),
                _CODES[quantity.confidence],
            )
        )

    def _string(self, text: str) -> int:
        return self._strings[text] if text else NO_ROW

    def _folded(self, names: tuple[str, ...]) -> tuple[str, ...]:
        known = self._name_terms.get(names)
        if known is None:
            known = tuple(dict.fromkeys(token for name in names for token in analysis.fold_name(name)))
            self._name_terms[names] = known
        return known

    def _stemmed(self, noun: str) -> tuple[str, ...]:
        known = self._noun_terms.get(noun)
        if known is None:
            known = self._noun_terms[noun] = tuple(dict.fromkeys(analysis.analyze(noun).terms))
        return known

    def flush(self, writer: ArrayWriter) -> FileEntry:
        """Write all that was added as one segment file. Raises StorageFull; the builder is spent either way."""
        columns, attributes = self._columns()
        codes, records = self._stored.finish()
        records["forward"] = forward_records(self._postings, self.passages)
        return write_segment(writer, columns | codes, records, attributes)

    def _columns(self) -> tuple[dict[str, Array], dict[str, Any]]:
        tokens = {name: words.tokens() for name, words in self._words.items()}
        columns = self._passage_columns(tokens["text"])
        columns |= table_columns("statement", STATEMENT, self._statements)
        columns |= table_columns("speaker", SPEAKER, self._speakers)
        columns |= table_columns("date", DATE, self._dates)
        columns |= table_columns("quantity", QUANTITY, self._quantities)
        values = np.array(self._values, np.float64).reshape(-1, 2)
        columns["quantity_low"], columns["quantity_high"] = values[:, 0].copy(), values[:, 1].copy()
        columns |= strings_columns("string", list(self._strings))
        fields, terms = self._inverted(tokens, columns)
        columns |= terms
        text = self._words["text"]
        attributes = {
            "fields": fields,
            "passages": self.passages,
            "documents": self.documents,
            "tokens": {"text": sum(text.lengths), "title": title_tokens(columns)},
            "analysis": versions.ANALYSIS_VERSION,
        }
        return columns, attributes

    def _passage_columns(self, tokens: Tokens) -> dict[str, Array]:
        documents = np.array(self._documents, np.int64).reshape(-1, 4)
        of = np.array(self._passages_of, np.int32)
        text, title = self._words["text"], self._words["title"]
        title_lengths = np.array(title.lengths, np.int64)
        return {
            "lengths": narrow(np.concatenate((np.array(text.lengths, np.int64), title_lengths[of]))),
            "passage_document": of,
            "passage_sentences": places(starts_of(np.array(self._sentence_counts, np.int64))),
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
        if name in self._rows:
            table = self._rows[name]
            rows = np.frombuffer(table.rows, np.int32)
            return np.frombuffer(table.ids, np.int32), rows, np.zeros(len(rows), np.int32), table.vocabulary
        kind = "text" if name == "text" else "title"
        vocabulary = self._words[kind].vocabulary
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


def title_tokens(columns: Mapping[str, Array]) -> int:
    """The tokens of all titles, each counted once: those of documents without a passage are not in the index."""
    starts = columns["document_passages"]
    lengths = columns["lengths"].reshape(2, -1)[1]
    return int(lengths[starts[:-1][np.diff(starts) > 0]].sum(dtype=np.int64))


def table_columns(prefix: str, names: Sequence[str], cells: array[int]) -> dict[str, Array]:
    """A table kept row by row in one flat array, as one column each."""
    table = np.array(cells, np.int64).reshape(-1, len(names))
    columns: dict[str, Array] = {}
    for number, name in enumerate(names):
        values = table[:, number]
        if (prefix, name) in _NARROW:
            columns[f"{prefix}_{name}"] = narrow(values)
        else:
            columns[f"{prefix}_{name}"] = values.astype(np.uint8 if name in _BYTES else np.int32)
    return columns


def strings_columns(prefix: str, strings: Sequence[str]) -> dict[str, Array]:
    """Strings end to end, and where each begins."""
    encoded = [text.encode() for text in strings]
    return packed_columns(prefix, encoded)


def packed_columns(prefix: str, encoded: Sequence[bytes]) -> dict[str, Array]:
    """Byte strings end to end, and where each begins."""
    lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
    return {
        f"{prefix}_text": np.frombuffer(b"".join(encoded), np.uint8),
        f"{prefix}_starts": places(starts_of(lengths)),
    }


def join_fields(
    parts: Sequence[tuple[str, list[bytes], Inverted]], columns: Mapping[str, Array]
) -> tuple[dict[str, list[int]], dict[str, Array]]:
    """The fields' inverted files as one: fields in their order, words in blocks, all others as rows.

    `parts` gives each field's sorted terms and their postings, in the order of TERM_FIELDS; `columns` holds the
    lengths. Returns each field's range of term numbers and the columns of the dictionary and the inverted file.
    """
    fields: dict[str, list[int]] = {}
    first = 0
    for name, terms, _ in parts:
        fields[name] = [first, first + len(terms)]
        first += len(terms)
    lengths = columns["lengths"].reshape(2, -1)
    words = [(name, part) for name, _, part in parts if name in WORD_FIELDS]
    others = [part for name, _, part in parts if name not in WORD_FIELDS]
    blocks = join([pack(part.rows, part.frequencies, part.positions, part.starts) for _, part in words])
    bounds = join_pairs(
        [pairs(part.rows, part.frequencies, lengths[0 if name == "text" else 1], part.starts) for name, part in words]
    )
    return fields, {
        **dictionary_columns([term for _, terms, _ in parts for term in terms]),
        **block_columns(blocks, bounds),
        "postings": np.append(blocks.packed, np.zeros(SPARE, np.uint8)),
        "row_starts": places(starts_of(np.concatenate([np.diff(part.starts) for part in others]))),
        "rows": np.concatenate([part.rows for part in others]),
    }


def dictionary_columns(terms: Sequence[bytes]) -> dict[str, Array]:
    """The sorted terms end to end, and of some the first eight bytes as a big-endian number: they sort as the terms do."""
    padded = b"".join(term[:8].ljust(8, b"\0") for term in terms[::KEYED])
    return {**packed_columns("term", terms), "term_keys": np.frombuffer(padded, ">u8").astype(np.uint64)}


def block_columns(blocks: Packed, bounds: Pairs) -> dict[str, Array]:
    """The columns of words' blocks, but for the postings themselves."""
    return {
        "term_blocks": places(blocks.term_blocks),
        "term_tails": blocks.term_tails,
        "block_last": blocks.block_last,
        "block_starts": places(blocks.block_starts),
        "block_widths": blocks.block_widths,
        "pair_starts": places(bounds.pair_starts),
        "pair_frequencies": narrow(bounds.pair_frequencies),
        "pair_lengths": narrow(bounds.pair_lengths),
    }


def forward_records(words: Sequence[Inverted], passages: int) -> Iterator[Batch]:
    """For each passage its word terms as ranks of frequency: see `forms.ranked`."""
    counts = np.concatenate([np.diff(part.starts) for part in words])
    rows = np.concatenate([part.rows for part in words]).astype(np.int64)
    ranks = np.repeat(inverse(by_frequency(counts)), counts)
    yield encode_records(*encode_ranks(rows, ranks, passages))


def write_segment(
    writer: ArrayWriter,
    columns: Mapping[str, Array],
    records: Mapping[str, Iterable[Batch]],
    attributes: Mapping[str, Any],
) -> FileEntry:
    """Write columns and records as one segment file, synced; a partial file is removed on an error."""
    with writer:
        writer.attributes.update(attributes)
        write_records(writer, records)
        for name, column in columns.items():
            writer.add(name, column)
        return writer.finish()


def write_records(writer: ArrayWriter, records: Mapping[str, Iterable[Batch]]) -> None:
    """Write the stored records of a segment."""
    for name in RECORDS:
        stored = RecordWriter(writer, name)
        stored.extend(records[name])
        stored.finish()
