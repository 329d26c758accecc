"""The kernel that ranks by any of the words: MaxScore over windows of passages, with block bounds.

theta is the score of the k-th best passage so far: a passage that cannot exceed it need not be scored. The segment is
walked in windows of 4,096 passages. In each:

 1. The largest share that each list can give in this window is read off its blocks' bounds. When all of them together
    do not exceed theta, the window is done: not one of its postings was read.
 2. The lists are put in the order of that share. The weakest, as many as together stay under theta, are not essential:
    by them alone no passage gets into the top. Lists that do not propose never are essential.
 3. The essential lists are read, posting by posting, into one accumulator for each passage of the window; all of them
    fit the first-level cache. A block that stays under theta with the best of all other lists is passed over.
 4. What has a chance together with the non-essential lists is looked up in these, the strongest first: if the block's
    bound leaves a chance, by bisection in its 128 documents.
 5. What still has a chance is scored anew in the order of the table, where that may matter to the last bit, and offered
    to the heap.

MaxScore is of Turtle and Flood ("Query evaluation: strategies and optimizations", 1995), block bounds of Ding and Suel
("Faster top-k document retrieval using block-max indexes", 2011); Mallia, Siedlaczek and Suel ("An experimental study
of index compression and DAAT query processing methods", 2019) compare the family. Windows are what Lucene's
`MaxScoreBulkScorer` does, with the same reason: a list's inner loop has no branch but its end.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from searchlib.ranking.compiled import kernel
from searchlib.ranking.lists import Columns, Lengths
from searchlib.ranking.walking import (
    BLOCK,
    DAMAGED,
    FIELD,
    PROPOSES,
    SLACK,
    Documents,
    Floats,
    Int64s,
    Lists,
    offer,
    open_lists,
    read,
    seek,
    seek_block,
    share_of,
)

WINDOW: Final = 4096  # passages: 32 KB of accumulators
UNSEEN: Final = -1.0  # in an accumulator: no essential list has this passage


class Window(NamedTuple):
    """The working space of a window."""

    most: Floats  # [m] the largest share of each list, times SLACK
    order: Int64s  # [m] the lists by that, those that do not propose first
    under: Floats  # [m + 1] sums of `most` along `order`: under[j] is of the j weakest
    over: Floats  # [m + 1] and from above: over[j] is of all but the j weakest
    essential: npt.NDArray[np.bool_]  # [m]
    totals: Floats  # [WINDOW] the score so far of each passage, or UNSEEN
    found: Documents  # [WINDOW + 1] the passages seen, counted from the window's start


@kernel
def best_of_any(
    segment: Columns,
    extra: Columns,
    lengths: Lengths,
    table: Int64s,
    weights: Floats,
    allowed: npt.NDArray[np.uint8],
    k: int,
    floor: float,
) -> tuple[int, Documents, Floats]:
    """The heap of the `k` best passages that score above `floor`; its empty places are document -1.

    `allowed` is empty, or has a byte for each passage. The code is 0, or DAMAGED.
    """
    scores, documents = np.full(k, floor), np.full(k, np.int32(-1))
    code, lists = open_lists(segment, extra, lengths, table, weights)
    rows = len(table)
    window = Window(
        np.zeros(rows),
        np.arange(rows),
        np.zeros(rows + 1),
        np.zeros(rows + 1),
        np.zeros(rows, np.bool_),
        np.full(WINDOW, UNSEEN),
        np.zeros(WINDOW + 1, np.int32),
    )
    for start in range(0, lengths.passages, WINDOW):
        if code == DAMAGED:
            break
        stop = min(start + WINDOW, lengths.passages)
        bound(segment, extra, lists, start, stop, window.most)
        arrange(table, window)
        if window.under[rows] > scores[0] and any_allowed(allowed, start, stop):
            code = visit(segment, extra, lengths, table, weights, allowed, lists, window, start, stop, scores, documents)
    return code, documents, scores


@kernel
def bound(segment: Columns, extra: Columns, lists: Lists, start: int, stop: int, most: Floats) -> None:
    """Walk every list to its first block in the window, and find the best bound of its blocks there."""
    for row in range(len(most)):
        block_last = extra.block_last if lists.derived[row] else segment.block_last
        end = lists.block_end[row]
        block = seek_block(block_last, lists.block[row], end, start)
        lists.block[row] = block
        best = 0.0
        to_bound = lists.bound_start[row] - lists.block_start[row]
        while block < end:
            best = max(best, lists.bounds[to_bound + block])
            if block_last[block] >= stop - 1:
                break
            block += 1
        most[row] = best


@kernel
def arrange(table: Int64s, window: Window) -> None:
    """Put the lists in order (by insertion: from window to window it changes little), and sum up along it."""
    most, order, rows = window.most, window.order, len(table)
    for j in range(1, rows):
        row = order[j]
        at = j
        while at > 0 and (
            table[order[at - 1], PROPOSES] > table[row, PROPOSES]
            or (table[order[at - 1], PROPOSES] == table[row, PROPOSES] and most[order[at - 1]] > most[row])
        ):
            order[at] = order[at - 1]
            at -= 1
        order[at] = row
    for j in range(rows):
        window.under[j + 1] = window.under[j] + most[order[j]]
        window.over[rows - 1 - j] = window.over[rows - j] + most[order[rows - 1 - j]]


@kernel
def any_allowed(allowed: npt.NDArray[np.uint8], start: int, stop: int) -> bool:
    """Whether some passage of the window is allowed."""
    if len(allowed) == 0:
        return True
    seen = np.uint8(0)
    for document in range(start, stop):
        seen |= allowed[document]
    return seen != 0


@kernel
def visit(
    segment: Columns,
    extra: Columns,
    lengths: Lengths,
    table: Int64s,
    weights: Floats,
    allowed: npt.NDArray[np.uint8],
    lists: Lists,
    window: Window,
    start: int,
    stop: int,
    scores: Floats,
    documents: Documents,
) -> int:
    """Offer to the heap what belongs there of one window. 0, or DAMAGED."""
    rows = len(table)
    theta = scores[0]
    first = 0  # of the essential lists, in order
    while first < rows and (window.under[first + 1] < theta or table[window.order[first], PROPOSES] == 0):
        first += 1
    for j in range(rows):
        window.essential[window.order[j]] = j >= first
    count = 0
    for row in range(rows):
        if window.essential[row]:
            postings = extra if lists.derived[row] else segment
            enough = theta - others(window, row)
            count = gather(postings, lengths, lists, window, row, table[row, FIELD], weights[row], enough, start, stop, count)
            if count == DAMAGED:
                return DAMAGED
    count = keep(window, allowed, count, start, theta, window.under[first])
    exact = window.under[first] == 0.0
    if not exact and count > 0:
        if rows - first > 1:
            window.found[:count].sort()
        for j in range(first - 1, -1, -1):
            row = window.order[j]
            postings = extra if lists.derived[row] else segment
            if window.most[row] > 0.0 and not look_up(
                postings, lengths, lists, window, row, table[row, FIELD], weights[row], j, theta, start, count
            ):
                return DAMAGED
    for x in range(count):
        at = window.found[x]
        score = window.totals[at]
        window.totals[at] = UNSEEN
        if score * SLACK >= scores[0]:
            if not exact:
                score = score_anew(segment, extra, lengths, table, weights, lists, start + at)
            if score < 0.0:
                return DAMAGED
            offer(scores, documents, score, start + at)
    return 0


@kernel
def others(window: Window, row: int) -> float:
    """What all lists but this one can give together: never a difference, so that nothing is lost to rounding."""
    j = 0
    while window.order[j] != row:
        j += 1
    return window.under[j] + window.over[j + 1]


@kernel
def gather(
    postings: Columns,
    lengths: Lengths,
    lists: Lists,
    window: Window,
    row: int,
    field: int,
    weight: float,
    enough: float,
    start: int,
    stop: int,
    count: int,
) -> int:
    """Add the shares of an essential list to the window's totals. How many passages were found then, or DAMAGED.

    Blocks bounded below `enough` are passed over.
    """
    documents, frequencies, width = postings.documents, postings.frequencies, postings.frequency_width
    norms, base = lengths.norms[field], field * lengths.passages
    totals, found = window.totals, window.found
    to_bound = lists.bound_start[row] - lists.block_start[row]
    for block in range(lists.block[row], lists.block_end[row]):
        posting = lists.start[row] + (block - lists.block_start[row]) * BLOCK
        last = min(posting + BLOCK, lists.end[row])
        if documents[posting] >= stop:
            break
        if lists.bounds[to_bound + block] < enough:
            continue
        if documents[posting] < start:
            posting = seek(documents, posting, last, start)
        while posting < last:
            document = documents[posting]
            if document >= stop:
                break
            at = document - start
            length = read(lengths.bytes, lengths.width, base + document)
            if at < 0 or length >= len(norms):
                return DAMAGED
            frequency = np.float64(read(frequencies, width, posting))
            share = (weight * frequency) / (frequency + norms[length])
            total = totals[at]
            found[count] = at
            count += total < 0.0
            totals[at] = share if total < 0.0 else total + share
            posting += 1
    return count


@kernel
def keep(
    window: Window, allowed: npt.NDArray[np.uint8], count: int, start: int, theta: float, rest: float
) -> int:
    """Of the passages found, keep those that are allowed and have a chance with `rest` more; how many they are."""
    kept = 0
    for x in range(count):
        at = window.found[x]
        if window.totals[at] * SLACK + rest >= theta and (len(allowed) == 0 or allowed[start + at] != 0):
            window.found[kept] = at
            kept += 1
        else:
            window.totals[at] = UNSEEN
    return kept


@kernel
def look_up(
    postings: Columns,
    lengths: Lengths,
    lists: Lists,
    window: Window,
    row: int,
    field: int,
    weight: float,
    j: int,
    theta: float,
    start: int,
    count: int,
) -> bool:
    """Add the shares of the list in place `j` of the order to those found that still have a chance; False if damaged."""
    documents, end = postings.documents, lists.block_end[row]
    norms, base = lengths.norms[field], field * lengths.passages
    to_bound = lists.bound_start[row] - lists.block_start[row]
    block = lists.block[row]
    for x in range(count):
        at = window.found[x]
        total = window.totals[at] * SLACK
        if total + window.under[j + 1] < theta:
            continue
        block = seek_block(postings.block_last, block, end, start + at)
        if block == end:
            break
        if total + lists.bounds[to_bound + block] + window.under[j] < theta:
            continue
        posting = lists.start[row] + (block - lists.block_start[row]) * BLOCK
        last = min(posting + BLOCK, lists.end[row])
        posting = seek(documents, posting, last, start + at)
        if posting < last and documents[posting] == start + at:
            share = share_of(postings, lengths, norms, base, weight, posting, start + at)
            if share < 0.0:
                return False
            window.totals[at] += share
    return True


@kernel
def score_anew(
    segment: Columns,
    extra: Columns,
    lengths: Lengths,
    table: Int64s,
    weights: Floats,
    lists: Lists,
    document: int,
) -> float:
    """The score of a passage, its shares added in the order of the table; or DAMAGED."""
    score = 0.0
    for row in range(len(table)):
        postings = extra if lists.derived[row] else segment
        block = seek_block(postings.block_last, lists.block[row], lists.block_end[row], document)
        if block == lists.block_end[row]:
            continue
        posting = lists.start[row] + (block - lists.block_start[row]) * BLOCK
        last = min(posting + BLOCK, lists.end[row])
        posting = seek(postings.documents, posting, last, document)
        if posting < last and postings.documents[posting] == document:
            field = table[row, FIELD]
            base = field * lengths.passages
            share = share_of(postings, lengths, lengths.norms[field], base, weights[row], posting, document)
            if share < 0.0:
                return DAMAGED
            score += share
    return score
