"""Bytes into text: what a file is opened with, how large it may be, and which encoding it has."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import string
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from searchlib.errors import ReadError, Remedy
from searchlib.loaders.source_files import ReadOptions, SourceFile

# The longer mark first: that of UTF-32-LE begins with that of UTF-16-LE.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UNPACKED = 16  # a stream of rows may unpack to this many times `max_file`: it is never in memory whole
SAMPLE = 256 * 1024  # bytes that charset-normalizer is shown
WESTERN = "cp1252"
WESTERN_MARKS = "€‚„…†‡‰‹‘’“”•–—™›\u00a0¢£§©«®°±·»".encode(WESTERN)  # its quotation marks, dashes and signs
FEW_BEYOND = 0.12  # letters beyond ASCII to those in it: Czech and Hungarian have more, borrowed names fewer
MAX_CONTROLS = 0.02  # share of control characters above which bytes that are not UTF-8 are taken for binary
ASCII_CODED = ("iso-2022", "hz", "utf-7")
LAYOUT_CONTROLS = frozenset(b"\t\n\r\f\x1a\x1b")


@contextmanager
def opened(source: SourceFile) -> Iterator[BinaryIO]:
    """The file's bytes as a stream, unpacked when its name ends in .gz.

    Raises ReadError, without the file's name, for whatever the system or the packing refuses while it is read.
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
    """The whole file, unpacked; raises ReadError, also when it is larger than `options.max_file`."""
    with opened(source) as stream:
        content = stream.read(options.max_file + 1)
    if len(content) > options.max_file:
        raise too_large(options.max_file)
    return content


def read_text(source: SourceFile, options: ReadOptions) -> tuple[str, str]:
    """The whole file as text with its newlines made plain, and the encoding it was in; raises ReadError."""
    return decode(read_bytes(source, options), options.encoding)


def read_lines(source: SourceFile, options: ReadOptions) -> Iterator[tuple[int, bytes | None]]:
    """The file's lines with their numbers from 1, as UTF-8 if a byte order mark tells another encoding.

    A line longer than `options.max_file` bytes is None. Raises ReadError when the file cannot be read, or unpacks to
    more than UNPACKED times that size.
    """
    total, bound = 0, options.max_file * UNPACKED
    with opened(source) as stream:
        lines = _as_utf8(io.BufferedReader(_Raw(stream), 1 << 18))
        for number, line in enumerate(_bounded_lines(lines, options.max_file), 1):
            total += options.max_file if line is None else len(line)
            if total > bound and source.path != "-":
                raise ReadError(f"it unpacks to more than {size_in_words(bound)}")
            yield number, line


def _bounded_lines(stream: BinaryIO, bound: int) -> Iterator[bytes | None]:
    while line := stream.readline(bound + 1):
        if len(line) <= bound:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(bound + 1)
        yield None


class _Raw(io.RawIOBase):
    """A stream that is read through a buffer of ours, and not closed by it: standard input stays open."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        return self._stream.readinto(buffer)  # type: ignore[attr-defined,no-any-return]


def _as_utf8(stream: io.BufferedReader) -> BinaryIO:
    """The stream itself, or, where it begins with the mark of another encoding, a stream of the same text in UTF-8."""
    start = stream.peek(4)[:4]
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            if encoding == "utf-8-sig":
                stream.read(len(mark))
                return stream
            return cast("BinaryIO", codecs.EncodedFile(stream, "utf-8", encoding))
    return stream


def decode(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """`content` as text, every line ended by a line feed alone, and the name of its encoding.

    Tried in turn: the `encoding` given, a byte order mark, UTF-8, and what charset-normalizer takes it for.
    Raises ReadError, saying which, when it is none of them or is binary.
    """
    if encoding is not None:
        text, name = _strictly(content, encoding), codecs.lookup(encoding).name
    else:
        text, name = _detected(content)
    if "\0" in text:
        raise ReadError("it is binary, not text: it holds NUL characters")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, name


def decode_declared(content: bytes, declared: str, encoding: str | None = None) -> tuple[str, str]:
    """As `decode`, for content that declares its encoding: that is tried after UTF-8 and before detection.

    The few encodings whose bytes are all ASCII, and so UTF-8 too, are tried first.
    """
    if encoding is None and declared:
        first = declared.lower().startswith(ASCII_CODED)
        try:
            if not first:
                return decode(content, "utf-8")
        except ReadError:
            pass
        try:
            return decode(content, declared)
        except (ReadError, LookupError):
            pass  # much declares what it is not
    return decode(content, encoding)


def _detected(content: bytes) -> tuple[str, str]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if _looks_binary(content[:SAMPLE]):
        raise ReadError("it is binary, not text")
    name = _guess(content[:SAMPLE])
    return _strictly(content, name), name


def _looks_binary(sample: bytes) -> bool:
    """Whether the bytes hold a NUL or more control characters than any text does."""
    if b"\0" in sample:
        return True
    controls = sum(sample.count(code) for code in range(32) if code not in LAYOUT_CONTROLS)
    return controls > MAX_CONTROLS * len(sample)


def _guess(sample: bytes) -> str:
    """The encoding that charset-normalizer takes the bytes for; raises ReadError when it takes them for none.

    On English with a few accents it often ranks a neighbour of Windows-1252 first, with equal marks, and reads "São" as
    "Săo". So where Windows-1252 is among its readings, and marked better or letters beyond ASCII are few, it is that.
    """
    from charset_normalizer import from_bytes

    letters = sum(map(sample.count, string.ascii_letters.encode()))
    beyond = sum(map(sample.count, range(0x80, 0x100)))
    marks = sum(map(sample.count, WESTERN_MARKS))
    if beyond == marks:
        return WESTERN
    matches = from_bytes(sample)
    best = matches.best()
    if best is None:
        raise ReadError("its text encoding cannot be detected", remedy=Remedy.NAME_THE_ENCODING)
    western = next((match for match in matches if WESTERN in match.could_be_from_charset), None)
    if western is not None and (western.coherence > best.coherence or beyond - marks < FEW_BEYOND * letters):
        return WESTERN
    return str(best.encoding)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"it is not {encoding} text: byte {error.start} {error.reason}") from None
    except (UnicodeError, LookupError, AssertionError):  # codecs that are no text encodings, and faults of rare ones
        raise ReadError(f"it is not {encoding} text") from None


def too_large(bound: int) -> ReadError:
    """The error for a file or message above `bound` bytes."""
    return ReadError(f"it is larger than {size_in_words(bound)}, the largest size read", remedy=Remedy.RAISE_FILE_LIMIT)


def size_in_words(size: int) -> str:
    """`size` bytes for a person: "64 MiB", "1,000 bytes"."""
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
