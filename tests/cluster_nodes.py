"""OpenSearch clusters for tests: started by tools/opensearch/ where Java and Maven are there, ended with the tests."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.engines.opensearch.cluster.location import read_location
from searchlib.errors import SearchlibError

SCRIPT: Final = Path(__file__).parents[1] / "tools" / "opensearch" / "opensearch-from-maven.sh"
HEAP: Final = "512m"

CLUSTER: Final = (pytest.mark.cluster, pytest.mark.xdist_group("cluster"))
"""The marks of a test that needs a cluster: all of them run in one process, on one cluster."""


def on_cluster(value: str) -> Any:
    """A parameter, mostly the location of an index, for tests on the cluster: see `located`."""
    return pytest.param(value, marks=CLUSTER)


@dataclass(frozen=True)
class Nodes:
    """Running nodes: the folder of their files, and the port of the first."""

    folder: Path
    port: int
    count: int
    down: set[int] = field(default_factory=set)

    @property
    def addresses(self) -> str:
        """The hosts of a URL."""
        return ",".join(f"127.0.0.1:{self.port + number}" for number in range(self.count))

    def kill(self, number: int) -> None:
        """Kill a node, numbered from 1."""
        self.down.add(number)
        os.kill(int((self.folder / f"n{number}.pid").read_text()), signal.SIGKILL)

    def restart(self, number: int) -> None:
        """Start a node again that was killed."""
        self.down.discard(number)
        _run("restart", str(self.folder), str(number), port=self.port)

    def await_all(self) -> None:
        """Start again the nodes that are gone, and wait until all nodes and shards are there."""
        for number in sorted(self.down):
            self.restart(number)
        cluster = Connection(read_location(f"opensearch://{self.addresses}/any"))
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with suppress(SearchlibError):
                asked = {"wait_for_nodes": self.count, "wait_for_status": "green", "timeout": "5s"}
                if not cluster.ask("GET", "/_cluster/health", **asked)["timed_out"]:
                    return
            time.sleep(0.5)
        pytest.fail("the nodes did not come back")

    def stop(self) -> None:
        """End all nodes and remove their files."""
        _run("stop", str(self.folder), port=self.port)
        shutil.rmtree(self.folder, ignore_errors=True)


def _run(*arguments: str, port: int) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PORT": str(port), "HEAP": HEAP}
    return subprocess.run(
        ["bash", str(SCRIPT), *arguments], env=environment, capture_output=True, text=True, check=False
    )


def _free_port(count: int) -> int:
    """The first of some ports that nobody listens on, nor a hundred above."""
    for port in range(19_200 + 10 * (os.getpid() % 90), 20_200, 10):
        if all(_is_free(port + number + more) for number in range(count) for more in (0, 100)):
            return port
    pytest.fail("no free ports for a cluster")


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0


@cache
def nodes(count: int = 1) -> Nodes:
    """A running cluster of so many nodes, started once; skips the test, saying why, where it cannot be."""
    if shutil.which("mvn") is None:
        pytest.skip("needs Maven, to fetch OpenSearch")
    fetched = _run("fetch", port=0)
    if fetched.returncode:
        pytest.skip(f"needs OpenSearch: {(fetched.stderr or 'it could not be fetched').strip().splitlines()[-1]}")
    folder = Path(tempfile.mkdtemp(prefix="searchlib-opensearch-"))
    folder.chmod(0o755)  # as root, the nodes run as nobody
    port = _free_port(count)
    running = Nodes(folder, port, count)
    atexit.register(running.stop)
    started = _run("start", str(folder), str(count), port=port)
    if started.returncode:
        pytest.fail(f"OpenSearch did not start: {started.stderr[-500:]}")
    return running


def located(location: str, folder: object) -> str:
    """The location of an index for tests: `{folder}` in it is an empty folder, `{cluster}` a cluster that is started now."""
    cluster = nodes().addresses if "{cluster}" in location else ""
    return location.format(folder=folder, cluster=cluster, name=Path(str(folder)).name.lower())
