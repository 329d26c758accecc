"""The text and the context of a stored passage, out of what the segment stores: nothing is analysed anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np

from searchlib import analysis
from searchlib.analysis import Tokens
from searchlib.engines.whoosh.columnar.evaluation.filters import Filters
from searchlib.engines.whoosh.columnar.evaluation.term_filters import SpeakerRows
from searchlib.engines.whoosh.columnar.segments.integrity import translate_corruption
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.segments.word_codes import Record, term_of
from searchlib.matching.passage_text import PassageText, Spans
from searchlib.matching.stored import Stored
from searchlib.models import Passage
from searchlib.query.nodes import Name


@translate_corruption
class StoredText(PassageText):
    """The text of a passage of a segment, taken apart into words when it was stored; `words` has them."""

    def __init__(self, passage: Passage, words: Record, segment: Segment, row: int) -> None:
        super().__init__(passage.text, segment.analyzer, base=passage.start)
        self._words = words
        self._segment = segment
        self._row = row
        self._ends: list[int] = []

    def read_segments(self) -> Sequence[Segment]:
        """Segments that this object reads: checked again when a method raises an unexpected error."""
        return (self._segment,)

    @cached_property
    def tokens(self) -> Tokens:
        """The terms of the text with their positions and characters, from its stored words where they are plain."""
        terms = [term_of(piece, self.analyzer) for piece in self._words.pieces]
        if None in terms or analysis.has_extra_terms(self.text):
            return self.analyzer.analyze(self.text)
        tokens = Tokens()
        for at, term in enumerate(terms):
            if term:
                tokens.append(term, len(tokens), *self._span(at))
        return tokens

    @cached_property
    def sentences(self) -> Sequence[int]:
        """The positions at which sentences begin, ascending."""
        bounds = self._segment.offsets("passage_sentences", self._row, self._row + 2, "sentence_starts").tolist()
        starts: list[int] = self._segment.column("sentence_starts")[bounds[0] : bounds[1]].tolist()
        return starts

    def spans_of(self, terms: Sequence[str]) -> Spans:
        """The characters of the words that have one of these terms."""
        places = self._words.word_codes.find_terms(self._words, terms)
        if places is None:
            return super().spans_of(terms)
        spans = [self._span(at) for at in places]
        return [(self.base + start, self.base + end) for start, end in spans]

    def _span(self, at: int) -> tuple[int, int]:
        """The characters of the stored word `at`, from the beginning of the text."""
        pieces = self._words.pieces
        piece = pieces[at]
        if at and piece[0] == " " and not self._ends and self.text.count(piece) == 1:
            start = self.text.index(piece)
            return start + 1, start + len(piece)
        if not self._ends:
            self._ends = list(accumulate(map(len, pieces), initial=-1))[1:]
        return self._ends[at] - len(piece) + (piece[0] == " "), self._ends[at]


@translate_corruption
class StoredContext:
    """The speakers of a passage's statements, and the passages that hold more of its statements."""

    def __init__(
        self,
        segment: Segment,
        row: int,
        passage: Passage,
        speaker_rows: SpeakerRows,
        neighbours: Callable[[], Sequence[Stored]],
    ) -> None:
        self._segment = segment
        self._row = row
        self._statements = len(passage.statements)
        self._speaker_rows = speaker_rows
        self._neighbours = neighbours

    def read_segments(self) -> Sequence[Segment]:
        """Segments that this object reads: checked again when a method raises an unexpected error."""
        return (self._segment,)

    def attributed(self, leaf: Name) -> list[int]:
        """The statements that a `speaker:` or `role:` filter finds, as places in the passage's `statements`."""
        statements = self._said_by(leaf.text) if leaf.field == "speaker" else self._in_role(leaf)
        if statements and statements[-1] >= self._statements:
            raise self._segment.file.corrupt("a passage of it has statements that are not stored")
        return statements

    def _said_by(self, name: str) -> list[int]:
        """The passage's part of the rows that a name finds in the segment: views ask thousands of passages for one name."""
        rows = self._speaker_rows(name)
        start, end = self._segment.mentions.row_range("statement", self._row)
        bounds = np.array((start, end), rows.dtype)  # of another type, all rows would be converted
        first, last = rows.searchsorted(bounds).tolist()
        statements: list[int] = (rows[first:last] - start).tolist()
        return statements

    def _in_role(self, leaf: Name) -> list[int]:
        filters = Filters(self._segment, None, self._speaker_rows, among=np.array([self._row]))
        statements: list[int] = filters.rows(leaf).rows.tolist()
        return statements

    def neighbours(self) -> Sequence[Stored]:
        """The passages of the document that hold a statement of this one."""
        return self._neighbours()
