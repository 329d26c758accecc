"""The rows of views: figures and statements with their places, groups of them, conflicts, and days of a timeline.

Every row carries the passage and the characters it was read from, `document.text[row.start:row.end]`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final, Literal

from searchlib.models.documents import Passage
from searchlib.models.mentions import MarkKind, QuantityModifier, SpeakerKind, StatementKind
from searchlib.models.spans import Confidence, Value

DayFrom = Literal["text", "said", "published", ""]
"""Where the day comes from: the text states it, it is the day of the statement or of the publication, or it is unknown."""

_VAGUE: Final = re.compile(
    r"(?:hundreds|thousands|millions|billions|trillions|lakhs|crores|dozens|scores|tens)$", re.IGNORECASE
)
"""The end of a figure that stands before its noun with "of"."""


def figure_phrase(value: str, noun: str) -> str:
    """A figure as written with what it counts: "nearly 10,000 soldiers", "thousands of troops"."""
    of = "of " if noun and _VAGUE.search(value) else ""
    return f"{value} {of}{noun}".strip()


class Place(Value):
    """Where a row was read: characters `start` to `end` of a document; `path` and `line` (from 1) of the source file.

    `published` and `source` (who published it) are the document's. The row is for the days `first` to `last`, both
    inside; `day_from` says how they are known. `said` is the day of the statement, when the row stands in one.
    """

    document: str
    passage: str
    start: int
    end: int
    path: str = ""
    line: int = 1
    title: str = ""
    source: str = ""
    url: str = ""
    published: date | None = None
    said: date | None = None
    first: date | None = None
    last: date | None = None
    day_from: DayFrom = ""


class FigureRow(Place):
    """One figure as somebody stated it.

    `ordinal` counts the rows of a view from 1. `value` is the figure as written ("nearly 10,000"), `low` and `high` what
    is stated; `least` and `most` are what that allows, None for an open end. `who` is the speaker, else the publisher,
    else the title or the id of the document. `marks` says why it does not stand as a fact: denied, negated,
    conditional, future, question, hearsay. `repeats` are passages that repeat the statement, which have no row of their own: almost word for
    word in other documents, or again in its own, which gives it `times` times.
    """

    ordinal: int
    group: int
    value: str
    low: float
    high: float
    least: float | None = None
    most: float | None = None
    modifier: QuantityModifier = "exact"
    unit: str = ""
    noun: str = ""
    head: str = ""
    who: str = ""
    speaker: str = ""
    speaker_kind: SpeakerKind = "unknown"
    role: str = ""
    confidence: Confidence
    sentence: str = ""
    marks: tuple[MarkKind, ...] = ()
    repeats: tuple[str, ...] = ()
    times: int = 1

    @property
    def phrase(self) -> str:
        """The figure with what it counts: "nearly 10,000 soldiers", "thousands of troops"."""
        return figure_phrase(self.value, self.noun)

    @property
    def is_fact(self) -> bool:
        """Whether it is stated as a fact, if only by hearsay."""
        return is_fact(self.marks)

    @property
    def articles(self) -> int:
        """How many documents state it: its own, and those that repeat it."""
        return len({self.document, *(passage.rpartition("#")[0] for passage in self.repeats)})


LIKELY: Final = 1.0
"""How much must tell that two contradicting figures measure one thing; see `Conflict.alike`."""


class Conflict(Value):
    """Two rows of one group that cannot both be true: `one` and `other` are their ordinals, the smaller figure first.

    `why` says what each allows, for which day, and what both texts have: `shared`, names first. `day_untold`: no text
    tells the day, both articles were published on it. `alike` is how much tells that both measure one thing, from 1 on
    likely; the conflicts of a view stand in this order.
    """

    one: int
    other: int
    group: int
    why: str
    shared: tuple[str, ...] = ()
    day_untold: bool = False
    alike: float = 0.0

    @property
    def is_likely(self) -> bool:
        """Whether it is likely that both figures measure one thing."""
        return self.alike >= LIKELY


def shared_words(shared: Sequence[str]) -> str:
    """What the texts of two figures have in common: "in both texts: Puerto Rico, died"."""
    return f"in both texts: {', '.join(shared)}" if shared else "no telling word in both texts"


def opponents_of(conflicts: Iterable[Conflict]) -> dict[int, tuple[int, ...]]:
    """For each row that contradicts others, the ordinals of those."""
    opponents: dict[int, list[int]] = {}
    for conflict in conflicts:
        opponents.setdefault(conflict.one, []).append(conflict.other)
        opponents.setdefault(conflict.other, []).append(conflict.one)
    return {ordinal: tuple(sorted(others)) for ordinal, others in opponents.items()}


def unlikely_of(conflicts: Iterable[Conflict]) -> frozenset[int]:
    """The ordinals of the rows that others contradict only if both are of one matter."""
    likely, rest = set[int](), set[int]()
    for conflict in conflicts:
        (likely if conflict.is_likely else rest).update((conflict.one, conflict.other))
    return frozenset(rest - likely)


class FigureGroup(Value):
    """The figures of one unit and one counted noun, the largest first.

    `noun` is the head of the counted phrase as it is mostly written, `question` all nouns that are close to it and
    counted here too ("soldiers, troops"): groups of one question stand one after the other. `change` marks rises and falls ("up 5 percent").
    `rows` are stated as facts; `apart` are denied, conditional or expected.
    """

    ordinal: int
    unit: str = ""
    noun: str = ""
    question: str = ""
    change: bool = False
    rows: tuple[FigureRow, ...] = ()
    apart: tuple[FigureRow, ...] = ()

    @property
    def asked(self) -> tuple[str, str, bool]:
        """What groups of one question have in common."""
        return self.unit, self.question, self.change

    @property
    def name(self) -> str:
        """What is counted: the noun, the unit, or both."""
        words = " of ".join(filter(None, (self.unit, self.noun))) or "bare numbers"
        return f"{words}, change" if self.change else words


def is_fact(marks: Collection[str]) -> bool:
    """Whether a figure with these marks is stated as a fact, if only by hearsay."""
    return not set(marks) - {"hearsay"}


class StatementRow(Place):
    """One statement in a timeline: `text` is what is said, as far as it lies in the passage."""

    speaker: str = ""
    role: str = ""
    kind: StatementKind
    confidence: Confidence
    text: str = ""


class TimelineEntry(Value):
    """The days `first` to `last`, both inside: the figures and statements for them.

    `low` and `high` bound the figures stated as facts; None when there are none.
    """

    first: date
    last: date
    low: float | None = None
    high: float | None = None
    figures: tuple[FigureRow, ...] = ()
    statements: tuple[StatementRow, ...] = ()

    @property
    def rows(self) -> tuple[FigureRow | StatementRow, ...]:
        """The figures, then the statements."""
        return (*self.figures, *self.statements)


def line_of(passage: Passage, start: int, path: str) -> int:
    """The line of the source file on which a character of the document stands, when it lies in this passage.

    Of files whose lines are not those of the text (tables, PDF) it is the line or page of the passage.
    """
    if path and not path.lower().removesuffix(".gz").endswith(_TEXT_FILES):
        return passage.line
    return passage.line + passage.text.count("\n", 0, max(0, start - passage.start))


_TEXT_FILES: Final = (".txt", ".md", ".text", ".markdown")
"""Ends of the names of files whose lines are those of the document's text."""
