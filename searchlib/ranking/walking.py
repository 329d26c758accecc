"""What all kernels share: opening a query's lists, moving through them block by block, and the heap of the best.

Every number that comes from the arrays is compared with what it indexes before it does. A kernel that finds one out of
range gives up with DAMAGED, and the caller raises IndexCorrupt. Inside, columns are pointers (see `compiled.pointer`);
that a list lies within its arrays was checked when it was opened.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from searchlib.ranking.compiled import kernel, pointer
from searchlib.ranking.lists import Columns, Lengths

Bytes = npt.NDArray[np.uint8]
Int64s = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Documents = npt.NDArray[np.int32]

BLOCK: Final = 128
DAMAGED: Final = -1
NO_MORE: Final = 1 << 40  # behind every document
PLACES: Final = 8  # rows of the working array that `listed` reads
SLACK: Final = 1.0 + 1e-9  # on every bound: no order of adding float64 shares loses as much
NUMBER, FIELD, CLAUSE, ROLE, PROPOSES = 0, 1, 2, 3, 4  # the rows of Terms.table


class Lists(NamedTuple):
    """The lists that a query reads, an element each: where they lie, what they count, how far they are walked."""

    rows: int
    derived: Int64s  # 1 when it lies in the query's own postings and not in the segment's
    start: Int64s  # its first posting
    end: Int64s
    block_start: Int64s
    block_end: Int64s
    block: Int64s  # the first block that is not yet passed
    posting: Int64s  # the first posting that is not yet passed, for those who walk posting by posting
    bound_start: Int64s  # where in `bounds` block 0 would stand
    bounds: Floats  # of all blocks of all lists: more than any passage of the block can get, SLACK included
    field: Int64s
    clause: Int64s
    role: Int64s
    proposes: Int64s
    weight: Floats


@kernel
def read(column: Bytes, width: int, i: int) -> int:
    """Number `i` of a narrow column, little endian."""
    if width == 1:
        return int(column[i])
    if width == 2:
        return int(column[2 * i]) | int(column[2 * i + 1]) << 8
    low = int(column[4 * i]) | int(column[4 * i + 1]) << 8
    return low | int(column[4 * i + 2]) << 16 | int(column[4 * i + 3]) << 24


@kernel
def pointed(columns: Columns) -> Columns:
    """The same columns as pointers."""
    return Columns(
        pointer(columns.starts),
        pointer(columns.documents),
        pointer(columns.frequencies),
        pointer(columns.block_starts),
        pointer(columns.block_last),
        pointer(columns.block_positions),
        pointer(columns.pair_starts),
        pointer(columns.pair_frequencies),
        pointer(columns.pair_lengths),
        pointer(columns.positions),
        columns.frequency_width,
        columns.pair_frequency_width,
        columns.pair_length_width,
        columns.position_width,
    )


@kernel
def pointed_lengths(lengths: Lengths) -> Lengths:
    """The same lengths as pointers."""
    return Lengths(pointer(lengths.bytes), lengths.width, lengths.passages, pointer(lengths.norms), lengths.measured)


@kernel
def locate(columns: Columns, number: int, passages: int, places: Int64s, row: int) -> int:
    """Write where list `number` lies to `places`, int64[8, m]; how many blocks it has, or DAMAGED."""
    if number < 0 or number + 1 >= len(columns.starts) or number + 1 >= len(columns.block_starts):
        return DAMAGED
    start, end = columns.starts[number], columns.starts[number + 1]
    first, last = columns.block_starts[number], columns.block_starts[number + 1]
    held = min(len(columns.documents), len(columns.frequencies) // columns.frequency_width)
    if start < 0 or end < start or end > held:
        return DAMAGED
    if first < 0 or last - first != (end - start + BLOCK - 1) // BLOCK or last > len(columns.block_last):
        return DAMAGED
    if end > start and (columns.documents[start] < 0 or columns.documents[end - 1] >= passages):
        return DAMAGED
    places[0, row] = start
    places[1, row] = end
    places[2, row] = first
    places[3, row] = last
    places[4, row] = first
    places[7, row] = start
    return int(last - first)


@kernel
def locate_all(segment: Columns, extra: Columns, numbers: Int64s, passages: int, places: Int64s) -> int:
    """Fill `places`, int64[8, m]. How many blocks all lists have, or DAMAGED."""
    total = 0
    for row in range(len(numbers)):
        number = numbers[row]
        if number < 0:
            blocks = locate(extra, ~number, passages, places, row)
        else:
            blocks = locate(segment, number, passages, places, row)
        if blocks == DAMAGED:
            return DAMAGED
        places[5, row] = total - places[2, row]
        places[6, row] = number < 0
        total += blocks
    return total


@kernel
def listed(table: Int64s, weights: Floats, places: Int64s, bounds: Floats) -> Lists:
    """The lists of a query, from what locate_all found."""
    return Lists(
        len(weights),
        pointer(places[6]),
        pointer(places[0]),
        pointer(places[1]),
        pointer(places[2]),
        pointer(places[3]),
        pointer(places[4]),
        pointer(places[7]),
        pointer(places[5]),
        pointer(bounds),
        pointer(table[FIELD]),
        pointer(table[CLAUSE]),
        pointer(table[ROLE]),
        pointer(table[PROPOSES]),
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
    """Fill the bounds of all blocks. 0, or DAMAGED."""
    norms, measured = pointer(lengths.norms), lengths.measured
    if not fields_fit(lengths, lists):
        return DAMAGED
    for row in range(lists.rows):
        field = lists.field[row]
        if lists.derived[row]:
            code = bound_list(extra, norms, field * measured, measured, lists, row)
        else:
            code = bound_list(segment, norms, field * measured, measured, lists, row)
        if code == DAMAGED:
            return DAMAGED
    return 0


@kernel
def bound_list(columns: Columns, norms: Floats, base: int, measured: int, lists: Lists, row: int) -> int:
    """For each block of a list the best share that one of its competitive pairs can get. 0, or DAMAGED."""
    weight, to_bound = lists.weight[row], lists.bound_start[row]
    frequencies, lengths = columns.pair_frequencies, columns.pair_lengths
    tf_width, length_width = columns.pair_frequency_width, columns.pair_length_width
    held = min(len(frequencies) // tf_width, len(lengths) // length_width)
    if lists.block_end[row] >= len(columns.pair_starts):
        return DAMAGED
    last = columns.pair_starts[lists.block_start[row]]
    for block in range(lists.block_start[row], lists.block_end[row]):
        first = last
        last = columns.pair_starts[block + 1]
        if first < 0 or last <= first or last - first > BLOCK or last > held:
            return DAMAGED
        best = 0.0
        for pair in range(first, last):
            length = read(lengths, length_width, pair)
            if length >= measured:
                return DAMAGED
            frequency = np.float64(read(frequencies, tf_width, pair))
            best = max(best, (weight * frequency) / (frequency + norms[base + length]))
        lists.bounds[to_bound + block] = best * SLACK
    return 0


@kernel
def seek_block(block_last: Documents, block: int, end: int, document: int) -> int:
    """The first block from `block` on that may hold `document` or a later one; `end` when none does."""
    while block < end and block_last[block] < document:
        block += 1
    return block


@kernel
def seek(documents: Documents, first: int, last: int, document: int) -> int:
    """The first posting from `first` to `last` (exclusive) of `document` or a later one; `last` when there is none."""
    while first < last:
        middle = (first + last) >> 1
        if documents[middle] < document:
            first = middle + 1
        else:
            last = middle
    return first


@kernel
def advance(columns: Columns, lists: Lists, row: int, document: int) -> int:
    """Walk a list to `document` or the first one after it, which is returned; NO_MORE when there is none."""
    block = seek_block(columns.block_last, lists.block[row], lists.block_end[row], document)
    lists.block[row] = block
    if block == lists.block_end[row]:
        lists.posting[row] = lists.end[row]
        return NO_MORE
    first = lists.start[row] + (block - lists.block_start[row]) * BLOCK
    last = min(first + BLOCK, lists.end[row])
    posting = seek(columns.documents, max(first, lists.posting[row]), last, document)
    lists.posting[row] = posting
    return NO_MORE if posting == last else columns.documents[posting]


@kernel
def share(columns: Columns, lengths: Lengths, lists: Lists, row: int, posting: int, document: int) -> float:
    """What a posting adds to the score of its document, or DAMAGED."""
    field = lists.field[row]
    length = read(lengths.bytes, lengths.width, field * lengths.passages + document)
    if length >= lengths.measured:
        return DAMAGED
    frequency = np.float64(read(columns.frequencies, columns.frequency_width, posting))
    norm = lengths.norms[field * lengths.measured + length]
    return float((lists.weight[row] * frequency) / (frequency + norm))


@kernel
def offer(scores: Floats, documents: Documents, k: int, score: float, document: int) -> None:
    """Put a passage into the heap of the best `k`, in the place of the worst, if it is better.

    Worse is a lower score, or the same and a later document; the root is the worst. An empty place is document -1 at
    the floor: nothing that only equals the floor gets in.
    """
    if score > scores[0] or (score == scores[0] and document < documents[0]):
        sink(scores, documents, k, score, document)


@kernel
def sink(scores: Floats, documents: Documents, size: int, score: float, document: int) -> None:
    """Put this into the place of the root and down to where it belongs."""
    here = 0
    while True:
        child = 2 * here + 1
        if child >= size:
            break
        if child + 1 < size and worse(scores, documents, child + 1, scores[child], documents[child]):
            child += 1
        if not worse(scores, documents, child, score, document):
            break
        scores[here], documents[here] = scores[child], documents[child]
        here = child
    scores[here], documents[here] = score, document


@kernel
def worse(scores: Floats, documents: Documents, place: int, score: float, document: int) -> bool:
    """Whether what stands at `place` is worse than this."""
    return bool(scores[place] < score or (scores[place] == score and documents[place] > document))


@kernel
def sort_heap(scores: Floats, documents: Documents) -> int:
    """Put the heap in order, best first and empty places last; how many places are filled."""
    for last in range(len(scores) - 1, 0, -1):
        score, document = scores[last], documents[last]
        scores[last], documents[last] = scores[0], documents[0]
        sink(pointer(scores), pointer(documents), last, score, document)
    filled = len(scores)
    while filled > 0 and documents[filled - 1] < 0:
        filled -= 1
    return filled
