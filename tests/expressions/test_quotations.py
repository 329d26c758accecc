"""Quotation marks of every kind, in the right and the wrong direction."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.expressions.quotations import quoted_spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She said “yes, of course” twice.", ["“yes, of course”"]),
        ('She said "yes, of course" twice.', ['"yes, of course"']),
        ("She said ''yes, of course'' twice.", ["''yes, of course''"]),
        ("She said ``yes, of course'' twice.", ["``yes, of course''"]),
        ("She said «yes, of course» twice.", ["«yes, of course»"]),
        ("She said „yes, of course“ twice.", ["„yes, of course“"]),
        ("She said ‘yes, of course’ twice.", ["‘yes, of course’"]),
        ("She said 'yes, of course' twice.", ["'yes, of course'"]),
        ("She said ”yes, of course” twice.", ["”yes, of course”"]),
        ("She said “yes, of course“ twice.", ["“yes, of course“"]),
        ("She said â€œyes, of courseâ€\x9d twice.", ["â€œyes, of courseâ€\x9d"]),
        ("One “a b” and “c d” two.", ["“a b”", "“c d”"]),
        ("He said “he told me ‘no’ again” twice.", ["“he told me ‘no’ again”"]),
    ],
)
def test_every_kind_of_mark(text: str, expected: list[str]) -> None:
    """A quoted stretch is found with its marks, whatever kind they are."""
    assert [text[q.start : q.end] for q in quoted_spans(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The voters' choice and the cats' food.",
        "It’s the crew’s ship; the crews’ pay.",
        "Rock 'n' roll, 'til late.",
        "No marks.",
    ],
)
def test_apostrophes_are_no_quotations(text: str) -> None:
    """Possessives and dropped letters open nothing."""
    assert quoted_spans(text) == []


def test_unclosed_quotation_ends_with_its_paragraph() -> None:
    """A mark left open runs to the line's end and says so; the next line is read afresh."""
    text = "He said, “we go on\n“and on.” Then “more words”."
    spans = quoted_spans(text)
    assert [(text[q.start : q.end], q.closed) for q in spans] == [
        ("“we go on", False),
        ("“and on.”", True),
        ("“more words”", True),
    ]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="\"“”'’‘«»„`ab .\n", max_size=80))
def test_spans_are_ordered_and_apart(text: str) -> None:
    """Spans lie inside the text, in order, none in another, and never cross a line."""
    last = 0
    for span in quoted_spans(text):
        assert last <= span.start < span.end <= len(text)
        assert "\n" not in text[span.start : span.end]
        last = span.end
