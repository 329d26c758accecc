"""What is wrong with an argument, in words."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import BaseModel, Field, ValidationError

from searchlib.presentation.wrong_arguments import fault_words


class _Given(BaseModel):
    offset: Annotated[int, Field(ge=0, le=2**31)] = 0
    k1: Annotated[float, Field(ge=0, le=1e6)] = 1.0
    b: Annotated[float, Field(gt=0.5)] = 1.0


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"offset": 2**40}, "offset must be 2147483648 or less; got 1099511627776."),
        ({"offset": -1}, "offset must be 0 or more; got -1."),
        ({"k1": 1e9}, "k1 must be 1000000 or less; got 1000000000.0."),
        ({"b": 0.25}, "b must be more than 0.5; got 0.25."),
    ],
)
def test_a_bound_is_a_plain_number(given: dict[str, float], told: str) -> None:
    """Whole where it is whole, and never with an exponent."""
    with pytest.raises(ValidationError) as caught:
        _Given.model_validate(given)
    (fault,) = caught.value.errors()
    assert fault_words([fault], [str(fault["loc"][0])], ()) == told
