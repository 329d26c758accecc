"""The term dictionary finds by bisection what a look at every term finds."""

from __future__ import annotations

from bisect import bisect_left

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.engines.whoosh.columnar.store.layout import TERM_FIELDS

FIELDS = [spec.name for spec in TERM_FIELDS]
WORDS = st.text("abcdefr ", max_size=6)


@pytest.mark.parametrize("field", FIELDS)
def test_every_term_is_found_at_its_row(segment, field):
    """Each term of a field is found in its own row, and a term that the field does not have in none."""
    terms = [term.decode() for _, term in segment.dictionary.terms(field)]
    first, last = segment.dictionary.fields[field]
    assert terms
    assert segment.dictionary.find_all(field, terms) == list(range(first, last))
    assert segment.dictionary.find_all(field, [f"{term}\x01" for term in terms]) == [-1] * len(terms)


@settings(max_examples=100)
@given(st.sampled_from(FIELDS), WORDS, WORDS)
def test_a_range_of_terms_is_that_of_the_sorted_list(segment, field, first, after):
    """`lower_bound` and `terms` cut a field's sorted terms where bisection of a Python list cuts them."""
    every = list(segment.dictionary.terms(field))
    terms = [term for _, term in every]
    low, high = bisect_left(terms, first.encode()), bisect_left(terms, after.encode())
    assert segment.dictionary.lower_bound(field, first.encode()) == segment.dictionary.fields[field][0] + low
    assert list(segment.dictionary.terms(field, first, after)) == every[low:high]


@pytest.mark.parametrize("field", FIELDS)
def test_postings_ascend_and_are_counted(segment, field):
    """A term's rows ascend inside its table, and there are as many as both counts say."""
    first, last = segment.dictionary.fields[field]
    counts = segment.dictionary.posting_counts(first, last).tolist()
    for term, count in zip(range(first, last), counts, strict=True):
        rows = segment.dictionary.rows(term).tolist()
        assert rows == sorted(set(rows))
        assert 0 <= rows[0] <= rows[-1] < segment.space_size(field)
        assert count == segment.dictionary.posting_count(term) == len(rows)
