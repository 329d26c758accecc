"""Texts of views in marked pieces: the stretches in which one wording differs from another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


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
