"""Reads files; those that might take all time or memory are read by a process that can be killed for one of them.

Formats that libraries of others parse (see `loaders/formats.py`), and files that are large or packed, are read by one
warm process. It lives as long as its files behave: one that takes too long or too much memory, or that ends the process,
is a failure of that file alone, and the next file gets a new process.
"""

from __future__ import annotations

import contextlib
import json
import queue
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from types import TracebackType
from typing import TYPE_CHECKING, Final, NoReturn, Self

from searchlib.errors import WorkerFailed
from searchlib.indexing.processes import messages
from searchlib.indexing.processes.interpreters import command_of, ending_of, started
from searchlib.models import Document

if TYPE_CHECKING:
    from searchlib.indexing.processes.limits import ReadingLimits
    from searchlib.loaders import Notice, ReadOptions, SourceFile

_COMMAND = command_of("searchlib.indexing.processes.reading")

_QUEUED: Final = 64
"""Answers that may wait here: the process goes on reading while a document is prepared."""


class FileReader:
    """Reads files within limits; a context manager, which ends its process. One file is read at a time."""

    def __init__(self, limits: ReadingLimits | None = None) -> None:
        self._limits = limits
        self._process: _ReadingProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process; a next file gets a new one."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def read(self, source: SourceFile, options: ReadOptions) -> Iterator[Document | Notice]:
        """Yields the file's documents and notices, as `loaders.read_file` does.

        A file that is beyond the limits is a failure; documents already yielded stay valid. Raises WorkerFailed when no
        process can be started.
        """
        from searchlib.loaders import is_confined, read_file

        if is_confined(source) and sys.executable:
            return self._confined(source, options)
        return read_file(source, options)

    def _confined(self, source: SourceFile, options: ReadOptions) -> Iterator[Document | Notice]:
        from searchlib.indexing.processes.limits import LIMITS
        from searchlib.loaders import Notice

        limits = self._limits or LIMITS
        if self._process is None:
            self._process = _ReadingProcess(limits)
        process, seconds, done = self._process, limits.seconds_for(source.size), False
        try:
            process.send(messages.file_line(0, source, options, 0))
            while (line := process.answer(seconds)) is not None:
                if document := messages.read_found(line):
                    yield document
                    continue
                answer = json.loads(line)
                if "end" in answer:
                    done = not answer["spent"]
                    if answer["end"]:
                        yield Notice("failure", source.place, answer["end"])
                    return
                yield Notice.from_row(answer["notice"])
            yield Notice("failure", source.place, process.why_ended(seconds))
        finally:
            if not done:  # killed, spent, or nobody wants the rest
                self.close()


class _ReadingProcess:
    """The parent's side of the process that reads: its pipes, and how long the file at hand was waited for."""

    def __init__(self, limits: ReadingLimits) -> None:
        self._process = started(_COMMAND)
        self._answers: queue.Queue[bytes | None] = queue.Queue(_QUEUED)
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()
        self._waited = 0.0
        self._late = False
        self.send(messages.line_of(asdict(limits)))
        if self._answers.get() is None:
            self._raise()

    def send(self, line: bytes) -> None:
        """Have it read a file. A process that has ended is found out by its answer."""
        assert self._process.stdin is not None
        self._waited = 0.0
        with contextlib.suppress(OSError):
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def answer(self, seconds: float) -> bytes | None:
        """Its next line; None when it has ended, or when its file was waited for longer than this many seconds."""
        began = time.monotonic()
        try:
            line = self._answers.get(timeout=max(0.0, seconds - self._waited))
        except queue.Empty:
            self._late = True
            return None
        self._waited += time.monotonic() - began
        return line

    def why_ended(self, seconds: float) -> str:
        """Why there is no answer, as the reason of a failure."""
        if not self._late:
            status = self._process.wait()
            if status != -getattr(signal, "SIGPROF", 0):  # its own clock
                return f"the process that read it {ending_of(status)}"
        return f"it takes more than {seconds:,.4g} s to read, the most that one file may take"

    def end(self) -> None:
        """Kill it: it holds nothing that is not in its answers."""
        self._process.kill()
        while self._reading.is_alive():
            with contextlib.suppress(queue.Empty):
                self._answers.get(timeout=0.01)
        self._process.wait()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()

    def _raise(self) -> NoReturn:
        how = ending_of(self._process.wait())
        self.end()
        raise WorkerFailed(f"The process that reads files {how} before it read one; nothing was committed.")

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            for line in pipe:
                if line.endswith(b"\n"):  # not the half line of a process that was killed
                    self._answers.put(line)
        self._answers.put(None)
