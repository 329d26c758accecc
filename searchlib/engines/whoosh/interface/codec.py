"""Whoosh's codec over a columnar segment: its terms, its passages, its columns.

A Whoosh document is a passage. This codec only reads (Whoosh's writers feed posting by posting; `writer.py` passes
documents to our own writer instead), nothing is unpickled, and the schema never comes from the disk. A damaged segment
raises IndexCorrupt here as in searchlib's own searches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final, NoReturn

import numpy as np
from numpy.typing import NDArray
from whoosh import columns
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from searchlib.engines.whoosh.columnar.evaluation.statistics import ROWS
from searchlib.engines.whoosh.columnar.segments.integrity import translate_corruption
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.layout import EPOCH, NO_DAY
from searchlib.engines.whoosh.interface.matcher import PassageMatcher
from searchlib.engines.whoosh.interface.schema import NO_VALUE
from searchlib.engines.whoosh.interface.vocabulary import PassageMatches, Vocabulary, figure_keys, text_of, vocabularies

_DAY: Final = 86_400_000_000


@translate_corruption
class PassageSegment(base.Segment):
    """A segment of a snapshot; its deletions never change."""

    def __init__(self, segment: Segment) -> None:
        super().__init__("searchlib")
        self.segid = segment.name
        self.columnar = segment

    def read_segments(self) -> Sequence[Segment]:
        """Segments that this object reads: checked again when a method raises an unexpected error."""
        return [self.columnar]

    def codec(self) -> PassageCodec:
        """The codec that reads it."""
        return PassageCodec()

    def doc_count_all(self) -> int:
        """How many passages it has, deleted ones included."""
        return self.columnar.passages

    def deleted_count(self) -> int:
        """How many passages are deleted."""
        return self.columnar.passages - self.columnar.deletions.living["passages"]

    def deleted_docs(self) -> Iterator[int]:
        """The rows of the deleted passages."""
        alive = self.columnar.deletions.alive
        return iter(() if alive is None else np.flatnonzero(~alive).tolist())

    def is_deleted(self, docnum: int) -> bool:
        """Whether the passage is deleted."""
        return self.columnar.deletions.alive is not None and not self.columnar.deletions.alive[docnum]

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:
        """Not supported: a snapshot never changes."""
        raise NotImplementedError("Delete through the index's writer: a reader's segment never changes.")


class PassageCodec(base.Codec):
    """The reading side of a codec."""

    def terms_reader(self, storage: Any, segment: PassageSegment) -> PassageTerms:  # noqa: ARG002
        """The segment's terms."""
        return PassageTerms(segment.columnar)

    def per_document_reader(self, storage: Any, segment: PassageSegment) -> PassageColumns:  # noqa: ARG002
        """The segment's passages."""
        return PassageColumns(segment)

    def per_document_writer(self, storage: Any, segment: Any) -> NoReturn:  # noqa: ARG002
        """Not supported."""
        _refuse()

    def field_writer(self, storage: Any, segment: Any) -> NoReturn:  # noqa: ARG002
        """Not supported."""
        _refuse()

    def new_segment(self, storage: Any, indexname: str) -> NoReturn:  # noqa: ARG002
        """Not supported."""
        _refuse()


def _refuse() -> NoReturn:
    raise NotImplementedError("This codec only reads; write with the index's own writer() or with searchlib's Index.")


@translate_corruption
class PassageTerms(base.TermsReader):
    """The terms of one segment, by Whoosh's field names."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def read_segments(self) -> Sequence[Segment]:
        """Segments that this object reads: checked again when a method raises an unexpected error."""
        return [self._segment]

    @cached_property
    def vocabularies(self) -> dict[str, Vocabulary]:
        """The terms of every field."""
        return vocabularies(self._segment)

    def lengths(self, fieldname: str) -> NDArray[Any] | None:
        """The lengths of a scored field, by passage."""
        return self._segment.lengths[ROWS[fieldname]] if fieldname in ROWS else None

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        fieldname, text = term
        return fieldname in self.vocabularies and self.vocabularies[fieldname].df(text) > 0

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms."""
        return sorted(self.vocabularies)

    def cursor(self, fieldname: str, fieldobj: Any) -> TermCursor:
        """A cursor over the terms of a field."""
        return TermCursor(self, fieldname, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms, by field."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """All terms from this one on, by field."""
        for name in self.indexed_field_names():
            if name >= fieldname:
                for term in self.vocabularies[name].terms(prefix if name == fieldname else b""):
                    yield name, term

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms, each with its TermInfo."""
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms from this one on, each with its TermInfo."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def find(self, fieldname: str, terms: Sequence[bytes]) -> PassageMatches:
        """The living passages that hold any of the terms."""
        return self.vocabularies[fieldname].find(terms)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """The TermInfo of a term, counted over living passages. Raises TermNotFound."""
        if (fieldname, text) not in self:
            raise TermNotFound(f"{fieldname}:{text!r}")
        matches = self.find(fieldname, [text])
        field_lengths = self.lengths(fieldname)
        lengths = matches.frequencies if field_lengths is None else field_lengths[matches.passages]
        return TermInfo(
            float(matches.frequencies.sum()),
            len(matches.passages),
            int(lengths.min()),
            int(lengths.max()),
            float(matches.frequencies.max()),
            int(matches.passages[0]),
            int(matches.passages[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often the term occurs in living passages."""
        return float(self.find(fieldname, [text]).frequencies.sum()) if fieldname in self.vocabularies else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many living passages hold the term."""
        return self.vocabularies[fieldname].df(text) if fieldname in self.vocabularies else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> PassageMatcher:
        """The living passages that hold the term. Raises TermNotFound."""
        if (fieldname, text) not in self:
            raise TermNotFound(f"{fieldname}:{text!r}")
        matches = self.find(fieldname, [text])
        lengths = self.lengths(fieldname)
        return PassageMatcher(matches, format_, scorer=scorer, term=(fieldname, text), lengths=lengths)


class TermCursor(base.FieldCursor):
    """Goes through the terms of a field in order; `find` may go back."""

    def __init__(self, reader: PassageTerms, fieldname: str, fieldobj: Any) -> None:
        self._reader = reader
        self._fieldname = fieldname
        self._fieldobj = fieldobj
        self._seek(b"")

    def _seek(self, term: bytes) -> None:
        known = self._reader.vocabularies.get(self._fieldname)
        self._rest = iter(()) if known is None else known.terms(term)
        self._term = next(self._rest, None)

    def first(self) -> Any:
        """Go to the first term."""
        self._seek(b"")
        return self.text()

    def find(self, string: Any) -> Any:
        """Go to the first term that is not before this one."""
        self._seek(string if isinstance(string, bytes) else self._fieldobj.to_bytes(string))
        return self.text()

    def next(self) -> Any:
        """Go to the next term."""
        self._term = next(self._rest, None)
        return self.text()

    def text(self) -> Any:
        """The term as the field's value; None behind the last one."""
        return None if self._term is None else self._fieldobj.from_bytes(self._term)

    term = text  # what Whoosh's MultiCursor calls it

    def is_valid(self) -> bool:
        """Whether there is a term."""
        return self._term is not None

    def term_info(self) -> TermInfo | None:
        """The TermInfo of the current term, if there is one."""
        return None if self._term is None else self._reader.term_info(self._fieldname, self._term)


@translate_corruption
class PassageColumns(base.PerDocumentReader):
    """Whoosh's per-document reader: stored fields, lengths, sort keys and deletions of passages."""

    def __init__(self, segment: PassageSegment) -> None:
        self._whoosh = segment
        self._segment = segment.columnar
        self._read: dict[str, NDArray[Any] | list[bytes]] = {}

    def read_segments(self) -> Sequence[Segment]:
        """Segments that this object reads: checked again when a method raises an unexpected error."""
        return [self._segment]

    def doc_count(self) -> int:
        """How many living passages there are."""
        return self._segment.deletions.living["passages"]

    def doc_count_all(self) -> int:
        """How many passages there are, deleted ones included."""
        return self._segment.passages

    def has_deletions(self) -> bool:
        """Whether any passage is deleted."""
        return self._whoosh.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        """Whether the passage is deleted."""
        return self._whoosh.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        """The rows of the deleted passages."""
        return self._whoosh.deleted_docs()

    # --- lengths -----------------------------------------------------------------------------------------------

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Tokens of the field in the passage, exactly."""
        return int(self._segment.lengths[ROWS[fieldname]][docnum]) if fieldname in ROWS else default

    def _lengths(self, fieldname: str) -> NDArray[Any]:
        if fieldname not in ROWS:
            return np.zeros(1, np.int64)
        lengths = self._segment.lengths[ROWS[fieldname]]
        kept = lengths if self._segment.deletions.alive is None else lengths[self._segment.deletions.alive]
        return kept if len(kept) else np.zeros(1, np.int64)

    def field_length(self, fieldname: str) -> int:
        """Tokens of the field in all living passages."""
        return int(self._lengths(fieldname).sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        """The shortest length among them."""
        return int(self._lengths(fieldname).min())

    def max_field_length(self, fieldname: str) -> int:
        """The greatest length among them."""
        return int(self._lengths(fieldname).max())

    # --- stored ------------------------------------------------------------------------------------------------

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The passage's id and text, and its document's id, title, publisher and day."""
        segment = self._segment
        if not 0 <= docnum < segment.passages:
            raise IndexError(docnum)
        passage = segment.records.passage(docnum)
        document = int(segment.column("passage_document")[docnum])
        stored = {"passage": passage.id, "doc": passage.document, "text": passage.text}
        header = segment.records.header(document)
        stored |= {name: header[name] for name in ("title", "source") if header.get(name)}
        day = int(segment.column("document_published")[document])
        if day != NO_DAY:
            stored["published"] = _datetime(day)
        return stored

    # --- columns -----------------------------------------------------------------------------------------------

    def supports_columns(self) -> bool:
        """Yes."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether the field can be sorted by."""
        return fieldname in _COLUMNS

    def list_columns(self) -> list[str]:
        """The fields that can be sorted by."""
        return sorted(_COLUMNS)

    def column_reader(self, fieldname: str, column: columns.Column) -> columns.ColumnReader:  # noqa: ARG002
        """The values of a field by passage."""
        if fieldname not in self._read:
            self._read[fieldname] = _COLUMNS[fieldname](self._segment)
        values = self._read[fieldname]
        return TextColumn(values) if isinstance(values, list) else NumberColumn(values, _MISSING[fieldname])


def _datetime(day: int) -> Any:
    from whoosh.util.times import long_to_datetime

    return long_to_datetime((day + EPOCH - 1) * _DAY)


class NumberColumn(columns.ColumnReader):
    """Numbers by passage; passages without a number come last in either order."""

    def __init__(self, values: NDArray[Any], missing: int) -> None:
        self._values = values
        self._missing = missing
        self._reverse = False

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, docnum: int) -> int:
        return int(self._values[docnum])

    def __iter__(self) -> Iterator[int]:
        return iter(self._values.tolist())

    def set_reverse(self) -> None:
        """Make `sort_key` sort from the greatest to the least."""
        self._reverse = True

    def sort_key(self, docnum: int) -> Any:
        """The sort key of the passage."""
        value = self[docnum]
        if not self._reverse:
            return value
        return 1 if value == self._missing else -value


class TextColumn(columns.ColumnReader):
    """Texts by passage, as UTF-8."""

    def __init__(self, values: list[bytes]) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, docnum: int) -> bytes:
        return self._values[docnum]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._values)


def _days(days: NDArray[Any]) -> NDArray[np.uint64]:
    """Microseconds since the year 1, as Whoosh's columns of days hold them."""
    known = days != NO_DAY
    times = np.full(len(days), NO_VALUE, np.uint64)
    times[known] = ((days[known].astype(np.int64) + (EPOCH - 1)) * _DAY).astype(np.uint64)
    return times


def _least(segment: Segment, table: str, column: str) -> NDArray[np.uint64]:
    """The earliest day that a passage has in a mention table."""
    values = segment.column(f"{table}_{column}").astype(np.int64)
    known = values != NO_DAY
    best = np.full(segment.passages, np.iinfo(np.int64).max)
    np.minimum.at(best, segment.column(f"{table}_passage")[known], values[known])
    return _days(np.where(best == np.iinfo(np.int64).max, NO_DAY, best))


def _largest(segment: Segment) -> NDArray[np.uint64]:
    """The largest figure that a passage states, as Whoosh's sortable number."""
    figures = segment.column("quantity_high")
    best = np.full(segment.passages, np.nan)
    np.fmax.at(best, segment.column("quantity_passage"), figures)
    return figure_keys(best)


def _titles(segment: Segment) -> list[bytes]:
    titles = [str(segment.records.header(row).get("title", "")).encode() for row in range(segment.documents)]
    return [titles[row] for row in segment.column("passage_document").tolist()]


def _ids(segment: Segment) -> list[bytes]:
    ids = [b""] * segment.documents
    first, last = segment.dictionary.fields["doc"]
    for term in range(first, last):
        for row in segment.checked(segment.dictionary.rows(term), segment.documents).tolist():
            ids[row] = text_of(segment, term)
    return [ids[row] for row in segment.column("passage_document").tolist()]


def _sources(segment: Segment) -> list[bytes]:
    rows = segment.column("document_source")[segment.column("passage_document")].tolist()
    names = {row: segment.strings[row].encode() for row in set(rows)}
    return [names[row] for row in rows]


def _published(segment: Segment) -> NDArray[np.uint64]:
    return _days(segment.column("document_published")[segment.column("passage_document")])


_COLUMNS: Final[dict[str, Any]] = {
    "published": _published,
    "on": lambda segment: _least(segment, "statement", "on"),
    "date": lambda segment: _least(segment, "date", "first"),
    "number": _largest,
    "doc": _ids,
    "source": _sources,
    "title": _titles,
}
"""The values by which each field is sorted and grouped; of a field of mentions the earliest day or largest figure."""

_MISSING: Final = {
    "published": NO_VALUE,
    "on": NO_VALUE,
    "date": NO_VALUE,
    "number": int(figure_keys(np.array([np.nan]))[0]),
}
