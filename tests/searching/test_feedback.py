"""Words of the best passages that are added to a query, and parameters of BM25 for one search."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import searchlib
from searchlib.analysis import ENGLISH
from searchlib.engines.contract import Capabilities
from searchlib.errors import NotSupported, QueryError
from searchlib.index import Index
from searchlib.models import Document
from searchlib.query.nodes import Clauses, Phrase, Word
from searchlib.query.options import SearchOptions
from searchlib.searching import feedback
from searchlib.searching.promises import unmet_promises

TEXTS = {
    "a": "The harbour of Odden: pilots bring ships into the harbour, and pilots know the tides.",
    "b": "A harbour needs pilots. Pilots and tides decide when a ship may leave.",
    "c": "Pilots wait for the tides at the coast.",
    "d": "The mayor talked of schools.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Two passages on a harbour, one on what both tell of, one on other things."""
    with searchlib.open(tmp_path_factory.mktemp("feedback") / "index", create=True) as opened:
        opened.add(
            Document(id=name, text=text, source="Post" if name in "ad" else "Times") for name, text in TEXTS.items()
        )
        yield opened


def found(results: searchlib.Results) -> list[str]:
    return [hit.passage.document for hit in results.hits]


def test_words_of_the_best_passages_find_what_the_query_does_not_say(index):
    """A passage without the word is found by what those with it tell of, behind them; the added words are told."""
    assert found(index.search("harbour")) == ["a", "b"] or found(index.search("harbour")) == ["b", "a"]
    results = index.search("harbour", expand="rm3")
    assert sorted(found(results)[:2]) == ["a", "b"]
    assert found(results)[2:] == ["c"]
    (remark,) = (warning for warning in results.warnings if "added" in warning)
    assert {"pilots", "tides"} <= set(remark.rstrip(".").replace(",", "").casefold().split())
    assert "^" in results.parsed
    assert " the " not in remark.partition(":")[2].casefold()


@pytest.mark.parametrize(
    ("query", "options", "most"),
    [
        ("harbour", {"source": "Post"}, {"a"}),
        ("harbour", {"every_word": True}, {"a", "b"}),
        ("harbour AND ship", {}, {"a", "b"}),
        ("harbour -odden", {}, {"b", "c"}),
        ('"harbour of odden"', {}, {"a"}),
        ("text:harbour", {}, {"a", "b"}),
        ("harbour source:post", {}, {"a"}),
    ],
)
def test_what_must_match_still_must(index, query, options, most):
    """Filters, required and excluded words hold for what the added words find."""
    hits = found(index.search(query, expand="rm3", **options))
    assert hits
    assert set(hits) <= most


@pytest.mark.parametrize("query", ["source:post", "zzz", "the", ""])
def test_a_query_that_gives_no_words_stays_as_it_is(index, query):
    """Filters alone, words that nothing holds, function words beside nothing else."""
    plain, more = index.search(query), index.search(query, expand="rm3")
    assert set(found(plain)) <= set(found(more))


def test_the_likelihood_of_a_word_is_that_of_the_relevance_model():
    """P(w|R) by hand: two passages of scores 3 and 1, four and two words; the added words weigh as much as the query."""

    class Two:
        def rank(self, node, k):
            return [(0, 3.0), (1, 1.0)]

        analyzer = ENGLISH
        counts = {"passages": 2}  # noqa: RUF012

        def count_many(self, nodes):
            return [1] * len(nodes)

        def fetch(self, refs):
            from types import SimpleNamespace as Made

            return [Made(passage=Made(text=text)) for text in ("kursk kursk troops river", "troops bridge")]

    words = feedback.added_words(Two(), Clauses((Word("kursk"), Phrase("north korea"))))
    expected = {"kursk": 0.75 * 2 / 4, "troops": 0.75 / 4 + 0.25 / 2, "river": 0.75 / 4, "bridge": 0.25 / 2}
    assert {word.text: word.boost for word in words} == {
        name: pytest.approx(3 * share, abs=1e-3) for name, share in expected.items()
    }
    assert [word.text for word in words] == ["kursk", "troops", "river", "bridge"]


def test_many_queries_are_expanded_as_one(index):
    """`rank_many` and `run_topics` rank what `search` shows."""
    hits = index.search("harbour", expand="rm3").hits
    ranked = index.rank_many(["harbour"], 3, expand="rm3")
    assert ranked.ids(0) == [hit.passage.id for hit in hits]
    assert ranked.scores[0].tolist() == [hit.score for hit in hits]
    (topic,) = index.run_topics([("1", "harbour")], 3, expand="rm3")
    assert [name for name, _ in topic.ranked] == found(index.search("harbour", expand="rm3"))


def test_k1_and_b_of_one_search(index):
    """A search scores as `rank_many` does with the same parameters; explanations too; the next search as the index does."""
    plain = [hit.score for hit in index.search("harbour pilots").hits]
    tuned = index.search("harbour pilots", k1=0.4, b=0.1, explain=True)
    assert [hit.score for hit in tuned.hits] == index.rank_many(["harbour pilots"], 3, k1=0.4, b=0.1).scores[0].tolist()
    for hit in tuned.hits:
        assert sum(part.score for part in hit.explanation.terms) == pytest.approx(hit.score)
    assert [hit.score for hit in tuned.hits] != plain
    assert [hit.score for hit in index.search("harbour pilots").hits] == plain
    assert [hit.score for hit in index.search("harbour pilots", k1=1.2).hits] == plain


@pytest.mark.parametrize("wrong", [{"k1": -1}, {"b": 1.5}, {"k1": "2"}, {"b": True}, {"expand": "rm4"}])
def test_wrong_parameters_are_told(index, wrong):
    """One sentence names the argument."""
    (name,) = wrong
    with pytest.raises(QueryError, match=name):
        index.search("harbour", **wrong)


def test_an_engine_without_parameters_refuses_them():
    """k1 on an engine that ranks with its own would be ignored."""
    with pytest.raises(NotSupported, match="k1"):
        unmet_promises(Word("a"), SearchOptions(k1=1.0), Capabilities(exact_scores=True, exact_totals=True))


def test_common_words_are_not_added(tmp_path):
    """A word in more than a tenth of all passages tells nothing, however often the best ones say it."""
    with searchlib.open(tmp_path / "index", create=True) as opened:
        texts = ["harbour town pilots", *["town hall schools"] * 20, *["roofs and rain"] * 100]
        opened.add(Document(id=str(number), text=text) for number, text in enumerate(texts))
        (remark,) = opened.search("harbour", expand="rm3").warnings
    assert "pilots" in remark
    assert "town" not in remark
