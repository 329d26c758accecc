"""How long a connection may be silent, or leave its answer unread: uvicorn waits for ever for both.

Thousands of open connections that say nothing would take all descriptors, and keep everybody else out; thousands that read
nothing would fill the memory with their answers.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol


class BoundedPatience(H11Protocol):
    """A connection that is closed when the head of a request does not come, or an answer is not read, in time."""

    head_s: ClassVar[float] = 10.0
    """seconds from the first moment that a request may come, or from the end of the last answer"""

    most_silent: ClassVar[int] = 512
    """connections that may be silent at a time, those that rest between two requests too; one more, and the one that is
    silent for longest is closed"""

    _silent: ClassVar[dict[BoundedPatience, None]] = {}
    """the silent ones, the longest first"""

    least_read: ClassVar[int] = 10 << 10
    """bytes of an answer that must be taken in `read_s` seconds"""

    read_s: ClassVar[float] = 60.0
    """seconds between two looks at an answer that is not read: a program may pause, a pager waits"""

    most_unread: ClassVar[int] = 256 << 20
    """bytes of answers that may wait to be read; beyond them, those that wait for longest are given up"""

    _unread: ClassVar[dict[BoundedPatience, None]] = {}
    """those whose answer waits, the longest first"""

    _closing: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on while the head of a request is not complete."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()
        elif self._closing is None:
            self._wait()

    def on_response_complete(self) -> None:
        """Wait for the next request, unless it is there already."""
        super().on_response_complete()
        if self.cycle.response_complete and self._closing is None and not self.transport.is_closing():
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        self._stop_watching()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """More of an answer waits than the system takes: watch whether it is read."""
        super().pause_writing()
        self._unread[self] = None
        self._watch(self.unread())
        while len(self._unread) > 1 and sum(one.unread() for one in self._unread) > self.most_unread:
            next(iter(self._unread)).abandon()

    def resume_writing(self) -> None:
        """Nearly all was read."""
        self._stop_watching()
        super().resume_writing()

    def _wait(self) -> None:
        self._closing = self.loop.call_later(self.head_s, self.give_up)
        self._silent[self] = None
        if len(self._silent) > self.most_silent:
            next(iter(self._silent)).give_up()

    def _stop_waiting(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None
            del self._silent[self]

    def unread(self) -> int:
        """The bytes of the answer that the client has not taken."""
        return self.transport.get_write_buffer_size()

    def _watch(self, waiting: int) -> None:
        self._reading = self.loop.call_later(self.read_s, self._look, waiting)

    def _look(self, waited: int) -> None:
        waiting = self.unread()
        if waiting > waited - self.least_read:
            self.abandon()
        else:
            self._watch(waiting)

    def _stop_watching(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
            del self._unread[self]

    def abandon(self) -> None:
        """Drop the rest of an answer that is not read, and the connection."""
        self._stop_watching()
        self.transport.abort()

    def give_up(self) -> None:
        """Close the connection, unless a request is being answered."""
        self._stop_waiting()
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
