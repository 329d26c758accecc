"""Pools of workers that read slow files, extract, split and fill sinks, while the parent reads and commits.

The workers of a DaskPool are those of a cluster (dask_pool.py), those of a WorkerPool processes of this machine. Each is a
fresh interpreter, spoken to in lines of JSON over its pipes (see messages.py). So it never imports the caller's main
module: a script without a main guard, a notebook and standard input all work, and nothing is pickled. Workers get small
batches in turn, so that the same files always give the same index. Each worker has two threads in the parent, one per
pipe, so that neither side has to wait until the other reads.
"""

from __future__ import annotations

import contextlib
import json
import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self

from searchlib.engines.contract import SinkCall
from searchlib.errors import Remedy, SearchlibError, WorkerFailed
from searchlib.indexing.processes import messages
from searchlib.indexing.processes.interpreters import command_of, ending_of, started
from searchlib.models import Document, Passage

if TYPE_CHECKING:
    from searchlib.loaders import Notice, ReadOptions, SourceFile

_BATCH: Final = 16
_BATCH_BYTES: Final = 256 * 1024
"""Documents and files, and bytes of them, handed to one worker before the next one's turn."""

_QUEUED_BATCHES: Final = 4
"""Batches that may wait for one worker: enough that a slow worker does not hold up the others."""

_CHECK_EVERY_S: Final = 0.2
"""Seconds between two checks whether a worker that takes no batch is still alive."""

_COMMAND = command_of("searchlib.indexing.processes.worker")


@dataclass
class PoolResult:
    """What the workers did: the results of their sinks in a stable order, and their answers.

    `failures` are (document id, its file, why it could not be stored). `readings` are of each file handed out, by its number, the documents that it
    held and the notices about it.
    """

    results: list[Any] = field(default_factory=list)
    passages: int = 0
    failures: list[tuple[str, str, SearchlibError]] = field(default_factory=list)
    readings: dict[int, tuple[int, list[Notice]]] = field(default_factory=dict)

    def take(self, answer: Mapping[str, Any]) -> None:
        """Add one answer of a worker."""
        if "results" in answer:
            self.results += answer["results"]
            self.passages += answer["passages"]
        elif "failed" in answer:
            self.failures.append((answer["failed"], answer["path"], messages.read_error(answer["reason"])))
        elif "read" in answer:
            from searchlib.loaders import Notice

            notices = [Notice.from_row(row) for row in answer["notices"]]
            self.readings[answer["read"]] = answer["documents"], notices


class Pool(ABC):
    """Workers that each fill a sink of the writer; a context manager, which ends them."""

    @abstractmethod
    def __enter__(self) -> Self: ...

    @abstractmethod
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def add(self, document: Document, added: int, preparation: Sequence[bool] = (False, True)) -> None:
        """Hand a document to a worker; `added` is the version that first held it. `preparation` is a `Preparation`."""
        line = messages.document_line(document, added, preparation)
        self._deal(line, len(line))

    def add_prepared(self, document: Document, passages: Sequence[Passage], added: int) -> None:
        """Hand on a document with the passages that the caller made of it: nothing is extracted or split."""
        line = messages.prepared_line(document, passages, added)
        self._deal(line, len(line))

    def read(self, ordinal: int, source: SourceFile, options: ReadOptions, *, added: int) -> None:
        """Hand out a file that holds one document; `ordinal` is what `PoolResult.readings` calls it by."""
        self._deal(messages.file_line(ordinal, source, options, added), source.size)

    def sees(self, source: SourceFile) -> bool:  # noqa: ARG002 - all processes of a machine do
        """Whether the workers can read this file themselves."""
        return True

    @abstractmethod
    def _deal(self, line: bytes, size: int) -> None:
        """Have a line done, which stands for this many bytes to work on."""

    @abstractmethod
    def finish(self) -> PoolResult:
        """Have every worker write what it holds.

        Raises what a worker raised (StorageFull), or WorkerFailed for one that ended without an answer.
        """


class WorkerPool(Pool):
    """Processes of this machine: each gets batches in turn."""

    def __init__(self, sink: SinkCall, workers: int) -> None:
        self._sink = sink
        self._count = workers
        self._workers: list[_Worker] = []
        self._batches: list[list[bytes]] = [[] for _ in range(workers)]
        self._bytes = 0
        self._turn = 0

    def __enter__(self) -> Self:
        try:
            for _ in range(self._count):
                self._workers.append(_Worker(messages.sink_line(self._sink)))
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        for worker in self._workers:
            worker.end()

    def _deal(self, line: bytes, size: int) -> None:
        batch = self._batches[self._turn]
        batch.append(line)
        self._bytes += size
        if len(batch) >= _BATCH or self._bytes >= _BATCH_BYTES:
            self._workers[self._turn].send(b"".join(batch))
            batch.clear()
            self._bytes = 0
            self._turn = (self._turn + 1) % self._count

    def finish(self) -> PoolResult:
        result = PoolResult()
        for worker, batch in zip(self._workers, self._batches, strict=True):
            worker.send(b"".join([*batch, messages.FINISH]))
        for worker in self._workers:
            for answer in worker.answers():
                result.take(answer)
        return result


class _Worker:
    """The parent's side of one worker: its process and a thread at each of its pipes."""

    def __init__(self, first: bytes) -> None:
        self._answers: list[dict[str, Any]] = []
        self._queue: queue.Queue[bytes | None] = queue.Queue(_QUEUED_BATCHES)
        self._process = started(_COMMAND)
        self._writing = threading.Thread(target=self._write, daemon=True)
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._writing.start()
        self._reading.start()
        self.send(first)

    def send(self, content: bytes) -> None:
        """Send this to the worker as soon as it can take it. Raises the error that ended the worker."""
        while True:
            if not self._writing.is_alive():
                self._raise()
            with contextlib.suppress(queue.Full):
                self._queue.put(content, timeout=_CHECK_EVERY_S)
                return

    def answers(self) -> list[dict[str, Any]]:
        """All answers of the worker, once it has ended. Raises the error that ended it before its work was done."""
        self._reading.join()
        if not self._is_done():
            self._raise()
        return self._answers

    def end(self) -> None:
        """Wait for a worker that is done; kill one that is not."""
        if not self._is_done():
            self._process.kill()
        with contextlib.suppress(queue.Full):
            self._queue.put_nowait(None)
        self._process.wait()
        self._writing.join()
        self._reading.join()

    def _is_done(self) -> bool:
        return bool(self._answers) and "done" in self._answers[-1]

    def _raise(self) -> NoReturn:
        self._reading.join()
        last = self._answers[-1] if self._answers else {}
        if "error" in last:
            raise messages.read_error(last["error"])
        status = self._process.wait()
        raise WorkerFailed(
            f"A worker process {ending_of(status)} before its work was done; nothing was committed.",
            remedy=Remedy.USE_LESS_MEMORY,
        )

    def _write(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError), self._process.stdin as pipe:
            while (content := self._queue.get()) is not None:
                pipe.write(content)
                pipe.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            for line in pipe:
                with contextlib.suppress(ValueError):  # half a line of a worker that was killed
                    self._answers.append(json.loads(line))
