"""Counts in words, in the singular or plural: "1 row", "1,204 passages match"."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """A count with its noun: "1 row", "2,000 rows"."""
    return f"{count:,} {noun}{'s' * (count != 1)}"


def matching_words(count: int, noun: str) -> str:
    """How many match: "1 passage matches", "3 passages match"."""
    return f"{counted(count, noun)} match{'es' * (count == 1)}"
