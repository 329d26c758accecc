"""The messages between a run and its worker processes: one line of JSON each.

To a worker: first how to open its sink, then documents, prepared documents and files, then FINISH. From a worker: the
results of its sink, documents that failed, the outcome of each file, and last that it is done, or the error that ended it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from searchlib.engines.contract import SinkCall
from searchlib.errors import Remedy, SearchlibError, WorkerFailed
from searchlib.models import Document, Passage, Value

if TYPE_CHECKING:
    from searchlib.loaders import ReadOptions, SourceFile

FINISH: Final = b'{"finish":true}\n'
"""The last message to a worker."""

_PREPARED: Final = b'{"prepared":'
_DOCUMENT: Final = b',"document":'
_FOUND: Final = b'{"found":'


class PreparedDocument(Value):
    """A document with its passages; `prepared` is the version of the index that first held it."""

    prepared: int
    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class NewDocument:
    """A document to extract from and to split; `added` is the version of the index that first held it.

    `preparation` are the values of a `Preparation`.
    """

    document: Document
    added: int
    preparation: tuple[bool, bool] = (False, True)


@dataclass(frozen=True)
class FileToRead:
    """A file that holds one document; the answer has the same `ordinal`."""

    ordinal: int
    source: SourceFile
    options: ReadOptions
    added: int


def line_of(message: Mapping[str, Any]) -> bytes:
    """A message as a line."""
    return json.dumps(message, default=date.isoformat).encode() + b"\n"


def sink_line(sink: SinkCall) -> bytes:
    """The first line: how the worker opens its sink."""
    return line_of({"module": sink.module, "arguments": dict(sink.arguments)})


def document_line(document: Document, added: int, preparation: Sequence[bool] = (False, True)) -> bytes:
    """A document to extract from and to split."""
    head = json.dumps({"added": added, "preparation": preparation}).encode()
    return b"%s%s%s}\n" % (head[:-1], _DOCUMENT, document.model_dump_json().encode())


def prepared_line(document: Document, passages: Sequence[Passage], added: int) -> bytes:
    """A document with the passages that the caller made of it."""
    message = PreparedDocument.model_construct(prepared=added, document=document, passages=tuple(passages))
    return message.model_dump_json(exclude_defaults=True).encode() + b"\n"


def file_line(ordinal: int, source: SourceFile, options: ReadOptions, added: int) -> bytes:
    """A file to read."""
    return line_of({"added": added, "ordinal": ordinal, "source": asdict(source), "options": asdict(options)})


def found_line(document: Document) -> bytes:
    """A document that a file holds."""
    return b"%s%s}\n" % (_FOUND, document.model_dump_json().encode())


def read_found(line: bytes) -> Document | None:
    """The document of `found_line`; None for any other line."""
    return Document.model_validate_json(line[len(_FOUND) : -2]) if line.startswith(_FOUND) else None


def error_row(error: SearchlibError) -> dict[str, str]:
    """An error as texts: its class by its code, its message, its remedy and its package."""
    remedy = error.remedy.name if error.remedy else ""
    return {"code": error.code, "message": error.message, "remedy": remedy, "package": error.package}


def read_error(row: Mapping[str, str]) -> SearchlibError:
    """The error that `error_row` was called on; WorkerFailed for a code that is not known here."""
    error = _error_classes().get(row["code"], WorkerFailed)(row["message"])
    error.remedy = Remedy[row["remedy"]] if row["remedy"] else None
    error.package = row["package"]
    return error


def _error_classes() -> dict[str, type[SearchlibError]]:
    """Every class of the error tree by its code."""
    classes: list[type[SearchlibError]] = [SearchlibError]
    for known in classes:
        classes += known.__subclasses__()
    return {known.code: known for known in reversed(classes)}


def read_sink(line: bytes) -> SinkCall:
    """The sink that the first line names."""
    row = json.loads(line)
    return SinkCall(row["module"], row["arguments"])


def read_line(line: bytes) -> PreparedDocument | NewDocument | FileToRead:
    """The message of any later line but FINISH."""
    if line.startswith(_PREPARED):
        return PreparedDocument.model_validate_json(line)
    head, document, rest = line.partition(_DOCUMENT)
    if document:
        row = json.loads(head + b"}")
        whole, extracts = row["preparation"]
        return NewDocument(Document.model_validate_json(rest.rstrip()[:-1]), row["added"], (whole, extracts))
    row = json.loads(line)
    return FileToRead(row["ordinal"], _source(row["source"]), _options(row["options"]), row["added"])


def _source(row: Mapping[str, Any]) -> SourceFile:
    from searchlib.loaders import Metadata, SourceFile

    beside = row["metadata"]
    metadata = Metadata(**{**beside, "authors": tuple(beside["authors"]), "published": _day(beside["published"])})
    return replace(SourceFile(**{**row, "metadata": Metadata()}), metadata=metadata)


def _options(row: Mapping[str, Any]) -> ReadOptions:
    from searchlib.loaders import ReadOptions

    return ReadOptions(**{**row, "default_published": _day(row["default_published"])})


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
