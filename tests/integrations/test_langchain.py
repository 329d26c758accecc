"""The retriever for LangChain: LangChain's own tests of retrievers, and what is ours."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from searchlib.errors import QueryError
from tests.integrations.articles import index_of_articles

pytest.importorskip("langchain_core", reason="needs the extra langchain")
pytest.importorskip("langchain_tests", reason="needs langchain-tests")

from langchain_tests.integration_tests import RetrieversIntegrationTests

from searchlib.integrations.langchain import SearchlibRetriever


@pytest.fixture(scope="module")
def location(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the index of the articles is."""
    path = tmp_path_factory.mktemp("langchain") / "index"
    index_of_articles(path)
    return path


class TestStandard(RetrieversIntegrationTests):
    """The tests that LangChain gives to every retriever."""

    @pytest.fixture(autouse=True)
    def _located(self, location: Path) -> None:
        self.location = location

    @property
    def retriever_constructor(self) -> type[SearchlibRetriever]:
        """The class that is tested."""
        return SearchlibRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        """Its arguments."""
        return {"index": str(self.location), "k": 4}

    @property
    def retriever_query_example(self) -> str:
        """A question."""
        return "How many soldiers are in Kursk?"


def test_a_document_tells_where_it_is_from(location: Path) -> None:
    """Its metadata has the place, the score, and what was read in the passage."""
    (document,) = SearchlibRetriever(index=location, k=1, filters={"number": 3000}).invoke("soldiers")
    assert document.id == document.metadata["id"] == "a3.txt#0"
    assert document.metadata["speakers"] == ["Ana Reyes"]
    assert document.metadata["quantities"] == ["3,000 soldiers"]
    assert document.metadata["published"] == "2024-10-03"


def test_filters_let_nothing_else_through(location: Path) -> None:
    """Those of the retriever hold for every question, and those of one question replace them."""
    retriever = SearchlibRetriever(index=location, filters={"speaker": "lind"})
    assert {document.metadata["document"] for document in retriever.invoke("soldiers")} == {
        f"a{day}.txt" for day in (2, 4, 6, 8)
    }
    changed = retriever.invoke("soldiers", filters={"published": ">=2024-10-08"})
    assert {document.metadata["document"] for document in changed} == {"a8.txt", "a9.txt"}


def test_an_argument_that_there_is_not_is_an_error(location: Path) -> None:
    """A misspelled name of the filters would let everything through."""
    with pytest.raises(ValueError, match="filtres"):
        SearchlibRetriever(index=location, filtres={"speaker": "lind"})


def test_a_question_is_plain_words_unless_it_is_a_query(location: Path) -> None:
    """Marks of a question are no operators; with literal off they are, and a wrong query is an error."""
    assert SearchlibRetriever(index=location).invoke("soldiers? (number: *")
    assert not SearchlibRetriever(index=location, literal=False).invoke("speaker:nobody")
    with pytest.raises(QueryError):
        SearchlibRetriever(index=location, literal=False).invoke("number:abc")


def test_many_questions_at_once(location: Path) -> None:
    """Coroutines give the answers that the plain call gives."""
    retriever = SearchlibRetriever(index=location, k=2)
    questions = [f"{day},000 soldiers" for day in range(1, 10)]

    async def ask() -> list[list[str]]:
        answers = await asyncio.gather(*map(retriever.ainvoke, questions))
        return [[document.id for document in answer] for answer in answers]

    assert asyncio.run(ask()) == [[document.id for document in retriever.invoke(question)] for question in questions]
