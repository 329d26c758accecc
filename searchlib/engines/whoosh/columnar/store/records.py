"""Records of any length (stored passages and the like), read by row.

Inside a file of arrays the records named N are three arrays:

    N.blob       uint8    the records, end to end
    N.lengths    narrow   the bytes of each
    N.starts     int64    where each GROUP-th record begins in the blob, and last where all of them end

Nothing is compressed here: the encoding keeps records short (see word_codes.py), so that one is read without its
neighbours. The bytes of a record are returned only after the checksums of their pages were compared.
"""

from array import array
from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from searchlib.array_operations import narrow, starts_of
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile, ArrayWriter

GROUP: Final = 16
"""Records per entry of `starts`: reading a record adds up fewer than so many lengths."""

LARGEST: Final = 64 * 1024 * 1024
"""Bytes that a record may have."""

Batch = tuple[bytes, npt.NDArray[np.integer[Any]]]
"""Several records: their bytes end to end, and the length of each."""


class RecordWriter:
    """Adds records to the ArrayWriter `writer`, which must begin no other array before `finish()`."""

    def __init__(self, writer: ArrayWriter, name: str) -> None:
        self._writer, self._name = writer, name
        self._lengths = array("I")
        writer.begin(f"{name}.blob", np.uint8)

    def add(self, record: bytes) -> int:
        """Append `record`; returns its row."""
        if len(record) > LARGEST:
            raise ValueError(f"A record takes at most {LARGEST:,} bytes.")
        self._writer.append_bytes(record)
        self._lengths.append(len(record))
        return len(self._lengths) - 1

    def extend(self, batches: Iterable[Batch]) -> None:
        """Append many records at a time."""
        for content, lengths in batches:
            self._writer.append_bytes(content)
            self._lengths.frombytes(lengths.astype(np.uint32).tobytes())

    def finish(self) -> None:
        """Write the lengths and where the records begin."""
        lengths = np.frombuffer(self._lengths, np.uint32)
        starts = starts_of(lengths)
        self._writer.add(f"{self._name}.lengths", narrow(lengths))
        self._writer.add(f"{self._name}.starts", np.append(starts[:-1:GROUP], starts[-1]))


class RecordReader:
    """The records named `name` of an open file; `reader[row]` is one record's bytes.

    Raises IndexCorrupt for arrays that do not belong together, and on reading a record that was altered.
    """

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._file, self._name = file, name
        self._lengths_name, self._starts_name, self._blob_name = f"{name}.lengths", f"{name}.starts", f"{name}.blob"
        self._lengths = file[self._lengths_name]
        self._size = len(file.array(self._blob_name, np.uint8))
        self._starts = file.array(self._starts_name, np.int64, length=-(-len(self._lengths) // GROUP) + 1)
        if self._lengths.dtype.kind != "u":
            raise file.corrupt(f"its {name!r} have lengths of type {self._lengths.dtype}")
        self._length_cells, self._start_cells = file.cells(self._lengths_name), file.cells(self._starts_name)

    def __len__(self) -> int:
        return len(self._lengths)

    def __getitem__(self, row: int) -> bytes:
        """The record of a row; IndexError when there is none."""
        if not 0 <= row < len(self._lengths):
            raise IndexError(row)
        group = row // GROUP
        first = group * GROUP
        *before, length = self._length_cells(first, row + 1)
        start = self._start_cells(group, group + 1)[0] + sum(before)
        if length > LARGEST or not 0 <= start <= start + length <= self._size:
            raise self._file.corrupt(f"record {row:,} of its {self._name!r} lies outside the file")
        return self._file.verified_bytes(self._blob_name, start, start + length)

    def __iter__(self) -> Iterator[bytes]:
        for content, lengths in self.batches():
            ends = np.cumsum(lengths, dtype=np.int64).tolist()
            yield from (content[end - length : end] for end, length in zip(ends, lengths.tolist(), strict=True))

    def batches(self, size: int = 4096) -> Iterator[Batch]:
        """All records, at most `size` (a multiple of GROUP) and about 16 MB of them at a time, or a single group."""
        starts = self._file.verified(self._starts_name)
        group = 0
        while group < len(starts) - 1:
            after = int(np.searchsorted(starts, int(starts[group]) + (1 << 24), "right")) - 1
            after = min(max(after, group + 1), group + size // GROUP, len(starts) - 1)
            lengths = self._file.verified(
                self._lengths_name, group * GROUP, min(after * GROUP, len(self._lengths))
            ).astype(np.int64)
            first, last = int(starts[group]), int(starts[after])
            if not 0 <= first <= last <= self._size or int(lengths.sum()) != last - first:
                raise self._file.corrupt(f"the records of its {self._name!r} do not fill it")
            yield self._file.verified_bytes(self._blob_name, first, last), lengths
            group = after
