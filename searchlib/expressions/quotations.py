"""Quotation marks: where a quoted stretch begins and ends, for every kind of mark that news uses.

Stretches never cross a paragraph (a line break): a mark left open runs to the paragraph's end. Marks of the wrong
direction are read by their neighbours: a mark with a letter before it and a space behind it closes, whatever it looks
like. One pass over the marks, linear in the text.
"""

from __future__ import annotations

from typing import NamedTuple

from searchlib.definitions.regexes import regex

# â€œ and â€ are the curly marks of UTF-8 read as Windows-1252
_MARK = regex(  # every branch opens with a literal, so that the search skips quickly to the next mark
    r"\n|“|”|\"|«|»|„|``|â€œ|â€\x9d|â€(?!™|˜|”|“|¦|¢)|‘(?=\S)(?<![^\W\d_]‘)|’’|''"
    r"|'(?<![^\s(\[—–-]')(?=[^\W\d_])(?!(?:em|til|cause|n|tis|twas|bout)\b)|'(?<=\S')(?![\w'’])|’(?<=\S’)(?![\w'’])"
)
_OPENS = frozenset("“«„") | {"``", "â€œ"}
_CLOSES = frozenset("”»") | {"â€\x9d", "â€", "’’"}
_CLOSES_SPEECH = regex(r"[,.?!]'")
_BEHIND_INCHES = frozenset((",”", ".”", ',"', '."'))
_SINGLES = frozenset("‘’'")
_WORD = regex(r"\w[\w'’.-]*")


class Quoted(NamedTuple):
    """A quoted stretch with its marks: `start` to `end`; `closed` is False when it runs to the paragraph's end."""

    start: int
    end: int
    closed: bool
    words: int
    single: bool


def quoted_spans(text: str) -> list[Quoted]:
    """Every quoted stretch of the text, in order, marks included; none lies in another."""
    found: list[Quoted] = []
    opened, single, width = -1, -1, 1
    for mark in _MARK.finditer(text):
        kind, at = mark.group(), mark.start()
        if kind == "\n":
            if opened >= 0:
                found.append(_quoted(text, opened, width, at, closed=False))
            opened = single = -1
        elif kind in _SINGLES:
            if opened >= 0:
                continue
            if kind == "‘" or _begins(text, at, at + 1):
                single = at if single < 0 else single
            elif single >= 0 and not _plural_possessive(text, at):
                found.append(_quoted(text, single, 1, at + 1, closed=True, single=True))
                single = -1
        elif opened >= 0:
            if _closing(text, kind, at, mark.end()):
                end = mark.end()
                end += kind == "''" and text[end : end + 1] == "'"  # a quotation that ends inside another
                found.append(_quoted(text, opened, width, end, closed=True))
                opened = single = -1
        elif _opening(text, kind, at, mark.end()):
            opened, width, single = at, len(kind), -1
    if opened >= 0:
        found.append(_quoted(text, opened, width, len(text), closed=False))
    return found


def _quoted(text: str, start: int, width: int, end: int, *, closed: bool, single: bool = False) -> Quoted:
    while not closed and end > start + width and text[end - 1].isspace():
        end -= 1
    words = 0
    for words, _ in enumerate(_WORD.finditer(text, start + width, min(end, start + 400)), 1):
        if words == 8:
            break
    return Quoted(start, end, closed, words, single)


def _begins(text: str, at: int, end: int) -> bool:
    """A mark with nothing before it and something behind it."""
    return (
        (at == 0 or text[at - 1].isspace() or text[at - 1] in "([—–-") and end < len(text) and not text[end].isspace()
    )


def _ends(text: str, at: int, end: int) -> bool:
    """A mark with something before it and nothing behind it."""
    return at > 0 and not text[at - 1].isspace() and (end >= len(text) or not text[end].isalnum())


def _opening(text: str, kind: str, at: int, end: int) -> bool:
    if kind in _OPENS:
        return True
    return not _ends(text, at, end) or _begins(text, at, end)


def _closing(text: str, kind: str, at: int, end: int) -> bool:
    if text[at - 1].isdigit() and text[end : end + 2] in _BEHIND_INCHES:
        return False  # “The door is only 6’4”,” S said
    if kind in _OPENS:
        return _ends(text, at, end) and not _begins(text, at, end)
    return True


def _plural_possessive(text: str, at: int) -> bool:
    """An apostrophe after a plural ("the voters’ choice") rather than a closing mark: another one follows nearby."""
    if text[at - 1] != "s" or not text[at + 1 : at + 3].strip().isalpha():
        return False
    ahead = text[at + 1 : at + 80]
    if text[at] == "'":
        closes = _CLOSES_SPEECH.search(ahead)
        return closes is not None and " '" not in ahead[: closes.start()] and "\n" not in ahead[: closes.start()]
    return "’" in ahead and "‘" not in ahead.split("’")[0] and "\n" not in ahead.split("’")[0]
