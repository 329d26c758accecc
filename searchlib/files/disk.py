"""All calls that change files, in one place: tests can count them, let them fail, or kill the process before one."""

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from searchlib.errors import StorageFull

_FULL: Final = {errno.ENOSPC, errno.EFBIG} | {getattr(errno, name) for name in ("EDQUOT",) if hasattr(errno, name)}


class Disk:
    """Creates, writes, syncs, renames and removes files. Raises StorageFull when the disk is full.

    A test overrides `before`, which every method calls first.
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
        with contextlib.suppress(PermissionError):  # the parent may be writable but not readable
            self.sync_folder(folder.parent)

    def create(self, path: Path) -> int:
        """Create the file `path`; returns a descriptor for writing. Raises FileExistsError when it exists."""
        with self._step("create", path):
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
        with self._step("close", path):
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
    def _step(self, call: str, path: Path) -> Iterator[None]:
        try:
            self.before(call, path)
            yield
        except OSError as error:
            if error.errno not in _FULL:
                raise
            raise StorageFull(
                f"No space is left on the disk to write {path}; what was committed before is unchanged."
            ) from error


_BINARY: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)

DISK: Final = Disk()
"""The real disk."""
