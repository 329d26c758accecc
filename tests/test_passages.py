"""How documents are split: exact offsets, sizes, headings, furniture, and which passage a mention goes to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.models import Cue, DateMention, Document, Passage, Quantity, Statement
from searchlib.passages import LONGEST, SHORT, split
from tests.growth import assert_linear, repeated

SENTENCE = "The minister told the house that the long talks would go on until the end of next month."
PARAGRAPH = f"{SENTENCE} {SENTENCE} {SENTENCE}"
LINES = st.sampled_from(
    [
        SENTENCE,
        PARAGRAPH,
        PARAGRAPH * 6,
        "A heading",
        "Advertisement",
        "0:00",
        "",
        "",
        "“Yes,” he said.",
        "By Ann Lee",
        "x" * 5000,
    ]
)
DOCUMENTS = (st.text(max_size=200) | st.lists(LINES, max_size=12).map("\n".join)).map(
    lambda text: Document(id="d", text=text, title="A heading")
)


def texts(text: str, **more: object) -> list[str]:
    return [passage.text for passage in split(Document(id="d", text=text, **more))]


def test_paragraphs_are_passages() -> None:
    """Paragraphs parted by blank lines or by line breaks are passages of their own."""
    assert texts(f"{PARAGRAPH}\n\n{PARAGRAPH}") == [PARAGRAPH, PARAGRAPH]
    assert texts(f"{PARAGRAPH}\n{PARAGRAPH}") == [PARAGRAPH, PARAGRAPH]


def test_short_paragraphs_join_a_neighbour() -> None:
    """A short paragraph goes with the one before; at the head of the text with the one behind."""
    assert texts(f"{PARAGRAPH}\n\n“Yes,” he said.") == [f"{PARAGRAPH}\n\n“Yes,” he said."]
    assert texts(f"He agreed.\n\n{PARAGRAPH}") == [f"He agreed.\n\n{PARAGRAPH}"]


def test_long_paragraphs_are_cut_at_sentence_ends() -> None:
    """Pieces of a long paragraph are near 120 words and end with a sentence."""
    pieces = texts(" ".join([SENTENCE] * 30))
    assert all(80 <= len(piece.split()) <= 160 for piece in pieces)
    assert all(piece.endswith("month.") for piece in pieces)


def test_text_without_sentence_ends_is_cut_too() -> None:
    """Neither endless sentences nor text without spaces give a passage over the bound."""
    assert max(len(piece.split()) for piece in texts("word " * 5000)) <= LONGEST
    assert max(map(len, texts("x" * 100_000))) <= LONGEST * 10
    assert sum(map(len, texts("x" * 100_000))) == 100_000


def test_a_heading_goes_with_what_follows() -> None:
    """A heading opens the passage of the text below it, even when that above is short."""
    found = texts(f"{PARAGRAPH}\n\nWhat the minister said\n\n{PARAGRAPH}\n\nHe left.")
    assert found == [PARAGRAPH, f"What the minister said\n\n{PARAGRAPH}\n\nHe left."]


@pytest.mark.parametrize(
    "line",
    [
        "Talks go on, minister says",
        "Updated:\n0:00",
        "Updated at 6:10 a.m.",
        "Share this article",
        "Advertisement",
        "By Ann Lee and John Miller",
        "ANN LEE",
        "Minister Ann Lee speaks in Oslo on May 3, 2021. Jo Berg/AFP via Getty Images",
        "Voters wait in line in Oslo. (AP Photo/Jo Berg)",
        "FILE PHOTO: Ann Lee, the minister, at work in Oslo",
        "***",
        "5 min read",
    ],
)
def test_page_furniture_is_no_passage(line: str) -> None:
    """A repeated title, bylines, credits and buttons are in no passage."""
    document = {"title": "Talks go on, minister says", "authors": ("Ann Lee",)}
    assert texts(f"{line}\n\n{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}", **document) == [PARAGRAPH, PARAGRAPH]


@pytest.mark.parametrize(
    "line",
    [
        "“It will not happen,” the minister told Reuters.",
        "By Monday the talks had ended.",
        "The talks were updated on Monday, she said.",
        "He shares this view, according to AP.",
        "The minister and her wife (both Liberals) left Oslo.",
    ],
)
def test_prose_that_looks_like_furniture_stays(line: str) -> None:
    """A sentence that names an agency or opens like a byline is text."""
    assert any(line in found for found in texts(f"{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}"))


def test_a_name_beside_furniture_is_a_byline() -> None:
    """A bare name above the text is a byline when furniture stands beside it, elsewhere it is a heading."""
    assert texts(f"Ann Lee\nUpdated:\n0:00\n\n{PARAGRAPH}") == [PARAGRAPH]
    assert texts(f"Ann Lee\n\n{PARAGRAPH}") == [f"Ann Lee\n\n{PARAGRAPH}"]


def test_a_document_of_furniture_keeps_a_passage() -> None:
    """A document whose every line looks like furniture is searchable still; only an empty one has no passage."""
    assert texts("Advertisement", title="Advertisement") == ["Advertisement"]
    assert texts(" \n\n ") == []


def test_captions_are_joined() -> None:
    """Captions of one speaker are joined, and a new speaker begins a new passage once there is enough to read."""
    cues, text = [], ""
    for speaker in ["Lee"] * 6 + ["Kim"] * 6:
        cues.append(Cue(start=len(text), end=len(text) + len(SENTENCE), speaker=speaker))
        text += SENTENCE + "\n"
    found = split(Document(id="d", text=text, cues=tuple(cues)))
    assert [passage.text.count("The minister") for passage in found] == [6, 6]


def test_lines_of_the_source() -> None:
    """In plain files a passage knows its line, elsewhere the line of its record."""
    text = f"{PARAGRAPH}\n\n{PARAGRAPH}"
    lines = {
        path: [p.line for p in split(Document(id="d", text=text, path=path, line=4))] for path in ("a.txt", "a.jsonl")
    }
    assert lines == {"a.txt": [4, 6], "a.jsonl": [4, 4]}


def quantity(start: int, end: int) -> Quantity:
    return Quantity(start=start, end=end, low=1, high=1, rule="test", confidence="explicit")


def mention(start: int, end: int) -> DateMention:
    return DateMention(start=start, end=end, first=None, last=None, grain="day", rule="test", confidence="explicit")


def statement(start: int, end: int) -> Statement:
    return Statement(number=0, start=start, end=end, kind="direct", rule="test", confidence="explicit")


def test_mentions_go_to_their_passages() -> None:
    """Dates and quantities go where their first character stands, statements to every passage they overlap."""
    text = f"{PARAGRAPH}\n\nAdvertisement\n\n{PARAGRAPH}"
    second = text.rindex("The minister", 0, len(PARAGRAPH) + 30)
    first, last = split(
        Document(id="d", text=text),
        [statement(10, second + 40), statement(second, second + 3)],
        [mention(5, 9)],
        [quantity(text.index("Adv"), len(text)), quantity(len(text) - 4, len(text))],
    )
    assert (len(first.statements), len(last.statements)) == (1, 2)
    assert (len(first.dates), len(last.dates)) == (1, 0)
    assert (len(first.quantities), len(last.quantities)) == (0, 1)


def check(document: Document, passages: tuple[Passage, ...]) -> None:
    """The laws of offsets, order and size."""
    end = 0
    for ordinal, passage in enumerate(passages):
        assert document.text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
        assert end <= passage.start
        assert passage.id == f"{document.id}#{ordinal}"
        assert len(passage.text.split()) <= LONGEST
        end = passage.end
    assert bool(passages) == bool(document.text.strip())


@settings(max_examples=200)
@given(DOCUMENTS)
def test_passages_are_exact(document: Document) -> None:
    """Passages cut the text exactly, ascend, never overlap, keep the bound; no text but empty text has none."""
    check(document, split(document))


@settings(max_examples=100)
@given(st.lists(st.sampled_from([SENTENCE, PARAGRAPH, PARAGRAPH * 6, "“Yes,” he said."]), min_size=1, max_size=10))
def test_prose_is_covered(paragraphs: list[str]) -> None:
    """Every word of plain prose is in a passage, and none but the only one stays short."""
    text = "\n\n".join(paragraphs)
    found = texts(text)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert len(found) == 1 or all(len(passage.split()) >= SHORT for passage in found)


@settings(max_examples=100)
@given(DOCUMENTS, st.lists(st.tuples(st.integers(0, 400), st.integers(1, 900)), max_size=6))
def test_mentions_agree_with_brute_force(document: Document, spans: list[tuple[int, int]]) -> None:
    """Each mention is in exactly the passages that a look at all of them gives."""
    spans = [(a, a + b) for a, b in spans]
    found = split(document, [statement(*span) for span in spans], (), [quantity(*span) for span in spans])
    for passage in found:
        assert [(q.start, q.end) for q in passage.quantities] == [
            (a, b) for a, b in spans if passage.start <= a < passage.end
        ]
        assert [(s.start, s.end) for s in passage.statements] == [
            (a, b) for a, b in spans if a < passage.end and passage.start < b
        ]


@pytest.mark.parametrize(
    "unit", ["a", " ", "\n", "a. ", "北", "Ab Cd\n", "/AP ", "(AP Photo (", "0:00\n", "a\n\n", "A/A/"]
)
def test_hostile_text_is_linear(unit: str) -> None:
    """The work is in proportion to the text, whatever is repeated."""
    text = repeated(unit)
    assert_linear(split, lambda size: Document(id="d", text=text(size)))


def test_real_articles() -> None:
    """The five real articles split by the same laws, and no passage opens with a page's furniture."""
    folder = os.environ.get("SEARCHLIB_DATA")
    if not folder:
        pytest.skip("SEARCHLIB_DATA names no folder of real articles")
    for path in sorted(Path(folder, "seeds").glob("*.txt")):
        document = Document(id=path.name, text=path.read_text(encoding="utf-8"), path=str(path))
        passages = split(document)
        check(document, passages)
        assert not any("0:00" in passage.text or "Getty" in passage.text for passage in passages)
