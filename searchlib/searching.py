"""From a query's text to Results: parse it, ask the engine, and say why - which words matched, and why nothing did.

parse -> engine.search -> highlight, explain -> Results;   nothing found: doctor and spelling
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from searchlib import highlights
from searchlib.engines.base import Group, Match, Place, Reader, Request, Sort
from searchlib.errors import QueryError
from searchlib.models import Hit, Passage, Results, Span, Statement
from searchlib.query import Limits, Query, parse, parse_filter
from searchlib.query.nodes import And, Choice, Clauses, Name, Node, Nothing, Or, Scored, Word, is_scored, walk

SNIPPET: Final = 400
"""Characters of a snippet: passages longer than that are cut at their best window."""

_MOST_DOCTORED: Final = 12
"""Clauses that the doctor examines one by one when nothing was found."""


@dataclass(frozen=True)
class Ask:
    """A search as a caller words it: the text and the options around it; see `Index.search` for what each means."""

    text: str
    filters: tuple[tuple[str, str], ...] = ()
    limit: int = 10
    offset: int = 0
    sort: Sort = "score"
    reverse: bool = False
    group: Group = ""
    fold: bool = False
    every_word: bool = False
    literal: bool = False
    sure: bool = False
    facets: tuple[str, ...] = ()
    count: bool = True
    explain: bool = False
    timeout_s: float | None = None
    added_after: int | None = None
    today: date | None = None
    limits: Limits = field(default_factory=Limits)


def understand(ask: Ask) -> Query:
    """The query of an Ask, its filters included. Raises QueryError."""
    if ask.limit < 0 or ask.offset < 0:
        raise QueryError("limit and offset count from 0: neither can be negative.")
    query = parse(ask.text, today=ask.today, every_word=ask.every_word, literal=ask.literal, limits=ask.limits)
    query = replace(query, node=_settled(query.node)) if ask.text.isupper() else query
    extra: list[Node] = [parse_filter(name, value, today=ask.today) for name, value in ask.filters]
    if ask.sure:
        extra.append(Choice("confidence", "explicit"))
    return replace(query, node=_restricted(query.node, extra)) if extra else query


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
    query = understand(ask)
    request = Request(
        query.node,
        limit=ask.limit,
        offset=ask.offset,
        sort=ask.sort,
        reverse=ask.reverse,
        group=ask.group,
        fold=ask.fold,
        count=ask.count,
        facets=ask.facets,
        added_after=ask.added_after,
        deadline=None if ask.timeout_s is None else time.monotonic() + ask.timeout_s,
    )
    answer = reader.search(request)
    hits = tuple(_hits(reader, query.node, answer.matches, ask))
    warnings = list(query.warnings)
    if not answer.complete:
        warnings.append(
            f"The search was stopped after {ask.timeout_s:g} seconds: this is what it had found until then."
        )
    suggestions = list(query.suggestions)
    if not hits and ask.offset == 0 and ask.limit > 0 and answer.complete and ask.added_after is None:
        found, meant = doctor(reader, query.node)
        warnings += found
        suggestions += meant
    return Results(
        query=ask.text,
        understood=str(query.node),
        hits=hits,
        total=answer.total,
        total_all=answer.total_all,
        offset=ask.offset,
        took_ms=round(1000 * (time.perf_counter() - started), 3),
        warnings=tuple(dict.fromkeys(warnings)),
        suggestions=tuple(dict.fromkeys(suggestions)),
        facets={name: tuple(rows) for name, rows in answer.facets.items()},
        plan=answer.plan,
        complete=answer.complete,
    )


def rank(
    reader: Reader, text: str, k: int, *, literal: bool = False, every_word: bool = False
) -> list[tuple[str, float]]:
    """The ids and scores of the best `k` passages of a query, and nothing else."""
    node = understand(Ask(text, literal=literal, every_word=every_word)).node
    return [(reader.passage_id(place), score) for place, score in reader.rank(node, k)]


def like(reader: Reader, place: Place, limit: int) -> Results:
    """Passages that share most of what is rare in the passage at `place`."""
    started = time.perf_counter()
    name = reader.passage_id(place)
    matches = [Match(found, score) for found, score in reader.like(place, limit)]
    hits = tuple(_hits(reader, Nothing(), matches, Ask("")))
    took_ms = round(1000 * (time.perf_counter() - started), 3)
    return Results(query=name, understood=f"like {name}", hits=hits, took_ms=took_ms, plan="arrays")


def _hits(reader: Reader, node: Node, matches: Sequence[Match], ask: Ask) -> Iterator[Hit]:
    words = reader.words(node) if matches else frozenset()
    filtered = any(not is_scored(each) for each in walk(node))
    for rank, match in enumerate(matches, ask.offset + 1):
        passage = reader.passage(match.place)
        header = reader.header(match.place)
        spans = highlights.matching_spans(passage.text, words, base=passage.start) if words else []
        if filtered:
            spans += _mention_spans(reader, node, match, passage)
        marked = highlights.merge(spans)
        yield Hit(
            rank=rank,
            score=match.score,
            passage=passage,
            title=header.title,
            published=header.published,
            published_from=header.published_from,
            source=header.source,
            url=header.url,
            path=header.path,
            highlights=tuple(Span(start=start, end=end) for start, end in marked),
            snippet=_snippet(passage, marked),
            folded=tuple(reader.passage(place).id for place in match.folded),
            also=match.also,
            explanation=reader.explain(node, match.place) if ask.explain else None,
        )


def _mention_spans(reader: Reader, node: Node, match: Match, passage: Passage) -> list[tuple[int, int]]:
    """What filters matched: a date, a quantity, and of a statement its speaker where the passage names one."""
    spans = []
    for _, mention in reader.matched(node, match.place):
        if isinstance(mention, Statement):
            spans += [(mention.mention.start, mention.mention.end)] if mention.mention else []
        else:
            spans.append((mention.start, mention.end))
    return [(start, end) for start, end in spans if passage.start <= start and end <= passage.end]


def _snippet(passage: Passage, spans: Sequence[tuple[int, int]]) -> Span | None:
    """The best window of a long passage; None where the passage is short enough to be shown whole."""
    if len(passage.text) <= SNIPPET:
        return None
    inside = [(start - passage.start, end - passage.start) for start, end in spans]
    start, end = highlights.snippet(passage.text, inside, width=SNIPPET)
    return Span(start=passage.start + start, end=passage.start + end)


def doctor(reader: Reader, node: Node) -> tuple[list[str], list[str]]:
    """Why nothing was found, clause by clause, and what may have been meant.

    Each sentence names a clause and how many passages there are without it; suggestions are words and speakers of the
    index spelled like those that it does not have.
    """
    clauses = _clauses(node)[:_MOST_DOCTORED]
    told: list[str] = []
    meant: list[str] = []
    for clause in clauses:
        alone = reader.count(clause)
        rest = _without(node, clause)
        without = reader.count(rest) if rest is not None else 0
        if alone == 0:
            told.append(f"`{clause}` matches no passage" + (f"; without it {without:,}" if without else ""))
            meant += _meant(reader, clause)
        elif without:
            told.append(f"`{clause}` matches {alone:,}, but none that the rest matches; without it {without:,}")
    return told, [f"did you mean {name}?" for name in dict.fromkeys(meant)]


def _clauses(node: Node) -> list[Node]:
    """What a passage must satisfy side by side."""
    if isinstance(node, Clauses):
        return [*node.required, *node.optional]
    if isinstance(node, And):
        return list(node.nodes)
    return [] if isinstance(node, Nothing) else [node]


def _without(node: Node, clause: Node) -> Node | None:
    """The query without one of its clauses; None when nothing is left of it."""
    if isinstance(node, Clauses):
        required = tuple(each for each in node.required if each is not clause)
        optional = tuple(each for each in node.optional if each is not clause)
        if clause in node.optional:  # a word that is not there takes nothing away from the others
            return None
        return Clauses(optional, required, node.excluded) if required or optional else None
    if isinstance(node, And):
        left = tuple(each for each in node.nodes if each is not clause)
        return And(left) if len(left) > 1 else left[0]
    return None


def _meant(reader: Reader, clause: Node) -> list[str]:
    if isinstance(clause, Name) and clause.field == "speaker":
        return list(reader.nearest_names(clause.text))
    if isinstance(clause, Scored):
        words: Mapping[str, None] = dict.fromkeys(
            word for leaf in walk(clause) if isinstance(leaf, Word) for word in leaf.text.split()
        )
        return [near for word in words for near in reader.nearest_words(word)[:1]]
    return []
