"""A flat plan in one segment: filters and deletions leave the right passages, and words that nobody wrote leave none."""

from __future__ import annotations

import numpy as np
import pytest

from searchlib.engines.whoosh.columnar.evaluation import segment_plan
from searchlib.engines.whoosh.columnar.evaluation.planner import FlatPlan, Planner
from searchlib.engines.whoosh.columnar.evaluation.segment_plan import Allowed, SegmentPlan
from searchlib.engines.whoosh.columnar.evaluation.statistics import Statistics
from searchlib.query.nodes import And, Clauses, Keyword, Name, Noun, Or, Phrase, Word
from searchlib.ranking import variant

FILTERS = [Keyword("source", "bbc"), Keyword("unit", "percent"), Noun("beams"), Name("speaker", "lee")]


@pytest.fixture
def planner(segment):
    """The planner of the segment's own statistics."""
    return Planner([segment], Statistics([segment]))


@pytest.fixture
def plan(segment, planner):
    """The plan of the segment alone."""
    return SegmentPlan(segment, Statistics([segment]), planner)


def passages(allowed, size):
    """The passages that are allowed, as a list; all when nothing was filtered."""
    return list(range(size)) if allowed.mask is None else np.flatnonzero(allowed.mask).tolist()


@pytest.mark.parametrize("fewest", [5, 256], ids=["mask", "rows"])
@pytest.mark.parametrize("selective", [1, 10**6], ids=["narrowed", "whole"])
def test_filters_are_intersected_whichever_way(segment, plan, monkeypatch, fewest, selective):
    """Looked up one by one or as masks, over the passages left or over all: the same passages pass."""
    monkeypatch.setattr(segment_plan, "_FEWEST", fewest)
    monkeypatch.setattr(segment_plan, "_SELECTIVE", selective)
    alive = segment.deletions.alive
    for one in FILTERS:
        for other in FILTERS:
            expected = plan.filter(one) & plan.filter(other) & alive
            allowed = plan.allowed(FlatPlan(filters=[one, other]))
            assert passages(allowed, segment.passages) == np.flatnonzero(expected).tolist()
            excluding = plan.allowed(FlatPlan(filters=[one], excluded_filters=[other]))
            left = plan.filter(one) & ~plan.filter(other) & alive
            assert passages(excluding, segment.passages) == np.flatnonzero(left).tolist()


def test_without_filters_the_deleted_passages_are_out(segment, plan):
    """The living passages are allowed, and no other."""
    assert passages(plan.allowed(FlatPlan()), segment.passages) == np.flatnonzero(segment.deletions.alive).tolist()
    assert len(passages(plan.allowed(FlatPlan()), segment.passages)) < segment.passages


def test_few_rows_and_their_mask_are_the_same():
    """A mask is made from the rows, and without either all passages are allowed."""
    assert np.flatnonzero(Allowed(6, rows=np.array([1, 4], np.int32)).mask).tolist() == [1, 4]
    assert Allowed(6).mask is None


@pytest.mark.parametrize(
    ("node", "none"),
    [
        (Word("nowhere"), True),
        (And((Word("bridge"), Word("nowhere"))), True),
        (Or((Word("bridge"), Word("nowhere"))), False),
        (Clauses(optional=(Word("bridge"),), excluded=(Word("nowhere"),)), False),
    ],
)
def test_a_plan_has_no_table_when_nothing_can_match(plan, planner, node, none):
    """A required word that the segment does not have leaves no passage; an optional or excluded one does."""
    assert (plan.terms(planner.flat(node)) is None) == none


def test_words_of_the_title_alone_do_not_satisfy_required_words(segment, plan, planner):
    """Required words may stand in title and text, but some word stands in the text; or it is the first passage."""
    flat = planner.flat(And((Word("repairs"), Word("winter"))))
    matching = variant().match(plan.ranked, plan.terms(flat)).tolist()
    assert matching
    for passage in matching:
        text = segment.records.passage(passage).text.casefold()
        first = (
            passage == 0
            or segment.column("passage_document")[passage - 1] != segment.column("passage_document")[passage]
        )
        assert "winter" in text or "repairs" in text or first


def test_a_derived_list_alone_is_ranked_like_a_table(segment, plan, planner):
    """A phrase, ranked as one list or in a table of one, gives the same passages and scores."""
    flat = planner.flat(Phrase("ann lee"))
    allowed = plan.allowed(flat)
    alone = plan.best(flat, 20, allowed, -1.0)
    table = variant().rank(plan.ranked, plan.terms(flat), 20, allowed=allowed.mask)
    assert alone.documents.tolist() == table.documents.tolist() != []
    assert alone.scores.tolist() == table.scores.tolist()


def test_documents_added_later_are_told_from_earlier_ones(segment, planner):
    """With `added_after` the last commit nothing is left; before the first, all that lives."""
    added = segment.column("document_added")
    none = SegmentPlan(segment, Statistics([segment]), planner, added_after=int(added.max()))
    everything = SegmentPlan(segment, Statistics([segment]), planner, added_after=int(added.min()) - 1)
    assert not none.living.any()
    assert everything.living.tolist() == segment.deletions.alive.tolist()
