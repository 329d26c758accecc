"""Queries near one that matches nothing: each of them matches as many passages as it says."""

from __future__ import annotations

import pytest

import searchlib
from searchlib.searching import SearchRequest


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Three short articles."""
    path = tmp_path_factory.mktemp("repairs") / "index"
    with searchlib.open(path, create=True) as opened:
        opened.add(
            [
                searchlib.Document(id="a", text='"Troops left Kursk," said John Smith.', source="AP"),
                searchlib.Document(id="b", text="12 soldiers went to Moscow.", source="AP"),
                searchlib.Document(id="c", text="Soldiers rest in Kursk.", source="Reuters"),
            ]
        )
        yield opened


@pytest.mark.parametrize(
    ("query", "change"),
    [
        ("kursk speaker:nobody", "without speaker:nobody"),
        ("kursk speaker:nobody source:nowhere", "without speaker:nobody and source:nowhere"),
        ("kurskk", "kursk"),
        ('speaker:"Jon Smith"', 'speaker:"John Smith"'),
        ("kursk source:AP number:12", "without number:12"),
        ("+moscow +kursk", "without kursk"),
        ("kursk -soldiers -troops", "without -soldiers"),
        ("moscow -soldiers", "without -soldiers"),
        ("moscow AND kursk", "without moscow"),
        ('kurskk speaker:"Jon Smith"', 'kursk speaker:"John Smith"'),
        ('mosccow speaker:"Jon Smith"', 'only speaker:"John Smith"'),
        ('mosccow speaker:"Jon Smith"', "only moscow"),
    ],
)
def test_each_repair_matches_what_it_says(index, query, change):
    """The change that helps is among them, and every one counts right."""
    assert index.search(query).total == 0
    repairs = index.repairs(SearchRequest(query))
    assert change in [one.change for one in repairs]
    for one in repairs:
        assert index.search(one.query).total == one.passages > 0


@pytest.mark.parametrize("query", ["zzzzqq", "", "..."])
def test_what_nothing_is_near_to_has_no_repair(index, query):
    """A word like none of the index, and a query without a word, are left alone."""
    assert index.repairs(SearchRequest(query)) == ()
