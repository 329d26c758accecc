"""What leaves the server beside the answer: no path of the machine; errors in the form that is understood; HEAD."""

from __future__ import annotations

import itertools
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace

import pytest

import searchlib
from searchlib.matching import deadline
from searchlib.web.limits import Limits
from tests.web.conftest import SEEDS

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def folder(tmp_path):
    """A folder of two articles, one in a folder of its own."""
    (tmp_path / "secret" / "articles" / "deep").mkdir(parents=True)
    (tmp_path / "secret" / "articles" / "a.txt").write_text("Ana Reyes said 300 troops came to Kursk.\n", "utf-8")
    (tmp_path / "secret" / "articles" / "deep" / "b.txt").write_text("Bo Lee said 500 troops came.\n", "utf-8")
    return tmp_path / "secret" / "articles"


@pytest.mark.parametrize(
    "target",
    [
        "/api/v1/search?query=troops",
        "/api/v1/search?query=troops&format=csv",
        "/api/v1/search?query=troops&format=ndjson",
        "/api/v1/figures?query=troops",
        "/api/v1/timeline?query=troops&format=csv",
        "/api/v1/quotes?query=troops",
        "/api/v1/speaker?name=reyes",
        "/api/v1/compare?one=a.txt&other=deep/b.txt",
        "/api/v1/verify?text=Ana+Reyes+said+300+troops+came+to+Kursk.",
        "/api/v1/documents/a.txt",
        "/api/v1/stats",
        "/search?query=troops",
        "/figures?query=troops",
        "/read?document=a.txt",
        "/read?document=nothing",
        "/compare?one=a.txt&other=nothing",
        "/search.sqlite?query=troops",
    ],
)
def test_no_answer_tells_where_files_lie(connect, folder, target):
    """Paths are told from the folder that was indexed, the index by its name."""
    index = folder.parents[1] / "index"
    with searchlib.open(index, create=True) as opened:
        opened.add_folder(folder)
    answer = connect(index).get(target)
    assert str(folder.parents[1]).encode() not in answer.content
    assert b"secret" not in answer.content


def test_paths_are_told_from_the_root(connect, folder):
    """And a document is found by such a path, by its whole path too; with two roots a path begins with its root's name."""
    index, other = folder.parents[1] / "index", folder.parents[1] / "more"
    with searchlib.open(index, create=True) as opened:
        opened.add_folder(folder)
        paths = {hit["path"] for hit in connect(index).get("/api/v1/search?query=troops").json()["hits"]}
        assert paths == {"a.txt", "deep/b.txt"}
        for name in ("deep/b.txt", "articles/deep/b.txt", str(folder / "deep" / "b.txt")):
            compared = connect(index).get("/api/v1/compare", params={"one": name, "other": "a.txt"}).json()
            assert compared["one"]["document"] == "deep/b.txt"
        other.mkdir()
        (other / "c.txt").write_text("More troops came.\n", "utf-8")
        opened.add_folder(other)
    paths = {hit["path"] for hit in connect(index).get("/api/v1/search?query=troops").json()["hits"]}
    assert paths == {"articles/a.txt", "articles/deep/b.txt", "more/c.txt"}


def test_a_database_of_hits_has_relative_paths(connect, tmp_path, folder):
    """As all answers."""
    with searchlib.open(tmp_path / "index", create=True) as opened:
        opened.add_folder(folder)
    (tmp_path / "taken.sqlite").write_bytes(connect(tmp_path / "index").get("/search.sqlite?query=troops").content)
    with closing(sqlite3.connect(tmp_path / "taken.sqlite")) as taken:
        assert sorted(taken.execute("select path from documents")) == [("a.txt",), ("deep/b.txt",)]


def test_a_missing_index_is_told_without_its_folder(connect, tmp_path):
    """The name of the index is enough."""
    for target in ("/api/v1/search?query=troops", "/search?query=troops"):
        answer = connect(tmp_path / "nothing").get(target, headers=BROWSER)
        assert answer.status_code == 503
        assert str(tmp_path) not in answer.text
        assert "nothing" in answer.text


@pytest.mark.parametrize(
    ("target", "status"), [("/nothing", 404), ("/static/nothing", 404), ("/search.txt", 404), ("/search", 405)]
)
def test_a_browser_is_told_of_errors_by_a_page(client, target, status):
    """A program, and everything under /api, by a problem."""
    ask = client.delete if status == 405 else client.get
    page = ask(target, headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert '<section class="fault">' in page.text
    problem = ask(target)
    assert (problem.status_code, problem.headers["content-type"]) == (status, "application/problem+json")
    assert client.get(f"/api/v1{target}x", headers=BROWSER).headers["content-type"] == "application/problem+json"


def test_a_browser_that_is_not_let_in_gets_a_page(connect, seeds_index):
    """Without anything of the index, and without the markup of a message."""
    client = connect(seeds_index, token="secret")
    page = client.get("/search?query=kursk", headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (401, "text/html; charset=utf-8")
    assert "Open the address with the token" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert client.get("/api/v1/health", headers=BROWSER).json()["code"] == "no_token"


@pytest.mark.parametrize(
    "target", ["/", "/search?query=kursk", "/api/v1/search?query=kursk", "/nothing", "/static/pages.css"]
)
def test_head_is_get_without_a_body(client, target):
    """The same status, the same type."""
    head, get = client.head(target), client.get(target)
    assert (head.status_code, head.headers["content-type"]) == (get.status_code, get.headers["content-type"])
    assert head.content == b""


@pytest.mark.parametrize(
    "target",
    [
        "/api/v1/figures?query=soldiers",
        "/api/v1/quotes?query=soldiers",
        "/api/v1/speaker?name=Blinken",
        "/timeline?query=soldiers",
    ],
)
def test_a_view_that_takes_too_long_is_stopped_and_says_so(connect, target, monkeypatch):
    """It ends where it looks at the clock, and nothing of it passes for the whole."""
    index = over_the_samples(connect)
    monkeypatch.setattr(deadline, "time", SimpleNamespace(monotonic=ticking()))
    stopped = index.get(target)
    assert stopped.status_code == 503
    assert "stopped after 5 seconds, and nothing of it is shown" in stopped.text


def test_a_text_is_verified_as_far_as_time_allows(connect, monkeypatch):
    """The sentences that were not checked are told of."""
    index = over_the_samples(connect, search_s=60)
    monkeypatch.setattr(deadline, "time", SimpleNamespace(monotonic=ticking()))
    told = index.get("/api/v1/verify", params={"text": "Blinken said 8,000 soldiers are in Kursk. " * 40}).json()
    assert 0 < len(told["sentences"]) < 40
    assert told["cut"] == f"Time ran out: the sentences after the first {len(told['sentences'])} were not checked."
    assert told["truncated"] is True


def over_the_samples(connect, search_s=5):
    """A client of an app over the sample articles that answers within so many seconds."""
    location = Path(mkdtemp()) / "index"
    with searchlib.open(location, create=True) as opened:
        opened.add_folder(SEEDS)
    client = connect(location, limits=Limits(search_s=search_s))
    client.get("/api/v1/health")
    return client


def ticking():
    """A clock that goes on by a second whenever it is looked at."""
    began, ticks = time.monotonic(), itertools.count()
    return lambda: began + next(ticks)
