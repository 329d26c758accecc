"""The order of matches and the counts of facets, one passage after the other."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from math import inf

from searchlib import analysis
from searchlib.expressions.periods import period_name
from searchlib.expressions.units import to_base
from searchlib.matching.explaining import matched_filters
from searchlib.matching.stored import Stored
from searchlib.models import DateMention, Quantity
from searchlib.query.nodes import Node


def date_key(node: Node, stored: Stored) -> float:
    """The first day of the earliest mention that matched a filter (of all, when no filter asked for a date)."""
    asked = [one for _, mentions in matched_filters(node, stored) for one in mentions if isinstance(one, DateMention)]
    days = [one.first.toordinal() for one in asked or stored.passage.dates if one.first is not None]
    return min(days, default=inf)


def number_key(node: Node, stored: Stored) -> float:
    """The largest quantity that matched a filter (of all, when none asked for a number), negated: it comes first."""
    asked = [one for _, mentions in matched_filters(node, stored) for one in mentions if isinstance(one, Quantity)]
    return min((-to_base(one.high, one.unit)[0] for one in asked or stored.passage.quantities), default=inf)


def facet(name: str, matches: Iterable[Stored]) -> Sequence[tuple[str, int]]:
    """How many matches have each value of a field, most first; a noun is the head of what is counted, one by its stem."""
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for stored in matches:
        values = [value for value in _values(name, stored) if value]
        keys = {" ".join(analysis.analyze(value).terms) if name == "noun" else value: value for value in values}
        counts.update(written.setdefault(key, value) for key, value in keys.items())
    return counts.most_common()


def _values(name: str, stored: Stored) -> list[str]:
    passage, header = stored.passage, stored.header
    if name.startswith("x."):
        own = [value for column, value in header.extra.items() if analysis.plain_name(column) == name[2:]]
        return [analysis.fold(value) if isinstance(value, str) else f"{value:.15g}" for value in own]
    published = str(header.published or "")
    by_field = {
        "speaker": [said.speaker for said in passage.statements],
        "role": [said.role for said in passage.statements],
        "kind": [said.kind for said in passage.statements],
        "source": [header.source],
        "published": [published],
        "published.month": [published[:7]],
        "published.year": [published[:4]],
        "date": [_period(one.first, one.last) for one in passage.dates],
        "date.month": [month for one in passage.dates for month in _months(one.first, one.last)],
        "unit": [one.unit for one in passage.quantities],
        "noun": [one.head for one in passage.quantities],
    }
    return by_field[name]


def _months(first: date | None, last: date | None) -> list[str]:
    """The months that a mention matches when they are asked for."""
    if first is None or last is None or (last - first).days >= 31:
        return []
    length, days = (last - first).days + 1, range(first.toordinal(), last.toordinal() + 1)
    months = sorted({(day.year, day.month) for day in map(date.fromordinal, days)})
    return [f"{year:04}-{month:02}" for year, month in months if length <= max(7, monthrange(year, month)[1])]


def _period(first: date | None, last: date | None) -> str:
    return "" if first is None or last is None else period_name(first, last)
