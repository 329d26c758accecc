"""The characters by which a passage matches a query.

A word is marked by its stem, a phrase only where the whole phrase stands, words near each other only where they are
near, what `said(...)` asks only inside the statement that satisfied it; a filter by the figure, the date or the name
that satisfied it. What lies under NOT, or in an alternative that the passage does not satisfy, is not marked, and a word
that only the title has marks nothing.
"""

from __future__ import annotations

from searchlib.analysis import Analyzer
from searchlib.matching import deadline
from searchlib.matching.evaluation import evaluate
from searchlib.matching.mentions import asked_confidences
from searchlib.matching.passage_leaves import PassageLeaves
from searchlib.matching.passage_text import Spans
from searchlib.matching.stored import Stored
from searchlib.query.nodes import And, Clauses, Node, Or, Word


class Highlighter:
    """Highlights passages that match a query."""

    def __init__(self, node: Node, analyzer: Analyzer) -> None:
        self._node = node
        self._terms = _plain_terms(node, analyzer)
        self._confidences = asked_confidences(node) if self._terms is None else None

    def spans(self, stored: Stored) -> Spans:
        """The characters of the document by which the passage matches, in no order. Raises OutOfTime."""
        if self._terms is not None:
            deadline.check()
            return stored.text.spans_of(self._terms)
        verdict = evaluate(self._node, PassageLeaves(stored, self._confidences))
        return list(verdict.evidence) if verdict.matches else []


def _plain_terms(node: Node, analyzer: Analyzer) -> tuple[str, ...] | None:
    """The terms of a query of nothing but words side by side, each of them one word; None for any other.

    They mark a passage that matches wherever they stand in it.
    """
    if isinstance(node, Clauses) and not node.excluded:
        nodes: tuple[Node, ...] = node.optional + node.required
    else:
        nodes = node.nodes if isinstance(node, And | Or) else (node,)
    terms: dict[str, None] = {}
    for child in nodes:
        if type(child) is not Word or child.field == "title":
            return None
        words = analyzer.query_terms(child.text)
        if len(words) != 1:
            return None
        terms.update(dict.fromkeys(words[0].terms))
    return tuple(terms)
