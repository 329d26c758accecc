"""The index behind the server: its newest state, and many requests at once."""

from __future__ import annotations

import asyncio
import shutil
import threading

import pytest

import searchlib
from searchlib.web.limits import Limits
from searchlib.web.problems import Refused
from searchlib.web.service import Service, State


def test_a_commit_of_another_is_seen_at_the_next_request(connect, tmp_path):
    """Without a restart, and the tag changes with it; an unchanged answer is not sent again."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(searchlib.Document(id="a", text="Troops came to Kursk."))
        client = connect(tmp_path / "index")
        first = client.get("/api/v1/search?query=kursk")
        again = client.get("/api/v1/search?query=kursk", headers={"If-None-Match": first.headers["etag"]})
        assert (first.json()["total"], again.status_code, again.content) == (1, 304, b"")
        index.add(searchlib.Document(id="b", text="Troops left Kursk."))
        second = client.get("/api/v1/search?query=kursk", headers={"If-None-Match": first.headers["etag"]})
        assert (second.status_code, second.json()["total"]) == (200, 2)


def test_another_index_in_its_place_is_seen(connect, tmp_path):
    """Also when it has as many commits, documents and words: neither its answer nor its tag is the old one's."""
    client = connect(tmp_path / "index")
    answers = []
    for figure in ("4,000", "5,000"):
        shutil.rmtree(tmp_path / "index", ignore_errors=True)
        with searchlib.open(tmp_path / "index", create=True) as index:
            index.add(searchlib.Document(id="a", text=f"Some {figure} troops came to Kursk."))
        answers.append(client.get("/api/v1/search?query=kursk"))
    told = [answer.json()["hits"][0]["passage"]["quantities"][0]["low"] for answer in answers]
    assert told == [4000, 5000]
    assert answers[0].headers["etag"] != answers[1].headers["etag"]


def test_a_missing_index_is_told_of_until_there_is_one(connect, tmp_path):
    """The server need not be started again."""
    client = connect(tmp_path / "index")
    response = client.get("/api/v1/health")
    assert (response.status_code, response.json()["code"]) == (503, "index_missing")
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(searchlib.Document(id="a", text="Troops came to Kursk."))
    assert client.get("/api/v1/health").json()["status"] == "ok"


def test_slow_work_keeps_no_other_waiting(seeds_index):
    """While one thread is busy, others answer."""
    service = Service(str(seeds_index), limits=Limits(threads=2))
    over = threading.Event()

    async def ask():
        slow = asyncio.ensure_future(service.answer(over.wait))
        assert await service.answer(lambda: "fast") == "fast"
        assert not slow.done()
        over.set()
        assert await slow

    asyncio.run(ask())
    service.close()


def test_more_than_can_wait_are_sent_away(seeds_index):
    """With the time after which to come again; when there is room, they are answered."""
    service = Service(str(seeds_index), limits=Limits(threads=1, waiting=1, retry_after_s=7))
    over = threading.Event()

    async def ask():
        waiting = [asyncio.ensure_future(service.answer(over.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Refused) as refused:
            await service.answer(lambda: None)
        assert (refused.value.status, refused.value.headers["Retry-After"]) == (503, "7")
        over.set()
        await asyncio.gather(*waiting)
        assert await service.answer(lambda: "room") == "room"

    asyncio.run(ask())
    service.close()


def test_work_that_takes_too_long_is_given_up(seeds_index):
    """The client is told; its thread comes back when the work ends."""
    service = Service(str(seeds_index), limits=Limits(threads=1, waiting=1, search_s=0.01))
    over = threading.Event()

    async def ask():
        with pytest.raises(Refused, match="took too long"):
            await service.answer(over.wait)
        over.set()

    asyncio.run(ask())
    service.close()


def test_a_state_that_takes_long_to_open_keeps_nobody_waiting(tmp_path, monkeypatch):
    """The one before answers meanwhile, and one thread alone works at the new one."""
    monkeypatch.setattr("searchlib.web.service._PATIENCE_S", 0.01)
    begun, over = [], threading.Event()

    def slow(state):
        begun.append(state)
        over.wait()

    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(searchlib.Document(id="a", text="Troops came to Kursk."))
        service = Service(str(tmp_path / "index"), limits=Limits())
        first = service.newest()
        monkeypatch.setattr(State, "prepare", slow)
        index.add(searchlib.Document(id="b", text="Troops left Kursk."))
    assert [service.newest() for _ in range(3)] == [first] * 3
    over.set()
    monkeypatch.setattr("searchlib.web.service._PATIENCE_S", 30)
    assert service.newest().reader.version == first.reader.version + 1
    assert len(begun) == 1
    service.close()


def test_beside_a_busy_writer_states_are_made_now_and_then(tmp_path, monkeypatch):
    """What takes long to make ready is made again only after a rest; what takes no time, at once."""
    clock = [0.0]
    monkeypatch.setattr("searchlib.web.service.time.monotonic", lambda: clock[0])
    made = []

    def slow(state):
        made.append(state.reader.version)
        clock[0] += 2.0

    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(searchlib.Document(id="a", text="Troops came to Kursk."))
        service = Service(str(tmp_path / "index"), limits=Limits())
        service.newest()
        monkeypatch.setattr(State, "prepare", slow)
        for ordinal in range(9):
            index.add(searchlib.Document(id=f"b{ordinal}", text="Troops left Kursk."))
            service.newest()
            service._opener.submit(lambda: None).result()
            clock[0] += 1.0
        assert made == [2, 8]
        clock[0] += 9.0
        service.newest()
        service._opener.submit(lambda: None).result()
        assert service.newest().reader.version == 10
    service.close()
