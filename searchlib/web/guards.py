"""Who may ask, and how much: the middleware that stands before every endpoint and page.

It lets through requests to this server's own names (a foreign Host is how DNS rebinding looks), from its own pages or
from programs (a foreign Origin is another site's page), with the token where there is one, and with a body of a bounded
size that comes in time. Every answer gets the headers that keep a browser from running or sending what it should not.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import json
import re
from collections.abc import Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from searchlib.web.limits import Limits
from searchlib.web.problems import MEDIA_TYPE, Refused, problem_of, wants_page
from searchlib.web.templating import render

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
TOKEN: Final = "token"  # noqa: S105 - the name of the parameter
COOKIE: Final = "searchlib_token"

HEADERS: Final = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with "no-referrer" the origin of our own forms would be "null", a stranger's
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
"""Headers of every answer."""

_SAFE_METHODS: Final = ("GET", "HEAD", "OPTIONS")
_HOST: Final = re.compile(r"(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9_.-]{1,253}))(?::\d{1,5})?", re.IGNORECASE)


class Guards:
    """The middleware. `hosts` are the names of this server; with `any_address`, any IP address is one too."""

    def __init__(
        self, app: ASGIApp, *, hosts: Iterable[str], limits: Limits, token: str = "", any_address: bool = False
    ) -> None:
        self.app = app
        self.hosts = frozenset(host.lower().strip("[]").rstrip(".") for host in hosts)
        self.limits = limits
        self.any_address = any_address
        self._token = token.encode()
        self._coming = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, _with_headers(send))
        else:
            raise RuntimeError("this server speaks HTTP only")

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            self._check_target(scope)
            self._check_host(scope)
            self._check_origin(scope)
            cookie = self._check_token(scope)
            body = await self._body(scope, receive)
        except Refused as refused:
            await _refuse(refused, scope, send)
            return
        if cookie and scope["method"] == "GET" and not scope["path"].startswith("/api/"):
            await _redirect(scope, cookie, send)  # the token leaves the address
            return
        await self.app(scope, _replayed(body, receive), _with_cookie(cookie, send))

    def _check_target(self, scope: Scope) -> None:
        length = len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])
        if length > self.limits.target_length:
            raise Refused("long_target", f"The address has {length:,} bytes; at most {self.limits.target_length:,}.")

    def _check_host(self, scope: Scope) -> None:
        given = _values(scope, b"host")
        match = _HOST.fullmatch(given[0]) if len(given) == 1 else None
        if match is None:
            raise Refused("bad_request", "A request needs one header Host.")
        name = (match[1] or match[2]).lower().rstrip(".")
        if name not in self.hosts and not (self.any_address and _is_address(name)):
            raise Refused(
                "foreign_host", "This server does not answer to that Host; name it when the server is started."
            )

    def _check_origin(self, scope: Scope) -> None:
        host = _values(scope, b"host")[0].lower()
        for origin in _values(scope, b"origin"):
            if origin.lower() not in (f"http://{host}", f"https://{host}"):
                raise Refused("foreign_origin", "Requests of other sites' pages are not answered.")
        navigates = scope["method"] in _SAFE_METHODS and _values(scope, b"sec-fetch-mode") == ["navigate"]
        if not navigates and any(site in ("cross-site", "same-site") for site in _values(scope, b"sec-fetch-site")):
            raise Refused("foreign_origin", "Requests of other sites' pages are not answered.")

    def _check_token(self, scope: Scope) -> str:
        """The cookie to set, when the token came in the address, out of which it is taken; "" otherwise."""
        if not self._token:
            return ""
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        in_address = [value for name, value in pairs if name == TOKEN]
        if in_address:
            scope["query_string"] = urlencode([pair for pair in pairs if pair[0] != TOKEN]).encode()
        given = [*in_address, *_bearers(scope), *_cookies(scope)]
        matching = [value for value in given if hmac.compare_digest(value.encode(), self._token)]
        if not matching:
            raise Refused(
                "no_token",
                "Open the address with the token that was printed when the server started.",
                headers={"WWW-Authenticate": "Bearer"},
            )
        if not in_address or in_address[0] not in matching:
            return ""
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        return f"{COOKIE}={self._token.decode()}; HttpOnly; SameSite=Lax; Path=/{secure}"

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        """The whole body. Raises Refused for one that is too large or too slow."""
        told = _values(scope, b"content-length")
        if told and (not told[0].isdigit() or int(told[0][:20]) > self.limits.body):
            raise self._large_body()
        if self._coming >= self.limits.waiting:
            retry = {"Retry-After": str(self.limits.retry_after_s)}
            raise Refused("overloaded", "Too many bodies of requests are on their way.", headers=retry)
        self._coming += 1
        try:
            async with asyncio.timeout(self.limits.body_s):
                return await self._received(receive)
        except TimeoutError:
            raise Refused("slow_body", f"The body did not come within {self.limits.body_s:g} seconds.") from None
        finally:
            self._coming -= 1

    async def _received(self, receive: Receive) -> bytes:
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > self.limits.body:
                raise self._large_body()
            if message["type"] == "http.disconnect" or not message.get("more_body", False):
                return bytes(body)

    def _large_body(self) -> Refused:
        return Refused("large_body", f"A body has at most {self.limits.body:,} bytes.", headers={"Connection": "close"})


def _values(scope: Scope, name: bytes) -> list[str]:
    """All values of a header."""
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _bearers(scope: Scope) -> list[str]:
    return [value[7:] for value in _values(scope, b"authorization") if value[:7].lower() == "bearer "]


def _cookies(scope: Scope) -> list[str]:
    given = []
    for header in _values(scope, b"cookie"):
        try:
            cookies = SimpleCookie(header)
        except CookieError:
            continue
        given += [cookies[COOKIE].value] if COOKIE in cookies else []
    return given


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body that was read already, then what comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def _with_headers(send: Send) -> Send:
    """A `send` that adds HEADERS, where an answer has not its own."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {key.lower() for key, _ in message.get("headers", ())}
            more = [(key.encode(), value.encode()) for key, value in HEADERS.items() if key.encode() not in own]
            message = {**message, "headers": [*message.get("headers", ()), *more]}
        await send(message)

    return sending


def _with_cookie(cookie: str, send: Send) -> Send:
    """A `send` that sets a cookie, if there is one."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), (b"set-cookie", cookie.encode())]}
        await send(message)

    return sending if cookie else send


async def _refuse(refused: Refused, scope: Scope, send: Send) -> None:
    if wants_page(scope["path"], ",".join(_values(scope, b"accept"))):
        content, media_type = render("refused.html", message=refused.message), "text/html; charset=utf-8"
    else:
        content, media_type = json.dumps(problem_of(refused), ensure_ascii=False), MEDIA_TYPE
    await _respond(refused.status, {"content-type": media_type, **refused.headers}, content, send)


async def _redirect(scope: Scope, cookie: str, send: Send) -> None:
    """Send the browser to the same address without the token."""
    path = (scope.get("raw_path") or scope["path"].encode()).partition(b"?")[0]
    query = scope["query_string"].decode("latin-1")
    target = "/" + quote(path.lstrip(b"/\\"), safe="/%") + (f"?{query}" if query else "")
    await _respond(303, {"location": target, "set-cookie": cookie, "cache-control": "no-store"}, "", send)


async def _respond(status: int, headers: MutableMapping[str, str], text: str, send: Send) -> None:
    content = text.encode()
    headers["content-length"] = str(len(content))
    encoded = [(key.lower().encode(), value.encode("latin-1")) for key, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": content})
