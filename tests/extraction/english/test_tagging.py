"""The tag alphabet, and the tags that words get alone and among their neighbours."""

from __future__ import annotations

import pytest

from searchlib.extraction.english import tags
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import Tag

LETTERS = [letter for name, letter in vars(Tag).items() if not name.startswith("_")]
SETS = {name: value for name, value in vars(tags).items() if isinstance(value, frozenset)}


def test_every_tag_is_one_letter_of_its_own() -> None:
    """A text's tags have as many letters as the text has tokens, and no two classes share one."""
    assert all(len(letter) == 1 for letter in LETTERS)
    assert len(set(LETTERS)) == len(LETTERS)


@pytest.mark.parametrize("name", SETS)
def test_every_set_holds_tags(name: str) -> None:
    """A named set is made of the alphabet, and of more than one letter: a single one has a name already."""
    assert set(LETTERS) >= SETS[name]
    assert len(SETS[name]) > 1


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("Henry Vale left.", "Vale", Tag.NAME),
        ("Ukrainian troops left.", "Ukrainian", Tag.ADJECTIVE),
        ("Mark Cuban left.", "Cuban", Tag.NAME),
        ("The report is out.", "report", Tag.WORD),
        ("Officials report that it is out.", "report", Tag.SPEECH_BASE),
        ("Its claims are false.", "claims", Tag.WORD),
        ("She claims that it is out.", "claims", Tag.SPEECH_VERB),
        ("King said no.", "King", Tag.NAME),
        ("King Harald said no.", "King", Tag.TITLE),
        ("Lena van Dijk left.", "van", Tag.NAME),
        ("They rode the van home.", "van", Tag.WORD),
        ("It will rain in May.", "May", Tag.DAY),
        ("He’s here.", "He’s", Tag.HE_IS),
    ],
)
def test_a_word_gets_its_tag_among_its_neighbours(text: str, word: str, tag: str) -> None:
    """What a word is alone or by its neighbours: a noun behind an article, a surname behind a given name."""
    tagged = TaggedText(text)
    assert tagged.tags[tagged.words.index(word)] == tag
