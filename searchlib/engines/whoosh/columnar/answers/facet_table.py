"""The table of a facet: which values stand in which passages of a segment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from numpy.typing import NDArray


class Stated(NamedTuple):
    """Parallel arrays: a code, and a passage that it stands in."""

    codes: NDArray[Any]
    passages: NDArray[Any]


class Spellings(NamedTuple):
    """How values are written: the texts, the code of each text's value, and where each text stands."""

    texts: Sequence[str]
    keys: Sequence[int]
    stated: Stated


class FacetTable(NamedTuple):
    """Each pair of a value and a passage once; `keys` has the value of each code, "" for none."""

    keys: Sequence[str] | Mapping[int, str]
    pairs: Stated
    spellings: Spellings | None = None
