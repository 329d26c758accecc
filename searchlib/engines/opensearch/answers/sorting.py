"""The order of matches, as the cluster sorts them: equal ones by their place, unknown values last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from searchlib.engines.opensearch.queries.conditions import ALL, Query, some
from searchlib.engines.opensearch.queries.filters import TABLES, Filters
from searchlib.fields import SORTS, Table
from searchlib.matching.mentions import is_confidence, table_of
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


def by_field(name: str, node: Node, filters: Filters, *, reverse: bool) -> Sort:
    """By a field, the order of the table of fields first.

    By dates and numbers, the mention that counts is one that satisfied a filter; of all, when no filter asked for one.
    """
    ascending = (SORTS[name] == "ascending") != reverse
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
    """Whether a said(...) asks for mentions that matches are sorted by: which of them it means is not told outside of it."""
    if name not in _NESTED:
        return False
    inside = (leaf.query for leaf in filter_leaves(node) if isinstance(leaf, Said))
    return any(any(_leaves(_NESTED[name][0], query)) or asks_inside_said(name, query) for query in inside)


def _asked(table: Table, node: Node, filters: Filters) -> Iterator[Query]:
    for leaf in _leaves(table, node):
        yield filters.of_mention(leaf, TABLES[table])


def _leaves(table: Table, node: Node) -> Iterator[Filter]:
    """The filters that ask for a mention of this table."""
    for leaf in filter_leaves(node):
        of_mentions = isinstance(leaf, Period | Number | Noun | Keyword | Choice) and not is_confidence(leaf)
        if of_mentions and table_of(leaf) == table:
            yield leaf
