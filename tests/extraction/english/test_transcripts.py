"""Speakers that the layout of a transcript names."""

from __future__ import annotations

import pytest

from searchlib.extraction.english.statements.extract import extract_statements
from searchlib.extraction.english.transcripts import find_turns
from tests.growth import assert_linear, repeated


def turns(text: str) -> list[tuple[str, str, str]]:
    """Speaker, role and words of each statement."""
    return [(said.speaker, said.role, text[said.start : said.end]) for said in extract_statements(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "MS. DELANEY: The port is shut.\nQ: When will it open?\nMS. DELANEY: On Friday.",
            [("Delaney", "", "The port is shut."), ("", "", "When will it open?"), ("Delaney", "", "On Friday.")],
        ),
        (
            "MS. DELANEY: The port is shut.\nQ Will ferries sail?\nMS. DELANEY: No.",
            [("Delaney", "", "The port is shut."), ("", "", "Will ferries sail?"), ("Delaney", "", "No.")],
        ),
        (
            "SECRETARY COLE: We had no staff.\nQUESTION: Why?\nSECRETARY COLE: Ask Congress.",
            [("Cole", "Secretary", "We had no staff."), ("", "", "Why?"), ("Cole", "Secretary", "Ask Congress.")],
        ),
        (
            "The Prime Minister (Anna Berg): The dam will be mended.\nTom Reed (Kent) (Con): Who built it?\nThe Prime Minister: We did.",
            [
                ("Anna Berg", "Prime Minister", "The dam will be mended."),
                ("Tom Reed", "", "Who built it?"),
                ("Anna Berg", "Prime Minister", "We did."),
            ],
        ),
        (
            "Anna Berg (Leeds North) (Lab): The dam is old.\nMr. Tom Reed (Kent): Who built it?\nAnna Berg: We did.",
            [("Anna Berg", "", "The dam is old."), ("Tom Reed", "", "Who built it?"), ("Anna Berg", "", "We did.")],
        ),
        (
            "Anna Berg: (00:01)\nThe dam is old.\n\nTom Reed: (00:09)\nWho built it?",
            [("Anna Berg", "", "The dam is old."), ("Tom Reed", "", "Who built it?")],
        ),
        (
            "ANNA LUND, HOST: Welcome back.\nBEN PIKE, MAYOR OF HULL: Thank you.\nLUND: Why now?\nJIM ACRE, CNN: Yes, why?",
            [
                ("Anna Lund", "Host", "Welcome back."),
                ("Ben Pike", "Mayor of Hull", "Thank you."),
                ("Anna Lund", "", "Why now?"),
                ("Jim Acre", "", "Yes, why?"),
            ],
        ),
        (
            "MS. ILONA VARGA: The port is shut.\nQ: Until when?\nMS. VARGA: Friday.",
            [("Ilona Varga", "", "The port is shut."), ("", "", "Until when?"), ("Ilona Varga", "", "Friday.")],
        ),
        (
            "MS. ILONA VARGA: It is shut.\nMR. PAUL VARGA: It is not.\nMS. VARGA: It is.",
            [("Ilona Varga", "", "It is shut."), ("Paul Varga", "", "It is not."), ("Varga", "", "It is.")],
        ),
        (
            "__Adam Pike__: We built it.\n\n__Rosa Lund__: It works.",
            [("Adam Pike", "", "We built it."), ("Rosa Lund", "", "It works.")],
        ),
        (
            "Anna Berg (00:12):\nThe dam is old.\n\nTom Reed (01:19):\nWho built it?",
            [("Anna Berg", "", "The dam is old."), ("Tom Reed", "", "Who built it?")],
        ),
        (
            "Mr. HOLT. I rise to speak.\nThe PRESIDING OFFICER. The Senator from Ohio.\nMr. HOLT. The dam leaks.\nThe CLERK. The bill is read.",
            [
                ("Holt", "", "I rise to speak."),
                ("", "Presiding Officer", "The Senator from Ohio."),
                ("Holt", "", "The dam leaks."),
                ("", "Clerk", "The bill is read."),
            ],
        ),
        (
            "The SPEAKER. The gentleman is recognized.\nMr. JONES of Ohio. I thank the Chair.\nThe SPEAKER. Time has expired.",
            [
                ("", "Speaker", "The gentleman is recognized."),
                ("Jones", "", "I thank the Chair."),
                ("", "Speaker", "Time has expired."),
            ],
        ),
        (
            "FOREIGN MINISTER WONG: We agreed.\nQ: On what?\nFOREIGN MINISTER WONG: On trade.",
            [("Wong", "Foreign Minister", "We agreed."), ("", "", "On what?"), ("Wong", "Foreign Minister", "On trade.")],
        ),
        (
            "REP. ANNA BERG (D), OHIO: It was old.\nBLITZER: Who built it?\nBERG: We did.\nBLITZER: When?",
            [("Anna Berg", "Rep", "It was old."), ("Blitzer", "", "Who built it?"), ("Anna Berg", "", "We did."), ("Blitzer", "", "When?")],
        ),
        (
            "CHAIRMAN HOLM. Good afternoon.\nMR. REED. Thank you. We lost money.\nCHAIRMAN HOLM. I see.",
            [("Holm", "Chairman", "Good afternoon."), ("Reed", "", "Thank you. We lost money."), ("Holm", "Chairman", "I see.")],
        ),
        (
            "Senator Marsh: Why was the dam not inspected?\nSecretary Cole: We had no staff.",
            [("Marsh", "Senator", "Why was the dam not inspected?"), ("Cole", "Secretary", "We had no staff.")],
        ),
        (
            "Mr. Oakes (Leeds) (Lab): Will she open the port?\nThe Prime Minister: I will.\nMr. Oakes: When?",
            [("Oakes", "", "Will she open the port?"), ("", "Prime Minister", "I will."), ("Oakes", "", "When?")],
        ),
        (
            "**Adam Holm:** The port is shut.\n\n**Maria Reed:** For how long?",
            [("Adam Holm", "", "The port is shut."), ("Maria Reed", "", "For how long?")],
        ),
        (
            "**Holm**: The port is shut.\n\n**Reed**: For how long?\n\n**Holm**: A week.",
            [("Holm", "", "The port is shut."), ("Reed", "", "For how long?"), ("Holm", "", "A week.")],
        ),
        (
            "[00:01:02] Ida Holm: The port is shut.\n[00:01:09] Bo Reed: For how long?",
            [("Ida Holm", "", "The port is shut."), ("Bo Reed", "", "For how long?")],
        ),
        (
            "Ida Holm 00:01:02\nThe port is shut.\n\nBo Reed 00:01:09\nFor how long?",
            [("Ida Holm", "", "The port is shut."), ("Bo Reed", "", "For how long?")],
        ),
        (
            "Maria Ruiz -- Chief Financial Officer\nSales fell in March.\n\nTom Hale -- Analyst\nWhat about costs?",
            [("Maria Ruiz", "Chief Financial Officer", "Sales fell in March."), ("Tom Hale", "Analyst", "What about costs?")],
        ),
        (
            "QUESTION: Who pays?\nANSWER: The state.\nQUESTION: When?\nANSWER: In May.",
            [("", "", "Who pays?"), ("", "", "The state."), ("", "", "When?"), ("", "", "In May.")],
        ),
        ("JANE ORLEY: The dam failed.\nPETER HALE: It did not.", [("Jane Orley", "", "The dam failed."), ("Peter Hale", "", "It did not.")]),
        (
            "The Tide Review: Who dives there?\nIlo Tamm: We do.\nThe Tide Review: How deep?\nIlo Tamm: Ten metres.\nThe Tide Review: And is it cold?\nIlo Tamm: No.",
            [
                ("Tide Review", "", "Who dives there?"),
                ("Ilo Tamm", "", "We do."),
                ("Tide Review", "", "How deep?"),
                ("Ilo Tamm", "", "Ten metres."),
                ("Tide Review", "", "And is it cold?"),
                ("Ilo Tamm", "", "No."),
            ],
        ),
        (
            "Host: When did the dam fail?\nLund: Around four.\nHost: And then?\nLund: We ran.",
            [("Host", "", "When did the dam fail?"), ("Lund", "", "Around four."), ("Host", "", "And then?"), ("Lund", "", "We ran.")],
        ),
    ],
)  # fmt: skip
def test_turns_of_every_layout(text, found):
    """Each turn has its speaker, and the title in its label as the role; a voice that asks has no name."""
    assert turns(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Alma Reyes: 1,769.\n\nHenry Vale: 1,501.\n\nTHE TOTAL.\n\nAlma Reyes: 547.\n\nHenry Vale: 46.",
        "Location: Kyiv\nTime: Noon\nStory: A port",
        "**Price:** 20 euros a day.\n**Opening Hours:** From noon.\n**Address:** The old port.",
        "Update: The port is open.\nNote: It may shut.\nUpdate: It shut.",
        "Q3 Sales rose.\nQ4 Sales fell.",
        "Questions And Answers: The port is shut.",
        "Breaking News -- Port Shut Today\nThe port is shut.",
        "10:30 Coffee: in the hall\n11:00 Talk: in the port",
        "MAYOR HOLM: PORT IS SHUT",
        "Winner: Tide Rovers.\nLoser: Kelp United.\nWinner: Reef City.\nLoser: Tide Rovers.\nWinner: Kelp United.\nLoser: Reef City.",
    ],
)
def test_what_is_no_transcript_has_no_turns(text):
    """Labels of forms and lists, a single heading and a headline name nobody who speaks."""
    assert find_turns(text) == []


@pytest.mark.parametrize(
    "unit", ["A: b\n", "**A", "[00:01:02] ", "Q ", "MR. A. B\n", "Ab Cd -- Ef\n", "Ab 00:01\n", "(a) "]
)
def test_looking_for_turns_is_linear(unit):
    """The work is in proportion to the text, whatever is repeated."""
    assert_linear(find_turns, repeated(unit))
