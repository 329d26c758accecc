"""Storage, tested by breaking it: killed writers, full disks, power cuts, flipped bits, and crowds.

Every state below is a list of numbered segments. The play is a commit of two files and then a merge of them into one;
whatever happens during it, a reader must find one of its three states, whole.
"""

import contextlib
import errno
import os
import random
import resource
import shutil
import signal
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from searchlib.engines.whoosh.columnar.engine import ColumnarEngine
from searchlib.engines.whoosh.columnar.store.array_files import FileEntry
from searchlib.engines.whoosh.columnar.store.commits import LOCK, MANIFEST, SegmentEntry, Snapshot, Storage, Writing
from searchlib.engines.whoosh.columnar.store.records import RecordReader, RecordWriter
from searchlib.errors import (
    IndexCorrupt,
    IndexMissing,
    IndexVersion,
    NotConfirmed,
    SearchlibError,
    StorageFailed,
    StorageFull,
)
from searchlib.files.disk import Disk

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]

OLD, COMMITTED, MERGED = [1, 2], [1, 2, 3, 4], [10]
STATES = {1: OLD, 2: COMMITTED, 3: MERGED}


class Counting(Disk):
    """Counts the storage calls, and at the one numbered `at` does what `act` says."""

    def __init__(self, at: int = -1, act: Callable[[], None] = lambda: None) -> None:
        self.calls = 0
        self.at = at
        self.act = act

    def before(self, call: str, path: Path) -> None:
        self.calls += 1
        if self.calls == self.at + 1:
            self.act()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def no_room() -> None:
    raise OSError(errno.ENOSPC, "no room")


def broken() -> None:
    raise OSError(errno.EIO, "broken")


def write_segment(writing: Writing, value: int) -> FileEntry:
    with writing.create_file("segment") as writer:
        writer.add("values", np.full(900, value, dtype=np.uint32))
        records = RecordWriter(writer, "texts")
        for number in range(40):
            records.add(b"%d of %d " % (number, value) * 9)
        records.finish()
        return writer.finish()


def play(storage: Storage) -> None:
    """The writer's part: from the old state to the committed one, to the merged one."""
    with storage.writing() as writing:
        new = tuple(SegmentEntry((write_segment(writing, value),)) for value in (3, 4))
        writing.commit(segments=(*writing.current.segments, *new))
        writing.drop_file(spill(writing))
        writing.commit(segments=[SegmentEntry((write_segment(writing, 10),))])


def spill(writing: Writing) -> FileEntry:
    with writing.create_file("sources") as writer:
        writer.add("values", np.arange(9))
        return writer.finish()


def values(snapshot: Snapshot) -> list[int]:
    """What the segments hold, after seeing that each holds it throughout."""
    found = []
    for segment in snapshot.manifest.segments:
        file = snapshot[segment.files[0].name]
        (value,) = set(file.verified("values").tolist())
        assert list(RecordReader(file, "texts")) == [b"%d of %d " % (number, value) * 9 for number in range(40)]
        found.append(value)
    return found


def assert_sound(storage: Storage) -> int:
    """One of the three states, every byte of it; returns its generation."""
    snapshot = storage.open()
    assert values(snapshot) == STATES[snapshot.manifest.generation]
    assert list(storage.check()) == []
    return snapshot.manifest.generation


def assert_works_on(path: Path) -> None:
    """The next writer gets in at once, commits, and leaves nothing but the files of its state."""
    storage = Storage(path)
    with storage.writing(timeout_s=0) as writing:
        manifest = writing.commit(segments=writing.current.segments)
    used = {entry.name for entry in manifest.all_files}
    assert {file.name for file in path.iterdir()} == used | {MANIFEST, LOCK}
    assert list(storage.check()) == []


def outcome(storage: Storage, expected: type[Exception]) -> str:
    """The text of the error that stopped the play, which must be an expected one, or nothing."""
    try:
        play(storage)
    except expected as error:
        return str(error)
    return ""


def in_child(task: Callable[[], None]) -> int:
    """Run `task` in a forked process; returns its exit status (0 well, 1 an error), or minus the signal that ended it."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            task()
            status = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """A folder with the old state; to be copied."""
    path = tmp_path_factory.mktemp("crashes") / "old"
    with Storage(path).writing() as writing:
        writing.commit(segments=[SegmentEntry((write_segment(writing, value),)) for value in OLD])
    return path


@pytest.fixture(scope="module")
def calls(old, tmp_path_factory):
    """How many storage calls the play takes."""
    path = tmp_path_factory.mktemp("count") / "index"
    shutil.copytree(old, path)
    disk = Counting()
    play(Storage(path, disk=disk))
    assert assert_sound(Storage(path)) == 3
    return disk.calls


@pytest.mark.slow
def test_a_writer_killed_before_any_storage_call_loses_nothing(old, calls, tmp_path):
    """SIGKILL before every single call of a commit and a merge: the state is whole, and the next writer works."""
    reached = set()
    for at in range(calls):
        path = tmp_path / str(at)
        shutil.copytree(old, path)
        assert in_child(lambda path=path, at=at: play(Storage(path, disk=Counting(at, die)))) == -signal.SIGKILL
        reached.add(assert_sound(Storage(path)))
        assert_works_on(path)
    assert reached == {1, 2, 3}
    assert calls > 35


@pytest.mark.slow
def test_a_writer_killed_amid_a_write_loses_nothing(old, calls, tmp_path):
    """A write of which only a part reached the file before the kill changes no committed state."""

    class Tearing(Counting):
        def write(self, descriptor, content, path):
            if self.calls >= self.at:
                os.write(descriptor, content[: len(content) // 2])
                die()
            super().write(descriptor, content, path)

    for at in range(calls):
        path = tmp_path / str(at)
        shutil.copytree(old, path)
        assert in_child(lambda path=path, at=at: play(Storage(path, disk=Tearing(at)))) in (-signal.SIGKILL, 0)
        assert_sound(Storage(path))
        assert_works_on(path)


@pytest.mark.slow
def test_a_first_writer_killed_leaves_no_index_or_the_first(calls, tmp_path):
    """Where there was no index yet, a kill leaves none, or the whole first state; and the next writer works."""
    for at in range(2 * calls):
        path = tmp_path / str(at) / "index"
        status = in_child(lambda path=path, at=at: play(Storage(path, disk=Counting(at, die))))
        with contextlib.suppress(IndexMissing):
            assert values(Storage(path).open()) in ([3, 4], MERGED)
        assert_works_on(path)
        if status == 0:
            break
    assert status == 0


@pytest.mark.slow
def test_kills_one_after_the_other_wear_nothing_out(old, tmp_path):
    """A folder whose writers are killed again and again keeps its state and does not grow."""
    path = tmp_path / "index"
    shutil.copytree(old, path)
    chance = random.Random(4)

    def rewrite(at):
        with Storage(path, disk=Counting(at, die)).writing() as writing:
            writing.commit(segments=[SegmentEntry((write_segment(writing, value),)) for value in OLD])

    for _ in range(120):
        at = chance.randrange(24)
        in_child(lambda at=at: rewrite(at))
        assert values(Storage(path).open()) == OLD
    assert len(list(path.iterdir())) < 12
    assert_works_on(path)


@pytest.mark.slow
def test_writers_killed_at_random_moments_lose_nothing_committed(tmp_path):
    """A writer that reports each commit is killed at random moments: no reported commit is ever missing."""
    path, chance = tmp_path / "index", random.Random(7)

    def commit_for_ever(pipe):
        while True:
            with Storage(path).writing() as writing:
                first = writing.current.counts.get("commits", 0) + 1
                for number in range(first, first + 5):
                    entry = write_segment(writing, number)
                    writing.commit(segments=[SegmentEntry((entry,))], counts={"commits": number})
                    os.write(pipe, number.to_bytes(4, "little"))

    for _ in range(30):
        reading, writing_end = os.pipe()
        child = os.fork()
        if child == 0:
            commit_for_ever(writing_end)
        os.close(writing_end)
        os.read(reading, 4)
        time.sleep(chance.random() * 0.03)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        reports = b""
        while chunk := os.read(reading, 65536):
            reports += chunk
        os.close(reading)
        snapshot = Storage(path).open()
        assert values(snapshot) == [snapshot.manifest.counts["commits"]]
        assert snapshot.manifest.counts["commits"] >= int.from_bytes(reports[-4:] or b"\1", "little")


@pytest.mark.parametrize("failure", [no_room, broken], ids=["full", "broken"])
def test_a_call_that_fails_leaves_the_old_state_or_the_new(old, calls, tmp_path, failure):
    """No room (or a fault of the disk) at every single call: a clear error, a whole state, the space given back."""
    refused = 0
    for at in range(calls):
        path = tmp_path / str(at)
        shutil.copytree(old, path)
        message = outcome(Storage(path, disk=Counting(at, failure)), StorageFailed)
        assert not message or failure is broken or (str(path) in message and "Free some space" in message)
        refused += bool(message)
        generation = assert_sound(Storage(path))
        left = {file.name for file in path.iterdir()} - {MANIFEST, LOCK}
        surplus = left - {entry.name for entry in Storage(path).manifest().all_files}
        assert len(surplus) <= 1, "only the very file whose removal failed may be left"
        assert generation == 3 or message
        assert_works_on(path)
    assert refused > calls // 2


def test_a_disk_that_stays_full_gives_one_clear_error(old, calls, tmp_path):
    """When every call from some moment on finds no room, the old state stands and works on once there is room."""

    class Full(Counting):
        def before(self, call: str, path: Path) -> None:
            if self.calls >= self.at and call not in {"remove", "open_lock"}:
                no_room()
            self.calls += 1

    for at in range(1, calls - 4):
        path = tmp_path / str(at)
        shutil.copytree(old, path)
        with contextlib.suppress(StorageFailed):
            play(Storage(path, disk=Full(at)))
        assert_sound(Storage(path))
        assert_works_on(path)


def test_a_real_limit_met_amid_a_write_is_a_full_disk(old, tmp_path):
    """The system's own refusal to let a file grow is StorageFull, and nothing of the file is left."""
    path = tmp_path / "index"
    shutil.copytree(old, path)
    before = {file.name for file in path.iterdir()}

    def write_much():
        with Storage(path).writing() as writing, writing.create_file("segment") as writer:
            writer.begin("values", np.int64)
            for _ in range(100):
                writer.append(np.arange(50_000))

    def overflow():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        with pytest.raises(StorageFull):
            write_much()

    assert in_child(overflow) == 0
    assert {file.name for file in path.iterdir()} == before
    assert assert_sound(Storage(path)) == 1


class Volatile(Disk):
    """A disk that forgets, at a power cut, whatever was not synced: contents of files, and changes of names.

    `moments` are the folders it may leave, as names with contents, one group before each storage call: no change of a
    name kept, all kept, only the manifest's kept, only the removals kept.
    """

    def __init__(self, folder: Path) -> None:
        self.contents = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != LOCK}
        self.moments: list[dict[str, bytes]] = []
        self._safe = {name: name for name in self.contents}
        self._now = dict(self._safe)

    def before(self, call: str, path: Path) -> None:
        renamed = self._safe | {MANIFEST: self._now[MANIFEST]}
        removed = {name: source for name, source in self._safe.items() if name in self._now}
        for names in (self._safe, self._now, renamed, removed):
            self.moments.append({name: self.contents.get(source, b"") for name, source in names.items()})

    def create(self, path: Path) -> int:
        descriptor = super().create(path)
        self._now[path.name] = f"{path.name} {len(self.moments)}"
        return descriptor

    def sync(self, descriptor: int, path: Path) -> None:
        super().sync(descriptor, path)
        self.contents[self._now[path.name]] = path.read_bytes()

    def sync_folder(self, folder: Path) -> None:
        super().sync_folder(folder)
        self._safe = dict(self._now)

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        self._now[target.name] = self._now.pop(source.name)

    def remove(self, path: Path) -> None:
        super().remove(path)
        self._now.pop(path.name, None)


def after_power_cuts(disk: Volatile, tmp_path: Path) -> list[int]:
    """The generations found after a cut at each moment of the disk; every one must be whole, and take a new writer."""
    reached = []
    for moment, files in enumerate(disk.moments):
        cut = tmp_path / f"cut-{moment}"
        cut.mkdir()
        for name, content in files.items():
            (cut / name).write_bytes(content)
        reached.append(assert_sound(Storage(cut)))
        assert_works_on(cut)
    return reached


@pytest.mark.slow
def test_a_power_cut_at_any_moment_leaves_a_whole_state(old, tmp_path):
    """Whatever part of the unsynced is lost, a whole state is found, and a commit that has returned stays."""
    path = tmp_path / "index"
    shutil.copytree(old, path)
    disk = Volatile(path)
    play(Storage(path, disk=disk))
    disk.before("end", path)
    reached = after_power_cuts(disk, tmp_path)
    assert reached[-4:] == [3, 3, 3, 3]
    assert set(reached) == {1, 2, 3}


def test_a_commit_that_could_not_be_synced_keeps_the_files_of_the_old_state(old, tmp_path):
    """While the new manifest's name may still be lost in a power cut, the files it no longer names are not removed."""

    class Unsure(Volatile):
        replaced = 0

        def replace(self, source: Path, target: Path) -> None:
            super().replace(source, target)
            self.replaced += 1

        def sync_folder(self, folder: Path) -> None:
            with self._step("sync_folder", folder):
                if self.replaced == 2:
                    no_room()
            super().sync_folder(folder)

    path = tmp_path / "index"
    shutil.copytree(old, path)
    disk = Unsure(path)
    with pytest.raises(NotConfirmed, match="no room"):
        play(Storage(path, disk=disk))
    disk.before("end", path)
    assert set(after_power_cuts(disk, tmp_path)) == {1, 2, 3}
    assert assert_sound(Storage(path)) == 3


def assert_found(path: Path) -> None:
    """Reading a damaged index gives what was written or an error of ours, and checking it finds the damage."""
    storage = Storage(path)
    with contextlib.suppress(IndexCorrupt, IndexVersion):
        assert values(storage.open()) == OLD
    assert list(storage.check()), "damage that check does not see"


@pytest.mark.slow
def test_a_flipped_bit_in_any_file_is_found(old, tmp_path):
    """A flip anywhere in the manifest or a segment: check finds it, and reading meets it with a clear error or unharmed."""
    path = tmp_path / "index"
    shutil.copytree(old, path)
    chance = random.Random(1)
    for file in sorted(path.glob("se*")):
        if file.name != LOCK:
            content = file.read_bytes()
            step = 1 if file.name == MANIFEST else 11
            for position in range(0, len(content), step):
                altered = bytearray(content)
                altered[position] ^= 1 << chance.randrange(8)
                file.write_bytes(altered)
                assert_found(path)
            file.write_bytes(content)
    assert assert_sound(Storage(path)) == 1


def test_a_truncated_file_is_found_at_opening(old, tmp_path):
    """A manifest or segment cut short, or longer than written, does not open, and check names it."""
    path = tmp_path / "index"
    shutil.copytree(old, path)
    for file in sorted(path.glob("se*")):
        if file.name != LOCK:
            content = file.read_bytes()
            cuts = [content[:length] for length in range(0, len(content), 1 if file.name == MANIFEST else 31)]
            for altered in (*cuts, content + b"\0", content + content):
                file.write_bytes(altered)
                with pytest.raises(IndexCorrupt):
                    Storage(path).open()
                assert list(Storage(path).check())
            file.write_bytes(content)
    assert assert_sound(Storage(path)) == 1


def test_rubbish_in_the_place_of_any_file_is_refused(old, tmp_path):
    """Random bytes of the right length, and every pair of files exchanged, are refused with an error of ours."""
    path = tmp_path / "index"
    shutil.copytree(old, path)
    files = [file for file in sorted(path.glob("se*")) if file.name != LOCK]
    contents = [file.read_bytes() for file in files]
    chance = random.Random(2)
    for file, content in zip(files, contents, strict=True):
        others = [other for other in contents if other != content]
        for altered in (*others, *(chance.randbytes(len(content)) for _ in range(50))):
            file.write_bytes(altered)
            with pytest.raises(SearchlibError):
                Storage(path).open()
            assert list(Storage(path).check())
        file.write_bytes(content)


@pytest.mark.slow
def test_eight_readers_and_a_writer_disturb_nobody(tmp_path):
    """Readers open, refresh and check without a lock while a writer commits and merges: no error, no wrong answer."""
    path = tmp_path / "index"
    with Storage(path).writing() as writing:
        writing.commit(segments=[SegmentEntry((write_segment(writing, 1),))])

    def read(until: float) -> None:
        storage, snapshot = Storage(path), None
        while time.monotonic() < until:
            snapshot = storage.open(previous=snapshot)
            generation, found = snapshot.manifest.generation, values(snapshot)
            assert found == list(range(found[0], found[0] + len(found)))
            assert found[-1] == generation
            assert storage.latest_generation() >= generation
            assert list(storage.check()) == []

    def write(until: float) -> None:
        while time.monotonic() < until:
            with Storage(path).writing() as writing:
                kept = (
                    writing.current.segments[-2:] if writing.current.generation % 5 == 0 else writing.current.segments
                )
                new = SegmentEntry((write_segment(writing, writing.current.generation + 1),))
                writing.commit(segments=[*kept, new])

    until = time.monotonic() + 2.5
    children = []
    for task in (write, *[read] * 8):
        child = os.fork()
        if child == 0:
            os._exit(in_child(lambda task=task: task(until)))
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 9
    assert Storage(path).latest_generation() > 3


def test_writers_take_turns(tmp_path):
    """Many writers at once, as threads and as processes, each commit once, and no commit is lost."""
    path = tmp_path / "index"

    def commit(value: int) -> None:
        with Storage(path).writing(timeout_s=60) as writing:
            entry = write_segment(writing, value)
            writing.commit(segments=[*writing.current.segments, SegmentEntry((entry,))])

    children = []
    for value in range(6):
        child = os.fork()
        if child == 0:
            os._exit(in_child(lambda value=value: commit(value)))
        children.append(child)
    threads = [threading.Thread(target=commit, args=(value,)) for value in range(6, 12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 6
    assert sorted(values(Storage(path).open())) == list(range(12))


def test_looking_at_an_index_that_a_writer_merges_meets_no_missing_file(old, tmp_path):
    """The size and the check of an index: a file that a merge removes amid them counts none and is no fault."""
    path = tmp_path / "index"
    shutil.copytree(old, path)

    class Meanwhile(Disk):
        """A disk on which a writer merges everything before each look at a file, three times."""

        left = 3

        def before(self, call: str, file: Path) -> None:
            if call in {"look at", "open"} and file.suffix == ".bin" and self.left:
                self.left -= 1
                with Storage(path).writing() as writing:
                    writing.commit(segments=[SegmentEntry((write_segment(writing, 10),))])

    engine = ColumnarEngine(path)
    for look, answer in (
        (engine.size_bytes, lambda size: size > 0),
        (engine._storage.check, lambda wrong: not [*wrong]),
    ):
        engine._storage.disk = Meanwhile()
        assert answer(look())
        assert engine._storage.disk.left < 3
