"""Where compiled kernels are kept, and how they come to be there while nobody waits. It knows numba by its name alone.

numba compiles a kernel in some seconds and can keep the result on disk, so that the next process loads it in a few
hundredths of one. Its own cache looks at the age of one source file, and a kernel that calls a function of another file
would be served stale. So the folder's name carries a digest of all sources in `ranking/`, constants included. The folder lies beside
them; where that cannot be written (a system-wide installation), in the user's own cache; where that cannot either,
kernels are compiled anew in each process. It is never a shared temporary folder, for what lies in it is run. Who sets
NUMBA_CACHE_DIR has decided.

A mark in the folder says that every kernel is there. Where it is missing, a process of low priority compiles them, which takes half
a minute, and NumPy answers until then.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import subprocess
import sys
import time
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from searchlib.errors import SearchlibError
from searchlib.files.locks import WriterLock

COMPILE: Final = "SEARCHLIB_COMPILE"
"""When this environment variable is 0, no process is started that compiles kernels."""
_HERE: Final = Path(__file__).parent
_PAUSE_S: Final = 1.0
"""Seconds between two looks whether the kernels are there by now."""
_LOCK: Final = "compiling.lock"
_NICENESS: Final = 10
_CODE: Final = "from searchlib import ranking; ranking.compile_kernels()"


@cache
def folder() -> Path | None:
    """The first folder of ours that can be written, or None."""
    if os.environ.get("NUMBA_CACHE_DIR"):
        return Path(os.environ["NUMBA_CACHE_DIR"])
    name = f"kernels-{_digest()}"
    places = [_HERE / "kernels" / "__pycache__"]
    if sys.platform == "win32":
        places.append(Path(os.environ.get("LOCALAPPDATA", "~")) / "searchlib")
    else:
        places.append(Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "searchlib")
    for place in places:
        try:
            made = place.expanduser() / name
            made.mkdir(mode=0o700, parents=True, exist_ok=True)
        except (OSError, RuntimeError):  # read-only, or no home folder
            continue
        if os.access(made, os.W_OK):
            return made
    return None


def is_complete() -> bool:
    """Whether every kernel lies compiled in the folder, for this machine and this Python."""
    mark = _mark()
    return mark is not None and mark.exists()


def complete() -> None:
    """Note that every kernel lies in the folder."""
    mark = _mark()
    if mark is not None:
        try:
            mark.touch()
        except OSError:  # as where nothing can be written: the next process finds out again
            return


class Background:
    """The process that compiles kernels: started once, and looked for now and then."""

    def __init__(self) -> None:
        self._started = False
        self._look_after = 0.0

    def ready(self) -> bool:
        """Whether kernels can be loaded without compiling; where they cannot, the process that compiles them is started."""
        if time.monotonic() < self._look_after or not numba_version():
            return False
        self._look_after = time.monotonic() + _PAUSE_S
        complete = is_complete()
        if not complete:
            self.start()
        return complete

    def start(self) -> None:
        """Start the process, where there is something to compile and a place for it, unless this object did."""
        if self._started or os.environ.get(COMPILE) == "0" or not numba_version() or folder() is None or is_complete():
            return
        self._started = True
        paths = [str(_HERE.parents[1]), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}
        with contextlib.suppress(OSError):
            process = subprocess.Popen(  # noqa: S603 - this interpreter, with our own code
                [sys.executable, "-c", _CODE],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            process.returncode = 0  # nobody waits for it: it may outlive this process


BACKGROUND: Final = Background()
"""The one of this process."""


def alone() -> WriterLock | None:
    """The lock under which one process of a machine compiles, taken; None while another one does."""
    place = folder()
    if place is None:
        return None
    lock = WriterLock(place / _LOCK)
    try:
        place.mkdir(parents=True, exist_ok=True)
        lock.acquire(0.0)
    except (SearchlibError, OSError):
        return None
    return lock


def stand_back() -> None:
    """Give this process the low priority of one that nobody waits for."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)


@cache
def numba_version() -> str:
    """The version of numba that is installed; "" for none."""
    if sys.modules.get("numba", numba_version) is None:  # an import of it is refused
        return ""
    try:
        return version("numba")
    except PackageNotFoundError:
        return ""


@cache
def _digest() -> str:
    """Names all sources that a kernel may have been compiled from, and the compiler."""
    digest = hashlib.sha256(numba_version().encode())
    for source in sorted([*(_HERE / "kernels").glob("*.py"), *_HERE.glob("*.py")]):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _mark() -> Path | None:
    """The file that is there once all kernels are; numba compiles for one processor and one Python."""
    place = folder()
    if place is None:
        return None
    machine = "|".join((_digest(), platform.machine(), platform.node(), str(sys.implementation.cache_tag)))
    return place / f"complete-{hashlib.sha256(machine.encode()).hexdigest()[:16]}"
