"""Which characters of a hit are highlighted."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchlib
from searchlib.index import Index
from searchlib.models import Document

FILLER = "Nothing of note happened on this day of the talks in the capital, as everybody there agreed. " * 10
TEXT = f"{FILLER}\n\nLong columns of troops left for Kursk. {FILLER}"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """One document of two passages, whose title both of them are found by."""
    folder: Path = tmp_path_factory.mktemp("index")
    with searchlib.open(folder, create=True) as made:
        made.add(Document(id="talks", title="China", text=TEXT))
    return searchlib.open(folder)


def highlighted(index: Index, query: str) -> list[str]:
    (hit,) = index.search(query)
    return [TEXT[span.start : span.end] for span in hit.highlights]


def test_a_word_excluded_that_only_the_title_of_a_later_passage_has_hides_no_highlight(index: Index) -> None:
    """A later passage is not excluded by its title, so what it matches by is marked."""
    assert highlighted(index, "troops -china") == ["troops"]


def test_an_alternative_of_several_parts_is_marked_part_by_part_also_inside_a_group(index: Index) -> None:
    """Beside OR, `long-range` is two words: a passage that has one of them is marked there."""
    assert highlighted(index, "(long-range OR missile) AND kursk") == ["Long", "Kursk"]
