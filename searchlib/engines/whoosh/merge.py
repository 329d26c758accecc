"""Several segments as one: arrays put end to end and renumbered, deleted rows left out, nothing analysed again.

Passages keep their order (first segment's first), so each term's merged postings are its lists one after the other. The
inverted file is merged in stretches of terms, so that the 64-bit places used on the way stay small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searchlib.engines.whoosh.arrays import ArrayWriter, FileEntry
from searchlib.engines.whoosh.builder import (
    adding,
    forward_records,
    join_fields,
    strings_columns,
    value_orders,
    write_segment,
)
from searchlib.engines.whoosh.inversion import Array, Inverted, narrow, ranges, starts_of
from searchlib.engines.whoosh.layout import COLUMNS, MENTION_TABLES, NO_ROW, TERM_FIELDS, TermField
from searchlib.engines.whoosh.records import RecordWriter
from searchlib.engines.whoosh.segment import Segment

_STRETCH: Final = 1 << 22
"""Postings merged at a time: about 250 MB of 64-bit places on the way."""

_STRING_COLUMNS: Final = frozenset({"speaker", "role", "unit", "noun"})
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class _Part:
    """One segment of a merge: which rows of each space it keeps, and their new numbers (-1: gone)."""

    segment: Segment
    kept: dict[str, NDArray[np.bool_]]
    new: dict[str, Numbers]
    strings: Numbers


def merge(segments: Sequence[Segment], writer: ArrayWriter) -> FileEntry:
    """Write one segment that holds all living rows of `segments`, in their order. Raises StorageFull."""
    strings, string_maps = _union([segment.packed("string") for segment in segments])
    parts = _numbered(segments, string_maps)
    columns = _passage_columns(parts)
    for prefix in MENTION_TABLES:
        columns |= _table(prefix, parts)
    columns |= value_orders(columns)
    columns |= strings_columns("string", [text.decode("utf-8", "replace") for text in strings])
    fields, terms = join_fields([_merged_field(spec, parts) for spec in TERM_FIELDS], columns)
    columns |= terms
    passages = len(columns["passage_document"])
    firsts = columns["document_passages"][:-1][np.diff(columns["document_passages"]) > 0]
    lengths = columns["lengths"].reshape(2, passages)
    attributes = {
        "fields": fields,
        "passages": passages,
        "documents": len(columns["document_published"]),
        "tokens": {"text": int(lengths[0].sum(dtype=np.int64)), "title": int(lengths[1][firsts].sum(dtype=np.int64))},
        "analysis": segments[0].analysis,
    }
    records = {
        "passages": _copying(parts, "passages", lambda segment: segment.passage_records),
        "documents": _copying(parts, "documents", lambda segment: segment.document_records),
        "forward": adding(forward_records(columns, fields)),
    }
    return write_segment(writer, columns, records, attributes)


def _copying(parts: Sequence[_Part], space: str, reader: Callable[[Segment], Any]) -> Callable[[RecordWriter], None]:
    def fill(stored: RecordWriter) -> None:
        for part in parts:
            kept = part.kept[space]
            stored.extend(reader(part.segment), None if kept.all() else kept)

    return fill


def _union(lists: Sequence[Sequence[bytes]]) -> tuple[list[bytes], list[Numbers]]:
    """All byte strings once, sorted, and for each list the new numbers of its own."""
    union = sorted(set().union(*lists))
    number = {text: at for at, text in enumerate(union)}
    return union, [np.fromiter(map(number.__getitem__, texts), np.int64, len(texts)) for texts in lists]


def _numbered(segments: Sequence[Segment], string_maps: Sequence[Numbers]) -> list[_Part]:
    """Each segment's kept rows and their new numbers, counted on from segment to segment."""
    parts: list[_Part] = []
    bases = dict.fromkeys(("passages", "documents", "statements", "dates", "quantities"), 0)
    for segment, strings in zip(segments, string_maps, strict=True):
        alive = segment.alive if segment.alive is not None else np.ones(segment.passages, np.bool_)
        kept = {"passages": alive, "documents": segment.alive_documents}
        for space, prefix in (("statements", "statement"), ("dates", "date"), ("quantities", "quantity")):
            of = segment.column(f"{prefix}_passage")
            kept[space] = alive[segment.checked(of, segment.passages)]
        new = {}
        for space, keep in kept.items():
            numbers = np.cumsum(keep, dtype=np.int64) + (bases[space] - 1)
            numbers[~keep] = NO_ROW
            new[space] = numbers
            bases[space] += int(keep.sum())
        parts.append(_Part(segment, kept, new, strings))
    return parts


def _joined(parts: Sequence[_Part], name: str, space: str) -> Array:
    return np.concatenate([part.segment.column(name)[part.kept[space]] for part in parts])


def _passage_columns(parts: Sequence[_Part]) -> dict[str, Array]:
    lengths = [part.segment.lengths[:, part.kept["passages"]].astype(np.uint32) for part in parts]
    counts, starts = [], []
    for part in parts:
        bounds = part.segment.column("passage_sentences")
        sizes = np.diff(bounds)[part.kept["passages"]]
        counts.append(sizes)
        chosen = ranges(bounds[:-1][part.kept["passages"]], sizes)
        starts.append(part.segment.column("sentence_starts")[chosen].astype(np.uint32))
    documents = [np.diff(part.segment.column("document_passages"))[part.kept["documents"]] for part in parts]
    return {
        "lengths": narrow(np.concatenate(lengths, axis=1).reshape(-1)),
        "passage_document": np.concatenate(
            [
                part.new["documents"][part.segment.column("passage_document")[part.kept["passages"]]].astype(np.int32)
                for part in parts
            ]
        ),
        "passage_sentences": starts_of(np.concatenate(counts)),
        "sentence_starts": narrow(np.concatenate(starts)),
        "passage_fingerprint": _joined(parts, "passage_fingerprint", "passages"),
        "document_passages": starts_of(np.concatenate(documents)).astype(np.int32),
        "document_published": _joined(parts, "document_published", "documents"),
        "document_added": _joined(parts, "document_added", "documents"),
        "document_source": np.concatenate(
            [
                _renumbered(part.segment.column("document_source"), part.strings)[part.kept["documents"]]
                for part in parts
            ]
        ),
    }


def _renumbered(numbers: Array, new: Numbers) -> NDArray[np.int32]:
    """`numbers` by their new ones; -1 stays."""
    if not len(new):
        return np.full(len(numbers), NO_ROW, np.int32)
    return np.where(numbers < 0, NO_ROW, new[numbers]).astype(np.int32)


def _table(prefix: str, parts: Sequence[_Part]) -> dict[str, Array]:
    """One mention table: rows put end to end, and the numbers in them made new."""
    space = "quantities" if prefix == "quantity" else f"{prefix}s"
    columns: dict[str, Array] = {}
    for spec in COLUMNS:
        name = spec.name.removeprefix(f"{prefix}_")
        if not spec.name.startswith(f"{prefix}_") or name.startswith("by_"):
            continue
        pieces = []
        base = 0
        for part in parts:
            values = part.segment.column(spec.name)[part.kept[space]]
            if name == "passage":
                values = part.new["passages"][values].astype(np.int32)
            elif name == "statement":
                values = _renumbered(values, part.new["statements"])
            elif name == "identity":
                top = int(values.max()) + 1 if len(values) else 0
                values, base = (values + base).astype(np.int32), base + top
            elif name in _STRING_COLUMNS:
                values = _renumbered(values, part.strings)
            pieces.append(values)
        joined = np.concatenate(pieces)
        columns[spec.name] = narrow(joined) if spec.dtype == "narrow" else joined
    return columns


def _merged_field(spec: TermField, parts: Sequence[_Part]) -> tuple[str, list[bytes], Inverted]:
    """One field's terms and postings over all segments; terms that no living row holds are dropped."""
    lists = [[text for _, text in part.segment.terms(spec.name)] for part in parts]
    union, maps = _union(lists)
    pieces = [_stretch(spec, parts, maps, first, after) for first, after in _stretches(spec, parts, maps, len(union))]
    counts = np.concatenate([np.zeros(0, np.int64), *[piece.counts for piece in pieces]])
    used = np.flatnonzero(counts)
    inverted = Inverted(
        starts_of(counts[used]),
        np.concatenate([np.zeros(0, np.int32), *[piece.rows for piece in pieces]]),
        np.concatenate([np.zeros(0, np.uint8), *[piece.frequencies for piece in pieces]]),
        np.concatenate([np.zeros(0, np.uint8), *[piece.positions for piece in pieces]]),
    )
    return spec.name, [union[number] for number in used.tolist()], inverted


def _stretches(
    spec: TermField, parts: Sequence[_Part], maps: Sequence[Numbers], terms: int
) -> Iterator[tuple[int, int]]:
    """Ranges of new term numbers whose postings, over all segments, are about `_STRETCH` or those of one term."""
    counts = np.zeros(terms, np.int64)
    for part, new in zip(parts, maps, strict=True):
        first, last = part.segment.fields[spec.name]
        counts[new] += np.diff(part.segment.column("term_postings")[first : last + 1])
    upto = np.cumsum(counts)
    first = 0
    while first < terms:
        before = int(upto[first - 1]) if first else 0
        after = max(int(np.searchsorted(upto, before + _STRETCH, "right")), first + 1)
        yield first, min(after, terms)
        first = after


@dataclass(frozen=True)
class _Piece:
    counts: Numbers
    rows: NDArray[np.int32]
    frequencies: Array
    positions: Array


def _stretch(spec: TermField, parts: Sequence[_Part], maps: Sequence[Numbers], first: int, after: int) -> _Piece:
    """The merged postings of the new terms `first` to `after` (exclusive)."""
    terms, rows, frequencies, starts, sources = [], [], [], [], []
    shift = 0
    for part, new in zip(parts, maps, strict=True):
        base = part.segment.fields[spec.name][0]
        low, high = (base + int(at) for at in np.searchsorted(new, (first, after)))
        bounds = part.segment.column("term_postings")[low : high + 1]
        taken = slice(int(bounds[0]), int(bounds[-1]))
        old = part.segment.checked(part.segment.column("posting_rows")[taken], part.segment.space_size(spec.name))
        moved = part.new[spec.space][old]
        kept = moved >= 0
        terms.append(np.repeat(new[low - base : high - base] - first, np.diff(bounds))[kept])
        rows.append(moved[kept].astype(np.int32))
        if spec.words and len(old):
            tf = part.segment.column("posting_frequencies")[taken]
            upto = np.cumsum(tf, dtype=np.int64)
            begin = int(part.segment.column("block_positions")[int(part.segment.column("term_blocks")[low])])
            frequencies.append(tf[kept].astype(np.uint32))
            starts.append((upto - tf)[kept] + shift)
            sources.append(part.segment.column("positions")[begin : begin + int(upto[-1])])
            shift += int(upto[-1])
    number = np.concatenate(terms)
    order = np.argsort(number, kind="stable")  # runs already sorted, one a segment: merged in linear time
    counts = np.bincount(number, minlength=after - first)
    merged = np.concatenate(rows)[order]
    if not spec.words or not starts:
        none = np.zeros(0, np.uint8)
        return _Piece(counts, merged, none, none)
    tf = np.concatenate(frequencies)[order]
    content = narrow(np.concatenate([source.astype(np.uint32, copy=False) for source in sources]))
    return _Piece(counts, merged, narrow(tf), content[ranges(np.concatenate(starts)[order], tf)])
