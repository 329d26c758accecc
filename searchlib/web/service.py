"""The index behind a server: its newest state, and the threads that answer requests from it."""

from __future__ import annotations

import asyncio
import contextvars
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

from searchlib.index import Index
from searchlib.index_reading import ReadOnlyIndex
from searchlib.web.limits import Limits
from searchlib.web.problems import Refused

Answer = TypeVar("Answer")

_PATIENCE_S: Final = 1.0
"""Seconds that a request waits for a newer state, when it can be answered from the one before."""
_KEPT: Final = 4
"""States of the index that are kept open, so that the pages of an answer come from one of them."""


Stamp = tuple[int, int, int]


class State(ReadOnlyIndex):
    """One state of the index, and the stamp that tells it from others. It never changes."""

    def __init__(self, location: str, stamp: Stamp) -> None:
        super().__init__(location)
        self.stamp = stamp


class Service:
    """What the endpoints and pages of one app share: `app.state.service`.

    Each request is answered from one state of the index, the newest when it began. Nothing is opened before the first.
    """

    def __init__(self, location: str, *, limits: Limits, writes: bool = False) -> None:
        self.location = location
        self.limits = limits
        self.writes = writes
        self._watched = ReadOnlyIndex(location)
        self._current: State | None = None
        self._states: OrderedDict[int, State] = OrderedDict()
        self._opening = threading.Lock()
        self._opener = ThreadPoolExecutor(1, thread_name_prefix="searchlib-open")
        self._coming: Future[State] | None = None
        self._threads = ThreadPoolExecutor(limits.threads, thread_name_prefix="searchlib")
        self._places = limits.threads + limits.waiting

    def newest(self) -> State:
        """The newest state of the index; looking costs a few microseconds. Raises IndexMissing and the like.

        Where many speakers have to be linked anew, the state before is given until that is done: one thread does it, and
        nobody waits longer than a second.
        """
        known = self._current
        if known is not None and known.stamp == self._stamp():
            return known
        with self._opening:
            if self._coming is None or self._coming.done():
                self._coming = self._opener.submit(self._open)
            coming = self._coming
        if known is None:
            return coming.result()
        try:
            return coming.result(timeout=_PATIENCE_S)
        except TimeoutError:
            return known

    def _open(self) -> State:
        """Open the newest state, and link its speakers when there is another to answer from meanwhile."""
        stamp = self._stamp()
        if self._current is not None and self._current.stamp == stamp:
            return self._current
        state = self._opened(stamp)
        if self._current is not None:
            state.speakers()
        self._current = state
        return state

    def _stamp(self) -> Stamp:
        """What a state is known by: its version, and its folder, as another index may have come in its place."""
        try:
            folder = os.stat(self.location)  # noqa: PTH116 - the location may be a URL
        except OSError:
            return self._watched.engine.latest_version(), 0, 0
        return self._watched.engine.latest_version(), folder.st_ino, folder.st_mtime_ns

    def _opened(self, stamp: Stamp) -> State:
        state = State(self.location, stamp)
        self._states[state.reader.version] = state
        self._states.move_to_end(state.reader.version)
        while len(self._states) > _KEPT:
            self._states.popitem(last=False)
        return state

    def state(self, version: int) -> State:
        """The state of this version, if it is still kept. Raises Refused."""
        newest = self.newest()
        state = newest if newest.reader.version == version else self._states.get(version)
        if state is None:
            raise Refused(
                "cursor_expired", "The index has changed since the first page; begin again without the cursor."
            )
        return state

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
        for threads in (self._threads, self._opener):
            threads.shutdown(wait=False, cancel_futures=True)
        self._states.clear()
        self._current = None
