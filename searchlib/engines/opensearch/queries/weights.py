"""What the scored leaves of a query weigh: each is a clause, with a share of the score for the text and for the title.

The rules are those of every engine: BM25 with Lucene's idf, of a phrase or proximity the sum of its words', of a pattern
that of all its words together; words side by side are counted, and function words of a long query weigh half.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from searchlib.engines.opensearch.documents.mapping import WORD_FIELDS
from searchlib.engines.opensearch.queries.statistics import Pattern, Statistics
from searchlib.query.nodes import (
    And,
    AtLeast,
    Clauses,
    Filter,
    Fuzzy,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Scored,
    Together,
    Wildcard,
    Word,
    leaf_field,
    walk,
)
from searchlib.ranking.function_words import shares

Derived = Phrase | Wildcard | Fuzzy | AtLeast | Near | Together


@dataclass(frozen=True)
class Source:
    """A share of the score: of one term in one field, or of a leaf that is found in it by its positions.

    `label` names it in an explanation. `df` is that of the term; of a leaf it is not counted.
    """

    field: str
    label: str
    weight: float
    idf: float
    term: str = ""
    node: Derived | None = None


@dataclass(frozen=True)
class Clause:
    """The sources of one leaf: a passage holds it when it has one of them. `asked` is the field that the query names."""

    asked: str | None
    sources: tuple[Source, ...]


@dataclass
class Flat:
    """A query without nesting: clauses side by side. Filters and exclusions are in `filters`, as nodes."""

    optional: list[Clause] = field(default_factory=list)
    required: list[Clause] = field(default_factory=list)
    filters: list[Node] = field(default_factory=list)

    @property
    def scored(self) -> bool:
        """Whether a passage must hold a word, and gets a score."""
        return bool(self.optional or self.required)


class Weights:
    """Weighs the leaves of the queries of one snapshot."""

    def __init__(self, statistics: Statistics) -> None:
        self.statistics = statistics

    def count(self, node: Node) -> None:
        """Have everything counted at once that the leaves of a query weigh by."""
        terms: list[tuple[str, str]] = []
        patterns: list[tuple[str, Pattern]] = []
        for leaf in walk(node):
            if isinstance(leaf, Wildcard | Fuzzy):
                patterns += [(name, leaf) for name in fields_of(leaf)]
            if isinstance(leaf, Word | Phrase | Fuzzy):
                words = self.statistics.analyzer.query_terms(leaf.text)
                terms += [(name, term) for word in words for term in word.terms for name in WORD_FIELDS]
        self.statistics.count(terms, patterns)

    # --- clauses -----------------------------------------------------------------------------------------------

    def words(self, nodes: Iterable[Word]) -> list[Clause]:
        """The clauses of words side by side: one asked twice weighs twice, `long-range` is two words."""
        counts: dict[tuple[tuple[str, ...], str | None, float], int] = {}
        for node in nodes:
            for word in self.statistics.analyzer.query_terms(node.text):
                key = (word.terms, node.field, node.boost)
                counts[key] = counts.get(key, 0) + 1
        kept = shares((terms for terms, *_ in counts), sum(counts.values()), self.statistics.analyzer)
        return [
            self._term_clause(terms, name, boost * count * (kept[terms] if boost == 1.0 else 1.0))
            for (terms, name, boost), count in counts.items()
        ]

    def leaf(self, node: Scored) -> Clause:
        """The clause of one leaf; a word of several parts (`U.S.-China`) is a phrase here."""
        if isinstance(node, Word):
            words = self.statistics.analyzer.query_terms(node.text)
            if len(words) == 1:
                return self._term_clause(words[0].terms, node.field, node.boost)
            node = Phrase(node.text, node.field, boost=node.boost)
        boost = node.word.boost if isinstance(node, AtLeast) else getattr(node, "boost", 1.0)
        found = ((name, self._idf(node, name)) for name in fields_of(node))
        return Clause(
            leaf_field(node),
            tuple(
                Source(name, str(node), boost * self.statistics.boost(name) * idf, idf, node=node)
                for name, idf in found
                if idf is not None
            ),
        )

    def terms(self, terms: Iterable[str]) -> list[Clause]:
        """The clauses of terms of the text, each with the weight 1 times its idf."""
        return [self._term_clause((term,), "text", 1.0) for term in terms]

    def _term_clause(self, terms: Sequence[str], name: str | None, boost: float) -> Clause:
        statistics = self.statistics
        sources = [
            Source(place, term, boost * statistics.boost(place) * idf, idf, term=term)
            for term in terms
            for place in (WORD_FIELDS if name is None else (name,))
            if statistics.df(place, term)
            for idf in (statistics.idf(place, term),)
        ]
        return Clause(name, tuple(sources))

    def _idf(self, node: Derived, name: str) -> float | None:
        """None for a phrase with a word that the field does not have."""
        if isinstance(node, Wildcard | Fuzzy):
            return self.statistics.pattern_idf(name, node)
        total = 0.0
        for text in written(node):
            for word in self.statistics.analyzer.query_terms(text):
                if isinstance(node, Phrase) and not any(self.statistics.df(name, term) for term in word.terms):
                    return None
                total += max(self.statistics.idf(name, term) for term in word.terms)
        return total

    # --- flat queries ------------------------------------------------------------------------------------------

    def flat(self, node: Node) -> Flat | None:
        """The query as clauses side by side; None when it is nested."""
        made = Flat()
        if isinstance(node, Scored):
            fits = self._optional(made, (node,))
        elif isinstance(node, And):
            fits = self._required(made, node.nodes)
        elif isinstance(node, Or):
            fits = all(isinstance(one, Scored) for one in node.nodes) and self._optional(made, node.nodes)
        elif isinstance(node, Clauses):
            fits = self._optional(made, node.optional) and self._required(made, node.required)
            fits = fits and self._required(made, tuple(map(Not, node.excluded)))
        elif isinstance(node, Filter | Not):
            fits = self._required(made, (node,))
        else:
            fits = isinstance(node, Nothing)
        return made if fits else None

    def _required(self, made: Flat, nodes: Sequence[Node]) -> bool:
        for node in nodes:
            if isinstance(node, Scored):
                made.required.append(self.leaf(node))
            elif isinstance(node, Filter) or (isinstance(node, Not) and isinstance(node.node, Scored | Filter)):
                made.filters.append(node)
            else:
                return False
        return True

    def _optional(self, made: Flat, nodes: Sequence[Node]) -> bool:
        waiting, words = list(nodes), []
        for node in waiting:  # alternatives side by side are more of the same: they join at the end
            if isinstance(node, Word):
                words.append(node)
            elif isinstance(node, Scored):
                made.optional.append(self.leaf(node))
            elif isinstance(node, Or) and all(isinstance(one, Scored) for one in node.nodes):
                waiting += node.nodes
            else:
                return False
        made.optional += self.words(words)
        return True


def fields_of(node: Scored) -> tuple[str, ...]:
    """The scored fields in which a leaf is looked for: without one, proximities and counts are about the text alone."""
    name = leaf_field(node)
    if name is None and isinstance(node, AtLeast | Near | Together):
        name = "text"
    return tuple(WORD_FIELDS) if name is None else (name,)


def written(node: Node) -> Iterator[str]:
    """The words and phrases under a leaf, as typed, of alternatives the first: their idf is that of the leaf."""
    if isinstance(node, Word | Phrase | Fuzzy):
        yield node.text
    elif isinstance(node, AtLeast):
        yield node.word.text
    elif isinstance(node, Or):
        yield from written(node.nodes[0])
    elif isinstance(node, Near | Together):
        yield from written(node.left)
        yield from written(node.right)
