"""Impacts: the competitive (frequency, length) pairs of a block, which bound the score of all its postings.

A pair is competitive when no other posting of the block equals or beats it on both: sorted by falling frequency, each
competitive length is shorter than all before. They are found for thousands of blocks at once, without a loop over
postings: a block is a row of a table, sorted by (falling frequency, length), and the running minimum of the lengths says
which pairs are competitive.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from searchlib.array_operations import narrow_offsets, starts_of
from searchlib.array_types import Integers, Ints, Rows
from searchlib.ranking.packing import Packed, joined
from searchlib.ranking.postings import BLOCK, SPARE, Derived, Matches, Postings, Segment

_AT_ONCE: Final = 1 << 10  # blocks: about 5 MB on the way


class Pairs(NamedTuple):
    """The competitive pairs of all full blocks of many lists, named and typed as in `Postings`, offsets as int64."""

    pair_starts: Ints
    pair_frequencies: Integers
    pair_lengths: Integers


def pairs(documents: Rows, frequencies: Integers, lengths: Integers, starts: Ints) -> Pairs:
    """The pairs of all lists; `starts`, int64[T + 1], divides `documents` and `frequencies` into lists.

    `lengths` has the exact length of every passage in the field of these lists; lists of several fields are done field
    by field and put together with `join`. A list's last block has no pairs.
    """
    firsts = full_blocks(starts)
    made: list[tuple[Integers, Integers, Integers]] = [(np.empty(0, np.int64), frequencies[:0], lengths[:0])]
    for at in range(0, len(firsts), _AT_ONCE):
        rows = firsts[at : at + _AT_ONCE, None] + np.arange(BLOCK)
        made.append(_competitive(frequencies[rows], lengths[documents[rows]]))
    counts, tops, shorts = (np.concatenate(parts) for parts in zip(*made, strict=True))
    return Pairs(starts_of(counts), tops.astype(frequencies.dtype), shorts.astype(lengths.dtype))


def full_blocks(starts: Ints) -> Ints:
    """The first posting of each block of 128 postings: of all blocks but the last one of each list."""
    many = np.maximum((np.diff(starts) - 1) // BLOCK, 0)
    upto = starts_of(many)
    firsts: Ints = np.repeat(starts[:-1] - BLOCK * upto[:-1], many) + BLOCK * np.arange(upto[-1])
    return firsts


def join(parts: Sequence[Pairs]) -> Pairs:
    """The pairs of all lists of these parts, end to end."""
    return Pairs(
        starts_of(np.concatenate([np.empty(0, np.int64), *[np.diff(part.pair_starts) for part in parts]])),
        np.concatenate([np.empty(0, np.uint8), *[part.pair_frequencies for part in parts]]),
        np.concatenate([np.empty(0, np.uint8), *[part.pair_lengths for part in parts]]),
    )


def stored(blocks: Packed, bounds: Pairs) -> Postings:
    """Lists and their pairs as they are stored."""
    return Postings(
        narrow_offsets(blocks.term_blocks),
        blocks.term_tails,
        blocks.block_last,
        narrow_offsets(blocks.block_starts),
        blocks.block_widths,
        np.append(blocks.packed, np.zeros(SPARE, np.uint8)),
        narrow_offsets(bounds.pair_starts),
        bounds.pair_frequencies,
        bounds.pair_lengths,
    )


def derive(segment: Segment, lists: Sequence[Matches], fields: Sequence[int]) -> Derived:
    """Lists derived for one query (phrases, unions), to be ranked like stored ones.

    `fields` gives the field whose lengths each list uses. One loose pair per full block, its largest frequency with its
    shortest length, is enough for lists that live for one query. Raises IndexError when a document is outside the
    segment.
    """
    starts = starts_of(np.array([len(derived.documents) for derived in lists], np.int64))
    documents = joined([derived.documents for derived in lists], np.int32)
    frequencies = joined([derived.frequencies for derived in lists], np.uint32)
    lengths = joined(
        [
            segment.lengths[field].take(derived.documents.view(np.uint32))
            for derived, field in zip(lists, fields, strict=True)
        ],
        np.uint32,
    )
    rows = full_blocks(starts)[:, None] + np.arange(BLOCK)
    return Derived(
        starts,
        documents,
        frequencies,
        joined([derived.positions for derived in lists], np.uint32),
        frequencies[rows].max(axis=1, initial=0),
        lengths[rows].min(axis=1, initial=np.iinfo(np.uint32).max),
    )


def _competitive(frequencies: Integers, lengths: Integers) -> tuple[Ints, Integers, Integers]:
    """The pairs of blocks, one row per block: how many each block has, their frequencies and their lengths."""
    most = int(frequencies.max())
    width = int(lengths.max()).bit_length()
    key = (most - frequencies.astype(np.int64)) << width | lengths.astype(np.int64)
    key.sort(axis=1)
    falling, length = key >> width, key & ((1 << width) - 1)
    kept = np.ones(key.shape, np.bool_)
    kept[:, 1:] = length[:, 1:] < np.minimum.accumulate(length, axis=1)[:, :-1]
    return kept.sum(axis=1), most - falling[kept], length[kept]
