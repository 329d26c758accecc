"""The kernel for phrases and words near each other: the minimal intervals of `exhaustive.near`, passage by passage.

The lists leap over each other to the passages that hold all of them. In such a passage a term's positions are those of
its block after as many as the block's postings before it have: at most 127 frequencies are added up, and on from where
they were added up last, which is why no posting carries an offset. Then one pass over the positions, each read once:

    ordered     for each place of the first term, the next place of the second after it, the next of the third after
                that, ...; of all first places that reach the same last one, the latest counts
    any order   from the leftmost place not yet passed, as far as every term stood as often as it is wanted; then the
                leftmost is passed

(Boldi and Vigna, "Efficient optimal-time algorithms for minimal-interval semantics", 2018, prove both.)
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from searchlib.array_types import Floats, Ints, Rows
from searchlib.ranking.kernels.cursors import (
    DAMAGED,
    NO_MORE,
    NUMBER,
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


class Places(NamedTuple):
    """Where each term stands in one passage, an element each."""

    at: Ints  # the first one not yet passed, a number among the positions of its block
    end: Ints  # behind the last one
    block: Ints  # the block in which its passage was found last, or -1
    posting: Ints  # which of its postings that was
    before: Ints  # how many positions those before it have
    bit: Ints  # where the positions of its block begin in the column `packed`
    width: Ints  # bits a position
    here: Ints  # that position, or NO_MORE
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
    places, working, nothing = np.empty((WORK_ROWS, rows), np.int64), np.full((8, rows), -1), np.empty(0)
    extra = packed(plain_at(own))
    none = np.empty(0, np.int32)
    if locate_all(segment, extra, table[NUMBER], ANY_DOCUMENT, places) == DAMAGED:
        return DAMAGED, none, none
    fewest = places[1].min()
    documents, counts = np.empty(fewest, np.int32), np.empty(fewest, np.int32)
    order = np.argsort(places[1])
    lists = listed(table, weights, places, nothing)
    found = search(
        pointed(segment),
        pointed(extra),
        ((len(segment.packed) - SPARE) << 3, (len(extra.packed) - SPARE) << 3),
        lists,
        pointer(order),
        standing(working, times),
        slack,
        ordered,
        pointer(documents),
        pointer(counts),
        fewest,
    )
    alive(places), alive(extra), alive(working), alive(order), alive(times)
    return found, documents, counts


@kernel
def standing(working: Ints, times: Ints) -> Places:
    """Room for the places of each term, in int64[8, m]."""
    return Places(
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
    places: Places,
    slack: int,
    ordered: bool,
    documents: Rows,
    counts: Rows,
    fewest: int,
) -> int:
    """Go through all passages that hold all lists. How many had intervals, or DAMAGED."""
    document, found = 0, 0
    while found < fewest:
        document = meet(segment, extra, lists, order, document)
        if document == NO_MORE:
            break
        for row in range(lists.rows):
            columns = extra if lists.derived[row] else segment
            if not open_places(columns, held[1] if lists.derived[row] else held[0], lists, row, places):
                return DAMAGED
        if ordered:
            count = count_ordered(segment, extra, lists, places, slack)
        else:
            count = count_unordered(segment, extra, lists, places, slack)
        documents[found], counts[found] = document, count
        found += count > 0
        document += 1
    return found


@kernel
def meet(segment: Columns, extra: Columns, lists: Lists, order: Ints, document: int) -> int:
    """The first passage from `document` on that holds all lists, or NO_MORE."""
    place = 0
    while place < lists.rows and document < NO_MORE:
        row = order[place]
        columns = extra if lists.derived[row] else segment
        nearest = advance(columns, lists, row, document)
        place = 0 if nearest > document and place > 0 else place + 1
        document = nearest
    return document


@kernel
def open_places(columns: Columns, held: int, lists: Lists, row: int, places: Places) -> bool:
    """Find the positions of the posting at which a list stands; False when they are not among the first `held` bits."""
    number = lists.block[row]
    block = opened(columns, lists, row, number)
    width = signed(columns.block_widths[number]) >> 2 * WIDTH_BITS & WIDEST
    first, at, posting = 0, 0, lists.posting[row] % BLOCK
    if places.block[row] == number and places.posting[row] <= posting:
        first, at = places.posting[row], places.before[row]
    for before in range(first, posting):
        at += frequency_at(columns, block, before)
    places.block[row], places.posting[row], places.before[row] = number, posting, at
    end = at + frequency_at(columns, block, posting)
    most = (held - block.positions) // width if width > 0 else block.size  # without bits all stand at 0: one a posting
    if end > most:
        return False
    places.at[row], places.end[row] = at, end
    places.bit[row], places.width[row] = block.positions, width
    places.here[row] = position(columns, places, row, at)
    return True


@kernel
def position(columns: Columns, places: Places, row: int, at: int) -> int:
    """Position number `at` of the block at which a list stands."""
    width = places.width[row]
    return bits(columns.packed, places.bit[row] + at * width, (1 << width) - 1)


@kernel
def step(segment: Columns, extra: Columns, lists: Lists, row: int, places: Places) -> None:
    """Pass a place of a term; behind the last one it stands at NO_MORE."""
    places.at[row] += 1
    if places.at[row] < places.end[row]:
        places.here[row] = place_at(segment, extra, lists, places, row, places.at[row])
    else:
        places.here[row] = NO_MORE


@kernel
def place_at(segment: Columns, extra: Columns, lists: Lists, places: Places, row: int, at: int) -> int:
    """Position number `at` of the block at which a list stands."""
    columns = extra if lists.derived[row] else segment
    return position(columns, places, row, at)


@kernel
def count_ordered(segment: Columns, extra: Columns, lists: Lists, places: Places, slack: int) -> int:
    """How many minimal intervals hold the terms one after the other, with at most `slack` foreign positions."""
    room = lists.rows - 1 + slack
    count, first, last = 0, 0, -1  # the interval found last: it is minimal unless the next start reaches the same end
    while places.here[0] != NO_MORE:
        end = places.here[0]
        for row in range(1, lists.rows):
            while places.here[row] <= end:
                step(segment, extra, lists, row, places)
            end = places.here[row]
            if end == NO_MORE:
                break
        if end != last:
            count += last >= 0 and last - first <= room
        if end == NO_MORE:
            return count
        first, last = places.here[0], end
        step(segment, extra, lists, 0, places)
    return count + (last >= 0 and last - first <= room)


@kernel
def count_unordered(segment: Columns, extra: Columns, lists: Lists, places: Places, slack: int) -> int:
    """How many minimal intervals hold every term as often as wanted, with at most `slack` foreign positions."""
    room = slack - 1
    for row in range(lists.rows):
        room += places.times[row]
    count, first, last = 0, 0, -1
    while True:
        start, end = NO_MORE, 0
        for row in range(lists.rows):
            needed = places.at[row] + places.times[row] - 1
            if needed >= places.end[row]:
                return count + (last >= 0 and last - first <= room)
            start = min(start, places.here[row])
            end = max(end, place_at(segment, extra, lists, places, row, needed))
        if end != last:
            count += last >= 0 and last - first <= room
        first, last = start, end
        for row in range(lists.rows):
            if places.here[row] == start:
                step(segment, extra, lists, row, places)
