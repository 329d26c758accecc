"""References to passages and documents of this engine: a segment's place among the snapshot's, and a row of it."""

from __future__ import annotations

from typing import NamedTuple, cast

from searchlib.engines.contract import PassageRef


class Place(NamedTuple):
    """A passage: what this engine gives as a PassageRef."""

    segment: int
    number: int


class DocumentRow(NamedTuple):
    """A document."""

    segment: int
    number: int


def place_of(ref: PassageRef) -> Place:
    """What stands behind a reference that this engine gave."""
    return cast("Place", ref)
