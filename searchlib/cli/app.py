"""Run a command, print its errors as sentences, and exit with one of the codes in exit_codes.py."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Final, NoReturn

from searchlib.cli.calls.declarations import WrongCall
from searchlib.cli.exit_codes import ERROR, FOUND, STOPPED
from searchlib.cli.messages import advised, index_value, print_message
from searchlib.errors import QueryError, SearchlibError, advice_of, with_advice

if TYPE_CHECKING:
    from collections.abc import Sequence

DEBUG: Final = "SEARCHLIB_DEBUG"
"""When this environment variable is set, an unexpected error prints its traceback."""


def run(name: str, arguments: Sequence[str] | None = None) -> int:
    """Run the command `name` and return its exit code. `arguments` are by default those of the process."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    _prepare_streams()
    try:
        code = _invoke(name, given)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return STOPPED
    except (BrokenPipeError, SystemExit):  # the reader closed the pipe; Typer may raise SystemExit for it
        _forget_output()
        return FOUND
    except WrongCall as wrong:
        print_message(name, *wrong.lines(name))
    except QueryError as error:
        from searchlib.query.caret import caret

        print_message(name, str(error), *caret(error).splitlines())
    except SearchlibError as error:
        print_message(name, advised(error, index_value(given)))
    except OSError as error:
        print_message(name, _system_error(error))
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        print_message(name, f"Unexpected error: {type(error).__name__}: {error}. Set {DEBUG}=1 to print the traceback.")
    else:
        if code == STOPPED and name != "search":
            print_message(name, "Stopped; the index is unchanged.")
        return code
    return ERROR


def leave(code: int) -> NoReturn:
    """Flush the output and end the process at once. A normal shutdown of Python would add a tenth to a search's time."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            code = code or ERROR
    os._exit(code)


def _invoke(name: str, arguments: list[str]) -> int:
    _refuse_undecodable(arguments)
    if index_value(arguments) == "":
        raise SearchlibError("--index needs a folder: write --index PATH, or leave --index out to use ./index.")
    if f"_{name.upper()}_COMPLETE" in os.environ:
        raise SearchlibError(
            "Completion asks in another way here: let the shell read what `searchlib completion SHELL` prints."
        )
    if arguments == ["--version"]:
        print(f"{name} {sys.modules['searchlib'].__version__}")
        return FOUND
    if name == "search":
        return _search(arguments)
    if arguments[:1] == ["completion"] and (lines := _completion(arguments[1:])) is not None:
        print(lines)
        return FOUND
    gc.enable()
    from searchlib.cli.calls.typer_commands import invoke
    from searchlib.cli.commands import app

    return invoke(app, name, arguments)


def _completion(words: list[str]) -> str | None:
    """What the command `completion` prints, where that is known without Typer: a shell waits for it at each key."""
    from searchlib.cli.reference.quick_completion import quick

    return quick(words)


def _search(arguments: list[str]) -> int:
    """The command `search`: a plain call is read without Typer."""
    from searchlib.cli.calls import plain
    from searchlib.cli.search import search

    values = plain.values(search, arguments)
    if values is not None:
        return search(**values)
    from searchlib.cli.calls.typer_commands import invoke, only_command

    return invoke(only_command(search), "search", arguments)


def _prepare_streams() -> None:
    """Replace closed streams with the null device; print characters that a stream cannot encode as escapes."""
    for stream in ("stdout", "stderr"):
        if getattr(sys, stream) is None:
            setattr(sys, stream, open(os.devnull, "w"))  # noqa: SIM115, PTH123 - open until the process ends
        elif hasattr(getattr(sys, stream), "reconfigure"):
            getattr(sys, stream).reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    """Redirect standard output to the null device, so that a later flush raises no error."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123


def _refuse_undecodable(arguments: Sequence[str]) -> None:
    """Raise SearchlibError for an argument that is not valid UTF-8, unless it is the name of an existing file."""
    for argument in arguments:
        if not argument.isascii() and not _encodable(argument) and not os.path.lexists(argument):
            raise SearchlibError(
                f"The argument {argument!r} is not valid UTF-8: type it again, or set LANG to a UTF-8 locale."
            )


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _system_error(error: OSError) -> str:
    """An error of the operating system as sentences: which file, what was left behind, what helps."""
    from searchlib.files.failures import reason_of, remedy_of

    place = os.fspath(error.filename) if error.filename else "The input or output of this command failed"
    outcome = "".join(f"; {note}" for note in getattr(error, "__notes__", ()))
    message = f"{place}: {reason_of(error)}{outcome}."
    return with_advice(message, advice_of(remedy_of(error)))
