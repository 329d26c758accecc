"""Commands that ask without a query at hand: like, save, run."""

from __future__ import annotations

from typing import Annotated

import typer

from searchlib.cli import options
from searchlib.cli.entry import FOUND


def like(
    passage: Annotated[str, typer.Argument(metavar="PASSAGE", help="The id of a passage, as <document>#<ordinal>.")],
    limit: options.Limit = 10,
    index: options.IndexPath = None,
    as_json: options.Json = False,
    jsonl: options.Jsonl = False,
    csv: options.Csv = False,
    fields: options.Fields = None,
    color: options.Color = options.Colour.auto,
    no_pager: options.NoPager = False,
) -> int:
    """Find passages on the same things as a known one."""
    from searchlib.cli.answers import answer, form_of
    from searchlib.cli.folder import open_index

    form = form_of(as_json=as_json, jsonl=jsonl, csv=csv, fields=fields, colour=color.value, no_pager=no_pager)
    with open_index(index) as opened:
        return answer("searchlib like", opened.like(passage, limit), form)


def save(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name of letters, digits, - and _.")],
    query: options.Words = None,
    speaker: options.Speaker = None,
    role: options.Role = None,
    date: options.Date = None,
    number: options.Number = None,
    on: options.On = None,
    source: options.Source = None,
    published: options.Published = None,
    index: options.IndexPath = None,
) -> int:
    """Keep a search under a name, for `searchlib run`."""
    from searchlib.cli.folder import open_index

    given = {"speaker": speaker, "role": role, "date": date, "number": number, "on": on}
    given |= {"source": source, "published": published}
    filters = {field: value for field, value in given.items() if value is not None}
    text = " ".join(query or ())
    if not text.strip() and not filters:
        raise typer.BadParameter("There is nothing to save: give a query, as in searchlib save kursk 'Kursk troops'.")
    with open_index(index) as opened:
        opened.save(name, text, **filters)
    print(f"Saved {name}: run it with `searchlib run {name}`.")
    return FOUND


def run(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of a saved search.")],
    new: Annotated[bool, typer.Option("--new", help="Only documents that came since the last run with --new.")] = False,
    limit: options.Limit = 10,
    offset: options.Offset = 0,
    sort: options.SortBy = options.Sort.score,
    reverse: options.Reverse = False,
    group: options.GroupBy = None,
    fold: options.Fold = None,
    index: options.IndexPath = None,
    as_json: options.Json = False,
    jsonl: options.Jsonl = False,
    csv: options.Csv = False,
    fields: options.Fields = None,
    count: options.Count = False,
    color: options.Color = options.Colour.auto,
    no_pager: options.NoPager = False,
    timeout: options.Timeout = 10.0,
) -> int:
    """Run a saved search; --new: over what came since."""
    from searchlib.cli.answers import answer, form_of
    from searchlib.cli.folder import open_index
    from searchlib.searching import Ask

    form = form_of(
        as_json=as_json, jsonl=jsonl, csv=csv, fields=fields, count=count, colour=color.value, no_pager=no_pager
    )
    ask = Ask(
        "",
        limit=0 if count else limit,
        offset=offset,
        sort=sort.value,
        reverse=reverse,
        group=group.value if group else "",
        fold=form.for_people if fold is None else fold,
        timeout_s=timeout or None,
    )
    with open_index(index) as opened:
        return answer("searchlib run", opened.run(name, new=new, ask=ask), form)
