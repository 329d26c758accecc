"""Facets, orders, pages, groups and highlights over random corpora, against the plainest way to find each."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchlib import analysis
from searchlib.analysis import fold, plain_name
from searchlib.engines.answers import Request
from searchlib.engines.whoosh.columnar.engine import ColumnarEngine
from searchlib.engines.whoosh.columnar.reader import ColumnarReader
from searchlib.errors import QueryError
from searchlib.matching.explaining import explanation
from searchlib.matching.highlighting import Highlighter
from searchlib.models import Document, Passage
from searchlib.query import nodes as n
from searchlib.query import parse
from searchlib.query.options import SearchOptions
from tests.engines.corpora import Commit, Corpus, filters, histories, queries, write

BOUNDED = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
MANY = 1_000
Found = dict[str, tuple[Document, Passage]]


def opened(folder: str, history: list[Commit]) -> tuple[ColumnarReader, Corpus]:
    corpus = write(Path(folder), history)
    return ColumnarEngine(Path(folder)).reader(), corpus


def found(searcher: ColumnarReader, corpus: Corpus, node: n.Node) -> Found:
    """The document and passage of every match, by the passage's id."""
    answer = searcher.search(Request(node, SearchOptions(limit=MANY)))
    names = [searcher.passage_id(match.ref) for match in answer.matches]
    every = {passage.id: (document, passage) for document, passages in corpus.values() for passage in passages}
    return {name: every[name] for name in names}


def values(facet: str, document: Document, passage: Passage) -> set[str]:
    """The values that one passage has of a facet."""
    published = document.published.isoformat() if document.published else ""
    plain: dict[str, set[Any]] = {
        "kind": {said.kind for said in passage.statements},
        "role": {said.role for said in passage.statements},
        "source": {document.source},
        "published": {published},
        "published.month": {published[:7]},
        "published.year": {published[:4]},
        "unit": {quantity.unit for quantity in passage.quantities},
    }
    return plain[facet] - {""}


@BOUNDED
@given(
    histories,
    queries,
    st.sampled_from(("kind", "role", "source", "published", "published.month", "published.year", "unit")),
)
def test_facets_count_the_passages_that_have_a_value(history: list[Commit], node: n.Node, facet: str) -> None:
    """Counts are of passages, each once for each value, over all matches, whatever was deleted or merged."""
    with tempfile.TemporaryDirectory() as folder:
        searcher, corpus = opened(folder, history)
        matches = found(searcher, corpus, node)
        wanted = Counter(value for pair in matches.values() for value in values(facet, *pair))
        answer = searcher.search(Request(node, SearchOptions(limit=0, facets=(facet,))))
        assert dict(answer.facets[facet]) == dict(wanted)
        assert [count for _, count in answer.facets[facet]] == sorted(wanted.values(), reverse=True)
        searcher.warm()  # now there is a table of all passages
        assert searcher.search(Request(node, SearchOptions(limit=0, facets=(facet,)))).facets == answer.facets


@BOUNDED
@given(histories, queries, st.sampled_from(("section", "Article type")))
def test_facets_count_the_values_of_a_source_column(history: list[Commit], node: n.Node, column: str) -> None:
    """A column of the source is counted as any facet is, its texts folded; one that no document has is refused."""
    name = plain_name(column)
    with tempfile.TemporaryDirectory() as folder:
        searcher, corpus = opened(folder, history)
        matches = found(searcher, corpus, node)
        wanted: Counter[str] = Counter()
        for document, _ in matches.values():
            own = [value for key, value in document.extra.items() if plain_name(key) == name]
            wanted.update({fold(value) if isinstance(value, str) else f"{value:.15g}" for value in own})
        request = Request(node, SearchOptions(limit=0, facets=(f"x.{column}",)))
        try:
            answer = searcher.search(request)
        except QueryError:  # no document ever had the column
            assert not wanted
        else:
            assert dict(answer.facets[f"x.{column}"]) == dict(wanted)


@BOUNDED
@given(histories, queries)
def test_the_facet_of_dates_names_periods(history: list[Commit], node: n.Node) -> None:
    """A day is itself; a longer period is named by its first and last day, and not counted under each of its days."""
    with tempfile.TemporaryDirectory() as folder:
        searcher, corpus = opened(folder, history)
        wanted: Counter[str] = Counter()
        for _, passage in found(searcher, corpus, node).values():
            periods = {(one.first, one.last) for one in passage.dates if one.first}
            wanted.update(str(first) if first == last else f"{first}..{last}" for first, last in periods)
        facets = searcher.search(Request(node, SearchOptions(limit=0, facets=("date",)))).facets
        months = {"2024-10-01..2024-10-31": "2024-10"}
        assert dict(facets["date"]) == {months.get(name, name): count for name, count in wanted.items()}


def key_of(sort: str, document: Document, passage: Passage) -> float | None:
    """What a passage is sorted by, when no filter asked for a date or a number."""
    if sort == "published":
        return document.published.toordinal() if document.published else None
    if sort == "date":
        return min((one.first.toordinal() for one in passage.dates if one.first), default=None)
    metres = {"kilometre": 1000.0}
    return max((one.high * metres.get(one.unit, 1.0) for one in passage.quantities), default=None)


@BOUNDED
@given(histories, st.sampled_from(("published", "date", "number")), st.booleans())
def test_matches_are_sorted_by_what_was_asked_unknown_ones_last(
    history: list[Commit], sort: Any, reverse: bool
) -> None:
    """Newest, earliest or largest first, or the other way round; a passage without the value is last either way."""
    with tempfile.TemporaryDirectory() as folder:
        searcher, corpus = opened(folder, history)
        node = n.Clauses(required=(n.Choice("has", "statement"),), excluded=(n.Word("epsilon"),))
        pairs = found(searcher, corpus, node)
        answer = searcher.search(Request(node, SearchOptions(limit=MANY, sort=sort, reverse=reverse)))
        keys = [key_of(sort, *pairs[searcher.passage_id(match.ref)]) for match in answer.matches]
        known = [key for key in keys if key is not None]
        assert keys == known + [None] * (len(keys) - len(known))
        assert known == sorted(known, reverse=(sort == "date") == reverse)


@BOUNDED
@given(
    histories,
    queries,
    st.sampled_from(("score", "published", "date", "number")),
    st.booleans(),
    st.booleans(),
    st.sampled_from(("", "document")),
    st.integers(1, 4),
)
def test_pages_follow_each_other_without_gap_or_repetition(
    history: list[Commit], node: n.Node, sort: Any, reverse: bool, collapse: bool, group: Any, size: int
) -> None:
    """Pages put one after the other are the whole answer; grouped or collapsed, nothing that matched is lost."""
    with tempfile.TemporaryDirectory() as folder:
        searcher, _ = opened(folder, history)
        ask = {"sort": sort, "reverse": reverse, "collapse": collapse, "group": group}
        whole = searcher.search(Request(node, SearchOptions(limit=MANY, **ask)))
        paged = []
        for offset in range(0, len(whole.matches) + size, size):
            page = searcher.search(Request(node, SearchOptions(limit=size, offset=offset, **ask)))
            assert page.total == whole.total
            paged += page.matches
        assert paged == list(whole.matches)
        places = [place for match in whole.matches for place in (match.ref, *match.duplicates)]
        assert len(places) == len(set(places))
        if not group:
            assert len(places) == whole.total


@BOUNDED
@given(histories, queries)
def test_grouping_shows_each_document_once_with_the_number_of_its_others(history: list[Commit], node: n.Node) -> None:
    """One hit a document, its best passage, and how many more of it matched."""
    with tempfile.TemporaryDirectory() as folder:
        searcher, _ = opened(folder, history)
        flat = [
            searcher.passage_id(match.ref)
            for match in searcher.search(Request(node, SearchOptions(limit=MANY))).matches
        ]
        documents = [name.rpartition("#")[0] for name in flat]
        grouped = searcher.search(Request(node, SearchOptions(limit=MANY, group="document")))
        heads = {document: name for name, document in reversed(list(zip(flat, documents, strict=True)))}
        assert [searcher.passage_id(match.ref) for match in grouped.matches] == list(
            dict.fromkeys(heads[document] for document in documents)
        )
        counts = Counter(documents)
        assert [match.more_in_document + 1 for match in grouped.matches] == [
            counts[name] for name in dict.fromkeys(documents)
        ]
        assert grouped.total == len(flat)


@BOUNDED
@given(histories, queries)
def test_what_is_marked_stands_in_the_passage_and_was_asked_for(history: list[Commit], node: n.Node) -> None:
    """Every match can be marked; marks lie inside the passage; a query of one word marks all of it and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        searcher, _ = opened(folder, history)
        places = [match.ref for match in searcher.search(Request(node, SearchOptions(limit=MANY))).matches]
        for stored in searcher.fetch(places):
            passage, spans = stored.passage, Highlighter(node, analysis.ENGLISH).spans(stored)
            assert all(passage.start <= start < end for start, end in spans)
        word = n.Word("alphas", "text")
        places = [match.ref for match in searcher.search(Request(word, SearchOptions(limit=MANY))).matches]
        for stored in searcher.fetch(places):
            passage, spans = stored.passage, Highlighter(word, analysis.ENGLISH).spans(stored)
            tokens = analysis.analyze(passage.text)
            wanted = {
                (passage.start + start, passage.start + end)
                for term, start, end in zip(tokens.terms, tokens.starts, tokens.ends, strict=True)
                if term == "alpha"
            }
            assert set(spans) == wanted


@BOUNDED
@given(histories, st.lists(filters, min_size=1, max_size=4))
def test_a_filter_s_explanation_names_what_satisfied_it(history: list[Commit], asked: list[n.Node]) -> None:
    """Each filter of a match is explained by mentions of the passage, or by its document; `said(...)` like the others."""
    with tempfile.TemporaryDirectory() as folder:
        searcher, _ = opened(folder, history)
        for node in asked:
            matches = searcher.search(Request(node, SearchOptions(limit=MANY))).matches
            for stored in searcher.fetch([match.ref for match in matches]):
                parts = explanation(node, stored, (), plan="").filters
                if isinstance(node, n.Choice) and node.field == "confidence":
                    assert not parts
                else:
                    assert [part.clause for part in parts] == [str(node)]
                    assert parts[0].matched


@BOUNDED
@given(histories, queries)
def test_the_facet_of_months_counts_what_asking_for_a_month_finds(history: list[Commit], node: n.Node) -> None:
    """Each month that is named has as many passages as the filter on it finds, and no month is left out."""
    with tempfile.TemporaryDirectory() as folder:
        searcher, corpus = opened(folder, history)
        counts = dict(
            searcher.search(Request(node, SearchOptions(limit=0, facets=("date.month",)))).facets["date.month"]
        )
        matches = found(searcher, corpus, node)
        touched = {
            f"{day:%Y-%m}"
            for _, passage in matches.values()
            for one in passage.dates
            for day in (one.first, one.last)
            if day
        }
        for month in touched | counts.keys():
            asked = parse(f"date:{month}").node
            assert counts.get(month, 0) == len(matches.keys() & found(searcher, corpus, asked).keys())
