"""Writes through Whoosh's own interface: each row becomes a document of one passage, passed to the index's writer.

Rows carry text and metadata only. Speakers, dates and numbers are read from text by searchlib's extractors: index
files with searchlib's Index to have them.
"""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import date, datetime
from typing import Any, Final, NoReturn

from whoosh import index, writing

from searchlib.engines.whoosh.columnar.store.commits import Storage
from searchlib.engines.whoosh.columnar.writing.writer import IndexWriter
from searchlib.models import Document, Passage

ACCEPTED: Final = ("doc", "text", "title", "source", "published")
"""The fields that a row may have."""


class PassageWriter(writing.IndexWriter):
    """Adds and deletes rows until `commit` or `cancel`; holds the index's lock from the start."""

    def __init__(self, storage: Storage, whoosh_index: index.Index, *, timeout_s: float) -> None:
        self.schema = whoosh_index.schema
        self._index = whoosh_index
        self._writer = IndexWriter(storage, timeout_s=timeout_s)
        self._writer.__enter__()
        self._open = True

    def reader(self, **_: Any) -> Any:
        """A reader of the last commit: without the rows of this writer."""
        return self._index.reader()

    def searcher(self, **kwargs: Any) -> Any:
        """A searcher of the last commit."""
        return self._index.searcher(**kwargs)

    # --- rows --------------------------------------------------------------------------------------------------

    def add_document(self, **row: Any) -> None:
        """Add one row. `doc` is its id, a random one if it has none.

        Raises ValueError, and leaves nothing behind, for a field that no row may hold, a value of another type, or an
        id that is there already.
        """
        document = _document(row)
        if self._writer.added(document.id) is not None:
            raise ValueError(f"There is a document {document.id!r} already; update_document replaces it.")
        self._add(document)

    def update_document(self, **row: Any) -> None:
        """Add one row in the place of the document of the same `doc`, committed or not."""
        self._add(_document(row))

    def _add(self, document: Document) -> None:
        end = len(document.text)
        passage = Passage(
            id=f"{document.id}#0", document=document.id, ordinal=0, start=0, end=end, line=1, text=document.text
        )
        self._writer.add(document, (passage,))

    # --- deleting ----------------------------------------------------------------------------------------------

    def delete_by_query(self, q: Any, searcher: Any = None) -> int:
        """Delete the documents whose passages match; returns how many passages that were.

        Only committed ones are looked for. Raises ValueError when of some document only a part matches: documents are
        deleted whole, by `doc`.
        """
        own = searcher or self.searcher()
        try:
            ids = Counter(own.stored_fields(passage)["doc"] for passage in own.docs_for_query(q, for_deletion=True))
            for name, matching in ids.items():
                self._refuse_part(own, name, matching)
        finally:
            if searcher is None:
                own.close()
        for name in ids:
            self._writer.delete(name)
        return sum(ids.values())

    @staticmethod
    def _refuse_part(searcher: Any, name: str, matching: int) -> None:
        passages = searcher.reader().doc_frequency("doc", name)
        if matching < passages:
            raise ValueError(
                f"Only {matching} of the {passages} passages of {name!r} match, and documents are deleted whole: "
                "delete by `doc`."
            )

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete the document that has this passage; it must be its only one."""
        if not delete:
            raise NotImplementedError("A deleted document cannot be restored; add it again.")
        with self.searcher() as searcher:
            name = searcher.stored_fields(docnum)["doc"]
            self._refuse_part(searcher, name, 1)
        self._writer.delete(name)

    # --- the end -----------------------------------------------------------------------------------------------

    def commit(self, *, optimize: bool = False, **_: Any) -> None:
        """Make all rows and deletions the index's new state; `optimize` leaves a single segment. Raises StorageFull."""
        assert self._open, "the writer is closed"
        try:
            self._writer.commit(compact=optimize)
        finally:
            self._close()

    def cancel(self, **_: Any) -> None:
        """Leave the index as it was."""
        if self._open:
            self._close()

    def _close(self) -> None:
        self._open = False
        self._writer.__exit__(None, None, None)

    def add_reader(self, reader: Any) -> NoReturn:
        """Not supported: the terms of another index come from another analysis."""
        raise NotImplementedError("Documents come in as text: add_document, or searchlib's Index.")

    def add_field(self, fieldname: str, fieldtype: Any, **_: Any) -> NoReturn:
        """Not supported: the fields are those of searchlib's table."""
        raise NotImplementedError("The fields of this index are searchlib's own table; none can be added.")

    def remove_field(self, fieldname: str, **_: Any) -> NoReturn:
        """Not supported: the fields are those of searchlib's table."""
        raise NotImplementedError("The fields of this index are searchlib's own table; none can be removed.")


def _document(row: dict[str, Any]) -> Document:
    """The row as a document, checked whole before anything of it is kept."""
    unknown = sorted(set(row) - set(ACCEPTED))
    if unknown:
        raise ValueError(
            f"A row has only the fields {', '.join(ACCEPTED)}; remove {', '.join(unknown)}. Speakers, dates and numbers are read from the "
            "text when files are indexed with searchlib's Index."
        )
    published = row.get("published")
    if isinstance(published, datetime):
        published = published.date()
    if published is not None and not isinstance(published, date):
        raise ValueError(f"`published` must be a date or a datetime; got {published!r}.")
    texts = {name: row.get(name) or "" for name in ("doc", "text", "title", "source")}
    for name, value in texts.items():
        if not isinstance(value, str):
            raise ValueError(f"`{name}` must be text; got {value!r}.")  # noqa: TRY004 - as Whoosh's own writer
        value.encode()  # raises UnicodeEncodeError, a ValueError, for a lone surrogate
    return Document(
        id=texts["doc"] or secrets.token_hex(8),
        text=texts["text"],
        title=texts["title"],
        source=texts["source"],
        published=published,
        published_from="metadata" if published else "unknown",
    )
