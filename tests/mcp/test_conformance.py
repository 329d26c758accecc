"""The official conformance suite of the protocol passes, but for the scenarios listed beside this file."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib

pytest.importorskip("mcp", reason="needs the library mcp")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm to install the conformance suite"),
]

SUITE = ("@modelcontextprotocol/conformance@0.1.16", "node@22")
"""The suite, and the Node that it needs."""
EXPECTED = Path(__file__).with_name("conformance_expected_failures.yml")
_PATIENCE_S = 30


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the suite is installed."""
    folder = tmp_path_factory.mktemp("conformance")
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *SUITE]
    done = subprocess.run(install, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        pytest.skip(f"the conformance suite cannot be installed: {done.stderr[:200]}")
    return folder


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of a server over an index of one article."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(searchlib.Document(id="a.txt", text="Troops came to Kursk, Ana Reyes said."))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = "from searchlib.mcp.server import serve; import sys; serve(sys.argv[1], port=int(sys.argv[2]))"
    process = subprocess.Popen([sys.executable, "-c", start, str(tmp_path / "index"), str(port)])
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        process.wait(_PATIENCE_S)


def _wait_for(port: int) -> None:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on port {port}")


def test_only_the_listed_scenarios_fail(suite: Path, address: str) -> None:
    """Each other scenario passes, and none of those listed has begun to pass."""
    programs = suite / "node_modules"
    run = subprocess.run(
        [
            programs / ".bin" / "node",
            programs / "@modelcontextprotocol" / "conformance" / "dist" / "index.js",
            *("server", "--url", address, "--expected-failures", EXPECTED),
        ],
        capture_output=True,
        text=True,
        cwd=suite,
        env={**os.environ, "PATH": f"{programs / '.bin'}{os.pathsep}{os.environ['PATH']}"},
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:]
