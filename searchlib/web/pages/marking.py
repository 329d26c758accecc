"""Text cut into pieces that a template marks: hits, statements, and mentions that can be pressed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from searchlib.web.pages.notes import Note

Characters = tuple[int, int]
_BLANK_LINES: Final = re.compile(r"[ \t]*\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is marked in one way: as words of a `hit`, as `said` by somebody, as the `place` looked for.

    The `current` hit is the one that one stands at; it begins where `anchor` is.
    """

    text: str
    hit: bool
    said: bool
    place: bool
    current: bool
    anchor: bool

    @property
    def parts(self) -> tuple[str, ...]:
        """The text between its blank lines."""
        return tuple(_BLANK_LINES.split(self.text))


@dataclass(frozen=True)
class Chunk:
    """Pieces that stand together: those of one note, or those between two."""

    pieces: tuple[Piece, ...]
    note: Note | None = None


def chunks(
    text: str,
    offset: int,
    *,
    notes: Sequence[Note],
    hits: Sequence[Characters] = (),
    said: Sequence[Characters] = (),
    place: Characters | None = None,
    current: Characters | None = None,
) -> tuple[Chunk, ...]:
    """The chunks of a text whose first character is the document's `offset`; together they are the text.

    All places are the document's. The notes stand in order, inside the text, none over another.
    """
    marked = (tuple(hits), tuple(said), () if place is None else (place,), () if current is None else (current,))
    return tuple(_chunks(text, offset, notes, marked))


def _chunks(
    text: str, offset: int, notes: Sequence[Note], marked: tuple[tuple[Characters, ...], ...]
) -> Iterator[Chunk]:
    at = offset
    for note in notes:
        if at < note.start:
            yield Chunk(_pieces(text, offset, (at, note.start), marked))
        yield Chunk(_pieces(text, offset, (note.start, note.end), marked), note)
        at = note.end
    if at < offset + len(text):
        yield Chunk(_pieces(text, offset, (at, offset + len(text)), marked))


def _pieces(
    text: str, offset: int, stretch: Characters, marked: tuple[tuple[Characters, ...], ...]
) -> tuple[Piece, ...]:
    start, end = stretch
    inside = [[one for one in spans if one[0] < end and start < one[1]] for spans in marked]
    cuts = {start, end, *(cut for spans in inside for span in spans for cut in span if start < cut < end)}
    pieces = []
    for first, last in pairwise(sorted(cuts)):
        hit, said, place, current = (_covers(spans, first) for spans in inside)
        anchor = any(first == span[0] for span in inside[-1])
        pieces.append(Piece(text[first - offset : last - offset], hit, said, place, current, anchor))
    return tuple(pieces)


def _covers(spans: Iterable[Characters], at: int) -> bool:
    return any(start <= at < end for start, end in spans)


def quoted_code(text: str) -> Iterator[Stretch]:
    """A message in stretches; those between backquotes are parts of a query, and are the ones that "differ"."""
    for place, part in enumerate(text.split("`")):
        if part:
            yield Stretch(part, place % 2 == 1)


class Stretch(NamedTuple):
    """A stretch of a text, and whether it differs."""

    text: str
    differs: bool


def stretches(text: str, marked: Iterable[tuple[int, int]]) -> Iterator[Stretch]:
    """The text in stretches; `marked` are the characters that differ, in order."""
    at = 0
    for start, end in marked:
        if at < start:
            yield Stretch(text[at:start], False)
        yield Stretch(text[start:end], True)
        at = max(at, end)
    if at < len(text):
        yield Stretch(text[at:], False)
