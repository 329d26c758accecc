"""When numba is imported, and where compiled kernels are kept."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

import searchlib
from searchlib import ranking
from searchlib.ranking import kernel_cache, load_kernels

pytestmark = pytest.mark.xdist_group("kernels")
"""One process runs all tests of compiled kernels: compiling them takes half a minute."""


@pytest.mark.slow
def test_numba_is_imported_only_when_asked_for():
    """Importing the ranking room, and ranking with it, leaves numba unimported; load_kernels imports it."""
    program = (
        "import sys, searchlib.ranking as ranking\n"
        "assert ranking.variant().rank.__module__.endswith('exhaustive') and 'numba' not in sys.modules\n"
        "print(ranking.load_kernels(), 'numba' in sys.modules, ranking.variant().rank.__module__.rsplit('.')[-1])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split() in (["True", "True", "compiled"], ["False", "False", "exhaustive"])


@pytest.mark.slow
def test_no_kernel_is_left_to_be_compiled_in_a_search():
    """Loading them calls every kernel that a search may call, with the very types of a search."""
    if not load_kernels():
        pytest.skip("numba is not installed")
    from searchlib.ranking.kernels import batches, block_max_and, block_max_maxscore, boolean, candidates, proximity

    kernels = (
        batches.rank_each,
        block_max_and.block_max_and,
        block_max_and.count_and,
        block_max_maxscore.block_max_maxscore,
        boolean.count_or,
        boolean.matching,
        boolean.compressed,
        proximity.intervals,
        candidates.score_candidates,
    )
    assert all(kernel.signatures for kernel in kernels)


def test_without_numba_there_is_the_exhaustive_variant(monkeypatch):
    """Where numba is missing load_kernels says so and NumPy goes on answering."""
    program = (
        "import sys; sys.modules['numba'] = None\n"
        "import searchlib.ranking as ranking\n"
        "print(ranking.load_kernels(), ranking.variant().rank.__module__.rsplit('.')[-1])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "exhaustive"]


def test_kernels_are_kept_in_a_folder_of_ours_or_nowhere(monkeypatch, tmp_path):
    """Beside the sources; where that cannot be, in the user's cache; where that cannot be either, nowhere."""
    blocked = tmp_path / "a file"
    blocked.write_text("")
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr(kernel_cache, "_HERE", tmp_path)
    place = kernel_cache.folder.__wrapped__
    assert place().parent == tmp_path / "kernels" / "__pycache__"
    monkeypatch.setattr(kernel_cache, "_HERE", blocked)
    monkeypatch.setattr(kernel_cache.sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert place().parent == tmp_path / "cache" / "searchlib"
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert place() is None


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """An installation with numba whose kernels were never compiled; the calls that would have started the process."""
    started = []
    monkeypatch.setattr(kernel_cache, "numba_version", lambda: "1.0")
    monkeypatch.setattr(kernel_cache, "folder", lambda: tmp_path)
    monkeypatch.setattr(kernel_cache, "_PAUSE_S", 0.0)
    monkeypatch.setenv(kernel_cache.COMPILE, "1")
    monkeypatch.setattr(
        kernel_cache.subprocess, "Popen", lambda call, **_: started.append(call) or SimpleNamespace(returncode=None)
    )
    return started


def test_nobody_waits_for_kernels_that_were_never_compiled(fresh):
    """They are not ready: one process is started that compiles them, and once its mark is there they are."""
    background = kernel_cache.Background()
    assert [background.ready() for _ in range(3)] == [False, False, False]
    assert [call[-1] for call in fresh] == ["from searchlib import ranking; ranking.compile_kernels()"]
    kernel_cache.complete()
    assert background.ready()
    kernel_cache.Background().start()
    assert len(fresh) == 1


def test_no_process_compiles_where_it_is_told_not_to(fresh, monkeypatch):
    """Neither with SEARCHLIB_COMPILE=0, nor without numba, nor where nothing can be kept."""
    with monkeypatch.context() as changed:
        changed.setenv(kernel_cache.COMPILE, "0")
        assert not kernel_cache.Background().ready()
    with monkeypatch.context() as changed:
        changed.setattr(kernel_cache, "numba_version", lambda: "")
        assert not kernel_cache.Background().ready()
    monkeypatch.setattr(kernel_cache, "folder", lambda: None)
    assert not kernel_cache.Background().ready()
    assert fresh == []


def test_one_process_compiles_at_a_time(fresh):
    """While one holds the lock another has nothing to do."""
    lock = kernel_cache.alone()
    assert kernel_cache.alone() is None
    lock.release()
    with kernel_cache.alone():
        pass


def test_the_first_writer_asks_for_kernels(fresh, monkeypatch, tmp_path):
    """Adding the first document starts the process; a search without kernels answers at once."""
    monkeypatch.setattr(kernel_cache, "BACKGROUND", kernel_cache.Background())
    monkeypatch.setattr(ranking, "_loaded", [])
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(searchlib.Document(id="a", text="Troops came to Kursk."))
        assert len(fresh) == 1
        assert [len(results) for results in index.search_many(["Kursk", "zzz"])] == [1, 0]
        assert index.warm() is False
    assert len(fresh) == 1
