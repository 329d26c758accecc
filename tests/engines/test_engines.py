"""Which engine an index has: chosen by the location."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from searchlib import engines
from searchlib.engines import is_index, open_engine
from searchlib.errors import ArgumentError


def test_a_path_is_the_embedded_engine(tmp_path: Path) -> None:
    """Opening it touches nothing; once something was committed, the folder is an index."""
    engine = open_engine(tmp_path / "index")
    assert (engine.location, engine.exists(), engine.latest_version()) == (str(tmp_path / "index"), False, 0)
    assert not (tmp_path / "index").exists()
    with engine.writer() as writer:
        assert writer.commit() == 1
    assert engine.exists()
    assert engine.latest_version() == 1
    assert is_index(tmp_path / "index")
    assert not is_index(tmp_path)
    assert engine.size_bytes() > 0


def test_an_unknown_scheme_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the location and the schemes that there are."""
    monkeypatch.setitem(engines.ENGINES, "list", ("tests.engines.list_engine", "ListEngine"))
    with pytest.raises(ArgumentError, match=r"'ftp://host/news'.*list://") as caught:
        open_engine("ftp://host/news")
    assert str(caught.value).count("\n") == 0
    assert not is_index("ftp://host/news")


@pytest.mark.parametrize("location", ["opensearch:/host/news", "opensearch:host", "opensearch:"])
def test_half_a_url_is_no_folder(location: str) -> None:
    """It would be made in silence where the command runs."""
    with pytest.raises(ArgumentError, match="write opensearch://HOST:PORT/NAME"):
        open_engine(location)


def test_an_engine_is_imported_when_it_is_opened() -> None:
    """Choosing engines imports none of them."""
    code = "import searchlib.engines, sys; print([name for name in sys.modules if 'whoosh' in name or name == 'numpy'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
