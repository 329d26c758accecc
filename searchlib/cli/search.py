"""The command `search`: one query, or many, answered."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import typer

from searchlib.cli import options
from searchlib.cli.entry import ERROR, NOTHING, tell
from searchlib.errors import QueryError, SearchlibError

if TYPE_CHECKING:
    from searchlib.cli.answers import Form
    from searchlib.index import Index
    from searchlib.searching import Ask

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command(context_settings=options.SETTINGS)
def search(
    query: options.Words = None,
    speaker: options.Speaker = None,
    role: options.Role = None,
    date: options.Date = None,
    number: options.Number = None,
    on: options.On = None,
    source: options.Source = None,
    published: options.Published = None,
    limit: options.Limit = 10,
    offset: options.Offset = 0,
    sort: options.SortBy = options.Sort.score,
    reverse: options.Reverse = False,
    group: options.GroupBy = None,
    every_word: options.EveryWord = False,
    literal: options.Literal = False,
    sure: options.Sure = False,
    fold: options.Fold = None,
    facet: options.Facet = None,
    index: options.IndexPath = None,
    as_json: options.Json = False,
    jsonl: options.Jsonl = False,
    csv: options.Csv = False,
    raw_csv: options.RawCsv = False,
    fields: options.Fields = None,
    count: options.Count = False,
    explain: options.Explain = False,
    color: options.Color = options.Colour.auto,
    no_pager: options.NoPager = False,
    timeout: options.Timeout = 10.0,
    queries: options.Queries = None,
) -> int:
    """Search an index of news: ranked passages, and who said what, when, and with which number.

    \b
    search 'Kursk troops'
    search 'north korean soldiers' --speaker blinken --number 8000..12000
    search 'said(speaker:singh number:10000)'
    search '"far east" -moscow date:2024-10'

    Put a query in single quotes, or the shell takes its > and *. The fields are listed by `searchlib fields`. Exit code:
    0 something found, 1 nothing, 2 an error.
    """  # noqa: D301 - a backspace keeps the lines as they are
    from searchlib.cli.answers import form_of
    from searchlib.searching import Ask

    words = list(query or ())
    given = {"speaker": speaker, "role": role, "date": date, "number": number, "on": on}
    given |= {"source": source, "published": published}
    ask = Ask(
        " ".join(words),
        filters=tuple((name, value) for name, value in given.items() if value is not None),
        limit=0 if count else limit,
        offset=offset,
        sort=sort.value,
        reverse=reverse,
        group=group.value if group else "",
        every_word=every_word,
        literal=literal,
        sure=sure,
        facets=tuple(facet or ()),
        explain=explain,
        timeout_s=timeout or None,
    )
    form = form_of(
        as_json=as_json,
        jsonl=jsonl,
        csv=csv,
        raw_csv=raw_csv,
        fields=fields,
        count=count,
        colour=color,
        no_pager=no_pager,
    )
    return run(ask, form, fold=fold, index=index, queries=Path("-") if words == ["-"] else queries)


def run(ask: Ask, form: Form, *, fold: bool | None, index: Path | None, queries: Path | None) -> int:
    """Ask once, or once for every query of a file; the exit code."""
    from searchlib.cli.answers import answer
    from searchlib.cli.folder import open_index

    ask = replace(ask, fold=form.for_people if fold is None else fold)
    if queries is None and not ask.text.strip() and not ask.filters:
        raise typer.BadParameter("There is nothing to search for: give a query, as in search 'Kursk troops'.")
    with open_index(index, build=True) as opened:
        if queries is None:
            return answer("search", opened.ask(ask), form)
        return _many(opened, ask, form, queries)


def _many(index: Index, ask: Ask, form: Form, queries: Path) -> int:
    """Answer every query; one that cannot be understood is told, and the others are answered all the same."""
    from searchlib.cli.answers import answer_one_of_many

    gc.enable()
    outcome, first = NOTHING, True
    for line, text in _lines(queries):
        try:
            results = index.ask(replace(ask, text=text))
        except QueryError as error:
            tell("search", f"{queries}:{line}: {error}")
            outcome = ERROR
            continue
        found = answer_one_of_many(results, form, first=first)
        outcome, first = (found if outcome == NOTHING else outcome), False
    return outcome


def _lines(queries: Path) -> Iterator[tuple[int, str]]:
    """The queries of a file, with the lines on which they stand; empty lines are passed over."""
    if str(queries) == "-":
        if sys.stdin is None:
            raise SearchlibError("Standard input is closed: there are no queries to read.")
        yield from _queries(sys.stdin, "standard input")
        return
    with queries.open(encoding="utf-8-sig") as stream:
        yield from _queries(stream, str(queries))


def _queries(stream: IO[str], place: str) -> Iterator[tuple[int, str]]:
    try:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield number, line.strip()
    except UnicodeDecodeError as error:
        raise SearchlibError(f"{place} is no text in UTF-8: {error.reason} at byte {error.start}.") from None
