"""Stored records give back documents and passages as they were added."""

from __future__ import annotations

import pytest

from searchlib.errors import IndexCorrupt


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
