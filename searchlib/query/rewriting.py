"""Queries made of queries: one clause less, one more, one the other way round. `str` of a node is its query again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from searchlib.query.nodes import (
    And,
    Clauses,
    Day,
    Group,
    Leaf,
    Near,
    Node,
    Not,
    Nothing,
    Said,
    Together,
    fold,
    is_scored,
    regrouped,
)
from searchlib.query.syntax import valued

NEGATION = "-"
"""What excludes the clause behind it."""


def filter_clauses(node: Node) -> tuple[Node, ...]:
    """The clauses of a query that filter and add no score; one that is excluded is a Not."""
    if isinstance(node, Clauses):
        asked = tuple(one for one in node.required if not is_scored(one))
        return (*asked, *map(Not, node.excluded))
    if isinstance(node, And):
        return tuple(one for one in node.nodes if not is_scored(one))
    return () if isinstance(node, Nothing) or is_scored(node) else (node,)


def without(node: Node, clause: Node) -> Node | None:
    """The query without one of its clauses; None when nothing is left that could match."""
    if isinstance(node, And):
        return _joined([other for other in node.nodes if other != clause])
    if not isinstance(node, Clauses):
        return None
    required = tuple(other for other in node.required if other != clause)
    excluded = tuple(other for other in node.excluded if Not(other) != clause)
    optional = () if clause in (Clauses(optional=node.optional), *node.optional) else node.optional
    if len(required) == len(node.required) and len(excluded) == len(node.excluded) and optional == node.optional:
        return None
    if required or optional:
        return Clauses(optional, required, excluded)
    return None


def _joined(nodes: list[Node]) -> Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def rest_of(node: Node, clause: Node) -> str:
    """The text of a query without a clause, excluded clauses that stay alone included; "" when nothing is left."""
    left = without(node, clause)
    if left is None and isinstance(node, Clauses) and not node.optional:
        return " ".join(f"-{_grouped(other)}" for other in node.excluded if Not(other) != clause)
    return "" if left is None else str(left)


def negated(clause: Node) -> str:
    """The text of the clause that excludes what this one asks for; of an excluded one, that asks for it."""
    return _grouped(clause.node) if isinstance(clause, Not) else f"{NEGATION}{_grouped(clause)}"


def clause_text(clause: Node) -> str:
    """The text of a clause as it stands beside others."""
    return f"{NEGATION}{_grouped(clause.node)}" if isinstance(clause, Not) else _grouped(clause)


def field_clause(name: str, value: str) -> str:
    """The text of the clause that asks a field for a value: `speaker:"Lloyd Austin"`."""
    return f"{name}:{valued(value)}"


def joined_text(texts: Iterable[str]) -> str:
    """The text of the query that asks for all of these."""
    return " ".join(text for text in texts if text)


def without_field(node: Node, name: str) -> str:
    """The text of a query without the clauses that ask a day of this field."""
    text, left = str(node), node
    for clause in filter_clauses(node):
        if isinstance(clause, Day) and clause.field == name:
            text = rest_of(left, clause)
            left = without(left, clause) or Nothing()
    return text


def replaced(node: Node, leaf: Leaf, other: Leaf) -> Node:
    """The query with `other` in the place of a leaf."""

    def of_group(group: Group, nodes: Iterable[Node]) -> Node:
        return regrouped(group, nodes)

    return fold(node, lambda one: _inside(one, leaf, other), of_group)


def _inside(one: Leaf, leaf: Leaf, other: Leaf) -> Node:
    """A leaf, or what stands for it; a leaf with nodes inside has them replaced."""
    if one == leaf:
        return other
    if isinstance(one, Said):
        return Said(replaced(one.query, leaf, other))
    if isinstance(one, Near | Together):
        sides = {"left": replaced(one.left, leaf, other), "right": replaced(one.right, leaf, other)}
        return replace(one, **sides)  # type: ignore[arg-type]
    return one


def _grouped(node: Node) -> str:
    """A clause as one piece."""
    return f"({node})" if isinstance(node, Group) else str(node)
