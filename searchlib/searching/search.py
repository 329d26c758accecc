"""From a query's text to Results: parse it, ask the engine, and say why - which words matched, and why nothing did.

parse -> engine.search -> highlight, explain -> Results;   nothing found: doctor
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from searchlib import highlights
from searchlib.engines.contract import Match, PassageRef, Reader, Request, Stored
from searchlib.errors import QueryError
from searchlib.models import Explanation, Passage, Results
from searchlib.query import Limits, Query, parse, parse_filter
from searchlib.query.nodes import And, Choice, Clauses, Node, Nothing, Or, Word, is_scored
from searchlib.query.options import Group, SearchOptions, Sort
from searchlib.searching.validation import FilterValue, filter_text, settled, wanted_count, wanted_text

SNIPPET: Final = 400
"""Characters of a snippet: passages longer than that are cut at their best window."""

_MARKING_S: Final = 0.2
"""Seconds in which to mark a stretch of hits, when the search itself has used up its time."""

_STRETCH: Final = 100
"""Hits made between two looks at the clock."""


@dataclass(frozen=True)
class Ask:
    """A search as a caller words it: the text and the options around it; see `Index.search` for what each means."""

    text: str
    filters: tuple[tuple[str, FilterValue], ...] = ()
    limit: int = 10
    offset: int = 0
    sort: Sort = "score"
    reverse: bool = False
    group: Group = ""
    fold: bool = False
    every_word: bool = False
    literal: bool = False
    sure: bool = False
    facets: str | Sequence[str] = ()
    count: bool = True
    explain: bool = False
    timeout_s: float | None = None
    added_after: int | None = None
    today: date | None = None
    limits: Limits = field(default_factory=Limits)


def understand(ask: Ask) -> Query:
    """The query of an Ask, its filters included. Raises QueryError."""
    wanted_text("query", ask.text, "'Kursk troops'")
    query = parse(ask.text, today=ask.today, every_word=ask.every_word, literal=ask.literal, limits=ask.limits)
    query = replace(query, node=_settled(query.node)) if ask.text.isupper() else query
    given = [_filter(name, value, ask.today) for name, value in ask.filters]
    extra = [each.node for each in given]
    if ask.sure:
        extra.append(Choice("confidence", "explicit"))
    if not extra:
        return query
    warnings = query.warnings + tuple(warning for each in given for warning in each.warnings)
    return replace(query, node=_restricted(query.node, extra), warnings=warnings)


def _filter(name: str, value: FilterValue, today: date | None) -> Query:
    """The query of one filter. Raises QueryError, which names the filter."""
    try:
        return parse_filter(name, filter_text(name, value), today=today)
    except QueryError as error:
        if not error.message.startswith(name):
            error.message = f"{name}: {error.message}"
            error.args = (error.message,)
        raise


def _settled(node: Node) -> Node:
    """In a query all in capitals nobody can tell the country US from the pronoun: it means both."""
    if isinstance(node, Word) and node.text == "US":
        return Or((replace(node, text="us"), replace(node, text="U.S.")))
    if isinstance(node, And | Or):
        return replace(node, nodes=tuple(map(_settled, node.nodes)))
    if isinstance(node, Clauses):
        parts = (tuple(map(_settled, part)) for part in (node.optional, node.required, node.excluded))
        return Clauses(*parts)
    return node


def _restricted(node: Node, filters: Sequence[Node]) -> Node:
    """`node` and all of `filters`."""
    if isinstance(node, Nothing):
        return filters[0] if len(filters) == 1 else Clauses(required=tuple(filters))
    if isinstance(node, Clauses):
        return Clauses(node.optional, (*node.required, *filters), node.excluded)
    return Clauses(optional=(node,), required=tuple(filters)) if is_scored(node) else And((node, *filters))


def search(reader: Reader, ask: Ask) -> Results:
    """The results of one search. Raises QueryError for a query that cannot be understood or is beyond a bound."""
    started = time.perf_counter()
    ask = settled(ask)
    deadline = None if ask.timeout_s is None else time.monotonic() + ask.timeout_s
    query = understand(ask)
    options = SearchOptions(
        limit=ask.limit,
        offset=ask.offset,
        sort=ask.sort,
        reverse=ask.reverse,
        group=ask.group,
        collapse=ask.fold,
        count=ask.count,
        facets=ask.facets,
    )
    request = Request(query.node, options, added_after=ask.added_after, deadline=deadline)
    answer = reader.search(request)
    hits, whole = _hits(reader, query.node, answer.matches, ask, deadline)
    complete = answer.complete and whole
    warnings, suggestions = list(query.warnings), list(query.suggestions)
    if not complete:
        warnings.append(
            f"The search was stopped after {ask.timeout_s:g} seconds: this is what it had found until then."
        )
    elif not answer.matches and ask.offset == 0 and ask.limit > 0:
        from searchlib.searching import diagnosis

        told = diagnosis.examine(reader, query.node, added_after=ask.added_after, deadline=deadline)
        warnings += told.remarks
        suggestions += told.suggestions
    return Results.model_validate(
        {
            "query": ask.text,
            "understood": str(query.node),
            "hits": hits,
            "total": answer.total,
            "total_all": answer.total_all,
            "documents": answer.documents,
            "offset": ask.offset,
            "took_ms": round(1000 * (time.perf_counter() - started), 3),
            "warnings": tuple(dict.fromkeys(warnings)),
            "suggestions": tuple(dict.fromkeys(suggestions)),
            "facets": {name: tuple(rows) for name, rows in answer.facets.items()},
            "plan": answer.plan,
            "complete": complete,
        }
    )


def rank(
    reader: Reader, text: str, k: int, *, literal: bool = False, every_word: bool = False
) -> list[tuple[str, float]]:
    """The ids and scores of the best `k` passages of a query, and nothing else."""
    if not (type(text) is str and type(k) is int and k >= 0):
        text, k = wanted_text("query", text, "'Kursk troops'"), wanted_count("k", k)
    node = parse(text, every_word=every_word, literal=literal).node
    node = _settled(node) if text.isupper() else node
    return [(reader.passage_id(place), score) for place, score in reader.rank(node, k)]


def like(reader: Reader, ref: PassageRef, limit: int) -> Results:
    """Passages that share most of what is rare in this passage; what they share is marked."""
    started = time.perf_counter()
    limit = wanted_count("limit", limit)
    name = reader.passage_id(ref)
    matches = [Match(found, score) for found, score in reader.like(ref, limit)]
    shared = Clauses(tuple(Word(word, "text") for word in reader.significant_terms(ref)))
    hits, _ = _hits(reader, shared, matches, Ask(""))
    took_ms = round(1000 * (time.perf_counter() - started), 3)
    told = {"query": name, "understood": f"like {name}", "hits": hits, "took_ms": took_ms, "plan": "arrays"}
    return Results.model_validate(told)


def _hits(
    reader: Reader, node: Node, matches: Sequence[Match], ask: Ask, deadline: float | None = None
) -> tuple[list[dict[str, Any]], bool]:
    """The fields of each match's Hit, a stretch at a time, and whether time sufficed for all of them and their marks.

    Results are made of them in one go, which takes half the time of making one value after the other.
    """
    width = 1 if ask.explain else _STRETCH
    hits: list[dict[str, Any]] = []
    whole = True
    for first in range(0, len(matches), width):
        stretch = matches[first : first + width]
        if first and deadline is not None and time.monotonic() > deadline:
            return hits, False
        until = None if deadline is None else max(deadline, time.monotonic() + _MARKING_S)
        refs = [match.ref for match in stretch]
        spans = reader.spans(node, refs, deadline=until)
        whole = whole and len(spans) == len(stretch)
        unmarked: list[Sequence[tuple[int, int]]] = [()] * (len(stretch) - len(spans))
        for match, stored, found in zip(stretch, reader.fetch(refs), [*spans, *unmarked], strict=True):
            why = reader.explain(node, match.ref) if ask.explain else None
            hits.append(_hit(reader, match, stored, found, ask.offset + len(hits) + 1, why))
    return hits, whole


def _hit(
    reader: Reader,
    match: Match,
    stored: Stored,
    spans: Sequence[tuple[int, int]],
    rank: int,
    explanation: Explanation | None,
) -> dict[str, Any]:
    passage, header = stored.passage, stored.header
    marked = highlights.merge(spans)
    return {
        "title": header.title,
        "published": header.published,
        "published_from": header.published_from,
        "source": header.source,
        "url": header.url,
        "path": header.path,
        "rank": rank,
        "score": match.score,
        "passage": passage,
        "highlights": [{"start": start, "end": end} for start, end in marked],
        "snippet": _snippet(passage, marked),
        "folded": tuple(map(reader.passage_id, match.duplicates)),
        "also": match.more_in_document,
        "explanation": explanation,
    }


def _snippet(passage: Passage, spans: Sequence[tuple[int, int]]) -> dict[str, int] | None:
    """The best window of a long passage; None where the passage is short enough to be shown whole."""
    if len(passage.text) <= SNIPPET:
        return None
    inside = [(start - passage.start, end - passage.start) for start, end in spans]
    start, end = highlights.snippet(passage.text, inside, width=SNIPPET)
    return {"start": passage.start + start, "end": passage.start + end}
