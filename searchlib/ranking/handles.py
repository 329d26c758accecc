"""How arrays are handed to a kernel: as one small array that says where they lie.

A kernel reads some twenty arrays of a segment. To take an array over from Python costs numba a quarter of a microsecond,
more than many a query costs in the kernel; so each group of them is told once in a `Handle` - for every array its
address and its length, for every number itself, in the order of its fields - and the kernel makes the arrays of that.
Whoever hands over a handle holds the arrays for as long as the call lasts.
"""

from __future__ import annotations

import numpy as np

from searchlib.ranking.compiled import carray, from_address, kernel
from searchlib.ranking.lists import Columns, Handle, Lengths, Plain


@kernel
def columns_at(handle: Handle) -> Columns:
    """The columns of a segment's postings."""
    return Columns(
        carray(from_address(handle[0]), handle[1], np.uint8),
        carray(from_address(handle[2]), handle[3], np.uint8),
        carray(from_address(handle[4]), handle[5], np.int32),
        carray(from_address(handle[6]), handle[7], np.uint8),
        carray(from_address(handle[8]), handle[9], np.uint16),
        carray(from_address(handle[10]), handle[11], np.uint8),
        carray(from_address(handle[12]), handle[13], np.uint8),
        carray(from_address(handle[14]), handle[15], np.uint8),
        carray(from_address(handle[16]), handle[17], np.uint8),
        handle[18],
        handle[19],
        handle[20],
        handle[21],
        handle[22],
    )


@kernel
def plain_at(handle: Handle) -> Plain:
    """The lists made for a query."""
    return Plain(
        carray(from_address(handle[0]), handle[1], np.int64),
        carray(from_address(handle[2]), handle[3], np.int32),
        carray(from_address(handle[4]), handle[5], np.uint32),
        carray(from_address(handle[6]), handle[7], np.uint32),
        carray(from_address(handle[8]), handle[9], np.uint32),
        carray(from_address(handle[10]), handle[11], np.uint32),
    )


@kernel
def lengths_at(handle: Handle) -> Lengths:
    """The lengths of a segment's passages, and their norms."""
    return Lengths(
        carray(from_address(handle[0]), handle[1], np.uint8),
        handle[2],
        handle[3],
        carray(from_address(handle[4]), (handle[5], handle[6]), np.float64),
        handle[6],
    )
