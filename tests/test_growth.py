"""The measure that other tests use to see that work stays linear."""

from __future__ import annotations

import re

import pytest

from tests.growth import assert_linear, calls, repeated


def test_linear_work_passes():
    """One pass over a text is linear, in Python and inside a regular expression."""
    assert_linear(lambda text: [ord(character) for character in text], repeated("ab"))
    assert_linear(re.compile("[ab]+c?").findall, repeated("ab"))


def test_quadratic_calls_fail():
    """A call for every pair of characters is found out by counting, on the first round."""
    with pytest.raises(AssertionError, match="times the calls"):
        assert_linear(lambda text: [ord(one) for at in range(len(text)) for one in text[at:]], repeated("ab"), small=60)


def test_quadratic_work_inside_one_call_fails():
    """A regular expression that looks ahead to the end from every place is found out though it is one call."""
    with pytest.raises(AssertionError, match="processor time"):
        assert_linear(re.compile("(?=[ab]*c)d").findall, repeated("ab"), small=1_000)


def test_calls_are_counted_exactly():
    """The same work makes the same number of calls each time."""
    assert calls(sorted, "bca") == calls(sorted, "bca")
    assert calls(lambda text: [ord(one) for one in text], "abc") == calls(
        lambda text: [ord(one) for one in text], "xyz"
    )
