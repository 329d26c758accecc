"""Reads JSON Lines (one document per line) and JSON files (an array of documents, or an object with such an array).

An invalid line or object gives a notice; the others are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from searchlib.errors import ReadError
from searchlib.loaders.decoding import decode
from searchlib.loaders.field_mapping import detect, row_draft
from searchlib.loaders.opening import read_bytes, read_lines, too_large
from searchlib.loaders.source_files import Draft, Notice, ReadOptions, SourceFile


def read(source: SourceFile, options: ReadOptions) -> Iterator[Draft | Notice]:
    """Yields a document or a failure for each line that is not blank. A file that holds one array is read as such."""
    chosen = tuple(sorted(options.columns.items()))
    for line_number, line in read_lines(source, options):
        if line_number == 1 and line and line.lstrip(b" \xef\xbb\xbf").startswith(b"[") and source.path != "-":
            yield from read_array(source, options)
            return
        try:
            draft = _document(line, line_number, options, chosen)
        except ReadError as error:
            yield Notice.failure(f"{source.place}:{line_number}", error)
        else:
            if draft is not None:
                yield draft


def read_array(source: SourceFile, options: ReadOptions) -> Iterator[Draft | Notice]:
    """Yields a document or a failure for each object of a JSON array, or of the only array in an object.

    An object that has a text itself is one document. A file of JSON lines under this suffix is read as such. `line` counts
    the objects. Raises ReadError for all else.
    """
    decoded = decode(read_bytes(source, options), options.encoding)
    if not decoded.text.strip():
        yield Notice("empty", source.place, "it holds no text")
        return
    try:
        value = json.loads(decoded.text)
    except RecursionError:
        raise ReadError("it is nested too deeply") from None
    except ValueError as error:
        if decoded.text.lstrip().startswith("{") and "\n" in decoded.text.strip():
            yield from read(source, options)
            return
        raise ReadError(f"it is no JSON: {error}") from None
    for doubt in decoded.doubts:
        yield Notice("warning", source.place, doubt)
    chosen = tuple(sorted(options.columns.items()))
    for ordinal, row in enumerate(_objects(value, chosen), 1):
        try:
            if not isinstance(row, dict):
                raise ReadError("it is no JSON object")  # noqa: TRY301 - one place tells of every bad object
            yield row_draft(row, chosen, line=ordinal, encoding=decoded.encoding)
        except ReadError as error:
            yield Notice.failure(f"{source.place}:{ordinal}", error)


def _objects(value: object, chosen: tuple[tuple[str, str], ...]) -> list[object]:
    """The objects of a JSON file. Raises ReadError unless it is an array, or an object with one document or array."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        if "text" in detect(tuple(value), chosen):
            return [value]
        arrays = [
            member for member in value.values() if isinstance(member, list) and member and isinstance(member[0], dict)
        ]
        if len(arrays) == 1:
            return arrays[0]
    raise ReadError("it is no JSON array of objects")


def _document(
    line: bytes | None, line_number: int, options: ReadOptions, chosen: tuple[tuple[str, str], ...]
) -> Draft | None:
    if line is None:
        raise too_large(options.max_file)
    if line.isspace():
        return None
    decoded = decode(line, options.encoding)
    draft = row_draft(parse_object(decoded.text), chosen, line=line_number, encoding=decoded.encoding)
    return replace(draft, doubts=draft.doubts + decoded.doubts) if decoded.doubts else draft


def parse_object(text: str) -> dict[str, object]:
    """The JSON object in a text. Raises ReadError when there is none."""
    try:
        row = json.loads(text)
    except RecursionError:
        raise ReadError("it is nested too deeply") from None
    except ValueError as error:  # also numbers of thousands of digits
        raise ReadError(f"it is no JSON: {error}") from None
    if not isinstance(row, dict):
        raise ReadError("it is no JSON object")
    return row
