"""Nodes of a cluster of three are killed: nothing acknowledged is lost or doubled, and no answer is ever a part of one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib
from searchlib.engines import open_engine
from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.engines.opensearch.cluster.location import read_location
from searchlib.errors import AnswerPartial, SearchlibError
from searchlib.indexing.preparation import prepare
from searchlib.models import Document
from tests.cluster_nodes import CLUSTER, Nodes, nodes

pytestmark = list(CLUSTER)
SEEDS = Path(__file__).parents[3] / "seeds"


@pytest.fixture
def three() -> Iterator[Nodes]:
    """Three nodes; all of them again after the test."""
    cluster = nodes(3)
    yield cluster
    cluster.await_all()


def write_while_a_node_dies(cluster: Nodes, round_: int, documents: int = 1_500) -> None:
    """All that the writer was told is stored stands in the index once, also when the node is back."""
    url = f"opensearch://{cluster.addresses}/killed"
    victim = 1 + round_ % 3
    with open_engine(url).writer(fresh=True, memory=50_000) as writer:
        for number in range(documents):
            if number == documents // 3 + 10 * round_:
                cluster.kill(victim)
            document = Document(id=f"d{number}", text=f"Apples grew well, {number} of them.")
            writer.add(document, prepare(document))
        writer.commit()
    for back in (False, True):
        if back:
            cluster.await_all()
        with searchlib.open(url) as index:
            assert index.search("apples", limit=1).total == documents
            assert len(set(index)) == len(index) == documents
            assert index.stats()["passages"] == documents


def test_a_node_that_is_killed_in_a_bulk_loses_nothing(three: Nodes) -> None:
    """The run ends well without it."""
    write_while_a_node_dies(three, 0)


@pytest.mark.nightly
def test_nodes_that_are_killed_in_bulks_lose_nothing(three: Nodes) -> None:
    """Twenty times, each of the nodes in turn."""
    for round_ in range(20):
        write_while_a_node_dies(three, round_)


def test_a_node_that_is_killed_in_a_search_takes_no_hit_away(three: Nodes) -> None:
    """Each answer is whole, or an error says that it is not; and answers come again while the node is gone."""
    url = f"opensearch://{three.addresses}/searched"
    with searchlib.open(url, create=True) as index:
        index.add_paths([SEEDS], fresh=True)
        whole = index.search("troops", limit=100)
        killing = threading.Timer(0.3, three.kill, (2,))
        killing.start()
        answered, until = 0, time.monotonic() + 3
        while time.monotonic() < until or not answered:
            try:
                results = index.search("troops", limit=100)
            except SearchlibError:
                continue
            assert [hit.passage.id for hit in results] == [hit.passage.id for hit in whole]
            assert results.total == whole.total
            answered += 1
        killing.join()
    with searchlib.open(url) as index:
        assert index.search("troops").total == whole.total


def test_a_shard_without_a_copy_is_an_error(three: Nodes) -> None:
    """Not an answer with fewer hits: OpenSearch alone would answer 200, with no shard that failed."""
    url = f"opensearch://{three.addresses}/alone"
    place = read_location(url)
    with searchlib.open(url, create=True) as index:
        index.add([Document(id=f"d{number}", text="Apples grew well.") for number in range(30)])
        cluster = Connection(place)
        cluster.ask(
            "PUT", f"/{place.name}/_settings", {"index.auto_expand_replicas": False, "index.number_of_replicas": 0}
        )
        found = cluster.ask("GET", f"/{place.name}/_search_shards")
        node = found["nodes"][found["shards"][0][0]["node"]]["name"]
        index.refresh()
        three.kill(int(node.removeprefix("n")))
        for _ in range(3):
            with pytest.raises(AnswerPartial, match="shard"):
                searchlib.open(url).search("apples", limit=1)
        assert any("no copy" in fault for fault in index.check())
    three.await_all()
    with searchlib.open(url) as index:
        assert index.search("apples", limit=1).total == 30
