"""Adds documents to the index: prepares and writes them here, or in worker processes when there is much to do."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import ExitStack
from types import TracebackType
from typing import Final, NamedTuple, Self

from searchlib.engines.contract import Resumes, SinkCall, Writer
from searchlib.errors import ReadError, SearchlibError
from searchlib.indexing.preparation import preparation_of, prepare
from searchlib.indexing.processes.pool import Pool, PoolResult, WorkerPool
from searchlib.indexing.report import Report
from searchlib.indexing.source_table import rules_of
from searchlib.loaders import Notice, ReadOptions, SourceFile
from searchlib.models import Document

WORTH_WORKERS: Final = 4 << 20
"""Bytes to read from which worker processes pay off (each takes half a second to start)."""


class FileReading(NamedTuple):
    """The outcome of a file that a worker read; `ordinal` and `document_id` are those given to `hand_out`."""

    ordinal: int
    document_id: str
    documents: int
    notices: list[Notice]


class Ingest:
    """Adds documents to the writer and counts them in the report; a context manager, which ends the workers.

    `memory` is the most bytes that all workers together keep in memory. `cluster` is the address of the Dask cluster whose
    workers do it in place of processes of this run.
    """

    def __init__(
        self, writer: Writer, report: Report, *, workers: int, memory: int, cluster: str | None = None
    ) -> None:
        self._writer = writer
        self._report = report
        self._workers = workers if sys.executable else 1
        self._memory = memory
        if cluster is not None:
            from searchlib.indexing.processes.dask_pool import checked_address

            cluster = checked_address(cluster)
        self._cluster = cluster
        self._expected = 0
        self._stack = ExitStack()
        self._pool: Pool | None = None
        self._resumed: Resumes | None = None
        self._replaced: set[str] = set()
        self._handed_out: dict[int, tuple[str, int | None]] = {}
        self.failed_paths: set[str] = set()
        """Files that hold a document which could not be stored."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def resume(self, options: Iterable[ReadOptions]) -> None:
        """Go on where a run was killed that prepared its documents alike, if the engine can: what it added is not prepared again.

        `options` are those of all files.
        """
        rules = set(map(rules_of, options))
        if isinstance(self._writer, Resumes) and len(rules) == 1:
            self._resumed = self._writer if self._writer.resume(*rules) else None

    def expect(self, size: int) -> None:
        """Add to the bytes that are still to be read; with enough of them, workers are started."""
        self._expected += size

    def has_workers(self) -> bool:
        """Whether workers do the work; starts them when there is enough of it, or a cluster is named."""
        if self._pool is None and (self._cluster or (self._workers > 1 and self._expected >= WORTH_WORKERS)):
            sink = self._writer.sink(memory=self._memory // self._workers)
            if sink is None:  # this engine cannot use worker processes
                self._workers, self._cluster = 1, None
                return False
            self._pool = self._stack.enter_context(self._new_pool(sink))
        return self._pool is not None

    def _new_pool(self, sink: SinkCall) -> Pool:
        if self._cluster is None:
            return WorkerPool(sink, self._workers)
        from searchlib.indexing.processes.dask_pool import DaskPool

        return DaskPool(sink, self._cluster, self._workers)

    def can_hand_out(self, source: SourceFile) -> bool:
        """Whether workers can read this file themselves."""
        return self.has_workers() and self._pool is not None and self._pool.sees(source)

    def add(self, document: Document, options: ReadOptions | None = None) -> None:
        """Add a document, or replace the one of its id; one that cannot be stored is a failure in the report.

        `options` say how it is prepared.
        """
        preparation = preparation_of(options)
        first = self._writer.added(document.id)
        left = self._resumed.left(document) if self._resumed is not None else None
        if left is not None:
            self._report.passages += left
            self._tally(first)
            return
        if self.has_workers():
            assert self._pool is not None
            self._pool.add(document, self._writer.version if first is None else first, preparation)
            self._count(document.id, first)
            return
        try:
            passages = prepare(document, preparation=preparation)
            self._writer.add(document, passages)
        except ReadError as error:
            name = document.id.encode("utf-8", "backslashreplace").decode()
            self._report.add_failure(name, error)
            self.failed_paths.add(document.path)
            return
        self._report.passages += len(passages)
        self._count(document.id, first)

    def hand_out(self, ordinal: int, source: SourceFile, options: ReadOptions, document_id: str) -> None:
        """Have a worker read a file that holds the one document of this id."""
        assert self.has_workers()
        assert self._pool is not None
        first = self._writer.added(document_id)
        self._pool.read(ordinal, source, options, added=self._writer.version if first is None else first)
        self._handed_out[ordinal] = document_id, first

    def _tally(self, first: int | None) -> None:
        """Count a document in the report; `first` is the version that first held it, None for a new one."""
        self._report.added += first is None
        self._report.updated += first is not None

    def _count(self, document_id: str, first: int | None) -> None:
        self._tally(first)
        if self._pool is not None and first is not None:
            self._replaced.add(document_id)

    def finish(self) -> list[FileReading]:
        """Wait for the workers, delete the documents that they replace, and adopt their results."""
        made = self._pool.finish() if self._pool is not None else PoolResult()
        self._report.passages += made.passages
        readings = []
        for ordinal, (documents, notices) in sorted(made.readings.items()):
            document_id, first = self._handed_out[ordinal]
            self._report.notices += notices
            if documents:
                self._count(document_id, first)
            readings.append(FileReading(ordinal, document_id, documents, notices))
        for document_id, path, error in made.failures:
            self._fail(document_id, error)
            self.failed_paths.add(path)
        for document_id in self._replaced:
            self._writer.delete(document_id)
        for result in made.results:
            self._writer.adopt(result)
        return readings

    def _fail(self, document_id: str, error: SearchlibError) -> None:
        """Report a document that a worker could not store, and undo its count; an older version of it stays."""
        self._report.add_failure(document_id, error)
        replacing = document_id in self._replaced
        self._report.updated -= replacing
        self._report.added -= not replacing
        self._replaced.discard(document_id)
