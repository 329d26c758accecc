"""Folders of real articles, where SEARCHLIB_DATA names a copy of them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from searchlib.models import Document
from tests.loaders.reading import read_documents

SHARED = os.environ.get("SEARCHLIB_DATA")
pytestmark = pytest.mark.skipif(not SHARED, reason="SEARCHLIB_DATA names no folder of articles")


def shared(*parts: str) -> Path:
    path = Path(SHARED or "", *parts)
    if not path.exists():
        pytest.skip(f"there is no {'/'.join(parts)} in SEARCHLIB_DATA")
    return path


def test_the_seeds_are_dated_by_their_metadata(read):
    """Every seed is read, and dated by the table beside it."""
    result = read(shared("seeds"))
    assert len(result.documents) == 5
    assert {(one.published, one.published_from) for one in result.documents} == {(date(2024, 11, 1), "metadata")}
    assert not result.told("failure") + result.told("warning")


@pytest.mark.parametrize(("name", "count"), [("articles-12k", 12_000), ("reuters21578", 21_577)])
def test_news_is_read_to_the_end(name, count):
    """Whole collections are read without a failure, and every row is dated by itself if at all."""
    documents = [one for one in read_documents(shared("data", "news", f"{name}.jsonl.gz")) if isinstance(one, Document)]
    assert len(documents) == len({document.id for document in documents}) == count
    assert {document.published_from for document in documents} <= {"document", "guessed", "unknown"}
