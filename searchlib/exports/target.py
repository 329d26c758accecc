"""The file that an export becomes: written beside its place in a folder of its own, and renamed when it is whole."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from searchlib.engines import is_index
from searchlib.errors import ArgumentError, IndexLocked, Remedy, StorageFailed
from searchlib.files.disk import DISK
from searchlib.files.failures import failure
from searchlib.files.locks import WriterLock

_PREFIX: Final = ".searchlib-export-"
_LOCK: Final = "lock"


@contextmanager
def written_whole(path: Path, *, replace: bool) -> Iterator[Path]:
    """A path to write a file or folder at; at the end it gets the name `path`, after an error it is removed.

    Raises ArgumentError when its folder is not there, or when `path` is there already, unless `replace`; a folder is never replaced by a file, and a folder
    that holds anything but an earlier export, a link, a device, a pipe and the files of an index are never replaced. What killed exports left in that folder is removed.
    """
    _refuse(path, replace=replace)
    require_folder(path)
    folder = path.absolute().parent
    with _workplace(path) as workplace:
        new, old = workplace / "new", workplace / "old"
        try:
            yield new
        except OSError as error:
            raise output_failed(error, "write", path) from error
        _refuse(path, replace=replace)
        if new.is_file():
            with new.open("rb") as stream:
                os.fsync(stream.fileno())
        if aside := new.is_dir() and path.is_dir():
            DISK.replace(path, old)
        try:
            DISK.replace(new, path)
        except BaseException:
            if aside:
                DISK.replace(old, path)
            raise
        DISK.sync_folder(folder)


def output_failed(error: OSError, call: str, path: Path) -> StorageFailed:
    """The error of ours for one of the operating system that a method of the disk met at a file which a user named for an answer."""
    failed = failure(error, call, path)
    if failed.remedy is Remedy.NAME_ANOTHER_INDEX:
        failed.remedy = Remedy.NAME_ANOTHER_FILE
    return failed


def require_folder(path: Path) -> None:
    """Raise ArgumentError when the folder in which a file is to be written is not there: it is not created unasked."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise ArgumentError(f"{path} cannot be written: there is no folder {folder}.")


@contextmanager
def _workplace(path: Path) -> Iterator[Path]:
    """A new folder beside `path`, in which a lock tells other exports that this one is alive; removed at the end."""
    folder = path.absolute().parent
    _remove_abandoned(folder)
    try:
        workplace = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
    except OSError as error:
        raise output_failed(error, "create", path) from error
    lock = WriterLock(workplace / _LOCK)
    try:
        with suppress(StorageFailed):  # a disk without locks: nobody else can take it either
            lock.acquire(timeout_s=0)
        yield workplace
    finally:
        with suppress(StorageFailed):
            lock.release()
        shutil.rmtree(workplace, ignore_errors=True)


def _remove_abandoned(folder: Path) -> None:
    """Remove the workplaces of exports that were killed: nobody holds their locks. Links are never followed."""
    for workplace in folder.glob(f"{_PREFIX}*"):
        lock = workplace / _LOCK
        with suppress(OSError, IndexLocked, StorageFailed):
            if stat.S_ISDIR(workplace.lstat().st_mode) and stat.S_ISREG(lock.lstat().st_mode):
                abandoned = WriterLock(lock)
                abandoned.acquire(timeout_s=0)
                abandoned.release()
                shutil.rmtree(workplace, ignore_errors=True)


def _refuse(path: Path, *, replace: bool) -> None:
    if path.is_symlink():  # /dev/stdout too: the link would be lost, and what it leads to stays as it is
        raise ArgumentError(f"{path} is a link: name the file or folder itself.")
    if is_index(path.absolute().parent):
        raise ArgumentError(f"{path} would stand among the files of an index: name a place in another folder.")
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise ArgumentError(f"{path} is a device or a pipe: name a file that can be made anew.")
    if os.path.lexists(path) and not replace:
        raise ArgumentError(f"{path} is there already.", remedy=Remedy.ALLOW_REPLACING)
    if path.is_dir() and not all(part.suffix == ".parquet" for part in path.iterdir()):
        raise ArgumentError(f"{path} is a folder that holds more than an export: name another place.")
