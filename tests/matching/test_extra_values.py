"""Values of a source's own columns: which of them a query's value agrees with."""

from __future__ import annotations

import pytest

from searchlib.matching.extra_values import agrees, has_value
from searchlib.query.nodes import ExtraValue
from searchlib.query.parser import parse


def asked(query: str) -> ExtraValue:
    """The node of a query that is one such filter."""
    node = parse(query).node
    assert isinstance(node, ExtraValue)
    return node


@pytest.mark.parametrize(
    ("query", "value", "expected"),
    [
        ("x.a:politics", "Politics", True),
        ("x.a:politics", "politics today", False),
        ("x.a:reuters", "Réuters", True),
        ("x.a:5", 5, True),
        ("x.a:5", "5", True),
        ("x.a:5", 5.5, False),
        ("x.a:4..6", "5", False),
        ("x.a:{4 TO 5]", 4, False),
        ("x.a:2024-10", "2024-10-31", True),
        ("x.a:2024-10", "2024-11-01", False),
        ("x.a:2024", 2024, True),
        ("x.a:2024", "2024-11-01", True),
        ("x.a:<2024-10-05", "2024-10-05", False),
        ("x.a:<2024-10-05", "2024-10-04", True),
        ("x.a:<2024-10-05", "20241004", False),
    ],
)
def test_a_value_agrees_as_what_it_is(query: str, value: str | float, *, expected: bool) -> None:
    """Texts are compared whole and folded, numbers and days by ranges; a text of digits is no number."""
    assert agrees(asked(query), value) is expected


def test_the_name_of_a_column_is_read_in_any_spelling() -> None:
    """Case, spaces and signs of a column's name do not matter; another column's value does not count."""
    extra = {"Article Type": "news", "tag": "sport"}
    assert has_value(asked("x.article_type:news"), extra)
    assert has_value(asked("x.ARTICLE-TYPE:news"), extra)
    assert not has_value(asked("x.article_type:sport"), extra)
