"""The pause of the garbage collector."""

import gc
from threading import Barrier, Thread

import pytest

from searchlib.views.collection_pause import collection_paused


def test_a_pause_ends_as_it_began():
    """The collector runs again after the outermost pause, also after an error, and stays off where it was off."""
    with collection_paused():
        with pytest.raises(ValueError, match="inside"), collection_paused():
            raise ValueError("inside")
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with collection_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_pauses_of_threads_that_overlap_end_with_the_last():
    """No thread leaves the collector off for good."""
    begun = Barrier(2)

    def pause() -> None:
        with collection_paused():
            begun.wait(10)

    threads = [Thread(target=pause) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert gc.isenabled()
