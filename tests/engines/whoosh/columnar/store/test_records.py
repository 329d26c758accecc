"""Records come back as they were written, by row and in batches, and damaged ones are refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchlib.engines.whoosh.columnar.store import records
from searchlib.engines.whoosh.columnar.store.array_files import ArrayWriter, open_arrays, write_arrays
from searchlib.engines.whoosh.columnar.store.records import GROUP, RecordReader, RecordWriter
from searchlib.errors import IndexCorrupt


def written(path, contents, *, batched=False):
    """A reader of these records, written one by one or all at once."""
    path.unlink(missing_ok=True)
    with ArrayWriter(path) as writer:
        texts = RecordWriter(writer, "texts")
        if batched:
            texts.extend([(b"".join(contents), np.array([len(content) for content in contents], np.int64))])
        else:
            assert [texts.add(content) for content in contents] == list(range(len(contents)))
        texts.finish()
        writer.finish()
    return RecordReader(open_arrays(path), "texts")


@given(st.lists(st.binary(max_size=40), max_size=3 * GROUP), st.booleans(), st.sampled_from([GROUP, 4096]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_records_are_read_back(tmp_path, contents, batched, size):
    """By row, one after the other, and in batches of any size; there is no row before the first or after the last."""
    reader = written(tmp_path / "file", contents, batched=batched)
    assert len(reader) == len(contents)
    assert [reader[row] for row in range(len(contents))] == contents
    assert list(reader) == contents
    batches = list(reader.batches(size))
    assert b"".join(content for content, _ in batches) == b"".join(contents)
    assert all(len(lengths) <= size and len(content) == lengths.sum() for content, lengths in batches)
    for row in (-1, len(contents)):
        with pytest.raises(IndexError):
            reader[row]


def test_a_record_that_is_too_large_is_refused(tmp_path, monkeypatch):
    """Before anything of it is written."""
    monkeypatch.setattr(records, "LARGEST", 8)
    with pytest.raises(ValueError, match="at most 8 bytes"):
        written(tmp_path / "file", [b"123456789"])
    assert not (tmp_path / "file").exists()


@pytest.mark.parametrize("lengths", [[3, 9], [9, 3], [2, 2]])
def test_lengths_that_do_not_fill_the_blob_are_corruption(tmp_path, lengths):
    """A record that reaches beyond the blob, or records that leave some of it over, are no records."""
    arrays = {
        "texts.blob": np.frombuffer(b"abcdef", np.uint8),
        "texts.lengths": np.array(lengths, np.uint8),
        "texts.starts": np.array([0, 6], np.int64),
    }
    write_arrays(tmp_path / "file", arrays)
    with pytest.raises(IndexCorrupt):
        list(RecordReader(open_arrays(tmp_path / "file"), "texts"))


def test_a_record_outside_the_blob_is_refused_by_row(tmp_path):
    """Read alone, without the others."""
    arrays = {
        "texts.blob": np.frombuffer(b"abcdef", np.uint8),
        "texts.lengths": np.array([3, 9], np.uint8),
        "texts.starts": np.array([0, 6], np.int64),
    }
    write_arrays(tmp_path / "file", arrays)
    reader = RecordReader(open_arrays(tmp_path / "file"), "texts")
    assert reader[0] == b"abc"
    with pytest.raises(IndexCorrupt, match="record 1 of its 'texts' lies outside"):
        reader[1]
