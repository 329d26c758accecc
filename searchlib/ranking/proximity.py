"""The kernel for phrases and words near each other: the minimal intervals of `exhaustive.near`, passage by passage.

The lists leap over each other to the passages that hold all of them. In such a passage a term's positions begin where
its block's begin, plus the frequencies of the block's postings before it: at most 127 narrow numbers are added up, which
is why no posting carries an offset. Then one pass over the positions, each read once:

    ordered     for each place of the first term, the next place of the second after it, the next of the third after
                that, ...; of all first places that reach the same last one, the latest counts
    any order   from the leftmost place not yet passed, as far as every term stood as often as it is wanted; then the
                leftmost is passed

(Boldi and Vigna, "Efficient optimal-time algorithms for minimal-interval semantics", 2018, prove both.)
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from searchlib.ranking.compiled import alive, kernel, pointer
from searchlib.ranking.lists import Columns
from searchlib.ranking.walking import (
    BLOCK,
    DAMAGED,
    NO_MORE,
    NUMBER,
    PLACES,
    Documents,
    Floats,
    Int64s,
    Lists,
    advance,
    listed,
    locate_all,
    pointed,
    read,
)

ANY_DOCUMENT: Final = 1 << 31  # no array is indexed with documents here


class Places(NamedTuple):
    """Where each term stands in one passage, an element each."""

    at: Int64s  # where in its column of positions the first one not yet passed lies
    end: Int64s
    here: Int64s  # that position, or NO_MORE
    times: Int64s  # how many are wanted in an interval


@kernel
def intervals(
    segment: Columns, extra: Columns, table: Int64s, weights: Floats, times: Int64s, slack: int, ordered: bool
) -> tuple[int, Documents, Documents]:
    """How many passages have minimal intervals with at most `slack` foreign positions, or DAMAGED.

    And the arrays that begin with these passages and their numbers of intervals. `times` says how often each list is
    wanted (1 when `ordered`).
    """
    rows = table.shape[1]
    places, working, nothing = np.empty((PLACES, rows), np.int64), np.empty((3, rows), np.int64), np.empty(0)
    none = np.empty(0, np.int32)
    if locate_all(segment, extra, table[NUMBER], ANY_DOCUMENT, places) == DAMAGED:
        return DAMAGED, none, none
    for row in range(rows):
        stored = len(extra.block_positions) if table[NUMBER, row] < 0 else len(segment.block_positions)
        if places[3, row] > stored:
            return DAMAGED, none, none
    fewest = (places[1] - places[0]).min()
    documents, counts = np.empty(fewest, np.int32), np.empty(fewest, np.int32)
    order = np.argsort(places[1] - places[0])
    lists = listed(table, weights, places, nothing)
    found = search(
        pointed(segment),
        pointed(extra),
        (len(segment.positions) // segment.position_width, len(extra.positions) // extra.position_width),
        lists,
        pointer(order),
        Places(pointer(working[0]), pointer(working[1]), pointer(working[2]), pointer(times)),
        slack,
        ordered,
        pointer(documents),
        pointer(counts),
        fewest,
    )
    alive(places), alive(working), alive(order), alive(times)
    return found, documents, counts


@kernel
def search(
    segment: Columns,
    extra: Columns,
    held: tuple[int, int],
    lists: Lists,
    order: Int64s,
    places: Places,
    slack: int,
    ordered: bool,
    documents: Documents,
    counts: Documents,
    fewest: int,
) -> int:
    """Go through all passages that hold all lists. How many had intervals, or DAMAGED."""
    document, found = 0, 0
    while found < fewest:
        document = meet(segment, extra, lists, order, document)
        if document == NO_MORE:
            break
        for row in range(lists.rows):
            if lists.derived[row]:
                fine = open_places(extra, held[1], lists, row, places)
            else:
                fine = open_places(segment, held[0], lists, row, places)
            if not fine:
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
def meet(segment: Columns, extra: Columns, lists: Lists, order: Int64s, document: int) -> int:
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
    """Find the positions of the posting at which a list stands; False when they are outside of the column."""
    posting, block = lists.posting[row], lists.block[row]
    at = columns.block_positions[block]
    if at < 0 or at > held:  # before anything is added to it: near the largest int64 a sum would wrap around
        return False
    for before in range(lists.start[row] + (block - lists.block_start[row]) * BLOCK, posting):
        at += read(columns.frequencies, columns.frequency_width, before)
    end = at + read(columns.frequencies, columns.frequency_width, posting)
    places.at[row], places.end[row] = at, end
    places.here[row] = NO_MORE
    if end > held:
        return False
    if at < end:
        places.here[row] = read(columns.positions, columns.position_width, at)
    return True


@kernel
def step(segment: Columns, extra: Columns, lists: Lists, row: int, places: Places) -> None:
    """Pass a place of a term; behind the last one it stands at NO_MORE."""
    places.at[row] += 1
    if places.at[row] < places.end[row]:
        places.here[row] = place_at(segment, extra, lists, row, places.at[row])
    else:
        places.here[row] = NO_MORE


@kernel
def place_at(segment: Columns, extra: Columns, lists: Lists, row: int, at: int) -> int:
    """The position `at` of a row's column."""
    columns = extra if lists.derived[row] else segment
    return read(columns.positions, columns.position_width, at)


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
            end = max(end, place_at(segment, extra, lists, row, needed))
        if end != last:
            count += last >= 0 and last - first <= room
        first, last = start, end
        for row in range(lists.rows):
            if places.here[row] == start:
                step(segment, extra, lists, row, places)
