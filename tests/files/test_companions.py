"""Where files that users keep beside an index stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchlib.files.companions import companion_folder, scheme_of


@pytest.mark.parametrize("location", ["index", "/srv/index", "C:\\news", "a:b", "://x", "./a://b", "-"])
def test_a_path_is_its_own_companion(location: str) -> None:
    """What is no URL is the path of a folder, and its files stand in it."""
    assert scheme_of(location) == ""
    assert companion_folder(location) == Path(location)


def test_each_url_has_a_folder_of_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two indexes never share one, however alike their URLs look, and no URL leaves the folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    urls = ["Search://host:1/news", "search://host:1/news?", "search://host/../../news", "search://" + "x" * 300]
    folders = [companion_folder(url) for url in urls]
    assert {folder.parent for folder in folders} == {tmp_path / "searchlib"}
    assert len({folder.name for folder in folders}) == len(urls)
    assert all(len(folder.name) < 100 and not set(folder.name) & set("/\\:?") for folder in folders)
    assert scheme_of(urls[0]) == "search"
