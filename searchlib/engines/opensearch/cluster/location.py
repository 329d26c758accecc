"""Where an index is, from its URL, and how to log in, from the environment: a login never stands in a URL."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from searchlib.errors import ArgumentError

SCHEME: Final = "opensearch"
EXAMPLE: Final = "opensearch://127.0.0.1:9200/news"
PORT: Final = 9200

USER: Final = "SEARCHLIB_OPENSEARCH_USER"
PASSWORD: Final = "SEARCHLIB_OPENSEARCH_PASSWORD"  # noqa: S105 - the variable's name
TOKEN: Final = "SEARCHLIB_OPENSEARCH_TOKEN"  # noqa: S105 - the variable's name
AUTHORITY: Final = "SEARCHLIB_OPENSEARCH_CA"
TLS: Final = "SEARCHLIB_OPENSEARCH_TLS"
SHARDS: Final = "SEARCHLIB_OPENSEARCH_SHARDS"
MOST_SHARDS: Final = 1_000
RANKING: Final = "SEARCHLIB_OPENSEARCH_RANKING"

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
"""What OpenSearch takes as the name of an index, and leaves room for what is added to it."""

_LOCAL: Final = frozenset(("127.0.0.1", "localhost", "::1"))


@dataclass(frozen=True)
class Login:
    """Who asks: a user with a password, or a token; neither: nobody in particular. It is never printed."""

    user: str = ""
    password: str = ""
    token: str = ""

    def __bool__(self) -> bool:
        return bool(self.user or self.token)

    def __repr__(self) -> str:
        return "Login(...)" if self else "Login()"


@dataclass(frozen=True)
class Location:
    """The nodes to ask, each a host and a port, and the name of the index.

    `authority` is a file of certificates; `shards` is how many a new index gets, 0: one for each node. A new index that is
    `native` is ranked by the cluster's own scores.
    """

    url: str
    nodes: tuple[tuple[str, int], ...]
    name: str
    login: Login = Login()
    tls: bool = False
    authority: str = ""
    shards: int = 0
    native: bool = False


def lease_index(name: str) -> str:
    """The index beside an index: it has the lease of its writer, and the texts that its users share."""
    return f"{name}.lease"


def read_location(url: str, environment: Mapping[str, str] = os.environ) -> Location:
    """The location that a URL and the environment name. Raises ArgumentError."""
    rest = url.partition("://")[2]
    hosts, _, name = rest.partition("/")
    if "@" in hosts:
        raise ArgumentError(
            f"The URL of an index on OpenSearch holds no login: write it as in {EXAMPLE!r}, and set {USER} and {PASSWORD}, "
            f"or {TOKEN}."
        )
    nodes = tuple(_node(url, host) for host in hosts.split(","))
    name = name.rstrip("/")
    if not _NAME.fullmatch(name):
        raise ArgumentError(
            f"The URL of an index on OpenSearch ends in a name of small letters, digits, dots, - and _, as in {EXAMPLE!r}; "
            f"got {url!r}."
        )
    login = Login(environment.get(USER, ""), environment.get(PASSWORD, ""), environment.get(TOKEN, ""))
    authority = environment.get(AUTHORITY, "")
    if authority and not Path(authority).is_file():
        raise ArgumentError(f"{AUTHORITY} must name a file of certificates; {authority!r} is none.")
    tls = bool(authority) or environment.get(TLS, "") not in ("", "0")
    if login and not tls and not all(host in _LOCAL for host, _ in nodes):
        raise ArgumentError(
            f"A login is sent over TLS only: set {AUTHORITY} to the certificate of the cluster's authority, or {TLS}=1."
        )
    shards = _shards(environment.get(SHARDS, ""))
    return Location(url, nodes, name, login, tls, authority, shards, _is_native(environment.get(RANKING, "")))


def _shards(given: str) -> int:
    if not given:
        return 0
    if not given.isdecimal() or not 0 < int(given[:9]) <= MOST_SHARDS:
        raise ArgumentError(f"{SHARDS} must be a whole number from 1 to {MOST_SHARDS:,}; got {given!r}.")
    return int(given)


def _is_native(given: str) -> bool:
    if given not in ("", "exact", "native"):
        raise ArgumentError(f"{RANKING} must be 'exact' or 'native'; got {given!r}.")
    return given == "native"


def _node(url: str, host: str) -> tuple[str, int]:
    named = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?", host)
    if named is None or int(named[2] or PORT) > 65_535:
        raise ArgumentError(f"The URL of an index on OpenSearch names its hosts as in {EXAMPLE!r}; got {url!r}.")
    return named[1].strip("[]"), int(named[2] or PORT)
