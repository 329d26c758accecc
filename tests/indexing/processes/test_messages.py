"""What crosses the pipes between a run and its workers arrives as it was sent."""

from __future__ import annotations

import io
import json

import pytest

from searchlib.errors import MissingExtra, ReadError, Remedy, SearchlibError, StorageFull, WorkerFailed
from searchlib.indexing.processes import messages
from searchlib.models import Document, Passage


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


@pytest.mark.parametrize("preparation", [(False, True), (True, False)])
def test_a_document_keeps_how_it_is_to_be_prepared(preparation: tuple[bool, bool]) -> None:
    """Whatever its text holds, also what looks like a message."""
    document = Document(id='a,"document":{', text='x\n,"document":"y"}', title="é")
    line = messages.document_line(document, 7, preparation)
    assert line.count(b"\n") == 1
    assert messages.read_line(line) == messages.NewDocument(document, 7, preparation)


def test_a_worker_prepares_as_it_is_told() -> None:
    """A worker keeps a document whole, and extracts nothing, where the message says so."""
    from searchlib.indexing.processes.worker import _Work

    class Sink:
        def __init__(self) -> None:
            self.added: list[tuple[Passage, ...]] = []

        def add(self, document: Document, passages: tuple[Passage, ...], *, added: int) -> None:
            self.added.append(passages)

    sink = Sink()
    work = _Work(sink, io.BytesIO())
    text = "\n\n".join(["Plums were few this year, Ann Lee said. " * 30] * 3)
    for preparation in ((False, True), (True, False)):
        work.add(Document(id="a", text=text), 1, preparation)
    cut, whole = sink.added
    assert len(cut) > 1
    assert any(passage.statements for passage in cut)
    assert [(passage.text, passage.statements) for passage in whole] == [(text.strip(), ())]
