"""What is written about the project holds: the README's Python runs, and every command, option and field is told of."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import searchlib
from searchlib.cli import docs
from searchlib.fields import FIELDS

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"

needs_readme = pytest.mark.skipif(not README.exists(), reason="there is no README.md here")


def readme() -> str:
    """The README's text."""
    return README.read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The README's code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", readme(), re.MULTILINE | re.DOTALL)


@needs_readme
def test_the_python_of_the_readme_runs(tmp_path):
    """Each block runs as it stands, in one folder with the seeds, one after the other, and prints what is shown."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    printed = ""
    for block in blocks("python"):
        code = "\n".join(line.removeprefix(">>> ") for line in block.splitlines())
        ast.parse(code)
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{code}\n{done.stderr}"
        printed += done.stdout
    assert printed == "".join(blocks("text"))


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    """A folder with seeds/ and their index."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    with searchlib.open(folder / "index", create=True) as index:
        index.add_folder(folder / "seeds")
    return folder


def sessions() -> list[tuple[str, str, list[str]]]:
    """Each `$ search` of the README: the query, the question behind it and the lines shown."""
    found: list[tuple[str, str, list[str]]] = []
    for line in "".join(blocks("console")).splitlines() if README.exists() else []:
        command, _, question = line.partition("  #")
        if command.startswith("$"):
            found.append((shlex.split(command)[-1], question.strip(), []))
        elif line.strip().startswith("#"):
            found[-1] = (found[-1][0], line.strip(" #"), [])
        else:
            found[-1][2].append(line)
    return found


@pytest.mark.parametrize(("query", "question", "shown"), sessions(), ids=[query for query, *_ in sessions()])
def test_the_sessions_of_the_readme_are_what_is_printed(seeds, query, question, shown):
    """Every line stands in the output, in this order; only what the … stands for was cut out."""
    done = subprocess.run(
        [sys.executable, "-c", "from searchlib.cli import search_main; search_main()", query],
        cwd=seeds,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    told, at = " ".join(done.stdout.split()), 0
    for line in shown:
        for piece in filter(None, (" ".join(piece.split()) for piece in line.split("…"))):
            if not piece.startswith("No index yet"):
                assert piece in told[at:], piece
                at = told.index(piece, at) + len(piece)


@needs_readme
def test_the_questions_of_the_readme_are_the_golden_ones():
    """Each question and the query that asks it stand in tests/searches with all that must be found."""
    golden = json.loads((ROOT / "tests" / "searches" / "questions.json").read_text("utf-8"))
    pairs = [(one["query"].lower(), other["query"]) for one, other in zip(golden[::2], golden[1::2], strict=True)]
    assert [(question.lower(), query) for query, question, _ in sessions() if question] == pairs
    assert len(pairs) == 10


@needs_readme
def test_every_example_of_the_language_finds_something(seeds):
    """What the table of the query language shows is answered on the seeds."""
    table = readme().partition("| write | it asks for |")[2].partition("\n\n")[0]
    examples = [query for row in table.splitlines() for query in re.findall(r"`([^`]+)`", row.partition(" | ")[0])]
    assert len(examples) > 50
    with searchlib.open(seeds / "index") as index:
        assert [query for query in examples if not index.search(query)] == []


@needs_readme
def test_every_command_is_in_the_readme():
    """Each is named: `searchlib delete`, or `delete` in a list."""
    text = readme()
    for name, _ in docs.commands():
        assert name in text or f"`{name.split()[-1]}`" in text, f"the README does not tell of `{name}`"


@needs_readme
def test_every_field_is_in_the_readme():
    """Each field stands with its colon or in backquotes."""
    text = readme()
    for field in FIELDS:
        assert f"{field.name}:" in text or f"`{field.name}`" in text, f"the README does not tell of {field.name}"


@needs_readme
def test_generated_blocks_are_as_generated():
    """`python -m searchlib.cli.docs` would change nothing."""
    assert docs.with_blocks(readme()) == readme()


def test_blocks_are_generated_between_their_lines():
    """The field table and a command's help are put where the README asks for them; the rest stays."""
    asked = "a\n<!-- generated: fields -->\nstale\n<!-- end -->\nb\n<!-- generated: searchlib stats --help -->\n<!-- end -->\n"
    written = docs.with_blocks(asked)
    assert "| `speaker` |" in written
    assert "Usage: searchlib stats" in written
    assert "stale" not in written
    assert docs.with_blocks(written) == written


@pytest.mark.parametrize("name", [name for name, _ in docs.commands()])
def test_every_command_and_option_has_help(name):
    """A command says what it does in a line that fits, and every option what it is for."""
    command = dict(docs.commands())[name]
    first = command.help.strip().partition("\n")[0]
    assert first.endswith((".", "`."))
    if " " in name:
        assert len(first) <= 60, f"{name}: the list of commands would cut this line"
    for option in docs._options(command):
        assert option.help, f"{name} {option.opts}"


def test_help_is_what_the_command_prints():
    """The help in the documents is the help of the program."""
    done = subprocess.run(
        [sys.executable, "-m", "searchlib", "update", "--help"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200", "TERMINAL_WIDTH": "100"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == docs.help_text("searchlib update").split()
