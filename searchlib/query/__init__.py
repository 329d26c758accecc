"""The query language: `parse` reads a query into nodes, `caret` shows where one went wrong."""

from searchlib.query.caret import caret
from searchlib.query.context import Limits
from searchlib.query.parser import Query, parse, parse_filter

__all__ = ["Limits", "Query", "caret", "parse", "parse_filter"]
