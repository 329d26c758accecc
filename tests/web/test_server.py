"""The command `searchlib web`: a real server, how it is reached, and how it tells what is wrong."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from searchlib.cli.servers.running import until_stopped
from searchlib.errors import NotWritable
from searchlib.web.server import Address, serve
from tests.cli.conftest import command, environment
from tests.web.conftest import REASON

PATIENCE_S = 30


def free_port() -> int:
    """A port that nobody listens at."""
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def serving(folder: Path, *arguments: str, **variables: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running server, and the address that it told."""
    pytest.importorskip("uvicorn", reason=REASON)
    process = subprocess.Popen(
        command("searchlib", "web", "--port", str(free_port()), *arguments),
        cwd=folder,
        env=environment(**variables),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        told = next((line for line in process.stderr if "http" in line), "")
        match = re.search(r"https?://\S+", told)
        assert match is not None, told
        yield process, match[0]
    finally:
        process.kill()
        process.communicate()


def answered(address: str, **headers: str) -> tuple[int, dict]:
    """The status and the JSON at an address."""
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
            return response.status, json.loads(response.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def test_it_serves_the_index_until_it_is_stopped(seeds_index, tmp_path):
    """It tells where, answers, and ends by Ctrl-C or SIGTERM as its help says: without an error, and without a word."""
    with serving(tmp_path, "--index", str(seeds_index)) as (process, address):
        assert answered(f"{address}api/v1/search?query=kursk")[1]["total"] > 0
        assert answered(f"{address}api/v1/health", Host="evil.example")[0] == 403
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=PATIENCE_S)[1] == ""
        assert process.returncode == 0


def test_what_ends_by_being_stopped_ends_well():
    """Ctrl-C and SIGTERM end the block; afterwards both are what they were."""
    before = [signal.getsignal(kind) for kind in (signal.SIGINT, signal.SIGTERM)]
    for kind in (signal.SIGINT, signal.SIGTERM):
        with until_stopped():
            signal.raise_signal(kind)
            pytest.fail("it goes on")
    assert [signal.getsignal(kind) for kind in (signal.SIGINT, signal.SIGTERM)] == before


def test_an_index_that_cannot_be_written_is_told_at_the_start(seeds_index, monkeypatch):
    """Not when the first client adds a document."""
    pytest.importorskip("uvicorn", reason=REASON)
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(NotWritable, match="cannot be written; it can only be searched"):
        serve(str(seeds_index), Address(port=1), writes=True, say=pytest.fail)


def test_it_builds_the_samples_where_there_is_no_index(tmp_path):
    """`searchlib web` in a new checkout shows the seeds."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("Troops came to Kursk, Ana Reyes said.", "utf-8")
    with serving(tmp_path) as (_, address):
        assert answered(f"{address}api/v1/stats")[1]["documents"] == 1


def test_another_address_wants_the_token(seeds_index, tmp_path):
    """It stands in the address that is told; without it nothing is answered."""
    with serving(tmp_path, "--index", str(seeds_index), "--host", "0.0.0.0") as (_, address):
        path, token = address.split("?token=")
        assert len(token) >= 40
        assert answered(f"{path}api/v1/health")[0] == 401
        assert answered(f"{path}api/v1/health?token={token}")[0] == 200
        assert answered(f"{path}api/v1/health", Authorization=f"Bearer {token}")[0] == 200


def test_what_people_ask_is_not_logged(seeds_index, tmp_path):
    """Neither queries nor the token; nor does the token stand in an error."""
    with serving(tmp_path, "--index", str(seeds_index), "--host", "0.0.0.0") as (process, address):
        path, token = address.split("?token=")
        answered(f"{path}api/v1/search?query=secretword&token={token}")
        assert token not in json.dumps(answered(f"{path}api/v1/search?query=secretword&token={token}&x=1")[1])
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE_S)
    assert "secretword" not in errors
    assert token not in errors


def test_an_address_that_is_taken_is_told(seeds_index, tmp_path):
    """In one sentence, with exit code 2."""
    pytest.importorskip("uvicorn", reason=REASON)
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = run(tmp_path, "web", "--index", str(seeds_index), "--port", port)
    assert done.returncode == 2
    assert f"port {port}: " in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_extra_is_told(seeds_index, tmp_path):
    """With what to install."""
    (tmp_path / "fastapi.py").write_text("raise ImportError(name='fastapi')", "utf-8")
    root = Path(__file__).resolve().parents[2]
    done = run(tmp_path, "web", "--index", str(seeds_index), PYTHONPATH=f"{tmp_path}:{root}")
    assert done.returncode == 2
    assert "pip install 'searchlib[web]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_index_is_told(tmp_path):
    """Before the server starts."""
    done = run(tmp_path, "web", "--index", "nowhere")
    assert done.returncode == 2
    assert "nowhere" in done.stderr


def run(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command, which must end by itself."""
    return subprocess.run(
        command("searchlib", *arguments),
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


@pytest.mark.parametrize(
    ("host", "loopback", "unspecified", "url"),
    [
        ("127.0.0.1", True, False, "http://127.0.0.1:80/"),
        ("127.9.9.9", True, False, "http://127.9.9.9:80/"),
        ("localhost", True, False, "http://localhost:80/"),
        ("::1", True, False, "http://[::1]:80/"),
        ("0.0.0.0", False, True, "http://127.0.0.1:80/"),
        ("192.168.1.5", False, False, "http://192.168.1.5:80/"),
        ("news.example", False, False, "http://news.example:80/"),
    ],
)
def test_which_addresses_others_reach(host, loopback, unspecified, url):
    """Whatever is not surely this machine alone is not taken for it."""
    address = Address(host, 80)
    assert (address.is_loopback, address.is_unspecified, address.url) == (loopback, unspecified, url)


@contextmanager
def impatient(index: Path, setting: str, more: str = "") -> Iterator[int]:
    """A server with another setting of BoundedPatience, and more arguments of `serve`; gives its port."""
    pytest.importorskip("uvicorn", reason=REASON)
    script = (
        f"import sys; from searchlib.web.connections import BoundedPatience as B; {setting}\n"
        f"from searchlib.web.server import Address, serve; serve(sys.argv[1], Address(port=int(sys.argv[2])){more})"
    )
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-uc", script, str(index), str(port)], env=environment(), stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield port
    finally:
        process.kill()
        process.communicate()


@pytest.mark.slow
@pytest.mark.parametrize("sent", [b"", b"GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\n", b"GET"])
def test_a_silent_connection_is_closed(seeds_index, sent):
    """One that asks nothing, and one that never ends the head of its request."""
    with impatient(seeds_index, "B.head_s = 0.2") as port, closing(connected(port)) as connection:
        connection.sendall(sent)
        assert connection.recv(1) == b""


@pytest.mark.parametrize("asks", [False, True])
def test_silent_connections_keep_nobody_out(seeds_index, asks):
    """When there are too many, those that are silent for longest make room, also behind an answer; who asks is answered."""
    setting = "B.most_silent = 3; import searchlib.web.server as s; s._IDLE_S = 600"
    with impatient(seeds_index, setting) as port, ExitStack() as opened:
        silent = []
        for _ in range(10):
            silent.append(opened.enter_context(closing(connected(port))))
            if asks:
                ask(silent[-1])
        assert answered(f"http://127.0.0.1:{port}/api/v1/health")[0] == 200
        assert silent[0].recv(1) == b""


def ask(connection: socket.socket) -> None:
    """Have one request answered over a connection, which stays open."""
    connection.sendall(b"GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    with http.client.HTTPResponse(connection) as response:
        response.begin()
        response.read()
        assert response.status == 200


def connected(port: int) -> socket.socket:
    """A connection to the server, as soon as it listens."""
    for _ in range(100):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise AssertionError("nobody listens")


@pytest.mark.slow
def test_with_a_certificate_it_speaks_https_only(seeds_index, tmp_path, certificate):
    """The token's cookie then never travels in the clear."""
    cert, key = certificate
    options = ("--tls-cert", str(cert), "--tls-key", str(key), "--host", "0.0.0.0")
    with serving(tmp_path, "--index", str(seeds_index), *options) as (_, address):
        assert address.startswith("https://127.0.0.1:")
        trusting = ssl.create_default_context(cafile=str(cert))
        with urllib.request.urlopen(
            address.replace("/?", "/api/v1/health?"), timeout=PATIENCE_S, context=trusting
        ) as told:
            assert json.load(told)["status"] == "ok"
            assert "; Secure" in told.headers["Set-Cookie"]
        with pytest.raises((urllib.error.URLError, ConnectionError, http.client.HTTPException)):
            urllib.request.urlopen(address.replace("https", "http"), timeout=PATIENCE_S)


@pytest.mark.slow
def test_a_certificate_that_cannot_be_used_is_told(seeds_index, tmp_path, certificate):
    """In one sentence that names the files, with exit code 2: a missing file, another's key, and one without the other."""
    cert, key = map(str, certificate)
    (tmp_path / "empty.pem").write_text("")
    for options, said in (
        (
            ("--tls-cert", cert, "--tls-key", "no.pem"),
            f"The certificate {cert} with the key no.pem cannot be used: no such file",
        ),
        (("--tls-cert", "empty.pem", "--tls-key", key), "The certificate empty.pem with the key"),
        (("--tls-cert", cert), "--tls-cert and --tls-key go together"),
    ):
        done = run(tmp_path, "web", "--index", str(seeds_index), "--port", str(free_port()), *options)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr
