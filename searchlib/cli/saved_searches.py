"""Commands for saved searches and similar passages: like, save, run."""

from __future__ import annotations

from typing import Annotated

import typer

from searchlib.cli import options
from searchlib.cli.exit_codes import FOUND


@options.grouped
def like(
    passage: Annotated[str, typer.Argument(metavar="PASSAGE", help="Id of a passage: <document>#<ordinal>.")],
    printed: options.Printed,
    limit: options.Limit = 10,
    index: options.IndexPath = None,
) -> int:
    """Find passages similar to a known passage."""
    from searchlib.cli.index_path import open_index
    from searchlib.cli.output import print_results

    form = printed.form()
    with open_index(index) as opened:
        return print_results("searchlib like", opened.like(passage, limit), form)


@options.grouped
def save(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the search: letters, digits, - and _.")],
    filters: options.Filters,
    query: options.Words = None,
    index: options.IndexPath = None,
) -> int:
    """Save a search under a name, for `searchlib run`."""
    from searchlib.cli.index_path import open_index
    from searchlib.cli.messages import index_option

    text = " ".join(query or ())
    if not text.strip() and not filters.given:
        raise typer.BadParameter("There is nothing to save: give a query, as in searchlib save kursk 'Kursk troops'.")
    with open_index(index) as opened:
        opened.save(name, text, **filters.given)
    print(f"Saved {name}: run it with `searchlib run {name}{index_option(index)}`.")
    return FOUND


@options.grouped
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
