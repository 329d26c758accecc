"""Where in a segment's passages words, phrases and proximities stand, as intervals of positions.

A place is one int64: the passage in the high half, the token position in the low one. What a node matches is a set of
minimal intervals - a first and a last place each, none inside another, both ascending - after Clarke, Cormack and
Burkowski ("An algebra for structured text search and a framework for its implementation", 1995): so near, pre, same
sentence and `said(...)` are all searches in two sorted arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchlib import analysis
from searchlib.engines.whoosh.columnar.evaluation import deadline, patterns
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.runs import ranges
from searchlib.query.nodes import AtLeast, Fuzzy, Near, Node, Or, Phrase, Together, Wildcard, Word
from searchlib.ranking import variant
from searchlib.ranking.impacts import derive
from searchlib.ranking.postings import EMPTY, Matches
from searchlib.ranking.postings import Segment as RankedSegment

Places = NDArray[np.int64]
NOWHERE: Final = np.iinfo(np.int64).max


class Intervals(NamedTuple):
    """First and last place of each interval; both arrays ascend."""

    firsts: Places
    lasts: Places


def none() -> Intervals:
    """No interval."""
    return Intervals(np.empty(0, np.int64), np.empty(0, np.int64))


def intervals(segment: Segment, field: str, node: Node) -> Intervals:
    """The minimal intervals in `field` that match a scored leaf, or an Or of such. Raises OutOfTime."""
    deadline.check()
    if isinstance(node, Word | Phrase):
        return _phrase(segment, field, node.text, node.slop if isinstance(node, Phrase) else 0)
    if isinstance(node, Wildcard | Fuzzy):
        return _single(_keys(segment, _expanded(segment, field, node)))
    if isinstance(node, AtLeast):
        return often(intervals(segment, field, node.word), node.count)
    if isinstance(node, Near):
        return near_by(intervals(segment, field, node.left), intervals(segment, field, node.right), node)
    if isinstance(node, Together):
        return together(
            intervals(segment, field, node.left),
            intervals(segment, field, node.right),
            sentence_places(segment) if node.unit == "sentence" and field == "text" else None,  # a title is one
        )
    if isinstance(node, Or):
        return minimal([intervals(segment, field, each) for each in node.nodes])
    raise TypeError(f"{type(node).__name__} stands nowhere in a text")


def matches(segment: Segment, field: str, node: Node) -> Matches:
    """The passages where the node matches in `field`, and how many minimal intervals each has. Raises OutOfTime."""
    deadline.check()
    if isinstance(node, Wildcard | Fuzzy):
        union: Matches = variant().union(segment.dictionary.postings, _expanded(segment, field, node))
        return union
    if isinstance(node, Phrase):
        return _phrase_matches(segment, field, node.text, node.slop)
    found = intervals(segment, field, node)
    documents, counts = np.unique((found.firsts >> 32).astype(np.int32), return_counts=True)
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
    """The places of any of these terms."""
    return _single(_keys(segment, [number for number in segment.dictionary.find_all(field, terms) if number >= 0]))


def minimal(parts: Sequence[Intervals]) -> Intervals:
    """The union of several sets of intervals, without those that hold another."""
    firsts = np.concatenate([np.empty(0, np.int64), *[part.firsts for part in parts]])
    lasts = np.concatenate([np.empty(0, np.int64), *[part.lasts for part in parts]])
    if not len(firsts):
        return none()
    order = np.lexsort((-firsts, lasts))  # by last place; among equal ones the shortest comes first
    firsts, lasts = firsts[order], lasts[order]
    latest = np.maximum.accumulate(firsts)
    kept = np.append(True, (latest[1:] > latest[:-1]) & (lasts[1:] > lasts[:-1]))
    return Intervals(firsts[kept], lasts[kept])


def _single(keys: Places) -> Intervals:
    return Intervals(keys, keys)


def _expanded(segment: Segment, field: str, node: Wildcard | Fuzzy) -> list[int]:
    terms = patterns.expansions(segment, field, node)
    return [number for number in segment.dictionary.find_all(field, [term.decode() for term in terms]) if number >= 0]


def _keys(segment: Segment, numbers: Sequence[int]) -> Places:
    """All places of these terms, ascending."""
    if not numbers:
        return np.empty(0, np.int64)
    found = variant().union(segment.dictionary.postings, numbers, places=True)
    segment.checked(found.documents, segment.passages)
    keys: Places = np.repeat(found.documents.astype(np.int64) << 32, found.frequencies)
    keys |= found.positions
    return keys


def _phrase_matches(segment: Segment, field: str, text: str, slop: int) -> Matches:
    """The phrase by ranking's own way over the term lists; words with several terms become lists of their own."""
    words = analysis.query_terms(text)
    numbers: list[int] = []
    unions: list[Matches] = []
    for word in words:
        found = [number for number in segment.dictionary.find_all(field, word.terms) if number >= 0]
        if not found:
            return Matches(np.empty(0, np.int32), np.empty(0, np.int32))
        if len(found) == 1:
            numbers.append(found[0])
        else:
            unions.append(variant().union(segment.dictionary.postings, found, places=True))
            numbers.append(~(len(unions) - 1))
    if not numbers:
        return Matches(np.empty(0, np.int32), np.empty(0, np.int32))
    extra = EMPTY
    if unions:
        ranked = RankedSegment(segment.dictionary.postings, segment.lengths, np.empty((2, 0)))
        extra = derive(ranked, unions, [0 if field == "text" else 1] * len(unions))
    near: Matches = variant().near(segment.dictionary.postings, numbers, slack=slop, ordered=True, extra=extra)
    return near


def _phrase(segment: Segment, field: str, text: str, slop: int) -> Intervals:
    """The words one after the other, with at most `slop` other places between them, counted together."""
    words = analysis.query_terms(text)
    if not words:
        return none()
    found: dict[tuple[str, ...], Places] = {}
    for word in words:
        if word.terms not in found:
            deadline.check()
            found[word.terms] = term_intervals(segment, field, word.terms).firsts
    return chained([found[word.terms] for word in words], slop)


def chained(words: Sequence[Places], slop: int) -> Intervals:
    """Intervals that hold a place of each word, one after the other, with at most `slop` others between them all."""
    firsts = lasts = words[0]
    for after in words[1:]:
        deadline.check()
        lasts = np.append(after, NOWHERE)[np.searchsorted(after, lasts, side="right")]
    close = (firsts >> 32 == lasts >> 32) & (lasts - firsts - (len(words) - 1) <= slop)
    return minimal([Intervals(firsts[close], lasts[close])])


def often(found: Intervals, count: int) -> Intervals:
    """`count` intervals in one passage, one after the other, as one."""
    if len(found.firsts) < count:
        return none()
    firsts, lasts = found.firsts[: len(found.firsts) - count + 1], found.lasts[count - 1 :]
    same = firsts >> 32 == lasts >> 32
    return Intervals(firsts[same], lasts[same])


def near_by(left: Intervals, right: Intervals, node: Near) -> Intervals:
    """An interval of each side in one passage, at most `distance` words from the end of one to the start of the other."""
    found = [_before(left, right, node.distance)]
    if not node.ordered:
        found.append(_before(right, left, node.distance))
    return minimal(found)


def _before(left: Intervals, right: Intervals, distance: int) -> Intervals:
    """For each left interval the first right one that begins behind its end, when it is near enough."""
    at = np.searchsorted(right.firsts, left.lasts, side="right")
    here = at < len(right.firsts)
    firsts, ends, at = left.firsts[here], left.lasts[here], at[here]
    near = (right.firsts[at] - ends <= distance) & (right.firsts[at] >> 32 == ends >> 32)
    return Intervals(firsts[near], right.lasts[at][near])


def together(left: Intervals, right: Intervals, starts: Places | None) -> Intervals:
    """The shortest stretch that holds one of each side, in one passage, and of the sentences that begin at `starts`."""
    found = minimal([_joined(left, right), _joined(right, left)])
    if starts is None:
        return found
    same = np.searchsorted(starts, found.firsts, "right") == np.searchsorted(starts, found.lasts, "right")
    return Intervals(found.firsts[same], found.lasts[same])


def _joined(left: Intervals, right: Intervals) -> Intervals:
    """For each left interval the stretch from its start to the end of the first right one that ends with it or later."""
    at = np.searchsorted(right.lasts, left.lasts, side="left")
    here = at < len(right.lasts)
    firsts, at = left.firsts[here], at[here]
    firsts = np.minimum(firsts, right.firsts[at])
    lasts = right.lasts[at]
    same = firsts >> 32 == lasts >> 32
    return Intervals(firsts[same], lasts[same])


def sentence_places(segment: Segment) -> Places:
    """The first place of every sentence of the segment, ascending."""
    bounds = segment.offsets("passage_sentences", 0, segment.passages + 1, "sentence_starts")
    counts = np.diff(bounds)
    passages = np.repeat(np.arange(segment.passages, dtype=np.int64), counts)
    starts = segment.column("sentence_starts")[ranges(bounds[:-1], counts)]
    return passages << 32 | starts.astype(np.int64)


def inside(found: Intervals, firsts: Places, lasts: Places) -> NDArray[np.bool_]:
    """For each stretch (its first and last place): whether an interval lies wholly inside it."""
    at = np.searchsorted(found.firsts, firsts, side="left")
    ends = np.append(found.lasts, NOWHERE)[at]
    held: NDArray[np.bool_] = ends <= lasts
    return held
