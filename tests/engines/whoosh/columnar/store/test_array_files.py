"""Files of arrays and of records: what goes in comes out, and what was altered is refused."""

import contextlib
import json
import os
import pickle
import random
import struct
import tempfile
import zlib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from searchlib.engines.whoosh.columnar.store.array_files import (
    ArrayFile,
    ArrayWriter,
    open_arrays,
    verify_arrays,
    write_arrays,
)
from searchlib.engines.whoosh.columnar.store.records import RecordReader, RecordWriter
from searchlib.engines.whoosh.columnar.store.tails import ALIGNMENT, PAGE, WIDTHS
from searchlib.errors import IndexCorrupt, IndexVersion

some_arrays = st.dictionaries(
    st.text(max_size=12),
    st.sampled_from(sorted(WIDTHS)).flatmap(lambda dtype: arrays_of.arrays(dtype, st.integers(0, 300))),
    max_size=6,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "file.bin"


def records_file(path: Path, records: list[bytes], alone: int = 1 << 20) -> ArrayFile:
    """A file of records, the first `alone` of them added one by one, the others all at once."""
    with ArrayWriter(path) as writer:
        rows = RecordWriter(writer, "texts")
        assert [rows.add(record) for record in records[:alone]] == list(range(len(records[:alone])))
        rows.extend([(b"".join(records[alone:]), np.array([len(record) for record in records[alone:]], np.int64))])
        rows.finish()
        writer.finish()
    return open_arrays(path)


def forge(path: Path, *, header: dict | bytes, body: bytes = bytes(640), version: int = 1) -> Path:
    """A file whose checksums all hold, with whatever header a stranger likes."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    pages = [zlib.crc32(body[start : start + PAGE]) for start in range(0, len(body), PAGE)]
    table = struct.pack(f"<{len(pages)}I", *pages)
    trailer = struct.pack("<QQII8s", len(body), len(text), zlib.crc32(table + text), version, b"slARRAYS")
    path.write_bytes(body + table + text + trailer)
    return path


def header(**arrays: list) -> dict:
    return {"format": 1, "arrays": arrays, "attributes": {}}


@settings(max_examples=60, deadline=None)
@given(
    arrays=some_arrays, attributes=st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=9), max_size=4)
)
def test_arrays_come_back_as_they_were_written(arrays, attributes):
    """Names, types, values and attributes of any set of arrays survive, aligned and read-only."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file.bin")
        entry = write_arrays(path, arrays, attributes=attributes)
        file = open_arrays(path, size=entry.size, checksum=entry.checksum)
        assert file.entry == entry
        assert list(file) == list(arrays)
        assert file.attributes == attributes
        for name, array in arrays.items():
            found = file[name]
            assert found.dtype == array.dtype
            assert found.tobytes() == array.tobytes() == file.verified(name).tobytes()
            assert not found.flags.writeable
            assert found.ctypes.data % ALIGNMENT == 0 or not found.size
        assert file.verify() == verify_arrays(path) == []


@settings(max_examples=40, deadline=None)
@given(cuts=st.lists(st.integers(0, 40_000), max_size=8))
def test_the_chunks_of_an_array_leave_no_trace(cuts):
    """An array appended in any chunks makes the same bytes, checksums included, as one written whole."""
    whole = np.arange(40_000, dtype=np.uint16)
    bounds = [0, *sorted(cuts), len(whole)]
    with tempfile.TemporaryDirectory() as folder:
        one = write_arrays(Path(folder, "one"), {"first": whole[:3], "numbers": whole})
        with ArrayWriter(Path(folder, "other")) as writer:
            writer.add("first", whole[:3])
            writer.begin("numbers", np.uint16)
            for start, stop in pairwise(bounds):
                writer.append(whole[start:stop])
            other = writer.finish()
        assert (one.size, one.checksum) == (other.size, other.checksum)
        assert Path(folder, "one").read_bytes() == Path(folder, "other").read_bytes()


def test_a_long_chunk_is_checked_page_by_page(path):
    """Arrays larger than the writer's buffer and than many pages verify, and rows of them are found."""
    numbers = np.arange(700_000, dtype=np.int64)
    write_arrays(path, {"small": np.arange(5, dtype=np.uint8), "numbers": numbers})
    file = open_arrays(path)
    wanted = np.array([699_999, 0, 12_345, 12_345])
    assert file.rows("numbers", wanted).tolist() == wanted.tolist()
    assert file.verified("numbers", 10, 20).tolist() == list(range(10, 20))
    assert file.verify() == []


def test_values_that_do_not_fit_the_type_are_refused(path):
    """A chunk of a wider type is refused instead of being cut."""
    with ArrayWriter(path) as writer:
        writer.begin("numbers", np.uint16)
        with pytest.raises(TypeError):
            writer.append(np.array([70_000], dtype=np.uint32))


@pytest.mark.parametrize("array", [np.array(["a"]), np.array([object()]), np.array([True]), np.array([1j])])
def test_only_plain_numbers_are_written(path, array):
    """Texts, objects and the like are refused, and a file left unfinished is removed."""
    with pytest.raises(ValueError, match="plain numbers"):
        write_arrays(path, {"things": array})
    assert not path.exists()


def test_a_name_is_written_once(path):
    """The same name twice in one file is an error, and an existing file is never overwritten."""
    with ArrayWriter(path) as writer:
        writer.add("numbers", np.arange(3))
        with pytest.raises(ValueError, match="already"):
            writer.begin("numbers", np.int64)
        with pytest.raises(FileExistsError):
            ArrayWriter(path)


def test_an_altered_page_is_found_when_its_rows_are_read(path):
    """Verified rows of a good page are given, those of an altered one are an error that names the file."""
    write_arrays(path, {"numbers": np.arange(50_000, dtype=np.int32)})
    content = bytearray(path.read_bytes())
    content[ALIGNMENT + 4 * 30_000] ^= 4
    path.write_bytes(content)
    file = open_arrays(path)
    assert file.rows("numbers", np.array([5])).tolist() == [5]
    assert file.verified("numbers", 40_000).tolist() == list(range(40_000, 50_000))
    for read in (lambda: file.rows("numbers", np.array([5, 30_001])), lambda: file.verified("numbers")):
        with pytest.raises(IndexCorrupt, match=r"file\.bin was altered.*build it again"):
            read()
    assert len(file.verify()) == 1
    assert file.verify() == verify_arrays(path)


def test_neighbouring_altered_pages_are_one_problem(path):
    """Damage is reported as stretches of bytes, not page by page."""
    write_arrays(path, {"numbers": np.arange(50_000, dtype=np.int64)})
    content = bytearray(path.read_bytes())
    content[PAGE : 3 * PAGE] = bytes(2 * PAGE)
    content[5 * PAGE] ^= 1
    path.write_bytes(content)
    first, second = verify_arrays(path)
    assert f"bytes {PAGE:,} to {3 * PAGE:,}" in first
    assert f"bytes {5 * PAGE:,} to {6 * PAGE:,}" in second


def test_what_is_asked_for_must_be_there(path):
    """A missing array, another type, another length and rows outside are errors about the file, not crashes."""
    write_arrays(path, {"numbers": np.arange(10, dtype=np.int32)})
    file = open_arrays(path)
    assert file.array("numbers", np.int32, length=10).tolist() == list(range(10))
    wrong = [
        lambda: file["others"],
        lambda: file.array("numbers", np.int64),
        lambda: file.array("numbers", np.int32, length=11),
        lambda: file.verified("numbers", 5, 11),
        lambda: file.verified("numbers", -1),
        lambda: file.rows("numbers", np.array([10])),
        lambda: file.rows("numbers", np.array([-1])),
    ]
    for read in wrong:
        with pytest.raises(IndexCorrupt):
            read()


def test_every_flipped_bit_of_a_file_is_found(path):
    """A flip in any byte is found by opening or by reading the whole file."""
    entry = write_arrays(path, {"a": np.arange(50, dtype=np.uint16), "b": np.ones(7)}, attributes={"made": "today"})
    content = path.read_bytes()
    for position in range(len(content)):
        altered = bytearray(content)
        altered[position] ^= 1 << position % 8
        path.write_bytes(altered)
        assert verify_arrays(path, size=entry.size), position


def test_every_truncation_is_found_at_opening(path):
    """A file cut anywhere, or with bytes added, does not open, whether or not its size is known."""
    content = b""
    write_arrays(path, {"a": np.arange(50, dtype=np.uint16)}, attributes={"made": "today"})
    content = path.read_bytes()
    for length in range(len(content)):
        path.write_bytes(content[:length])
        with pytest.raises(IndexCorrupt):
            open_arrays(path)
    path.write_bytes(content + b"\0")
    with pytest.raises(IndexCorrupt):
        open_arrays(path)


def test_another_file_under_the_same_name_is_refused(path):
    """A file that is sound in itself, but not the one that was committed, does not open."""
    entry = write_arrays(path, {"a": np.arange(5)})
    path.unlink()
    other = write_arrays(path, {"a": np.arange(1, 6)})
    assert other.size == entry.size
    with pytest.raises(IndexCorrupt, match="not the file that was committed"):
        open_arrays(path, size=entry.size, checksum=entry.checksum)


@pytest.mark.parametrize(
    "hostile",
    [
        header(a=["<i8", 64, 73]),
        header(a=["<i8", 64, 2**61 + 1]),
        header(a=["<i8", 64, 10**400]),
        header(a=["<i8", -64, 1]),
        header(a=["<i8", 0, 1]),
        header(a=["<i8", 64, -1]),
        header(a=["<i8", 65, 1]),
        header(a=["<i8", 64.0, 1]),
        header(a=["<i8", True, 1]),
        header(a=["|O", 64, 1]),
        header(a=["O", 64, 1]),
        header(a=["<M8[s]", 64, 1]),
        header(a=["|V8", 64, 1]),
        header(a=[["<i8"], 64, 1]),
        header(a=["<i8", 64]),
        header(**{str(number): ["<i8", 64, 1] for number in range(5000)}),
        {"format": 1, "arrays": [], "attributes": {}},
        {"format": 1, "arrays": {}},
        {"format": 1, "arrays": {}, "attributes": 3},
        [],
        b"[" * 100_000,
        b"{",
        b"\xff\xfe",
        b"9" * 10_000,
        pickle.dumps({"format": 1}),
    ],
    ids=lambda hostile: str(hostile)[:40],
)
def test_a_hostile_header_is_refused(path, hostile):
    """Headers with right checksums but impossible places, types or shapes do not open."""
    with pytest.raises(IndexCorrupt):
        open_arrays(forge(path, header=hostile))


def test_a_newer_file_format_is_named(path):
    """A file of another format version says so, and what to do."""
    with pytest.raises(IndexVersion, match=r"format 2.*build it again"):
        open_arrays(forge(path, header=header(), version=2))


def test_a_pipe_is_refused_without_waiting(path):
    """A named pipe in the place of a file neither blocks nor opens."""
    os.mkfifo(path)
    with pytest.raises(IndexCorrupt, match="not a plain file"):
        open_arrays(path)


@settings(max_examples=60, deadline=None)
@given(records=st.lists(st.binary(max_size=200), max_size=60), alone=st.integers(0, 60))
def test_records_come_back_by_number(records, alone):
    """Records of any size, added singly or many at a time, are read back singly, in order and in batches."""
    with tempfile.TemporaryDirectory() as folder:
        reader = RecordReader(records_file(Path(folder, "file.bin"), records, alone), "texts")
        assert len(reader) == len(records)
        assert [reader[number] for number in reversed(range(len(records)))] == records[::-1]
        assert list(reader) == records
        assert b"".join(content for content, _ in reader.batches(16)) == b"".join(records)
        assert [length for _, lengths in reader.batches(32) for length in lengths] == [
            len(record) for record in records
        ]
        for outside in (-1, len(records)):
            with pytest.raises(IndexError):
                reader[outside]


def test_a_flipped_bit_never_gives_another_record(path):
    """With any bit of the file flipped, each record read is the one written, or the error says the file was altered."""
    chance = random.Random(3)
    records = [chance.randbytes(chance.randrange(90)).hex().encode() for _ in range(900)]
    records_file(path, records)
    content = path.read_bytes()
    assert len(content) > 3 * PAGE
    for position in chance.sample(range(len(content)), 300):
        altered = bytearray(content)
        altered[position] ^= 1 << position % 8
        path.write_bytes(altered)
        with contextlib.suppress(IndexCorrupt, IndexVersion):
            reader = RecordReader(open_arrays(path), "texts")
            assert len(reader) == len(records)
            for number in range(0, len(records), 3):
                with contextlib.suppress(IndexCorrupt):
                    assert reader[number] == records[number]
    path.write_bytes(content)
    assert list(RecordReader(open_arrays(path), "texts")) == records


@pytest.mark.parametrize(
    ("lengths", "starts", "dtype"),
    [
        ([4, 4], [0, 8], "u1"),
        ([4], [0, 9], "i1"),
        ([9], [0, 9], "u1"),
        ([4, 200], [0, 8], "u1"),
        ([4, 2], [-4, 2], "u1"),
        ([4, 4], [2**62, 2**62 + 8], "u1"),
        ([2**32 - 1], [0, 2**32 - 1], "u4"),
        ([4, 4], [0, 8, 8], "u1"),
        ([4, 4], [0], "u1"),
    ],
    ids=["sound", "signed", "beyond", "long", "before", "far", "giant", "more starts", "fewer starts"],
)
def test_records_that_lie_about_themselves_are_refused(path, lengths, starts, dtype):
    """Lengths and places outside the file, or not as many as there must be, are refused singly and in batches."""
    blob = np.frombuffer(b"fourfour", dtype=np.uint8)
    write_arrays(
        path,
        {
            "texts.blob": blob,
            "texts.lengths": np.array(lengths, dtype=dtype),
            "texts.starts": np.array(starts, dtype=np.int64),
        },
    )
    if (lengths, starts) == ([4, 4], [0, 8]):
        assert list(RecordReader(open_arrays(path), "texts")) == [b"four", b"four"]
        return
    with pytest.raises(IndexCorrupt):
        [RecordReader(open_arrays(path), "texts")[number] for number in range(len(lengths))]
    with pytest.raises(IndexCorrupt):
        list(RecordReader(open_arrays(path), "texts"))
