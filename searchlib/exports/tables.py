"""The tables of an export, for SQLite and Parquet alike, and their rows.

A statement that runs over several passages has one row, with the first of them that is exported. Days are ISO texts, several
names or marks are joined by "; ", `extra` is JSON; an empty text is an empty text and an unknown value none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from math import inf
from typing import Any, Final, Literal

from searchlib.exports.selection import SelectedDocument
from searchlib.expressions.amounts import allowed
from searchlib.models import DateMention, Document, Passage, Quantity, Statement
from searchlib.models.mentions import Mark

Kind = Literal["text", "whole", "figure"]
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Column:
    """A column: `refers` is the table and column that its values stand in; `key` marks the table's own key."""

    name: str
    kind: Kind = "text"
    refers: str = ""
    key: bool = False
    unique: bool = False


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


_PLACE: Final = (
    Column("key", "whole", key=True),
    Column("document", refers="documents.id"),
    Column("passage", refers="passages.id"),
)
_SPAN: Final = (Column("start", "whole"), Column("end", "whole"), Column("text"))
_INSIDE: Final = Column("statement", "whole", refers="statements.key")

TABLES: Final[dict[str, tuple[Column, ...]]] = {
    "documents": (
        Column("id", key=True),
        *_texts("title", "published", "published_from", "source", "authors", "url", "path"),
        Column("line", "whole"),
        *_texts("extra", "text"),
    ),
    "passages": (
        Column("key", "whole", key=True),
        Column("id", unique=True),
        Column("document", refers="documents.id"),
        Column("ordinal", "whole"),
        *_SPAN,
        Column("line", "whole"),
        Column("rank", "whole"),
        Column("score", "figure"),
    ),
    "statements": (
        *_PLACE,
        Column("number", "whole"),
        *_SPAN,
        *_texts("kind", "speaker", "speaker_kind", "role", "names", "said", "said_from", "hearer", "outlet", "marks"),
        *_texts("rule", "confidence"),
    ),
    "quantities": (
        *_PLACE,
        _INSIDE,
        *_SPAN,
        Column("low", "figure"),
        Column("high", "figure"),
        Column("least", "figure"),
        Column("most", "figure"),
        *_texts("modifier", "unit", "noun", "head", "marks", "rule", "confidence"),
    ),
    "dates": (
        *_PLACE,
        _INSIDE,
        *_SPAN,
        *_texts("first", "last", "grain", "modifier", "anchor", "rule", "confidence"),
    ),
}
"""Each table's columns. A table comes behind those that it refers to."""


def rows(documents: Iterable[SelectedDocument]) -> Iterator[tuple[str, Row]]:
    """The rows of all tables, each with the name of its table; a row comes behind those that it refers to."""
    keys = {name: count(1) for name in TABLES}
    for selected in documents:
        document = selected.document
        yield "documents", _document(document)
        known: dict[int, int] = {}
        for passage, rank, score in selected.passages:
            yield "passages", (next(keys["passages"]), *_passage(passage, rank, score))
            for said in passage.statements:
                if said.number not in known:
                    known[said.number] = next(keys["statements"])
                    yield "statements", (known[said.number], *_statement(document, passage, said))
            for quantity in passage.quantities:
                place = _place(next(keys["quantities"]), passage, quantity, known)
                yield "quantities", (*place, *_span(document, quantity), *_quantity(quantity))
            for mention in passage.dates:
                place = _place(next(keys["dates"]), passage, mention, known)
                yield "dates", (*place, *_span(document, mention), *_date(mention))


def _document(document: Document) -> Row:
    extra = json.dumps(document.extra, ensure_ascii=False) if document.extra else ""
    return (
        document.id, document.title, _day(document.published), document.published_from, document.source,
        "; ".join(document.authors), document.url, document.path, document.line, extra, document.text,
    )  # fmt: skip


def _passage(passage: Passage, rank: int | None, score: float | None) -> Row:
    span = (passage.start, passage.end, passage.text)
    return (passage.id, passage.document, passage.ordinal, *span, passage.line, rank, score)


def _statement(document: Document, passage: Passage, said: Statement) -> Row:
    return (
        passage.document, passage.id, said.number, *_span(document, said), said.kind, said.speaker, said.speaker_kind, said.role,
        "; ".join(said.names), _day(said.on), said.on_from, said.hearer, said.outlet, _marks(said.marks), said.rule, said.confidence,
    )  # fmt: skip


def _quantity(quantity: Quantity) -> Row:
    least, most, _, _ = allowed(quantity.low, quantity.high, quantity.modifier)
    return (
        quantity.low, quantity.high, None if least == -inf else least, None if most == inf else most, quantity.modifier,
        quantity.unit, quantity.noun, quantity.head, _marks(quantity.marks), quantity.rule, quantity.confidence,
    )  # fmt: skip


def _date(mention: DateMention) -> Row:
    days = (_day(mention.first), _day(mention.last))
    return (*days, mention.grain, mention.modifier, mention.anchor, mention.rule, mention.confidence)


def _place(key: int, passage: Passage, mention: Quantity | DateMention, known: dict[int, int]) -> Row:
    statement = None if mention.statement is None else known.get(mention.statement)
    return (key, passage.document, passage.id, statement)


def _span(document: Document, mention: Statement | Quantity | DateMention) -> Row:
    return (mention.start, mention.end, document.text[mention.start : mention.end])


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _marks(marks: Iterable[Mark]) -> str:
    return "; ".join(dict.fromkeys(mark.kind for mark in marks))
