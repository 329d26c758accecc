"""Inverts tokens into postings by sorting and gathering: no loop over postings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchlib.array_operations import narrow, starts_of
from searchlib.array_types import Array, Ints


@dataclass(frozen=True)
class Inverted:
    """Postings of T terms: `starts` int64[T+1] into `rows` int32 and `frequencies`; `positions` all tokens in order."""

    starts: Ints
    rows: NDArray[np.int32]
    frequencies: Array
    positions: Array


def invert(terms: Array, rows: Array, positions: Array, term_count: int) -> Inverted:
    """Group tokens by term, then row: `terms`, `rows` and `positions` are parallel, one entry a token.

    The three numbers are packed into one 64-bit key, which one vectorised sort puts in order; where they do not fit
    (more than 2**63 combinations), a lexical sort does the same more slowly.
    """
    if not len(terms):
        return Inverted(
            np.zeros(term_count + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.uint8), np.zeros(0, np.uint8)
        )
    row_bits = max(int(rows.max()), 1).bit_length()
    position_bits = max(int(positions.max()), 1).bit_length()
    if term_count.bit_length() + row_bits + position_bits <= 63:
        keys = terms.astype(np.int64)  # changed in place: here a builder needs most memory
        keys <<= row_bits
        keys |= rows
        keys <<= position_bits
        keys |= positions
        keys.sort()
        positions = narrow(keys & ((1 << position_bits) - 1))
        keys >>= position_bits
        firsts = np.flatnonzero(keys[1:] != keys[:-1]) + 1
        firsts = np.concatenate((np.zeros(1, np.int64), firsts))
        pairs = keys[firsts]
        terms, rows = pairs >> row_bits, pairs & ((1 << row_bits) - 1)
    else:
        order = np.lexsort((positions, rows, terms))
        terms, rows, positions = terms[order], rows[order], positions[order]
        changes = np.flatnonzero((terms[1:] != terms[:-1]) | (rows[1:] != rows[:-1])) + 1
        firsts = np.concatenate((np.zeros(1, np.int64), changes))
        terms, rows = terms[firsts], rows[firsts]
    frequencies = np.diff(firsts, append=len(positions))
    starts = starts_of(np.bincount(terms, minlength=term_count))
    return Inverted(starts, rows.astype(np.int32), narrow(frequencies), narrow(positions))
