"""Connections that cost and give nothing: silent ones, and those that leave their answers unread."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.web.conftest import REASON
from tests.web.test_server import PATIENCE_S, answered, ask, connected, impatient, serving

uvicorn = pytest.importorskip("uvicorn", reason=REASON)

from searchlib.web.connections import BoundedPatience  # noqa: E402 - needs the extra

LARGE = 16 << 20
REQUEST = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


async def large(scope, receive, send):
    """Answers each request with LARGE bytes."""
    length = str(LARGE).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
    await send({"type": "http.response.body", "body": b"x" * LARGE})


async def listening() -> asyncio.Server:
    """A server of large answers, at a port of its own."""
    config = uvicorn.Config(large, http=BoundedPatience, lifespan="off", log_level="error", ws="none")
    config.load()
    state = uvicorn.server.ServerState()
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: BoundedPatience(config, state, {}), "127.0.0.1", 0)


async def asking(server: asyncio.Server) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A client that has asked and read the head of the answer."""
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname(), limit=1 << 10)
    writer.write(REQUEST)
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer


async def taken(reader: asyncio.StreamReader) -> int:
    """How many bytes of its answer a client gets."""
    got = 0
    try:
        while piece := await reader.read(1 << 20):
            got += len(piece)
    except ConnectionResetError:
        pass
    return got


def test_an_answer_that_is_not_read_is_dropped(monkeypatch):
    """It would fill the memory for ever; one that is read, however late it began, comes whole."""
    monkeypatch.setattr(BoundedPatience, "read_s", 0.2)

    abandon = BoundedPatience.abandon

    async def both():
        dropped = asyncio.Event()
        monkeypatch.setattr(BoundedPatience, "abandon", lambda connection: (abandon(connection), dropped.set()))
        async with await listening() as server:
            (lazy, first), (eager, second) = [await asking(server) for _ in range(2)]
            whole = await taken(eager)
            await dropped.wait()
            part = await taken(lazy)
            for writer in (first, second):
                writer.close()
            return whole, part

    whole, part = asyncio.run(both())
    assert whole == LARGE
    assert part < LARGE


def test_unread_answers_take_bounded_memory(monkeypatch):
    """Beyond the bound those that wait for longest are dropped; the last one is kept, however large it is."""
    monkeypatch.setattr(BoundedPatience, "most_unread", LARGE)

    async def some():
        async with await listening() as server:
            clients = [await asking(server) for _ in range(4)]
            got = [await taken(reader) for reader, _ in clients]
            for _, writer in clients:
                writer.close()
            return got

    got = asyncio.run(some())
    assert [each == LARGE for each in got] == [False, False, False, True]


def descriptors(process: int) -> int:
    """The open descriptors of a process."""
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def megabytes(process: int) -> float:
    """The resident memory of a process."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


@pytest.mark.nightly
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
@pytest.mark.parametrize("asks", [False, True])
def test_ten_thousand_silent_connections(seeds_index, tmp_path, asks):
    """They keep nobody out, the server holds some hundreds of them at most, and closes those when they have rested enough.

    Also those that ask once and then keep the connection.
    """
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 10_500:
        pytest.skip("this process may not open so many")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        with ExitStack() as opened, serving(tmp_path, "--index", str(seeds_index)) as (process, address):
            assert answered(f"{address}api/v1/search?query=troops")[0] == 200
            before = descriptors(process.pid), megabytes(process.pid)
            port = int(address.rstrip("/").rpartition(":")[2])
            for number in range(10_000):
                own = f"127.0.0.{1 + number // 2_000}", 0  # an address has not ports enough for all and their like
                one = socket.create_connection(("127.0.0.1", port), PATIENCE_S, own)
                opened.enter_context(closing(one))
                if asks:
                    ask(one)
                if number % 1_000 == 999:
                    assert answered(f"{address}api/v1/search?query=troops+{number}")[0] == 200
                    assert descriptors(process.pid) < before[0] + BoundedPatience.most_silent + 300
            assert megabytes(process.pid) < before[1] + 64
            until = time.monotonic() + PATIENCE_S
            while descriptors(process.pid) > before[0] + 5 and time.monotonic() < until:
                time.sleep(0.1)
            assert descriptors(process.pid) <= before[0] + 5
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.slow
def test_connections_that_never_agree_on_tls_are_closed(seeds_index, tmp_path, certificate):
    """They are silent before a request could come: the server does not wait for them as long as the library would."""
    files = ", ".join(repr(str(file)) for file in certificate)
    setting = f"import searchlib.web.server as s; s._HANDSHAKE_S = 0.2; tls = s.Certificate({files})"
    with (
        impatient(seeds_index, setting, ", certificate=tls") as port,
        closing(connected(port)) as connection,
    ):
        assert connection.recv(1) == b""
