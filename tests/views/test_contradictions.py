"""The order in which contradictions are shown: first those whose texts tell that they are of one matter. None is left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import searchlib
from searchlib import Document
from searchlib.mcp import rows as rows_of
from searchlib.models.views.figures import Figures
from searchlib.models.views.rows import Conflict
from searchlib.presentation.figure_words import pairs_words
from searchlib.presentation.view_tables import figure_lines
from searchlib.views.contradictions import matters

STORM = "The storm Ida killed 40 people in Port Odden, the coast guard said."
SAME = "Rescuers in Port Odden said the storm Ida had killed 61 people."
OTHER = "A bus crash near Vale killed 55 people, hospital officials said."
MANY = (OTHER, STORM, SAME)


def asked(tmp_path: Path, *texts: str, query: str = "") -> Figures:
    """The figures of articles of one day, each of another paper."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(
            Document(id=f"{number}", text=text, published=date(2024, 5, 2), source=f"Paper {number}")
            for number, text in enumerate(texts)
        )
        return index.figures(query)


def values(figures: Figures) -> list[tuple[str, str, bool]]:
    """Each conflict by its two figures as written, and whether it is likely."""
    written = {row.ordinal: row.value for row in figures}
    return [(written[one.one], written[one.other], one.is_likely) for one in figures.conflicts]


def test_pairs_of_one_matter_come_first_and_none_is_left_out(tmp_path):
    """Names and rare words of both sentences tell it; the law calls the others conflicts too."""
    assert values(asked(tmp_path, *MANY)) == [("40", "61", True), ("55", "61", False), ("40", "55", False)]


def test_a_conflict_says_what_both_texts_have(tmp_path):
    """Names first; a pair that has nothing in common says so, and one sentence is told as one."""
    first, *_, last = asked(tmp_path / "a", *MANY).conflicts
    assert first.shared[:2] == ("Ida", "Port Odden")
    assert first.why.endswith("both for 2024-05-02, the day of publication; in both texts: Ida, Port Odden, storm")
    assert last.why.endswith("no telling word in both texts")
    sentence = "The navy said there were nearly 8,000 sailors, and the union said there were at least 12,000 sailors."
    (conflict,) = asked(tmp_path / "b", sentence).conflicts
    assert (conflict.is_likely, conflict.why.rpartition("; ")[2]) == (True, "both in one sentence")


def test_a_pair_whose_texts_tell_the_day_ranks_before_one_of_the_day_of_publication(tmp_path):
    """What is inferred for both is said, and counts less."""
    told = ("On May 1 the storm Ida killed 40 people in Odden.", "On May 1 the storm Ida killed 90 people in Odden.")
    inferred = ("The blaze Ulf hurt 400 people in Vale.", "The blaze Ulf hurt 900 people in Vale.")
    conflicts = asked(tmp_path, *inferred, *told).conflicts
    assert [(one.day_untold, "the day of publication" in one.why) for one in conflicts[:2]] == [
        (False, False),
        (True, True),
    ]


@pytest.mark.parametrize(
    ("one", "other", "likely"),
    [
        ("The quake in Odden killed 30 people.", "The quake in Odden killed 34 people.", True),
        ("The quake in Odden killed 30 people.", "Floods along the river Sorva killed 3,400 people.", False),
        ("Odden has 14 new cases of the fever.", "Odden has 20,000 confirmed cases of the fever.", False),
        (
            "About 8,000 sailors.",
            "At least 12,000 sailors.",
            True,
        ),  # nothing else is told, so nothing speaks against it
    ],
)
def test_what_tells_that_two_figures_are_of_one_matter(tmp_path, one, other, likely):
    """Shared words and near figures do; other words and figures far apart do not."""
    (conflict,) = asked(tmp_path, one, other).conflicts
    assert conflict.is_likely == likely


def test_the_likeliest_are_kept_when_there_are_too_many(tmp_path, monkeypatch):
    """And the view says that others are not listed."""
    monkeypatch.setattr("searchlib.views.figures.MOST_CONFLICTS", 1)
    figures = asked(tmp_path, *MANY)
    assert values(figures) == [("40", "61", True)]
    assert figures.warnings == ("There are more than 1 conflicts: the likeliest of them are listed.",)


def test_pairs_beyond_a_bound_are_not_compared(tmp_path, monkeypatch):
    """The work is bounded, and that there are more is told."""
    monkeypatch.setattr(matters, "MOST_COMPARED", 1)
    assert len(asked(tmp_path, *MANY).conflicts) == 2


def test_terminal_and_agents_show_the_likely_ones_first(tmp_path):
    """`!` marks a likely one, `?` one that is so only if both are of one matter; each line says why."""
    figures = asked(tmp_path, *MANY)
    lines = [
        "".join(text for text, _ in line) for line in figure_lines(figures, 140, questions=0, clean=str, place=str)
    ]
    assert [line[4:6].strip() for line in lines if line[:4].strip().isdigit() and line[5] == " "] == ["!", "?", "!"]
    likely = lines.index("  cannot both be true:")
    assert lines[likely + 1].startswith("  ! “40” (")
    assert "in both texts: Ida, Port Odden" in " ".join(lines[likely + 1 : likely + 3])
    assert "if they are of one matter" in lines[likely + 3] + lines[likely + 2]
    told = [rows_of.conflict(conflict) for conflict in figures.conflicts]
    assert [" if they are of one matter: " in line for line in told] == [False, True, True]


def test_only_conflicts_puts_the_question_of_the_likeliest_first(tmp_path):
    """Though another question has more figures."""
    ships = ("The port of Vale counted 30 ships.", "A ferry passed 7 ships.", "The king owns 99 ships.")
    figures = asked(tmp_path, *ships, STORM, SAME)
    assert [group.noun for group in figures.groups] == ["ships", "people"]
    assert [group.noun for group in figures.only_conflicts().groups] == ["people", "ships"]


@pytest.mark.parametrize(
    ("alike", "words"),
    [
        ((), ""),
        ((2.0,), "1 pair cannot both be true"),
        ((2.0, 1.5, 0.1), "2 pairs cannot both be true, 1 more if of one matter"),
        ((0.1, -3.0), "2 pairs cannot both be true if of one matter"),
    ],
)
def test_how_many_pairs_there_are_is_told_in_words(alike, words):
    """Likely ones and others."""
    assert pairs_words([Conflict(one=1, other=2, group=1, why="", alike=one) for one in alike]) == words
