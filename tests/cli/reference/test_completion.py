"""The command `searchlib completion`."""

from __future__ import annotations

import shlex
import subprocess
import sys

import pytest

from searchlib.cli.reference.quick_completion import script
from searchlib.engines.whoosh.columnar.store.name_lists import names
from tests.cli.conftest import environment


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_names_every_option(run, shell):
    """The script of every shell contains the subcommands and options of both commands."""
    told = run("searchlib", "completion", shell).stdout
    for word in ("speaker", "raw-csv", "allow-empty", "completion", "default-published"):
        assert word in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("search", "--sort", "pu"), ["published"]),
        (("searchlib", "update", "--al"), ["--allow-empty"]),
        (("search", "--group", ""), ["document"]),
        (("search", "--expand", "="), ["rm3"]),
        (("search", "--facet", "sp"), ["speaker"]),
        (("searchlib", "figures", "--plot", ""), []),  # bash proposes files
        (("searchlib", "index", ""), []),
        (("searchlib", "index", "--fr"), ["--fresh"]),
        (("searchlib", "run-topics", "topics.tsv", "--trec", "--"), []),
    ],
)
def test_completion_of_bash_completes(words, told):
    """Options, subcommands, and values of a fixed list; where a file is meant nothing, so that bash proposes files."""
    calls = f"\nCOMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}; _{words[0]}; echo ${{COMPREPLY[@]}}"
    done = subprocess.run(["bash", "-c", script("bash") + calls], capture_output=True, text=True, check=True)
    assert done.stdout.split() == told


def test_completion_of_bash_knows_the_names_in_the_index(run, library):
    """The value of --speaker is completed by names of the index that the line means, in either notation."""
    told = run("searchlib", "completion", "bash").stdout
    told += f'\nsearchlib() {{ {shlex.quote(sys.executable)} -m searchlib "$@"; }}'
    lines = (
        ("search", "--speaker", "an"),
        ("searchlib", "quotes", "--index", "index", "--source", "=", "od"),
        ("search", "--speaker", r"Ana\ R"),  # as bash has written it at the first Tab
        ("search", "--speaker", '"Ana R'),
        ("search", "--speaker", "@", "an"),  # bash takes what stands before @ for a word
    )
    for line in lines:
        words = shlex.join(line)
        told += f"\nCOMP_WORDS=({words}); COMP_CWORD={len(line) - 1}; _{line[0]}; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    done = subprocess.run(
        ["bash", "-c", told], cwd=library, env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["Ana Reyes", "Odden Post", "Ana Reyes", "Ana Reyes", "Ana Reyes"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("speaker", "ANA"), ["Ana Reyes"]),
        (("speaker", "rey"), ["Reyes"]),  # no name begins so, a word of one does
        (("role", "m"), ["mayor"]),
        (("speaker", "zz"), []),
        (("speaker", "", "search", "--index", "nowhere"), []),
        (("size", ""), []),
    ],
)
def test_names_are_suggested(run, words, told):
    """Names of a field that begin so, whatever the case; nothing where there is no index or no such field."""
    done = run("searchlib", "completion", "names", *words)
    assert (done.returncode, done.stdout.split("\n"), done.stderr) == (0, [*told, ""] if told else ["", ""], "")


def test_a_damaged_index_suggests_nothing(own):
    """Whatever byte of the end of a segment is altered, there is no error, and no name from outside its file."""
    folder, run = own
    assert run("searchlib", "index", "seeds").returncode == 0
    segment = next((folder / "index").glob("segment-*.bin"))
    whole = segment.read_bytes()
    for damaged in (whole[:-40], whole[:-1], whole[:100], b"", whole[:-2000] + b"\0" * 2000):
        segment.write_bytes(damaged)
        assert names(folder / "index", "speaker", "") == []
    (folder / "index" / "searchlib.json").write_text('{"segments":[{"files":[]}]}', "utf-8")
    assert names(folder / "index", "speaker", "") == []


def test_the_variable_of_typers_completion_is_answered_by_a_sentence(run):
    """A shell that asks as Typer's own scripts do is told how completion is asked for here."""
    done = run(
        "searchlib", env={"_SEARCHLIB_COMPLETE": "complete_bash", "COMP_WORDS": "searchlib quo", "COMP_CWORD": "1"}
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "searchlib completion SHELL" in done.stderr
