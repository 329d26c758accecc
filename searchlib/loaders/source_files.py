"""The types of this package: options of readers, source files, drafts of documents, and notices."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any, Literal

from searchlib.errors import ArgumentError, Remedy, SearchlibError, advice_of, with_advice
from searchlib.models import Cue, PublishedFrom
from searchlib.models.documents import Extra

DEFAULT_MAX_FILE = 64 * 1024 * 1024  # bytes

FIELDS = ("id", "text", "title", "published", "source", "authors", "url", "speaker")


@dataclass(frozen=True)
class ReadOptions:
    """How files are read.

    `columns` names the column (or JSON key) of a field, for each of FIELDS that is not to be detected.
    `default_published` dates the documents that do not say when they were published. `max_file` is the size in bytes
    above which a file, or a row of a stream, is refused. `prefix` is put before every document id, as `prefix/id`.
    `encoding` is the codec to decode with, where it is not to be detected. `passages` is "paragraphs", or "whole": each
    document is one passage; without `extract` no statements, dates and quantities are read. Both are for collections on which
    ranking is measured. Raises ArgumentError for a column of no field, a size below 1, an unknown encoding or kind of passages.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    default_published: date | None = None
    max_file: int = DEFAULT_MAX_FILE
    prefix: str = ""
    encoding: str | None = None
    passages: Literal["paragraphs", "whole"] = "paragraphs"
    extract: bool = True

    def __post_init__(self) -> None:
        for name in self.columns:
            if name not in FIELDS:
                raise ArgumentError(
                    f"there is no field {name!r} to take a column for: choose among {', '.join(FIELDS)}"
                )
        if self.max_file < 1:
            raise ArgumentError(f"the largest size of a file must be at least 1 byte, not {self.max_file}")
        if self.passages not in ("paragraphs", "whole"):
            raise ArgumentError(f"passages must be 'paragraphs' or 'whole'; got {self.passages!r}")
        if self.encoding is not None:
            try:
                codecs.lookup(self.encoding)
            except LookupError:
                raise ArgumentError(f"there is no text encoding named {self.encoding!r}") from None

    def meaning(self) -> str:
        """All options that change the result of reading, as one line; part of the digest of a source."""
        prepared = () if (self.passages, self.extract) == ("paragraphs", True) else (self.passages, self.extract)
        return repr((sorted(self.columns.items()), self.default_published, self.prefix, self.encoding, *prepared))


@dataclass(frozen=True)
class Metadata:
    """A row of a metadata table about one file; `place` is the table and the line."""

    place: str = ""
    title: str = ""
    published: date | None = None
    source: str = ""
    authors: tuple[str, ...] = ()
    url: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class SourceFile:
    """A file to read, found by a walk; small, and sent to other processes unchanged.

    `name` is its path relative to the root, with slashes, printable: the id of its document. `path` is the absolute
    path to open, or "-" for standard input. `place` is how messages name it. `size` is in bytes, `modified_ns` in
    nanoseconds since 1970. `settings` is a digest of everything beside its bytes that decides what it is read as: its
    metadata row, the options and the version of the readers.
    """

    root: str
    name: str
    path: str
    place: str
    size: int
    modified_ns: int
    settings: str
    metadata: Metadata = Metadata()


NoticeKind = Literal["failure", "warning", "skipped", "empty"]


@dataclass(frozen=True)
class Notice:
    """A message about a file or a row; `str(notice)` is a sentence.

    A "failure" could not be read; a "warning" was read with a doubt; "skipped" was passed over by rule; "empty" holds
    no text. `place` is the file, or `file:line`. The reason does not repeat the place, so that notices can be counted
    by reason.
    """

    kind: NoticeKind
    place: str
    reason: str
    remedy: Remedy | None = None
    package: str = ""

    @classmethod
    def failure(cls, place: str, error: SearchlibError) -> Notice:
        """The notice of an error at a file or row."""
        return cls("failure", place, error.message, error.remedy, error.package)

    def to_row(self) -> list[str]:
        """The notice as a mapping of texts, for another process."""
        return [self.kind, self.place, self.reason, self.remedy.name if self.remedy else "", self.package]

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> Notice:
        """The notice of a mapping that `to_row` made."""
        kind, place, reason, remedy, package = row
        return cls(kind, place, reason, Remedy[remedy] if remedy else None, package)

    @property
    def message(self) -> str:
        """The place and the reason."""
        return f"{self.place}: {self.reason}"

    def __str__(self) -> str:
        return with_advice(self.message, advice_of(self.remedy, self.package))


@dataclass(frozen=True)
class Walk:
    """The result of a walk: the files to read, in the order of their names, and notices about the others."""

    root: str
    files: tuple[SourceFile, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def skipped(self) -> Counter[str]:
        """How many files and folders were passed over, by reason."""
        return Counter(notice.reason for notice in self.notices if notice.kind == "skipped")


@dataclass(frozen=True)
class Draft:
    """A document as its file states it, before the metadata row is added.

    `key` is the id that the file gives it, or "", and `part` the name of the part of it that this is. `line` is the line
    of the file (from 1) on which `text` begins. `extra` are the values of columns that are no field.
    `published_from` says which part of the file gave `published`. `doubts` are sentences for warnings.
    """

    text: str
    key: str = ""
    part: str = ""
    line: int = 1
    title: str = ""
    published: date | None = None
    published_from: PublishedFrom = "document"
    source: str = ""
    authors: tuple[str, ...] = ()
    url: str = ""
    encoding: str = "utf-8"
    cues: tuple[Cue, ...] = ()
    extra: Extra = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


def digest(*parts: str) -> str:
    """A digest of these strings, 32 hexadecimal digits; not the same for parts cut elsewhere."""
    state = blake2b(digest_size=16)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        state.update(len(encoded).to_bytes(8, "big") + encoded)
    return state.hexdigest()
