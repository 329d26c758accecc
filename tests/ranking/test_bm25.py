"""The formula, against numbers worked out by hand, and its refusals."""

from __future__ import annotations

import math

import numpy as np
import pytest

from searchlib.ranking import bm25


def test_idf_is_lucenes():
    """The idf is log(1 + (N - n + 0.5) / (n + 0.5)): positive even for a word that every passage holds."""
    assert bm25.idf(10, 3) == pytest.approx(math.log(1 + 7.5 / 3.5))
    assert 0 < bm25.idf(10, 10) < bm25.idf(10, 9)


def test_share_is_worked_out_by_hand():
    """Twice in a passage of average length, k1 1.2: 2 / (2 + 1.2) of the weight; a longer passage gets less."""
    norm = bm25.norms(40.0, 80)
    assert norm[40] == pytest.approx(1.2)
    assert norm[80] == pytest.approx(1.2 * (0.25 + 0.75 * 2))
    shares = bm25.share(3.0, np.array([2.0, 2.0]), norm[[40, 80]])
    assert shares.tolist() == pytest.approx([3.0 * 2 / 3.2, 3.0 * 2 / 4.1])


def test_the_share_in_one_passage_is_the_same_to_the_bit():
    """Whether one passage is scored or many."""
    for average in (0.0, 1 / 3, 57.123, 1e9):
        norm = bm25.norms(average, 300)
        for tf, length in ((1, 0), (1, 1), (3, 77), (7, 300)):
            many = bm25.share(2.3456789, np.array([float(tf)]), norm[[length]])
            assert bm25.share_of(2.3456789, tf, length, average) == many[0]


@pytest.mark.parametrize(
    ("average", "longest", "k1", "b"),
    [
        (1.0, -1, 1.2, 0.75),
        (1.0, bm25.LONGEST + 1, 1.2, 0.75),
        (-1.0, 9, 1.2, 0.75),
        (1.0, 9, -1, 0.5),
        (1.0, 9, 1, 1.1),
    ],
)
def test_numbers_out_of_range_are_refused(average, longest, k1, b):
    """Norms of impossible statistics raise ValueError instead of giving scores that mean nothing."""
    with pytest.raises(ValueError):
        bm25.norms(average, longest, k1=k1, b=b)


def test_an_empty_index_has_norms():
    """An average length of zero, as before the first passage, is no division by zero."""
    assert np.isfinite(bm25.norms(0.0, 3)).all()
