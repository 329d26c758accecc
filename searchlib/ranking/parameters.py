"""The parameters of ranking that an index may set for itself; they are stored in its state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from searchlib.definitions.bounds import BOUNDS
from searchlib.errors import ArgumentError
from searchlib.fields import BY_NAME
from searchlib.ranking.bm25 import K1, B

_KEY: Final = "ranking"
"""The parameters' name in the state of an index."""


class RankingParameters(NamedTuple):
    """BM25's `k1` and `b`, and how much a word in the title weighs beside one in the text."""

    k1: float = K1
    b: float = B
    title_weight: float = BY_NAME["title"].boost

    def __str__(self) -> str:
        return f"k1 {self.k1:g}, b {self.b:g}, title weight {self.title_weight:g}"

    def state(self) -> dict[str, Any]:
        """The parameters as a part of an index's state."""
        return {_KEY: self._asdict()}


def checked_parameters(parameters: RankingParameters) -> RankingParameters:
    """The parameters themselves. Raises ArgumentError for a number out of its range."""
    for name, value in parameters._asdict().items():
        if not BOUNDS[name].holds(value):
            raise ArgumentError(f"{name} must be a number, {BOUNDS[name]}; got {value!r}.")
    return parameters


def parameters_of(state: Mapping[str, Any]) -> RankingParameters:
    """The parameters in the state of an index; the default ones where it sets none. Raises ArgumentError for malformed ones."""
    stored = state.get(_KEY)
    if stored is None:
        return RankingParameters()
    if not isinstance(stored, Mapping) or not stored.keys() <= set(RankingParameters._fields):
        raise ArgumentError(f"{stored!r} are no parameters of ranking.")
    return checked_parameters(RankingParameters(**stored))
