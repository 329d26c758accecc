"""Errors: a stable code, a remedy, and no word of any command line below the fronts."""

from __future__ import annotations

import ast
import inspect
import pickle
import re
from pathlib import Path

import pytest
import typer

from searchlib import errors
from searchlib.cli.commands import app
from searchlib.errors import IndexCorrupt, IndexLocked, MissingExtra, QueryError, ReadError, Remedy, SearchlibError

PACKAGE = Path(__file__).resolve().parents[1] / "searchlib"
FRONTS = ("cli", "web", "mcp", "integrations", "presentation")

COMMANDS = "|".join(sorted(typer.main.get_command(app).commands))  # type: ignore[attr-defined]
TERMINAL_WORDS = re.compile(rf"`searchlib [a-z]|searchlib (?:{COMMANDS})\b|(?<![\w-])--[a-z]|pip install|`search ")
"""A command of ours, an option, or the installer's command."""

BELOW_THE_FRONTS = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if path.relative_to(PACKAGE).parts[0] not in FRONTS and path.name != "__main__.py"
)


def classes() -> list[type[SearchlibError]]:
    """All classes of the tree."""
    return [each for each in vars(errors).values() if inspect.isclass(each) and issubclass(each, SearchlibError)]


@pytest.mark.parametrize("path", BELOW_THE_FRONTS, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_text_below_the_fronts_names_a_command_or_an_option(path):
    """A message carries a remedy instead; what carries it out is known to each front alone."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = TERMINAL_WORDS.search(node.value)
            assert found is None, f"{path}:{node.lineno} names {found[0]!r}"


def test_every_class_has_a_code_of_its_own():
    """Programs may tell errors apart by the code alone."""
    codes = [each.code for each in classes()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in codes)


def test_the_tree_in_the_docstring_is_the_tree():
    """Every class stands in the drawing, under its parent."""
    drawn: list[str] = []
    parents: dict[str, str] = {}
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"((?:[|` ] {2}|[|`]- )*)([A-Z]\w+)(?:\s{2,}|$)", line)
        if found:
            depth = len(found[1]) // 3
            drawn[depth:] = [found[2]]
            parents[found[2]] = drawn[depth - 1] if depth else "Exception"
    assert parents == {each.__name__: each.__base__.__name__ for each in classes() if each.__base__}


def test_the_text_is_the_message_and_the_advice():
    """A remedy is a second sentence behind a sentence, and stands in parentheses behind a reason."""
    assert str(IndexCorrupt("a.seg was altered.")) == (
        "a.seg was altered. Restore the index from a copy, or build it again."
    )
    assert str(ReadError("it is too large", remedy=Remedy.RAISE_FILE_LIMIT)) == (
        "it is too large (raise the limit to read it)"
    )
    assert str(MissingExtra("PDF needs pypdf", package="searchlib[pdf]")) == (
        "PDF needs pypdf (install searchlib[pdf])"
    )
    assert str(ReadError("it is empty")) == "it is empty"


def test_one_error_may_have_another_remedy_than_its_class():
    """The class's remedy is a default."""
    assert IndexLocked("Another writer is at work.").remedy is Remedy.WAIT
    assert IndexLocked("It changed.", remedy=Remedy.TRY_AGAIN).remedy is Remedy.TRY_AGAIN
    assert SearchlibError("No.").remedy is None


@pytest.mark.parametrize(
    "error",
    [
        ReadError("it is too large", remedy=Remedy.RAISE_FILE_LIMIT),
        MissingExtra("PDF needs pypdf", package="searchlib[pdf]"),
        QueryError("No.", "a query", 2, expected="a date", suggestion="speaker"),
    ],
)
def test_errors_may_be_sent_to_another_process(error):
    """Pickling keeps the message and everything beside it."""
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), vars(again)) == (str(error), vars(error))
