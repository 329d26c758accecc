"""The parameters of a command, as the functions of the commands declare them.

A parameter is annotated `Annotated[type, Option(...)]`. One whose type is a group - a dataclass of options, or a class with
`parameters()` - stands for all options of the group.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

Command = Callable[..., int]


class Parameter(NamedTuple):
    """An option or argument of a command: `declared` is its Option or Argument, None for what the program itself gives."""

    name: str
    kind: Any
    declared: Any
    default: Any


class Parameters(NamedTuple):
    """All options and arguments of a command, and the parameters that are groups of them: class, names of its options."""

    single: tuple[Parameter, ...]
    groups: Mapping[str, tuple[type[Any], tuple[str, ...]]]

    def grouped(self, given: dict[str, Any]) -> dict[str, Any]:
        """The values of all options as the command wants them: those of a group as one value."""
        for name, (group, names) in self.groups.items():
            given[name] = group(**{option: given.pop(option) for option in names})
        return given


def parameters(command: Command) -> Parameters:
    """The parameters of a command."""
    single: list[Parameter] = []
    groups: dict[str, tuple[type[Any], tuple[str, ...]]] = {}
    for parameter in inspect.signature(command, eval_str=True).parameters.values():
        options = _options_of(parameter.annotation)
        if options:
            groups[parameter.name] = parameter.annotation, tuple(option.name for option in options)
        single += options or [_parameter(parameter.name, parameter.annotation, parameter.default)]
    return Parameters(tuple(single), groups)


def _options_of(group: Any) -> list[Parameter]:
    """The options of a group; an empty list for the type of a single one."""
    if hasattr(group, "parameters"):
        return [_parameter(name, annotation, None) for name, annotation in group.parameters().items()]
    if not is_dataclass(group):
        return []
    hints = get_type_hints(group, include_extras=True)
    return [_parameter(option.name, hints[option.name], option.default) for option in fields(group)]


def _parameter(name: str, annotation: Any, default: Any) -> Parameter:
    if get_origin(annotation) is not Annotated:
        return Parameter(name, annotation, None, default)
    kind, declared = get_args(annotation)
    return Parameter(name, kind, declared, default)
