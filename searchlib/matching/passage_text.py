"""Words, phrases and proximities in one text: at which positions a scored leaf matches, and at which characters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np

from searchlib.analysis import Analyzer, Tokens
from searchlib.matching import deadline, intervals, term_patterns
from searchlib.matching.intervals import Intervals, Positions
from searchlib.query.nodes import (
    AtLeast,
    Fuzzy,
    Near,
    Node,
    Or,
    Phrase,
    Together,
    Wildcard,
    Word,
    children,
)

Spans = list[tuple[int, int]]
"""Characters of the document: (start, end), the end exclusive."""

FARTHEST = 1 << 31
"""A position behind all positions of a text."""


class PassageText:
    """One text, analysed when that is needed. `base` is the offset of its first character in the document.

    An engine that stores the words of a text hands in a subclass that knows `tokens`, `sentences` and `spans_of`.
    """

    def __init__(self, text: str, analyzer: Analyzer, *, base: int = 0) -> None:
        self.text = text
        self.analyzer = analyzer
        self.base = base

    @cached_property
    def tokens(self) -> Tokens:
        """The terms of the text with their positions and characters."""
        return self.analyzer.analyze(self.text)

    @cached_property
    def sentences(self) -> Sequence[int]:
        """The positions at which sentences begin, ascending."""
        from searchlib.sentences import sentence_bounds  # queries for one sentence alone

        tokens = self.tokens
        firsts = (bisect_left(tokens.starts, start) for start, _ in sentence_bounds(self.text))
        return [tokens.positions[at] for at in firsts if at < len(tokens)]

    def spans_of(self, terms: Sequence[str]) -> Spans:
        """The characters of the words that have one of these terms."""
        return list(self._spans_where(terms.__contains__, 0, FARTHEST, whole=False))

    def holds(self, terms: Sequence[str], first: int, last: int) -> bool:
        """Whether a word between two positions, both inclusive, has one of these terms."""
        tokens = self.tokens
        return any(
            first <= at <= last and term in terms for term, at in zip(tokens.terms, tokens.positions, strict=True)
        )

    def positions_within(self, start: int, end: int) -> tuple[int, int] | None:
        """The first and the last position of the words that begin between two characters of the text; None: no word."""
        tokens = self.tokens
        positions = [at for at, first in zip(tokens.positions, tokens.starts, strict=True) if start <= first < end]
        return (positions[0], positions[-1]) if positions else None

    def intervals(self, node: Node) -> Intervals:
        """The minimal intervals of positions that match a scored leaf, or an Or of such. Raises OutOfTime."""
        deadline.check()
        if isinstance(node, Word | Phrase):
            words = [self._positions(set(word.terms).__contains__) for word in self.analyzer.query_terms(node.text)]
            return intervals.chained(words, node.slop if isinstance(node, Phrase) else 0) if words else intervals.none()
        if isinstance(node, Wildcard | Fuzzy):
            positions = self._positions(self._test(node))
            return Intervals(positions, positions)
        if isinstance(node, AtLeast):
            return intervals.often(self.intervals(node.word), node.count)
        if isinstance(node, Near):
            return intervals.near_by(self.intervals(node.left), self.intervals(node.right), node)
        if isinstance(node, Together):
            starts = np.array(self.sentences, np.int64) if node.unit == "sentence" else None
            return intervals.together(self.intervals(node.left), self.intervals(node.right), starts)
        return intervals.minimal([self.intervals(child) for child in children(node)])

    def spans(self, node: Node, first: int = 0, last: int = FARTHEST) -> Spans:
        """The characters by which a scored leaf matches between two positions, both inclusive. Raises OutOfTime.

        Empty when it does not match there. A phrase is one span; of a proximity each side is.
        """
        deadline.check()
        if isinstance(node, AtLeast):
            return self.spans(node.word, first, last) if self.within(node, first, last) else []
        if isinstance(node, Or):
            return [span for child in node.nodes for span in self.spans(child, first, last)]
        if isinstance(node, Word | Phrase):
            words = self.analyzer.query_terms(node.text)
            if len(words) == 1:  # most leaves of most queries: no interval to look for
                if first == 0 and last == FARTHEST:
                    return self.spans_of(words[0].terms)
                return list(self._spans_where(words[0].terms.__contains__, first, last, whole=False))
        matched = self.within(node, first, last)
        if isinstance(node, Near | Together):
            wider = matched if isinstance(node, Near) else [self._unit_around(node, low) for low, _ in matched]
            sides = (node.left, node.right)
            return [span for low, high in wider for side in sides for span in self.spans(side, low, high)]
        if isinstance(node, Word | Phrase):
            terms = {term for word in self.analyzer.query_terms(node.text) for term in word.terms}
            whole = not (isinstance(node, Phrase) and node.slop)
            return [
                span for interval in matched for span in self._spans_where(terms.__contains__, *interval, whole=whole)
            ]
        if isinstance(node, Wildcard | Fuzzy):
            test = self._test(node)
            return [span for interval in matched for span in self._spans_where(test, *interval, whole=True)]
        return []

    def spans_of_parts(self, node: Word) -> Spans:
        """The spans of each part of a word of several parts: side by side with others, `long-range` counts as two words."""
        return self.spans_of(
            tuple({term: None for word in self.analyzer.query_terms(node.text) for term in word.terms})
        )

    def within(self, node: Node, first: int, last: int) -> Spans:
        """The intervals of positions that match a scored leaf between two positions, both inclusive."""
        matched = self.intervals(node)
        pairs = zip(matched.firsts.tolist(), matched.lasts.tolist(), strict=True)
        return [(low, high) for low, high in pairs if first <= low and high <= last]

    def _unit_around(self, node: Together, first: int) -> tuple[int, int]:
        """The positions of the sentence, or the passage, in which an interval lies that begins at `first`."""
        if node.unit == "passage" or not len(self.sentences):
            return 0, FARTHEST
        ordinal = bisect_right(self.sentences, first)
        begin = self.sentences[ordinal - 1] if ordinal else 0
        return begin, self.sentences[ordinal] - 1 if ordinal < len(self.sentences) else FARTHEST

    def _positions(self, test: Callable[[str], bool]) -> Positions:
        positions = [at for term, at in zip(self.tokens.terms, self.tokens.positions, strict=True) if test(term)]
        return np.array(sorted(set(positions)), np.int64)  # np.unique would import numpy.ma into every search

    def _test(self, node: Wildcard | Fuzzy) -> Callable[[str], bool]:
        if isinstance(node, Wildcard):
            return term_patterns.pattern_matcher(node.pattern, self.analyzer)
        terms = list(dict.fromkeys(self.tokens.terms))
        target = term_patterns.fuzzy_target(node.text, self.analyzer)
        edits = term_patterns.edit_distances(target, [term.encode() for term in terms])
        return {term for term, count in zip(terms, edits.tolist(), strict=True) if count <= node.distance}.__contains__

    def _spans_where(
        self, test: Callable[[str], bool], first: int, last: int, *, whole: bool
    ) -> Iterator[tuple[int, int]]:
        """The characters of the words that pass the test; of a `whole` interval one span from the first to the last."""
        tokens = self.tokens
        spans = [
            (self.base + start, self.base + end)
            for term, at, start, end in zip(tokens.terms, tokens.positions, tokens.starts, tokens.ends, strict=True)
            if first <= at <= last and test(term)
        ]
        if whole and spans:
            yield spans[0][0], max(end for _, end in spans)
        else:
            yield from spans
