"""From files to documents: the reader for a suffix, and the precedence of what is known about a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from searchlib.errors import SearchlibError
from searchlib.loaders.dateline import guess_day
from searchlib.loaders.decoding import printable
from searchlib.loaders.publication_dates import file_name_day
from searchlib.loaders.readers import html, jsonl, mail, pdf, subtitles, tables, text
from searchlib.loaders.source_files import Draft, Notice, ReadOptions, SourceFile
from searchlib.models import Document, PublishedFrom

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


def read_file(source: SourceFile, options: ReadOptions) -> Iterator[Document | Notice]:
    """The file's documents, and a notice for each row or file that fails, is empty or is read with a doubt.

    Raises nothing for what a file may hold: a failure ends this file, and what was read of it before stands.
    """
    form = format_of(source.name)
    if form is None:
        yield Notice("failure", source.place, "no reader knows its suffix")
        return
    try:
        for draft in form.read(source, options):
            if isinstance(draft, Notice):
                yield draft
            else:
                yield from _finished(draft, source, options, rows=form.rows)
    except SearchlibError as error:
        yield Notice("failure", source.place, str(error))


def _finished(draft: Draft, source: SourceFile, options: ReadOptions, *, rows: bool) -> Iterator[Document | Notice]:
    place = f"{source.place}:{draft.line}" if rows else source.place
    if not draft.text or draft.text.isspace():
        yield Notice("empty", place, "it holds no text")
        return
    for doubt in draft.doubts:
        yield Notice("warning", place, doubt)
    beside = source.metadata
    own, other = (draft, beside) if rows else (beside, draft)
    published, published_from = _published(draft, source, options, rows=rows)
    yield Document(
        id=_identity(draft, source, options, rows=rows),
        text=draft.text,
        title=own.title or other.title,
        published=published,
        published_from=published_from,
        source=own.source or other.source,
        authors=own.authors or other.authors,
        url=own.url or other.url,
        path="" if source.path == "-" else printable(source.path),
        line=draft.line,
        encoding=draft.encoding,
        cues=draft.cues,
    )


def _identity(draft: Draft, source: SourceFile, options: ReadOptions, *, rows: bool) -> str:
    own = draft.key or (f"{source.name}:{draft.line}" if rows else source.name)
    return f"{options.prefix}/{own}" if options.prefix else own


def _published(
    draft: Draft, source: SourceFile, options: ReadOptions, *, rows: bool
) -> tuple[date | None, PublishedFrom]:
    """When the document was published, and what says so; never the day of reading."""
    known: list[tuple[date | None, PublishedFrom]] = [
        (source.metadata.published, "metadata"),
        (draft.published, draft.published_from),
    ]
    if rows:
        known.reverse()  # a row speaks for itself first, and the file's name dates the collection, not the row
    else:
        known.append((file_name_day(source.name), "file name"))
    known.append((options.default_published, "default"))
    for day, origin in known:
        if day is not None:
            return day, origin
    guessed = guess_day(draft.text)
    return (None, "unknown") if guessed is None else (guessed, "guessed")
