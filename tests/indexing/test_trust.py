"""Folders of an index that another account or machine has set are not read until they are trusted."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

import searchlib
from searchlib import indexing
from searchlib.errors import ArgumentError, UntrustedRoots
from searchlib.index import Index
from searchlib.indexing.source_table import Root
from searchlib.loaders import ReadOptions


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "news"
    place.mkdir()
    (place / "a.txt").write_text("Apples grew well.\n")
    return place


@pytest.fixture
def given(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    """An index that another account made: its key is not ours."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "their account"))
    index = searchlib.open(tmp_path / "index", create=True)
    index.add_folder(folder)
    index.update()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "our account"))
    return index


def test_the_folders_of_a_given_index_are_listed_and_not_read(given, folder):
    """An update and a watch name the folders, and change nothing."""
    (folder / "b.txt").write_text("Bananas.\n")
    with pytest.raises(UntrustedRoots, match=str(folder)):
        given.update()
    with pytest.raises(UntrustedRoots, match=str(folder)):
        indexing.roots(given.engine)
    assert list(given) == ["a.txt"]


def test_folders_that_are_trusted_once_stay_so(given, folder):
    """With the word of the user they are read, also when nothing in them has changed, and signed."""
    assert given.update(trust_roots=True).unchanged == 1
    (folder / "b.txt").write_text("Bananas.\n")
    assert given.update().added == 1


def test_a_folder_of_ours_does_not_make_theirs_trusted(given, tmp_path):
    """Indexing into a given index signs nothing of what was there, and does not list it."""
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "c.txt").write_text("Cherries.\n")
    given.add_folder(ours)
    with pytest.raises(UntrustedRoots):
        given.update()
    given.forget(tmp_path / "news")
    with pytest.raises(UntrustedRoots):
        given.update()


def test_an_index_may_be_moved_and_its_roots_may_not_be_altered(tmp_path, folder):
    """The signature goes with the index, and holds for these roots and options alone."""
    index = searchlib.open(tmp_path / "index", create=True)
    index.add_folder(folder)
    moved = searchlib.open(index.path.rename(tmp_path / "moved"))
    assert moved.update().unchanged == 1
    state = moved.reader.state
    with moved.engine.writer() as writer:
        writer.commit(state={**state, "roots": [Root("/etc", ReadOptions()).to_json()]})
    with pytest.raises(UntrustedRoots, match="/etc"):
        searchlib.open(moved.path).update()


@pytest.mark.parametrize("path", ["/", "//", "/dev/zero", "/proc/self", "-", "a", "/a\0b", ""])
def test_what_can_be_no_root_is_refused_even_when_trusted(given, path):
    """A whole disk, a device, standard input, a relative path and a NUL."""
    with given.engine.writer() as writer:
        writer.commit(state={"roots": [Root(path, ReadOptions()).to_json()]})
    with pytest.raises(ArgumentError, match="cannot be indexed"):
        given.update(trust_roots=True)


def test_a_whole_disk_is_not_indexed(given):
    """Nor can the user name one."""
    with pytest.raises(ArgumentError, match="cannot be indexed"):
        given.add_folder("/")


def test_the_key_is_the_account_s_alone_and_no_need(tmp_path, folder, monkeypatch):
    """Others may not read the key; where none can be kept, indexing works, and an update wants the word each time."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "account"))
    index = searchlib.open(tmp_path / "index", create=True)
    index.add_folder(folder)
    (key,) = (tmp_path / "account" / "searchlib").iterdir()
    assert stat.S_IMODE(key.stat().st_mode) & 0o077 == 0
    assert key.read_bytes().hex() not in str(dict(index.reader.state))
    (tmp_path / "blocked").write_text("a file")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "blocked"))
    other = searchlib.open(tmp_path / "other", create=True)
    other.add_folder(folder)
    with pytest.raises(UntrustedRoots):
        other.update()
    assert other.update(trust_roots=True).unchanged == 1
