"""A search imports only what it uses: the list of what it must not is held here, as importing is most of its time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = Path(__file__).with_name("modules_of_a_search.txt")

NEVER_IN_A_SEARCH = {
    "numba": "importing it costs half a second: only many searches in one process pay for it",
    "whoosh": "only queries that the arrays cannot answer need it",
    "trafilatura": "reads HTML",
    "pypdf": "reads PDF",
    "charset_normalizer": "decodes files",
    "rich": "Typer's own pages, turned off",
    "difflib": "mistakes alone",
    "searchlib.saved_searches": "saved searches alone",
    "searchlib.engines.whoosh.columnar.evaluation.nested": "nested queries",
    "searchlib.engines.whoosh.columnar.evaluation.statement_filters": "said(...)",
    "searchlib.sentences": "a query for one sentence",
    "searchlib.matching.explaining": "--explain",
    "pydantic": "hits are made of what was stored, and printed as text: nothing is checked",
    "socket": "writers alone ask for the name of this machine",
    "typer": "help and mistakes: a plain call is read without it",
    "subprocess": "pagers and workers",
    "pandas": "Results.to_pandas",
    "altair": "charts of views",
    "searchlib.models.views": "views alone",
    "numpy.ma": "np.unique imports it",
    "asyncio": "nothing here waits for a network",
    "multiprocessing": "workers belong to indexing",
    "concurrent.futures": "workers belong to indexing",
    "tomllib": "read where there is a TOML file",
    "searchlib.loaders": "reads documents",
    "searchlib.extraction": "reads documents",
    "searchlib.indexing": "reads documents",
    "searchlib.passages": "splits documents",
    "searchlib.expressions.units": "only a query with a number reads it",
    "searchlib.expressions.english": "only a query with a date or a number reads it",
    "searchlib.cli.reference.completion": "completion alone",
    "searchlib.cli.reference.manpage": "man pages alone",
    "searchlib.presentation.remedies": "errors alone",
    "searchlib.cli.progress": "nothing runs for long",
}

NEVER_IN_COMPLETION = ("typer", "pydantic", "numpy", "searchlib.index", "searchlib.cli.commands", "searchlib.analysis")
NEVER_IN_HELP = ("numpy", "pydantic", "searchlib.index", "searchlib.models", "searchlib.searching")

_ASK = """
import sys
from searchlib.cli import app
code = app.run({program!r}, sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one article."""
    import searchlib

    path = tmp_path_factory.mktemp("budget") / "index"
    with searchlib.open(path, create=True) as opened:
        opened.add(searchlib.Document(id="a", text="Troops came to Kursk, Ana Reyes said."))
    return path


def imported(*arguments: str, program: str = "search") -> set[str]:
    """The modules that a command has imported when it is done."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", _ASK.format(program=program), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return set(done.stderr.split())


def test_a_search_imports_nothing_that_it_does_not_use(index):
    """A query of words on a built index loads none of the listed modules."""
    modules = imported("Kursk troops", "--index", str(index))
    assert "searchlib.searching" in modules
    assert {name: NEVER_IN_A_SEARCH[name] for name in NEVER_IN_A_SEARCH.keys() & modules} == {}


def test_the_modules_of_a_search_are_known(index):
    """A query of words imports no module of ours that the list beside this file lacks: one more is a choice, and is added there."""
    known = set(MODULES.read_text("utf-8").split())
    ours = {name for name in imported("Kursk troops", "--index", str(index)) if name.startswith("searchlib")}
    assert ours - known == set(), f"add to {MODULES.name} what a plain search must import"


def test_completion_imports_hardly_anything(index):
    """What a shell asks at each key needs neither the commands nor arrays: the script, and the names in an index."""
    asked = ("names", "speaker", "an", "search", "--index", str(index))
    for words in (("bash",), asked):
        assert imported("completion", *words, program="searchlib").isdisjoint(NEVER_IN_COMPLETION)


def test_help_imports_no_index():
    """`search --help` needs neither arrays nor models."""
    assert imported("--help").isdisjoint(NEVER_IN_HELP)


def test_filters_import_what_they_need(index):
    """A date and a number are read by their readers, and nothing more."""
    modules = imported("Kursk", "--date", "2024", "--number", "5", "--index", str(index))
    assert {
        "searchlib.expressions.english.typed_dates",
        "searchlib.expressions.english.typed_amounts",
    } <= modules
    assert "searchlib.extraction" not in modules
