"""Run a command and leave: 0 found, 1 found nothing, 2 an error told in a sentence, 130 stopped by Ctrl-C."""

from __future__ import annotations

import gc
import os
import re
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NoReturn

import typer

from searchlib.cli.exit_codes import ERROR, FOUND, STOPPED
from searchlib.cli.messages import advised, index_named, tell
from searchlib.errors import QueryError, SearchlibError

if TYPE_CHECKING:
    from collections.abc import Sequence

DEBUG: Final = "SEARCHLIB_DEBUG"
"""Set in the environment, an error shows where in the program it arose."""

# Typer has carried its own copy of Click since 0.26: the classes are those that its BadParameter comes from.
UsageFault: Final[type[Any]] = typer.BadParameter.__mro__[1]
CommandFault: Final[type[Any]] = typer.BadParameter.__mro__[2]

_PLAINER: Final = (
    (re.compile(r"^Invalid value for '(--[a-z-]+)'(?: / '-\w')?: "), r"\1: "),
    (re.compile(r"Value error, "), ""),
    (re.compile(r"Input should be a valid integer\b.*"), "a whole number is wanted"),
    (re.compile(r"Input should be a valid number\b.*"), "a number is wanted"),
    (re.compile(r"Input should be greater than or equal to (\S+)"), r"\1 or more is wanted"),
)
"""What Typer's validation says, and how we say it."""

_RANGE_OPTIONS: Final = ("--number", "--date", "--on", "--published")


def run(name: str, arguments: Sequence[str] | None = None) -> int:
    """The exit code of the command `name` with these arguments (None: those of the process)."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    _prepare_streams()
    try:
        code = _invoke(name, given)
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        return STOPPED
    except (BrokenPipeError, SystemExit):  # the reader of our output has seen enough; Typer makes an exit of it
        _forget_output()
        return FOUND
    except CommandFault as fault:
        if type(fault).__name__ == "NoArgsIsHelpError":  # Typer's way to show the help of a command without arguments
            print(fault.format_message(), file=sys.stderr)
            return ERROR
        tell(name, *_usage_lines(name, fault, given))
    except QueryError as error:
        from searchlib.query.caret import caret

        tell(name, str(error), *caret(error).splitlines())
    except SearchlibError as error:
        tell(name, advised(error, index_named(given)))
    except OSError as error:
        tell(name, _system_words(error))
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        tell(name, f"This should not have happened: {type(error).__name__}: {error}. Set {DEBUG}=1 to see where.")
    else:
        if code == STOPPED and name != "search":
            tell(name, "Stopped; the index is unchanged.")
        return code
    return ERROR


def leave(code: int) -> NoReturn:
    """End the process at once: all is written, and tearing the interpreter down would cost a search a tenth of its time."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            code = code or ERROR
    os._exit(code)


def _invoke(name: str, arguments: list[str]) -> int:
    _refuse_undecodable(arguments)
    if "--index=" in arguments or ("--index", "") in pairwise(arguments):
        raise SearchlibError("--index names no folder: write --index PATH, or leave it out for ./index.")
    if arguments == ["--version"]:
        print(f"{name} {sys.modules['searchlib'].__version__}")
        return FOUND
    if name == "search":
        from searchlib.cli.search import app
    else:
        gc.enable()
        from searchlib.cli.commands import app
    code = app(args=arguments, prog_name=name, standalone_mode=False)
    return code if isinstance(code, int) else FOUND


def _prepare_streams() -> None:
    """Streams that are closed swallow what is written; characters that they cannot encode show as escapes."""
    for stream in ("stdout", "stderr"):
        if getattr(sys, stream) is None:
            setattr(sys, stream, open(os.devnull, "w"))  # noqa: SIM115, PTH123 - it stays open to the end
        elif hasattr(getattr(sys, stream), "reconfigure"):
            getattr(sys, stream).reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    """Point standard output at nothing, so that no later flush complains."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123


def _refuse_undecodable(arguments: Sequence[str]) -> None:
    """An argument that is no text in the terminal's encoding can only be a file's name."""
    for argument in arguments:
        if not argument.isascii() and not _encodable(argument) and not os.path.lexists(argument):
            raise SearchlibError(
                f"The argument {argument!r} is no text in UTF-8: type it again, or set LANG to a UTF-8 locale."
            )


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _system_words(error: OSError) -> str:
    """What the system refused, as a sentence."""
    reason = error.strerror or str(error) or type(error).__name__
    return f"{os.fspath(error.filename)}: {reason}." if error.filename else f"{reason}."


# ---- usage ------------------------------------------------------------------------------------------------------------


def _usage_lines(name: str, fault: Any, arguments: Sequence[str]) -> list[str]:
    """What is wrong with the call, a hint where the shell or a minus sign explains it, and where help is."""
    context = getattr(fault, "ctx", None)
    help_line = f"See `{context.command_path if context is not None else name} --help`."
    word = _excluded_word(fault, arguments)
    if word:
        hint = (
            f"To leave a word out, put the query in quotes behind another word (search 'kursk -{word}') or behind --."
        )
        return [f"There is no option -{word}.", hint, help_line]
    hint = _eaten_value(fault)
    message = fault.format_message().removeprefix("Invalid value: ").rstrip(".")
    for machine, plain in _PLAINER:
        message = machine.sub(plain, message)
    return [message if message.endswith("?") else f"{message}.", *([hint] if hint else []), help_line]


def _excluded_word(fault: Any, arguments: Sequence[str]) -> str:
    """The word of `-moscow`, which was meant to be left out; "" when the fault is another."""
    option = getattr(fault, "option_name", "")
    if type(fault).__name__ != "NoSuchOption" or option.startswith("--"):
        return ""
    meant = (each for each in arguments if re.match(r"-[^\W\d_]{2}", each) and option[1:2] in each)
    return next(meant, "").lstrip("-")


def _eaten_value(fault: Any) -> str:
    """`--number >8000` lost its value to the shell."""
    option = getattr(fault, "option_name", "")
    if option in _RANGE_OPTIONS and "requires an argument" in fault.format_message():
        return f"Did the shell take a `>`? Put the value in quotes: {option} '>8000', or write 8000.. for it."
    return ""
