"""The words of the field as frozen values: documents, passages, what they state, and the results of a search.

Every extracted value carries `start` and `end`, characters of its document's text with the end exclusive, the `rule`
that found it and a `confidence`. `document.text[passage.start:passage.end] == passage.text`, always.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from searchlib import versions
from searchlib.errors import MissingExtra

Confidence = Literal["explicit", "inferred", "guessed"]
StatementKind = Literal["direct", "indirect", "mixed"]
SpeakerKind = Literal["person", "organization", "unnamed", "unknown"]
Grain = Literal["day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century", "range"]
DateModifier = Literal["", "early", "mid", "late", "before", "after", "about"]
QuantityModifier = Literal["exact", "about", "at_least", "at_most", "more_than", "less_than", "up", "down"]
PublishedFrom = Literal["metadata", "document", "front matter", "file name", "default", "guessed", "unknown"]


_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What a terminal may obey, but for tabs and ends of lines."""


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

    `speaker` is the canonical name of a person or organization, or, for an unnamed or collective source, the phrase as
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

    @field_validator("speaker_kind", mode="before")
    @classmethod
    def _organization(cls, kind: object) -> object:
        """Accepts "body", what exports called an organization until now."""
        return "organization" if kind == "body" else kind


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


CSV_COLUMNS = (
    "rank",
    "score",
    "passage",
    "document",
    "title",
    "published",
    "source",
    "path",
    "line",
    "speakers",
    "dates",
    "quantities",
    "text",
)


class Results(Value):
    """The hits of one search, in order, and what is known of all its matches.

    `query` is what was asked, `understood` the query as it was read (dates resolved, filters of the options included).
    `total` counts the passages that match, `total_all` those that hold every word asked for; both are exact, and None
    when counting was skipped. `facets` counts values over all matches. `complete` is False when a time budget ended the
    search. `documents` counts the documents of all matches when they are grouped by document. Iterating gives
    the hits; `took_ms` is milliseconds.
    """

    query: str
    understood: str
    hits: tuple[Hit, ...]
    total: int | None = None
    total_all: int | None = None
    offset: int = 0
    took_ms: float = 0.0
    warnings: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    facets: dict[str, tuple[tuple[str, int], ...]] = {}
    plan: str = ""
    complete: bool = True
    documents: int | None = None

    def __iter__(self) -> Iterator[Hit]:  # type: ignore[override]
        """The hits, best first."""
        return iter(self.hits)

    def __len__(self) -> int:
        """How many hits there are on this page."""
        return len(self.hits)

    def __getitem__(self, place: int) -> Hit:
        """The hit at a place of the page, from 0."""
        return self.hits[place]

    def __bool__(self) -> bool:
        """Whether there is any hit."""
        return bool(self.hits)

    def to_dicts(self) -> list[dict[str, Any]]:
        """One plain dictionary a hit, dates as ISO texts."""
        return [hit.model_dump(mode="json") for hit in self.hits]

    def to_json(self, *, indent: int | None = None) -> str:
        """One JSON object: `schema_version`, the query as understood, totals and the hits."""
        return json.dumps(
            {"schema_version": versions.RESULTS_VERSION, **self.model_dump(mode="json")},
            ensure_ascii=False,
            indent=indent,
        )

    def to_rows(self, columns: Sequence[str] = CSV_COLUMNS) -> list[dict[str, Any]]:
        """One flat dictionary a hit, of these CSV_COLUMNS or "query"; see `to_csv` for what they hold."""
        rows = [{"query": self.query, **dict(zip(CSV_COLUMNS, _csv_cells(hit), strict=True))} for hit in self.hits]
        return [{name: row[name] for name in columns} for row in rows]

    def to_csv(self, *, raw: bool = False, columns: Sequence[str] = CSV_COLUMNS) -> str:
        """A header and one row a hit; several speakers, dates or quantities are joined by "; ".

        A cell that a spreadsheet would run as a formula (it begins with = + - @, a tab or a return) is prefixed with an
        apostrophe and control characters show as escapes, unless `raw`. `columns` are those wanted of CSV_COLUMNS and
        "query".
        """
        table = io.StringIO()
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(columns)
        for row in self.to_rows(columns):
            writer.writerow(row.values() if raw else [_harmless(cell) for cell in row.values()])
        return table.getvalue()

    def to_trec(self, query_id: str, *, run: str = "searchlib") -> str:
        """The hits in the format of TREC runs: `query Q0 passage rank score run`, a line each; spaces in ids become _."""
        return "".join(
            f"{query_id} Q0 {'_'.join(hit.passage.id.split())} {hit.rank} {hit.score:.6f} {run}\n" for hit in self.hits
        )

    def to_pandas(self) -> Any:
        """A pandas DataFrame with a row a hit and the columns of `to_csv`. Raises MissingExtra without pandas."""
        try:
            import pandas as pd
        except ImportError:
            raise MissingExtra("to_pandas needs the library pandas", package="pandas") from None
        return pd.DataFrame([_csv_cells(hit) for hit in self.hits], columns=list(CSV_COLUMNS))


def _csv_cells(hit: Hit) -> list[Any]:
    passage = hit.passage
    return [
        hit.rank,
        round(hit.score, 6),
        passage.id,
        passage.document,
        hit.title,
        hit.published.isoformat() if hit.published else "",
        hit.source,
        hit.path,
        passage.line,
        "; ".join(dict.fromkeys(said.speaker for said in passage.statements if said.speaker)),
        "; ".join(dict.fromkeys(f"{one.first}..{one.last}" for one in passage.dates if one.first)),
        "; ".join(_quantity_words(one) for one in passage.quantities),
        passage.text,
    ]


def _quantity_words(quantity: Quantity) -> str:
    low, high = f"{quantity.low:.15g}", f"{quantity.high:.15g}"
    figure = low if low == high else f"{low}..{high}"
    modifier = "" if quantity.modifier == "exact" else quantity.modifier.replace("_", " ") + " "
    return " ".join(f"{modifier}{figure} {quantity.unit} {quantity.noun}".split())


def _harmless(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    cell = _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", cell.replace("\r\n", "\n").replace("\r", "\n"))
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\n") else cell
