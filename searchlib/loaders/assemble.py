"""Makes documents of what a file and its metadata row say, and decides which of two titles, dates or ids counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from searchlib.errors import SearchlibError
from searchlib.loaders.formats import format_of
from searchlib.loaders.opening import printable
from searchlib.loaders.publication_dates import file_name_day, guess_day
from searchlib.loaders.source_files import Draft, Notice, NoticeKind, ReadOptions, SourceFile
from searchlib.models import Document, PublishedFrom

MOST_NOTICES: Final = 1_000
"""Notices about one file that are told one by one."""


def read_file(source: SourceFile, options: ReadOptions) -> Iterator[Document | Notice]:
    """Yields the file's documents, and a notice for each row or file that fails, is empty or is doubtful.

    Raises no SearchlibError, whatever the file contains: a failure ends this file, and documents already yielded stay
    valid. Of more than MOST_NOTICES the others are counted in one: a file may have millions of bad rows.
    """
    told, others = 0, Counter[NoticeKind]()
    for result in _read_file(source, options):
        if isinstance(result, Document) or told < MOST_NOTICES:
            told += isinstance(result, Notice)
            yield result
        else:
            others[result.kind] += 1
    if others:
        kind: NoticeKind = "failure" if others["failure"] else "warning"
        yield Notice(kind, source.place, f"{others.total():,} more of its rows have such faults")


def _read_file(source: SourceFile, options: ReadOptions) -> Iterator[Document | Notice]:
    form = format_of(source.name)
    if form is None:
        yield Notice("failure", source.place, "no reader knows its suffix")
        return
    try:
        for draft in form.read(source, options):
            if isinstance(draft, Notice):
                yield draft
            else:
                yield from _assembled(draft, source, options, rows=form.rows)
    except SearchlibError as error:
        yield Notice.failure(source.place, error)


def _assembled(draft: Draft, source: SourceFile, options: ReadOptions, *, rows: bool) -> Iterator[Document | Notice]:
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
        extra={**other.extra, **own.extra},
    )


def _identity(draft: Draft, source: SourceFile, options: ReadOptions, *, rows: bool) -> str:
    own = draft.key or (f"{source.name}:{draft.line}" if rows else source.name)
    if draft.part:
        own = f"{own}/{draft.part}"
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
    known.sort(key=lambda told: told[1] == "guessed")  # a page that says when it was changed: any day told comes first
    for day, origin in known:
        if day is not None:
            return day, origin
    guessed = guess_day(draft.text)
    return (None, "unknown") if guessed is None else (guessed, "guessed")
