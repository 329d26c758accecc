"""Made-up articles of many kinds, each with the statements that a reader marked before any rule read them.

A statement marked "missed" is of a kind that no rule reads yet.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from searchlib.extraction.english.statements.extract import extract_statements
from searchlib.models import Statement

ROOT = Path(__file__).resolve().parents[4]
ARTICLES = json.loads((ROOT / "tests" / "gold" / "statements.json").read_text("utf-8"))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _counterpart(statements: tuple[Statement, ...], span: tuple[int, int], speakers: list[str]) -> Statement | None:
    """The statement that covers half of a marked one and little else; of several, one of the right speaker."""
    near = [
        statement
        for statement in statements
        if 2 * _overlap(span, (statement.start, statement.end)) >= max(span[1] - span[0], 1)
        and 5 * _overlap(span, (statement.start, statement.end)) >= 2 * (statement.end - statement.start)
    ]
    return max(near, key=lambda one: (one.speaker in speakers, one.start - one.end), default=None)


def _judged(article: dict) -> list[tuple[bool, bool, bool]]:
    """For each marked statement: whether it is found, its speaker is right, and all about it is right."""
    text, judged = article["text"], []
    statements = extract_statements(text)
    for marked in article["statements"]:
        if marked.get("missed"):
            continue
        start = text.index(marked["said"])
        found = _counterpart(statements, (start, start + len(marked["said"])), marked["speakers"])
        right = found is not None and found.speaker in marked["speakers"]
        same = right and found is not None and text[found.start : found.end].strip(" .,") == marked["said"].strip(" .,")
        judged.append((found is not None, right, same))
    return judged


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["kind"])
def test_an_article_of_each_kind_is_read(article: dict) -> None:
    """Every marked statement is found, and no more than one in six has another speaker."""
    judged = _judged(article)
    assert all(found for found, _, _ in judged)
    assert 6 * sum(right for _, right, _ in judged) >= 5 * len(judged)


def test_few_marked_statements_are_missed() -> None:
    """No rule reads every kind of statement: of a hundred marked ones at most six are missed."""
    marked = [one for article in ARTICLES for one in article["statements"]]
    assert 100 * sum(one.get("missed", False) for one in marked) <= 6 * len(marked)


def test_over_all_kinds_the_floors_hold() -> None:
    """Of the statements found 94 in 100 have the right speaker, and 85 are right in all."""
    judged = [row for article in ARTICLES for row in _judged(article)]
    assert 100 * sum(right for _, right, _ in judged) >= 94 * len(judged)
    assert 100 * sum(same for _, _, same in judged) >= 85 * len(judged)
