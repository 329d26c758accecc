"""A server that answers as it is told, where a cluster would: for what a real one does only when something is wrong."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, Any]
"""A status, and what is sent: JSON, or bytes as they are."""


@dataclass
class StandIn:
    """The answers to give, the last of them for ever, and the requests that came: method, path and authorization."""

    answers: list[Answer]
    delay_s: float = 0.0
    pause_s: float = 0.0
    """seconds after each piece of an answer"""
    piece: int = 1 << 20
    """bytes of a piece"""
    port: int = 0
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"opensearch://127.0.0.1:{self.port}/news"


@contextmanager
def stand_in(*answers: Answer, **how: Any) -> Iterator[StandIn]:
    """A server on a free port of this machine."""
    told = StandIn(list(answers), **how)

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told.asked.append((self.command, self.path.partition("?")[0], self.headers.get("Authorization", "")))
            status, body = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            time.sleep(told.delay_s)
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html" if content[:1] == b"<" else "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with suppress(ConnectionError):  # who asked may have had enough
                for start in range(0, len(content), told.piece):
                    self.wfile.write(content[start : start + told.piece])
                    time.sleep(told.pause_s)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer  # noqa: N815 - the names are the library's

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
