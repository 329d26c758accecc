"""What an error of the operating system means: which file, what was tried, and what helps."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from searchlib.errors import NotWritable, Remedy, StorageFailed, StorageFull

_FULL: Final = ("ENOSPC", "EFBIG", "EDQUOT")
_FORBIDDEN: Final = ("EACCES", "EPERM", "EROFS")
_READING: Final = ("open", "read", "map", "list", "look at")
_REMEDIES: Final = {
    **dict.fromkeys(_FULL, Remedy.FREE_SPACE),
    **dict.fromkeys(("EACCES", "EPERM"), Remedy.GET_THE_RIGHT),
    "EROFS": Remedy.NAME_ANOTHER_INDEX,
    "EIO": Remedy.CHECK_DISK,
    "EMFILE": Remedy.OPEN_FEWER_FILES,
    "ENFILE": Remedy.OPEN_FEWER_FILES,
    "ESTALE": Remedy.MOUNT_AGAIN,
    "ENOLCK": Remedy.USE_A_LOCAL_DISK,
    "ENOMEM": Remedy.USE_LESS_MEMORY,
    "EAGAIN": Remedy.USE_LESS_MEMORY,
}
_TRIED: Final = {
    "make_folder": "created",
    "create": "created",
    "write": "written",
    "sync": "written out to the disk",
    "close": "closed",
    "open_lock": "opened",
    "lock": "locked",
    "unlock": "unlocked",
    "sync_folder": "written out to the disk",
    "replace": "replaced",
    "remove": "removed",
    "open": "opened",
    "read": "read",
    "map": "mapped into memory",
    "list": "listed",
    "look at": "looked at",
}
"""For each method of the disk, what could not be done to the file."""


def remedy_of(error: OSError) -> Remedy | None:
    """What helps against an error of the operating system; None when nothing is known to help."""
    return _REMEDIES.get(_name(error))


def failure(error: OSError, call: str, path: Path) -> StorageFailed:
    """The error of ours for one of the operating system that a method of the disk met at a file."""
    kind: type[StorageFailed] = StorageFailed
    if _name(error) in _FULL:
        kind = StorageFull
    elif _name(error) in _FORBIDDEN and call not in _READING:
        kind = NotWritable
    remedy = None if kind is NotWritable else remedy_of(error)
    return kind(f"{path} could not be {_TRIED[call]}: {reason_of(error)}.", remedy=remedy)


@contextlib.contextmanager
def nothing_changed() -> Iterator[None]:
    """Have a StorageFailed that says nothing of it yet say that the index is unchanged."""
    try:
        yield
    except StorageFailed as error:
        error.conclude("the index is unchanged")
        raise


def reason_of(error: OSError) -> str:
    """The operating system's words for an error."""
    return error.strerror or str(error) or type(error).__name__


def _name(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, "")
