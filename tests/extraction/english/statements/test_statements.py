"""Who said what: our own traps, the fields beside the speaker, and laws that hold on any text."""

# ruff: noqa: SIM905  (pieces of text are read as text)
from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.extraction import extract
from searchlib.extraction.english.statements.extract import extract_statements
from searchlib.models import Cue, DateMention, Document, Statement
from tests.growth import SIZES, assert_linear, repeated

TRAPS = [
    json.loads(line)
    for line in (Path(__file__).parent / "speakers_traps.jsonl").read_text("utf-8").splitlines()
    if line
]
DAY = date(2024, 11, 1)


def _agrees(text: str, statement: Statement, wanted: dict[str, Any]) -> bool:
    if text[statement.start : statement.end] != wanted["said"]:
        return False
    return all(getattr(statement, field) == value for field, value in wanted.items() if field != "said")


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap["trap"])
def test_trap(trap: dict[str, Any]) -> None:
    """Each trap sentence yields exactly the statements written beside it."""
    found = extract_statements(trap["text"])
    for wanted in trap["statements"]:
        assert any(_agrees(trap["text"], statement, wanted) for statement in found), (wanted, found)
    assert len(found) == len(trap["statements"])


def test_traps_are_many() -> None:
    """The set guards every rule: it never shrinks below what it was."""
    assert len(TRAPS) >= 700
    assert len({trap["trap"] for trap in TRAPS}) == len(TRAPS)


@pytest.mark.parametrize(
    "text",
    [
        "“The ship is lost,” Henry Vale said in 2015.",
        "“The ship is lost,” said Henry Vale in 2015.",
        "“The ship is lost,” Henry Vale told reporters in March 2015.",
        "Henry Vale said back in 2015 that the ship is lost.",
        "Henry Vale wrote in his 2015 memoir that the ship is lost.",
        "In a 2015 interview, Henry Vale said the ship is lost.",
        "In 2015, Henry Vale said the ship is lost.",
        "Speaking to Reuters in 2015, Henry Vale described the ship as “a coffin without lid.”",
    ],
)
def test_what_was_said_long_ago_was_not_said_on_the_day_of_publication(text: str) -> None:
    """Of an older talk only the period is known: no day is made up."""
    statements = extract(Document(id="a", text=text, published=DAY)).statements
    assert [(s.speaker, s.on, s.on_from) for s in statements] == [("Henry Vale", None, "")]


def test_a_day_in_a_relative_clause_of_the_speaker_is_not_the_day_it_was_said() -> None:
    """What the speaker did on a day does not date the statement."""
    text = "“We were surprised,” says Henry Vale, whose team published the results on Monday."
    (statement,) = extract(Document(id="a", text=text, published=DAY)).statements
    assert (statement.on, statement.on_from) == (DAY, "published")


def test_a_day_inside_a_quotation_is_not_the_day_of_its_first_part() -> None:
    """A quotation that its attribution breaks may name days: none of them tells when it was said."""
    text = "“That,” Henry Vale told peers, “is why I shall vote against the bill tomorrow.”"
    statements = extract(Document(id="a", text=text, published=DAY)).statements
    assert [(s.on, s.on_from) for s in statements] == [(DAY, "published")] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Elected in 2015, Henry Vale said the ship is lost.",
        "Henry Vale, who left in 2015, said the ship is lost.",
        "“The ship is lost,” said Henry Vale, mayor from 2010 to 2015.",
        "Henry Vale said the 2015 ship is lost.",
        "Henry Vale said of the 2015 deal that it is lost.",
        "After the 2015 vote, Henry Vale said the ship is lost.",
    ],
)
def test_a_past_year_beside_an_attribution_is_not_its_day(text: str) -> None:
    """A year that belongs to the speaker or to what is said leaves the statement on the day of publication."""
    statements = extract(Document(id="a", text=text, published=DAY)).statements
    assert [(s.speaker, s.on, s.on_from) for s in statements] == [("Henry Vale", DAY, "published")]


def _on(text: str, day_text: str, day: date) -> Statement:
    at = text.index(day_text)
    mention = DateMention(
        start=at, end=at + len(day_text), first=day, last=day, grain="day", rule="test", confidence="explicit"
    )
    return extract_statements(text, published=DAY, dates=[mention])[0]


@pytest.mark.parametrize(
    "text",
    [
        "Henry Vale said on Thursday that the ship is lost.",
        "On Thursday, Henry Vale said the ship is lost.",
        "“The ship is lost,” Henry Vale said Thursday.",
        "“The ship is lost,” said Henry Vale in Oslo on Thursday.",
    ],
)
def test_day_in_the_attribution_is_stated(text: str) -> None:
    """A single day beside the cue is the day it was said."""
    statement = _on(text, "Thursday", date(2024, 10, 31))
    assert (statement.on, statement.on_from) == (date(2024, 10, 31), "stated")


def test_a_post_was_made_on_the_day_of_its_signature() -> None:
    """The day behind the handle; a day in another place is none of it."""
    post = "“This is wrong and he knows it.”\n\n— Jesse Kelly (@JesseKellyDC) June 21, 2020\n\nIt was gone on June 23, 2020."
    (statement,) = extract(Document(id="a", text=post, published=DAY)).statements
    assert (statement.speaker, statement.on, statement.on_from) == ("Jesse Kelly", date(2020, 6, 21), "stated")
    (statement,) = extract(Document(id="a", text=post.replace(" June 21, 2020", ""), published=DAY)).statements
    assert (statement.on, statement.on_from) == (DAY, "published")


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Briefing at the port, Oct. 30, 2024", date(2024, 10, 30)),
        ("Edited transcript of a briefing by Ida Holm on 29 October 2024.", date(2024, 10, 29)),
        ("The port was founded on March 3, 1902.", None),  # too long before
        ("Ida Holm talks on Dec. 24, 2024", None),  # not yet
        ("Ida Holm spoke on Monday", None),
    ],
)
def test_a_transcript_was_spoken_on_the_day_above_it(head: str, day: date | None) -> None:
    """A whole day above the first label, no more than two weeks before the publication, is the day of all turns."""
    text = f"{head}\n\nMS. HOLM: The port is shut.\n\nQ: Until Nov. 1, 2024?\n\nMS. HOLM: Yes."
    found = extract(Document(id="a", text=text, published=DAY)).statements
    assert {(one.on, one.on_from) for one in found} == {(day or DAY, "stated" if day else "published")}


def test_day_inside_what_is_said_is_not_the_day_it_was_said() -> None:
    """A day of the content leaves the statement on the publication date."""
    statement = _on("Henry Vale said the ship sank on Thursday.", "Thursday", date(2024, 10, 31))
    assert (statement.on, statement.on_from) == (DAY, "published")


def test_without_any_day_it_stays_unknown() -> None:
    """Neither a stated day nor a publication date: no day at all."""
    statement = extract_statements("Henry Vale said the ship is lost.")[0]
    assert (statement.on, statement.on_from) == (None, "")


def test_caption_voices_speak() -> None:
    """A speaker that the source itself names is the speaker of its stretch."""
    text = "We sail at noon. Nobody knows."
    cues = [Cue(start=0, end=16, speaker="Henry Vale"), Cue(start=17, end=30, speaker="Alma Reyes")]
    found = extract_statements(text, cues=cues)
    assert [(s.speaker, text[s.start : s.end], s.rule) for s in found] == [
        ("Henry Vale", "We sail at noon.", "cue"),
        ("Alma Reyes", "Nobody knows.", "cue"),
    ]


def test_all_names_of_a_speaker_are_kept() -> None:
    """A statement knows every name the document gives its speaker, the canonical one first."""
    text = "Antonia Vale spoke. “It is lost,” Vale said. Antonia said nobody helped. “We tried,” Antonia Vale said."
    found = extract_statements(text)
    assert {s.speaker for s in found} == {"Antonia Vale"}
    assert all(s.names[0] == "Antonia Vale" and set(s.names) == {"Antonia Vale", "Vale", "Antonia"} for s in found)


def test_mention_and_cue_are_where_the_text_has_them() -> None:
    """The mention is the name as written, the cue the verb."""
    text = "“It is lost,” said Gov. Alma Reyes."
    statement = extract_statements(text)[0]
    assert statement.mention is not None
    assert statement.cue is not None
    assert text[statement.mention.start : statement.mention.end] == "Alma Reyes"
    assert text[statement.cue.start : statement.cue.end] == "said"


def test_a_statement_survives_its_own_validation() -> None:
    """Statements are made without validation, for speed; they would pass it."""
    for trap in TRAPS:
        for statement in extract_statements(trap["text"], published=DAY):
            assert Statement.model_validate(statement.model_dump()) == statement


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Ruth Pell denied that 40 men were hurt.", [("denied", "denied")]),
        ("The claim that the port was shut was rejected by Ruth Pell.", [("denied", "rejected")]),
        ("Ruth Pell rejected the plan.", []),
        ("Ruth Pell asked whether the port was shut.", [("question", "asked")]),
        ("“Is it shut?” Ruth Pell asked.", [("question", "asked")]),
        ("Ruth Pell asked for calm.", []),
        ("Ruth Pell allegedly said the port was shut.", [("hearsay", "allegedly")]),
        ("“The port is shut,” Ruth Pell would say.", [("conditional", "would")]),
        ("“The port is shut,” Ruth Pell will say.", [("future", "will")]),
        ("Ruth Pell said the port was not shut.", []),
    ],
)
def test_marks_tell_what_is_not_simply_asserted(text: str, marks: list[tuple[str, str]]) -> None:
    """A denial, a question, hearsay, a modal: with the characters of the word that tells it; a plain saying has none."""
    (statement,) = extract_statements(text)
    assert [(mark.kind, text[mark.start : mark.end]) for mark in statement.marks] == marks


@pytest.mark.parametrize(
    "text",
    [
        "If Ruth Pell reports that 40 ships are waiting, the port office claims that 60 are there.",
        "If the mayor says that 40 ships are waiting, Ruth Pell insists that 60 are there.",
    ],
)
def test_an_if_between_two_reports_makes_neither_conditional(text: str) -> None:
    """An "if" may set two reports side by side: each is asserted by its own source."""
    assert [statement.marks for statement in extract_statements(text)] == [(), ()]


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Ruth Pell said Thursday, “We will win.”", True),
        ("Ruth Pell told reporters late on Thursday that the port was shut.", True),
        ("Ruth Pell said on Thursday she would sail.", True),
        ("Ruth Pell, who fell ill on Thursday, said the port was shut.", False),
        ("Ruth Pell said the port was shut on Thursday.", False),
    ],
)
def test_the_day_it_was_said_in_every_position(text: str, stated: bool) -> None:
    """A day beside the verb is the day it was said; one in a relative clause or in what is said is not."""
    statement = _on(text, "Thursday", date(2024, 10, 31))
    assert statement.on_from == ("stated" if stated else "published")


_PIECES = st.sampled_from(
    """“ ” " '' ‘ ’ , . ? : ; - — ( ) \n Trump Alma Reyes Mr. Sen. President of State for the a he she they said says say
    saying told told- adding according to that who and but by in on Thursday NATO House Committee U.S. R-Tex. 5 lost
    ship campaign official officials as noted when @x (@y) WALLACE: Secretary Department King van""".split(" ")
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=40).map(" ".join)))
def test_laws_hold_on_any_text(text: str) -> None:
    """Never an error; spans, mentions and cues inside the text; sorted, numbered from 0, nobody half known."""
    found = extract_statements(text, published=DAY)
    assert [s.number for s in found] == list(range(len(found)))
    assert [s.start for s in found] == sorted(s.start for s in found)
    for statement in found:
        spans = [statement, *filter(None, (statement.mention, statement.cue))]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert bool(statement.speaker) == (statement.speaker_kind != "unknown")
        assert statement.rule


@SIZES
@pytest.mark.parametrize(
    "unit",
    [
        "“", '"', "'", "„", "‘", "’’", "!", "?", "said ", "Mr. ", "A ", "American ", "he said ", "“a b c,” he said. ", "of ",
        "(", ", ", "Al Bo and ", "— ", "A: b\n", "Al, who said, ", "quoted as saying ", "Minister Al Bo said. The minister said. ",
        "another said. ", "“a b c\n\n", "if Al says ", "Acme said it would. ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["“It is lost,” said Alma Reyes. ", "Anna Bell said ", "they "])
def test_hostile_text_stays_linear(unit: str, before: str, small: int) -> None:
    """Sixteen times the text makes about sixteen times the work, not the square of it."""
    assert_linear(lambda text: extract_statements(text, published=DAY), repeated(unit, before=before), small=small)


@pytest.mark.skipif("SEARCHLIB_DATA" not in os.environ, reason="SEARCHLIB_DATA is not set: no outside data")
def test_seeds_have_no_scare_quotes_as_statements() -> None:
    """In the real articles “no limits” is a scare quote, and Blinken, Austin and Singh speak under their full names."""
    speakers: set[str] = set()
    for path in sorted((Path(os.environ["SEARCHLIB_DATA"]) / "seeds").glob("*.txt")):
        text = path.read_text("utf-8")
        for statement in extract_statements(text, published=DAY):
            assert "no limits" not in text[statement.start : statement.end]
            speakers.add(statement.speaker)
    assert {"Antony Blinken", "Lloyd Austin", "Sabrina Singh", "Dennis Wilder", "Liu Pengyu"} <= speakers


def test_the_old_word_for_an_organization_is_read() -> None:
    """Statements that an earlier version exported call an organization "body"; they are read as before."""
    statement = extract_statements("The White House said the report is wrong.")[0]
    written = statement.model_dump() | {"speaker_kind": "body"}
    assert Statement.model_validate(written) == statement
