"""Near-duplicates: a 64-bit fingerprint a passage, eight minhashes of its word pairs at 8 bits each.

Two passages that share a part J of their word pairs agree in about 8 J of the eight bytes (Broder, "On the resemblance
and containment of documents", 1997; b-bit minhash: Li and Koenig, 2010; one byte agrees by chance once in 256).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from searchlib.engines.whoosh.inversion import Array, starts_of

LANES: Final = 8
_MULTIPLIERS: Final = np.array(
    [int.from_bytes(hashlib.sha256(f"lane {lane}".encode()).digest()[:8], "little") | 1 for lane in range(LANES)],
    np.uint64,
)
_PAIR: Final = np.uint64(0x9E3779B97F4A7C15)


def term_hashes(terms: Sequence[str]) -> NDArray[np.uint64]:
    """A 64-bit hash of each term, the same on every machine and in every run."""
    digests = b"".join(hashlib.blake2b(term.encode(), digest_size=8).digest() for term in terms)
    return np.frombuffer(digests, "<u8").astype(np.uint64)


def fingerprints(ids: Array, counts: Array, vocabulary: Sequence[str]) -> NDArray[np.uint64]:
    """uint64[P]: the fingerprint of each passage; `ids` are term numbers of all passages, `counts` how many each has.

    A passage of a single word is fingerprinted by that word, an empty one is 0.
    """
    if not len(ids):
        return np.zeros(len(counts), np.uint64)
    hashes = term_hashes(vocabulary)[ids]
    follows = np.roll(hashes, -1)
    ends = starts_of(counts)[1:]
    filled = counts > 0
    follows[ends[filled] - 1] = 0
    pairs = hashes * _PAIR + follows
    pairs ^= pairs >> np.uint64(29)
    # the last word of a passage pairs with nothing: it counts only where it is alone
    lone = ends[filled & (counts > 1)] - 1
    pairs[lone] = pairs[lone - 1]
    starts = (ends - counts)[filled]
    prints = np.zeros(len(starts), np.uint64)
    for lane, multiplier in enumerate(_MULTIPLIERS):
        mixed = pairs * multiplier
        mixed ^= mixed >> np.uint64(32)
        least = np.minimum.reduceat(mixed, starts)
        prints |= ((least >> np.uint64(24)) & np.uint64(0xFF)) << np.uint64(8 * lane)
    result = np.zeros(len(counts), np.uint64)
    result[filled] = prints
    return result


def agreement(prints: NDArray[np.uint64], one: np.uint64) -> NDArray[np.uint8]:
    """uint8[n]: in how many of the eight bytes each fingerprint agrees with `one`."""
    differing = (prints ^ one).view(np.uint8).reshape(-1, LANES)
    agreeing: NDArray[np.uint8] = (differing == 0).sum(axis=1).astype(np.uint8)
    return agreeing
