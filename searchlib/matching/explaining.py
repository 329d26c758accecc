"""Why a hit is a hit: the parts of its score, which the engine gives, and the mentions that satisfied each filter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from searchlib.matching.extra_values import has_value
from searchlib.matching.mentions import Mention, asked_confidences, is_confidence, mentions_of, of_document, table_of
from searchlib.matching.passage_leaves import PassageLeaves
from searchlib.matching.stored import Header, Stored
from searchlib.models import Explanation, FilterPart, Passage, Statement, TermPart
from searchlib.query.nodes import And, Clauses, Day, ExtraValue, Filter, Keyword, Node, Not, leaves

_LONGEST: Final = 80
"""Characters of a mention that an explanation shows."""


def explanation(node: Node, stored: Stored, terms: Sequence[TermPart], *, plan: str) -> Explanation:
    """The parts of the passage's score, which add up to it, and what satisfied the filters.

    `plan` says how the engine evaluated the query.
    """
    passage, header = stored.passage, stored.header
    filters = [
        FilterPart(clause=str(leaf), matched=tuple(_described(leaf, mention, passage) for mention in mentions))
        if mentions
        else FilterPart(clause=str(leaf), matched=_described_document(leaf, passage, header))
        for leaf, mentions in matched_filters(node, stored)
    ]
    filters += [FilterPart(clause=str(exclusion), matched=()) for exclusion in _exclusions(node)]
    return Explanation(plan=plan, terms=tuple(terms), filters=tuple(filters))


def matched_filters(node: Node, stored: Stored) -> list[tuple[Filter, list[Mention]]]:
    """Each filter leaf that the passage satisfies, with its mentions; none for a filter on the document's metadata."""
    matched: list[tuple[Filter, list[Mention]]] = []
    reading = PassageLeaves(stored, asked_confidences(node))
    for leaf in leaves(node):
        if not isinstance(leaf, Filter) or is_confidence(leaf):
            continue
        if table_of(leaf) == "document":
            if of_document(leaf, stored.passage.document, stored.header):
                matched.append((leaf, []))
            continue
        every = mentions_of(table_of(leaf), stored)
        mentions = [every[at] for at in reading.satisfying(leaf)]
        if mentions:
            matched.append((leaf, mentions))
    return matched


def _exclusions(node: Node) -> list[Node]:
    """The nodes that the passage must not satisfy, next to the rest of the query."""
    if isinstance(node, Not):
        return [node]
    if isinstance(node, Clauses):
        return [*map(Not, node.excluded), *(child for child in node.required if isinstance(child, Not))]
    return [child for child in node.nodes if isinstance(child, Not)] if isinstance(node, And) else []


def _described(leaf: Node, mention: Mention, passage: Passage) -> str:
    """The mention's own words, cut where they are long, behind the name of who says them."""
    start, end = max(mention.start, passage.start), min(mention.end, passage.end)
    text = " ".join(passage.text[start - passage.start : end - passage.start].split())
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    if not isinstance(mention, Statement):
        return text
    on = f", {mention.on}" if isinstance(leaf, Day) and mention.on else ""
    return f"{mention.speaker or 'somebody'}{on}: {text}"


def _described_document(leaf: Node, passage: Passage, header: Header) -> tuple[str, ...]:
    """The metadata of the document that satisfied a filter, in words."""
    if isinstance(leaf, Day):
        return (str(header.published),)
    if isinstance(leaf, ExtraValue):
        return tuple(str(value) for name, value in header.extra.items() if has_value(leaf, {name: value}))
    if isinstance(leaf, Keyword):
        return (header.source if leaf.field == "source" else passage.document,)
    return ()
