"""An Index over an engine that searchlib does not know: everything a user does goes through the contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import searchlib
from searchlib.errors import IndexMissing, NotFound
from searchlib.index import Index
from searchlib.indexing import ingest
from searchlib.models import Document
from tests.engines.list_engine import list_scheme

LOCATION = "list://memory/news"
STORM = "Mayor Ann Lee said on Nov. 1, 2024 that 40 trees fell in the storm."


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Index]:
    """An index of one document, at a URL."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "user"))
    with list_scheme(), searchlib.open(LOCATION, create=True) as opened:
        opened.add(Document(id="storm", text=STORM))
        yield opened


def ids(index: Index, query: str = "", **options: Any) -> list[str]:
    return [hit.passage.id for hit in index.search(query, **options)]


def test_documents_are_added_replaced_and_deleted(index: Index) -> None:
    """As in a folder, and another Index at the same URL sees it."""
    assert ids(index, "storm") == ["storm#0"]
    assert index.add(Document(id="storm", text="The storm is over.")).updated == 1
    assert index.add(Document(id="calm", text="It is calm.")).added == 1
    with searchlib.open(LOCATION) as other:
        assert sorted(other.reader.document_ids()) == ["calm", "storm"]
        index.delete("storm")
        assert other.refresh()
        assert not other.refresh()
        assert list(other.reader.document_ids()) == ["calm"]
    with pytest.raises(NotFound, match="storm"):
        index.delete("storm")
    with pytest.raises(IndexMissing):
        searchlib.open("list://memory/other")


def test_a_search_filters_highlights_and_explains(index: Index) -> None:
    """All that is not the engine's works over it: filters, highlights, explanations, diagnosis, similar passages."""
    index.add(Document(id="rain", text="Rain fell. The storm was loud."))
    results = index.search("storm", speaker="lee", number="40 trees", date="2024-11-01", explain=True)
    assert [hit.passage.id for hit in results] == ["storm#0"]
    assert results.total == 1
    marked = {STORM[span.start : span.end] for span in results[0].highlights}
    assert {"storm", "40", "Nov. 1, 2024"} <= {word.removesuffix(" trees") for word in marked}
    assert results[0].explanation is not None
    assert {part.clause for part in results[0].explanation.filters} >= {"speaker:lee"}
    assert not ids(index, "storm", number=41)
    assert index.search("strom").suggestions
    assert [hit.passage.id for hit in index.like("rain#0")] == ["storm#0"]
    assert [speaker.name for speaker in index.speakers()] == ["Ann Lee"]


def test_what_it_does_not_promise_is_said(index: Index) -> None:
    """A search that asks for it is answered, with a warning."""
    warnings = index.search("storm", collapse=True, explain=True).warnings
    assert [warning.split()[0] for warning in warnings] == ["Near-duplicates", "Scores"]
    assert not index.search("storm").warnings


def test_folders_are_indexed_and_updated(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With workers asked for that this engine cannot use, and with what the update must remember."""
    monkeypatch.setattr(ingest, "WORTH_WORKERS", 0)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("Apples grew well.")
    (tmp_path / "news" / "b.html").write_text(f"<html><body><p>{STORM}</p></body></html>")
    assert index.add_folder(tmp_path / "news", workers=2).added == 2
    version = index.reader.version
    assert index.update(workers=2).generation == 0
    assert index.reader.version == version
    (tmp_path / "news" / "a.txt").write_text("Apples grew badly.")
    (tmp_path / "news" / "b.html").unlink()
    report = index.update()
    assert (report.updated, report.removed, report.generation) == (1, 1, version + 1)
    assert index.stats()["documents"] == 2


def test_saved_searches_stand_in_a_folder_of_the_users(index: Index, tmp_path: Path) -> None:
    """They are found by whoever opens the URL, and a run shows only what came since the last."""
    index.save("storms", "storm", speaker="lee")
    assert index.path.is_relative_to(tmp_path / "user")
    with searchlib.open(LOCATION) as other:
        assert [hit.passage.id for hit in other.run("storms", new=True)] == ["storm#0"]
        assert not other.run("storms", new=True)
        other.add(Document(id="next", text="Ann Lee said the next storm is near."))
        assert [hit.passage.id for hit in other.run("storms", new=True)] == ["next#0"]
        assert len(other.run("storms")) == 2
