"""Which passages match: every node as a query of the cluster, with the verdicts of `matching.evaluation`.

A verdict is a pair of queries: the passage matches, and it counts alone, which a passage does not that matches by words
of the title only and is not its document's first. The second is meant beside the first, and is the same for a filter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from searchlib.engines.opensearch.queries import words
from searchlib.engines.opensearch.queries.conditions import ALL, NONE, Query, every, no, some, term
from searchlib.engines.opensearch.queries.filters import Filters
from searchlib.engines.opensearch.queries.statements import said
from searchlib.query.nodes import (
    And,
    AtLeast,
    Clauses,
    Filter,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Said,
    Scored,
    Together,
    Word,
    is_scored,
    leaf_field,
)

PASSAGE: Query = term("what", "passage")


class Verdict(NamedTuple):
    """What a node asks: `matches`, and `alone`: it counts without another word."""

    matches: Query
    alone: Query

    @property
    def hit(self) -> Query:
        """It matches and counts alone."""
        return every([self.matches, self.alone])


class Matching:
    """The matches of queries whose filters are these."""

    def __init__(self, filters: Filters) -> None:
        self._filters = filters

    def passages(self, node: Node) -> Query:
        """All passages that match a whole query."""
        if isinstance(node, Nothing):
            return NONE
        verdict = self._any((node,)) if isinstance(node, Scored) else self.verdict(node)
        hit = verdict.hit
        return hit if hit == NONE else every([PASSAGE, hit])

    def alone(self, node: Node) -> Query:
        """Of the passages that match a whole query those that count alone."""
        return (self._any((node,)) if isinstance(node, Scored) else self.verdict(node)).alone

    def verdict(self, node: Node) -> Verdict:
        """The verdict of a node inside of a query."""
        if isinstance(node, Scored):
            return self._leaf(node)
        if isinstance(node, Filter):
            return _plain(self.filter(node))
        if isinstance(node, Not):
            return _plain(no(self.verdict(node.node).hit))
        if isinstance(node, And):
            return self._all(node.nodes)
        if isinstance(node, Or):
            return self._any(node.nodes)
        return self._clauses(node) if isinstance(node, Clauses) else _plain(NONE)

    def filter(self, node: Filter) -> Query:
        """The passages that satisfy a filter."""
        return said(node.query, self._filters) if isinstance(node, Said) else self._filters.of_passage(node)

    # --- groups ------------------------------------------------------------------------------------------------

    def _all(self, nodes: Sequence[Node]) -> Verdict:
        verdicts = [self.verdict(node) for node in nodes]
        scored = [one.hit for one, node in zip(verdicts, nodes, strict=True) if is_scored(node)]
        return Verdict(every(one.matches for one in verdicts), some(scored) if scored else ALL)

    def _any(self, nodes: Iterable[Node]) -> Verdict:
        """Alternatives: a word of several parts is several words."""
        verdicts: list[Verdict] = []
        for node in nodes:
            verdicts += self._parts(node) if isinstance(node, Word) else [self.verdict(node)]
        return Verdict(some(one.matches for one in verdicts), some(one.hit for one in verdicts))

    def _parts(self, node: Word) -> list[Verdict]:
        return [
            _in_fields(node.field, {field: words.word(word.terms, field) for field in _places(node)})
            for word in self._filters.analyzer.query_terms(node.text)
        ]

    def _clauses(self, node: Clauses) -> Verdict:
        barred = [no(self.verdict(one).hit) for one in node.excluded]
        required, optional = self._all(node.required), self._any(node.optional)
        scored = any(map(is_scored, node.required))
        if not node.optional:
            found = required
        elif not node.required:
            found = optional
        elif scored:
            found = Verdict(required.matches, some([required.alone, optional.hit]))
        else:  # filters alone: then one of the optional words must match
            found = Verdict(every([required.matches, optional.matches]), optional.alone)
        return Verdict(every([found.matches, *barred]), found.alone)

    # --- words -------------------------------------------------------------------------------------------------

    def _leaf(self, node: Scored) -> Verdict:
        found = {
            field: words.leaf(node, field, "marks" if field == "text" else "", self._filters.analyzer)
            for field in _places(node)
        }
        return _in_fields(leaf_field(node), found)


def _places(node: Scored) -> tuple[str, ...]:
    """Where a leaf is looked for: without a field, proximities and counts are about the text alone."""
    field = leaf_field(node)
    if field is None and isinstance(node, AtLeast | Near | Together):
        field = "text"
    text, title = ("text",), ("title_first", "title_rest")
    return text + title if field is None else text if field == "text" else title


def _in_fields(field: str | None, found: dict[str, Query]) -> Verdict:
    """By the title of a later passage a word counts alone only where the title was asked for."""
    matches = some(found.values())
    alone = [query for place, query in found.items() if place != "title_rest" or field == "title"]
    return Verdict(matches, some(alone))


def _plain(query: Query) -> Verdict:
    return Verdict(query, query)
