"""Block bounds: what a reader must know of 128 postings to pass over them unread. The writer's side of `lists`.

A block's competitive pairs are the (frequency, length) pairs of its postings that no other posting of the block equals
or beats on both: going down through the frequencies, each length shorter than all before. They are found for all blocks
of all lists at once, without a loop over postings: one sort of integers that hold (block, frequency falling, length),
then one running minimum of the lengths in which every block starts afresh. Two million postings are taken at a time, so
that the memory needed stays near 100 MB however long the lists are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from searchlib.ranking.lists import BLOCK, EMPTY, Documents, Ints, Matches, Postings, Segment

Offsets = npt.NDArray[np.int64]

_AT_ONCE: Final = 1 << 21  # postings
_KEY_BITS: Final = 63


class Bounds(NamedTuple):
    """The block arrays of many lists, named and typed as in `Postings`."""

    block_starts: Offsets
    block_last: Documents
    block_positions: Offsets
    pair_starts: Offsets
    pair_frequencies: Ints
    pair_lengths: Ints


def block_bounds(
    documents: Documents, frequencies: Ints, lengths: Ints, starts: Offsets, *, first_position: int = 0
) -> Bounds:
    """The bounds of all lists that `starts`, int64[T + 1], cuts out of `documents` and `frequencies`.

    `lengths` holds the exact length of every passage in the field of these lists; lists of several fields are bounded
    field by field and put together with `join`. `first_position` is where the positions of the first posting begin.
    """
    blocks = _offsets(-(-np.diff(starts) // BLOCK))
    # the first posting of each block: its list's start, and 128 for each block of the list before it
    edges = np.repeat(starts[:-1] - BLOCK * blocks[:-1], np.diff(blocks))
    edges += BLOCK * np.arange(len(edges), dtype=np.int64)
    edges = np.append(edges, starts[-1])
    positions, counts, tops, shorts = [], [np.empty(0, np.int64)], [], []
    for portion in _portions(edges):
        here = slice(int(portion[0]), int(portion[-1]))
        upto = np.cumsum(frequencies[here], dtype=np.int64)
        positions.append(first_position + np.append(0, upto)[portion[:-1] - portion[0]])
        first_position += int(upto[-1])
        pairs = _competitive(portion, frequencies[here], lengths[documents[here]])
        counts.append(pairs[0])
        tops.append(pairs[1].astype(frequencies.dtype))
        shorts.append(pairs[2].astype(lengths.dtype))
    return Bounds(
        blocks,
        documents[edges[1:] - 1].astype(np.int32) if len(edges) > 1 else EMPTY.block_last,
        np.concatenate([np.empty(0, np.int64), *positions]),
        _offsets(np.concatenate(counts)),
        np.concatenate(tops or [frequencies[:0]]),
        np.concatenate(shorts or [lengths[:0]]),
    )


def join(parts: Sequence[Bounds]) -> Bounds:
    """The bounds of lists laid end to end, from those of each stretch of them (block_positions are taken as given)."""
    return Bounds(
        _chained([part.block_starts for part in parts]),
        np.concatenate([part.block_last for part in parts]),
        np.concatenate([part.block_positions for part in parts]),
        _chained([part.pair_starts for part in parts]),
        np.concatenate([part.pair_frequencies for part in parts]),
        np.concatenate([part.pair_lengths for part in parts]),
    )


def derive(segment: Segment, lists: Sequence[Matches], fields: Sequence[int]) -> Postings:
    """Lists made for one query (phrases, unions) as postings that are ranked like stored ones.

    `fields` says in which field's length each is measured. One loose pair a block - its largest frequency with its
    shortest length - will do for lists that live for one query. Raises IndexError when a document is outside the
    segment.
    """
    starts = _offsets(np.array([len(each.documents) for each in lists], np.int64))
    blocks = _offsets(-(-np.diff(starts) // BLOCK))
    edges = np.repeat(starts[:-1] - BLOCK * blocks[:-1], np.diff(blocks))
    edges += BLOCK * np.arange(len(edges), dtype=np.int64)
    documents = np.concatenate([EMPTY.documents, *[each.documents for each in lists]])
    frequencies = _joined([each.frequencies for each in lists], np.int32).astype(np.uint32)
    lengths = _joined(
        [
            segment.lengths[field].take(each.documents.view(np.uint32))
            for each, field in zip(lists, fields, strict=True)
        ],
        segment.lengths.dtype,
    )
    some = len(edges) > 0
    return Postings(
        starts,
        documents,
        frequencies,
        blocks,
        documents[np.append(edges[1:], len(documents)) - 1] if some else EMPTY.block_last,
        _offsets(frequencies)[edges],
        np.arange(len(edges) + 1, dtype=np.int64),
        np.maximum.reduceat(frequencies, edges) if some else frequencies,
        np.minimum.reduceat(lengths, edges) if some else lengths,
        _joined([each.positions for each in lists], np.uint32),
    )


def _competitive(edges: Offsets, frequencies: Ints, lengths: Ints) -> tuple[Offsets, Ints, Ints]:
    """The pairs of the blocks between `edges`: how many each block has, their frequencies and their lengths."""
    blocks = len(edges) - 1
    most = int(frequencies.max())
    width, height = int(lengths.max()).bit_length(), most.bit_length()
    block = np.repeat(np.arange(blocks, dtype=np.int64), np.diff(edges))
    falling, length = most - frequencies.astype(np.int64), lengths.astype(np.int64)
    if blocks.bit_length() + height + width <= _KEY_BITS:
        key = block << (height + width) | falling << width | length
        key.sort()
        length = key & ((1 << width) - 1)
        falling = key >> width & ((1 << height) - 1)
    else:  # a passage of millions of words: rare enough to be slow
        order = np.lexsort((length, falling, block))
        length, falling = length[order], falling[order]
    # a block's numbers are all below those of the blocks before it, so the running minimum starts afresh with each
    afresh = (blocks - block << width) | length
    border = np.minimum.accumulate(afresh)
    kept = np.append(True, afresh[1:] < border[:-1])
    return np.bincount(block[kept], minlength=blocks), most - falling[kept], length[kept]


def _portions(edges: Offsets) -> Iterator[Offsets]:
    """The edges of successive stretches of blocks, of about two million postings each; neighbours share an edge."""
    first = 0
    while first < len(edges) - 1:
        last = int(np.searchsorted(edges, edges[first] + _AT_ONCE, side="right")) - 1
        yield edges[first : last + 1]
        first = last


def _offsets(counts: Ints) -> Offsets:
    """Where each of these many begins when they are laid end to end, and where the last ends."""
    offsets = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets


def _chained(parts: Sequence[Offsets]) -> Offsets:
    return _offsets(np.concatenate([np.diff(part) for part in parts]))


def _joined(parts: Sequence[Ints], dtype: npt.DTypeLike) -> Ints:
    return np.concatenate([np.empty(0, dtype), *parts]).astype(dtype, copy=False)
