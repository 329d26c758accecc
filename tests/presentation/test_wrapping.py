"""Styled text fits a width, and no character of it is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.presentation.wrapping import broken, in_width, line_columns, paragraph, trimmed, wrapped
from searchlib.query.caret import columns

TEXTS = st.text("ab é東 -", max_size=30)
LINES = st.lists(st.tuples(TEXTS, st.sampled_from(["", "quiet"])), min_size=1, max_size=4)


def plain(line):
    """The text of a line."""
    return "".join(text for text, _ in line)


@given(LINES, st.integers(2, 30))
def test_every_line_fits_and_all_characters_stay(line, width):
    """Wrapping changes nothing but blanks, and gives each character the style it had."""
    lines = list(wrapped(line, width))
    assert all(line_columns(one) <= width for one in lines)
    before = [(character, style) for text, style in line for character in text if character != " "]
    after = [(character, style) for one in lines for text, style in one for character in text if character != " "]
    assert after == before


@given(LINES, st.integers(2, 30))
def test_a_line_is_filled(line, width):
    """The first word of a line had no room in the line before."""
    lines = [plain(one) for one in wrapped(line, width)]
    if all(columns(word) <= width for word in plain(line).split()):
        for one, after in pairwise(lines):
            assert columns(f"{one} {after.split()[0]}") > width


@given(TEXTS, st.integers(2, 12))
def test_a_broken_path_is_the_path(text, width):
    """Blanks stay too: the parts together are the text."""
    parts = broken(text, width)
    assert "".join(parts) == text
    assert all(columns(part) <= width for part in parts)


@given(TEXTS, st.integers(8, 30))
def test_a_paragraph_is_indented(text, width):
    """The first line has its own lead, all others the indent; without a word there is no line."""
    lines = [plain(one) for one in paragraph(text, width, first="! ", indent="  ")]
    assert [one[:2] for one in lines] == ["! ", *["  "] * (len(lines) - 1)][: len(lines)]
    assert all(columns(one) <= width for one in lines)
    assert bool(lines) == bool(text.split())


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (20, ["  7 figures  1 pair"]),
        (19, ["  7 figures  1 pair"]),
        (18, ["  7 figures", "    1 pair"]),
        (9, ["  7", "    figur", "    es", "    1", "    pair"]),
    ],
)
def test_only_a_line_that_is_too_wide_is_wrapped(width, lines):
    """A line that fits keeps its blanks; a wrapped one keeps its first indent."""
    assert [plain(one) for one in in_width([("  7 figures", ""), ("  1 pair", "")], width, indent="    ")] == lines


@given(LINES)
def test_a_trimmed_line_has_no_blank_at_its_end(line):
    """Nothing but blanks at the end goes."""
    assert plain(trimmed(line)) == plain(line).rstrip(" ")
