"""Runs over topics: the best passage stands for its document, as deep as asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib
from searchlib import searching
from searchlib.errors import QueryError
from searchlib.evaluation.runs import RankedTopic, run_topics, trec_lines
from searchlib.index import Index
from searchlib.models import Document


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Documents of one to nine passages, all of which speak of the harbour."""
    with searchlib.open(tmp_path_factory.mktemp("runs") / "index", create=True) as opened:
        for number in range(1, 10):
            paragraph = "The harbour of Odden is open. " + "The wind came from the sea all day, and it was cold. " * (
                10 + number
            )
            opened.add(Document(id=f"d {number}", text="\n\n".join([paragraph] * number)))
        yield opened


def ranked(index: Index, topics: list[tuple[str, str]], depth: int, *, passages: bool = False) -> list[RankedTopic]:
    """The run, by NumPy; every call is noted."""

    def rank(queries, k):
        return searching.rank_many(index.reader, queries, k, workers=1, literal=True)

    return list(run_topics(rank, topics, depth, passages=passages))


@pytest.mark.parametrize("depth", [1, 2, 5, 9, 50])
def test_documents_are_those_of_all_passages(index: Index, depth: int) -> None:
    """However few passages are ranked first, the documents are those that ranking every passage gives."""
    every = index.rank("harbour sea", 1000, literal=True)
    best: dict[str, float] = {}
    for name, score in every:
        best.setdefault(name.rpartition("#")[0], score)
    (topic, nothing) = ranked(index, [("q1", "harbour sea"), ("q2", "nowhere")], depth)
    assert topic == ("q1", list(best.items())[:depth])
    assert nothing == ("q2", [])


def test_passages_are_ranked_when_asked_for(index: Index) -> None:
    """With their ids and scores, as `rank` gives them."""
    (topic,) = ranked(index, [("q1", "harbour sea")], 7, passages=True)
    assert topic.ranked == index.rank("harbour sea", 7, literal=True)


def test_lines_are_trec_s() -> None:
    """Six columns, spaces in ids as _."""
    lines = trec_lines(RankedTopic("q 1", [("d 1", 2.5), ("e", 1.0)]), "mine")
    assert lines == "q_1 Q0 d_1 1 2.500000 mine\nq_1 Q0 e 2 1.000000 mine\n"


def test_parameters_of_bm25(index: Index) -> None:
    """k1 0 leaves only how rare words are; b 0 leaves out lengths; wrong ones are told."""

    def scores(**parameters: float) -> list[float]:
        rankings = searching.rank_many(index.reader, ["harbour"], 100, workers=1, **parameters)
        return rankings.scores[0][: len(rankings.ids(0))].tolist()

    assert len(set(scores(k1=0.0))) == 1
    assert len(set(scores(b=0.0))) == 1
    assert len(set(scores())) > 5
    assert scores() == scores(k1=1.2, b=0.75) != scores(k1=0.9, b=0.4)
    for name, wrong in (("k1", -1), ("b", 1.5), ("k1", float("nan")), ("k1", float("inf")), ("b", "x")):
        with pytest.raises(QueryError, match=f"^{name} must be a number"):
            scores(**{name: wrong})


@pytest.mark.slow
@pytest.mark.xdist_group("kernels")
def test_an_index_runs_topics(index: Index, tmp_path: Path) -> None:
    """`Index.run_topics` takes pairs, and reads them as plain words unless they are queries."""
    (plain,) = index.run_topics([("1", "harbour AND nowhere")])
    (query,) = index.run_topics([("1", "harbour AND nowhere")], operators=True, k1=0.9)
    assert len(plain.ranked) == 9
    assert query.ranked == []
