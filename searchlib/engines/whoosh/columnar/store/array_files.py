"""Files of named flat arrays: written as a stream, memory-mapped, and used without decoding.

    head      64 bytes: what this file is, readable by eye
    body      the arrays, each starting at a multiple of 64 bytes, gaps zero
    pages     uint32: the crc32 of every 16 KiB of head and body
    header    JSON: format, for each array its dtype, offset and length, and the writer's own attributes
    trailer   32 bytes: where the pages start, how long the header is, the crc32 of pages and header, a magic word

The header stands at the end, so that an array's length need not be known when it is begun. The crc32 in the trailer
covers the header and the checksums of all pages, and so every byte of the file. The manifest keeps it, so that a
replaced file is noticed on opening at no cost. Nothing in a file is trusted: sizes and offsets are compared with the
size of the file before an array is made of them, and only plain numbers are allowed.
"""

import contextlib
import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from searchlib.array_types import Array
from searchlib.definitions.frozen import frozen
from searchlib.engines.whoosh.columnar.store.tails import (
    ALIGNMENT,
    LONGEST_HEADER,
    MAGIC,
    MOST_ARRAYS,
    PAGE,
    TRAILER,
    WIDTHS,
    ArrayEntry,
    Tail,
    read_header,
    read_tail,
)
from searchlib.errors import IndexCorrupt, IndexVersion, StorageFailed
from searchlib.files.disk import DISK, Disk
from searchlib.versions import ARRAYS_FORMAT

_BUFFER: Final = 1024 * 1024
_HEAD: Final = b"searchlib arrays: header at the end, see ARCHITECTURE.md\n".ljust(ALIGNMENT, b"\0")


@frozen
class FileEntry:
    """A file as the manifest records it: its name in the index's folder, its size in bytes and its crc32."""

    name: str
    size: int
    checksum: int


def write_arrays(
    path: Path, arrays: Mapping[str, Array], *, attributes: Mapping[str, Any] | None = None, disk: Disk = DISK
) -> FileEntry:
    """Write `arrays` and JSON-able `attributes` to the new file `path`, synced to the disk; returns its entry.

    Raises StorageFull when the disk has no room; the partial file is removed.
    """
    with ArrayWriter(path, disk=disk) as writer:
        writer.attributes.update(attributes or {})
        for name, array in arrays.items():
            writer.add(name, array)
        return writer.finish()


class ArrayWriter:
    """Writes one file of arrays as a stream, one array after another, in as many chunks as it takes.

    Use it as a context: leaving it without `finish()`, or by an exception, removes the partial file.
    `attributes` may be filled until `finish()`.
    """

    def __init__(self, path: Path, *, disk: Disk = DISK) -> None:
        self.path = path
        self.attributes: dict[str, Any] = {}
        self._disk = disk
        self._entries: dict[str, ArrayEntry] = {}
        self._open: tuple[str, np.dtype[Any], int] | None = None
        self._position = 0
        self._buffer = bytearray()
        self._pages: list[int] = []
        self._page = 0
        self._finished = False
        self._descriptor: int | None = disk.create(path)
        self._body(_HEAD)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._finished:
            self.discard()

    def begin(self, name: str, dtype: npt.DTypeLike) -> None:
        """Start the array `name`; the one before it ends here. Raises ValueError for a name used twice or a foreign type."""
        self.end()
        kind = np.dtype(dtype).newbyteorder("<")
        if kind.str not in WIDTHS:
            raise ValueError(f"Arrays of {kind} cannot be stored; only plain numbers can.")
        if name in self._entries or len(self._entries) >= MOST_ARRAYS:
            raise ValueError(f"There is an array {name!r} already, or there are {MOST_ARRAYS} arrays.")
        self._body(bytes(-self._position % ALIGNMENT))
        self._open = (name, kind, self._position)

    def append(self, chunk: npt.ArrayLike) -> None:
        """Add a one-dimensional chunk to the array begun; TypeError when its type does not fit safely."""
        assert self._open is not None, "begin an array first"
        kind = self._open[1]
        array = np.ascontiguousarray(np.asarray(chunk).astype(kind, casting="safe", copy=False))
        if array.size:
            self._body(array.reshape(-1).view(np.uint8).data)

    def append_bytes(self, chunk: bytes) -> None:
        """Add raw bytes to the array begun, which must be one of uint8."""
        assert self._open is not None, "begin an array first"
        assert self._open[1] == np.uint8, "only arrays of uint8 take bytes"
        self._body(chunk)

    def end(self) -> None:
        """Close the array begun, if one is."""
        if self._open is not None:
            name, kind, start = self._open
            self._entries[name] = ArrayEntry(kind.str, start, (self._position - start) // kind.itemsize)
            self._open = None

    def add(self, name: str, array: npt.ArrayLike) -> None:
        """Write a whole array; its own type is its type in the file."""
        content = np.asarray(array)
        self.begin(name, content.dtype)
        self.append(content)
        self.end()

    def finish(self) -> FileEntry:
        """Write the checksums and the header, sync the file and close it; returns its size and checksum."""
        assert self._descriptor is not None, "the file is closed"
        self.end()
        self._body(bytes(-self._position % ALIGNMENT))
        body = self._position
        self._seal_page()
        table = np.array(self._pages, dtype="<u4").tobytes()
        header = _header_bytes(self._entries, self.attributes)
        checksum = zlib.crc32(header, zlib.crc32(table))
        self._buffer += table + header + TRAILER.pack(body, len(header), checksum, ARRAYS_FORMAT, MAGIC)
        size = body + len(table) + len(header) + TRAILER.size
        self._flush()
        self._disk.sync(self._descriptor, self.path)
        descriptor, self._descriptor = self._descriptor, None
        self._disk.close(descriptor, self.path)
        self._finished = True
        return FileEntry(self.path.name, size, checksum)

    def discard(self) -> None:
        """Close and remove the partial file, giving its space back."""
        descriptor, self._descriptor = self._descriptor, None
        self._buffer.clear()
        with contextlib.suppress(OSError, StorageFailed):  # the error that brought us here matters more
            if descriptor is not None:
                os.close(descriptor)
            self._disk.remove(self.path)

    def _body(self, content: bytes | memoryview) -> None:
        view = memoryview(content)
        self._checksum(view)
        self._position += len(view)
        if len(self._buffer) + len(view) > _BUFFER:
            self._flush()
        if len(view) > _BUFFER:
            self._write(view)
        else:
            self._buffer += view

    def _checksum(self, view: memoryview) -> None:
        start, room = 0, PAGE - self._position % PAGE
        while start < len(view):
            piece = view[start : start + room]
            self._page = zlib.crc32(piece, self._page)
            start += len(piece)
            if len(piece) == room:
                self._pages.append(self._page)
                self._page = 0
            room = PAGE - (self._position + start) % PAGE

    def _seal_page(self) -> None:
        if self._position % PAGE:
            self._pages.append(self._page)

    def _flush(self) -> None:
        if self._buffer:
            self._write(memoryview(bytes(self._buffer)))
            self._buffer.clear()

    def _write(self, view: memoryview) -> None:
        assert self._descriptor is not None, "the file is closed"
        self._disk.write(self._descriptor, view, self.path)


def _header_bytes(entries: Mapping[str, ArrayEntry], attributes: Mapping[str, Any]) -> bytes:
    arrays = {name: list(entry) for name, entry in entries.items()}
    text = json.dumps({"format": ARRAYS_FORMAT, "arrays": arrays, "attributes": attributes}, separators=(",", ":"))
    header = text.encode()
    if len(header) > LONGEST_HEADER:
        raise ValueError(f"The attributes of a file take at most {LONGEST_HEADER:,} bytes; store them as arrays.")
    return header


def open_arrays(path: Path, *, size: int | None = None, checksum: int | None = None, disk: Disk = DISK) -> "ArrayFile":
    """Map the file `path`, after comparing its `size` and `checksum` with those remembered, when they are given.

    Raises FileNotFoundError when it is not there, IndexCorrupt when it was altered, IndexVersion when it has
    another format, StorageFailed when it cannot be read.
    """
    with disk.reading(path) as file:
        tail = read_tail(path, file, size, checksum)
        return ArrayFile(path, disk.map(file, path), tail)


def verify_arrays(path: Path, *, size: int | None = None, checksum: int | None = None, disk: Disk = DISK) -> list[str]:
    """Read the file `path` whole: one sentence for each thing wrong, none when all is well. Raises FileNotFoundError.

    It reads instead of mapping, because a bad sector of a disk ends a process that meets it in mapped memory.
    """
    try:
        with disk.reading(path) as file:
            tail = read_tail(path, file, size, checksum)
            read_header(path, tail)
            file.seek(0)
            return _altered(path, tail, iter(lambda: file.read(PAGE), b""))
    except (IndexCorrupt, IndexVersion, StorageFailed) as error:
        return [error.message]


class ArrayFile:
    """A mapped file of arrays, read only. It stays readable after the file's name is gone (on POSIX systems).

    `attributes` are those that the writer added, `entry` the file's name, size and checksum.
    """

    def __init__(self, path: Path, content: mmap.mmap, tail: Tail) -> None:
        self.path = path
        self.entry = FileEntry(path.name, len(content), tail.checksum)
        self._content = content
        self._tail = tail
        self._entries, self.attributes = read_header(path, tail)
        self._arrays: dict[str, Array] = {}
        self._checksums = np.frombuffer(tail.pages, dtype="<u4")
        self._good = np.zeros(len(self._checksums), dtype=bool)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __getitem__(self, name: str) -> Array:
        """The array `name`, a read-only view on the mapped file; IndexCorrupt when the file has none of that name."""
        array = self._arrays.get(name)
        if array is None:
            entry = self._entry(name)
            array = np.frombuffer(self._content, dtype=entry.dtype, count=entry.length, offset=entry.offset)
            self._arrays[name] = array
        return array

    def array(self, name: str, dtype: npt.DTypeLike, *, length: int | None = None) -> Array:
        """The array `name`. Raises IndexCorrupt when its type, or its length when given, is not the expected one."""
        entry = self._entry(name)
        if entry.dtype != np.dtype(dtype).newbyteorder("<").str or length not in (None, entry.length):
            raise self.corrupt(f"its array {name!r} has {entry.length:,} elements of type {entry.dtype}")
        return self[name]

    def verified(self, name: str, start: int = 0, stop: int | None = None) -> Array:
        """Elements `start` to `stop` (exclusive; default all), after comparing their pages' checksums, once an opening.

        Raises IndexCorrupt on the first page that was altered, or when the range does not lie inside the array.
        """
        stop = self._entry(name).length if stop is None else stop
        self.check(name, start, stop)
        return self[name][start:stop]

    def check(self, name: str, start: int, stop: int) -> None:
        """Compare the checksums of the pages with elements `start` to `stop` (exclusive), as `verified` does."""
        entry = self._entry(name)
        if not 0 <= start <= stop <= entry.length:
            raise self.corrupt(f"elements {start:,} to {stop:,} were asked of {entry.length:,} in its array {name!r}")
        if start < stop:
            width = WIDTHS[entry.dtype]
            self._check_bytes(entry.offset + start * width, entry.offset + stop * width)

    def verified_bytes(self, name: str, start: int, stop: int) -> bytes:
        """Bytes `start` to `stop` (exclusive) of an array of uint8, a copy, checked as `verified` does."""
        entry = self._entry(name)
        if not 0 <= start <= stop <= entry.length or entry.dtype != "|u1":
            raise self.corrupt(f"bytes {start:,} to {stop:,} were asked of {entry.length:,} in its array {name!r}")
        if start < stop:
            self._check_bytes(entry.offset + start, entry.offset + stop)
        return self._content[entry.offset + start : entry.offset + stop]

    def _check_bytes(self, start: int, stop: int) -> None:
        """Check the pages that bytes `start` to `stop` of the file lie in, those not yet checked."""
        first, last = start // PAGE, (stop - 1) // PAGE
        if first == last:
            if not self._good[first]:
                self._check_pages(np.array([first]))
        else:
            self._check_pages(first + np.flatnonzero(~self._good[first : last + 1]))

    def rows(self, name: str, numbers: npt.NDArray[np.integer[Any]]) -> Array:
        """The elements at `numbers`, a copy, after comparing the checksums of just the pages they lie in."""
        entry = self._entry(name)
        if not numbers.size:
            return np.empty(0, dtype=entry.dtype)
        if int(numbers.min()) < 0 or int(numbers.max()) >= entry.length:
            raise self.corrupt(f"an element outside the {entry.length:,} of its array {name!r} was asked for")
        pages = (entry.offset + numbers.astype(np.int64) * np.dtype(entry.dtype).itemsize) // PAGE
        unseen = pages[~self._good[pages]]
        if unseen.size:
            self._check_pages(np.unique(unseen))
        taken: Array = self[name][numbers]
        return taken

    def cells(self, name: str) -> "Cells":
        """The array `name` for reading a few elements at a time."""
        entry = self._entry(name)
        return Cells(self, name, self[name].data, entry.offset, self._good)

    def verify(self) -> list[str]:
        """Every byte of the arrays compared with its checksum: one sentence for each altered run of bytes."""
        return _altered(self.path, self._tail, map(self._page, range(len(self._checksums))))

    def corrupt(self, what: str) -> IndexCorrupt:
        """The error to raise for this file, saying what is wrong and what to do."""
        return IndexCorrupt(f"{self.path} was altered: {what}.")

    def _entry(self, name: str) -> ArrayEntry:
        try:
            return self._entries[name]
        except KeyError:
            raise self.corrupt(f"it has no array {name!r}") from None

    def _page(self, page: int) -> bytes:
        return self._content[page * PAGE : min(page * PAGE + PAGE, self._tail.body)]

    def _check_pages(self, pages: npt.NDArray[np.integer[Any]]) -> None:
        for page in pages.tolist():
            if zlib.crc32(self._page(page)) != int(self._checksums[page]):
                raise self.corrupt(f"bytes from {page * PAGE:,} on do not agree with their checksum")
            self._good[page] = True


class Cells:
    """An array of a file for reading a few elements at a time, as Python's numbers, each checked as `verified` does."""

    __slots__ = ("_file", "_good", "_name", "_offset", "_values")

    def __init__(
        self, file: ArrayFile, name: str, values: memoryview, offset: int, good: npt.NDArray[np.bool_]
    ) -> None:
        self._file, self._name, self._values, self._offset, self._good = file, name, values, offset, good

    def __len__(self) -> int:
        return len(self._values)

    def __call__(self, start: int, stop: int) -> memoryview:
        """Elements `start` to `stop` (exclusive), at least one and no more than a page holds."""
        values = self._values
        if not 0 <= start < stop <= len(values):
            raise self._file.corrupt(f"elements {start:,} to {stop:,} were asked of its array {self._name!r}")
        width = values.itemsize
        first, last = (self._offset + start * width) // PAGE, (self._offset + stop * width - 1) // PAGE
        if not (self._good[first] and self._good[last]):
            self._file.verified(self._name, start, stop)
        return values[start:stop]


def _altered(path: Path, tail: Tail, pages: Iterator[bytes]) -> list[str]:
    """One sentence for each run of neighbouring pages that do not agree with their checksums."""
    altered: list[tuple[int, int]] = []
    for page, (checksum,) in enumerate(struct.iter_unpack("<I", tail.pages)):
        start, stop = page * PAGE, min(page * PAGE + PAGE, tail.body)
        if zlib.crc32(next(pages, b"")[: stop - start]) != checksum:
            if altered and altered[-1][1] == start:
                start = altered.pop()[0]
            altered.append((start, stop))
    return [f"{path}: bytes {start:,} to {stop:,} were altered." for start, stop in altered]
