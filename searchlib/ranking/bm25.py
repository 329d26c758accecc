"""BM25: the share that one posting list adds to the score of a passage.

    score(passage) = sum over the query's terms of   weight * tf / (tf + K(length))
    weight         = boost * count in the query * idf
    idf            = log(1 + (N - n + 0.5) / (n + 0.5))
    K(length)      = k1 * (1 - b + b * length / average)

This is Lucene's `BM25Similarity` (Lucene 8 and later: the constant factor k1 + 1, which changes no order, is left out)
with exact lengths in the place of Lucene's one-byte ones. The formula is Robertson and Zaragoza, "The Probabilistic
Relevance Framework: BM25 and Beyond" (2009), section 3.4; the `1 +` inside the logarithm keeps the idf of a term that
more than half of the passages hold above zero, and is Lucene's.

The score is DEFINED as the float64 sum in the order in which the terms are given, each share computed as
`(weight * tf) / (tf + K)` with K from the table that `norms` makes. No product is added to anything, so no compiler can
fuse two roundings into one: both variants of ranking give the same 64 bits on every machine.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

K1 = 1.2
B = 0.75
LONGEST = 1 << 24  # tokens of one passage; a length beyond it is a damaged file, not a passage
_NO_LENGTH = 1e-12  # an average below it is that of no passages: one token would need more of them than there can be
_SMALLEST = 1e-300  # keeps tf / (tf + K) a number even when a damaged posting says tf = 0


def idf(passages: int, holding: int) -> float:
    """How rare a term is: `holding` of `passages` passages have it. Positive, falling in `holding`."""
    return math.log1p((passages - holding + 0.5) / (holding + 0.5))


def norms(average: float, longest: int, *, k1: float = K1, b: float = B) -> npt.NDArray[np.float64]:
    """K(length) for every length from 0 to `longest` tokens, as float64[longest + 1], rising.

    `average` is the field's mean length over all passages of all segments. Raises ValueError when a number is out of
    its range: k1 >= 0, 0 <= b <= 1, average >= 0 and 0 <= longest <= LONGEST.
    """
    if not (k1 >= 0 and 0 <= b <= 1 and 0 <= average < math.inf and k1 < math.inf):
        raise ValueError(f"BM25 needs k1 >= 0, 0 <= b <= 1 and an average length: got {k1}, {b} and {average}")
    if not 0 <= longest <= LONGEST:
        raise ValueError(f"a passage of {longest} tokens is beyond the bound of {LONGEST}")
    relative = np.arange(longest + 1, dtype=np.float64) / (average if average > _NO_LENGTH else 1.0)
    return np.maximum(k1 * ((1.0 - b) + b * relative), _SMALLEST)


def share_of(weight: float, frequency: int, length: int, average: float, *, k1: float = K1, b: float = B) -> float:
    """The share of a term in one passage, the same 64 bits as `share` and `norms` give."""
    relative = length / (average if average > _NO_LENGTH else 1.0)
    return (weight * frequency) / (frequency + max(k1 * ((1.0 - b) + b * relative), _SMALLEST))


def share(
    weight: float, frequencies: npt.NDArray[np.float64], norm: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """The shares of a term of this weight in passages that hold it `frequencies` times; `norm` is their K(length)."""
    shares: npt.NDArray[np.float64] = (weight * frequencies) / (frequencies + norm)
    return shares
