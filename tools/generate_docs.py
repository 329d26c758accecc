"""Write the generated parts of the documents anew: `python tools/generate_docs.py`, or with the files that are meant.

In a Markdown file, every block between two lines such as

    <!-- generated: search --help -->
    <!-- end -->

is written anew, where the text after "generated:" is a command with --help, "fields", "errors", or "layout" (the arrays of
a segment). `docs/results.schema.json` is the JSON Schema of what `search --json` prints; each view has a file of its own.
The completion scripts of the shells are made of the commands too.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import typer
from pydantic import BaseModel

from searchlib import errors, versions
from searchlib.cli.commands import app
from searchlib.cli.reference import completion
from searchlib.cli.reference.command_tree import Programs, commands, programs
from searchlib.cli.reference.quick_completion import SCRIPTS
from searchlib.engines.whoosh.columnar.store.layout import COLUMNS, DELETION_COLUMNS, RECORDS, Column
from searchlib.errors import SearchlibError
from searchlib.fields import FIELDS
from searchlib.models import Results
from searchlib.models.views.comparison import Comparison
from searchlib.models.views.figures import Figures
from searchlib.models.views.quotes import Quotes
from searchlib.models.views.speaker_page import SpeakerPage
from searchlib.models.views.timeline import Timeline
from searchlib.models.views.verification import Verification
from searchlib.web.problems import REFUSALS, STATUS

ROOT: Final = Path(__file__).resolve().parents[1]
SCHEMAS: Final[dict[Path, type[BaseModel]]] = {
    ROOT / "docs" / f"{name}.schema.json": model
    for name, model in (
        ("results", Results),
        ("figures", Figures),
        ("timeline", Timeline),
        ("quotes", Quotes),
        ("speaker", SpeakerPage),
        ("comparison", Comparison),
        ("verification", Verification),
    )
}
"""The JSON Schema of each answer that has a `to_json`, and where it stands."""
_COLUMNS: Final = 100
"""Columns of help texts."""
_BLOCK: Final = re.compile(r"(<!-- generated: ([^\n]{1,80}) -->\n).*?(<!-- end -->)", re.DOTALL)


def tree() -> Programs:
    """Both programs."""
    return programs(typer.main.get_command(app))


def help_text(name: str) -> str:
    """What `name --help` prints, 100 columns wide."""
    command = dict(commands(tree()))[name]
    program, _, rest = name.partition(" ")
    parent = tree()[program].make_context(program, [], resilient_parsing=True) if rest else None
    context = command.make_context(
        rest or program, [], parent=parent, resilient_parsing=True, terminal_width=_COLUMNS, max_content_width=_COLUMNS
    )
    return str(command.get_help(context)).rstrip() + "\n"


def field_table() -> str:
    """The fields."""
    rows = [(f"`{field.name}`", field.meaning, f"`{field.example}`") for field in FIELDS]
    return _table(("field", "a passage has it when", "asked as"), rows)


def error_table() -> str:
    """The errors: class, code, what it says, and the remedy that its class has."""
    rows = [
        (
            f"`{error.__name__}`",
            f"`{error.code}`",
            str(STATUS[error.code]),
            (inspect.getdoc(error) or "").partition("\n")[0],
            _remedy(error),
        )
        for error in vars(errors).values()
        if inspect.isclass(error) and issubclass(error, SearchlibError)
    ]
    return _table(("class", "code", "HTTP", "raised when", "what helps"), rows)


def refusal_table() -> str:
    """What only a server says: code, status, and when."""
    return _table(
        ("code", "HTTP", "when"), [(f"`{code}`", str(status), when) for code, (status, when) in REFUSALS.items()]
    )


def endpoint_table() -> str:
    """The endpoints of the server: methods, address, and what is answered."""
    rows = []
    for path, methods in _openapi()["paths"].items():
        told = next(iter(methods.values()))["description"].partition("\n\n")[0].replace("\n", " ")
        rows.append((" ".join(map(str.upper, methods)), f"`{path}`", told))
    return _table(("asked by", "address", "answered with"), rows)


def parameter_table() -> str:
    """The parameters of a search, as the server takes them."""
    rows = [
        (f"`{given['name']}`", given["description"], _default(given["schema"]))
        for given in _openapi()["paths"]["/api/v1/search"]["get"]["parameters"]
    ]
    return _table(("parameter", "meaning", "default"), rows)


def _default(schema: dict[str, Any]) -> str:
    return "" if schema.get("default") in (None, "", []) else f"`{json.dumps(schema['default'])}`"


@cache
def _openapi() -> dict[str, Any]:
    """The server's description of itself; the index need not be there."""
    from searchlib.web.app import create_app

    return create_app("index").openapi()


def _remedy(error: type[SearchlibError]) -> str:
    return "" if error.remedy is None else errors.advice_of(error.remedy, "the package named")


def layout_table() -> str:
    """The arrays of a segment, of its deletions, and its records."""
    rows = [("segment", *_cells(column)) for column in COLUMNS]
    rows += [("segment", name, "records", "", meaning) for name, meaning in RECORDS.items()]
    rows += [("deletions", *_cells(column)) for column in DELETION_COLUMNS]
    return _table(("file", "contents", "type", "length", "what, and why"), rows)


def _cells(column: Column) -> tuple[str, str, str, str]:
    return f"`{column.name}`", column.dtype, column.length, column.meaning


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(row) + " |" for row in (heads, *rows)]
    return "\n".join([lines[0], "|" + "---|" * len(heads), *lines[1:]]) + "\n"


TABLES: Final[dict[str, Callable[[], str]]] = {
    "fields": field_table,
    "errors": error_table,
    "layout": layout_table,
    "refusals": refusal_table,
    "endpoints": endpoint_table,
    "search parameters": parameter_table,
}


def with_blocks(text: str) -> str:
    """The text with every generated block as it should be. Raises KeyError for a block of an unknown kind."""

    def block(found: re.Match[str]) -> str:
        name = found[2].strip()
        if name in TABLES:
            return f"{found[1]}{TABLES[name]()}{found[3]}"
        return f"{found[1]}```text\n{help_text(name.removesuffix(' --help'))}```\n{found[3]}"

    return _BLOCK.sub(block, text)


def answer_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of an answer's `to_json`, which `--json` prints."""
    schema = model.model_json_schema(mode="serialization")
    version = {"const": versions.RESULTS_VERSION, "title": "Schema Version", "type": "integer"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "properties": {"schema_version": version, **schema["properties"]},
        "required": ["schema_version", "searchlib", "generation", *schema["required"]],
    }


def schema_text(model: type[BaseModel]) -> str:
    """The schema of an answer as it stands in its file."""
    return json.dumps(answer_schema(model), indent=2, ensure_ascii=False) + "\n"


def completion_scripts() -> dict[Path, str]:
    """The completion script of each shell, and where it stands."""
    made = {"bash": completion.bash(tree()), "fish": completion.fish(tree())}
    return {SCRIPTS / f"completion.{shell}": f"{script}\n" for shell, script in made.items()}


def documents() -> Iterator[Path]:
    """The Markdown files that may hold generated blocks."""
    yield from sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def main(paths: list[str]) -> None:
    """Write the generated blocks of these files anew; without any, those of all documents, the schemas and the scripts."""
    for path in map(Path, paths) if paths else documents():
        text = path.read_text("utf-8")
        if with_blocks(text) != text:
            path.write_text(with_blocks(text), "utf-8")
    if not paths:
        for path, model in SCHEMAS.items():
            path.write_text(schema_text(model), "utf-8")
        for path, script in completion_scripts().items():
            path.write_text(script, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
