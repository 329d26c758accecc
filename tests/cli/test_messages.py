"""What the messages of the commands name: the index of the call."""

from __future__ import annotations

import pytest

from searchlib.cli.messages import index_value


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], None),
        (["--index=a", "--index", "b"], "b"),
        (["--index", "b", "--index=a"], "a"),
        (["--index", "a", "--", "--index", "b"], "a"),
        (["--", "--index=b"], None),
        (["--index", "--", "--index=b"], "b"),
        (["words", "--index"], None),
    ],
)
def test_the_last_index_value_before_the_double_hyphen_counts(arguments: list[str], named: str | None) -> None:
    """As the parser of the options reads it, so that advice names the index that the call used."""
    assert index_value(arguments) == named
