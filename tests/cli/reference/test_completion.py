"""The command `searchlib completion`."""

from __future__ import annotations

import subprocess

import pytest


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_names_every_option(run, shell):
    """The script of every shell contains the subcommands and options of both commands."""
    script = run("searchlib", "completion", shell).stdout
    for word in ("speaker", "raw-csv", "allow-empty", "completion", "default-published"):
        assert word in script


def test_completion_of_bash_completes(run):
    """Bash runs the script, then completes the value of an option and an option of a subcommand."""
    script = run("searchlib", "completion", "bash").stdout
    calls = "\nCOMP_WORDS=(search --sort pu); COMP_CWORD=2; _search; echo ${COMPREPLY[@]}"
    calls += "\nCOMP_WORDS=(searchlib update --al); COMP_CWORD=2; _searchlib; echo ${COMPREPLY[@]}"
    done = subprocess.run(["bash", "-c", script + calls], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["published", "--allow-empty"]
