"""Packs postings into blocks of bits and reads them back, in NumPy: for writing segments, and for `exhaustive`.

In a block, all numbers of a kind (rows, frequencies, positions) take the bits that the largest one needs. Packing puts
the bits of all numbers into 64-bit words, with one `reduceat` for all of them; reading loads the eight bytes in which a
number begins, shifts and masks. Neither loops over postings or blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from searchlib.array_operations import starts_of
from searchlib.array_types import Counts, Integers, Ints, Rows
from searchlib.ranking.postings import BLOCK, SPARE, WIDTH_BITS, Postings, damaged

_AT_ONCE: Final = 1 << 17  # postings packed together: what is needed on the way stays in the second-level cache
_WIDEST: Final = (1 << WIDTH_BITS) - 1


class Packed(NamedTuple):
    """The blocks of many lists, named and typed as in `Postings`, but offsets as int64 and `packed` without spare bytes."""

    term_blocks: Ints
    term_tails: npt.NDArray[np.uint8]
    block_last: Rows
    block_starts: Ints
    block_widths: npt.NDArray[np.uint16]
    packed: npt.NDArray[np.uint8]


class Blocks(NamedTuple):
    """Blocks to be read: how many postings each has, and the bits at which its numbers begin; all int64 and checked."""

    counts: Ints
    last: Ints
    rows: Ints  # the bit at which its rows begin
    row_widths: Ints
    frequencies: Ints
    frequency_widths: Ints
    positions: Ints
    position_widths: Ints
    lists: Ints  # how many postings each list has


def block_edges(starts: Ints) -> tuple[Ints, Ints]:
    """The first block of each list, int64[T + 1], and the first posting of each block, int64[B + 1].

    `starts`, int64[T + 1], divides the postings into lists; an empty list has one empty block.
    """
    blocks = starts_of(np.maximum(-(-np.diff(starts) // BLOCK), 1))
    edges = np.repeat(starts[:-1] - BLOCK * blocks[:-1], np.diff(blocks))
    edges += BLOCK * np.arange(len(edges), dtype=np.int64)
    return blocks, np.append(edges, starts[-1])


def pack(documents: Rows, frequencies: Integers, positions: Integers, starts: Ints) -> Packed:
    """The blocks of all lists; `starts`, int64[T + 1], divides `documents` and `frequencies` into lists.

    `positions` has for each posting, in order, as many as its frequency.
    """
    blocks, edges = block_edges(starts)
    tails = np.diff(starts) - BLOCK * (np.diff(blocks) - 1)
    made: list[tuple[npt.NDArray[Any], ...]] = []
    token = 0
    for portion in portions(edges, _AT_ONCE):
        here = slice(int(portion[0]), int(portion[-1]))
        tokens = token + int(frequencies[here].sum(dtype=np.int64))
        made.append(_pack_blocks(documents[here], frequencies[here], positions[token:tokens], portion - portion[0]))
        token = tokens
    if not made:
        made.append(_pack_blocks(documents[:0], frequencies[:0], positions[:0], edges[:1] - edges[0]))
    last, sizes, widths, packed = (np.concatenate(parts) for parts in zip(*made, strict=True))
    return Packed(
        blocks,
        tails.astype(np.uint8),
        last,
        starts_of(sizes)[:-1],
        widths,
        packed,
    )


def join(parts: Sequence[Packed]) -> Packed:
    """The blocks of all lists of these parts, end to end."""
    ends = np.cumsum([0, *(len(part.packed) for part in parts)])
    return Packed(
        starts_of(joined([np.diff(part.term_blocks) for part in parts], np.int64)),
        joined([part.term_tails for part in parts], np.uint8),
        joined([part.block_last for part in parts], np.int32),
        joined([part.block_starts + end for part, end in zip(parts, ends[:-1], strict=True)], np.int64),
        joined([part.block_widths for part in parts], np.uint16),
        joined([part.packed for part in parts], np.uint8),
    )


def portions(edges: Ints, most: int) -> Iterator[Ints]:
    """Cuts the edges of blocks into portions of about `most` postings each; neighbours share an edge."""
    first = 0
    while first < len(edges) - 1:
        last = max(int(np.searchsorted(edges, edges[first] + most, side="right")) - 1, first + 1)
        yield edges[first : last + 1]
        first = last


def _pack_blocks(
    documents: Rows, frequencies: Integers, positions: Integers, edges: Ints
) -> tuple[Rows, Ints, npt.NDArray[np.uint16], npt.NDArray[np.uint8]]:
    """For the blocks between `edges` their last passages, sizes in bytes, widths, and all their bytes."""
    counts = np.diff(edges)
    tokens = starts_of(frequencies)[edges]
    last = np.full(len(counts), -1, np.int32)
    last[counts > 0] = documents[edges[1:][counts > 0] - 1]
    back = np.repeat(last, counts) - documents
    less = frequencies.astype(np.int64) - 1
    kinds = ((back, edges), (less, edges), (positions, tokens))
    wide = [_width(_most(values, at)) for values, at in kinds]
    sizes = (counts * (wide[0] + wide[1]) + np.diff(tokens) * wide[2] + 7) >> 3
    starts = starts_of(sizes)
    words = np.zeros((int(starts[-1]) >> 3) + 2, np.uint64)
    bit = starts[:-1] << 3
    for (values, at), width in zip(kinds, wide, strict=True):
        _put(words, values, bit, width, np.diff(at))
        bit = bit + width * np.diff(at)
    widths = wide[0] | wide[1] << WIDTH_BITS | wide[2] << 2 * WIDTH_BITS
    return last, sizes, widths.astype(np.uint16), words.astype("<u8", copy=False).view(np.uint8)[: int(starts[-1])]


def _most(values: Integers, edges: Ints) -> Ints:
    """The largest number between each two edges, 0 where there is none."""
    most = np.zeros(len(edges) - 1, np.int64)
    some = np.diff(edges) > 0
    if some.any():
        most[some] = np.maximum.reduceat(values, edges[:-1][some])
    return most


def _width(numbers: Ints) -> Ints:
    """How many bits each number needs, 0 for 0. Raises ValueError from 2**31 on."""
    widths = np.frexp(numbers.astype(np.float64))[1].astype(np.int64)
    if len(widths) and int(widths.max()) > _WIDEST:
        raise ValueError(f"a posting with a number of {int(widths.max())} bits")
    return widths


def _put(words: npt.NDArray[np.uint64], values: Integers, starts: Ints, widths: Ints, counts: Ints) -> None:
    """Write runs of numbers: run i has `counts[i]` of them, each `widths[i]` bits wide, from bit `starts[i]` on."""
    if not widths.all():
        wide = widths > 0
        values, starts, widths, counts = values[np.repeat(wide, counts)], starts[wide], widths[wide], counts[wide]
    if not len(values):
        return
    numbers = values.astype(np.uint64)
    at = _bits(starts, widths, counts)
    word, shift = at >> 6, at & 63
    firsts = np.flatnonzero(np.append(True, word[1:] != word[:-1]))
    words[word[firsts]] |= np.bitwise_or.reduceat(numbers << shift.astype(np.uint64), firsts)
    lasts = np.append(firsts[1:], len(word)) - 1
    across = lasts[shift[lasts] + np.repeat(widths, counts)[lasts] > 64]
    words[word[across] + 1] |= numbers[across] >> (64 - shift[across]).astype(np.uint64)


def _bits(starts: Ints, widths: Ints, counts: Ints) -> Ints:
    """Where each number of such runs begins."""
    at = np.repeat(starts - widths * (np.cumsum(counts) - counts), counts)
    steps = np.repeat(widths, counts)
    steps *= np.arange(len(at), dtype=np.int64)
    at += steps
    return at


# --- reading ---------------------------------------------------------------------------------------------------------


def blocks_of(postings: Postings, list_ids: Sequence[int] | Ints) -> Blocks:
    """The blocks of these lists, one list after the other. Raises IndexCorrupt when one lies outside of the arrays."""
    listed = np.asarray(list_ids, np.int64)
    held = min(len(postings.block_last), len(postings.block_starts), len(postings.block_widths))
    if len(listed) and not 0 <= int(listed.min()) <= int(listed.max()) < _lists(postings):
        damaged()
    first = postings.term_blocks[listed].astype(np.int64)
    after = postings.term_blocks[listed + 1].astype(np.int64)
    tails = postings.term_tails[listed].astype(np.int64)
    if len(listed) and not (int(first.min()) >= 0 and bool((first < after).all()) and int(after.max()) <= held):
        damaged()
    if len(listed) and int(tails.max()) > BLOCK:
        damaged()
    many = after - first
    ends = np.cumsum(many)
    blocks = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(first - (ends - many), many)
    counts = np.full(len(blocks), BLOCK, np.int64)
    counts[ends - 1] = tails
    return _opened(postings, blocks, counts, BLOCK * (many - 1) + tails)


def _lists(postings: Postings) -> int:
    return min(len(postings.term_blocks) - 1, len(postings.term_tails))


def _opened(postings: Postings, blocks: Ints, counts: Ints, lists: Ints) -> Blocks:
    """Where the rows and frequencies of blocks begin, checked to lie inside `packed`; positions are checked when read."""
    starts = postings.block_starts[blocks].astype(np.int64)
    widths = postings.block_widths[blocks].astype(np.int64)
    row, frequency = widths & _WIDEST, widths >> WIDTH_BITS & _WIDEST
    held = len(postings.packed) - SPARE
    if len(blocks) and not 0 <= int(starts.min()) <= int(starts.max()) <= held:
        damaged()
    rows = starts << 3
    frequencies = rows + row * counts
    positions = frequencies + frequency * counts
    if len(blocks) and int(positions.max()) > held << 3:
        damaged()
    last = postings.block_last[blocks].astype(np.int64)
    if len(last) and int(last.min()) < -1:  # -1 is an empty list's
        damaged()
    return Blocks(counts, last, rows, row, frequencies, frequency, positions, widths >> 2 * WIDTH_BITS & _WIDEST, lists)


def documents_of(postings: Postings, blocks: Blocks) -> Rows:
    """The passages of all postings. Raises IndexCorrupt when one is negative."""
    documents = np.repeat(blocks.last.astype(np.int32), blocks.counts)
    documents -= _numbers(postings.packed, blocks.rows, blocks.row_widths, blocks.counts).view(np.int32)
    if len(documents) and int(documents.min()) < 0:
        damaged()
    return documents


def frequencies_of(postings: Postings, blocks: Blocks) -> Counts:
    """The frequencies of all postings, 1 or more."""
    frequencies = _numbers(postings.packed, blocks.frequencies, blocks.frequency_widths, blocks.counts)
    frequencies += 1
    return frequencies


def positions_of(postings: Postings, blocks: Blocks, frequencies: Counts, chosen: Ints) -> Counts:
    """The positions of the postings `chosen` (indexes among those of `blocks`), one posting after the other.

    `frequencies` are those of all postings. Raises IndexCorrupt when positions lie outside of the arrays.
    """
    upto = starts_of(frequencies)
    edges = starts_of(blocks.counts)
    tokens = upto[edges]
    held = (len(postings.packed) - SPARE) << 3
    many, width = np.diff(tokens), blocks.position_widths
    # a block has at most as many positions as bits; where all positions are 0, without bits, one per posting
    if len(many) and bool(
        (many > np.where(width > 0, (held - blocks.positions) // np.maximum(width, 1), blocks.counts)).any()
    ):
        damaged()
    if len(chosen) == len(frequencies):  # all of them lie block by block
        return _numbers(postings.packed, blocks.positions, width, many)
    of = np.searchsorted(edges, chosen, side="right") - 1
    starts = blocks.positions[of] + width[of] * (upto[chosen] - tokens[of])
    return _numbers(postings.packed, starts, width[of], frequencies[chosen].astype(np.int64))


def _numbers(packed: npt.NDArray[np.uint8], starts: Ints, widths: Ints, counts: Ints) -> Counts:
    """Read runs of numbers: run i has `counts[i]` of them, each `widths[i]` bits wide, from bit `starts[i]` on."""
    at = _bits(starts, widths, counts)
    if not len(at) or not widths.any():
        return np.zeros(len(at), np.uint32)
    wide = np.uint32 if int(widths.max()) <= 32 - 7 else np.uint64
    window = np.ndarray(len(packed) - SPARE + 1, np.dtype(wide).newbyteorder("<"), packed, strides=(1,))
    values = window[at >> 3].astype(wide, copy=False)
    at &= 7
    values >>= at.astype(wide)
    values &= np.repeat(((1 << widths) - 1).astype(wide), counts)
    numbers: Counts = values.astype(np.uint32, copy=False)
    return numbers


def joined(parts: Sequence[npt.NDArray[Any]], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """All parts end to end, in this type, also when there are none."""
    return np.concatenate([np.empty(0, dtype), *parts]).astype(dtype, copy=False)
