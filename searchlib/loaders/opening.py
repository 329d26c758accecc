"""Opens and reads files as bytes, decompresses them, and limits how much is read."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from searchlib.errors import ReadError, Remedy
from searchlib.loaders.decoding import BYTE_ORDER_MARKS, Decoded, decode
from searchlib.loaders.source_files import ReadOptions, SourceFile

UNPACKED = 16
"""A stream of rows may unpack to this many times `max_file`: it is never in memory whole."""


@contextmanager
def opened(source: SourceFile) -> Iterator[BinaryIO]:
    """The file's bytes as a stream, decompressed when its name ends in .gz.

    Raises ReadError, without the file's name, for any error of the system or of decompression while it is read.
    """
    try:
        if source.path == "-":
            yield sys.stdin.buffer
        elif source.name.lower().endswith(".gz"):
            with gzip.open(source.path, "rb") as stream:
                yield cast("BinaryIO", stream)
        else:
            with open(source.path, "rb") as stream:  # noqa: PTH123 - a path that is no UTF-8 stays as the system gave it
                yield stream
    except FileNotFoundError:
        raise ReadError("it has vanished since its folder was listed") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadError(f"it is damaged, or not packed with gzip: {error}") from None
    except OSError as error:
        raise ReadError(f"it cannot be read: {error.strerror or error}") from None
    except ValueError as error:  # a path with a NUL, a closed standard input
        raise ReadError(f"it cannot be opened: {error}") from None


def read_bytes(source: SourceFile, options: ReadOptions) -> bytes:
    """The whole file, decompressed. Raises ReadError, also when it is larger than `options.max_file` bytes."""
    with opened(source) as stream:
        content = stream.read(options.max_file + 1)
    if len(content) > options.max_file:
        raise too_large(options.max_file)
    return content


def read_lines(source: SourceFile, options: ReadOptions) -> Iterator[tuple[int, bytes | None]]:
    """The file's lines with their numbers from 1, converted to UTF-8 if a byte order mark declares another encoding.

    A line longer than `options.max_file` bytes is None. Raises ReadError when the file cannot be read, or decompresses to
    more than UNPACKED times that size.
    """
    total, bound = 0, options.max_file * UNPACKED
    with opened(source) as stream:
        lines = _as_utf8(io.BufferedReader(_Raw(stream), 1 << 18))
        for line_number, line in enumerate(_bounded_lines(lines, options.max_file), 1):
            total += options.max_file if line is None else len(line)
            if total > bound and source.path != "-":
                raise ReadError(f"it unpacks to more than {size_in_words(bound)}")
            yield line_number, line


def read_text(source: SourceFile, options: ReadOptions) -> Decoded:
    """The whole file as text, with line feeds as its only line ends. Raises ReadError."""
    return decode(read_bytes(source, options), options.encoding)


def _bounded_lines(stream: BinaryIO, bound: int) -> Iterator[bytes | None]:
    while line := stream.readline(bound + 1):
        if len(line) <= bound:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(bound + 1)
        yield None


class _Raw(io.RawIOBase):
    """A stream for our own buffer, which does not close it: standard input stays open."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        return self._stream.readinto(buffer)  # type: ignore[attr-defined,no-any-return]


def _as_utf8(stream: io.BufferedReader) -> BinaryIO:
    """The stream; if it begins with the byte order mark of another encoding, a stream of the same text in UTF-8."""
    start = stream.peek(4)[:4]
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            if encoding == "utf-8-sig":
                stream.read(len(mark))
                return stream
            return cast("BinaryIO", codecs.EncodedFile(stream, "utf-8", encoding))
    return stream


def too_large(bound: int) -> ReadError:
    """The error for a file or message of more than `bound` bytes."""
    return ReadError(f"it is larger than {size_in_words(bound)}, the largest size read", remedy=Remedy.RAISE_FILE_LIMIT)


def size_in_words(size: int) -> str:
    """A size in words: "64 MiB", "1,000 bytes"."""
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if size >= unit and size % unit == 0:
            return f"{size // unit:,} {name}"
    return f"{size:,} bytes"


def printable(path: str) -> str:
    r"""`path` as text that UTF-8 can hold: bytes of a file name that are no UTF-8 are written as `\xff`."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(path).decode("utf-8", "backslashreplace")
    return path
