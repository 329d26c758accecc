"""Many clients at once against a real server on this machine: `python -m benchmarks.load INDEX`.

Each client asks one request after the other over one connection: searches, filters, facets, figures, a page by its cursor. Shown are
requests a second, errors (there must be none), the quantiles of the time of an answer, and the server's memory (resident, and the part of
it that no file is behind) and open descriptors over time, and how fast they grow. With --writing a document is added every second meanwhile: name a copy of the index then. The time that clients and server take from
each other on few cores is in the figures. Memory and descriptors are read from /proc, where there is one.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import searchlib
from benchmarks import recording
from benchmarks.growth import Sample, drawing, growth

REQUESTS: Final = {
    "words": ("search", {"query": "north korean troops"}),
    "phrase": ("search", {"query": '"prime minister"'}),
    "filter": ("search", {"query": "troops", "number": ">=1000", "limit": "20"}),
    "said": ("search", {"query": "said(number:>100 police)"}),
    "sorted": ("search", {"query": "government", "sort": "published"}),
    "facets": ("facets/speaker", {"query": "election", "contains": "a", "limit": "10"}),
    "figures": ("figures", {"query": "police killed", "limit": "100"}),
    "csv": ("search", {"query": "earthquake", "format": "csv", "limit": "50"}),
    "health": ("health", {}),
}
"""A request of each kind; clients choose among them at random, each equally often."""

SAMPLE_S: Final = 2.0
"""Seconds between two looks at the server's memory and descriptors."""


class Load:
    """What clients have measured so far."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()
        self.samples: list[Sample] = []


async def client(port: int, load: Load, ends: float, chosen: random.Random) -> None:
    """Ask until the time is over, at least once, over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    with closing(writer):
        asks = True
        while asks:
            kind = chosen.choice(list(REQUESTS))
            path, parameters = REQUESTS[kind]
            started = time.perf_counter()
            try:
                status = await answered(reader, writer, f"/api/v1/{path}?{urlencode(parameters)}")
            except (OSError, asyncio.IncompleteReadError) as error:
                load.errors[type(error).__name__] += 1
                return
            load.seconds[kind].append(time.perf_counter() - started)
            if status != 200:
                load.errors[f"{kind} {status}"] += 1
            asks = time.monotonic() < ends


async def answered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, target: str) -> int:
    """The status of the answer at an address, when its body has been read to its end."""
    writer.write(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if "transfer-encoding: chunked" in head:
        size = -1
        while size:
            size = int(await reader.readuntil(b"\r\n"), 16)  # a stream that is cut is an error, as its end is missing
            await reader.readexactly(size + 2)
    else:
        await reader.readexactly(int(head.partition("content-length: ")[2].partition("\r\n")[0]))
    return int(head.split()[1])


async def watch(process: int, load: Load, started: float) -> None:
    """Look at the server's memory and descriptors until cancelled."""
    while Path("/proc/self/status").exists():  # noqa: ASYNC240 - no disk is behind it
        load.samples.append((round(time.monotonic() - started, 1), *taken(process)))
        await asyncio.sleep(SAMPLE_S)


def taken(process: int) -> tuple[float, float, int]:
    """The resident megabytes of a process, those of them that no file is behind, and its open descriptors.

    Pages of an index's files that were read count as resident, too: the system takes them back when it needs memory.
    """
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()[1:]
    kilobytes = {name: int(value.split()[0]) for name, _, value in (line.partition(":") for line in lines)}
    megabytes = [round(kilobytes[name] / 1024, 1) for name in ("Rss", "Anonymous")]
    return megabytes[0], megabytes[1], len(list(Path(f"/proc/{process}/fd").iterdir()))


async def write(index: str) -> None:
    """Add a document every second, each of fifty again and again, until cancelled."""
    with searchlib.open(index) as opened:
        for ordinal in range(1_000_000):
            document = searchlib.Document(
                id=f"load-{ordinal % 50}", text=f"{ordinal} troops came to Kursk, Ana Reyes said."
            )
            await asyncio.to_thread(opened.add, document)
            await asyncio.sleep(1)


async def run(port: int, process: int, clients: int, seconds: float, index: str | None) -> Load:
    """All clients at once, for so many seconds."""
    load, started = Load(), time.monotonic()
    beside = [asyncio.ensure_future(watch(process, load, started))]
    beside += [asyncio.ensure_future(write(index))] if index else []
    ends = started + seconds
    await asyncio.gather(*(client(port, load, ends, random.Random(seed)) for seed in range(clients)))
    for task in beside:
        if task.done() and not task.cancelled():
            task.result()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    return load


def quantiles(seconds: list[float]) -> dict[str, float]:
    """p50, p95 and the longest, in milliseconds."""
    cuts = statistics.quantiles(seconds, n=20) if len(seconds) > 1 else seconds * 19
    return {
        name: round(1000 * value, 1) for name, value in (("p50", cuts[9]), ("p95", cuts[18]), ("max", max(seconds)))
    }


def summary(load: Load, seconds: float) -> dict[str, Any]:
    """The figures of a run."""
    every = [one for times in load.seconds.values() for one in times]
    return {
        "requests": len(every),
        "per_second": round(len(every) / seconds, 1),
        "errors": dict(load.errors),
        "ms": {"all": quantiles(every), **{kind: quantiles(times) for kind, times in sorted(load.seconds.items())}},
        "growth": growth(load.samples),
        "seconds_megabytes_anonymous_descriptors": load.samples,
    }


def free_port() -> int:
    """A port that nobody listens at."""
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def main() -> int:
    """Measure and print; exit code 1 when there was an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", help="an index, built by `searchlib index`")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writing", action="store_true", help="add a document to the index every second")
    parser.add_argument("--keep", action="store_true", help="save the run")
    parser.add_argument("--draw", type=Path, metavar="SVG", help="draw memory and descriptors over time")
    arguments = parser.parse_args()
    port = free_port()
    command = [sys.executable, "-m", "searchlib", "web", "--index", arguments.index, "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        print(server.stderr.readline().strip())
        writes = arguments.index if arguments.writing else None
        try:
            load = asyncio.run(run(port, server.pid, arguments.clients, arguments.seconds, writes))
        finally:
            server.terminate()
    figures = summary(load, arguments.seconds)
    print(json.dumps(figures, indent=1))
    if arguments.draw:
        arguments.draw.write_text(drawing(load.samples), encoding="utf-8")
    if arguments.keep:
        print(
            recording.save(
                "load",
                {"clients": arguments.clients, "writing": arguments.writing, **figures},
                packages=("fastapi", "uvicorn"),
            )
        )
    return 1 if load.errors else 0


if __name__ == "__main__":
    sys.exit(main())
