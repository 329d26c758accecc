"""Which characters are marked and which are shown."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.searching.highlights import best_window, merge, snippet

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (min(pair), max(pair))), max_size=8)


def test_the_window_shows_most_matches() -> None:
    """The best window is where most matches stand together, and it is cut between words."""
    text = "alpha " * 30 + "kursk troops near kursk " + "omega " * 30
    start, end = snippet(text, [found.span() for found in re.finditer("kursk|troops", text)], width=60)
    assert "kursk troops near kursk" in text[start:end]
    assert text[start - 1] == " "
    assert text[end] == " "


@given(SPANS)
def test_merging(spans: list[tuple[int, int]]) -> None:
    """Merged spans ascend, never touch, and hold the same characters."""
    merged = merge(spans)
    assert {c for a, b in merged for c in range(a, b)} == {c for a, b in spans for c in range(a, b)}
    assert all(first[1] < second[0] for first, second in pairwise(merged))
    assert merge(merged) == merged


@settings(max_examples=200)
@given(SPANS, st.integers(1, 80), st.integers(60, 100))
def test_windows(spans: list[tuple[int, int]], width: int, length: int) -> None:
    """A window lies in the text, is as wide as asked or the whole, and no other shows more whole spans."""
    merged = merge(spans)
    start, end = best_window(merged, length, width)
    assert (start, end) == (0, length) if width >= length else end - start == width
    assert 0 <= start <= end <= length

    def shown(first: int) -> int:
        return sum(first <= a and b <= first + width for a, b in merged)

    assert shown(start) == max(map(shown, range(max(1, length - width + 1)))) or width >= length


@settings(max_examples=200)
@given(st.text(alphabet="ab ’\n", max_size=80), SPANS, st.integers(1, 90))
def test_snippets(text: str, spans: list[tuple[int, int]], width: int) -> None:
    """A snippet lies in the text, is no wider than asked, and loses no span that its window held whole."""
    inside = merge((a, min(b, len(text))) for a, b in spans if a < len(text))
    start, end = snippet(text, inside, width=width)
    assert 0 <= start <= end <= len(text)
    assert end - start <= width
    window = best_window(inside, len(text), width)
    kept = [(a, b) for a, b in inside if window[0] <= a and b <= window[1] and text[a:b] == text[a:b].strip()]
    assert all(start <= a and b <= end for a, b in kept)
