"""The tools over HTTP: only this machine's own programs are answered, whatever a page in a browser sends."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib
from tests.mcp.test_conformance import _wait_for
from tests.web.test_server import free_port

pytest.importorskip("mcp", reason="needs the library mcp")
pytestmark = pytest.mark.slow

CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}
HEADERS = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server over an index of one article."""
    place: Path = tmp_path_factory.mktemp("mcp") / "index"
    with searchlib.open(place, create=True) as index:
        index.add(searchlib.Document(id="a.txt", text="Troops came to Kursk, Ana Reyes said."))
    number = free_port()
    start = "from searchlib.mcp.server import serve; import sys; serve(sys.argv[1], port=int(sys.argv[2]))"
    process = subprocess.Popen([sys.executable, "-c", start, str(place), str(number)])
    try:
        _wait_for(number)
        yield number
    finally:
        process.kill()
        process.wait()


def status(port: int, **headers: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/mcp", json.dumps(CALL), {**HEADERS, **headers})
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_program_of_this_machine_is_answered(port):
    """By the addresses of this machine."""
    assert status(port) == 200
    assert status(port, Host=f"localhost:{port}") == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8000"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_is_refused(port, headers):
    """A name that was bound anew to this machine, and a page of another site."""
    assert status(port, **headers) in (400, 403, 421)
