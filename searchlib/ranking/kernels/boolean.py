"""Finds all matching passages without scoring them: for counts, facets, and sets that filter other queries.

Every passage has a level, one byte. The lists of the first required clause lift passages from level 0 to 1, those of the
second from 1 to 2, and so on; a passage that an excluded clause holds falls to 0. Passages on the top level match. The
loops go straight through the lists, without a branch but their end: about a nanosecond per posting.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from searchlib.array_types import Bits64, Bytes, Ints, Rows
from searchlib.ranking.kernels.cursors import (
    DAMAGED,
    LIST_ID,
    WORK_ROWS,
    Lists,
    document_at,
    listed,
    locate_all,
    opened,
    pointed,
)
from searchlib.ranking.kernels.derived_lists import packed
from searchlib.ranking.kernels.jit import alive, kernel, pointer
from searchlib.ranking.kernels.kernel_arguments import columns_at, plain_at
from searchlib.ranking.postings import EXCLUDED, OPTIONAL, REQUIRED, Columns, Handle

LEVELS: Final = 250  # clauses that a byte can count


@kernel
def matching(postings: Handle, own: Handle, passages: int, table: Ints, allowed: Bytes) -> tuple[int, Bytes]:
    """How many passages match, or DAMAGED, and a byte for each passage: 1 when it matches.

    `allowed` is empty, or has a byte for each passage. At most LEVELS clauses are required.
    """
    segment, levels = columns_at(postings), np.zeros(passages, np.uint8)
    state, nothing = np.empty((WORK_ROWS, table.shape[1]), np.int64), np.empty(0)
    extra = packed(plain_at(own))
    if locate_all(segment, extra, table[LIST_ID], passages, state) == DAMAGED:
        return DAMAGED, levels
    lists = listed(table, nothing, state, nothing)
    code = lift_all(pointed(segment), pointed(extra), lists, pointer(levels))
    alive(state), alive(extra)
    if code == DAMAGED:
        return DAMAGED, levels
    count = 0
    for document in range(passages):
        here = levels[document] == code and (len(allowed) == 0 or allowed[document] != 0)
        levels[document] = here
        count += here
    return count, levels


@kernel
def count_or(postings: Handle, own: Handle, passages: int, table: Ints, allowed: Bytes) -> int:
    """How many passages are in one of the retrieving lists, all of them of optional clauses; or DAMAGED.

    `allowed` as above. Each passage is one bit: the bits of a million passages fit the L2 cache.
    """
    segment, extra = columns_at(postings), packed(plain_at(own))
    state, nothing = np.empty((WORK_ROWS, table.shape[1]), np.int64), np.empty(0)
    if locate_all(segment, extra, table[LIST_ID], passages, state) == DAMAGED:
        return DAMAGED
    lists, seen = listed(table, nothing, state, nothing), np.zeros((passages >> 6) + 1, np.uint64)
    if len(allowed) > 0:
        for document in range(passages):  # what is not allowed counts as seen
            seen[document >> 6] |= np.uint64(allowed[document] == 0) << np.uint64(document & 63)
    count = 0
    for row in range(lists.rows):
        if lists.retrieves[row]:
            fresh = mark(pointed(extra) if lists.derived[row] else pointed(segment), lists, row, pointer(seen))
            if fresh == DAMAGED:
                return DAMAGED
            count += fresh
    alive(state), alive(extra), alive(seen)
    return count


@kernel
def mark(columns: Columns, lists: Lists, row: int, seen: Bits64) -> int:
    """Set the bits of a list's passages. Returns how many were not set before, or DAMAGED."""
    fresh = 0
    for index in range(lists.block_start[row], lists.block_end[row]):
        block = opened(columns, lists, row, index)
        for i in range(block.size):
            document = document_at(columns, block, i)
            if document < 0:
                return DAMAGED
            bit, word = np.uint64(1) << np.uint64(document & 63), seen[document >> 6]
            fresh += (word & bit) == 0
            seen[document >> 6] = word | bit
    return fresh


@kernel
def lift_all(segment: Columns, extra: Columns, lists: Lists, levels: Bytes) -> int:
    """Lift passages clause by clause. Returns the level of the passages that match, or DAMAGED."""
    top = 0
    for row in range(lists.rows):  # the first row of each required clause
        if lists.role[row] == REQUIRED and is_first(lists, row):
            if lift(segment, extra, lists, REQUIRED, lists.clause[row], levels, top) == DAMAGED:
                return DAMAGED
            top += 1
    if top == 0:
        top = 1
        if lift(segment, extra, lists, OPTIONAL, -1, levels, 0) == DAMAGED:
            return DAMAGED
    if lift(segment, extra, lists, EXCLUDED, -1, levels, 0) == DAMAGED:
        return DAMAGED
    return top


@kernel
def is_first(lists: Lists, row: int) -> bool:
    """Whether no row before is of the same required clause."""
    for other in range(row):  # noqa: SIM110 - numba knows no all()
        if lists.role[other] == REQUIRED and lists.clause[other] == lists.clause[row]:
            return False
    return True


@kernel
def lift(segment: Columns, extra: Columns, lists: Lists, role: int, clause: int, levels: Bytes, level: int) -> int:
    """Lift what the retrieving lists of a clause (-1: of all clauses of this role) hold. 0, or DAMAGED.

    A required or optional clause lifts by one what stands on `level`, an excluded one puts everything to 0.
    """
    for row in range(lists.rows):
        if lists.role[row] != role or not lists.retrieves[row] or (clause >= 0 and lists.clause[row] != clause):
            continue
        columns = extra if lists.derived[row] else segment
        for index in range(lists.block_start[row], lists.block_end[row]):
            block = opened(columns, lists, row, index)
            for i in range(block.size):
                document = document_at(columns, block, i)
                if document < 0:
                    return DAMAGED
                if role == EXCLUDED:
                    levels[document] = 0
                else:
                    levels[document] += levels[document] == level
    return 0


@kernel
def compressed(levels: Bytes, count: int) -> Rows:
    """The passages whose byte is 1, ascending, as int32[count]."""
    documents = np.empty(count + 1, np.int32)
    at = 0
    for document in range(len(levels)):
        documents[at] = document
        at += levels[document]
    return documents[:count]
