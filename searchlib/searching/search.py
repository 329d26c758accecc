"""From a query's text to Results: parse the query, search, highlight and explain the hits, and say why there are none.

validate -> parse -> Reader.search -> Reader.fetch -> highlight, explain -> Results;   no hit: diagnosis
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import takewhile
from typing import Final

from searchlib import versions
from searchlib.engines.answers import Match, PassageRef, Rankings, Request
from searchlib.engines.contract import Capabilities, RanksMany, Reader
from searchlib.errors import NotSupported, QueryError
from searchlib.expressions.quotations import quoted_spans
from searchlib.matching import deadline
from searchlib.matching.deadline import OutOfTime
from searchlib.matching.highlighting import Highlighter
from searchlib.matching.passage_text import Spans
from searchlib.matching.stored import Stored
from searchlib.models import Explanation, Hit, Passage, Results, Span
from searchlib.query import Query, parse, parse_filter
from searchlib.query.nodes import And, Choice, Clauses, Node, Nothing, Word, is_scored
from searchlib.query.options import DEFAULT_OPTIONS, SearchOptions
from searchlib.query.said_words import with_said_words
from searchlib.query.stop_words import without_stop_words
from searchlib.searching import highlights
from searchlib.searching.promises import unmet_promises
from searchlib.searching.request import FilterValue, SearchRequest
from searchlib.searching.validation import (
    filter_text,
    require_count,
    require_expansion,
    require_parameter,
    require_queries,
    require_text,
    require_workers,
    validated,
)

SNIPPET: Final = 400
"""Characters of a snippet: longer passages are cut to their best window."""

_HIGHLIGHTING_S: Final = 0.2
"""Seconds granted for highlighting a batch of hits when the search itself has used up its time."""

_PDF: Final = (".pdf", ".pdf.gz")
"""How the path of a document ends whose lines are pages."""

_BATCH: Final = 100
"""Hits made between two looks at the clock."""


def parse_request(request: SearchRequest) -> Query:
    """The query of a request, its filters included. Raises QueryError."""
    require_text("query", request.text, "'Kursk troops'")
    options = request.options
    query = parse(
        request.text,
        today=options.today,
        every_word=options.every_word,
        literal=options.literal,
        limits=options.limits,
    )
    if not request.filters and not options.explicit_only:
        return query
    filters = [_filter(name, value, options.today) for name, value in request.filters]
    nodes = [one.node for one in filters]
    if options.explicit_only:
        nodes.append(Choice("confidence", "explicit"))
    warnings = query.warnings + tuple(warning for one in filters for warning in one.warnings)
    return replace(query, node=restricted(query.node, nodes), warnings=warnings)


def read_request(reader: Reader, request: SearchRequest) -> Query:
    """The query of a request as the index reads it: without its stop words. Raises QueryError."""
    query = parse_request(request)
    node = without_stop_words(query.node, reader.analyzer)
    return query if node is query.node else replace(query, node=node)


def _filter(name: str, value: FilterValue, today: date | None) -> Query:
    """The query of one filter. Raises QueryError, which names the filter."""
    try:
        return parse_filter(name, filter_text(name, value), today=today)
    except QueryError as error:
        if not error.message.startswith(name):
            error.message = f"{name}: {error.message}"
            error.args = (error.message,)
        raise


def restricted(node: Node, filters: Sequence[Node]) -> Node:
    """`node` and all of `filters`."""
    if isinstance(node, Nothing):
        return filters[0] if len(filters) == 1 else Clauses(required=tuple(filters))
    if isinstance(node, Clauses):
        return Clauses(node.optional, (*node.required, *filters), node.excluded)
    return Clauses(optional=(node,), required=tuple(filters)) if is_scored(node) else And((node, *filters))


def search(reader: Reader, request: SearchRequest, promised: Capabilities) -> Results:
    """The results of one search; a warning says what the engine has not `promised` of them.

    Raises QueryError for a query that cannot be understood, LimitError beyond a bound, NotSupported for a query that
    the engine cannot answer.
    """
    started = time.perf_counter()
    request = validated(request)
    options = request.options
    ends = None if options.timeout_s is None else time.monotonic() + options.timeout_s
    query = read_request(reader, request)
    unmet = unmet_promises(query.node, options, promised)
    node, remarks = _asked(reader, query.node, options)
    answer = reader.search(Request(with_said_words(node), options, request.added_after, ends))
    hits, all_made = _hits(reader, query.node, answer.matches, options, ends=ends, plan=answer.plan)
    complete = answer.complete and all_made
    warnings, suggestions = [*query.warnings, *unmet, *remarks], list(query.suggestions)
    if not complete:
        warnings.append(f"The search was stopped after {options.timeout_s:g} seconds; it returns what it found so far.")
    if options.facets:
        from searchlib.searching import diagnosis

        warnings += diagnosis.facets_missed(reader, options.facets)
    if complete and not answer.matches and options.offset == 0 and options.limit > 0:
        from searchlib.searching import diagnosis

        why = diagnosis.diagnose(reader, query.node, added_after=request.added_after, deadline=ends)
        warnings += why.remarks
        suggestions += why.suggestions
    return Results.trusted(
        {
            "searchlib": versions.SEARCHLIB,
            "generation": reader.version,
            "query": request.text,
            "parsed": str(node),
            "total": answer.total,
            "warnings": tuple(dict.fromkeys(warnings)),
            "suggestions": tuple(dict.fromkeys(suggestions)),
            "took_ms": _took_ms(started),
            "hits": tuple(hits),
            "total_all": answer.total_all,
            "offset": options.offset,
            "facets": {name: tuple(counts) for name, counts in answer.facets.items()},
            "plan": answer.plan,
            "complete": complete,
            "documents": answer.documents,
        }
    )


def _asked(reader: Reader, node: Node, options: SearchOptions) -> tuple[Node, list[str]]:
    """What the engine is asked for a query, and remarks on it: with words of the best passages where the options say so."""
    if not options.expand:
        return node, []
    from searchlib.searching import feedback

    words = feedback.added_words(reader, with_said_words(node))
    return feedback.expanded(node, words, every_word=options.every_word), [feedback.remark(words)] if words else []


def pages(reader: Reader, request: SearchRequest, promised: Capabilities, size: int) -> Iterator[Results]:
    """What `search` gives at once, in pages of `size` hits: the engine is asked once, and one page is in memory at a time.

    There is a page also when nothing matches. A search that ran out of time gives pages that are not complete. Raises the errors
    of `search`, when the first page is taken.
    """
    started = time.perf_counter()
    request, size = validated(request), max(1, require_count("size", size))
    options = request.options
    ends = None if options.timeout_s is None else time.monotonic() + options.timeout_s
    query = read_request(reader, request)
    unmet = unmet_promises(query.node, options, promised)
    node, remarks = _asked(reader, query.node, options)
    answer = reader.search(Request(with_said_words(node), options, request.added_after, ends))
    for first in range(0, max(1, len(answer.matches)), size):
        place = replace(options, offset=options.offset + first)
        hits, _ = _hits(reader, query.node, answer.matches[first : first + size], place, plan=answer.plan)
        yield Results(
            generation=reader.version,
            query=request.text,
            parsed=str(node),
            hits=tuple(hits),
            total=answer.total,
            offset=place.offset,
            took_ms=_took_ms(started),
            warnings=(*query.warnings, *unmet, *remarks),
            plan=answer.plan,
            complete=answer.complete,
        )


def _took_ms(started: float) -> float:
    """Milliseconds since `started`, a value of `time.perf_counter()`."""
    return round(1000 * (time.perf_counter() - started), 3)


def rank(
    reader: Reader, text: str, k: int, *, literal: bool = False, every_word: bool = False
) -> list[tuple[str, float]]:
    """The ids and scores of the best `k` passages of a query, and nothing else. Raises QueryError, LimitError."""
    if not (type(text) is str and type(k) is int and k >= 0):
        text, k = require_text("query", text, "'Kursk troops'"), require_count("k", k)
    node = without_stop_words(parse(text, every_word=every_word, literal=literal).node, reader.analyzer)
    node = with_said_words(node)
    return [(reader.passage_id(ref), score) for ref, score in reader.rank(node, k)]


def rank_many(
    reader: Reader,
    queries: Sequence[str],
    k: int,
    *,
    workers: int,
    literal: bool = False,
    every_word: bool = False,
    expand: str = "",
    k1: float | None = None,
    b: float | None = None,
) -> Rankings:
    """`rank` of many queries as arrays, in so many threads, expanded, and with these parameters of BM25.

    Raises QueryError, LimitError, and NotSupported when the engine ranks one query at a time.
    """
    queries = require_queries(queries)
    k, workers = require_count("k", k), require_workers(workers)
    if not isinstance(reader, RanksMany):
        raise NotSupported("The engine of this index ranks one query at a time.")
    k1, b = require_parameter("k1", k1), require_parameter("b", b)
    options = SearchOptions(expand=require_expansion(expand), every_word=every_word)

    def parsed(text: str) -> Node:
        text = require_text("query", text, "'Kursk troops'")
        read = without_stop_words(parse(text, every_word=every_word, literal=literal).node, reader.analyzer)
        node, _ = _asked(reader, read, options)
        return with_said_words(node)

    return reader.rank_many([partial(parsed, text) for text in queries], k, workers=workers, k1=k1, b=b)


def like(reader: Reader, ref: PassageRef, limit: int) -> Results:
    """The passages that share most of the rare words of this one; the shared words are highlighted."""
    started = time.perf_counter()
    limit = require_count("limit", limit)
    passage_id = reader.passage_id(ref)
    matches = [Match(other, score) for other, score in reader.like(ref, limit)]
    shared = Clauses(tuple(Word(word, "text") for word in reader.significant_terms(ref)))
    hits, _ = _hits(reader, shared, matches, DEFAULT_OPTIONS)
    return Results(
        generation=reader.version,
        query=passage_id,
        parsed=f"like {passage_id}",
        hits=tuple(hits),
        took_ms=_took_ms(started),
    )


def _hits(
    reader: Reader,
    node: Node,
    matches: Sequence[Match],
    options: SearchOptions,
    *,
    ends: float | None = None,
    plan: str = "",
) -> tuple[list[Hit], bool]:
    """The Hit of each match, and whether time sufficed for all of them and their highlights."""
    hits: list[Hit] = []
    complete = True
    highlighter = Highlighter(node, reader.analyzer)
    for first in range(0, len(matches), _BATCH):
        batch = matches[first : first + _BATCH]
        if first and ends is not None and time.monotonic() > ends:
            return hits, False
        stored = reader.fetch([match.ref for match in batch])
        until = None if ends is None else max(ends, time.monotonic() + _HIGHLIGHTING_S)
        spans = _spans(highlighter, stored, until)
        complete = complete and len(spans) == len(batch)
        unmarked: list[Spans] = [[]] * (len(batch) - len(spans))
        for match, one, marked in zip(batch, stored, [*spans, *unmarked], strict=True):
            why = _explained(node, one, match, plan) if options.explain else None
            near = around(reader, one.passage, options.context) if options.context else {}
            hits.append(_hit(reader, match, one, marked, options.offset + len(hits) + 1, why, near))
    return hits, complete


def _explained(node: Node, stored: Stored, match: Match, plan: str) -> Explanation:
    from searchlib.matching.explaining import explanation  # when it is asked for

    return explanation(node, stored, match.terms, plan=plan)


def _spans(highlighter: Highlighter, stored: Sequence[Stored], until: float | None) -> list[Spans]:
    """The highlights of each of these passages; only of the first of them when time runs out."""
    spans: list[Spans] = []
    with deadline.within(until), contextlib.suppress(OutOfTime):
        for one in stored:
            spans.append(highlighter.spans(one))  # noqa: PERF401 - what was done before the deadline is kept
    return spans


def _hit(
    reader: Reader,
    match: Match,
    stored: Stored,
    spans: Spans,
    rank: int,
    explanation: Explanation | None,
    near: Mapping[str, tuple[Passage, ...]],
) -> Hit:
    """The hit of a match; `near` are the passages "before" and "after" it that were asked for."""
    passage, header = stored.passage, stored.header
    marked = highlights.merge(spans)
    return Hit.trusted(
        {
            "rank": rank,
            "score": float(match.score),
            "passage": passage,
            "title": header.title,
            "published": header.published,
            "published_from": header.published_from,
            "source": header.source,
            "url": header.url,
            "path": header.path,
            "page": passage.line if header.path.lower().endswith(_PDF) else None,
            "extra": dict(header.extra),
            "highlights": _as_spans(marked),
            "snippet": _snippet(passage, marked),
            "quoted": _quoted(passage),
            "before": near.get("before", ()),
            "after": near.get("after", ()),
            "duplicates": tuple(map(reader.passage_id, match.duplicates)),
            "more_in_document": match.more_in_document,
            "explanation": explanation,
        }
    )


def _as_spans(pairs: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple([Span.trusted({"start": start, "end": end}) for start, end in pairs])


def _quoted(passage: Passage) -> tuple[Span, ...]:
    """The characters of the passage's statements that stand in quotation marks."""
    said = [(one.start, one.end) for one in passage.statements if one.kind != "indirect"]
    if not said:
        return ()
    marked = [(passage.start + span.start, passage.start + span.end) for span in quoted_spans(passage.text)]
    shared = ((max(start, first), min(end, last)) for start, end in marked for first, last in said)
    return _as_spans(highlights.merge(shared))


def around(reader: Reader, passage: Passage, count: int) -> dict[str, tuple[Passage, ...]]:
    """The `count` passages of the document "before" and "after" this one; fewer at its beginning and its end."""
    ordinals = {
        "before": range(max(0, passage.ordinal - count), passage.ordinal),
        "after": range(passage.ordinal + 1, passage.ordinal + count + 1),
    }
    near: dict[str, tuple[Passage, ...]] = {}
    for side, places in ordinals.items():
        refs = (reader.find_passage(f"{passage.document}#{ordinal}") for ordinal in places)
        known = list(takewhile(lambda ref: ref is not None, refs))
        near[side] = tuple(stored.passage for stored in reader.fetch([ref for ref in known if ref is not None]))
    return near


def _snippet(passage: Passage, spans: Sequence[tuple[int, int]]) -> Span | None:
    """The best window of a long passage; None where the passage is short enough to be shown whole."""
    if len(passage.text) <= SNIPPET:
        return None
    inside = [(start - passage.start, end - passage.start) for start, end in spans]
    start, end = highlights.snippet(passage.text, inside, width=SNIPPET)
    return Span.trusted({"start": passage.start + start, "end": passage.start + end})
