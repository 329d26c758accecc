"""The mention tables of a segment (statements, dates, quantities), and the strings that its tables share."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np

from searchlib.array_types import Array, Integers
from searchlib.engines.whoosh.columnar.segments.columns import CheckedColumns
from searchlib.engines.whoosh.columnar.segments.counts import SegmentCounts

_BISECTED: Final = 64
"""Up to so many passages their mentions are found by bisection; for more, each passage's first row is computed once."""


class Strings:
    """The strings of a segment, by row."""

    def __init__(self, columns: CheckedColumns) -> None:
        self._columns = columns

    def __getitem__(self, row: int) -> str:
        """The string in `row`; "" for -1."""
        return "" if row < 0 else self._columns.encoded("string", row).decode("utf-8", "replace")

    def texts(self, rows: Integers) -> dict[int, str]:
        """The strings in many rows, each once."""
        starts, content = self._columns.whole("string")
        distinct = np.unique(rows[rows >= 0]).astype(np.int32)
        self._columns.checked(distinct, len(starts) - 1)
        ranges = zip(distinct.tolist(), starts[distinct].tolist(), starts[distinct + 1].tolist(), strict=True)
        return {-1: ""} | {row: content[start:end].decode("utf-8", "replace") for row, start, end in ranges}

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of every string."""
        encoded = self._columns.all_encoded("string")
        return {text.decode("utf-8", "replace"): row for row, text in enumerate(encoded)}


class MentionTables:
    """Questions about whole mention tables; single columns are asked of the segment."""

    def __init__(self, columns: CheckedColumns, counts: SegmentCounts, strings: Strings) -> None:
        self._columns = columns
        self._passages = counts.passages
        self._strings = strings
        self._starts: dict[str, Array] = {}

    def row_ranges(self, table: str, passages: Array) -> tuple[Array, Array]:
        """For each of these passages its first row in a mention table, and the one after its last."""
        of = self._columns.column(f"{table}_passage")
        if len(passages) <= _BISECTED:
            wanted = passages.astype(of.dtype, copy=False)  # of another type, the whole column would be converted
            return of.searchsorted(wanted, "left"), of.searchsorted(wanted, "right")
        starts = self._starts.get(table)
        if starts is None:
            starts = np.append(0, np.cumsum(np.bincount(of, minlength=self._passages), dtype=np.int32))
            self._starts[table] = starts
        return starts[passages], starts[passages + 1]

    def row_range(self, table: str, passage: int) -> tuple[int, int]:
        """The first row of one passage in a mention table, and the one after its last."""
        of = self._columns.column(f"{table}_passage")
        first, after = of.searchsorted(np.array((passage, passage + 1), of.dtype)).tolist()
        return first, after

    @cached_property
    def statement_count(self) -> int:
        """How many statements there are: one that runs over two passages has two rows."""
        identities = self._columns.column("statement_identity")
        return int(identities.max()) + 1 if len(identities) else 0

    @cached_property
    def units(self) -> list[tuple[str, int]]:
        """The units that quantities are stated in, each with its row among the strings."""
        rows = np.unique(self._columns.column("quantity_unit"))
        return [(self._strings[row], row) for row in rows.tolist() if row >= 0]
