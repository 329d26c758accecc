"""The end of a file of arrays: where each array is, and the checksums of its pages. Read without NumPy."""

import json
import os
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from searchlib.errors import IndexCorrupt, IndexVersion
from searchlib.versions import ARRAYS_FORMAT

PAGE: Final = 16 * 1024
"""Bytes under one checksum: small enough to check a page for the sake of one row (some 10 microseconds)."""

ALIGNMENT: Final = 64
WIDTHS: Final = {f"{order}{kind}{width}": width for order, kind, width in (
    ("|", "i", 1), ("|", "u", 1), ("<", "i", 2), ("<", "u", 2), ("<", "i", 4), ("<", "u", 4), ("<", "i", 8), ("<", "u", 8),
    ("<", "f", 4), ("<", "f", 8),
)}  # fmt: skip
"""The only element types, plain little-endian numbers, and the bytes of each. No objects, no records, nothing that could run."""
MOST_ARRAYS: Final = 4096
LONGEST_HEADER: Final = 16 * 1024 * 1024
MAGIC: Final = b"slARRAYS"
TRAILER: Final = struct.Struct("<QQII8s")


class ArrayEntry(NamedTuple):
    """One array in a file: its type, its first byte and how many elements it has."""

    dtype: str
    offset: int
    length: int


class Tail(NamedTuple):
    """The part of a file behind its arrays: its offset, the checksums of the pages (uint32 each), the header, the crc32 of both."""

    body: int
    pages: bytes
    header: bytes
    checksum: int


def read_tail(path: Path, file: BinaryIO, size: int | None, expected: int | None) -> Tail:
    """The tail of a file, after checking that its parts, the file's size and the expected checksum agree."""
    actual = file.seek(0, os.SEEK_END)
    if size is not None and actual != size:
        raise IndexCorrupt(f"{path} has {actual:,} bytes where {size:,} were written.")
    if actual < ALIGNMENT + 4 + TRAILER.size:
        raise IndexCorrupt(f"{path} is too short to be a file of arrays.")
    file.seek(actual - TRAILER.size)
    body, length, checksum, version, magic = TRAILER.unpack(file.read(TRAILER.size))
    if magic != MAGIC:
        raise IndexCorrupt(f"{path} is not a file of arrays, or its end was altered.")
    if version != ARRAYS_FORMAT:
        raise IndexVersion(f"{path} has the file format {version}; this version of searchlib reads {ARRAYS_FORMAT}.")
    pages = -(-body // PAGE)
    if length > LONGEST_HEADER or not pages or body % ALIGNMENT or body + 4 * pages + length + TRAILER.size != actual:
        raise IndexCorrupt(f"{path} does not have the size that it states.")
    file.seek(body)
    tail = file.read(4 * pages + length)
    if zlib.crc32(tail) != checksum or expected not in (None, checksum):
        raise IndexCorrupt(f"{path} was altered, or is not the file that was committed: its checksum differs.")
    return Tail(body, tail[: 4 * pages], tail[4 * pages :], checksum)


def read_header(path: Path, tail: Tail) -> tuple[dict[str, ArrayEntry], dict[str, Any]]:
    """The arrays by name, each inside the body, and the writer's attributes. Raises IndexCorrupt."""
    try:
        fields = json.loads(tail.header)
        return _read_entries(fields["arrays"], tail.body), dict(fields["attributes"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexCorrupt(f"{path} has an invalid header.") from error


def _read_entries(arrays: Mapping[str, Any], body: int) -> dict[str, ArrayEntry]:
    if len(arrays) > MOST_ARRAYS:
        raise ValueError(len(arrays))
    return {name: _read_entry(row, body) for name, row in arrays.items()}


def _read_entry(row: list[Any], body: int) -> ArrayEntry:
    dtype, offset, length = row
    if dtype not in WIDTHS or type(offset) is not int or type(length) is not int:
        raise ValueError(row)
    if offset < ALIGNMENT or offset % ALIGNMENT or length < 0 or offset + length * WIDTHS[dtype] > body:
        raise ValueError(row)
    return ArrayEntry(dtype, offset, length)
