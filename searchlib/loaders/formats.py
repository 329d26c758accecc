"""The table of formats: file suffix to reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from searchlib.loaders.readers import docx, html, jsonl, mail, pdf, subtitles, tables, text
from searchlib.loaders.source_files import Draft, Notice, ReadOptions, SourceFile

Reader = Callable[[SourceFile, ReadOptions], Iterator[Draft | Notice]]


@dataclass(frozen=True)
class Format:
    """How files of one suffix are read; `rows` is True when one file contains many documents.

    `slow` says that reading takes as long as all that follows, and that a file is one document under its own name: then
    it may be read by another process than the one that watches over ids. `foreign` says that a library of others parses
    it, whose time and memory nobody bounds.
    """

    read: Reader
    rows: bool = False
    slow: bool = False
    foreign: bool = False


# The table to extend for a new format: the last suffix of a name counts, and .gz behind it is unpacked.
FORMATS: dict[str, Format] = {
    ".txt": Format(text.read),
    ".text": Format(text.read),
    ".md": Format(text.read),
    ".markdown": Format(text.read),
    ".html": Format(html.read, slow=True, foreign=True),
    ".htm": Format(html.read, slow=True, foreign=True),
    ".xhtml": Format(html.read, slow=True, foreign=True),
    ".json": Format(jsonl.read_array, rows=True),
    ".jsonl": Format(jsonl.read, rows=True),
    ".ndjson": Format(jsonl.read, rows=True),
    ".csv": Format(tables.read, rows=True),
    ".tsv": Format(tables.read, rows=True),
    ".vtt": Format(subtitles.read),
    ".srt": Format(subtitles.read),
    ".pdf": Format(pdf.read, slow=True, foreign=True),
    ".docx": Format(docx.read, foreign=True),
    ".eml": Format(mail.read_message, foreign=True),
    ".mbox": Format(mail.read_mailbox, rows=True, foreign=True),
}
PACKED = ".gz"
LARGE = 4 << 20
"""Bytes from which a file may take more memory than a run has to spare: JSON takes 25 times its size, at worst."""
STREAM = FORMATS[".jsonl"]  # what standard input is read as


def format_of(name: str) -> Format | None:
    """How a file of this name is read, or None when no reader knows its suffix."""
    if name == "-":
        return STREAM
    file = name.rpartition("/")[2].lower().removesuffix(PACKED)
    stem, dot, suffix = file.rpartition(".")
    return FORMATS.get(dot + suffix) if stem.strip(".") else None


def is_confined(source: SourceFile) -> bool:
    """Whether reading the file may take time and memory out of all proportion: it is read where it can be stopped.

    True for what libraries of others parse, and for large and packed files; never for the standard input.
    """
    form = format_of(source.name)
    if form is None or source.path == "-":
        return False
    return form.foreign or source.size > LARGE or source.name.lower().endswith(PACKED)
