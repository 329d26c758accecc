"""One Index in many threads, beside writers in other processes: no error, and every answer is of one state."""

from __future__ import annotations

import os
import signal
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path

import pytest

import searchlib
from searchlib.errors import IndexLocked
from searchlib.index import Index
from searchlib.models import Document

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]

THREADS, WRITERS = 16, 2


def pair(writer: int, version: int) -> list[Document]:
    """Two documents that are always replaced together, and one that comes and goes."""
    text = f"Mayor Ana Reyes said {version} ships had come. Version {version} of writer{writer}."
    both = [Document(id=f"{side}{writer}", text=text) for side in ("left", "right")]
    return [*both, Document(id=f"other{writer}-{version % 5}", text=f"Other ships, {version}.")]


def writing(path: Path, writer: int) -> int:
    """A process that replaces its pair until it is killed; returns its number. What ends it is written beside the index."""
    child = os.fork()
    if child == 0:
        try:
            index = Index(path)
            for version in range(1, 10**9):
                with suppress(IndexLocked):  # the other one never paused for ten seconds: its right
                    index.add(pair(writer, version))
                    if version % 7 == 0:
                        index.delete(f"other{writer}-{version % 5}")
        except BaseException:  # noqa: BLE001 - told by the test
            path.with_name(f"writer{writer}.txt").write_text(traceback.format_exc())
        finally:
            os._exit(1)
    return child


def read(index: Index, chosen: int) -> set[str]:
    """Ask in several ways; returns what was seen of each pair. Raises AssertionError for a torn state."""
    index.refresh()
    seen = set()
    for writer in range(WRITERS):
        hits = index.search(f"writer{writer}", limit=10)
        texts = {hit.passage.text for hit in hits}
        assert [hit.passage.document[:-1] for hit in hits] in (["left", "right"], ["right", "left"])
        assert len(texts) == 1, texts
        assert hits.total == 2
        seen |= texts
    if chosen % 3 == 0:
        assert index.stats()["documents"] >= 2 * WRITERS
    elif chosen % 3 == 1:
        assert any(speaker.name == "Ana Reyes" for speaker in index.speakers())
    else:
        assert index.figures("ships had come").rows
    return seen


def check_threads(path: Path, seconds: float) -> None:
    """Read in all threads for this long."""
    index = searchlib.open(path, create=True)
    for writer in range(WRITERS):
        index.add(pair(writer, 0))
    children = [writing(path, writer) for writer in range(WRITERS)]
    errors: list[BaseException] = []
    seen: set[str] = set()
    until = time.monotonic() + seconds

    def reading(number: int) -> None:
        try:
            rounds = 0
            while not rounds or (time.monotonic() < until and not errors):
                seen.update(read(index, number + rounds))
                rounds += 1
        except BaseException as error:  # noqa: BLE001 - told by the test
            errors.append(error)

    threads = [threading.Thread(target=reading, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for child in children:
        assert os.waitpid(child, os.WNOHANG) == (0, 0), [file.read_text() for file in path.parent.glob("writer*.txt")]
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert errors == []
    assert len(seen) > 2 * WRITERS  # commits of both were seen
    assert list(index.engine.check()) == []


def test_an_index_that_stays_open_learns_of_a_newer_version(tmp_path):
    """What another process commits is not seen until it is asked for; its own commits are seen at once."""
    index, other = (searchlib.open(tmp_path / "index", create=True) for _ in range(2))
    assert not index.stale
    index.add(pair(0, 0))
    assert index.search("ships").total == 3
    assert not index.stale
    other.add(pair(1, 0))
    assert (index.stale, other.stale, index.search("ships").total) == (True, False, 3)
    assert index.refresh()
    assert (index.stale, index.search("ships").total) == (False, 6)


def test_a_reader_that_was_opened_before_a_write_ended_is_not_kept(tmp_path, monkeypatch):
    index = searchlib.open(tmp_path / "index", create=True)
    index.add(pair(0, 0))
    opening, go_on, open_reader = threading.Event(), threading.Event(), index.engine.reader

    def slow_reader(**options):
        reader = open_reader(**options)
        opening.set()
        assert go_on.wait(30)
        return reader

    monkeypatch.setattr(index.engine, "reader", slow_reader)
    searching = threading.Thread(target=index.search, args=("ships",))
    searching.start()
    assert opening.wait(30)
    version = index.engine.latest_version()
    adding = threading.Thread(target=index.add, args=(pair(0, 1),))
    adding.start()
    while index.engine.latest_version() == version and adding.is_alive():
        time.sleep(0.01)
    go_on.set()
    adding.join()
    searching.join()
    assert index.search('"said 1 ships"').total == 2


@pytest.mark.slow
def test_threads_beside_writers_see_whole_states(tmp_path):
    """For ten seconds."""
    check_threads(tmp_path / "index", 10)


@pytest.mark.nightly
def test_threads_beside_writers_see_whole_states_for_long(tmp_path):
    """For two minutes."""
    check_threads(tmp_path / "index", 120)
