"""The same question as a command of the terminal."""

from __future__ import annotations

import pytest

from searchlib.fields import OPTIONS
from searchlib.presentation import calls
from searchlib.query.options import MEANINGS


def test_every_option_of_a_search_has_its_place_on_the_command():
    """Nothing that a page was asked is dropped; a command always counts, and always as of today."""
    assert {*MEANINGS} - {"count", "today"} | {row.name for row in OPTIONS} <= {*calls._OPTIONS}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"expand": "rm3", "k1": 0.9, "b": 0.4}, "search --expand rm3 --k1 0.9 --b 0.4 'far east'"),
        (
            {"facets": ("speaker", "source"), "explain": True},
            "search --facet speaker --facet source --explain 'far east'",
        ),
        ({"collapse": False, "k1": None, "facets": ()}, "search 'far east'"),
        ({"role": "prime minister", "count": True}, "search --role 'prime minister' 'far east'"),
    ],
)
def test_options_are_written_as_a_shell_reads_them(options, told):
    """Each with its value; those that are not set are left out."""
    assert calls.as_command("search", ["far east"], options) == told
