"""The two commands, `search` and `searchlib`: thin fronts that translate and print, and decide nothing.

    search.py     the command `search`            build.py           index, update, delete
    commands.py   the command `searchlib`         saved_searches.py  like, save, run
    options.py    every option, once              inspect.py         show, stats, fields, speakers, check
    app.py        runs a command, leaves          index_path.py      which index is meant, and the one built by itself
    messages.py   errors with the command that    output.py          Results as text, JSON or CSV
                  helps                           hit_text.py        how a hit looks
    exit_codes.py 0, 1, 2, 130                    progress.py        how far a run is
    terminal.py   colours, wrapping, safe text    reference/         completion and man pages

Nothing here is imported before it is needed: a search must start at once.
"""

from __future__ import annotations

import gc
import os


def main() -> None:
    """The command `searchlib`; leaves the process with its exit code."""
    _run("searchlib")


def search_main() -> None:
    """The command `search`; leaves the process with its exit code."""
    _run("search")


def _run(name: str) -> None:
    # Measured on a cold search of 240 ms: collecting garbage while importing costs 18 of them, looking through all
    # installed distributions for plugins of pydantic 10. Whatever runs longer than one search turns `gc` on again.
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from searchlib.cli import app

    app.leave(app.run(name))
