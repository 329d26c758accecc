"""Memory that was freed goes back to the system."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from searchlib.web import memory


def anonymous() -> int:
    """The bytes of this process that no file is behind."""
    told = Path("/proc/self/smaps_rollup").read_text("ascii")
    return 1024 * int(told.partition("Anonymous:")[2].split()[0])


@pytest.mark.skipif(memory._function("malloc_trim") is None, reason="needs glibc")
def test_what_threads_have_freed_is_given_back():
    """Pages between others that are still used, too."""

    def make():
        pieces = [bytearray(100_000) for _ in range(400)]
        kept.append(pieces[::40])

    kept: list[list[bytearray]] = []
    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    grown = anonymous()
    memory.give_back()
    assert anonymous() < grown - (20 << 20)


def test_elsewhere_nothing_is_done(monkeypatch):
    """Another system has no such function."""
    memory._function.cache_clear()
    monkeypatch.setattr(memory.sys, "platform", "darwin")
    memory.give_back()
    memory.share_arenas()
    memory._function.cache_clear()
