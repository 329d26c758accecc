"""The index behind a server: its newest state, and the threads that answer requests from it."""

from __future__ import annotations

import asyncio
import contextvars
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

from searchlib.engines.contract import Engine
from searchlib.errors import SearchlibError
from searchlib.index import Index
from searchlib.index_reading import ReadOnlyIndex, SharedIndex
from searchlib.matching.deadline import OutOfTime, within
from searchlib.web.limits import Limits
from searchlib.web.memory import give_back
from searchlib.web.problems import Refused

Answer = TypeVar("Answer")

_PATIENCE_S: Final = 1.0
"""Seconds that a request waits for a newer state, when it can be answered from the one before."""
_LONG_S: Final = 0.25
"""Where making the last state took longer, no request waits for the next one at all."""
_RESTS: Final = 3.0
"""And it is begun only after so many times that duration: beside a writer that commits without pause, requests keep most of
the processor."""
_KEPT: Final = 2
"""States before the newest that are kept for whoever reads on in one."""
_KEPT_S: Final = 300.0
"""Seconds that such a state is kept after a newer one has come."""

Stamp = tuple[int, int, int]
Mark = tuple[int, int]


class State(SharedIndex):
    """One state of the index, and the stamp that tells it from others. It never changes."""

    def __init__(self, engine: Engine, stamp: Stamp) -> None:
        super().__init__(engine.location)
        self.engine = engine  # one for all states: files that have not changed stay open, and what is known of them
        self.stamp = stamp

    def prepare(self) -> None:
        """Link speakers and make ready what counts facets, so that no request has to."""
        self.reader.warm()


def mark_of(index: ReadOnlyIndex) -> Mark:
    """What a client knows a state by: its generation and its words, as another index may have the same generation."""
    return index.reader.version, index.reader.counts["words"]


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
        self._before: deque[tuple[float, State]] = deque(maxlen=_KEPT)
        self._opening = threading.Lock()
        self._opener = ThreadPoolExecutor(1, thread_name_prefix="searchlib-open")
        self._coming: Future[State] | None = None
        self._took_s = 0.0
        self._rests_until = 0.0
        self.is_warming = False
        self._threads = ThreadPoolExecutor(limits.threads, thread_name_prefix="searchlib")
        self._places = limits.threads + limits.waiting

    def newest(self) -> State:
        """The newest state of the index; looking costs a few microseconds. Raises IndexMissing and the like.

        A newer one is opened and its speakers are linked by one thread. Where that takes long, requests are answered from
        the state before until it is done.
        """
        known = self._current
        if self._before:
            self._forget()
        if known is not None and known.stamp == self._stamp():
            return known
        coming = self._next()
        if known is None:
            return coming.result() if coming else self._open()
        if coming is None:
            return known
        try:
            return coming.result(timeout=_PATIENCE_S if self._took_s <= _LONG_S else 0)
        except TimeoutError:
            return known

    def marked(self, mark: Mark) -> State:
        """The state of this mark while it is kept, else the newest: pages of one result set come out of one state."""
        newest = self.newest()
        with self._opening:
            kept = [state for _, state in self._before]
        return next((state for state in (newest, *kept) if mark_of(state) == mark), newest)

    def _forget(self) -> None:
        """Let go of states before the newest that were kept long enough."""
        with self._opening:
            while self._before and self._before[0][0] < time.monotonic() - _KEPT_S:
                self._before.popleft()

    def _next(self) -> Future[State] | None:
        """The state that is being made; None while the thread that makes it rests."""
        with self._opening:
            if self._coming is not None and not self._coming.done():
                return self._coming
            failed = self._coming is not None and self._coming.exception() is not None
            if self._current is not None and not failed and time.monotonic() < self._rests_until:
                return None
            if failed:
                self._took_s = 0.0  # whoever asks waits for what is wrong
            self._coming = self._opener.submit(self._open)
            return self._coming

    def _open(self) -> State:
        """Open the newest state; make it ready for speakers and facets when there is another to answer from meanwhile."""
        began = time.monotonic()
        stamp = self._stamp()
        if self._current is not None and self._current.stamp == stamp:
            return self._current
        state = State(self._watched.engine, stamp)
        state.reader  # noqa: B018 - opened
        if self._current is not None:
            state.prepare()
            self._took_s = time.monotonic() - began
            self._rests_until = time.monotonic() + (_RESTS * self._took_s if self._took_s > _LONG_S else 0)
        with self._opening:
            if self._current is not None:
                self._before.append((time.monotonic(), self._current))
            self._current = state
        give_back()  # of the state before the kept ones
        return state

    def _stamp(self) -> Stamp:
        """What a state is known by: its version, and its folder, as another index may have come in its place."""
        try:
            folder = os.stat(self.location)  # noqa: PTH116 - the location may be a URL
        except OSError:
            return self._watched.engine.latest_version(), 0, 0
        return self._watched.engine.latest_version(), folder.st_ino, folder.st_mtime_ns

    def writable(self) -> Index:
        """An Index to write with. Raises Refused when the server only reads."""
        if not self.writes:
            raise Refused("read_only", "This server only reads; it was started without the right to write.")
        return Index(self.location)

    async def answer(self, work: Callable[[], Answer]) -> Answer:
        """What `work` returns, done in a thread: a slow request keeps no other waiting while a thread is free.

        The work may take as long as a search may. Raises Refused when it was stopped then, when it is not done long after,
        or when too many wait already; and what `work` raises.
        """
        if self._places <= 0:
            raise self._overloaded("Too many requests are waiting.")
        self._places -= 1
        context = contextvars.copy_context()

        def bounded() -> Answer:
            try:
                with within(time.monotonic() + self.limits.search_s):
                    return work()
            except OutOfTime:
                raise self._stopped() from None

        future = asyncio.get_running_loop().run_in_executor(self._threads, context.run, bounded)
        future.add_done_callback(self._leave)
        try:
            return await asyncio.wait_for(asyncio.shield(future), 2 * self.limits.search_s)
        except TimeoutError:
            raise self._overloaded("The answer took too long; ask for less.") from None

    def _leave(self, future: asyncio.Future[Answer]) -> None:
        self._places += 1
        if not future.cancelled():
            future.exception()  # seen, also when nobody waits for it any longer

    def _stopped(self) -> Refused:
        message = (
            f"The answer was stopped after {self.limits.search_s:g} seconds, and nothing of it is shown: ask for less."
        )
        return Refused("out_of_time", message)

    def _overloaded(self, message: str) -> Refused:
        return Refused("overloaded", message, headers={"Retry-After": str(self.limits.retry_after_s)})

    def warm(self) -> None:
        """Link speakers, then load compiled code in a thread of its own, while requests are answered without them."""
        self.is_warming = True
        threading.Thread(target=self._warm, daemon=True).start()

    def _warm(self) -> None:
        try:
            state = self.newest()
            state.prepare()
            self.is_warming = False
            state.warm()
        except SearchlibError:  # whoever asks is told
            pass
        finally:
            self.is_warming = False

    def close(self) -> None:
        """Let go of the index and the threads; what is not yet begun is dropped."""
        for threads in (self._threads, self._opener):
            threads.shutdown(wait=False, cancel_futures=True)
        self._current = None
        self._before.clear()
