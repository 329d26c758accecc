"""Quotes as lines of text, for widths of 40 columns and more: each utterance with its wordings below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from searchlib.models.views.quotes import QuoteGroup, Quotes, Wording
from searchlib.models.views.view import iso_day
from searchlib.presentation.counts import counted
from searchlib.presentation.tables import fitted, fitted_end
from searchlib.presentation.view_tables import ALL_GROUPS, ALL_ROWS
from searchlib.presentation.wrapping import Clean, Line, Piece, paragraph, wrapped
from searchlib.query.caret import columns

MOST_WORDINGS: Final = 12
"""At most so many wordings of an utterance are shown."""
_MOST_LINES: Final = 6
"""At most so many lines of one wording are shown."""
_INDENT: Final = 6
_WIDE: Final = 110
"""From this width on, the place of a wording stands beside it, not below it."""
_REWORDED: Final = 0.6
"""When a larger part of a wording differs, its words are not marked one by one."""
MARKED: Final = ("‹", "›")
"""Marks around words that the first appearance does not have."""


def quote_lines(quotes: Quotes, width: int, *, groups: int, clean: Clean, place: Clean) -> Iterator[Line]:
    """The first `groups` utterances (0: all); `place` shortens the path of a file."""
    shown = quotes.groups[:groups] if groups else quotes.groups
    for group in shown:
        yield from _group_lines(group, width, clean, place)
        yield []
    left = quotes.groups[len(shown) :]
    if left:
        rows = sum(len(group.rows) for group in left)
        text = f"{counted(len(left), 'more utterance')} with {counted(rows, 'wording')}. {ALL_GROUPS}"
        yield from paragraph(text, width, first="", indent="  ", style="quiet")


def _group_lines(group: QuoteGroup, width: int, clean: Clean, place: Clean) -> Iterator[Line]:
    yield from _heading(group, width, clean)
    if group.disagree:
        text = "speakers disagree: " + ", ".join(_attributed(group))
        yield from paragraph(clean(text), width, first="  ! ", indent="    ", style="conflict")
    yield from _wordings(group.wordings, group, width, clean, place)
    if group.apart:
        yield [("  not asserted", "label")]
        yield from _wordings(group.apart, group, width, clean, place)


def _heading(group: QuoteGroup, width: int, clean: Clean) -> Iterator[Line]:
    """The speaker, and how many wordings and articles there are."""
    first = group.first
    who = " / ".join(group.speakers) or first.speaker or "unknown speaker"
    role = f", {first.role}" if first.role and not group.disagree and group.speakers else ""
    alone = len(group.rows) == group.articles == 1
    counts = "" if alone else f"  {counted(len(group.rows), 'wording')} in {counted(group.articles, 'article')}"
    if width >= columns(who) + columns(counts) + 8:
        name = fitted(clean(who + role), width - columns(counts)).rstrip()
        yield [(name, "title"), (counts, "quiet")]
    else:
        yield from paragraph(clean(who), width, first="", indent="  ", style="title")
        if counts:
            yield [(counts, "quiet")]


def _attributed(group: QuoteGroup) -> Iterator[str]:
    """Each speaker with the publishers that name it."""
    for name in group.speakers:
        parts = set(name.lower().split())
        rows = [row for row in group.rows if row.speaker and set(row.speaker.lower().split()) <= parts]
        papers = dict.fromkeys(row.source or row.document for row in rows)
        yield f"{name} ({', '.join(papers)})" if papers else name


def _wordings(rows: Sequence[Wording], group: QuoteGroup, width: int, clean: Clean, place: Clean) -> Iterator[Line]:
    for row in rows[:MOST_WORDINGS]:
        yield from _wording_lines(row, width, is_first=row is group.first, clean=clean, place=place)
    if len(rows) > MOST_WORDINGS:
        yield [(f"  ... and {counted(len(rows) - MOST_WORDINGS, 'more wording')}. {ALL_ROWS}", "quiet")]


def _wording_lines(row: Wording, width: int, *, is_first: bool, clean: Clean, place: Clean) -> Iterator[Line]:
    """Number, day and remarks; the wording; who told whom; the place beside the first line or below the last."""
    head = f"{row.ordinal:>4}  "
    where = place(f"{row.path or row.document}:{row.line}")
    facts = " · ".join((iso_day(row.published) or "date unknown", *_remarks(row, is_first=is_first)))
    line: Line = [(head, "rank"), (fitted(clean(facts), width - _INDENT).rstrip(), "date")]
    used = sum(columns(text) for text, _ in line)
    beside = width >= _WIDE and used + 30 <= width
    if beside:
        shown = fitted_end(clean(where), width - used - 2)
        line += [(" " * (width - used - columns(shown)), ""), (shown, "path")]
    yield line
    yield from _marked_text(row, width, clean)
    below = clean(" → ".join(row.chain))
    yield from paragraph(below, width, first=" " * _INDENT, indent=" " * (_INDENT + 2), style="speaker")
    if not beside:
        yield [(" " * _INDENT + fitted_end(clean(where), width - _INDENT), "path")]


def _remarks(row: Wording, *, is_first: bool) -> Iterator[str]:
    """Remarks on a wording: first, repeated, said on another day, its marks and confidence."""
    if is_first:
        yield "first"
    if row.articles > 1:
        yield f"{row.articles} articles"
    if row.said and row.said != row.published:
        yield f"said {row.said}"
    if row.marks:
        yield ", ".join(row.marks)
    if row.confidence != "explicit":
        yield f"speaker {row.confidence}"
    if not is_first and _is_reworded(row):
        yield "in other words"


def _is_reworded(row: Wording) -> bool:
    """Whether too much differs to mark single words."""
    return sum(end - start for start, end in row.differs) > _REWORDED * len(row.text)


def _marked_text(row: Wording, width: int, clean: Clean) -> Iterator[Line]:
    """The wording in lines, with the words that differ marked."""
    lines = list(wrapped(_pieces(row, clean), max(20, width - _INDENT)))
    for line in lines[:_MOST_LINES]:
        yield [(" " * _INDENT, ""), *line]
    if len(lines) > _MOST_LINES:
        yield [(" " * _INDENT + "…", "")]


def _pieces(row: Wording, clean: Clean) -> Iterator[Piece]:
    """The text, cut where marks begin and end."""
    at = 0
    for start, end in () if _is_reworded(row) else row.differs:
        yield clean(row.text[at:start]), ""
        yield f"{MARKED[0]}{clean(row.text[start:end])}{MARKED[1]}", "matched"
        at = end
    yield clean(row.text[at:]), ""
