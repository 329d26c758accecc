"""A segment as it is read: holds its parts, and answers questions that need two of them.

Nothing is loaded at opening. Every number from the file is checked before it is used as an index.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searchlib.analysis import ENGLISH, Analyzer, analyzer_in
from searchlib.array_operations import ranges
from searchlib.array_types import Array, Rows
from searchlib.engines.whoosh.columnar.segments.column_checks import columns_fit, deletions_fit
from searchlib.engines.whoosh.columnar.segments.columns import CheckedColumns
from searchlib.engines.whoosh.columnar.segments.counts import read_counts
from searchlib.engines.whoosh.columnar.segments.deletions import Deletions
from searchlib.engines.whoosh.columnar.segments.dictionary import Dictionary
from searchlib.engines.whoosh.columnar.segments.mention_tables import MentionTables, Strings
from searchlib.engines.whoosh.columnar.segments.stored_records import StoredRecords
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile
from searchlib.engines.whoosh.columnar.store.commits import Manifest, Snapshot, stored_roots
from searchlib.engines.whoosh.columnar.store.layout import TERM_FIELDS, fingerprint
from searchlib.errors import ArgumentError, IndexCorrupt, IndexVersion

_SPACES: Final = {spec.name: spec.space for spec in TERM_FIELDS}


class Segment:
    """One segment of a snapshot, read from `file` and, if later commits deleted from it, its `deletions` file.

    `dictionary` finds terms and postings, `mentions` and `strings` read the tables, `records` decodes what is stored,
    `deletions` knows which rows are gone. Rows count deleted ones. `analyzer` made its terms.
    """

    def __init__(self, file: ArrayFile, deletions: ArrayFile | None = None, analyzer: Analyzer = ENGLISH) -> None:
        self.file = file
        self.analyzer = analyzer
        self.name = file.path.stem
        self.counts = read_counts(file)
        self.passages, self.documents = self.counts.passages, self.counts.documents
        self.columns = CheckedColumns(file)
        self.column, self.offsets, self.checked = self.columns.column, self.columns.offsets, self.columns.checked
        self.dictionary = Dictionary(self.columns, self.counts)
        self.strings = Strings(self.columns)
        self.mentions = MentionTables(self.columns, self.counts, self.strings)
        self.records = StoredRecords(file, self.counts, self.dictionary, analyzer)
        self.deletions = Deletions(self.columns, self.counts, deletions)
        self._check_sizes()

    def _check_sizes(self) -> None:
        """Raise IndexCorrupt unless the arrays' lengths agree: then a row below a table's size is in all its columns."""
        ranges_of = self.counts.fields.values()
        starts, ends = [start for start, _ in ranges_of], [end for _, end in ranges_of]
        ordered = starts == [0, *ends[:-1]] and all(start <= end for start, end in ranges_of)
        if not ordered or not columns_fit(self.file, self.counts):
            raise self.file.corrupt("its arrays do not fit together")
        deletions = self.deletions.file
        if deletions is not None and not deletions_fit(deletions, self.passages):
            raise deletions.corrupt("its arrays do not fit together")
        if min(self.deletions.living.values()) < 0:
            raise self.file.corrupt("more of it is deleted than it has")

    def verify(self) -> None:
        """Compare every byte with its checksum. Raises IndexCorrupt for the first that differs."""
        for file in (self.file, self.deletions.file):
            altered = [] if file is None else file.verify()
            if altered:
                raise IndexCorrupt(altered[0])

    def df(self, term: int) -> int:
        """In how many living rows the term in row `term` occurs."""
        return self.dictionary.posting_count(term) - self.deletions.lost_postings(term)

    def space_size(self, field: str) -> int:
        """How many rows the space of `field` has: the table that its postings point into."""
        space = _SPACES[field]
        if space == "passages":
            return self.passages
        if space == "documents":
            return self.documents
        if space == "speakers":
            return len(self.file["speaker_document"])
        return len(self.file["statement_passage" if space == "statements" else "quantity_passage"])

    @cached_property
    def lengths(self) -> Array:
        """Exact lengths in tokens, [2, P]: of text, of title."""
        return self.file.verified("lengths").reshape(2, self.passages)

    @cached_property
    def passage_document(self) -> Array:
        """The document of every passage, int32[P]."""
        return self.column("passage_document")

    @cached_property
    def document_passages(self) -> Array:
        """The first passage of every document, int32[D + 1]."""
        return self.column("document_passages")

    def passages_of(self, documents: NDArray[np.integer[Any]]) -> Rows:
        """The passages of these ascending documents, ascending."""
        firsts = self.file.rows("document_passages", documents)
        afters = self.file.rows("document_passages", documents + 1)
        counts = afters - firsts
        if len(counts):
            impossible = int(counts.min()) < 0 or int(counts.sum(dtype=np.int64)) > self.passages
            if impossible or not 0 <= int(firsts.min()) <= int(afters.max()) <= self.passages:
                raise self.file.corrupt("its documents have passages that are not there")
        return ranges(firsts, counts).astype(np.int32)


def term_losses(segment: Segment, passages: Rows) -> tuple[Rows, Rows]:
    """The word terms of these passages, and in how many of them each occurs: what its df loses when they are deleted."""
    terms, counts = segment.records.term_counts(passages)
    return terms.astype(np.int32), counts.astype(np.int32)


def refuse_foreign(manifest: Manifest, folder: Path) -> None:
    """Raise IndexVersion when the index was written with other fields, columns or another analysis than ours."""
    if manifest.segments and manifest.fingerprint != fingerprint():
        raise IndexVersion(
            f"The index in {folder} was written by another version of searchlib, with other fields or another analysis.",
            roots=stored_roots(manifest.state, folder),
        )


def segments_of(snapshot: Snapshot) -> list[Segment]:
    """The segments of an opened index."""
    segments = []
    analyzer = stored_analyzer(snapshot.manifest.state)
    for entry in snapshot.manifest.segments:
        deletions = snapshot[entry.files[1].name] if len(entry.files) > 1 else None
        segments.append(Segment(snapshot[entry.files[0].name], deletions, analyzer))
    return segments


def stored_analyzer(state: Mapping[str, Any]) -> Analyzer:
    """The analyser of the words of an index with this state. Raises IndexCorrupt."""
    try:
        return analyzer_in(state)
    except ArgumentError as error:
        raise IndexCorrupt(f"The settings of analysis in the index are malformed: {error.message}") from error
