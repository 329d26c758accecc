"""An app over the sample articles, and a client that speaks to it in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import searchlib
from searchlib.engines.relative_paths import with_relative_paths
from tests.certificates import make_certificate

REASON = "needs the extra web: pip install 'searchlib[web]'"
SEEDS = Path(__file__).resolve().parents[2] / "seeds"
LOCAL = "http://127.0.0.1"


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the sample articles. Tests must not write to it."""
    path = tmp_path_factory.mktemp("web") / "index"
    with searchlib.open(path, create=True) as index:
        index.add_folder(SEEDS)
    return path


@contextmanager
def over_the_wire(location: Path) -> Iterator[Any]:
    """The index as a server answers from it: it tells no absolute path."""
    with searchlib.open(location) as index:
        index._reader = with_relative_paths(index.reader)
        yield index


@pytest.fixture
def connect() -> Iterator[Callable[..., Any]]:
    """A function that opens a client of the app over an index, with the arguments of `create_app`."""
    pytest.importorskip("fastapi", reason=REASON)
    testclient = pytest.importorskip("starlette.testclient", reason=REASON)
    from searchlib.web.app import create_app

    opened = []

    def connect(location: Path, *, url: str = LOCAL, raising: bool = True, **arguments: Any) -> Any:
        app = create_app(str(location), **arguments)
        client = testclient.TestClient(app, base_url=url, raise_server_exceptions=raising, follow_redirects=False)
        opened.append(client.__enter__())
        return client

    yield connect
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def client(connect: Callable[..., Any], seeds_index: Path) -> Any:
    """A client of the app over the sample articles."""
    return connect(seeds_index)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The files of a certificate for this machine, made now, and of its key."""
    return make_certificate(tmp_path_factory.mktemp("tls"))
