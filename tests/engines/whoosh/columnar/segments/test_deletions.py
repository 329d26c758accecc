"""Deleted rows are left out of masks and counts; the postings themselves stay."""

from __future__ import annotations

import numpy as np


def test_only_the_passages_of_a_deleted_document_are_dead(segment):
    """The masks of living documents and passages leave out d3, and nothing else."""
    ids = [segment.records.header(row)["id"] for row in range(segment.documents)]
    assert segment.deletions.alive_documents.tolist() == [name != "d3" for name in ids]
    documents = segment.passage_document.tolist()
    assert segment.deletions.alive.tolist() == [ids[row] != "d3" for row in documents]


def test_counts_are_those_of_what_lives(segment):
    """Passages, documents and tokens are counted without what is deleted; a title counts once a document."""
    alive = segment.deletions.alive
    first_passages = segment.document_passages[:-1][segment.deletions.alive_documents]
    assert segment.deletions.living == {
        "passages": int(alive.sum()),
        "documents": int(segment.deletions.alive_documents.sum()),
        "text": int(segment.lengths[0][alive].sum()),
        "title": int(segment.lengths[1][first_passages].sum()),
    }


def test_document_frequencies_lose_what_was_deleted(segment):
    """The df of every word is the number of living passages among its postings."""
    alive = segment.deletions.alive
    for term in range(segment.dictionary.words):
        rows = segment.dictionary.rows(term)
        assert segment.df(term) == int(np.count_nonzero(alive[rows]))
        assert segment.deletions.lost_postings(term) == len(rows) - segment.df(term)
