"""Collection statistics for BM25: exact counts over all segments, without deleted passages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from searchlib.analysis import ENGLISH, Analyzer
from searchlib.engines.whoosh.columnar.segments.integrity import translate_corruption
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.commits import Manifest
from searchlib.errors import ArgumentError, IndexCorrupt
from searchlib.fields import BY_NAME
from searchlib.ranking import bm25
from searchlib.ranking.parameters import RankingParameters, parameters_of

ROWS: Final = {"text": 0, "title": 1, "title.rest": 1}
"""Which row of lengths and norms a word field has."""


@translate_corruption
class Statistics:
    """Counts of living passages and documents, average lengths, document frequencies.

    A word of the text is counted in passages, a word of the title in documents: a title stands in each passage of its
    document, but was written once. `parameters` are those of the index.
    """

    def __init__(self, segments: Sequence[Segment], parameters: RankingParameters | None = None) -> None:
        self._segments = segments
        self._parameters = parameters or RankingParameters()
        self.analyzer: Analyzer = segments[0].analyzer if segments else ENGLISH
        self._df: dict[tuple[str, str], int] = {}
        self.passages = sum(segment.deletions.living["passages"] for segment in segments)
        self.documents = sum(segment.deletions.living["documents"] for segment in segments)
        self.tokens = {name: sum(segment.deletions.living[name] for segment in segments) for name in ("text", "title")}

    def read_segments(self) -> Sequence[Segment]:
        """Segments that this object reads: checked again when a method raises an unexpected error."""
        return self._segments

    def size(self, field: str) -> int:
        """N: how many texts of this field there are."""
        return self.passages if field == "text" else self.documents

    def average(self, field: str) -> float:
        """The mean length of the field, in tokens."""
        name = "text" if field == "text" else "title"
        size = self.size(field)
        return self.tokens[name] / size if size else 0.0

    def df(self, field: str, term: str) -> int:
        """How many living texts of the field hold the term."""
        field = "text" if field == "text" else "title"
        known = self._df.get((field, term))
        if known is None:
            rows = ((segment, segment.dictionary.find(field, term)) for segment in self._segments)
            known = sum(segment.df(row) for segment, row in rows if row >= 0)
            self._df[field, term] = known
        return known

    def idf(self, field: str, term: str) -> float:
        """Lucene's idf of the term in the field."""
        return bm25.idf(self.size(field), min(self.df(field, term), self.size(field)))

    def boost(self, field: str) -> float:
        """How much a word in this field weighs."""
        return BY_NAME["text"].boost if field == "text" else self._parameters.title_weight

    @cached_property
    def norms(self) -> NDArray[np.float64]:
        """K(length) for both word fields, float64[2, longest + 1]: one table for all segments."""
        k1, b, _ = self._parameters
        longest = max((int(segment.lengths.max()) for segment in self._segments if segment.passages), default=0)
        return np.stack([bm25.norms(self.average(field), longest, k1=k1, b=b) for field in ("text", "title")])


def stored_parameters(manifest: Manifest) -> RankingParameters:
    """The parameters of ranking that an index sets. Raises IndexCorrupt."""
    try:
        return parameters_of(manifest.state)
    except ArgumentError as error:
        raise IndexCorrupt(f"The parameters of ranking in the index are malformed: {error.message}") from error
