"""One node against one passage, against the engine that answers for all passages at once."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchlib.analysis import ENGLISH
from searchlib.engines.answers import Request
from searchlib.engines.whoosh.columnar.engine import ColumnarEngine
from searchlib.matching.passage_leaves import matches
from searchlib.matching.passage_text import PassageText
from searchlib.query import nodes as n
from searchlib.query.options import SearchOptions
from tests.engines.corpora import Commit, flat_queries, histories, queries, scored, write

BOUNDED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.slow
@BOUNDED
@given(histories, st.lists(queries | flat_queries, min_size=1, max_size=6))
def test_a_passage_matches_exactly_where_search_returns_it(history: list[Commit], asked: list[n.Node]) -> None:
    """Every passage that search returns matches alone, and no other does."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = write(Path(folder), history)
        reader = ColumnarEngine(Path(folder)).reader()
        ids = [passage.id for _, passages in corpus.values() for passage in passages]
        every = reader.fetch([reader.find_passage(name) for name in ids])
        for node in asked:
            answer = reader.search(Request(node, SearchOptions(limit=1_000)))
            returned = {reader.passage_id(match.ref) for match in answer.matches}
            assert {stored.passage.id for stored in every if matches(node, stored)} == returned, (str(node), node)


@BOUNDED
@given(histories, st.lists(scored, min_size=1, max_size=4))
def test_stored_words_are_what_the_analysis_finds(history: list[Commit], asked: list[n.Scored]) -> None:
    """The words that the index stored of a text stand at the characters, and in the sentences, of the text analysed."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = write(Path(folder), history)
        reader = ColumnarEngine(Path(folder)).reader()
        for passage in (passage for _, passages in corpus.values() for passage in passages):
            (stored,) = reader.fetch([reader.find_passage(passage.id)])
            analysed = PassageText(passage.text, ENGLISH, base=passage.start)
            assert list(stored.text.sentences) == list(analysed.sentences)
            for leaf in asked:
                assert sorted(stored.text.spans(leaf)) == sorted(analysed.spans(leaf))
