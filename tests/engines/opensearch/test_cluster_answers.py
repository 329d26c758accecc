"""The same answers from a cluster as from a folder: hits in the same order with the same scores, totals, facets and words."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

import searchlib
from searchlib import fields
from searchlib.definitions.analysis_settings import AnalysisSettings
from searchlib.engines.opensearch.answers import kept_speakers, near, pages, stored_passages
from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.errors import ArgumentError, LimitError, NotSupported, QueryError
from searchlib.index import Index
from searchlib.models import Document
from searchlib.ranking.parameters import RankingParameters
from tests.cluster_nodes import CLUSTER, nodes

pytestmark = list(CLUSTER)
SEEDS = Path(__file__).parents[3] / "seeds"

QUERIES = (
    "kursk troops",
    "what did the minister say about troops in the north of the country",
    "+troops +russia -china",
    '"north korean troops"',
    '"korean troops"~4',
    "troop* kore*",
    "e*",
    "ukrane~2 soldeir~1",
    "north w/4 troops",
    "korean near/8 russia troops pre/6 kursk",
    "ukraine /s russia",
    "ukraine /p (russia OR china)",
    "atleast2(china) north",
    "title:china OR soldiers",
    "(russia AND NOT china) OR (north w/3 korea)",
    "speaker:blinken number:8k..12k",
    "said(speaker:singh number:10000)",
    "said(troops) kursk",
    "said(date:2024 OR number:1..) -china",
    "date:2024-10",
    "has:number -kind:direct",
    "role:secretary",
)
OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"limit": 3, "offset": 2},
    {"reverse": True},
    {"sort": "published"},
    {"sort": "date"},
    {"sort": "number", "reverse": True},
    {"group": "document"},
    {"collapse": True},
    {"group": "document", "collapse": True, "limit": 2, "offset": 1},
    {"facets": fields.FACETS, "limit": 1},
    {"explain": True, "limit": 5},
    {"k1": 2.0, "b": 0.1, "explain": True, "limit": 5},
    {"facets": ("x.page", "x.updated"), "limit": 1},
)


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Index, Index]]:
    """The same documents in a folder and on a cluster: the sample articles, copies of two of them, and two of each with other names."""
    with (
        tempfile.TemporaryDirectory() as folder,
        searchlib.open(f"{folder}/index", create=True) as embedded,
        searchlib.open(f"opensearch://{nodes().addresses}/answers", create=True) as cluster,
    ):
        for index in (embedded, cluster):
            index.add_paths([SEEDS], fresh=True)
            copies = [index.document(name) for name in list(index)[:2]]
            index.add(one.model_copy(update={"id": f"copy of {one.id}", "title": ""}) for one in copies)
            others = [one.text.replace("Korea", "Sorva").replace("China", "Vik") for one in copies]
            index.add(
                one.model_copy(update={"id": f"{at} of {one.id}", "title": "", "text": text})
                for one, text in zip(copies, others, strict=True)
                for at in ("another", "the same")
            )
        yield embedded, cluster


SETTINGS = (AnalysisSettings("german"), AnalysisSettings("none"), AnalysisSettings("english", ("in", "korean", "the")))


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_an_index_s_own_analysis_is_the_same(tmp_path: Path, settings: AnalysisSettings) -> None:
    """Stemmer and stop words: matches, scores, marks and proposals, after further documents by worker processes too."""
    folder, name = tmp_path / "index", f"analysis-{SETTINGS.index(settings)}"
    with (
        searchlib.open(folder, create=True) as embedded,
        searchlib.open(f"opensearch://{nodes().addresses}/{name}", create=True) as cluster,
    ):
        for index in (embedded, cluster):
            index.add_paths([SEEDS], fresh=True, analysis=settings, workers=2)
            index.add(Document(id="more", text="Die Häuser der Stadt. In the north, troops of the Korean army."))
            assert index.analysis == settings
            with pytest.raises(ArgumentError, match="only a new index"):
                index.add_paths([SEEDS], analysis=AnalysisSettings("french"))
        for query in (*QUERIES, "Haus", "in the north", "häus*", "trops"):
            assert told(cluster, query) == told(embedded, query), query
        first = f"{next(iter(embedded))}#0"
        assert [hit.passage.id for hit in cluster.like(first)] == [hit.passage.id for hit in embedded.like(first)]
        assert not cluster.check()
        if settings.stop_words:
            for index in (embedded, cluster):
                with pytest.raises(QueryError, match="nothing but stop words"):
                    index.search("in the")


def told(index: Index, query: str, **options: Any) -> dict[str, Any]:
    """What is compared of an answer: all but how and how fast it was found."""
    results = index.search(query, **{"limit": 50, **options})
    whole = results.model_dump(exclude={"took_ms", "plan"})
    for hit in whole["hits"]:
        hit["score"] = pytest.approx(hit["score"], abs=1e-9)
        if hit["explanation"]:
            terms = sorted(hit["explanation"].pop("terms"), key=lambda part: (part["term"], part["field"]))
            hit["explanation"] = [(part["term"], part["tf"], pytest.approx(part["score"], abs=1e-9)) for part in terms]
    return whole


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_every_query_is_answered_as_from_a_folder(both: tuple[Index, Index], options: dict[str, Any]) -> None:
    """Whatever is asked of its order and its pages."""
    embedded, cluster = both
    for query in QUERIES:
        assert told(cluster, query, **options) == told(embedded, query, **options), query


def test_what_cannot_be_ordered_is_told(both: tuple[Index, Index], monkeypatch: pytest.MonkeyPatch) -> None:
    """More matches than can be sorted here get no other order; nor is there a facet that there is not."""
    monkeypatch.setattr(pages, "MOST_READ", 2)
    with pytest.raises(LimitError, match="sorted by number"):
        both[1].search("said(number:1..)", sort="number")
    for facet in ("nothing", "x.nothing"):
        with pytest.raises(QueryError, match="no facet") as told_there:
            both[1].search("troops", facets=facet)
        with pytest.raises(QueryError, match="no facet") as told_here:
            both[0].search("troops", facets=facet)
        assert vars(told_there.value) == vars(told_here.value)
    ours, theirs = (index.search("x.nothing:1").warnings for index in both)
    assert ours == theirs


def test_similar_passages_names_and_words_are_the_same(both: tuple[Index, Index]) -> None:
    """More like this, the speaker table, suggestions, ranks."""
    embedded, cluster = both
    assert list(cluster.speakers()) == list(embedded.speakers())
    assert sorted(cluster) == sorted(embedded)
    assert {name: cluster.stats()[name] for name in cluster.reader.counts} == dict(embedded.reader.counts)
    for name in list(embedded)[:3]:
        passage = f"{name}#0"
        ours, theirs = cluster.like(passage, 5), embedded.like(passage, 5)
        assert [hit.passage.id for hit in ours] == [hit.passage.id for hit in theirs]
        assert [hit.score for hit in ours] == pytest.approx([hit.score for hit in theirs])
    for word in ("soldeirs", "kursl", "ukraina", "xyzzyq"):
        assert set(cluster.reader.nearest_words(word, 8)) == set(embedded.reader.nearest_words(word, 8))
        assert cluster.reader.nearest_names("Blinkn") == embedded.reader.nearest_names("Blinkn")
    asked = ("kursk troops", "xyzzyq", '"north korean troops"')
    for parameters in ({}, {"k1": 2.0, "b": 0.1}, {"expand": "rm3"}):
        ours, theirs = (index.rank_many(asked, 9, workers=2, **parameters) for index in (embedded, cluster))
        assert [ours.ids(row) for row in range(3)] == [theirs.ids(row) for row in range(3)]
        assert ours.scores.tolist() == [pytest.approx(row) for row in theirs.scores.tolist()]
    assert cluster.rank("kursk troops", 4) == [
        (name, pytest.approx(score)) for name, score in embedded.rank("kursk troops", 4)
    ]


def test_an_index_may_be_ranked_by_the_cluster(both: tuple[Index, Index], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same matches and totals in an order near to ours; that scores are approximate is told."""
    monkeypatch.setenv("SEARCHLIB_OPENSEARCH_RANKING", "native")
    with searchlib.open(f"{both[1].location}-native", create=True) as native:
        native.add_paths([SEEDS], fresh=True)
    monkeypatch.delenv("SEARCHLIB_OPENSEARCH_RANKING")
    with searchlib.open(native.location) as index, tempfile.TemporaryDirectory() as folder:
        exact = searchlib.open(f"{folder}/index", create=True)
        exact.add_paths([SEEDS])
        shared = 0
        for query in QUERIES:
            ours, theirs = index.search(query, limit=500), exact.search(query, limit=500)
            assert (ours.total, ours.total_all) == (theirs.total, theirs.total_all), query
            assert {hit.passage.id for hit in ours} == {hit.passage.id for hit in theirs}, query
            first = {hit.passage.id for hit in ours.hits[:5]} & {hit.passage.id for hit in theirs.hits[:5]}
            shared += len(first) == len(ours.hits[:5])
        assert shared > len(QUERIES) / 2
        told = index.search("kursk troops", explain=True)
        assert told.plan == "cluster, its own ranking"
        assert any("approximate" in warning for warning in told.warnings)
        assert told.hits[0].explanation is not None
        assert [hit.score for hit in told] == sorted((hit.score for hit in told), reverse=True)
        index.add([exact.document(next(iter(exact))).model_copy(update={"id": "another"})])
        assert not index.engine.capabilities.exact_scores
        for parameters in ({"k1": 2.0}, {"b": 0.1}):
            with pytest.raises(NotSupported, match="k1 and b"):
                index.search("troops", **parameters)
            with pytest.raises(NotSupported, match="k1 and b"):
                index.rank_many(["troops"], **parameters)


def test_an_index_may_rank_with_parameters_of_its_own(both: tuple[Index, Index], tmp_path: Path) -> None:
    """As one in a folder, with the same scores; one that the cluster ranks has none."""
    ranking = RankingParameters(0.9, 0.4, 2.0)
    with (
        searchlib.open(tmp_path / "index", create=True) as embedded,
        searchlib.open(f"{both[1].location}-tuned", create=True) as cluster,
    ):
        for index in (embedded, cluster):
            index.add_paths([SEEDS], fresh=True, ranking=ranking)
        assert cluster.ranking == ranking
        for query in QUERIES[:8]:
            assert told(cluster, query, explain=True) == told(embedded, query, explain=True), query


def in_document_order(passage_id: str) -> tuple[str, int]:
    document, _, ordinal = passage_id.rpartition("#")
    return document, int(ordinal)


def test_pages_have_no_ceiling(both: tuple[Index, Index], monkeypatch: pytest.MonkeyPatch) -> None:
    """However few hits the cluster gives at a time, all come, in order and once."""
    embedded, cluster = both
    monkeypatch.setattr(pages, "ROWS", 4)
    monkeypatch.setattr(pages, "SCORED_HERE", 3)
    monkeypatch.setattr(stored_passages, "PAGE", 3)
    monkeypatch.setattr(kept_speakers, "PAGE", 7)
    monkeypatch.setattr(near, "_AT_ONCE", 2)
    with searchlib.open(cluster.location) as small:
        assert list(small.speakers()) == list(embedded.speakers())
        for options in ({"sort": "published"}, {"group": "document"}, {"collapse": True}):
            assert told(small, "e*", **options)["hits"] == told(embedded, "e*", **options)["hits"]
        rows = [row.passage_id for row in small.reader.mentions("statement")]
        assert rows == sorted((row.passage_id for row in embedded.reader.mentions("statement")), key=in_document_order)


def test_a_page_and_its_totals_are_one_request(both: tuple[Index, Index]) -> None:
    """Once the words are counted. Of its hits no more are read than may be shown: copies have the same score."""
    _, cluster = both
    scores = [hit.score for hit in cluster.search("kursk troops", limit=50)]
    asked: list[str] = []
    own = Connection.ask

    def seen(connection: Connection, method: str, path: str, *arguments: Any, **options: Any) -> Any:
        asked.append(path)
        return own(connection, method, path, *arguments, **options)

    with (
        patch.object(Connection, "ask", seen),
        patch.object(stored_passages, "read_passage", wraps=stored_passages.read_passage) as read,
    ):
        results = cluster.search("kursk troops", limit=3)
    assert asked == ["/_search"]
    assert read.call_count == sum(score >= scores[2] for score in scores)
    assert (results.total, results.total_all) == (cluster.search("kursk troops", limit=0).total, results.total_all)
