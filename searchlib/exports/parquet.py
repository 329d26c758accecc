"""An export as a folder of Parquet files, one a table; the only module that imports pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from searchlib.errors import MissingExtra
from searchlib.exports.tables import TABLES, Row

_ROWS: Final = 5_000
_CHARACTERS: Final = 500_000
"""Rows and characters of a group at most: as many are in memory of each table."""


def write(folder: Path, rows: Iterable[tuple[str, Row]], about: Mapping[str, str]) -> dict[str, int]:
    """Write the files; returns how many rows each table has. What the export says of itself is each file's metadata.

    Raises MissingExtra without the extra `parquet`.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise MissingExtra("Parquet needs the library pyarrow", package="searchlib[parquet]") from None
    kinds = {"text": pa.string(), "whole": pa.int64(), "figure": pa.float64()}
    folder.mkdir()
    waiting: dict[str, list[Row]] = {name: [] for name in TABLES}
    counts = dict.fromkeys(TABLES, 0)
    sizes = dict.fromkeys(TABLES, 0)
    with ExitStack() as stack:
        writers: dict[str, Any] = {}
        for name, columns in TABLES.items():
            schema = pa.schema([(column.name, kinds[column.kind]) for column in columns], metadata=dict(about))
            writers[name] = stack.enter_context(parquet.ParquetWriter(folder / f"{name}.parquet", schema))

        def flush(name: str) -> None:
            schema, some = writers[name].schema, waiting[name]
            columns = zip(*some, strict=True) if some else [()] * len(schema)
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            writers[name].write_table(pa.Table.from_arrays(arrays, schema=schema))
            counts[name] += len(some)
            sizes[name] = 0
            some.clear()

        for name, row in rows:
            waiting[name].append(row)
            sizes[name] += sum(len(cell) for cell in row if isinstance(cell, str))
            if len(waiting[name]) >= _ROWS or sizes[name] >= _CHARACTERS:
                flush(name)
        for name in TABLES:
            flush(name)
    return counts
