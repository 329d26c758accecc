"""Whether a segment contradicts itself: what a file with good checksums, made by an enemy, may still do.

At opening only the types and lengths of the arrays are looked at (`fit`). What the arrays say of each other is seen when
it is used: most of it is checked there, and what is not makes NumPy raise. `guarded` meets that: when a method fails with
an error that is none of ours, the segments are examined whole (`contradiction`), and IndexCorrupt tells what is wrong
with them; if nothing is, the error was a fault of searchlib's own and goes on as it is.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from searchlib.engines.whoosh.columnar.store.layout import (
    COLUMNS,
    CONFIDENCES,
    DELETION_COLUMNS,
    EPOCH,
    KEYED,
    NO_DAY,
    QUANTITY_MODIFIERS,
    RECORDS,
    SPEAKER_KINDS,
    STATEMENT_KINDS,
    TERM_FIELDS,
)
from searchlib.errors import SearchlibError
from searchlib.ranking.packing import blocks_of, documents_of, frequencies_of, offsets, positions_of
from searchlib.ranking.postings import SPARE

if TYPE_CHECKING:
    from searchlib.engines.whoosh.columnar.segments.segment import Segment
    from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile

PLACES: Final = {
    "term_starts": "term_text",
    "row_starts": "rows",
    "term_blocks": "block_last",
    "pair_starts": "pair_frequencies",
    "passage_sentences": "sentence_starts",
    "document_passages": "passage_document",
    "string_starts": "string_text",
}
"""Columns of places, ascending from 0 to the end of another column."""

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
"""Columns of row numbers, and a column of the table whose rows they number; -1 is allowed for "none"."""

STRINGS: Final = (
    "document_source", "statement_speaker", "statement_role", "quantity_unit", "quantity_noun", "speaker_names",
    "speaker_roles",
)  # fmt: skip
CODES: Final = {
    "statement_kind": STATEMENT_KINDS,
    "statement_speaker_kind": SPEAKER_KINDS,
    "statement_confidence": CONFIDENCES,
    "date_confidence": CONFIDENCES,
    "quantity_confidence": CONFIDENCES,
    "quantity_modifier": QUANTITY_MODIFIERS,
    "speaker_kind": SPEAKER_KINDS,
}
DAYS: Final = ("document_published", "statement_on", "date_first", "date_last")
_TYPES: Final = {"narrow": ("|u1", "<u2", "<u4"), "offset": ("<u4", "<u8")}
_AT_ONCE: Final = 1 << 20  # postings
_FIRST_DAY: Final = date.min.toordinal() - EPOCH
_LAST_DAY: Final = date.max.toordinal() - EPOCH


def fit(segment: Segment) -> bool:
    """Whether all arrays are there, of their types, and as long as the table of columns says."""
    file = segment.file
    words = segment.words
    terms = len(file["term_starts"]) - 1
    sizes = {
        "T": terms,
        "T/16": -(-terms // KEYED),
        "W": words,
        "T-W": terms - words,
        "B-W": len(file["block_last"]) - words,
        "P": segment.passages,
        "2 P": 2 * segment.passages,
        "D": segment.documents,
    }
    sizes |= {"N": len(file["rows"]), "B": len(file["block_last"]), "C": len(file["pair_frequencies"])}
    for letter, table in (("S", "statement"), ("E", "date"), ("Q", "quantity")):
        sizes[letter] = len(file[f"{table}_passage"])
    sizes["V"] = len(file["speaker_document"])
    for column in COLUMNS:
        array = file[column.name]
        dtypes = _TYPES.get(column.dtype) or (np.dtype(column.dtype).newbyteorder("<").str,)
        letter, _, more = column.length.partition("+")
        if array.dtype.newbyteorder("<").str not in dtypes:
            return False
        if letter in sizes and len(array) != sizes[letter] + int(more or 0):
            return False
    return len(file["string_starts"]) > 0 and terms == max(end for _, end in segment.fields.values())


def fit_deletions(file: ArrayFile, passages: int) -> bool:
    """Whether a deletions file holds its arrays, pairwise of one length, and takes from a term what passages may hold."""
    sizes = [len(file.array(column.name, column.dtype)) for column in DELETION_COLUMNS]
    counts = file["counts"]
    return sizes[2] == sizes[3] and (not len(counts) or 0 < int(counts.min()) <= int(counts.max()) <= passages)


def in_range(file: ArrayFile, name: str) -> bool:
    """Whether the numbers of a column of references, strings, codes or days lie in what they number; True for any other."""
    if name in REFERENCES:
        least, after = (-1 if name.endswith(("statement", "speaker_row")) else 0), len(file[REFERENCES[name]])
    elif name in STRINGS:
        least, after = (0 if name == "speaker_names" else -1), len(file["string_starts"]) - 1
    elif name in CODES:
        least, after = 0, len(CODES[name])
    elif name in DAYS:
        known = file[name][file[name] != NO_DAY]
        return not len(known) or (int(known.min()) >= _FIRST_DAY and int(known.max()) <= _LAST_DAY)
    else:
        return True
    values = file[name]
    return not len(values) or (int(values.min()) >= least and int(values.max()) < after)


def contradiction(segment: Segment, *, records: bool = True) -> SearchlibError | None:
    """How a segment contradicts itself, None when it does not. Reads all of it, stored `records` if wanted.

    A hundred thousand passages take a second; to read their records takes ten.
    """
    try:
        wrong = next(_contradictions(segment, records=records), "")
    except SearchlibError as error:
        return error
    except FOREIGN as error:
        wrong = f"its arrays cannot be read together ({error})"
    return segment.file.corrupt(wrong) if wrong else None


def _contradictions(segment: Segment, *, records: bool) -> Iterator[str]:
    file = segment.file
    segment.verify()
    for name, of in PLACES.items():
        places = file[name]
        if int(places[0]) != 0 or int(places[-1]) != len(file[of]) or bool((places[1:] < places[:-1]).any()):
            yield f"its {name!r} does not divide {of!r}"
    for name in (*REFERENCES, *STRINGS, *CODES, *DAYS):
        if not in_range(file, name):
            yield f"its {name!r} points outside its table"
    low, high = file["quantity_low"], file["quantity_high"]
    if not bool((low <= high).all()):
        yield "its quantities are no ranges"
    yield from _postings(segment)
    if records:
        yield from _records(segment)
    if segment.deletions is not None:
        yield from _deletions(segment)


def _outside(file: ArrayFile, name: str, least: int, after: int) -> Iterator[str]:
    values = file[name]
    if len(values) and not (least <= int(values.min()) and int(values.max()) < after):
        yield f"its {name!r} points outside its table"


def _postings(segment: Segment) -> Iterator[str]:
    file = segment.file
    for spec in TERM_FIELDS:
        terms = [text for _, text in segment.terms(spec.name)]
        if terms != sorted(set(terms)):
            yield f"its terms of {spec.name!r} are not in order"
        b" ".join(terms).decode()  # raises ValueError; a space is no part of a letter
        first, last = segment.fields[spec.name]
        if last > first and int(segment.sizes(first, last).min()) < 1:
            yield f"its terms of {spec.name!r} have no postings"
        if spec.words:
            yield from _words(segment, spec.name)
        else:
            rows, sizes = segment.rows_of(first, last), segment.sizes(first, last)
            yield from _rows(rows, sizes, segment.space_size(spec.name), spec.name)
    keys = [text for spec in TERM_FIELDS for _, text in segment.terms(spec.name)][::KEYED]
    if file["term_keys"].tolist() != [int.from_bytes(text[:8].ljust(8, b"\0")) for text in keys]:
        yield "its keys are not those of its terms"
    if len(file["pair_lengths"]) != len(file["pair_frequencies"]):
        yield "its pairs are not pairs"
    if segment.tokens["text"] != int(segment.lengths[0].sum(dtype=np.int64)):
        yield "its count of words is not that of its passages"


def _rows(rows: NDArray[np.int32], sizes: NDArray[np.int64], size: int, field: str) -> Iterator[str]:
    """What is wrong with the postings of terms end to end, of so many rows each."""
    if len(rows) and not (int(rows.min()) >= 0 and int(rows.max()) < size):
        yield f"its postings of {field!r} point outside their table"
    descending = np.flatnonzero(rows[1:] <= rows[:-1]) + 1
    if not np.isin(descending, np.cumsum(sizes)).all():
        yield f"its postings of {field!r} do not ascend"


def _words(segment: Segment, field: str) -> Iterator[str]:
    """What is wrong with a field's blocks, a million postings at a time."""
    first, last = segment.fields[field]
    postings = segment.postings
    terms = np.arange(first, last)
    upto = np.cumsum(segment.sizes(first, last)) // _AT_ONCE
    for stretch in np.split(terms, np.flatnonzero(np.diff(upto)) + 1) if len(terms) else ():
        blocks = blocks_of(postings, stretch)
        documents, frequencies = documents_of(postings, blocks), frequencies_of(postings, blocks)
        yield from _rows(documents, blocks.lists, segment.passages, field)
        positions = positions_of(postings, blocks, frequencies, np.arange(len(documents)))
        descending = np.flatnonzero(positions[1:] <= positions[:-1]) + 1
        if not np.isin(descending, np.cumsum(frequencies)).all():
            yield f"its positions of {field!r} do not ascend"
        edges = offsets(blocks.counts)
        tokens = np.diff(offsets(frequencies)[edges])
        ends = (blocks.positions + blocks.position_widths * tokens + 7) >> 3
        starts = segment.file["block_starts"].astype(np.int64)
        at = int(segment.file["term_blocks"][stretch[0]])
        after = np.append(starts, len(postings.packed) - SPARE)[at + 1 : at + 1 + len(ends)]
        if starts[0] != 0 or not np.array_equal(ends, after):
            yield f"its blocks of {field!r} do not lie end to end"


def _records(segment: Segment) -> Iterator[str]:
    counts = {"passages": segment.passages, "documents": segment.documents, "forward": segment.passages}
    readers: tuple[Sized, ...] = (segment.passage_records, segment.document_records, segment.forward_records)
    for name, reader in zip(RECORDS, readers, strict=True):
        if len(reader) != counts[name]:
            yield f"it has {len(reader):,} {name} records where {counts[name]:,} belong"
    words = segment.words
    tables = {"statements": "statement", "dates": "date", "quantities": "quantity"}
    rows = {table: segment.column(f"{table}_passage") for table in tables.values()}
    held = {table: np.bincount(of, minlength=segment.passages).tolist() for table, of in rows.items()}
    if any(bool((of[1:] < of[:-1]).any()) for of in rows.values()):
        yield "its mentions are not in the order of their passages"
    for number in range(segment.passages):
        passage = segment.passage(number)
        if any(len(getattr(passage, name)) != held[table][number] for name, table in tables.items()):
            yield f"its passage {number:,} has other mentions than its tables"
        terms = segment.forward(number)
        if len(terms) and int(terms.max()) >= words:
            yield f"its forward record {number:,} names terms that are not there"


def _deletions(segment: Segment) -> Iterator[str]:
    file = segment.deletions
    assert file is not None
    sizes = {"passages": segment.passages, "documents": segment.documents, "terms": segment.words}
    for name, size in sizes.items():
        values = file[name]
        yield from _outside(file, name, 0, size)
        if bool((values[1:] <= values[:-1]).any()):
            yield f"its deleted {name} do not ascend"
    if not np.array_equal(segment.passages_of(file["documents"]), file["passages"]):
        yield "its deleted passages are not those of its deleted documents"
    held = [segment.forward(number) for number in file["passages"].tolist()]
    terms, counts = np.unique(np.concatenate([np.empty(0, np.int64), *held]), return_counts=True)
    if not (np.array_equal(terms, file["terms"]) and np.array_equal(counts, file["counts"])):
        yield "its corrections are not what its deleted passages held"


# --- the guard -----------------------------------------------------------------------------------------------------


class Holder(Protocol):
    """What holds segments."""

    def held_segments(self) -> Iterable[Segment]:
        """The segments that its methods read."""


Held = TypeVar("Held", bound=type)
FOREIGN: Final = (ArithmeticError, LookupError, ValueError, TypeError, MemoryError)


def guarded(kind: Held) -> Held:
    """A class that holds segments, its public methods guarded against segments that contradict themselves."""
    for name, member in list(vars(kind).items()):
        if name.startswith("_") or name == Holder.held_segments.__name__:
            continue
        if isinstance(member, functools.cached_property):
            member.func = _guarded(member.func)
        elif inspect.isgeneratorfunction(member):
            setattr(kind, name, _guarded_steps(member))
        elif inspect.isfunction(member):
            setattr(kind, name, _guarded(member))
    return kind


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(self: Holder, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except FOREIGN as error:
            _accuse(self.held_segments(), error)
            raise

    return call


def _guarded_steps(method: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    @functools.wraps(method)
    def steps(self: Holder, *args: Any, **kwargs: Any) -> Iterator[Any]:
        try:
            yield from method(self, *args, **kwargs)
        except FOREIGN as error:
            _accuse(self.held_segments(), error)
            raise

    return steps


@contextmanager
def accusing(segments: Iterable[Segment]) -> Iterator[None]:
    """What is done within raises IndexCorrupt when it fails because one of these segments contradicts itself."""
    try:
        yield
    except FOREIGN as error:
        _accuse(segments, error)
        raise


def _accuse(segments: Iterable[Segment], error: Exception) -> None:
    """Raise IndexCorrupt when a segment is to blame for the error."""
    for segment in segments:
        wrong = contradiction(segment)
        if wrong:
            raise wrong from error
