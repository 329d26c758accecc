"""Figures and timelines as lines of text, for widths of 40 columns and more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from searchlib.expressions.amounts import allowed
from searchlib.models.views.figures import Figures
from searchlib.models.views.rows import Conflict, FigureGroup, FigureRow, StatementRow, TimelineEntry, unlikely_of
from searchlib.models.views.timeline import Timeline
from searchlib.presentation.counts import counted
from searchlib.presentation.figure_words import (
    Contradiction,
    contradictions,
    pairs_words,
    remark_words,
    summary_words,
)
from searchlib.presentation.tables import Scale, drawn, fitted, fitted_end
from searchlib.presentation.wording import range_words
from searchlib.presentation.wrapping import Clean, Line, in_width, paragraph

MOST_ROWS: Final = 30
"""At most so many rows of a group are shown."""
MOST_CONFLICTS: Final = 12
MOST_UNLIKELY: Final = 4
"""At most so many contradictions of a question are shown, and so many of them behind others that are likelier of one matter."""
LIKELY, UNLIKELY = "!", "?"
"""Marks of a figure that another one contradicts: likely of the same matter, or if it is of it."""
MOST_STATEMENTS: Final = 5
"""At most so many statements of a period are shown."""
ALL_GROUPS: Final = "--groups 0 shows all."
ALL_ROWS: Final = "--csv prints all."
"""How what a table leaves out is seen."""
_WIDE: Final = 110
"""From this width on, the place of a row stands beside it, not below it."""
_NARROW: Final = 60
"""Below this width, the interval and the days of a row stand on a second line."""
_DRAWN: Final = 10
_DAY: Final = 12
_PERIOD: Final = 17
"""Columns of a period with its end."""
_UNTIL: Final = ".."
"""Behind the first day of a period whose last day has no room."""
_ROOMY: Final = 130
"""From this width on, the days of a row show the year of a period."""
_ORDINAL: Final = 4
"""The width of the ordinal of a row."""


def figure_lines(figures: Figures, width: int, *, questions: int, clean: Clean, place: Clean) -> Iterator[Line]:
    """The groups of the first `questions` questions (0: all); `place` shortens the path of a file."""
    together = [list(groups) for _, groups in groupby(figures.groups, key=lambda group: group.asked)]
    shown = together[:questions] if questions else together
    marks = marks_of(figures.conflicts)
    rows_of = {row.ordinal: row for row in figures.rows}
    for groups in shown:
        yield from _question_lines(groups, figures.conflicts, width, clean)
        scale = _scale([row for group in groups for row in (*group.rows, *group.apart)])
        for group in groups:
            if len(groups) > 1:
                yield [(fitted(f"  {clean(group.name)}", width).rstrip(), "label")]
            yield from _rows(group.rows, scale, width, marks, clean, place)
            if group.apart:
                yield [("  not stated as facts", "label")]
                yield from _rows(group.apart, scale, width, marks, clean, place)
        ordinals = {group.ordinal for group in groups}
        yield from _conflict_lines(rows_of, [one for one in figures.conflicts if one.group in ordinals], width, clean)
        yield []
    left = [group for groups in together[len(shown) :] for group in groups]
    if left:
        rows = sum(len(group.rows) + len(group.apart) for group in left)
        names = ", ".join(f"{clean(group.name)} {len(group.rows) + len(group.apart)}" for group in left[:8])
        text = f"{counted(len(left), 'more group')} with {counted(rows, 'figure')}: {names}{' and others' if len(left) > 8 else ''}. {ALL_GROUPS}"
        yield from paragraph(text, width, first="", indent="  ", style="quiet")


def _question_lines(
    groups: Sequence[FigureGroup], conflicts: Iterable[Conflict], width: int, clean: Clean
) -> Iterator[Line]:
    """What is counted, how many figures there are, lowest and highest, and how many pairs contradict each other."""
    ordinals = {group.ordinal for group in groups}
    pairs = pairs_words([conflict for conflict in conflicts if conflict.group in ordinals])
    name = clean(", ".join(group.name for group in groups))
    yield [(fitted(name, width).rstrip(), "title")]
    line: Line = [(f"  {summary_words(groups)}", "quiet")]
    if pairs:
        line.append((f"  {pairs}", "conflict"))
    yield from in_width(line, width, indent="    ")


def marks_of(conflicts: Sequence[Conflict]) -> dict[int, str]:
    """The mark of each row that another one contradicts."""
    every = dict.fromkeys((row for one in conflicts for row in (one.one, one.other)), LIKELY)
    return every | dict.fromkeys(unlikely_of(conflicts), UNLIKELY)


def _scale(rows: Sequence[FigureRow]) -> Scale:
    """One scale for all rows of a question, so that they can be compared."""
    ends = [end for row in rows for end in allowed(row.low, row.high, row.modifier)[:2] if abs(end) < float("inf")]
    return Scale(min(ends, default=0), max(ends, default=0), _DRAWN)


def _rows(
    rows: Sequence[FigureRow],
    scale: Scale,
    width: int,
    marks: Mapping[int, str],
    clean: Clean,
    place: Clean,
) -> Iterator[Line]:
    for row in rows[:MOST_ROWS]:
        yield from _row_lines(row, scale, width, mark=marks.get(row.ordinal, " "), clean=clean, place=place)
    if len(rows) > MOST_ROWS:
        yield [(f"  ... and {len(rows) - MOST_ROWS:,} more. {ALL_ROWS}", "quiet")]


def _row_lines(row: FigureRow, scale: Scale, width: int, *, mark: str, clean: Clean, place: Clean) -> Iterator[Line]:
    """One row: ordinal, speaker, value and noun, interval, days; its place beside or below."""
    if width < _NARROW:
        yield from _narrow_row_lines(row, scale, width, mark=mark, clean=clean, place=place)
        return
    wide = width >= _WIDE
    days = _PERIOD if width >= _ROOMY else _DAY
    room = (width - 50 if wide else width) - _ORDINAL - _DRAWN - days - 6
    who, value = int(room * 0.42), room - int(room * 0.42)
    shown_days = short_days(row.first, row.last, days)
    line: Line = [
        (f"{row.ordinal:>{_ORDINAL - 1}} ", "rank"),
        (f"{mark} ", "conflict"),
        (fitted(clean(row.who), who) + " ", "speaker" if row.speaker else ""),
        (fitted(_value(row, clean), value) + " ", "conflict" if mark == LIKELY else "number"),
        (drawn(row.low, row.high, row.modifier, scale, _DRAWN) + " ", "conflict" if mark == LIKELY else ""),
        (fitted(shown_days, days), "date"),
    ]
    where = _where(row, clean, place, until=row.last if shown_days.endswith(_UNTIL) else None)
    if wide:
        yield [*line, (f" {fitted_end(where, width - sum(len(text) for text, _ in line) - 1)}", "path")]
    else:
        yield line
        yield [(" " * (_ORDINAL + 2) + fitted_end(where, width - _ORDINAL - 2), "path")]


def _narrow_row_lines(
    row: FigureRow, scale: Scale, width: int, *, mark: str, clean: Clean, place: Clean
) -> Iterator[Line]:
    """The same on three lines: ordinal, speaker and value; interval and days; place."""
    room = width - _ORDINAL - 3
    who, value = int(room * 0.42), room - int(room * 0.42)
    indent = " " * (_ORDINAL + 2)
    yield [
        (f"{row.ordinal:>{_ORDINAL - 1}} ", "rank"),
        (f"{mark} ", "conflict"),
        (fitted(clean(row.who), who) + " ", "speaker" if row.speaker else ""),
        (fitted(_value(row, clean), value), "conflict" if mark == LIKELY else "number"),
    ]
    yield [
        (indent, ""),
        (drawn(row.low, row.high, row.modifier, scale, _DRAWN) + " ", "conflict" if mark == LIKELY else ""),
        (short_days(row.first, row.last, _PERIOD), "date"),
    ]
    yield from paragraph(_where(row, clean, place), width, first=indent, indent=indent, style="path")


def _value(row: FigureRow, clean: Clean) -> str:
    """The figure as stated, with what it counts."""
    return clean(row.phrase)


def _where(row: FigureRow, clean: Clean, place: Clean, *, until: date | None = None) -> str:
    """Where a row stands, and what else is to be known of it; `until` is the last day where its column has no room."""
    last = [] if until is None else [f"until {until}"]
    return clean(" · ".join([place(f"{row.path or row.document}:{row.line}"), *last, *remark_words(row)]))


def _conflict_lines(
    rows: Mapping[int, FigureRow], conflicts: Sequence[Conflict], width: int, clean: Clean
) -> Iterator[Line]:
    """Which figures, by their ordinals, contradict which; figures with the same opponents share a line."""
    told = list(contradictions(rows, conflicts))
    likely, rest = [one for one in told if one.is_likely], [one for one in told if not one.is_likely]
    if likely:
        yield [("  cannot both be true:", "conflict")]
    for one in likely[:MOST_CONFLICTS]:
        yield from _contradiction_lines(one, LIKELY, width, clean)
    if rest:
        label = "cannot both be true if they are of one matter, which their texts hardly tell:"
        yield from paragraph(label, width, first="  ", indent="  ", style="quiet")
    for one in rest[: MOST_UNLIKELY if likely else MOST_CONFLICTS]:
        yield from _contradiction_lines(one, UNLIKELY, width, clean)
    left = len(told) - min(len(likely), MOST_CONFLICTS) - min(len(rest), MOST_UNLIKELY if likely else MOST_CONFLICTS)
    if left:
        yield [(f"  ... and {left:,} more. {ALL_ROWS}", "quiet")]


def _contradiction_lines(one: Contradiction, mark: str, width: int, clean: Clean) -> Iterator[Line]:
    """Which figures contradict which, for which day, and what tells that they are of one matter."""
    days = sorted({short_days(row.first, row.last, _PERIOD) for row in one.ones})
    text = f"{_named(one.ones)} against {_named(one.others)}; for {', '.join(days)}; {one.reason}"
    style = "conflict" if mark == LIKELY else "quiet"
    yield from paragraph(clean(text), width, first=f"  {mark} ", indent="    ", style=style)


def _named(rows: Iterable[FigureRow]) -> str:
    """The figures with their speakers: "about 8,000 (US) [8]"."""
    return ", ".join(f"“{row.value}” ({row.who}) [{row.ordinal}]" for row in rows)


def short_days(first: date | None, last: date | None, width: int) -> str:
    """A period in at most `width` characters (12 or more): a day, month or year, or the first and last day.

    From 17 characters on a period has its end: 2024-10-28..11-03, 2024-12..2025-01; else 2024-10-28...
    """
    if first is None or last is None:
        return "unknown"
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}" if first.year == last.year else f"{first.year}..{last.year}"
    if first.day == 1 and first.replace(day=1) == last.replace(day=1) and last.day >= 28:
        return f"{first:%Y-%m}"
    if width >= _PERIOD:
        return f"{first}..{last:%m-%d}" if first.year == last.year else f"{str(first)[:7]}..{str(last)[:7]}"
    return f"{first}{_UNTIL}"


# ---- timelines ------------------------------------------------------------------------------------------------------


def timeline_lines(timeline: Timeline, width: int, *, clean: Clean, place: Clean) -> Iterator[Line]:
    """The periods, earliest first: lowest and highest figure, all figures with their speakers, and statements."""
    rows = [row for entry in timeline for row in entry.figures]
    scale = _scale(rows)
    if timeline.counted:
        close = f"  (apart from them: {clean(', '.join(timeline.close))})" if timeline.close else ""
        yield from in_width([(f"figures: {clean(timeline.counted)}", "title"), (close, "quiet")], width, indent="  ")
    marks = marks_of(timeline.conflicts)
    by_ordinal = {row.ordinal: row for row in rows}
    for entry in timeline:
        yield from _entry_lines(entry, timeline.unit, scale, width, marks, clean, place)
        own = {row.ordinal for row in entry.figures}
        conflicts = [one for one in timeline.conflicts if one.one in own and one.other in by_ordinal]
        yield from _conflict_lines(by_ordinal, conflicts, width, clean)
    for remark in _left_out(timeline):
        yield from paragraph(remark, width, first="", indent="  ", style="quiet")


def _left_out(timeline: Timeline) -> Iterator[str]:
    """What the lines do not show, and how it is seen."""
    if any(len(entry.figures) > MOST_ROWS or len(entry.statements) > MOST_STATEMENTS for entry in timeline):
        yield f"{MOST_STATEMENTS} statements a {timeline.by} are shown at most. {ALL_ROWS}"
    if timeline.undated:
        stand = "stands" if timeline.undated == 1 else "stand"
        longer = {"day": " --by week or month shows more of them.", "week": " --by month shows more of them."}
        yield f"{counted(timeline.undated, 'row')} {stand} for no single {timeline.by}.{longer.get(timeline.by, '')}"


def _entry_lines(
    entry: TimelineEntry,
    unit: str,
    scale: Scale,
    width: int,
    marks: Mapping[int, str],
    clean: Clean,
    place: Clean,
) -> Iterator[Line]:
    line: Line = [(short_days(entry.first, entry.last, _PERIOD), "date")]
    if entry.low is not None and entry.high is not None:
        line.append((f"  {range_words(entry.low, entry.high, unit)}", "number"))
    yield from in_width(line, width, indent="  ")
    yield from _rows(entry.figures, scale, width, marks, clean, place)
    for said in entry.statements[:MOST_STATEMENTS]:
        yield _statement_line(said, width, clean)
    if len(entry.statements) > MOST_STATEMENTS:
        yield [(f"      ... and {counted(len(entry.statements) - MOST_STATEMENTS, 'more statement')}", "quiet")]


def _statement_line(said: StatementRow, width: int, clean: Clean) -> Line:
    who = fitted(clean(said.speaker or said.source or "somebody"), int(width * 0.25))
    return [
        ("      ", ""),
        (who + " ", "speaker"),
        (fitted(clean(said.text), width - 7 - int(width * 0.25)).rstrip(), ""),
    ]
