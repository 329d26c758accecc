"""A search from its words to its results: what is marked, what is told when nothing was found, and how results print."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import searchlib
from searchlib import analysis
from searchlib.errors import QueryError
from searchlib.index import Index
from searchlib.loaders import ReadOptions
from searchlib.models import Document, Results, Span
from searchlib.query.options import SearchOptions
from searchlib.searching import SearchRequest

TODAY = date(2024, 11, 2)
ARTICLES = {
    "kursk": (
        "Ministers meet over Kursk",
        (
            '"About 8,000 North Korean soldiers have reached the Kursk region," Secretary of State Antony Blinken said on '
            "Thursday, October 31. The soldiers, he said, were trained in the east of Russia during the month before."
        ),
    ),
    "silence": (
        "A minister on silence",
        (
            "South Korean Defense Minister Kim Yong-hyun said the silence of Beijing was a way of waiting. Korean troops "
            "of the North, he added, number more than 10,000. He put 90 percent of them among the special forces."
        ),
    ),
    "harbour": (
        "Harbour works begin",
        (
            "Work on the harbour began this week. The mayor told reporters that 12 ships would be moved first and that "
            "the port would be closed to other ships until the spring of 2025."
        ),
    ),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with searchlib.open(tmp_path_factory.mktemp("searching") / "index", create=True) as opened:
        opened.add(
            Document(id=name, title=title, text=text, published=date(2024, 11, 1), source="Daily")
            for name, (title, text) in ARTICLES.items()
        )
        yield opened


def marked(index: Index, query: str, **filters: str) -> list[str]:
    """The marked words of all hits."""
    results = index.search(query, today=TODAY, **filters)
    return [
        hit.passage.text[span.start - hit.passage.start : span.end - hit.passage.start]
        for hit in results
        for span in hit.highlights
    ]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("soldier", ["soldiers", "soldiers"]),
        ('"north korean soldiers"', ["North Korean soldiers"]),
        ('"korean troops"', ["Korean troops"]),
        ('"soldiers kursk"~5', ["soldiers", "Kursk"]),
        ("soldier* w/4 reached", ["soldiers", "reached"]),
        ("ships /s mayor", ["mayor", "ships", "ships"]),
        ("atleast2(soldiers)", ["soldiers", "soldiers"]),
        ("harbor~1", ["harbour"]),
        ("harb*", ["harbour"]),
        ("number:8k..9k", ["8,000"]),
        ("number:>=90%", ["90 percent"]),
        ("date:2024-10-31", ["Thursday, October 31", "this week"]),
        ("speaker:blinken", ["Secretary of State Antony Blinken", "he"]),
        ("said(speaker:kim silence)", ["Kim Yong-hyun", "silence"]),
        ("title:harbour", []),
        ("works", ["Work"]),
        ("troops -silence", []),
        ("soldiers NOT zzz", ["soldiers", "soldiers"]),
        ("(soldiers AND zzz) OR region", ["region"]),
        ("troops OR (kursk AND soldiers)", ["soldiers", "Kursk", "soldiers", "troops"]),
    ],
)
def test_what_matched_is_marked(index: Index, query: str, words: list[str]) -> None:
    """Stems, phrases where the phrase stands, figures, dates and names; nothing for titles, NOT and what failed."""
    found = marked(index, query)
    if query.startswith(("date:", "speaker:", "said(")):
        for word in words:
            assert any(word in text or text in word for text in found), found
    else:
        assert sorted(found) == sorted(words)


def test_a_long_passage_is_cut_where_most_is_marked(tmp_path: Path) -> None:
    """A passage of a thousand characters is shown by the window that holds its matches, cut at words."""
    filler = "The council met and spoke about roads and bridges and schools for a long time. "
    text = filler * 5 + "Troops from Kursk came to the town with their Kursk commanders. " + filler
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(Document(id="long", text=text))
        (hit,) = index.search("kursk troops", limit=1)
        assert hit.snippet is not None
        shown = text[hit.snippet.start : hit.snippet.end]
        assert len(shown) <= 400
        assert "Troops from Kursk" in shown
        assert all(hit.snippet.start <= span.start < span.end <= hit.snippet.end for span in hit.highlights)


# --- the doctor ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("soldiers date:2019", "`date:2019` matches no passage; without it 1"),
        ("soldiers speaker:kim", "`speaker:kim` matches 1, but none that the rest matches; without it 1"),
        ("harbour AND silence", "`harbour` matches 1, but none that the rest matches; without it 1"),
        ("harbour -ships", "`NOT ships` excludes all that the rest matches; without it 1"),
        ("zzz AND silence", "`zzz` matches no passage; without it 1"),
        ("(zzz OR yyy) AND silence", "`zzz OR yyy` matches no passage; without it 1"),
        ('"soldiers korean"', "its words occur apart from each other in 1 passage"),
        ("mayor w/1 spring", "both sides occur in 1 passage, but never so near each other"),
        ("mayor w/1 silence", "both sides occur but never in one passage"),
        ("atleast3(soldiers)", "`soldiers` occurs less often in 1 passage"),
        (
            "said(speaker:kim ships)",
            "no single statement satisfies all of it; each part alone: `speaker:kim` 1, `ships` 1",
        ),
        ("said(number:777 silence)", "no statement satisfies `number:777`"),
        ("number:777", "`number:777` matches no passage"),
        ("harbour date:2019 speaker:kim", "`date:2019` matches no passage"),
    ],
)
def test_nothing_found_is_explained_clause_by_clause(index: Index, query: str, told: str) -> None:
    """A remark names the clause that is to blame, and how many passages there are without it."""
    results = index.search(query, today=TODAY)
    assert not results
    assert any(told in remark for remark in results.warnings), results.warnings


def test_an_index_without_documents_is_told(tmp_path: Path) -> None:
    """Nothing is found because nothing is there: one remark, and no word or filter is blamed."""
    with searchlib.open(tmp_path / "index", create=True) as empty:
        empty.add(Document(id="a", text="The harbour was closed."))
        empty.delete("a")
        assert empty.search("soldiers date:2019").warnings == ("the index holds no document",)


def test_filters_given_apart_are_examined_like_those_of_the_query(index: Index) -> None:
    """An option that leaves nothing is named as the clause it stands for."""
    results = index.search("soldiers", date="2019", today=TODAY)
    assert "`date:2019` matches no passage; without it 1" in results.warnings
    every = index.search("soldiers zzz", every_word=True, today=TODAY)
    assert "`zzz` matches no passage; without it 1" in every.warnings


def test_a_word_or_a_speaker_that_is_not_there_is_answered_by_the_nearest(index: Index) -> None:
    """Suggestions are words as the texts write them and names of the speaker table."""
    assert index.search("soldeirs AND kursk").suggestions == ("did you mean soldiers?",)
    assert index.search("harbuor").suggestions == ("did you mean harbour?",)
    assert index.search("speaker:blinkin").suggestions == ("did you mean Antony Blinken?",)
    assert index.search("said(harbuor)").suggestions == ("did you mean harbour?",)
    assert index.search("zqzqzqzq").suggestions == ()


def test_the_doctor_stays_cheap(index: Index) -> None:
    """A query of hundreds of clauses is examined in part only, and never beyond the time of the search."""
    query = " ".join(f"+zzz{number}" for number in range(300))
    results = index.search(query)
    assert len(results.warnings) <= 12
    assert index.search(query, timeout_s=60.0).complete


@pytest.mark.parametrize("query", ["speaker:kim", "troops number:10000", "said(troops)", "date:2024", "has:number"])
def test_an_index_of_words_alone_says_so(tmp_path: Path, query: str) -> None:
    """Where no statement, date or quantity was read, what asks for one is told why nothing is found; words are not."""
    document = Document(id="a", text="Kim said that 10,000 troops came in October 2024.")
    with searchlib.open(tmp_path / "index", create=True) as words:
        words.add(document, options=ReadOptions(extract=False))
        told = "the index holds no statements, dates and quantities"
        assert [told in warning for warning in words.search(query).warnings] == [True]
        assert not any(told in warning for warning in words.search("zebra").warnings)
        for view in (words.figures("troops"), words.quotes("troops"), words.timeline("troops"), words.speaker("kim")):
            assert [told in warning for warning in view.warnings] == [True]
        for view in (words.verify("Kim said that 10,000 troops came."), words.compare("a", "a")):
            assert any(told in warning for warning in view.warnings)
        assert not any(told in warning for warning in words.search("troops", facets=["source"]).warnings)
        assert [told in warning for warning in words.search("troops", facets=["source", "noun"]).warnings] == [True]


def test_nothing_is_diagnosed_where_nothing_was_asked_for(index: Index) -> None:
    """A page beyond the end and a mere count are no empty results."""
    assert index.search("soldiers", offset=5).warnings == ()
    assert index.search("zzz", limit=0).warnings == ()


# --- results ---------------------------------------------------------------------------------------------------------


def test_counts_come_without_hits(index: Index) -> None:
    """`limit=0` gives totals and facets alone; without counting there are no totals."""
    results = index.search("soldiers troops", limit=0, facets=["kind", "source"])
    assert (len(results), results.total, results.total_all) == (0, 2, 0)
    assert results.facets["source"] == (("Daily", 2),)
    assert index.search("soldiers", count=False).total is None


def test_pages_beyond_the_end_are_empty_with_the_same_total(index: Index) -> None:
    """An offset beyond all matches is answered by their number."""
    results = index.search("soldiers", offset=10**12, limit=10**12)
    assert (len(results), results.total, results.offset) == (0, 1, 10**12)


@pytest.mark.parametrize("size", [1, 2, 3, 500])
@pytest.mark.parametrize("options", [{}, {"sort": "published"}, {"offset": 1}, {"limit": 2}, {"group": "document"}])
def test_pages_are_the_whole_in_pieces(index: Index, options: dict[str, Any], size: int) -> None:
    """Whatever their size, they hold the hits of one large search, with the same ranks and marks."""
    request = SearchRequest("-zzzz", (), SearchOptions(**{"limit": 1_000, **options}))
    pages = list(index.pages(request, size))
    whole = index.ask(request)
    assert len(whole) > 1
    assert [hit for page in pages for hit in page] == list(whole)
    assert all(len(page) == size for page in pages[:-1])
    assert {page.total for page in pages} == {whole.total}


def test_pages_of_nothing_are_one_empty_page(index: Index) -> None:
    """So that a caller learns of warnings."""
    [page] = index.pages(SearchRequest("zzzz"))
    assert (len(page), page.total) == (0, 0)


@pytest.mark.parametrize("options", [{"limit": -1}, {"offset": -1}])
def test_negative_pages_are_refused(index: Index, options: dict[str, int]) -> None:
    """A limit or an offset below 0 is an error, not an empty page."""
    with pytest.raises(QueryError, match="0 or more; got -1"):
        index.search("soldiers", **options)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"sort": "x"}, "sort must be one of date, number, published, score.*; got 'x'"),
        ({"sort": []}, "sort must be"),
        ({"group": "x"}, "group must be 'document' or ''.*; got 'x'"),
        ({"timeout_s": -1}, "timeout_s must be a number of seconds.*; got -1"),
        ({"timeout_s": "2"}, "timeout_s must be a number of seconds.*; got '2'"),
        ({"timeout_s": float("nan")}, "timeout_s must be .*; got nan"),
        ({"today": "2020"}, "today must be a datetime.date.*; got '2020'"),
        ({"limit": "3"}, "limit must be a whole number.*; got '3'"),
        ({"limit": 2.5}, "limit must be a whole number.*; got 2.5"),
        ({"offset": None}, "offset must be a whole number.*; got None"),
        ({"facets": 5}, "facets must be a list of names.*; got 5"),
        ({"facets": [5]}, r"facets must be a list of names.*; got \[5\]"),
        ({"speaker": 5}, "speaker must be a text.*; got 5"),
        ({"source": date(2021, 3, 4)}, "source must be a text.*; got .*"),
        ({"number": date(2021, 3, 4)}, "number must be a number.*; got .*"),
        ({"number": float("inf")}, "number must be a number.*; got inf"),
        ({"number": (None, None)}, "number must be a number.*, or a pair of numbers; got .*"),
        ({"number": (1, 2, 3)}, "number must be .* a pair of numbers; got .*"),
        ({"number": (date(2021, 3, 4), 5)}, "number must be .* a pair of numbers; got .*"),
        ({"speaker": ("a", "b")}, "speaker must be a text.*; got .*"),
        ({"published": []}, r"published must be a date.*; got \[\]"),
        ({"query": None}, "query must be a text.*; got None"),
        ({"query": 5}, "query must be a text.*; got 5"),
    ],
)
def test_an_argument_of_a_wrong_kind_is_refused_by_name(index: Index, options: dict[str, Any], told: str) -> None:
    """The error is one of ours, names the argument and says what is wanted."""
    with pytest.raises(QueryError, match=told):
        index.search(**{"query": "soldiers", **options})


def test_a_pair_is_a_range(index: Index) -> None:
    """Numbers, days and texts may be the ends, None is an open one: in searches, views, exports and saved searches."""
    days = (date(2024, 11, 1), date(2024, 11, 2))
    same: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"number": (8000, 12_000)}, {"number": "8000..12000"}),
        ({"number": [None, 2.5]}, {"number": "..2.5"}),
        ({"number": (-5, "12k")}, {"number": "-5..12k"}),
        ({"published": days}, {"published": "2024-11-01..2024-11-02"}),
        ({"on": (days[0], None)}, {"on": "2024-11-01.."}),
        ({"date": ("2024", 2025)}, {"date": "2024..2025"}),
    ]
    for pair, text in same:
        assert index.search(**pair).parsed == index.search(**text).parsed
        assert index.search(**pair).hits == index.search(**text).hits
    assert index.figures(number=(8000, 12_000)).parsed == index.figures(number="8000..12000").parsed
    assert index.save("some", "soldiers", number=(8000, 12_000)).filters == {"number": "8000..12000"}
    index.unsave("some")


def test_wrong_arguments_of_the_other_ways_to_search_are_refused(index: Index) -> None:
    """So for ranking, for passages like one, and for many queries, of which one text is not a list."""
    wrong: Any = None
    with pytest.raises(QueryError, match=r"query must be a text.*; got None"):
        index.rank(wrong)
    with pytest.raises(QueryError, match=r"k must be a whole number.*; got None"):
        index.rank("soldiers", wrong)
    with pytest.raises(QueryError, match=r"limit must be a whole number.*; got None"):
        index.like("kursk#0", wrong)
    with pytest.raises(QueryError, match="queries must be a list of texts"):
        index.search_many("soldiers")


def test_the_old_names_of_options_work_with_a_warning(index: Index) -> None:
    """`fold` is collapse and `sure` explicit_only; a name that never was an option is refused as Python refuses it."""
    renamed: dict[str, Any] = {"fold": True}
    with pytest.deprecated_call(match="fold is now called collapse"):
        assert index.search("soldiers river", **renamed).hits == index.search("soldiers river", collapse=True).hits
    renamed = {"sure": True}
    with pytest.deprecated_call(match="sure is now called explicit_only"):
        assert index.search(number=">1", **renamed).hits == index.search(number=">1", explicit_only=True).hits
    renamed = {"colour": True}
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        index.search("soldiers", **renamed)


def test_days_and_numbers_filter_as_they_are(index: Index) -> None:
    """A date, a datetime and a number are what their texts are; a facet may be named alone; a saved search keeps them."""
    day = date(2024, 11, 1)
    assert index.search(published=day).parsed == index.search(published="2024-11-01").parsed
    assert len(index.search(published=day)) == 3
    assert len(index.search(published=datetime(2024, 11, 1, 12, tzinfo=UTC))) == 3
    assert index.search(number=8e3).parsed == index.search(number="8000").parsed
    assert index.search(number=12).parsed == index.search(number="12").parsed
    assert index.search(number=0.0000001).parsed == index.search(number="0.0000001").parsed
    assert index.search(date=2025).parsed == index.search(date="2025").parsed
    assert index.search("soldiers", facets="source").facets == index.search("soldiers", facets=["source"]).facets
    assert index.search("soldiers", today=datetime(2024, 11, 2, tzinfo=UTC)).total == 1
    assert index.save("typed", "soldiers", published=day, number=8000).filters == {
        "published": "2024-11-01",
        "number": "8000",
    }
    assert [hit.passage.id for hit in index.run("typed")] == ["kursk#0"]


def test_an_unknown_facet_is_refused_with_the_nearest_name(index: Index) -> None:
    """The error names the facets that there are."""
    with pytest.raises(QueryError, match="no facet") as caught:
        index.search("soldiers", facets=["speakers"])
    assert caught.value.suggestion == "speaker"


ODD = 'A "quoted", odd\tid\nof\u2028lines; =SUM(1)'


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[Results]:
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(
            Document(id=ODD, title="=cmd|' /C calc'!A0", text='He said: "-1, naïve \U0001f600" again.', source="@AP")
        )
        yield index.search("naive")


def test_odd_characters_survive_every_form(odd: Results) -> None:
    """CSV, JSON and TREC runs give back what was indexed, a row a hit, and no cell runs as a formula."""
    (row,) = csv.DictReader(io.StringIO(odd.to_csv(raw=True)))
    assert row["document"] == ODD
    (row,) = csv.DictReader(io.StringIO(odd.to_csv()))
    assert row["title"] == "'=cmd|' /C calc'!A0"
    assert row["source"] == "'@AP"
    assert json.loads(odd.to_json())["hits"][0]["passage"]["document"] == ODD
    (line,) = odd.to_trec("q1").splitlines()
    assert len(line.split()) == 6
    assert line.startswith("q1 Q0 A_")
    assert Results.model_validate_json(odd.model_dump_json()) == odd


@pytest.mark.parametrize(
    "options", [{}, {"explain": True, "context": 1}, {"facets": ["source"], "group": "document"}, {"offset": 1}]
)
def test_results_made_unchecked_are_what_a_check_makes_of_them(index: Index, options: dict[str, Any]) -> None:
    """Hits and results have every field, in the model's order, with the types that the models ask for."""
    results = index.search("soldiers korean minister number:>1", **options)
    checked = Results.model_validate_json(results.model_dump_json())
    assert len(results) > 0
    assert results == checked
    assert repr(results) == repr(checked)


def test_values_of_a_hit_are_its_own(tmp_path: Path) -> None:
    """Whoever alters the extra values of a hit alters no other answer."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(Document(id="a", text="Rain fell on the harbour.", extra={"section": "weather"}))
        index.search("rain")[0].extra["section"] = "sports"
        assert index.search("rain")[0].extra == {"section": "weather"}


def test_passages_like_one_are_found_by_what_is_rare_in_it(index: Index) -> None:
    """More like this leaves the passage itself out and ranks by shared rare words."""
    (first, *_) = index.like("kursk#0", limit=2)
    assert first.passage.document == "silence"
    assert "kursk#0" not in [hit.passage.id for hit in index.like("kursk#0")]


def test_what_a_passage_shares_with_one_like_it_is_marked(index: Index) -> None:
    """The rare words that both have, and no word of grammar."""
    asked = {term for word in index.passage("kursk#0").text.split() for term in analysis.analyze(word).terms}
    for hit in index.like("kursk#0"):
        marked = [
            hit.passage.text[span.start - hit.passage.start : span.end - hit.passage.start] for span in hit.highlights
        ]
        assert marked
        assert {term for word in marked for term in analysis.analyze(word).terms} <= asked
        assert not {"the", "in", "of", "a"} & {word.lower() for word in marked}


def test_highlights_are_spans_of_the_document(index: Index) -> None:
    """Offsets of marks count in the document's text, ascending and disjoint."""
    for query in ("the soldiers were trained", "number:>0", "has:speaker soldiers"):
        for hit in index.search(query):
            spans = [Span(start=0, end=0), *hit.highlights]
            assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
            assert all(hit.passage.start <= span.start < span.end <= hit.passage.end for span in hit.highlights)


def test_the_same_wire_text_is_shown_once_with_the_list_of_its_copies(tmp_path: Path) -> None:
    """Folded, copies stand under the best one; totals and facets count them all; another figure is another passage."""
    wire = (
        "The minister said on Thursday that {} soldiers had crossed the river near the old bridge and that talks with the "
        "neighbours would go on for as long as both sides were ready to meet in the capital again."
    )
    copies = {
        "a": wire.format("8,000"),
        "b": wire.format("8,000").replace("old", "ancient"),
        "c": wire.format("10,000"),
    }
    with searchlib.open(tmp_path / "index", create=True) as index:
        for name in ("b", "c"):
            index.add(Document(id=name, text=copies[name], source=name))
        index.add(Document(id="a", text=copies["a"], source="a"))
        folded = index.search("soldiers river", collapse=True, facets=["source"])
        assert {(hit.passage.id, *hit.duplicates) for hit in folded} in (
            {("b#0", "a#0"), ("c#0",)},
            {("a#0", "b#0"), ("c#0",)},
        )
        assert folded.total == 3
        assert [count for _, count in folded.facets["source"]] == [1, 1, 1]
        assert [len(index.search("soldiers", collapse=True, limit=1, offset=page)) for page in range(3)] == [1, 1, 0]
        assert len(index.search("soldiers river")) == 3
        index.delete("b")
        assert all(not hit.duplicates for hit in index.search("soldiers river", collapse=True))


def test_a_hit_shows_the_extra_values_of_its_document(tmp_path) -> None:
    """What a source gave beside the fields is stored, shown with each hit and exported."""
    extra = {"section": "politics", "words": 120, "rating": 4.5, "day": "2024-11-01"}
    with searchlib.open(tmp_path / "index", create=True) as opened:
        opened.add(Document(id="a", text="One ferry sailed.", extra=extra))
        results = opened.search("ferry")
        assert results[0].extra == extra
        assert opened.document("a").extra == extra
        assert json.loads(results.to_json())["hits"][0]["extra"] == extra
        assert json.loads(results.to_rows()[0]["extra"]) == extra


def test_a_column_of_the_source_takes_no_wildcard_and_is_missed_by_name(tmp_path: Path) -> None:
    """A star in its value is an error as in `doc:`; a column that no document has is told with those that there are."""
    with searchlib.open(tmp_path / "index", create=True) as own:
        own.add(Document(id="a", text="Police came.", extra={"topic": "election*", "size": 5}))
        for starred in ("x.topic:elect*", "x.topic:*ion", "doc:*café*"):
            with pytest.raises(QueryError, match="takes no wildcard") as caught:
                own.search(starred)
            assert caught.value.suggestion is None
        assert own.search('x.topic:"election*"').total == own.search("x.size:3..*").total == 1
        told = "no document has a column x.section; there are x.size, x.topic"
        assert told in own.search("x.section:politics").warnings
        assert told not in own.search("x.topic:politics").warnings


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "x.topic:>5",
            "x.topic holds texts (war, peace), and a range matches numbers and days only: ask for a text, as in `x.topic:war`",
        ),
        ("x.topic:famine", "x.topic holds war, peace"),
        ("x.size:>50", "x.size holds 5, 9"),
        ("x.day:>2025", "x.day holds 2024-01-02"),
    ],
)
def test_a_value_that_no_column_has_is_told_with_those_that_it_has(tmp_path: Path, query: str, told: str) -> None:
    """The commonest first; over texts no range can match anything, which is said."""
    columns = (
        {"topic": "war", "size": 5},
        {"topic": "war", "size": 5, "day": "2024-01-02"},
        {"topic": "peace", "size": 9},
    )
    with searchlib.open(tmp_path / "index", create=True) as own:
        own.add(Document(id=f"{at}", text="Police came.", extra=extra) for at, extra in enumerate(columns))
        results = own.search(query)
        assert results.total == 0
        assert told in results.warnings


def test_a_long_word_is_shortened_in_what_is_said_of_it(index: Index) -> None:
    """A line that says why nothing is found does not hold five thousand letters."""
    results = index.search("w" * 5000)
    assert results.warnings
    assert max(map(len, results.warnings)) < 300
