"""Rows of mention tables that satisfy a filter, and the part of a table that lies in some passages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from searchlib.array_operations import distinct, is_in, ranges
from searchlib.array_types import Array, Integers, Mask
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.fields import Table


@dataclass(frozen=True)
class MatchingRows:
    """The rows of one table that satisfy a clause, ascending; `size` is how many rows the table has."""

    table: Table
    rows: Integers
    size: int

    @classmethod
    def where(cls, table: Table, mask: Mask) -> MatchingRows:
        """The rows where `mask`, one truth value a row, is true."""
        return cls(table, np.flatnonzero(mask), len(mask))

    @cached_property
    def mask(self) -> Mask:
        """The same as one truth value a row."""
        mask = np.zeros(self.size, np.bool_)
        mask[self.rows] = True
        return mask

    def only(self, mask: Mask) -> MatchingRows:
        """Those of the rows where `mask`, parallel to `rows`, is true."""
        return MatchingRows(self.table, self.rows[mask], self.size)


class TablePart:
    """The mention tables of a segment, or only their rows in some passages.

    `passages`, ascending, are those looked at; None for all. Rows then count the rows in these passages.
    """

    def __init__(self, segment: Segment, passages: Integers | None = None) -> None:
        self.segment = segment
        self._passages = passages
        self._chosen: dict[str, Integers] = {}

    def column(self, name: str) -> Array:
        """A column of a mention table, or its part in the passages looked at."""
        column = self.segment.column(name)
        rows = self._rows(name.partition("_")[0])
        return column if rows is None else column[rows]

    def _rows(self, table: str) -> Integers | None:
        """The rows in the passages looked at; None for all. Mention tables are in the order of their passages."""
        if self._passages is None:
            return None
        if table not in self._chosen:
            starts, ends = self.segment.mentions.row_ranges(table, self._passages)
            self._chosen[table] = ranges(starts, ends - starts)
        return self._chosen[table]

    def no_rows(self, table: Table, size: int) -> MatchingRows:
        """No rows of a table that has `size` rows in the whole segment."""
        rows = self._rows(table)
        return MatchingRows(table, np.zeros(0, np.int64), size if rows is None else len(rows))

    def of_whole(self, table: Table, rows: Integers, size: int) -> MatchingRows:
        """These rows of the whole table, ascending, as rows of this part."""
        own = self._rows(table)
        return MatchingRows(table, rows, size) if own is None else MatchingRows.where(table, is_in(own, rows))

    def passages_of(self, matching: MatchingRows) -> Integers:
        """The passages that have one of these rows, ascending, each once."""
        if matching.table == "document":
            return self.segment.passages_of(matching.rows)
        return distinct(self.column(f"{matching.table}_passage")[matching.rows])
