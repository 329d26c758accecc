"""Reads the metadata tables of folders: `metadata.csv` or `metadata.jsonl` with a column `file_name`.

That is the folder convention of published data sets: a row describes the file of that name in the table's own folder,
or below it when the name is a path.
"""

from __future__ import annotations

import csv
import io
import json
import posixpath
from collections.abc import Iterator
from dataclasses import replace

from searchlib.errors import MetadataError, ReadError
from searchlib.loaders.field_mapping import described, detect, extra_of
from searchlib.loaders.opening import read_text
from searchlib.loaders.source_files import Metadata, Notice, ReadOptions, SourceFile

TABLES = ("metadata.csv", "metadata.jsonl")
FILE_NAME = "file_name"

Row = tuple[int, dict[str, object]]


def read_table(table: SourceFile, options: ReadOptions) -> tuple[dict[str, Metadata], list[Notice]]:
    """The rows by file name, relative to the folder of the table, and warnings for values that cannot be used.

    Raises MetadataError, naming the line, for a table that is malformed or describes a file twice.
    """
    try:
        text, _, _ = read_text(table, options)
    except ReadError as error:
        raise MetadataError(f"{table.place}: {error.message}", remedy=error.remedy) from None
    rows = _csv_rows(table, text) if table.name.lower().endswith(".csv") else _json_rows(table, text)
    described_files: dict[str, Metadata] = {}
    notices: list[Notice] = []
    for line, row in rows:
        place = f"{table.place}:{line}"
        if FILE_NAME not in row:
            notices.append(
                Notice("warning", place, f"the table has no {FILE_NAME!r} here, and describes no file by it")
            )
            if table.name.lower().endswith(".csv"):
                break
            continue
        name = posixpath.normpath(str(row[FILE_NAME]).strip())
        try:
            metadata, doubts = _metadata(row, place)
        except ReadError as error:
            raise MetadataError(f"{place}: {error.message}", remedy=error.remedy) from None
        earlier = described_files.get(name)
        if earlier is not None and replace(metadata, place="") != replace(earlier, place=""):
            raise MetadataError(f"{place}: {name!r} is described a second time, differently from {earlier.place}")
        notices += [Notice("warning", place, doubt) for doubt in doubts]
        described_files.setdefault(name, metadata)
    return described_files, notices


def _metadata(row: dict[str, object], place: str) -> tuple[Metadata, tuple[str, ...]]:
    columns = {field: column for field, column in detect(tuple(row)).items() if field not in ("id", "text", "speaker")}
    draft = described(row, columns, "")
    extra = extra_of(row, {FILE_NAME, *detect(tuple(row)).values()})
    metadata = Metadata(place, draft.title, draft.published, draft.source, draft.authors, draft.url, extra)
    return metadata, draft.doubts


def _csv_rows(table: SourceFile, text: str) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    line = 1
    try:
        for cells in rows:
            if not header:
                header = [cell.strip() for cell in cells]
            elif len(cells) > len(header):
                raise MetadataError(f"{table.place}:{line}: {len(cells)} cells under {len(header)} column names")
            elif any(cells):
                yield line, dict(zip(header, cells, strict=False))
            line = rows.line_num + 1
    except csv.Error as error:
        raise MetadataError(f"{table.place}:{line}: malformed: {error}") from None


def _json_rows(table: SourceFile, text: str) -> Iterator[Row]:
    for line_number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise MetadataError(f"{table.place}:{line_number}: no JSON: {error}") from None
        if not isinstance(row, dict):
            raise MetadataError(f"{table.place}:{line_number}: no JSON object")
        yield line_number, row
