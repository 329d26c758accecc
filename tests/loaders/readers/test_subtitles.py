"""Captions in WebVTT and SRT."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.loaders.readers.subtitles import _captions, _joined, _turns
from tests.growth import assert_linear, repeated


def spoken(document) -> list[tuple[str, str]]:
    return [(cue.speaker, document.text[cue.start : cue.end]) for cue in document.cues]


def cues(*texts: str) -> str:
    return "\n\n".join(f"{n}\n00:00:{n:02},000 --> 00:00:{n + 1:02},000\n{text}" for n, text in enumerate(texts, 1))


def test_voices_are_speakers(write, read):
    """A voice tag names the speaker of what it encloses; cues of one voice are one paragraph."""
    write(
        "talk.vtt",
        "WEBVTT - Press talk\n\nNOTE a remark\nof two lines\n\nSTYLE\n::cue {}\n\nintro\n00:01.000 --> 00:02.000 align:start\n"
        "<v Ann Lee>We have seen &amp; heard\n\n00:02.000 --> 00:03.000\n<v Ann Lee>ten <i>thousand</i>.</v>\n\n"
        "01:00:03.000 --> 01:00:04.000\n<v.loud Bo>Yes.</v> <v Cy Roe>No.\nNever.\n",
    )
    [document] = read().documents
    assert document.text == "We have seen & heard ten thousand.\n\nYes.\n\nNo. Never."
    assert spoken(document) == [
        ("Ann Lee", "We have seen & heard ten thousand."),
        ("Bo", "Yes."),
        ("Cy Roe", "No. Never."),
    ]
    assert (document.title, document.line) == ("Press talk", 11)


def test_names_in_the_text_are_speakers(write, read):
    """A name before a colon stays in the text and holds until another name or the mark of a new turn."""
    write(
        "talk.srt",
        cues(">> SECRETARY LEE: We are", "<i>watching</i> this.", ">> Thank you.", "- Jane Roe: Hello.", "HOST (OFF): Bye.")
        .replace("\n", "\r\n"),
    )  # fmt: skip
    [document] = read().documents
    assert document.text == (
        ">> SECRETARY LEE: We are watching this.\n\n>> Thank you.\n\n- Jane Roe: Hello.\n\nHOST (OFF): Bye."
    )
    assert spoken(document) == [("SECRETARY LEE", "We are watching this."), ("Jane Roe", "Hello."), ("HOST", "Bye.")]


@pytest.mark.parametrize(
    "text", ["Note: this is late.", "at 10:30 they left", "he said: we go", "THEY SAID: GO NOW.", "10: ten"]
)
def test_other_colons_name_nobody(write, read, text):
    """A word before a colon, and in captions all in capitals any words, are no speaker without a mark."""
    write("a.srt", cues(text))
    assert read().documents[0].cues == ()


def test_a_name_may_have_a_line_of_its_own(write, read):
    """A name on the line above is the speaker of the lines below, and the cue begins with their words."""
    write("a.srt", cues("JANE ROE:\nWe sail."))
    assert spoken(read().documents[0]) == [("JANE ROE", "We sail.")]


def test_rolling_captions_repeat_no_line(write, read):
    """Captions that show words one by one repeat the line before in each cue: the text has it once."""
    write(
        "a.vtt",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nwe<00:01.200><c> have</c>\n\n00:02.000 --> 00:02.100\nwe have\n\n"
        "00:02.100 --> 00:03.000\nwe have\nseen<00:02.500><c> it</c>\n",
    )
    assert read().documents[0].text == "we have seen it"


def test_a_repeated_line_is_kept(write, read):
    """In other captions a line said twice is there twice."""
    write("a.srt", cues("No.", "No."))
    assert read().documents[0].text == "No. No."


def test_captions_without_words_are_empty(write, read):
    """A file without captions is empty, not a failure."""
    write("a.vtt", "WEBVTT\n")
    write("b.srt", cues("<i></i>"))
    assert len(read().told("empty")) == 2


LINES = st.sampled_from(["<v Ann>", "</v>", "<v", ">> ", "ANN LEE: ", "Jo Roe:", "words ", "- ", "\n", "\n\n", "&lt;",
                         "00:01.000 --> 00:02.000\n", ">", "<00:01.000>"])  # fmt: skip


@given(st.lists(LINES, max_size=30).map("".join))
@settings(max_examples=200, deadline=None)
def test_cues_lie_in_the_text(content):
    """Whatever the captions, cues are in order, not empty, apart, and inside the text."""
    text, found = _joined(_turns(_captions("WEBVTT\n\n00:01.000 --> 00:02.000\n" + content)[0]))
    last = 0
    for cue in found:
        assert last <= cue.start < cue.end <= len(text)
        assert cue.speaker
        assert text[cue.start : cue.end].strip() == text[cue.start : cue.end]
        last = cue.end


@pytest.mark.parametrize("unit", ["<", "<v ", "<v a", "A", "A ", "A A: ", ">> ", "&", "00:01.000 --> ", " ", "{\\"])
def test_hostile_captions_are_linear(unit):
    """The work is in proportion to the captions, whatever is repeated in one or behind its time."""
    assert_linear(lambda text: _joined(_turns(_captions(text)[0])), repeated(unit, before="00:01.000 --> 00:02.000\n"))
    assert_linear(_captions, repeated(unit, before="00:01.000 --> 00:02.000"))


@pytest.mark.parametrize(
    "captions",
    [
        "00:00:20 --> 00:00:24\nThe ferries wait.\n\n00:00:25 --> 00:00:29\nThe port is shut.\n",
        "1\n00:00:20,000-->00:00:24,000\nThe ferries wait.\n2\n00:00:25,000-->00:00:29,000\nThe port is shut.\n",
        "1\n0:00:20.0 -> 0:00:24.5\nThe ferries\n\nwait.\n\n2\n0:00:25.0 -> 0:00:29.5\nThe port is shut.\n",
        "00:20:500 --> 00:24:000 align:start\nThe ferries wait.\n\nlast\n00:25:000 --> 00:29:000\nThe port is shut.",
        "WEBVTT\n\nNOTE by\nAnn\n\n00:20.000 --> 00:24.000\nThe ferries wait.\n\nNOTE\n\n00:25.000 --> 00:29.000\nThe port is shut.",
    ],
)
def test_lax_captions_are_read_as_players_read_them(write, read, captions):
    """Times without milliseconds, short arrows, no blank lines, text behind a blank line: all text, and no numbers."""
    write("a.srt", captions)
    assert " ".join(read().documents[0].text.split()) == "The ferries wait. The port is shut."


def test_a_number_that_is_said_stays(write, read):
    """A line of digits is a caption's number only above a time."""
    write("a.srt", "1\n00:00:20,000 --> 00:00:24,000\nHow many?\n12\n\n2\n00:00:25,000 --> 00:00:29,000\nThanks.\n")
    assert " ".join(read().documents[0].text.split()) == "How many? 12 Thanks."
