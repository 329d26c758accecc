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
    "date_from_datetime_parsing": "a day as 2024-11-01",
    "date_parsing": "a day as 2024-11-01",
    "date_type": "a day as 2024-11-01",
    "date_from_datetime_inexact": "a day as 2024-11-01",
    "greater_than": "more than {gt}",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "string_too_short": "a text that is not empty",
    "string_too_long": "at most {max_length:,} characters",
    "too_long": "at most {max_length:,} values",
    "too_short": "at least {min_length:,} value",
    "literal_error": "{expected}",
    "model_attributes_type": "an object",
    "dict_type": "an object",
    "model_type": "an object",
}
"""What is wanted, by pydantic's name of the fault."""


def fault_words(fault: Mapping[str, Any], place: Sequence[str], known: Iterable[str], noun: str = "parameter") -> str:
    """A sentence on one fault of `ValidationError.errors()`; `place` are the names that lead to it, `known` those there are."""
    name = ".".join(place)
    if fault["type"] == "extra_forbidden":
        meant = nearest(place[-1], tuple(known))
        if meant == place[-1]:  # it is known elsewhere
            return f"There is no {noun} {shortened(name)} here."
        return f"There is no {noun} {shortened(name)}{f'; did you mean {meant!r}?' if meant else '.'}"
    if fault["type"] == "missing":
        return f"{name} is missing."
    if fault["type"] == "repeated":
        return f"{name} {fault['msg']}."
    wanted = _WANTED.get(fault["type"])
    if wanted is None:
        return f"{name}: {fault['msg']}."
    bounds = {key: _plain(value) for key, value in fault.get("ctx", {}).items()}
    return f"{name} must be {wanted.format(**bounds)}; got {shortened(fault['input'])}."


def _plain(value: Any) -> Any:
    """A bound as people write it: 2147483648, where a float is whole."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
