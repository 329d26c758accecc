"""Evaluates a query on one passage from the verdicts of its leaves: does it match, and by which evidence.

The caller provides the leaves: `passage_leaves` reads a stored passage; an engine that explains scores reads its posting
lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from searchlib.query.nodes import And, Clauses, Filter, Node, Not, Or, Scored, Word

T = TypeVar("T")


class Verdict(NamedTuple, Generic[T]):
    """The result of a node on one passage.

    `counts_alone` is False for a passage that matches only by words of its document's title and is not the document's
    first: it may be scored, but is not returned. `evidence` says by what it matches: spans, or parts of a score.
    `scored`: whether the node can add to a score.
    """

    matches: bool
    counts_alone: bool
    evidence: Sequence[T] = ()
    scored: bool = False


class Leaves(Protocol[T]):
    """Evaluates the leaves of a query on one passage."""

    def scored(self, node: Scored) -> Verdict[T]:
        """The verdict on a word, phrase, pattern or proximity."""

    def words(self, nodes: Sequence[Word]) -> Iterable[Verdict[T]]:
        """The verdicts on words side by side, any of which may match; a word of several parts counts as several words."""

    def filter(self, node: Filter) -> Verdict[T]:
        """The verdict on a filter."""


def evaluate(node: Node, leaves: Leaves[T]) -> Verdict[T]:
    """The verdict of a whole query on the passage. A query that is one scored leaf is treated as words side by side."""
    return _any((node,), leaves) if isinstance(node, Scored) else _inner(node, leaves)


def _inner(node: Node, leaves: Leaves[T]) -> Verdict[T]:
    if isinstance(node, Scored):
        return leaves.scored(node)
    if isinstance(node, Filter):
        return leaves.filter(node)
    if isinstance(node, And):
        return _all(node.nodes, leaves)
    if isinstance(node, Or):
        return _any(node.nodes, leaves)
    if isinstance(node, Not):
        absent = not _is_hit(_inner(node.node, leaves))
        return Verdict(absent, absent)
    return _clauses(node, leaves) if isinstance(node, Clauses) else Verdict(False, False)


def _is_hit(verdict: Verdict[T]) -> bool:
    return verdict.matches and verdict.counts_alone


def _all(nodes: Iterable[Node], leaves: Leaves[T]) -> Verdict[T]:
    verdicts = [_inner(node, leaves) for node in nodes]
    scored = [verdict for verdict in verdicts if verdict.scored]
    if not all(verdict.matches for verdict in verdicts):
        return Verdict(False, False, scored=bool(scored))
    counts_alone = not scored or any(verdict.counts_alone for verdict in scored)
    return Verdict(True, counts_alone, _evidence(verdicts), bool(scored))


def _any(nodes: Iterable[Node], leaves: Leaves[T]) -> Verdict[T]:
    nodes = tuple(nodes)
    verdicts = [*leaves.words([node for node in nodes if isinstance(node, Word)])]
    verdicts += [_inner(node, leaves) for node in nodes if not isinstance(node, Word)]
    return Verdict(
        any(verdict.matches for verdict in verdicts),
        any(verdict.counts_alone for verdict in verdicts),
        _evidence(verdicts),
        any(verdict.scored for verdict in verdicts),
    )


def _clauses(node: Clauses, leaves: Leaves[T]) -> Verdict[T]:
    required = _all(node.required, leaves)
    optional = _any(node.optional, leaves)
    scored = required.scored or optional.scored
    if any(_is_hit(_inner(excluded, leaves)) for excluded in node.excluded):
        return Verdict(False, False, scored=scored)
    if not node.optional:
        return required
    if not node.required:
        return optional
    must = not required.scored  # filters alone: then one of the optional words must match
    matches = required.matches and (optional.matches or not must)
    counts_alone = optional.counts_alone if must else required.counts_alone or optional.counts_alone
    return Verdict(matches, matches and counts_alone, _evidence((required, optional)) if matches else (), scored)


def _evidence(verdicts: Iterable[Verdict[T]]) -> list[T]:
    return [one for verdict in verdicts if verdict.matches for one in verdict.evidence]
