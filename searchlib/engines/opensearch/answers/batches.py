"""Many queries at once: each is a request of its own, so many of them under way as there are workers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from searchlib.engines.answers import PassageRef, Rankings
from searchlib.engines.opensearch.answers.stored_passages import ref_of
from searchlib.query.nodes import Node


def ranked_together(
    parsed: Sequence[Callable[[], Node]],
    rank: Callable[[Node], Sequence[tuple[PassageRef, float]]],
    k: int,
    workers: int,
) -> Rankings:
    """The best `k` passages of each query, which are made and ranked in threads."""
    with ThreadPoolExecutor(workers, thread_name_prefix="searchlib-rank") as threads:
        ranked = list(threads.map(lambda make: rank(make()), parsed))
    ids: list[str] = []
    passages = np.full((len(ranked), k), -1, np.int64)
    scores = np.zeros((len(ranked), k), np.float64)
    for row, found in enumerate(ranked):
        passages[row, : len(found)] = range(len(ids), len(ids) + len(found))
        scores[row, : len(found)] = [score for _, score in found]
        ids += [ref_of(ref).passage_id for ref, _ in found]
    return Rankings(passages, scores, ids.__getitem__)
