"""What a terminal shows: whether it has colours, how wide it is, and text that can do it no harm."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import IO, Final

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
"""What a thing looks like: a style's name and its code (ECMA-48, Select Graphic Rendition). Colours of the reader's
own palette, and none of those that vanish on white or on black."""

NARROWEST: Final = 30
WIDEST: Final = 100
"""Columns of running text: longer lines are hard to read."""

_UNPRINTABLE: Final = re.compile(
    r"[^\x20-\x7e\xa1-\uffff]|[\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\uf8ff\ufeff\ufff0-\uffff]|[\xad\u061c\u180e]"
)
"""A first, quick sieve: what it does not find is harmless."""


def visible(text: str, *, keep: str = "") -> str:
    r"""The text with white space as spaces and every other unprintable character as an escape: ``\x1b``, ``\u202e``.

    No document can then colour, move or overwrite the terminal, nor turn the direction of a line. Characters of `keep`
    stay as they are.
    """
    return _UNPRINTABLE.sub(lambda found: found[0] if found[0] in keep else _shown(found[0]), text)


def _shown(mark: str) -> str:
    if mark.isprintable() or mark in JOINERS:
        return mark
    if mark.isspace():
        return " "
    if mark == "\xad":  # a soft hyphen shows only where a line ends
        return ""
    code = ord(mark)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


@dataclass(frozen=True)
class Screen:
    """How to print: with or without colours and links, and how many columns wide (0: lines are never broken)."""

    colour: bool = False
    links: bool = False
    width: int = 0

    def style(self, name: str, text: str) -> str:
        """The text in a style of STYLES, plain without colours."""
        return f"\x1b[{STYLES[name]}m{text}\x1b[0m" if self.colour and text and name else text

    def link(self, path: str, text: str) -> str:
        """The text as a link to a file (OSC 8), where the terminal may know links."""
        if not self.links or not path.startswith(os.sep):
            return text
        from urllib.parse import quote

        host = os.uname().nodename if hasattr(os, "uname") else ""
        target = quote(os.fsencode(path))
        return f"\x1b]8;;file://{host}{target}\x1b\\{text}\x1b]8;;\x1b\\"


def is_terminal(stream: IO[str]) -> bool:
    """Whether a person reads the stream; a closed one is nobody's."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def screen_of(stream: IO[str], colour: str = "auto") -> Screen:
    """The screen behind a stream. `colour` is "auto" (a terminal that has them, NO_COLOR unset), "always" or "never"."""
    there = is_terminal(stream)
    dumb = os.environ.get("TERM", "") in ("", "dumb")
    wanted = there and not dumb and not os.environ.get("NO_COLOR") if colour == "auto" else colour == "always"
    width = max(NARROWEST, min(shutil.get_terminal_size((80, 24)).columns, WIDEST)) if there else 0
    return Screen(colour=wanted, links=wanted and there and not dumb, width=width)


Piece = tuple[str, str]
"""A stretch of printable text and the name of its style, or ""."""


def wrap(screen: Screen, pieces: Iterable[Piece], *, indent: str, first: str | None = None) -> Iterator[str]:
    """Lines of styled text, broken at spaces; all begin with `indent`, the first with `first` if given.

    Runs of spaces count as one. A word wider than a line stands on its own. Width 0: one line.
    """
    lead = indent if first is None else first
    line: list[Piece] = []
    used = columns(indent)
    room = screen.width or sys.maxsize
    for word in _words(pieces):
        size = sum(columns(text) for text, _ in word)
        if line and used + 1 + size > room:
            yield lead + _styled(screen, line)
            lead, line, used = indent, [], columns(indent)
        if line:
            line.append((" ", word[0][1] if word[0][1] == line[-1][1] else ""))
            used += 1
        line += word
        used += size
    if line or lead.strip():
        yield lead + _styled(screen, line)


def _styled(screen: Screen, line: Iterable[Piece]) -> str:
    """One line, neighbours of one style together."""
    together = groupby(line, key=lambda piece: piece[1])
    return "".join(screen.style(style, "".join(text for text, _ in run)) for style, run in together)


def _words(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The words of styled text: each the stretches that it is made of."""
    word: list[Piece] = []
    for text, style in pieces:
        first, *others = text.split(" ")
        if first:
            word.append((first, style))
        for other in others:
            if word:
                yield word
            word = [(other, style)] if other else []
    if word:
        yield word


def show(text: str, *, paged: bool) -> None:
    """Print on standard output; what is longer than a terminal goes through the pager, when `paged`."""
    if paged and is_terminal(sys.stdout) and is_terminal(sys.stdin):
        rows = shutil.get_terminal_size((80, 24)).lines
        if text.count("\n") >= rows and _page(text):
            return
    sys.stdout.write(text)


_LINKS: Final = re.compile(r"\x1b\]8;[^\x1b]*\x1b\\")
_LINKING_LESS: Final = 566
"""The first version of less that passes links on; before, it shows their codes."""


def _knows_links(pager: str) -> bool:
    """Whether links (OSC 8) may be given to a pager."""
    import subprocess

    if os.path.basename(pager) != "less":  # noqa: PTH119 - a path would have to be imported for one name
        return False
    try:
        told = subprocess.run([pager, "--version"], capture_output=True, text=True, timeout=5, check=False).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return False
    version = re.match(r"less (\d{1,9})", told)
    return version is not None and int(version[1]) >= _LINKING_LESS


def _page(text: str) -> bool:
    """Whether a pager ($PAGER, else less) has shown the text."""
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
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as pager:  # noqa: S603 - the user's own
        assert pager.stdin is not None
        with suppress(BrokenPipeError):  # left before the end
            pager.stdin.write(text.encode("utf-8", "backslashreplace"))
            pager.stdin.close()
        while pager.returncode is None:
            with suppress(KeyboardInterrupt):  # the pager's own business
                pager.wait()
    return True
