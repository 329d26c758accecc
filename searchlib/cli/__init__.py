"""The two commands, `search` and `searchlib`: they read arguments, call the library and print what it returns.

    search.py     the command `search`            build.py           index, update, delete
    commands.py   the command `searchlib`         saved_searches.py  like, save, run
    options.py    every option, once              inspect.py         show, stats, fields, speakers, check
    calls/        reads the words of a call
    app.py        runs a command, then exits      index_path.py      chooses the index; builds a sample index
    messages.py   errors and the command that     output.py          Results as text, JSON or CSV
                  solves them                     hit_text.py        one hit as text
    exit_codes.py 0, 1, 2, 130                    progress.py        progress of indexing
    terminal.py   colours, wrapping, safe text    reference/         shell completion and man pages
    servers/      web: starts a server            evaluation/       run-topics, evaluate

Modules are imported only when a command needs them, so that a search starts quickly.
"""

from __future__ import annotations

import gc
import os


def main() -> None:
    """Run the command `searchlib` and exit with its exit code."""
    _run("searchlib")


def search_main() -> None:
    """Run the command `search` and exit with its exit code."""
    _run("search")


def _run(name: str) -> None:
    # Measured on a first search of 240 ms: garbage collection during imports costs 18 ms, and the search for pydantic
    # plugins in all installed distributions costs 10 ms. Commands that run longer than one search turn `gc` on again.
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from searchlib.cli import app

    app.leave(app.run(name))
