"""Styled text in lines that fit a width.

A line is a list of pieces: printable text and the name of its style ("" is plain). The front that prints them knows the
styles. Widths are in columns of a terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from searchlib.query.caret import columns

Piece = tuple[str, str]
Line = list[Piece]
Clean = Callable[[str], str]
"""Makes text safe to print; the front knows how."""


def wrapped(pieces: Iterable[Piece], width: int) -> Iterator[Line]:
    """The words of styled text in lines of at most `width` columns; several blanks become one.

    A word wider than a line is broken where the line ends.
    """
    line: Line = []
    used = 0
    for word in _words(pieces):
        size = line_columns(word)
        if line and used + 1 + size > width:
            yield line
            line, used = [], 0
        if line:
            line.append((" ", word[0][1] if word[0][1] == line[-1][1] else ""))
            used += 1
        if size <= width:
            line += word
            used += size
        else:
            *full, rest = _parts(word, width)
            yield from full
            line += rest
            used += line_columns(rest)
    if line:
        yield line


def broken(text: str, width: int) -> list[str]:
    """The text in parts of at most `width` columns, no character lost: for paths."""
    return ["".join(part for part, _ in line) for line in _parts([(text, "")], width)]


def paragraph(text: str, width: int, *, first: str, indent: str, style: str = "") -> Iterator[Line]:
    """Running text in lines that fit: the first behind `first`, the others behind `indent`."""
    room = width - max(columns(first), columns(indent))
    for ordinal, line in enumerate(wrapped([(text, style)], room)):
        yield [(indent if ordinal else first, style), *line]


def in_width(line: Line, width: int, *, indent: str) -> Iterator[Line]:
    """The line as it is, or, if it is too wide, each piece in lines of its own; all but the first stand behind `indent`."""
    if line_columns(line) <= width:
        yield line
        return
    for ordinal, (text, style) in enumerate(line):
        first = indent if ordinal else text[: len(text) - len(text.lstrip())]
        yield from paragraph(text, width, first=first, indent=indent, style=style)


def trimmed(line: Line) -> Line:
    """The line without blanks at its end."""
    kept = list(line)
    while kept and not kept[-1][0].rstrip():
        kept.pop()
    return [*kept[:-1], (kept[-1][0].rstrip(), kept[-1][1])] if kept else []


def line_columns(line: Line) -> int:
    """How many columns a line takes."""
    return sum([columns(text) for text, _ in line])


def _words(pieces: Iterable[Piece]) -> Iterator[Line]:
    """The words of styled text; a word is a list of pieces, because its style may change inside it."""
    word: Line = []
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


def _parts(word: Line, width: int) -> list[Line]:
    """The word in parts that fit, each of one character at least."""
    if line_columns(word) <= width:
        return [word]
    parts: list[Line] = [[]]
    used = 0
    for character, style in ((character, style) for text, style in word for character in text):
        size = columns(character)
        if parts[-1] and used + size > width:
            parts.append([])
            used = 0
        parts[-1].append((character, style))
        used += size
    return [joined(part) for part in parts]


def joined(line: Line) -> Line:
    """Neighbouring pieces of one style as one piece."""
    runs = groupby(line, key=lambda piece: piece[1])
    return [("".join(text for text, _ in run), style) for style, run in runs]
