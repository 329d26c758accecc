"""A gateway in front of a node, as a secured cluster shows itself: TLS, and nobody is let in without a login."""

from __future__ import annotations

import http.client
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

_REFUSED: Final = (
    b'{"error": {"type": "security_exception", "reason": "missing authentication information"}, "status": 401}'
)
_FORBIDDEN: Final = b'{"error": {"type": "security_exception", "reason": "no permissions for [%s]"}, "status": 403}'


@contextmanager
def gateway(node: str, certificate: tuple[Path, Path], accounts: Mapping[str, str]) -> Iterator[int]:
    """The port of a gateway to `node`, a host and a port. `accounts` are the values of `Authorization` that are let in, each with
    the methods that it may use.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            methods = accounts.get(self.headers.get("Authorization", ""))
            if methods is None:
                return self.give(401, _REFUSED)
            if self.command not in methods.split():
                return self.give(403, _FORBIDDEN % self.command.encode())
            connection = http.client.HTTPConnection(node, timeout=30)
            kind = {"Content-Type": self.headers.get("Content-Type", "application/json")}
            connection.request(self.command, self.path, body, kind)
            answer = connection.getresponse()
            self.give(answer.status, answer.read())
            connection.close()
            return None

        def give(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = forward  # noqa: N815 - the names are the library's

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] - who does not trust the certificate hangs up
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
