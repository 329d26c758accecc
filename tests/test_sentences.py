"""Where sentences and paragraphs end: the cases that news text is made of, and the laws that always hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.sentences import paragraph_bounds, sentence_bounds
from tests.growth import assert_linear, repeated

PIECES = st.sampled_from(
    [
        "The U.S.",
        "Mr.",
        "Smith",
        "said",
        "“Go.”",
        "Jan.",
        "5",
        "...",
        "Wait!",
        "he",
        "3.5",
        "\n",
        "\n\n",
        "。",
        "a.m.",
        "Korea.In ",
    ]
)
ANY = st.text(max_size=80) | st.lists(PIECES, max_size=25).map(" ".join)


@pytest.mark.parametrize(
    "marked",
    [
        "U.S. Secretary of State Ann Lee spoke.|She left.",
        "They went to North Korea.|In 2019, a leader came.",
        "It is approx. 3.5 miles.|He ran.",
        "“We will go.”|He left.|“I know.” she said.",
        "Mr. Smith met Sen. Jones on Jan. 5.|They ate.",
        "He lives in the U.S.|He likes it.",
        "The U.S. Army and the U.N. Security Council met.",
        "“Wait ...” he said.|Then ... nothing.|And so on...|The end.",
        "J. K. Adams and John F. Miller met.|Good.",
        "“Will they act?” Ann Lee asked.|“Yes!” Kim said.",
        "Acme Co. and Foo Inc. agreed.|Bar Corp. did not.|The end.",
        "It fell at 5 p.m. Monday.|It rose at 6 a.m.|The end.",
        "(See below.) ok.|Next.",
        "Gen. Mark A. Lee (ret.) said no.|5 of them came.|No. 5 came.",
        'He said: "It is over."|"No," she said.',
        "He fell ill.|Doctors came to Chicago, Ill. Monday.",
        "It cost $3.5 million.|Then 7.|Nothing.",
        "One. . . two.|Three.",
        "北京。|上海！",
        "Yahoo! News reported it.|Really!|Yes.",
    ],
)
def test_sentences(marked: str) -> None:
    """A sentence ends where the bar stands and nowhere else."""
    glued = marked.replace("Korea.|In", "Korea.\0In").replace("。|", "。\0")
    text = glued.replace("|", " ").replace("\0", "")
    assert [text[a:b] for a, b in sentence_bounds(text)] == marked.split("|")


def test_quotes_glued_on_both_sides() -> None:
    """A straight quotation mark between two sentences without a space goes to the one whose quotation it closes."""
    text = 'He said "It is over."Then he left."We know."'
    assert [text[a:b] for a, b in sentence_bounds(text)] == ['He said "It is over."', "Then he left.", '"We know."']


def test_lines_are_paragraphs_unless_wrapped() -> None:
    """A line break ends a paragraph, except inside a column whose lines are all filled to its width."""
    lines = "A short headline\n" + "This is a long line of prose that nobody wrapped at any width at all. " * 3
    assert len(paragraph_bounds(lines)) == 2
    wrapped = (
        "The minister told the house on Monday that the talks would\n"
        "go on until the end of the month, and that President Lee\nhad agreed.\n\nNext."
    )
    assert [wrapped[a:b][-7:] for a, b in paragraph_bounds(wrapped)] == ["agreed.", "Next."]
    assert len(sentence_bounds(wrapped)) == 2


def test_a_range_is_respected() -> None:
    """Only the asked stretch is read, and offsets stay the text's."""
    text = "One. Two is here. Three."
    assert sentence_bounds(text, 5, 17) == [(5, 17)]


@settings(max_examples=300)
@given(ANY)
def test_sentences_cover_all_but_space(text: str) -> None:
    """Sentences ascend, never overlap, have no space around them, and leave out nothing but space."""
    bounds = sentence_bounds(text)
    last = 0
    for start, end in bounds:
        assert last <= start < end
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip()
        last = end
    assert not text[last:].strip()


@settings(max_examples=200)
@given(ANY)
def test_sentences_lie_in_paragraphs(text: str) -> None:
    """Every sentence lies inside one paragraph."""
    paragraphs = paragraph_bounds(text)
    assert all(any(a <= start and end <= b for a, b in paragraphs) for start, end in sentence_bounds(text))


@pytest.mark.parametrize("unit", ["a", ".", " ", "\n", ". ", "A. ", "U.S. ", "a.A", "? A b ", " \n \t", "a\n", "1. "])
def test_hostile_text_is_linear(unit: str) -> None:
    """The work is in proportion to the text, whatever is repeated."""
    assert_linear(sentence_bounds, repeated(unit))
