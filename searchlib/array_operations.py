"""Operations on integer arrays that several rooms need: runs laid end to end, narrow types, sets in ascending order, and the
numbers by which arrays hold words.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from searchlib.array_types import Array, Integers, Ints, Mask, Offsets

Integer = TypeVar("Integer", bound=np.integer[Any])
Text = TypeVar("Text", str, bytes)


def growing_vocabulary() -> defaultdict[Text, int]:
    """A dictionary that gives each new key the next whole number, from 0."""
    vocabulary: defaultdict[Text, int] = defaultdict()
    vocabulary.default_factory = vocabulary.__len__
    return vocabulary


def starts_of(counts: Array) -> Ints:
    """The offsets of runs of these lengths laid end to end, and last the total: int64[n + 1]."""
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def ranges(starts: Array, counts: Array) -> Ints:
    """The indexes in all runs, one run after the other: `arange(start, start + count)` for each start and count."""
    counts = counts.astype(np.int64, copy=False)
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    shift = np.repeat(starts.astype(np.int64, copy=False) - (ends - counts), counts)
    indexes: Ints = np.arange(total, dtype=np.int64) + shift
    return indexes


def narrow(values: Array, largest: int | None = None) -> Array:
    """`values` in the smallest unsigned type (uint8, 16 or 32) that holds the largest of them."""
    if largest is None:
        largest = int(values.max()) if len(values) else 0
    kind = np.uint8 if largest < 1 << 8 else np.uint16 if largest < 1 << 16 else np.uint32
    return values.astype(kind, copy=False)


def narrow_offsets(offsets: Ints) -> Offsets:
    """Offsets as they are stored: uint32, or uint64 when 32 bits do not hold the largest."""
    if not len(offsets) or int(offsets.max()) < 1 << 32:
        return offsets.astype(np.uint32)
    return offsets.astype(np.uint64)


def is_in(values: Integers, ascending: Integers) -> Mask:
    """Which of `values` are in the array `ascending`: bool[len(values)]."""
    if not len(ascending):
        return np.zeros(len(values), np.bool_)
    indexes = np.searchsorted(ascending, values)
    indexes[indexes == len(ascending)] = 0
    contained: Mask = ascending[indexes] == values
    return contained


def distinct(ascending: NDArray[Integer]) -> NDArray[Integer]:
    """The values of an ascending array, each once. (`np.unique` sorts, and its first call imports numpy.ma: 7 ms.)"""
    if len(ascending) < 2:
        return ascending
    changes = np.empty(len(ascending), np.bool_)
    changes[0] = True
    np.not_equal(ascending[1:], ascending[:-1], out=changes[1:])
    return ascending[changes]
