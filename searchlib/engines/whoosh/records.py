"""Variable-length records (stored passages and the like) in compressed blocks with a checksum each, read by number.

Inside a file of arrays the records named N are five arrays:

    N.blob     uint8    the blocks, each compressed by deflate, end to end
    N.bounds   uint64   where each block starts in the blob, and where the last one ends
    N.first    uint64   number of the first record of each block, and the count of records
    N.raw      uint32   size of each block before compression: decompression never goes beyond it
    N.crc32    uint32   checksum of each compressed block

A block, decompressed, holds a uint32 size for each of its records and then their bytes.
"""

import zlib
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from searchlib.engines.whoosh.arrays import ArrayFile, ArrayWriter

BLOCK: Final = 4096
"""Raw bytes after which a block is closed: larger compresses better, smaller reads one record faster.

Measured on news: 4 KiB shrink 2.1 times and unfold in 12 microseconds, 8 KiB 2.2 times in 21, 16 KiB 2.3 times in 42.
"""

LARGEST: Final = 64 * 1024 * 1024
"""The largest block of all, raw: a record may be as large as that and no larger."""

KEPT: Final = 32
"""Decompressed blocks a reader keeps: the hits of one document often lie in one block."""

_BARE: Final = -15  # deflate without zlib's own frame: the checksum of a block is kept with the others


class RecordWriter:
    """Adds records one by one to the ArrayWriter `writer`, which must begin no other array before `finish()`."""

    def __init__(self, writer: ArrayWriter, name: str, *, block: int = BLOCK, level: int = 6) -> None:
        self._writer, self._name, self._block, self._level = writer, name, block, level
        self._records: list[bytes] = []
        self._pending = 0
        self._bounds, self._first = [0], [0]
        self._raw: list[int] = []
        self._crcs: list[int] = []
        writer.begin(f"{name}.blob", np.uint8)

    def add(self, record: bytes) -> int:
        """Append `record`; returns its number, counted from 0."""
        if len(record) > LARGEST - 4:
            raise ValueError(f"A record takes at most {LARGEST:,} bytes.")
        if self._pending + len(record) + 4 > 2 * self._block:
            self._close_block()
        self._records.append(record)
        self._pending += len(record) + 4
        number = self._first[-1] + len(self._records) - 1
        if self._pending >= self._block:
            self._close_block()
        return number

    def extend(self, reader: "RecordReader", keep: npt.NDArray[np.bool_] | None = None) -> None:
        """Append all records of `reader`, or those that `keep` (one truth value a record) keeps.

        Blocks kept whole are copied as they are, still compressed, so that a merge seldom decompresses.
        """
        if keep is not None and len(keep) != len(reader):
            raise ValueError(f"{len(keep):,} truth values for {len(reader):,} records")
        for block in range(reader.blocks):
            start, stop = reader.span(block)
            kept = None if keep is None else keep[start:stop]
            if kept is None or bool(kept.all()):
                self._close_block()
                self._write_block(*reader.compressed(block), stop - start)
            else:
                for number in np.flatnonzero(kept):
                    self.add(reader[start + int(number)])

    def finish(self) -> None:
        """Write the last block and the index of all blocks."""
        self._close_block()
        self._writer.add(f"{self._name}.bounds", np.array(self._bounds, dtype=np.uint64))
        self._writer.add(f"{self._name}.first", np.array(self._first, dtype=np.uint64))
        self._writer.add(f"{self._name}.raw", np.array(self._raw, dtype=np.uint32))
        self._writer.add(f"{self._name}.crc32", np.array(self._crcs, dtype=np.uint32))

    def _close_block(self) -> None:
        if not self._records:
            return
        sizes = np.fromiter(map(len, self._records), dtype="<u4", count=len(self._records))
        raw = sizes.tobytes() + b"".join(self._records)
        count = len(self._records)
        self._records, self._pending = [], 0
        deflate = zlib.compressobj(self._level, wbits=_BARE)
        self._write_block(deflate.compress(raw) + deflate.flush(), len(raw), count)

    def _write_block(self, packed: bytes, raw: int, count: int) -> None:
        self._writer.append_bytes(packed)
        self._bounds.append(self._bounds[-1] + len(packed))
        self._first.append(self._first[-1] + count)
        self._raw.append(raw)
        self._crcs.append(zlib.crc32(packed))


class RecordReader:
    """The records named `name` of an open file; `reader[number]` is one record's bytes.

    Raises IndexCorrupt when the index of blocks contradicts itself, and on reading a block that was altered.
    """

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._file, self._name = file, name
        self._blob = file.array(f"{name}.blob", np.uint8)
        self.blocks = len(file[f"{name}.crc32"])
        self._crcs = file.array(f"{name}.crc32", np.uint32)
        self._raw = file.array(f"{name}.raw", np.uint32, length=self.blocks)
        self._bounds = file.array(f"{name}.bounds", np.uint64, length=self.blocks + 1)
        self._first = file.array(f"{name}.first", np.uint64, length=self.blocks + 1)
        self._count = int(file.verified(f"{name}.first", self.blocks)[0])
        if self._count > self.blocks * (LARGEST // 4):
            raise file.corrupt(f"its {name!r} cannot hold {self._count:,} records")
        self._recent: OrderedDict[int, tuple[npt.NDArray[Any], bytes]] = OrderedDict()

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> bytes:
        """The record `number`; IndexError when there is none."""
        if not 0 <= number < self._count:
            raise IndexError(number)
        block = int(np.searchsorted(self._first, np.uint64(number), side="right")) - 1
        start, stop = self.span(block)
        if not start <= number < stop:
            raise self._file.corrupt(f"record {number:,} of its {self._name!r} is in no block")
        ends, raw = self._read_block(block)
        at = number - start
        return raw[int(ends[at]) : int(ends[at + 1])]

    def __iter__(self) -> Iterator[bytes]:
        for block in range(self.blocks):
            ends, raw = self._read_block(block)
            for start, stop in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
                yield raw[start:stop]

    def span(self, block: int) -> tuple[int, int]:
        """Numbers of the first record of `block` and of the first after it."""
        if not 0 <= block < self.blocks:
            raise self._file.corrupt(f"its {self._name!r} has no block {block}")
        start, stop = int(self._first[block]), int(self._first[block + 1])
        if not start < stop <= self._count:
            raise self._file.corrupt(f"block {block} of its {self._name!r} holds no records")
        return start, stop

    def compressed(self, block: int) -> tuple[bytes, int]:
        """The bytes of `block` as stored, after comparing their checksum, and its size before compression."""
        start, stop = int(self._bounds[block]), int(self._bounds[block + 1])
        if not start <= stop <= len(self._blob):
            raise self._file.corrupt(f"block {block} of its {self._name!r} lies outside the file")
        packed = self._blob[start:stop].tobytes()
        if zlib.crc32(packed) != int(self._crcs[block]):
            raise self._file.corrupt(f"block {block} of its {self._name!r} does not agree with its checksum")
        return packed, int(self._raw[block])

    def _read_block(self, block: int) -> tuple[npt.NDArray[Any], bytes]:
        """Where the records of `block` end in its raw bytes (the first number is where they begin), and those bytes."""
        known = self._recent.get(block)
        if known is not None:
            return known
        packed, size = self.compressed(block)
        raw = self._decompress(packed, size, block)
        start, stop = self.span(block)
        count = stop - start
        if 4 * count > len(raw):
            raise self._file.corrupt(f"block {block} of its {self._name!r} cannot hold {count:,} records")
        ends = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.frombuffer(raw, dtype="<u4", count=count), out=ends[1:])
        ends += 4 * count
        if int(ends[-1]) != len(raw):
            raise self._file.corrupt(f"the records of block {block} of its {self._name!r} do not fill it")
        self._recent[block] = ends, raw
        while len(self._recent) > KEPT:
            self._recent.popitem(last=False)
        return ends, raw

    def _decompress(self, packed: bytes, size: int, block: int) -> bytes:
        """At most `size` bytes: a block that would unfold to more, or to less, was not written by us."""
        inflate = zlib.decompressobj(wbits=_BARE)
        try:
            raw = inflate.decompress(packed, size) if 0 < size <= LARGEST else b""
            whole = len(raw) == size and not inflate.decompress(inflate.unconsumed_tail, 1) and inflate.eof
        except zlib.error:
            whole = False
        if not whole:
            raise self._file.corrupt(f"block {block} of its {self._name!r} does not unfold to {size:,} bytes")
        return raw
