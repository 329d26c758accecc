"""What crosses the pipes between a run and its workers arrives as it was sent."""

from __future__ import annotations

import json

import pytest

from searchlib.errors import MissingExtra, ReadError, Remedy, SearchlibError, StorageFull, WorkerFailed
from searchlib.indexing.processes import messages


@pytest.mark.parametrize(
    "error",
    [
        StorageFull("No space is left in /index."),
        ReadError("It is no PDF.", remedy=Remedy.NAME_THE_ENCODING),
        MissingExtra("PDFs need a library.", package="searchlib[pdf]"),
        WorkerFailed("A worker process ran out of memory.", remedy=Remedy.USE_LESS_MEMORY),
    ],
)
def test_an_error_keeps_its_class_code_and_remedy(error: SearchlibError) -> None:
    """It reads the same on the other side."""
    read = messages.read_error(json.loads(messages.line_of(messages.error_row(error))))
    assert type(read) is type(error)
    assert (str(read), read.code, read.remedy) == (str(error), error.code, error.remedy)


def test_an_unknown_error_is_that_a_worker_failed() -> None:
    """A code that this process does not know, as of an engine's own error, keeps its sentence."""
    read = messages.read_error({"code": "of_the_engine", "message": "It is gone.", "remedy": "", "package": ""})
    assert isinstance(read, WorkerFailed)
    assert read.message == "It is gone."
