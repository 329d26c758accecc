"""The layout of a segment: ONE table of its arrays, used by the writer, the reader and docs/index-format.md.

A segment holds P passages of D documents, three mention tables of S statement, E date and Q quantity rows, and a table
of V speakers. Its T terms are sorted by field, then by UTF-8 bytes; the first W of them are words. The postings of a
field are rows of one `space`: words occur in passages, the parts of a speaker's name in statement rows, a counted noun in
quantity rows, ids and publishers in documents. So one dictionary, one merge and one bisection serve all fields, and a
filter on a mention is answered on its own row. Postings of words are packed (see `ranking/postings.py`), others are not.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Final, Literal

from searchlib import analysis, versions
from searchlib.definitions.frozen import frozen
from searchlib.fields import FIELDS

KEYED = 16
"""The first bytes of every sixteenth term are stored as a number; the terms between are found from there."""
NO_DAY = -(2**31)
"""A day column's "unknown". Days count from 1970-01-01."""
NO_ROW = -1
EPOCH: Final = date(1970, 1, 1).toordinal()

Space = Literal["passages", "documents", "statements", "quantities", "speakers"]


@frozen
class TermField:
    """A field of the term dictionary: `space` is the table that its postings refer to; `words`: it has tf and positions."""

    name: str
    space: Space
    words: bool


TERM_FIELDS: tuple[TermField, ...] = (
    TermField("text", "passages", words=True),
    TermField("title", "passages", words=True),
    TermField("title.rest", "passages", words=True),
    TermField("speaker", "statements", words=False),
    TermField("role", "statements", words=False),
    TermField("noun", "quantities", words=False),
    TermField("source", "documents", words=False),
    TermField("doc", "documents", words=False),
    TermField("path", "documents", words=False),
    TermField("x", "documents", words=False),
    TermField("name", "speakers", words=False),
)
"""`title` has the first passage of each document, which a title word alone may retrieve; `title.rest` the others.

`speaker` has the parts of all names that the document has for a statement's speaker, `role` those of all roles that it
gives them; `name` the whole canonical name of each speaker, folded: by it speakers are linked across documents. `x` has the values of a source's own columns, each behind the column's name: see `extra_term`.
"""

WORD_FIELDS = tuple(field.name for field in TERM_FIELDS if field.words)


@frozen
class Column:
    """One array of a segment.

    `dtype` "narrow" is the least of uint8, 16 and 32 that holds its largest value, "offset" the least of uint32 and 64.
    """

    name: str
    dtype: str
    length: str
    meaning: str


COLUMNS: tuple[Column, ...] = (
    # the term dictionary
    Column("term_text", "uint8", "bytes", "the terms' UTF-8 bytes, end to end"),
    Column("term_starts", "offset", "T+1", "where each term begins in term_text"),
    Column(
        "term_keys",
        "uint64",
        "T/16",
        "the first eight bytes of every 16th term, big-endian: one vectorised bisection finds a query's terms",
    ),
    # the inverted file of words
    Column("term_blocks", "offset", "W+1", "where each word's blocks of postings begin: all of 128, but for the last"),
    Column("term_tails", "uint8", "W", "how many postings are in a word's last block"),
    Column(
        "block_last",
        "int32",
        "B",
        "the block's last passage: for skipping, and the base from which its rows are counted back",
    ),
    Column("block_starts", "offset", "B", "where the block begins in postings"),
    Column(
        "block_widths", "uint16", "B", "how many bits a row, a frequency and a position of it take: five bits for each"
    ),
    Column("postings", "uint8", "bytes", "the blocks: rows, frequencies less one, and token positions; 8 spare bytes"),
    Column(
        "pair_starts", "offset", "B-W+1", "where a full block's competitive pairs begin; a word's last block has none"
    ),
    Column("pair_frequencies", "narrow", "C", "tf of each competitive pair (Lucene's impacts)"),
    Column("pair_lengths", "narrow", "C", "length of each: the bounds hold for any later average, k1 and b"),
    # the inverted file of all other fields
    Column("row_starts", "offset", "T-W+1", "where the rows of each other term begin"),
    Column("rows", "int32", "N", "row numbers, ascending in each term"),
    # passages and documents
    Column(
        "lengths", "narrow", "2 P", "exact lengths in tokens: of every passage's text, then of every passage's title"
    ),
    Column("passage_document", "int32", "P", "the document it belongs to"),
    Column("passage_sentences", "offset", "P+1", "where its sentence starts begin"),
    Column("sentence_starts", "narrow", "sentences", "first token position of each sentence"),
    Column(
        "passage_fingerprint",
        "uint64",
        "P",
        "16 bits of its figures and negations, twelve 4-bit minhashes of its word pairs: see near_duplicates.py",
    ),
    Column("document_passages", "int32", "D+1", "its first passage"),
    Column("document_published", "int32", "D", "publication day"),
    Column("document_added", "int32", "D", "the commit that first brought it"),
    Column("document_source", "int32", "D", "publisher: a row of the strings, or -1"),
    # mention tables, one row per mention (a statement has one row per passage that it overlaps)
    Column("statement_passage", "int32", "S", "the passage"),
    Column("statement_identity", "int32", "S", "the same in all rows of one statement: `said(...)` asks ONE statement"),
    Column("statement_speaker", "int32", "S", "canonical speaker: a row of the strings, or -1"),
    Column("statement_role", "int32", "S", "role: a row of the strings, or -1"),
    Column("statement_speaker_row", "int32", "S", "its speaker, a row of the speaker table, or -1"),
    Column("statement_kind", "uint8", "S", "0 direct, 1 indirect, 2 mixed"),
    Column("statement_speaker_kind", "uint8", "S", "0 person, 1 organization, 2 unnamed, 3 unknown"),
    Column("statement_confidence", "uint8", "S", "0 explicit, 1 inferred, 2 guessed"),
    Column("statement_marks", "uint8", "S", "bits: bit i is set for mark i of MARKS"),
    Column("statement_on", "int32", "S", "the day it was said"),
    Column("statement_first", "narrow", "S", "its first token in this passage"),
    Column("statement_last", "narrow", "S", "its last token in this passage, inclusive"),
    Column("date_passage", "int32", "E", "the passage"),
    Column("date_statement", "int32", "E", "the row of the statement that contains it, or -1"),
    Column("date_first", "int32", "E", "first day"),
    Column("date_last", "int32", "E", "last day"),
    Column("date_confidence", "uint8", "E", "0 explicit, 1 inferred, 2 guessed"),
    Column("quantity_passage", "int32", "Q", "the passage"),
    Column("quantity_statement", "int32", "Q", "the row of the statement that contains it, or -1"),
    Column("quantity_low", "float64", "Q", "lowest value as stated"),
    Column("quantity_high", "float64", "Q", "highest value as stated"),
    Column("quantity_modifier", "uint8", "Q", "index into QUANTITY_MODIFIERS"),
    Column("quantity_unit", "int32", "Q", "unit as stated: a row of the strings, or -1"),
    Column("quantity_noun", "int32", "Q", "head noun: a row of the strings, or -1"),
    Column("quantity_confidence", "uint8", "Q", "0 explicit, 1 inferred, 2 guessed"),
    # the speaker table, one row for each speaker of a document
    Column("speaker_document", "int32", "V", "the document that names it"),
    Column("speaker_kind", "uint8", "V", "0 person, 1 organization, 2 unnamed"),
    Column("speaker_names", "int32", "V", "all its names, one per line, the canonical one first: a row of the strings"),
    Column(
        "speaker_roles",
        "int32",
        "V",
        "all its roles (or the phrase for an unnamed speaker), one per line: a row of the strings, or -1",
    ),
    # strings shared by the tables
    Column("string_text", "uint8", "bytes", "the strings' UTF-8 bytes, end to end"),
    Column("string_starts", "offset", "strings+1", "where each begins"),
    # the word codes of stored records
    Column(
        "code_text",
        "uint8",
        "bytes",
        "the pieces that codes stand for, as UTF-8 bytes end to end, the most frequent first",
    ),
    Column("code_lengths", "narrow", "F", "the bytes of each piece"),
    Column("code_starts", "int64", "F/32+1", "where every 32nd piece begins in code_text, and where the last one ends"),
)

DELETION_COLUMNS: tuple[Column, ...] = (
    Column("passages", "int32", "deleted", "deleted passages, ascending"),
    Column("documents", "int32", "deleted", "deleted documents, ascending"),
    Column("terms", "int32", "corrections", "terms that lost postings, ascending"),
    Column(
        "counts", "int32", "corrections", "how many postings each lost: df stays exact, and the postings stay unchanged"
    ),
)
"""The columns of a deletions file: each commit that deletes from a segment writes a new, complete one."""

RECORDS = {
    "passages": "one record per passage, a character per word: its text, its mentions, all that a hit shows",
    "documents": "one record per document, likewise: its metadata and the text between its passages",
    "forward": "a passage's word terms by rank of frequency, delta-coded: for taking a deleted passage out of the statistics",
}
"""Stored records: see word_codes.py for their encoding, passage_codec.py for their contents."""

STATEMENT_KINDS = ("direct", "indirect", "mixed")
MARKS = ("negated", "denied", "conditional", "future", "question", "hearsay")
SPEAKER_KINDS = ("person", "organization", "unnamed", "unknown")
CONFIDENCES = ("explicit", "inferred", "guessed")
QUANTITY_MODIFIERS = ("exact", "about", "at_least", "at_most", "more_than", "less_than", "up", "down")

MENTION_TABLES = ("statement", "date", "quantity", "speaker")
"""Column prefixes of the tables of mentions, and of their speakers."""


def days(day: date | None) -> int:
    """Days since 1970-01-01, or NO_DAY."""
    return NO_DAY if day is None else day.toordinal() - EPOCH


def name_key(name: str) -> str:
    """The key that all spellings of one name share: its parts, folded."""
    return " ".join(analysis.fold_name(name)) or name


def extra_term(name: str, value: str | float) -> str:
    """The term of a column's value: the column's plain name, a tab, "n" before a number or "s" before a folded text."""
    written = f"s{analysis.fold(value)}" if isinstance(value, str) else f"n{float(value)!r}"
    return f"{name}\t{written}"


def extra_value(term: str) -> str | float:
    """The value of an `extra_term`. Raises ValueError for a term that is none."""
    kind, value = term.partition("\t")[2][:1], term.partition("\t")[2][1:]
    return float(value) if kind == "n" else value


def fingerprint() -> str:
    """Identifies format, analysis, fields and columns, 16 hex digits: an index with another one is not read or written."""
    parts = [
        versions.SEGMENT_FORMAT,
        versions.ANALYSIS_VERSION,
        *((field.name, field.kind) for field in FIELDS),
        *((field.name, field.space, field.words) for field in TERM_FIELDS),
        *((column.name, column.dtype) for column in COLUMNS),
    ]
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]
