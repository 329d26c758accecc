"""Runs of consecutive numbers: their offsets, their members, and the narrowest type that holds them."""

from __future__ import annotations

import numpy as np

from searchlib.array_types import Array, Ints


def narrow(values: Array, largest: int | None = None) -> Array:
    """`values` in the least unsigned type that holds the largest of them: 1, 2 or 4 bytes each."""
    if largest is None:
        largest = int(values.max()) if len(values) else 0
    kind = np.uint8 if largest < 1 << 8 else np.uint16 if largest < 1 << 16 else np.uint32
    return values.astype(kind, copy=False)


def starts_of(counts: Array) -> Ints:
    """Offsets of runs of these lengths laid end to end, and last the total: int64[n + 1]."""
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def ranges(starts: Array, counts: Array) -> Ints:
    """The numbers of all runs one after the other: `arange(s, s + c)` for each start and count."""
    counts = counts.astype(np.int64, copy=False)
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    shift = np.repeat(starts.astype(np.int64, copy=False) - (ends - counts), counts)
    numbers: Ints = np.arange(total, dtype=np.int64) + shift
    return numbers
