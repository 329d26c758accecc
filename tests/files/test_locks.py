"""The writer's lock: one holder, named to others, never left behind."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from searchlib.errors import IndexLocked, SearchlibError, StorageFailed, StorageFull
from searchlib.files.disk import Disk
from searchlib.files.locks import WriterLock

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

HOLD = """
import sys, time
from pathlib import Path
from searchlib.files.locks import WriterLock
lock = WriterLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "searchlib.lock"


@pytest.fixture
def holder(path):
    """Another process that holds the lock."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def refusal(path: Path) -> str:
    with pytest.raises(IndexLocked) as caught:
        WriterLock(path).acquire(timeout_s=0)
    return str(caught.value)


def test_the_lock_is_free_again_after_its_context(path):
    """A lock is held inside its context only, and may be taken again and again."""
    lock = WriterLock(path)
    for _ in range(3):
        with lock:
            assert lock.held
        assert not lock.held
    lock.release()


def test_a_second_writer_in_this_process_is_refused(path):
    """Two writers of one process exclude each other as two processes do."""
    with WriterLock(path):
        assert f"process {os.getpid()} on {socket.gethostname()}, since 2" in refusal(path)
    with WriterLock(path) as lock:
        assert lock.held


def test_the_holder_is_named(path, holder):
    """A writer that waited in vain is told process, host and time, and what to do."""
    message = refusal(path)
    assert f"process {holder.pid} on {socket.gethostname()}, since 2" in message
    assert "Wait for it to end" in message


def test_a_killed_holder_leaves_nothing_behind(path, holder):
    """The lock of a process killed with SIGKILL is free at once."""
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    lock = WriterLock(path)
    lock.acquire(timeout_s=0)
    assert json.loads(path.read_text())["pid"] == os.getpid()
    lock.release()


def test_a_writer_waits_for_the_other(path):
    """A writer that waits gets the lock soon after the other gives it back."""
    first, second = WriterLock(path), WriterLock(path)
    first.acquire()
    given_back = []

    def give_back():
        given_back.append(True)
        first.release()

    threading.Timer(0.2, give_back).start()
    second.acquire(timeout_s=60)
    assert given_back
    assert second.held
    second.release()


def test_a_wait_of_more_than_a_second_is_told_once(path, holder):
    """Who holds the lock is told while there is still time; a wait that is soon over is not told."""
    told: list[str] = []
    with pytest.raises(IndexLocked):
        WriterLock(path, waiting=told.append).acquire(timeout_s=0.3)
    assert told == []
    with pytest.raises(IndexLocked):
        WriterLock(path, waiting=told.append).acquire(timeout_s=1.5)
    assert len(told) == 1
    assert f"process {holder.pid} on" in told[0]
    assert "waiting" in told[0]


def test_a_forked_worker_does_not_inherit_the_lock(path):
    """When a writer ends without releasing, the workers it forked do not keep its lock alive."""
    reading, writing = os.pipe()
    parent = os.fork()
    if parent == 0:
        WriterLock(path).acquire()
        worker = os.fork()
        if worker == 0:
            time.sleep(30)
        os.write(writing, b"%d" % worker)
        os._exit(0)
    os.waitpid(parent, 0)
    worker = int(os.read(reading, 20))
    try:
        lock = WriterLock(path)
        lock.acquire(timeout_s=2)
        assert lock.held
        lock.release()
    finally:
        os.kill(worker, signal.SIGKILL)
        os.close(reading)
        os.close(writing)


def test_a_child_that_ends_does_not_free_its_parents_lock(path):
    """A forked child that releases its copy leaves the parent's lock held."""
    with WriterLock(path) as lock:
        child = os.fork()
        if child == 0:
            held = lock.held
            lock.release()
            os._exit(int(held))
        assert os.waitpid(child, 0)[1] == 0
        assert "Another writer" in refusal(path)


def test_a_dead_holder_whose_lock_lives_on_is_recognised(path, holder):
    """When the process named is gone but the lock is held, the message does not accuse the dead."""
    path.write_text(json.dumps({"pid": 2**22 + 12345, "host": socket.gethostname(), "since": "yesterday"}))
    assert "which has ended" in refusal(path)


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"pid": "x"}', b"[" * 3000, b'{"pid":-1,"host":"h","since":"s"}'])
def test_a_senseless_note_is_no_obstacle(path, holder, note):
    """Whatever stands in the lock file, the refusal is one clear sentence."""
    path.write_bytes(note)
    assert refusal(path).startswith(f"Another writer is at work on {path.parent}. ")


def test_a_lock_file_that_was_removed_does_not_let_two_in(path):
    """A writer that got the lock of a removed file looks again, and holds the one others will see."""

    class Remover(Disk):
        opened = 0

        def open_lock(self, path):
            descriptor = super().open_lock(path)
            self.opened += 1
            if self.opened == 1:
                path.unlink()
            return descriptor

    disk = Remover()
    lock = WriterLock(path, disk=disk)
    lock.acquire(timeout_s=5)
    assert disk.opened == 2
    refusal(path)
    lock.release()


def test_a_link_in_place_of_the_lock_is_not_followed(path, tmp_path):
    """A stranger's folder cannot make us empty another file by a link named like the lock."""
    precious = tmp_path / "precious.txt"
    precious.write_text("keep me")
    path.symlink_to(precious)
    with pytest.raises(StorageFailed):
        WriterLock(path).acquire(timeout_s=0)
    assert precious.read_text() == "keep me"


def test_a_full_disk_still_lets_a_writer_in(path):
    """The note about the holder is a courtesy: without room for it the lock works, so that space can be given back."""

    class Full(Disk):
        def before(self, call, path):
            if call == "write":
                raise OSError(errno.ENOSPC, "full")

    with WriterLock(path, disk=Full()):
        assert "Another writer is at work" in refusal(path)


def test_no_room_for_the_lock_file_is_a_full_disk(path):
    """When even the lock file cannot be made, the error is StorageFull."""

    class Full(Disk):
        def before(self, call, path):
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(StorageFull):
        WriterLock(path, disk=Full()).acquire()


def test_a_folder_that_must_not_be_written_is_told(path):
    """What may not be written may still be searched: the error says so."""

    class Closed(Disk):
        def before(self, call, path):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))

    with pytest.raises(SearchlibError, match=r"cannot be written \(Permission denied\)"):
        WriterLock(path, disk=Closed()).acquire()
