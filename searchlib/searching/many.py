"""Many queries asked in threads: their answers come in the order of the queries."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")

_AHEAD: Final = 4
"""Queries a thread that are asked before their answers are taken: so many answers wait in memory."""


def answered(ask: Callable[[Asked], Answered], queries: Iterable[Asked], workers: int) -> Iterator[Answered]:
    """The answer to each query, in order, found by so many threads; an error is raised in the place of its answer.

    Queries are read only some ahead of the answers that are taken, and none is asked any more when the iterator is closed.
    """
    if workers == 1:
        yield from map(ask, queries)
        return
    from concurrent.futures import Future, ThreadPoolExecutor  # slow to import

    waiting: deque[Future[Answered]] = deque()
    with ThreadPoolExecutor(workers) as threads:
        try:
            for query in queries:
                waiting.append(threads.submit(ask, query))
                if len(waiting) >= _AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
