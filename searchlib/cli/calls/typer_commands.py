"""Makes commands for Typer, and runs them: Typer prints help, and finds what is wrong with a call."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Annotated, Any, Final

import typer

from searchlib.cli.calls.declarations import Argument, Option, WrongCall
from searchlib.cli.calls.parameters import Command, Parameter, parameters
from searchlib.cli.exit_codes import ERROR, FOUND

SETTINGS: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""Typer settings of every command."""

# Since version 0.26 Typer contains its own copy of Click: take the error class from the bases of BadParameter.
_CommandFault: Final[type[Any]] = typer.BadParameter.__mro__[2]

_PLAINER: Final = (
    (re.compile(r"^Invalid value for '(--[a-z0-9-]+)'(?: / '-\w')?: "), r"\1: "),
    (re.compile(r"Value error, "), ""),
    (re.compile(r"Input should be a valid integer\b.*"), "must be a whole number"),
    (re.compile(r"Input should be a valid number\b.*"), "must be a number"),
    (re.compile(r"Input should be greater than or equal to (\S+)"), r"must be \1 or more"),
)
"""Patterns of Typer's validation messages, with plain words for each."""

_RANGE_OPTIONS: Final = ("--number", "--date", "--on", "--published")


def only_command(command: Command) -> typer.Typer:
    """A program of this one command."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    add_command(app, command)
    return app


def add_command(app: typer.Typer, command: Command, name: str | None = None) -> None:
    """Add a command to a program; by default it has the name of its function."""
    app.command(name, context_settings=SETTINGS)(_for_typer(command))


def invoke(app: typer.Typer, program: str, words: Sequence[str]) -> int:
    """Run the command that the words of a call name; returns its exit code. Raises WrongCall."""
    try:
        code = app(args=list(words), prog_name=program, standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except WrongCall as wrong:
        if not wrong.command and words and words[0] in map(_name_of, app.registered_commands):
            wrong.command = f"{program} {words[0]}"
        raise
    except _CommandFault as fault:
        if type(fault).__name__ == "NoArgsIsHelpError":  # a program of several commands without one shows its help
            print(fault.format_message(), file=sys.stderr)
            return ERROR
        raise _wrong_call(fault, words) from fault
    return code if isinstance(code, int) else FOUND


def _name_of(command: Any) -> str:
    """What is typed to call a command of Typer's: its name, else that of its function."""
    return str(command.name or command.callback.__name__.replace("_", "-"))


# ---- declarations ---------------------------------------------------------------------------------------------------


def _for_typer(command: Command) -> Command:
    """The command with a signature that Typer reads: every option of a group for itself, all with Typer's declarations."""
    wanted = parameters(command)

    @wraps(command)
    def run(**given: Any) -> int:
        return command(**wanted.grouped(given))

    run.__signature__ = inspect.Signature([_typed(one) for one in wanted.single])  # type: ignore[attr-defined]
    run.__annotations__ = {}
    return run


def _typed(parameter: Parameter) -> inspect.Parameter:
    kind, declared = parameter.kind, parameter.declared
    if isinstance(declared, Option):
        declared = typer.Option(
            *declared.names,
            metavar=declared.metavar,
            help=declared.help,
            min=declared.min,
            callback=_refusing(declared.callback),
            show_default=declared.show_default,
            hidden=declared.hidden,
        )
    elif isinstance(declared, Argument):
        declared = typer.Argument(metavar=declared.metavar, help=declared.help)
    annotation = kind if declared is None else Annotated[kind, declared]
    return inspect.Parameter(
        parameter.name, inspect.Parameter.KEYWORD_ONLY, default=parameter.default, annotation=annotation
    )


def _refusing(callback: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    """The callback with the error that Typer expects, to which it adds the option's name."""
    if callback is None:
        return None

    def called(value: Any) -> Any:
        try:
            return callback(value)
        except WrongCall as wrong:
            raise typer.BadParameter(str(wrong)) from None

    return called


# ---- faults ---------------------------------------------------------------------------------------------------------


def _wrong_call(fault: Any, words: Sequence[str]) -> WrongCall:
    """What Typer found wrong, in plain words, with a hint when the shell or a minus sign caused it."""
    context = getattr(fault, "ctx", None)
    command = "" if context is None else context.command_path
    word = _excluded_word(fault, words)
    if word and command != "search":
        return WrongCall(
            f"There is no option -{word}",
            f"Write -- before what begins with a minus sign: `{command} -- -{word}`.",
            command=command,
        )
    if word:
        hint = f"To exclude a word, put the whole query in quotes (search 'kursk -{word}'), or write -- before it."
        return WrongCall(f"There is no option -{word}", hint, command=command)
    message = fault.format_message().removeprefix("Invalid value: ")
    for machine, plain in _PLAINER:
        message = machine.sub(plain, message)
    return WrongCall(message, *_eaten_value(fault), *_early_option(fault, words), command=command)


def _excluded_word(fault: Any, words: Sequence[str]) -> str:
    """The word that an argument such as `-moscow` was meant to exclude; "" for any other problem."""
    option = getattr(fault, "option_name", "")
    if type(fault).__name__ != "NoSuchOption" or option.startswith("--"):
        return ""
    exclusions = (word for word in words if re.match(r"-[^\W\d_]{2}", word) and option[1:2] in word)
    return next(exclusions, "").lstrip("-")


def _early_option(fault: Any, words: Sequence[str]) -> tuple[str, ...]:
    """A hint for an option that stands before the name of a command; none for any other problem."""
    context = getattr(fault, "ctx", None)
    names = getattr(getattr(context, "command", None), "commands", None)
    if context is None or type(fault).__name__ != "NoSuchOption" or not names:
        return ()
    name = next((word for word in words[2:] if word in names), "COMMAND")  # its value may be a command's name too
    return (f"Options stand behind the command: `{context.command_path} {name} ... {fault.option_name}`.",)


def _eaten_value(fault: Any) -> tuple[str, ...]:
    """A hint for `--number >8000`, where the shell reads `>8000` as a redirection; none for any other problem."""
    option = getattr(fault, "option_name", "")
    if option in _RANGE_OPTIONS and "requires an argument" in fault.format_message():
        hint = f"The shell reads `>` as a redirection: put the value in quotes ({option} '>8000'), or write 8000.."
        return (hint,)
    return ()
