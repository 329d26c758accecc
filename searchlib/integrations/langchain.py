"""A retriever for LangChain. Needs the extra `langchain`.

from searchlib.integrations.langchain import SearchlibRetriever

retriever = SearchlibRetriever(index="index", k=5, filters={"speaker": "blinken"})
retriever.invoke("How many soldiers are in Kursk?")
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field, field_validator

from searchlib.index_reading import ReadOnlyIndex
from searchlib.integrations import conditions
from searchlib.models import Hit, Results
from searchlib.searching import SearchRequest


class SearchlibRetriever(BaseRetriever):
    """Passages for a question, best first, as LangChain Documents with what was read in them as metadata.

    `index` is an Index or the location of one, `k` the number of passages, `filters` those of `Index.search`: no passage
    comes through that they do not match. `literal` reads the question as plain words; turn it off to write in the
    query language. `k` and `filters` may also be given to `invoke`.
    """

    model_config = ConfigDict(extra="forbid")  # a misspelled `filters` would filter nothing

    index: Any
    k: int = Field(default=10, ge=1)
    filters: dict[str, Any] = Field(default_factory=dict)
    literal: bool = True

    @field_validator("index")
    @classmethod
    def _opened(cls, index: Any) -> ReadOnlyIndex:
        return conditions.opened(index)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain gives it
        **changes: Any,
    ) -> list[Document]:
        return _documents(self.index.ask(self._request(query, **changes)))

    async def _aget_relevant_documents(
        self,
        query: str,
        *,
        run_manager: AsyncCallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain gives it
        **changes: Any,
    ) -> list[Document]:
        return _documents(await self.index.aask(self._request(query, **changes)))

    def _request(self, query: str, k: int | None = None, filters: dict[str, Any] | None = None) -> SearchRequest:
        given = self.filters if filters is None else filters
        return conditions.request(query, self.k if k is None else k, filters=given, literal=self.literal)


def _documents(results: Results) -> list[Document]:
    return [_document(hit) for hit in results]


def _document(hit: Hit) -> Document:
    return Document(id=hit.passage.id, page_content=hit.passage.text, metadata=conditions.metadata(hit))
