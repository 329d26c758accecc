"""References to passages and documents of this engine: a segment of the snapshot, and a row of one of its tables."""

from __future__ import annotations

from typing import NamedTuple, cast

from searchlib.engines.answers import PassageRef


class PassageRow(NamedTuple):
    """A passage: what this engine gives as a PassageRef."""

    segment: int
    row: int


class DocumentRow(NamedTuple):
    """A document."""

    segment: int
    row: int


def row_of(ref: PassageRef) -> PassageRow:
    """The passage behind a reference that this engine gave."""
    return cast("PassageRow", ref)
