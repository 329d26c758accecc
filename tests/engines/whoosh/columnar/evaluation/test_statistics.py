"""Statistics count what lives: passages for words of the text, documents for words of the title."""

from __future__ import annotations

import pytest

from searchlib import analysis
from searchlib.engines.whoosh.columnar.evaluation.statistics import Statistics
from searchlib.ranking import bm25


@pytest.fixture
def statistics(segment):
    """Those of the one segment, from which d3 was deleted."""
    return Statistics([segment])


@pytest.fixture
def living(segment):
    """The passages that are not deleted."""
    return [segment.records.passage(row) for row in segment.deletions.alive.nonzero()[0].tolist()]


def test_sizes_and_averages_leave_out_what_is_deleted(statistics, living, reports):
    """N and the mean lengths are those of the texts and titles that are left."""
    titles = [report.title for report in reports if report.id != "d3"]
    texts = [passage.text for passage in living]
    assert (statistics.size("text"), statistics.size("title")) == (len(texts), len(titles))
    for field, written in (("text", texts), ("title", titles)):
        expected = sum(len(analysis.analyze(one).terms) for one in written) / len(written)
        assert statistics.average(field) == pytest.approx(expected)


@pytest.mark.parametrize("word", ["bridge", "council", "winter", "repairs", "ashby", "nowhere"])
def test_frequencies_count_living_texts_once(statistics, living, reports, word):
    """A word of the text is counted in passages, one of the title in documents; the idf is Lucene's of these."""
    (token,) = analysis.query_terms(word)
    term = token.terms[0]
    titles = [report.title for report in reports if report.id != "d3"]
    for field, written in (("text", [passage.text for passage in living]), ("title", titles)):
        holding = sum(term in analysis.analyze(one).terms for one in written)
        assert statistics.df(field, term) == holding
        assert statistics.idf(field, term) == bm25.idf(len(written), holding)


def test_two_segments_count_as_one_collection(segment):
    """Counts add up, and mean lengths stay."""
    one, two = Statistics([segment]), Statistics([segment, segment])
    assert two.size("text") == 2 * one.size("text")
    assert two.df("text", "bridg") == 2 * one.df("text", "bridg") > 0
    assert two.average("text") == one.average("text")
    assert two.norms.tolist() == one.norms.tolist()


def test_without_segments_there_is_nothing():
    """No text, no length, and norms of length 0 alone."""
    nothing = Statistics([])
    assert (nothing.size("text"), nothing.average("title"), nothing.df("text", "a")) == (0, 0.0, 0)
    assert nothing.norms.shape == (2, 1)
