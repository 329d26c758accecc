"""Writing through Whoosh's own interface: each row becomes a document of one passage, and goes to our one writer.

Rows carry text and metadata only. Speakers, dates and numbers are read from text by searchlib's extractors: index
files with searchlib's Index to have them.
"""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NoReturn

from whoosh import writing

from searchlib.engines.whoosh.columnar.store.commits import Storage
from searchlib.engines.whoosh.columnar.writing.writer import IndexWriter
from searchlib.models import Document, Passage

if TYPE_CHECKING:
    from searchlib.engines.whoosh.interface.index import PassageIndex

ACCEPTED: Final = ("doc", "text", "title", "source", "published")
"""What a row may hold."""


class PassageWriter(writing.IndexWriter):
    """Adds and deletes rows until `commit` or `cancel`; holds the index's lock from the start."""

    def __init__(self, storage: Storage, index: PassageIndex, *, timeout_s: float) -> None:
        self.schema = index.schema
        self._index = index
        self._writer = IndexWriter(storage, timeout_s=timeout_s)
        self._writer.__enter__()
        self._open = True

    def reader(self, **_: Any) -> Any:
        """The last commit: rows of this writer are not in it yet."""
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
            ids = Counter(own.stored_fields(number)["doc"] for number in own.docs_for_query(q, for_deletion=True))
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
            raise NotImplementedError("What was deleted cannot be brought back; add it again.")
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
        """Refused: another index's terms are not our analysis'."""
        raise NotImplementedError("Documents come in as text: add_document, or searchlib's Index.")

    def add_field(self, fieldname: str, fieldtype: Any, **_: Any) -> NoReturn:
        """Refused: the fields are those of searchlib's table."""
        raise NotImplementedError("The fields of this index are searchlib's own table; none can be added.")

    def remove_field(self, fieldname: str, **_: Any) -> NoReturn:
        """Refused: the fields are those of searchlib's table."""
        raise NotImplementedError("The fields of this index are searchlib's own table; none can be removed.")


def _document(row: dict[str, Any]) -> Document:
    """The row as a document, checked whole before anything of it is kept."""
    unknown = sorted(set(row) - set(ACCEPTED))
    if unknown:
        raise ValueError(
            f"A row holds {', '.join(ACCEPTED)}; not {', '.join(unknown)}. Speakers, dates and numbers are read from the "
            "text when files are indexed with searchlib's Index."
        )
    published = row.get("published")
    if isinstance(published, datetime):
        published = published.date()
    if published is not None and not isinstance(published, date):
        raise ValueError(f"`published` is a date or a datetime, not {published!r}.")
    texts = {name: row.get(name) or "" for name in ("doc", "text", "title", "source")}
    for name, value in texts.items():
        if not isinstance(value, str):
            raise ValueError(f"`{name}` is text, not {value!r}.")  # noqa: TRY004 - as Whoosh's own writer
        value.encode()  # a lone surrogate is no text: UnicodeEncodeError is a ValueError
    return Document(
        id=texts["doc"] or secrets.token_hex(8),
        text=texts["text"],
        title=texts["title"],
        source=texts["source"],
        published=published,
        published_from="metadata" if published else "unknown",
    )
