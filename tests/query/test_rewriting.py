"""Queries made of queries: what is dropped, turned around and replaced is what the language reads."""

from __future__ import annotations

import pytest

from searchlib.query import parse
from searchlib.query.nodes import Word
from searchlib.query.rewriting import (
    clause_text,
    field_clause,
    filter_clauses,
    joined_text,
    negated,
    replaced,
    rest_of,
    without_field,
)


@pytest.mark.parametrize(
    ("query", "clauses"),
    [
        ("kursk troops", []),
        ("kursk speaker:blinken -moscow", ["speaker:blinken", "-moscow"]),
        ('speaker:"Lloyd Austin" number:>=8000', ['speaker:"Lloyd Austin"', "number:>=8000"]),
        ("NOT speaker:wilder", ["-speaker:wilder"]),
        ("kursk +troops is:denied", ["is:denied"]),
        ("(speaker:wilder OR speaker:cha) kursk", ["(speaker:wilder OR speaker:cha)"]),
        ("said(speaker:singh train)", ["said(speaker:singh +train)"]),
        ("", []),
    ],
)
def test_the_filters_of_a_query(query, clauses):
    """Clauses that add no score are filters, excluded words among them."""
    assert [clause_text(one) for one in filter_clauses(parse(query).node)] == clauses


@pytest.mark.parametrize(
    "query",
    [
        "kursk speaker:blinken -moscow date:2024-10",
        "speaker:blinken",
        "-moscow -kursk",
        "speaker:a AND speaker:b",
        "NOT speaker:wilder",
        "(speaker:wilder OR speaker:cha) -(kursk moscow)",
    ],
)
def test_a_dropped_clause_is_gone_and_all_others_stay(query):
    """Dropping one filter leaves the others; with the clause added again the filters are the same."""
    node = parse(query).node
    filters = {clause_text(one) for one in filter_clauses(node)}
    for clause in filter_clauses(node):
        rest = rest_of(node, clause)
        assert {clause_text(one) for one in filter_clauses(parse(rest).node)} == filters - {clause_text(clause)}
        again = parse(joined_text((rest, clause_text(clause)))).node
        assert {clause_text(one) for one in filter_clauses(again)} == filters
        turned = parse(joined_text((rest, negated(clause)))).node
        assert clause_text(clause) not in {clause_text(one) for one in filter_clauses(turned)}


def test_a_clause_added_to_alternatives_narrows_all_of_them():
    """Side by side binds loosest, so a clause behind an OR asks of every alternative."""
    node = parse(joined_text(("kursk OR moscow", field_clause("source", "Example Wire")))).node
    assert [clause_text(one) for one in filter_clauses(node)] == ['source:"Example Wire"']


def test_the_days_of_a_field_are_taken_out():
    """All clauses on the day are dropped, others on days stay."""
    node = parse("kursk published:2024-11 published:>=2024-11-02 on:2024-10-31").node
    assert without_field(node, "published") == "kursk on:2024-10-31"
    assert without_field(parse("published:2024").node, "published") == ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kurskk troops", "kursk troops"),
        ("said(kurskk)", "said(kursk)"),
        ("kurskk w/5 troops", "kursk w/5 troops"),
        ("china -(kurskk OR troops)", "china -(kursk OR troops)"),
    ],
)
def test_a_word_is_replaced_wherever_it_stands(query, expected):
    """The other word takes the place of the first, inside brackets, distances and statements too."""
    assert str(replaced(parse(query).node, Word("kurskk"), Word("kursk"))) == expected
