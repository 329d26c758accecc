"""The retriever for LlamaIndex."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from searchlib.errors import ArgumentError, QueryError
from tests.integrations.articles import index_of_articles

pytest.importorskip("llama_index.core", reason="needs the extra llamaindex")

from llama_index.core.vector_stores.types import (
    FilterCondition,
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
)

from searchlib.integrations.llamaindex import SearchlibRetriever


@pytest.fixture(scope="module")
def location(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the index of the articles is."""
    path = tmp_path_factory.mktemp("llamaindex") / "index"
    index_of_articles(path)
    return path


def where(key: str, value: Any, operator: str = "==") -> MetadataFilter:
    """One filter."""
    return MetadataFilter(key=key, value=value, operator=FilterOperator(operator))


def days(location: Path, *filters: Any, condition: str = "and") -> set[int]:
    """The days of the articles that come through."""
    chosen = MetadataFilters(filters=list(filters), condition=FilterCondition(condition)) if filters else None
    nodes = SearchlibRetriever(location, filters=chosen).retrieve("How many soldiers are in Kursk?")
    return {int(node.node.metadata["document"][1]) for node in nodes}


def test_a_node_has_a_score_and_its_place(location: Path) -> None:
    """The best passages come first."""
    nodes = SearchlibRetriever(location, similarity_top_k=3).retrieve("soldiers")
    assert len(nodes) == 3
    assert [node.score for node in nodes] == sorted((node.score for node in nodes), reverse=True)
    assert nodes[0].node.metadata["document"] + "#0" == nodes[0].node.id_


@pytest.mark.parametrize(
    ("filters", "condition", "expected"),
    [
        ((), "and", set(range(1, 10))),
        ((where("speaker", "lind"),), "and", {2, 4, 6, 8}),
        ((where("speaker", "lind", "!="),), "and", {1, 3, 5, 7, 9}),
        ((where("number", 7000, ">"),), "and", {8, 9}),
        ((where("number", 7000, ">="), where("speaker", "lind")), "and", {8}),
        ((where("number", 2000, "<="), where("source", "Example Post")), "or", {1, 2, 6, 7, 8, 9}),
        ((where("published", "2024-10-03", "<"), where("speaker", "lind")), "not", {3, 5, 7, 9}),
        ((where("doc", ["a1.txt", "a5.txt"], "in"),), "and", {1, 5}),
        ((where("doc", ["a1.txt", "a5.txt"], "nin"),), "and", {2, 3, 4, 6, 7, 8, 9}),
        (
            (where("source", "Example Wire"), MetadataFilters(filters=[where("doc", "a1.txt"), where("doc", "a2.txt")], condition="or")),
            "and",
            {1, 2},
        ),
    ],
)  # fmt: skip
def test_filters_let_nothing_else_through(location: Path, filters: Any, condition: str, expected: set[int]) -> None:
    """Every operator that has an equal in the query language means what it says, nested too."""
    assert days(location, *filters, condition=condition) == expected


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (where("speaker", "lind", "contains"), "'contains' of the filter on 'speaker' has no equal"),
        (where("speaker", "lind", ">"), "speaker > 'lind' has no filter"),
        (where("colour", "red"), "'colour' cannot be filtered by"),
        (where("text", "kursk"), "'text' cannot be filtered by"),
        (where("doc", [], "in"), "has no filter"),
    ],
)
def test_what_has_no_equal_is_an_error(location: Path, one: MetadataFilter, said: str) -> None:
    """It is never passed over."""
    with pytest.raises(ArgumentError, match=said):
        days(location, one)


def test_a_wrong_value_is_an_error(location: Path) -> None:
    """The field says what it takes."""
    with pytest.raises(QueryError, match="number"):
        days(location, where("number", "many"))


def test_coroutines_give_the_same(location: Path) -> None:
    """`aretrieve` is `retrieve`."""
    retriever = SearchlibRetriever(location)
    ids = [node.node.id_ for node in asyncio.run(retriever.aretrieve("soldiers"))]
    assert ids == [node.node.id_ for node in retriever.retrieve("soldiers")]
