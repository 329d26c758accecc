"""Posting-list cursors: the kernels open a query's lists here and move through them block by block.

A number read from the arrays is checked before it is used as an index. A kernel that finds one out of range returns
DAMAGED, and the caller raises IndexCorrupt. Inside the kernels, columns are pointers (see `jit.pointer`); `locate` has
checked that a list's blocks, their rows and their frequencies lie inside the arrays.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from searchlib.array_types import Bytes, Floats, Ints, Rows
from searchlib.ranking.kernels.jit import bits, kernel, pointer, signed
from searchlib.ranking.postings import BLOCK, SPARE, WIDTH_BITS, Columns, Lengths

DAMAGED: Final = -1
NO_MORE: Final = 1 << 40  # behind every document
WORK_ROWS: Final = 8  # rows of the working array that `listed` reads
SLACK: Final = 1.0 + 1e-9  # on every bound: no order of adding float64 shares loses as much
WIDEST: Final = (1 << WIDTH_BITS) - 1  # bits of a number in a block
LIST_ID, FIELD, CLAUSE, ROLE, RETRIEVES = 0, 1, 2, 3, 4  # the rows of Terms.table


class Lists(NamedTuple):
    """The lists that a query reads, one element each: where they are stored, their role, and the current position."""

    rows: int
    derived: Ints  # 1 when it is one of the query's own lists and not the segment's
    list_id: Ints  # its row among the stored lists, or among the query's own
    size: Ints  # postings
    block_start: Ints
    block_end: Ints
    block: Ints  # the first block that is not yet passed
    posting: Ints  # the first posting that is not yet passed, counted from 0, for those who walk posting by posting
    bound_start: Ints  # where in `bounds` block 0 would stand
    bounds: Floats  # of all blocks of all lists: more than any passage of the block can get, SLACK included
    field: Ints
    clause: Ints
    role: Ints
    retrieves: Ints
    weight: Floats


class Block(NamedTuple):
    """A block to be read: how many postings it holds, and where its numbers lie in the column `packed`."""

    size: int
    last: int  # its last passage
    rows: int  # the bit at which its rows begin
    row_width: int
    row_mask: int
    frequencies: int
    frequency_width: int
    frequency_mask: int
    positions: int


@kernel
def read(column: Bytes, width: int, i: int) -> int:
    """Number `i` of a column of numbers of `width` bytes, little endian; one of eight may come out negative."""
    if width == 1:
        return signed(column[i])
    if width == 2:
        return signed(column[2 * i]) | signed(column[2 * i + 1]) << 8
    if width == 4:
        return read_four(column, 4 * i)
    return read_four(column, 8 * i) | read_four(column, 8 * i + 4) << 32


@kernel
def read_four(column: Bytes, at: int) -> int:
    """Four bytes from `at` on as a number, little endian."""
    low = signed(column[at]) | signed(column[at + 1]) << 8
    return low | signed(column[at + 2]) << 16 | signed(column[at + 3]) << 24


@kernel
def pointed(columns: Columns) -> Columns:
    """The same columns as pointers."""
    return Columns(
        pointer(columns.term_blocks),
        pointer(columns.term_tails),
        pointer(columns.block_last),
        pointer(columns.block_starts),
        pointer(columns.block_widths),
        pointer(columns.packed),
        pointer(columns.pair_starts),
        pointer(columns.pair_frequencies),
        pointer(columns.pair_lengths),
        columns.term_block_width,
        columns.block_start_width,
        columns.pair_start_width,
        columns.pair_frequency_width,
        columns.pair_length_width,
    )


@kernel
def pointed_lengths(lengths: Lengths) -> Lengths:
    """The same lengths as pointers."""
    return Lengths(pointer(lengths.bytes), lengths.width, lengths.passages, pointer(lengths.norms), lengths.measured)


@kernel
def locate(columns: Columns, list_id: int, passages: int, state: Ints, row: int) -> int:
    """Write where the list `list_id` is stored into `state`, int64[8, m]. Returns how many blocks it has, or DAMAGED.

    Checks all its blocks: the last passage of each exists, its rows and frequencies lie inside the column `packed`.
    """
    width = columns.term_block_width
    if list_id < 0 or list_id >= len(columns.term_tails) or (list_id + 2) * width > len(columns.term_blocks):
        return DAMAGED
    first, after = read(columns.term_blocks, width, list_id), read(columns.term_blocks, width, list_id + 1)
    held = min(len(columns.block_last), len(columns.block_widths))
    held = min(held, len(columns.block_starts) // columns.block_start_width)
    tail = signed(columns.term_tails[list_id])
    if first < 0 or after <= first or after > held or tail > BLOCK:
        return DAMAGED
    bytes_held = len(columns.packed) - SPARE
    for block in range(first, after):
        count = BLOCK if block < after - 1 else tail
        start = read(columns.block_starts, columns.block_start_width, block)
        widths = signed(columns.block_widths[block])
        taken = count * ((widths & WIDEST) + (widths >> WIDTH_BITS & WIDEST))
        if start < 0 or start > bytes_held or taken > (bytes_held - start) << 3:
            return DAMAGED
        if (after > first + 1 or tail > 0) and (columns.block_last[block] < 0 or columns.block_last[block] >= passages):
            return DAMAGED
    size = (after - first - 1) * BLOCK + tail
    state[0, row] = list_id
    state[1, row] = size
    state[2, row] = first
    state[3, row] = after if size > 0 else first
    state[4, row] = first
    state[7, row] = 0
    return int(state[3, row] - first)


@kernel
def locate_all(segment: Columns, extra: Columns, list_ids: Ints, passages: int, state: Ints) -> int:
    """Fill `state`, int64[8, m]. Returns how many blocks all lists have together, or DAMAGED."""
    total = 0
    for row in range(len(list_ids)):
        list_id = list_ids[row]
        if list_id < 0:
            blocks = locate(extra, ~list_id, passages, state, row)
        else:
            blocks = locate(segment, list_id, passages, state, row)
        if blocks == DAMAGED:
            return DAMAGED
        state[5, row] = total - state[2, row]
        state[6, row] = list_id < 0
        total += blocks
    return total


@kernel
def listed(table: Ints, weights: Floats, state: Ints, bounds: Floats) -> Lists:
    """The lists of a query, from the state that `locate_all` filled."""
    return Lists(
        table.shape[1],
        pointer(state[6]),
        pointer(state[0]),
        pointer(state[1]),
        pointer(state[2]),
        pointer(state[3]),
        pointer(state[4]),
        pointer(state[7]),
        pointer(state[5]),
        pointer(bounds),
        pointer(table[FIELD]),
        pointer(table[CLAUSE]),
        pointer(table[ROLE]),
        pointer(table[RETRIEVES]),
        pointer(weights),
    )


@kernel
def fields_fit(lengths: Lengths, lists: Lists) -> bool:
    """Whether the fields of all lists have norms, and a length for every passage."""
    for row in range(lists.rows):
        field = lists.field[row]
        if field < 0 or field >= len(lengths.norms):
            return False
        if (field + 1) * lengths.passages * lengths.width > len(lengths.bytes):
            return False
    return True


@kernel
def bound_all(segment: Columns, extra: Columns, lengths: Lengths, lists: Lists) -> int:
    """Fill the bounds of all blocks. Returns 0, or DAMAGED."""
    if not fields_fit(lengths, lists):
        return DAMAGED
    for row in range(lists.rows):
        if lists.block_start[row] == lists.block_end[row]:
            continue
        if lists.derived[row]:
            code = bound_full(extra, lengths, lists, row)
            code = min(code, bound_tail(pointed(extra), pointed_lengths(lengths), lists, row))
        else:
            code = bound_full(segment, lengths, lists, row)
            code = min(code, bound_tail(pointed(segment), pointed_lengths(lengths), lists, row))
        if code == DAMAGED:
            return DAMAGED
    return 0


@kernel
def bound_full(columns: Columns, lengths: Lengths, lists: Lists, row: int) -> int:
    """Fill the bounds of a list's blocks, without its tail: the best share of a block's pairs. Returns 0, or DAMAGED."""
    weight, to_bound, to_pair = lists.weight[row], lists.bound_start[row], -lists.list_id[row]
    norms, base = pointer(lengths.norms), lists.field[row] * lengths.measured
    first, after = lists.block_start[row], lists.block_end[row] - 1
    tf_width, length_width = columns.pair_frequency_width, columns.pair_length_width
    held = min(len(columns.pair_frequencies) // tf_width, len(columns.pair_lengths) // length_width)
    starts, width = columns.pair_starts, columns.pair_start_width
    if first + to_pair < 0 or (after + to_pair + 1) * width > len(starts):
        return DAMAGED
    last = read(starts, width, first + to_pair)
    for block in range(first, after):
        begin = last
        last = read(starts, width, block + to_pair + 1)
        if begin < 0 or last <= begin or last - begin > BLOCK or last > held:
            return DAMAGED
        best = 0.0
        for pair in range(begin, last):
            length = read(columns.pair_lengths, length_width, pair)
            if length >= lengths.measured:
                return DAMAGED
            frequency = np.float64(read(columns.pair_frequencies, tf_width, pair))
            best = max(best, (weight * frequency) / (frequency + norms[base + length]))
        lists.bounds[to_bound + block] = best * SLACK
    return 0


@kernel
def bound_tail(columns: Columns, lengths: Lengths, lists: Lists, row: int) -> int:
    """Fill the bound of a list's last block: the best share of all its postings. Returns 0, or DAMAGED."""
    last = lists.block_end[row] - 1
    block = opened(columns, lists, row, last)
    best = 0.0
    for i in range(block.size):
        document = document_at(columns, block, i)
        if document < 0:
            return DAMAGED
        part = share(columns, lengths, lists, row, block, i, document)
        if part < 0.0:
            return DAMAGED
        best = max(best, part)
    lists.bounds[lists.bound_start[row] + last] = best * SLACK
    return 0


@kernel
def opened(columns: Columns, lists: Lists, row: int, block: int) -> Block:
    """Block `block` of a list, ready to be read."""
    count = min(BLOCK, lists.size[row] - (block - lists.block_start[row]) * BLOCK)
    widths = signed(columns.block_widths[block])
    row_width, frequency_width = widths & WIDEST, widths >> WIDTH_BITS & WIDEST
    rows = read(columns.block_starts, columns.block_start_width, block) << 3
    frequencies = rows + count * row_width
    return Block(
        count,
        signed(columns.block_last[block]),
        rows,
        row_width,
        (1 << row_width) - 1,
        frequencies,
        frequency_width,
        (1 << frequency_width) - 1,
        frequencies + count * frequency_width,
    )


@kernel
def document_at(columns: Columns, block: Block, i: int) -> int:
    """The passage of posting `i` of a block; negative when the block is damaged, and never behind its last one."""
    return block.last - bits(columns.packed, block.rows + i * block.row_width, block.row_mask)


@kernel
def frequency_at(columns: Columns, block: Block, i: int) -> int:
    """How often that passage holds the term: 1 or more."""
    return 1 + bits(columns.packed, block.frequencies + i * block.frequency_width, block.frequency_mask)


@kernel
def seek_block(block_last: Rows, block: int, end: int, document: int) -> int:
    """The first block from `block` on that may hold `document` or a later one; `end` when none does."""
    while block < end and block_last[block] < document:
        block += 1
    return block


@kernel
def seek(columns: Columns, block: Block, first: int, document: int) -> int:
    """The first posting of a block, from `first` on, of `document` or a later one; its count when there is none."""
    last, leap = block.size, 1
    while first + leap < last and document_at(columns, block, first + leap) < document:
        first += leap + 1
        leap *= 2
    last = min(last, first + leap + 1)
    while first < last:
        middle = (first + last) >> 1
        if document_at(columns, block, middle) < document:
            first = middle + 1
        else:
            last = middle
    return first


@kernel
def advance(columns: Columns, lists: Lists, row: int, document: int) -> int:
    """Move a list to `document` or the first one after it. Returns that passage, or NO_MORE."""
    index = seek_block(columns.block_last, lists.block[row], lists.block_end[row], document)
    lists.block[row] = index
    if index == lists.block_end[row]:
        lists.posting[row] = lists.size[row]
        return NO_MORE
    block = opened(columns, lists, row, index)
    first = (index - lists.block_start[row]) * BLOCK
    i = seek(columns, block, max(lists.posting[row] - first, 0), document)
    lists.posting[row] = first + i
    return NO_MORE if i >= block.size else document_at(columns, block, i)


@kernel
def share(columns: Columns, lengths: Lengths, lists: Lists, row: int, block: Block, i: int, document: int) -> float:
    """The share that posting `i` of a block adds to the score of its passage, or DAMAGED."""
    field = lists.field[row]
    length = read(lengths.bytes, lengths.width, field * lengths.passages + document)
    if length >= lengths.measured:
        return DAMAGED
    frequency = np.float64(frequency_at(columns, block, i))
    norm = lengths.norms[field * lengths.measured + length]
    return float((lists.weight[row] * frequency) / (frequency + norm))
