"""Commands that ask without a query at hand: like, save, run."""

from __future__ import annotations

from typing import Annotated

import typer

from searchlib.cli import options
from searchlib.cli.exit_codes import FOUND


@options.grouped
def like(
    passage: Annotated[str, typer.Argument(metavar="PASSAGE", help="The id of a passage, as <document>#<ordinal>.")],
    printed: options.Printed,
    limit: options.Limit = 10,
    index: options.IndexPath = None,
) -> int:
    """Find passages on the same things as a known one."""
    from searchlib.cli.index_path import open_index
    from searchlib.cli.output import answer

    form = printed.form()
    with open_index(index) as opened:
        return answer("searchlib like", opened.like(passage, limit), form)


@options.grouped
def save(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name of letters, digits, - and _.")],
    filters: options.Filters,
    query: options.Words = None,
    index: options.IndexPath = None,
) -> int:
    """Keep a search under a name, for `searchlib run`."""
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
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of a saved search.")],
    shown: options.Shown,
    printed: options.Printed,
    new: Annotated[bool, typer.Option("--new", help="Only documents that came since the last run with --new.")] = False,
    index: options.IndexPath = None,
) -> int:
    """Run a saved search; --new: over what came since."""
    from searchlib.cli.index_path import open_index
    from searchlib.cli.output import answer

    form = printed.form(count=shown.count)
    with open_index(index) as opened:
        return answer("searchlib run", opened.run(name, new=new, options=shown.options(form)), form)
