"""Ranks a few passages that are known beforehand (those that selective filters leave), by looking each up in the lists.

When a speaker and a day leave thirty passages of a million, reading whole lists would be wasted work. Here every list
moves from one of these passages to the next and skips the blocks between.
"""

from __future__ import annotations

import numpy as np

from searchlib.array_types import Floats, Ints, Rows
from searchlib.ranking.kernels.cursors import (
    CLAUSE,
    DAMAGED,
    LIST_ID,
    WORK_ROWS,
    Lists,
    advance,
    fields_fit,
    listed,
    locate_all,
    opened,
    pointed,
    pointed_lengths,
    share,
)
from searchlib.ranking.kernels.derived_lists import packed
from searchlib.ranking.kernels.heap import offer, sort_heap
from searchlib.ranking.kernels.jit import alive, kernel, pointer
from searchlib.ranking.kernels.kernel_arguments import columns_at, lengths_at, plain_at
from searchlib.ranking.postings import BLOCK, EXCLUDED, REQUIRED, Columns, Handle, Lengths


@kernel
def score_candidates(
    postings: Handle,
    own: Handle,
    measures: Handle,
    table: Ints,
    weights: Floats,
    among: Rows,
    k: int,
    floor: float,
) -> tuple[int, Rows, Floats]:
    """The `k` best of the passages `among`, ascending, that score above `floor`; see `block_max_and`."""
    segment, lengths = columns_at(postings), lengths_at(measures)
    rows = len(weights)
    scores, documents = np.full(k, floor), np.full(k, np.int32(-1))
    state, nothing, extra = np.empty((WORK_ROWS, rows), np.int64), np.empty(0), packed(plain_at(own))
    held = np.full(table[CLAUSE].max() + 1, np.int64(-1))
    if locate_all(segment, extra, table[LIST_ID], lengths.passages, state) == DAMAGED:
        return DAMAGED, documents, scores
    lists = listed(table, weights, state, nothing)
    if not fields_fit(lengths, lists):
        return DAMAGED, documents, scores
    columns, added, exact = pointed(segment), pointed(extra), pointed_lengths(lengths)
    for at in range(len(among)):
        document = among[at]
        if document < 0 or document >= lengths.passages:
            return DAMAGED, documents, scores
        score = score_if_matching(columns, added, exact, lists, pointer(held), document)
        if score == DAMAGED:
            return DAMAGED, documents, scores
        if score >= 0.0:
            offer(pointer(scores), pointer(documents), k, score, document)
    alive(state), alive(extra), alive(held)
    return sort_heap(scores, documents), documents, scores


@kernel
def score_if_matching(
    segment: Columns, extra: Columns, lengths: Lengths, lists: Lists, held: Ints, document: int
) -> float:
    """The score of a passage that matches the table, its shares added in order; less than DAMAGED when it does not.

    `held` has one element per clause: the last passage that held it.
    """
    score, matches = 0.0, False
    for row in range(lists.rows):
        columns = extra if lists.derived[row] else segment
        if advance(columns, lists, row, document) == document:
            role = lists.role[row]
            if role == EXCLUDED:
                if lists.retrieves[row]:
                    return 2.0 * DAMAGED
                continue
            if lists.retrieves[row]:
                held[lists.clause[row]] = document
                matches = True
            block = opened(columns, lists, row, lists.block[row])
            part = share(columns, lengths, lists, row, block, lists.posting[row] % BLOCK, document)
            if part < 0.0:
                return DAMAGED
            score += part
    for row in range(lists.rows):
        if lists.role[row] == REQUIRED and held[lists.clause[row]] != document:
            return 2.0 * DAMAGED
    return score if matches else 2.0 * DAMAGED
