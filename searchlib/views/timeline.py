"""What holds for which day: the figures of one group, lowest and highest, and the statements, by day, week or month."""

from __future__ import annotations

import time
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from searchlib.engines.contract import Reader
from searchlib.matching.stored import Stored
from searchlib.models import Statement
from searchlib.models.views.rows import FigureGroup, FigureRow, StatementRow, TimelineEntry, line_of
from searchlib.models.views.timeline import Step, Timeline
from searchlib.views.figures import figures_of
from searchlib.views.passages_read import ViewRequest, days_of, read_passages, rows_allowed


def timeline(reader: Reader, request: ViewRequest, *, by: Step = "day") -> Timeline:
    """The figures of the first group of a query, and its statements, by the days they hold for."""
    started = time.perf_counter()
    read = read_passages(reader, request)
    groups = figures_of(read.stored, request)
    group = groups[0] if groups else FigureGroup(number=0)
    statements = list(_statements(read.stored, request))
    entries, undated = _entries([*group.rows, *group.apart], statements, by)
    return Timeline(
        query=request.text,
        parsed=str(read.node),
        by=by,
        unit=group.unit,
        noun=group.noun,
        close=tuple(other.name for other in groups[1:] if group.noun and other.asked == group.asked),
        entries=tuple(entries),
        undated=undated,
        passages=len(read.stored),
        total=read.total,
        cut=read.cut,
        warnings=request.warnings,
        took_ms=round(1000 * (time.perf_counter() - started), 3),
    )


def stretch_of(first: date | None, last: date | None, by: Step) -> tuple[date, date] | None:
    """The day, week or month that holds these days; None when none does, or none is known."""
    if first is None or last is None:
        return None
    start, end = first, first
    if by == "week":
        start = first - timedelta(days=first.weekday()) if first.toordinal() > first.weekday() else first
        end = date.fromordinal(min(start.toordinal() + 6, date.max.toordinal()))
    elif by == "month":
        start = first.replace(day=1)
        end = first.replace(day=monthrange(first.year, first.month)[1])
    return (start, end) if last <= end else None


def _entries(
    figures: Sequence[FigureRow], statements: Sequence[StatementRow], by: Step
) -> tuple[list[TimelineEntry], int]:
    """An entry for each stretch that anything holds for, earliest first, and how many rows have none."""
    rows: dict[tuple[date, date], list[FigureRow]] = defaultdict(list)
    said: dict[tuple[date, date], list[StatementRow]] = defaultdict(list)
    undated = 0
    every: list[FigureRow | StatementRow] = [*figures, *statements]
    for row in every:
        stretch = stretch_of(row.first, row.last, by)
        if stretch is None:
            undated += 1
        elif isinstance(row, FigureRow):
            rows[stretch].append(row)
        else:
            said[stretch].append(row)
    return [_entry(stretch, rows[stretch], said[stretch]) for stretch in sorted({*rows, *said})], undated


def _entry(stretch: tuple[date, date], rows: Sequence[FigureRow], said: Sequence[StatementRow]) -> TimelineEntry:
    facts = [row for row in rows if row.is_fact]
    return TimelineEntry(
        first=stretch[0],
        last=stretch[1],
        low=min((row.low for row in facts), default=None),
        high=max((row.high for row in facts), default=None),
        figures=tuple(rows),
        statements=tuple(said),
    )


def _statements(read: Sequence[Stored], request: ViewRequest) -> Iterator[StatementRow]:
    """The statements of the passages, each once, with the filters of the request."""
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
            yield StatementRow.model_validate(_statement(stored, said))


def _statement(stored: Stored, said: Statement) -> dict[str, Any]:
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
        "line": line_of(passage, start),
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
