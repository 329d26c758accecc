"""The door to the extractors: languages, and in which statement each mention stands."""

from __future__ import annotations

from datetime import date

import pytest

from searchlib.errors import ArgumentError
from searchlib.extraction import LANGUAGES, extract
from searchlib.indexing.preparation import prepare
from searchlib.models import Document

TEXT = "Alma Reyes said on Thursday that 40 ships sank. The port lost 12 cranes."


def test_each_mention_knows_its_statement() -> None:
    """A quantity inside what is said has the statement's number; one outside has none."""
    found = extract(Document(id="a", text=TEXT, published=date(2024, 11, 1)))
    assert [statement.speaker for statement in found.statements] == ["Alma Reyes"]
    assert [(quantity.low, quantity.statement) for quantity in found.quantities] == [(40, 0), (12, None)]


def test_english_is_what_is_read_unless_another_language_is_named() -> None:
    """The default is English, by its ISO 639-1 code."""
    assert "en" in LANGUAGES
    document = Document(id="a", text=TEXT)
    assert extract(document) == extract(document, "en")


@pytest.mark.parametrize("language", ["de", "EN", ""])
def test_a_language_that_nothing_reads_is_refused(language: str) -> None:
    """The error says which language was asked and which there are."""
    with pytest.raises(ArgumentError, match=f"language must be one of: en; got '{language}'."):
        extract(Document(id="a", text=TEXT), language)
    with pytest.raises(ArgumentError, match="language must be one of"):
        prepare(Document(id="a", text=TEXT), language)
