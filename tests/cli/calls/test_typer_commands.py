"""What is wrong with a call is told with the help of its own command."""

from __future__ import annotations

import pytest

from searchlib.cli.calls.declarations import WrongCall
from searchlib.cli.calls.typer_commands import invoke
from searchlib.cli.commands import app


@pytest.mark.parametrize(
    ("words", "told", "help_of"),
    [
        (["verify"], "Give the sentences to check", "searchlib verify"),
        (["web", "--tls-cert", "x"], "--tls-cert and --tls-key go together", "searchlib web"),
        (["run-topics", "t", "--trec", "o", "--k1", "x"], "--k1: ", "searchlib run-topics"),
        (["index", "-dash.txt"], "Write -- before what begins with a minus sign", "searchlib index"),
    ],
)
def test_a_wrong_call_names_its_command(words: list[str], told: str, help_of: str) -> None:
    """Not the program, of whose commands it is one; and it gives no advice for another command."""
    with pytest.raises(WrongCall) as caught:
        invoke(app, "searchlib", words)
    lines = caught.value.lines("searchlib")
    assert lines[-1] == f"See `{help_of} --help`."
    assert any(line.startswith(told) for line in lines)
    assert not any("query" in line for line in lines)
