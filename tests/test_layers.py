"""Imports go down only: the order of the rooms that ARCHITECTURE.md describes, and the size of rooms and files."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "searchlib"

Layers = tuple[tuple[str, ...], ...]

ROOMS: dict[str, Layers] = {
    "": (
        ("errors", "versions", "definitions"),
        (
            "models",
            "fields",
            "analysis",
            "sentences",
            "expressions",
            "files",
            "array_types",
            "array_operations",
        ),
        ("loaders", "passages", "extraction", "query", "ranking", "linking", "near_duplicates"),
        ("matching",),
        ("engines",),
        ("indexing", "searching", "views", "exports", "evaluation"),
        ("view_requests",),
        ("index_views", "saved_searches"),
        ("index_reading",),
        ("index",),
        ("presentation",),
        ("cli", "web", "mcp", "integrations"),
    ),
    "engines": (("answers",), ("contract", "speaker_lines", "file_names"), ("whoosh", "opensearch", "relative_paths")),
    "engines/opensearch": (
        ("cluster",),
        ("documents",),
        ("queries",),
        ("speakers",),
        ("answers", "writing"),
        ("reader",),
        ("engine",),
    ),
    "engines/whoosh": (("columnar",), ("interface",)),
    "engines/whoosh/columnar": (
        ("store",),
        ("segments",),
        ("writing", "evaluation", "speakers"),
        ("answers",),
        ("reader",),
        ("engine",),
    ),
    "ranking": (
        ("postings", "packing", "impacts", "bm25", "exhaustive", "parameters", "kernel_cache"),
        ("kernels",),
        ("compiled",),
    ),
    "extraction": (("english", "assign"),),
    "extraction/english": (
        ("lexicon",),
        ("tags", "speech_forms", "tagging", "tagged_text", "transcripts"),
        ("dates", "quantities", "statements"),
        ("extractors",),
    ),
    "web": (
        ("limits", "templating", "connections", "heads", "memory"),
        ("problems",),
        ("guards", "parameters", "service"),
        ("answering", "faults", "views"),
        ("api", "pages"),
        ("app",),
        ("server",),
    ),
    "web/api": (("about", "answers", "cursors", "documents", "facets", "routing", "views"), ("search",), ("routes",)),
    "loaders": (
        ("source_files", "decoding", "publication_dates", "field_mapping", "third_party", "html_text", "opening"),
        ("page_dates",),
        ("readers", "metadata_tables"),
        ("formats",),
        ("assemble", "walk"),
    ),
}
"""Each room's layers, lowest first. A room that is not listed has no layers inside. A room's `__init__` stands above all
that is in it.
"""

NEIGHBOURS = {("array_operations", "array_types"), ("cli", "mcp"), ("cli", "web")}
"""Pairs of one layer of which the first may import the second: what is done with arrays is typed by their
names; commands start the servers of other fronts (`test_commands_start_the_servers`).
"""

FLAT_LAYERS = {
    ("ranking", "postings"), ("extraction/english", "tags"), ("loaders", "source_files"),
}  # fmt: skip
"""Layers, named by their first part, whose modules may import each other: they are one part in several files."""

LARGEST_ROOM = 15
LONGEST_FILE = 600
TABLES = ("extraction/english/lexicon/",)
"""Where files hold tables of words: they may be as long as the tables are."""

HOMES = {
    "whoosh": ("engines/whoosh/interface/",),
    "typer": ("cli/",),
    "fastapi": ("web/",),
    "starlette": ("web/",),
    "uvicorn": ("web/server.py", "web/connections.py"),
    "jinja2": ("web/templating.py", "web/server.py"),
    "mcp": ("mcp/",),
    "langchain_core": ("integrations/langchain.py",),
    "llama_index": ("integrations/llamaindex.py",),
    "haystack": ("integrations/haystack.py",),
    "mcp_types": ("mcp/",),
    "pydantic": (
        "definitions/modelling.py",
        "web/",
        "mcp/",
        "integrations/langchain.py",
        "engines/whoosh/columnar/segments/segment.py",
        "engines/whoosh/columnar/store/",
    ),
    "Stemmer": ("analysis.py",),
    "distributed": ("indexing/processes/dask_pool.py",),
    "numba": ("ranking/",),
    "trafilatura": ("loaders/readers/html.py",),
    "pypdf": ("loaders/readers/pdf.py",),
    "docx": ("loaders/readers/docx.py",),
    "charset_normalizer": ("loaders/decoding.py",),
    "pandas": ("models/export.py",),
    "altair": ("models/charts.py",),
    "pyarrow": ("exports/parquet.py",),
    "ir_measures": ("evaluation/measures.py",),
    "watchfiles": ("indexing/watching.py",),
    "opensearchpy": ("engines/opensearch/cluster/connection.py",),
    "numpy": (
        *("ranking/", "matching/", "engines/whoosh/", "engines/opensearch/"),
        *(
            "array_types.py",
            "array_operations.py",
            "near_duplicates.py",
            "views/retellings/shared_words.py",
            "views/retellings/utterances.py",
        ),
    ),
}
"""Where each third-party library may be imported: at one place."""

MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
INSIDE = [module for module in MODULES if module not in ("__init__.py", "__main__.py")]


@cache
def imports(module: str) -> tuple[tuple[str, int], ...]:
    """Every module that a file imports, anywhere in it, as its full name, with the line.

    Imports inside functions and under TYPE_CHECKING count like all others.
    """
    return tuple(_imports(module))


def _imports(module: str) -> Iterator[tuple[str, int]]:
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


def parts_of(name: str) -> tuple[str, ...]:
    """The path of a file or of an imported module below the package: `loaders/walk.py` is ("loaders", "walk").

    A room's `__init__` is the room itself.
    """
    path = name.removeprefix("searchlib").lstrip(".").replace(".", "/") if name.startswith("searchlib") else name[:-3]
    parts = tuple(part for part in path.split("/") if part)
    return parts[:-1] if parts and parts[-1] == "__init__" else parts


def layer_of(room: str, part: str) -> int:
    """The number of the layer of `room` that holds `part`, from 0."""
    numbers = [number for number, layer in enumerate(ROOMS[room]) if part in layer]
    assert numbers, f"{room}/{part} stands in no layer"
    return numbers[0]


def goes_down(importing: tuple[str, ...], imported: tuple[str, ...]) -> bool:
    """Whether an import respects the layers of the innermost room that holds both modules."""
    common = 0
    while common < min(len(importing), len(imported)) and importing[common] == imported[common]:
        common += 1
    room = "/".join(importing[:common])
    if common == len(importing):  # a room's __init__ hands on what is in it
        return True
    if common == len(imported):  # a module that imports its own room's __init__ would make a circle
        return False
    if room not in ROOMS:
        return True
    one, other = importing[common], imported[common]
    above, below = layer_of(room, one), layer_of(room, other)
    if above == below:
        return (one, other) in NEIGHBOURS or (room, ROOMS[room][above][0]) in FLAT_LAYERS
    return below < above


def cycles(edges: Mapping[str, set[str]]) -> list[list[str]]:
    """The strongly connected components of a graph that hold more than one node (Tarjan, without recursion)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    waiting: set[str] = set()
    components = []
    for root in edges:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        stack.append(root)
        waiting.add(root)
        path = [(root, iter(sorted(edges[root])))]
        while path:
            node, successors = path[-1]
            for successor in successors:
                if successor not in order:
                    order[successor] = low[successor] = len(order)
                    stack.append(successor)
                    waiting.add(successor)
                    path.append((successor, iter(sorted(edges.get(successor, ())))))
                    break
                if successor in waiting:
                    low[node] = min(low[node], order[successor])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == order[node]:
                    at = stack.index(node)
                    component, stack = stack[at:], stack[:at]
                    waiting -= set(component)
                    if len(component) > 1:
                        components.append(sorted(component))
    return components


@pytest.mark.parametrize("module", INSIDE)
def test_imports_go_down(module):
    """A module imports only lower layers of each room that it is in, and never the package root."""
    parts_of_module = parts_of(module)
    layer_of("", parts_of_module[0])
    up = set()
    for name, line in imports(module):
        if name.partition(".")[0] == "searchlib":
            assert name != "searchlib", f"{module}:{line}: nothing inside imports the package root"
            if not goes_down(parts_of_module, parts_of(name)):
                up.add(f"{module} imports {name}")
    assert up == set()


def test_no_modules_import_each_other():
    """There is no cycle of imports, also none through functions or TYPE_CHECKING."""
    edges = {
        "/".join(parts_of(module)): {
            "/".join(parts_of(name)) for name, _ in imports(module) if name.startswith("searchlib.")
        }
        for module in INSIDE
    }
    assert cycles(edges) == []


def test_cycles_are_found():
    """Of a graph, each set of nodes that reach each other is one cycle."""
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": {"e"}, "e": {"d"}, "f": {"a"}}) == [
        ["d", "e"],
        ["a", "b", "c"],
    ]


def test_commands_start_the_servers():
    """Of the commands only those in cli/servers/ know other fronts, and of these only how each is started."""
    known = {(module, name) for module in MODULES if module.startswith("cli/") for name, _ in imports(module)}
    assert {pair for pair in known if pair[1].startswith(("searchlib.web", "searchlib.mcp"))} == {
        ("cli/servers/web.py", "searchlib.web.server"),
        ("cli/servers/mcp.py", "searchlib.mcp.server"),
    }


def test_whoosh_is_asked_for_at_one_place():
    """Nothing imports the interface to Whoosh, but for the function that opens an index with it."""
    doors = {"engines/whoosh/__init__.py"}
    for module in set(MODULES) - doors:
        if not module.startswith("engines/whoosh/interface/"):
            assert not any(name.startswith("searchlib.engines.whoosh.interface") for name, _ in imports(module)), module


@pytest.mark.parametrize("module", [module for module in MODULES if module.startswith(TABLES)])
def test_the_lexicon_holds_tables_only(module):
    """A lexicon has no functions or classes, and imports nothing of ours."""
    tree = ast.parse((PACKAGE / module).read_text("utf-8"))
    code = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    ours = [name for name, _ in imports(module) if name.startswith("searchlib")]
    assert not code
    assert not ours


def test_no_room_is_too_large():
    """A room holds at most 15 files, beside its __init__."""
    files = defaultdict(list)
    for module in INSIDE:
        if not module.endswith("__init__.py"):
            files[module.rpartition("/")[0]].append(module)
    assert {room for room, each in files.items() if len(each) > LARGEST_ROOM} == set()


def test_no_file_is_too_long():
    """A file has at most 600 lines, tables apart."""
    long = {module for module in MODULES if (PACKAGE / module).read_bytes().count(b"\n") > LONGEST_FILE}
    assert {module for module in long if not module.startswith(TABLES)} == set()


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
