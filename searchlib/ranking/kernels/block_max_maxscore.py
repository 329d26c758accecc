"""Ranks the passages that hold any of the words: MaxScore over windows of passages, with block bounds.

theta is the score of the k-th best passage so far: a passage that cannot exceed it need not be scored. The segment is
walked in windows of 8,192 passages. In each:

 1. The largest share that each list can give in this window is taken from the bounds of its blocks. When their sum does
    not exceed theta, the window is done, and none of its postings was read.
 2. The lists are sorted by that share. The weakest lists, as many as together stay under theta, are not essential: a
    passage that only they hold cannot enter the top k. Lists that do not retrieve are never essential.
 3. The postings of the essential lists are added into one accumulator per passage of the window (they fit the L2 cache).
    A block is skipped when its bound and the best shares of all other lists stay under theta.
 4. Passages that may still exceed theta with the non-essential lists are looked up in these, the strongest first: when
    the bound of the block leaves a chance, by bisection in its 128 passages.
 5. Passages that may still exceed theta are scored again in the order of the table, when that may change the last bit,
    and offered to the heap.

MaxScore is of Turtle and Flood ("Query evaluation: strategies and optimizations", 1995), block bounds of Ding and Suel
("Faster top-k document retrieval using block-max indexes", 2011); Mallia, Siedlaczek and Suel ("An experimental study
of index compression and DAAT query processing methods", 2019) compare the family. Windows are what Lucene's
`MaxScoreBulkScorer` does, for the same reason: the inner loop over a list has no branch but its end.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from searchlib.array_types import Bytes, Floats, Ints, Rows
from searchlib.ranking.kernels.cursors import (
    DAMAGED,
    LIST_ID,
    SLACK,
    WORK_ROWS,
    Lists,
    bound_all,
    document_at,
    frequency_at,
    listed,
    locate_all,
    opened,
    pointed,
    pointed_lengths,
    read,
    seek,
    seek_block,
    share,
)
from searchlib.ranking.kernels.derived_lists import packed
from searchlib.ranking.kernels.heap import offer, sort_heap
from searchlib.ranking.kernels.jit import alive, kernel, pointer
from searchlib.ranking.kernels.kernel_arguments import columns_at, lengths_at, plain_at
from searchlib.ranking.postings import BLOCK, Columns, Handle, Lengths

WINDOW: Final = 8192  # passages: 64 KB of accumulators; measured against 2,048 to 16,384 at a million passages
UNSEEN: Final = -1.0  # in an accumulator: no essential list has this passage


class Window(NamedTuple):
    """The working space of a window."""

    most: Floats  # [m] the largest share of each list, SLACK included
    order: Ints  # [m] the lists by that, those that do not retrieve first
    under: Floats  # [m + 1] sums of `most` along `order`: under[j] is of the j weakest
    over: Floats  # [m + 1] and from above: over[j] is of all but the j weakest
    essential: Ints  # [m] 1 or 0
    totals: Floats  # [WINDOW] the score so far of each passage, or UNSEEN
    seen: Rows  # [WINDOW + 1] the passages seen, counted from the window's start
    scores: Floats  # [k] the heap
    documents: Rows  # [k]
    k: int


@kernel
def block_max_maxscore(
    postings: Handle,
    own: Handle,
    measures: Handle,
    table: Ints,
    weights: Floats,
    allowed: Bytes,
    k: int,
    floor: float,
) -> tuple[int, Rows, Floats]:
    """The `k` best passages that score above `floor`: how many there are, or DAMAGED, and the arrays they begin.

    `allowed` is empty, or has a byte for each passage.
    """
    segment, lengths = columns_at(postings), lengths_at(measures)
    rows = len(weights)
    scores, documents = np.full(k, floor), np.full(k, np.int32(-1))
    state, extra = np.empty((WORK_ROWS, rows), np.int64), packed(plain_at(own))
    blocks = locate_all(segment, extra, table[LIST_ID], lengths.passages, state)
    if blocks == DAMAGED:
        return DAMAGED, documents, scores
    bounds = np.empty(blocks)
    lists = listed(table, weights, state, bounds)
    sums, order = np.zeros((3, rows + 1)), np.arange(2 * rows)
    totals, seen = np.full(WINDOW, UNSEEN), np.empty(WINDOW + 1, np.int32)
    window = Window(
        pointer(sums[0]),
        pointer(order),
        pointer(sums[1]),
        pointer(sums[2]),
        pointer(order[rows:]),
        pointer(totals),
        pointer(seen),
        pointer(scores),
        pointer(documents),
        k,
    )
    code = bound_all(segment, extra, lengths, lists)
    if code != DAMAGED:
        filtered = len(allowed) > 0
        code = walk(
            pointed(segment), pointed(extra), pointed_lengths(lengths), pointer(allowed), filtered, lists, window
        )
    if code != DAMAGED:
        code = sort_heap(scores, documents)
    alive(state), alive(extra), alive(bounds), alive(sums), alive(order), alive(totals), alive(seen)
    return code, documents, scores


@kernel
def walk(
    segment: Columns, extra: Columns, lengths: Lengths, allowed: Bytes, filtered: bool, lists: Lists, window: Window
) -> int:
    """Go through all windows. Returns 0, or DAMAGED."""
    for start in range(0, lengths.passages, WINDOW):
        stop = min(start + WINDOW, lengths.passages)
        for row in range(lists.rows):
            block_last = extra.block_last if lists.derived[row] else segment.block_last
            window.most[row] = bound(block_last, lists, row, start, stop)
        arrange(lists, window)
        if window.under[lists.rows] <= window.scores[0] or (filtered and not any_allowed(allowed, start, stop)):
            continue
        if visit(segment, extra, lengths, allowed, filtered, lists, window, start, stop) == DAMAGED:
            return DAMAGED
    return 0


@kernel
def bound(block_last: Rows, lists: Lists, row: int, start: int, stop: int) -> float:
    """Move a list to its first block in the window. Returns the best bound of its blocks there."""
    end, to_bound = lists.block_end[row], lists.bound_start[row]
    block = seek_block(block_last, lists.block[row], end, start)
    lists.block[row] = block
    best = 0.0
    while block < end:
        best = max(best, lists.bounds[to_bound + block])
        if block_last[block] >= stop - 1:
            break
        block += 1
    return best


@kernel
def arrange(lists: Lists, window: Window) -> None:
    """Sort the lists by insertion (their order changes little from window to window), and fill `under` and `over`."""
    most, order, retrieves = window.most, window.order, lists.retrieves
    for j in range(1, lists.rows):
        row = order[j]
        at = j
        while at > 0 and (
            retrieves[order[at - 1]] > retrieves[row]
            or (retrieves[order[at - 1]] == retrieves[row] and most[order[at - 1]] > most[row])
        ):
            order[at] = order[at - 1]
            at -= 1
        order[at] = row
    for j in range(lists.rows):
        window.under[j + 1] = window.under[j] + most[order[j]]
    for j in range(lists.rows - 1, -1, -1):
        window.over[j] = window.over[j + 1] + most[order[j]]


@kernel
def any_allowed(allowed: Bytes, start: int, stop: int) -> bool:
    """Whether some passage of the window is allowed."""
    seen = 0
    for document in range(start, stop):
        seen |= allowed[document]
    return seen != 0


@kernel
def visit(
    segment: Columns,
    extra: Columns,
    lengths: Lengths,
    allowed: Bytes,
    filtered: bool,
    lists: Lists,
    window: Window,
    start: int,
    stop: int,
) -> int:
    """Offer the best passages of one window to the heap. Returns 0, or DAMAGED."""
    theta = window.scores[0]
    first = split(lists, window, theta)
    count = 0
    for row in range(lists.rows):
        if window.essential[row]:
            columns = extra if lists.derived[row] else segment
            enough = theta - others(window, row)
            count = gather(columns, lengths, lists, window, row, enough, start, stop, count)
            if count == DAMAGED:
                return DAMAGED
    rest = window.under[first]
    count = keep(window, allowed, filtered, count, start, theta, rest)
    if rest > 0.0 and count > 0:
        if lists.rows - first > 1:
            sort(window.seen, count)
        for j in range(first - 1, -1, -1):
            row = window.order[j]
            columns = extra if lists.derived[row] else segment
            if window.most[row] > 0.0 and look_up(columns, lengths, lists, window, row, j, theta, start, count) < 0:
                return DAMAGED
    for x in range(count):
        at = window.seen[x]
        score = window.totals[at]
        window.totals[at] = UNSEEN
        if score * SLACK >= window.scores[0]:
            if rest > 0.0:
                score = score_anew(segment, extra, lengths, lists, start + at)
                if score < 0.0:
                    return DAMAGED
            offer(window.scores, window.documents, window.k, score, start + at)
    return 0


@kernel
def split(lists: Lists, window: Window, theta: float) -> int:
    """Mark the essential lists. Returns where in the order they begin."""
    first = 0
    while first < lists.rows and (window.under[first + 1] < theta or not lists.retrieves[window.order[first]]):
        first += 1
    for j in range(lists.rows):
        window.essential[window.order[j]] = j >= first
    return first


@kernel
def others(window: Window, row: int) -> float:
    """The sum of the largest shares of all other lists: added up, not subtracted, so that rounding loses nothing."""
    j = 0
    while window.order[j] != row:
        j += 1
    return float(window.under[j] + window.over[j + 1])


@kernel
def gather(
    columns: Columns,
    lengths: Lengths,
    lists: Lists,
    window: Window,
    row: int,
    enough: float,
    start: int,
    stop: int,
    count: int,
) -> int:
    """Add the shares of an essential list to the window's totals. Returns how many passages were seen, or DAMAGED.

    Blocks with a bound below `enough` are skipped.
    """
    totals, seen, weight = window.totals, window.seen, lists.weight[row]
    base, norm_base = lists.field[row] * lengths.passages, lists.field[row] * lengths.measured
    for index in range(lists.block[row], lists.block_end[row]):
        if lists.bounds[lists.bound_start[row] + index] >= enough:
            block = opened(columns, lists, row, index)
            first = (index - lists.block_start[row]) * BLOCK
            i = seek(columns, block, max(lists.posting[row] - first, 0), start)
            while i < block.size:
                document = document_at(columns, block, i)
                if document >= stop:
                    break
                at = document - start
                if at < 0:
                    return DAMAGED
                length = read(lengths.bytes, lengths.width, base + document)
                if length >= lengths.measured:
                    return DAMAGED
                frequency = np.float64(frequency_at(columns, block, i))
                part = (weight * frequency) / (frequency + lengths.norms[norm_base + length])
                total = totals[at]
                seen[count] = at
                count += total < 0.0
                totals[at] = part if total < 0.0 else total + part
                i += 1
            lists.posting[row] = first + i
        if columns.block_last[index] >= stop - 1:
            break
    return count


@kernel
def keep(window: Window, allowed: Bytes, filtered: bool, count: int, start: int, theta: float, rest: float) -> int:
    """Keep the passages that are allowed and may exceed theta with `rest` more. Returns how many they are."""
    kept = 0
    for x in range(count):
        at = window.seen[x]
        if window.totals[at] * SLACK + rest >= theta and (not filtered or allowed[start + at]):
            window.seen[kept] = at
            kept += 1
        else:
            window.totals[at] = UNSEEN
    return kept


@kernel
def sort(rows: Rows, count: int) -> None:
    """Shell's sort: the passages come in a few ascending runs, and are rarely many."""
    gap = 1
    while gap < count // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for x in range(gap, count):
            value = rows[x]
            y = x
            while y >= gap and rows[y - gap] > value:
                rows[y] = rows[y - gap]
                y -= gap
            rows[y] = value
        gap //= 3


@kernel
def look_up(
    columns: Columns,
    lengths: Lengths,
    lists: Lists,
    window: Window,
    row: int,
    j: int,
    theta: float,
    start: int,
    count: int,
) -> int:
    """Add the shares of list `j` in the order to passages that may still exceed theta. Returns 0, or DAMAGED."""
    index, end = lists.block[row], lists.block_end[row]
    block, i = opened(columns, lists, row, index), 0
    for x in range(count):
        at = window.seen[x]
        document = start + at
        total = window.totals[at] * SLACK
        if total + window.under[j + 1] < theta:
            continue
        if columns.block_last[index] < document:
            index = seek_block(columns.block_last, index, end, document)
            if index == end:
                break
            block, i = opened(columns, lists, row, index), 0
        if total + lists.bounds[lists.bound_start[row] + index] + window.under[j] < theta:
            continue
        i = seek(columns, block, i, document)
        if i < block.size and document_at(columns, block, i) == document:
            part = share(columns, lengths, lists, row, block, i, document)
            if part < 0.0:
                return DAMAGED
            window.totals[at] += part
    return 0


@kernel
def share_in(columns: Columns, lengths: Lengths, lists: Lists, row: int, index: int, document: int) -> float:
    """The share that block `index` of a list adds to the score of a passage, 0 when it does not hold it; or DAMAGED."""
    block = opened(columns, lists, row, index)
    i = seek(columns, block, 0, document)
    if i == block.size or document_at(columns, block, i) != document:
        return 0.0
    return share(columns, lengths, lists, row, block, i, document)


@kernel
def score_anew(segment: Columns, extra: Columns, lengths: Lengths, lists: Lists, document: int) -> float:
    """The score of a passage, its shares added in the order of the table; or DAMAGED."""
    score = 0.0
    for row in range(lists.rows):
        columns = extra if lists.derived[row] else segment
        index = seek_block(columns.block_last, lists.block[row], lists.block_end[row], document)
        if index < lists.block_end[row]:
            part = share_in(columns, lengths, lists, row, index, document)
            if part < 0.0:
                return DAMAGED
            score += part
    return score
