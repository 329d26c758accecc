"""Merges segments: arrays are joined and renumbered, deleted rows are left out, nothing is analysed again.

Passages keep their order (first segment's first), so each term's merged postings are its lists one after the other. The
inverted file is merged a range of terms at a time: each range is unpacked, renumbered, packed again and written. Stored
records are copied in batches. The terms, the word codes and the columns of all small tables are held in memory, so a
merge has no memory limit: it takes some 150 MB and 250 bytes a passage (measured on news: 375 MB for a million passages).
Checksums are compared before anything is copied, or a flipped bit would get a valid checksum in the copy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searchlib.array_operations import growing_vocabulary, narrow, narrow_offsets, ranges, starts_of
from searchlib.array_types import Array, Ints
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.segments.word_codes import (
    MergeInput,
    by_frequency,
    decode_ranks,
    decode_records,
    encode_ranks,
    encode_records,
    inverse,
    merge_records,
)
from searchlib.engines.whoosh.columnar.store.array_files import ArrayWriter, FileEntry
from searchlib.engines.whoosh.columnar.store.layout import COLUMNS, MENTION_TABLES, NO_ROW, TERM_FIELDS, TermField
from searchlib.engines.whoosh.columnar.store.records import Batch
from searchlib.engines.whoosh.columnar.writing.segment_columns import (
    block_columns,
    dictionary_columns,
    strings_columns,
    title_tokens,
    write_records,
)
from searchlib.errors import IndexCorrupt
from searchlib.ranking.impacts import Pairs, pairs
from searchlib.ranking.impacts import join as join_pairs
from searchlib.ranking.packing import (
    Blocks,
    Packed,
    blocks_of,
    documents_of,
    frequencies_of,
    join,
    pack,
    positions_of,
)
from searchlib.ranking.postings import SPARE

_POSTINGS_AT_ONCE: Final = 1 << 20
"""Postings merged at a time: about 100 MB of 64-bit numbers meanwhile."""

_STRING_COLUMNS: Final = frozenset({"speaker", "role", "unit", "noun", "names", "roles"})
_ROWS_OF: Final = {"statement": "statements", "speaker_row": "speakers", "document": "documents", "passage": "passages"}
"""Columns that refer to rows of another table, and to which."""


@dataclass(frozen=True)
class _Part:
    """One segment of a merge: which rows of each space it keeps, and their new rows (-1: deleted)."""

    segment: Segment
    kept: dict[str, NDArray[np.bool_]]
    new: dict[str, Ints]
    strings: Ints


def merge(segments: Sequence[Segment], writer: ArrayWriter) -> FileEntry:
    """Write one segment that holds all living rows of `segments`, in their order.

    Raises StorageFull, and IndexCorrupt when a segment is not as it was written.
    """
    with writer:
        for segment in segments:
            segment.verify()
        try:
            return _merged(segments, writer)
        except (IndexError, ValueError, OverflowError) as error:
            names = ", ".join(segment.name for segment in segments)
            raise IndexCorrupt(f"One of the segments {names} contradicts itself, so they cannot be merged.") from error


def _merged(segments: Sequence[Segment], writer: ArrayWriter) -> FileEntry:
    strings, string_maps = _union([partial(segment.columns.all_encoded, "string") for segment in segments])
    parts = _numbered(segments, string_maps)
    columns = _passage_columns(parts)
    for prefix in MENTION_TABLES:
        columns |= _table(prefix, parts)
    columns |= strings_columns("string", [text.decode("utf-8", "replace") for text in strings])
    dictionary = _Dictionary(parts, columns["lengths"].reshape(2, -1))
    dictionary.write(writer)
    columns |= dictionary.columns
    writer.attributes |= {
        "fields": dictionary.ranges,
        "passages": len(columns["passage_document"]),
        "documents": len(columns["document_published"]),
        "tokens": {
            "text": int(columns["lengths"][: len(columns["passage_document"])].sum(dtype=np.int64)),
            "title": title_tokens(columns),
        },
        "analysis": segments[0].counts.analysis,
    }
    codes, records = merge_records(
        [
            MergeInput(
                part.segment.records.word_codes,
                {
                    "passages": (part.segment.records.passages.records, part.kept["passages"]),
                    "documents": (part.segment.records.documents.records, part.kept["documents"]),
                },
            )
            for part in parts
        ]
    )
    columns |= codes
    records["forward"] = _forward(parts, dictionary)
    write_records(writer, records)
    for name, column in columns.items():
        writer.add(name, column)
    return writer.finish()


def _union(lists: Sequence[Callable[[], Iterable[bytes]]]) -> tuple[list[bytes], list[Ints]]:
    """All byte strings once, sorted, and for each list the rows of its strings in the union."""
    met: defaultdict[bytes, int] = growing_vocabulary()  # numbered as they are met: each list is read once
    numbers = [np.fromiter(map(met.__getitem__, texts()), np.int64) for texts in lists]
    union = sorted(met)
    rows = inverse(np.fromiter(map(met.__getitem__, union), np.int64, len(union)))
    return union, [rows[own] for own in numbers]


def _numbered(segments: Sequence[Segment], string_maps: Sequence[Ints]) -> list[_Part]:
    """Each segment's kept rows and their new rows, counted on from segment to segment."""
    parts: list[_Part] = []
    bases = dict.fromkeys(("passages", "documents", "statements", "dates", "quantities", "speakers"), 0)
    for segment, strings in zip(segments, string_maps, strict=True):
        alive = segment.deletions.alive if segment.deletions.alive is not None else np.ones(segment.passages, np.bool_)
        kept = {"passages": alive, "documents": segment.deletions.alive_documents}
        for space, prefix in (("statements", "statement"), ("dates", "date"), ("quantities", "quantity")):
            of = segment.column(f"{prefix}_passage")
            kept[space] = alive[segment.checked(of, segment.passages)]
        kept["speakers"] = kept["documents"][segment.checked(segment.column("speaker_document"), segment.documents)]
        new = {}
        for space, keep in kept.items():
            rows = np.cumsum(keep, dtype=np.int64) + (bases[space] - 1)
            rows[~keep] = NO_ROW
            new[space] = rows
            bases[space] += int(keep.sum())
        parts.append(_Part(segment, kept, new, strings))
    return parts


def _joined(parts: Sequence[_Part], name: str, space: str) -> Array:
    return np.concatenate([part.segment.column(name)[part.kept[space]] for part in parts])


def _passage_columns(parts: Sequence[_Part]) -> dict[str, Array]:
    lengths = [part.segment.lengths[:, part.kept["passages"]].astype(np.uint32) for part in parts]
    counts, starts = [], []
    for part in parts:
        bounds = part.segment.offsets("passage_sentences", 0, part.segment.passages + 1, "sentence_starts")
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
        "passage_sentences": narrow_offsets(starts_of(np.concatenate(counts))),
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


def _renumbered(rows: Array, new: Ints) -> NDArray[np.int32]:
    """The new rows of `rows`; -1 stays."""
    if not len(new):
        return np.full(len(rows), NO_ROW, np.int32)
    return np.where(rows < 0, NO_ROW, new[rows]).astype(np.int32)


def _table(prefix: str, parts: Sequence[_Part]) -> dict[str, Array]:
    """One mention table: rows joined, and references renumbered."""
    space = "quantities" if prefix == "quantity" else f"{prefix}s"
    columns: dict[str, Array] = {}
    for spec in COLUMNS:
        name = spec.name.removeprefix(f"{prefix}_")
        if not spec.name.startswith(f"{prefix}_"):
            continue
        pieces = []
        base = 0
        for part in parts:
            values = part.segment.column(spec.name)[part.kept[space]]
            if name in _ROWS_OF:
                values = _renumbered(values, part.new[_ROWS_OF[name]])
            elif name == "identity":
                kept, values = np.unique(values, return_inverse=True)  # identities of deleted statements are used again
                values, base = (values.reshape(-1) + base).astype(np.int32), base + len(kept)
            elif name in _STRING_COLUMNS:
                values = _renumbered(values, part.strings)
            pieces.append(values)
        joined = np.concatenate(pieces)
        columns[spec.name] = narrow(joined) if spec.dtype == "narrow" else joined
    return columns


# --- the inverted file ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Taken:
    """Postings of a range of terms in one part: which of them live, their terms (from 0) and their new rows.

    Of words also the blocks and all their frequencies, deleted ones included.
    """

    part: _Part
    kept: NDArray[np.bool_]
    terms: Ints
    rows: NDArray[np.int32]
    blocks: Blocks | None = None
    frequencies: Array | None = None


class _Field:
    """One field over all parts: the union of its terms, and its postings range by range."""

    def __init__(self, spec: TermField, parts: Sequence[_Part]) -> None:
        self.spec = spec
        self._parts = parts
        self.terms, self.maps = _union([partial(part.segment.dictionary.texts, spec.name) for part in parts])
        counts = np.zeros(len(self.terms), np.int64)
        self._sizes = [
            part.segment.dictionary.posting_counts(*part.segment.dictionary.fields[spec.name]) for part in parts
        ]
        for sizes, new in zip(self._sizes, self.maps, strict=True):
            counts[new] += sizes
        self._upto = np.cumsum(counts)

    def ranges_of_terms(self) -> Iterator[tuple[int, int]]:
        """Ranges of new terms whose postings, over all parts, are about `_POSTINGS_AT_ONCE` or those of one term."""
        first = 0
        while first < len(self.terms):
            before = int(self._upto[first - 1]) if first else 0
            after = max(int(np.searchsorted(self._upto, before + _POSTINGS_AT_ONCE, "right")), first + 1)
            yield first, min(after, len(self.terms))
            first = after

    def taken(self, first: int, after: int) -> list[_Taken]:
        """The living postings of the new terms `first` to `after` (exclusive), part by part."""
        taken = []
        for part, new, sizes in zip(self._parts, self.maps, self._sizes, strict=True):
            low, high = np.searchsorted(new, (first, after)).tolist()
            base = part.segment.dictionary.fields[self.spec.name][0]
            terms = np.repeat(new[low:high] - first, sizes[low:high])
            if self.spec.words:
                taken.append(self._words(part, base + low, base + high, terms))
            else:
                kept, rows = self._moved(part, part.segment.dictionary.rows_of(base + low, base + high))
                taken.append(_Taken(part, kept, terms[kept], rows))
        return taken

    def _words(self, part: _Part, low: int, high: int, terms: Ints) -> _Taken:
        postings = part.segment.dictionary.postings
        blocks = blocks_of(postings, np.arange(low, high))
        kept, rows = self._moved(part, documents_of(postings, blocks))
        return _Taken(part, kept, terms[kept], rows, blocks, frequencies_of(postings, blocks))

    def _moved(self, part: _Part, rows: NDArray[np.int32]) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
        """Which of a part's rows are not deleted, and the new rows of those."""
        moved = part.new[self.spec.space][part.segment.checked(rows, part.segment.space_size(self.spec.name))]
        kept = moved >= 0
        return kept, moved[kept].astype(np.int32)


def _order(taken: Sequence[_Taken]) -> Any:
    """The indexes that sort the postings of all parts by term, stable: each term's rows then ascend."""
    if len(taken) == 1:
        return slice(None)
    return np.argsort(np.concatenate([part.terms for part in taken]), kind="stable")  # runs already sorted: linear


class _Dictionary:
    """The terms of all parts and their postings; `write` fills `columns`, `ranges`, `new_terms` and `sizes`.

    `ranges` has each field's range of terms, `new_terms` for each part the new row of its old terms (-1: no living row
    holds it), `sizes` in how many passages each word occurs.
    """

    def __init__(self, parts: Sequence[_Part], lengths: Array) -> None:
        self._fields = [_Field(spec, parts) for spec in TERM_FIELDS]
        self._lengths = lengths
        self._terms: list[bytes] = []
        self.sizes = np.zeros(0, np.int64)
        self.ranges: dict[str, list[int]] = {}
        self.columns: dict[str, Array] = {}
        self.new_terms = [np.full(len(part.segment.file["term_starts"]) - 1, NO_ROW, np.int64) for part in parts]

    def write(self, writer: ArrayWriter) -> None:
        """Write the blocks of words, range by range; everything else is left in `columns`."""
        blocks: list[Packed] = []
        bounds: list[Pairs] = []
        counts: list[Array] = []
        sizes: list[Array] = []
        rows: list[Array] = []
        length = 0  # of the postings written so far
        writer.begin("postings", np.uint8)
        for field in self._fields:
            held = np.zeros(len(field.terms), np.int64)
            for first, after in field.ranges_of_terms():
                taken = field.taken(first, after)
                held[first:after] = np.bincount(np.concatenate([part.terms for part in taken]), minlength=after - first)
                here = np.concatenate([part.rows for part in taken])[_order(taken)]
                if field.spec.words:
                    starts = starts_of(held[first:after][held[first:after] > 0])
                    packed, pairs_of = self._packed(field.spec.name, taken, here, starts)
                    writer.append(packed.packed)
                    blocks.append(
                        packed._replace(block_starts=packed.block_starts + length, packed=np.empty(0, np.uint8))
                    )
                    length += len(packed.packed)
                    bounds.append(pairs_of)
                else:
                    rows.append(here)
            (sizes if field.spec.words else counts).append(held[held > 0])
            self._number(field, np.flatnonzero(held))
        writer.append(np.zeros(SPARE, np.uint8))
        writer.end()
        self.sizes = np.concatenate(sizes)
        self.columns = {
            **dictionary_columns(self._terms),
            **block_columns(join(blocks), join_pairs(bounds)),
            "row_starts": narrow_offsets(starts_of(np.concatenate(counts))),
            "rows": np.concatenate([np.zeros(0, np.int32), *rows]),
        }

    def _packed(
        self, field: str, taken: Sequence[_Taken], rows: NDArray[np.int32], starts: Ints
    ) -> tuple[Packed, Pairs]:
        """The blocks and pairs of a range's living postings: `starts` cuts its terms out of `rows`."""
        frequencies, positions = _occurrences(taken)
        lengths = self._lengths[0 if field == "text" else 1]
        return pack(rows, frequencies, positions, starts), pairs(rows, frequencies, lengths, starts)

    def _number(self, field: _Field, used: Ints) -> None:
        """Give the used terms of a field the next rows, and record the new row of each part's terms."""
        first = len(self._terms)
        self._terms += [field.terms[at] for at in used.tolist()]
        self.ranges[field.spec.name] = [first, first + len(used)]
        new = np.full(len(field.terms), NO_ROW, np.int64)
        new[used] = np.arange(first, first + len(used))
        for part, new_terms, old in zip(field._parts, self.new_terms, field.maps, strict=True):  # noqa: SLF001
            low, high = part.segment.dictionary.fields[field.spec.name]
            new_terms[low:high] = new[old]


def _occurrences(taken: Sequence[_Taken]) -> tuple[Array, Array]:
    """The frequencies of a range's living postings, and all their positions, in the order of their terms."""
    frequencies, positions = [], []
    for postings in taken:
        assert postings.blocks is not None
        assert postings.frequencies is not None
        chosen = np.flatnonzero(postings.kept)
        frequencies.append(postings.frequencies[chosen])
        positions.append(
            positions_of(postings.part.segment.dictionary.postings, postings.blocks, postings.frequencies, chosen)
        )
    counts, order = np.concatenate(frequencies), _order(taken)
    content = np.concatenate(positions)
    return counts[order], content[ranges(starts_of(counts)[:-1][order], counts[order])]


def _forward(parts: Sequence[_Part], dictionary: _Dictionary) -> Iterator[Batch]:
    """The forward records of all living passages, their terms ranked anew."""
    rank = inverse(by_frequency(dictionary.sizes))
    for part, new in zip(parts, dictionary.new_terms, strict=True):
        first = 0
        for batch in part.segment.records.forward.batches():
            values, counts = decode_records(batch)
            rows = np.repeat(np.arange(len(counts)), counts)
            terms = new[part.segment.dictionary.by_frequency[decode_ranks(values, counts)]]
            kept = part.kept["passages"][first : first + len(counts)]
            first += len(counts)
            rows, terms = (np.cumsum(kept) - 1)[rows[kept[rows]]], terms[kept[rows]]
            if len(terms) and int(terms.min()) < 0:
                raise ValueError("a passage holds a term that has no posting")
            yield encode_records(*encode_ranks(rows, rank[terms], int(kept.sum())))
