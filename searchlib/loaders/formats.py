"""The table of formats: which reader reads the files of a suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from searchlib.loaders.readers import html, jsonl, mail, pdf, subtitles, tables, text
from searchlib.loaders.source_files import Draft, Notice, ReadOptions, SourceFile

Reader = Callable[[SourceFile, ReadOptions], Iterator[Draft | Notice]]


@dataclass(frozen=True)
class Format:
    """How files of a suffix are read; `rows` when one file holds many documents.

    `slow` says that reading takes as long as all that follows, and that a file is one document under its own name: then
    it may be read by another process than the one that watches over ids.
    """

    read: Reader
    rows: bool = False
    slow: bool = False


# The table to extend for a new format: the longest suffix that fits a name counts.
FORMATS: dict[str, Format] = {
    ".txt": Format(text.read),
    ".text": Format(text.read),
    ".md": Format(text.read),
    ".markdown": Format(text.read),
    ".html": Format(html.read, slow=True),
    ".htm": Format(html.read, slow=True),
    ".xhtml": Format(html.read, slow=True),
    ".jsonl": Format(jsonl.read, rows=True),
    ".ndjson": Format(jsonl.read, rows=True),
    ".jsonl.gz": Format(jsonl.read, rows=True),
    ".ndjson.gz": Format(jsonl.read, rows=True),
    ".csv": Format(tables.read, rows=True),
    ".tsv": Format(tables.read, rows=True),
    ".csv.gz": Format(tables.read, rows=True),
    ".tsv.gz": Format(tables.read, rows=True),
    ".vtt": Format(subtitles.read),
    ".srt": Format(subtitles.read),
    ".pdf": Format(pdf.read, slow=True),
    ".eml": Format(mail.read_message),
    ".mbox": Format(mail.read_mailbox, rows=True),
}
STREAM = FORMATS[".jsonl"]  # what standard input is read as


def format_of(name: str) -> Format | None:
    """How a file of this name is read, or None when no reader knows its suffix."""
    if name == "-":
        return STREAM
    parts = name.rpartition("/")[2].lower().split(".")
    for count in (2, 1):
        stem, suffix = parts[:-count], ".".join(["", *parts[-count:]])
        if any(stem) and suffix in FORMATS:
            return FORMATS[suffix]
    return None
