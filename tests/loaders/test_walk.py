"""What a root holds, and why the rest is not read."""

from __future__ import annotations

import os
import pickle
from datetime import date
from pathlib import Path

import pytest

from searchlib.errors import ReadError
from searchlib.loaders import ReadOptions, content_digest, read_file, walk


def test_a_walk_is_in_the_order_of_names(write, tmp_path):
    """Files come in the order of their relative paths, whatever order the system lists them in."""
    for name in ("b.txt", "a/z.txt", "a.txt", "a/b/c.txt", "Z.txt"):
        write(name, "Text.")
    names = [file.name for file in walk(tmp_path).files]
    assert names == sorted(names) == ["Z.txt", "a.txt", "a/b/c.txt", "a/z.txt", "b.txt"]


def test_what_is_passed_over_is_counted(write, tmp_path):
    """Hidden files, metadata, README and LICENSE files, foreign links and unknown suffixes are skipped, each with its reason."""
    for name in (".hidden.txt", ".git/a.txt", "metadata.csv", "README.md", "readme.txt", "LICENSE", "LICENSE-MIT.txt",
                 "a.xyz", "noend", "license-plates.txt", "readme-first-he-said.txt"):  # fmt: skip
        write(name, "file_name\n")
    write("sub/a.txt", "Text.")
    (tmp_path / "out").symlink_to("/")
    (tmp_path / "out.txt").symlink_to("/etc/hostname")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "round").symlink_to(".")
    (tmp_path / "inner.txt").symlink_to("sub/a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    found = walk(tmp_path)
    assert [file.name for file in found.files] == [
        "inner.txt",
        "license-plates.txt",
        "readme-first-he-said.txt",
        "sub/a.txt",
    ]
    assert found.skipped == {
        "hidden": 2,
        "metadata": 1,
        "README or LICENSE": 4,
        "unknown suffix": 2,
        "a link that leaves the root": 2,
        "a link to nothing": 1,
        "a link to a folder of the root": 1,
        "neither a file nor a folder": 1,
    }
    assert not [notice for notice in found.notices if notice.kind == "failure"]


def test_a_named_file_is_read_whatever_its_name(write, read):
    """A file named explicitly is read though a walk would pass over it, and its id is its name."""
    assert read(write("sub/README.md", "Text.")).documents[0].id == "README.md"
    assert read(write(".a.txt", "Text.")).documents[0].id == ".a.txt"


def test_an_unreadable_root_is_an_error(write, tmp_path):
    """A missing root, a file of unknown suffix and a device are errors that name it."""
    with pytest.raises(ReadError, match=r"gone: there is no such file"):
        walk(tmp_path / "gone")
    with pytest.raises(ReadError, match=r"a\.xyz: no reader knows its suffix"):
        walk(write("a.xyz", "Text."))
    with pytest.raises(ReadError, match="neither a file nor a folder"):
        walk("/dev/null")
    with pytest.raises(ReadError):
        walk("a\0b")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser reads everything")
def test_what_may_not_be_read_is_named(write, tmp_path, read):
    """A folder and a file without permission are failures, and the rest is read."""
    write("a.txt", "Text.")
    write("b.txt", "Text.").chmod(0)
    write("sub/c.txt", "Text.").parent.chmod(0)
    result = read()
    (tmp_path / "sub").chmod(0o700)
    assert [document.id for document in result.documents] == ["a.txt"]
    assert len(result.told("failure")) == 2


def test_a_large_file_is_refused_by_name(write, tmp_path, read):
    """A file over the bound is a failure that says the bound, in a folder and alone."""
    large = write("large.txt", "x" * 1001)
    write("just.txt", "x" * 1000)
    for root in (tmp_path, large):
        [failure] = read(root, max_file=1000).told("failure")
        assert "large.txt" in failure
        assert "1,000 bytes" in failure
    assert [document.id for document in read(max_file=1000).documents] == ["just.txt"]


def test_a_file_that_vanishes_or_grows_is_a_failure(write, tmp_path):
    """Between the walk and the reading a file may go, or grow: that is told of this file alone."""
    path = write("a.txt", "Text.")
    options = ReadOptions(max_file=100)
    [source] = walk(tmp_path, options).files
    path.write_text("x" * 101)
    assert "larger than" in str(next(read_file(source, options)))
    path.unlink()
    [notice] = read_file(source, options)
    assert (notice.kind, "vanished" in notice.reason) == ("failure", True)
    with pytest.raises(ReadError, match="vanished"):
        content_digest(source)


def test_odd_names(write, tmp_path, read):
    """Names with newlines, spaces, or bytes that are no UTF-8 are read; their ids can be written as UTF-8."""
    write("a\nb .txt", "Text.")
    with open(os.fsencode(tmp_path) + b"/c\xff.txt", "wb") as file:  # noqa: PTH123
        file.write(b"Text.")
    result = read()
    assert [document.id for document in result.documents] == ["a\nb .txt", "c\\xff.txt"]
    assert not result.told("failure")


def test_very_deep_folders(tmp_path, read):
    """Folders nested beyond what the system can name are a failure, not a crash."""
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(50):
            Path("d" * 100).mkdir()
            os.chdir("d" * 100)
        Path("deep.txt").write_text("Text.")
    finally:
        os.chdir(here)
    result = read()
    assert len(result.told("failure")) == 1
    assert not result.documents


def test_identity_of_a_source(write, tmp_path):
    """A source's settings change with its metadata row and the options that bear on it; its content digest with its bytes."""
    path = write("a.txt", "Text.")
    write("b.txt", "Text.")

    def settings(**options: object) -> list[str]:
        return [file.settings for file in walk(tmp_path, ReadOptions(**options)).files]

    plain = settings()
    assert plain == settings(max_file=99)
    assert plain[0] != settings(prefix="p")[0] != settings(default_published=date(2024, 1, 1))[0]
    before = content_digest(walk(path).files[0])
    write("metadata.csv", "file_name,title\na.txt,A\n")
    described = settings()
    assert (described[0] != plain[0], described[1] == plain[1]) == (True, True)
    write("metadata.csv", "file_name,title\nb.txt,\na.txt,A\n")
    assert settings()[0] == described[0]
    assert content_digest(walk(path).files[0]) == before
    path.write_text("Other.")
    assert content_digest(walk(path).files[0]) != before


def test_sources_go_to_other_processes(write, tmp_path):
    """Sources, options and walks are pickled and come back equal, and can be read there."""
    write("a.txt", "Text.")
    write("metadata.csv", "file_name,published\na.txt,2024-11-01\n")
    options = ReadOptions(columns={"text": "words"}, default_published=date(2024, 1, 1), prefix="p")
    found = walk(tmp_path, options)
    assert pickle.loads(pickle.dumps((found, options))) == (found, options)
    [document] = read_file(pickle.loads(pickle.dumps(found.files[0])), options)
    assert (document.id, document.published) == ("p/a.txt", date(2024, 11, 1))


def test_an_empty_folder_holds_nothing(tmp_path):
    """An empty folder is a walk without files, not an error: what that means is its caller's decision."""
    assert walk(tmp_path).files == ()
