"""Reads a call that is right and plain, which nearly every search is: importing Typer would take longer than the search.

Only what no reader could take otherwise is read here. For anything else - a mistake, help, short options run together -
there is no answer, and Typer reads the call again. `tests/cli/calls/test_plain.py` holds that both read alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, NamedTuple, get_args

from searchlib.cli.calls.declarations import Argument, Option, WrongCall
from searchlib.cli.calls.parameters import Command, Parameter, parameters


class _NotPlain(Exception):
    """Typer has to read this call."""


class _Name(NamedTuple):
    """What a name such as `--no-links` means: which parameter it sets, and to which value; None: to the next word."""

    parameter: Parameter
    value: bool | None


def values(command: Command, words: Sequence[str]) -> dict[str, Any] | None:
    """The values of the command's parameters; None when the call is not plain."""
    wanted = parameters(command)
    names = dict(_names(wanted.single))
    given: dict[str, Any] = {}
    free: list[str] = []
    rest = iter(words)
    try:
        for word in rest:
            if word == "--":
                free += rest
            elif len(word) > 1 and word.startswith("-"):
                _read_option(word, rest, names, given)
            else:
                free.append(word)
    except _NotPlain:
        return None
    arguments = [parameter.name for parameter in wanted.single if isinstance(parameter.declared, Argument)]
    if free and len(arguments) != 1:
        return None
    given |= {name: free for name in arguments if free}
    return wanted.grouped({parameter.name: given.get(parameter.name, parameter.default) for parameter in wanted.single})


def _names(single: Sequence[Parameter]) -> Iterator[tuple[str, _Name]]:
    """The names of all options."""
    for parameter in single:
        if isinstance(parameter.declared, Option):
            flag = bool in (parameter.kind, *get_args(parameter.kind))
            for name in parameter.declared.names or (f"--{parameter.name.replace('_', '-')}",):
                on, _, off = name.partition("/")
                yield on, _Name(parameter, True if flag else None)
                if off:
                    yield off, _Name(parameter, False)


def _read_option(word: str, rest: Iterator[str], names: dict[str, _Name], given: dict[str, Any]) -> None:
    """Read one option into `given`. Raises _NotPlain."""
    name, equals, text = word.partition("=") if word.startswith("--") else (word, "", "")
    known = names.get(name)
    if known is None or (equals and known.value is not None):
        raise _NotPlain
    parameter = known.parameter
    if known.value is not None:
        given[parameter.name] = known.value
        return
    if not equals:
        text = next(rest, "-")
        if text.startswith("-"):
            raise _NotPlain
    several = list[str] in (parameter.kind, *get_args(parameter.kind))
    value = text if several else _converted(parameter, text)
    given[parameter.name] = [*given.get(parameter.name, ()), value] if several else value


def _converted(parameter: Parameter, text: str) -> Any:
    """The value of an option that takes one. Raises _NotPlain."""
    (kind,) = (kind for kind in get_args(parameter.kind) or (parameter.kind,) if kind is not NoneType)
    least, callback = parameter.declared.min, parameter.declared.callback
    try:
        value = _READERS[kind](text) if kind in _READERS else _choice(kind, text)
        if least is not None and value < least:
            raise _NotPlain
        return callback(value) if callback else value
    except (ValueError, WrongCall):
        raise _NotPlain from None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def _decimal(text: str) -> float:
    if not (text.isascii() and text.replace(".", "", 1).isdigit()):
        raise ValueError(text)
    return float(text)


def _path(text: str) -> Path:
    if not text:
        raise ValueError(text)
    return Path(text)


def _choice(kind: Any, text: str) -> Any:
    if not issubclass(kind, Enum):
        raise _NotPlain
    return kind(text)


_READERS: dict[Any, Callable[[str], Any]] = {str: str, int: _whole, float: _decimal, Path: _path}
