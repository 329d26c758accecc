"""Writes an export in one of its forms."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, get_args

from searchlib.engines.contract import Reader
from searchlib.errors import ArgumentError
from searchlib.exports import jsonl, tables
from searchlib.exports.selection import Selection, about, selected
from searchlib.exports.target import written_whole
from searchlib.query.context import shortened

ExportForm = Literal["sqlite", "parquet", "jsonl", "ciff"]
FORMS: Final = get_args(ExportForm)


def export(reader: Reader, path: Path, form: ExportForm, selection: Selection, *, replace: bool) -> dict[str, int]:
    """Write the export; returns how many rows each table has. Raises ArgumentError, MissingExtra, QueryError, StorageFull."""
    if form not in FORMS:
        raise ArgumentError(f"form must be one of {', '.join(FORMS)}; got {shortened(form)}.")
    told = about(reader, selection)
    with written_whole(path, replace=replace) as temporary:
        documents = selected(reader, selection)
        if form == "jsonl":
            return jsonl.write(temporary, documents, told)
        if form == "ciff":
            from searchlib.exports import ciff  # for people who measure ranking

            return ciff.write(temporary, documents, told)
        if form == "parquet":
            from searchlib.exports import parquet  # needs an extra

            return parquet.write(temporary, tables.rows(documents), told)
        from searchlib.exports import sqlite  # imports a library of its own

        return sqlite.write(temporary, tables.rows(documents), told)
