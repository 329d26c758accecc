"""A query without the stop words of the index that it is asked of, which hold no terms there."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from searchlib.analysis import Analyzer
from searchlib.errors import QueryError
from searchlib.query.nodes import (
    And,
    AtLeast,
    Clauses,
    Near,
    Node,
    Not,
    Nothing,
    Operand,
    Or,
    Phrase,
    Said,
    Together,
    Word,
    leaves,
)


def without_stop_words(node: Node, analyzer: Analyzer) -> Node:
    """The query without clauses of stop words alone; `node` itself for an index without stop words.

    A proximity of a stop word is its other side. Raises QueryError when nothing is left to search.
    """
    if not analyzer.settings.stop_words or isinstance(node, Nothing):
        return node
    left = _left(node, analyzer)
    if left is None:
        words = ", ".join(dict.fromkeys(leaf.text for leaf in leaves(node) if isinstance(leaf, Word | Phrase)))
        raise QueryError(
            f"The query holds nothing but stop words of this index{f' ({words})' if words else ''}, which are not searched: add another word."
        )
    return left


def _left(node: Node, analyzer: Analyzer) -> Node | None:
    """What is left of a node; None for nothing that could be searched."""
    if isinstance(node, Word | Phrase):
        return node if analyzer.query_terms(node.text) else None
    if isinstance(node, AtLeast):
        return node if analyzer.query_terms(node.word.text) else None
    if isinstance(node, Near | Together):
        left, right = _left(node.left, analyzer), _left(node.right, analyzer)
        if left is None or right is None:
            return left or right
        return replace(node, left=cast("Operand", left), right=cast("Operand", right))  # a part of an operand is one
    if isinstance(node, Not):
        inner = _left(node.node, analyzer)
        return None if inner is None else Not(inner)
    if isinstance(node, Said):
        inner = _left(node.query, analyzer)
        return None if inner is None else Said(inner)
    if isinstance(node, And | Or):
        nodes = _all_left(node.nodes, analyzer)
        return replace(node, nodes=nodes) if len(nodes) > 1 else next(iter(nodes), None)
    return _clauses(node, analyzer) if isinstance(node, Clauses) else node


def _clauses(node: Clauses, analyzer: Analyzer) -> Node | None:
    optional, required, excluded = (_all_left(part, analyzer) for part in (node.optional, node.required, node.excluded))
    asked = node.optional or node.required
    return Clauses(optional, required, excluded) if optional or required or (excluded and not asked) else None


def _all_left(nodes: tuple[Node, ...], analyzer: Analyzer) -> tuple[Node, ...]:
    return tuple(left for node in nodes if (left := _left(node, analyzer)) is not None)
