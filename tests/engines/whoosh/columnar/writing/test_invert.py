"""Tokens become postings: sorted by term, row and position, whichever way they are sorted."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.engines.whoosh.columnar.writing.invert import invert

TERMS = 6
TOKENS = st.sets(st.tuples(st.integers(0, TERMS - 1), st.integers(0, 40), st.integers(0, 300)), max_size=40)


@pytest.mark.parametrize("wide", [False, True], ids=["packed keys", "lexical sort"])
@given(tokens=TOKENS, random=st.randoms(use_true_random=False))
def test_tokens_are_grouped_by_term_and_row(wide, tokens, random):
    """Each term has its rows ascending, with their frequencies, and all positions in the same order."""
    shuffled = [*tokens, (TERMS, 2**31 - 1, 2**32 - 1)] if wide else list(tokens)  # too large for a packed key
    random.shuffle(shuffled)
    columns = np.array(shuffled, np.int64).reshape(-1, 3)
    inverted = invert(columns[:, 0], columns[:, 1], columns[:, 2], TERMS + 1)
    ordered = sorted(shuffled)
    counts = Counter((term, row) for term, row, _ in ordered)
    for term in range(TERMS + 1):
        part = slice(int(inverted.starts[term]), int(inverted.starts[term + 1]))
        postings = dict(zip(inverted.rows[part].tolist(), inverted.frequencies[part].tolist(), strict=True))
        assert postings == {row: count for (own, row), count in counts.items() if own == term}
        assert inverted.rows[part].tolist() == sorted(postings)
    assert inverted.positions.tolist() == [position for _, _, position in ordered]
    assert int(inverted.starts[-1]) == len(counts)
