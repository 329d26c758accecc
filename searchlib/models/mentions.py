"""Values extracted from a text: statements with speakers, dates and quantities, each with its offsets."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from searchlib.definitions.modelling import field_validator
from searchlib.models.spans import Confidence, Span, Value

StatementKind = Literal["direct", "indirect", "mixed"]
SpeakerKind = Literal["person", "organization", "unnamed", "unknown"]
Grain = Literal["day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century", "range"]
DateModifier = Literal["", "early", "mid", "late", "before", "after", "about"]
QuantityModifier = Literal["exact", "about", "at_least", "at_most", "more_than", "less_than", "up", "down"]


_TEXT: Final = "_text"
MarkKind = Literal["negated", "denied", "conditional", "future", "question", "hearsay"]


class Mention(Value):
    """What statements, dates and quantities have in common."""

    @property
    def text(self) -> str:
        """The characters of the mention, as far as they lie in the passage that holds it; "" for one without a passage."""
        return str(self.__dict__.get(_TEXT, ""))

    def placed(self, text: str) -> None:
        """Keep the text, for the passage that holds the mention: it is no field, so that it is neither compared nor stored."""
        self.__dict__.setdefault(_TEXT, text)


class Mark(Span):
    """That a statement or quantity is not simply asserted, and the characters of the word that tells it."""

    kind: MarkKind


class Statement(Mention):
    """Something somebody says. `start`/`end` span what is said.

    `speaker` is the canonical name of a person or organization, or, for an unnamed or collective source, the phrase as
    written ("a State Department official"); empty when unknown. `names` are all names the document has for
    the speaker. `mention` is where the text names the speaker of this statement ("he" included), `cue` the word that
    marks speech. `on` is the day it was said: `on_from` tells whether the attribution states it ("stated"), or it is
    the publication date ("published"), or unknown (""). `marks` tell that it is not simply asserted: "denied that".
    `number` counts statements in the document from 0.
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
    marks: tuple[Mark, ...] = ()
    rule: str
    confidence: Confidence

    @field_validator("speaker_kind", mode="before")
    @classmethod
    def _organization(cls, kind: object) -> object:
        """Accepts "body", what exports called an organization until now."""
        return "organization" if kind == "body" else kind


class DateMention(Mention):
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


class Quantity(Mention):
    """A stated quantity, from `low` to `high` (equal for a single value), in `unit` as stated.

    `unit` is "" for a bare count, "percent", an ISO 4217 code ("USD") or the name of a physical unit ("kilometre");
    `noun` is the counted phrase as written ("North Korean soldiers"), `head` its head word ("soldiers"). `marks` are those
    of the statement that it stands in.
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
    marks: tuple[Mark, ...] = ()
    rule: str
    confidence: Confidence
