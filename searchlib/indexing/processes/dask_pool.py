"""A pool whose workers are those of a Dask cluster, or of one that is started on this machine.

Lines are gathered to partitions (partition.py) of a fixed size, which do not depend on the workers. Results are taken in the
order of the partitions. One whose worker was killed is done again; one that kills its workers each time is cut in
pieces, until the document or file that does it stands alone: it is set aside by name, and all others are indexed.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import PurePath
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from searchlib.engines.contract import SinkCall
from searchlib.errors import ArgumentError, MissingExtra, Remedy, WorkerFailed
from searchlib.indexing.processes import messages
from searchlib.indexing.processes.partition import has_file, rules, run_partition
from searchlib.indexing.processes.pool import Pool, PoolResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchlib.loaders import SourceFile

LOCAL: Final = "local"
"""The address of a cluster that is started on this machine for the run."""

_PARTITION_BYTES: Final = 4 << 20
"""Bytes to read after which a partition is full: some seconds of work."""

_WAITING_A_THREAD: Final = 3
"""Partitions that may wait for a thread of a worker: the parent holds the lines of so many."""

_PIECES: Final = 8
"""Into so many pieces a partition is cut that killed its workers."""

_PATIENCE_S: Final = 20
"""Seconds in which the scheduler must answer, and the first worker be there."""

_NOT_TOLD: Final = "ignore:resource_tracker:UserWarning"
_SCHEMES: Final = {"dask": "tcp", "dask+tls": "tls"}


def checked_address(address: str) -> str:
    """The address of a scheduler as Dask writes it, or LOCAL. Raises ArgumentError for anything else."""
    if address == LOCAL:
        return LOCAL
    scheme, _, place = address.partition("://")
    host, _, port = place.rpartition(":")
    if scheme not in _SCHEMES or not host or not port.isdecimal() or "@" in host or "/" in place:
        raise ArgumentError(
            f"{address!r} is no address of a Dask scheduler: dask://HOST:PORT, dask+tls://HOST:PORT, or local."
        )
    return f"{_SCHEMES[scheme]}://{place}"


@dataclass(frozen=True)
class _Partition:
    """Lines to be done together; `number` is its place among the others, a piece's that of the whole and its own."""

    number: tuple[int, ...]
    lines: Sequence[bytes]


class DaskPool(Pool):
    """The workers of a Dask cluster; each partition is given to whichever is free. `address` is what `checked_address` gives."""

    def __init__(self, sink: SinkCall, address: str, workers: int) -> None:
        self._sink = messages.sink_line(sink)
        self._address = address
        self._workers = workers
        self._stack = ExitStack()
        self._client: Any = None
        self._lines: list[bytes] = []
        self._bytes = 0
        self._count = 0
        self._outstanding: deque[tuple[_Partition, Any]] = deque()
        self._answers: dict[tuple[int, ...], list[dict[str, Any]]] = {}
        self._suspects: list[_Partition] = []
        self._seen: dict[PurePath, bool] = {}

    def __enter__(self) -> Self:
        try:
            with _worded(self._address):
                self._connect()
        except BaseException:
            self._stack.close()
            raise
        return self

    def _connect(self) -> None:
        try:
            from distributed import Client, LocalCluster
        except ModuleNotFoundError as error:
            raise MissingExtra(f"A cluster needs the library {error.name}", package="searchlib[dask]") from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said by our own errors
        where: Any = self._address
        if where == LOCAL:
            with _not_told_of_interrupts():
                cluster = LocalCluster(
                    n_workers=self._workers,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    dashboard_address="127.0.0.1:0",
                    silence_logs=logging.CRITICAL,
                )
            where = self._stack.enter_context(cluster)
        try:
            self._client = self._stack.enter_context(Client(where, timeout=_PATIENCE_S, set_as_default=False))
        except TypeError as error:  # of an address of TLS without certificates
            raise WorkerFailed(
                f"No certificates are known for a TLS connection to {where}: Dask's own settings distributed.comm.tls name them."
            ) from error
        self._client.wait_for_workers(1, timeout=_PATIENCE_S)
        _refuse_others(self._client.run(rules))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._outstanding:
                self._client.cancel([future for _, future in self._outstanding])
        finally:
            self._stack.close()

    def sees(self, source: SourceFile) -> bool:
        """Whether all workers have this very file; asked once a folder."""
        folder = PurePath(source.path).parent
        if folder not in self._seen:
            with _worded(self._address):
                have = self._client.run(has_file, source.path, source.size, source.modified_ns)
            self._seen[folder] = all(have.values())
        return self._seen[folder]

    def _deal(self, line: bytes, size: int) -> None:
        self._lines.append(line)
        self._bytes += size
        if self._bytes >= _PARTITION_BYTES:
            self._close_partition()

    def _close_partition(self) -> None:
        if self._lines:
            self._submit(_Partition((self._count,), self._lines))
            self._count += 1
            self._lines = []
            self._bytes = 0

    def _submit(self, partition: _Partition) -> None:
        """Have a partition done; waits while enough others are."""
        with _worded(self._address):
            while len(self._outstanding) >= self._most():
                self._take_first()
            self._outstanding.append((partition, self._started(partition)))

    def _started(self, partition: _Partition) -> Any:
        request = b"".join([self._sink, *partition.lines, messages.FINISH])
        return self._client.submit(run_partition, request, pure=False)

    def _most(self) -> int:
        threads: int = sum(self._client.nthreads().values())
        return _WAITING_A_THREAD * max(1, threads)

    def _take_first(self) -> None:
        """Wait for the partition that was submitted first, and keep its answers."""
        partition, future = self._outstanding.popleft()
        if (answers := _answers_of(future)) is not None:
            self._answers[partition.number] = answers
        elif len(partition.lines) == 1:
            self._suspects.append(partition)
        else:
            size = -(-len(partition.lines) // _PIECES)
            for piece, start in enumerate(range(0, len(partition.lines), size)):
                cut = _Partition((*partition.number, piece), partition.lines[start : start + size])
                self._outstanding.append((cut, self._started(cut)))

    def finish(self) -> PoolResult:
        """Have all partitions done. Raises what a worker raised, WorkerFailed when the cluster is gone."""
        result = PoolResult()
        self._close_partition()
        with _worded(self._address):
            while self._outstanding:
                self._take_first()
            for suspect in self._suspects:  # alone: another one may have killed its worker
                answers = _answers_of(self._started(suspect))
                if answers is None:
                    _set_aside(suspect.lines[0], result)
                else:
                    self._answers[suspect.number] = answers
        for number in sorted(self._answers):
            for answer in self._answers[number]:
                result.take(answer)
        return result


def _refuse_others(theirs: Mapping[str, str]) -> None:
    """Raise WorkerFailed when a worker has another version: its segments would not be those that are made here."""
    for worker, version in theirs.items():
        if version != rules():
            raise WorkerFailed(f"The Dask worker {worker} has {version}; here is {rules()}: install the same.")


def _answers_of(future: Any) -> list[dict[str, Any]] | None:
    """The answers of a partition, None when it killed each worker that did it. Raises the error that ended it."""
    from distributed import KilledWorker

    try:
        lines: bytes = future.result()
    except KilledWorker:
        return None
    answers = [json.loads(line) for line in lines.splitlines()]
    if "error" in answers[-1]:
        raise messages.read_error(answers[-1]["error"])
    return answers


def _set_aside(line: bytes, result: PoolResult) -> None:
    """Report the document or file of a line as a failure."""
    from searchlib.loaders import Notice

    reason = "each worker of the cluster that worked on it was killed"
    message = messages.read_line(line)
    if isinstance(message, messages.FileToRead):
        result.readings[message.ordinal] = 0, [Notice("failure", message.source.place, reason)]
    else:
        result.failures.append((message.document.id, message.document.path, WorkerFailed(reason)))


@contextmanager
def _not_told_of_interrupts() -> Iterator[None]:
    """Have the threads that are started here, and the worker processes that they start, not be told of Ctrl-C.

    A terminal tells it to all processes: each worker would print a traceback. This process is told, and ends them.
    """
    if sys.platform == "win32":
        yield
        return
    _start_tracker()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_tracker() -> None:
    """Start the process that removes what a killed process has left: a thread that starts it is told of interrupts again.

    It says nothing of what it removes; its options are those of this interpreter.
    """
    sys.warnoptions.append(_NOT_TOLD)
    try:
        resource_tracker.ensure_running()
    finally:
        sys.warnoptions.remove(_NOT_TOLD)


@contextmanager
def _worded(address: str) -> Iterator[None]:
    """Have what Dask raises about a cluster that does not answer raise WorkerFailed."""
    try:
        yield
    except (OSError, TimeoutError, CancelledError) as error:  # distributed's CommClosedError is an OSError
        raise WorkerFailed(
            f"The Dask cluster at {address} does not answer, or has no worker: {error or type(error).__name__}; nothing was committed.",
            remedy=Remedy.START_THE_SERVER,
        ) from error
    except ModuleNotFoundError as error:
        raise WorkerFailed(f"A Dask worker at {address} has no searchlib: {error}; nothing was committed.") from error
