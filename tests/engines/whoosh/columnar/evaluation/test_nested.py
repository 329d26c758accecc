"""Nested queries, evaluated node by node, obey the laws of sets, and give what flat plans give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchlib.engines.whoosh.columnar.evaluation.planner import Planner
from searchlib.engines.whoosh.columnar.evaluation.segment_plan import SegmentPlan
from searchlib.engines.whoosh.columnar.evaluation.statistics import Statistics
from searchlib.query.nodes import And, Clauses, Keyword, Not, Or, Word
from searchlib.ranking import variant

WORDS = [Word(text) for text in ("bridge", "council", "winter", "ashby", "repairs", "letter", "nowhere")]
LEAVES = st.sampled_from([*WORDS, Word("repairs", "title"), Keyword("source", "bbc"), Keyword("unit", "percent")])
NODES = st.recursive(
    LEAVES,
    lambda nodes: (
        st.lists(nodes, min_size=2, max_size=3).map(lambda members: And(tuple(members)))
        | st.lists(nodes, min_size=2, max_size=3).map(lambda members: Or(tuple(members)))
        | nodes.map(Not)
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def plan(segment):
    """The segment with its own statistics."""
    statistics = Statistics([segment])
    return SegmentPlan(segment, statistics, Planner([segment], statistics))


def returned(plan, node):
    """The passages that a nested query returns."""
    matches = plan.nested().matches(node)
    return matches.mask & matches.counts_alone


laws = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(NODES, NODES)
@laws
def test_not_turns_and_into_or(plan, one, other):
    """De Morgan: what is neither of two is what is not one and not the other."""
    neither = returned(plan, Not(Or((one, other))))
    assert neither.tolist() == returned(plan, And((Not(one), Not(other)))).tolist()
    assert returned(plan, Not(Not(one))).tolist() == returned(plan, one).tolist()


@given(NODES)
@laws
def test_a_node_returns_only_what_it_matches(plan, node):
    """Passages that may only be scored match too, and scores stand only where the node matches."""
    matches = plan.nested().matches(node)
    assert not (matches.counts_alone & ~matches.mask).any()
    if matches.scores is not None:
        assert not matches.scores[~matches.mask].any()
        assert (matches.scores >= 0).all()


@given(NODES, NODES)
@laws
def test_a_conjunction_is_narrower_and_a_disjunction_wider(plan, one, other):
    """AND matches where both match, OR where either does, and the order does not matter."""
    masks = [plan.nested().matches(node).mask for node in (one, other)]
    both, either = plan.nested().matches(And((one, other))), plan.nested().matches(Or((one, other)))
    assert both.mask.tolist() == (masks[0] & masks[1]).tolist()
    assert either.mask.tolist() == (masks[0] | masks[1]).tolist()
    assert plan.nested().matches(And((other, one))).mask.tolist() == both.mask.tolist()


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True), st.sampled_from(["and", "or", "clauses"]))
@laws
def test_flat_queries_are_the_same_node_by_node(plan, words, shape):
    """A query that is also a table of posting lists returns the same passages with the same scores."""
    node = {"and": And(tuple(words)), "or": Or(tuple(words)), "clauses": Clauses(optional=tuple(words))}[shape]
    terms = plan.terms(plan._planner.flat(node))
    nested = plan.nested().matches(node)
    passages = [] if terms is None else variant().match(plan.ranked, terms).tolist()
    assert np.flatnonzero(nested.mask & nested.counts_alone).tolist() == passages
    if passages:
        top = variant().rank(plan.ranked, terms, len(passages))
        assert nested.scores[top.documents] == pytest.approx(top.scores)


def test_an_excluded_part_removes_its_passages_only(plan):
    """Side by side, what is excluded is gone; with required filters alone one of the optional words must match."""
    bridge, council, publisher = WORDS[0], WORDS[1], Keyword("source", "bbc")
    kept = returned(plan, Clauses(optional=(council,), excluded=(bridge,)))
    assert kept.tolist() == (returned(plan, council) & ~returned(plan, bridge)).tolist()
    filtered = returned(plan, Clauses(required=(publisher,), optional=(council,)))
    assert filtered.tolist() == (returned(plan, publisher) & returned(plan, council)).tolist()
    assert filtered.any()
