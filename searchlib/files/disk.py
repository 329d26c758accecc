"""The few calls that change a disk, in one place: tests count them, fail them or kill the process before any of them."""

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
    """Creates, writes, syncs, renames and removes files; a disk with no room left raises StorageFull.

    A test overrides `before`, which every call passes before it touches anything.
    """

    def before(self, call: str, path: Path) -> None:
        """Called before each storage call with its name and the file it is about; does nothing here."""

    def make_folder(self, folder: Path) -> None:
        """Make `folder` and the parents it lacks, their names on the disk; nothing when it is there."""
        if folder.is_dir():
            return
        self.make_folder(folder.parent)
        with self._step("make_folder", folder):
            folder.mkdir(exist_ok=True)
        with contextlib.suppress(PermissionError):  # a folder one may make names in, but not open
            self.sync_folder(folder.parent)

    def create(self, path: Path) -> int:
        """A descriptor for writing the new file `path`; FileExistsError when there is one of that name."""
        with self._step("create", path):
            return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o666)

    def write(self, descriptor: int, content: bytes | memoryview, path: Path) -> None:
        """Write all of `content` at the descriptor's position."""
        with self._step("write", path):
            rest = memoryview(content).cast("B")
            while len(rest):
                rest = rest[os.write(descriptor, rest) :]

    def sync(self, descriptor: int, path: Path) -> None:
        """Return once the file's bytes are on the disk."""
        with self._step("sync", path):
            os.fsync(descriptor)

    def close(self, descriptor: int, path: Path) -> None:
        """Close a descriptor of `create`; some systems say only now that there was no room."""
        with self._step("close", path):
            os.close(descriptor)

    def write_new(self, path: Path, content: bytes) -> None:
        """Write the new file `path` and return once it is on the disk."""
        descriptor = self.create(path)
        try:
            self.write(descriptor, content, path)
            self.sync(descriptor, path)
        finally:
            self.close(descriptor, path)

    def open_lock(self, path: Path) -> int:
        """A descriptor for reading and writing the lock file `path`, made if need be. A link is not followed."""
        with self._step("open_lock", path):
            return os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | _BINARY, 0o666)

    def sync_folder(self, folder: Path) -> None:
        """Return once the folder's names are on the disk (where the system lets a folder be synced)."""
        with self._step("sync_folder", folder):
            if sys.platform == "win32":
                return
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Rename `source` to `target` in one step, over a file that may be there."""
        with self._step("replace", target):
            source.replace(target)

    def remove(self, path: Path) -> None:
        """Remove a file; one that is gone already is well."""
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
                f"No space is left on the disk to write {path}; what was committed before is untouched."
            ) from error


_BINARY: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)

DISK: Final = Disk()
"""The disk as it is."""
