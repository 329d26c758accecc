"""The term dictionary of a segment and its inverted files: terms are found by bisection, postings by the term's row.

A term is named by its row in the dictionary, which is sorted by field, then by UTF-8 bytes. The terms of word fields
come first; their postings are packed in blocks. Postings of all other fields are plain rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from searchlib.array_types import Ints, Rows
from searchlib.engines.whoosh.columnar.segments.columns import CheckedColumns
from searchlib.engines.whoosh.columnar.segments.counts import SegmentCounts
from searchlib.engines.whoosh.columnar.segments.word_codes import by_frequency
from searchlib.engines.whoosh.columnar.store.layout import KEYED
from searchlib.ranking.packing import blocks_of, documents_of
from searchlib.ranking.postings import BLOCK, Postings

_CACHED_TERMS: Final = 1 << 16
"""Terms whose rows are remembered."""


class Dictionary:
    """Terms and postings of a segment, deleted rows included.

    `fields` maps a field to its first term and the one after its last; `words` is the number of word terms.
    """

    def __init__(self, columns: CheckedColumns, counts: SegmentCounts) -> None:
        self._columns = columns
        self._file = columns.file
        self._cached: dict[tuple[str, str], int] = {}
        self.fields = counts.fields
        self.words = counts.words
        self._row_starts = self._file.cells("row_starts")
        self._term_blocks = self._file.cells("term_blocks")
        self._term_tails = self._file.cells("term_tails")
        self._block_starts = self._file.cells("block_starts")

    # --- terms -------------------------------------------------------------------------------------------------

    def find(self, field: str, term: str) -> int:
        """The row of `term` in `field`; -1 when the segment does not have it."""
        known = self._cached.get((field, term))
        return self.find_all(field, [term])[0] if known is None else known

    def find_all(self, field: str, terms: Sequence[str]) -> list[int]:
        """The rows of several terms of one field (-1: absent), by one vectorised bisection of their first bytes."""
        missing = [term for term in dict.fromkeys(terms) if (field, term) not in self._cached]
        if missing:
            if len(self._cached) > _CACHED_TERMS:
                self._cached.clear()
                missing = list(dict.fromkeys(terms))
            first, last = self.fields[field]
            encoded = [term.encode("utf-8", "replace") for term in missing]
            wanted = np.frombuffer(b"".join(term[:8].ljust(8, b"\0") for term in encoded), ">u8").astype(np.uint64)
            base = -(-first // KEYED)
            keys = self._file.verified("term_keys", base, -(-last // KEYED))
            lows = np.searchsorted(keys, wanted, "left").tolist()
            highs = np.searchsorted(keys, wanted, "right").tolist()
            for term, text, low, high in zip(missing, encoded, lows, highs, strict=True):
                # from the last keyed term that is before it, to the first that is after it
                start = max((base + low - 1) * KEYED, first) if low else first
                row = self._find_between(text, start, min((base + high) * KEYED, last))
                if 0 <= row < self.words:
                    self.check_postings(row)
                self._cached[field, term] = row
        return [self._cached[field, term] for term in terms]

    def _find_between(self, term: bytes, low: int, high: int) -> int:
        """The row of `term` among rows `low` to `high` (exclusive); -1 when it is not there."""
        while high - low > 2 * KEYED:  # many words with the same beginning
            middle = (low + high) // 2
            low, high = (middle, high) if self.term(middle) <= term else (low, middle)
        starts = self._file.verified("term_starts", low, high + 1).tolist()
        content, base = self._file.verified_bytes("term_text", starts[0], starts[-1]), starts[0]
        terms = [content[start - base : end - base] for start, end in pairwise(starts)]
        return low + terms.index(term) if term in terms else -1

    def term(self, row: int) -> bytes:
        """The bytes of the term in `row`."""
        return self._columns.encoded("term", row)

    def terms(self, field: str, first: str = "", after: str | None = None) -> Iterator[tuple[int, bytes]]:
        """Rows and bytes of the terms of `field` from `first` on, in order, up to but without `after`."""
        row, last = self.fields[field]
        row = self.lower_bound(field, first.encode("utf-8", "replace"))
        if after is not None:
            last = self.lower_bound(field, after.encode("utf-8", "replace"))
        if row >= last:
            return
        starts = self._file.verified("term_starts", row, last + 1).tolist()
        content = self._file.verified_bytes("term_text", starts[0], starts[-1])
        base = starts[0]
        for at in range(len(starts) - 1):
            yield row + at, content[starts[at] - base : starts[at + 1] - base]

    def texts(self, field: str) -> Iterator[bytes]:
        """The bytes of all terms of `field`, in order."""
        row, last = self.fields[field]
        if row >= last:
            return iter(())
        starts = self._file.verified("term_starts", row, last + 1)
        content = self._file.verified_bytes("term_text", int(starts[0]), int(starts[-1]))
        edges = (starts - starts[0]).tolist()
        return map(content.__getitem__, map(slice, edges, edges[1:]))

    def lower_bound(self, field: str, term: bytes) -> int:
        """The row of the first term of `field` that is not less than `term`; the one after the last when all are less."""
        low, high = self.fields[field]
        while low < high:
            middle = (low + high) // 2
            if self.term(middle) < term:
                low = middle + 1
            else:
                high = middle
        return low

    # --- postings ----------------------------------------------------------------------------------------------

    def posting_count(self, term: int) -> int:
        """How many postings the term in row `term` has, deleted ones included."""
        words = self.words
        if term >= words:
            start, end = self._row_starts(term - words, term - words + 2)
            return end - start
        first, after = self._term_blocks(term, term + 2)
        return BLOCK * (after - first - 1) + self._term_tails(term, term + 1)[0]

    def posting_counts(self, first: int, after: int) -> Ints:
        """How many postings each of the terms `first` to `after` (exclusive) of one field has, int64[after - first]."""
        if first >= self.words:
            return np.diff(self._columns.offsets("row_starts", first - self.words, after - self.words + 1, "rows"))
        blocks = self._columns.offsets("term_blocks", first, after + 1, "block_last")
        tails: Ints = self._file.verified("term_tails", first, after).astype(np.int64)
        return BLOCK * (np.diff(blocks) - 1) + tails

    def rows(self, term: int) -> Rows:
        """The rows of the term's space (passages, statements, ...) that hold it, ascending, deleted ones included."""
        if term < self.words:
            self.check_postings(term)
            return documents_of(self.postings, blocks_of(self.postings, [term]))
        return self.rows_of(term, term + 1)

    def rows_of(self, first: int, after: int) -> Rows:
        """The rows of the terms `first` to `after` (exclusive), none of them words, one term after the other."""
        starts = self._row_starts
        start, end = (
            starts(first - self.words, first - self.words + 1)[0],
            starts(after - self.words, after - self.words + 1)[0],
        )
        return self._file.verified("rows", start, end)

    def check_postings(self, term: int) -> None:
        """Compare all bytes that ranking may read for a word with their checksums; IndexCorrupt for the first that differs.

        Its blocks follow each other, and so do their packed bytes and the competitive pairs of its full blocks.
        """
        check = self._file.check
        first, after = self._term_blocks(term, term + 2)
        for name in ("block_last", "block_widths", "block_starts"):
            check(name, first, after)
        self._term_tails(term, term + 1)
        ends = self._block_starts
        check(
            "postings",
            ends(first, first + 1)[0],
            ends(after, after + 1)[0] if after < len(ends) else len(self._file["postings"]),
        )
        if after > first + 1:
            pairs = self._file.verified("pair_starts", first - term, after - term).tolist()
            check("pair_frequencies", pairs[0], pairs[-1])
            check("pair_lengths", pairs[0], pairs[-1])

    @cached_property
    def postings(self) -> Postings:
        """The inverted file of all word fields, as ranking reads it."""
        file = self._file
        return Postings(
            term_blocks=file["term_blocks"],
            term_tails=file["term_tails"],
            block_last=file["block_last"],
            block_starts=file["block_starts"],
            block_widths=file["block_widths"],
            packed=file["postings"],
            pair_starts=file["pair_starts"],
            pair_frequencies=file["pair_frequencies"],
            pair_lengths=file["pair_lengths"],
        )

    @cached_property
    def by_frequency(self) -> Ints:
        """The rows of the word terms, those with most postings first: the ranks that forward records hold."""
        return by_frequency(self.posting_counts(0, self.words))
