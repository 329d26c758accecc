"""The table of fields: whatever is said about a field comes from it."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import searchlib
from searchlib.engines.whoosh.columnar.answers.facets import COUNTERS
from searchlib.fields import BY_NAME, FACETS, FIELDS, OPTIONS, SORTS, Sort, table_of

ROOT = Path(__file__).resolve().parents[1]

WITH_A_FIELD = """
import json, sys
from pathlib import Path
import importlib.util

path = Path(sys.argv[1])
text = path.read_text("utf-8").replace(
    "FIELDS: tuple[Field, ...] = (",
    'FIELDS: tuple[Field, ...] = (Field("mood", "keyword", "its mood", "mood:calm", "document", facets=("mood",), '
    'sort="ascending", option="MOOD", help="Only documents of this mood."),',
)
spec = importlib.util.spec_from_loader("searchlib.fields", loader=None)
module = importlib.util.module_from_spec(spec)
sys.modules["searchlib.fields"] = module
exec(compile(text, str(path), "exec"), module.__dict__)

import searchlib
from searchlib.engines.whoosh.interface.schema import whoosh_schema
from searchlib.errors import QueryError
from searchlib.query import parse
from tools import generate_docs

try:
    parse("mod:calm")
except QueryError as error:
    suggestion = error.suggestion
print(json.dumps({
    "schema": "mood" in whoosh_schema().names(),
    "query": str(parse("mood:calm")),
    "suggestion": suggestion,
    "help": "--mood MOOD" in generate_docs.help_text("search"),
    "told": "Only documents of this mood." in generate_docs.help_text("search"),
    "saved": "--mood MOOD" in generate_docs.help_text("searchlib save"),
    "sorts": "score|mood" in generate_docs.help_text("search"),
    "fields": "| `mood` | its mood | `mood:calm` |" in generate_docs.field_table(),
}))
"""

WITH_FACETS_AND_SORT_KEYS = """
import json, sys
import importlib.util
from pathlib import Path

path, changes = Path(sys.argv[1]), json.loads(sys.argv[2])
text = path.read_text("utf-8")
for old, new in changes:
    assert text.count(old) == 1, old
    text = text.replace(old, new)
spec = importlib.util.spec_from_loader("searchlib.fields", loader=None)
module = importlib.util.module_from_spec(spec)
sys.modules["searchlib.fields"] = module
exec(compile(text, str(path), "exec"), module.__dict__)

import tempfile
from datetime import date
import searchlib

def found(index, sort, **options):
    return [hit.passage.document for hit in index.search("harbour", sort=sort, **options)]

with tempfile.TemporaryDirectory() as folder, searchlib.Index(folder) as index:
    for name, source in (("b", "Odden Post"), ("c", ""), ("a", "AP")):  # a segment each
        text = "The harbour is closed, Ana Reyes said on 1 November 2024."
        index.add([searchlib.Document(id=name, text=text, source=source, published=date(2024, 11, 2))])
    print(json.dumps({
        "facets": {name: dict(rows) for name, rows in index.search("harbour", facets=["doc", "on"]).facets.items()},
        "doc": found(index, "doc"),
        "doc, reversed": found(index, "doc", reverse=True),
        "source": found(index, "source"),
    }))
"""
MORE_OF_DOC = (
    '"doc:kursk.txt", "document", stored=True,',
    '"doc:kursk.txt", "document", facets=("doc",), sort="ascending",',
)
MORE_OF_SOURCE = ('facets=("source",),', 'facets=("source",), sort="ascending",')
MORE_OF_ON = (
    '"on:2024-10-31",\n        "statement",',
    '"on:2024-10-31",\n        "statement",\n        facets=("on",),',
)


def with_changes(*changes: tuple[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a small index with a changed table of fields."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            WITH_FACETS_AND_SORT_KEYS,
            str(ROOT / "searchlib" / "fields.py"),
            json.dumps(changes),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_facet_and_sort_key_are_words_of_a_row():
    """What is counted and sorted by follows from the field's kind and table, across segments; unknown values come last."""
    done = with_changes(MORE_OF_DOC, MORE_OF_SOURCE, MORE_OF_ON)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "facets": {"doc": {"a": 1, "b": 1, "c": 1}, "on": {"2024-11-01": 3}},
        "doc": ["a", "b", "c"],
        "doc, reversed": ["c", "b", "a"],
        "source": ["a", "b", "c"],
    }


def test_what_cannot_be_counted_or_sorted_by_is_refused_at_definition():
    """By one sentence that names the field, before any index is opened."""
    ordered = with_changes(('facets=("noun",)', 'facets=("noun",), sort="ascending"'))
    assert "Hits cannot be sorted by the field 'noun'" in ordered.stderr
    counted = with_changes(("stored=True, boost=0.5,", 'stored=True, boost=0.5, facets=("title",),'))
    assert "The facet 'title' of the field 'title' cannot be counted" in counted.stderr


def test_a_new_field_is_a_row_of_the_table():
    """With one made-up row it is in the schema, the query language, the options, their help and the documents."""
    done = subprocess.run(
        [sys.executable, "-c", WITH_A_FIELD, str(ROOT / "searchlib" / "fields.py")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "schema": True,
        "query": "mood:calm",
        "suggestion": "mood:",
        "help": True,
        "told": True,
        "saved": True,
        "sorts": True,
        "fields": True,
    }


def test_index_search_takes_every_filter_of_the_table():
    """By the field's name, and written out in its signature."""
    parameters = inspect.signature(searchlib.Index.search).parameters
    assert {row.name for row in OPTIONS} <= set(parameters)


def test_facets_and_sort_keys_are_those_of_the_table():
    """The engine counts every facet, and the type of `sort` has every key."""
    assert set(COUNTERS) == set(FACETS)
    assert set(Sort.__args__) == set(SORTS)  # type: ignore[attr-defined]


def test_every_filter_asks_something_of_a_table():
    """But for `confidence:`, which asks all kinds of mention alike."""
    assert {row.name for row in FIELDS if row.table is None} == {"has", "confidence"}
    assert {table_of("has", choice) for choice in BY_NAME["has"].choices} == {"quantity", "date", "statement"}
    assert (table_of("unit"), table_of("published"), table_of("confidence")) == ("quantity", "document", None)


def test_every_option_has_its_help():
    """A placeholder and a sentence, or neither."""
    assert all(bool(row.option) == bool(row.help) for row in FIELDS)
