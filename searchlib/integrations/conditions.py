"""Conditions on metadata, as frameworks write them, as filters that really filter; and what a hit tells a framework."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from searchlib.errors import ArgumentError
from searchlib.fields import BY_NAME
from searchlib.index import open as open_index
from searchlib.index_reading import ReadOnlyIndex
from searchlib.models import Hit
from searchlib.presentation.wording import period_words, quantity_words
from searchlib.query.nodes import And, Node, Not, Or
from searchlib.query.options import SearchOptions
from searchlib.searching import SearchRequest, parse_request, restricted

_ORDERED: Final = ("range", "period", "day")
"""Kinds of fields whose values lie before and behind each other."""
_COMPARISONS: Final = {">": ">", ">=": ">=", "<": "<", "<=": "<="}


def comparison(name: str, operator: str, value: Any) -> Node:
    """The filter for `name operator value`; operators are ==, !=, >, >=, <, <=, in and not in.

    Raises ArgumentError for a field that the query language does not have or that is searched by words, for an
    operator that has no filter, and QueryError for a value that the field does not take.
    """
    field = BY_NAME.get(name)
    if field is None or (field.kind == "words" and name != "noun"):
        known = ", ".join(name for name, row in BY_NAME.items() if row.kind != "words" or name == "noun")
        raise ArgumentError(f"{name!r} cannot be filtered by; the fields are {known}.")
    if operator in ("==", "!="):
        same = _filter(name, _text(name, value))
        return same if operator == "==" else Not(same)
    if operator in _COMPARISONS and field.kind in _ORDERED:
        return _filter(name, f"{_COMPARISONS[operator]}{_text(name, value)}")
    if (
        operator in ("in", "not in")
        and isinstance(value, Sequence | set | frozenset)
        and not isinstance(value, str)
        and value
    ):
        any_of = either([_filter(name, _text(name, one)) for one in value])
        return any_of if operator == "in" else Not(any_of)
    raise ArgumentError(
        f"{name} {operator} {value!r} has no filter: use ==, !=, in and not in{_order_words(field.kind)}."
    )


def _order_words(kind: str) -> str:
    return ", <, <=, > and >=" if kind in _ORDERED else ""


def either(nodes: Sequence[Node]) -> Node:
    """Any of the nodes."""
    return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))


def both(nodes: Sequence[Node]) -> Node:
    """All of the nodes."""
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def _text(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ArgumentError(f"{name} is compared with a text, a number or a day; got {value!r}.")
    return str(value)


def _filter(name: str, text: str) -> Node:
    return parse_request(SearchRequest("", ((name, text),))).node


def request(
    query: str, k: int, *, filters: Mapping[str, Any] | None = None, condition: Node | None = None, literal: bool = True
) -> SearchRequest:
    """A search for the `k` best passages; `literal` reads the query as plain words, as questions of people are.

    `filters` are those of `Index.search`, `condition` is one that a framework gave. Raises QueryError.
    """
    given = tuple((name, value) for name, value in (filters or {}).items() if value is not None)
    if condition is None:
        return SearchRequest(query, given, SearchOptions(limit=k, literal=literal))
    words = parse_request(SearchRequest(query, (), SearchOptions(literal=literal)))
    return SearchRequest(str(restricted(words.node, [condition])), given, SearchOptions(limit=k))


def opened(index: ReadOnlyIndex | str | os.PathLike[str]) -> ReadOnlyIndex:
    """The index, or the one at this location. Raises ArgumentError for anything else, and the errors of opening it."""
    if isinstance(index, ReadOnlyIndex):
        return index
    if isinstance(index, str | os.PathLike):
        return open_index(index)
    raise ArgumentError(f"index is an Index or the location of one; got {type(index).__name__}.")


def metadata(hit: Hit) -> dict[str, Any]:
    """What is known of a hit beside its text: flat, with texts, numbers and lists of texts only."""
    passage = hit.passage
    return {
        "id": passage.id,
        "document": passage.document,
        "title": hit.title,
        "url": hit.url,
        "path": hit.path,
        "source": hit.source,
        "published": "" if hit.published is None else hit.published.isoformat(),
        "start": passage.start,
        "end": passage.end,
        "score": hit.score,
        "speakers": _unlike(statement.speaker for statement in passage.statements),
        "quantities": _unlike(map(quantity_words, passage.quantities)),
        "dates": _unlike(map(period_words, passage.dates)),
        **{f"x.{name}": value for name, value in hit.extra.items()},
    }


def _unlike(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, texts)))
