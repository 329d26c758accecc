"""Bulk requests: a few at a time, each of some megabytes, and each sent again until all of it is taken.

Ids are the same each time a document is sent, so that what was taken before a connection broke is not doubled.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, NamedTuple

from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.errors import AnswerPartial, Remedy, ServerFailed, Unreachable

SIZE: Final = 8 << 20
"""Bytes of a request."""

AT_ONCE: Final = 2
"""Requests under way."""

PATIENCE_S: Final = 180.0
"""Seconds for which a request is sent again while the cluster is busy, or a node of it is gone."""

_FIRST_WAIT_S: Final = 0.1
_LONGEST_WAIT_S: Final = 5.0
_LATER: Final = (429, 500, 502, 503, 504)
"""What an operation is answered with that may succeed later."""


class Operation(NamedTuple):
    """One operation as it is sent: its lines, and the document that it is about, for messages."""

    lines: bytes
    document: str


class Refused(NamedTuple):
    """A document that the cluster did not take, and why."""

    document: str
    reason: str


def index_operation(index: str, identity: str, route: str, values: Mapping[str, Any], document: str) -> Operation:
    """Add or replace a document of the cluster. Raises UnicodeEncodeError for a text that is no Unicode."""
    action = {"index": {"_index": index, "_id": identity, "routing": route}}
    return Operation(_line(action) + _line(values), document)


def delete_operation(index: str, identity: str, route: str, document: str) -> Operation:
    """Delete a document of the cluster."""
    return Operation(_line({"delete": {"_index": index, "_id": identity, "routing": route}}), document)


class Bulk:
    """Sends operations in requests of `size` bytes. What was refused is told by `finish`."""

    def __init__(self, connection: Connection, *, size: int = SIZE, patience_s: float = PATIENCE_S) -> None:
        self._connection = connection
        self._size = max(1, size)
        self._patience_s = patience_s
        self._pool: ThreadPoolExecutor | None = None
        self._under_way: list[Future[list[Refused]]] = []
        self._waiting: list[Operation] = []
        self._bytes = 0
        self.refused: list[Refused] = []

    def add(self, operation: Operation) -> None:
        """Send an operation soon. Raises what an earlier request failed by."""
        self._waiting.append(operation)
        self._bytes += len(operation.lines)
        if self._bytes >= self._size:
            self._send()

    def drain(self) -> None:
        """Wait until all operations are answered."""
        self._send()
        while self._under_way:
            self._collect()

    def close(self) -> None:
        """End the threads, without sending what waits."""
        self._waiting, self._bytes = [], 0
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _send(self) -> None:
        if not self._waiting:
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="searchlib-bulk")
        while len(self._under_way) >= AT_ONCE:
            self._collect()
        self._under_way.append(self._pool.submit(self._deliver, self._waiting))
        self._waiting, self._bytes = [], 0

    def _collect(self) -> None:
        self.refused += self._under_way.pop(0).result()

    def _deliver(self, operations: Sequence[Operation]) -> list[Refused]:
        """Send until each operation is taken or refused for good; only those that were not taken are sent again."""
        until = time.monotonic() + self._patience_s
        wait, refused, reason = _FIRST_WAIT_S, list[Refused](), ""
        while operations:
            try:
                items = self._once(operations)
            except ServerFailed as error:
                if not _may_pass(error) or time.monotonic() + wait > until:
                    raise
                reason = error.message
            else:
                later: list[Operation] = []
                for operation, told in zip(operations, items, strict=True):
                    if _is_blocked(told):  # for all that follow too
                        self._connection.refuse(told["status"], told["error"])
                    if told["status"] in _LATER:
                        later.append(operation)
                        reason = _reason(told)
                    elif told["status"] >= 300 and told["status"] != 404:
                        refused.append(Refused(operation.document, _reason(told)))
                operations = later
            if operations:
                if time.monotonic() + wait > until:
                    raise ServerFailed(
                        f"{self._connection.location.url} did not take {len(operations):,} documents within "
                        f"{self._patience_s:.0f} seconds: {reason}."
                    )
                time.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT_S)
        return refused

    def _once(self, operations: Sequence[Operation]) -> list[Mapping[str, Any]]:
        body = b"".join(operation.lines for operation in operations)
        answer = self._connection.ask("POST", "/_bulk", body)
        return [next(iter(item.values())) for item in answer["items"]]


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def _may_pass(error: ServerFailed) -> bool:
    """Whether what a whole request failed by may be over soon: nobody there, too busy, a node or a shard gone."""
    if error.remedy is Remedy.CHECK_THE_CERTIFICATE:
        return False
    return isinstance(error, Unreachable | AnswerPartial) or error.remedy is Remedy.TRY_AGAIN


def _is_blocked(told: Mapping[str, Any]) -> bool:
    """Whether an operation was refused since the index, or a disk that is full, takes no changes."""
    return "cluster_block_exception" in str(told.get("error", {}).get("type", ""))


def _reason(told: Mapping[str, Any]) -> str:
    error = told.get("error", {})
    return f"{error.get('type', told['status'])}: {str(error.get('reason', ''))[:200].rstrip('.;')}"
