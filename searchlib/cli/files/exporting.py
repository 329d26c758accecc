"""The command `searchlib export`: the index, or what a query finds, as a file for other programs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from searchlib.cli import options
from searchlib.cli.calls.declarations import WrongCall
from searchlib.cli.exit_codes import FOUND, NOTHING


class Form(StrEnum):
    """Values of FORM."""

    sqlite = "sqlite"
    parquet = "parquet"
    jsonl = "jsonl"
    ciff = "ciff"


def export(
    form: Annotated[Form, typer.Argument(metavar="sqlite|parquet|jsonl|ciff", help="The form.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write; for parquet the folder.")],
    filters: options.Filters,
    query: options.Words = None,
    force: Annotated[bool, typer.Option("--force", help="Replace OUT when it exists.")] = False,
    index: options.IndexPath = None,
) -> int:
    """Write the index or a query's passages for other programs.

    \b
    searchlib export sqlite news.db
    searchlib export parquet tables/ 'kursk troops' --speaker blinken
    searchlib export jsonl passages.jsonl --published 2024-11

    sqlite is a database of documents, passages, statements, quantities and dates, with full-text search; datasette shows
    it. parquet is a folder with a file for each of these. jsonl has one passage per line. ciff has
    postings and exact lengths for other engines' experiments. OUT appears when it is whole.
    """  # noqa: D301 - after \b Click keeps line breaks
    from searchlib.cli.index_path import open_index
    from searchlib.cli.terminal import visible
    from searchlib.presentation.counts import counted

    if str(out) == "-":
        raise WrongCall("An export is a file: name one", "`search --jsonl` prints one passage per line.")
    with open_index(index, build=True) as opened:
        counts = opened.export(out, " ".join(query or ()), form=form.value, replace=force, **filters.given)
    what = ", ".join(
        counted(count, name.removesuffix("s")) for name, count in counts.items() if name in ("documents", "passages")
    )
    print(visible(f"Wrote {out}: {what}."))
    return FOUND if counts["passages"] else NOTHING
