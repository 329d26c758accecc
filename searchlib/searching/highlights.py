"""Merges highlights and chooses snippets, as spans of character offsets.

Spans are (start, end) pairs, the end exclusive; `matching.highlighting` says which characters matched.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Spans = list[tuple[int, int]]


def merge(spans: Iterable[tuple[int, int]]) -> Spans:
    """The same characters as ascending, disjoint spans: overlapping and touching ones are one, empty ones none."""
    merged: Spans = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        elif start < end:
            merged.append((start, end))
    return merged


def best_window(spans: Sequence[tuple[int, int]], length: int, width: int) -> tuple[int, int]:
    """The window of at most `width` of `length` characters that holds the most whole spans; of several the first.

    The spans are in its middle, as far as the text reaches. `spans` are ascending and disjoint (see `merge`).
    """
    if width >= length:
        return 0, length
    starts = [start for start, _ in spans]
    ends = [end for _, end in spans]
    best, shown = 0, (0, 0)  # how many spans, and where they begin and end
    for first, start in enumerate(starts):
        last = bisect_right(ends, start + width)
        if last - first > best:
            best, shown = last - first, (start, ends[last - 1])
    if not best and spans:  # even one is wider than the window: show its beginning
        shown = (starts[0], starts[0] + width)
    margin = width - (shown[1] - shown[0])
    start = max(0, min(shown[0] - margin // 2, length - width)) if spans else 0
    return start, start + width


def snippet(text: str, spans: Iterable[tuple[int, int]], *, width: int) -> tuple[int, int]:
    """The best window of `text` cut at word bounds, at most `width` characters: (start, end) in the text.

    A word longer than the window is cut where the window ends.
    """
    merged = merge(spans)
    start, end = best_window(merged, len(text), width)
    shown = [(first, last) for first, last in merged if start <= first and last <= end]
    keep_from, keep_to = (shown[0][0], shown[-1][1]) if shown else (end, start)
    first, last = start, end
    if start > 0 and not text[start - 1].isspace():
        first = next((offset for offset in range(start, keep_from) if text[offset].isspace()), start)
    if end < len(text) and not text[end].isspace():
        last = next((offset for offset in range(end - 1, keep_to - 1, -1) if text[offset].isspace()), end)
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return (first, last) if first < last else (start, end)
