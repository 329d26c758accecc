"""Codec of passages and documents: each becomes a record of numbers, a text and strings (see word_codes.py), and back.

What can be derived is left out: a passage's id, document and ordinal come from its place in the segment, its end from its
text, a document's text from its passages. A mention begins with its *stamp*, one string for all that repeats from mention
to mention (its rule, kind, confidence, ...) and for the names of its other fields that differ from their defaults; those
follow in the order of the tables here. Offsets count from where the passage begins, days from 1970.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Final, Literal, NamedTuple, cast, get_args, get_origin

from searchlib.definitions.frozen import frozen
from searchlib.engines.whoosh.columnar.segments.word_codes import Record
from searchlib.engines.whoosh.columnar.store.layout import EPOCH
from searchlib.engines.whoosh.columnar.store.records import LARGEST
from searchlib.errors import ReadError
from searchlib.models import Cue, DateMention, Document, Mark, MarkKind, Passage, Quantity, Span, Statement, Value

_MOST_WHOLE: Final = 1 << 31
"""Figures from here on are stored as text."""
_MOST_STAMPS: Final = 1 << 12
_MARK_KINDS: Final = frozenset(get_args(MarkKind))
_EXTRA_TYPES: Final = (str, int, float)


class RawRecord(NamedTuple):
    """A record to be encoded."""

    numbers: list[int]
    text: str
    strings: list[str]


# --- tables ----------------------------------------------------------------------------------------------------------

_NUMBER, _STRING, _STRINGS, _SPAN, _DAY, _FIGURE, _CUES, _MARKS, _EXTRA = range(9)
"""Kinds of fields: how each is written is in `_write`; `_RecordCursor.read` is its inverse."""


@frozen
class _Table:
    """How a kind of value is stored: the fields in its stamp, and the others in their order, with their kinds."""

    model: type[Value]
    stamped: tuple[str, ...]
    others: Mapping[str, int]

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """The values of fields that are not written; None for required fields that may be None."""
        fields = self.model.model_fields
        return {name: None if fields[name].is_required() else fields[name].default for name in self.others}

    @cached_property
    def blank(self) -> dict[str, Any]:
        """Every field that is stored, in the model's order, with its default; None for required ones."""
        stored = {"start", "end", *self.stamped, *self.others}
        fields = self.model.model_fields
        return {name: None if fields[name].is_required() else fields[name].default for name in fields if name in stored}

    @cached_property
    def never_absent(self) -> frozenset[str]:
        """The fields beside the stamp that every value has. The `high` of a quantity is left out where it equals `low`."""
        fields = self.model.model_fields
        required = (name for name in self.others if fields[name].is_required())
        return frozenset(name for name in required if type(None) not in get_args(fields[name].annotation)) - {"high"}

    @cached_property
    def choices(self) -> dict[str, tuple[str, ...]]:
        """The allowed values of the fields in the stamp that have a fixed list."""
        annotations = {name: self.model.model_fields[name].annotation for name in self.stamped}
        return {name: get_args(kind) for name, kind in annotations.items() if get_origin(kind) is Literal}

    @cached_property
    def stamps(self) -> dict[str, _Stamp]:
        """The stamps parsed so far."""
        return {}

    def stamp(self, text: str) -> _Stamp:
        """Parses a stamp. Raises ValueError, TypeError or LookupError for an invalid stamp."""
        *values, held = json.loads(text)
        stamped = dict(zip(self.stamped, values, strict=True))
        if not all(type(value) is str and value in self.choices.get(name, (value,)) for name, value in stamped.items()):
            raise ValueError(text)
        if not self.never_absent.issubset(held):
            raise ValueError(text)
        stamp = {**self.blank, **stamped}, tuple((name, self.others[name]) for name in held)
        if len(self.stamps) < _MOST_STAMPS:
            self.stamps[text] = stamp
        return stamp


_Stamp = tuple[dict[str, Any], tuple[tuple[str, int], ...]]
"""Fields with their values, and the fields that follow with their kinds."""

_STATEMENT: Final = _Table(
    Statement,
    ("kind", "speaker_kind", "on_from", "rule", "confidence"),
    {
        "number": _NUMBER,
        "speaker": _STRING,
        "names": _STRINGS,
        "role": _STRING,
        "mention": _SPAN,
        "cue": _SPAN,
        "on": _DAY,
        "hearer": _STRING,
        "outlet": _STRING,
        "marks": _MARKS,
    },
)
_DATE: Final = _Table(
    DateMention,
    ("grain", "modifier", "anchor", "rule", "confidence"),
    {"first": _DAY, "last": _DAY, "statement": _NUMBER},
)
_QUANTITY: Final = _Table(
    Quantity,
    ("modifier", "unit", "rule", "confidence"),
    {"low": _FIGURE, "high": _FIGURE, "noun": _STRING, "head": _STRING, "statement": _NUMBER, "marks": _MARKS},
)
_DOCUMENT: Final = _Table(
    Document,
    ("published_from", "source", "encoding"),
    {"published": _DAY, "authors": _STRINGS, "line": _NUMBER, "cues": _CUES, "extra": _EXTRA},
)
_MENTIONS: Final = (("statements", _STATEMENT), ("dates", _DATE), ("quantities", _QUANTITY))
_SPELLED: Final = ("id", "title", "url", "path")
"""Fields of a document that are stored as text: their words are in the passages too."""

# --- values ----------------------------------------------------------------------------------------------------------


def _signed(value: int) -> int:
    return 2 * value if value >= 0 else -2 * value - 1


def _span(span: Any, at: int) -> tuple[int, int]:
    return _signed(span.start - at), _signed(span.end - span.start)


def _write(to: RawRecord, table: _Table, value: Any, at: int = 0) -> None:
    """Write a value of a table: its stamp, then its fields that are not at their defaults; spans count from `at`."""
    numbers, strings = to.numbers, to.strings
    defaults, fields = (
        table.defaults,
        value.__dict__,
    )  # a model keeps its fields there: half the time of asking for each
    held = [name for name in table.others if fields[name] != defaults[name]]
    if table is _QUANTITY and repr(value.high) == repr(value.low):
        held.remove("high")
    strings.append(_stamp(tuple([fields[name] for name in table.stamped]), tuple(held)))
    day = EPOCH
    for name in held:
        field, kind = fields[name], table.others[name]
        if kind == _NUMBER:
            numbers.append(field)
        elif kind == _STRING:
            strings.append(field)
        elif kind == _STRINGS:
            numbers.append(len(field))
            strings += field
        elif kind == _SPAN:
            numbers.extend(_span(field, at))
        elif kind == _DAY:
            numbers.append(_signed(field.toordinal() - day))
            day = field.toordinal()
        elif kind == _FIGURE:
            _write_figure(to, field)
        elif kind == _EXTRA:
            numbers.append(len(field))
            strings += [text for pair in field.items() for text in (pair[0], json.dumps(pair[1], ensure_ascii=False))]
        else:
            numbers.append(len(field))
            for span in field:
                numbers.extend(_span(span, at))
                strings.append(span.speaker if kind == _CUES else span.kind)


@lru_cache(_MOST_STAMPS)
def _stamp(values: tuple[str, ...], held: tuple[str, ...]) -> str:
    return json.dumps([*values, held], ensure_ascii=False, separators=(",", ":"))


def _write_figure(to: RawRecord, value: float) -> None:
    """A whole number twice itself, any other as text behind a 1."""
    if 0 <= value < _MOST_WHOLE and value == int(value) and math.copysign(1, value) > 0:
        to.numbers.append(2 * int(value))
    else:
        to.numbers.append(1)
        to.strings.append(repr(value))


class _RecordCursor:
    """Reads a record value by value: `number` and `string` are the indexes of the next ones."""

    def __init__(self, record: Record, number: int = 0) -> None:
        self.numbers, self.strings = record.numbers, record.strings
        self.number, self.string = number, 0

    def span(self, at: int) -> tuple[int, int]:
        """The next span; it was written relative to `at`."""
        first, length = self.numbers[self.number : self.number + 2]
        self.number += 2
        start = at + ((first >> 1) ^ -(first & 1))
        return start, start + ((length >> 1) ^ -(length & 1))

    def read(self, table: _Table, at: int = 0) -> dict[str, Any]:
        """The next value of a table: see `_write`."""
        stamp = self.strings[self.string]
        known, held = table.stamps.get(stamp) or table.stamp(stamp)
        self.string += 1
        values = known.copy()
        day = EPOCH
        for name, kind in held:
            if kind == _STRING:
                values[name] = self.strings[self.string]
                self.string += 1
            elif kind == _SPAN:
                start, end = self.span(at)
                values[name] = Span.trusted({"start": start, "end": end})
            else:
                code = self.numbers[self.number]
                self.number += 1
                if kind == _NUMBER:
                    values[name] = code
                elif kind == _DAY:
                    day += (code >> 1) ^ -(code & 1)
                    values[name] = date.fromordinal(day)
                elif kind == _FIGURE:
                    values[name] = self._figure(code)
                elif kind == _STRINGS:
                    values[name] = self._strings(code)
                elif kind == _EXTRA:
                    values[name] = self._extra(code)
                elif kind == _CUES:
                    values[name] = tuple([Cue.trusted(self._labelled(at, "speaker")) for _ in range(code)])
                else:
                    values[name] = tuple([self._mark(at) for _ in range(code)])
        return values

    def _figure(self, code: int) -> float:
        return float(*self._strings(1)) if code & 1 else float(code >> 1)

    def _strings(self, count: int) -> tuple[str, ...]:
        texts = tuple(self.strings[self.string : self.string + count])
        if len(texts) != count:
            raise ValueError(count)
        self.string += count
        return texts

    def _extra(self, count: int) -> dict[str, Any]:
        texts = self._strings(2 * count)
        values = list(map(json.loads, texts[1::2]))
        if not all(type(value) in _EXTRA_TYPES for value in values):
            raise TypeError(texts)
        return dict(zip(texts[::2], values, strict=True))

    def _mark(self, at: int) -> Mark:
        fields = self._labelled(at, "kind")
        if fields["kind"] not in _MARK_KINDS:
            raise ValueError(fields["kind"])
        return Mark.trusted(fields)

    def _labelled(self, at: int, label: str) -> dict[str, Any]:
        start, end = self.span(at)
        return {"start": start, "end": end, label: self._strings(1)[0]}


# --- passages --------------------------------------------------------------------------------------------------------


def write_passage(passage: Passage) -> RawRecord:
    """The record of a passage. Raises ReadError when it cannot be stored."""
    if passage.end - passage.start != len(passage.text):
        raise ReadError(f"{passage.id!r} has {len(passage.text):,} characters, from {passage.start} to {passage.end}")
    raw = RawRecord([passage.start, passage.line], passage.text, [])
    if passage.statements or passage.dates or passage.quantities:
        raw.numbers.extend([len(passage.statements), len(passage.dates), len(passage.quantities)])
        for name, table in _MENTIONS:
            for mention in getattr(passage, name):
                raw.numbers.extend(_span(mention, passage.start))
                _write(raw, table, mention, mention.start)
    return _checked(passage.document, raw)


def read_passage(record: Record, document: str, ordinal: int) -> Passage:
    """The passage of a record. Raises LookupError, ValueError or TypeError for an invalid record."""
    text = record.text
    start, line, *more = record.numbers[:3]
    fields: dict[str, Any] = {
        "id": f"{document}#{ordinal}",
        "document": document,
        "ordinal": ordinal,
        "start": start,
        "end": start + len(text),
        "line": line,
        "text": text,
        "statements": (),
        "dates": (),
        "quantities": (),
    }
    if more:
        cursor = _RecordCursor(record, 5)
        for (name, table), count in zip(_MENTIONS, record.numbers[2:5], strict=True):
            if count:
                fields[name] = tuple([_read_mention(cursor, table, start) for _ in range(count)])
    passage = Passage.trusted(fields)
    passage.place_texts()
    return passage


def read_statements(record: Record) -> tuple[Statement, ...]:
    """The statements of a passage's record, which need not have its text. Raises what `read_passage` does."""
    start, _, *more = record.numbers[:3]
    cursor = _RecordCursor(record, 5)
    statements = [_read_mention(cursor, _STATEMENT, start) for _ in range(more[0] if more else 0)]
    return cast("tuple[Statement, ...]", tuple(statements))


def _read_mention(cursor: _RecordCursor, table: _Table, start: int) -> Value:
    first, end = cursor.span(start)
    values = cursor.read(table, first)
    if table is _QUANTITY and values["high"] is None:
        values["high"] = values["low"]
    values["start"], values["end"] = first, end
    return table.model.trusted(values)


# --- documents -------------------------------------------------------------------------------------------------------


def write_document(document: Document, passages: Sequence[Passage]) -> RawRecord:
    """The record of a document: its metadata, and the text outside its passages. Raises ReadError."""
    texts = [str(getattr(document, name)) for name in _SPELLED]
    at = 0
    for passage in passages:
        texts.append(document.text[at : passage.start])
        at = max(at, passage.end)
    texts.append(document.text[at:])
    while len(texts) > 1 and not texts[-1]:
        texts.pop()
    raw = RawRecord([len(texts), *map(len, texts)], "\n".join(texts), [])
    _write(raw, _DOCUMENT, document)
    return _checked(document.id, raw)


def read_header(record: Record) -> dict[str, Any]:
    """The fields of a document but for its text. Raises LookupError, ValueError or TypeError for an invalid record."""
    count = record.numbers[0]
    values = _RecordCursor(record, 1 + count).read(_DOCUMENT)
    at = 0
    for name, length in zip(_SPELLED, record.numbers[1 : 1 + count], strict=False):
        values[name] = record.text[at : at + length]
        at += length + 1
    return values


def read_gaps(record: Record) -> list[str]:
    """The text before each passage of a document, and behind the last."""
    gaps, at = [], 0
    for ordinal, length in enumerate(record.numbers[1 : 1 + record.numbers[0]]):
        if ordinal >= len(_SPELLED):
            gaps.append(record.text[at : at + length])
        at += length + 1
    return gaps


def _checked(document: str, raw: RawRecord) -> RawRecord:
    try:
        size = len(raw.text.encode()) + len("".join(raw.strings).encode()) + 5 * len(raw.numbers)
    except UnicodeEncodeError as error:
        raise ReadError(f"{document!r} holds half of a surrogate pair, which is no text") from error
    if not 0 <= min(raw.numbers) <= max(raw.numbers) < 1 << 32:
        raise ReadError(f"{document!r} holds a number out of all bounds: {min(raw.numbers)}..{max(raw.numbers)}")
    if size > LARGEST:
        raise ReadError(f"{document!r} has a run of text above {LARGEST:,} bytes, too large to be stored")
    return raw
