"""Makes the columns and records of a segment from sorted terms and postings: shared by building and merging."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from searchlib.array_operations import narrow, narrow_offsets, starts_of
from searchlib.array_types import Array
from searchlib.engines.whoosh.columnar.store.array_files import ArrayWriter, FileEntry
from searchlib.engines.whoosh.columnar.store.layout import KEYED, RECORDS, WORD_FIELDS
from searchlib.engines.whoosh.columnar.store.records import Batch, RecordWriter
from searchlib.engines.whoosh.columnar.writing.invert import Inverted
from searchlib.ranking.impacts import Pairs, pairs
from searchlib.ranking.impacts import join as join_pairs
from searchlib.ranking.packing import Packed, join, pack
from searchlib.ranking.postings import SPARE


def title_tokens(columns: Mapping[str, Array]) -> int:
    """The tokens of all titles, each counted once: those of documents without a passage are not in the index."""
    starts = columns["document_passages"]
    lengths = columns["lengths"].reshape(2, -1)[1]
    return int(lengths[starts[:-1][np.diff(starts) > 0]].sum(dtype=np.int64))


def strings_columns(prefix: str, strings: Sequence[str]) -> dict[str, Array]:
    """Strings end to end, and where each begins."""
    encoded = [text.encode() for text in strings]
    return packed_columns(prefix, encoded)


def packed_columns(prefix: str, encoded: Sequence[bytes]) -> dict[str, Array]:
    """Byte strings end to end, and where each begins."""
    lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
    return {
        f"{prefix}_text": np.frombuffer(b"".join(encoded), np.uint8),
        f"{prefix}_starts": narrow_offsets(starts_of(lengths)),
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
        "row_starts": narrow_offsets(starts_of(np.concatenate([np.diff(part.starts) for part in others]))),
        "rows": np.concatenate([part.rows for part in others]),
    }


def dictionary_columns(terms: Sequence[bytes]) -> dict[str, Array]:
    """The sorted terms end to end, and of some the first eight bytes as a big-endian number: they sort as the terms do."""
    padded = b"".join(term[:8].ljust(8, b"\0") for term in terms[::KEYED])
    return {**packed_columns("term", terms), "term_keys": np.frombuffer(padded, ">u8").astype(np.uint64)}


def block_columns(blocks: Packed, bounds: Pairs) -> dict[str, Array]:
    """The columns of words' blocks, but for the postings themselves."""
    return {
        "term_blocks": narrow_offsets(blocks.term_blocks),
        "term_tails": blocks.term_tails,
        "block_last": blocks.block_last,
        "block_starts": narrow_offsets(blocks.block_starts),
        "block_widths": blocks.block_widths,
        "pair_starts": narrow_offsets(bounds.pair_starts),
        "pair_frequencies": narrow(bounds.pair_frequencies),
        "pair_lengths": narrow(bounds.pair_lengths),
    }


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
