"""Validates the arguments of a search; raises QueryError that names the argument and the values it accepts.

Every search is validated, so a valid request costs a few comparisons; only a doubtful one is looked at closely.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from operator import index
from typing import Any, Final, NoReturn, get_args

from searchlib.definitions.bounds import BOUNDS
from searchlib.errors import QueryError
from searchlib.fields import EXPANSIONS, SORTS, Expansion
from searchlib.query.context import nearest, shortened
from searchlib.query.options import Group, SearchOptions
from searchlib.query.syntax import decimal
from searchlib.query.values import INTERVAL_KINDS, field_of, is_field
from searchlib.searching.request import FilterValue, SearchRequest

_SORT_KEYS: Final = frozenset(SORTS)
_GROUPS: Final = frozenset(get_args(Group))
_EXPANSIONS: Final = frozenset(("", *EXPANSIONS))
_RANGES: Final = INTERVAL_KINDS | {"extra"}
"""Kinds of fields whose value may be a range."""
_DAYS: Final = "a date, a text as '2024-10', or a pair of them"
_FILTERS: Final = {
    "range": "a number, a text as '8000..12000', or a pair of numbers",
    "period": _DAYS,
    "day": _DAYS,
    "extra": "a text, a number, a date, or a pair of them",
    "name": "a text, the name",
}
"""What a filter takes, by the kind of its field."""


def validated(request: SearchRequest) -> SearchRequest:
    """The request with every argument of its own type. Raises QueryError, naming the argument that is not."""
    options = request.options
    if type(request.text) is str and _is_valid(options):
        return request
    return replace(
        request,
        text=require_text("query", request.text, "'Kursk troops'"),
        options=replace(
            options,
            limit=require_count("limit", options.limit),
            offset=require_count("offset", options.offset),
            sort=_require_choice("sort", options.sort, _SORT_KEYS),
            group=_require_choice("group", options.group or "", _GROUPS),
            context=require_count("context", options.context),
            facets=_require_texts("facets", options.facets),
            timeout_s=_require_seconds("timeout_s", options.timeout_s),
            today=_require_day("today", options.today),
            expand=require_expansion(options.expand),
            k1=require_parameter("k1", options.k1),
            b=require_parameter("b", options.b),
        ),
    )


def _is_valid(options: SearchOptions) -> bool:
    """Whether each option certainly is as it must be; False also for an option that is only unusual."""
    if not (type(options.limit) is int and type(options.offset) is int and options.limit >= 0 and options.offset >= 0):
        return False
    if type(options.context) is not int or options.context < 0:
        return False
    known = type(options.sort) is str and options.sort in _SORT_KEYS
    known = known and type(options.group) is str and options.group in _GROUPS
    timed = options.timeout_s is None or (type(options.timeout_s) is float and options.timeout_s >= 0)
    tuned = options.expand != "" or options.k1 is not None or options.b is not None
    return (
        known and timed and not tuned and options.today is None and type(options.facets) is tuple and not options.facets
    )


def filter_text(name: str, value: FilterValue) -> str:
    """The value of a filter as a query writes it: a day as 2024-11-01, a number in digits, a pair as low..high.

    Raises QueryError.
    """
    kind = field_of(name).kind if is_field(name) else ""
    if isinstance(value, tuple | list) and len(value) == 2 and kind in _RANGES:
        low, high = ("" if end is None else _end_text(end, kind) for end in value)
        text = None if low is None or high is None or not low + high else f"{low}..{high}"
    else:
        text = _end_text(value, kind)
    if text is None:
        _refuse(name, value, _FILTERS.get(kind, "a text"))
    return text


def _end_text(value: object, kind: str) -> str | None:
    """One value of a filter, or an end of a range, as a query writes it; None for what is none."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}" if kind in ("period", "day", "extra") else None
    return _figure(value) if kind in _RANGES else None


def require_text(name: str, value: object, example: str) -> str:
    """The value, which must be a text. Raises QueryError."""
    if not isinstance(value, str):
        _refuse(name, value, f"a text, as in {example}")
    return value


def require_queries(value: Any) -> Any:
    """The value, which must hold texts and be none itself. Raises QueryError."""
    if isinstance(value, str):
        raise QueryError("queries must be a list of texts; got one text.")
    if not isinstance(value, Iterable):
        _refuse("queries", value, "a list of texts")
    return value


def require_count(name: str, value: object) -> int:
    """The value, which must be a whole number, 0 or more; numbers of numpy count. Raises QueryError."""
    try:
        count = index(value)  # type: ignore[arg-type]
    except TypeError:
        count = -1
    if count < 0:
        _refuse(name, value, "a whole number, 0 or more")
    return count


def require_workers(value: object) -> int:
    """A number of threads, at least 1: 0 is one too. Raises QueryError."""
    return max(1, require_count("workers", value))


def require_parameter(name: str, value: Any) -> float | None:
    """A parameter of BM25, `k1` or `b`; None stands for that of the index. Raises QueryError."""
    if value is None:
        return None
    if not BOUNDS[name].holds(value):
        _refuse(name, value, f"a number, {BOUNDS[name]}")
    return float(value)


def require_expansion(value: Any) -> Expansion:
    """The name of a way to expand queries, "" for none. Raises QueryError."""
    expansion: Expansion = _require_choice("expand", value or "", _EXPANSIONS)
    return expansion


def _refuse(name: str, value: object, expected: str) -> NoReturn:
    raise QueryError(f"{name} must be {expected}; got {shortened(value)}.", expected=expected)


def _figure(value: Any) -> str | None:
    """A number in plain digits; None for what is no finite number."""
    try:
        figure = None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return None if figure is None or not math.isfinite(figure) else decimal(figure)


def _require_choice(name: str, value: Any, choices: frozenset[Any]) -> Any:
    if not isinstance(value, str) or value not in choices:
        names = tuple(sorted(filter(None, choices)))
        expected = f"one of {', '.join(names)}" if len(names) > 1 else f"{names[0]!r} or ''"
        suggestion = nearest(value, names) if isinstance(value, str) else None
        raise QueryError(
            f"{name} must be {expected}; got {shortened(value)}.", expected=expected, suggestion=suggestion
        )
    return value


def _require_texts(name: str, value: object) -> tuple[str, ...]:
    """The texts; a single text is a list of one."""
    texts = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, Iterable) else (None,)
    if not all(isinstance(text, str) for text in texts):
        _refuse(name, value, "a list of names, as in ['speaker', 'source']")
    return texts


def _require_seconds(name: str, value: Any) -> float | None:
    """The time that a search may take; None for all it needs."""
    if value is None:
        return None
    try:
        seconds = -1.0 if isinstance(value, str | bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        seconds = -1.0
    if not seconds >= 0:  # also refuses not-a-number
        _refuse(name, value, "a number of seconds, 0 or more, or None for no limit")
    return seconds


def _require_day(name: str, value: object) -> date | None:
    if value is not None and not isinstance(value, date):
        _refuse(name, value, "a datetime.date")
    return value.date() if isinstance(value, datetime) else value
