"""The kernel that finds all matching passages and scores none: for counts, facets, and sets that filter other queries.

Every passage has a level, one byte. The lists of the first required clause lift passages from level 0 to 1, those of the
second from 1 to 2, and so on; what an excluded clause holds falls to 0. What stands on the top level in the end matches.
The loops are straight through the lists, without a branch but their end: about a nanosecond a posting.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from searchlib.ranking.compiled import kernel
from searchlib.ranking.lists import EXCLUDED, OPTIONAL, REQUIRED, Columns
from searchlib.ranking.walking import (
    CLAUSE,
    DAMAGED,
    NUMBER,
    PLACES,
    PROPOSES,
    ROLE,
    Bytes,
    Documents,
    Int64s,
    locate_all,
)

LEVELS: Final = 250  # clauses that a byte can count


@kernel
def matching(segment: Columns, extra: Columns, passages: int, table: Int64s, allowed: Bytes) -> tuple[int, Bytes]:
    """How many passages match, or DAMAGED, and a byte for each passage: 1 when it matches.

    `allowed` is empty, or has a byte for each passage. At most LEVELS clauses are required.
    """
    levels = np.zeros(passages, np.uint8)
    places = np.empty((PLACES, table.shape[1]), np.int64)
    if locate_all(segment, extra, table[NUMBER], passages, places) == DAMAGED:
        return DAMAGED, levels
    top = 0
    for row in range(table.shape[1]):  # the first row of each required clause
        if table[ROLE, row] == REQUIRED and is_first(table, row):
            if lift(segment, extra, passages, table, places, REQUIRED, table[CLAUSE, row], levels, top) == DAMAGED:
                return DAMAGED, levels
            top += 1
    if top == 0:
        top = 1
        if lift(segment, extra, passages, table, places, OPTIONAL, -1, levels, 0) == DAMAGED:
            return DAMAGED, levels
    if lift(segment, extra, passages, table, places, EXCLUDED, -1, levels, 0) == DAMAGED:
        return DAMAGED, levels
    count = 0
    for document in range(passages):
        here = levels[document] == top and (len(allowed) == 0 or allowed[document] != 0)
        levels[document] = here
        count += here
    return count, levels


@kernel
def is_first(table: Int64s, row: int) -> bool:
    """Whether no row before is of the same required clause."""
    for other in range(row):
        if table[ROLE, other] == REQUIRED and table[CLAUSE, other] == table[CLAUSE, row]:
            return False
    return True


@kernel
def lift(
    segment: Columns,
    extra: Columns,
    passages: int,
    table: Int64s,
    places: Int64s,
    role: int,
    clause: int,
    levels: Bytes,
    level: int,
) -> int:
    """Lift what the proposing lists of a clause (-1: of all clauses of this role) hold. 0, or DAMAGED.

    A required or optional clause lifts by one what stands on `level`, an excluded one puts everything to 0.
    """
    for row in range(table.shape[1]):
        if table[ROLE, row] != role or not table[PROPOSES, row] or (clause >= 0 and table[CLAUSE, row] != clause):
            continue
        documents = extra.documents if table[NUMBER, row] < 0 else segment.documents
        for posting in range(places[0, row], places[1, row]):
            document = documents[posting]
            if document < 0 or document >= passages:
                return DAMAGED
            if role == EXCLUDED:
                levels[document] = 0
            else:
                levels[document] += levels[document] == level
    return 0


@kernel
def compressed(levels: Bytes, count: int) -> Documents:
    """The passages whose byte is 1, ascending, as int32[count]."""
    found = np.empty(count + 1, np.int32)
    at = 0
    for document in range(len(levels)):
        found[at] = document
        at += levels[document]
    return found[:count]
