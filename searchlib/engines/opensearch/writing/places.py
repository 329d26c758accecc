"""Places: each passage gets a number of its own, in the order in which documents are added; it settles what is equal else."""

from __future__ import annotations

from typing import Final

from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.errors import ServerFailed

BLOCK: Final = 4_096
"""Places taken at once by one who adds documents beside others."""

_ATTEMPTS: Final = 100


class Places:
    """Gives places out of blocks, which all who write to one index take from one counter in the cluster."""

    def __init__(self, connection: Connection, index: str) -> None:
        self._connection = connection
        self._path = f"/{index}/_doc/places"
        self._next = self._after = 0

    def start(self, first: int) -> None:
        """Set the counter: the next block begins at `first`."""
        self._connection.ask("PUT", self._path, {"next": first})

    def take(self, count: int) -> int:
        """The first of `count` places in a row."""
        if self._next + count > self._after:
            self._next, self._after = self._block(max(count, BLOCK))
        self._next += count
        return self._next - count

    def taken(self) -> int:
        """All places below it may be taken."""
        return int(self._connection.ask("GET", self._path)["_source"]["next"])

    def _block(self, size: int) -> tuple[int, int]:
        for _ in range(_ATTEMPTS):
            found = self._connection.ask("GET", self._path)
            first = int(found["_source"]["next"])
            mark = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
            if self._connection.ask("PUT", self._path, {"next": first + size}, conflicts=True, **mark) is not None:
                return first, first + size
        raise ServerFailed(f"{self._connection.location.url} is too busy to give places.")
