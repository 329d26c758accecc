"""Worker processes that read slow files, extract, split and write segments, while the parent reads rows and commits.

A worker is a fresh interpreter that runs this module and is spoken to in lines of JSON over its pipes. So it never
imports the caller's main module: a script without a main guard, a notebook and standard input work alike, and nothing
is pickled. Work is dealt out in turn, in small batches, so that the same files always give the same segments. Two
threads beside each worker keep its pipes moving, so that neither side ever waits for the other to read. What reads files
and extracts is imported when it is first needed: it takes as long to import as all else, and prepared passages need none.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from importlib import import_module
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn, Self

from searchlib.engines.contract import Sink, SinkCall
from searchlib.errors import ReadError, Remedy, SearchlibError, StorageFull, WorkerFailed
from searchlib.models import Document, Passage, Value

if TYPE_CHECKING:
    from searchlib.loaders import Notice, ReadOptions, SourceFile

_BATCH: Final = 16
_BATCH_BYTES: Final = 256 * 1024
"""Documents and files, and bytes of them, handed to one worker before the next one's turn."""

_WAITING: Final = 4
"""Batches that may wait for one worker: enough that a slow one does not keep the others from theirs."""

_LOOK_EVERY_S: Final = 0.2
_COMMAND: Final = "import sys; sys.path[:] = sys.argv[1:]; from searchlib.indexing.pool import main; main()"


class Prepared(Value):
    """A document handed on with its passages; `prepared` is the commit that first brought it."""

    prepared: int
    document: Document
    passages: tuple[Passage, ...]


@dataclass
class Made:
    """What the workers made: the results of their sinks in a stable order, and what they told.

    `failures` are (document id, reason); `readings` say of each file handed out, by its number, how many documents it
    held and what is to be told about it.
    """

    results: list[Any] = field(default_factory=list)
    passages: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    readings: dict[int, tuple[int, list[Notice]]] = field(default_factory=dict)


class Crew:
    """Some workers, each filling a sink of the writer, as a context; leaving it by an exception ends them at once."""

    def __init__(self, sink: SinkCall, workers: int) -> None:
        self._first = _line({"module": sink.module, "arguments": dict(sink.arguments)})
        self._count = workers
        self._workers: list[_Worker] = []
        self._batches: list[list[bytes]] = [[] for _ in range(workers)]
        self._bytes = 0
        self._turn = 0

    def __enter__(self) -> Self:
        try:
            for _ in range(self._count):
                self._workers.append(_Worker(self._first))
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

    def add(self, document: Document, added: int) -> None:
        """Hand a document to the worker whose turn it is; `added` is the commit that first brought it."""
        line = b'{"added":%d,"document":%s}\n' % (added, document.model_dump_json().encode())
        self._deal(line, len(line))

    def add_prepared(self, document: Document, passages: Sequence[Passage], added: int) -> None:
        """Hand on a document with the passages that the caller made of it: nothing is extracted or split."""
        told = Prepared.model_construct(prepared=added, document=document, passages=tuple(passages))
        line = told.model_dump_json(exclude_defaults=True).encode() + b"\n"
        self._deal(line, len(line))

    def read(self, number: int, source: SourceFile, options: ReadOptions, *, added: int) -> None:
        """Hand out a file that holds one document; `number` is its name in what is told of it."""
        task = {"added": added, "number": number, "source": asdict(source), "options": asdict(options)}
        self._deal(_line(task), source.size)

    def _deal(self, line: bytes, size: int) -> None:
        batch = self._batches[self._turn]
        batch.append(line)
        self._bytes += size
        if len(batch) >= _BATCH or self._bytes >= _BATCH_BYTES:
            self._workers[self._turn].send(b"".join(batch))
            batch.clear()
            self._bytes = 0
            self._turn = (self._turn + 1) % self._count

    def finish(self) -> Made:
        """Have every worker write what it holds. Raises SearchlibError or StorageFull when one of them failed."""
        made = Made()
        for worker, batch in zip(self._workers, self._batches, strict=True):
            worker.send(b"".join([*batch, _line({"finish": True})]))
        for worker in self._workers:
            for told in worker.answers():
                _take(told, made)
        return made


def _take(told: Mapping[str, Any], made: Made) -> None:
    if "results" in told:
        made.results += told["results"]
        made.passages += told["passages"]
    elif "failed" in told:
        made.failures.append((told["failed"], told["reason"]))
    elif "read" in told:
        from searchlib.loaders import Notice

        made.readings[told["read"]] = told["documents"], [Notice.from_row(row) for row in told["notices"]]


class _Worker:
    """The parent's side of one worker: its process and a thread at each of its pipes."""

    def __init__(self, first: bytes) -> None:
        self._answers: list[dict[str, Any]] = []
        self._waiting: queue.Queue[bytes | None] = queue.Queue(_WAITING)
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, "-c", _COMMAND, *(os.path.abspath(place) for place in sys.path)],  # noqa: PTH100
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0 if os.name == "posix" else None,  # Ctrl-C is the parent's: it ends its workers itself
        )
        self._writing = threading.Thread(target=self._write, daemon=True)
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._writing.start()
        self._reading.start()
        self.send(first)

    def send(self, content: bytes) -> None:
        """Have this written to the worker, when it is ready for it. Raises what ended the worker."""
        while True:
            if not self._writing.is_alive():
                self._raise()
            with contextlib.suppress(queue.Full):
                self._waiting.put(content, timeout=_LOOK_EVERY_S)
                return

    def answers(self) -> list[dict[str, Any]]:
        """All that the worker told, once it has ended. Raises what ended it before its work was done."""
        self._reading.join()
        if not self._answers or "done" not in self._answers[-1]:
            self._raise()
        return self._answers

    def end(self) -> None:
        """Let go of a worker that is done, and kill one that is not."""
        if not self._answers or "done" not in self._answers[-1]:
            self._process.kill()
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait(None)
        self._process.wait()
        self._writing.join()
        self._reading.join()

    def _raise(self) -> NoReturn:
        self._reading.join()
        told = self._answers[-1] if self._answers else {}
        if "error" in told:
            raise (StorageFull if told["full"] else WorkerFailed)(told["error"])
        status = self._process.wait()
        how = f"was killed by signal {-status}" if status < 0 else f"ended with the exit status {status}"
        raise WorkerFailed(
            f"A worker process {how} before its work was done; nothing was committed.", remedy=Remedy.USE_LESS_MEMORY
        )

    def _write(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError), self._process.stdin as pipe:
            while (content := self._waiting.get()) is not None:
                pipe.write(content)
                pipe.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            for line in pipe:
                with contextlib.suppress(ValueError):  # half a line of a worker that was killed
                    self._answers.append(json.loads(line))


def _line(message: Mapping[str, Any]) -> bytes:
    return json.dumps(message, default=date.isoformat).encode() + b"\n"


# --- the worker's side ---------------------------------------------------------------------------------------------


_COLLECTED: Final = 100_000
"""Objects made before garbage is looked for: nearly all of a worker's live until its segment is written."""


def main() -> None:
    """A worker's life: documents and files in on standard input, segment files out, one line of JSON each way.

    Whatever else writes to the standard output lands on standard error, or it would be taken for an answer.
    """
    gc.set_threshold(_COLLECTED)
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    try:
        _work(requests, answers)
    except BrokenPipeError:
        return  # the parent is gone
    except (SearchlibError, OSError, MemoryError) as error:
        reason = (
            error.message if isinstance(error, SearchlibError) else f"A worker process failed: {error or 'no memory'}"
        )
        _answer(answers, {"error": reason, "full": isinstance(error, StorageFull)})


def _work(requests: IO[bytes], answers: IO[bytes]) -> None:
    lines = _whole_lines(requests)
    told = json.loads(next(lines, b"{}"))
    if not told:
        return
    sink: Sink = import_module(told["module"]).open_sink(**told["arguments"])
    holding = _Holding(sink, answers)
    for line in lines:
        if line.startswith(b'{"finish"'):
            holding.finish()
            _answer(answers, {"done": True})
            return
        if line.startswith(b'{"prepared":'):
            given = Prepared.model_validate_json(line)
            holding.take(given.document, given.passages, given.prepared)
            continue
        head, document, rest = line.partition(b',"document":')
        if document:
            holding.add(Document.model_validate_json(rest.rstrip()[:-1]), int(head.rpartition(b":")[2]))
        else:
            holding.read(json.loads(line))


def _whole_lines(requests: IO[bytes]) -> Iterator[bytes]:
    """The lines up to the end, without half a line of a parent that was killed."""
    return (line for line in requests if line.endswith(b"\n"))


class _Holding:
    """A worker's sink, and how many passages went into it."""

    def __init__(self, sink: Sink, answers: IO[bytes]) -> None:
        self._sink = sink
        self._answers = answers
        self._passages = 0

    def add(self, document: Document, added: int) -> None:
        """Prepare a document and take it in, or tell why that failed."""
        from searchlib.indexing.preparation import prepare

        try:
            passages = prepare(document)
        except ReadError as error:
            _answer(self._answers, {"failed": document.id, "reason": error.message})
        else:
            self.take(document, passages, added)

    def take(self, document: Document, passages: Sequence[Passage], added: int) -> None:
        """Take in a document with its passages, or tell why it cannot be stored."""
        try:
            self._sink.add(document, passages, added=added)
        except ReadError as error:
            _answer(self._answers, {"failed": document.id, "reason": error.message})
        else:
            self._passages += len(passages)

    def read(self, task: Mapping[str, Any]) -> None:
        """Read a file, take its documents in, and tell how that went."""
        from searchlib.loaders import Notice, read_file

        source, options = _source(task["source"]), _options(task["options"])
        notices, documents = [], 0
        for each in read_file(source, options):
            if isinstance(each, Notice):
                notices.append(each.to_row())
            else:
                documents += 1
                self.add(each, task["added"])
        _answer(self._answers, {"read": task["number"], "documents": documents, "notices": notices})

    def finish(self) -> None:
        """Have the sink write what it holds, and tell the parent what it made."""
        _answer(self._answers, {"results": self._sink.finish(), "passages": self._passages})


def _source(row: Mapping[str, Any]) -> SourceFile:
    """The file again, as the parent's walk found it."""
    from searchlib.loaders import Metadata, SourceFile

    beside = row["metadata"]
    metadata = Metadata(**{**beside, "authors": tuple(beside["authors"]), "published": _day(beside["published"])})
    return replace(SourceFile(**{**row, "metadata": Metadata()}), metadata=metadata)


def _options(row: Mapping[str, Any]) -> ReadOptions:
    from searchlib.loaders import ReadOptions

    return ReadOptions(**{**row, "default_published": _day(row["default_published"])})


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _answer(answers: IO[bytes], message: Mapping[str, Any]) -> None:
    answers.write(_line(message))
    answers.flush()
