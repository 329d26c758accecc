"""The mention and speaker tables of a segment while it is built, and the terms whose postings are their rows."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from searchlib import analysis
from searchlib.array_operations import growing_vocabulary, narrow
from searchlib.array_types import Array
from searchlib.engines.whoosh.columnar.store.layout import (
    CONFIDENCES,
    MARKS,
    NO_ROW,
    QUANTITY_MODIFIERS,
    SPEAKER_KINDS,
    STATEMENT_KINDS,
    TERM_FIELDS,
    days,
    extra_term,
    name_key,
)
from searchlib.engines.whoosh.columnar.writing.token_streams import TokenOffsets
from searchlib.models import DateMention, Document, Passage, Quantity, Statement

_CODES: Final = {
    name: code
    for names in (STATEMENT_KINDS, SPEAKER_KINDS, CONFIDENCES, QUANTITY_MODIFIERS)
    for code, name in enumerate(names)
}

STATEMENT: Final = tuple(
    "passage identity speaker role speaker_row kind speaker_kind confidence marks on first last".split()  # noqa: SIM905
)
SPEAKER: Final = ("document", "kind", "names", "roles")
DATE: Final = ("passage", "statement", "first", "last", "confidence")
QUANTITY: Final = ("passage", "statement", "modifier", "unit", "noun", "confidence")
_BYTES: Final = frozenset({"kind", "speaker_kind", "confidence", "modifier", "marks"})
_NARROW: Final = frozenset({("statement", "first"), ("statement", "last")})


@dataclass
class RowTerms:
    """The terms of a field whose postings are table rows: `ids` and `rows`, one entry a posting."""

    vocabulary: defaultdict[str, int] = field(default_factory=growing_vocabulary)
    ids: array[int] = field(default_factory=lambda: array("i"))
    rows: array[int] = field(default_factory=lambda: array("i"))

    def add(self, row: int, terms: Iterable[str]) -> None:
        """Add `row` to the postings of these terms."""
        for term in terms:
            self.ids.append(self.vocabulary[term])
            self.rows.append(row)


class NameTerms:
    """Terms of names and nouns, each analysed once in a segment."""

    def __init__(self) -> None:
        self._folded: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._stemmed: dict[str, tuple[str, ...]] = {}
        self._keys: dict[str, str] = {}

    def folded(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The folded parts of all these names or roles, each once."""
        terms = self._folded.get(names)
        if terms is None:
            terms = tuple(dict.fromkeys(token for name in names for token in analysis.fold_name(name)))
            self._folded[names] = terms
        return terms

    def stemmed(self, noun: str) -> tuple[str, ...]:
        """The stems of the words of a counted phrase, each once."""
        terms = self._stemmed.get(noun)
        if terms is None:
            terms = self._stemmed[noun] = tuple(dict.fromkeys(analysis.analyze(noun).terms))
        return terms

    def key(self, name: str) -> str:
        """The whole name, folded: see `layout.name_key`."""
        key = self._keys.get(name)
        if key is None:
            key = self._keys[name] = name_key(name)
        return key


@dataclass
class DocumentMentions:
    """Shared by the mentions of one document: its speakers and its statements.

    `speakers` gives a speaker's row and the parts of its roles by name and kind, `identities` the number of a statement
    in the segment by its number in the document.
    """

    speakers: dict[tuple[str, str], tuple[int, tuple[str, ...]]]
    identities: dict[int, int] = field(default_factory=dict)


class TableBuilder:
    """Collects mentions row by row; `terms` has the row terms of every field that is not a word field."""

    def __init__(self) -> None:
        self.terms = {spec.name: RowTerms() for spec in TERM_FIELDS if not spec.words}
        self.strings = growing_vocabulary()
        self._names = NameTerms()
        self._statements = array("q")
        self._speakers = array("q")
        self._dates = array("q")
        self._quantities = array("q")
        self._values = array("d")
        self._identities = 0

    @property
    def cells(self) -> int:
        """How many cells the mention tables have so far, to estimate their memory."""
        return len(self._statements) + len(self._dates) + len(self._quantities)

    def string(self, text: str) -> int:
        """The row of a string; -1 for an empty one."""
        return self.strings[text] if text else NO_ROW

    def add_document(self, row: int, document: Document, passages: Sequence[Passage]) -> DocumentMentions:
        """Add a document's keywords and its speakers, with all names and roles that it has for each."""
        self.terms["doc"].add(row, (document.id,))
        if document.path:
            self.terms["path"].add(row, (document.path,))
        if document.source:
            self.terms["source"].add(row, (analysis.fold(document.source),))
        extra = ((analysis.plain_name(name), value) for name, value in document.extra.items())
        self.terms["x"].add(row, sorted({extra_term(name, value) for name, value in extra if name}))
        return DocumentMentions(
            {
                (name, kind): self._add_speaker(row, name, kind, names, roles)
                for (name, kind), (names, roles) in _speakers_of(passages).items()
            }
        )

    def _add_speaker(
        self, document: int, name: str, kind: str, names: Iterable[str], roles: dict[str, None]
    ) -> tuple[int, tuple[str, ...]]:
        row = len(self._speakers) // len(SPEAKER)
        if kind == "unnamed":
            roles[name] = None  # "a State Department official" is a role, and all there is
        self.terms["name"].add(row, (self._names.key(name),))
        self._speakers.extend((document, _CODES[kind], self._lines(names), self._lines(roles)))
        return row, self._names.folded(tuple(roles))

    def _lines(self, texts: Iterable[str]) -> int:
        return self.string("\n".join(" ".join(text.split()) for text in texts))

    def add_passage(self, row: int, passage: Passage, offsets: TokenOffsets, shared: DocumentMentions) -> None:
        """Add the mentions of a passage; `offsets` gives token positions in its text."""
        rows: dict[int, int] = {}
        for statement in passage.statements:
            rows[statement.number] = len(self._statements) // len(STATEMENT)
            if statement.number not in shared.identities:
                shared.identities[statement.number] = self._identities
                self._identities += 1
            span = offsets.span(statement.start - passage.start, statement.end - passage.start)
            self._add_statement(row, statement, span, shared)
        for date in passage.dates:
            self._add_date(row, date, NO_ROW if date.statement is None else rows.get(date.statement, NO_ROW))
        for quantity in passage.quantities:
            within = NO_ROW if quantity.statement is None else rows.get(quantity.statement, NO_ROW)
            self._add_quantity(row, quantity, within)

    def _add_statement(
        self, passage: int, statement: Statement, span: tuple[int, int], shared: DocumentMentions
    ) -> None:
        row = len(self._statements) // len(STATEMENT)
        name, kind = statement.speaker, statement.speaker_kind
        speaker, roles = shared.speakers.get((name, kind)) or (NO_ROW, self._names.folded((statement.role, name)))
        if kind in ("person", "organization"):
            self.terms["speaker"].add(row, self._names.folded((name, *statement.names)))
        self.terms["role"].add(row, roles)
        self._statements.extend(
            (
                passage,
                shared.identities[statement.number],
                self.string(name),
                self.string(statement.role),
                speaker,
                _CODES[statement.kind],
                _CODES[kind],
                _CODES[statement.confidence],
                sum({1 << MARKS.index(mark.kind) for mark in statement.marks}),
                days(statement.on),
                *span,
            )
        )

    def _add_date(self, passage: int, date: DateMention, statement: int) -> None:
        self._dates.extend((passage, statement, days(date.first), days(date.last), _CODES[date.confidence]))

    def _add_quantity(self, passage: int, quantity: Quantity, statement: int) -> None:
        row = len(self._quantities) // len(QUANTITY)
        if quantity.noun:
            self.terms["noun"].add(row, self._names.stemmed(quantity.noun))
        self._values.extend((quantity.low, quantity.high))
        self._quantities.extend(
            (
                passage,
                statement,
                _CODES[quantity.modifier],
                self.string(quantity.unit),
                self.string(quantity.head),
                _CODES[quantity.confidence],
            )
        )

    def columns(self) -> dict[str, Array]:
        """The columns of all tables, but for the strings."""
        columns = _table_columns("statement", STATEMENT, self._statements)
        columns |= _table_columns("speaker", SPEAKER, self._speakers)
        columns |= _table_columns("date", DATE, self._dates)
        columns |= _table_columns("quantity", QUANTITY, self._quantities)
        values = np.array(self._values, np.float64).reshape(-1, 2)
        columns["quantity_low"], columns["quantity_high"] = values[:, 0].copy(), values[:, 1].copy()
        return columns


def _speakers_of(passages: Sequence[Passage]) -> dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]]:
    """The names and roles that passages give each speaker, by canonical name and kind."""
    speakers: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for statement in (statement for passage in passages for statement in passage.statements):
        name, kind = statement.speaker, statement.speaker_kind
        if name and kind != "unknown":
            names, roles = speakers.setdefault((name, kind), ({name: None}, {}))
            names.update(dict.fromkeys(statement.names))
            if statement.role:
                roles[statement.role] = None
    return speakers


def _table_columns(prefix: str, names: Sequence[str], cells: array[int]) -> dict[str, Array]:
    """A table collected row by row in one flat array, as one column each."""
    table = np.array(cells, np.int64).reshape(-1, len(names))
    columns: dict[str, Array] = {}
    for ordinal, name in enumerate(names):
        values = table[:, ordinal]
        if (prefix, name) in _NARROW:
            columns[f"{prefix}_{name}"] = narrow(values)
        else:
            columns[f"{prefix}_{name}"] = values.astype(np.uint8 if name in _BYTES else np.int32)
    return columns
