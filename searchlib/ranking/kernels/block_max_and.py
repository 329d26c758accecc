"""Ranks the passages that hold every required clause: lists leap over each other, and over blocks that cannot win.

The rarest clause names the next passage that it holds; each other clause, rarer ones first, is asked for that passage or
the next one that it holds itself. When a clause answers with a later passage, the rarest clause continues from there
(leapfrog). Before a passage is decoded, the bounds of the current blocks of all lists are added up: if the sum cannot
exceed the k-th best score, everything up to the nearest end of a block is skipped (block-max AND; Ding and Suel, 2011).
A passage that all clauses hold is scored at once, in the order of the table, so that its score is the defined one.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from searchlib.array_types import Bytes, Floats, Ints, Rows
from searchlib.ranking.kernels.cursors import (
    DAMAGED,
    LIST_ID,
    NO_MORE,
    WORK_ROWS,
    Lists,
    advance,
    bound_all,
    listed,
    locate_all,
    opened,
    pointed,
    pointed_lengths,
    seek_block,
    share,
)
from searchlib.ranking.kernels.derived_lists import packed
from searchlib.ranking.kernels.heap import offer, sort_heap
from searchlib.ranking.kernels.jit import alive, kernel, pointer
from searchlib.ranking.kernels.kernel_arguments import columns_at, lengths_at, plain_at
from searchlib.ranking.postings import BLOCK, EXCLUDED, REQUIRED, Columns, Handle, Lengths

COMMON: Final = -2  # all clauses are too common for leaping
LEAP: Final = 12  # postings; measured at a million passages, a quarter of which the other way costs beside its lists


@kernel
def block_max_and(
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

    `allowed` is empty, or has a byte for each passage. The table has a required clause.
    """
    segment, lengths = columns_at(postings), lengths_at(measures)
    rows = len(weights)
    scores, documents = np.full(k, floor), np.full(k, np.int32(-1))
    state, extra = np.empty((WORK_ROWS, rows), np.int64), packed(plain_at(own))
    blocks = locate_all(segment, extra, table[LIST_ID], lengths.passages, state)
    if blocks == DAMAGED:
        return DAMAGED, documents, scores
    bounds, order = np.empty(blocks), np.empty(rows, np.int64)
    lists = listed(table, weights, state, bounds)
    code = bound_all(segment, extra, lengths, lists)
    asked = by_rarity(lists, pointer(order))
    if code != DAMAGED and asked > 0:
        code = leap(
            pointed(segment),
            pointed(extra),
            pointed_lengths(lengths),
            pointer(allowed),
            len(allowed) > 0,
            lists,
            pointer(order),
            asked,
            pointer(scores),
            pointer(documents),
            k,
        )
    if code != DAMAGED:
        code = sort_heap(scores, documents)
    alive(state), alive(extra), alive(bounds), alive(order)
    return code, documents, scores


@kernel
def count_and(postings: Handle, own: Handle, passages: int, table: Ints, allowed: Bytes) -> int:
    """How many passages hold the required clauses and no excluded one; DAMAGED, or COMMON when leaping is not worth it.

    `allowed` as above. A leap costs as much as reading `LEAP` postings one after the other.
    """
    segment, extra, rows = columns_at(postings), packed(plain_at(own)), table.shape[1]
    state, order, nothing = np.empty((WORK_ROWS, rows), np.int64), np.empty(rows, np.int64), np.empty(0)
    if locate_all(segment, extra, table[LIST_ID], passages, state) == DAMAGED:
        return DAMAGED
    lists = listed(table, nothing, state, nothing)
    asked, code = by_rarity(lists, pointer(order)), 0
    if asked > 0:
        code = COMMON
        if clause_size(lists, lists.clause[order[0]]) * LEAP < state[1].sum() + (passages >> 2):
            masked = len(allowed) > 0
            columns, added = pointed(segment), pointed(extra)
            code = count_agreed(columns, added, passages, pointer(allowed), masked, lists, pointer(order), asked)
    alive(state), alive(extra), alive(order)
    return code


@kernel
def count_agreed(
    segment: Columns,
    extra: Columns,
    passages: int,
    allowed: Bytes,
    filtered: bool,
    lists: Lists,
    order: Ints,
    asked: int,
) -> int:
    """Go through all passages that hold the required clauses. Returns how many there are, or DAMAGED."""
    document, count = 0, 0
    while True:
        document = agree(segment, extra, lists, order, asked, document)
        if document >= passages:
            return count if document == NO_MORE else DAMAGED
        count += (not filtered or allowed[document]) and not excluded(segment, extra, lists, document)
        document += 1


@kernel
def by_rarity(lists: Lists, order: Ints) -> int:
    """Sort the retrieving lists of required clauses, clause by clause, rarest first. Returns how many there are.

    Returns 0 when a required clause has no such list: then no passage holds it.
    """
    asked = 0
    for row in range(lists.rows):
        if lists.role[row] == REQUIRED:
            size = clause_size(lists, lists.clause[row])
            if size < 0:
                return 0
            if lists.retrieves[row]:
                at = asked
                while at > 0 and comes_before(lists, row, size, order[at - 1]):
                    order[at] = order[at - 1]
                    at -= 1
                order[at] = row
                asked += 1
    return asked


@kernel
def comes_before(lists: Lists, row: int, size: int, other: int) -> bool:
    """Whether the clause of `row`, of this size, is asked before that of `other`."""
    other_size = clause_size(lists, lists.clause[other])
    return size < other_size or (size == other_size and lists.clause[row] < lists.clause[other])


@kernel
def clause_size(lists: Lists, clause: int) -> int:
    """How many postings the retrieving lists of a required clause have; -1 when there is no such list."""
    size, present = 0, False
    for row in range(lists.rows):
        if lists.role[row] == REQUIRED and lists.clause[row] == clause and lists.retrieves[row]:
            size += lists.size[row]
            present = True
    return size if present else -1


@kernel
def leap(
    segment: Columns,
    extra: Columns,
    lengths: Lengths,
    allowed: Bytes,
    filtered: bool,
    lists: Lists,
    order: Ints,
    asked: int,
    scores: Floats,
    documents: Rows,
    k: int,
) -> int:
    """Go through all passages that hold the required clauses and may enter the heap. Returns 0, or DAMAGED."""
    document, unbounded = 0, 0  # passages before `unbounded` lie in blocks that have a chance
    while True:
        document = agree(segment, extra, lists, order, asked, document)
        if document >= lengths.passages:
            return 0 if document == NO_MORE else DAMAGED
        if document >= unbounded:
            unbounded, chance = chances(segment, extra, lists, document, scores[0])
            if not chance:
                document = unbounded
                continue
        if (not filtered or allowed[document]) and not excluded(segment, extra, lists, document):
            score = score_of(segment, extra, lengths, lists, document)
            if score < 0.0:
                return DAMAGED
            offer(scores, documents, k, score, document)
        document += 1


@kernel
def agree(segment: Columns, extra: Columns, lists: Lists, order: Ints, asked: int, document: int) -> int:
    """The first passage from `document` on that holds all required clauses, or NO_MORE."""
    at = 0
    while at < asked and document < NO_MORE:
        first, clause, nearest = at == 0, lists.clause[order[at]], NO_MORE
        while at < asked and lists.clause[order[at]] == clause:
            row = order[at]
            columns = extra if lists.derived[row] else segment
            nearest = min(nearest, advance(columns, lists, row, document))
            at += 1
        if nearest > document:
            document = nearest
            if not first:
                at = 0
    return document


@kernel
def chances(segment: Columns, extra: Columns, lists: Lists, document: int, theta: float) -> tuple[int, bool]:
    """The nearest end of the blocks that may hold `document`, and whether their bounds together exceed theta."""
    best, nearest = 0.0, NO_MORE
    for row in range(lists.rows):
        if lists.role[row] != EXCLUDED:
            columns = extra if lists.derived[row] else segment
            block = seek_block(columns.block_last, lists.block[row], lists.block_end[row], document)
            lists.block[row] = block
            if block < lists.block_end[row]:
                best += lists.bounds[lists.bound_start[row] + block]
                nearest = min(nearest, columns.block_last[block])
    return nearest + 1, best > theta


@kernel
def excluded(segment: Columns, extra: Columns, lists: Lists, document: int) -> bool:
    """Whether an excluded clause holds the passage."""
    for row in range(lists.rows):
        if lists.role[row] == EXCLUDED and lists.retrieves[row]:
            columns = extra if lists.derived[row] else segment
            if advance(columns, lists, row, document) == document:
                return True
    return False


@kernel
def score_of(segment: Columns, extra: Columns, lengths: Lengths, lists: Lists, document: int) -> float:
    """The score of a passage, its shares added in the order of the table; or DAMAGED."""
    score = 0.0
    for row in range(lists.rows):
        if lists.role[row] != EXCLUDED:
            columns = extra if lists.derived[row] else segment
            if advance(columns, lists, row, document) == document:
                block = opened(columns, lists, row, lists.block[row])
                part = share(columns, lengths, lists, row, block, lists.posting[row] % BLOCK, document)
                if part < 0.0:
                    return DAMAGED
                score += part
    return score
