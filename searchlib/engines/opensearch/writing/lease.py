"""The lease of the one writer: a document that the writer renews while it works, and deletes when it ends.

Whoever finds a lease waits. It may be taken over when it was not renewed for LEASE_S seconds by the waiter's own clock -
clocks of two machines are never compared -, and at once when its holder was a process of this machine that has ended.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Mapping
from secrets import token_hex
from typing import Any, Final

from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.errors import IndexLocked, SearchlibError, ServerFailed

LEASE_S: Final = 8.0
"""Seconds without a renewal after which a lease is another's to take."""

_RENEWED_S: Final = 2.0
_LOOK_S: Final = 0.25
_ID: Final = "writer"
_SETTINGS: Final = {
    "settings": {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}},
    "mappings": {"dynamic": "false", "properties": {}},
}


class Lease:
    """Held from `acquire` to `release`."""

    def __init__(self, connection: Connection, index: str) -> None:
        self._connection = connection
        self._index = index
        self._own: dict[str, Any] = {"holder": token_hex(8), "host": socket.gethostname(), "process": os.getpid()}
        self._beats = 0
        self._mark: dict[str, int] = {}
        self._ended = threading.Event()
        self._lost = False
        self._renewing: threading.Thread | None = None
        self._lock = threading.Lock()

    def acquire(self, timeout_s: float, waiting: Callable[[str], None] | None) -> None:
        """Wait for the lease. Raises IndexLocked, which names the holder, after `timeout_s` seconds."""
        self._create()
        until = time.monotonic() + timeout_s
        seen: Mapping[str, Any] = {}
        since, told = time.monotonic(), False
        while not self._take(seen, since):
            found = self._read()
            if found.get("_source") != seen.get("_source"):
                seen, since = found, time.monotonic()
                continue
            if time.monotonic() > until:
                raise IndexLocked(f"{self._named(seen)} is writing to {self._connection.location.url}.")
            if waiting is not None and not told and seen:
                waiting(f"{self._named(seen)} is writing to {self._connection.location.url}; waiting for it to end.")
                told = True
            time.sleep(_LOOK_S)
        self._renewing = threading.Thread(target=self._renew_often, daemon=True, name="searchlib-lease")
        self._renewing.start()

    def _create(self) -> None:
        """Create the index of the lease, unless another writer has."""
        if not self._exists():
            try:
                self._connection.ask("PUT", f"/{self._index}", _SETTINGS)
            except ServerFailed:
                if not self._exists():
                    raise

    def _exists(self) -> bool:
        return bool(self._connection.ask("GET", f"/{self._index}", absent={}))

    def _read(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._connection.ask("GET", f"/{self._index}/_doc/{_ID}", absent={})
        return found if found.get("found") else {}

    def _take(self, seen: Mapping[str, Any], since: float) -> bool:
        """Write the lease where there is none, or over the one seen when that has run out."""
        if not seen:
            return self._write({"op_type": "create"})
        holder = seen["_source"]
        if time.monotonic() - since < LEASE_S and not _has_ended(holder):
            return False
        return self._write({"if_seq_no": seen["_seq_no"], "if_primary_term": seen["_primary_term"]})

    def _write(self, condition: Mapping[str, Any]) -> bool:
        self._beats += 1
        body = {**self._own, "beats": self._beats}
        answer = self._connection.ask("PUT", f"/{self._index}/_doc/{_ID}", body, conflicts=True, **condition)
        if answer is None:
            return False
        self._mark = {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}
        return True

    def renew(self) -> None:
        """Make sure that the lease is still held. Raises IndexLocked when another writer has taken it over."""
        with self._lock:
            if self._lost or not self._write(self._mark):
                self._lost = True
                raise IndexLocked(
                    f"Another writer has taken over {self._connection.location.url}; nothing was committed."
                )

    def _renew_often(self) -> None:
        while not self._ended.wait(_RENEWED_S):
            try:
                self.renew()
            except IndexLocked:
                return
            except SearchlibError:  # the cluster may be back before the lease runs out
                continue

    def release(self) -> None:
        """Give the lease back, if it is still held."""
        self._ended.set()
        if self._renewing is not None:
            self._renewing.join()
        with contextlib.suppress(SearchlibError):
            if not self._lost:
                path = f"/{self._index}/_doc/{_ID}"
                self._connection.ask("DELETE", path, absent={}, conflicts=True, patience_s=5.0, **self._mark)

    def _named(self, found: Mapping[str, Any]) -> str:
        holder = found.get("_source", {})
        return f"Process {holder.get('process', '?')} on {holder.get('host', '?')}"


def _has_ended(holder: Mapping[str, Any]) -> bool:
    """Whether the holder was a process of this machine that is no more."""
    process = holder.get("process")
    if holder.get("host") != socket.gethostname() or not isinstance(process, int) or process <= 0:
        return False
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
