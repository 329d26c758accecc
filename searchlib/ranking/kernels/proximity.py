"""Phrases and words near each other: counts the minimal intervals of `exhaustive.near`, passage by passage.

The lists leap over each other to the passages that hold all of them. A posting stores no offset of its positions: the
frequencies of the postings before it in its block, at most 127, are added up, from where they were added up last. Then
one pass over the positions reads each once:

    ordered     for each position of the first term, the next position of the second term after it, then of the third,
                ...; of all first positions that reach the same last one, the latest counts
    any order   from the leftmost position not yet passed, as far as every term occurred as often as it is wanted; then
                the leftmost position is passed

(Boldi and Vigna, "Efficient optimal-time algorithms for minimal-interval semantics", 2018, prove both.)
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from searchlib.array_types import Floats, Ints, Rows
from searchlib.ranking.kernels.cursors import (
    DAMAGED,
    LIST_ID,
    NO_MORE,
    WIDEST,
    WORK_ROWS,
    Lists,
    advance,
    frequency_at,
    listed,
    locate_all,
    opened,
    pointed,
)
from searchlib.ranking.kernels.derived_lists import packed
from searchlib.ranking.kernels.jit import alive, bits, kernel, pointer, signed
from searchlib.ranking.kernels.kernel_arguments import columns_at, plain_at
from searchlib.ranking.postings import BLOCK, SPARE, WIDTH_BITS, Columns, Handle

ANY_DOCUMENT: Final = 1 << 31  # no array is indexed with documents here


class TermPositions(NamedTuple):
    """Each term's positions in the current passage, one element per term."""

    at: Ints  # the first position not yet passed, counted among the positions of its block
    end: Ints  # behind the last one
    block: Ints  # the block in which its passage was found last, or -1
    posting: Ints  # which of its postings that was
    before: Ints  # how many positions those before it have
    bit: Ints  # where the positions of its block begin in the column `packed`
    width: Ints  # bits a position
    here: Ints  # the position at `at`, or NO_MORE
    times: Ints  # how many are wanted in an interval


@kernel
def intervals(
    postings: Handle, own: Handle, table: Ints, weights: Floats, times: Ints, slack: int, ordered: bool
) -> tuple[int, Rows, Rows]:
    """How many passages have minimal intervals with at most `slack` foreign positions, or DAMAGED.

    And the arrays that begin with these passages and their numbers of intervals. `times` says how often each list is
    wanted (1 when `ordered`).
    """
    segment, rows = columns_at(postings), table.shape[1]
    state, working, nothing = np.empty((WORK_ROWS, rows), np.int64), np.full((8, rows), -1), np.empty(0)
    extra = packed(plain_at(own))
    none = np.empty(0, np.int32)
    if locate_all(segment, extra, table[LIST_ID], ANY_DOCUMENT, state) == DAMAGED:
        return DAMAGED, none, none
    fewest = state[1].min()
    documents, counts = np.empty(fewest, np.int32), np.empty(fewest, np.int32)
    order = np.argsort(state[1])
    lists = listed(table, weights, state, nothing)
    count = search(
        pointed(segment),
        pointed(extra),
        ((len(segment.packed) - SPARE) << 3, (len(extra.packed) - SPARE) << 3),
        lists,
        pointer(order),
        term_positions(working, times),
        slack,
        ordered,
        pointer(documents),
        pointer(counts),
        fewest,
    )
    alive(state), alive(extra), alive(working), alive(order), alive(times)
    return count, documents, counts


@kernel
def term_positions(working: Ints, times: Ints) -> TermPositions:
    """The positions of each term, kept in `working`, int64[8, m]."""
    return TermPositions(
        pointer(working[0]),
        pointer(working[1]),
        pointer(working[2]),
        pointer(working[3]),
        pointer(working[4]),
        pointer(working[5]),
        pointer(working[6]),
        pointer(working[7]),
        pointer(times),
    )


@kernel
def search(
    segment: Columns,
    extra: Columns,
    held: tuple[int, int],
    lists: Lists,
    order: Ints,
    terms: TermPositions,
    slack: int,
    ordered: bool,
    documents: Rows,
    counts: Rows,
    fewest: int,
) -> int:
    """Go through all passages that hold all lists. Returns how many have intervals, or DAMAGED."""
    document, matched = 0, 0
    while matched < fewest:
        document = meet(segment, extra, lists, order, document)
        if document == NO_MORE:
            break
        for row in range(lists.rows):
            columns = extra if lists.derived[row] else segment
            if not open_positions(columns, held[1] if lists.derived[row] else held[0], lists, row, terms):
                return DAMAGED
        if ordered:
            count = count_ordered(segment, extra, lists, terms, slack)
        else:
            count = count_unordered(segment, extra, lists, terms, slack)
        documents[matched], counts[matched] = document, count
        matched += count > 0
        document += 1
    return matched


@kernel
def meet(segment: Columns, extra: Columns, lists: Lists, order: Ints, document: int) -> int:
    """The first passage from `document` on that holds all lists, or NO_MORE."""
    at = 0
    while at < lists.rows and document < NO_MORE:
        row = order[at]
        columns = extra if lists.derived[row] else segment
        nearest = advance(columns, lists, row, document)
        at = 0 if nearest > document and at > 0 else at + 1
        document = nearest
    return document


@kernel
def open_positions(columns: Columns, held: int, lists: Lists, row: int, terms: TermPositions) -> bool:
    """Find the positions of a list's current posting; False when they are not among the first `held` bits."""
    index = lists.block[row]
    block = opened(columns, lists, row, index)
    width = signed(columns.block_widths[index]) >> 2 * WIDTH_BITS & WIDEST
    first, at, posting = 0, 0, lists.posting[row] % BLOCK
    if terms.block[row] == index and terms.posting[row] <= posting:
        first, at = terms.posting[row], terms.before[row]
    for before in range(first, posting):
        at += frequency_at(columns, block, before)
    terms.block[row], terms.posting[row], terms.before[row] = index, posting, at
    end = at + frequency_at(columns, block, posting)
    most = (held - block.positions) // width if width > 0 else block.size  # without bits all stand at 0: one a posting
    if end > most:
        return False
    terms.at[row], terms.end[row] = at, end
    terms.bit[row], terms.width[row] = block.positions, width
    terms.here[row] = position(columns, terms, row, at)
    return True


@kernel
def position(columns: Columns, terms: TermPositions, row: int, at: int) -> int:
    """Position `at` of a list's current block."""
    width = terms.width[row]
    return bits(columns.packed, terms.bit[row] + at * width, (1 << width) - 1)


@kernel
def step(segment: Columns, extra: Columns, lists: Lists, row: int, terms: TermPositions) -> None:
    """Move a term to its next position; after the last one, to NO_MORE."""
    terms.at[row] += 1
    if terms.at[row] < terms.end[row]:
        terms.here[row] = position_at(segment, extra, lists, terms, row, terms.at[row])
    else:
        terms.here[row] = NO_MORE


@kernel
def position_at(segment: Columns, extra: Columns, lists: Lists, terms: TermPositions, row: int, at: int) -> int:
    """Position `at` of a list's current block."""
    columns = extra if lists.derived[row] else segment
    return position(columns, terms, row, at)


@kernel
def count_ordered(segment: Columns, extra: Columns, lists: Lists, terms: TermPositions, slack: int) -> int:
    """How many minimal intervals hold the terms one after the other, with at most `slack` foreign positions."""
    room = lists.rows - 1 + slack
    count, first, last = 0, 0, -1  # the interval found last: it is minimal unless the next start reaches the same end
    while terms.here[0] != NO_MORE:
        end = terms.here[0]
        for row in range(1, lists.rows):
            while terms.here[row] <= end:
                step(segment, extra, lists, row, terms)
            end = terms.here[row]
            if end == NO_MORE:
                break
        if end != last:
            count += last >= 0 and last - first <= room
        if end == NO_MORE:
            return count
        first, last = terms.here[0], end
        step(segment, extra, lists, 0, terms)
    return count + (last >= 0 and last - first <= room)


@kernel
def count_unordered(segment: Columns, extra: Columns, lists: Lists, terms: TermPositions, slack: int) -> int:
    """How many minimal intervals hold every term as often as wanted, with at most `slack` foreign positions."""
    room = slack - 1
    for row in range(lists.rows):
        room += terms.times[row]
    count, first, last = 0, 0, -1
    while True:
        start, end = NO_MORE, 0
        for row in range(lists.rows):
            needed = terms.at[row] + terms.times[row] - 1
            if needed >= terms.end[row]:
                return count + (last >= 0 and last - first <= room)
            start = min(start, terms.here[row])
            end = max(end, position_at(segment, extra, lists, terms, row, needed))
        if end != last:
            count += last >= 0 and last - first <= room
        first, last = start, end
        for row in range(lists.rows):
            if terms.here[row] == start:
                step(segment, extra, lists, row, terms)
