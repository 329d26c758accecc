"""The heap of the best: whatever is offered in whatever order, the best passages stay, best first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numba")

from searchlib.ranking.kernels.heap import offer, sort_heap

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kernels")]
"""One process runs all tests of compiled kernels: compiling them takes half a minute."""

SCORES = st.lists(st.sampled_from((0.25, 0.5, 1.0, 1.5, 2.0)), max_size=12)


@given(SCORES, st.integers(1, 5), st.randoms(use_true_random=False))
def test_the_best_stay_and_equal_scores_prefer_the_earlier_passage(scores, k, chance):
    """The heap ends with the `k` highest scores above the floor, earlier passages first among equals."""
    offered = list(enumerate(scores))
    chance.shuffle(offered)
    kept, documents = np.full(k, 0.25), np.full(k, -1, np.int32)
    for document, score in offered:
        offer(kept, documents, k, score, document)
    filled = sort_heap(kept, documents)
    best = sorted(((-score, document) for document, score in enumerate(scores) if score > 0.25))[:k]
    assert list(zip((-kept[:filled]).tolist(), documents[:filled].tolist(), strict=True)) == best
