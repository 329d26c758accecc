"""Integrity checks beyond checksums: finds segments whose arrays are mutually inconsistent (crafted or buggy files).

Most references between arrays are checked where they are used; the others make NumPy raise. So the classes that read
segments are decorated with `translate_corruption`: when a method fails with an unexpected error, its segments are checked
completely (`inconsistency`), and IndexCorrupt says what is wrong. When nothing is wrong with them, the error is a bug of
searchlib and is raised unchanged.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import Any, Final, Protocol, TypeVar

import numpy as np

from searchlib.array_operations import starts_of
from searchlib.array_types import Ints, Rows
from searchlib.engines.whoosh.columnar.segments.column_checks import (
    CODES,
    DAYS,
    OFFSETS,
    REFERENCES,
    STRINGS,
    in_range,
)
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.layout import KEYED, RECORDS, TERM_FIELDS
from searchlib.errors import SearchlibError
from searchlib.ranking.packing import blocks_of, documents_of, frequencies_of, positions_of
from searchlib.ranking.postings import SPARE

_POSTINGS_AT_ONCE: Final = 1 << 20


def inconsistency(segment: Segment, *, records: bool = True) -> SearchlibError | None:
    """The error that says how a segment is inconsistent, or None. Reads all of it; the stored `records` only if asked.

    A hundred thousand passages take a second; their records take ten.
    """
    try:
        wrong = next(_inconsistencies(segment, records=records), "")
    except SearchlibError as error:
        return error
    except UNEXPECTED as error:
        wrong = f"its arrays cannot be read together ({error})"
    return segment.file.corrupt(wrong) if wrong else None


def _inconsistencies(segment: Segment, *, records: bool) -> Iterator[str]:
    file = segment.file
    segment.verify()
    for name, of in OFFSETS.items():
        values = file[name]
        if int(values[0]) != 0 or int(values[-1]) != len(file[of]) or bool((values[1:] < values[:-1]).any()):
            yield f"its {name!r} does not divide {of!r}"
    for name in (*REFERENCES, *STRINGS, *CODES, *DAYS):
        if not in_range(file, name):
            yield f"its {name!r} points outside its table"
    low, high = file["quantity_low"], file["quantity_high"]
    if not bool((low <= high).all()):
        yield "its quantities have low above high"
    yield from _in_postings(segment)
    if records:
        yield from _in_records(segment)
    if segment.deletions.file is not None:
        yield from _in_deletions(segment)


def _in_postings(segment: Segment) -> Iterator[str]:
    file, dictionary = segment.file, segment.dictionary
    for spec in TERM_FIELDS:
        terms = [text for _, text in dictionary.terms(spec.name)]
        if terms != sorted(set(terms)):
            yield f"its terms of {spec.name!r} are not in order"
        b" ".join(terms).decode()  # raises ValueError; a space is no part of a letter
        first, last = dictionary.fields[spec.name]
        sizes = dictionary.posting_counts(first, last)
        if last > first and int(sizes.min()) < 1:
            yield f"its terms of {spec.name!r} have no postings"
        if spec.words:
            yield from _in_blocks(segment, spec.name)
        else:
            yield from _in_rows(dictionary.rows_of(first, last), sizes, segment.space_size(spec.name), spec.name)
    keyed = [text for spec in TERM_FIELDS for _, text in dictionary.terms(spec.name)][::KEYED]
    if file["term_keys"].tolist() != [int.from_bytes(text[:8].ljust(8, b"\0")) for text in keyed]:
        yield "its keys do not belong to its terms"
    if len(file["pair_lengths"]) != len(file["pair_frequencies"]):
        yield "its pairs have lengths without frequencies"
    if segment.counts.tokens["text"] != int(segment.lengths[0].sum(dtype=np.int64)):
        yield "its count of words is not that of its passages"


def _in_rows(rows: Rows, sizes: Ints, table_size: int, field: str) -> Iterator[str]:
    """Says what is wrong with the postings of several terms, laid end to end; `sizes` has how many rows each term has."""
    if len(rows) and not (int(rows.min()) >= 0 and int(rows.max()) < table_size):
        yield f"its postings of {field!r} point outside their table"
    descending = np.flatnonzero(rows[1:] <= rows[:-1]) + 1
    if not np.isin(descending, np.cumsum(sizes)).all():
        yield f"its postings of {field!r} do not ascend"


def _in_blocks(segment: Segment, field: str) -> Iterator[str]:
    """Says what is wrong with the blocks of a word field; reads about a million postings at a time."""
    first, last = segment.dictionary.fields[field]
    postings = segment.dictionary.postings
    terms = np.arange(first, last)
    batch = np.cumsum(segment.dictionary.posting_counts(first, last)) // _POSTINGS_AT_ONCE
    for some in np.split(terms, np.flatnonzero(np.diff(batch)) + 1) if len(terms) else ():
        blocks = blocks_of(postings, some)
        documents, frequencies = documents_of(postings, blocks), frequencies_of(postings, blocks)
        yield from _in_rows(documents, blocks.lists, segment.passages, field)
        positions = positions_of(postings, blocks, frequencies, np.arange(len(documents)))
        descending = np.flatnonzero(positions[1:] <= positions[:-1]) + 1
        if not np.isin(descending, np.cumsum(frequencies)).all():
            yield f"its positions of {field!r} do not ascend"
        tokens = np.diff(starts_of(frequencies)[starts_of(blocks.counts)])
        ends = (blocks.positions + blocks.position_widths * tokens + 7) >> 3
        starts = segment.file["block_starts"].astype(np.int64)
        block = int(segment.file["term_blocks"][some[0]])
        next_starts = np.append(starts, len(postings.packed) - SPARE)[block + 1 : block + 1 + len(ends)]
        if starts[0] != 0 or not np.array_equal(ends, next_starts):
            yield f"its blocks of {field!r} do not lie end to end"


def _in_records(segment: Segment) -> Iterator[str]:
    records = segment.records
    sizes = {"passages": segment.passages, "documents": segment.documents, "forward": segment.passages}
    readers: tuple[Sized, ...] = (records.passages, records.documents, records.forward)
    for name, reader in zip(RECORDS, readers, strict=True):
        if len(reader) != sizes[name]:
            yield f"it has {len(reader):,} {name} records where {sizes[name]:,} belong"
    tables = {"statements": "statement", "dates": "date", "quantities": "quantity"}
    passages_of = {table: segment.column(f"{table}_passage") for table in tables.values()}
    counts = {table: np.bincount(of, minlength=segment.passages).tolist() for table, of in passages_of.items()}
    if any(bool((of[1:] < of[:-1]).any()) for of in passages_of.values()):
        yield "its mentions are not in the order of their passages"
    for row in range(segment.passages):
        passage = records.passage(row)
        if any(len(getattr(passage, name)) != counts[table][row] for name, table in tables.items()):
            yield f"its passage {row:,} has other mentions than its tables"
        terms = records.word_terms(row)
        if len(terms) and int(terms.max()) >= segment.dictionary.words:
            yield f"its forward record {row:,} names missing terms"


def _in_deletions(segment: Segment) -> Iterator[str]:
    file = segment.deletions.file
    assert file is not None
    sizes = {"passages": segment.passages, "documents": segment.documents, "terms": segment.dictionary.words}
    for name, size in sizes.items():
        rows = file[name]
        if len(rows) and not (int(rows.min()) >= 0 and int(rows.max()) < size):
            yield f"its {name!r} points outside its table"
        if bool((rows[1:] <= rows[:-1]).any()):
            yield f"its deleted {name} do not ascend"
    if not np.array_equal(segment.passages_of(file["documents"]), file["passages"]):
        yield "its deleted passages do not belong to its deleted documents"
    terms, counts = segment.records.term_counts(file["passages"])
    if not (np.array_equal(terms, file["terms"]) and np.array_equal(counts, file["counts"])):
        yield "its corrections do not agree with its deleted passages"


# --- errors of reading, translated ---------------------------------------------------------------------------------


class SegmentReader(Protocol):
    """An object whose methods read segments."""

    def read_segments(self) -> Iterable[Segment]:
        """The segments that its methods read: checked again when one of them raises an unexpected error."""


ReaderClass = TypeVar("ReaderClass", bound=type)
UNEXPECTED: Final = (ArithmeticError, LookupError, ValueError, TypeError, MemoryError)
"""Errors that NumPy and Python raise on arrays that do not belong together."""


def translate_corruption(cls: ReaderClass) -> ReaderClass:
    """Class decorator for a SegmentReader: its public methods raise IndexCorrupt when inconsistent segments broke them."""
    for name, member in list(vars(cls).items()):
        if name.startswith("_") or name == SegmentReader.read_segments.__name__:
            continue
        if isinstance(member, functools.cached_property):
            member.func = _translated(member.func)
        elif inspect.isgeneratorfunction(member):
            setattr(cls, name, _translated_generator(member))
        elif inspect.isfunction(member):
            setattr(cls, name, _translated(member))
    return cls


def _translated(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(self: SegmentReader, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except UNEXPECTED as error:
            _raise_corruption(self.read_segments(), error)
            raise

    return call


def _translated_generator(method: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    @functools.wraps(method)
    def steps(self: SegmentReader, *args: Any, **kwargs: Any) -> Iterator[Any]:
        try:
            yield from method(self, *args, **kwargs)
        except UNEXPECTED as error:
            _raise_corruption(self.read_segments(), error)
            raise

    return steps


@contextmanager
def corruption_translated(segments: Iterable[Segment]) -> Iterator[None]:
    """Context that raises IndexCorrupt when what is done inside fails because one of these segments is inconsistent."""
    try:
        yield
    except UNEXPECTED as error:
        _raise_corruption(segments, error)
        raise


def _raise_corruption(segments: Iterable[Segment], error: Exception) -> None:
    """Raise IndexCorrupt when a segment explains the error; else return."""
    for segment in segments:
        wrong = inconsistency(segment)
        if wrong:
            raise wrong from error
