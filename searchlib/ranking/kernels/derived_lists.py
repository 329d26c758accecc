"""Packs the lists derived for one query, so that all other kernels read one kind of list only.

These lists are short and live as long as the query, so every number takes the greatest width.
"""

from __future__ import annotations

import numpy as np

from searchlib.array_types import Bits64, Bytes, Ints
from searchlib.ranking.kernels.cursors import WIDEST
from searchlib.ranking.kernels.jit import kernel, signed
from searchlib.ranking.postings import BLOCK, WIDTH_BITS, Columns, Plain


@kernel
def packed(own: Plain) -> Columns:
    """The query's own lists as blocks of bits, in arrays that this kernel makes."""
    term_blocks, term_tails = cut(own.starts)
    blocks = term_blocks[-1]
    block_last, block_starts = np.full(blocks, np.int32(-1)), np.zeros(blocks, np.int64)
    words = np.zeros((WIDEST * (2 * len(own.documents) + len(own.positions)) >> 6) + blocks + 2, np.uint64)
    token, at = 0, 0
    for list_id in range(len(term_tails)):
        for block in range(term_blocks[list_id], term_blocks[list_id + 1]):
            first = own.starts[list_id] + (block - term_blocks[list_id]) * BLOCK
            last = min(first + BLOCK, own.starts[list_id + 1])
            block_starts[block] = at << 3
            if last > first:
                block_last[block] = own.documents[last - 1]
            token, at = pack_block(own, first, last, token, words, at)
    return Columns(
        term_blocks.view(np.uint8),
        term_tails,
        block_last,
        block_starts.view(np.uint8),
        np.full(blocks, np.uint16(WIDEST << 2 * WIDTH_BITS | WIDEST << WIDTH_BITS | WIDEST)),
        words.view(np.uint8),
        np.arange(len(own.most) + 1).view(np.uint8),
        own.most.view(np.uint8),
        own.shortest.view(np.uint8),
        8,
        8,
        8,
        4,
        4,
    )


@kernel
def cut(starts: Ints) -> tuple[Ints, Bytes]:
    """Where each list's blocks begin, and how many postings the last of them holds."""
    lists = len(starts) - 1
    blocks, tails = np.zeros(lists + 1, np.int64), np.zeros(lists, np.uint8)
    for list_id in range(lists):
        size = starts[list_id + 1] - starts[list_id]
        many = max((size + BLOCK - 1) // BLOCK, 1)
        blocks[list_id + 1] = blocks[list_id] + many
        tails[list_id] = size - (many - 1) * BLOCK
    return blocks, tails


@kernel
def pack_block(own: Plain, first: int, last: int, token: int, words: Bits64, at: int) -> tuple[int, int]:
    """Write the postings `first` to `last` from word `at` on, and their positions, which begin at `token`.

    Returns the next position and the next word.
    """
    bit = at << 6
    for posting in range(first, last):
        bit = put(words, bit, signed(own.documents[last - 1]) - own.documents[posting])
    for posting in range(first, last):
        bit = put(words, bit, signed(own.frequencies[posting]) - 1)
    for posting in range(first, last):
        for _ in range(min(signed(own.frequencies[posting]), len(own.positions) - token)):
            bit = put(words, bit, signed(own.positions[token]))
            token += 1
    return token, (bit + 63) >> 6


@kernel
def put(words: Bits64, bit: int, value: int) -> int:
    """Write the low WIDEST bits of `value` from `bit` on. Returns the bit after it."""
    bits, shift = np.uint64(value & ((1 << WIDEST) - 1)), bit & 63
    words[bit >> 6] |= bits << np.uint64(shift)
    if shift + WIDEST > 64:
        words[(bit >> 6) + 1] |= bits >> np.uint64(64 - shift)
    return bit + WIDEST
