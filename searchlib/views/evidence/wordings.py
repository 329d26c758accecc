"""Quotations word for word: whether an article has one, and which wording is the nearest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from searchlib import analysis
from searchlib.matching.stored import Stored
from searchlib.models.views.rows import line_of
from searchlib.models.views.verification import QuotationCheck, Wording, WordingPiece

_LEFT_OUT: Final = re.compile(r"…|\.\.\.|\[[^\]]*\]")
"""Where a quotation says that words were left out or put in."""
_NEAR: Final = 0.5
"""The part of the words that the nearest wording shares with a quotation, by Ratcliff and Obershelp's measure."""
_LEAST: Final = 2
"""Words, beside function words, that the nearest wording shares."""
_MORE: Final = 2
"""Words that the nearest wording may have more on either side."""


class _Words(NamedTuple):
    """The words of a text in order: folded, and their characters."""

    folded: list[str]
    spans: list[tuple[int, int]]


class _Near(NamedTuple):
    """Characters of a text, and how much of a quotation they have."""

    start: int
    end: int
    ratio: float


def words_of(text: str) -> _Words:
    """The words as written but for case, accents and the form of apostrophes."""
    tokens = analysis.analyze(text)
    places = {
        position: (start, end)
        for position, start, end in zip(tokens.positions, tokens.starts, tokens.ends, strict=True)
    }
    spans = list(places.values())
    return _Words([analysis.fold(text[start:end]) for start, end in spans], spans)


def exact_span(quotation: str, text: str) -> tuple[int, int] | None:
    """The characters of a text that have a quotation word for word; what "…" leaves out may be anything.

    Signs between words do not count. None when the text does not have it.
    """
    words = words_of(text)
    pieces = [piece for part in _LEFT_OUT.split(quotation) if (piece := words_of(part).folded)]
    first, at = None, 0
    for piece in pieces:
        place = _place(piece, words.folded, at)
        if place is None:
            return None
        first = place if first is None else first
        at = place + len(piece)
    return None if first is None else (words.spans[first][0], words.spans[at - 1][1])


def _place(piece: Sequence[str], words: Sequence[str], start: int) -> int | None:
    for at in range(start, len(words) - len(piece) + 1):
        if words[at] == piece[0] and words[at : at + len(piece)] == piece:
            return at
    return None


def checked(quotation: str, passages: Iterable[Stored]) -> QuotationCheck:
    """A quotation beside the passages that may have it: exact where one has, else the nearest wording."""
    best: tuple[Stored, _Near] | None = None
    for stored in passages:
        span = exact_span(quotation, stored.passage.text)
        if span is not None:
            return QuotationCheck(text=quotation, exact=True, nearest=_wording(quotation, stored, *span))
        near = _nearest(quotation, stored.passage.text)
        if near is not None and (best is None or near.ratio > best[1].ratio):
            best = stored, near
    if best is None:
        return QuotationCheck(text=quotation, exact=False)
    stored, near = best
    return QuotationCheck(text=quotation, exact=False, nearest=_wording(quotation, stored, near.start, near.end))


def nearest_words(quotation: str, text: str) -> str:
    """The words of a text that are nearest to a quotation; "" when none are near."""
    near = _nearest(quotation, text)
    return "" if near is None else " ".join(text[near.start : near.end].split())


def _nearest(quotation: str, text: str) -> _Near | None:
    """The stretch of a text that has most words of a quotation; None when it has too few."""
    asked, words = words_of(quotation).folded, words_of(text)
    block = SequenceMatcher(None, asked, words.folded, autojunk=False).find_longest_match()
    if not block.size:
        return None
    low, high = max(0, block.b - block.a - _MORE), block.b + len(asked) - block.a + _MORE
    window = words.folded[low:high]
    blocks = SequenceMatcher(None, asked, window, autojunk=False).get_matching_blocks()[:-1]
    first = max(0, blocks[0].b - blocks[0].a)
    after = min(len(window), blocks[-1].b + len(asked) - blocks[-1].a)
    ratio = SequenceMatcher(None, asked, window[first:after], autojunk=False).ratio()
    shared = {word for one in blocks for word in asked[one.a : one.a + one.size]}
    content = {term for word in shared for term in analysis.analyze(word).terms} - analysis.function_word_terms()
    if ratio < _NEAR or len(content) < _LEAST:
        return None
    return _Near(words.spans[low + first][0], words.spans[low + after - 1][1], ratio)


def _wording(quotation: str, stored: Stored, start: int, end: int) -> Wording:
    """Characters of a passage's text as the source of a quotation."""
    passage, header = stored.passage, stored.header
    first, last = passage.start + start, passage.start + end
    said = [one for one in passage.statements if one.start < last and first < one.end]
    speaker = next((one for one in said if one.kind != "indirect" and one.speaker), said[0] if said else None)
    return Wording(
        document=passage.document,
        passage=passage.id,
        start=first,
        end=last,
        path=header.path,
        line=line_of(passage, first, header.path),
        title=header.title,
        source=header.source,
        url=header.url,
        published=header.published,
        said=None if speaker is None else speaker.on,
        speaker="" if speaker is None else speaker.speaker,
        text=" ".join(passage.text[start:end].split()),
        pieces=tuple(_pieces(quotation, passage.text[start:end])),
    )


def _pieces(quotation: str, source: str) -> Iterable[WordingPiece]:
    """Both wordings side by side, stretch by stretch, the same words as the source has them."""
    cited, stated = words_of(quotation), words_of(source)
    matcher = SequenceMatcher(None, cited.folded, stated.folded, autojunk=False)
    for tag, first, last, low, high in matcher.get_opcodes():
        own = _stretch(quotation, cited, first, last)
        other = _stretch(source, stated, low, high)
        yield WordingPiece(cited=other, source=other) if tag == "equal" else WordingPiece(cited=own, source=other)


def _stretch(text: str, words: _Words, first: int, last: int) -> str:
    return "" if first == last else " ".join(text[words.spans[first][0] : words.spans[last - 1][1]].split())
