"""The numbers that parameters may be: one table, which the library, an index and the server read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Bound(NamedTuple):
    """The least and the greatest value of a number."""

    least: float
    most: float

    def holds(self, value: object) -> bool:
        """Whether the value is a number, no bool, that is not outside."""
        return isinstance(value, int | float) and not isinstance(value, bool) and self.least <= value <= self.most

    def __str__(self) -> str:
        return f"from {self.least:,.0f} to {self.most:,.0f}"


BOUNDS: Final[Mapping[str, Bound]] = {"k1": Bound(0, 1e6), "b": Bound(0, 1), "title_weight": Bound(0, 1e6)}
"""BM25's parameters and the weight of a word in the title, of an index or of one search."""
