"""The engine against the law, over random corpora, histories of commits and queries of every kind."""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchlib import analysis, ranking
from searchlib.engines.contract import Request
from searchlib.engines.whoosh.columnar.engine import ColumnarEngine
from searchlib.engines.whoosh.columnar.reader import Searcher
from searchlib.query import nodes as n
from searchlib.query.options import SearchOptions
from tests.engines.corpora import Commit, Corpus, flat_queries, histories, queries, write
from tests.engines.oracle import Oracle

BOUNDED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
MANY = 1_000


def opened(folder: str, history: list[Commit]) -> tuple[Searcher, Corpus]:
    path = Path(folder)
    corpus = write(path, history)
    return ColumnarEngine(path).reader(), corpus


def check(searcher: Searcher, corpus: Corpus, node: n.Node) -> None:
    """All answers about one query agree with the law."""
    wanted = Oracle(list(corpus.values())).search(node)
    answer = searcher.search(Request(node, SearchOptions(limit=MANY, explain=True)))
    found = {searcher.passage(match.ref).id: match for match in answer.matches}
    assert set(found) == set(wanted), (str(node), node)
    assert answer.total == len(wanted)
    assert searcher.count_many([node]) == [len(wanted)]
    for name, match in found.items():
        assert match.score == pytest.approx(wanted[name], abs=1e-9), (name, str(node))
        assert sum(part.score for part in match.terms) == pytest.approx(match.score, abs=1e-9), (name, str(node))
    best = sorted(wanted.values(), reverse=True)
    ranked = searcher.rank(node, 3)
    assert [score for _, score in ranked] == pytest.approx(best[:3], abs=1e-9)
    scores = [(-match.score, match.ref) for match in answer.matches]
    if any(score for score, _ in scores):
        assert [place for _, place in scores] == [place for _, place in sorted(scores)]


@BOUNDED
@given(histories, st.lists(queries, min_size=1, max_size=6))
def test_any_query_is_answered_as_the_law_says(history: list[Commit], asked: list[n.Node]) -> None:
    """Same passages, same scores, explanations that add up and exact totals, whatever was added, deleted and merged."""
    with tempfile.TemporaryDirectory() as folder:
        searcher, corpus = opened(folder, history)
        for node in asked:
            check(searcher, corpus, node)


@BOUNDED
@given(histories, st.lists(flat_queries, min_size=1, max_size=6))
def test_clauses_side_by_side_are_answered_as_the_law_says(history: list[Commit], asked: list[n.Node]) -> None:
    """The same for the queries that people write, which ranking answers as one table of lists."""
    with tempfile.TemporaryDirectory() as folder:
        searcher, corpus = opened(folder, history)
        for node in asked:
            check(searcher, corpus, node)


@BOUNDED
@given(histories, flat_queries)
def test_the_total_of_all_words_is_exact(history: list[Commit], asked: n.Clauses) -> None:
    """`total_all` counts the passages that hold every word asked for, each part of a word of several included."""
    each = [part for node in asked.optional for part in parts(node)]
    every = n.Clauses((), (*each, *asked.required), asked.excluded)
    with tempfile.TemporaryDirectory() as folder:
        searcher, corpus = opened(folder, history)
        assert searcher.search(Request(asked)).total_all == len(Oracle(list(corpus.values())).search(every))


def parts(node: n.Node) -> list[n.Node]:
    """A word of several parts as several words."""
    if not isinstance(node, n.Word):
        return [node]
    found = analysis.query_terms(node.text)
    return [n.Word(node.text[word.start : word.end], node.field, node.boost) for word in found]


@pytest.mark.skipif(find_spec("numba") is None, reason="needs numba")
@settings(BOUNDED, max_examples=25)
@given(histories, st.lists(queries | flat_queries, min_size=1, max_size=6))
def test_compiled_kernels_answer_as_the_law_says(history: list[Commit], asked: list[n.Node]) -> None:
    """The same with the compiled variant of ranking."""
    ranking.load_kernels()
    try:
        with tempfile.TemporaryDirectory() as folder:
            searcher, corpus = opened(folder, history)
            for node in asked:
                check(searcher, corpus, node)
    finally:
        ranking._loaded.clear()
