"""The arrays that ranking works on: a segment's posting lists, a query's table of terms, and the best passages found.

A posting says how often a passage holds a term. The postings of a term ascend by passage and are cut into blocks of
128; the last block, the tail, holds the rest. A block is a run of bits in `packed` (memory-mapped by the engine, never
copied), in which all numbers of a kind have the same width:

    rows              passage numbers, each counted back from the last one of the block
    frequencies       occurrences less one: no bits at all in a block where every passage holds the term once
    positions         token positions, as many a posting as it has occurrences

So number i of a kind is read in place, by one load of eight bytes, a shift and a mask; nothing is unpacked to be
searched. (Frame of reference, as in Lucene's postings; random access, as in Tantivy's fast fields.) A term is its row t
in the dictionary, and has at least one block, which may be empty:

    term_blocks       term t owns blocks term_blocks[t] to term_blocks[t + 1]
    term_tails        how many postings its tail holds; every other block holds 128
    block_last        the last passage of the block, so that a reader can skip it unread
    block_starts      the byte of `packed` where the block begins
    block_widths      how many bits a row, a frequency and a position of it take: five bits each, the row's lowest
    pair_starts       block j of term t, when it is no tail, owns pairs pair_starts[j - t] to pair_starts[j - t + 1]
    pair_frequencies  the block's competitive pairs: every (frequency, length) that no other posting of the block
    pair_lengths      beats or equals on both. The best score in a block is that of one of its pairs - whatever average
                      length, k1 and b come later, because BM25 rises with frequency and falls with length. (Lucene
                      calls them impacts; a stored maximum of the score would be wrong after the next commit.) A tail
                      has none: its few postings are read.

A query is a `Terms` table: one row for each list that it reads, in the order in which shares are added up. A "document"
in this room is always a passage, named by its row in the segment.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple, NoReturn

import numpy as np
import numpy.typing as npt

from searchlib.array_types import Flags, Floats, Integers, Offsets, Rows
from searchlib.errors import IndexCorrupt

Handle = npt.NDArray[np.int64]  # see `kernels/kernel_arguments.py`

BLOCK: Final = 128  # postings; as in Lucene and PISA
WIDTH_BITS: Final = 5  # of each of the three numbers in block_widths: a row, frequency or position is below 2**31
SPARE: Final = 8  # bytes behind the last block, so that eight bytes can be read wherever a number begins
OPTIONAL: Final = 0
REQUIRED: Final = 1
EXCLUDED: Final = 2


class Columns(NamedTuple):
    """`Postings` for the kernels: columns of several types as their bytes (little endian), and the bytes of a number."""

    term_blocks: npt.NDArray[np.uint8]
    term_tails: npt.NDArray[np.uint8]
    block_last: Rows
    block_starts: npt.NDArray[np.uint8]
    block_widths: npt.NDArray[np.uint16]
    packed: npt.NDArray[np.uint8]
    pair_starts: npt.NDArray[np.uint8]
    pair_frequencies: npt.NDArray[np.uint8]
    pair_lengths: npt.NDArray[np.uint8]
    term_block_width: int
    block_start_width: int
    pair_start_width: int
    pair_frequency_width: int
    pair_length_width: int


class Lengths(NamedTuple):
    """A segment's lengths for the kernels: all fields' one after another as bytes, and the norms."""

    bytes: npt.NDArray[np.uint8]
    width: int
    passages: int
    norms: Floats
    measured: int  # lengths from 0 to this, exclusive, have a norm


class Handed(ABC):
    """Arrays that kernels take by one handle: see `kernels/kernel_arguments.py`."""

    @property
    @abstractmethod
    def columns(self) -> Columns | Plain | Lengths:
        """The arrays, and the numbers beside them, as the compiled kernels take them."""

    @cached_property
    def handle(self) -> Handle:
        """The address and the length of every array, and every number itself, in their order."""
        arguments: list[int] = []
        for column in self.columns:
            arguments += [column] if isinstance(column, int) else [column.ctypes.data, len(column)]
        return np.array(arguments, np.int64)


@dataclass(frozen=True, eq=False)
class Postings(Handed):
    """Posting lists laid end to end; see the drawing above. T lists, B blocks, B - T of which are full.

    term_blocks: [T + 1], block_starts: [B] and pair_starts: [B - T + 1], each uint32 or uint64; term_tails: uint8[T];
    block_last: int32[B]; block_widths: uint16[B]; packed: uint8, its last SPARE bytes beyond all blocks;
    pair_frequencies, pair_lengths: uint8, 16 or 32, of equal length. Nothing is checked here: readers check each number
    before they use it as an index, and raise IndexCorrupt.
    """

    term_blocks: Offsets
    term_tails: npt.NDArray[np.uint8]
    block_last: Rows
    block_starts: Offsets
    block_widths: npt.NDArray[np.uint16]
    packed: npt.NDArray[np.uint8]
    pair_starts: Offsets
    pair_frequencies: Integers
    pair_lengths: Integers

    @cached_property
    def columns(self) -> Columns:
        """The arrays as the compiled kernels take them; made once, for they are handed over with each query."""
        return Columns(
            _bytes(self.term_blocks),
            _plain(self.term_tails, np.uint8),
            _plain(self.block_last, np.int32),
            _bytes(self.block_starts),
            _plain(self.block_widths, np.uint16),
            _plain(self.packed, np.uint8),
            _bytes(self.pair_starts),
            _bytes(self.pair_frequencies),
            _bytes(self.pair_lengths),
            self.term_blocks.itemsize,
            self.block_starts.itemsize,
            self.pair_starts.itemsize,
            self.pair_frequencies.itemsize,
            self.pair_lengths.itemsize,
        )


class Plain(NamedTuple):
    """`Derived` for the kernels."""

    starts: npt.NDArray[np.int64]
    documents: Rows
    frequencies: npt.NDArray[np.uint32]
    positions: npt.NDArray[np.uint32]
    most: npt.NDArray[np.uint32]
    shortest: npt.NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Derived(Handed):
    """Lists derived for one query (phrases, unions), their n postings not packed: list i has starts[i] to starts[i + 1].

    starts: int64[T + 1]; documents: int32[n]; frequencies: uint32[n]; positions: uint32, `frequency` many a posting, or
    empty when the lists have none; most, shortest: uint32, for each block of 128 postings but the last one of each list
    its largest frequency and the shortest length of its passages.
    """

    starts: npt.NDArray[np.int64]
    documents: Rows
    frequencies: npt.NDArray[np.uint32]
    positions: npt.NDArray[np.uint32]
    most: npt.NDArray[np.uint32]
    shortest: npt.NDArray[np.uint32]

    @cached_property
    def columns(self) -> Plain:
        """The arrays as the compiled kernels take them."""
        return Plain(
            _plain(self.starts, np.int64),
            _plain(self.documents, np.int32),
            *(_plain(column, np.uint32) for column in (self.frequencies, self.positions, self.most, self.shortest)),
        )


@dataclass(frozen=True, eq=False)
class Segment(Handed):
    """One segment at one commit, as ranking reads it.

    `lengths` is uint8, 16 or 32[fields, P]: the exact token count of every field of every passage. `norms` is
    float64[fields, longest + 1]: a row of `bm25.norms` for each field, from the statistics of ALL segments.
    """

    postings: Postings
    lengths: Integers
    norms: Floats

    @property
    def passages(self) -> int:
        """P, how many passages the segment has, deleted ones included."""
        return int(self.lengths.shape[1])

    @cached_property
    def columns(self) -> Lengths:
        """Lengths and norms as the compiled kernels take them."""
        return Lengths(
            _bytes(self.lengths.reshape(-1)),
            self.lengths.itemsize,
            self.passages,
            _plain(self.norms, np.float64),
            self.norms.shape[1],
        )


class Term(NamedTuple):
    """One row of a query: a list to read.

    `list_id` is the list's row in the segment's postings; ~i (that is -1 - i) means list i of the query's own `extra`
    lists: a phrase, a wildcard's union. `field` picks the row of lengths and norms. Lists of one `clause` are
    alternatives (a word in the text or in the title); its `role` is one of OPTIONAL, REQUIRED and EXCLUDED. A list whose
    `retrieves` is false adds its share to passages that match by another list, and makes none match.
    """

    list_id: int
    weight: float
    field: int = 0
    clause: int = 0
    role: int = OPTIONAL
    retrieves: bool = True


@dataclass(frozen=True, eq=False)
class Terms:
    """A query as arrays: int64[5, m] of list ids, fields, clauses, roles and whether lists retrieve, and float64[m] of weights.

    A passage matches when it is allowed, holds every required clause and no excluded one, and, if no clause is
    required, holds an optional one; a clause is held through any of its retrieving lists. Its score is the sum, in row
    order, of the shares of all lists that hold it, except those of excluded clauses.
    """

    table: npt.NDArray[np.int64]
    weights: Floats
    extra: Derived

    @classmethod
    def of(cls, rows: Iterable[Term], extra: Derived | None = None) -> Terms:
        """The table of these rows. Raises ValueError on a weight that is negative or no number."""
        listed = list(rows)
        if not all(0.0 <= row.weight < float("inf") for row in listed):
            raise ValueError("a term's weight is a finite number from 0 on")
        list_ids, weights, *others = zip(*listed, strict=True) if listed else [()] * len(Term._fields)
        return cls(
            np.array((list_ids, *others), np.int64), np.array(weights, np.float64), EMPTY if extra is None else extra
        )

    @cached_property
    def required(self) -> bool:
        """Whether some clause is required."""
        return REQUIRED in self.table[3].tolist()

    @cached_property
    def mixed(self) -> bool:
        """Whether some clause is not optional."""
        return any(self.table[3].tolist())

    def __iter__(self) -> Iterator[Term]:
        """The rows again."""
        for (list_id, field, clause, role, retrieves), weight in zip(
            self.table.T.tolist(), self.weights.tolist(), strict=True
        ):
            yield Term(list_id, weight, field, clause, role, bool(retrieves))


class Matches(NamedTuple):
    """Passages and how often each has what was looked for: an ascending int32 and an int32 array of one length.

    `positions` are those of each in order, when they were asked for; else empty.
    """

    documents: Rows
    frequencies: npt.NDArray[np.int32]
    positions: Integers = np.empty(0, np.uint32)


class Top(NamedTuple):
    """The best passages: by score, highest first, then by document number. Both arrays are of the same length."""

    documents: npt.NDArray[np.integer[Any]]
    scores: Floats


NO_TOP: Final = Top(np.empty(0, np.int64), np.empty(0, np.float64))


def merge_top(parts: Sequence[Top], bases: Sequence[int], k: int) -> Top:
    """The best `k` of several segments, documents as int64 counted through all: base of the segment + row in it."""
    if not parts:
        return NO_TOP
    if len(parts) == 1:  # in order already
        return Top(parts[0].documents[:k].astype(np.int64) + bases[0], parts[0].scores[:k])
    documents = np.concatenate(
        [part.documents.astype(np.int64) + base for part, base in zip(parts, bases, strict=True)]
    )
    scores = np.concatenate([part.scores for part in parts])
    order = np.lexsort((documents, -scores))[:k]
    return Top(documents[order], scores[order])


def checked(allowed: Flags | None, passages: int) -> None:
    """Raise ValueError when a filter is not of one byte or bool for each passage."""
    if allowed is not None and (allowed.shape != (passages,) or allowed.dtype.itemsize != 1):
        raise ValueError(f"a filter of {allowed.dtype}{allowed.shape} for {passages} passages")


def damaged() -> NoReturn:
    """Raise IndexCorrupt: a number in the arrays points outside them."""
    raise IndexCorrupt("The index was altered: a posting list points outside its segment.")


def _plain(array: npt.NDArray[Any], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """The array as kernels want it: an aligned, contiguous, read-only ndarray, of no subclass; copied only if need be."""
    plain = np.require(array, dtype, ["C", "A"]).view(np.ndarray)
    plain.flags.writeable = False
    return plain


def _bytes(array: Integers) -> npt.NDArray[np.uint8]:
    """A narrow column as its bytes: kernels are compiled once, and read 1, 2 or 4 bytes per number."""
    return _plain(_plain(array, array.dtype.newbyteorder("<")).view(np.uint8), np.uint8)


def _empty() -> Derived:
    none = np.empty(0, np.uint32)
    return Derived(np.zeros(1, np.int64), np.empty(0, np.int32), none, none, none, none)


EMPTY: Final = _empty()
