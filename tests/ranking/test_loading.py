"""When numba is imported, and where compiled kernels are kept."""

from __future__ import annotations

import subprocess
import sys

import pytest

from searchlib.ranking import load_kernels

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


@pytest.mark.slow
def test_kernels_are_kept_in_a_folder_of_ours_or_nowhere(monkeypatch, tmp_path):
    """Beside the sources; where that cannot be, in the user's cache; where that cannot be either, nowhere."""
    if not load_kernels():
        pytest.skip("numba is not installed")
    from searchlib.ranking.kernels import jit

    blocked = tmp_path / "a file"
    blocked.write_text("")
    monkeypatch.setattr(jit.numba.config, "CACHE_DIR", "")
    monkeypatch.setattr(jit, "_HERE", tmp_path)
    assert jit._cache_folder().parent == tmp_path / "__pycache__"
    monkeypatch.setattr(jit, "_HERE", blocked)
    monkeypatch.setattr(jit.sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert jit._cache_folder().parent == tmp_path / "cache" / "searchlib"
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert jit._cache_folder() is None
