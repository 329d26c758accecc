"""From a query's text to Results: `search` asks the engine and highlights, `diagnosis` says why nothing matched."""

from searchlib.searching.request import FilterValue, SearchRequest
from searchlib.searching.search import like, pages, parse_request, rank, rank_many, read_request, restricted, search
from searchlib.searching.validation import filter_text, require_queries, require_workers, validated

__all__ = [
    "FilterValue",
    "SearchRequest",
    "filter_text",
    "like",
    "pages",
    "parse_request",
    "rank",
    "rank_many",
    "read_request",
    "require_queries",
    "require_workers",
    "restricted",
    "search",
    "validated",
]
