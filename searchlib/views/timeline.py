"""What holds for which day: the figures of one group, lowest and highest, and the statements, by day, week or month."""

from __future__ import annotations

import time
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import takewhile
from typing import Any

from searchlib.engines.contract import Reader
from searchlib.matching.stored import Stored
from searchlib.models.views.rows import FigureGroup, FigureRow, StatementRow, TimelineEntry
from searchlib.models.views.timeline import Step, Timeline
from searchlib.views.contradictions.matters import conflicts_among
from searchlib.views.figures import MOST_CONFLICTS, drafts_of, grouped
from searchlib.views.passages_read import ViewRequest, read_passages
from searchlib.views.statement_rows import statement_fields, statements_of


def timeline(reader: Reader, request: ViewRequest, *, by: Step = "day") -> Timeline:
    """The figures of the first group of a query, and its statements, by the days they hold for."""
    started = time.perf_counter()
    read = read_passages(reader, request)
    figures, statements = _read_once(read.stored, request)
    groups = grouped(figures, request)
    group = next(groups, FigureGroup(ordinal=0))
    close = tuple(other.name for other in takewhile(lambda one: one.asked == group.asked, groups) if group.noun)
    entries, undated = _entries([*group.rows, *group.apart], statements, by)
    return Timeline(
        generation=reader.version,
        query=request.text,
        parsed=str(read.node),
        by=by,
        unit=group.unit,
        noun=group.noun,
        close=close,
        entries=tuple(entries),
        undated=undated,
        conflicts=conflicts_among([group.rows], MOST_CONFLICTS)[0],
        passages=len(read.stored),
        total=read.total,
        cut=read.cut,
        warnings=request.warnings,
        took_ms=round(1000 * (time.perf_counter() - started), 3),
    )


def _read_once(passages: Iterable[Stored], request: ViewRequest) -> tuple[list[dict[str, Any]], list[StatementRow]]:
    """The drafts of figures and the statements of passages that are gone through once: reading them is most of the work."""
    figures: list[dict[str, Any]] = []

    def passing() -> Iterator[Stored]:
        for stored in passages:
            figures.extend(drafts_of(stored, request))
            yield stored

    said = [StatementRow.compact(statement_fields(stored, said)) for stored, said in statements_of(passing(), request)]
    return figures, said


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
