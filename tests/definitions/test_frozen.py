"""Frozen classes behave as frozen dataclasses do."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from functools import cached_property

import pytest

from searchlib.definitions.frozen import frozen


@frozen
class Town:
    """A place with people."""

    name: str
    people: int = 0
    remark: str = field(default="", compare=False, repr=False)

    @cached_property
    def crowded(self) -> bool:
        """Worked out once."""
        return self.people > 10


@dataclass(frozen=True)
class Model:
    """The same by the standard library."""

    name: str
    people: int = 0
    remark: str = field(default="", compare=False, repr=False)


@frozen
class Village:
    """Another class with the same fields."""

    name: str
    people: int = 0


def test_values_are_compared_hashed_and_shown_as_those_of_a_dataclass():
    """By the fields that count for it, and only with values of the same class."""
    for arguments in (("Odden",), ("Odden", 3), ("Odden", 3, "by the sea")):
        ours, model = Town(*arguments), Model(*arguments)
        assert repr(ours) == repr(model).replace("Model", "Town")
        assert hash(ours) == hash(model)
        assert [each.name for each in fields(ours)] == [each.name for each in fields(model)]
    assert Town("Odden", 3, "by the sea") == Town("Odden", 3)
    assert Town("Odden", 3) != Town("Odden", 4)
    assert Town("Odden") != Village("Odden")
    assert Town("Odden") != Model("Odden")
    assert len({Town("Odden"), Town("Odden", remark="x"), Village("Odden")}) == 2


def test_a_value_is_never_changed():
    """Neither its fields nor others can be set or removed; a cached property still works."""
    town = Town("Odden", 30)
    for change in (lambda: setattr(town, "people", 2), lambda: setattr(town, "size", 2), lambda: delattr(town, "name")):
        with pytest.raises(FrozenInstanceError):
            change()
    assert town.crowded
    assert town == Town("Odden", 30)


def test_values_are_copied_replaced_matched_and_pickled():
    """As values of dataclasses."""
    town = Town("Odden", 3)
    assert replace(town, people=4) == Town("Odden", 4)
    assert copy.deepcopy(town) == copy.copy(town) == pickle.loads(pickle.dumps(town)) == town
    match town:
        case Town(name, people):
            assert (name, people) == ("Odden", 3)
    with pytest.raises(TypeError):
        Town()
