"""The order of matches, as the cluster sorts them: equal ones by their place, unknown values last.

Which numbers and dates stand in a statement that satisfies a said(...) the cluster cannot sort by: nested documents do not know
each other. Where a query asks for such, the matches are read, and their order is made here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from searchlib.engines.opensearch.documents.converting import day_number
from searchlib.engines.opensearch.queries.conditions import ALL, Query, some
from searchlib.engines.opensearch.queries.filters import TABLES, Filters
from searchlib.expressions.units import to_base
from searchlib.fields import SORTS, Table
from searchlib.matching.mentions import Mention, asked_confidences, is_confidence, mentions_of, table_of
from searchlib.matching.passage_leaves import PassageLeaves
from searchlib.matching.stored import Stored
from searchlib.models import DateMention, Quantity, Statement
from searchlib.query.nodes import Choice, Filter, Keyword, Node, Noun, Number, Period, Said, filter_leaves

Sort = list[dict[str, Any]]

_NESTED: Final[dict[str, tuple[Table, str]]] = {
    "date": ("date", "dates.first"),
    "number": ("quantity", "quantities.size"),
}
"""By the key of an order the table of mentions that it is about, and the value that counts."""

_PLACE: Final[dict[str, Any]] = {"place": {"order": "asc"}}


def by_score(*, reverse: bool) -> Sort:
    """Best first."""
    return [{"_score": {"order": "asc" if reverse else "desc"}}, _PLACE]


def is_ascending(name: str, *, reverse: bool) -> bool:
    """Whether the order by a field begins with the least."""
    return (SORTS[name] == "ascending") != reverse


def by_place() -> Sort:
    """In the order in which passages were added."""
    return [_PLACE]


def by_field(name: str, node: Node, filters: Filters, *, reverse: bool) -> Sort:
    """By a field, the order of the table of fields first.

    By dates and numbers, the mention that counts is one that satisfied a filter; of all, when no filter asked for one.
    """
    ascending = is_ascending(name, reverse=reverse)
    order: dict[str, Any] = {"order": "asc" if ascending else "desc", "missing": "_last"}
    if name not in _NESTED:
        return [{name: order}, _PLACE]
    table, field = _NESTED[name]
    nested: dict[str, Any] = {"path": TABLES[table]}
    asked = some(_asked(table, node, filters)) if any(_leaves(table, node)) else ALL
    if asked != ALL:
        nested["filter"] = asked
    best = "min" if SORTS[name] == "ascending" else "max"
    return [{field: {**order, "mode": best, "nested": nested}}, _PLACE]


def asks_inside_said(name: str, node: Node) -> bool:
    """Whether a said(...) asks for mentions that matches are sorted by."""
    if name not in _NESTED:
        return False
    inside = (leaf.query for leaf in filter_leaves(node) if isinstance(leaf, Said))
    return any(any(_leaves(_NESTED[name][0], query)) or asks_inside_said(name, query) for query in inside)


def value_inside_said(name: str, node: Node, stored: Stored) -> float | None:
    """What a match is sorted by where a said(...) asks for it: the best mention that satisfied a filter, None for none."""
    mentions = mentions_of(_NESTED[name][0], stored)
    reading = PassageLeaves(stored, asked_confidences(node))
    asked = [mentions[at] for at in set(_satisfying(_NESTED[name][0], node, stored, reading))]
    if name == "number":
        return max((to_base(one.high, one.unit)[0] for one in asked if isinstance(one, Quantity)), default=None)
    return min((day_number(one.first) for one in asked if isinstance(one, DateMention) and one.first), default=None)


def _satisfying(table: Table, node: Node, stored: Stored, reading: PassageLeaves) -> Iterator[int]:
    """The mentions of this table that satisfy a filter, as their places; one of said(...) in a statement that satisfies that."""
    mentions = mentions_of(table, stored)
    for leaf in filter_leaves(node):
        if isinstance(leaf, Said):
            said = {stored.passage.statements[at].number for at in reading.satisfying(leaf)}
            yield from (
                at for at in _satisfying(table, leaf.query, stored, reading) if _statement(mentions[at]) in said
            )
        elif not is_confidence(leaf) and table_of(leaf) == table:
            yield from reading.satisfying(leaf)


def _statement(mention: Mention) -> int | None:
    return None if isinstance(mention, Statement) else mention.statement


def _asked(table: Table, node: Node, filters: Filters) -> Iterator[Query]:
    for leaf in _leaves(table, node):
        yield filters.of_mention(leaf, TABLES[table])


def _leaves(table: Table, node: Node) -> Iterator[Filter]:
    """The filters that ask for a mention of this table."""
    for leaf in filter_leaves(node):
        of_mentions = isinstance(leaf, Period | Number | Noun | Keyword | Choice) and not is_confidence(leaf)
        if of_mentions and table_of(leaf) == table:
            yield leaf
