"""The engine of an index on an OpenSearch cluster, opened for reading or writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from searchlib.engines.contract import WRITER_MEMORY, WRITER_PATIENCE_S, Capabilities, Engine
from searchlib.engines.opensearch.cluster.answers_read import strange_answers_told
from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.engines.opensearch.cluster.location import read_location
from searchlib.engines.opensearch.cluster.shared_text import ClusterText
from searchlib.engines.opensearch.cluster.snapshot import Snapshot, read_state
from searchlib.engines.opensearch.reader import ClusterReader
from searchlib.files.stored_paths import StoredPaths

if TYPE_CHECKING:
    from searchlib.engines.opensearch.writing.writer import ClusterWriter
    from searchlib.linking import Aliases

_CAPABILITIES: Final = Capabilities(
    exact_scores=True,
    exact_totals=True,
    collapses=True,
    said=True,
    ranking_parameters=True,
    analysis_settings=True,
)


@strange_answers_told
class ClusterEngine(Engine):
    """The index at `opensearch://host:port/name`; making one asks nobody. See `engines.contract.Engine`."""

    def __init__(self, url: str) -> None:
        self._place = read_location(url)
        self._connection = Connection(self._place)
        self._native = self._place.native

    @property
    def location(self) -> str:
        """The URL, as given: there is no login in it."""
        return self._place.url

    @property
    def capabilities(self) -> Capabilities:
        """Those of the index as it was read last, or would be made: by its own ranking scores are not exact."""
        return replace(_CAPABILITIES, exact_scores=False, ranking_parameters=False) if self._native else _CAPABILITIES

    def exists(self) -> bool:
        """Whether there is an index, or something else of its name."""
        found = bool(self._connection.ask("GET", f"/{self._place.name}", absent={}))
        if not found:
            self._connection.require_opensearch()
        return found

    def latest_version(self) -> int:
        """The version of the newest commit; 0 when there is none."""
        state = read_state(self._connection, self._place.name)
        return 0 if state is None else state.version

    def reader(self, *, aliases: Aliases | None = None) -> ClusterReader:
        """The newest state, ready to be asked. Raises IndexMissing, IndexVersion or ServerFailed."""
        reader = ClusterReader(Snapshot(self._connection, self._place.name), aliases=aliases)
        self._native = reader.native
        return reader

    def writer(
        self,
        *,
        fresh: bool = False,
        memory: int = WRITER_MEMORY,
        waiting: Callable[[str], None] | None = None,
        timeout_s: float = WRITER_PATIENCE_S,
    ) -> ClusterWriter:
        """The one writer; what it does is imported only here, so that a search does without."""
        from searchlib.engines.opensearch.writing.writer import ClusterWriter

        return ClusterWriter(self._connection, fresh=fresh, memory=memory, waiting=waiting, timeout_s=timeout_s)

    def stored_paths(self) -> StoredPaths:
        """Files are named from the folders that were indexed; each account knows which those are on its machine."""
        return StoredPaths(None)

    def check(self) -> Iterator[str]:
        """Shards that are missing, then what the snapshot counts wrongly, then records that cannot be read."""
        from searchlib.engines.opensearch.answers.checking import faults

        yield from faults(self._connection, self._place.name)

    def size_bytes(self) -> int:
        """The bytes of the primaries on all nodes."""
        stats = self._connection.ask("GET", f"/{self._place.name}/_stats/store", absent={"_all": None})["_all"]
        return int(stats["primaries"]["store"]["size_in_bytes"]) if stats else 0

    def shared_text(self, name: str) -> ClusterText:
        """The text of this name, kept on the cluster for all who use the index."""
        return ClusterText(self._connection, name)

    def warm(self, *, wait: bool = False) -> bool:  # noqa: ARG002 - as the contract has it
        """The cluster warms itself: there is nothing to prepare."""
        return False
