"""The index behind a server: its newest state, and the threads that answer requests from it."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from searchlib.index import Index
from searchlib.index_reading import ReadOnlyIndex
from searchlib.web.limits import Limits
from searchlib.web.problems import Refused

Answer = TypeVar("Answer")

_KEPT: Final = 4
"""States of the index that are kept open, so that the pages of an answer come from one of them."""


class Service:
    """What the endpoints and pages of one app share: `app.state.service`.

    Each request is answered from one state of the index, the newest when it began. Nothing is opened before the first.
    """

    def __init__(self, location: str, *, limits: Limits, writes: bool = False) -> None:
        self.location = location
        self.limits = limits
        self.writes = writes
        self._watched = ReadOnlyIndex(location)
        self._states: OrderedDict[int, ReadOnlyIndex] = OrderedDict()
        self._opening = threading.Lock()
        self._threads = ThreadPoolExecutor(limits.threads, thread_name_prefix="searchlib")
        self._places = limits.threads + limits.waiting

    def newest(self) -> ReadOnlyIndex:
        """The newest state of the index; looking costs a few microseconds. Raises IndexMissing and the like."""
        latest = self._watched.engine.latest_version()
        index = self._states.get(latest)
        if index is not None:
            return index
        with self._opening:
            if latest in self._states:
                return self._states[latest]
            index = ReadOnlyIndex(self.location)
            self._states[index.reader.version] = index
            while len(self._states) > _KEPT:
                self._states.popitem(last=False)
            return index

    def state(self, version: int) -> ReadOnlyIndex:
        """The state of this version, if it is still kept. Raises Refused."""
        newest = self.newest()
        if newest.reader.version == version:
            return newest
        index = self._states.get(version)
        if index is None:
            raise Refused(
                "cursor_expired", "The index has changed since the first page; begin again without the cursor."
            )
        return index

    def writable(self) -> Index:
        """An Index to write with. Raises Refused when the server only reads."""
        if not self.writes:
            raise Refused("read_only", "This server only reads; it was started without the right to write.")
        return Index(self.location)

    async def answer(self, work: Callable[[], Answer]) -> Answer:
        """What `work` returns, done in a thread: a slow request keeps no other waiting while a thread is free.

        Raises Refused when too many wait already, or when the work takes much longer than a search may; and what `work`
        raises.
        """
        if self._places <= 0:
            raise self._overloaded("Too many requests are waiting.")
        self._places -= 1
        context = contextvars.copy_context()
        future = asyncio.get_running_loop().run_in_executor(self._threads, context.run, work)
        future.add_done_callback(self._leave)
        try:
            return await asyncio.wait_for(asyncio.shield(future), 2 * self.limits.search_s)
        except TimeoutError:
            raise self._overloaded("The answer took too long; ask for less.") from None

    def _leave(self, future: asyncio.Future[Answer]) -> None:
        self._places += 1
        if not future.cancelled():
            future.exception()  # seen, also when nobody waits for it any longer

    def _overloaded(self, message: str) -> Refused:
        return Refused("overloaded", message, headers={"Retry-After": str(self.limits.retry_after_s)})

    def warm(self) -> None:
        """Load compiled code in a thread of its own, while requests are answered without it."""
        threading.Thread(target=self._warm, daemon=True).start()

    def _warm(self) -> None:
        self.newest().warm()

    def close(self) -> None:
        """Let go of the index and the threads; what is not yet begun is dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._states.clear()
