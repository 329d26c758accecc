"""The filters of a query as pills: each clause by itself, to edit, to turn around, or to drop."""

from __future__ import annotations

from dataclasses import dataclass

from searchlib.query.nodes import Node
from searchlib.query.rewriting import clause_text, filter_clauses, joined_text, negated, rest_of
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
