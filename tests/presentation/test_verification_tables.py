"""Comparisons and verifications fit any width, and say in words what colour says."""

from __future__ import annotations

from datetime import date

import pytest

import searchlib
from searchlib import Document
from searchlib.models.views.differences import Difference
from searchlib.presentation.comparison_tables import comparison_lines
from searchlib.presentation.verification_tables import differences_in_words, verification_lines
from searchlib.presentation.wrapping import line_columns

WIDTHS = (40, 60, 80, 140)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    texts = (
        "Ana Reyes said that about 4,000 ships call at Odden in a year. “We will not close the harbour this winter,” Reyes said.",
        "Bo Lund said that about 5,000 ships call at Odden in a year. “We will close the harbour this winter,” Ana Reyes said.",
    )
    with searchlib.open(tmp_path_factory.mktemp("tables") / "index", create=True) as index:
        index.add(
            Document(id=f"a-{'long-' * 30}{at}", text=text, published=date(2024, 5, 2)) for at, text in enumerate(texts)
        )
        yield index


@pytest.mark.parametrize("width", WIDTHS)
def test_lines_fit(index, width):
    """Whatever is shown, and however long an id is."""
    documents = sorted(index.reader.document_ids())
    view = index.verify(
        "4,000 ships call at Odden in a year, Bo Lund said. She spoke of “the harbour this cold winter”."
    )
    lines = [*verification_lines(view, width, clean=str, place=str)]
    lines += comparison_lines(index.compare(*documents), width, clean=str, place=str)
    assert max(map(line_columns, lines)) <= width


def test_verdicts_and_differences_stand_in_words(index):
    """Read without colours, every verdict and difference is there."""
    view = index.verify("9,000 ships call at Odden in a year, Ana Reyes said. Ana Reyes said they would close a bank.")
    text = "\n".join("".join(piece for piece, _ in line) for line in verification_lines(view, 80, clean=str, place=str))
    assert "stated otherwise" in text
    assert "number: about 4,000 ships, not 9,000 ships" in text
    documents = sorted(index.reader.document_ids())
    lines = comparison_lines(index.compare(*documents), 80, clean=str, place=str)
    text = "\n".join("".join(piece for piece, _ in line) for line in lines)
    assert "figure: other number, other speaker; cannot both be true" in text
    assert "negated on one side" in text


def test_words_that_are_not_there_are_told_once():
    """As names, where they are some."""
    name, words = Difference(kind="name", one="Kursk"), Difference(kind="words", one="Kursk")
    assert differences_in_words([name, words]) == ["names not in it: Kursk"]
    more = Difference(kind="words", one="Kursk, ships")
    assert differences_in_words([name, more]) == ["names not in it: Kursk", "words not in it: Kursk, ships"]
