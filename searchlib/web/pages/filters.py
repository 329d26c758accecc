"""Filters of a query: those that stand, as pills; and those to choose from, as facets.

A pill can be edited, turned around and dropped. A value of a facet is a button that adds its clause, or drops it when it is
pressed already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from searchlib.analysis import fold
from searchlib.errors import QueryError
from searchlib.query import parse
from searchlib.query.nodes import Node
from searchlib.query.rewriting import clause_text, field_clause, filter_clauses, joined_text, negated, rest_of
from searchlib.web.pages.address import Address


@dataclass(frozen=True)
class Pill:
    """A clause: its text, the rest of the query (to which a form adds the edited clause), and two addresses."""

    text: str
    rest: str
    negate: str
    drop: str


def pills(node: Node, address: Address) -> tuple[Pill, ...]:
    """A pill for each clause that filters."""
    return tuple(_pill(node, clause, address) for clause in filter_clauses(node))


def _pill(node: Node, clause: Node, address: Address) -> Pill:
    rest = rest_of(node, clause)
    return Pill(
        clause_text(clause),
        rest,
        address.asking(joined_text((rest, negated(clause)))),
        address.asking(rest),
    )


# --- facets ------------------------------------------------------------------------------------------------------------

SHOWN: Final = 10
"""Values of a facet that are shown at first."""
MORE: Final = 100
"""Values that are shown of the facet that is looked into."""


@dataclass(frozen=True)
class FacetKind:
    """A facet by its name, with the heading it has on the page and the field that its values are asked of."""

    name: str
    heading: str
    field: str


KINDS: Final = (
    FacetKind("speaker", "Speaker", "speaker"),
    FacetKind("source", "Publisher", "source"),
    FacetKind("unit", "Unit", "unit"),
    FacetKind("noun", "What is counted", "noun"),
    FacetKind("kind", "Kind of statement", "kind"),
    FacetKind("date.month", "Month mentioned", "date"),
)
"""The facets of the page, in their order."""
NAMES: Final = tuple(kind.name for kind in KINDS)
Name = Literal["speaker", "source", "unit", "noun", "kind", "date.month"]
"""The same once more, for models of parameters."""


@dataclass(frozen=True)
class Choice:
    """One value: how many passages have it, whether the query asks for it, and the query once it is pressed."""

    value: str
    count: int
    pressed: bool
    query: str


@dataclass(frozen=True)
class FacetGroup:
    """The values of one facet. `contains` is what was looked for among them, `left` counts those not shown."""

    name: str
    heading: str
    choices: tuple[Choice, ...]
    contains: str
    left: int
    more: str


def facet_groups(
    counts: Mapping[str, Sequence[tuple[str, int]]], node: Node, address: Address
) -> tuple[FacetGroup, ...]:
    """The facets that have a value among the matches."""
    asked = {str(clause): clause for clause in filter_clauses(node)}
    return tuple(_group(kind, counts[kind.name], node, asked, address) for kind in KINDS if counts.get(kind.name))


def _group(
    kind: FacetKind, counts: Sequence[tuple[str, int]], node: Node, asked: Mapping[str, Node], address: Address
) -> FacetGroup:
    looked_into = address.given.get("facet") == kind.name
    contains = address.given.get("contains", "") if looked_into else ""
    wanted = fold(contains)
    fitting = [row for row in counts if wanted in fold(row[0])]
    shown = fitting[: MORE if looked_into else SHOWN]
    choices = tuple(_choice(kind, value, count, node, asked, address) for value, count in shown)
    more = address.to(facet=kind.name, contains=None, offset=None) + f"#facet-{kind.name}"
    return FacetGroup(kind.name, kind.heading, choices, contains, len(fitting) - len(shown), more)


def _choice(kind: FacetKind, value: str, count: int, node: Node, asked: Mapping[str, Node], address: Address) -> Choice:
    clause = field_clause(kind.field, value)
    pressed = asked.get(_as_read(clause))
    if pressed is not None:
        return Choice(value, count, True, rest_of(node, pressed))
    return Choice(value, count, False, joined_text((address.query, clause)))


def _as_read(clause: str) -> str:
    """A clause as the query language prints it once it is read."""
    try:
        return str(parse(clause).node)
    except QueryError:
        return clause
