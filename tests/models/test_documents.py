"""Documents: what they refuse, in one sentence."""

from __future__ import annotations

from datetime import date

import pytest

from searchlib.errors import ArgumentError
from searchlib.models import Document


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"id": "a", "text": "x", "published": "2024"}, "'published' of a document must be a day, as 2024-11-01"),
        ({"id": "a", "text": "x", "published": 0}, "'published' of a document must be a day, as 2024-11-01"),
        ({"id": "a", "text": "x", "published": "1730419200"}, "must be a day, as 2024-11-01"),
        ({"text": "x"}, "A document needs the field 'id'."),
        ({"id": "a", "text": "x", "author": "Ann"}, "A document has no field 'author'; its fields are id, text, title"),
        ({"id": "a", "text": "x", "authors": "Ann"}, "'authors' of a document must be a tuple of names; got 'Ann'."),
        ({"id": 7, "text": "x"}, "'id' of a document must be text; got 7."),
        ({"id": "a", "text": ["x"] * 500}, "..."),
    ],
)
def test_a_wrong_field_is_one_sentence(fields, told):
    """What is wrong, what is wanted and what was given, without the words of the library that checks it."""
    with pytest.raises(ArgumentError) as error:
        Document(**fields)
    assert told in error.value.message
    assert "\n" not in error.value.message
    assert "pydantic" not in error.value.message


def test_a_document_is_read_back():
    """Its JSON makes an equal document; a day may be given as text."""
    document = Document(id="a", text="x", published="2024-11-01")  # type: ignore[arg-type]
    assert document.published == date(2024, 11, 1)
    assert Document.model_validate_json(document.model_dump_json()) == document
