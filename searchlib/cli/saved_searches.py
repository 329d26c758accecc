"""Commands for saved searches and similar passages: like, save, run, saved, unsave."""

from __future__ import annotations

import json
import shlex
import sys
from typing import TYPE_CHECKING, Annotated, cast

import typer

from searchlib.cli import options
from searchlib.cli.calls.declarations import WrongCall
from searchlib.cli.exit_codes import FOUND, NOTHING
from searchlib.presentation.calls import as_options

if TYPE_CHECKING:
    from searchlib.fields import Expansion
    from searchlib.saved_searches import SavedSearch


def like(
    passage: Annotated[
        str, typer.Argument(metavar="PASSAGE|PATH:LINE", help="Id of a passage, <document>#<ordinal>, or its place.")
    ],
    printed: options.Printed,
    limit: options.Limit = 10,
    index: options.IndexPath = None,
) -> int:
    """Find passages similar to a known passage."""
    from searchlib.cli.index_path import open_index
    from searchlib.cli.output import print_results

    form = printed.form()
    with open_index(index) as opened:
        return print_results("searchlib like", opened.like(opened.locate(passage), limit), form)


def save(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the search: letters, digits, - and _.")],
    filters: options.Filters,
    query: options.Words = None,
    every_word: options.EveryWord = False,
    literal: options.Literal = False,
    sure: options.Sure = False,
    expand: options.Expand = "",
    k1: options.K1 = None,
    b: options.B = None,
    index: options.IndexPath = None,
) -> int:
    """Save a search under a name, for `searchlib run`."""
    from searchlib.cli.index_path import open_index
    from searchlib.cli.messages import index_option
    from searchlib.cli.terminal import visible

    text = " ".join(query or ())
    if not text.strip() and not filters.given:
        raise WrongCall("There is nothing to save: give a query, as in searchlib save kursk 'Kursk troops'.")
    with open_index(index) as opened:
        earlier = opened.saved().get(name)
        opened.save(
            name,
            text,
            every_word=every_word,
            literal=literal,
            explicit_only=sure,
            expand=cast("Expansion", expand),
            k1=k1,
            b=b,
            **filters.given,
        )
    if earlier:
        print(visible(f"Replaced the saved search {name}, which was: {_words(earlier)}"))
    print(f"Saved {name}: run it with `searchlib run {name}{index_option(index)}`.")
    return FOUND


def run(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of a saved search.")],
    shown: options.Shown,
    printed: options.Printed,
    new: Annotated[bool, typer.Option("--new", help="Only documents added since the last run with --new.")] = False,
    index: options.IndexPath = None,
) -> int:
    """Run a saved search; with --new only over new documents."""
    from searchlib.cli.index_path import open_index
    from searchlib.cli.output import print_results

    form = printed.form(count=shown.count)
    with open_index(index) as opened:
        return print_results("searchlib run", opened.run(name, new=new, options=shown.options(form)), form)


def saved(index: options.IndexPath = None, as_json: options.OneJson = False) -> int:
    """List the saved searches, and the day of each."""
    from searchlib.cli.index_path import open_index
    from searchlib.cli.messages import advice
    from searchlib.cli.output import safe_json
    from searchlib.cli.terminal import visible
    from searchlib.errors import Remedy

    with open_index(index) as opened:
        searches = [search for _, search in sorted(opened.saved().items())]
    if as_json:
        print(safe_json(json.dumps([_row(search) for search in searches], ensure_ascii=False)))
    elif not searches:
        print(visible(f"No search is saved yet. {advice(Remedy.SAVE_A_SEARCH, index)}"), file=sys.stderr)
    width = max((len(search.name) for search in searches), default=0)
    for search in () if as_json else searches:
        print(visible(f"{search.name:<{width}}  {search.saved or 'day unknown'}  {_words(search)}"))
    return FOUND if searches else NOTHING


def unsave(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of a saved search.")],
    index: options.IndexPath = None,
) -> int:
    """Remove a saved search."""
    from searchlib.cli.index_path import open_index
    from searchlib.cli.terminal import visible

    with open_index(index) as opened:
        opened.unsave(name)
    print(visible(f"Removed the saved search {name}."))
    return FOUND


def _words(search: SavedSearch) -> str:
    """A saved search as it is typed behind `search`."""
    given = as_options({**dict(sorted(search.filters.items())), **search.options})
    return " ".join([shlex.quote(search.query), *given] if search.query else given)


def _row(search: SavedSearch) -> dict[str, object]:
    """A saved search as JSON prints it; `saved` is null when the day is unknown."""
    day = str(search.saved) if search.saved else None
    return {
        "name": search.name,
        "query": search.query,
        "filters": dict(search.filters),
        "options": dict(search.options),
        "saved": day,
    }
