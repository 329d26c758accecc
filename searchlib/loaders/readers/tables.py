"""Reads CSV and TSV: a header, and one document per row. An invalid row gives a notice; the others are read."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from searchlib.errors import ReadError
from searchlib.loaders.field_mapping import detect, document_text, row_draft
from searchlib.loaders.opening import read_text
from searchlib.loaders.source_files import Draft, Notice, ReadOptions, SourceFile

DELIMITERS = (",", "\t", ";", "|")  # the first under which the header has a text column
_NAMED_DELIMITER = re.compile(r"""["']?sep=(.)["']?[ \t]*\n""", re.IGNORECASE)
"""The first line by which a spreadsheet names the delimiter."""


_OPEN_QUOTE = re.compile(r"""(?:^|\t)"(?:[^"\t\n]|""){0,2000}"[^"\t\n]""", re.MULTILINE)
"""A cell between tabs that opens with a quotation mark of its text: in such a file they quote no cell."""


def read(source: SourceFile, options: ReadOptions) -> Iterator[Draft | Notice]:
    """Yields a document or a failure for each row that is not blank. Raises ReadError when no column contains texts."""
    text, encoding, _ = decoded = read_text(source, options)
    if not text or text.isspace():
        yield Notice("empty", source.place, "it holds no text")
        return
    for doubt in decoded.doubts:
        yield Notice("warning", source.place, doubt)
    chosen = tuple(sorted(options.columns.items()))
    header, rows = _table(text, chosen)
    for line, cells in rows:
        try:
            if isinstance(cells, csv.Error):
                raise ReadError(f"malformed: {cells}")  # noqa: TRY301 - one place tells of every bad row
            if len(cells) > len(header):
                raise ReadError(f"it has {len(cells)} cells under {len(header)} column names")  # noqa: TRY301
            # a row may stop short: what is left out is empty
            row = dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))
            yield row_draft(row, chosen, line=line, encoding=encoding)
        except ReadError as error:
            yield Notice.failure(f"{source.place}:{line}", error)


def _table(
    text: str, chosen: tuple[tuple[str, str], ...]
) -> tuple[list[str], Iterator[tuple[int, list[str] | csv.Error]]]:
    """The column names, and the rows that are not blank, each with the number of its first line. Raises ReadError."""
    header: list[str] = []
    named = _NAMED_DELIMITER.match(text)
    for delimiter in named[1] if named else DELIMITERS:
        rows = _rows(text, delimiter, start=named.end() if named else 0)
        cells = next(rows, (1, [""]))[1]
        if isinstance(cells, csv.Error):
            raise ReadError(f"its header is malformed: {cells}")
        header = header or [cell.strip() for cell in cells]
        names = [cell.strip() for cell in cells]
        columns = detect(tuple(names), chosen)
        if "text" in columns:
            _require_columns(names, chosen)
            return names, rows
    row: dict[str, object] = dict.fromkeys(header, "")
    document_text(row, detect(tuple(header), chosen), chosen)
    raise AssertionError


def _require_columns(header: list[str], chosen: tuple[tuple[str, str], ...]) -> None:
    for field, column in chosen:
        if column not in header:
            raise ReadError(f"it has no column {column!r} to take the {field} from: it has {', '.join(header)}")
    repeated = next((name for name, count in Counter(header).items() if name and count > 1), None)
    if repeated is not None:
        raise ReadError(f"two of its columns are named {repeated!r}")


def _rows(text: str, delimiter: str, *, start: int) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """The rows from a character on that are not blank, each with the number of its first line.

    A quotation mark inside quotation marks is doubled (RFC 4180) or, in the dialect of MySQL, follows a backslash.
    Spaces after a delimiter do not belong to the cell.
    """
    # The bound of a field belongs to the whole process: it is only ever raised, and a file has a bound of its own.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    plain_quotes = delimiter == "\t" and _OPEN_QUOTE.search(text) is not None
    escaped = '\\"' in text and '""' not in text.replace('\\"', "").replace(f'{delimiter}""', "")
    rows = csv.reader(
        io.StringIO(text[start:], newline=""),
        delimiter=delimiter,
        doublequote=not escaped,
        escapechar="\\" if escaped else None,
        skipinitialspace=delimiter != "\t",
        quoting=csv.QUOTE_NONE if plain_quotes else csv.QUOTE_MINIMAL,
        strict=True,
    )
    above = text.count("\n", 0, start)
    line = above + 1
    while True:
        cells: list[str] | csv.Error
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            cells = error
        if isinstance(cells, csv.Error) or any(cells):
            yield line, cells
        line = above + rows.line_num + 1
