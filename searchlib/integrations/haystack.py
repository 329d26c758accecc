"""A document store and a retriever for Haystack. Needs the extra `haystack`.

from searchlib.integrations.haystack import SearchlibDocumentStore, SearchlibRetriever

store = SearchlibDocumentStore("index")
SearchlibRetriever(store, top_k=5).run("How many soldiers are in Kursk?")["documents"]
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from haystack import Document, component, default_from_dict, default_to_dict
from haystack.document_stores.errors import DuplicateDocumentError
from haystack.document_stores.types import DuplicatePolicy
from haystack.errors import FilterError
from haystack.utils.filters import document_matches_filter

from searchlib import models
from searchlib.index import Index
from searchlib.integrations import conditions
from searchlib.query.nodes import Node, Not
from searchlib.searching import SearchRequest

_WHOLE: Final = "haystack"
"""Where the whole Haystack document is kept, as JSON, beside what is indexed of it."""
_NAMES: Final = ("title", "published", "source", "url")
"""Metadata that become fields of a document."""


class SearchlibDocumentStore:
    """Haystack documents in an index; each is stored whole, and its content is split, read and searched.

    The metadata `title`, `published`, `source` and `url` become the fields of these names. `filter_documents` compares
    with every stored document; for search with filters see SearchlibRetriever.
    """

    def __init__(self, location: str = "index") -> None:
        self.location = location
        self.index = Index(location)

    def to_dict(self) -> dict[str, Any]:
        """The store as a dictionary: the location of its index."""
        return dict(default_to_dict(self, location=self.location))

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> SearchlibDocumentStore:
        """The store of such a dictionary."""
        return default_from_dict(cls, data)

    def count_documents(self) -> int:
        """The number of documents in the index."""
        return len(self.index) if self._exists else 0

    def filter_documents(self, filters: dict[str, Any] | None = None) -> list[Document]:
        """The documents that match filters of Haystack; all without them. Raises FilterError for malformed ones."""
        if filters and "operator" not in filters and "conditions" not in filters:
            raise FilterError(f"Filters have an operator and conditions, or a field; got {filters!r}.")
        return [document for document in self._documents() if not filters or document_matches_filter(filters, document)]

    def write_documents(self, documents: list[Document], policy: DuplicatePolicy = DuplicatePolicy.NONE) -> int:
        """Add documents in one commit; returns how many were written.

        Raises DuplicateDocumentError under FAIL and NONE when one is there already (nothing is written then), ValueError
        for what is no Document.
        """
        if not isinstance(documents, list) or not all(isinstance(document, Document) for document in documents):
            raise ValueError(f"Please provide a list of Documents; got {type(documents).__name__}.")
        known = {document.id for document in documents if self._exists and document.id in self.index}
        if known and policy in (DuplicatePolicy.FAIL, DuplicatePolicy.NONE):
            raise DuplicateDocumentError(f"The index holds {', '.join(sorted(known))} already.")
        new = [document for document in documents if policy != DuplicatePolicy.SKIP or document.id not in known]
        if new:
            self.index.add(map(_stored, new))
        return len(new)

    def delete_documents(self, document_ids: list[str]) -> None:
        """Remove the documents of these ids; unknown ones are passed over."""
        known = [name for name in document_ids if self._exists and name in self.index]
        if known:
            self.index.delete(*known)

    def delete_all_documents(self) -> None:
        """Remove all documents."""
        self.delete_documents([document.id for document in self._documents()])

    def delete_by_filter(self, filters: dict[str, Any]) -> int:
        """Remove the documents that match; returns how many."""
        matching = self.filter_documents(filters)
        self.delete_documents([document.id for document in matching])
        return len(matching)

    def update_by_filter(self, filters: dict[str, Any], meta: dict[str, Any]) -> int:
        """Set metadata of the documents that match; returns how many."""
        matching = self.filter_documents(filters)
        for document in matching:
            document.meta.update(meta)
        self.write_documents(matching, DuplicatePolicy.OVERWRITE)
        return len(matching)

    def count_documents_by_filter(self, filters: dict[str, Any]) -> int:
        """How many documents match."""
        return len(self.filter_documents(filters))

    @property
    def _exists(self) -> bool:
        return self.index.engine.exists()

    def _documents(self) -> Iterable[Document]:
        if self._exists:
            yield from map(_restored, self.index.documents())


@component
class SearchlibRetriever:
    """Passages of a store for a question, best first, as Haystack Documents.

    `filters` are Haystack's, over the fields of the query language ("meta.speaker", "meta.published", ...): no passage
    comes through that they do not match. One that has no equal there raises ArgumentError.
    """

    def __init__(
        self, document_store: SearchlibDocumentStore, filters: dict[str, Any] | None = None, top_k: int = 10
    ) -> None:
        self.document_store = document_store
        self.filters = filters
        self.top_k = top_k

    def to_dict(self) -> dict[str, Any]:
        """The component as a dictionary."""
        store = self.document_store.to_dict()
        return dict(default_to_dict(self, document_store=store, filters=self.filters, top_k=self.top_k))

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> SearchlibRetriever:
        """The component of such a dictionary."""
        given = data["init_parameters"]
        given["document_store"] = SearchlibDocumentStore.from_dict(given["document_store"])
        return default_from_dict(cls, data)

    @component.output_types(documents=list[Document])
    def run(
        self, query: str, filters: dict[str, Any] | None = None, top_k: int | None = None
    ) -> dict[str, list[Document]]:
        """The best `top_k` passages for a query, in `documents`. Filters given here count in place of the component's."""
        return _found(self.document_store.index.ask(self._request(query, filters, top_k)))

    @component.output_types(documents=list[Document])
    async def run_async(
        self, query: str, filters: dict[str, Any] | None = None, top_k: int | None = None
    ) -> dict[str, list[Document]]:
        """`run` for asynchronous pipelines: it searches in a thread of its own."""
        return _found(await self.document_store.index.aask(self._request(query, filters, top_k)))

    def _request(self, query: str, filters: dict[str, Any] | None, top_k: int | None) -> SearchRequest:
        given = self.filters if filters is None else filters
        condition = condition_of(given) if given else None
        return conditions.request(query, self.top_k if top_k is None else top_k, condition=condition)


def condition_of(filters: Mapping[str, Any]) -> Node:
    """Filters of Haystack as one node of the query language. Raises ArgumentError for one that has none, FilterError."""
    if "field" in filters:
        if "operator" not in filters or "value" not in filters:
            raise FilterError(f"A filter on a field has an operator and a value; got {dict(filters)!r}.")
        name = str(filters["field"]).removeprefix("meta.")
        return conditions.comparison(name, str(filters["operator"]), filters["value"])
    operator, inner = filters.get("operator"), filters.get("conditions")
    if operator not in ("AND", "OR", "NOT") or not inner:
        raise FilterError(f"Filters have the operator AND, OR or NOT and conditions; got {dict(filters)!r}.")
    nodes = [condition_of(one) for one in inner]
    if operator == "OR":
        return conditions.either(nodes)
    return conditions.both(nodes) if operator == "AND" else Not(conditions.both(nodes))


def _stored(document: Document) -> models.Document:
    """What is indexed of a Haystack document, and the whole of it as JSON."""
    fields = {name: value for name in _NAMES if isinstance(value := document.meta.get(name), str) and value}
    whole = json.dumps(document.to_dict(flatten=False), default=str)
    return models.Document(id=document.id, text=document.content or "", extra={_WHOLE: whole}, **_readable(fields))


def _readable(fields: dict[str, str]) -> dict[str, Any]:
    """The fields without a publication date that is no ISO date."""
    try:
        return {**fields, "published": date.fromisoformat(fields.get("published", "")[:10])}
    except ValueError:
        return {name: text for name, text in fields.items() if name != "published"}


def _restored(document: models.Document) -> Document:
    """The Haystack document that was stored, or what the index knows of one that came another way."""
    whole = document.extra.get(_WHOLE)
    if isinstance(whole, str):
        return Document.from_dict(json.loads(whole))
    day = "" if document.published is None else document.published.isoformat()
    meta = {"title": document.title, "published": day, "source": document.source, "url": document.url, **document.extra}
    return Document(id=document.id, content=document.text, meta=meta)


def _found(results: models.Results) -> dict[str, list[Document]]:
    return {"documents": [_passage(hit) for hit in results]}


def _passage(hit: models.Hit) -> Document:
    meta = conditions.metadata(hit)
    meta.pop(f"x.{_WHOLE}", None)
    return Document(id=hit.passage.id, content=hit.passage.text, meta=meta, score=hit.score)
