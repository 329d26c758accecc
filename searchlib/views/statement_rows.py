"""The statements of the passages of a view, each once, and as fields of a StatementRow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from searchlib.matching.stored import Stored
from searchlib.models import Statement
from searchlib.models.views.rows import line_of
from searchlib.views.passages_read import ViewRequest, days_of, rows_allowed


def statements_of(read: Iterable[Stored], request: ViewRequest) -> Iterator[tuple[Stored, Statement]]:
    """The statements that the filters of the request hold of, each with the first passage that has it."""
    seen: set[tuple[str, int]] = set()
    for stored in read:
        passage = stored.passage
        allowed = rows_allowed(stored, request.filters, "statement")
        counting = [
            {passage.quantities[place].statement for place in places}
            for places in rows_allowed(stored, request.filters, "quantity")
        ]
        for place, said in enumerate(passage.statements):
            skipped = (passage.document, said.number) in seen or not request.counts(said)
            if (
                skipped
                or not all(place in places for places in allowed)
                or not all(said.number in ns for ns in counting)
            ):
                continue
            seen.add((passage.document, said.number))
            yield stored, said


def statement_fields(stored: Stored, said: Statement) -> dict[str, Any]:
    """A statement as fields of a StatementRow: what is said, as far as it lies in the passage, and for which days."""
    passage, header = stored.passage, stored.header
    start, end = (min(max(at, passage.start), passage.end) for at in (said.start, said.end))
    inside = [
        mention
        for mention in passage.dates
        if mention.statement == said.number
        and mention.first is not None
        and mention.modifier not in ("before", "after")
    ]
    days = days_of(inside[0] if inside else None, said, header)
    return {
        "document": passage.document,
        "passage": passage.id,
        "start": said.start,
        "end": said.end,
        "path": header.path,
        "line": line_of(passage, start, header.path),
        "title": header.title,
        "source": header.source,
        "url": header.url,
        "published": header.published,
        "said": said.on,
        "first": days.first,
        "last": days.last,
        "day_from": days.known_from,
        "speaker": said.speaker,
        "role": said.role,
        "kind": said.kind,
        "confidence": said.confidence,
        "text": " ".join(passage.text[start - passage.start : end - passage.start].split()),
    }
