"""Printing on a terminal: colours, width, line wrapping, the pager, and text without control characters."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from typing import IO, Final

from searchlib.definitions.frozen import frozen
from searchlib.definitions.regexes import regex
from searchlib.presentation.wrapping import Piece, wrapped
from searchlib.query.caret import JOINERS, columns

STYLES: Final = {
    "rank": "1",
    "title": "1",
    "path": "2",
    "label": "2",
    "matched": "1;31",
    "speaker": "35",
    "date": "32",
    "number": "36",
    "quiet": "2",
    "warning": "33",
    "conflict": "31",
}
"""Style name to its code (ECMA-48, Select Graphic Rendition). Only colours that are readable on white and on black."""

NARROWEST: Final = 30
WIDEST: Final = 100
"""Limits of the text width, in columns: longer lines are hard to read."""


def visible(text: str, *, keep: str = "") -> str:
    r"""The text with white space as spaces and every other unprintable character as an escape: ``\x1b``, ``\u202e``.

    So a document cannot send control codes to the terminal or change the direction of a line. Characters in `keep` are
    not changed.
    """
    if text.isprintable():
        return text
    return "".join([character if character in keep else _shown(character) for character in text])


def _shown(character: str) -> str:
    if character.isprintable() or character in JOINERS:
        return character
    if character.isspace():
        return " "
    if character == "\xad":  # a soft hyphen is visible only at the end of a line
        return ""
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


@frozen
class Screen:
    """How to print: with or without colours and links, and the width in columns (0: lines are not wrapped)."""

    colour: bool = False
    links: bool = False
    width: int = 0

    def style(self, name: str, text: str) -> str:
        """The text in a style of STYLES; unchanged when the screen has no colours."""
        return f"\x1b[{STYLES[name]}m{text}\x1b[0m" if self.colour and text and name else text

    def link(self, path: str, text: str) -> str:
        """The text as a link to a file (OSC 8), if the screen shows links."""
        if not self.links or not path.startswith(os.sep):
            return text
        from urllib.parse import quote

        host = os.uname().nodename if hasattr(os, "uname") else ""
        target = quote(os.fsencode(path))
        return f"\x1b]8;;file://{host}{target}\x1b\\{text}\x1b]8;;\x1b\\"


def is_terminal(stream: IO[str]) -> bool:
    """Whether the stream is a terminal; False for a closed stream."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def screen_of(stream: IO[str], colour: str = "auto", *, links: bool | None = None) -> Screen:
    """The screen of a stream. `colour` is "auto" (a terminal with colours, NO_COLOR not set), "always" or "never".

    `links` are shown at a terminal only: None where there are colours, True without colours too.
    """
    terminal = is_terminal(stream)
    dumb = os.environ.get("TERM", "") in ("", "dumb")
    coloured = terminal and not dumb and not os.environ.get("NO_COLOR") if colour == "auto" else colour == "always"
    width = max(NARROWEST, min(shutil.get_terminal_size((80, 24)).columns, WIDEST)) if terminal else 0
    return Screen(colour=coloured, links=(coloured if links is None else links) and terminal and not dumb, width=width)


def wrap(screen: Screen, pieces: Iterable[Piece], *, indent: str, first: str | None = None) -> Iterator[str]:
    """Styled text wrapped at spaces; every line begins with `indent`, the first with `first` if given.

    Several spaces become one. A word wider than a line is broken. With width 0 there is one line. `first` may be styled;
    it is as wide as `indent`.
    """
    lead = indent if first is None else first
    room = max(1, screen.width - columns(indent)) if screen.width else sys.maxsize
    for line in wrapped(pieces, room):
        yield lead + _styled(screen, line)
        lead, first = indent, ""
    if first and lead.strip():
        yield lead.rstrip()


def _styled(screen: Screen, line: Iterable[Piece]) -> str:
    """One line; neighbouring pieces of the same style share one pair of codes."""
    together = groupby(line, key=lambda piece: piece[1])
    return "".join(screen.style(style, "".join(text for text, _ in run)) for style, run in together)


def show(text: str, *, paged: bool) -> None:
    """Print on standard output; with `paged`, text longer than the terminal goes through the pager."""
    if paged and is_terminal(sys.stdout) and is_terminal(sys.stdin):
        rows = shutil.get_terminal_size((80, 24)).lines
        if text.count("\n") >= rows and _page(text):
            return
    sys.stdout.write(text)


_LINKS: Final = regex(r"\x1b\]8;[^\x1b]*\x1b\\")
_LINKING_LESS: Final = 566
"""The first version of less that supports links; older versions show the codes of a link."""


def _knows_links(pager: str) -> bool:
    """Whether the pager supports links (OSC 8)."""
    import subprocess

    if os.path.basename(pager) != "less":  # noqa: PTH119 - avoids importing pathlib
        return False
    try:
        output = subprocess.run([pager, "--version"], capture_output=True, text=True, timeout=5, check=False).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return False
    version = re.match(r"less (\d{1,9})", output)
    return version is not None and int(version[1]) >= _LINKING_LESS


def _page(text: str) -> bool:
    """Show the text in a pager ($PAGER, else less); False when no pager can be used."""
    import shlex
    import subprocess

    if os.environ.get("TERM", "") in ("", "dumb"):
        return False
    command = shlex.split(os.environ.get("PAGER", "less"))
    if not command or command == ["cat"] or shutil.which(command[0]) is None:
        return False
    if not _knows_links(command[0]):
        text = _LINKS.sub("", text)
    environment = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ}
    sys.stdout.flush()
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as pager:  # noqa: S603 - the user's command
        assert pager.stdin is not None
        with suppress(BrokenPipeError):  # the user quit the pager before the end
            pager.stdin.write(text.encode("utf-8", "backslashreplace"))
            pager.stdin.close()
        while pager.returncode is None:
            with suppress(KeyboardInterrupt):  # the pager handles Ctrl-C itself
                pager.wait()
    return True
