"""Imports go down only: the order of the rooms that ARCHITECTURE.md describes."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "searchlib"

LAYERS = (
    ("errors", "versions"),
    ("models", "fields", "analysis", "sentences", "expressions", "highlights", "files", "array_types"),
    ("loaders", "passages", "extraction", "query", "ranking", "linking", "near_duplicates"),
    ("matching",),
    ("engines",),
    ("indexing", "searching", "views"),
    ("index", "saved_searches"),
    ("presentation",),
    ("cli", "web", "mcp", "integrations"),
)
BELOW = {room: number for number, layer in enumerate(LAYERS) for room in layer}

NEIGHBOURS = {("index", "saved_searches")}
"""The one pair of a layer that may know each other: an Index keeps its saved searches."""

HOMES = {
    "whoosh": ("engines/whoosh/interface/",),
    "typer": ("cli/",),
    "pydantic": (
        "models.py",
        "models/",
        "engines/whoosh/columnar/segments/segment.py",
        "engines/whoosh/columnar/store/",
    ),
    "Stemmer": ("analysis.py",),
    "numba": ("ranking/",),
    "trafilatura": ("loaders/readers/html.py",),
    "pypdf": ("loaders/readers/pdf.py",),
    "charset_normalizer": ("loaders/decoding.py",),
    "pandas": ("models.py", "models/"),
    "numpy": ("ranking/", "engines/whoosh/", "array_types.py", "near_duplicates.py"),
}
"""Where each third-party library may be imported: at one place."""

MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def imports(module: str) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, anywhere in it, as its full name, with the line."""
    for node in ast.walk(ast.parse((PACKAGE / module).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: imports are absolute"
            name = node.module or ""
            for alias in node.names:
                is_module = (PACKAGE.parent / name.replace(".", "/") / f"{alias.name}.py").exists()
                is_room = (PACKAGE.parent / name.replace(".", "/") / alias.name).is_dir()
                yield (f"{name}.{alias.name}" if is_module or is_room else name), node.lineno


def room_of(module: str) -> str:
    """The room that a file of the package belongs to."""
    return module.split("/", maxsplit=1)[0].removesuffix(".py")


@pytest.mark.parametrize("module", [each for each in MODULES if each not in ("__init__.py", "__main__.py")])
def test_imports_go_down(module):
    """A module imports only lower layers, its own room, and never the package root."""
    room = room_of(module)
    assert room in BELOW, f"{module} stands in no layer"
    for name, line in imports(module):
        if name.partition(".")[0] != "searchlib":
            continue
        where = f"{module}:{line} imports {name}"
        assert name != "searchlib", f"{where}: nothing inside imports the package root"
        other = name.split(".")[1]
        if other != room and (room, other) not in NEIGHBOURS:
            assert BELOW[other] < BELOW[room], where


@pytest.mark.parametrize("module", MODULES)
def test_third_party_libraries_have_one_home_each(module):
    """A library from outside is imported in its own room, and no other library is there at all."""
    for name, line in imports(module):
        library = name.partition(".")[0]
        if library in sys.stdlib_module_names or library == "searchlib":
            continue
        assert library in HOMES, f"{module}:{line} imports {library}, which has no home"
        assert module.startswith(HOMES[library]), f"{module}:{line} imports {library} outside of {HOMES[library]}"


def test_no_module_is_a_drawer():
    """No module is called after nothing in particular."""
    drawers = {"utils", "util", "helpers", "common", "manager", "core", "misc", "data", "info"}
    assert not {Path(module).stem for module in MODULES} & drawers
