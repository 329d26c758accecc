"""Plain text and Markdown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.loaders.readers.text import headline, split_front_matter
from tests.growth import assert_linear, repeated


def test_text_is_kept_whole(write, read):
    """A text file is one document, its headline still in the text, only its newlines made plain."""
    write("talks.txt", "Talks end without a deal\r\n\r\nMinisters left the hall.\rNobody spoke.\r\n")
    [document] = read().documents
    assert document.text == "Talks end without a deal\n\nMinisters left the hall.\nNobody spoke.\n"
    assert (document.id, document.title, document.line) == ("talks.txt", "Talks end without a deal", 1)


def test_front_matter_describes_the_document(write, read):
    """Front matter gives title, date, source, authors and address, and its lines are no text; the id stays the path."""
    write(
        "a.md",
        '---\ntitle: "Grain: a story"\ndate: 2 November 2024\npublisher: The Post\nauthors:\n  - Ann Lee\n'
        "  - Bo Roe\nid: 7\nurl: https://example.org/a\n# a remark\n---\nShips sailed.\n",
    )
    [document] = read().documents
    assert document.text == "Ships sailed.\n"
    assert (document.title, document.published, document.published_from) == (
        "Grain: a story",
        date(2024, 11, 2),
        "front matter",
    )
    assert (document.source, document.authors, document.url) == (
        "The Post",
        ("Ann Lee", "Bo Roe"),
        "https://example.org/a",
    )
    assert (document.id, document.line) == ("a.md", 12)


def test_a_header_without_fences_describes_the_document(write, read):
    """Lines `key: value` and a blank line above the text are read as a front matter is."""
    write("a.txt", "Title: Grain: a story\nDate: 2024-11-02\nSource: The Post\nDesk: Trade\n\nShips sailed.\n")
    [document] = read().documents
    assert document.text == "Ships sailed.\n"
    assert (document.title, document.published, document.source) == ("Grain: a story", date(2024, 11, 2), "The Post")
    assert (document.line, document.extra) == (6, {"Desk": "Trade"})


@pytest.mark.parametrize(
    "text",
    [
        "Smith: We go on.\nLee: We do not.\n\nThey left.\n",
        "Title: Grain\n\nShips sailed.\n",
        "Author: Ann Lee\nSource: The Post\n\nShips sailed.\n",
        "Title: Grain\nDate: 2024-11-02\nShips sailed.\n\nThey came back.\n",
        "Title: Grain\nDate: 2024-11-02\n\n",
        "Title: Grain\nDate: 2024-11-02",
        "Title: Grain\nDate: 2024-11-02\nTitle: Wheat\n\nShips sailed.\n",
    ],
)
def test_what_is_no_header_stays_text(text):
    """Speakers, one key alone, keys that are no article's, and keys without a text below them are text."""
    assert split_front_matter(text) == ({}, text, 1)


def test_unreadable_front_matter_date_is_told(write, read):
    """A date in the front matter that cannot be read is a warning, never a silent loss."""
    write("a.md", "---\ndate: soonish\n---\nText.\n")
    result = read()
    assert result.documents[0].published is None
    assert "'soonish'" in result.told("warning")[0]


@pytest.mark.parametrize(
    "text",
    [
        "---\nProse under a rule.\n---\n",
        "---\ntitle: never closed\n",
        "--- \ntitle: x\n----\n",
        "---",
        "---\n---\n",
        "Text\n---\ntitle: x\n---\n",
        "---\n" + "key: value\n" * 300 + "---\n",
    ],
)
def test_what_is_no_front_matter_stays_text(text):
    """Rules, prose and unclosed fences are left in the text."""
    assert split_front_matter(text) == ({}, text, 1)


@given(st.text(alphabet="-: \nab[]'\"#", max_size=80))
@settings(max_examples=150, deadline=None)
def test_front_matter_cuts_the_text_at_a_line(rest):
    """What follows a front matter is the end of the text, and begins on the line told."""
    text = "---\nkey: value\n" + rest + "\n"
    _, body, line = split_front_matter(text)
    assert text.endswith(body)
    assert text.split("\n", line - 1)[-1] == body


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Troops reach the border\n\nThey came by train.", "Troops reach the border"),
        (
            "Troops reach the border\nThey came by train in the night, said a driver who saw them.",
            "Troops reach the border",
        ),
        ("Will they fight?\n\nNobody knows.", "Will they fight?"),
        ("# Grain #\nShips.", "Grain"),
        ("They came by train.\n\nNobody spoke.", ""),
        ("By Ann Lee\n\nThey came by train.", ""),
        ("A line that was wrapped by hand at\nforty characters or so, as in mail", ""),
        ("Only a line", ""),
        ("***\n\nText.", ""),
        ("word " * 40 + "\n\nText.", ""),
        ("", ""),
    ],
)
def test_headline(text, title):
    """A short first line that ends no sentence, above a blank or a much longer line, is the title."""
    assert headline(text) == title


def test_looking_for_a_headline_is_linear():
    """A text of one endless word, line or bracket has no headline, and is not searched far."""
    for unit in ("a", "(", "\n", '"', "a\n"):
        assert_linear(headline, repeated(unit))
        assert headline(unit * 10**6 + "x") == ""
