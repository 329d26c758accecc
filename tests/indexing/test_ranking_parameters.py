"""An index may rank with parameters of its own: they are stored, obeyed, shown, and changed only with a new index."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchlib
from searchlib import searching
from searchlib.engines.whoosh.columnar.evaluation.statistics import stored_parameters
from searchlib.engines.whoosh.columnar.store.commits import Manifest
from searchlib.errors import ArgumentError, IndexCorrupt, Remedy
from searchlib.index import Index
from searchlib.models import Document
from searchlib.ranking import bm25
from searchlib.ranking.parameters import RankingParameters, parameters_of

OTHERS = RankingParameters(k1=0.9, b=0.4, title_weight=2.0)
DOCUMENTS = [
    Document(
        id="long", title="Weather", text="The harbour of Odden was closed to all of the ships for three long days."
    ),
    Document(id="short", title="The harbour", text="Ships waited."),
    Document(id="other", title="Council", text="The council met."),
]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    opened = searchlib.open(tmp_path / "index", create=True)
    opened.add(DOCUMENTS, ranking=OTHERS)
    return opened


def test_scores_follow_the_parameters(index: Index, tmp_path: Path) -> None:
    """By the formula in the text and in the title; explanations add up; a run may still ask for others."""
    (in_title, score), (in_text, other) = index.rank("harbour")
    assert (in_title, in_text) == ("short#0", "long#0")
    idf = bm25.idf(3, 1)
    text = [15, 2, 3]
    length = 0.9 * (1 - 0.4 + 0.4 * 15 / (sum(text) / 3))
    assert other == pytest.approx(idf / (1 + length))
    assert score == pytest.approx(2.0 * idf / (1 + 0.9 * (1 - 0.4 + 0.4 * 2 / (4 / 3))))
    for hit in index.search("harbour ships", explain=True):
        assert hit.explanation is not None
        assert sum(term.score for term in hit.explanation.terms) == pytest.approx(hit.score)
    nested = index.rank("ships AND (harbour OR (council AND met))")
    assert dict(nested)["long#0"] == pytest.approx(dict(index.rank("ships AND harbour"))["long#0"])
    plain = searchlib.open(tmp_path / "plain", create=True)
    plain.add(DOCUMENTS)
    asked = searching.rank_many(index.reader, ["closed"], 3, workers=1, k1=1.2, b=0.75).scores
    assert asked.tolist() == searching.rank_many(plain.reader, ["closed"], 3, workers=1).scores.tolist()


def test_parameters_stay_with_the_index(index: Index, tmp_path: Path) -> None:
    """They outlast further writing, and opening anew; only a fresh index gets others, or the default ones."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("A ship came.")
    index.add(Document(id="more", text="Another ship."))
    index.add_folder(folder)
    index.add(DOCUMENTS[:1], ranking=OTHERS)
    assert searchlib.open(index.path).ranking == OTHERS
    with pytest.raises(ArgumentError, match=r"ranks with k1 0.9, b 0.4, title weight 2") as caught:
        index.add_paths([folder], ranking=RankingParameters())
    assert caught.value.remedy is Remedy.REBUILD
    index.add_paths([folder], ranking=RankingParameters(b=0.1), fresh=True)
    assert index.ranking == RankingParameters(b=0.1)
    index.add_paths([folder], fresh=True)
    assert index.ranking == RankingParameters()


@pytest.mark.parametrize("wrong", [{"k1": -1}, {"b": 1.5}, {"title_weight": float("inf")}, {"k1": "x"}, {"b": True}])
def test_numbers_out_of_range_are_refused(tmp_path: Path, wrong: dict[str, float]) -> None:
    """Nothing is written then."""
    opened = searchlib.open(tmp_path / "index", create=True)
    with pytest.raises(ArgumentError, match=f"^{next(iter(wrong))} must be a number"):
        opened.add(DOCUMENTS, ranking=RankingParameters(**wrong))
    assert not opened.engine.exists()
    with pytest.raises(ArgumentError):
        parameters_of({"ranking": wrong})


@pytest.mark.parametrize("stored", [7, {"k1": -1}, {"k3": 1.0}, {"b": None}])
def test_a_stranger_s_parameters_are_checked(stored: object) -> None:
    """Malformed ones are an altered index, which is told."""
    with pytest.raises(IndexCorrupt, match="malformed"):
        stored_parameters(Manifest(1, state={"ranking": stored}))
