"""The engine on a cluster against the law: the same tests as those of every engine, on fewer examples at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchlib.engines import open_engine
from searchlib.query import nodes as n
from searchlib.query.said_words import with_said_words
from tests.cluster_nodes import CLUSTER, nodes
from tests.engines.corpora import Commit, flat_queries, histories, queries, write
from tests.engines.test_search_oracle import Opened, check

pytestmark = list(CLUSTER)

FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=150)


@contextmanager
def opened(history: list[Commit]) -> Iterator[Opened]:
    """An index on the cluster with this history and nothing before it."""
    location = f"opensearch://{nodes().addresses}/oracle"
    engine = open_engine(location)
    with engine.writer(fresh=True) as writer:
        writer.commit()
    corpus = write(location, history)
    yield Opened(engine.reader(), corpus, engine.capabilities)


def answers_as_the_law_says(history: list[Commit], asked: list[n.Node]) -> None:
    with opened(history) as index:
        for node in asked:
            check(index, node)
            scored = with_said_words(node)
            if scored is not node:
                check(index, scored)


@FEW
@given(histories, st.lists(queries, min_size=4, max_size=12))
def test_any_query_is_answered_as_the_law_says(history: list[Commit], asked: list[n.Node]) -> None:
    """Same passages, same scores, explanations that add up and exact totals, whatever was added, replaced and deleted."""
    answers_as_the_law_says(history, asked)


@FEW
@given(histories, st.lists(flat_queries, min_size=4, max_size=12))
def test_clauses_side_by_side_are_answered_as_the_law_says(history: list[Commit], asked: list[n.Node]) -> None:
    """The same for the queries that people write."""
    answers_as_the_law_says(history, asked)


@pytest.mark.nightly
@MANY
@given(histories, st.lists(queries | flat_queries, min_size=6, max_size=20))
def test_many_queries_are_answered_as_the_law_says(history: list[Commit], asked: list[n.Node]) -> None:
    """The same with more of both."""
    answers_as_the_law_says(history, asked)
