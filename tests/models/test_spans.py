"""Values made without checks."""

from __future__ import annotations

import sys

from searchlib.models.spans import Span
from searchlib.models.views.quotes import Wording


def test_a_compact_value_is_the_same_value_in_less_memory():
    """It equals the trusted one, is written like it, and keeps no table of names of its own."""
    fields = {"start": 3, "end": 7}
    assert Span.compact(fields) == Span.trusted(dict(fields))
    assert Span.compact(fields).model_dump() == fields
    row = dict.fromkeys(Wording.model_fields)
    sizes = [sys.getsizeof(vars(made)) for made in (Wording.compact(row), Wording.trusted(dict(row)))]
    assert sizes[0] < sizes[1] / 2
