"""From a query's text to Results: `asking` parses, asks the engine and marks what matched, `doctor` says why nothing did.

`checking` refuses arguments that are none.
"""

from searchlib.searching.search import Ask, like, rank, search, understand
from searchlib.searching.validation import FilterValue, filter_text, wanted_text

__all__ = ["Ask", "FilterValue", "filter_text", "like", "rank", "search", "understand", "wanted_text"]
