"""The table of source files: it comes back as it was written, and a stranger's is read within bounds or refused."""

from __future__ import annotations

import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.errors import IndexCorrupt
from searchlib.indexing.source_table import IndexedFile, read_roots, read_sources, write_sources

TEXTS = st.text(st.characters(codec=None), max_size=8)
FILES = st.builds(IndexedFile, TEXTS, TEXTS, TEXTS, st.integers(0, 10**12))


@given(st.dictionaries(TEXTS, FILES))
def test_a_table_comes_back_as_it_was_written(files):
    """Names of files may be any text, also one that is no UTF-8."""
    assert read_sources(write_sources(files)) == files


@pytest.mark.parametrize(
    "rows",
    ["", "[", "{}", "[]]", "[[]]", '["a"]', '[["a","b","c","d",1],]', '[["a","b","c","d",1]', '[["a","b","c",["d"],1]]']
    + [f'[["a","b","c","d",{number}]]' for number in ("1e999", "Infinity", "-1", "9" * 5_000, "true")],
)
def test_what_is_no_table_is_refused(rows):
    """Other shapes, other kinds of numbers, and what ends too early or too late."""
    with pytest.raises(IndexCorrupt):
        read_sources(zlib.compress(rows.encode()))


@pytest.mark.parametrize("piece", [b"[],", b'["a"],', b'"', b"["], ids=["lists", "short rows", "one text", "nesting"])
def test_a_small_file_that_unfolds_without_end_takes_little_memory(piece):
    """A tenth of a megabyte that would unfold to a hundred is refused after the first pieces."""
    packed = zlib.compress(b"[" + piece * (100_000_000 // len(piece)), 9)
    tracemalloc.start()
    try:
        with pytest.raises(IndexCorrupt):
            read_sources(packed)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("bound", [float("inf"), float("nan"), 0, -1, 1e6, True, "9", None, 10**40])
def test_a_bound_of_a_root_that_is_no_size_is_refused(bound):
    """Infinity was an error of Python's."""
    row = {"path": "/a", "columns": {}, "default_published": None, "max_file": bound, "prefix": "", "encoding": None}
    with pytest.raises(IndexCorrupt):
        read_roots({"roots": [row]})
