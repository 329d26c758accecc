"""Block bounds: the competitive pairs of many lists at once."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.ranking import bm25, impacts
from searchlib.ranking.postings import BLOCK


@st.composite
def lists(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Documents, frequencies, lengths and starts of some lists, of up to several blocks, empty ones among them."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes = draw(st.lists(st.sampled_from([0, 1, 2, 127, 128, 129, 300]), max_size=6))
    passages = 400
    held = [np.sort(rng.choice(passages, size, replace=False)) for size in sizes]
    documents = np.concatenate([np.empty(0, np.int64), *held]).astype(np.int32)
    most = draw(st.sampled_from([1, 4, 255, 60_000]))
    frequencies = rng.integers(1, most + 1, len(documents)).astype(np.uint16)
    longest = draw(st.sampled_from([5, 60, 60_000, 1 << 31]))
    lengths = rng.integers(0, longest, passages).astype(np.uint32)
    return documents, frequencies, lengths, np.cumsum([0, *sizes])


def full(starts: np.ndarray) -> list[slice]:
    """The postings of each block that is not the last one of its list."""
    return [
        slice(first, first + BLOCK)
        for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
        for first in range(start, end - BLOCK, BLOCK)
    ]


@given(lists())
@settings(max_examples=80, deadline=None)
def test_pairs_are_the_undominated_ones(made):
    """Each full block's pairs are exactly those that no other posting of it equals or beats on both numbers."""
    documents, frequencies, lengths, starts = made
    found = impacts.pairs(documents, frequencies, lengths, starts)
    blocks = full(starts)
    assert len(found.pair_starts) == len(blocks) + 1
    for number, block in enumerate(blocks):
        cloud = set(zip(frequencies[block].tolist(), lengths[documents[block]].tolist(), strict=True))
        border = {(f, n) for f, n in cloud if not any((g, m) != (f, n) and g >= f and m <= n for g, m in cloud)}
        pairs = slice(int(found.pair_starts[number]), int(found.pair_starts[number + 1]))
        kept = list(zip(found.pair_frequencies[pairs].tolist(), found.pair_lengths[pairs].tolist(), strict=True))
        assert sorted(kept) == sorted(border)


@given(lists(), st.floats(0, 10), st.floats(0, 1), st.floats(0, 1e5))
@settings(max_examples=60, deadline=None)
def test_bounds_hold_under_every_later_statistic(made, k1, b, average):
    """Whatever average, k1 and b come later, no posting of a block scores above the best of its pairs."""
    documents, frequencies, lengths, starts = made
    lengths = lengths % 1000
    norm = bm25.norms(average, 1000, k1=k1, b=b)
    found = impacts.pairs(documents, frequencies, lengths, starts)
    scores = bm25.share(1.0, frequencies.astype(float), norm[lengths[documents]])
    best = bm25.share(1.0, found.pair_frequencies.astype(float), norm[found.pair_lengths])
    for number, block in enumerate(full(starts)):
        pairs = best[found.pair_starts[number] : found.pair_starts[number + 1]]
        assert scores[block].max() <= pairs.max() * (1 + 1e-9)


def test_portions_do_not_show(monkeypatch):
    """Taking a few blocks at a time gives the arrays that taking all at once gives."""
    rng = np.random.default_rng(5)
    documents = np.concatenate([np.sort(rng.choice(9000, size, replace=False)) for size in (5000, 1, 0, 700)])
    frequencies = rng.integers(1, 5, len(documents)).astype(np.uint8)
    lengths, starts = rng.integers(1, 90, 9000).astype(np.uint16), np.cumsum([0, 5000, 1, 0, 700])
    whole = impacts.pairs(documents.astype(np.int32), frequencies, lengths, starts)
    monkeypatch.setattr(impacts, "_AT_ONCE", 3)
    parts = impacts.pairs(documents.astype(np.int32), frequencies, lengths, starts)
    for one, other in zip(whole, parts, strict=True):
        assert one.dtype == other.dtype
        assert one.tolist() == other.tolist()
