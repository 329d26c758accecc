"""An index can be given away: no absolute path, user's name, host or environment stands in it, unless asked."""

from __future__ import annotations

import os
import re
import shutil
import socket
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib
from searchlib.errors import NothingToIndex, UntrustedRoots
from searchlib.files import stored_paths
from searchlib.files.stored_paths import StoredPaths
from searchlib.index import Index
from searchlib.models import Document

USER = "zebedee"


@pytest.fixture(autouse=True)
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An account of its own, whose name is found wherever it is written."""
    home = tmp_path / "home" / USER
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("SECRET", "unspeakable")
    stored_paths._user.cache_clear()
    yield home
    stored_paths._user.cache_clear()


def news(folder: Path) -> Path:
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("Apples grew well.\n\nThe mayor said so.")
    (folder / "sub" / "b.html").write_text("<article>" + "<p>Bananas grew well in the south of the country.</p>" * 4)
    (folder / "rows.jsonl").write_text('{"text": "Cherries."}\n{"text": "Dates."}\n')
    return folder


def far_folder() -> Path:
    """A folder that has nothing but the disk in common with a test's folder."""
    for place in ("/dev/shm", "/var/tmp"):
        if os.access(place, os.W_OK) and Path(place).parts[1] != Path(tempfile.gettempdir()).parts[1]:
            return Path(tempfile.mkdtemp(dir=place))
    pytest.skip("no second place to write to")


def content(index: Path) -> bytes:
    """All bytes of an index's folder, with what is compressed in it unpacked."""
    whole = b""
    for file in index.rglob("*"):
        if file.is_file():
            kept = file.read_bytes()
            whole += kept
            for at in (match.start() for match in re.finditer(rb"\x78[\x01\x9c\xda]", kept)):
                try:
                    whole += zlib.decompressobj().decompress(kept[at:], 1 << 20)
                except zlib.error:
                    continue
    return whole


def told(index: Path, *roots: Path) -> list[str]:
    """What of this account and machine stands in the index."""
    names = (*map(str, roots), str(index), USER, socket.gethostname(), "unspeakable", str(Path.home()))
    whole = content(index)
    return [name for name in names if name.encode() in whole]


def built(place: Path, root: Path, **options: object) -> Index:
    index = searchlib.open(place, create=True)
    index.add_paths([root], **options)
    return index


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_an_index_beside_its_folder_names_it_from_there(tmp_path, monkeypatch, workers):
    """Hits, places and updates work as ever; the bytes hold no absolute path."""
    monkeypatch.setattr("searchlib.indexing.ingest.WORTH_WORKERS", 0)
    root = news(tmp_path / "news")
    index = built(tmp_path / "index", root, workers=workers)
    assert told(index.path, root) == []
    assert b"@/../news/sub/b.html" in content(index.path)
    [hit] = index.search("bananas")
    assert hit.path == str(root / "sub" / "b.html")
    assert index.locate(f"{root / 'a.txt'}:1") == "a.txt#0"
    assert index.document("a.txt").path == str(root / "a.txt")
    (root / "a.txt").unlink()
    report = index.update()
    assert (report.removed, report.unchanged) == (1, 2)
    assert told(index.path, root) == []


def test_a_folder_far_from_its_index_is_known_to_the_account_alone(tmp_path, account):
    """Its files are named relative to it; another account sees these names, and is told what an update lacks."""
    root = news(far_folder() / "news")
    try:
        index = built(tmp_path / "index", root)
        assert told(index.path, root, root.parent) == []
        assert index.search("bananas")[0].path == str(root / "sub" / "b.html")
        (root / "a.txt").write_text("Apricots.")
        assert index.update().updated == 1
        assert index.search("apricots")[0].path == str(root / "a.txt")
        kept = account / "data" / "searchlib" / "folders.json"
        assert kept.stat().st_mode & 0o077 == 0
        kept.unlink()
        given = searchlib.open(shutil.copytree(index.path, tmp_path / "given"))
        assert given.search("bananas")[0].path == "sub/b.html"
        with pytest.raises(NothingToIndex, match="does not tell which folders it was made from"):
            given.update(trust_roots=True)
        assert given.add_folder(root).failures == []
        assert given.search("apricots")[0].path == str(root / "a.txt")
    finally:
        shutil.rmtree(root.parent)


def test_a_folder_of_the_user_is_not_named_by_an_index_outside(tmp_path, account):
    """Where the way to it holds the user's name, it is kept by the account too."""
    root = news(account / "news")
    index = built(tmp_path / "index", root)
    assert told(index.path, root) == []
    assert index.search("bananas")[0].path == str(root / "sub" / "b.html")
    assert index.update().unchanged == 3


def test_paths_are_stored_when_asked(tmp_path, account):
    """Then they stay in the index whoever writes it next, and it may be moved alone."""
    root = news(tmp_path / "news")
    index = built(tmp_path / "index", root, store_paths=True)
    (root / "c.txt").write_text("Currants.")
    index.update()
    assert str(root / "c.txt").encode() in content(index.path)
    (tmp_path / "far").mkdir()
    moved = searchlib.open(index.path.rename(tmp_path / "far" / "index"))
    assert moved.update().unchanged == 4
    assert moved.search("currants")[0].path == str(root / "c.txt")


def test_an_index_goes_with_its_folder(tmp_path):
    """Moved together they find each other; an index that was moved alone says that its folder is not there."""
    root = news(tmp_path / "one" / "news")
    built(tmp_path / "one" / "index", root)
    moved = (tmp_path / "one").rename(tmp_path / "two")
    index = searchlib.open(moved / "index")
    assert index.update().unchanged == 3
    assert index.search("bananas")[0].path == str(moved / "news" / "sub" / "b.html")


def test_an_index_of_stored_paths_goes_on(tmp_path):
    """Documents that an earlier version stored under their paths are found, changed and removed by an update."""
    root = news(tmp_path / "news")
    index = built(tmp_path / "index", root, store_paths=True)
    with index.engine.writer() as writer:
        state = dict(writer.state)
        del state["absolute_paths"]
        writer.commit(state=state)
    assert index.update().unchanged == 3
    (root / "a.txt").write_text("Apricots.")
    (root / "sub" / "b.html").unlink()
    report = index.update()
    assert (report.updated, report.removed, report.failures) == (1, 1, [])
    assert index.search("apricots")[0].path == str(root / "a.txt")


def test_an_account_that_can_keep_nothing_says_so(tmp_path, monkeypatch):
    """Then the path of a far folder stands in the index, with a warning."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file")
    monkeypatch.setenv("XDG_DATA_HOME", str(blocked))
    root = news(far_folder() / "news")
    try:
        index = searchlib.open(tmp_path / "index", create=True)
        report = index.add_folder(root)
        assert [notice.reason[:30] for notice in report.notices] == ["its path stands in the index: "]
        assert index.search("bananas")[0].path == str(root / "sub" / "b.html")
        with pytest.raises(UntrustedRoots):
            index.update()
    finally:
        shutil.rmtree(root.parent)


@pytest.mark.parametrize("path", ["", "a.txt", "@x", "@/x", "@0123456789abcdef/x", "/a/../b", "/a//b", "news/é.txt"])
def test_paths_that_documents_bring_come_back(tmp_path, path):
    """Whatever a program gives as a document's path is what a hit has."""
    index = searchlib.open(tmp_path / "index", create=True)
    index.add(Document(id="a", text="Apples.", path=path))
    assert index.search("apples")[0].path == path
    names = StoredPaths(index.path)
    assert names.decode(names.encode(path)) == path


def test_an_index_without_a_folder_names_files_from_the_folder_indexed(tmp_path, account):
    """On a cluster nothing is near; another account sees the rest of the path."""
    paths = StoredPaths(None)
    assert paths.encode(str(tmp_path / "a.txt")) == str(tmp_path / "a.txt")
    assert paths.remember(str(tmp_path))
    name = paths.encode(str(tmp_path / "sub" / "a.txt"))
    assert re.fullmatch(r"@[0-9a-f]{16}/sub/a.txt", name)
    assert StoredPaths(None).decode(name) == str(tmp_path / "sub" / "a.txt")
    assert StoredPaths(None).decode("@/a.txt") == "/a.txt"
    (account / "data" / "searchlib" / "folders.json").unlink()
    assert StoredPaths(None).decode(name) == "sub/a.txt"


def test_nothing_is_left_beside_what_the_index_names(tmp_path):
    """No temporary file, and the rights are those that the umask leaves."""
    before = os.umask(0o027)
    try:
        index = built(tmp_path / "index", news(tmp_path / "news"))
    finally:
        os.umask(before)
    assert {file.stat().st_mode & 0o777 for file in index.path.iterdir()} == {0o640}
    assert index.path.stat().st_mode & 0o777 == 0o750
    named = {entry.name for segment in index.reader.snapshot.manifest.segments for entry in segment.files}
    named |= {entry.name for entry in index.reader.snapshot.manifest.files}
    assert {file.name for file in index.path.iterdir()} - named == {"searchlib.json", "searchlib.lock"}
