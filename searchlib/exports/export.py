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


ENDINGS: Final[dict[str, ExportForm]] = {
    **dict.fromkeys((".db", ".sqlite", ".sqlite3"), "sqlite"),
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    ".parquet": "parquet",
    ".ciff": "ciff",
}
"""The form that the ending of a file's name says."""


def form_of(path: Path) -> ExportForm:
    """The form that the ending of a path says. Raises ArgumentError for any other ending."""
    if form := ENDINGS.get(path.suffix.lower()):
        return form
    raise ArgumentError(
        f"The name of an export must end in {', '.join(ENDINGS)}, or form must be one of {', '.join(FORMS)}; got {shortened(path.name)}."
    )


def export(
    reader: Reader, path: Path, form: ExportForm | None, selection: Selection, *, replace: bool
) -> dict[str, int]:
    """Write the export in `form`, None: the one that the ending of `path` says; returns how many rows each table has.

    Raises ArgumentError, MissingExtra, QueryError, StorageFull.
    """
    form = form_of(path) if form is None else form
    if form not in FORMS:
        raise ArgumentError(f"form must be one of {', '.join(FORMS)}; got {shortened(form)}.")
    told = about(reader, selection)
    with written_whole(path, replace=replace) as temporary:
        documents = selected(reader, selection)
        if form == "jsonl":
            return jsonl.write(temporary, documents, told)
        if form == "ciff":
            from searchlib.exports import ciff  # for people who measure ranking

            return ciff.write(temporary, documents, told, reader.analyzer)
        if form == "parquet":
            from searchlib.exports import parquet  # needs an extra

            return parquet.write(temporary, tables.rows(documents), told)
        from searchlib.exports import sqlite  # imports a library of its own

        return sqlite.write(temporary, tables.rows(documents), told)
