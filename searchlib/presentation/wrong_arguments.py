"""Arguments of a wrong name or type in words: what pydantic finds, as endpoints, pages and tools say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from searchlib.query.context import nearest, shortened

_WANTED: Final = {
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a smaller whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "finite_number": "a number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "string_type": "a text",
    "string_unicode": "a text without lone surrogates",
    "list_type": "a list",
    "tuple_type": "a list",
    "date_from_datetime_parsing": "a day as 2024-11-01",
    "date_parsing": "a day as 2024-11-01",
    "date_type": "a day as 2024-11-01",
    "date_from_datetime_inexact": "a day as 2024-11-01",
    "greater_than": "more than {gt}",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "string_too_short": "a text that is not empty",
    "string_too_long": "a text of at most {max_length:,} characters",
    "too_long": "a list of at most {max_length:,} values",
    "too_short": "a list of at least {min_length:,} value",
    "literal_error": "{expected}",
    "model_attributes_type": "an object",
    "dict_type": "an object",
    "model_type": "an object",
    "value_error": "{error}",
}
"""What is wanted, by pydantic's name of the fault."""


def fault_words(
    faults: Sequence[Mapping[str, Any]], place: Sequence[str], known: Iterable[str], noun: str = "parameter"
) -> str:
    """A sentence on the faults that `ValidationError.errors()` has for one value: one for each type that it may be of.

    `place` are the names that lead to it, `known` those there are.
    """
    fault, name = faults[0], ".".join(place)
    if fault["type"] == "extra_forbidden":
        meant = nearest(place[-1], tuple(known))
        if meant == place[-1]:  # it is known elsewhere
            return f"There is no {noun} {shortened(name)} here."
        return f"There is no {noun} {shortened(name)}{f'; did you mean {meant!r}?' if meant else '.'}"
    if fault["type"] == "missing":
        return f"{name} is missing."
    if fault["type"] == "repeated":
        return f"{name} {fault['msg']}."
    if fault["type"] not in _WANTED:
        return f"{name}: {fault['msg']}."
    wanted = dict.fromkeys(_WANTED[one["type"]].format(**_bounds(one)) for one in faults if one["type"] in _WANTED)
    if "a number" in wanted:
        wanted.pop("a whole number", None)
    given = fault["input"]
    return f"{name} must be {' or '.join(wanted)}; got {_JSON.get(repr(given)) or shortened(given)}."


_JSON: Final = {"None": "null", "True": "true", "False": "false"}
"""How JSON writes what has another name in Python."""


def _bounds(fault: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _plain(value) for key, value in fault.get("ctx", {}).items()}


def _plain(value: Any) -> Any:
    """A bound as people write it: 2147483648, where a float is whole."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
