"""How long a connection may be silent: uvicorn waits for ever for the first request and for the rest of one.

Thousands of open connections that say nothing would take all descriptors, and keep everybody else out.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol


class BoundedPatience(H11Protocol):
    """A connection that is closed when the head of a request has not come in time."""

    head_s: ClassVar[float] = 10.0
    """seconds from the first moment that a request may come, or from the end of the last answer's idle time"""

    most_silent: ClassVar[int] = 512
    """connections that may be silent at a time; one more, and the one that is silent for longest is closed"""

    _silent: ClassVar[dict[BoundedPatience, None]] = {}
    """the silent ones, the longest first"""

    _closing: asyncio.TimerHandle | None = None

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

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

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

    def give_up(self) -> None:
        """Close the connection, unless a request is being answered."""
        self._stop_waiting()
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
