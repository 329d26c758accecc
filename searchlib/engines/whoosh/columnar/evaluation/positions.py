"""Finds the positions of words, phrases and proximities in a segment's passages, as `matching.intervals`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchlib.array_operations import ranges
from searchlib.engines.whoosh.columnar.evaluation import patterns
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.matching import deadline, intervals
from searchlib.matching.intervals import Intervals, Positions
from searchlib.query.nodes import AtLeast, Fuzzy, Near, Node, Or, Phrase, Together, Wildcard, Word
from searchlib.ranking import variant
from searchlib.ranking.impacts import derive
from searchlib.ranking.postings import EMPTY, Matches
from searchlib.ranking.postings import Segment as RankedSegment


def find_intervals(segment: Segment, field: str, node: Node) -> Intervals:
    """The minimal intervals in `field` that match a scored leaf, or an Or of such. Raises OutOfTime."""
    deadline.check()
    if isinstance(node, Word | Phrase):
        return _phrase(segment, field, node.text, node.slop if isinstance(node, Phrase) else 0)
    if isinstance(node, Wildcard | Fuzzy):
        return _single(_keys(segment, _expanded(segment, field, node)))
    if isinstance(node, AtLeast):
        return intervals.often(find_intervals(segment, field, node.word), node.count)
    if isinstance(node, Near):
        return intervals.near_by(
            find_intervals(segment, field, node.left), find_intervals(segment, field, node.right), node
        )
    if isinstance(node, Together):
        return intervals.together(
            find_intervals(segment, field, node.left),
            find_intervals(segment, field, node.right),
            sentence_positions(segment) if node.unit == "sentence" and field == "text" else None,  # a title is one
        )
    if isinstance(node, Or):
        return intervals.minimal([find_intervals(segment, field, operand) for operand in node.nodes])
    raise TypeError(f"{type(node).__name__} has no positions in a text")


def matches(segment: Segment, field: str, node: Node) -> Matches:
    """The passages where the node matches in `field`, and how many minimal intervals each has. Raises OutOfTime."""
    deadline.check()
    if isinstance(node, Wildcard | Fuzzy):
        union: Matches = variant().union(segment.dictionary.postings, _expanded(segment, field, node))
        return union
    if isinstance(node, Phrase):
        return _phrase_matches(segment, field, node.text, node.slop)
    minimal = find_intervals(segment, field, node)
    documents, counts = np.unique((minimal.firsts >> 32).astype(np.int32), return_counts=True)
    return Matches(documents, counts.astype(np.int32))


def words_of(node: Node) -> list[str]:
    """The words and phrases under a leaf, as typed."""
    if isinstance(node, Word | Phrase | Fuzzy):
        return [node.text]
    if isinstance(node, Near | Together):
        return words_of(node.left) + words_of(node.right)
    if isinstance(node, Or):
        return words_of(node.nodes[0])
    return [node.word.text] if isinstance(node, AtLeast) else []


def term_intervals(segment: Segment, field: str, terms: Sequence[str]) -> Intervals:
    """The positions of any of these terms."""
    return _single(_keys(segment, [row for row in segment.dictionary.find_all(field, terms) if row >= 0]))


def _single(keys: Positions) -> Intervals:
    return Intervals(keys, keys)


def _expanded(segment: Segment, field: str, node: Wildcard | Fuzzy) -> list[int]:
    terms = patterns.expansions(segment, field, node)
    return [row for row in segment.dictionary.find_all(field, [term.decode() for term in terms]) if row >= 0]


def _keys(segment: Segment, terms: Sequence[int]) -> Positions:
    """All positions of these terms, ascending."""
    if not terms:
        return np.empty(0, np.int64)
    union = variant().union(segment.dictionary.postings, terms, with_positions=True)
    segment.checked(union.documents, segment.passages)
    keys: Positions = np.repeat(union.documents.astype(np.int64) << 32, union.frequencies)
    keys |= union.positions
    return keys


def _phrase_matches(segment: Segment, field: str, text: str, slop: int) -> Matches:
    """A phrase, found by ranking on the terms' lists; words with several terms become derived lists."""
    words = segment.analyzer.query_terms(text)
    list_ids: list[int] = []
    unions: list[Matches] = []
    for word in words:
        terms = [row for row in segment.dictionary.find_all(field, word.terms) if row >= 0]
        if not terms:
            return Matches(np.empty(0, np.int32), np.empty(0, np.int32))
        if len(terms) == 1:
            list_ids.append(terms[0])
        else:
            unions.append(variant().union(segment.dictionary.postings, terms, with_positions=True))
            list_ids.append(~(len(unions) - 1))
    if not list_ids:
        return Matches(np.empty(0, np.int32), np.empty(0, np.int32))
    extra = EMPTY
    if unions:
        ranked = RankedSegment(segment.dictionary.postings, segment.lengths, np.empty((2, 0)))
        extra = derive(ranked, unions, [0 if field == "text" else 1] * len(unions))
    near: Matches = variant().near(segment.dictionary.postings, list_ids, slack=slop, ordered=True, extra=extra)
    return near


def _phrase(segment: Segment, field: str, text: str, slop: int) -> Intervals:
    """The words one after the other, with at most `slop` other positions between them, counted together."""
    words = segment.analyzer.query_terms(text)
    if not words:
        return intervals.none()
    positions: dict[tuple[str, ...], Positions] = {}
    for word in words:
        if word.terms not in positions:
            deadline.check()
            positions[word.terms] = term_intervals(segment, field, word.terms).firsts
    return intervals.chained([positions[word.terms] for word in words], slop)


def sentence_positions(segment: Segment) -> Positions:
    """The first position of every sentence of the segment, ascending."""
    bounds = segment.offsets("passage_sentences", 0, segment.passages + 1, "sentence_starts")
    counts = np.diff(bounds)
    passages = np.repeat(np.arange(segment.passages, dtype=np.int64), counts)
    starts = segment.column("sentence_starts")[ranges(bounds[:-1], counts)]
    return passages << 32 | starts.astype(np.int64)
