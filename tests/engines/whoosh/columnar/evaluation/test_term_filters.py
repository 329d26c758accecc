"""Filters on names, nouns and keywords find, by posting lists, the rows that a look at every mention finds."""

from __future__ import annotations

import numpy as np
import pytest

from searchlib import analysis
from searchlib.engines.whoosh.columnar.evaluation import term_filters
from searchlib.engines.whoosh.columnar.evaluation.table_rows import TablePart
from searchlib.query.nodes import Keyword, Name


@pytest.mark.parametrize("name", ["lee", "Ann Lee", "Tom Reed", "reed lee", "nobody"])
def test_a_name_finds_the_statements_of_its_speaker(segment, name):
    """A statement matches when its speaker's names have every part of the name asked for."""
    speakers = [segment.strings[row] for row in segment.column("statement_speaker").tolist()]
    parts = set(analysis.fold_name(name))
    expected = [row for row, speaker in enumerate(speakers) if parts <= set(analysis.fold_name(speaker))]
    assert term_filters.named(TablePart(segment), Name("speaker", name), None).rows.tolist() == expected


def test_a_noun_finds_what_is_counted(segment):
    """Quantities of beams are found by their noun, also in the plural, and those of anything else are not."""
    heads = [segment.strings[row] for row in segment.column("quantity_noun").tolist()]
    expected = [row for row, head in enumerate(heads) if head in ("beam", "beams")]
    assert expected
    for noun in ("beam", "beams"):
        assert term_filters.counted(TablePart(segment), noun).rows.tolist() == expected


def test_publishers_are_folded_and_ids_are_not(segment, reports):
    """A publisher is found whatever its case, a document's id only as it is written."""
    part = TablePart(segment)
    expected = [row for row, report in enumerate(reports) if report.source == "BBC"]
    assert term_filters.documents_with(part, Keyword("source", "bbc")).rows.tolist() == expected
    assert term_filters.documents_with(part, Keyword("doc", "d4")).rows.tolist() == [4]
    assert term_filters.documents_with(part, Keyword("doc", "D4")).rows.tolist() == []


def test_a_part_gives_the_rows_of_its_passages(segment):
    """Asked of some passages only, a name finds the same passages as in the whole segment, cut to these."""
    passages = np.arange(0, segment.passages, 2)
    whole, part = TablePart(segment), TablePart(segment, passages)
    node = Name("speaker", "lee")
    everywhere = whole.passages_of(term_filters.named(whole, node, None))
    assert (
        part.passages_of(term_filters.named(part, node, None)).tolist() == np.intersect1d(everywhere, passages).tolist()
    )
