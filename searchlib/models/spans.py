"""The base class of all models, and Span: a range of characters."""

from __future__ import annotations

from threading import RLock
from typing import Any, Literal, Self

from searchlib.definitions.modelling import BaseModel, ConfigDict

Confidence = Literal["explicit", "inferred", "guessed"]
"""How certain a value is: stated in the text, inferred from the text, or only the most likely reading."""


class Value(BaseModel):
    """Base class of all models: frozen; unknown fields are an error.

    What checks and writes a model is built when it is first needed: for all models it takes 40 ms, and a search of one
    command makes trusted values alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def model_rebuild(cls, **how: Any) -> bool | None:
        """Build the model if it is not built; threads that need one at once wait for each other (pydantic's own from 2.14)."""
        with _building:
            return super().model_rebuild(**how)

    @classmethod
    def trusted(cls, fields: dict[str, Any]) -> Self:
        """A value of fields known to be whole and right, in their order: nothing is checked, and the dict becomes its own.

        For the thousands of values that extraction makes a second, and for what is read from an index. A quantity takes 1.0 microseconds, by `model_construct`
        3.7, by `model_copy` 1.9, checked 2.5; a span 0.9, by `model_construct` 1.7, checked 1.0.
        """
        value = cls.__new__(cls)
        whole = _whole.get(cls) or _names(cls)
        _set(value, "__dict__", fields)
        _set(value, "__pydantic_fields_set__", whole if len(fields) == len(whole) else set(fields))
        _set(value, "__pydantic_extra__", None)
        _set(value, "__pydantic_private__", None)
        return value

    @classmethod
    def compact(cls, fields: dict[str, Any]) -> Self:
        """As `trusted`, of all fields, for rows of which tens of thousands stay: of 10 to 30 fields they take a third.

        Python keeps the names of attributes once a class, when they are set one by one in one order.
        """
        value = cls.__new__(cls)
        for name, content in fields.items():
            _set(value, name, content)
        _set(value, "__pydantic_fields_set__", _names(cls))
        _set(value, "__pydantic_extra__", None)
        _set(value, "__pydantic_private__", None)
        return value

    def filled(self, fields: dict[str, Any]) -> Self:
        """The value itself with some of its fields set: for who made it, before anybody else has it; a copy would take as long as making it."""
        for name, content in fields.items():
            _set(self, name, content)
        return self


def _names(cls: type[Value]) -> set[str]:
    """The names of all fields of a model, one set for all its trusted values."""
    whole = _whole.get(cls)
    if whole is None:
        whole = _whole[cls] = set(cls.model_fields)
    return whole


_building = RLock()
_whole: dict[type, set[str]] = {}
"""The names of all fields of a model, one set for all its trusted values: a set of their own would take 2 kB of each row of a view."""
_set = object.__setattr__


class Span(Value):
    """Characters `start` to `end` (exclusive) of the document's text."""

    start: int
    end: int
