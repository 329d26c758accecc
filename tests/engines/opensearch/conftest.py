"""Where indexes on a cluster stand for one test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.engines.opensearch.cluster.location import read_location
from tests.cluster_nodes import nodes


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The location of an index that is not there yet, and not any more after the test."""
    name = request.node.name.partition("[")[0][:60]
    location = f"opensearch://{nodes().addresses}/{name}"
    yield location
    cluster = Connection(read_location(location))
    for index in cluster.ask("GET", f"/{name}*", absent={}):
        cluster.ask("DELETE", f"/{index}", absent={})
