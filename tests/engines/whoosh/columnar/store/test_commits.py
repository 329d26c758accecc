"""The folder of an index: commits, snapshots, what is refused and what is never touched."""

import contextlib
import json
import os
import pickle
import shutil
import tempfile
import threading
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.engines.whoosh.columnar.store.array_files import FileEntry
from searchlib.engines.whoosh.columnar.store.commits import (
    LOCK,
    MANIFEST,
    Manifest,
    SegmentEntry,
    Storage,
    manifest_bytes,
    parse_manifest,
)
from searchlib.errors import IndexCorrupt, IndexLocked, IndexMissing, IndexVersion, NotAnIndex
from searchlib.versions import MANIFEST_FORMAT

plain_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
counts = st.dictionaries(st.text(max_size=8), st.integers(0, 2**63 - 1), max_size=3)
entries = st.builds(
    FileEntry,
    st.integers(0, 2**64 - 1).map("segment-{:016x}.bin".format),
    st.integers(0, 2**63 - 1),
    st.integers(0, 2**32 - 1),
)


@pytest.fixture
def storage(tmp_path):
    return Storage(tmp_path / "index")


def write_numbers(writing, first, kind="segment"):
    with writing.create_file(kind) as writer:
        writer.add("numbers", np.arange(first, first + 1000))
        return writer.finish()


def commit_numbers(storage, first=0, **more):
    """One more segment, committed beside those there are."""
    with storage.writing() as writing:
        entry = write_numbers(writing, first)
        return writing.commit(segments=[*writing.current.segments, SegmentEntry((entry,), {"rows": 1000})], **more)


def numbers(snapshot):
    return [int(snapshot[segment.files[0].name]["numbers"][0]) for segment in snapshot.manifest.segments]


def names(storage):
    return sorted(path.name for path in storage.path.iterdir())


def sealed(body: object) -> bytes:
    """Any JSON object as a manifest whose checksum holds."""
    text = json.dumps(body).encode().removesuffix(b"}")
    return text + f',"checksum":"{zlib.crc32(text):08x}"}}\n'.encode()


def test_a_commit_is_what_the_next_reader_sees(storage):
    """Segments, counts, state and fingerprint of a commit are in the next snapshot; generations count up."""
    commit_numbers(storage, 10)
    made = commit_numbers(storage, 20, state={"roots": ["a", {"b": 1}]}, counts={"documents": 7}, fingerprint="f1")
    snapshot = storage.open()
    assert snapshot.manifest == made
    assert numbers(snapshot) == [10, 20]
    assert (made.generation, made.fingerprint, made.counts["documents"]) == (2, "f1", 7)
    assert storage.latest_generation() == 2
    assert list(storage.check()) == []


def test_a_snapshot_outlives_the_files_it_was_made_of(storage):
    """A reader keeps its answers while later commits drop its segments, and sees the new ones when it asks."""
    commit_numbers(storage, 10)
    old = storage.open()
    with storage.writing() as writing:
        writing.commit(segments=[SegmentEntry((write_numbers(writing, 30),))])
    assert storage.latest_generation() != old.manifest.generation
    assert numbers(old) == [10]
    assert old.files[old.manifest.segments[0].files[0].name].verify() == []
    assert numbers(storage.open(previous=old)) == [30]
    assert len(names(storage)) == 3


class Raced(Storage):
    """A storage in whose back another writer replaces every segment, right after each of the first readings."""

    races = 0

    def manifest(self):
        found = super().manifest()
        if self.races:
            self.races -= 1
            with Storage(self.path).writing() as writing:
                entry = write_numbers(writing, found.generation + 1)
                writing.commit(segments=[SegmentEntry((entry,))])
        return found


@pytest.mark.parametrize("races", [1, 5])
def test_a_reader_overtaken_by_commits_starts_over(storage, races):
    """A reader whose files vanish between the manifest and their opening finds the newer state; so does check."""
    commit_numbers(storage, 1)
    reader = Raced(storage.path)
    for expected in (1 + races, 1 + 2 * races):
        reader.races = races
        assert numbers(reader.open()) == [expected]
    reader.races = races
    assert list(reader.check()) == []


def test_a_snapshot_takes_over_files_that_are_open_already(storage):
    """Opening after a small commit maps only the new file."""
    commit_numbers(storage, 10)
    old = storage.open()
    commit_numbers(storage, 20)
    new = storage.open(previous=old)
    kept = old.manifest.segments[0].files[0].name
    assert new[kept] is old[kept]
    assert numbers(new) == [10, 20]


def test_what_was_not_committed_is_gone(storage):
    """Files made by a writer that fails, or that just does not commit, are removed when it ends."""
    commit_numbers(storage, 10)
    before = names(storage)
    with storage.writing() as writing:
        write_numbers(writing, 20)
        partial = writing.create_file("segment")
        partial.add("numbers", np.arange(9))
        partial.discard()
    with contextlib.suppress(KeyboardInterrupt), storage.writing() as writing:
        write_numbers(writing, 20)
        raise KeyboardInterrupt
    assert names(storage) == before


@pytest.mark.parametrize("beside", [(), ("saved.toml",)])
def test_an_index_that_did_not_come_to_be_leaves_nothing(storage, beside):
    """No lock file, and no folder that was not there before; another file of the user's is kept."""
    with contextlib.suppress(KeyboardInterrupt), storage.writing() as writing:
        write_numbers(writing, 20)
        for name in beside:
            (storage.path / name).write_text("", "utf-8")
        raise KeyboardInterrupt
    assert (names(storage) if beside else storage.path.exists()) == (list(beside) if beside else False)
    storage.path.mkdir(exist_ok=True)
    with storage.writing():
        pass
    assert names(storage) == list(beside)


def test_a_writer_that_waited_for_a_failed_first_one_makes_the_index(storage):
    """The file of the lock that it waited for has lost its name, but the folder stays where it was there before."""
    storage.path.mkdir()
    with storage.writing() as first:
        waiting = threading.Thread(target=lambda: commit_numbers(storage, 7))
        waiting.start()
        write_numbers(first, 20)
    waiting.join()
    assert storage.manifest().generation == 1


def test_a_spill_can_be_dropped_while_writing(storage):
    """Spilled files are read and removed by a merge long before it commits."""
    with storage.writing() as writing:
        spill = write_numbers(writing, 5, "sources")
        assert writing.open_file(spill)["numbers"][0] == 5
        writing.drop_file(spill)
        assert names(storage) == [LOCK]


def test_one_writing_may_commit_many_times(storage):
    """Several commits in one writing each replace the state, and old segments go."""
    with storage.writing() as writing:
        for first in range(5):
            writing.commit(segments=[SegmentEntry((write_numbers(writing, first),))])
            assert numbers(storage.open()) == [first]
            assert len(names(storage)) == 3
    assert storage.latest_generation() == 5


def test_a_second_writer_is_refused(storage):
    """While one writes, another waits and is then refused; readers are not disturbed."""
    commit_numbers(storage, 10)
    with storage.writing():
        with pytest.raises(IndexLocked, match=f"process {os.getpid()}"), storage.writing(timeout_s=0):
            pass
        assert numbers(storage.open()) == [10]
    commit_numbers(storage, 20)


def test_a_fresh_build_replaces_all_at_once(storage):
    """A fresh build leaves the old state readable until its one commit, and drops it then."""
    commit_numbers(storage, 10)
    with storage.writing(fresh=True) as writing:
        assert writing.current.segments == ()
        entry = write_numbers(writing, 99)
        assert numbers(storage.open()) == [10]
        writing.commit(segments=[SegmentEntry((entry,))])
    assert numbers(storage.open()) == [99]
    assert storage.latest_generation() == 2
    assert len(names(storage)) == 3


def test_a_failed_fresh_build_leaves_the_old_state(storage):
    """A fresh build that never commits changes nothing."""
    commit_numbers(storage, 10)
    before = names(storage)
    with storage.writing(fresh=True) as writing:
        write_numbers(writing, 99)
    assert names(storage) == before
    assert numbers(storage.open()) == [10]


@pytest.mark.parametrize("manifest", [b"", b"rubbish", sealed({"format": MANIFEST_FORMAT + 1, "generation": 9})])
def test_a_fresh_build_heals_an_unreadable_index(storage, manifest):
    """Over a manifest that is corrupt or of another version an ordinary writer refuses; a fresh build succeeds."""
    commit_numbers(storage, 10)
    (storage.path / MANIFEST).write_bytes(manifest)
    before = names(storage)
    with pytest.raises((IndexCorrupt, IndexVersion)), storage.writing():
        pass
    with storage.writing(fresh=True) as writing:
        write_numbers(writing, 98)
    assert names(storage) == before
    with storage.writing(fresh=True) as writing:
        writing.commit(segments=[SegmentEntry((write_numbers(writing, 99),))])
    assert numbers(storage.open()) == [99]
    assert len(names(storage)) == 3


def test_an_empty_commit_is_an_index(storage):
    """An index without a single segment opens and checks."""
    with storage.writing() as writing:
        writing.commit()
    assert storage.open().manifest == Manifest(generation=1)
    assert list(storage.check()) == []


def test_no_index_is_named_as_such(storage, tmp_path):
    """A missing folder and an empty one are no index, and the error says what to do."""
    (tmp_path / "empty").mkdir()
    for place in (storage, Storage(tmp_path / "empty")):
        with pytest.raises(IndexMissing, match=r"There is no index in .*Build one"):
            place.open()
        assert place.latest_generation() == 0
        assert [problem[:8] for problem in place.check()] == ["There is"]


def test_a_folder_that_holds_something_else_is_not_told_to_be_filled(tmp_path):
    """A reader names the files that are in the way: to build an index there would be refused."""
    (tmp_path / "photo.jpg").write_text("dear")
    with pytest.raises(NotAnIndex, match=r"photo\.jpg.*empty folder"):
        Storage(tmp_path).open()


def test_files_that_a_user_writes_first_do_not_stand_in_the_way(tmp_path):
    """With only files that belong beside an index there is none yet, and one can be created."""
    for name in ("aliases.toml", "nouns.toml", ".gitignore"):
        (tmp_path / name).write_text("")
    with pytest.raises(IndexMissing, match="Build one"):
        Storage(tmp_path).open()
    Storage(tmp_path).create()


def test_an_index_that_lost_its_manifest_is_damaged_for_readers_too(storage):
    """Segments without a manifest are not "no index": the advice is to build it again."""
    with storage.writing() as writing:
        writing.commit()
    (storage.path / "searchlib.json").rename(storage.path / "segment-0123456789abcdef.bin")
    with pytest.raises(IndexCorrupt, match=r"searchlib\.json is missing.*build it again"):
        storage.open()


def test_a_foreign_folder_is_refused_and_left_alone(tmp_path):
    """An index is not created among somebody's files, and none of them is touched."""
    (tmp_path / "photo.jpg").write_text("dear")
    (tmp_path / "_MAIN_1.toc").write_bytes(pickle.dumps("another kind of index"))
    storage = Storage(tmp_path)
    with pytest.raises(NotAnIndex, match=r"photo\.jpg.*empty folder"):
        storage.create()
    with pytest.raises(NotAnIndex), storage.writing(fresh=True):
        pass
    assert names(storage) == ["_MAIN_1.toc", "photo.jpg"]


def test_a_plain_file_is_no_place_for_an_index(tmp_path):
    """A file where the folder should be is refused with a sentence, by readers and by writers."""
    (tmp_path / "file").write_text("x")
    for attempt in (Storage(tmp_path / "file").create, Storage(tmp_path / "file").open):
        with pytest.raises(NotAnIndex, match="is a file"):
            attempt()


def test_guests_are_kept(storage):
    """Files that belong beside an index, and foreign ones that came later, outlive every commit and orphans' removal."""
    storage.path.mkdir()
    for guest in (".gitignore", "aliases.toml", "saved.toml"):
        (storage.path / guest).write_text("kept")
    commit_numbers(storage, 10)
    later = ["notes.txt", "segment-1.bin", "segment-0123456789abcdef.bin.bak", "other-0123456789abcdef.bin"]
    for guest in later:
        (storage.path / guest).write_text("kept")
    with storage.writing(fresh=True) as writing:
        writing.commit()
    assert set(names(storage)) == {".gitignore", "aliases.toml", "saved.toml", MANIFEST, LOCK, *later}


def test_orphans_are_removed_by_the_next_writer_only(storage):
    """Leftovers of a killed writer do not disturb readers, are no fault to `check`, and go when a writer starts."""
    commit_numbers(storage, 10)
    for orphan in ("segment-0123456789abcdef.bin", "sources-0123456789abcdef.bin", "searchlib.json.tmp"):
        (storage.path / orphan).write_bytes(b"half")
    assert numbers(storage.open()) == [10]
    assert list(storage.check()) == []
    assert len(storage.orphans()) == 3
    with storage.writing():
        assert storage.orphans() == []
    assert len(names(storage)) == 3


def test_a_missing_file_is_named(storage):
    """A segment that is gone makes opening fail with its name and what to do, and check says the same."""
    entry = commit_numbers(storage, 10).segments[0].files[0]
    (storage.path / entry.name).unlink()
    with pytest.raises(IndexCorrupt, match=rf"{entry.name} is missing.*build it again"):
        storage.open()
    (problem,) = storage.check()
    assert entry.name in problem


def test_a_commit_of_a_file_that_is_not_there_is_refused(storage):
    """A manifest never names a file that is missing or of another size."""
    commit_numbers(storage, 10)
    with storage.writing() as writing:
        entry = write_numbers(writing, 20)
        for wrong in (FileEntry("segment-0123456789abcdef.bin", 1, 1), FileEntry(entry.name, entry.size + 1, 0)):
            with pytest.raises(IndexCorrupt):
                writing.commit(segments=[SegmentEntry((wrong,))])
    assert numbers(storage.open()) == [10]


def test_files_exchanged_between_two_indexes_are_refused(storage, tmp_path):
    """A sound file of the right size that is not the one committed is found at opening."""
    other = Storage(tmp_path / "other")
    mine, theirs = commit_numbers(storage, 10).segments[0].files[0], commit_numbers(other, 20).segments[0].files[0]
    assert mine.size == theirs.size
    shutil.copy(other.path / theirs.name, storage.path / mine.name)
    with pytest.raises(IndexCorrupt):
        storage.open()
    assert len(list(storage.check())) == 1


def test_a_newer_format_says_so(storage):
    """An index of another format version is refused with both versions and what to do."""
    commit_numbers(storage, 10)
    (storage.path / MANIFEST).write_bytes(sealed({"format": MANIFEST_FORMAT + 1, "generation": 9, "novelty": []}))
    with pytest.raises(IndexVersion, match=rf"format {MANIFEST_FORMAT + 1}.*reads {MANIFEST_FORMAT}.*build it again"):
        storage.open()
    assert len(list(storage.check())) == 1


def rows(*names_of_files: str) -> list:
    return [[name, 1, 1] for name in names_of_files]


@pytest.mark.parametrize(
    ("state", "roots"),
    [
        ({"roots": [{"path": "/news", "prefix": ""}, {"path": "/mail"}]}, ("/news", "/mail")),
        ({"roots": [{"path": 5}, "/news"]}, ()),
        ({"roots": "/news"}, ()),
        ([], ()),
        ({}, ()),
    ],
)
def test_a_refused_index_says_what_it_was_built_from(storage, state, roots):
    """The error carries the roots, so that a front can offer to build the index again from them."""
    storage.create()
    (storage.path / MANIFEST).write_bytes(sealed({"format": 2, "generation": 9, "state": state}))
    with pytest.raises(IndexVersion) as caught:
        storage.open()
    assert caught.value.roots == roots


SOUND = {
    "format": MANIFEST_FORMAT,
    "generation": 1,
    "fingerprint": "",
    "counts": {},
    "segments": [],
    "files": [],
    "state": {},
}
SEGMENT = "segment-0123456789abcdef.bin"


@pytest.mark.parametrize(
    "change",
    [
        {"format": "1"},
        {"format": 1.5},
        {"generation": -1},
        {"generation": True},
        {"generation": 2**63},
        {"generation": 1e3},
        {"fingerprint": 3},
        {"counts": {"passages": -1}},
        {"counts": {"passages": "many"}},
        {"counts": []},
        {"state": 3},
        {"state": []},
        {"segments": {}},
        {"segments": [{"files": [], "counts": {}}]},
        {"segments": [{"files": rows(SEGMENT), "counts": {}}], "files": rows(SEGMENT)},
        {"files": rows("../../etc/passwd")},
        {"files": rows("/etc/passwd")},
        {"files": rows(f"sub/{SEGMENT}")},
        {"files": rows(f"{SEGMENT}\n")},
        {"files": rows("searchlib.json")},
        {"files": [[SEGMENT, -1, 1]]},
        {"files": [[SEGMENT, 1]]},
        {"files": [SEGMENT]},
        {"files": rows(*(f"segment-{number:016x}.bin" for number in range(10_001)))},
    ],
    ids=lambda change: str(change)[:60],
)
def test_a_hostile_manifest_is_refused(change):
    """Impossible counts, names outside the folder and wrong shapes are refused although the checksum holds."""
    assert parse_manifest(sealed(SOUND), Path("index")).generation == 1
    with pytest.raises(IndexCorrupt):
        parse_manifest(sealed(SOUND | change), Path("index"))


@pytest.mark.parametrize(
    "text", [b"", b"[", b"[" * 200_000, b"\xff", b'{"a":' * 50_000, b"9" * 10_000, pickle.dumps(SOUND), b"NaN"]
)
def test_a_manifest_that_is_no_json_is_refused(text):
    """Broken, deep and endless JSON, and a pickle, are refused although the checksum holds."""
    content = text + f',"checksum":"{zlib.crc32(text):08x}"}}\n'.encode()
    with pytest.raises(IndexCorrupt):
        parse_manifest(content, Path("index"))


class Bomb:
    """Runs when unpickled."""

    def __reduce__(self):
        return os.mkdir, (f"{tempfile.gettempdir()}/searchlib-was-unpickled-{os.getpid()}",)


def test_no_pickle_is_ever_loaded(storage):
    """A pickle in the place of any file is refused, and nothing in it runs."""
    commit_numbers(storage, 10)
    marker = Path(Bomb().__reduce__()[1][0])
    for name in names(storage):
        content = (storage.path / name).read_bytes()
        (storage.path / name).write_bytes(pickle.dumps(Bomb()).ljust(len(content), b"\0"))
        if name != LOCK:
            with pytest.raises(IndexCorrupt):
                storage.open()
            assert list(storage.check())
        (storage.path / name).write_bytes(content)
    assert not marker.exists()
    assert numbers(storage.open()) == [10]


@pytest.mark.parametrize("name", [MANIFEST, "segment"])
def test_pipes_and_folders_do_not_stop_us(storage, name):
    """A pipe in place of a file neither hangs opening nor checking."""
    entry = commit_numbers(storage, 10).segments[0].files[0]
    path = storage.path / (MANIFEST if name == MANIFEST else entry.name)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(IndexCorrupt):
        storage.open()
    assert len(list(storage.check())) == 1
    if name == MANIFEST:
        with pytest.raises(IndexCorrupt):
            storage.latest_generation()


@settings(max_examples=60, deadline=None)
@given(
    generation=st.integers(0, 2**63 - 1),
    fingerprint=st.text(max_size=9),
    files=st.lists(entries, unique_by=lambda entry: entry.name, max_size=6),
    counts=counts,
    state=st.dictionaries(st.text(max_size=5), plain_json, max_size=4),
)
def test_a_manifest_survives_its_way_to_the_disk(generation, fingerprint, files, counts, state):
    """Every manifest reads back as it was written."""
    segments = tuple(SegmentEntry((entry,), counts) for entry in files[::2])
    manifest = Manifest(generation, fingerprint, segments, tuple(files[1::2]), counts, state)
    assert parse_manifest(manifest_bytes(manifest), Path("index")) == manifest


@pytest.mark.parametrize("state", [{"a": {1, 2}}, {"a": (1, 2)}, {"a": float("nan")}, {1: "a"}, {"a": b"b"}])
def test_only_plain_json_is_kept_as_state(storage, state):
    """A state that would not read back the same is refused before anything is written."""
    with storage.writing() as writing, pytest.raises((ValueError, TypeError)):
        writing.commit(state=state)
    assert not storage.exists()


def test_the_generation_is_read_from_a_few_bytes(storage):
    """Asking for the newest generation does not read a large state, and agrees with the manifest."""
    with storage.writing() as writing:
        made = writing.commit(state={"roots": ["x" * 100] * 10_000})
    assert storage.latest_generation() == storage.manifest().generation == made.generation == 1


def test_a_folder_may_be_made_with_its_parents(tmp_path):
    """The folder of an index and the parents it lacks are made by the first writer."""
    storage = Storage(tmp_path / "a" / "b" / "c")
    commit_numbers(storage, 1)
    assert numbers(storage.open()) == [1]
