"""A worker process, `python -m searchlib.indexing.processes.worker`: documents and files in, the results of its sink out.

Loaders and extractors are imported when they are first needed: they take as long to import as everything else, and
prepared documents do not need them.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import IO, Any, Final

from searchlib.engines.contract import Sink
from searchlib.errors import ReadError, Remedy, SearchlibError, WorkerFailed
from searchlib.files.failures import reason_of, remedy_of
from searchlib.indexing.processes import messages
from searchlib.indexing.processes.file_reader import FileReader
from searchlib.indexing.processes.interpreters import own_pipes
from searchlib.models import Document, Passage

_GC_THRESHOLD: Final = 100_000
"""The threshold of the garbage collector: nearly all objects live until the sink writes them."""


def main() -> None:
    """Work until the standard input ends, and answer on the standard output."""
    gc.set_threshold(_GC_THRESHOLD)
    requests, answers = own_pipes()
    with contextlib.suppress(BrokenPipeError):  # the parent is gone
        serve(requests, answers)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Do what the requests say, and answer; an error that ends the work is the last answer."""
    try:
        _work(requests, answers)
    except BrokenPipeError:
        raise
    except SearchlibError as error:
        _answer(answers, {"error": messages.error_row(error)})
    except (OSError, MemoryError) as error:
        _answer(answers, {"error": messages.error_row(_failure(error))})


def _failure(error: OSError | MemoryError) -> WorkerFailed:
    if isinstance(error, MemoryError):
        return WorkerFailed("A worker process ran out of memory; nothing was committed.", remedy=Remedy.USE_LESS_MEMORY)
    place = f" at {error.filename}" if error.filename else ""
    failed = f"A worker process failed{place}: {reason_of(error)}; nothing was committed."
    return WorkerFailed(failed, remedy=remedy_of(error))


def _work(requests: IO[bytes], answers: IO[bytes]) -> None:
    lines = _whole_lines(requests)
    first = next(lines, b"")
    if not first:
        return
    sink = messages.read_sink(first)
    work = _Work(import_module(sink.module).open_sink(**sink.arguments), answers)
    for line in lines:
        if line == messages.FINISH:
            work.finish()
            _answer(answers, {"done": True})
            return
        message = messages.read_line(line)
        if isinstance(message, messages.PreparedDocument):
            work.add_prepared(message.document, message.passages, message.prepared)
        elif isinstance(message, messages.NewDocument):
            work.add(message.document, message.added, message.preparation)
        else:
            work.read(message)


def _whole_lines(requests: IO[bytes]) -> Iterator[bytes]:
    """The complete lines; a parent that was killed may leave half a line at the end."""
    return (line for line in requests if line.endswith(b"\n"))


class _Work:
    """A worker's sink, and how many passages went into it."""

    def __init__(self, sink: Sink, answers: IO[bytes]) -> None:
        self._sink = sink
        self._answers = answers
        self._passages = 0
        self._files = FileReader()

    def add(self, document: Document, added: int, preparation: tuple[bool, bool]) -> None:
        """Prepare a document and add it to the sink, or answer why that failed."""
        from searchlib.indexing.preparation import Preparation, prepare

        try:
            passages = prepare(document, preparation=Preparation(*preparation))
        except ReadError as error:
            self._fail(document, error)
        else:
            self.add_prepared(document, passages, added)

    def add_prepared(self, document: Document, passages: Sequence[Passage], added: int) -> None:
        """Add a document to the sink, or answer why it cannot be stored."""
        try:
            self._sink.add(document, passages, added=added)
        except ReadError as error:
            self._fail(document, error)
        else:
            self._passages += len(passages)

    def _fail(self, document: Document, error: ReadError) -> None:
        _answer(self._answers, {"failed": document.id, "path": document.path, "reason": messages.error_row(error)})

    def read(self, file: messages.FileToRead) -> None:
        """Read a file, add its documents to the sink, and answer the outcome."""
        from searchlib.indexing.preparation import preparation_of
        from searchlib.loaders import Notice

        notices, documents = [], 0
        for result in self._files.read(file.source, file.options):
            if isinstance(result, Notice):
                notices.append(result.to_row())
            else:
                documents += 1
                self.add(result, file.added, preparation_of(file.options))
        _answer(self._answers, {"read": file.ordinal, "documents": documents, "notices": notices})

    def finish(self) -> None:
        """Have the sink write what is in memory, and answer its results."""
        self._files.close()
        _answer(self._answers, {"results": self._sink.finish(), "passages": self._passages})


def _answer(answers: IO[bytes], message: Mapping[str, Any]) -> None:
    answers.write(messages.line_of(message))
    answers.flush()


if __name__ == "__main__":
    main()
