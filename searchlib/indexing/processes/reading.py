"""The process that reads files within limits, `python -m searchlib.indexing.processes.reading`; see file_reader.py.

Its memory is bounded by the system (where it knows RLIMIT_AS), and so is its time on the processor, for the case that the
parent is no longer there to kill it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from searchlib.indexing.processes import messages
from searchlib.indexing.processes.interpreters import own_pipes
from searchlib.indexing.processes.limits import ReadingLimits
from searchlib.loaders import Notice, read_file
from searchlib.loaders.opening import size_in_words
from searchlib.loaders.third_party import fault

_STATM = Path("/proc/self/statm")


def main() -> None:
    """Read files until the standard input ends, and answer on the standard output."""
    requests, answers = own_pipes()
    limits = ReadingLimits(**json.loads(requests.readline()))
    idle = _address_space()
    _bound_memory(idle + limits.memory)
    answers.write(messages.line_of({"ready": True}))
    answers.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # complaints of parsers: the reason of a failure is an answer
    with contextlib.suppress(BrokenPipeError):  # the parent is gone
        for line in requests:
            file = messages.read_line(line)
            assert isinstance(file, messages.FileToRead)
            with _timed(limits.seconds_for(file.source.size)):
                reason = _answered(file, answers, limits)
            spent = bool(reason) or _address_space() > idle + limits.memory // 2
            answers.write(messages.line_of({"end": reason, "spent": spent}))
            answers.flush()


def _answered(file: messages.FileToRead, answers: IO[bytes], limits: ReadingLimits) -> str:
    """Read a file and answer what it holds; why that failed, or ""."""
    try:
        for result in read_file(file.source, file.options):
            if isinstance(result, Notice):
                answers.write(messages.line_of({"notice": result.to_row()}))
            else:
                answers.write(messages.found_line(result))
    except MemoryError:
        most = size_in_words(limits.memory)
        return f"it takes more than {most} of memory to read, the most that one file may take"
    except Exception as error:  # noqa: BLE001 - one file never stops a run
        return f"a reader of searchlib's own failed on it ({fault(error)}); please report it with the file"
    return ""


def _address_space() -> int:
    """The bytes of this process's address space, 0 where the system does not say."""
    try:
        return int(_STATM.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _bound_memory(most: int) -> None:
    """Have the system refuse more memory than this, and write no core when a parser crashes."""
    try:
        import resource
    except ImportError:  # Windows
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def _timed(seconds: float) -> Iterator[None]:
    """Have the system kill this process when it works for longer than this: no parser can hold the signal up."""
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


if __name__ == "__main__":
    main()
