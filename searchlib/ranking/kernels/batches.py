"""Ranks many queries in one call: the interpreter's lock is released once for all of them, so that threads do not wait for it.

Between two calls of a kernel a thread needs the lock for some ten microseconds, about what a query takes: two threads that
rank query by query wait for each other half of the time.
"""

from __future__ import annotations

import numpy as np

from searchlib.array_types import Bytes, Floats, Ints, Rows
from searchlib.ranking.kernels.block_max_and import block_max_and
from searchlib.ranking.kernels.block_max_maxscore import block_max_maxscore
from searchlib.ranking.kernels.cursors import DAMAGED
from searchlib.ranking.kernels.jit import kernel
from searchlib.ranking.postings import Handle


@kernel
def rank_each(
    postings: Handle,
    own: Handle,
    measures: Handle,
    tables: Ints,
    weights: Floats,
    starts: Ints,
    required: Bytes,
    allowed: Bytes,
    k: int,
    floors: Floats,
    counts: Ints,
) -> tuple[int, Rows, Floats]:
    """The `k` best passages of each query: 0 or DAMAGED, and arrays [n, k], of which row i begins with counts[i] of query i.

    The tables of all n queries stand side by side: query i has the columns starts[i] to starts[i + 1], with as many
    `weights`. `required` is 1 for a query with a required clause, `floors` the score that each must exceed; `counts` is
    filled. No query has lists of its own.
    """
    queries = len(starts) - 1
    documents, scores = np.empty((queries, k), np.int32), np.empty((queries, k))
    for at in range(queries):
        table = tables[:, starts[at] : starts[at + 1]].copy()
        shares = weights[starts[at] : starts[at + 1]].copy()
        if required[at]:
            count, best, marks = block_max_and(postings, own, measures, table, shares, allowed, k, floors[at])
        else:
            count, best, marks = block_max_maxscore(postings, own, measures, table, shares, allowed, k, floors[at])
        if count == DAMAGED:
            return DAMAGED, documents, scores
        counts[at] = count
        documents[at], scores[at] = best, marks
    return 0, documents, scores
