"""Ranks many queries in threads: each takes some queries, makes their plans, and ranks them in one call without the interpreter's lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from searchlib.array_types import Floats, Ints
from searchlib.engines.whoosh.columnar.answers.execution import Executor, Ranked
from searchlib.query.nodes import Node

_BATCH: Final = 64
"""Queries that a thread takes at once: while it makes their plans, which takes a millisecond, the others rank."""


def rank_batches(
    executor: Executor, parsed: Sequence[Callable[[], Node]], alone: Callable[[Node, int], Ranked], k: int, workers: int
) -> tuple[Ints, Floats]:
    """The numbers and scores of the best `k` passages of each query, int64 and float64[n, k].

    Behind the last passage of a query stand -1 and 0. `parsed` make the queries, in the threads; `alone` ranks a query that
    no batch takes.
    """
    k = min(k, executor.passages)
    passages, scores = np.full((len(parsed), k), -1, np.int64), np.zeros((len(parsed), k))

    def rank(first: int) -> None:
        nodes = [make() for make in parsed[first : first + _BATCH]]
        for at, (node, top) in enumerate(zip(nodes, executor.best_each(nodes, k), strict=True), first):
            if top is not None:
                passages[at, : len(top.documents)], scores[at, : len(top.scores)] = top
                continue
            for rank, (ref, score) in enumerate(alone(node, k)):
                passages[at, rank], scores[at, rank] = executor.number(ref), score

    firsts = range(0, len(parsed), _BATCH)
    if workers == 1:
        for first in firsts:
            rank(first)
        return passages, scores
    from concurrent.futures import ThreadPoolExecutor  # slow to import

    with ThreadPoolExecutor(workers) as threads:
        for done in [threads.submit(rank, first) for first in firsts]:
            done.result()
    return passages, scores
