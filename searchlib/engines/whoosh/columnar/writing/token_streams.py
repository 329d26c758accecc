"""Collects the tokens of one field while a segment is built: texts are added one by one, tokens returned as flat arrays.

Until `tokens` is called a text is kept as its chunks, each analysed once in a segment (see token_cache.py): that costs a
fifth of analysing every text.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchlib import analysis
from searchlib.analysis import Analyzer
from searchlib.array_operations import growing_vocabulary, starts_of
from searchlib.array_types import Ints
from searchlib.engines.whoosh.columnar.segments.token_cache import TokenCache

_LONGEST_SPLIT: Final = 1 << 14
"""Characters of the longest text taken by chunks: a look-up of an offset counts chunks from the beginning."""


class TokenOffsets:
    """Token positions of one text by character offset; offsets may lie outside the text."""

    def __init__(self, positions: Sequence[int], starts: Sequence[int]) -> None:
        self._positions, self._starts = positions, starts

    def position(self, offset: int) -> int | None:
        """The position of the first token that starts at `offset` or behind it; None when there is none."""
        token = self._before(offset)
        return self._positions[token] if token < len(self._positions) else None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Positions of the first and last token that start in `start` to `end`; (1, 0) when none does."""
        first, after = self._before(start), self._before(end)
        return (self._positions[first], self._positions[after - 1]) if after > first else (1, 0)

    def _before(self, offset: int) -> int:
        """How many tokens start before `offset`."""
        return bisect_left(self._starts, offset)


class _ChunkedOffsets(TokenOffsets):
    """The same from counts of tokens a chunk: only a chunk that an offset cuts in two is analysed.

    `upto` has the number of tokens before each chunk of the text, and last of all tokens.
    """

    def __init__(self, text: str, upto: Sequence[int], analyzer: Analyzer) -> None:
        self._positions = range(upto[-1])
        self._text, self._upto, self._analyzer = text, upto, analyzer

    def _before(self, offset: int) -> int:
        if offset <= 0:
            return 0
        if offset > len(self._text):
            return self._upto[-1]
        at = self._text.count(" ", 0, offset)
        begin = self._text.rfind(" ", 0, offset) + 1
        if begin == offset:
            return self._upto[at]
        chunk = self._text[begin:].partition(" ")[0]
        return self._upto[at] + bisect_left(_starts(chunk, self._analyzer), offset - begin)


@lru_cache(1 << 14)
def _starts(chunk: str, analyzer: Analyzer) -> Sequence[int]:
    """The character offsets of a chunk's terms."""
    return analyzer.analyze(chunk, capitals=False).starts


class Tokens(NamedTuple):
    """All tokens, text by text: the term and the position of each, and how many every text has."""

    ids: NDArray[np.int32]
    positions: NDArray[np.int32]
    counts: Ints


class FieldTokens:
    """The tokens of one field, text by text; `lengths` has each text's length in positions, `count` is the number of tokens."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self.chunks = TokenCache()
        self.vocabulary = growing_vocabulary()
        self.lengths = array("i")
        self.count = 0
        self._terms = self.chunks.track(self._read)
        self._taken = array("i")
        self._counts = array("i")
        self._irregular: dict[int, Sequence[int]] = {}

    def _read(self, chunk: str, word: str) -> Sequence[int]:
        """The terms of a chunk; `word` is its `plain_word`."""
        known = self.chunks.get(word) if word and word != chunk else None
        if known is not None:
            return self._terms[known]  # of "soldiers," those of "soldiers"
        return [self.vocabulary[term] for term in self._analyzer.terms_between_spaces(word or chunk)]

    def add(self, text: str) -> tuple[TokenOffsets, list[int]]:
        """Add a text; returns the offsets of its tokens, and its chunks."""
        chunks = self.chunks.split(text)
        if len(text) > _LONGEST_SPLIT or analysis.has_extra_terms(text):
            return self._add_exactly(text), chunks
        upto = list(accumulate(map(self._terms.counts.__getitem__, chunks), initial=0))
        self._taken.fromlist(chunks)
        self._add_positions(range(upto[-1]))
        return _ChunkedOffsets(text, upto, self._analyzer), chunks

    def _add_exactly(self, text: str) -> TokenOffsets:
        terms, positions, starts = self._analyzer.term_stream(text)
        self._taken.append(self.chunks.add_ids(self._terms, [self.vocabulary[term] for term in terms]))
        if not isinstance(positions, range):
            self._irregular[len(self._counts)] = array("i", positions)
        self._add_positions(positions)
        return TokenOffsets(positions, starts)

    def _add_positions(self, positions: Sequence[int]) -> None:
        self.count += len(positions)
        self._counts.append(len(positions))
        self.lengths.append(positions[-1] + 1 if positions else 0)

    def tokens(self) -> Tokens:
        """The tokens of all texts added."""
        ids = self._terms.table().ids_of(np.frombuffer(self._taken, np.int32))
        counts = np.array(self._counts, np.int64)
        starts = starts_of(counts)
        positions = np.arange(len(ids), dtype=np.int32)
        positions -= np.repeat(starts[:-1].astype(np.int32), counts)
        for text, own in self._irregular.items():
            positions[starts[text] : starts[text + 1]] = own
        return Tokens(ids, positions, counts)
