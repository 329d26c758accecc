"""Starts the processes that help a run, and gives them their pipes: fresh interpreters that speak in lines of JSON."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import IO

from searchlib.errors import Remedy, WorkerFailed
from searchlib.files.failures import reason_of


def command_of(module: str) -> tuple[str, ...]:
    """The arguments of the interpreter for a module; `-P`: the current folder is not searched for modules."""
    return "-P", "-m", module


def started(arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """A new interpreter with these arguments. Raises WorkerFailed when the system has no room for one."""
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": _search_path()},
            process_group=0 if os.name == "posix" else None,  # Ctrl-C goes to the parent, which ends its workers
        )
    except OSError as error:
        raise WorkerFailed(
            f"A worker process could not be started: {reason_of(error)}; nothing was committed.",
            remedy=Remedy.USE_LESS_MEMORY,
        ) from error


def _search_path() -> str:
    """The module search path of this process, for its workers."""
    return os.pathsep.join(os.path.abspath(folder) for folder in sys.path)  # noqa: PTH100


def own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """In such a process: where its requests come from, and where its answers go.

    What a library prints is sent to the standard error, so that it is not taken for an answer.
    """
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.dup2(2, 1)
    return requests, answers


def ending_of(status: int) -> str:
    """How a process ended, in words: of its exit status, or of the signal that killed it."""
    return f"was killed by signal {-status}" if status < 0 else f"ended with the exit status {status}"
