"""Many queries ranked at once give what each gives alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import searchlib
from searchlib import searching
from searchlib.engines.whoosh.columnar.answers import batches
from searchlib.errors import IndexMissing, LimitError, NotSupported, QueryError
from searchlib.index import Index
from searchlib.models import Document

TOWNS = ("Odden", "Elmford", "Ashby", "Norham")
QUERIES = (
    "harbour",
    "harbour mayor ships",
    "harbour AND ships",
    "+harbour ships -closed",
    '"the harbour of odden"',
    "harb* OR closd~1",
    "ships (harbour OR (mayor AND closed))",
    "harbour number:>20",
    "speaker:reyes",
    "said(harbour)",
    "nowhere",
    "...",
    "odden title:odden",
    "harbour confidence:explicit",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Two segments, with a deleted document in the first."""
    with searchlib.open(tmp_path_factory.mktemp("many") / "index", create=True) as opened:
        for part in range(2):
            opened.add(
                Document(
                    id=f"{town}-{part}-{number}",
                    title=f"News from {town}",
                    published=date(2024, 11, 1),
                    text=f"The harbour of {town} is closed to {10 * number} ships, mayor Ana Reyes said. "
                    + "Rain. " * number,
                )
                for town in TOWNS
                for number in range(1, 7)
            )
        opened.delete("Odden-0-2")
        yield opened


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("k", [0, 1, 10, 1000])
def test_many_rank_as_one_by_one(index: Index, k: int, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids, scores and order are those of `rank`, whichever way a query is ranked, over segments and batches."""
    monkeypatch.setattr(batches, "_BATCH", 5)
    rankings = searching.rank_many(index.reader, QUERIES, k, workers=workers)
    assert rankings.passages.shape == rankings.scores.shape == (len(QUERIES), min(k, index.stats()["passages"] + 1))
    for at, query in enumerate(QUERIES):
        alone = index.rank(query, k)
        assert rankings.ids(at) == [name for name, _ in alone], query
        assert rankings.scores[at][: len(alone)].tolist() == [score for _, score in alone]
        assert set(rankings.passages[at][len(alone) :].tolist()) <= {-1}
        assert not rankings.scores[at][len(alone) :].any()


@pytest.mark.slow
@pytest.mark.xdist_group("kernels")
def test_kernels_rank_many_as_numpy_does(index: Index) -> None:
    """The compiled batch gives the same bits."""
    before = searching.rank_many(index.reader, QUERIES * 20, 10, workers=1)
    if not index.warm(wait=True):
        pytest.skip("numba is not installed")
    after = index.rank_many(QUERIES * 20, 10, workers=2)
    assert (before.passages == after.passages).all()
    assert (before.scores == after.scores).all()


def test_options_of_many_are_those_of_one(index: Index) -> None:
    """`every_word` and `literal` read every query."""
    rankings = searching.rank_many(
        index.reader, ["harbour nowhere", "AND harbour"], 3, workers=1, every_word=True, literal=True
    )
    assert (
        rankings.ids(0) == [name for name, _ in index.rank("harbour nowhere", 3, every_word=True, literal=True)] == []
    )
    assert rankings.ids(1) == [name for name, _ in index.rank("AND harbour", 3, every_word=True, literal=True)]


def test_no_queries_at_all(index: Index) -> None:
    """Arrays without rows."""
    assert searching.rank_many(index.reader, [], 3, workers=2).scores.shape == (0, 3)


def test_wrong_queries_are_told_from_every_thread(index: Index) -> None:
    """A query with a mistake raises what it raises alone; so does a single text, or a wrong count."""
    with pytest.raises(QueryError, match="no field"):
        searching.rank_many(index.reader, ["harbour", "colour:red"], 3, workers=2)
    with pytest.raises(QueryError, match="list of texts"):
        searching.rank_many(index.reader, "harbour", 3, workers=1)
    with pytest.raises((QueryError, LimitError)):
        searching.rank_many(index.reader, ["harbour"], -1, workers=1)
    with pytest.raises(QueryError):
        searching.rank_many(index.reader, [7], 3, workers=1)  # type: ignore[list-item]


def test_an_engine_that_ranks_one_at_a_time_says_so() -> None:
    """No arrays are made up for it."""
    with pytest.raises(NotSupported, match="one query at a time"):
        searching.rank_many(object(), ["harbour"], 3, workers=1)  # type: ignore[arg-type]


def test_no_index(tmp_path: Path) -> None:
    """The error of any search."""
    with pytest.raises(IndexMissing):
        searchlib.open(tmp_path / "none")


@pytest.mark.parametrize("workers", [0, 1, 2, 5])
def test_threads_answer_as_one_by_one(index: Index, workers: int) -> None:
    """`search_many` gives what `search` gives of each query, in order, however many threads there are."""
    answers = list(index.search_many(QUERIES * 3, workers=workers, limit=3, explain=True))
    assert len(answers) == 3 * len(QUERIES)
    for query, results in zip(QUERIES * 3, answers, strict=True):
        assert results.hits == index.search(query, limit=3, explain=True, count=False).hits, query


def test_a_mistake_is_told_in_its_place_and_ends_the_asking(index: Index) -> None:
    """The answers before it come; queries are read only some ahead of what is taken."""
    read: list[str] = []

    def queries() -> Iterator[str]:
        for query in ["harbour", "colour:red", *["ships"] * 100]:
            read.append(query)
            yield query

    answers = index.search_many(queries(), workers=2)
    assert next(answers).hits
    with pytest.raises(QueryError, match="no field"):
        next(answers)
    assert len(read) <= 9
    with pytest.raises(QueryError, match="workers must be a whole number"):
        index.search_many(["harbour"], workers=-1)
