"""Serves the app with uvicorn: the address, the token, and the sentence that tells where to look."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import socket
import ssl
import sys
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from searchlib.errors import ArgumentError, MissingExtra
from searchlib.files.companions import scheme_of
from searchlib.files.locks import require_writable

if TYPE_CHECKING:
    from fastapi import FastAPI

_LOCAL_NAME: Final = "localhost"
_BACKLOG: Final = 256
"""Connections that wait to be accepted, and are at one go: with the silent ones fewer than the descriptors of a process."""
_IDLE_S: Final = 5
"""Seconds after which a connection that asks nothing more is closed."""
_STOP_S: Final = 5
"""Seconds that requests have to end when the server stops."""
_HANDSHAKE_S: Final = 10.0
"""Seconds in which a connection has to agree on TLS."""
_DESCRIPTORS: Final = 1 << 16
"""Open files and connections that a server may have, where the system allows as many."""

if sys.platform == "win32":
    _EventLoop = asyncio.ProactorEventLoop
else:
    _EventLoop = asyncio.SelectorEventLoop


@dataclass(frozen=True)
class Certificate:
    """The files of a server's certificate and of its key, in PEM; the key is not locked with a password."""

    certificate: str
    key: str

    def check(self) -> None:
        """Raise ArgumentError when a server cannot prove itself with them."""
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self.certificate, self.key, password="")
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
            raise ArgumentError(
                f"The certificate {self.certificate} with the key {self.key} cannot be used: {str(reason).lower()}."
            ) from None


@dataclass(frozen=True)
class Address:
    """Where a server listens, and whether what it says is encrypted."""

    host: str = "127.0.0.1"
    port: int = 8000
    secure: bool = False

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host == _LOCAL_NAME or (self._ip is not None and self._ip.is_loopback)

    @property
    def is_unspecified(self) -> bool:
        """Whether it stands for every address of the machine."""
        return self._ip is not None and self._ip.is_unspecified

    @property
    def url(self) -> str:
        """The address for a browser on this machine."""
        host = "127.0.0.1" if self.is_unspecified else f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.secure else 'http'}://{host}:{self.port}/"

    @property
    def _ip(self) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None


def serve(
    location: str,
    address: Address,
    *,
    certificate: Certificate | None = None,
    allowed: Sequence[str] = (),
    writes: bool = False,
    opens: bool = False,
    version: str = "",
    say: Callable[[str], None] = print,
) -> None:
    """Serve the index at a location until it is stopped by Ctrl-C. `say` is called with where to look.

    `certificate` has the server speak HTTPS only. `allowed` are further names of the server. An address that other machines reach asks for a token. Raises
    MissingExtra, ArgumentError for an address that cannot be had, or a certificate that cannot be used, NotWritable when clients may
    write into a folder that this process cannot write.
    """
    uvicorn = _uvicorn()
    if writes and not scheme_of(location):
        require_writable(Path(location))
    if certificate is not None:
        certificate.check()
        address = replace(address, secure=True)
    token = "" if address.is_loopback else secrets.token_urlsafe(32)
    from searchlib.web.connections import BoundedPatience
    from searchlib.web.memory import share_arenas

    app = _app(location, address, allowed=allowed, token=token, writes=writes, version=version)
    url = address.url + (f"?token={token}" if token else "")
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # it would tell the token, and what people search for
        server_header=False,
        backlog=_BACKLOG,
        timeout_keep_alive=_IDLE_S,
        timeout_graceful_shutdown=_STOP_S,
        http=BoundedPatience,
        ws="none",
        proxy_headers=False,
        ssl_certfile=certificate.certificate if certificate else None,
        ssl_keyfile=certificate.key if certificate else None,
    )
    listening = _listening(address)
    say(f"Serving {location} at {url} (Ctrl-C stops)")
    if opens:
        webbrowser.open(url)
    allow_descriptors()
    share_arenas()
    with listening, asyncio.Runner(loop_factory=PatientLoop) as runner:
        runner.run(uvicorn.Server(config).serve([listening]))


class PatientLoop(_EventLoop):
    """The loop of events of a server; one that does not begin to speak TLS is not waited for long."""

    async def create_server(self, *arguments: Any, **named: Any) -> asyncio.Server:
        """As asyncio's own, which waits a minute."""
        if named.get("ssl") is not None:
            named["ssl_handshake_timeout"] = _HANDSHAKE_S
        return await super().create_server(*arguments, **named)


def allow_descriptors() -> None:
    """Let this process open as many connections as the system allows, up to _DESCRIPTORS."""
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, _DESCRIPTORS)
    if soft != resource.RLIM_INFINITY and soft < most:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _listening(address: Address) -> socket.socket:
    """The socket, which clients can connect to from now on. Raises ArgumentError."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ArgumentError(f"The server cannot listen at {address.host}, port {address.port}: {reason}.") from None


def _app(location: str, address: Address, *, allowed: Sequence[str], token: str, writes: bool, version: str) -> FastAPI:
    from searchlib.web.app import create_app
    from searchlib.web.guards import LOOPBACK

    hosts = [*LOOPBACK, address.host, *allowed]
    return create_app(
        location,
        hosts=hosts,
        any_address=address.is_unspecified,
        token=token,
        writes=writes,
        warm=True,
        version=version,
    )


def _uvicorn() -> Any:
    """The modules that the server needs. Raises MissingExtra."""
    try:
        import fastapi  # noqa: F401
        import jinja2  # noqa: F401
        import uvicorn
    except ImportError as error:
        raise MissingExtra(f"A server needs the library {error.name}", package="searchlib[web]") from None
    return uvicorn
