"""Worker processes that extract, split and write segments, while the parent reads files and commits.

A worker is a fresh interpreter that runs this module and is spoken to in lines of JSON over its pipes. So it never
imports the caller's main module: a script without a main guard, a notebook and standard input work alike, and nothing
is pickled. Documents are dealt out in turn, in small batches, so that the same files always give the same segments.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from searchlib.engines.whoosh.arrays import ArrayWriter, FileEntry
from searchlib.engines.whoosh.builder import SegmentBuilder
from searchlib.engines.whoosh.storage import new_name
from searchlib.engines.whoosh.writer import IndexWriter
from searchlib.errors import ReadError, SearchlibError, StorageFull
from searchlib.indexing.preparing import prepare
from searchlib.loaders import Notice
from searchlib.models import Document

_BATCH: Final = 16
"""Documents handed to one worker before the next one's turn."""


class Crew:
    """Some workers of one writer, as a context; leaving it by an exception ends them and their files are orphans."""

    def __init__(self, writer: IndexWriter, workers: int, *, memory: int) -> None:
        self.passages = 0
        self.failures: list[Notice] = []
        self._writer = writer
        self._count = workers
        self._memory = memory // workers
        self._workers: list[subprocess.Popen[bytes]] = []
        self._batches: list[list[str]] = [[] for _ in range(workers)]
        self._turn = 0

    def __enter__(self) -> Self:
        command = [sys.executable, "-c", "from searchlib.indexing.workers import main; main()"]
        for _ in range(self._count):
            worker = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
            )
            self._workers.append(worker)
            self._tell(worker, {"memory": self._memory, "folder": str(self._writer.folder)})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            if kind is not None:
                worker.kill()
            for pipe in (worker.stdin, worker.stdout):
                if pipe is not None and not pipe.closed:
                    try:
                        pipe.close()
                    except BrokenPipeError:
                        continue
            worker.wait()

    def add(self, document: Document, added: int) -> None:
        """Hand a document to the worker whose turn it is; `added` is the commit that first brought it."""
        batch = self._batches[self._turn]
        batch.append(f'{{"added":{added},"document":{document.model_dump_json()}}}\n')
        if len(batch) >= _BATCH:
            self._send()

    def _send(self) -> None:
        worker, batch = self._workers[self._turn], self._batches[self._turn]
        self._write(worker, "".join(batch).encode("utf-8", "surrogatepass"))
        batch.clear()
        self._turn = (self._turn + 1) % self._count

    def finish(self) -> Iterator[FileEntry]:
        """Have every worker write what it holds; yields the finished segment files, in a stable order."""
        for _ in self._workers:
            self._send()
        for worker in self._workers:
            self._tell(worker, {"finish": True})
        for worker in self._workers:
            yield from self._segments(worker)

    def _segments(self, worker: subprocess.Popen[bytes]) -> Iterator[FileEntry]:
        assert worker.stdout is not None
        while True:
            line = worker.stdout.readline()
            if not line:
                raise SearchlibError("A worker process ended before its work was done; nothing was committed.")
            told = json.loads(line)
            if "entry" in told:
                self.passages += told["passages"]
                yield FileEntry(*told["entry"])
            elif "failed" in told:
                self.failures.append(Notice("failure", told["failed"], told["reason"]))
            elif "error" in told:
                raise (StorageFull if told["full"] else SearchlibError)(told["error"])
            else:
                return

    def _tell(self, worker: subprocess.Popen[bytes], message: dict[str, Any]) -> None:
        self._write(worker, json.dumps(message).encode() + b"\n")

    @staticmethod
    def _write(worker: subprocess.Popen[bytes], content: bytes) -> None:
        assert worker.stdin is not None
        try:
            worker.stdin.write(content)
            worker.stdin.flush()
        except BrokenPipeError:
            raise SearchlibError("A worker process ended too early; nothing was committed.") from None


def _environment() -> dict[str, str]:
    """The parent's environment, in which a worker finds this very package."""
    paths = [str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def main() -> None:
    """A worker's life: documents in on standard input, segment files out, one line of JSON each way."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    try:
        _work(requests, answers)
    except SearchlibError as error:
        _answer(answers, {"error": str(error), "full": isinstance(error, StorageFull)})
    except KeyboardInterrupt:
        return


def _work(requests: IO[bytes], answers: IO[bytes]) -> None:
    told = json.loads(requests.readline())
    folder, memory = Path(told["folder"]), int(told["memory"])
    builder = SegmentBuilder()
    for line in requests:
        if line.startswith(b'{"finish"'):
            break
        added, document = _parse(line)
        try:
            passages = prepare(document)
        except ReadError as error:
            _answer(answers, {"failed": document.id, "reason": str(error)})
            continue
        builder.add(document, passages, added=added)
        if builder.size >= memory:
            builder = _flushed(builder, folder, answers)
    else:
        return  # the parent is gone
    if builder.documents:
        _flushed(builder, folder, answers)
    _answer(answers, {"done": True})


def _parse(line: bytes) -> tuple[int, Document]:
    head, _, rest = line.partition(b',"document":')
    return int(head.rpartition(b":")[2]), Document.model_validate_json(rest.rstrip()[:-1])


def _flushed(builder: SegmentBuilder, folder: Path, answers: IO[bytes]) -> SegmentBuilder:
    """Write what the builder holds as a segment file of the index's folder, and tell the parent; a new builder."""
    passages = builder.passages
    entry = builder.flush(ArrayWriter(folder / new_name("segment")))
    _answer(answers, {"entry": [entry.name, entry.size, entry.checksum], "passages": passages})
    return SegmentBuilder()


def _answer(answers: IO[bytes], message: dict[str, Any]) -> None:
    answers.write(json.dumps(message).encode() + b"\n")
    answers.flush()
