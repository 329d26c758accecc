"""Which root a file belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchlib.indexing.ownership import OwnedFile, Ownership, RootWalk, roots_to_keep
from searchlib.indexing.source_table import IndexedFile, Root
from searchlib.loaders import ReadOptions, walk


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with one article in it and one in a folder below."""
    (tmp_path / "news" / "local").mkdir(parents=True)
    (tmp_path / "news" / "a.txt").write_text("Apples.")
    (tmp_path / "news" / "local" / "b.txt").write_text("Bananas.")
    return tmp_path / "news"


def walked(folder: Path) -> RootWalk:
    return Root(str(folder), ReadOptions()), walk(folder)


def owners(files: list[OwnedFile]) -> dict[str, str]:
    """The root of each file, by their bare names."""
    return {Path(file.source.path).name: Path(file.root.path).name for file in files}


def test_a_file_of_two_roots_belongs_to_the_first(news: Path) -> None:
    """It is read once; a root all of whose files belong to another is not kept."""
    walks = [walked(news), walked(news / "local")]
    files = Ownership(walks, [], {}).files()
    assert owners(files) == {"a.txt": "news", "b.txt": "news"}
    assert [root.path for root in roots_to_keep(walks, files)] == [str(news)]


def test_a_file_stays_with_the_root_it_was_indexed_with(news: Path) -> None:
    """Also where that root is named later, or not at all; then a warning says whose options are in force."""
    inner = Root(str(news / "local"), ReadOptions(prefix="local"))
    indexed = {str(news / "local" / "b.txt"): IndexedFile(inner.path, "", "", 1)}
    named = [walked(news), (inner, walk(inner.path, inner.options))]
    assert owners(Ownership(named, [inner], indexed).files()) == {"a.txt": "news", "b.txt": "local"}
    ownership = Ownership([walked(news)], [inner], indexed)
    assert owners(ownership.files()) == {"a.txt": "news", "b.txt": "local"}
    assert ["options given then" in notice.reason for notice in ownership.notices] == [True]


def test_a_file_that_its_root_no_longer_lists_goes_to_the_one_named(news: Path, tmp_path: Path) -> None:
    """As after a folder was moved: the remembered root exists, but the file is elsewhere."""
    (tmp_path / "old").mkdir()
    old = Root(str(tmp_path / "old"), ReadOptions())
    indexed = {str(news / "a.txt"): IndexedFile(old.path, "", "", 1)}
    assert owners(Ownership([walked(news)], [old], indexed).files()) == {"a.txt": "news", "b.txt": "news"}
