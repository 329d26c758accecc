"""The heap of the best `k` passages that kernels fill: two parallel arrays, the worst passage at the root."""

from __future__ import annotations

from searchlib.array_types import Floats, Rows
from searchlib.ranking.kernels.jit import kernel, pointer


@kernel
def offer(scores: Floats, documents: Rows, k: int, score: float, document: int) -> None:
    """Put a passage into the heap of the best `k`, instead of the worst, if it is better.

    Worse is a lower score, or the same and a later document; the root is the worst. An empty entry is document -1 at
    the floor: nothing that only equals the floor gets in.
    """
    if score > scores[0] or (score == scores[0] and document < documents[0]):
        sink(scores, documents, k, score, document)


@kernel
def sink(scores: Floats, documents: Rows, size: int, score: float, document: int) -> None:
    """Replace the root by this and move it down to where it belongs."""
    here = 0
    while True:
        child = 2 * here + 1
        if child >= size:
            break
        if child + 1 < size and worse(scores, documents, child + 1, scores[child], documents[child]):
            child += 1
        if not worse(scores, documents, child, score, document):
            break
        scores[here], documents[here] = scores[child], documents[child]
        here = child
    scores[here], documents[here] = score, document


@kernel
def worse(scores: Floats, documents: Rows, at: int, score: float, document: int) -> bool:
    """Whether the entry `at` is worse than this."""
    return bool(scores[at] < score or (scores[at] == score and documents[at] > document))


@kernel
def sort_heap(scores: Floats, documents: Rows) -> int:
    """Put the heap in order, best first and empty entries last; returns how many are filled."""
    for last in range(len(scores) - 1, 0, -1):
        score, document = scores[last], documents[last]
        scores[last], documents[last] = scores[0], documents[0]
        sink(pointer(scores), pointer(documents), last, score, document)
    filled = len(scores)
    while filled > 0 and documents[filled - 1] < 0:
        filled -= 1
    return filled
