"""Filters as queries: each asks something of ONE nested document of a table, or of the document itself."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from searchlib import analysis
from searchlib.analysis import Analyzer
from searchlib.engines.opensearch.documents.converting import allowed_ends, day_number
from searchlib.engines.opensearch.documents.mapping import GAP
from searchlib.engines.opensearch.queries.conditions import (
    ALL,
    NONE,
    Query,
    every,
    nested,
    no,
    some,
    term,
    terms,
    within,
)
from searchlib.expressions.amounts import HEDGES, allowed
from searchlib.expressions.units import to_base
from searchlib.fields import WEEK, Table
from searchlib.matching.mentions import is_confidence, table_of
from searchlib.query.nodes import Choice, Day, ExtraValue, Filter, Keyword, Name, Noun, Number, Period

TABLES: Final[dict[Table, str]] = {"statement": "statements", "date": "dates", "quantity": "quantities"}
"""The nested documents of each table of mentions."""

_MODIFIERS: Final = ("exact", "about", "at_least", "at_most", "more_than", "less_than", "up", "down")


@dataclass(frozen=True)
class Filters:
    """The filters of one query.

    `confidences` are the classes that a mention must have to count. `voices` gives the speakers that a name finds, `columns`
    the values of a column that agree with what is asked. `analyzer` is that of the index.
    """

    confidences: Collection[str] | None
    voices: Callable[[str], Collection[str]]
    columns: Callable[[ExtraValue], Collection[str]]
    analyzer: Analyzer

    def of_passage(self, leaf: Filter) -> Query:
        """A filter other than said(...), asked of a passage."""
        if is_confidence(leaf):
            assert isinstance(leaf, Choice)
            return some(nested(path, term(f"{path}.confidence", leaf.value)) for path in TABLES.values())
        table = table_of(leaf)
        if table == "document":
            return self.of_document(leaf)
        return nested(TABLES[table], self.of_mention(leaf, TABLES[table]))

    def of_statement(self, leaf: Filter) -> Query:
        """The same, asked of one statement: of itself, or of what is stated in it."""
        if is_confidence(leaf):
            assert isinstance(leaf, Choice)
            return term("statements.confidence", leaf.value)
        table = table_of(leaf)
        path = TABLES[table] if table == "statement" else f"statements.{TABLES[table]}"
        asked = self.of_mention(leaf, path)
        return asked if table == "statement" else nested(path, asked)

    def of_document(self, leaf: Filter) -> Query:
        """A filter on the document's metadata."""
        if isinstance(leaf, Day):
            return _days("published", leaf)
        if isinstance(leaf, ExtraValue):
            return terms("extra", self.columns(leaf))
        assert isinstance(leaf, Keyword)
        if leaf.field == "source":
            return term("source", analysis.fold(leaf.text))
        return term("document", leaf.text)

    def of_mention(self, leaf: Filter, path: str) -> Query:
        """What a filter asks of one nested document at `path`."""
        asked = self._of_mention(leaf, f"{path}.")
        return asked if self.confidences is None else every([asked, terms(f"{path}.confidence", self.confidences)])

    def _of_mention(self, leaf: Filter, at: str) -> Query:
        if isinstance(leaf, Name):
            return terms(f"{at}voice", self.voices(leaf.text)) if leaf.field == "speaker" else _role(leaf.text, at)
        if isinstance(leaf, Day):
            return _days(f"{at}on", leaf)
        if isinstance(leaf, Period):
            return _period(leaf, at)
        if isinstance(leaf, Number):
            return _number(leaf, at)
        if isinstance(leaf, Noun):
            return _noun(leaf.text, at)
        if isinstance(leaf, Keyword):
            return term(f"{at}unit", leaf.text)
        assert isinstance(leaf, Choice)
        return _choice(leaf, at)


def _choice(leaf: Choice, at: str) -> Query:
    if leaf.field == "kind":
        return term(f"{at}kind", leaf.value)
    if leaf.field == "is":
        if table_of(leaf) == "statement":
            return term(f"{at}mark", leaf.value)
        return terms(f"{at}modifier", HEDGES if leaf.value == "hedged" else ("exact",))
    return terms(f"{at}speaker_kind", ("person", "organization")) if leaf.value == "speaker" else ALL


def _days(field: str, leaf: Day) -> Query:
    first, last = (None if day is None else day_number(day) for day in (leaf.first, leaf.last))
    return within(field, gte=first, lte=last)


def _role(text: str, at: str) -> Query:
    """All words of the role in one of the roles."""
    words = sorted(set(analysis.fold_role(text)))
    if len(words) < 2:
        return term(f"{at}roles", words[0]) if words else NONE
    each = [{"match": {"query": word, "analyzer": "whitespace", "max_gaps": 0, "ordered": True}} for word in words]
    return {"intervals": {f"{at}roles": {"all_of": {"intervals": each, "ordered": False, "max_gaps": GAP - 1}}}}


def _noun(text: str, at: str) -> Query:
    asked = analysis.analyze(text).terms
    return every(term(f"{at}noun", one) for one in asked) if asked else NONE


def _period(leaf: Period, at: str) -> Query:
    """DESIGN's law of dates: `date:D` takes a long mention only when D is at least as long."""
    first, last = (None if day is None else day_number(day) for day in (leaf.first, leaf.last))
    if leaf.mode == "within":
        return every([within(f"{at}first", gte=first), within(f"{at}last", lte=last)])
    asked = [within(f"{at}first", lte=last), within(f"{at}last", gte=first)]
    if leaf.mode == "match" and first is not None and last is not None:
        asked.append(within(f"{at}length", lte=max(WEEK, last - first + 1)))
    return every(asked)


# --- numbers -------------------------------------------------------------------------------------------------------


def _number(leaf: Number, at: str) -> Query:
    asked = [_noun(leaf.noun, at)] if leaf.noun else []
    if leaf.mode == "exact":
        asked.append(term(f"{at}modifier", "exact"))
    if leaf.unit:
        return every([*asked, _measured(leaf, at)])
    return every([*asked, _figures(leaf, leaf.low, leaf.high, at), no(term(f"{at}base", to_base(1.0, "percent")[1]))])


def _measured(leaf: Number, at: str) -> Query:
    """In the unit asked for the figures as stated; in others of its kind after conversion into their base unit."""
    low, high = (None if end is None else to_base(end, leaf.unit)[0] for end in (leaf.low, leaf.high))
    same = term(f"{at}unit", leaf.unit)
    alike = every([term(f"{at}base", to_base(1.0, leaf.unit)[1]), no(same)])
    return some(
        [
            every([same, _figures(leaf, leaf.low, leaf.high, at)]),
            every([alike, _figures(leaf, low, high, f"{at}base_")]),
        ]
    )


def _figures(leaf: Number, low: float | None, high: float | None, at: str) -> Query:
    """The range from `low` to `high` holds what is stated; for "compatible", shares a value with what that allows."""
    if leaf.mode != "compatible":
        return every([_above(f"{at}low", low, leaf.low_open), _below(f"{at}high", high, leaf.high_open)])
    return some(_allowing(leaf, low, high, at, modifier) for modifier in _MODIFIERS)


def _allowing(leaf: Number, low: float | None, high: float | None, at: str, modifier: str) -> Query:
    """The same for quantities of one modifier, whose ends are open or closed alike; an endless side has no value."""
    _, _, least_open, most_open = allowed(1.0, 1.0, modifier)
    least, most = allowed_ends(modifier)
    asked: list[Query] = [term(f"{at.removesuffix('base_')}modifier", modifier)]
    if least:
        asked.append(_below(f"{at}{least}", high, leaf.high_open or least_open))
    if most:
        asked.append(_above(f"{at}{most}", low, leaf.low_open or most_open))
    return every(asked)


def _above(field: str, bound: float | None, is_open: bool) -> Query:
    return ALL if bound is None else within(field, **{"gt" if is_open else "gte": bound})


def _below(field: str, bound: float | None, is_open: bool) -> Query:
    return ALL if bound is None else within(field, **{"lt" if is_open else "lte": bound})
