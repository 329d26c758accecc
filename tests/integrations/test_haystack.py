"""The store and the retriever for Haystack: Haystack's own tests of stores, and what is ours."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from searchlib.errors import ArgumentError
from tests.integrations.articles import index_of_articles

pytest.importorskip("haystack", reason="needs the extra haystack")

from haystack import Document, Pipeline
from haystack.document_stores.errors import DuplicateDocumentError
from haystack.document_stores.types import DocumentStore, DuplicatePolicy
from haystack.errors import FilterError
from haystack.testing.document_store import (
    CountDocumentsByFilterTest,
    DocumentStoreBaseExtendedTests,
)

from searchlib.integrations.haystack import SearchlibDocumentStore, SearchlibRetriever

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:haystack.*")


class TestStore(DocumentStoreBaseExtendedTests, CountDocumentsByFilterTest):
    """The tests that Haystack gives to every store.

    Of the extended ones those of unique values, of fields' information and of least and greatest values do not apply: they are
    for stores that list metadata, which searchlib does by facets.
    """

    @pytest.fixture
    def document_store(self, tmp_path: Path) -> SearchlibDocumentStore:
        """An empty store."""
        return SearchlibDocumentStore(str(tmp_path / "index"))

    @staticmethod
    def assert_documents_are_equal(received: list[Document], expected: list[Document]) -> None:
        """The same documents; a store gives them in the order of their ids."""
        assert received == sorted(expected, key=lambda document: document.id)

    def test_write_documents(self, document_store: DocumentStore) -> None:
        """Without a policy a document that is there already is an error, and nothing is written."""
        documents = [Document(id="1", content="one"), Document(id="2", content="two")]
        assert document_store.write_documents(documents) == 2
        with pytest.raises(DuplicateDocumentError):
            document_store.write_documents([*documents, Document(id="3", content="three")])
        assert document_store.count_documents() == 2


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> SearchlibDocumentStore:
    """A store over an index that was built elsewhere."""
    path = tmp_path_factory.mktemp("haystack") / "index"
    index_of_articles(path)
    return SearchlibDocumentStore(str(path))


def where(field: str, value: Any, operator: str = "==") -> dict[str, Any]:
    """One comparison."""
    return {"field": field, "operator": operator, "value": value}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (None, set(range(1, 10))),
        (where("meta.speaker", "lind"), {2, 4, 6, 8}),
        (where("meta.number", 7000, ">"), {8, 9}),
        ({"operator": "NOT", "conditions": [where("meta.speaker", "lind")]}, {1, 3, 5, 7, 9}),
        ({"operator": "AND", "conditions": [where("speaker", "lind"), where("source", "Example Post")]}, {6, 8}),
        ({"operator": "OR", "conditions": [where("doc", "a1.txt"), where("number", 9000, ">=")]}, {1, 9}),
        (where("meta.doc", ["a1.txt", "a2.txt"], "not in"), set(range(3, 10))),
    ],
)  # fmt: skip
def test_filters_let_nothing_else_through(store: SearchlibDocumentStore, filters: Any, expected: set[int]) -> None:
    """A retriever's filters are searched by, not looked at afterwards."""
    documents = SearchlibRetriever(store, filters=filters).run("How many soldiers are in Kursk?")["documents"]
    assert {int(document.meta["document"][1]) for document in documents} == expected


@pytest.mark.parametrize(
    ("filters", "error"),
    [
        (where("meta.colour", "red"), ArgumentError),
        (where("meta.speaker", "lind", ">"), ArgumentError),
        ({"operator": "XOR", "conditions": [where("doc", "a")]}, FilterError),
        ({"operator": "AND"}, FilterError),
        ({"field": "meta.speaker", "value": "lind"}, FilterError),
        ({"field": "meta.speaker", "operator": "=="}, FilterError),
    ],
)
def test_what_has_no_equal_is_an_error(store: SearchlibDocumentStore, filters: Any, error: type[Exception]) -> None:
    """It is never passed over."""
    with pytest.raises(error):
        SearchlibRetriever(store, filters=filters).run("soldiers")


def test_asynchronous_pipelines_get_the_same(store: SearchlibDocumentStore) -> None:
    """In a thread of its own, with filters too."""
    retriever = SearchlibRetriever(store, top_k=3)
    filters = where("meta.speaker", "lind")
    assert asyncio.run(retriever.run_async("soldiers", filters)) == retriever.run("soldiers", filters)


def test_a_pipeline_is_written_and_read_again(store: SearchlibDocumentStore) -> None:
    """A pipeline with the retriever survives its own YAML."""
    pipeline = Pipeline()
    pipeline.add_component("retriever", SearchlibRetriever(store, top_k=2))
    again = Pipeline.loads(pipeline.dumps(), allowed_modules=["searchlib.integrations.haystack"])
    answers = [one.run({"retriever": {"query": "soldiers"}})["retriever"]["documents"] for one in (pipeline, again)]
    assert answers[0] == answers[1]
    assert len(answers[0]) == 2


def test_what_was_written_is_searched(tmp_path: Path) -> None:
    """Documents of Haystack are read like any other: with speakers, numbers and their fields."""
    store = SearchlibDocumentStore(str(tmp_path / "index"))
    store.write_documents(
        [Document(id="h", content="Ana Reyes said 40 tanks left.", meta={"published": "2024-10-02", "section": "war"})],
        DuplicatePolicy.OVERWRITE,
    )
    filters = {"operator": "AND", "conditions": [where("speaker", "reyes"), where("published", "2024-10-02")]}
    (passage,) = SearchlibRetriever(store, filters=filters).run("tanks")["documents"]
    assert passage.meta["quantities"] == ["40 tanks"]
    assert store.filter_documents(where("meta.section", "war"))[0].id == "h"


def test_documents_of_an_index_that_was_built_elsewhere(store: SearchlibDocumentStore) -> None:
    """They have their fields as metadata."""
    (document,) = store.filter_documents(where("meta.title", "Day 3"))
    assert document.meta["published"] == "2024-10-03"
    assert document.content.startswith("General Ana Reyes said")
