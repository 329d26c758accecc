"""Our index as a Whoosh index: what stock Whoosh finds it finds, what the array plan scores it scores."""

from __future__ import annotations

import copy
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import collectors, index, query, scoring, sorting
from whoosh.filedb.filestore import RamStorage
from whoosh.highlight import UppercaseFormatter
from whoosh.qparser import QueryParser

from searchlib import analysis
from searchlib.analysis import fold_name
from searchlib.engines.whoosh.columnar.engine import ColumnarEngine
from searchlib.engines.whoosh.columnar.evaluation.filters import Filters
from searchlib.engines.whoosh.columnar.store.commits import Storage
from searchlib.engines.whoosh.columnar.writing.writer import IndexWriter
from searchlib.engines.whoosh.interface.index import open_whoosh_index
from searchlib.engines.whoosh.interface.schema import whoosh_schema
from searchlib.errors import IndexCorrupt, IndexLocked, IndexMissing
from searchlib.models import Document, Passage
from searchlib.query import nodes as n
from tests.engines.corpora import DAY, NAMES, Commit, Corpus, histories, write

BOUNDED = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
TERMS = ("alpha", "beta", "gamma", "delta", "10000", "u.", "us", "epsilon", "nowhere")


def stock(corpus: Corpus) -> index.Index:
    """The same passages in stock Whoosh's own format, in memory, with the same schema."""
    made = RamStorage().create_index(whoosh_schema())
    writer = made.writer()
    for document, passages in corpus.values():
        for passage in passages:
            writer.add_document(**row(document, passage))
    writer.commit()
    return made


def row(document: Document, passage: Passage) -> dict[str, Any]:
    """What stock Whoosh would index of a passage."""
    named = [said for said in passage.statements if said.speaker_kind in ("person", "organization")]
    speakers = {part for said in named for name in (said.speaker, *said.names) for part in analysis.fold_name(name)}
    dates = [
        midnight(day)
        for mention in passage.dates
        if mention.first is not None and mention.last is not None
        for day in days(mention.first, mention.last)
    ]
    numbers = [value for quantity in passage.quantities for value in (quantity.low, quantity.high)]
    values: dict[str, Any] = {"speaker": sorted(speakers), "date": dates, "number": numbers}
    values["kind"] = sorted({said.kind for said in passage.statements})
    values["on"] = [midnight(said.on) for said in passage.statements if said.on]
    values["published"] = midnight(document.published) if document.published else None
    values |= {"text": passage.text, "title": document.title, "source": document.source, "doc": document.id}
    return {"passage": passage.id, **{name: value for name, value in values.items() if value}}


def midnight(day: Any) -> datetime:
    return datetime.combine(day, time())


def days(first: Any, last: Any) -> list[Any]:
    """Every day of a week or less, both ends of anything longer."""
    if (last - first).days >= 7:
        return [first, last]
    return [first + (last - first) * at / max((last - first).days, 1) for at in range((last - first).days + 1)]


@contextmanager
def opened(history: list[Commit]) -> Iterator[tuple[Any, Corpus, Path]]:
    """An index with this history, and what it holds."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = write(Path(folder), history)
        yield open_whoosh_index(folder), corpus, Path(folder)


def ids(searcher: Any, numbers: Any) -> set[str]:
    return {searcher.stored_fields(number)["passage"] for number in numbers}


# --- queries ---------------------------------------------------------------------------------------------------------

figures = st.none() | st.sampled_from((0.0, 1.0, 10.0, 95.0, 99.5, 1000.0, 10_000.0))
moments = st.none() | st.integers(0, 60).map(
    lambda count: datetime(2024, 9, 25 if count < 5 else 30) + count * (midnight(DAY) - datetime(2024, 9, 30))
)
boosts = st.sampled_from((1.0, 1.0, 3.0, 0.25))
text_terms = st.builds(query.Term, st.sampled_from(("text", "title")), st.sampled_from(TERMS), boosts)
other_terms = st.one_of(
    st.builds(query.Term, st.just("speaker"), st.sampled_from(("lee", "ann", "young", "nobody"))),
    st.builds(query.Term, st.just("doc"), st.sampled_from(NAMES)),
    st.builds(query.Term, st.just("source"), st.sampled_from(("ap", "reuters"))),
    st.builds(query.Term, st.just("kind"), st.sampled_from(("direct", "mixed"))),
    st.builds(query.Term, st.just("number"), figures.filter(lambda figure: figure is not None)),
)
spread = st.sampled_from(("text", "title"))
patterns = st.one_of(
    st.builds(query.Wildcard, spread, st.sampled_from(("*a", "?eta", "*l*", "a*a", "*")), boosts),
    st.builds(query.Prefix, spread, st.sampled_from(("a", "be", "1", "")), boosts),
    st.builds(query.FuzzyTerm, spread, st.sampled_from(("beto", "alph", "gamm")), boosts, st.integers(1, 2)),
    st.builds(query.TermRange, spread, st.sampled_from(("a", "b", None)), st.sampled_from(("c", "g", None))),
    st.builds(query.Regex, spread, st.sampled_from(("[ab].*", ".*ta$"))),
)
ranges = st.one_of(
    st.builds(query.NumericRange, st.just("number"), figures, figures, st.booleans(), st.booleans()),
    st.builds(query.DateRange, st.sampled_from(("date", "on", "published")), moments, moments),
)
phrases = st.builds(
    query.Phrase, spread, st.lists(st.sampled_from(TERMS[:5]), min_size=2, max_size=3), st.integers(1, 3), boosts
)
in_text = st.builds(query.Term, st.just("text"), st.sampled_from(TERMS[:5]))
spans = st.one_of(
    st.builds(query.SpanNear, in_text, in_text, st.integers(1, 4), st.booleans()),
    st.builds(query.SpanNear2, st.lists(in_text, min_size=2, max_size=3), st.integers(1, 4)),
    st.builds(query.SpanFirst, in_text, st.integers(0, 2)),
    st.builds(query.SpanNot, in_text, in_text),
    st.builds(query.SpanOr, st.lists(in_text, min_size=2, max_size=2)),
    st.builds(query.SpanBefore, in_text, in_text),
)
every = st.builds(query.Every, st.sampled_from((None, "text", "number", "speaker")))
leaves = text_terms | other_terms | patterns | ranges | phrases | spans | every


def trees(inner: Any) -> Any:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        st.builds(query.Or, several, boosts),
        st.builds(query.And, several, boosts),
        st.builds(query.AndNot, inner, inner),
        st.builds(query.AndMaybe, inner, inner),
        st.builds(query.Require, inner, inner),
        st.builds(query.DisjunctionMax, several),
        st.builds(query.ConstantScoreQuery, inner, boosts),
        st.builds(lambda one, two: query.And([one, query.Not(two)]), inner, inner),
    )


def for_stock(each: query.Query) -> query.Query:
    """The query without AndNot, which stock Whoosh answers wrongly when one side is a list it made itself."""
    made = copy.copy(each)
    for name, value in vars(each).items():
        if isinstance(value, query.Query):
            setattr(made, name, for_stock(value))
        elif isinstance(value, list | tuple) and any(isinstance(part, query.Query) for part in value):
            setattr(made, name, [for_stock(part) for part in value])
    return query.And([made.a, query.Not(made.b)]) if isinstance(made, query.AndNot) else made


asked = st.recursive(leaves, trees, max_leaves=4)


@BOUNDED
@given(histories, st.lists(asked, min_size=1, max_size=8))
def test_whooshs_queries_find_what_they_find_in_stock_whoosh(history: list[Commit], wanted: list[query.Query]) -> None:
    """Every kind of Whoosh query matches the same passages as over stock Whoosh's own index."""
    with opened(history) as (ours, corpus, _), ours.searcher() as mine, stock(corpus).searcher() as theirs:
        for each in wanted:
            try:
                expected = ids(theirs, theirs.docs_for_query(for_stock(each)))
            except (NotImplementedError, IndexError):  # stock Whoosh fails on some spans inside groups
                assert mine.search(each, limit=None) is not None
                continue
            results = mine.search(each, limit=None)
            assert ids(mine, results.docs()) == expected, each
            assert {hit["passage"] for hit in results} == expected, each
            assert len(results) == len(expected)
            assert ids(mine, mine.docs_for_query(each)) == expected, each
            best = [(hit.score, hit["passage"]) for hit in results][:2]
            assert [(hit.score, hit["passage"]) for hit in mine.search(each, limit=2)] == best, each


@pytest.mark.parametrize("word", ["alpha", "nowhere"])
def test_a_word_beside_a_filter_that_may_match_loses_nothing(word: str) -> None:
    """AndMaybe asks for its first side alone, also when that is no word: the second only adds to the score."""
    passages = tuple(
        Passage(id=f"a#{n}", document="a", ordinal=n, start=8 * n, end=8 * n + 6, line=1, text="Alpha.") for n in (0, 1)
    )
    document = Document(id="a", text="Alpha.\n\nAlpha.")
    history = [Commit(((document, passages),), (), flushing=False, fan=2, compact=False)]
    with opened(history) as (ours, _, _), ours.searcher() as mine:
        found = mine.search(query.AndMaybe(query.Term("doc", "a"), query.Term("text", word)), limit=None)
        assert {hit["passage"] for hit in found} == {"a#0", "a#1"}


# --- one query, two plans --------------------------------------------------------------------------------------------

Pair = tuple[query.Query, n.Node]
paired_words = st.tuples(st.sampled_from(TERMS[:5]), st.sampled_from(("text", "title")), boosts).map(
    lambda word: (query.Term(word[1], word[0], word[2]), n.Word(*word))
)
paired_phrases = st.tuples(
    st.lists(st.sampled_from(TERMS[:5]), min_size=2, max_size=3), st.sampled_from(("text", "title")), boosts
).map(lambda two: (query.Phrase(two[1], two[0], boost=two[2]), n.Phrase(" ".join(two[0]), two[1], boost=two[2])))
paired_filters = st.sampled_from(
    [(query.Term("speaker", name), n.Name("speaker", name)) for name in ("lee", "ann")]
    + [
        (query.Term("source", "ap"), n.Keyword("source", "ap")),
        (query.Term("kind", "direct"), n.Choice("kind", "direct")),
    ]
)


def paired_groups(inner: Any) -> Any:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda pairs: (query.Or([a for a, _ in pairs]), n.Or(tuple(b for _, b in pairs)))),
        several.map(lambda pairs: (query.And([a for a, _ in pairs]), n.And(tuple(b for _, b in pairs)))),
        st.tuples(inner, inner).map(
            lambda two: (query.And([two[0][0], query.Not(two[1][0])]), n.And((two[0][1], n.Not(two[1][1]))))
        ),
    )


class Unlinked:
    """A name finds those whom their own document names so: links between documents are no part of Whoosh's plan."""

    def __init__(self, searcher: Any) -> None:
        self._segments = searcher.segments

    def rows(self, number: int, name: str) -> Any:
        return Filters(self._segments[number]).own_names(fold_name(name))


pairs = st.recursive(paired_words | paired_words | paired_phrases | paired_filters, paired_groups, max_leaves=5)


@BOUNDED
@given(histories, st.lists(pairs, min_size=1, max_size=8))
def test_both_plans_give_the_same_scores(history: list[Commit], wanted: list[Pair]) -> None:
    """Words, phrases, filters and groups of them score on Whoosh's matchers what the array plan scores them."""
    with opened(history) as (ours, _, folder), ours.searcher() as mine:
        reader = ColumnarEngine(folder).reader()
        vars(reader)["_speakers"] = Unlinked(reader)
        for asked_of_whoosh, node in wanted:
            expected = {reader.passage_id(place): score for place, score in reader.rank(node, 1_000)}
            for options in ({}, {"terms": True}, {"groupedby": "doc"}):
                hits = mine.search(asked_of_whoosh, limit=None, **options)
                found = {hit["passage"]: hit.score for hit in hits}
                assert found == pytest.approx(expected, abs=1e-9), (asked_of_whoosh, options)


@BOUNDED
@given(histories, st.lists(text_terms, min_size=1, max_size=4), st.lists(text_terms, max_size=2), other_terms | ranges)
def test_plain_searches_are_answered_by_arrays(
    history: list[Commit], words: list[query.Query], excluded: list[query.Query], narrowed: query.Query
) -> None:
    """Words with OR, AND, excluded words and filters run over arrays, and give what Whoosh's matchers give."""
    shapes = [query.Or(words), query.And(words), query.And([*words, *map(query.Not, excluded)])]
    shapes += [query.And([query.Or(words), narrowed]), query.AndMaybe(words[0], query.Or(words))]
    with opened(history) as (ours, _, _), ours.searcher() as mine:
        for shape in shapes:
            arrays, stepped = mine.collector(limit=3), collectors.TopCollector(3, usequality=False, replace=0)
            for collector in (arrays, stepped):
                mine.search_with_collector(shape, collector)
            assert arrays.plan == "arrays" or not mine.doc_count_all()
            assert [hit["passage"] for hit in arrays.results()] == [hit["passage"] for hit in stepped.results()]
            assert [hit.score for hit in arrays.results()] == pytest.approx(
                [hit.score for hit in stepped.results()], abs=1e-9
            )
            assert arrays.count() == stepped.count() == len(set(arrays.all_ids()))


@BOUNDED
@given(histories, st.lists(text_terms, min_size=1, max_size=3))
def test_block_quality_never_passes_over_a_better_passage(history: list[Commit], words: list[query.Query]) -> None:
    """Whoosh's own pruning collector, on our leaves, finds the same best as looking at every passage."""
    words = [query.Term(word.fieldname, word.text) for word in words]
    with opened(history) as (ours, _, _), ours.searcher() as mine:
        pruned, whole = collectors.TopCollector(2), collectors.TopCollector(2, usequality=False, replace=0)
        for collector in (pruned, whole):
            mine.search_with_collector(query.Or(words), collector)
        assert [hit.score for hit in pruned.results()] == pytest.approx(
            [hit.score for hit in whole.results()], abs=1e-9
        )


# --- a corpus of sentences -------------------------------------------------------------------------------------------

SENTENCES = {
    "a": ("North Korean troops arrived in Kursk on Monday.", "Troops in Kursk", "AP", DAY),
    "b": ("The minister counted 10,000 soldiers, and more troops behind them.", "Ministers meet", "BBC", None),
    "c": ("Kursk was quiet; nobody spoke of soldiers.", "", "AP", DAY.replace(day=20)),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of three one-passage documents, in two segments, with one more that is deleted."""
    for names in (("a", "x"), ("b", "c")):
        with IndexWriter(Storage(tmp_path)) as writer:
            for name in names:
                text, title, source, day = SENTENCES.get(name, ("Kursk Kursk troops ghost", "Ghost", "AP", DAY))
                document = Document(id=name, text=text, title=title, source=source, published=day)
                passage = Passage(id=f"{name}#0", document=name, ordinal=0, start=0, end=len(text), line=1, text=text)
                writer.add(document, (passage,))
            writer.delete("x")
            writer.commit()
    with IndexWriter(Storage(tmp_path)) as writer:
        writer.delete("x")
        writer.commit()
    return tmp_path


def found(searcher: Any, asked_of_whoosh: query.Query, **options: Any) -> list[str]:
    return [hit["doc"] for hit in searcher.search(asked_of_whoosh, **options)]


def test_it_is_a_whoosh_index(folder: Path) -> None:
    """It is an Index with a schema, counts, a generation and readers of the newest commit."""
    ours = open_whoosh_index(folder)
    assert isinstance(ours, index.Index)
    assert (ours.doc_count(), ours.is_empty(), ours.up_to_date()) == (3, False, True)
    assert ours.refresh() is ours
    with ours.reader() as reader:
        assert ("text", b"kursk") in reader
        assert ("text", b"ghost") not in reader
        assert reader.doc_frequency("text", "kursk") == 2
        assert reader.term_info("text", "troop").weight() == 2.0
        assert list(reader.field_terms("source")) == ["ap", "bbc"]
        assert list(reader.field_terms("published")) == [midnight(DAY), datetime(2024, 10, 20)]


def test_sorting_grouping_and_collapsing_work(folder: Path) -> None:
    """Results can be sorted by days (unknown ones last either way), grouped by publisher and collapsed."""
    with open_whoosh_index(folder).searcher() as searcher:
        assert found(searcher, query.Every(), sortedby="published") == ["a", "c", "b"]
        latest = sorting.FieldFacet("published", reverse=True)
        assert found(searcher, query.Every(), sortedby=latest) == ["c", "a", "b"]
        assert found(searcher, query.Every(), sortedby="doc") == ["a", "b", "c"]
        groups = searcher.search(query.Every(), groupedby="source", maptype=sorting.Count).groups()
        assert groups == {"AP": 2, "BBC": 1}
        assert found(searcher, query.Every(), collapse="source", sortedby="doc") == ["a", "b"]


def test_stored_fields_highlights_and_matched_terms_work(folder: Path) -> None:
    """A hit has its stored fields; words found by their stem are highlighted as written."""
    with open_whoosh_index(folder).searcher() as searcher:
        results = searcher.search(QueryParser("text", searcher.schema).parse("soldier"), terms=True)
        results.formatter = UppercaseFormatter()
        hit = next(hit for hit in results if hit["doc"] == "b")
        assert hit.fields() == {
            "passage": "b#0",
            "doc": "b",
            "text": SENTENCES["b"][0],
            "title": "Ministers meet",
            "source": "BBC",
        }
        assert "SOLDIERS" in hit.highlights("text")
        assert results.matched_terms() == {("text", b"soldier")}
        patterns = searcher.search(query.Prefix("text", "sol"), terms=True)
        assert patterns.matched_terms() == {("text", b"soldier")}


def test_spelling_finds_words_that_are_there(folder: Path) -> None:
    """Corrections come from living passages, whatever the distance; a word of a deleted one is none."""
    with open_whoosh_index(folder).searcher() as searcher:
        assert searcher.suggest("text", "kurks") == ["kursk"]
        assert "ghost" not in searcher.suggest("text", "ghast", maxdist=5, limit=50)
        corrected = searcher.correct_query(QueryParser("text", searcher.schema).parse("kurskk"), "kurskk")
        assert corrected.string == "kursk"


def test_other_weightings_and_more_like_this_work(folder: Path) -> None:
    """A user's own weighting scores on Whoosh's matchers, and key terms come from the stored text."""
    ours = open_whoosh_index(folder)
    for weighting in (scoring.TF_IDF(), scoring.BM25F(), scoring.Frequency()):
        with ours.searcher(weighting=weighting) as searcher:
            assert set(found(searcher, query.Term("text", "kursk"))) == {"a", "c"}
    with ours.searcher() as searcher:
        number = searcher.document_number(doc="a")
        assert searcher.document(doc="a")["passage"] == "a#0"
        assert "a" not in [hit["doc"] for hit in searcher.more_like(number, "text")]


def test_rows_are_written_through_whooshs_writer(folder: Path) -> None:
    """Rows can be added, replaced and deleted, and are seen after the commit only; cancelling leaves all as it was."""
    ours = open_whoosh_index(folder)
    before = ours.searcher()
    writer = ours.writer()
    writer.add_document(text="A new row about Kursk", doc="d", published=datetime(2024, 10, 3))
    writer.update_document(text="Nothing of note", doc="a")
    assert writer.delete_by_term("source", "bbc") == 1
    assert found(before, query.Term("text", "kursk"), limit=None) == ["c", "a"]
    with pytest.raises(IndexLocked):
        ours.writer()
    writer.commit()
    with ours.searcher() as searcher:
        assert set(found(searcher, query.Every())) == {"a", "c", "d"}
        assert set(found(searcher, query.Term("text", "kursk"))) == {"c", "d"}
    cancelled = ours.writer()
    cancelled.add_document(text="never there")
    cancelled.cancel()
    ours.optimize()
    with ours.reader() as reader:
        assert reader.doc_count_all() == reader.doc_count() == 3
        assert reader.is_atomic()


@pytest.mark.parametrize(
    "row",
    [
        {"speaker": "Ann Lee"},
        {"text": 5},
        {"doc": "a"},
        {"published": "today"},
        {"text": "\ud800"},
        {"_text_boost": 2.0},
    ],
)
def test_a_row_that_cannot_be_kept_is_refused_whole(folder: Path, row: dict[str, Any]) -> None:
    """Fields that only extraction fills, values of another type, taken ids and half surrogates are ValueErrors."""
    with open_whoosh_index(folder).writer() as writer, pytest.raises(ValueError):
        writer.add_document(**{"text": "words", **row})


def test_documents_are_deleted_whole_or_not_at_all(tmp_path: Path) -> None:
    """A query that matches one passage of a document of two is refused; its id deletes both."""
    text = "one two"
    passages = [
        Passage(
            id=f"d#{at}", document="d", ordinal=at, start=4 * at, end=4 * at + 3, line=1, text=text[4 * at : 4 * at + 3]
        )
        for at in range(2)
    ]
    with IndexWriter(Storage(tmp_path)) as writer:
        writer.add(Document(id="d", text=text), passages)
        writer.commit()
    ours = open_whoosh_index(tmp_path)
    with ours.writer() as rows:
        with pytest.raises(ValueError, match="by `doc`"):
            rows.delete_by_term("text", "two")
        assert rows.delete_by_term("doc", "d") == 2
    assert ours.is_empty()
    with ours.searcher() as searcher:
        assert not searcher.search(query.Term("text", "one"))
        assert not searcher.search(query.Prefix("text", "o"))
        assert not searcher.search(query.NumericRange("number", 1, 2))


def test_fields_cannot_be_added_or_removed(folder: Path) -> None:
    """The schema is searchlib's table: changing it through Whoosh is refused."""
    ours = open_whoosh_index(folder)
    for change in (lambda: ours.add_field("more", None), lambda: ours.remove_field("text")):
        with pytest.raises(NotImplementedError):
            change()


def test_folders_of_somebody_else_are_refused_unread(tmp_path: Path) -> None:
    """No index, a stock Whoosh index and a manifest that is a pickle each get their own clear error; nothing is run."""
    with pytest.raises(IndexMissing):
        open_whoosh_index(tmp_path)
    index.create_in(str(tmp_path), whoosh_schema().__class__(text=whoosh_schema()["source"].__class__.__mro__[1]()))
    with pytest.raises(IndexMissing):
        open_whoosh_index(tmp_path)
    (tmp_path / "searchlib.json").write_bytes(b"cos\nsystem\n(S'exit 1'\ntR.")
    with pytest.raises(IndexCorrupt):
        open_whoosh_index(tmp_path)


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [("searchlib.engines.whoosh.columnar.reader", "whoosh"), ("searchlib.engines.whoosh.columnar.engine", "whoosh")],
)
def test_the_array_plan_does_not_import_whoosh(module: str, unwanted: str) -> None:
    """Searching over arrays leaves Whoosh alone."""
    code = f"import sys, {module}; sys.exit(any(name.split('.')[0] == {unwanted!r} for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
