"""A retriever for LlamaIndex. Needs the extra `llamaindex`.

from searchlib.integrations.llamaindex import SearchlibRetriever

SearchlibRetriever("index", similarity_top_k=5).retrieve("How many soldiers are in Kursk?")
"""

from __future__ import annotations

import os
from typing import Any, Final

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from llama_index.core.vector_stores.types import FilterCondition, FilterOperator, MetadataFilter, MetadataFilters

from searchlib.errors import ArgumentError
from searchlib.index_reading import ReadOnlyIndex
from searchlib.integrations import conditions
from searchlib.models import Hit
from searchlib.query.nodes import Node, Not
from searchlib.searching import SearchRequest

_OPERATORS: Final = {
    FilterOperator.EQ: "==",
    FilterOperator.NE: "!=",
    FilterOperator.GT: ">",
    FilterOperator.GTE: ">=",
    FilterOperator.LT: "<",
    FilterOperator.LTE: "<=",
    FilterOperator.IN: "in",
    FilterOperator.ANY: "in",
    FilterOperator.NIN: "not in",
}


class SearchlibRetriever(BaseRetriever):
    """Passages for a question, best first, as nodes with a score and with what was read in them as metadata.

    `filters` are MetadataFilters over the fields of the query language ("speaker", "published", ...): no passage comes
    through that they do not match. `literal` reads the question as plain words. Raises ArgumentError for a filter that has no
    equal in the query language.
    """

    def __init__(
        self,
        index: ReadOnlyIndex | str | os.PathLike[str],
        similarity_top_k: int = 10,
        filters: MetadataFilters | None = None,
        *,
        literal: bool = True,
        **others: Any,
    ) -> None:
        self._index = conditions.opened(index)
        self._k = similarity_top_k
        self._condition = None if filters is None or not filters.filters else condition_of(filters)
        self._literal = literal
        super().__init__(**others)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_node(hit) for hit in self._index.ask(self._request(query_bundle))]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_node(hit) for hit in await self._index.aask(self._request(query_bundle))]

    def _request(self, query: QueryBundle) -> SearchRequest:
        return conditions.request(query.query_str, self._k, condition=self._condition, literal=self._literal)


def condition_of(filters: MetadataFilters) -> Node:
    """The filters as one node of the query language. Raises ArgumentError for one that has none."""
    nodes = [condition_of(one) if isinstance(one, MetadataFilters) else _comparison(one) for one in filters.filters]
    if filters.condition == FilterCondition.OR:
        return conditions.either(nodes)
    if filters.condition == FilterCondition.NOT:
        return Not(conditions.either(nodes))
    return conditions.both(nodes)


def _comparison(one: MetadataFilter) -> Node:
    operator = _OPERATORS.get(one.operator)
    if operator is None:
        raise ArgumentError(f"The operator {one.operator.value!r} of the filter on {one.key!r} has no equal here.")
    return conditions.comparison(one.key, operator, one.value)


def _node(hit: Hit) -> NodeWithScore:
    node = TextNode(id_=hit.passage.id, text=hit.passage.text, metadata=conditions.metadata(hit))
    return NodeWithScore(node=node, score=hit.score)
