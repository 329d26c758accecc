"""Counts in words."""

from __future__ import annotations

from searchlib.presentation.counts import counted, matching_words


def test_one_is_singular():
    """Nothing else is."""
    assert [counted(count, "new passage") for count in (0, 1, 2_000)] == [
        "0 new passages",
        "1 new passage",
        "2,000 new passages",
    ]
    assert [matching_words(count, "document") for count in (1, 3)] == ["1 document matches", "3 documents match"]
