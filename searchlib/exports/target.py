"""The file that an export becomes: written beside its place under another name, and renamed when it is whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from searchlib.errors import ArgumentError, Remedy
from searchlib.files.disk import DISK


@contextmanager
def written_whole(path: Path, *, replace: bool) -> Iterator[Path]:
    """A path to write a file or folder at; at the end it gets the name `path`, after an error it is removed.

    Raises ArgumentError when its folder is not there, or when `path` is there already, unless `replace`; a folder is never replaced by a file, and a folder
    that holds anything but an earlier export, a link, a device and a pipe are never replaced.
    """
    _refuse(path, replace=replace)
    require_folder(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        _refuse(path, replace=replace)
        if temporary.is_dir() and path.is_dir():
            shutil.rmtree(path)
        elif temporary.is_file():
            with temporary.open("rb") as stream:
                os.fsync(stream.fileno())
        DISK.replace(temporary, path)
        DISK.sync_folder(path.absolute().parent)
    finally:
        if temporary.is_dir():
            shutil.rmtree(temporary, ignore_errors=True)
        else:
            DISK.remove(temporary)


def require_folder(path: Path) -> None:
    """Raise ArgumentError when the folder in which a file is to be written is not there: it is not created unasked."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise ArgumentError(f"{path} cannot be written: there is no folder {folder}.")


def _refuse(path: Path, *, replace: bool) -> None:
    if path.is_symlink():  # /dev/stdout too: the link would be lost, and what it leads to stays as it is
        raise ArgumentError(f"{path} is a link: name the file or folder itself.")
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise ArgumentError(f"{path} is a device or a pipe: name a file that can be made anew.")
    if os.path.lexists(path) and not replace:
        raise ArgumentError(f"{path} is there already.", remedy=Remedy.ALLOW_REPLACING)
    if path.is_dir() and not all(part.suffix == ".parquet" for part in path.iterdir()):
        raise ArgumentError(f"{path} is a folder that holds more than an export: name another place.")
