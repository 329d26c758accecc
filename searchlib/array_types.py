"""Names for the arrays that several rooms pass to each other; a shape stands beside each where it is fixed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""An array of numbers of any type."""

Integers = NDArray[np.integer[Any]]
"""Whole numbers of any width."""

Ints = NDArray[np.int64]
"""Signed 64-bit numbers."""

Rows = NDArray[np.int32]
"""Rows of a table, 32 bits each: passages, documents, mentions, postings."""

Floats = NDArray[np.float64]
"""Scores, weights and stated values."""

Mask = NDArray[np.bool_]
"""A truth value for each row of a table."""

Flags = NDArray[np.bool_] | NDArray[np.uint8]
"""A truth value for each row, as bool or as a byte: what ranking accepts."""

Bytes = NDArray[np.uint8]
"""Raw bytes of a column, or a truth value for each row as a byte."""

Bits64 = NDArray[np.uint64]
"""Unsigned 64-bit words: hashes, fingerprints, sort keys and runs of bits."""

Counts = NDArray[np.uint32]
"""Frequencies and positions, unsigned, 32 bits each."""

Offsets = NDArray[np.uint32] | NDArray[np.uint64]
"""Offsets into another array, in the least type that holds them."""
