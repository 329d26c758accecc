"""What is written about the project holds: the README's Python runs, and every command, option and field is told of."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import searchlib
from searchlib.cli.reference.command_tree import commands, options_of
from searchlib.fields import FIELDS
from tools import generate_docs as docs
from tools import terminal_picture

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PAGES = [path for path in (README, *sorted((ROOT / "docs").glob("*.md"))) if path.exists()]

needs_readme = pytest.mark.skipif(not README.exists(), reason="there is no README.md here")


def readme() -> str:
    """The README's text."""
    return README.read_text("utf-8")


def page(name: str) -> str:
    """The text of a page of docs/."""
    return (ROOT / "docs" / f"{name}.md").read_text("utf-8")


def blocks(path: Path, *languages: str) -> list[tuple[str, str]]:
    """A page's code blocks of these languages, outside of generated parts: each with its language, in their order."""
    text = re.sub(r"<!-- generated: .*?<!-- end -->", "", path.read_text("utf-8"), flags=re.DOTALL)
    return re.findall(rf"^```({'|'.join(languages)})\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in PAGES if blocks(path, "python")], ids=lambda path: path.stem)
def test_the_python_of_a_page_runs(tmp_path, path):
    """Each block runs as it stands, in one folder with the seeds, one after the other, and prints what is shown under it."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    printed = None
    for language, block in blocks(path, "python", "text"):
        if language == "text":
            assert printed == block
            continue
        done = subprocess.run(
            [sys.executable, "-c", block],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stderr}"
        printed = done.stdout


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    """A folder with seeds/ and their index."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    with searchlib.open(folder / "index", create=True) as index:
        index.add_folder(folder / "seeds")
    return folder


PROGRAMS = {"search": "search_main", "searchlib": "main"}
"""The function of `searchlib.cli` behind each program."""


def sessions(paths: list[Path]) -> list[tuple[list[str], str, list[str]]]:
    """Each `$ search` and `$ searchlib` of the pages: the program with its arguments, the question behind it, the lines shown."""
    found: list[tuple[list[str], str, list[str]]] = []
    for line in "".join(block for path in paths for _, block in blocks(path, "console")).splitlines():
        command, _, question = line.partition("  #")
        if command.startswith("$"):
            words = shlex.split(command)
            program = next(place for place, word in enumerate(words) if word in PROGRAMS)
            found.append((words[program:], question.strip(), []))
        elif line.strip().startswith("#"):
            found[-1] = (found[-1][0], line.strip(" #"), found[-1][2])
        else:
            found[-1][2].append(line)
    return found


SESSIONS = sessions(PAGES)


@pytest.mark.slow
@pytest.mark.parametrize(("arguments", "question", "shown"), SESSIONS, ids=[" ".join(words) for words, *_ in SESSIONS])
def test_a_session_of_a_page_is_what_is_printed(seeds, arguments, question, shown):
    """Every line stands in the output, in this order; only what the … stands for was cut out."""
    main = PROGRAMS[arguments[0]]
    done = subprocess.run(
        [sys.executable, "-c", f"from searchlib.cli import {main}; {main}()", *arguments[1:]],
        cwd=seeds,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
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


@pytest.mark.parametrize("view", ["figures", "timeline", "quotes", "diff", "verify", "speaker"])
def test_a_view_printed_as_json_keeps_to_its_schema(seeds, view):
    """Real answers, with rows and conflicts."""
    articles = ("kursk-blinken-austin.txt", "two-plus-two-china-silence.txt")
    asked = {"diff": articles, "speaker": ("blinken",)}.get(view, ("north korean soldiers",))
    done = subprocess.run(
        [sys.executable, "-c", "from searchlib.cli import main; main()", view, *asked, "--json"],
        cwd=seeds,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    name = {"verify": "verification", "diff": "comparison"}.get(view, view)
    schema = json.loads((ROOT / "docs" / f"{name}.schema.json").read_text("utf-8"))
    assert list(faults(json.loads(done.stdout), schema, schema)) == []


@needs_readme
def test_the_questions_of_a_fact_checker_are_the_golden_ones():
    """Each question and the query that asks it stand in tests/searches with all that must be found."""
    golden = json.loads((ROOT / "tests" / "searches" / "questions.json").read_text("utf-8"))
    pairs = [(one["query"].lower(), other["query"]) for one, other in zip(golden[::2], golden[1::2], strict=True)]
    asked = sessions([ROOT / "docs" / "questions.md"])
    assert [(question.lower(), words[-1]) for words, question, _ in asked if question] == pairs
    assert len(pairs) == 10


@needs_readme
def test_every_example_of_the_language_finds_something(seeds):
    """What the table of the query language shows is answered on the seeds."""
    table = page("query-language").partition("| write | it asks for |")[2].partition("\n\n")[0]
    examples = [query for row in table.splitlines() for query in re.findall(r"`([^`]+)`", row.partition(" | ")[0])]
    assert len(examples) > 50
    with searchlib.open(seeds / "index") as index:
        assert [query for query in examples if not index.search(query)] == []


@needs_readme
def test_every_command_is_in_the_readme():
    """Each is named: `searchlib delete`, or `delete` in a list."""
    text = readme()
    for name, _ in commands(docs.tree()):
        assert name in text or f"`{name.split()[-1]}`" in text, f"the README does not tell of `{name}`"


@needs_readme
def test_every_command_of_the_readme_exists():
    """Each `searchlib NAME` that the README tells of is a command."""
    told = set(re.findall(r"(?:^ {4}|; |[`$] ?)(searchlib [a-z]+)", readme(), re.MULTILINE))
    assert {"searchlib index", "searchlib saved", "searchlib unsave"} <= told
    assert told <= {name for name, _ in commands(docs.tree())}


@needs_readme
def test_every_field_is_in_the_query_language():
    """Each field stands with its colon in the page of the query language."""
    text = page("query-language")
    for field in FIELDS:
        asked = field.example if field.kind == "extra" else f"{field.name}:"
        assert asked in text, f"the query language does not show {field.name}"


@needs_readme
def test_links_between_pages_hold():
    """Every relative link of a page leads to a file that is there."""
    for path in PAGES:
        for target in re.findall(r"\]\(([^)#:\s]+)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


@needs_readme
def test_the_readme_is_short_and_begins_with_a_command():
    """At most 150 lines, and a command that can be copied before the tenth; ARCHITECTURE.md has at most 200."""
    lines = readme().splitlines()
    assert len(lines) <= 150
    assert any(line.startswith("$ ") for line in lines[:9])
    assert len((ROOT / "ARCHITECTURE.md").read_text("utf-8").splitlines()) <= 200


@needs_readme
def test_the_picture_shows_what_a_search_prints():
    """docs/terminal.svg is real output: but for the time taken, drawing it again changes nothing."""
    drawn = terminal_picture.drawn(terminal_picture.COMMAND, terminal_picture.printed(terminal_picture.COMMAND))
    now, kept = (re.sub(r"\d+ m?s;", "", text) for text in (drawn, terminal_picture.PICTURE.read_text("utf-8")))
    assert now == kept


@needs_readme
def test_generated_blocks_are_as_generated():
    """`make docs` would change nothing."""
    for path in docs.documents():
        text = path.read_text("utf-8")
        assert docs.with_blocks(text) == text, path


def test_the_json_schema_is_as_generated():
    """`make docs` would change nothing."""
    for path, model in docs.SCHEMAS.items():
        assert path.read_text("utf-8") == docs.schema_text(model)


def test_the_completion_scripts_are_as_generated():
    """`make docs` would change nothing."""
    for path, script in docs.completion_scripts().items():
        assert path.read_text("utf-8") == script


@pytest.mark.parametrize(
    "options", [["troops", "--explain", "--facet", "speaker"], ["zzzz"], ["troops", "--group", "document"]]
)
def test_what_is_printed_as_json_keeps_to_the_schema(seeds, options):
    """Real answers: with hits, facets and explanations, without any, and grouped."""
    done = subprocess.run(
        [sys.executable, "-c", "from searchlib.cli import search_main; search_main()", *options, "--json"],
        cwd=seeds,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    schema = json.loads((ROOT / "docs" / "results.schema.json").read_text("utf-8"))
    assert list(faults(json.loads(done.stdout), schema, schema)) == []


def test_the_schema_refuses_what_is_not_of_it(seeds):
    """A missing name, an unknown one, a wrong type and another version are each found."""
    schema = json.loads((ROOT / "docs" / "results.schema.json").read_text("utf-8"))
    with searchlib.open(seeds / "index") as index:
        plain = json.loads(index.search("troops").to_json())
    assert list(faults(plain, schema, schema)) == []
    for wrong in ({"schema_version": 1}, {"hits": "none"}, {"unknown": 1}, {"total": "many"}, {"hits": [{"rank": 1}]}):
        assert list(faults({**plain, **wrong}, schema, schema)) != [], wrong


TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int}


def faults(value: Any, schema: dict[str, Any], whole: dict[str, Any], at: str = "$") -> Iterator[str]:
    """Where a value is not as a JSON Schema has it: those keywords that ours uses, and no others."""
    known = {"$schema", "$defs", "$ref", "title", "description", "default", "format", "type", "const", "enum", "anyOf"}
    known |= {"properties", "required", "additionalProperties", "items", "prefixItems", "minItems", "maxItems"}
    assert set(schema) <= known, f"{at}: this test does not know {set(schema) - known}"
    if "$ref" in schema:
        yield from faults(value, whole["$defs"][schema["$ref"].rpartition("/")[2]], whole, at)
    if "anyOf" in schema and all(any(faults(value, option, whole, at)) for option in schema["anyOf"]):
        yield f"{at} is none of the options"
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        yield f"{at} is {value!r}"
    kind = schema.get("type")
    if kind and not (isinstance(value, int | float) if kind == "number" else isinstance(value, TYPES[kind])):
        yield f"{at} is no {kind}"
    elif kind == "object":
        yield from _object_faults(value, schema, whole, at)
    elif kind == "array":
        parts = schema.get("prefixItems", [schema.get("items", {})] * len(value))
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{at} has {len(value)} items"
        for number, (part, wanted) in enumerate(zip(value, parts, strict=False)):
            yield from faults(part, wanted, whole, f"{at}[{number}]")


def _object_faults(value: dict[str, Any], schema: dict[str, Any], whole: dict[str, Any], at: str) -> Iterator[str]:
    properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    yield from (f"{at}.{name} is missing" for name in schema.get("required", ()) if name not in value)
    for name, part in value.items():
        if name in properties:
            yield from faults(part, properties[name], whole, f"{at}.{name}")
        elif others is False:
            yield f"{at}.{name} is unknown"
        elif others is not True:
            yield from faults(part, others, whole, f"{at}.{name}")


def test_blocks_are_generated_between_their_lines():
    """The field table and a command's help are put where the README asks for them; the rest stays."""
    asked = "a\n<!-- generated: fields -->\nstale\n<!-- end -->\nb\n<!-- generated: searchlib stats --help -->\n<!-- end -->\n"
    written = docs.with_blocks(asked)
    assert "| `speaker` |" in written
    assert "Usage: searchlib stats" in written
    assert "stale" not in written
    assert docs.with_blocks(written) == written


@pytest.mark.parametrize("name", [name for name, _ in commands(docs.tree())])
def test_every_command_and_option_has_help(name):
    """A command says what it does in a line that fits, and every option what it is for."""
    command = dict(commands(docs.tree()))[name]
    first = command.help.strip().partition("\n")[0]
    assert first.endswith((".", "`."))
    if " " in name:
        assert len(first) <= 60, f"{name}: the list of commands would cut this line"
    for option in options_of(command):
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
