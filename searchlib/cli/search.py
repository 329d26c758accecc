"""The command `search`: answers one query, or the queries of a file."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from searchlib.cli import options
from searchlib.cli.calls.declarations import WrongCall
from searchlib.cli.exit_codes import ERROR, NOTHING
from searchlib.cli.index_path import is_built
from searchlib.cli.messages import print_message
from searchlib.definitions import unchecked_models
from searchlib.errors import QueryError, ReadError

if TYPE_CHECKING:
    from searchlib.cli.output import Form
    from searchlib.fields import Expansion
    from searchlib.index import Index
    from searchlib.searching import SearchRequest


def search(
    filters: options.Filters,
    shown: options.Shown,
    printed: options.Printed,
    query: options.Words = None,
    every_word: options.EveryWord = False,
    literal: options.Literal = False,
    sure: options.Sure = False,
    facet: options.Facet = None,
    explain: options.Explain = False,
    expand: options.Expand = "",
    k1: options.K1 = None,
    b: options.B = None,
    queries: options.Queries = None,
    index: options.IndexPath = None,
) -> int:
    """Search an index of news. Shows ranked passages with their speakers, dates and numbers.

    \b
    search 'Kursk troops'
    search 'north korean soldiers' --speaker blinken --number 8000..12000
    search 'said(speaker:singh number:10000)'
    search '"far east" -moscow date:2024-10'

    Put the query in single quotes, because the shell interprets > and *. `searchlib fields` lists the fields. Exit codes:
    0 something found, 1 nothing found, 2 error.
    """  # noqa: D301 - after \b Click keeps line breaks
    words = list(query or ())
    if queries is None and not explain and printed.is_text and is_built(index):
        unchecked_models.choose()
    form = printed.form(count=shown.count)
    if facet or explain:
        from searchlib.cli.output import refuse_dropped

        refuse_dropped(form, facets=bool(facet), explain=explain)
    search_options = shown.options(
        form,
        every_word=every_word,
        literal=literal,
        explicit_only=sure,
        facets=tuple(facet or ()),
        explain=explain,
        expand=cast("Expansion", expand),
        k1=k1,
        b=b,
    )
    from searchlib.searching import SearchRequest

    request = SearchRequest(" ".join(words), tuple(filters.given.items()), search_options)
    if words == ["-"] and queries is None:
        words, queries = [], Path("-")
    if queries is not None:
        return _ask_many(request, form, queries, index, words)
    if not request.text.strip() and not request.filters:
        raise WrongCall("The query is empty: write one, as in search 'Kursk troops'.")
    from searchlib.cli.index_path import open_index
    from searchlib.cli.output import print_results

    with open_index(index, build=True) as opened:
        return print_results("search", opened.ask(request), form)


def _ask_many(request: SearchRequest, form: Form, queries: Path, index: str | None, words: list[str]) -> int:
    """Answer every query of a file; returns the exit code."""
    from searchlib.cli.index_path import open_index

    if words:
        raise WrongCall("A query and --queries cannot be used together: choose one.")
    if form.kind == "json":
        raise WrongCall("--json prints one object for one query: for many queries use --jsonl.")
    with open_index(index, build=True) as opened:
        return _many(opened, request, form, queries)


def _many(index: Index, request: SearchRequest, form: Form, queries: Path) -> int:
    """Answer every query; returns the exit code. A query with an error prints its message, and the next ones go on."""
    from searchlib.cli.output import print_one_of_many
    from searchlib.query.caret import caret

    gc.enable()
    outcome, first, line = NOTHING, True, 0
    for line, text in _lines(queries):
        try:
            results = index.ask(replace(request, text=text))
        except QueryError as error:
            print_message("search", f"{queries}:{line}: {error}", *caret(error).splitlines())
            outcome = ERROR
            continue
        code = print_one_of_many(results, form, f"{queries}:{line}", first=first)
        outcome, first = (code if outcome == NOTHING else outcome), False
    if not line:
        place = "Standard input" if str(queries) == "-" else queries
        raise ReadError(f"{place} contains no query: write one query per line; lines that begin with # are comments.")
    return outcome


def _lines(queries: Path) -> Iterator[tuple[int, str]]:
    r"""The queries of a file with their line numbers; empty lines and lines that begin with # are skipped.

    For a query that begins with #, write a backslash before it: `\#metoo`.
    """
    if str(queries) == "-":
        if sys.stdin is None:
            raise ReadError("Standard input is closed, so no queries can be read from it.")
        yield from _queries(sys.stdin, "standard input")
        return
    with queries.open(encoding="utf-8-sig") as stream:
        yield from _queries(stream, str(queries))


def _queries(stream: IO[str], place: str) -> Iterator[tuple[int, str]]:
    try:
        for line_number, line in enumerate(stream, 1):
            query = line.strip()
            if query and not query.startswith("#"):
                yield line_number, query
    except UnicodeDecodeError as error:
        raise ReadError(f"{place} is not valid UTF-8: {error.reason} at byte {error.start}.") from None
