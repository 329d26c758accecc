"""Rows of views as lines for a language model: cells between bars, each place cited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from searchlib.mcp import texts
from searchlib.models.views.quotes import QuoteGroup, Wording
from searchlib.models.views.rows import Conflict, FigureRow, StatementRow, TimelineEntry
from searchlib.models.views.view import iso_day

FIGURE: Final = "row | figure | who | holds for | said | published | place | rows that contradict it | sentence"
WORDING: Final = "utterance | words | who | said | published | told by | articles | place | other speakers named"
EVIDENCE: Final = "sentence | cited | verdict | what differs | who | published | place | the article's words"


def figure(row: FigureRow, against: Iterable[int]) -> str:
    """One figure; `against` are the rows that contradict it."""
    marks = "".join(f"{mark}: " for mark in row.marks)
    holds = iso_day(row.first) if row.first == row.last else f"{iso_day(row.first)}..{iso_day(row.last)}"
    return _line(
        str(row.ordinal),
        f"{marks}{row.phrase if row.noun else f'{row.value} {row.unit}'}",
        f"{row.who}{f', {row.role}' if row.role else ''} ({row.confidence})",
        holds,
        iso_day(row.said),
        f"{iso_day(row.published)} {row.source}".strip(),
        texts.citation(row.passage, row.start, row.end),
        " ".join(map(str, against)),
        row.sentence,
    )


def conflict(between: Conflict) -> str:
    """Two rows that cannot both be true, why, and whether that is so only if both are of one matter."""
    matter = "" if between.is_likely else " if they are of one matter"
    return f"rows {between.one} and {between.other} cannot both be true{matter}: {between.why}"


def entry(step: TimelineEntry, opponents: Mapping[int, Sequence[int]]) -> Iterable[str]:
    """The figures and statements of one step of a timeline; `opponents` are the rows that contradict a figure."""
    days = step.first.isoformat() if step.first == step.last else f"{step.first}..{step.last}"
    for row in step.rows:
        what, own = _statement(row), ("", "")
        if isinstance(row, FigureRow):
            what = ("figure", row.phrase, row.who)
            own = (str(row.ordinal), " ".join(map(str, opponents.get(row.ordinal, ()))))
        yield _line(days, *what, texts.citation(row.passage, row.start, row.end), *own)


def _statement(row: StatementRow | FigureRow) -> tuple[str, str, str]:
    return ("said", row.text if isinstance(row, StatementRow) else row.sentence, row.speaker or row.source)


def wording(group: QuoteGroup, row: Wording) -> str:
    """One wording of an utterance."""
    marks = "".join(f"{mark}: " for mark in row.marks)
    return _line(
        str(group.ordinal),
        f"{marks}{row.text}",
        f"{row.speaker or row.role}{f', {row.role}' if row.role and row.speaker else ''} ({row.confidence})",
        iso_day(row.said),
        f"{iso_day(row.published)} {row.source}".strip(),
        " > ".join(row.chain),
        str(row.articles),
        texts.citation(row.passage, row.start, row.end),
        ", ".join(group.speakers) if group.disagree else "",
    )


def evidence(row: dict[str, Any]) -> str:
    """What one sentence of an article says of a citation; `row` is of VERIFICATION_COLUMNS."""
    place = texts.citation(row["passage"], row["start"], row["end"]) if row["passage"] else ""
    published = f"{row['published']} {row['source']}".strip()
    return _line(
        str(row["sentence"]), row["cited"], row["verdict"], row["differs"], row["who"], published, place, row["text"]
    )


def _line(*cells: str) -> str:
    return " | ".join(map(texts.one_line, cells))
