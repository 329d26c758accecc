"""The words of the field as frozen values: documents, passages, what they state, and the results of a search.

Every extracted value carries `start` and `end`, characters of its document's text with the end exclusive, the `rule`
that found it and a `confidence`. `document.text[passage.start:passage.end] == passage.text`, always.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

Confidence = Literal["explicit", "inferred", "guessed"]
StatementKind = Literal["direct", "indirect", "mixed"]
SpeakerKind = Literal["person", "body", "unnamed", "unknown"]
Grain = Literal["day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century", "range"]
DateModifier = Literal["", "early", "mid", "late", "before", "after", "about"]
QuantityModifier = Literal["exact", "about", "at_least", "at_most", "more_than", "less_than", "up", "down"]
PublishedFrom = Literal["metadata", "document", "front matter", "file name", "default", "guessed", "unknown"]


class Value(BaseModel):
    """Base of every model here: frozen, and refusing unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Value):
    """Characters `start` to `end` (exclusive) of the document's text."""

    start: int
    end: int


class Cue(Value):
    """A speaker that the source itself names for a stretch of text: a caption's voice, a transcript's column."""

    start: int
    end: int
    speaker: str


class Document(Value):
    """One article, transcript or message, whole.

    `text` is what offsets count in. `published_from` says where the publication date comes from. `path` and `line`
    (from 1) say where it was read; `encoding` how its bytes were decoded. `headings` and `furniture` are spans that a
    reader knows to be no prose (a title repeated, a byline, a caption): they never become passages of their own.
    """

    id: str
    text: str
    title: str = ""
    published: date | None = None
    published_from: PublishedFrom = "unknown"
    source: str = ""
    authors: tuple[str, ...] = ()
    url: str = ""
    path: str = ""
    line: int = 1
    encoding: str = "utf-8"
    cues: tuple[Cue, ...] = ()


class Statement(Value):
    """Something somebody says. `start`/`end` span what is said.

    `speaker` is the canonical name of a person or body, or, for an unnamed or collective source, the phrase as
    written ("a State Department official"); empty when nobody can be told. `names` are all names the document has for
    the speaker. `mention` is where the text names the speaker of this statement ("he" included), `cue` the word that
    marks speech. `on` is the day it was said: `on_from` tells whether the attribution states it ("stated"), or it is
    the publication date ("published"), or unknown (""). `number` counts statements in the document from 0.
    """

    number: int
    start: int
    end: int
    kind: StatementKind
    speaker: str = ""
    speaker_kind: SpeakerKind = "unknown"
    names: tuple[str, ...] = ()
    role: str = ""
    mention: Span | None = None
    cue: Span | None = None
    on: date | None = None
    on_from: Literal["stated", "published", ""] = ""
    hearer: str = ""
    outlet: str = ""
    rule: str
    confidence: Confidence


class DateMention(Value):
    """A day or period that the text speaks of: the days `first` to `last`, both inside; None when it stays unresolved.

    `anchor` says what it was resolved against: "" (the text states it whole), "published", or "text" (an earlier date
    of the document). `statement` is the number of the innermost statement that holds it.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    grain: Grain
    modifier: DateModifier = ""
    anchor: Literal["", "published", "text"] = ""
    statement: int | None = None
    rule: str
    confidence: Confidence


class Quantity(Value):
    """A stated quantity, from `low` to `high` (equal for a single value), in `unit` as stated.

    `unit` is "" for a bare count, "percent", an ISO 4217 code ("USD") or the name of a physical unit ("kilometre");
    `noun` is the counted phrase as written ("North Korean soldiers"), `head` its head word ("soldiers").
    """

    start: int
    end: int
    low: float
    high: float
    modifier: QuantityModifier = "exact"
    unit: str = ""
    noun: str = ""
    head: str = ""
    statement: int | None = None
    rule: str
    confidence: Confidence


class Passage(Value):
    """A searchable stretch of one document. `ordinal` counts from 0; `id` is `<document>#<ordinal>`.

    `line` is the line of the source file (from 1) on which it starts. Statements are those whose content overlaps the
    passage; dates and quantities those whose first character it holds. Their offsets stay the document's.
    """

    id: str
    document: str
    ordinal: int
    start: int
    end: int
    line: int
    text: str
    statements: tuple[Statement, ...] = ()
    dates: tuple[DateMention, ...] = ()
    quantities: tuple[Quantity, ...] = ()


class TermPart(Value):
    """One term's share of a score: BM25 of `term` in `field`."""

    field: str
    term: str
    tf: int
    df: int
    idf: float
    length: int
    average_length: float
    weight: float
    score: float


class FilterPart(Value):
    """A filter clause and the mentions of the passage that satisfied it."""

    clause: str
    matched: tuple[str, ...]


class Explanation(Value):
    """Why a hit stands where it stands: `terms` add up to its score; `plan` names what answered."""

    plan: str
    terms: tuple[TermPart, ...]
    filters: tuple[FilterPart, ...]


class Hit(Value):
    """One passage found. `rank` counts from 1; `highlights` and `snippet` are spans in the document's text.

    `folded` lists the ids of near-duplicate passages shown under this one; `also` counts further passages of the same
    document when grouping by document.
    """

    rank: int
    score: float
    passage: Passage
    title: str = ""
    published: date | None = None
    published_from: PublishedFrom = "unknown"
    source: str = ""
    url: str = ""
    path: str = ""
    highlights: tuple[Span, ...] = ()
    snippet: Span | None = None
    folded: tuple[str, ...] = ()
    also: int = 0
    explanation: Explanation | None = None
