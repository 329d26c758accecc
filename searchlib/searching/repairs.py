"""Queries near one that matches nothing: a clause less, or a word spelled as the index has it; each with how much it matches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from searchlib.engines.contract import Reader
from searchlib.errors import QueryError
from searchlib.query.nodes import And, Clauses, Leaf, Name, Node, Not, Nothing, Word
from searchlib.query.rewriting import clause_text, filter_clauses, replaced, without
from searchlib.searching.diagnosis import MOST_CLAUSES, MOST_WORDS, SHORTEST, asked_leaves

_NEAR: Final = 2
"""Spellings that are tried for each word or name."""


@dataclass(frozen=True)
class Repair:
    """A query that matches `passages`; `change` says in what it differs from the one that matches none."""

    query: str
    change: str
    passages: int


def repairs(reader: Reader, node: Node, *, deadline: float | None = None) -> tuple[Repair, ...]:
    """The queries that match something, corrected spellings first, then by how many passages they match.

    `node` is the query that matches nothing. Only a few clauses and words are tried.
    """
    tried = list(dict.fromkeys((*_respelled(reader, node), *_shortened(node))))
    counts = reader.count_many([other for other, _ in tried], deadline=deadline)
    kept = [Repair(str(other), change, count) for (other, change), count in zip(tried, counts, strict=True) if count]
    spelled = [one for one in kept if not one.change.startswith(_WITHOUT)]
    dropped = [one for one in kept if one.change.startswith(_WITHOUT)]
    if not dropped:
        dropped = list(_without_fruitless(reader, node, deadline))
    if not kept and not dropped:
        spelled = list(_alone(reader, node, deadline))
    return (*spelled, *sorted(dropped, key=lambda one: -one.passages))


_WITHOUT: Final = "without "


def _shortened(node: Node) -> Iterator[tuple[Node, str]]:
    """The query without each of its clauses; the words that are optional count as one."""
    clauses: list[Node] = list(filter_clauses(node))
    if isinstance(node, Clauses):
        clauses += [Clauses(optional=node.optional)] if node.optional else []
        clauses += node.required
    if isinstance(node, And):
        clauses += node.nodes
    for clause in list(dict.fromkeys(clauses))[:MOST_CLAUSES]:
        rest = without(node, clause)
        if rest is not None and not isinstance(rest, Nothing):
            yield rest, f"{_WITHOUT}{clause_text(clause) if isinstance(clause, Not) else clause}"


def _without_fruitless(reader: Reader, node: Node, deadline: float | None) -> Iterator[Repair]:
    """The query without all the filters that match nothing by themselves, where it is not enough to leave out one."""
    clauses = [
        clause for clause in list(dict.fromkeys(filter_clauses(node)))[:MOST_CLAUSES] if not isinstance(clause, Not)
    ]
    counts = reader.count_many(clauses, deadline=deadline)
    fruitless = [clause for clause, count in zip(clauses, counts, strict=True) if count == 0]
    rest: Node | None = node
    for clause in fruitless:
        rest = None if rest is None else without(rest, clause)
    if len(fruitless) > 1 and rest is not None and not isinstance(rest, Nothing):
        count = reader.count_many([rest], deadline=deadline)[0]
        if count:
            yield Repair(str(rest), f"{_WITHOUT}{' and '.join(map(str, fruitless))}", count)


def _respelled(reader: Reader, node: Node) -> Iterator[tuple[Node, str]]:
    """The query with the words and speakers that the index does not have spelled like those that it has: all, then each."""
    meant = _meant(reader, node)
    corrected = [(leaf, others[0]) for leaf, others in meant if others]
    if len(corrected) > 1:
        whole = node
        for leaf, other in corrected:
            whole = replaced(whole, leaf, other)
        yield whole, " ".join(str(other) for _, other in corrected)
    for leaf, others in meant:
        for other in others:
            yield replaced(node, leaf, other), str(other)


def _alone(reader: Reader, node: Node, deadline: float | None) -> Iterator[Repair]:
    """What each word and speaker may have meant, asked for alone, where no part of the query goes with another."""
    others = list(dict.fromkeys(other for _, others in _meant(reader, node) for other in others))
    counts = reader.count_many(others, deadline=deadline)
    yield from (
        Repair(str(other), f"only {other}", count) for other, count in zip(others, counts, strict=True) if count
    )


def _meant(reader: Reader, node: Node) -> list[tuple[Word | Name, Sequence[Leaf]]]:
    """The words and speakers of a query, each with what may have been meant by it."""
    leaves = [leaf for leaf in asked_leaves(node) if isinstance(leaf, Word | Name) and len(leaf.text) >= SHORTEST]
    return [(leaf, _near(reader, leaf)) for leaf in leaves[:MOST_WORDS]]


def _near(reader: Reader, leaf: Word | Name) -> Sequence[Leaf]:
    """What may have been meant by a leaf that matches nothing."""
    try:
        if reader.count_many([leaf])[0]:
            return ()
    except QueryError:
        return ()
    if isinstance(leaf, Word):
        return [Word(word, leaf.field) for word in reader.nearest_words(leaf.text, _NEAR)]
    if leaf.field != "speaker":
        return ()
    return [Name("speaker", name) for name in reader.nearest_names(leaf.text, _NEAR)]
