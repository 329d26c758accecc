"""Postings as blocks of bits: what is packed is what is read, in as few bits as the numbers need."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.array_operations import starts_of
from searchlib.ranking import impacts, packing
from searchlib.ranking.postings import BLOCK, Postings


@st.composite
def lists(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Documents, frequencies, positions and starts of lists of all sizes, their numbers small and large."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes = draw(st.lists(st.sampled_from([0, 1, 2, 5, 127, 128, 129, 300]), max_size=6))
    widest = draw(st.sampled_from([1, 2, 9, 500, 1 << 20, (1 << 31) // 300 - 1]))
    held = [np.cumsum(rng.integers(1, widest + 1, size)) - 1 for size in sizes]
    documents = np.concatenate([np.empty(0, np.int64), *held]).astype(np.int32)
    frequencies = rng.integers(1, draw(st.sampled_from([1, 2, 4, 40])) + 1, len(documents)).astype(np.uint8)
    farthest = draw(st.sampled_from([1, 4, 200, (1 << 31) // 50]))
    begins = np.repeat(np.cumsum(frequencies, dtype=np.int64) - frequencies, frequencies)
    positions = np.repeat(rng.integers(0, farthest, len(documents)), frequencies) + np.arange(len(begins)) - begins
    return documents, frequencies, positions.astype(np.uint32), np.cumsum([0, *sizes])


def kept(made: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]) -> Postings:
    return impacts.stored(packing.pack(*made), impacts.Pairs(np.zeros(1, np.int64), made[1][:0], made[1][:0]))


@given(lists(), st.sampled_from([1, 200, 1 << 17]), st.data())
@settings(max_examples=150, deadline=None)
def test_what_is_packed_is_read(made, at_once, data):
    """Any lists, in any order and repeated, give back their documents, frequencies and positions."""
    documents, frequencies, positions, starts = made
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "_AT_ONCE", at_once)
        postings = kept(made)
    numbers = data.draw(st.lists(st.integers(0, len(starts) - 2), max_size=5)) if len(starts) > 1 else []
    blocks = packing.blocks_of(postings, numbers)
    rows = [row for number in numbers for row in range(starts[number], starts[number + 1])]
    assert packing.documents_of(postings, blocks).tolist() == documents[rows].tolist()
    found = packing.frequencies_of(postings, blocks)
    assert found.tolist() == frequencies[rows].tolist()
    upto = starts_of(frequencies)
    chosen = np.flatnonzero(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))) if rows else []
    places = [at for row in chosen for at in range(upto[rows[row]], upto[rows[row] + 1])]
    assert (
        packing.positions_of(postings, blocks, found, np.asarray(chosen, np.int64)).tolist()
        == positions[places].tolist()
    )


@given(lists())
@settings(max_examples=80, deadline=None)
def test_blocks_are_as_narrow_as_their_numbers(made):
    """Every block takes, for each kind, the bits of its largest number for all its numbers, and no byte more."""
    documents, frequencies, positions, starts = made
    postings = kept(made)
    upto, taken, block = starts_of(frequencies), 0, 0
    for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        for first in range(start, max(end, start + 1), BLOCK):
            last = min(first + BLOCK, end)
            assert postings.block_starts[block] == taken
            span = int(documents[last - 1] - documents[first]).bit_length() if last > first else 0
            often = int(frequencies[first:last].max(initial=1) - 1).bit_length()
            place = int(positions[upto[first] : upto[last]].max(initial=0)).bit_length()
            taken += -(-((last - first) * (span + often) + int(upto[last] - upto[first]) * place) // 8)
            block += 1
    assert block == len(postings.block_last)
    assert len(postings.packed) == taken + 8


@given(st.lists(lists(), max_size=3))
@settings(max_examples=40, deadline=None)
def test_stretches_join_to_the_whole(parts):
    """Packing lists stretch by stretch gives the arrays that packing them all at once gives."""
    whole = [np.concatenate([part[kind] for part in parts]) if parts else np.empty(0, np.int32) for kind in range(3)]
    starts = starts_of(np.concatenate([np.empty(0, np.int64), *[np.diff(part[3]) for part in parts]]))
    joined = packing.join([packing.pack(*part) for part in parts])
    for one, other in zip(packing.pack(*whole, starts), joined, strict=True):
        assert one.dtype == other.dtype
        assert one.tolist() == other.tolist()


def test_numbers_that_no_block_holds_are_refused():
    """A position from 2**31 on raises ValueError, before anything is written wrongly."""
    with pytest.raises(ValueError, match="32 bits"):
        packing.pack(np.zeros(1, np.int32), np.ones(1, np.uint8), np.array([1 << 31], np.uint32), np.array([0, 1]))
