"""Checks single columns: whether all are there with their types and lengths, and their values are in range.

Types and lengths are checked when a segment is opened (`columns_fit`), values when a column is first used (`in_range`).
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from searchlib.engines.whoosh.columnar.segments.counts import SegmentCounts
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile
from searchlib.engines.whoosh.columnar.store.layout import (
    COLUMNS,
    CONFIDENCES,
    DELETION_COLUMNS,
    EPOCH,
    KEYED,
    NO_DAY,
    QUANTITY_MODIFIERS,
    SPEAKER_KINDS,
    STATEMENT_KINDS,
)

OFFSETS: Final = {
    "term_starts": "term_text",
    "row_starts": "rows",
    "term_blocks": "block_last",
    "pair_starts": "pair_frequencies",
    "passage_sentences": "sentence_starts",
    "document_passages": "passage_document",
    "string_starts": "string_text",
}
"""Columns of offsets into another column, ascending from 0 to its end."""

REFERENCES: Final = {
    "passage_document": "document_published",
    "statement_passage": "passage_document",
    "date_passage": "passage_document",
    "quantity_passage": "passage_document",
    "date_statement": "statement_passage",
    "quantity_statement": "statement_passage",
    "statement_identity": "statement_passage",
    "statement_speaker_row": "speaker_document",
    "speaker_document": "document_published",
}
"""Columns of row numbers, and a column of the table that they refer to."""

OPTIONAL_REFERENCES: Final = frozenset({"date_statement", "quantity_statement", "statement_speaker_row"})
"""Those that may be -1, for "none"."""

STRINGS: Final = (
    "document_source", "statement_speaker", "statement_role", "quantity_unit", "quantity_noun", "speaker_names",
    "speaker_roles",
)  # fmt: skip
"""Columns that refer to the strings; all but `speaker_names` may be -1."""

CODES: Final = {
    "statement_kind": STATEMENT_KINDS,
    "statement_speaker_kind": SPEAKER_KINDS,
    "statement_confidence": CONFIDENCES,
    "date_confidence": CONFIDENCES,
    "quantity_confidence": CONFIDENCES,
    "quantity_modifier": QUANTITY_MODIFIERS,
    "speaker_kind": SPEAKER_KINDS,
}
"""Columns of codes, and the names that the codes count."""

DAYS: Final = ("document_published", "statement_on", "date_first", "date_last")
_TYPES: Final = {"narrow": ("|u1", "<u2", "<u4"), "offset": ("<u4", "<u8")}
_FIRST_DAY: Final = date.min.toordinal() - EPOCH
_LAST_DAY: Final = date.max.toordinal() - EPOCH


def columns_fit(file: ArrayFile, counts: SegmentCounts) -> bool:
    """Whether all columns are there, of their types, and as long as the layout and the counts say."""
    sizes = _table_sizes(file, counts)
    for column in COLUMNS:
        array = file[column.name]
        dtypes = _TYPES.get(column.dtype) or (np.dtype(column.dtype).newbyteorder("<").str,)
        letter, _, more = column.length.partition("+")
        if array.dtype.newbyteorder("<").str not in dtypes:
            return False
        if letter in sizes and len(array) != sizes[letter] + int(more or 0):
            return False
    return len(file["string_starts"]) > 0 and sizes["T"] == max(end for _, end in counts.fields.values())


def _table_sizes(file: ArrayFile, counts: SegmentCounts) -> dict[str, int]:
    """The sizes that the lengths of columns are given in: see `layout.COLUMNS`."""
    terms, words, blocks = len(file["term_starts"]) - 1, counts.words, len(file["block_last"])
    return {
        "T": terms,
        "T/16": -(-terms // KEYED),
        "W": words,
        "T-W": terms - words,
        "B": blocks,
        "B-W": blocks - words,
        "C": len(file["pair_frequencies"]),
        "N": len(file["rows"]),
        "P": counts.passages,
        "2 P": 2 * counts.passages,
        "D": counts.documents,
        "S": len(file["statement_passage"]),
        "E": len(file["date_passage"]),
        "Q": len(file["quantity_passage"]),
        "V": len(file["speaker_document"]),
    }


def deletions_fit(file: ArrayFile, passages: int) -> bool:
    """Whether a deletions file has its columns, of fitting lengths, and no term loses more than `passages` postings."""
    sizes = [len(file.array(column.name, column.dtype)) for column in DELETION_COLUMNS]
    counts = file["counts"]
    return sizes[2] == sizes[3] and (not len(counts) or 0 < int(counts.min()) <= int(counts.max()) <= passages)


def in_range(file: ArrayFile, name: str) -> bool:
    """Whether every reference, string, code or day in a column lies in what it refers to; True for other columns."""
    values = file[name]
    if name in REFERENCES:
        least, after = (-1 if name in OPTIONAL_REFERENCES else 0), len(file[REFERENCES[name]])
    elif name in STRINGS:
        least, after = (0 if name == "speaker_names" else -1), len(file["string_starts"]) - 1
    elif name in CODES:
        least, after = 0, len(CODES[name])
    elif name in DAYS:
        least, after = _FIRST_DAY, _LAST_DAY + 1
        values = values[values != NO_DAY]
    else:
        return True
    return not len(values) or (int(values.min()) >= least and int(values.max()) < after)
