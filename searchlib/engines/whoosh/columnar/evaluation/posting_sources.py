"""Turns scored leaves of a query into clauses: the posting lists that a leaf reads, and the weight of each.

A word is searched in the text and in the title: each is a list with its own weight. A phrase, a pattern, a fuzzy word or
a proximity has no list in the index: one is derived in each segment and then read like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from searchlib.engines.whoosh.columnar.evaluation import positions
from searchlib.engines.whoosh.columnar.evaluation.statistics import Statistics
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.query.nodes import AtLeast, Fuzzy, Near, Phrase, Scored, Together, Wildcard, Word, leaf_field
from searchlib.ranking import bm25, variant
from searchlib.ranking.postings import Matches

Deriving = Callable[[Segment], Matches]

FIELDS: Final = {None: ("text", "title", "title.rest"), "text": ("text",), "title": ("title", "title.rest")}
"""The dictionary's fields that a leaf of each field reads."""


@dataclass(frozen=True)
class PostingSource:
    """One posting list of a clause: that of `term` in `field`, or the one that `derive` makes for a segment.

    `label` names it in an explanation and orders the shares of a score. A list whose `retrieves` is false adds to the
    score of passages that another list retrieves, and retrieves none itself.
    """

    field: str
    label: str
    weight: float
    idf: float
    retrieves: bool = True
    term: str = ""
    derive: Deriving | None = None


@dataclass(frozen=True, eq=False)
class Clause:
    """The lists of one leaf, as alternatives: a passage holds the clause when it is in a list that retrieves."""

    sources: tuple[PostingSource, ...]

    @cached_property
    def derived(self) -> bool:
        """Whether one of its lists has to be derived for the query."""
        return any(source.derive is not None for source in self.sources)

    @cached_property
    def score_only(self) -> tuple[PostingSource, ...]:
        """Its title lists that only score: those of the passages after a document's first."""
        return tuple(source for source in self.sources if source.field == "title.rest" and not source.retrieves)

    @property
    def label(self) -> str:
        """The first list's label: clauses are ordered by it."""
        return self.sources[0].label if self.sources else ""


def word_clauses(statistics: Statistics, node: Word, *, count: int = 1) -> list[Clause]:
    """A clause for each word that the analysis finds in the node's text: none for a lone sign, two for `long-range`."""
    words = statistics.analyzer.query_terms(node.text)
    return [term_clause(statistics, word.terms, node.field, node.boost * count) for word in words]


def term_clause(statistics: Statistics, terms: Sequence[str], field: str | None, boost: float) -> Clause:
    """The clause of one word, which may have several terms, each with its own idf; lists that are empty are left out."""
    sources = []
    for term in terms:
        for name in FIELDS[field]:
            if statistics.df(name, term):
                idf = statistics.idf(name, term)
                weight = boost * statistics.boost(name) * idf
                retrieves = name != "title.rest" or field == "title"
                sources.append(PostingSource(name, term, weight, idf, retrieves, term=term))
    return Clause(tuple(sources))


def leaf_clause(statistics: Statistics, segments: Sequence[Segment], node: Scored) -> Clause:
    """The one clause of a scored leaf; a word of several parts (`U.S.-China`) is a phrase here."""
    if isinstance(node, Word):
        parts = word_clauses(statistics, node)
        if len(parts) == 1:
            return parts[0]
        node = Phrase(node.text, node.field, boost=node.boost)
    if isinstance(node, AtLeast):
        return _at_least(statistics, node)
    if isinstance(node, Near | Together):
        boost = node.boost if isinstance(node, Near) else 1.0
        return _derived(statistics, segments, node, FIELDS[leaf_field(node) or "text"], boost)
    return _derived(statistics, segments, node, FIELDS[node.field], node.boost)


def _derived(
    statistics: Statistics,
    segments: Sequence[Segment],
    node: Phrase | Wildcard | Fuzzy | Near | Together,
    fields: Sequence[str],
    boost: float,
) -> Clause:
    """A clause whose lists are derived in each segment; `_idf` gives its weight."""
    sources = []
    label = str(node)
    idfs: dict[str, float | None] = {}
    for name in fields:
        made: dict[str, Matches] = {}

        def derive(segment: Segment, name: str = name, made: dict[str, Matches] = made) -> Matches:
            if segment.name not in made:
                made[segment.name] = positions.matches(segment, name, node)
            return made[segment.name]

        written = "text" if name == "text" else "title"  # a title is written once, in its document's first passage
        if written not in idfs:
            idfs[written] = _idf(statistics, segments, node, written, derive)
        idf = idfs[written]
        if idf is not None:
            retrieves = name != "title.rest" or leaf_field(node) == "title"
            sources.append(
                PostingSource(name, label, boost * statistics.boost(name) * idf, idf, retrieves, derive=derive)
            )
    return Clause(tuple(sources))


def _idf(
    statistics: Statistics,
    segments: Sequence[Segment],
    node: Phrase | Wildcard | Fuzzy | Near | Together,
    name: str,
    derive: Deriving,
) -> float | None:
    """The idf of a leaf: of a phrase or proximity the sum of its words' idf, as in Lucene; of a pattern that of its union.

    None for a phrase with a word that the field does not have.
    """
    if isinstance(node, Wildcard | Fuzzy):
        holding = sum(_living(segment, derive(segment)) for segment in segments)
        return bm25.idf(statistics.size(name), min(holding, statistics.size(name)))
    total = 0.0
    for leaf in positions.words_of(node):
        for word in statistics.analyzer.query_terms(leaf):
            if isinstance(node, Phrase) and not any(statistics.df(name, term) for term in word.terms):
                return None
            total += max(statistics.idf(name, term) for term in word.terms)
    return total


def _living(segment: Segment, matches: Matches) -> int:
    documents = segment.checked(matches.documents, segment.passages)
    return len(documents) if segment.deletions.alive is None else int(segment.deletions.alive[documents].sum())


def _at_least(statistics: Statistics, node: AtLeast) -> Clause:
    phrase = Phrase(node.word.text, node.word.field, boost=node.word.boost)
    words = statistics.analyzer.query_terms(node.word.text)
    sources = []
    for name in FIELDS[node.word.field or "text"]:

        def derive(segment: Segment, name: str = name) -> Matches:
            matches = positions.matches(segment, name, phrase)
            often = matches.frequencies >= node.count
            return Matches(matches.documents[often], matches.frequencies[often])

        written = "text" if name == "text" else "title"
        idf = sum(max(statistics.idf(written, term) for term in word.terms) for word in words)
        weight = node.word.boost * statistics.boost(name) * idf
        sources.append(PostingSource(name, str(node), weight, idf, derive=derive))
    return Clause(tuple(sources))


def postings_of(segment: Segment, source: PostingSource) -> Matches:
    """The passages and frequencies of a list in a segment, deleted passages included."""
    if source.derive is not None:
        return source.derive(segment)
    term = segment.dictionary.find(source.field, source.term)
    if term < 0:
        return Matches(np.empty(0, np.int32), np.empty(0, np.int32))
    matches: Matches = variant().union(segment.dictionary.postings, [term])
    return matches
