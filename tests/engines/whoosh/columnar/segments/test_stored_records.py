"""Stored records give back documents and passages as they were added."""

from __future__ import annotations

import json

import pytest

from searchlib.engines.whoosh.columnar.segments import passage_codec
from searchlib.engines.whoosh.columnar.segments.word_codes import Record
from searchlib.errors import IndexCorrupt
from searchlib.models import Passage


def test_documents_come_back_whole(segment, reports):
    """A document's text, put together from its passages and the gaps between them, is the text that was added."""
    for row, report in enumerate(reports):
        stored = segment.records.document(row)
        assert (stored.id, stored.text, stored.title) == (report.id, report.text, report.title)
        assert (stored.published, stored.source) == (report.published, report.source)


def test_passages_lie_where_they_say(segment, reports):
    """A passage's text is the slice of its document that its offsets name, and its id tells document and ordinal."""
    for row in range(segment.passages):
        passage, record = segment.records.passage_with_words(row)
        report = reports[int(segment.passage_document[row])]
        assert passage.text == record.text == report.text[passage.start : passage.end]
        assert passage.id == f"{report.id}#{passage.ordinal}"


def test_forward_records_agree_with_postings(segment):
    """The word terms of a passage are exactly those whose postings hold it."""
    holding = [set(segment.dictionary.rows(term).tolist()) for term in range(segment.dictionary.words)]
    for row in range(segment.passages):
        expected = [term for term, rows in enumerate(holding) if row in rows]
        assert segment.records.word_terms(row).tolist() == expected


def test_a_document_that_is_not_there(segment):
    """A row behind the last document is an altered index, not a crash."""
    with pytest.raises(IndexCorrupt, match="no document"):
        segment.records.document(segment.documents)


def test_passages_read_unchecked_are_what_a_check_makes_of_them(segment):
    """A stored passage has every field, in the model's order, with the types that the model asks for."""
    marks = 0
    for row in range(segment.passages):
        passage = segment.records.passage(row)
        checked = Passage.model_validate_json(passage.model_dump_json())
        assert passage == checked
        assert repr(passage) == repr(checked)
        for mentions in (passage.statements, passage.dates, passage.quantities):
            assert all(mention.text for mention in mentions if mention.start >= passage.start)
            marks += len(mentions)
    assert marks > segment.passages


@pytest.mark.parametrize(
    "stamp",
    [
        '["telepathic","person","stated","r","explicit",["number"]]',
        '["direct","person","stated",7,"explicit",["number"]]',
        '["direct","person","stated","r","explicit",["speaker"]]',
        '["direct","person","stated","r",["number"]]',
        '["direct","person","stated","r","explicit",["number","text"]]',
        '{"a":1}',
        "7",
    ],
)
def test_a_stamp_that_no_writer_wrote_is_refused(stamp):
    """A kind that is none, a rule that is no text, a statement without number, a missing or an unknown field."""
    with pytest.raises((ValueError, TypeError, LookupError)):
        passage_codec._STATEMENT.stamp(stamp)


def _record(text: str, numbers: list[int], strings: list[str]) -> Record:
    return Record(numbers, text, strings, [], [], None)


def test_values_that_no_writer_wrote_are_refused():
    """An unknown mark, and an extra value that is neither text nor number."""
    marked = json.dumps(["exact", "", "r", "explicit", ["low", "marks"]])
    wrong = _record("12 people", [0, 1, 0, 0, 1, 0, 4, 24, 1, 0, 4], [marked, "shouted"])
    with pytest.raises(ValueError, match="shouted"):
        passage_codec.read_passage(wrong, "d", 0)
    right = _record("12 people", [0, 1, 0, 0, 1, 0, 4, 24, 1, 0, 4], [marked, "denied"])
    (quantity,) = passage_codec.read_passage(right, "d", 0).quantities
    assert (quantity.low, quantity.high, quantity.marks[0].kind) == (12, 12, "denied")
    extra = _record("d", [1, 1, 1], [json.dumps(["unknown", "", "utf-8", ["extra"]]), "section", "[1]"])
    with pytest.raises(TypeError):
        passage_codec.read_header(extra)
