"""Collection statistics for BM25: exact counts over all segments, without deleted passages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from searchlib.engines.whoosh.columnar.segments.integrity import translate_corruption
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.fields import BY_NAME
from searchlib.ranking import bm25

ROWS: Final = {"text": 0, "title": 1, "title.rest": 1}
"""Which row of lengths and norms a word field has."""


@translate_corruption
class Statistics:
    """Counts of living passages and documents, average lengths, document frequencies.

    A word of the text is counted in passages, a word of the title in documents: a title stands in each passage of its
    document, but was written once. `k1` and `b` are BM25's.
    """

    def __init__(self, segments: Sequence[Segment], *, k1: float = bm25.K1, b: float = bm25.B) -> None:
        self._segments = segments
        self._k1, self._b = k1, b
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

    @staticmethod
    def boost(field: str) -> float:
        """The field's boost in the table of fields."""
        return BY_NAME["text" if field == "text" else "title"].boost

    @cached_property
    def norms(self) -> NDArray[np.float64]:
        """K(length) for both word fields, float64[2, longest + 1]: one table for all segments."""
        longest = max((int(segment.lengths.max()) for segment in self._segments if segment.passages), default=0)
        return np.stack(
            [bm25.norms(self.average(field), longest, k1=self._k1, b=self._b) for field in ("text", "title")]
        )
