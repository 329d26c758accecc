"""Compares a search with the promises of its engine: refuses what could be answered wrongly, warns of the rest."""

from __future__ import annotations

from collections.abc import Iterator

from searchlib.engines.contract import Capabilities
from searchlib.errors import NotSupported
from searchlib.query.nodes import Node, Said, walk
from searchlib.query.options import SearchOptions


def unmet_promises(node: Node, options: SearchOptions, promised: Capabilities) -> list[str]:
    """A warning for each part of the answer that the engine does not promise.

    Raises NotSupported for `said(...)` on an engine that cannot decide it within one statement: as a filter it must
    never let a wrong passage through.
    """
    if not promised.said and any(isinstance(inner, Said) for inner in walk(node)):
        raise NotSupported(
            "This index cannot answer said(...): its engine does not tell one statement from another.",
            expected="a query without said(...)",
        )
    if not promised.ranking_parameters and (options.k1, options.b) != (None, None):
        raise NotSupported("The engine of this index has no k1 and b of a search.", expected="a search without them")
    return list(_warnings(options, promised))


def _warnings(options: SearchOptions, promised: Capabilities) -> Iterator[str]:
    if options.collapse and not promised.collapses:
        yield "Near-duplicates are shown one by one: this index's engine does not collapse them."
    if options.explain and not promised.exact_scores:
        yield "Scores are approximate: the terms of an explanation need not add up to them."
    if (options.count or options.facets) and not promised.exact_totals:
        yield "Totals and counts of facets are approximate."
