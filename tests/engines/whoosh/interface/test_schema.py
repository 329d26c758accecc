"""The Whoosh schema: the fields of searchlib's table, with our analysis."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.qparser import QueryParser

from searchlib import analysis
from searchlib.engines.whoosh.interface.schema import NO_VALUE, PositionsFormat, whoosh_schema
from searchlib.fields import FIELDS


def test_every_field_of_the_table_is_there() -> None:
    """The schema has each field by its own name, stored where the table says so, and the passage's id."""
    schema = whoosh_schema()
    assert set(schema.names()) == {field.name for field in FIELDS} | {"passage"}
    assert set(schema.stored_names()) == {field.name for field in FIELDS if field.stored} | {"passage"}
    assert set(schema.scorable_names()) == {field.name for field in FIELDS if field.boost}


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_text_is_analysed_as_everywhere(text: str) -> None:
    """Whoosh sees the terms of our analysis, with their positions and characters."""
    tokens = analysis.analyze(text)
    found = [
        (token.text, token.pos, token.startchar, token.endchar)
        for token in whoosh_schema()["text"].tokenize(text, positions=True, chars=True)
    ]
    assert found == list(zip(tokens.terms, tokens.positions, tokens.starts, tokens.ends, strict=True))


def test_names_are_folded_and_never_stemmed() -> None:
    """A speaker's field takes the parts of a name."""
    assert list(whoosh_schema()["speaker"].process_text("Émile O'Brien-Walters")) == ["emile", "obrien", "walters"]


@settings(max_examples=50)
@given(st.lists(st.integers(0, 2**32 - 1), unique=True).map(sorted), st.lists(st.integers(0, 99)).map(sorted))
def test_positions_are_plain_numbers(one: list[int], other: list[int]) -> None:
    """Positions are encoded without pickle, and lists of them can be combined."""
    places = PositionsFormat()
    assert places.decode_positions(places.encode(one)) == one
    assert places.decode_frequency(places.encode(one)) == len(one)
    assert places.decode_positions(places.combine([places.encode(one), places.encode(other)])) == sorted({*one, *other})


def test_days_are_asked_in_any_form() -> None:
    """A day's term is the same for a date, a datetime and Whoosh's own text of it; a missing one is None."""
    day = whoosh_schema()["date"]
    assert day.to_bytes(date(2024, 10, 31)) == day.to_bytes(datetime(2024, 10, 31)) == day.to_bytes("20241031")
    assert day.from_bytes(day.to_bytes(date(2024, 10, 31))) == datetime(2024, 10, 31)
    assert day.from_column_value(NO_VALUE) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Soldiers", query.Term("text", "soldier")),
        ("title:China's", query.Term("title", "china")),
        ('"Korean troops"', query.Phrase("text", ["korean", "troop"])),
        ("source:AP", query.Term("source", "ap")),
        ("speaker:Blinken", query.Term("speaker", "blinken")),
        ("number:[1000 TO 2000]", query.NumericRange("number", 1000.0, 2000.0)),
    ],
)
def test_whooshs_parser_reads_our_fields(text: str, wanted: query.Query) -> None:
    """Whoosh's own query parser analyses words as the index does."""
    assert QueryParser("text", whoosh_schema()).parse(text) == wanted
