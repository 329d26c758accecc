"""The arguments of a search, looked at once: what is no value of its argument is refused by name, with what is wanted.

Every search comes by here, so a right Ask costs a few comparisons; only a doubtful one is looked at closely.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from operator import index
from typing import TYPE_CHECKING, Any, Final, NoReturn, get_args

from searchlib.errors import QueryError
from searchlib.query.context import nearest
from searchlib.query.options import Group, Sort
from searchlib.query.syntax import decimal
from searchlib.query.values import INTERVAL_KINDS, NAMES, field_of

if TYPE_CHECKING:
    from searchlib.searching.search import Ask

FilterValue = str | date | float
"""What a filter may be given as: a text as behind its colon in a query, a day, a number."""

_SORTS: Final = frozenset(get_args(Sort))
_GROUPS: Final = frozenset(get_args(Group))


def settled(ask: Ask) -> Ask:
    """The Ask with every argument of its own kind. Raises QueryError, naming the argument that is not."""
    whole = type(ask.text) is str and type(ask.limit) is int and type(ask.offset) is int
    if whole and ask.limit >= 0 and ask.offset >= 0 and type(ask.facets) is tuple and not ask.facets:
        known = type(ask.sort) is str and ask.sort in _SORTS and type(ask.group) is str and ask.group in _GROUPS
        timed = ask.timeout_s is None or (type(ask.timeout_s) is float and ask.timeout_s >= 0)
        if known and timed and ask.today is None:
            return ask
    return replace(
        ask,
        text=wanted_text("query", ask.text, "'Kursk troops'"),
        limit=wanted_count("limit", ask.limit),
        offset=wanted_count("offset", ask.offset),
        sort=_chosen("sort", ask.sort, _SORTS),
        group=_chosen("group", ask.group or "", _GROUPS),
        facets=_texts("facets", ask.facets),
        timeout_s=_seconds("timeout_s", ask.timeout_s),
        today=_day("today", ask.today),
    )


def filter_text(name: str, value: FilterValue) -> str:
    """The value of a filter as it is written in a query: a day as 2024-11-01, a number in digits. Raises QueryError."""
    if isinstance(value, str):
        return value
    kind = field_of(name).kind if name in NAMES else ""
    if isinstance(value, date) and kind in ("period", "day"):
        return f"{value:%Y-%m-%d}"
    figure = _figure(value) if kind in INTERVAL_KINDS else None
    if figure is None:
        expected = {"range": "a number, or a text as '8000..12000'", "name": "a text, the name"}
        days = "a date, or a text as '2024-10'" if kind in INTERVAL_KINDS else "a text"
        _refuse(name, value, expected.get(kind, days))
    return figure


def wanted_text(name: str, value: object, example: str) -> str:
    """The value, when it is a text. Raises QueryError."""
    if not isinstance(value, str):
        _refuse(name, value, f"a text, as in {example}")
    return value


def wanted_count(name: str, value: object) -> int:
    """The value, when it counts from 0; numbers of numpy do. Raises QueryError."""
    try:
        count = index(value)  # type: ignore[arg-type]
    except TypeError:
        _refuse(name, value, "a whole number from 0 on")
    if count < 0:
        raise QueryError(f"{name} counts from 0: it cannot be negative, as {count} is.")
    return count


def _refuse(name: str, value: object, expected: str) -> NoReturn:
    told = repr(value)
    told = told if len(told) <= 60 else f"{told[:57]}..."
    raise QueryError(f"{name} is {told}: {expected} is wanted.", expected=expected)


def _figure(value: Any) -> str | None:
    """A number in plain digits; None for what is no finite number."""
    try:
        number = None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return None if number is None or not math.isfinite(number) else decimal(number)


def _chosen(name: str, value: Any, choices: frozenset[Any]) -> Any:
    if not isinstance(value, str) or value not in choices:
        names = tuple(sorted(filter(None, choices)))
        expected = f"one of {', '.join(names)}" if len(names) > 1 else f"{names[0]!r} or ''"
        meant = nearest(value, names) if isinstance(value, str) else None
        raise QueryError(f"{name} is {value!r}: {expected} is wanted.", expected=expected, suggestion=meant)
    return value


def _texts(name: str, value: object) -> tuple[str, ...]:
    """The texts; one alone stands for itself."""
    texts = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, Iterable) else (None,)
    if not all(isinstance(text, str) for text in texts):
        _refuse(name, value, "a list of names, as in ['speaker', 'source'],")
    return texts


def _seconds(name: str, value: Any) -> float | None:
    """The time that a search may take; None for all it needs."""
    if value is None:
        return None
    try:
        seconds = -1.0 if isinstance(value, str | bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        seconds = -1.0
    if not seconds >= 0:  # not a number neither
        _refuse(name, value, "a number of seconds from 0 on, or None for no end,")
    return seconds


def _day(name: str, value: object) -> date | None:
    if value is not None and not isinstance(value, date):
        _refuse(name, value, "a datetime.date")
    return value.date() if isinstance(value, datetime) else value
