"""Small texts that all users of an index share: a document each, beside the lease, replaced where it is still the one read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.engines.opensearch.cluster.location import lease_index
from searchlib.errors import Remedy, ServerFailed

_ATTEMPTS: Final = 50


class ClusterText:
    """The text `name` of the index at a connection's location: see `engines.contract.SharedText`."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self._path = f"/{lease_index(connection.location.name)}/_doc/text-{name}"
        self.place = f"{connection.location.url} ({name})"

    def read(self) -> str:
        """The text; "" when there is none yet."""
        return self._found()[1]

    def change(self, changed: Callable[[str], str]) -> None:
        """Replace the text by what `changed` makes of it, which is called again when another program was faster."""
        for _ in range(_ATTEMPTS):
            found, before = self._found()
            after = changed(before)
            if after == before:
                return
            mark: dict[str, Any] = {"op_type": "create"}
            if found.get("found"):
                mark = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
            if self._connection.ask("PUT", self._path, {"content": after}, conflicts=True, **mark) is not None:
                return
        raise ServerFailed(f"{self.place} changes too quickly.", remedy=Remedy.TRY_AGAIN)

    def _found(self) -> tuple[dict[str, Any], str]:
        """The answer of the cluster, and the text in it."""
        found: dict[str, Any] = self._connection.ask("GET", self._path, absent={})
        return found, str(found.get("_source", {}).get("content", ""))
