"""Queries that the cluster ranks: each leaf is worth exactly what it is in every engine.

The similarity of the mapping scores a leaf by how often it occurs. A script makes BM25's share of it, from the exact length
of the text and from what the client says of weight and average. The cluster's scores have 24 bits, so they agree to 1e-7.

How often a proximity occurs the cluster cannot tell. It then takes the most that can be: twice the occurrences of the
rarest word for either order, else once. Shares grow with frequency, so these scores are bounds: see `answers.pages`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from searchlib.analysis import Analyzer
from searchlib.engines.opensearch.documents.mapping import LENGTHS, WORD_FIELDS
from searchlib.engines.opensearch.queries import words
from searchlib.engines.opensearch.queries.conditions import ALL, NONE, Query, term
from searchlib.engines.opensearch.queries.matching import PASSAGE, Matching
from searchlib.engines.opensearch.queries.weights import Clause, Flat, Source, Weights
from searchlib.query.nodes import (
    And,
    AtLeast,
    Clauses,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Scored,
    Together,
    Wildcard,
    Word,
    is_scored,
)

_SHARE: Final = """
double k = params.k1 * (1.0 - params.b + params.b * doc[params.length].value / params.average);
return params.weight * f / (f + Math.max(k, 1e-300));
"""
_COUNTED: Final = "double f = _score / params.words;" + _SHARE
_BOUNDED: Final = (
    """
double f = doc[params.length].value;
for (def word : params.terms) {
  double n = 0;
  for (def term : word) { n += termFreq(params.field, term); }
  f = Math.min(f, n);
}
f = Math.max(1.0, f * params.times);
"""
    + _SHARE
)


@dataclass(frozen=True)
class Ranked:
    """A query of the cluster; with `bounds`, its scores are the most that the passages can have."""

    query: Query
    bounds: bool


class Scoring:
    """Makes one query; with `counted_patterns` the cluster counts how often a pattern occurs, which it refuses of many words.

    `native`: leaves have the scores that the cluster gives them, by its one-byte lengths and the statistics of each shard.
    """

    def __init__(
        self, matching: Matching, weights: Weights, *, counted_patterns: bool = True, native: bool = False
    ) -> None:
        self._native = native
        self._matching = matching
        self._weights = weights
        self._analyzer = weights.statistics.analyzer
        self._counted_patterns = counted_patterns
        self._bounds = False

    def ranked(self, node: Node) -> Ranked:
        """The passages that match, scored."""
        flat = self._weights.flat(node)
        if flat is not None and flat.scored:
            query = self._flat(node, flat)
        else:
            query = _scored_among(self._matching.passages(node), self._shares(node))
        return Ranked(query, self._bounds)

    def clauses(self, clauses: list[Clause]) -> Query:
        """The passages that hold any of these clauses, scored."""
        return self._alternatives(clauses)

    def _flat(self, node: Node, flat: Flat) -> Query:
        """Here a clause that is scored also finds, so that words are looked up once."""
        required = [self._clause(clause) for clause in flat.required]
        if NONE in required:
            return NONE
        asked = [self._matching.verdict(one).hit for one in flat.filters]
        alone = self._matching.alone(node)
        parts: dict[str, Any] = {"filter": [part for part in (PASSAGE, alone, *asked) if part != ALL], "must": required}
        optional = self._alternatives(flat.optional)
        if optional == NONE and not required:
            return NONE
        if optional != NONE:
            parts["should" if required else "must"] = [optional]
        return {"bool": parts}

    def _alternatives(self, clauses: list[Clause]) -> Query:
        return _sum([self._clause(clause) for clause in clauses])

    # --- nested queries ----------------------------------------------------------------------------------------

    def _shares(self, node: Node) -> list[Query]:
        """What a node adds to the score: queries of which each adds its own where it matches."""
        if isinstance(node, Scored):
            clauses = self._weights.words((node,)) if isinstance(node, Word) else [self._weights.leaf(node)]
            return self._queries(clauses)
        return self._inner(node)

    def _inner(self, node: Node) -> list[Query]:
        if isinstance(node, Scored):
            return self._queries([self._weights.leaf(node)])
        if not is_scored(node) or isinstance(node, Not):
            return []
        if isinstance(node, Or):
            return self._side_by_side(node.nodes)
        if isinstance(node, And):
            parts = [part for child in node.nodes for part in self._inner(child)]
        else:
            assert isinstance(node, Clauses)
            parts = [part for child in node.required for part in self._inner(child)]
            parts += self._side_by_side(node.optional)
        return [_scored_among(self._matching.verdict(node).matches, parts)]

    def _side_by_side(self, nodes: tuple[Node, ...]) -> list[Query]:
        alike = self._queries(self._weights.words(node for node in nodes if isinstance(node, Word)))
        return alike + [part for node in nodes if not isinstance(node, Word) for part in self._inner(node)]

    def _queries(self, clauses: list[Clause]) -> list[Query]:
        return [part for clause in clauses if (part := self._clause(clause)) != NONE]

    # --- leaves ------------------------------------------------------------------------------------------------

    def _clause(self, clause: Clause) -> Query:
        return _sum([part for source in clause.sources for part in self._source(source)])

    def _source(self, source: Source) -> Iterator[Query]:
        for place in WORD_FIELDS[source.field]:
            found, counted = self._found(source, place)
            if found == NONE:
                continue
            if self._native:
                yield _natively(source, found, counted)
                continue
            statistics = self._weights.statistics
            average = statistics.average(source.field)
            parameters = {
                "weight": source.weight,
                "k1": statistics.parameters.k1,
                "b": statistics.parameters.b,
                "length": LENGTHS[source.field],
                "average": average or 1.0,
            }
            if counted:
                script = {"source": _COUNTED, "params": {**parameters, "words": float(counted)}}
            else:
                self._bounds = True
                assert source.node is not None
                bounds = {
                    "terms": list(_terms(source.node, self._analyzer)),
                    "times": _times(source.node),
                    "field": place,
                }
                script = {"source": _BOUNDED, "params": {**parameters, **bounds}}
            yield {"script_score": {"query": found, "script": script}}

    def _found(self, source: Source, place: str) -> tuple[Query, int]:
        """What finds a source, and by how much its own score must be divided to be its frequency; 0: it is none."""
        node = source.node
        if node is None:
            return term(place, source.term), 1
        if isinstance(node, Phrase):
            count = len(self._analyzer.query_terms(node.text))
            if not node.slop or count == 1:
                return words.leaf(node, place, "", self._analyzer), max(count, 1)
        if isinstance(node, Wildcard | Fuzzy) and self._counted_patterns and not self._native:
            return words.expanded(node, place, "scoring_boolean", self._analyzer), 1
        return words.leaf(node, place, "marks" if place == "text" else "", self._analyzer), 0


def _natively(source: Source, found: Query, counted: int) -> Query:
    """A source with the cluster's own score: its BM25 of words and phrases, which has an idf already; of all else a value up to 1."""
    boost = source.weight / source.idf if counted else source.weight
    return {"bool": {"must": [found], "boost": boost}}


def _sum(parts: list[Query]) -> Query:
    """At least one of these matches; all that do add up. Equal ones count each: none is left out."""
    possible = [part for part in parts if part != NONE]
    if len(possible) < 2:
        return possible[0] if possible else NONE
    return {"bool": {"should": possible, "minimum_should_match": 1}}


def _scored_among(matches: Query, parts: list[Query]) -> Query:
    """These passages, each scored by the parts that it matches."""
    if matches == NONE:
        return NONE
    return {"bool": {"filter": [matches], "should": parts}} if parts else {"bool": {"filter": [matches]}}


def _times(node: Node) -> float:
    """How many intervals there can be for each occurrence of the rarest word: two for either order."""
    return 2.0 if isinstance(node, Together) or (isinstance(node, Near) and not node.ordered) else 1.0


def _terms(node: Node, analyzer: Analyzer) -> Iterator[list[str]]:
    """Lists of terms: the leaf occurs at most as often as the terms of each list do together."""
    if isinstance(node, Word | Phrase):
        yield from (list(word.terms) for word in analyzer.query_terms(node.text))
    elif isinstance(node, AtLeast):
        yield from _terms(node.word, analyzer)
    elif isinstance(node, Near | Together):
        yield from _terms(node.left, analyzer)
        yield from _terms(node.right, analyzer)
    elif isinstance(node, Or):
        each = [next(_terms(part, analyzer), None) for part in node.nodes]
        if None not in each:
            yield [text for one in each if one for text in one]
