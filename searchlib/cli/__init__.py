"""The two commands, `search` and `searchlib`: thin fronts that translate and print, and decide nothing.

    search.py     the command `search`            building.py   index, update, delete
    commands.py   the command `searchlib`         asking.py     like, save, run
    options.py    every option, once              looking.py    show, stats, fields, speakers, check
    entry.py      exit codes and error messages   folder.py     which index is meant, and the one built by itself
    answers.py    Results as text, JSON or CSV    page.py       how a hit looks
    terminal.py   colours, wrapping, safe text    progress.py   how far a run is
    reference.py  help, completion and man page from one source

Nothing here is imported before it is needed: a search must start at once.
"""

from __future__ import annotations


def main() -> None:
    """The command `searchlib`; leaves the process with its exit code."""
    from searchlib.cli import entry

    entry.leave(entry.run("searchlib"))


def search_main() -> None:
    """The command `search`; leaves the process with its exit code."""
    from searchlib.cli import entry

    entry.leave(entry.run("search"))
