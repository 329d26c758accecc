"""What one request may take of the server: sizes, times, and how many are answered at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Limits:
    """Bounds of requests; one beyond them is refused with a status that says which."""

    target_length: int = 16_384
    """bytes of path and query string (414)"""
    body: int = 1 << 20
    """bytes of a request's body (413)"""
    body_s: float = 10.0
    """seconds in which the body must have come (408)"""
    text: int = 10_000
    """characters of a query or filter (400)"""
    cursor: int = 8_000
    """characters of a cursor, which names three passages (400)"""
    hits: int = 1_000
    """hits of one page of JSON; CSV and JSON Lines stream all (400)"""
    context: int = 20
    """passages shown before and after a hit (400)"""
    rows: int = 10_000
    """speakers in one answer (400)"""
    documents: int = 1_000
    """documents added by one request (400)"""
    passages: int = 5_000
    """passages that a view reads (400)"""
    verified: int = 50_000
    """characters of a text to verify (400)"""
    queries: int = 50
    """searches in one request (400)"""
    search_s: float = 10.0
    """seconds of one answer: a search then ends with what it has, a view is stopped and says so (503)"""
    threads: int = 8
    """requests answered at the same time"""
    waiting: int = 256
    """requests that wait for a thread; more are sent away (503)"""
    retry_after_s: int = 1
    """seconds after which one that was sent away may come again"""


LIMITS: Final = Limits()
