"""What stands in the annotations of a command's parameters: how an option is called, and its help.

Typer would say the same with classes of its own, but importing it takes half of the time that a search has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class WrongCall(Exception):
    """A call that cannot be carried out as it is written.

    `hints` are further sentences, `command` the full name of the command whose help explains it ("": the program's).
    """

    def __init__(self, message: str, *hints: str, command: str = "") -> None:
        super().__init__(message)
        self.hints = hints
        self.command = command

    def lines(self, program: str) -> list[str]:
        """What is wrong, hints, and where help is."""
        message = str(self).rstrip(".")
        sentence = message if message.endswith("?") else f"{message}."
        return [sentence, *self.hints, f"See `{self.command or program} --help`."]


class Option:
    """An option: its names (by default `--` and the parameter's), the placeholder of its value, its help.

    A pair of names such as `--links/--no-links` switches on and off. `callback` changes a value or raises WrongCall; `min`
    is the least number allowed; the default is shown in the help unless `show_default` is False.
    """

    def __init__(
        self,
        *names: str,
        metavar: str | None = None,
        help: str = "",  # noqa: A002 - as everywhere in commands
        min: float | None = None,  # noqa: A002
        callback: Callable[[Any], Any] | None = None,
        show_default: bool = True,
        hidden: bool = False,
    ) -> None:
        self.names = names
        self.metavar = metavar
        self.help = help
        self.min = min
        self.callback = callback
        self.show_default = show_default
        self.hidden = hidden


class Argument:
    """The words of a call that are no option."""

    def __init__(self, *, metavar: str, help: str) -> None:  # noqa: A002
        self.metavar = metavar
        self.help = help
