"""Word codes: stored records as strings of numbers, where each word is one code, the more frequent the smaller.

A record holds numbers, a text and a few strings. The text is cut into *pieces*: words as they are spelled, each with the
space before it (" troops"), and other characters between words (",", " “"). A string of a mention ("Blinken", the name of a
rule) is one piece. The pieces of a segment are numbered by falling frequency; a record is the characters that have these
numbers, in UTF-8 - one byte for the 128 most frequent pieces, two for some two thousand, three for most others:

    count of numbers, count of strings, the numbers ..., the pieces of the text ..., the strings ...

So news takes a third of its bytes, as little as with deflate in large blocks, and a record is read without its
neighbours, by one look-up per word. A text is also decoded as words: to highlight it, it need not be analysed again.
Numbers from WIDE on are two characters. The text is stored with a space before it, so that its first word is the same
piece as elsewhere.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from threading import Lock
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchlib import analysis
from searchlib.analysis import Analyzer
from searchlib.array_operations import growing_vocabulary, narrow, ranges, starts_of
from searchlib.array_types import Array, Ints
from searchlib.definitions.regexes import regex
from searchlib.engines.whoosh.columnar.segments.token_cache import (
    ChunkIds,
    ChunkTable,
    TokenCache,
)
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile
from searchlib.engines.whoosh.columnar.store.records import LARGEST, Batch, RecordReader
from searchlib.errors import IndexCorrupt

WIDE: Final = 1 << 20
"""Numbers from here on are a pair: a character from here on that carries the high 16 bits, and one that has the low."""

GROUP: Final = 32
"""Codes per entry of `code_starts`: so many are read at a time."""

_BATCH: Final = 4096
"""Records encoded at a time."""

_PAIRED: Final = regex("[\U00100000-\U0010ffff].|.", re.DOTALL)
_LEAD: Final = 0xF4
"""The byte with which UTF-8 begins every character from WIDE on."""


# --- characters ------------------------------------------------------------------------------------------------------


def encode_records(values: Ints, counts: Ints) -> Batch:
    """Several records, of `counts` numbers each, as UTF-8. The inverse of `decode_records`."""
    wide = values >= WIDE
    if wide.any():
        indexes = np.repeat(np.arange(len(values)), 1 + wide)
        values, lead = values[indexes], np.append(indexes[1:] == indexes[:-1], False)
        counts = np.diff(np.concatenate(([0], np.cumsum(1 + wide)))[starts_of(counts)])
        low = np.append(False, lead[:-1])
        values = np.where(lead, WIDE + (values >> 16), np.where(low, values & 0xFFFF, values))
    content = values.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass").encode("utf-8", "surrogatepass")
    widths = (values >= 0x80).astype(np.int64)
    widths += values >= 0x800
    widths += values >= 0x10000
    widths += 1
    return content, np.diff(starts_of(widths)[starts_of(counts)])


def decode_records(batch: Batch) -> tuple[Ints, Ints]:
    """The numbers of several records, end to end, and how many each has. Raises ValueError for bytes that are not UTF-8."""
    content, lengths = batch
    text = content.decode("utf-8", "surrogatepass")
    values = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    begins = (np.frombuffer(content, np.uint8) & 0xC0) != 0x80
    upto = starts_of(begins)[starts_of(lengths)]
    if _LEAD in content:
        lead = np.flatnonzero(values >= WIDE)
        values[lead] = (values[lead] - WIDE << 16) + values[lead + 1]
        kept = np.ones(len(values), bool)
        kept[lead + 1] = False
        upto, values = starts_of(kept)[upto], values[kept]
    return values, np.diff(upto)


def code_offsets(values: Ints, counts: Ints) -> Ints:
    """The offsets of the codes of pieces in these records' numbers. Raises ValueError when a record is too short for itself."""
    starts = starts_of(counts)[:-1]
    if len(counts) and (int(counts.min()) < 2 or bool((values[starts] + values[starts + 1] + 2 > counts).any())):
        raise ValueError("a stored record is cut")
    own = values[starts] + 2
    return ranges(starts + own, counts - own)


# --- writing ---------------------------------------------------------------------------------------------------------


class _PendingRecords:
    """Records of one kind, not yet encoded, in flat arrays: `counts` has three entries a record."""

    def __init__(self, pieces: ChunkIds) -> None:
        self.pieces = pieces
        self.numbers, self.chunks, self.strings, self.counts = array("I"), array("i"), array("I"), array("I")


class RecordEncoder:
    """Collects records of several kinds that share one table of codes; `kinds` gives the token cache of each kind's texts."""

    def __init__(self, kinds: Mapping[str, TokenCache]) -> None:
        self._numbers = growing_vocabulary()
        self._kinds = {kind: _PendingRecords(chunks.track(self._read)) for kind, chunks in kinds.items()}

    @property
    def pieces(self) -> int:
        """How many different pieces there are."""
        return len(self._numbers)

    def _read(self, chunk: str, word: str) -> Sequence[int]:
        """The pieces of a chunk, the first with the space before it; `word` is its `plain_word`."""
        if word == chunk:
            return [self._numbers[" " + word]]
        if word and chunk.startswith(word):
            return [self._numbers[" " + word], self._numbers[chunk[len(word) :]]]
        before, *parts = analysis.surfaces(chunk)
        if before or not parts:
            parts.insert(0, " " + before)
        else:
            parts[0] = " " + parts[0]
        return [self._numbers[part] for part in parts if part]

    def add(self, kind: str, numbers: list[int], chunks: list[int], strings: Sequence[str]) -> None:
        """Add a record whose text is these chunks."""
        to = self._kinds[kind]
        to.numbers.fromlist(numbers)
        to.chunks.fromlist(chunks)
        to.strings.fromlist([self._numbers[string] for string in strings])
        to.counts.extend((len(numbers), len(chunks), len(strings)))

    def finish(self) -> tuple[dict[str, Array], dict[str, Iterator[Batch]]]:
        """The columns of the table of codes, and the encoded records of each kind."""
        counts = np.zeros(len(self._numbers), np.int64)
        tables = {kind: pending.pieces.table() for kind, pending in self._kinds.items()}
        for kind, pending in self._kinds.items():
            counts += tables[kind].id_counts(np.frombuffer(pending.chunks, np.int32), len(counts))
            counts += np.bincount(np.frombuffer(pending.strings, np.uint32), minlength=len(counts))
        order = by_frequency(counts)
        pieces = list(self._numbers)
        columns = code_columns([pieces[at].encode() for at in order.tolist()])
        ranks = inverse(order)
        return columns, {kind: _records(pending, tables[kind], ranks) for kind, pending in self._kinds.items()}


def _records(gathered: _PendingRecords, table: ChunkTable, ranks: Ints) -> Iterator[Batch]:
    """The records as bytes, their pieces numbered by rank."""
    numbers, strings = np.frombuffer(gathered.numbers, np.uint32), ranks[np.frombuffer(gathered.strings, np.uint32)]
    chunks = np.frombuffer(gathered.chunks, np.int32)
    counts = np.frombuffer(gathered.counts, np.uint32).astype(np.int64).reshape(-1, 3)
    starts = [starts_of(counts[:, column]) for column in range(3)]
    for first in range(0, len(counts), _BATCH):
        own = counts[first : first + _BATCH]
        a, b, c = (slice(int(bounds[first]), int(bounds[first + len(own)])) for bounds in starts)
        pieces = np.diff(starts_of(table.counts[chunks[b]])[starts_of(own[:, 1])])
        yield encode_records(
            *_interleaved(
                (own[:, 0], np.ones(len(own), np.int64)),
                (own[:, 2], np.ones(len(own), np.int64)),
                (numbers[a], own[:, 0]),
                (ranks[table.ids_of(chunks[b])], pieces),
                (strings[c], own[:, 2]),
            )
        )


def _interleaved(*parts: tuple[Array, Ints]) -> tuple[Ints, Ints]:
    """Interleaves parts: row i is run i of each part in turn. Returns all rows end to end, and their lengths."""
    lengths = np.sum([counts for _, counts in parts], axis=0)
    values = np.empty(int(lengths.sum()), np.int64)
    at = starts_of(lengths)[:-1]
    for content, counts in parts:
        values[ranges(at, counts)] = content
        at = at + counts
    return values, lengths


def code_columns(encoded: Sequence[bytes]) -> dict[str, Array]:
    """The columns that hold the pieces, in UTF-8, in the order of their numbers."""
    lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
    starts = starts_of(lengths)
    return {
        "code_text": np.frombuffer(b"".join(encoded), np.uint8),
        "code_lengths": narrow(lengths),
        "code_starts": np.append(starts[:-1:GROUP], starts[-1]),
    }


# --- reading ---------------------------------------------------------------------------------------------------------


class Record(NamedTuple):
    """A decoded record.

    The `pieces` of its text are, end to end, a space and the text; `codes` are their codes as characters, of the table `word_codes`.
    """

    numbers: list[int]
    text: str
    strings: list[str]
    pieces: list[str]
    codes: Sequence[str]
    word_codes: WordCodes


class WordCodes:
    """The table of codes of a segment: code to piece, each read when it is first needed.

    `codes` has for each term the codes, as characters, of the pieces with that term, of all pieces read so far;
    `ambiguous` are the codes of pieces that have several terms, alone or with their neighbours. Codes from CACHED on are
    in neither.
    """

    CACHED: Final = 1 << 18
    """Pieces that are cached, the most frequent ones: some 40 MB when all were read."""
    _FIRST_RARE: Final = chr(CACHED)
    _FEW: Final = 2048
    """Pieces read one by one, each with its neighbours' lengths, before it pays to know where all of them start."""

    def __init__(self, file: ArrayFile, analyzer: Analyzer) -> None:
        self._file = file
        self._analyzer = analyzer
        self.count = len(file["code_lengths"])
        file.array("code_starts", np.int64, length=-(-self.count // GROUP) + 1)
        self._table: list[str | None] = [None] * self.count
        self._read_singly = 0
        self._unplaced: list[int] = []
        self._placing = Lock()
        self.codes: dict[str, str] = {}
        self.ambiguous: set[str] = set()

    def __getitem__(self, row: int) -> str:
        """The piece of a code. Raises IndexError when there is none."""
        return self._table[row] or self._read(row)

    def all(self, numbers: Iterable[int]) -> list[str | None]:
        """The pieces of these codes, None for those not read before. Raises IndexError for a code that has none."""
        return list(map(self._table.__getitem__, numbers))

    def find_terms(self, words: Record, terms: Sequence[str]) -> list[int] | None:
        """The indexes of the pieces of a record that have these terms; None when only analysing its text can tell."""
        if self._unplaced:
            self._place_terms()
        codes = words.codes
        if self.ambiguous and not self.ambiguous.isdisjoint(codes):
            return None
        rows: list[int] = []
        for code in (code for term in terms for code in self.codes.get(term, ())):
            at = -1
            for _ in range(codes.count(code)):
                at = codes.index(code, at + 1)
                rows.append(at)
        if self.count > self.CACHED:
            for at, code in enumerate(codes):
                if code >= self._FIRST_RARE:
                    term = term_of(words.pieces[at], self._analyzer)
                    if term is None or _MAY_JOIN.match(words.pieces[at]):
                        return None
                    if term in terms:
                        rows.append(at)
        return rows

    def _read(self, row: int) -> str:
        start, end = self._bounds_of(row)
        piece = self._file.verified_bytes("code_text", start, end).decode("utf-8", "replace")
        if row < self.CACHED:
            self._unplaced.append(row)
            self._table[row] = piece  # last, so that no other thread finds terms without its own
        return piece

    def _bounds_of(self, row: int) -> tuple[int, int]:
        """The bytes of a piece. Raises IndexError when there is none."""
        if self._read_singly >= self._FEW:
            starts = self._starts
            return starts[row].item(), starts[row + 1].item()
        self._read_singly += 1
        group = row // GROUP
        start, end = self._file.verified("code_starts", group, group + 2).tolist()
        lengths = self._file.verified("code_lengths", group * GROUP, min((group + 1) * GROUP, self.count)).tolist()
        if start + sum(lengths) != end:
            raise self._unfit(group)
        at = start + sum(lengths[: row - group * GROUP])
        return at, at + lengths[row - group * GROUP]

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        """Where each piece starts, and where the last one ends."""
        lengths = self._file.verified("code_lengths")
        starts = np.append(0, np.cumsum(lengths, dtype=np.int64))
        unfit = np.flatnonzero(np.append(starts[:-1:GROUP], starts[-1]) != self._file.verified("code_starts"))
        if len(unfit):
            raise self._unfit(max(0, int(unfit[0]) - 1))
        return starts

    def _unfit(self, group: int) -> IndexCorrupt:
        return self._file.corrupt(f"its pieces from {group * GROUP:,} on do not fit together")

    def _place_terms(self) -> None:
        """Note the terms of the pieces that were read since: only those who look for terms need them."""
        with self._placing:
            rows = self._unplaced[:]
            for row in rows:
                piece, code = self._table[row] or "", _code(row)
                term = term_of(piece, self._analyzer)
                if term is None or _MAY_JOIN.match(piece):
                    self.ambiguous.add(code)
                elif term:
                    self.codes[term] = self.codes.get(term, "") + code
            del self._unplaced[: len(rows)]  # last: until then other threads wait for these terms

    def encoded(self) -> Iterator[bytes]:
        """All pieces as they are stored, in UTF-8, in the order of their numbers."""
        content = self._file.verified_bytes("code_text", 0, len(self._file["code_text"]))
        ends = np.cumsum(self._file.verified("code_lengths"), dtype=np.int64).tolist()
        return map(content.__getitem__, map(slice, [0, *ends], ends))

    @cached_property
    def longest(self) -> int:
        """Bytes of the longest piece."""
        return int(self._file.verified("code_lengths").max(initial=0))


_MAY_JOIN: Final = regex(r" ?(?:\d\d\d(?!\w)|US(?!\w))")
"""Pieces that may have an extra term in a text: see `analysis.has_extra_terms`."""


@lru_cache(1 << 16)
def term_of(piece: str, analyzer: Analyzer) -> str | None:
    """The term of a piece; "" when it has no word, None when it is more than one word or has several terms."""
    parts = analysis.surfaces(piece.removeprefix(" "))
    if len(parts) == 1:
        return ""
    return analyzer.only_term(parts[1]) if len(parts) == 3 and not parts[0] and not parts[2] else None


def _number(code: str) -> int:
    return ord(code) if len(code) == 1 else (ord(code[0]) - WIDE << 16) + ord(code[1])


def _code(row: int) -> str:
    return chr(row) if row < WIDE else chr(WIDE + (row >> 16)) + chr(row & 0xFFFF)


class RecordDecoder:
    """Decodes the records of one kind. Raises IndexCorrupt for one that no encoder wrote."""

    def __init__(self, file: ArrayFile, name: str, pieces: WordCodes) -> None:
        self.records = RecordReader(file, name)
        self._file, self._name, self._word_codes = file, name, pieces

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, row: int) -> Record:
        """The record of a row; IndexError when there is none."""
        content = self.records[row]
        try:
            return self._parted(content)
        except (ValueError, IndexError, TypeError) as error:
            raise self._file.corrupt(f"record {row:,} of its {self._name} cannot be decoded") from error

    def without_text(self, row: int) -> Record:
        """The record of a row with its numbers and strings alone; IndexError when there is none."""
        content = self.records[row]
        try:
            return self._parted(content, textless=True)
        except (ValueError, IndexError, TypeError) as error:
            raise self._file.corrupt(f"record {row:,} of its {self._name} cannot be decoded") from error

    def _parted(self, content: bytes, *, textless: bool = False) -> Record:
        text = content.decode("utf-8", "surrogatepass")
        wide = _LEAD in content
        codes: Sequence[str] = _PAIRED.findall(text) if wide else text
        value_of = _number if wide else ord
        begin, after = 2 + value_of(codes[0]), len(codes) - value_of(codes[1])
        if begin > after:
            raise ValueError(begin)
        table = self._word_codes
        own = codes[begin:begin] if textless else codes[begin:after]
        if len(own) > self._most:
            self._check_size(list(map(value_of, own)))
        pieces: list[str] = table.all(map(value_of, own))  # type: ignore[assignment]
        try:
            text = "".join(pieces)
        except TypeError:  # a piece that was not read before
            pieces = [piece or table[value_of(code)] for piece, code in zip(pieces, own, strict=True)]
            text = "".join(pieces)
        strings = [table[value_of(code)] for code in codes[after:]] if after < len(codes) else []
        return Record(list(map(value_of, codes[2:begin])), text[1:], strings, pieces, own, table)

    @cached_property
    def _most(self) -> int:
        """Pieces of a text that cannot be larger than the largest record."""
        return LARGEST // max(self._word_codes.longest, 1)

    def _check_size(self, numbers: Sequence[int]) -> None:
        """Raise ValueError when the text of these pieces is larger than the largest record."""
        lengths = self._file.verified("code_lengths")
        if int(lengths[np.array(numbers)].sum(dtype=np.int64)) > LARGEST:
            raise ValueError(len(numbers))


# --- merging ---------------------------------------------------------------------------------------------------------


class MergeInput(NamedTuple):
    """One segment to be merged: its codes, and for each kind its records and which of them to keep, bool[n]."""

    pieces: WordCodes
    records: dict[str, tuple[RecordReader, NDArray[np.bool_]]]


def merge_records(parts: Sequence[MergeInput]) -> tuple[dict[str, Array], dict[str, Iterator[Batch]]]:
    """The columns of one table of codes for all kept records, and these records in the new codes.

    Raises ValueError or IndexError for invalid records.
    """
    union: defaultdict[bytes, int] = growing_vocabulary()
    maps = [np.fromiter(map(union.__getitem__, part.pieces.encoded()), np.int64, part.pieces.count) for part in parts]
    counts = np.zeros(len(union), np.int64)
    for part, new in zip(parts, maps, strict=True):
        for kind in part.records:
            for values, lengths in _kept(part, kind):
                counts += np.bincount(new[values[code_offsets(values, lengths)]], minlength=len(union))
    order = by_frequency(counts)[: int((counts > 0).sum())]
    rank = inverse(order, len(union))
    pieces = list(union)
    kinds = parts[0].records
    columns = code_columns([pieces[at] for at in order.tolist()])
    return columns, {kind: _renumbered(parts, [rank[new] for new in maps], kind) for kind in kinds}


def _renumbered(parts: Sequence[MergeInput], maps: Sequence[Ints], kind: str) -> Iterator[Batch]:
    for part, new in zip(parts, maps, strict=True):
        for values, counts in _kept(part, kind):
            offsets = code_offsets(values, counts)
            values[offsets] = new[values[offsets]]
            yield encode_records(values, counts)


def _kept(part: MergeInput, kind: str) -> Iterator[tuple[Ints, Ints]]:
    """The numbers of the kept records, a batch at a time."""
    reader, keep = part.records[kind]
    first = 0
    for batch in reader.batches(_BATCH):
        values, counts = decode_records(batch)
        kept = keep[first : first + len(counts)]
        first += len(counts)
        yield (values, counts) if kept.all() else (values[np.repeat(kept, counts)], counts[kept])


# --- terms by rank ---------------------------------------------------------------------------------------------------


def by_frequency(counts: Ints) -> Ints:
    """The order of these counts, the greatest first, equal ones as they come: int64[n]."""
    order: Ints = np.argsort(-counts, kind="stable")
    return order


def inverse(order: Ints, size: int | None = None) -> Ints:
    """The inverse permutation: the ordinal of each number in `order`, -1 for those below `size` that are not in it."""
    ordinals: Ints = np.full(len(order) if size is None else size, -1, np.int64)
    ordinals[order] = np.arange(len(order))
    return ordinals


def encode_ranks(rows: Ints, ranks: Ints, count: int) -> tuple[Ints, Ints]:
    """Delta-codes ranks: for each of `count` rows its ranks, ascending, as differences less one, and how many it has.

    `rows` and `ranks` are parallel, in any order.
    """
    bits = int(ranks.max(initial=1)).bit_length()
    codes = rows << bits
    codes |= ranks
    codes.sort()
    upto = np.searchsorted(codes, np.arange(count + 1, dtype=np.int64) << bits)
    codes &= (1 << bits) - 1
    values = np.diff(codes, prepend=0) - 1
    firsts = upto[:-1][np.diff(upto) > 0]
    values[firsts] = codes[firsts]
    return values, np.diff(upto)


def decode_ranks(values: Ints, counts: Ints) -> Ints:
    """The inverse of `encode_ranks`."""
    upto = np.cumsum(values + 1)
    firsts = starts_of(counts)[:-1][counts > 0]
    before = np.where(firsts > 0, upto[firsts - 1], 0)
    ranks: Ints = upto - np.repeat(before, counts[counts > 0]) - 1
    return ranks
