"""Leaf of Whoosh's matcher trees over arrays, and the weighting that gives it our scores.

A leaf reads 128 postings at a time into Python lists and scores a whole block in one array operation; so it knows the
best score of each block exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh import formats, scoring
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.query.spans import Span

from searchlib.engines.whoosh.columnar.evaluation.statistics import ROWS, Statistics
from searchlib.engines.whoosh.interface.vocabulary import PassageMatches, PositionRuns
from searchlib.ranking import bm25
from searchlib.ranking.postings import BLOCK

_NO_QUALITY: Final = 0.0
"""The quality of an exhausted matcher: Whoosh asks for it."""


class Shares(scoring.BaseScorer):
    """BM25 of one list: `weight` with the norms of all lengths. Equal to the last bit to the shares of searchlib's own searches."""

    def __init__(self, searcher: Any, fieldname: str, weight: float, norms: NDArray[np.float64]) -> None:
        self._searcher = searcher
        self._fieldname = fieldname
        self._weight = weight
        self._norms = norms

    def supports_block_quality(self) -> bool:
        """Yes: a leaf knows its blocks' best scores."""
        return True

    def shares(self, lengths: NDArray[Any], frequencies: NDArray[Any]) -> NDArray[np.float64]:
        """The scores of passages of these lengths that hold the term with these frequencies."""
        return bm25.share(self._weight, frequencies.astype(np.float64), self._norms.take(lengths))

    def score(self, matcher: Any) -> float:
        """The score of the matcher's current passage."""
        length = self._searcher.doc_field_length(matcher.id(), self._fieldname)
        return float(self.shares(np.array([length]), np.array([matcher.weight()]))[0])

    def max_quality(self) -> float:
        """A bound on any score: tf / (tf + K) is below 1."""
        return self._weight

    def block_quality(self, matcher: Any) -> float:
        """A bound on the scores of the matcher's block."""
        if not matcher.is_active():
            return _NO_QUALITY
        length, weight = matcher.block_min_length(), matcher.block_max_weight()
        return float(self.shares(np.array([length]), np.array([weight]))[0])


class Constant(scoring.BaseScorer):
    """The same score for every match: 0 for filters."""

    def __init__(self, score: float) -> None:
        self._score = score

    def supports_block_quality(self) -> bool:
        """No: a block of quality 0 would be skipped with its matches."""
        return False

    def score(self, matcher: Any) -> float:  # noqa: ARG002 - Whoosh's protocol
        """The score."""
        return self._score

    def max_quality(self) -> float:
        """The score."""
        return self._score

    def block_quality(self, matcher: Any) -> float:  # noqa: ARG002 - Whoosh's protocol
        """The score."""
        return self._score


class Lucene(scoring.WeightingModel):
    """The scores of the array plan: Lucene's idf, exact lengths, counts of the living over all segments."""

    def idf(self, searcher: Any, fieldname: str, text: Any) -> float:
        """Lucene's idf in a scored field, 0 in any other."""
        statistics: Statistics = searcher.reader().statistics
        return statistics.idf(fieldname, _text(text)) if fieldname in ROWS else 0.0

    def scorer(self, searcher: Any, fieldname: str, text: Any, qf: float = 1) -> scoring.BaseScorer:
        """The scorer of one term."""
        if fieldname not in ROWS:
            return Constant(0.0)
        return self.shares(searcher, fieldname, self.idf(searcher, fieldname, text) * qf)

    def shares(self, searcher: Any, fieldname: str, idf: float) -> Shares:
        """The scorer of a list of this idf: of a term, or of a phrase."""
        statistics: Statistics = searcher.reader().statistics
        return Shares(searcher, fieldname, statistics.boost(fieldname) * idf, statistics.norms[ROWS[fieldname]])


def _text(term: Any) -> str:
    return term.decode("utf-8", "replace") if isinstance(term, bytes) else str(term)


class PassageMatcher(LeafMatcher):
    """Passages that hold a term, a phrase, or any of several terms.

    `lengths` are those of the field by passage, None when it has none; `width` is how many words one occurrence has.
    """

    def __init__(
        self,
        matches: PassageMatches,
        format_: formats.Format,
        *,
        scorer: scoring.BaseScorer | None = None,
        term: tuple[str, bytes] | None = None,
        lengths: NDArray[Any] | None = None,
        width: int = 1,
    ) -> None:
        self.format = format_
        self.scorer = scorer
        self._term = term
        self._matches = matches
        self._lengths = lengths
        self._width = width
        self._load(0)

    def _load(self, start: int) -> None:
        """Go to posting `start` and read its block."""
        self._base = start - start % BLOCK
        block = slice(self._base, self._base + BLOCK)
        self._passages = self._matches.passages[block]
        self._frequencies = self._matches.frequencies[block]
        self._ids: list[int] = self._passages.tolist()
        self._scores: list[float] | None = None
        self._at = start - self._base

    # --- moving ------------------------------------------------------------------------------------------------

    def is_active(self) -> bool:
        """Whether there is a current passage."""
        return self._at < len(self._ids)

    def reset(self) -> None:
        """Go back to the first passage."""
        self._load(0)

    def copy(self) -> PassageMatcher:
        """Another matcher on the same passage."""
        other = PassageMatcher(
            self._matches, self.format, scorer=self.scorer, term=self._term, lengths=self._lengths, width=self._width
        )
        other._load(self._base + self._at)
        return other

    def id(self) -> int:
        """The current passage."""
        return self._ids[self._at]

    def all_ids(self) -> Iterator[int]:
        """The current passage and all after it."""
        return iter(self._matches.passages[self._base + self._at :].tolist())

    def next(self) -> bool:
        """Go to the next passage; True when it is in another block."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        if self._at == len(self._ids):
            self._load(self._base + self._at)
            return True
        return False

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh's name
        """Go to the first passage that is not before `id`."""
        if not self.is_active():
            raise ReadTooFar
        if id > self.id():
            self._load(int(np.searchsorted(self._matches.passages, id)))

    def skip_to_quality(self, minquality: float) -> int:
        """Skip the blocks that have no better score than this; returns how many."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._load(self._base + BLOCK)
            skipped += 1
        return skipped

    # --- current passage --------------------------------------------------------------------------------------

    def weight(self) -> float:
        """How often the passage has the term."""
        return float(self._frequencies[self._at])

    def score(self) -> float:
        """The passage's score."""
        if isinstance(self.scorer, Shares):
            return self._block_scores()[self._at]
        return self.weight() if self.scorer is None else self.scorer.score(self)

    def _block_scores(self) -> list[float]:
        if self._scores is None:
            assert isinstance(self.scorer, Shares)
            assert self._lengths is not None
            self._scores = self.scorer.shares(self._lengths[self._passages], self._frequencies).tolist()
        return self._scores

    @cached_property
    def _position_runs(self) -> PositionRuns | None:
        return None if self._matches.positions is None else self._matches.positions()

    def _positions(self) -> list[int]:
        if self._position_runs is None:
            return []
        at = self._base + self._at
        runs = self._position_runs
        positions: list[int] = runs.positions[runs.starts[at] : runs.ends[at]].tolist()
        return positions

    def value(self) -> bytes:
        """The posting's value in the field's format."""
        value: bytes = self.format.encode(self._positions())
        return value

    def value_as(self, astype: str) -> Any:
        """The value decoded, without having been encoded."""
        if astype == "positions" and self.supports("positions"):
            return self._positions()
        return int(self.weight()) if astype == "frequency" else super().value_as(astype)

    def spans(self) -> list[Span]:
        """The positions of the occurrences in the passage."""
        if not self.supports("positions"):
            raise ValueError(f"{self._term} has no positions.")
        return [Span(position, position + self._width - 1) for position in self._positions()]

    # --- quality -----------------------------------------------------------------------------------------------

    def supports_block_quality(self) -> bool:
        """Whether blocks have a quality."""
        return self.scorer is not None and self.scorer.supports_block_quality()

    def max_quality(self) -> float:
        """A bound on all scores."""
        return self.scorer.max_quality() if self.is_active() and self.scorer is not None else _NO_QUALITY

    def block_quality(self) -> float:
        """The best score of the block, from its first posting on."""
        if not self.is_active() or self.scorer is None:
            return _NO_QUALITY
        return max(self._block_scores()) if isinstance(self.scorer, Shares) else self.scorer.block_quality(self)

    def block_min_length(self) -> int:
        """The shortest length in the block."""
        return 1 if self._lengths is None or not self._ids else int(self._lengths[self._passages].min())

    def block_max_length(self) -> int:
        """The greatest length in the block."""
        return 1 if self._lengths is None or not self._ids else int(self._lengths[self._passages].max())

    def block_max_weight(self) -> float:
        """The greatest frequency in the block."""
        return float(self._frequencies.max()) if self._ids else 0.0
