"""Files beside an index that users edit: a stranger's are read without waiting and within bounds, or refused."""

from __future__ import annotations

import os
import stat

import pytest

import searchlib
from searchlib.errors import SettingsError
from searchlib.files.locks import WriterLock
from searchlib.files.settings_files import LARGEST
from searchlib.linking import read_aliases
from searchlib.models import Document
from searchlib.saved_searches import SavedSearches
from searchlib.views.nouns import read_nouns

READERS = {
    "aliases.toml": read_aliases,
    "nouns.toml": read_nouns,
    "saved.toml": lambda path: SavedSearches(path.parent).all(),
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_or_a_device_is_refused_at_once(tmp_path, name):
    """A pipe that nobody writes to, and a link to an endless device, are one sentence each."""
    for make in (os.mkfifo, lambda path: path.symlink_to("/dev/zero"), lambda path: path.mkdir()):
        path = tmp_path / make.__name__ / name
        path.parent.mkdir(exist_ok=True)
        for old in path.parent.iterdir():
            old.unlink()
        make(path)
        with pytest.raises(SettingsError, match=rf"{name} is not a plain file"):
            READERS[name](path)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "content",
    [b"#" * (LARGEST + 1), b"a = '\xff'", b"a = [" * 9_000, b"a." * 4_000 + b"a = 1"],
    ids=["large", "bytes", "deep", "dots"],
)
def test_a_file_that_is_too_large_or_malformed_is_named(tmp_path, name, content):
    """More than a mebibyte, bytes that are no UTF-8, nesting and keys without end are refused with the name of the file."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=name):
        READERS[name](path)


def test_a_file_of_the_largest_size_is_read(tmp_path):
    """The bound itself is allowed."""
    path = tmp_path / "aliases.toml"
    path.write_bytes(b"[same]\n".ljust(LARGEST, b"#"))
    assert not read_aliases(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_in_the_place_of_a_lock_file_is_not_waited_for(tmp_path):
    """Where the holder's note should be read from a pipe, the message does without."""
    path = tmp_path / "a.lock"
    os.mkfifo(path)
    first = WriterLock(path)
    first.acquire(timeout_s=0)
    with pytest.raises(Exception, match="Another writer is at work"):
        WriterLock(path).acquire(timeout_s=0)
    first.release()


@pytest.mark.skipif(os.name != "posix", reason="needs modes of files")
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_files_of_an_index_get_the_rights_that_the_umask_leaves(tmp_path, umask):
    """No file is readable to more or fewer than the user's umask says, and no temporary file is left."""
    before = os.umask(umask)
    try:
        with searchlib.open(tmp_path / "index", create=True) as index:
            index.add(Document(id="a", text="Mayor Ana Reyes said 40 ships had come."))
            index.save("ships", "ships")
        files = list((tmp_path / "index").iterdir())
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o666 & ~umask}
        assert not [file.name for file in files if "tmp" in file.name]
    finally:
        os.umask(before)
