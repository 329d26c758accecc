"""Models as plain classes, for a process that only shows what an index holds: importing pydantic would take a quarter of its time.

`choose` is called before anything imports `searchlib.models`. Then their base class is BaseModel of this module: values have the same
fields, defaults and methods, and compare alike, but nothing is checked, and they cannot be written as JSON.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cached_property
from inspect import get_annotations
from typing import Any, Final, NoReturn, Self, TypeVar

_chosen = False
_REQUIRED: Final = object()
_Decorated = TypeVar("_Decorated")

ConfigDict = dict
FiniteFloat = float


def choose() -> None:
    """Make the models plain classes, where they are not imported yet."""
    global _chosen  # noqa: PLW0603 - one choice for the process
    _chosen = True


def chosen() -> bool:
    """Whether models are plain classes."""
    return _chosen


class _FieldInfo:
    """What pydantic's FieldInfo tells of a field."""

    def __init__(self, model: type, name: str) -> None:
        self.default = getattr(model, name, _REQUIRED)
        self._model, self._name = model, name

    def is_required(self) -> bool:
        """Whether the field has no default."""
        return self.default is _REQUIRED

    @cached_property
    def annotation(self) -> Any:
        """The type of the field."""
        written = self._model.__annotations__[self._name]
        return eval(written, sys.modules[self._model.__module__].__dict__)  # noqa: S307 - our own source


class BaseModel:
    """Frozen values of named fields, taken as they are given."""

    __slots__ = ("__dict__", "__pydantic_extra__", "__pydantic_fields_set__", "__pydantic_private__")
    model_fields: dict[str, _FieldInfo] = {}  # noqa: RUF012 - one for each class

    def __init_subclass__(cls) -> None:
        cls.model_fields = {**cls.model_fields, **{name: _FieldInfo(cls, name) for name in get_annotations(cls)}}

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"cannot assign to field {name!r}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def model_copy(self, *, update: dict[str, Any]) -> Self:
        """The value with other fields."""
        return type(self)(**{**self.__dict__, **update})

    def _values(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in self.model_fields])


def Field(*, default_factory: Callable[[], Any]) -> Any:  # noqa: N802 - pydantic's name
    """The default of a field; values are frozen, so that all may share it."""
    return default_factory()


def field_validator(*_: str, mode: str) -> Callable[[_Decorated], _Decorated]:  # noqa: ARG001 - pydantic's arguments
    """Leave the method as it is: nothing calls it."""
    return lambda method: method


model_validator = field_validator
