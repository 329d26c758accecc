"""Queries of the cluster as values, joined by AND, OR and NOT; what is always or never true is taken out on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

Query = Mapping[str, Any]

ALL: Final[Query] = {"match_all": {}}
NONE: Final[Query] = {"match_none": {}}


def every(parts: Iterable[Query]) -> Query:
    """All of these hold."""
    needed = [part for part in _distinct(parts) if part != ALL]
    if NONE in needed:
        return NONE
    if len(needed) < 2:
        return needed[0] if needed else ALL
    return {"bool": {"filter": needed}}


def some(parts: Iterable[Query]) -> Query:
    """At least one of these holds."""
    possible = [part for part in _distinct(parts) if part != NONE]
    if ALL in possible:
        return ALL
    if len(possible) < 2:
        return possible[0] if possible else NONE
    return {"bool": {"should": possible, "minimum_should_match": 1}}


def no(part: Query) -> Query:
    """It does not hold."""
    if part in (ALL, NONE):
        return NONE if part == ALL else ALL
    return {"bool": {"must_not": [part]}}


def nested(path: str, part: Query) -> Query:
    """It holds of one and the same nested document."""
    return NONE if part == NONE else {"nested": {"path": path, "query": part, "score_mode": "none"}}


def term(field: str, value: Any) -> Query:
    """The field has this value."""
    return {"term": {field: {"value": value}}}


def terms(field: str, values: Iterable[Any]) -> Query:
    """The field has one of these values."""
    wanted = sorted(set(values))
    return {"terms": {field: wanted}} if wanted else NONE


def within(field: str, **bounds: Any) -> Query:
    """The field has a value between bounds (`gt`, `gte`, `lt`, `lte`); those that are None do not bind."""
    return {"range": {field: {name: bound for name, bound in bounds.items() if bound is not None}}}


def unscored(part: Query) -> Query:
    """The same matches, which add nothing to a score."""
    return {"constant_score": {"filter": part, "boost": 0.0}}


def _distinct(parts: Iterable[Query]) -> list[Query]:
    found: list[Query] = []
    for part in parts:
        if part not in found:
            found.append(part)
    return found
