"""ONE table of fields: the index's schema, the query language's names and the README's table all come from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["words", "name", "keyword", "period", "day", "range", "choice"]


@dataclass(frozen=True)
class Field:
    """One field.

    `kind` tells how a query's value is read: "words" are analysed text, a "name" is folded and, but for a role, never stemmed, a
    "keyword" is compared whole (folded), a "period" or "day" is a date interval, a "range" a quantity, a "choice" one
    of `choices`. Only fields with a `boost` above 0 are scored; all others filter.
    """

    name: str
    kind: Kind
    meaning: str
    help: str
    stored: bool = False
    boost: float = 0.0
    choices: tuple[str, ...] = ()


FIELDS: tuple[Field, ...] = (
    Field("text", "words", "the passage's words", 'kursk, "north korean troops", soldier*', stored=True, boost=1.0),
    Field("title", "words", "its document's title", "title:china", stored=True, boost=0.5),
    Field(
        "speaker", "name", "a statement in it is attributed to this person or organization", 'speaker:"Lloyd Austin"'
    ),
    Field(
        "role",
        "name",
        "a statement's speaker, named or not, is given this role, each word by its stem",
        'role:"defense minister"',
    ),
    Field("date", "period", "it speaks of a day or period that overlaps this one", "date:2024-10-27..2024-10-31"),
    Field("number", "range", "it states a quantity inside this range", "number:8k..12k"),
    Field("on", "day", "a statement in it was said on this day", "on:2024-10-31"),
    Field("published", "day", "its document's publication date", "published:2024-11-01", stored=True),
    Field("source", "keyword", "its document's publisher", "source:ap", stored=True),
    Field("doc", "keyword", "its document's id", "doc:kursk.txt", stored=True),
    Field(
        "kind",
        "choice",
        "it holds a statement of this kind",
        "kind:direct",
        choices=("direct", "indirect", "mixed"),
    ),
    Field("is", "choice", "it states a hedged, or an exact, quantity", "is:hedged", choices=("hedged", "exact")),
    Field(
        "has",
        "choice",
        "it holds a value of this kind",
        "has:number",
        choices=("number", "date", "speaker", "statement"),
    ),
    Field("unit", "keyword", "it states a quantity in this unit", "unit:percent"),
    Field("noun", "words", "it states a quantity of this thing", "noun:soldiers"),
    Field(
        "confidence",
        "choice",
        "the values that match were found with this confidence",
        "confidence:explicit",
        choices=("explicit", "inferred", "guessed"),
    ),
)

BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}
SCORED: tuple[Field, ...] = tuple(field for field in FIELDS if field.boost > 0)
