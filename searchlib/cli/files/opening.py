"""The command `searchlib open`: the file of a passage in the user's editor, at its line, or in the system's viewer.

Programs are started with a list of arguments: no shell reads a path, and a path never looks like an option.
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from searchlib.cli import options
from searchlib.cli.exit_codes import ERROR, FOUND

if TYPE_CHECKING:
    from searchlib.index import Index

_GOTO: Final = ("code", "codium", "code-insiders", "cursor")
"""Editors that are told the line as `--goto path:line`."""
_COLON: Final = ("subl", "zed", "hx", "helix")
"""Editors that are told the line as `path:line`. All others are told it as `+line path`."""
_PAGED: Final = (".pdf", ".docx", ".html", ".htm")
"""Files that are shown in a viewer: their lines are not what the user sees."""


def open_passage(
    passage: Annotated[
        str, typer.Argument(metavar="PASSAGE|DOC|PATH:LINE", help="Id of a passage or document, or its place.")
    ],
    index: options.IndexPath = None,
) -> int:
    """Open the file of a passage at its line.

    $VISUAL or $EDITOR shows text; the system's viewer shows PDF, DOCX and HTML, and all files when neither is set.
    Documents without a file are opened by their web address.
    """
    from searchlib.cli.index_path import open_index
    from searchlib.cli.terminal import visible
    from searchlib.errors import NotFound

    with open_index(index) as opened:
        path, line, url = _place(opened, opened.locate(passage))
    if path:
        _refuse_no_article(path)
    if not path and not url.startswith(("https://", "http://")):
        raise NotFound(f"{passage} has no file and no web address.")
    command = command_for(path, line) if path else [*_viewer(), url]
    try:
        return _start(command)
    except OSError as error:
        print(
            visible(f"searchlib open: {command[0]} cannot be started: {error.strerror}. Set EDITOR."), file=sys.stderr
        )
        return ERROR


def _place(index: Index, name: str) -> tuple[str, int, str]:
    """The file, the line and the web address of a passage, or of a document. Raises NotFound."""
    document = index.find(name)
    if document is not None:
        return document.path, document.line, document.url
    passage = index.passage(name)
    document = index.document(passage.document)
    return document.path, passage.line, document.url


def _refuse_no_article(path: str) -> None:
    """Raise NotFound for what is not there, ReadError for what is no file of a format that is read.

    The index may be a stranger's, and a viewer starts programs as well: an application, a shortcut, a script.
    """
    from searchlib.errors import NotFound, ReadError
    from searchlib.loaders import format_of

    if not os.path.exists(path):  # noqa: PTH110 - as it was stored
        raise NotFound(f"{path} is not there any more.")
    if not os.path.isfile(path) or format_of(path) is None:  # noqa: PTH113
        raise ReadError(f"{path} is no file of a format that is read here, so it is not opened; open it yourself.")


def command_for(path: str, line: int) -> list[str]:
    """The program that shows a file, with its arguments."""
    whole = os.path.abspath(path)  # noqa: PTH100 - no links are followed; it begins with a separator, never with "-"
    editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    if not editor or whole.lower().endswith(_PAGED):
        return [*_viewer(), whole]
    name = Path(editor[0]).stem
    if name in _GOTO:
        return [*editor, "--goto", f"{whole}:{line}"]
    return [*editor, f"{whole}:{line}"] if name in _COLON else [*editor, f"+{line}", whole]


def _viewer() -> list[str]:
    """The program of the system that opens files and addresses."""
    if sys.platform == "win32":
        return ["explorer"]
    return ["open"] if sys.platform == "darwin" else ["xdg-open"]


def _start(command: list[str]) -> int:
    """Run a program until it ends; returns the exit code of the command."""
    import subprocess

    done = subprocess.run(command, check=False)  # noqa: S603 - the user's own program, and no shell
    return FOUND if done.returncode == 0 or sys.platform == "win32" else ERROR
