"""The rows that later commits deleted: a segment file never changes, a second file lists its deleted rows."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from searchlib.array_types import Array, Mask
from searchlib.engines.whoosh.columnar.segments.columns import CheckedColumns
from searchlib.engines.whoosh.columnar.segments.counts import SegmentCounts
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile


class Deletions:
    """The deleted rows of a segment; `file` is the deletions file, or None when nothing was deleted."""

    def __init__(self, columns: CheckedColumns, counts: SegmentCounts, file: ArrayFile | None) -> None:
        self.file = file
        self._columns = columns
        self._counts = counts

    @cached_property
    def alive(self) -> Mask | None:
        """Which passages are not deleted, bool[P]; None when none is."""
        if self.file is None or not len(self.file["passages"]):
            return None
        alive = np.ones(self._counts.passages, np.bool_)
        alive[self._columns.checked(self.file.verified("passages"), self._counts.passages)] = False
        return alive

    @cached_property
    def alive_documents(self) -> Mask:
        """Which documents are not deleted, bool[D]."""
        alive = np.ones(self._counts.documents, np.bool_)
        if self.file is not None:
            alive[self._columns.checked(self.file.verified("documents"), self._counts.documents)] = False
        return alive

    @cached_property
    def living(self) -> dict[str, int]:
        """Counts without deleted rows: passages, documents, and the tokens of text and title."""
        passages, documents, tokens = self._counts.passages, self._counts.documents, self._counts.tokens
        if self.file is None:
            return {"passages": passages, "documents": documents, **tokens}
        try:
            lost = {name: int(self.file.attributes["tokens"][name]) for name in tokens}
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise self.file.corrupt("its counts are invalid") from error
        return {
            "passages": passages - len(self.file["passages"]),
            "documents": documents - len(self.file["documents"]),
            **{name: count - max(lost[name], 0) for name, count in tokens.items()},
        }

    @cached_property
    def _lost_terms(self) -> Array:
        """The terms that lost postings, ascending."""
        assert self.file is not None, "nothing was deleted"
        return self.file.verified("terms")

    def lost_postings(self, term: int) -> int:
        """How many postings the term in row `term` lost."""
        if self.file is None:
            return 0
        terms = self._lost_terms
        at = int(np.searchsorted(terms, term))
        return int(self.file.verified("counts", at, at + 1)[0]) if at < len(terms) and terms[at] == term else 0
