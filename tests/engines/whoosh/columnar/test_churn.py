"""Single updates and deletes, one commit each: the folder stays near the size of a fresh build, and holds nothing unnamed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import searchlib
from searchlib.engines.whoosh.columnar.store.commits import LOCK, MANIFEST, Storage
from searchlib.models import Document

WORDS = [f"word{number}" for number in range(5_000)]
WEIGHTS = [1 / (rank + 1) for rank in range(len(WORDS))]
LARGEST_SHARE = 1.5


def article(chance: random.Random, number: int) -> Document:
    """A new version of an article: some two hundred words, distributed as words are."""
    text = " ".join(chance.choices(WORDS, WEIGHTS, k=200))
    return Document(id=f"article-{number}", text=f"Mayor Ana Reyes said {number} ships had come. {text}.")


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


@pytest.mark.parametrize(
    ("changes", "looks"),
    [pytest.param(500, 10, marks=pytest.mark.slow), pytest.param(10_000, 20, marks=pytest.mark.nightly)],
)
def test_a_folder_of_single_changes_stays_near_a_fresh_build(tmp_path, changes, looks):
    """Whenever one looks it takes at most half as much again, and every file is named."""
    chance = random.Random(5)
    living = {number: article(chance, number) for number in range(120)}
    index = searchlib.open(tmp_path / "index", create=True)
    index.add(living.values())
    for change in range(1, changes + 1):
        number = chance.randrange(120)
        if number in living and chance.random() < 0.3:
            index.delete(living.pop(number).id)
        else:
            living[number] = article(chance, number)
            index.add(living[number])
        if change % (changes // looks) == 0:
            fresh = searchlib.open(tmp_path / f"fresh-{change}", create=True)
            fresh.add(living.values())
            assert size_of(index.path) <= LARGEST_SHARE * size_of(fresh.path)
    named = {entry.name for entry in Storage(index.path).manifest().all_files}
    assert {file.name for file in index.path.iterdir()} == named | {MANIFEST, LOCK}
    assert {document.id: document.text for document in index.documents()} == {
        document.id: document.text for document in living.values()
    }
