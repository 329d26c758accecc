"""All calls that change files, in one place: tests can count them, let them fail, or kill the process before one."""

import contextlib
import mmap
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from searchlib.errors import IndexCorrupt
from searchlib.files.failures import failure


class Disk:
    """Creates, writes, syncs, renames, locks, lists, maps and removes files.

    Raises StorageFailed, which names the file: StorageFull when the disk takes no more, NotWritable without the right to
    write. A test overrides `before`, which every method calls first.
    """

    def before(self, call: str, path: Path) -> None:
        """Called before each change with the name of the method and the file; does nothing here."""

    def make_folder(self, folder: Path) -> None:
        """Create `folder` and its missing parents, and sync their names; does nothing when it exists."""
        if folder.is_dir():
            return
        self.make_folder(folder.parent)
        with self._step("make_folder", folder):
            folder.mkdir(exist_ok=True)
        if os.access(folder.parent, os.R_OK):  # the parent may be writable but not readable
            self.sync_folder(folder.parent)

    def create(self, path: Path) -> int:
        """Create the file `path`; returns a descriptor for writing. Raises FileExistsError when it exists."""
        with self._step("create", path, passing=(FileExistsError,)):
            return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o666)

    def write(self, descriptor: int, content: bytes | memoryview, path: Path) -> None:
        """Write all of `content` at the current position of the descriptor."""
        with self._step("write", path):
            rest = memoryview(content).cast("B")
            while len(rest):
                rest = rest[os.write(descriptor, rest) :]

    def sync(self, descriptor: int, path: Path) -> None:
        """Wait until the bytes of the file are on the disk."""
        with self._step("sync", path):
            os.fsync(descriptor)

    def close(self, descriptor: int, path: Path) -> None:
        """Close a descriptor of `create`; some systems report a full disk only here."""
        with self._named("close", path):
            try:
                self.before("close", path)
            finally:  # a close that reports a fault has closed the descriptor all the same
                os.close(descriptor)

    def write_new(self, path: Path, content: bytes) -> None:
        """Create the file `path` with this content, and wait until it is on the disk."""
        descriptor = self.create(path)
        try:
            self.write(descriptor, content, path)
            self.sync(descriptor, path)
        finally:
            self.close(descriptor, path)

    def open_lock(self, path: Path) -> int:
        """Open the lock file `path` for reading and writing, created if missing; a symbolic link is not followed."""
        with self._step("open_lock", path):
            return os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | _BINARY, 0o666)

    def lock(self, descriptor: int, path: Path) -> bool:
        """Take the exclusive lock of an open file; False when another process has it."""
        with self._step("lock", path):
            return _lock(descriptor)

    def unlock(self, descriptor: int, path: Path) -> None:
        """Give the lock of an open file back."""
        with self._step("unlock", path):
            _unlock(descriptor)

    @contextlib.contextmanager
    def reading(self, path: Path) -> Iterator[BinaryIO]:
        """A plain file opened for reading. Raises IndexCorrupt for anything else: reading a pipe might never end.

        FileNotFoundError and NotADirectoryError are raised as they are: a newer commit may have removed the file.
        """
        with self._step("open", path, passing=(FileNotFoundError, NotADirectoryError)):
            file = open_plain(path)
        with file, self._step("read", path):
            yield file

    def map(self, file: BinaryIO, path: Path) -> mmap.mmap:
        """The file in memory, read only."""
        with self._step("map", path):
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def names(self, folder: Path) -> list[str]:
        """The names of all that is in the folder. Raises FileNotFoundError when it is gone."""
        with self._step("list", folder, passing=(FileNotFoundError, NotADirectoryError)):
            return os.listdir(folder)  # noqa: PTH208 - names, not paths

    def size(self, path: Path) -> int | None:
        """The bytes of a file; None when there is none."""
        with self._step("look at", path):
            try:
                return path.stat().st_size
            except FileNotFoundError:
                return None

    def sync_folder(self, folder: Path) -> None:
        """Wait until the names in the folder are on the disk; does nothing on Windows, which cannot sync a folder."""
        with self._step("sync_folder", folder):
            if sys.platform == "win32":
                return
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Rename `source` to `target` in one step; an existing `target` is replaced."""
        with self._step("replace", target):
            source.replace(target)

    def remove(self, path: Path) -> None:
        """Remove a file; does nothing when it does not exist."""
        with self._step("remove", path):
            path.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _step(self, call: str, path: Path, *, passing: tuple[type[OSError], ...] = ()) -> Iterator[None]:
        with self._named(call, path, passing=passing):
            self.before(call, path)
            yield

    @contextlib.contextmanager
    def _named(self, call: str, path: Path, *, passing: tuple[type[OSError], ...] = ()) -> Iterator[None]:
        try:
            yield
        except passing:
            raise
        except OSError as error:
            raise failure(error, call, path) from error


_BINARY: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_READING: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY


def open_plain(path: Path) -> BinaryIO:
    """A plain file opened for reading, without waiting for what is none. Raises OSError, IndexCorrupt for anything else."""
    descriptor = os.open(path, _READING)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise IndexCorrupt(f"{path} is not a plain file.")
    return os.fdopen(descriptor, "rb")


if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE: Final = 1 << 30  # beyond the note, which others must be able to read

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        with contextlib.suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


DISK: Final = Disk()
"""The real disk."""
