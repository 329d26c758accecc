"""`said(...)`: which statements of a passage satisfy everything asked of ONE statement.

A statement that runs over two passages is one statement: what is true of its part in either passage is true of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from searchlib.matching import mentions
from searchlib.matching.passage_text import PassageText
from searchlib.matching.stored import Stored
from searchlib.models import Statement
from searchlib.query.nodes import (
    Choice,
    Clauses,
    Filter,
    Group,
    Leaf,
    Node,
    Not,
    Or,
    Said,
    Scored,
    Word,
    fold,
    leaf_field,
)


class Statements:
    """The statements of one passage, each with its parts in the neighbouring passages."""

    def __init__(self, stored: Stored, title: PassageText, confidences: frozenset[str] | None) -> None:
        self._stored = stored
        self._title = title
        self._confidences = confidences

    def satisfying(self, node: Said) -> list[int]:
        """The statements that satisfy the query inside `said(...)`, as places among those of the passage."""
        statements = self._stored.passage.statements
        return [at for at, said in enumerate(statements) if self._holds(node.query, said, self._parts(said))]

    def _parts(self, said: Statement) -> list[Stored]:
        """The passages that hold a part of the statement, this one first."""
        passage = self._stored.passage
        if passage.start <= said.start and said.end <= passage.end:
            return [self._stored]
        others = self._stored.context.neighbours()
        return [self._stored, *(one for one in others if _part(one, said) is not None)]

    def _holds(self, node: Node, said: Statement, parts: list[Stored]) -> bool:
        return fold(node, lambda leaf: self._leaf(leaf, said, parts), _joined)

    def _leaf(self, leaf: Leaf, said: Statement, parts: list[Stored]) -> bool:
        if isinstance(leaf, Said):
            return self._holds(leaf.query, said, parts)
        if isinstance(leaf, Scored):
            return self._words(leaf, said, parts)
        return not isinstance(leaf, Filter) or self._filter(leaf, said, parts)

    def _words(self, leaf: Scored, said: Statement, parts: list[Stored]) -> bool:
        """Whether the leaf matches in the statement, or in the title; the parts of one word need not be adjacent."""
        if leaf_field(leaf) == "title":
            return bool(self._title.spans(leaf))
        bounds = [(part.text, positions_of(said, part)) for part in parts]
        inside = [(text, *span) for text, span in bounds if span is not None]
        if isinstance(leaf, Word):
            words = self._stored.text.analyzer.query_terms(leaf.text)
            return all(any(text.holds(word.terms, *where) for text, *where in inside) for word in words)
        return any(text.within(leaf, *where) for text, *where in inside)

    def _filter(self, leaf: Filter, said: Statement, parts: list[Stored]) -> bool:
        """A filter, asked of the statement itself, of its document, or of the dates and quantities that stand in it."""
        if isinstance(leaf, Choice) and mentions.is_confidence(leaf):
            return said.confidence == leaf.value
        table = mentions.table_of(leaf)
        if table == "document":
            return mentions.of_document(leaf, self._stored.passage.document, self._stored.header)
        for part in parts:
            every = mentions.mentions_of(table, part)
            for at in mentions.satisfying(leaf, part, self._confidences):
                mention = every[at]
                ordinal = mention.number if isinstance(mention, Statement) else mention.statement
                if ordinal == said.number:
                    return True
        return False


def _part(stored: Stored, said: Statement) -> Statement | None:
    """The same statement as another passage holds it."""
    return next((other for other in stored.passage.statements if other.number == said.number), None)


def _joined(group: Group, values: Iterator[bool]) -> bool:
    """Of ONE statement, clauses side by side are all required."""
    if isinstance(group, Not):
        return not next(values)
    if isinstance(group, Or):
        return any(values)
    if isinstance(group, Clauses):
        wanted = len(group.optional) + len(group.required)
        return all(islice(values, wanted)) and not any(values)
    return all(values)


def positions_of(said: Statement, part: Stored) -> tuple[int, int] | None:
    """The first and the last position of the words of a statement in a passage that holds a part of it; None: no word."""
    return part.text.positions_within(said.start - part.passage.start, said.end - part.passage.start)
