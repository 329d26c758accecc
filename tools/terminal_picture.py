"""Draw what a search prints in a terminal: `python tools/terminal_picture.py` writes docs/terminal.svg.

The search runs in a pseudo-terminal over the sample articles, so the picture shows real output. Colours and weights come
from its escape codes (ECMA-48, "SGR").
"""

from __future__ import annotations

import html
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PICTURE: Final = ROOT / "docs" / "terminal.svg"
COMMAND: Final = "search 'north korean soldiers' --speaker blinken --number 8000..12000 --limit 2"

COLUMNS: Final = 96
CHARACTER_WIDTH: Final = 8.4  # pixels of a character of 14 pixels in a usual monospaced font
LINE_HEIGHT: Final = 20
MARGIN: Final = 16
BACKGROUND, TEXT = "#16181d", "#d8dee9"
COLOURS: Final = {"31": "#ff7b72", "32": "#7ee787", "35": "#d2a8ff", "36": "#79c0ff"}

_ESCAPE = re.compile(r"\x1b\[([\d;]*)m|\x1b\]8;[^\x1b]*\x1b\\")


def printed(command: str) -> str:
    """What the command prints on a terminal, with its escape codes, in a folder that holds the sample articles."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "seeds", Path(folder) / "seeds")
        program = (
            f"import sys; sys.argv = {shlex.split(command)!r}; from searchlib.cli import search_main; search_main()"
        )
        environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "PAGER": "cat", "TERM": "xterm-256color", "COLUMNS": str(COLUMNS), "LINES": "50",
        }  # fmt: skip
        ask = [sys.executable, "-c", program]
        subprocess.run(ask, cwd=folder, env=environment, capture_output=True, check=True)  # builds the index
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(folder)
            os.execve(sys.executable, ask, environment)  # noqa: S606 - our own program
        output = b"".join(_read(terminal))
        os.waitpid(child, 0)
    return output.decode().replace("\r\n", "\n")


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            block = os.read(terminal, 1 << 16)
        except OSError:  # Linux: the other end is closed
            return
        if not block:
            return
        yield block


def drawn(command: str, output: str) -> str:
    """The SVG of a terminal that shows a command and what it printed."""
    lines = [f"$ {command}", *output.split("\n")]
    while lines and not lines[-1].strip():
        lines.pop()
    width = round(2 * MARGIN + CHARACTER_WIDTH * COLUMNS)
    height = 2 * MARGIN + LINE_HEIGHT * len(lines)
    texts = [
        f'<text x="{MARGIN}" y="{MARGIN + LINE_HEIGHT * (number + 0.7):.0f}">{"".join(spans(line))}</text>'
        for number, line in enumerate(lines)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">\n'
        f"<title>{html.escape(command)}</title>\n"
        f"<style>text {{ font: 14px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: {TEXT};"
        " white-space: pre; }</style>\n"
        f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>\n' + "\n".join(texts) + "\n</svg>\n"
    )


def spans(line: str) -> Iterator[str]:
    """A line's pieces, each in its colour and weight, as SVG."""
    style: list[str] = []
    at = 0
    for code in _ESCAPE.finditer(line):
        yield from _span(line[at : code.start()], style)
        if code[1] is not None:
            style = [] if code[1] in ("", "0") else code[1].split(";")
        at = code.end()
    yield from _span(line[at:], style)


def _span(text: str, style: list[str]) -> Iterator[str]:
    if not text:
        return
    marks = ['font-weight="bold"'] if "1" in style else []
    if "2" in style:
        marks.append('opacity="0.6"')
    marks += [f'fill="{COLOURS[code]}"' for code in style if code in COLOURS]
    yield f"<tspan {' '.join(marks)}>{html.escape(text)}</tspan>" if marks else html.escape(text)


if __name__ == "__main__":
    PICTURE.write_text(drawn(COMMAND, printed(COMMAND)), "utf-8")
