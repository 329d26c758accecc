"""The sink of a worker process: it sends its documents to the cluster itself, for the version that the writer will commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from searchlib.analysis import Analyzer, analyzer_in
from searchlib.engines.file_names import named
from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.engines.opensearch.cluster.location import read_location
from searchlib.engines.opensearch.documents.converting import converted, routing
from searchlib.engines.opensearch.writing.bulk import SIZE, Bulk, index_operation
from searchlib.engines.opensearch.writing.places import Places
from searchlib.errors import ReadError, ServerFailed
from searchlib.files.stored_paths import StoredPaths
from searchlib.models import Document, Passage


def open_sink(
    *,
    url: str,
    index: str,
    lease: str,
    version: int,
    memory: int,
    absolute_paths: bool = False,
    state: Mapping[str, Any] | None = None,
) -> ClusterSink:
    """A sink for the index that is being written; the login is that of the environment, and `state` says how texts become terms."""
    paths = None if absolute_paths else StoredPaths(None)
    return ClusterSink(Connection(read_location(url)), index, lease, version, memory, paths, analyzer_in(state or {}))


class ClusterSink:
    """Sends documents; nobody sees them before the writer commits."""

    def __init__(
        self,
        connection: Connection,
        index: str,
        lease: str,
        version: int,
        memory: int,
        paths: StoredPaths | None,
        analyzer: Analyzer,
    ) -> None:
        self._analyzer = analyzer
        self._index = index
        self._version = version
        self._paths = paths
        self._bulk = Bulk(connection, size=min(SIZE, memory))
        self._places = Places(connection, lease)
        self._sent: list[tuple[str, int, int]] = []

    def add(self, document: Document, passages: Sequence[Passage], *, added: int) -> None:
        """Add a document. Raises ReadError if it cannot be stored."""
        if self._paths is not None:
            document = named(document, self._paths)
        place = self._places.take(len(passages))
        route = routing(document.id)
        try:
            operations = [
                index_operation(self._index, one.id, route, one.values, document.id)
                for one in converted(
                    document, passages, self._analyzer, version=self._version, added=added, place=place
                )
            ]
        except (UnicodeEncodeError, ValueError) as error:
            raise ReadError(f"its text cannot be stored as JSON in UTF-8: {error}") from None
        for operation in operations:
            self._bulk.add(operation)
        self._sent.append((document.id, added, len(passages)))

    def finish(self) -> list[list[tuple[str, int, int]]]:
        """The documents sent, each with the version that first held it and its number of passages, as one result."""
        self._bulk.drain()
        self._bulk.close()
        if self._bulk.refused:
            name, reason = self._bulk.refused[0]
            raise ServerFailed(f"The cluster refused {name!r}: {reason}; nothing was committed.")
        return [self._sent]
