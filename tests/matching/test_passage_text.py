"""Which characters of a text a leaf of a query matches by."""

from __future__ import annotations

from searchlib.analysis import ENGLISH
from searchlib.matching.passage_text import PassageText
from searchlib.query.nodes import Phrase, Word

TEXT = "Soldiers of the U.S. met a soldier's 10,000 men; 10 000 in all."


def cut(text: str, spans: list[tuple[int, int]], base: int = 0) -> list[str]:
    return [text[start - base : end - base] for start, end in spans]


def test_words_are_marked_as_written() -> None:
    """A word marks every form it stands for, whole, and offsets count from the base."""
    words = PassageText(TEXT, ENGLISH, base=100)
    assert cut(TEXT, words.spans(Word("soldier")), 100) == ["Soldiers", "soldier's"]
    assert cut(TEXT, words.spans(Word("U.S.")), 100) == ["U.S."]
    assert cut(TEXT, words.spans(Word("10000")), 100) == ["10,000", "10 000"]


def test_phrases_are_marked_whole() -> None:
    """A phrase is one span, its words alone are not marked; with slop each word is marked by itself."""
    text = "Korean troops. North Korean troops; north of Korean troops."
    words = PassageText(text, ENGLISH)
    assert cut(text, words.spans(Phrase("north korean troops"))) == ["North Korean troops"]
    marked = cut(text, sorted(words.spans(Phrase("north korean troops", slop=1))))
    assert marked == ["North", "Korean", "troops", "north", "Korean", "troops"]
