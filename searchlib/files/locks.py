"""The writer's lock: an operating-system lock on a small file, so that an index has one writer at a time.

The system releases the lock when the process that holds it ends, however it ends, so there are no stale locks. A forked
child closes its copy of the descriptor at once; otherwise it would keep the lock of a writer that was killed. The file's
content names the holder, and is used only in messages.

It is no queue: who waits looks again after a pause of at most a tenth of a second, so a writer that gives the lock back and
takes it again at once, commit after commit, can keep another one out until that one's time is over: IndexLocked, and
nothing is lost. A queue would be a second lock that each writer takes first, and gives back when it has this one: two locks
and their faults for each of many small commits, for the sake of programs that should commit many documents at once.
"""

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from searchlib.errors import IndexCorrupt, IndexLocked, NotWritable, StorageFailed
from searchlib.files.disk import DISK, Disk, open_plain

PATIENCE_S: Final = 10.0
"""Seconds that a writer waits for another one, by default."""

_FIRST_PAUSE_S: Final = 0.005
_LONGEST_PAUSE_S: Final = 0.1
_ANNOUNCE_AFTER_S: Final = 1.0
_LONGEST_NOTE: Final = 4096
_held: "set[WriterLock]" = set()


def require_writable(folder: Path) -> None:
    """Raise NotWritable when no writer could work in this folder."""
    if not os.access(folder, os.W_OK):
        raise NotWritable(f"{folder} cannot be written; it can only be searched.")


class WriterLock:
    """The lock on the file `path`: a context manager, or `acquire()` and `release()`."""

    def __init__(self, path: Path, *, disk: Disk = DISK, waiting: Callable[[str], None] | None = None) -> None:
        self.path = path
        self._disk = disk
        self._waiting = waiting
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this process holds the lock through this object."""
        return self._descriptor is not None

    def __enter__(self) -> Self:
        if not self.held:
            self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def acquire(self, timeout_s: float = PATIENCE_S) -> None:
        """Wait for the lock. Raises IndexLocked, which names the holder, after `timeout_s` seconds.

        `waiting` is called once, with a sentence, after the first second.
        """
        assert not self.held, "the lock is held already"
        started, pause, announced = time.monotonic(), _FIRST_PAUSE_S, self._waiting is None
        while not self._try():
            waited = time.monotonic() - started
            left = timeout_s - waited
            if left <= 0:
                raise IndexLocked(f"{self._holder()}.")
            if self._waiting is not None and not announced and waited >= _ANNOUNCE_AFTER_S:
                self._waiting(f"{self._holder()}; waiting for it, {left:.0f} seconds at most.")
                announced = True
            time.sleep(min(pause, left))
            pause = min(2 * pause, _LONGEST_PAUSE_S)

    def release(self) -> None:
        """Release the lock; does nothing when it is not held. Raises StorageFailed when its file cannot be closed."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            _held.discard(self)
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, 0)
            with contextlib.suppress(StorageFailed):  # closing the file gives its lock back too
                self._disk.unlock(descriptor, self.path)
            self._disk.close(descriptor, self.path)

    def _try(self) -> bool:
        try:
            descriptor = self._disk.open_lock(self.path)
        except NotWritable as error:
            reason = getattr(error.__cause__, "strerror", "")
            raise NotWritable(f"{self.path.parent} cannot be written ({reason}); it can only be searched.") from error
        try:
            taken = self._disk.lock(descriptor, self.path) and _is_named(descriptor, self.path)
        except BaseException:
            os.close(descriptor)
            raise
        if not taken:
            os.close(descriptor)
            return False
        with contextlib.suppress(OSError, StorageFailed):  # on a full disk a writer must still be able to free space
            os.ftruncate(descriptor, 0)
            self._disk.write(descriptor, json.dumps(_note()).encode(), self.path)
        self._descriptor = descriptor
        _held.add(self)
        return True

    def _holder(self) -> str:
        note = _read_note(self.path)
        if note is None:
            return f"Another writer is at work on {self.path.parent}"
        pid, host, since = note
        who = f"process {pid} on {host}, since {since}"
        if host == _host() and not _alive(pid):
            who = f"a child process of {who}, which has ended"
        return f"Another writer is at work on {self.path.parent}: {who}"

    def _forget(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def _note() -> dict[str, Any]:
    since = datetime.now(tz=UTC).isoformat(sep=" ", timespec="seconds")
    return {"pid": os.getpid(), "host": _host(), "since": since}


def _host() -> str:
    import socket  # a search opens no lock, and imports this module

    return socket.gethostname()


def _read_note(path: Path) -> tuple[int, str, str] | None:
    """Process id, host and time in the lock file; None while it is being written, or when it is malformed."""
    try:
        with open_plain(path) as file:
            note = json.loads(file.read(_LONGEST_NOTE))
        pid, host, since = note["pid"], note["host"], note["since"]
    except (IndexCorrupt, OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    right = type(pid) is int and pid > 0 and isinstance(host, str) and isinstance(since, str)
    return (pid, host, since) if right else None


def _alive(pid: int) -> bool:
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _is_named(descriptor: int, path: Path) -> bool:
    """Whether `path` is still the locked file; if it was removed or replaced, the lock would protect nothing."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _forget_in_child() -> None:
    for lock in _held:
        lock._forget()  # noqa: SLF001 (the same room)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)
