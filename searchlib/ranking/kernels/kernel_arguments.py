"""How arrays are passed to a kernel: as one small array of their addresses and lengths, a `Handle`.

A kernel reads some twenty arrays of a segment. Passing one array from Python costs numba a quarter of a microsecond,
more than many queries cost in the kernel. So a handle is made once for each group: the address and length of every
array, and every number itself, in the order of the group's fields; the kernel makes the arrays from it. The caller keeps
the arrays alive during the call.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from searchlib.ranking.kernels.jit import carray, from_address, kernel
from searchlib.ranking.postings import Columns, Handle, Lengths, Plain


@kernel
def array_at(handle: Handle, index: int, dtype: Any) -> Any:
    """The array whose address is element `index` of a handle, and its length the next one."""
    return carray(from_address(handle[index]), handle[index + 1], dtype)


@kernel
def columns_at(handle: Handle) -> Columns:
    """The columns of a segment's postings."""
    return Columns(
        array_at(handle, 0, np.uint8),
        array_at(handle, 2, np.uint8),
        array_at(handle, 4, np.int32),
        array_at(handle, 6, np.uint8),
        array_at(handle, 8, np.uint16),
        array_at(handle, 10, np.uint8),
        array_at(handle, 12, np.uint8),
        array_at(handle, 14, np.uint8),
        array_at(handle, 16, np.uint8),
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
        array_at(handle, 0, np.int64),
        array_at(handle, 2, np.int32),
        array_at(handle, 4, np.uint32),
        array_at(handle, 6, np.uint32),
        array_at(handle, 8, np.uint32),
        array_at(handle, 10, np.uint32),
    )


@kernel
def lengths_at(handle: Handle) -> Lengths:
    """The lengths of a segment's passages, and their norms."""
    return Lengths(
        array_at(handle, 0, np.uint8),
        handle[2],
        handle[3],
        carray(from_address(handle[4]), (handle[5], handle[6]), np.float64),
        handle[6],
    )
