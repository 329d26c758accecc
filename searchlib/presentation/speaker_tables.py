"""A speaker's page as lines for a terminal, 40 columns wide and more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from searchlib.models.views.speaker_page import MonthCount, NameCount, Opposition, SpeakerPage
from searchlib.presentation.counts import counted
from searchlib.presentation.tables import fitted_end
from searchlib.presentation.view_tables import ALL_ROWS, figure_lines, short_days
from searchlib.presentation.wrapping import Clean, Line, paragraph

_MOST_NAMED: Final = 12
"""Names, roles and speakers beside that are shown, each."""
_MOST_MONTHS: Final = 24
"""Months that are shown, the last ones."""
_MOST_OPPOSED: Final = 12
"""Contradictions that are shown."""
_LONGEST_BAR: Final = 40
_DAYS: Final = 17
_TIED: Final = "\u00a0"
"""Keeps a count on the line of its name."""


def speaker_lines(page: SpeakerPage, width: int, *, groups: int, clean: Clean, place: Clean) -> Iterator[Line]:
    """The page, at most `groups` kinds of figures (0: all); `place` shortens the path of a file."""
    if not page:
        return
    yield from paragraph(clean(page.name), width, first="", indent="  ", style="title")
    told = f"{page.kind}, {counted(page.statements, 'statement')} in {counted(page.documents, 'article')}"
    yield from paragraph(told, width, first="  ", indent="  ", style="quiet")
    yield from _named("names", page.names, width, clean)
    yield from _named("roles", page.roles, width, clean)
    yield []
    yield [("said by month", "label")]
    yield from _months(page.months, width)
    yield []
    if page.figures:
        yield [("figures", "label")]
        yield from figure_lines(page.as_figures(), width, questions=groups, clean=clean, place=place)
    yield from _contradictions(page.opposed, width, clean, place)
    if page.beside:
        yield from _named("quoted beside", page.beside, width, clean, of_documents=True)
    if (
        any(len(names) > _MOST_NAMED for names in (page.names, page.roles, page.beside))
        or len(page.months) > _MOST_MONTHS
    ):
        yield []
        yield from paragraph(f"Names and months left out: {ALL_ROWS}", width, first="  ", indent="  ", style="quiet")


def _named(
    label: str, names: Sequence[NameCount], width: int, clean: Clean, *, of_documents: bool = False
) -> Iterator[Line]:
    """Names with their counts, as running text."""
    if not names:
        return
    shown = [
        f"{clean(one.name)}{_TIED}{one.documents if of_documents else one.statements:,}" for one in names[:_MOST_NAMED]
    ]
    more = [f"{len(names) - _MOST_NAMED:,} more"] if len(names) > _MOST_NAMED else []
    for line in paragraph(", ".join((*shown, *more)), width, first=f"  {label}: ", indent="    "):
        yield [(text.replace(_TIED, " "), style) for text, style in line]


def _months(months: Sequence[MonthCount], width: int) -> Iterator[Line]:
    """A bar a month; the longest is the busiest month."""
    shown = months[-_MOST_MONTHS:]
    if len(shown) < len(months):
        before = months[: -len(shown)]
        yield [(f"  {before[0].month}..{before[-1].month}  {sum(one.statements for one in before):,}", "quiet")]
    most = max((one.statements for one in shown), default=1)
    room = max(4, min(_LONGEST_BAR, width - 24))
    for one in shown:
        bar = "█" * max(1, round(room * one.statements / most))
        yield [(f"  {one.month or 'unknown':<7} ", "date"), (f"{one.statements:>6,} ", "number"), (bar, "")]


def _contradictions(opposed: Sequence[Opposition], width: int, clean: Clean, place: Clean) -> Iterator[Line]:
    """Each figure with whom it contradicts, under it where both stand."""
    if not opposed:
        return
    yield [("cannot both be true", "conflict")]
    for one in opposed[:_MOST_OPPOSED]:
        days = short_days(one.own.first, one.own.last, _DAYS)
        whom = "their own" if one.is_own else f"{one.other.who}:"
        text = f"“{one.own.phrase}” against {whom} “{one.other.phrase}”; for {days}"
        yield from paragraph(clean(text), width, first="  ! ", indent="    ", style="conflict")
        for row in (one.own, one.other):
            yield [("    " + fitted_end(clean(place(f"{row.path or row.document}:{row.line}")), width - 4), "path")]
    if len(opposed) > _MOST_OPPOSED:
        yield [(f"  ... and {len(opposed) - _MOST_OPPOSED:,} more. {ALL_ROWS}", "quiet")]
    yield []
