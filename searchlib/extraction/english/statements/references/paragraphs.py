"""How far back a text is looked through for whom a word stands for."""

from __future__ import annotations

_FAR = 1200


def paragraph_before(text: str, at: int) -> int:
    """Where the paragraph before that of character `at` begins, no more than 1,200 characters before."""
    far = max(0, at - _FAR)
    own = text.rfind("\n", far, at)
    if own < 0:
        return far
    end = own
    while end > far and text[end - 1].isspace():
        end -= 1
    return max(text.rfind("\n", far, end), far)
