"""`said(...)` as ONE nested query: a statement satisfies all of it.

What is asked of the statement's document - its title, publisher, day, columns - is the same for all of its statements, and
cannot be asked inside of the nested query. So it is decided outside, case by case: for each way in which these conditions
can hold or not there is one alternative, in which they are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

from searchlib.engines.opensearch.documents.mapping import WORD_FIELDS
from searchlib.engines.opensearch.queries import words
from searchlib.engines.opensearch.queries.conditions import ALL, NONE, Query, every, nested, no, some
from searchlib.engines.opensearch.queries.filters import Filters
from searchlib.errors import LimitError
from searchlib.matching.mentions import is_confidence, table_of
from searchlib.query.nodes import (
    And,
    Clauses,
    Filter,
    Leaf,
    Node,
    Not,
    Or,
    Said,
    Scored,
    Word,
    children,
    leaf_field,
)

MOST_OUTSIDE: Final = 6
"""Conditions on the document inside of one said(...): there are so many alternatives as two to their number."""

Known = Mapping[Leaf, bool]


def said(query: Node, filters: Filters) -> Query:
    """The passages with a statement that satisfies all of `query`. Raises LimitError."""
    outside = list(dict.fromkeys(_of_document(query)))
    if len(outside) > MOST_OUTSIDE:
        raise LimitError(
            f"said(...) has at most {MOST_OUTSIDE} conditions on the document; this one has {len(outside)} (MOST_OUTSIDE)."
        )
    asked = {leaf: _document(leaf, filters) for leaf in outside}
    ways = []
    for values in product((True, False), repeat=len(outside)):
        known = dict(zip(outside, values, strict=True))
        inside = nested("statements", _statement(query, known, filters))
        ways.append(every([inside, *(asked[leaf] if value else no(asked[leaf]) for leaf, value in known.items())]))
    return some(ways)


def _of_document(query: Node) -> Iterator[Leaf]:
    """The leaves that ask something of the document and not of the statement."""
    if isinstance(query, Scored):
        if leaf_field(query) == "title":
            yield query
    elif isinstance(query, Filter) and not isinstance(query, Said):
        if not is_confidence(query) and table_of(query) == "document":
            yield query
    else:
        for node in children(query):
            yield from _of_document(node)


def _document(leaf: Leaf, filters: Filters) -> Query:
    if isinstance(leaf, Scored):
        return some(words.leaf(leaf, field, "", filters.analyzer) for field in WORD_FIELDS["title"])
    assert isinstance(leaf, Filter)
    return filters.of_document(leaf)


def _statement(node: Node, known: Known, filters: Filters) -> Query:
    """What is asked of the statement, where the conditions on its document are known to hold or not."""
    if isinstance(node, Clauses):  # of ONE statement, clauses side by side are all required
        wanted = [_statement(part, known, filters) for part in node.optional + node.required]
        return every([*wanted, *(no(_statement(part, known, filters)) for part in node.excluded)])
    if isinstance(node, And):
        return every(_statement(part, known, filters) for part in node.nodes)
    if isinstance(node, Or):
        return some(_statement(part, known, filters) for part in node.nodes)
    if isinstance(node, Not):
        return no(_statement(node.node, known, filters))
    if isinstance(node, Said):
        return _statement(node.query, known, filters)
    if node in known:
        return ALL if known[node] else NONE
    if isinstance(node, Word):  # its parts need not be adjacent
        return every(words.word(word.terms, "statements.words") for word in filters.analyzer.query_terms(node.text))
    if isinstance(node, Scored):
        return words.leaf(node, "statements.words", "statements.marks", filters.analyzer)
    return filters.of_statement(node) if isinstance(node, Filter) else ALL
