"""An index of each released format is kept under tests/indexes: it opens and answers, or is refused clearly.

That of the present format was made, in an empty folder, by

    python -c "from tests.test_index import make; make('tests/indexes/format-3')"

run from the root of the checkout. While a format is not released its index is made anew whenever the layout changes;
once it is, it stays as it is and a change of the layout raises MANIFEST_FORMAT.

    format-1    postings in flat arrays, four bytes a row
    format-2    postings in blocks of bits
    format-3    without the orders of quantities and dates, which no query read
"""

from __future__ import annotations

import asyncio
import inspect
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import searchlib
from searchlib.engines.whoosh.columnar.store.commits import LOCK
from searchlib.errors import ArgumentError, IndexVersion, NotAnIndex, SearchlibError
from searchlib.models import Document
from searchlib.versions import MANIFEST_FORMAT

INDEXES = Path(__file__).parent / "indexes"
KEPT = INDEXES / f"format-{MANIFEST_FORMAT}"

ARTICLES = (
    Document(
        id="harbour",
        title="The harbour reopens",
        text='The harbour reopened on Nov. 1, 2024. "About 40 ships are waiting," Mayor Ann Lee said on Friday.',
        published=date(2024, 11, 3),
        source="Coast Daily",
    ),
    Document(
        id="school",
        title="A school closes",
        text="Up to 300 pupils will change school, a city official said.\n\nThe building dates from 1931.",
        published=date(2024, 11, 4),
        source="Coast Daily",
    ),
    Document(id="bridge", title="The old bridge", text="The bridge stands. Nobody knows for how long."),
)


def make(folder: str) -> None:
    """Build the small index that is kept: three articles, one of them deleted again."""
    index = searchlib.open(folder, create=True)
    index.add(ARTICLES)
    index.delete("bridge")
    (Path(folder) / LOCK).unlink(missing_ok=True)


def found(index: searchlib.Index, query: str) -> list[str]:
    return [hit.passage.id for hit in index.search(query)]


@pytest.mark.parametrize("number", range(1, MANIFEST_FORMAT))
def test_an_index_of_an_older_format_is_refused_clearly(tmp_path, number):
    """Which format it has, which one is read, and what to do."""
    folder = tmp_path / "index"
    shutil.copytree(INDEXES / f"format-{number}", folder)
    with pytest.raises(IndexVersion, match=rf"format {number}; .* reads {MANIFEST_FORMAT}.*build it again"):
        searchlib.open(folder)


def test_the_kept_index_opens_and_answers(tmp_path):
    """Words, phrases, speakers, numbers and dates of an index that an earlier searchlib of this format wrote."""
    folder = tmp_path / "index"
    shutil.copytree(KEPT, folder)
    index = searchlib.open(folder)
    assert index.check() == []
    assert found(index, "harbour") == ["harbour#0"]
    assert found(index, '"ships are waiting"') == ["harbour#0"]
    assert found(index, "bridge") == []
    assert found(index, "speaker:lee") == ["harbour#0"]
    assert found(index, "number:300") == ["school#0"]
    assert found(index, "date:2024-11-01") == ["harbour#0"]
    assert index.document("school") == ARTICLES[1]


def test_the_kept_index_can_be_written_on_or_says_why_not(tmp_path):
    """A newer searchlib adds to it, unless its analysis or its fields are others: then it says to build anew."""
    folder = tmp_path / "index"
    shutil.copytree(KEPT, folder)
    try:
        index = searchlib.open(folder)
        index.add(ARTICLES[2])
    except IndexVersion as error:
        assert "build it again" in str(error)  # noqa: PT017 - either is right
        return
    assert found(index, "bridge") == ["bridge#0"]
    assert index.stats()["documents"] == 3


def test_the_kept_index_is_small():
    """It is read by every clone."""
    assert sum(file.stat().st_size for file in KEPT.iterdir()) < 60_000


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("a text", "'a text'"),
        ({"id": "a"}, "{'id': 'a'}"),
        (5, "documents is 5"),
        ([ARTICLES[0], {"id": "a"}], "{'id': 'a'} is not a Document"),
        ([ARTICLES[0], Document(id="", text="Nobody knows.")], "'Nobody knows.' has no id"),
    ],
)
def test_what_is_no_document_is_refused(tmp_path, given, told):
    """The error says what was given and what is wanted, and nothing is added."""
    index = searchlib.open(tmp_path / "index", create=True)
    with pytest.raises(ArgumentError, match=re.escape(told)):
        index.add(given)
    assert not index.engine.exists()


def test_what_is_no_text_is_refused_as_a_location_or_an_id(tmp_path):
    """The errors are searchlib's own, so that one `except` catches them."""
    with pytest.raises(ArgumentError, match="a path or a URL, not 5"):
        searchlib.open(5)
    with pytest.raises(ArgumentError, match="is empty: give a path"):
        searchlib.open("", create=True)
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(ARTICLES[0])
        for look_up in (index.document, index.passage, index.passages, index.like):
            with pytest.raises(ArgumentError, match="is a text, not None"):
                look_up(None)


def test_a_folder_of_articles_is_no_index(tmp_path):
    """Whatever is asked of it, the error is the same: to build an index there would be refused."""
    (tmp_path / "article.txt").write_text("News.")
    index = searchlib.Index(tmp_path)
    for attempt in (lambda: searchlib.open(tmp_path), lambda: index.delete("a"), lambda: index.forget("a")):
        with pytest.raises(NotAnIndex, match=r"article\.txt"):
            attempt()


@pytest.mark.parametrize("wrong", [None, 5, 1.5, b"x", ["a", 3], {}])
def test_no_method_fails_with_an_error_that_is_not_ours(tmp_path: Path, wrong: Any) -> None:
    """Whatever is given in the place of a text, a path, an id or a request: the error is a SearchlibError, or there is none."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(Document(id="a", text="Ten soldiers came."))
        for name in dir(searchlib.index.Index):
            method = getattr(index, name, None)
            if name.startswith("_") or name in ("close", "warm", "watch") or not inspect.ismethod(method):
                continue
            needed = [one for one in inspect.signature(method).parameters.values() if one.default is one.empty]
            asked = [one for one in needed if one.kind is not one.VAR_KEYWORD]
            try:
                answer = method(*[wrong] * len(asked))
                if inspect.iscoroutine(answer):
                    asyncio.run(answer)
                elif hasattr(answer, "__next__"):
                    next(answer, None)
            except SearchlibError:
                continue
        with pytest.raises(ArgumentError):
            index.delete(wrong)
        with pytest.raises(ArgumentError):
            index.add_folder(wrong)
