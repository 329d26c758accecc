"""Tables of views fit the terminal, and an interval is drawn in a few characters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib
from searchlib.presentation.quote_tables import quote_lines
from searchlib.presentation.speaker_tables import speaker_lines
from searchlib.presentation.tables import Scale, drawn, fitted, fitted_end
from searchlib.presentation.view_tables import figure_lines, short_days, timeline_lines
from searchlib.query.caret import columns

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.mark.parametrize(
    ("low", "high", "modifier", "picture"),
    [
        (10_000, 10_000, "exact", " ●  "),
        (12_000, 12_000, "at_least", "  ●►"),
        (10_000, 10_000, "at_most", "◄●  "),
        (10_000, 12_000, "exact", " ├┤ "),
        (10_000, 10_000, "about", " ◆  "),
    ],
)
def test_an_interval_is_drawn(low, high, modifier, picture):
    """A point, a stretch, or an open end with an arrow."""
    assert drawn(low, high, modifier, Scale(10_000, 12_000, 4), 4) == picture


@given(
    st.floats(-1e12, 1e12),
    st.floats(0, 1e12),
    st.sampled_from(("exact", "about", "at_least", "at_most", "more_than", "less_than", "up", "down")),
    st.integers(4, 20),
)
def test_every_interval_fits(low, size, modifier, width):
    """Whatever the figure, the drawing has its width."""
    assert len(drawn(low, low + size, modifier, Scale(min(low, 0), max(low + size, 1), width), width)) == width


@given(st.text(max_size=40), st.integers(1, 30))
def test_a_cell_has_its_width(text, width):
    """A cell is filled or cut; the end of a path is kept."""
    printable = "".join(character for character in text if character.isprintable())
    assert columns(fitted(printable, width)) == width
    assert columns(fitted_end(printable, width)) <= width


@pytest.mark.parametrize(
    ("first", "last", "narrow", "wide"),
    [
        (date(2024, 10, 28), date(2024, 11, 3), "2024-10-28..", "2024-10-28..11-03"),
        (date(2024, 12, 30), date(2025, 1, 2), "2024-12-30..", "2024-12..2025-01"),
        (date(2024, 10, 28), date(2024, 10, 28), "2024-10-28", "2024-10-28"),
    ],
)
def test_a_period_has_its_end_where_room_is(first, last, narrow, wide):
    """Twelve columns hold the first day, seventeen the last one too."""
    assert (short_days(first, last, 12), short_days(first, last, 17)) == (narrow, wide)


@pytest.mark.parametrize("width", [40, 50, 59, 60, 80, 100, 140])
def test_views_fit_the_terminal(tmp_path, width):
    """No line of figures or of a timeline is wider than the screen, and conflicts are told in words."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add_folder(SEEDS)
        figures, timeline = index.figures("north korean soldiers"), index.timeline("north korean soldiers")
    lines = [
        "".join(text for text, _ in line)
        for line in (
            *figure_lines(figures, width, questions=2, clean=str, place=str),
            *timeline_lines(timeline, width, clean=str, place=str),
        )
    ]
    assert max(map(columns, lines)) <= width
    assert "  cannot both be true:" in lines
    assert "more groups with" in " ".join(lines)
    whole = " ".join(" ".join(lines).split())
    assert "--groups 0 shows all." in whole
    assert "5 statements a day are shown at most. --csv prints all." in whole
    assert "--by week or month shows more of them." in whole
    assert len(lines) > 40


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_quotes_fit_the_terminal(tmp_path, width):
    """No line is wider than the screen; words that differ are marked, and who disagrees is told in words."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add_folder(SEEDS)
        quotes = index.quotes(limit=0)
    lines = ["".join(text for text, _ in line) for line in quote_lines(quotes, width, groups=0, clean=str, place=str)]
    assert max(map(columns, lines)) <= width
    assert any("‹" in line for line in lines)
    assert any("! speakers disagree" in line for line in lines)
    some = [*quote_lines(quotes, width, groups=2, clean=str, place=str)]
    assert "more utterances with" in "".join(text for line in some[-2:] for text, _ in line)


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_a_page_about_a_speaker_fits_the_terminal(tmp_path, width):
    """No line is wider than the screen; what contradicts the speaker is told in words."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add_folder(SEEDS)
        page = index.speaker("blinken")
    lines = ["".join(text for text, _ in line) for line in speaker_lines(page, width, groups=0, clean=str, place=str)]
    assert max(map(columns, lines)) <= width
    assert "cannot both be true" in lines
    assert lines[0] == "Antony Blinken"
