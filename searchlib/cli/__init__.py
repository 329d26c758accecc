"""The two commands, `search` and `searchlib`: thin fronts that translate and print, and decide nothing.

    search.py     the command `search`            building.py   index, update, delete
    commands.py   the command `searchlib`         asking.py     like, save, run
    options.py    every option, once              looking.py    show, stats, fields, speakers, check
    app.py      exit codes and error messages   folder.py     which index is meant, and the one built by itself
    answers.py    Results as text, JSON or CSV    page.py       how a hit looks
    terminal.py   colours, wrapping, safe text    progress.py   how far a run is
    docs.py       help, completion and man page from one source

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
