"""What a page says of a mention: the value in words, how it was read, and the clauses that ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar

from searchlib.expressions.periods import period_name
from searchlib.models import DateMention, Passage, Quantity, Statement
from searchlib.presentation.wording import period_words, quantity_words
from searchlib.query.rewriting import field_clause
from searchlib.query.syntax import decimal

NoteKind = Literal["quantity", "date", "speaker"]
Stated = TypeVar("Stated", Statement, DateMention, Quantity)


@dataclass(frozen=True)
class Fact:
    """One value that a mention states: `what` it is, the `value` in words, what else is known of it, how it was read.

    `start` and `end` are its characters in the document; `clauses` ask for passages that state the same.
    """

    what: str
    value: str
    remarks: tuple[str, ...]
    rule: str
    confidence: str
    start: int
    end: int
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """A mention that can be pressed: characters `start` to `end`, and what it states. An empty one stands behind a statement."""

    name: str
    kind: NoteKind
    start: int
    end: int
    facts: tuple[Fact, ...]

    @property
    def confidence(self) -> str:
        """The weakest confidence of its facts."""
        return max((fact.confidence for fact in self.facts), key=("explicit", "inferred", "guessed").index)


def notes(passages: Iterable[Passage], start: int, end: int, prefix: str = "m") -> tuple[Note, ...]:
    """The notes for the characters `start` to `end` of a document, by their places, none over another.

    Where mentions overlap they share the note of the first: a quantity before a date before a speaker.
    """
    taken: list[tuple[int, int, NoteKind, list[Fact]]] = []
    for first, last, kind, fact in _facts(passages, start, end):
        if not start <= first <= last <= end:
            continue
        shared = next((one for one in taken if _overlap((first, last), one[:2])), None)
        if shared is None:
            taken.append((first, last, kind, [fact]))
        elif fact not in shared[3]:
            shared[3].append(fact)
    taken.sort(key=lambda one: one[:2])
    return tuple(Note(f"{prefix}{first}-{last}", kind, first, last, tuple(facts)) for first, last, kind, facts in taken)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one == other or (one[0] < other[1] and other[0] < one[1])


def _facts(passages: Iterable[Passage], start: int, end: int) -> Iterator[tuple[int, int, NoteKind, Fact]]:
    held = list(passages)
    for quantity in _once(one for passage in held for one in passage.quantities):
        yield quantity.start, quantity.end, "quantity", _of_quantity(quantity)
    for mentioned in _once(one for passage in held for one in passage.dates):
        yield mentioned.start, mentioned.end, "date", _of_date(mentioned)
    for said in _once(one for passage in held for one in passage.statements):
        first, last = _speaker_place(said, start, end)
        yield first, last, "speaker", _of_statement(said)


def _once(mentions: Iterable[Stated]) -> Iterator[Stated]:
    """Each mention once: a statement comes with every passage that it overlaps."""
    seen: set[tuple[int, int, str]] = set()
    for one in mentions:
        key = one.start, one.end, getattr(one, "speaker", "")
        if key not in seen:
            seen.add(key)
            yield one


def _speaker_place(said: Statement, start: int, end: int) -> tuple[int, int]:
    """Where the speaker of a statement is named; the end of the statement where that is elsewhere."""
    named = said.mention or said.cue
    if named is not None and start <= named.start and named.end <= end:
        return named.start, named.end
    return min(said.end, end), min(said.end, end)


def _of_quantity(quantity: Quantity) -> Fact:
    clauses = [f"number:{_range(quantity)}"]
    if quantity.head:
        clauses.append(field_clause("noun", quantity.head))
    if quantity.unit:
        clauses.append(field_clause("unit", quantity.unit))
    return Fact(
        "quantity",
        quantity_words(quantity),
        (),
        quantity.rule,
        quantity.confidence,
        quantity.start,
        quantity.end,
        tuple(clauses),
    )


def _range(quantity: Quantity) -> str:
    low, high = decimal(quantity.low), decimal(quantity.high)
    unit = "%" if quantity.unit == "percent" else ""
    return f"{low}{unit}" if low == high else f"{low}..{high}{unit}"


def _of_date(mentioned: DateMention) -> Fact:
    days = period_words(mentioned)
    known = mentioned.first is not None and mentioned.last is not None
    against = {"published": "counted from the publication date", "text": "counted from an earlier date of the text"}
    remarks = (against[mentioned.anchor],) if mentioned.anchor else ()
    return Fact(
        "date",
        days,
        remarks,
        mentioned.rule,
        mentioned.confidence,
        mentioned.start,
        mentioned.end,
        (f"date:{days}",) if known else (),
    )


def _of_statement(said: Statement) -> Fact:
    clauses = [field_clause("speaker", said.speaker)] if said.speaker and said.speaker_kind != "unnamed" else []
    clauses += [field_clause("role", said.role or said.speaker)] if said.role or said.speaker_kind == "unnamed" else []
    clauses.append(f"kind:{said.kind}")
    clauses += [f"is:{mark.kind}" for mark in said.marks]
    remarks = [said.role] if said.role else []
    if said.on is not None:
        inferred = " (as published)" if said.on_from == "published" else ""
        remarks.append(f"said {period_name(said.on, said.on)}{inferred}")
        clauses.append(f"on:{said.on}")
    return Fact(
        f"{said.kind} statement",
        said.speaker or "unknown speaker",
        (*remarks, *(mark.kind for mark in said.marks)),
        said.rule,
        said.confidence,
        said.start,
        said.end,
        tuple(dict.fromkeys(clauses)),
    )
