"""Merges an index into the form that is smallest and fastest to search.

The cluster keeps each document once more, as it was sent, until every copy of its shard is known to have it: a third of the bytes. It
looks every half minute, and what is known then is dropped when segments are merged. So a merge is worth waiting for.
"""

from __future__ import annotations

import time
from typing import Any, Final

from searchlib.engines.opensearch.cluster.connection import Connection

MANY: Final = 50_000
"""Passages of a commit for which the half minute is waited."""

_LONGEST_S: Final = 45.0
_LOOK_S: Final = 1.0
_MERGING_S: Final = 3_600.0


def compacted(connection: Connection, index: str, *, waiting: bool) -> None:
    """Merge each shard into one segment; `waiting` for the copies of what was sent to be dropped with it."""
    connection.ask("POST", f"/{index}/_flush", force="true", patience_s=600.0)
    until = time.monotonic() + (_LONGEST_S if waiting else 0)
    while time.monotonic() < until and not _is_known_everywhere(connection, index):
        time.sleep(_LOOK_S)
    connection.ask("POST", f"/{index}/_forcemerge", max_num_segments=1, patience_s=_MERGING_S)


def _is_known_everywhere(connection: Connection, index: str) -> bool:
    """Whether no copy of a shard may still ask for an operation of the past."""
    found: Any = connection.ask("GET", f"/{index}/_stats", level="shards")["indices"].values()
    shards = [
        copy for one in found for copies in one["shards"].values() for copy in copies if copy["routing"]["primary"]
    ]
    return all(
        lease["retaining_seq_no"] > copy["seq_no"]["max_seq_no"]
        for copy in shards
        for lease in copy["retention_leases"]["leases"]
    )
