"""The same question in other words: as a command of the terminal, and as a call in Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from shlex import quote
from typing import Final

from searchlib.fields import OPTIONS

_OPTIONS: Final = {
    "every_word": "--all",
    "literal": "--literal",
    "explicit_only": "--sure",
    "collapse": "--collapse",
    "reverse": "--reverse",
    "sort": "--sort",
    "group": "--group",
    "facets": "--facet",
    "context": "--context",
    "explain": "--explain",
    "timeout_s": "--timeout",
    "expand": "--expand",
    "k1": "--k1",
    "b": "--b",
    "limit": "--limit",
    "offset": "--offset",
    "by": "--by",
    "conflicts": "--conflicts",
    "noun": "--noun",
    "unit": "--unit",
    "written": "--written",
    **{row.name: f"--{row.name}" for row in OPTIONS},
}
"""Options of the commands and filters, by the names that the library has for them; a command always counts, and as of today."""
_COMMANDS: Final = {"search": "search", "compare": "searchlib diff"}
"""Commands that have a program or a name of their own; others are `searchlib` and the name of the method."""


def as_command(name: str, asked: Sequence[str], options: Mapping[str, object]) -> str:
    """The command line that asks the same of `asked`: a query, a text, two documents; the caller leaves defaults out."""
    words = [quote(one) for one in asked if one]
    dashes = ["--"] if any(one.startswith("-") for one in asked) else []
    return " ".join([_COMMANDS.get(name, f"searchlib {name}"), *as_options(options), *dashes, *words])


def as_options(options: Mapping[str, object]) -> list[str]:
    """Options and filters as they are typed: each with its value, quoted for a shell."""
    return [text for name, value in options.items() if name in _OPTIONS and (text := _option(name, value))]


def _option(name: str, value: object) -> str:
    if value is False or value is None:
        return ""
    if isinstance(value, tuple):
        return " ".join(_option(name, one) for one in value)
    return _OPTIONS[name] if value is True else f"{_OPTIONS[name]} {quote(str(value))}"


def as_python(name: str, asked: Sequence[str], options: Mapping[str, object], location: str) -> str:
    """The lines of Python that ask the same."""
    given = {option: value for option, value in options.items() if option != "conflicts"}
    arguments = [*map(repr, asked), *(f"{option}={value!r}" for option, value in given.items())]
    only = ".only_conflicts()" if options.get("conflicts") else ""
    days = "import datetime\n" if any(isinstance(value, date) for value in options.values()) else ""
    return f"{days}import searchlib\n\nwith searchlib.open({location!r}) as index:\n    answer = index.{name}({', '.join(arguments)}){only}"
