"""Every engine against the law, over random corpora, histories of commits and queries of every kind.

What is compared beside the matches is what the engine's capabilities promise.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchlib import analysis, ranking
from searchlib.engines import open_engine
from searchlib.engines.answers import Request
from searchlib.engines.contract import Capabilities, Reader
from searchlib.query import nodes as n
from searchlib.query.options import SearchOptions
from searchlib.query.said_words import with_said_words
from tests.engines.corpora import Commit, Corpus, flat_queries, histories, queries, write
from tests.engines.list_engine import list_scheme
from tests.engines.oracle import Oracle

BOUNDED = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
MANY = 1_000

every_engine = pytest.mark.parametrize("location", ["{folder}", "list://memory/{folder}"])
"""The location of an index of each engine, in a folder that is empty."""


@dataclass(frozen=True)
class Opened:
    """An index, what it must hold, and what its engine promises."""

    reader: Reader
    corpus: Corpus
    promised: Capabilities


@contextmanager
def opened(location: str, history: list[Commit]) -> Iterator[Opened]:
    """An index with this history."""
    with tempfile.TemporaryDirectory() as folder, list_scheme():
        location = location.format(folder=folder)
        corpus = write(location, history)
        engine = open_engine(location)
        yield Opened(engine.reader(), corpus, engine.capabilities)


def check(index: Opened, node: n.Node) -> None:
    """All answers about one query agree with the law."""
    reader = index.reader
    wanted = Oracle(list(index.corpus.values())).search(node)
    answer = reader.search(Request(node, SearchOptions(limit=MANY, explain=True)))
    found = {reader.passage_id(match.ref): match for match in answer.matches}
    assert set(found) == set(wanted), (str(node), node)
    assert [stored.passage.id for stored in reader.fetch([match.ref for match in answer.matches])] == [*found]
    if index.promised.exact_totals:
        assert answer.total == len(wanted)
        assert reader.count_many([node]) == [len(wanted)]
    for name, match in found.items():
        if index.promised.exact_scores:
            assert match.score == pytest.approx(wanted[name], abs=1e-9), (name, str(node))
            assert sum(part.score for part in match.terms) == pytest.approx(match.score, abs=1e-9), (name, str(node))
    best = sorted((match.score for match in answer.matches), reverse=True)
    assert [score for _, score in reader.rank(node, 3)] == pytest.approx(best[:3], abs=1e-9)
    refs = [(-match.score, match.ref) for match in answer.matches]
    assert refs == sorted(refs) or not any(best)


@every_engine
@BOUNDED
@given(histories, st.lists(queries, min_size=1, max_size=6))
def test_any_query_is_answered_as_the_law_says(location: str, history: list[Commit], asked: list[n.Node]) -> None:
    """Same passages, same scores, explanations that add up and exact totals, whatever was added, deleted and merged."""
    with opened(location, history) as index:
        for node in asked:
            check(index, node)


@every_engine
@BOUNDED
@given(histories, st.lists(queries, min_size=1, max_size=6))
def test_words_inside_said_score_and_select_nothing(location: str, history: list[Commit], asked: list[n.Node]) -> None:
    """The query with the words of its said() scored finds the same passages; its score is that of the query and of the words."""
    with opened(location, history) as index:
        law = Oracle(list(index.corpus.values()))
        for node in asked:
            scored = with_said_words(node)
            wanted, found = law.search(node), law.search(scored)
            assert set(wanted) == set(found)
            if scored is not node:
                assert all(found[name] >= wanted[name] - 1e-9 for name in wanted)
                check(index, scored)


@every_engine
@BOUNDED
@given(histories, st.lists(flat_queries, min_size=1, max_size=6))
def test_clauses_side_by_side_are_answered_as_the_law_says(
    location: str, history: list[Commit], asked: list[n.Node]
) -> None:
    """The same for the queries that people write, which ranking answers as one table of lists."""
    with opened(location, history) as index:
        for node in asked:
            check(index, node)


@BOUNDED
@given(histories, flat_queries)
def test_the_total_of_all_words_is_exact(history: list[Commit], asked: n.Clauses) -> None:
    """`total_all` of the embedded engine counts the passages that hold every word asked for.

    Each part of a word of several is included.
    """
    each = [part for node in asked.optional for part in parts(node)]
    every = n.Clauses((), (*each, *asked.required), asked.excluded)
    with opened("{folder}", history) as index:
        wanted = Oracle(list(index.corpus.values())).search(every)
        assert index.reader.search(Request(asked)).total_all == len(wanted)


def parts(node: n.Node) -> list[n.Node]:
    """A word of several parts as several words."""
    if not isinstance(node, n.Word):
        return [node]
    found = analysis.query_terms(node.text)
    return [n.Word(node.text[word.start : word.end], node.field, node.boost) for word in found]


@pytest.mark.slow
@pytest.mark.xdist_group("kernels")
@pytest.mark.skipif(find_spec("numba") is None, reason="needs numba")
@settings(BOUNDED, max_examples=25)
@given(histories, st.lists(queries | flat_queries, min_size=1, max_size=6))
def test_compiled_kernels_answer_as_the_law_says(history: list[Commit], asked: list[n.Node]) -> None:
    """The same with the compiled variant of ranking."""
    ranking.load_kernels()
    try:
        with opened("{folder}", history) as index:
            for node in asked:
                check(index, node)
    finally:
        ranking.unload_kernels()
