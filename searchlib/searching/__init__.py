"""From a query's text to Results: `asking` parses, asks the engine and marks what matched, `doctor` says why nothing did."""

from searchlib.searching.asking import Ask, like, rank, search, understand

__all__ = ["Ask", "like", "rank", "search", "understand"]
