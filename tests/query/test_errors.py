"""Queries that cannot be understood: where the error points, what it expects and suggests."""

from __future__ import annotations

import pytest

from searchlib.errors import LimitError, QueryError
from searchlib.query import Limits, caret, parse, parse_filter

ERRORS = [
    ("speker:blinken", 0, "no field 'speker:'", "speaker:"),
    ("kursk publishd:2024", 6, "no field 'publishd:'", "published:"),
    ("speker: blinken", 0, "no field", "speaker:"),
    ("qqq:blinken", 0, "no field", None),
    ('kursk "north korean', 6, "quotation mark is not closed", 'kursk "north korean"'),
    ("“north korean", 0, "quotation mark is not closed", None),
    ("speaker:“Lloyd", 8, "quotation mark is not closed", None),
    ("number:", 7, "Did the shell take the `>`", "number:8000.."),
    ("kursk number: 8000", 13, "Did the shell take the `>`", "number:8000.."),
    ("number:>", 7, "Did the shell take the `>`", "number:8000.."),
    ("date:", 5, "Did the shell take the `>`", "date:2024-10-01.."),
    ("since:", 6, "Did the shell take the `>`", "since:2024-10-01"),
    ("speaker:", 8, "has no value", None),
    ("speaker: blinken", 8, "has no value", "speaker:blinken"),
    ("title: kursk", 6, "has no value", "title:kursk"),
    ("speaker:()", 0, "has no value", None),
    ("speaker:*", 8, "has no value", "has:speaker"),
    ("speaker:blink*", 8, "no wildcard", "speaker:blink"),
    ('speaker:"Lloyd Austin"~2', 22, "takes no ~2", None),
    ("date:garbage", 5, "is no date", None),
    ("kursk date:2024-13-45", 11, "is no date", None),
    ("date:2024..2023", 5, "ends before it begins", None),
    ("date:..", 5, "has no value", "date:2024-10-01.."),
    ("date:2022..2023..2024", 5, "more than two ends", None),
    ("date:<0001", 5, "is outside the calendar", None),
    ("since:2024..2025", 6, "takes one date", None),
    ("number:many", 7, "is not a quantity", None),
    ("number:12..5", 7, "ends before it begins", None),
    ("number:{5 TO 5}", 7, "ends before it begins", None),
    ("number:[5 12]", 7, "is not a range", None),
    ("number:[10 TO", 7, "is not closed; ranges are written 10..20.", None),
    ("date:{2024-10 TO 2024-12", 5, "ranges are written 2024-10-01..2024-10-31.", None),
    ("number:5km..6kg", 7, "differ in unit", None),
    ("number:compatible(5", 19, "is not closed", None),
    ("unit:wibbles", 5, "is not a unit", None),
    ("kind:dirct", 5, "no 'dirct'", "kind:direct"),
    ("has:numbers", 4, "no 'numbers'", "has:number"),
    ("title:(a OR b", 6, "is not closed", "title:(a OR b)"),
    ("said(speaker:x", 4, "is not closed", "said(speaker:x)"),
    ("said()", 0, "is empty", None),
    ("said(a said(b))", 7, "cannot be used inside", None),
    ("atleast3(a b)", 9, "takes one word", None),
    ("atleast0(a)", 0, "must be 1 or more", None),
    ("a w/5 speaker:b", 6, "cannot be used beside", None),
    ("a w/5 (b c)", 6, "cannot be used beside", None),
    ("(a AND b) w/5 c", 0, "cannot be used beside", None),
    ("a w/5 -b", 6, "cannot be used beside", None),
    ("a w/0 b", 2, "must be 1 or more", None),
    ("title:a w/5 b", 12, "in one field", None),
    ("sold*~1", 0, "not both", None),
    ("kursk^0", 5, "not a boost", None),
    ("((a^100000)^100000)", None, "out of range", None),
]


@pytest.mark.parametrize(("text", "position", "message", "suggestion"), ERRORS)
def test_an_error_says_where_what_and_what_was_meant(text, position, message, suggestion):
    """Each error is a QueryError with its sentence, its place and, where one is near, the right spelling."""
    with pytest.raises(QueryError) as caught:
        parse(text)
    error = caught.value
    assert message in str(error)
    assert error.query == text
    assert position is None or error.position == position
    assert suggestion is None or error.suggestion == suggestion
    assert error.expected


LIMITS = [
    ("a" * 10_001, "max_length"),
    ("(" * 51 + "a" + ")" * 51, "max_depth"),
    ("(" * 5_000 + ")" * 5_000, "max_depth"),
    ("a " * 1_001, "max_clauses"),
    ("kursk~3", "max_distance"),
    ("a w/1001 b", "max_apart"),
    ('"a b"~1001', "max_apart"),
    ("atleast1001(a)", "max_count"),
]


@pytest.mark.parametrize(("text", "bound"), LIMITS, ids=[bound for _, bound in LIMITS])
def test_a_limit_error_names_its_bound(text, bound):
    """What goes beyond a bound is refused with the bound's name and value."""
    with pytest.raises(LimitError, match=bound) as caught:
        parse(text)
    assert "at most" in str(caught.value)


def test_what_is_just_within_the_bounds_is_read():
    """50 brackets, 1,000 words and 10,000 characters are fine."""
    assert str(parse("(" * 50 + "a" + ")" * 50)) == "a"
    assert parse("a " * 1_000).node
    assert parse("a" * 10_000).node


def test_bounds_can_be_set():
    """A caller may allow less or more."""
    with pytest.raises(LimitError, match="max_clauses"):
        parse("a b c", limits=Limits(max_clauses=2))
    assert str(parse("kursk~3", limits=Limits(max_distance=3))) == "kursk~3"


def test_groups_nested_by_operators_count_towards_the_depth():
    """A query as understood has a bracket for each group, and must stay within the same bound."""
    nested = "a"
    for _ in range(20):
        nested = f"({nested} AND b OR c d)"
    with pytest.raises(LimitError, match="max_depth"):
        parse(nested)


def test_the_caret_stands_under_the_place():
    """The query, a caret below the place, the expectation and the suggestion, each on a line."""
    with pytest.raises(QueryError) as caught:
        parse("kursk kind:dirct")
    assert caret(caught.value).splitlines() == [
        "kursk kind:dirct",
        "           ^",
        "expected: direct or indirect or mixed",
        "did you mean: kind:direct",
    ]


def test_the_caret_stays_right_in_long_wide_or_broken_text():
    """A long query is cut around the place; wide letters take two columns; line breaks show as spaces."""
    line, mark, *_ = caret(QueryError("", "a " * 500 + "x:y" + " b" * 500, 1000)).splitlines()
    assert len(line) < 130
    assert line[mark.index("^")] == "x"
    assert caret(QueryError("", "北京 x", 3)).splitlines() == ["北京 x", "     ^"]
    assert caret(QueryError("", "a\nb", 2)).splitlines() == ["a b", "  ^"]
    assert caret(QueryError("no place")) == ""


def test_an_option_names_its_errors_within_its_value():
    """A bad field or value of an option is a QueryError whose query is that value."""
    with pytest.raises(QueryError, match="no field") as caught:
        parse_filter("speker", "x")
    assert caught.value.suggestion == "speaker"
    with pytest.raises(QueryError, match="is no date") as caught:
        parse_filter("date", "someday")
    assert caught.value.query == "someday"
    with pytest.raises(QueryError, match="no value"):
        parse_filter("speaker", " ")
    with pytest.raises(QueryError, match=r"has no compatible\(\.\.\.\)|is no date"):
        parse_filter("date", "compatible(2024)")


def test_many_warnings_are_cut_short():
    """A pasted page of odd marks gives twenty warnings and a closing remark, not a thousand."""
    warnings = parse(" ".join(f"{number}+{number}" for number in range(900))).warnings
    assert len(warnings) == 21
    assert "More" in warnings[-1]


def test_an_age_as_a_date_of_publication_suggests_since() -> None:
    """`published:` takes dates only; what was meant is one word away."""
    with pytest.raises(QueryError, match="7d is an age") as caught:
        parse("kursk published:7d")
    assert caught.value.suggestion == "since:7d"
