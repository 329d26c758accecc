"""Token cache for indexing: a text is cut at spaces, and each chunk ("soldiers,") is analysed once and looked up after.

A text costs one `split` and one look-up a chunk. For each kind of ids that is tracked (its terms, its word codes) the ids
of a chunk are computed when it is first seen; all texts of a segment become ids at once, by gathering (`ChunkTable.ids_of`).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np

from searchlib.array_operations import ranges
from searchlib.array_types import Ints, Rows

_CACHED: Final = 1 << 18
_LONGEST_CACHED: Final = 32
"""Chunks in the cache, and characters of the longest; any other chunk gets a new id each time it occurs."""

_PUNCTUATION: Final = '.,;:!?()"“”'
"""Characters around a word of letters that change nothing of its analysis."""

_AT_ONCE: Final = 1 << 16
"""Chunks looked up at a time."""


def plain_word(chunk: str) -> str:
    """The chunk without punctuation around it, when that is a word of ASCII letters; else ""."""
    if chunk.isalpha() and chunk.isascii():
        return chunk
    word = chunk.strip(_PUNCTUATION)
    return word if word.isalpha() and word.isascii() else ""


class ChunkTable(NamedTuple):
    """The ids of all chunks: chunk n has `counts[n]` of them in `ids`, from `firsts[n]` on."""

    ids: Rows
    firsts: Ints
    counts: Ints

    def ids_of(self, chunks: Rows) -> Rows:
        """The ids of these chunks, one after the other."""
        gathered = np.empty(int(self.counts[chunks].sum()), np.int32)
        end = 0
        for first in range(0, len(chunks), _AT_ONCE):
            some = chunks[first : first + _AT_ONCE]
            part = self.ids[ranges(self.firsts[some], self.counts[some])]
            begin, end = end, end + len(part)
            gathered[begin:end] = part
        return gathered

    def id_counts(self, chunks: Rows, size: int) -> Ints:
        """How often each id below `size` occurs in these chunks, int64[size]."""
        times = np.bincount(chunks, minlength=len(self.counts))
        return np.bincount(self.ids, np.repeat(times, self.counts), size).astype(np.int64)


ChunkReader = Callable[[str, str], Sequence[int]]
"""Computes the ids of a chunk, given it and its `plain_word`."""


class ChunkIds:
    """The ids of one kind as chunks are added: `read` computes those of a chunk, `counts` has how many each chunk has."""

    def __init__(self, read: ChunkReader) -> None:
        self.read = read
        self.counts: list[int] = []
        self._ids, self._firsts = array("i"), array("q")

    def __getitem__(self, chunk: int) -> Sequence[int]:
        """The ids of a chunk."""
        first = self._firsts[chunk]
        return self._ids[first : first + self.counts[chunk]]

    def add(self, ids: Sequence[int]) -> None:
        """Add the ids of the next chunk."""
        self._firsts.append(len(self._ids))
        self._ids.extend(ids)
        self.counts.append(len(ids))

    def table(self) -> ChunkTable:
        """The ids of all chunks, as arrays."""
        ids, firsts = np.array(self._ids, np.int32), np.array(self._firsts, np.int64)
        return ChunkTable(ids, firsts, np.array(self.counts, np.int64))


class TokenCache(dict[str, int]):
    """Maps a chunk to its id; `chunk_count` is how many ids were given."""

    def __init__(self) -> None:
        super().__init__()
        self.chunk_count = 0
        self._tracked: list[ChunkIds] = []

    def track(self, read: ChunkReader) -> ChunkIds:
        """Have `read` compute ids for every chunk, too; to be called before the first chunk is added."""
        self._tracked.append(ChunkIds(read))
        return self._tracked[-1]

    def split(self, text: str) -> list[int]:
        """The chunks of a text, in order."""
        return list(map(self.__getitem__, text.split(" ")))

    def add_ids(self, kind: ChunkIds, ids: Sequence[int]) -> int:
        """Add a chunk that no text has: it has these ids of one kind, and none of the others."""
        for tracked in self._tracked:
            tracked.add(ids if tracked is kind else ())
        self.chunk_count += 1
        return self.chunk_count - 1

    def __missing__(self, chunk: str) -> int:
        word = plain_word(chunk)
        for tracked in self._tracked:
            tracked.add(tracked.read(chunk, word))
        if len(chunk) <= _LONGEST_CACHED:
            if len(self) >= _CACHED:
                self.clear()
            self[chunk] = self.chunk_count
        self.chunk_count += 1
        return self.chunk_count - 1
