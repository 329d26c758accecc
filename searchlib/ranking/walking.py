"""What all kernels share: opening a query's lists, moving through them block by block, and the heap of the best.

Every number that comes from the arrays is compared with what it indexes before it does. A kernel that finds one out of
range gives up with -1, and the caller raises IndexCorrupt.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from searchlib.ranking.compiled import kernel
from searchlib.ranking.lists import Columns, Lengths

Int64s = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Documents = npt.NDArray[np.int32]

BLOCK: Final = 128
DAMAGED: Final = -1
SLACK: Final = 1.0 + 1e-9  # on every bound: no order of adding float64 shares loses as much

NUMBER, FIELD, CLAUSE, ROLE, PROPOSES = 0, 1, 2, 3, 4  # the columns of Terms.table


class Lists(NamedTuple):
    """The lists that a query reads, an element a row: where each lies, and how far it has been walked."""

    derived: npt.NDArray[np.bool_]  # whether it lies in the query's own postings and not in the segment's
    start: Int64s  # its first posting
    end: Int64s
    block_start: Int64s
    block_end: Int64s
    block: Int64s  # the first block that is not yet passed
    bound_start: Int64s  # where in `bounds` its first block stands
    bounds: Floats  # of all blocks of all lists: more than any passage of the block can get, times SLACK


@kernel
def read(column: npt.NDArray[np.uint8], width: int, i: int) -> int:
    """Number `i` of a narrow column of bytes."""
    if width == 1:
        return np.int64(column[i])  # type: ignore[return-value]
    if width == 2:
        return np.int64(column[2 * i]) | np.int64(column[2 * i + 1]) << 8  # type: ignore[return-value]
    low = np.int64(column[4 * i]) | np.int64(column[4 * i + 1]) << 8
    return low | np.int64(column[4 * i + 2]) << 16 | np.int64(column[4 * i + 3]) << 24  # type: ignore[return-value]


@kernel
def open_lists(segment: Columns, extra: Columns, lengths: Lengths, table: Int64s, weights: Floats) -> tuple[int, Lists]:
    """Find all rows' lists and bound their blocks. The code is 0, or DAMAGED."""
    rows = len(table)
    blocks = np.zeros((6, rows), np.int64)
    derived = np.zeros(rows, np.bool_)
    code = 0
    total = 0
    for i in range(rows):
        number = table[i, NUMBER]
        derived[i] = number < 0
        if derived[i]:
            found = locate(extra, ~number, lengths.passages, blocks, i)
        else:
            found = locate(segment, number, lengths.passages, blocks, i)
        if not found or table[i, FIELD] < 0 or table[i, FIELD] >= len(lengths.norms):
            code = DAMAGED
        blocks[5, i] = total
        total += blocks[3, i] - blocks[2, i]
    if code == DAMAGED:
        total = 0
    lists = Lists(
        derived, blocks[0], blocks[1], blocks[2], blocks[3], blocks[4], blocks[5], np.zeros(total, np.float64)
    )
    if code == 0:
        for i in range(rows):
            postings = extra if derived[i] else segment
            if not bound_blocks(postings, lengths.norms[table[i, FIELD]], weights[i], lists, i):
                code = DAMAGED
    return code, lists


@kernel
def locate(postings: Columns, number: int, passages: int, places: Int64s, i: int) -> bool:
    """Write where list `number` lies to column i of `places`; False when that is outside of the arrays."""
    if number < 0 or number + 1 >= len(postings.starts) or number + 1 >= len(postings.block_starts):
        return False
    start, end = postings.starts[number], postings.starts[number + 1]
    first, last = postings.block_starts[number], postings.block_starts[number + 1]
    held = min(len(postings.documents), len(postings.frequencies) // postings.frequency_width)
    if start < 0 or end < start or end > held:
        return False
    if first < 0 or last - first != (end - start + BLOCK - 1) // BLOCK:
        return False
    if last > len(postings.block_last) or last >= len(postings.pair_starts):
        return False
    if end > start and (postings.documents[start] < 0 or postings.documents[end - 1] >= passages):
        return False
    places[0, i] = start
    places[1, i] = end
    places[2, i] = first
    places[3, i] = last
    places[4, i] = first
    return True


@kernel
def bound_blocks(postings: Columns, norms: Floats, weight: float, lists: Lists, i: int) -> bool:
    """For each block of row i the best share that one of its competitive pairs can get; False when one is damaged."""
    held = min(
        len(postings.pair_frequencies) // postings.pair_frequency_width,
        len(postings.pair_lengths) // postings.pair_length_width,
    )
    for block in range(lists.block_start[i], lists.block_end[i]):
        first, last = postings.pair_starts[block], postings.pair_starts[block + 1]
        if first < 0 or last <= first or last - first > BLOCK or last > held:
            return False
        best = 0.0
        for pair in range(first, last):
            length = read(postings.pair_lengths, postings.pair_length_width, pair)
            if length >= len(norms):
                return False
            frequency = np.float64(read(postings.pair_frequencies, postings.pair_frequency_width, pair))
            best = max(best, (weight * frequency) / (frequency + norms[length]))
        lists.bounds[lists.bound_start[i] + block - lists.block_start[i]] = best * SLACK
    return True


@kernel
def seek_block(block_last: Documents, block: int, block_end: int, document: int) -> int:
    """The first block from `block` on that may hold `document` or a later one; `block_end` when none does."""
    while block < block_end and block_last[block] < document:
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
def offer(scores: Floats, documents: Documents, score: float, document: int) -> None:
    """Put a passage into the heap in the place of the worst, if it is better. The root is the worst of the best.

    Worse is a lower score, or the same and a later document. An empty place is document -1 at the floor: nothing that
    only equals the floor gets in.
    """
    if score < scores[0] or (score == scores[0] and document > documents[0]) or score != score:  # noqa: PLR0124 (NaN)
        return
    k = len(scores)
    here = 0
    while True:
        child = 2 * here + 1
        if child >= k:
            break
        if child + 1 < k and worse(scores, documents, child + 1, scores[child], documents[child]):
            child += 1
        if not worse(scores, documents, child, score, document):
            break
        scores[here], documents[here] = scores[child], documents[child]
        here = child
    scores[here], documents[here] = score, document


@kernel
def worse(scores: Floats, documents: Documents, place: int, score: float, document: int) -> bool:
    """Whether what stands at `place` of the heap is worse than this."""
    return scores[place] < score or (scores[place] == score and documents[place] > document)


@kernel
def share_of(
    postings: Columns, lengths: Lengths, norms: Floats, base: int, weight: float, posting: int, document: int
) -> float:
    """What a posting adds to the score of its document, or DAMAGED. `base`: where the field's lengths begin."""
    length = read(lengths.bytes, lengths.width, base + document)
    if length >= len(norms):
        return DAMAGED
    frequency = np.float64(read(postings.frequencies, postings.frequency_width, posting))
    return (weight * frequency) / (frequency + norms[length])  # type: ignore[no-any-return]


