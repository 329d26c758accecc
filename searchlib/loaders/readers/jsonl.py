"""JSON Lines: a JSON object a line, each a document. A bad line is named, and the others are read."""

from __future__ import annotations

import json
from collections.abc import Iterator

from searchlib.errors import ReadError
from searchlib.loaders.decoding import decode, read_lines, too_large
from searchlib.loaders.field_mapping import row_draft
from searchlib.loaders.source_files import Draft, Notice, ReadOptions, SourceFile


def read(source: SourceFile, options: ReadOptions) -> Iterator[Draft | Notice]:
    """A document or a failure for each line that is not blank."""
    chosen = tuple(sorted(options.columns.items()))
    for number, line in read_lines(source, options):
        try:
            draft = _document(line, number, options, chosen)
        except ReadError as error:
            yield Notice.failure(f"{source.place}:{number}", error)
        else:
            if draft is not None:
                yield draft


def _document(
    line: bytes | None, number: int, options: ReadOptions, chosen: tuple[tuple[str, str], ...]
) -> Draft | None:
    if line is None:
        raise too_large(options.max_file)
    if line.isspace():
        return None
    row, encoding = parse_object(line, options.encoding)
    return row_draft(row, chosen, line=number, encoding=encoding)


def parse_object(line: bytes, encoding: str | None = None) -> tuple[dict[str, object], str]:
    """The JSON object that a line holds, and the line's encoding; raises ReadError when it holds none."""
    text, name = decode(line, encoding)
    try:
        row = json.loads(text)
    except RecursionError:
        raise ReadError("it is nested too deeply") from None
    except ValueError as error:  # also numbers of thousands of digits
        raise ReadError(f"it is no JSON: {error}") from None
    if not isinstance(row, dict):
        raise ReadError("it is no JSON object")
    return row, name
