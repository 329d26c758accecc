"""From a query's text to Results: `asking` parses, asks the engine and marks what matched, `doctor` says why nothing did.

`checking` refuses arguments that are none.
"""

from searchlib.searching.asking import Ask, like, rank, search, understand
from searchlib.searching.checking import FilterValue, filter_text, wanted_text

__all__ = ["Ask", "FilterValue", "filter_text", "like", "rank", "search", "understand", "wanted_text"]
