"""The command `searchlib watch`: keeps the index up to date, and prints what is new for the saved searches."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from searchlib.cli import options
from searchlib.cli.exit_codes import FOUND
from searchlib.cli.servers.running import until_stopped

if TYPE_CHECKING:
    from searchlib.index import Index
    from searchlib.indexing import Report
    from searchlib.models import Results


def watch(
    index: options.IndexPath = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=1, help="Print this many new hits of a search at once.")
    ] = 10,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Print one JSON object per hit, with its saved search.")
    ] = False,
    trust_roots: options.TrustRoots = False,
    color: options.Color = options.Colour.auto,
) -> int:
    """Update when files change, and print what is new.

    Watches the indexed folders until Ctrl-C. After each update the new hits of every saved search are printed, each hit
    once, as `searchlib run NAME --new` does. Needs the extra watch.
    """
    from searchlib.cli.index_path import open_index
    from searchlib.cli.terminal import visible

    with open_index(index) as opened, until_stopped():
        for updates, report in enumerate(opened.watch(trust_roots=trust_roots)):
            _print_report(report)
            for name in sorted(opened.saved()):
                _print_new(opened, name, limit, jsonl=jsonl, colour=color.value)
            if not updates:
                print(visible(f"Watching {opened.location}; Ctrl-C ends it."), file=sys.stderr, flush=True)
    print("Stopped watching; the index is up to date with the last update.", file=sys.stderr)
    return FOUND


def _print_report(report: Report) -> None:
    """What an update changed, and what it could not read, on standard error."""
    from searchlib.cli.messages import advised
    from searchlib.cli.terminal import visible

    for notice in report.failures:
        print(visible(f"not read: {advised(notice)}"), file=sys.stderr)
    if report.generation:
        told = f"{report.added:,} added, {report.updated:,} changed, {report.removed:,} removed."
        print(told, file=sys.stderr, flush=True)


def _print_new(index: Index, name: str, limit: int, *, jsonl: bool, colour: str) -> None:
    """The hits of a saved search that no run has shown; all of them, a page at a time."""
    from searchlib.query.options import SearchOptions

    while True:
        results = index.run(name, new=True, options=SearchOptions(limit=limit))
        if results:
            sys.stdout.write(_lines(name, results) if jsonl else _text(name, results, colour))
            sys.stdout.flush()
        if len(results) < limit:
            return


def _lines(name: str, results: Results) -> str:
    from searchlib.cli.output import safe_json

    rows = ({"search": name, **row} for row in results.labelled(results.to_dicts()))
    return "".join(safe_json(json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)


def _text(name: str, results: Results, colour: str) -> str:
    from searchlib.cli.hit_text import hit_lines
    from searchlib.cli.terminal import screen_of, visible

    screen = screen_of(sys.stdout, colour)
    hits = "".join("\n".join(hit_lines(screen, hit)) + "\n\n" for hit in results)
    return f"== {visible(name)}: {visible(results.query or results.parsed)} ==\n\n{hits}"
