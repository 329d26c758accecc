"""What docs/api.md shows of REST is what the server answers, over the sample articles."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from searchlib.web.limits import LIMITS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```http\n(\w+) (\S+)\n(?:\n(.*?))?```\n```json\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL)


def is_part(shown, whole):
    """Whether all that is shown stands in the whole: of an object some members, of a list the first values."""
    if isinstance(shown, dict):
        return isinstance(whole, dict) and all(name in whole and is_part(shown[name], whole[name]) for name in shown)
    if isinstance(shown, list):
        return isinstance(whole, list) and len(whole) >= len(shown) and all(map(is_part, shown, whole))
    return shown == whole


def test_the_page_has_examples():
    """So that the test below is not of nothing."""
    assert len(EXAMPLES) == PAGE.count("```http") >= 9


@pytest.mark.parametrize(("method", "target", "body", "shown"), EXAMPLES, ids=[target for _, target, _, _ in EXAMPLES])
def test_an_example_is_answered_as_shown(client, method, target, body, shown):
    """Every value that is shown stands in the answer."""
    given = {"content": body, "headers": {"Content-Type": "application/json"}} if body else {}
    answer = client.request(method, target, **given).json()
    assert is_part(json.loads(shown), answer), json.dumps(answer)[:2_000]


def test_the_bounds_are_those_of_the_server():
    """The sentence on bounds has today's."""
    bounds = " ".join(PAGE.partition("<!-- limits -->")[2].split())[:400]
    assert (
        f"{LIMITS.target_length >> 10} KB of address, {LIMITS.body >> 20} MB of body within {LIMITS.body_s:g} seconds"
        in bounds
    )
    assert f"{LIMITS.text:,} characters of a query, {LIMITS.hits:,} hits" in bounds
    assert f"{LIMITS.search_s:g} seconds of a search. Eight are answered at a time, {LIMITS.waiting} wait" in bounds
    assert LIMITS.threads == 8
