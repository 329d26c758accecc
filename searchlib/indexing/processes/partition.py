"""What a worker of a Dask cluster does: one partition, the lines that a worker process would be sent, in one call.

A partition begins with the sink that it opens and ends with FINISH, so that it is done by itself, anywhere, and again where
its worker was killed. The same partitions give the same bytes whoever does them.
"""

from __future__ import annotations

import io
import os

from searchlib.indexing.processes.worker import serve
from searchlib.versions import EXTRACTION_VERSION, SEARCHLIB


def rules() -> str:
    """The versions that must be the same on all workers, as one text."""
    return f"searchlib {SEARCHLIB}, rules {EXTRACTION_VERSION}"


def run_partition(lines: bytes) -> bytes:
    """Do a partition; returns the answers, a line each. The last says that it is done, or the error that ended it."""
    answers = io.BytesIO()
    serve(io.BytesIO(lines), answers)
    return answers.getvalue()


def has_file(path: str, size: int, modified_ns: int) -> bool:
    """Whether this machine has this very file."""
    try:
        status = os.stat(path)  # noqa: PTH116 - a path that is no UTF-8 stays as the system gave it
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (size, modified_ns)
