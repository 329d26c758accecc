"""What is wrong in stock Whoosh 3.54 and must not reach whoever uses our index through Whoosh's own interface."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import columns, formats, index, query

from searchlib.engines.whoosh.columnar.store.commits import Storage
from searchlib.engines.whoosh.columnar.writing.writer import IndexWriter
from searchlib.engines.whoosh.interface.index import open_whoosh_index
from searchlib.engines.whoosh.interface.matcher import PassageMatcher
from searchlib.engines.whoosh.interface.query_fixes import repaired
from searchlib.models import Document, Passage, Quantity
from searchlib.ranking import bm25

WORDS = [f"word{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(60)]


def add(writer: IndexWriter, name: str, text: str, number: float = 0.0) -> None:
    """A document of one passage that states one number."""
    quantity = Quantity(start=0, end=1, low=number, high=number, rule="test", confidence="explicit")
    passage = Passage(
        id=f"{name}#0",
        document=name,
        ordinal=0,
        start=0,
        end=len(text),
        line=1,
        text=text,
        quantities=(quantity,) if number else (),
    )
    writer.add(Document(id=name, text=text), (passage,))


def build(folder: Path, texts: Iterable[str]) -> Any:
    """An index of these texts, in segments of 300."""
    rows = list(enumerate(texts))
    for start in range(0, len(rows), 300):
        with IndexWriter(Storage(folder)) as writer:
            for number, text in rows[start : start + 300]:
                add(writer, f"d{number}", text, float(number))
            writer.commit()
    return open_whoosh_index(folder)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An index of 700 passages of words with a Zipf distribution: lists of several blocks, in three segments."""
    chance = random.Random(5)
    weights = [1 / (1 + rank) for rank in range(len(WORDS))]
    texts = [" ".join(chance.choices(WORDS, weights, k=chance.randint(3, 60))) for _ in range(700)]
    return build(tmp_path_factory.mktemp("many"), texts)


def term(number: int, boost: float = 1.0) -> query.Term:
    return query.Term("text", WORDS[number], boost)


def scores(searcher: Any, asked: query.Query, **options: Any) -> dict[int, float]:
    return {hit.docnum: hit.score for hit in searcher.search(asked, **{"limit": None, **options})}


GROUPS: dict[str, Callable[[], query.Query]] = {
    "or in a boosted or": lambda: query.Or([query.Or([term(9), term(3)], boost=4.0), term(1)]),
    "boosted and": lambda: query.Or([query.And([term(2), term(7)], boost=3.0), term(5), term(30)]),
    "boosted single": lambda: query.Or([query.Or([term(12)], boost=5.0), term(1), term(2)]),
    "small boost": lambda: query.Or([query.Or([term(0), term(1)], boost=0.1), term(20), term(40)]),
    "boosted phrase": lambda: query.Or([query.Phrase("text", [WORDS[0], WORDS[1]], boost=6.0), term(8)]),
    "best of groups": lambda: query.DisjunctionMax([query.Or([term(3), term(4)]), term(10, 3.0), term(11)]),
    "maybe": lambda: query.AndMaybe(query.Or([term(3), term(4)], boost=2.0), term(10, 3.0)),
    "not": lambda: query.And([query.Or([term(3), term(4)], boost=2.0), query.Not(term(0))]),
}


@pytest.mark.parametrize("name", GROUPS)
def test_the_best_are_the_best_of_all(many: Any, name: str) -> None:
    """Boosted groups: the first k of a limited search are those of an unlimited one (stock: others)."""
    with many.searcher() as searcher:
        asked = GROUPS[name]()
        every = sorted(scores(searcher, asked).items(), key=lambda row: (-row[1], row[0]))
        for limit in (1, 3, 10, 50):
            assert [(hit.docnum, hit.score) for hit in searcher.search(asked, limit=limit)] == every[:limit]


def test_a_groups_boost_multiplies_its_score(many: Any) -> None:
    """A boost holds for groups of one, too (stock: lost)."""
    with many.searcher() as searcher:
        single = scores(searcher, term(4))
        boosted = scores(searcher, query.And([query.Or([term(4)], boost=2.5), query.Every()]))
        assert {number: score - 1.0 for number, score in boosted.items()} == pytest.approx(
            {number: 2.5 * score for number, score in single.items()}
        )


@pytest.mark.parametrize("tiebreak", [0.0, 0.3])
@pytest.mark.parametrize("options", [{}, {"terms": True}])
def test_disjunction_max_takes_the_best(many: Any, tiebreak: float, options: dict[str, Any]) -> None:
    """The score is the best of the passage's own, plus a share of the others (stock: other passages' scores)."""
    with many.searcher() as searcher:
        parts = [scores(searcher, each) for each in (term(2), term(5), term(9, 2.0))]
        wanted = {}
        for number in set().union(*parts):
            own = [part[number] for part in parts if number in part]
            wanted[number] = 2 * (max(own) + tiebreak * (sum(own) - max(own)))
        asked = query.DisjunctionMax([term(2), term(5), term(9, 2.0)], boost=2.0, tiebreak=tiebreak)
        assert scores(searcher, asked, **options) == pytest.approx(wanted)


@pytest.mark.parametrize("options", [{}, {"terms": True}, {"limit": 5}])
@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (query.Wildcard("text", "word?b", boost=2.0), 2.0),
        (query.Prefix("text", "word", boost=0.5), 0.5),
        (query.TermRange("text", "worda", "wordz"), 1.0),
        (query.FuzzyTerm("text", "wordab", maxdist=1), 1.0),
        (query.ConstantScoreQuery(query.Or([term(1), term(2)]), 7.0), 7.0),
        (query.NumericRange("number", 10, 20), 0.0),
    ],
    ids=lambda value: type(value).__name__,
)
def test_constant_scores_are_constant(many: Any, asked: query.Query, wanted: float, options: dict[str, Any]) -> None:
    """Patterns and ranges score their boost, whether terms are recorded or not; a filter's range scores nothing."""
    with many.searcher() as searcher:
        assert set(scores(searcher, asked, **options).values()) == {wanted}


def test_not_adds_nothing(many: Any) -> None:
    """An excluded word does not change the scores of the others (stock: adds 1)."""
    with many.searcher() as searcher:
        every, some = scores(searcher, term(3)), scores(searcher, query.And([term(3), query.Not(term(0))]), terms=True)
        assert some == pytest.approx({number: every[number] for number in some})
        assert set(every) - set(some) == set(every) & set(scores(searcher, term(0)))


def test_excluded_passages_never_come_through(many: Any) -> None:
    """AndNot takes away exactly the second query's matches (stock: not from ranges, and it fails on spans)."""
    with many.searcher() as searcher:
        for first in (
            query.NumericRange("number", 10, 300),
            query.SpanFirst(term(0), limit=5),
            query.Or([term(2), term(3)]),
        ):
            for second in (term(0), query.NumericRange("number", 100, 200), query.Phrase("text", [WORDS[0], WORDS[1]])):
                left, right = set(scores(searcher, first)), set(scores(searcher, second))
                assert set(scores(searcher, query.AndNot(first, second))) == left - right
                assert searcher.search(query.AndNot(first, second), limit=2).docs() == left - right


def test_a_pattern_is_one_list(many: Any) -> None:
    """However many words a pattern stands for, it is one matcher (stock: one a word, half a minute for `*e*`)."""
    with many.searcher() as searcher:
        for leaf, _ in searcher.leaf_searchers():
            matcher = repaired(query.Wildcard("text", "*o*")).matcher(leaf, leaf.boolean_context())
            assert isinstance(matcher, PassageMatcher)


def test_refreshing_does_not_bring_deleted_passages_back(tmp_path: Path) -> None:
    """A refreshed searcher, and a reader made from an old one, show the newest commit; the old ones stay as they were."""
    ours = build(tmp_path, ["one fish", "two fish"])
    before, reader = ours.searcher(), ours.reader()
    with ours.writer() as writer:
        writer.delete_by_term("doc", "d0")
        writer.add_document(doc="new", text="red fish")
    assert not before.up_to_date()
    after, renewed = before.refresh(), ours.reader(reuse=reader)
    assert {hit["doc"] for hit in after.search(query.Term("text", "fish"))} == {"d1", "new"}
    assert {row["doc"] for row in renewed.all_stored_fields()} == {"d1", "new"}
    assert {hit["doc"] for hit in before.search(query.Term("text", "fish"))} == {"d0", "d1"}
    assert after.refresh() is after
    assert not after.search(query.Term("text", "one"))


def test_a_rejected_row_leaves_nothing(tmp_path: Path) -> None:
    """The words of a row that was refused do not appear in the next one (stock: ghost postings)."""
    ours = build(tmp_path, ["one fish"])
    with ours.writer() as writer:
        with pytest.raises(ValueError):
            writer.add_document(text="ghost words", number="many")
        with pytest.raises(ValueError):
            writer.add_document(text="ghost words", title=7)
        writer.add_document(text="two fish", doc="next")
    with ours.searcher() as searcher:
        assert not searcher.search(query.Term("text", "ghost"))
        assert list(searcher.lexicon("text")) == [b"fish", b"one", b"two"]


def test_lengths_are_exact_and_stay_so(tmp_path: Path) -> None:
    """A passage's length is its own number of tokens, before and after merging (stock: one lossy byte, twice rounded)."""
    sizes = [1, 2, 107, 108, 109, 1003, 1004]
    ours = build(tmp_path, ("fish " + "word " * (size - 1) for size in sizes))
    for _ in range(2):
        with ours.searcher() as searcher:
            assert [searcher.doc_field_length(number, "text") for number in range(len(sizes))] == sizes
            average = sum(sizes) / len(sizes)
            norms = bm25.norms(average, max(sizes))[sizes]
            weight = bm25.idf(len(sizes), len(sizes))
            wanted = bm25.share(weight, np.ones(len(sizes)), norms).tolist()
            assert list(scores(searcher, query.Term("text", "fish")).values()) == sorted(wanted, reverse=True)
        with ours.writer() as writer:
            writer.add_document(doc="other", text="fish")
        with ours.writer() as writer:
            writer.delete_by_term("doc", "other")
        ours.optimize()


def test_deleted_passages_do_not_count(tmp_path: Path) -> None:
    """Scores after a deletion are those of an index that never held it (stock: it counts in N, df and length)."""
    texts = ["one fish", "two fish", "red fish and a long tail of other words", "blue"]
    ours = build(tmp_path / "with", [*texts, "fish fish one", "fish blue"])
    with ours.writer() as writer:
        writer.delete_by_term("doc", "d4")
        writer.delete_by_term("doc", "d5")
    fresh = build(tmp_path / "without", texts)
    asked = query.Or([query.Term("text", "fish"), query.Term("text", "one"), query.Term("text", "blue")])
    with ours.searcher() as left, fresh.searcher() as right:
        assert scores(left, asked) == scores(right, asked)
        assert scores(left, asked, terms=True) == pytest.approx(scores(right, asked, terms=True))
        assert left.doc_frequency("text", "fish") == 3
        assert left.idf("text", "fish") == right.idf("text", "fish")


def test_nothing_is_ever_unpickled(many: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening, searching, sorting and reading stored fields work where unpickling anything is an error."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("something was unpickled")

    for module in (pickle, columns, formats, index.pickle):
        monkeypatch.setattr(module, "loads", refuse)
    with open_whoosh_index(many._storage.path).searcher() as searcher:
        phrase = query.Or([query.Phrase("text", [WORDS[0], WORDS[1]], slop=3), query.Prefix("text", "worda")])
        hits = searcher.search(phrase, terms=True)
        assert hits[0]["text"]
        assert searcher.search(query.Every(), sortedby="number", groupedby="doc").groups()
        near = query.SpanNear(term(0), term(1), slop=2)
        assert searcher.search(query.And([near, query.Wildcard("text", "*b")]))


def test_spans_may_stand_in_groups(many: Any) -> None:
    """A span query inside And, Or and Require is answered (stock: NotImplementedError for some)."""
    with many.searcher() as searcher:
        first = query.SpanFirst(term(0), limit=3)
        inside = set(scores(searcher, query.And([first, term(1)])))
        assert inside == set(scores(searcher, first)) & set(scores(searcher, term(1)))
        assert set(scores(searcher, query.Require(first, term(1)))) == inside


def test_fuzzy_words_count_letters(tmp_path: Path) -> None:
    """Edits are letters added, dropped or changed, whatever they take as bytes, and a long word costs nothing."""
    ours = build(tmp_path, ["москва kursk", "мосва ta"])
    with ours.searcher() as searcher:
        for text, most, wanted in [
            ("москва", 1, 2),
            ("масква", 1, 1),
            ("kurks", 1, 0),
            ("kurks", 2, 1),
            ("x" * 99999, 5, 0),
        ]:
            assert len(searcher.search(query.FuzzyTerm("text", text, maxdist=most))) == wanted, text


def test_words_are_undoubled() -> None:
    """`running` and `run` are one word (stock's default stemmer: `runn`)."""
    from searchlib.engines.whoosh.interface.schema import whoosh_schema

    assert list(whoosh_schema()["text"].process_text("running run")) == ["run", "run"]
