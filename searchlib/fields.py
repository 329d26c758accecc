"""ONE table of fields: schemas, the names of the query language, options, facets, sort keys and documents come from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final, Literal, get_args

from searchlib.definitions.frozen import frozen

Kind = Literal["words", "name", "keyword", "period", "day", "range", "choice", "extra"]
Table = Literal["passage", "document", "statement", "date", "quantity"]
Order = Literal["", "ascending", "descending"]


@frozen
class Field:
    """One field.

    `kind` says how a query's value is read: "words" are analysed text, a "name" is folded and, but for a role, never
    stemmed, a "keyword" is compared whole (folded), a "period" or "day" is a date interval, a "range" a quantity, a
    "choice" one of `choices`. "extra" values are those a source gives beside these fields, under names of its own.
    `meaning` completes "a passage has it when"; `example` is how it is asked for.
    `table` is what a filter on it asks something of; None: any kind of mention. `choice_tables` has those of choices that
    differ. Only fields with a `boost` above 0 are scored; all others filter.
    `facets` names what can be counted of it. `sort` is the order of hits sorted by it; "": they cannot be. `sortable`
    says that a Whoosh schema keeps a column of it.
    `option` is the placeholder of its value where it is an option of a search ("": it is none), `help` the option's help.
    """

    name: str
    kind: Kind
    meaning: str
    example: str
    table: Table | None
    choice_tables: Mapping[str, Table] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    stored: bool = False
    boost: float = 0.0
    facets: tuple[str, ...] = ()
    sort: Order = ""
    sortable: bool = False
    option: str = ""
    help: str = ""


FIELDS: tuple[Field, ...] = (
    Field(
        "text",
        "words",
        "the passage's words",
        'kursk, "north korean troops", soldier*',
        "passage",
        stored=True,
        boost=1.0,
    ),
    Field("title", "words", "its document's title", "title:china", "passage", stored=True, boost=0.5, sortable=True),
    Field(
        "speaker",
        "name",
        "a statement in it is attributed to this person or organization",
        'speaker:"Lloyd Austin"',
        "statement",
        facets=("speaker",),
        option="NAME",
        help="Only passages that quote this person or organization.",
    ),
    Field(
        "role",
        "name",
        "a statement's speaker, named or not, is given this role, each word by its stem",
        'role:"defense minister"',
        "statement",
        facets=("role",),
        option="ROLE",
        help="Only passages that quote somebody in this role.",
    ),
    Field(
        "date",
        "period",
        "it speaks of a day or period that overlaps this one",
        "date:2024-10-27..2024-10-31",
        "date",
        facets=("date", "date.month"),
        sort="ascending",
        sortable=True,
        option="DATE",
        help="Only passages that mention this day or period: 2024-10, 2024-10-27..2024-10-31.",
    ),
    Field(
        "number",
        "range",
        "it states a quantity inside this range",
        "number:8k..12k",
        "quantity",
        sort="descending",
        sortable=True,
        option="RANGE",
        help="Only passages that state a quantity in this range: 10k, 8000..12000, '>=90%'.",
    ),
    Field(
        "on",
        "day",
        "a statement in it was said on this day",
        "on:2024-10-31",
        "statement",
        sortable=True,
        option="DATE",
        help="Only passages with a statement that was made on this day.",
    ),
    Field(
        "published",
        "day",
        "its document's publication date",
        "published:2024-11-01",
        "document",
        stored=True,
        facets=("published", "published.month", "published.year"),
        sort="descending",
        sortable=True,
        option="DATE",
        help="Only documents published on this day or in this period.",
    ),
    Field(
        "source",
        "keyword",
        "its document's publisher",
        "source:ap",
        "document",
        stored=True,
        facets=("source",),
        sortable=True,
        option="NAME",
        help="Only documents of this publisher.",
    ),
    Field("doc", "keyword", "its document's id", "doc:kursk.txt", "document", stored=True, sortable=True),
    Field(
        "kind",
        "choice",
        "it holds a statement of this kind",
        "kind:direct",
        "statement",
        choices=("direct", "indirect", "mixed"),
        facets=("kind",),
    ),
    Field(
        "is",
        "choice",
        "it states a hedged, or an exact, quantity, or a statement in it is not simply asserted: denied, a question, ...",
        "is:denied",
        "statement",
        {"hedged": "quantity", "exact": "quantity"},
        choices=("hedged", "exact", "negated", "denied", "conditional", "future", "question", "hearsay"),
        facets=("is",),
    ),
    Field(
        "has",
        "choice",
        "it holds a value of this kind",
        "has:number",
        None,
        {"number": "quantity", "date": "date", "speaker": "statement", "statement": "statement"},
        choices=("number", "date", "speaker", "statement"),
    ),
    Field("unit", "keyword", "it states a quantity in this unit", "unit:percent", "quantity", facets=("unit",)),
    Field("noun", "words", "it states a quantity of this thing", "noun:soldiers", "quantity", facets=("noun",)),
    Field(
        "confidence",
        "choice",
        "the values that match were found with this confidence",
        "confidence:explicit",
        None,
        choices=("explicit", "inferred", "guessed"),
    ),
    Field(
        "x",
        "extra",
        "its document's source has this value in a column (a JSON field) of this name",
        "x.section:politics",
        "document",
    ),
)

BY_NAME: dict[str, Field] = {row.name: row for row in FIELDS}
SCORED: tuple[Field, ...] = tuple(row for row in FIELDS if row.boost > 0)
OPTIONS: tuple[Field, ...] = tuple(row for row in FIELDS if row.option)
FACETS: tuple[str, ...] = tuple(facet for row in FIELDS for facet in row.facets)
SORTS: dict[str, Order] = {"score": "descending", **{row.name: row.sort for row in FIELDS if row.sort}}
"""What hits can be sorted by, and the order that comes first."""
Sort = Literal["score", "date", "published", "number"]
"""The keys of SORTS once more, for type checkers and editors, which run no code; a test compares both."""
Expansion = Literal["", "rm3"]
EXPANSIONS: tuple[str, ...] = tuple(filter(None, get_args(Expansion)))
"""The ways to expand a query by words of its best passages."""

WEEK: Final = 7
"""Days: a date mention longer than that matches only a period at least as long."""


def table_of(name: str, value: str = "") -> Table | None:
    """What a filter on the field `name` asks something of; None when it asks any kind of mention."""
    row = BY_NAME[name]
    return row.choice_tables.get(value, row.table)
