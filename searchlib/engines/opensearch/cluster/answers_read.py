"""Reading answers of a server that may be anything: within bounds of size and time, and strange ones told in one sentence."""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple, TypeVar

from searchlib.errors import SearchlibError, ServerFailed

LARGEST: Final = 256 << 20
"""Bytes of one answer: the largest page of records has a tenth."""

_PIECE: Final = 1 << 18
_STRANGE: Final = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""Errors of reading an answer that has not the parts that OpenSearch's have."""

Read = TypeVar("Read", bound=type)


class TooLarge(BaseException):
    """An answer is larger than LARGEST. No Exception: the client would ask for it again."""


class TooSlow(BaseException):
    """An answer was not there in its time. No Exception either."""


class Whole(NamedTuple):
    """An answer that was read."""

    status: int
    headers: Any
    data: bytes


class BoundedPool:
    """A urllib3 pool of connections that reads answers within bounds: the time is of all of it, not of each piece."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    def urlopen(self, *arguments: Any, **named: Any) -> Whole:
        """As urllib3's, for a client that reads status, headers and data of what it returns. Raises TooLarge, TooSlow."""
        seconds = named.get("timeout")
        until = time.monotonic() + seconds if seconds else float("inf")
        response = self._pool.urlopen(*arguments, preload_content=False, **named)
        try:
            data = b"".join(self._pieces(response, until))
        except BaseException:
            response.close()
            raise
        response.release_conn()
        return Whole(response.status, response.headers, data)

    def _pieces(self, response: Any, until: float) -> Iterator[bytes]:
        read = getattr(response, "read1", response.read)  # urllib3 1 waits for a whole piece
        size = 0
        while piece := read(_PIECE):
            size += len(piece)
            if size > LARGEST:
                raise TooLarge
            if time.monotonic() > until:
                raise TooSlow
            yield piece


def bounded(connection: Any) -> Any:
    """A class of the client's connections to one node whose pools are bounded."""

    class Bounded(connection):  # type: ignore[misc]
        @property
        def pool(self) -> Any:
            return self._bounded

        @pool.setter
        def pool(self, pool: Any) -> None:
            self._bounded = None if pool is None else BoundedPool(pool)

    return Bounded


def strange_answers_told(cls: Read) -> Read:
    """Class decorator: methods in which an answer turns out to be none of OpenSearch's raise ServerFailed."""
    for name, member in list(vars(cls).items()):
        public = not name.startswith("_") or name == "__enter__"
        if public and inspect.isgeneratorfunction(member):
            setattr(cls, name, _told_of_steps(member))
        elif public and inspect.isfunction(member):
            setattr(cls, name, _told(member))
    return cls


def _told(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(*arguments: Any, **named: Any) -> Any:
        try:
            return method(*arguments, **named)
        except _STRANGE as error:
            raise _strange(error) from error

    return call


def _told_of_steps(method: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    @functools.wraps(method)
    def steps(*arguments: Any, **named: Any) -> Iterator[Any]:
        try:
            yield from method(*arguments, **named)
        except _STRANGE as error:
            raise _strange(error) from error

    return steps


def _strange(error: Exception) -> Exception:
    """What is raised instead of an error of reading; an error of ours is itself."""
    if isinstance(error, SearchlibError):
        return error
    return ServerFailed(
        f"The server of the index answered as no OpenSearch cluster does ({type(error).__name__}: {error}); another program may stand at its address."
    )
