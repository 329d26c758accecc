"""The words inside `said(...)` add to the score as words outside of it do; which passages match is not changed by them."""

from __future__ import annotations

from collections.abc import Iterator

from searchlib.query.nodes import And, Node, Not, Or, Said, Scored, leaves


def with_said_words(node: Node) -> Node:
    """The query that finds what `node` finds, scored by the words inside its `said(...)` too; `node` when there are none.

    It is (NOT NOT node) AND (words OR node): the first part finds exactly what `node` does and has no score, the second
    holds wherever the first does and scores.
    """
    words = tuple(_said_words(node))
    return And((Not(Not(node)), Or((*words, node)))) if words else node


def _said_words(node: Node) -> Iterator[Scored]:
    """The scored leaves inside `said(...)` and outside of NOT."""
    for leaf in leaves(node):
        if isinstance(leaf, Said):
            yield from (inner for inner in leaves(leaf.query) if isinstance(inner, Scored))
            yield from _said_words(leaf.query)
