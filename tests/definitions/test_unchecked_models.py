"""Models without pydantic: what a command shows with them is what it shows with checked ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import searchlib
from searchlib import models
from searchlib.definitions.unchecked_models import BaseModel

ROOT = Path(__file__).resolve().parents[2]
CALLS = (
    ("Kursk",),
    ("Kursk troops", "--facet", "speaker", "--facet", "date"),
    ("said(troops)", "-C", "1", "--sort", "date"),
    ('"came to Kursk" OR harbour', "--collapse", "--group", "document"),
    ("number:4000..5000", "--count"),
    ("troops", "--expand", "rm3", "--limit", "1"),
    ("kursq",),
)
_RUN = """
import contextlib, io, json, sys
from searchlib.cli import app
calls, shown = json.loads(sys.argv[1]), []
if sys.argv[2] == "checked":
    import searchlib.models
for call in calls:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = app.run("search", call)
    shown.append((code, out.getvalue()))
print(json.dumps([shown, "pydantic" in sys.modules]))
"""
_FIELDS = """
import json, sys
from searchlib.definitions import unchecked_models
unchecked_models.choose()
from searchlib import models
told = {}
for name in json.loads(sys.argv[1]):
    fields = getattr(models, name).model_fields
    told[name] = [(field, one.is_required(), "" if one.is_required() else repr(one.default), repr(one.annotation)) for field, one in fields.items()]
print(json.dumps(told))
"""
MODELS = ("Document", "Passage", "Statement", "DateMention", "Quantity", "Mark", "Span", "Cue", "Hit", "TermPart")


def told(code: str, *arguments: str) -> list[object] | dict[str, object]:
    """What a program of its own prints as JSON."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    call = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(call, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two articles with statements, dates and quantities."""
    path = tmp_path_factory.mktemp("unchecked") / "index"
    with searchlib.open(path, create=True) as opened:
        text = "About 4,000 troops came to Kursk on Monday, Ana Reyes said.\n\n\u201cThe troops will not leave,\u201d she said.\n"
        opened.add(
            searchlib.Document(id="a", text=text, published="2024-11-01", title="Troops", extra={"desk": "world"})
        )
        opened.add(searchlib.Document(id="b", text="The harbour will be closed in 2025, according to the union."))
    return path


def test_a_command_shows_the_same_with_unchecked_models(index):
    """Text, facets, contexts and counts are alike, and pydantic is not imported for them."""
    calls = json.dumps([[*call, "--index", str(index)] for call in CALLS])
    plain, imported = told(_RUN, calls, "unchecked")
    checked, _ = told(_RUN, calls, "checked")
    assert plain == checked
    assert [code for code, _ in plain] == [0, 0, 0, 0, 0, 0, 1]
    assert imported is False


def test_a_search_builds_the_index_of_the_samples_in_an_empty_folder(tmp_path):
    """As in a fresh clone, whose folder `index` holds no index yet."""
    (tmp_path / "index").mkdir()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("About 4,000 troops came to Kursk, Ana Reyes said.\n", "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    call = [sys.executable, "-c", "from searchlib.cli import app; raise SystemExit(app.run('search', ['Kursk']))"]
    done = subprocess.run(call, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Ana Reyes" in done.stdout


def test_unchecked_models_have_the_fields_of_the_checked_ones():
    """Names, order, defaults and types are equal."""
    plain = told(_FIELDS, json.dumps(MODELS))
    for name in MODELS:
        checked = getattr(models, name).model_fields.items()
        assert [each[:2] for each in plain[name]] == [[field, one.is_required()] for field, one in checked]
        defaults = [repr(one.get_default(call_default_factory=True)) for _, one in checked if not one.is_required()]
        assert [each[2] for each in plain[name] if not each[1]] == defaults
        kinds = [repr(one.annotation) for field, one in checked if field != "extra"]
        assert [each[3] for each in plain[name] if each[0] != "extra"] == kinds


def test_unchecked_values_are_frozen_and_compared_by_their_fields():
    """Two of the same fields are equal and have one hash; a field is never assigned."""

    class Pair(BaseModel):
        first: int
        second: str = "b"

    assert Pair(first=1) == Pair(first=1, second="b") != Pair(first=2)
    assert Pair(first=1).model_copy(update={"second": "c"}) == Pair(first=1, second="c")
    assert hash(Pair(first=1)) == hash(Pair(first=1, second="b"))
    with pytest.raises(AttributeError, match="first"):
        Pair(first=1).first = 2
