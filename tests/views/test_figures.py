"""Figures: who gave which, and which of them cannot both be true. Golden cases, and the law by brute force.

A case of figures.json is

    query, options   what `Index.figures` is asked
    articles         the folder that is indexed
    groups           the first groups, by name
    rows             rows that are there, by some of their values;  only: true when there are no others
    conflicts        pairs of "value who", or their beginnings, that contradict each other; [] when none do
    agree            pairs that do not
    why              what the case shows
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from datetime import date
from itertools import combinations
from math import inf
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import searchlib
from searchlib import Document
from searchlib.errors import QueryError, SettingsError
from searchlib.models.answer import LABEL_COLUMNS
from searchlib.models.views.figures import FIGURE_COLUMNS, Figures
from searchlib.models.views.rows import FigureRow
from tests.engines.corpora import histories, write
from tests.engines.list_engine import list_scheme
from tests.views.conftest import OpenArticles, assert_checked, cases


def plain(row: FigureRow) -> dict[str, Any]:
    """A row with days as texts."""
    return row.model_dump(mode="json")


def has_row(figures: Figures, wanted: dict[str, Any]) -> bool:
    return any(all(plain(row)[name] == value for name, value in wanted.items()) for row in figures)


def pairs(figures: Figures) -> set[frozenset[str]]:
    """The conflicts as pairs of "value who"."""
    names = {row.ordinal: f"{row.value} {row.who}" for row in figures}
    return {frozenset((names[one.one], names[one.other])) for one in figures.conflicts}


@pytest.mark.parametrize("case", cases("figures"))
def test_a_question_has_the_figures_a_careful_reader_finds(articles: OpenArticles, case: dict[str, Any]) -> None:
    """Each row is there with its values, the groups come in order, and exactly the right pairs contradict each other."""
    figures = articles(case["articles"]).figures(case["query"], **case.get("options", {}))
    assert [group.name for group in figures.groups][: len(case["groups"])] == case["groups"]
    for wanted in case["rows"]:
        assert has_row(figures, wanted), wanted
    if case.get("only"):
        assert len(figures) == len(case["rows"])
    found = pairs(figures)
    if not case["conflicts"]:
        assert not found
    for one, other in case["conflicts"]:
        assert any(all(any(name.startswith(side) for name in pair) for side in (one, other)) for pair in found), (
            one,
            other,
        )
    for pair in case.get("agree", []):
        assert frozenset(pair) not in found, pair


@pytest.mark.parametrize("folder", ["seeds", "SEARCHLIB_DATA/seeds"])
def test_every_row_stands_where_it_says(articles: OpenArticles, folder: str) -> None:
    """The characters of a row hold the figure, its passage holds them, and its line of the file too."""
    index = articles(folder)
    for row in index.figures("north korean soldiers"):
        figure = index.document(row.document).text[row.start : row.end]
        assert row.value.endswith(" ".join(figure.split()))
        passage = index.passage(row.passage)
        assert passage.start <= row.start < row.end <= passage.end
        assert figure.split()[0] in Path(row.path).read_text("utf-8-sig").splitlines()[row.line - 1]


# ---- the law, by brute force ----------------------------------------------------------------------------------------


def satisfies(row: FigureRow, value: float) -> bool:
    """Whether a value is one that a row allows: DESIGN's words, one by one."""
    match row.modifier:
        case "at_most":
            return value <= row.high
        case "at_least":
            return value >= row.low
        case "more_than":
            return value > row.low
        case "less_than":
            return value < row.high
        case "about":
            return row.low - 0.05 * abs(row.low) <= value <= row.high + 0.05 * abs(row.high)
    return row.low <= value <= row.high


def can_both_be_true(one: FigureRow, other: FigureRow) -> bool:
    """Whether any of the values at and beside the ends of both satisfies both."""
    ends = {end * factor for row in (one, other) for end in (row.low, row.high) for factor in (0.95, 1, 1.05)}
    beside = [end + step for end in ends for step in (-1e-6, 0, 1e-6)]
    return any(satisfies(one, value) and satisfies(other, value) for value in (*beside, -inf, inf))


def days(row: FigureRow) -> set[int]:
    """The days that a row holds for."""
    return set() if row.first is None or row.last is None else {*range(row.first.toordinal(), row.last.toordinal() + 1)}


def contradict(one: FigureRow, other: FigureRow) -> bool:
    """DESIGN's law."""
    if one.group != other.group or not (one.head and one.is_fact and other.is_fact) or can_both_be_true(one, other):
        return False
    if one.document == other.document and one.speaker == other.speaker:
        return False
    here, there = days(one), days(other)
    return bool(here & there) and (here == there or max(len(here), len(there)) <= 7)


@settings(max_examples=60)
@given(histories)
def test_the_figures_of_random_articles_obey_the_law(history):
    """On every engine: each figure once, in the group of its unit and head, and every pair that contradicts, no other."""
    seen = []
    with tempfile.TemporaryDirectory() as folder, list_scheme():
        for location in (f"{folder}/index", f"list://memory/{folder}"):
            corpus = write(location, history)
            with searchlib.open(location) as index:
                figures = index.figures(limit=0)
            assert_checked(figures)
            seen.append([group.model_dump() for group in figures.groups])
            assert sum(row.articles for row in figures) <= sum(
                len(passage.quantities) for _, passages in corpus.values() for passage in passages
            )
            stated = {
                (passage.id, quantity.low, quantity.high, quantity.unit, quantity.noun)
                for _, passages in corpus.values()
                for passage in passages
                for quantity in passage.quantities
            }
            listed = {(row.passage, row.low, row.high, row.unit, row.noun) for row in figures}
            assert listed <= stated
            assert {key[0] for key in stated} == {key[0] for key in listed} | {
                passage for row in figures for passage in row.repeats
            }
            for group in figures.groups:
                assert {(row.unit, row.head.lower().removesuffix("s")) for row in (*group.rows, *group.apart)} == {
                    (group.unit, group.noun.removesuffix("s"))
                }
            expected = {
                frozenset((one.ordinal, other.ordinal))
                for one, other in combinations(figures.rows, 2)
                if contradict(one, other)
            }
            assert {frozenset((one.one, one.other)) for one in figures.conflicts} == expected
    assert sorted(map(repr, seen[0])) == sorted(map(repr, seen[1]))


# ---- single laws ----------------------------------------------------------------------------------------------------


def asked(tmp_path: Path, *texts: str | Document, query: str = "", **options: Any) -> Figures:
    """The figures of articles of one day, each of another paper."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(
            text
            if isinstance(text, Document)
            else Document(id=f"{number}", text=text, published=date(2024, 5, 2), source=f"Paper {number}")
            for number, text in enumerate(texts)
        )
        return index.figures(query, **options)


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("One in five people fled on May 2, 2024.", "3,000 people fled on May 2, 2024.", False),
        ("More than 8,000 sailors came.", "There were 10,000 sailors.", False),
        ("Up to 8,000 sailors came.", "About 10,000 sailors came.", True),
        ("About 10,000 sailors came.", "About 10,400 sailors came.", False),
        ("Less than 8,000 sailors came.", "At least 8,000 sailors came.", True),
        ("At least 8,000 sailors came.", "Up to 8,000 sailors came.", False),
        ("Nearly 8,000 sailors came.", "About 12,000 ships came.", False),
        ("In 2019, 8,000 sailors came.", "In 2020, 12,000 sailors came.", False),
        ("Some 8,000 Danish sailors came.", "Some 12,000 Norwegian sailors came.", False),
        ("Some 8,000 sailors came.", "Some 12,000 Norwegian sailors came.", True),
        ("Some 40 people were shot dead.", "Some 60 people were killed.", True),
        ("Some 40 people were hurt.", "Some 60 people were killed.", False),
        ("Some 40 people were hurt.", "Some 60 people were wounded.", True),
        ("They used a bomb to wound 40 people.", "They used a bomb to kill 60 people.", False),
        ("The mayor freed 40 of the sailors.", "Some 60 sailors came.", False),
        ("Some 60 sailors came.", "Some 40 other sailors came.", False),
        ("Some 60 sailors are in Oslo.", "Some 40 sailors are in Bergen.", False),
        ("Some 60 sailors are in Oslo.", "Some 40 sailors are in Oslo.", True),
        ("The left had 60 seats.", "The right had 40 seats.", False),
        ("At least 12 people were killed.", "Some 30 people were wounded.", False),
        ("At least 12 people were killed.", "Nine people were killed.", True),
        ("The blast killed 12 people.", "The blast wounded 40 people.", False),
        ("The blast killed 12 people.", "The blast killed 14 people.", True),
        ("More than 8,000 sailors came.", "There were 8,000 sailors.", True),
        ("At least 8,000 sailors came.", "There were 8,000 sailors.", False),
        ("Between 8,000 and 9,000 sailors came.", "There were 8,500 sailors.", False),
        ("Between 8,000 and 9,000 sailors came.", "There were 9,500 sailors.", True),
        ("On May 1, 8,000 sailors came.", "On May 2, 12,000 sailors came.", False),
        ("On May 1, 8,000 sailors came.", "On May 1, 12,000 sailors came.", True),
        ("The ferry cost 3 million dollars.", "The ferry cost 4 million euros.", False),
        ("The bridge is 300 metres long.", "The bridge is 300 kilometres long.", False),
        ("Ana Reyes denied that 8,000 sailors came.", "There were 12,000 sailors.", False),
        ("Ana Reyes said Norland will send 8,000 sailors.", "There were 12,000 sailors.", False),
        ("If 8,000 sailors come, the port will be full.", "There were 12,000 sailors.", False),
        ("Have 8,000 sailors come?", "There were 12,000 sailors.", False),
        ("Ana Reyes counted 8,000 sailors who will leave soon.", "There were 12,000 sailors.", True),
    ],
)
def test_two_figures_conflict_when_they_cannot_both_be_true(tmp_path, one, other, conflict):
    """What is allowed counts, for one thing and one time."""
    assert bool(asked(tmp_path, one, other).conflicts) == conflict


def test_an_article_never_contradicts_its_own_repetition(tmp_path):
    """Two figures of nobody in one article are parts of one account; two speakers of one article do contradict each other."""
    own = "There were 8,000 sailors in the port. Later 300 sailors left."
    assert not asked(tmp_path / "a", own).conflicts
    two = "There were 8,000 sailors, the navy said. The union said there were 12,000 sailors."
    (conflict,) = asked(tmp_path / "b", two).conflicts
    assert (
        conflict.why
        == "“8,000” is 8,000, “12,000” is 12,000; both for 2024-05-02, the day of publication; no telling word in both texts"
    )


def test_a_wire_copy_is_counted_and_not_listed(tmp_path):
    """The same sentence in two papers is one row that says so; a figure in other words is another row."""
    wire = "About 4,000 ships call at the harbour of Odden in a year, the mayor said on Thursday."
    figures = asked(
        tmp_path, wire, wire.replace("on Thursday", "Thursday"), "Odden: about 4,000 ships, says its mayor."
    )
    rows = [row for row in figures if row.head == "ships"]
    assert sorted(row.articles for row in rows) == [1, 2]
    assert next(row.repeats for row in rows if row.articles == 2) == ("1#0",)


def test_a_figure_given_again_by_its_article_is_one_line(tmp_path):
    """The same things, speaker and days: one row that says how often. Other things, or another day, are another row."""
    twice = (
        "There were 8,000 Danish sailors in the port. The town has never seen 8,000 sailors before, its mayor thinks."
    )
    (row,) = asked(tmp_path / "a", twice)
    assert (row.value, row.times, row.articles) == ("8,000", 2, 1)
    attacks = "Four people were killed in Odden. In Marsh County four people were killed."
    assert [row.times for row in asked(tmp_path / "c", attacks)] == [1, 1]
    apart = "There were 300 Danish sailors. There were 300 Norwegian sailors. On April 3 there were 300 Danish sailors."
    assert [row.times for row in asked(tmp_path / "b", apart)] == [1, 1, 1]


def test_what_is_asked_conditional_or_expected_stands_apart(tmp_path):
    """Also where nobody is quoted; each says why."""
    figures = asked(
        tmp_path, "Have 300 sailors come?", "If 400 sailors come, we sail.", "The king will send 500 sailors."
    )
    (group,) = figures.groups
    assert not group.rows
    assert [row.marks for row in group.apart] == [("future",), ("conditional",), ("question",)]


def test_nouns_of_the_reader_stand_side_by_side(tmp_path):
    """nouns.toml beside aliases.toml makes nouns close: the query finds both, and each keeps its own group."""
    texts = ("The port counts 300 stevedores.", "There were 420 dockers in Odden.")
    assert len(asked(tmp_path, *texts, query="stevedores").groups) == 1
    (tmp_path / "index" / "nouns.toml").write_text('[close]\nstevedores = ["dockers"]\n', "utf-8")
    figures = asked(tmp_path, *texts, query="stevedores")
    assert [(group.noun, group.question) for group in figures.groups] == [
        ("stevedores", "stevedores, dockers"),
        ("dockers", "stevedores, dockers"),
    ]
    assert not figures.conflicts


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("close = 3", "close is a table"),
        ("[near]", "one table"),
        ('[close]\na = "b"', "list of nouns"),
        ("[", "cannot be read"),
        (f"[close]\na = {[f'b{number}' for number in range(2_000)]}", "more than 2,000 nouns"),
    ],
)
def test_a_malformed_table_of_nouns_is_one_sentence(tmp_path, text, complaint):
    """It names the file and says what is wanted."""
    asked(tmp_path, "There were 420 dockers.")
    (tmp_path / "index" / "nouns.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=complaint) as caught:
        asked(tmp_path, "There were 420 dockers.")
    assert "nouns.toml" in str(caught.value)


def test_many_passages_are_read_some_at_a_time(articles: OpenArticles, monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures and the timeline are the same, however many passages are kept in memory."""
    index = articles("seeds")
    whole = [index.figures(limit=0).groups, index.timeline(limit=0).entries]
    monkeypatch.setattr("searchlib.views.passages_read._KEPT", 3)
    monkeypatch.setattr("searchlib.views.passages_read._FETCHED", 4)
    assert [index.figures(limit=0).groups, index.timeline(limit=0).entries] == whole


def test_what_was_cut_is_told(tmp_path):
    """A bound on the passages read leaves a sentence; without any, all are read."""
    texts = [f"There were {number} sailors in Odden." for number in range(20, 30)]
    figures = asked(tmp_path, *texts, limit=3)
    assert (figures.passages, figures.total, len(figures)) == (3, 10, 3)
    assert figures.cut == "Only the best 3 of 10 matching passages were read."
    assert asked(tmp_path / "all", *texts, limit=0).cut == ""


def test_a_table_has_one_line_a_figure_and_no_formulas(tmp_path):
    """Cells that a spreadsheet would run get an apostrophe, as in results."""
    one = Document(id="=1+1", text="There were 420 dockers.", published=date(2024, 5, 2))
    figures = asked(tmp_path, one, "There were 500 dockers.")
    rows = list(csv.DictReader(io.StringIO(figures.to_csv())))
    assert tuple(rows[0]) == (*FIGURE_COLUMNS, *LABEL_COLUMNS)
    assert [(row["document"], row["value"], row["conflicts_with"]) for row in rows] == [
        ("1", "500", "2"),
        ("'=1+1", "420", "1"),
    ]
    assert "'=" not in figures.to_csv(raw=True)
    assert [len(group["rows"]) for group in json.loads(figures.to_json())["groups"]] == [2]
    assert [row.value for row in figures.only_conflicts()] == ["500", "420"]


def test_explicit_rows_alone_are_shown_when_asked_for(articles: OpenArticles) -> None:
    """With explicit_only, figures and their statements are explicit, and no row is new."""
    index = articles("seeds")
    every, sure = (index.figures("soldiers", explicit_only=only) for only in (False, True))
    said = {
        (passage.id, said.start, said.end): said.confidence
        for document in index.reader.document_ids()
        for passage in index.passages(document)
        for said in passage.statements
    }
    assert 0 < len(sure) < len(every)
    for row in sure:
        around = [sure for (at, first, last), sure in said.items() if at == row.passage and first <= row.start < last]
        assert row.confidence == "explicit"
        assert not row.speaker or "explicit" in around
    timeline = index.timeline("soldiers", explicit_only=True)
    assert {row.confidence for entry in timeline for row in entry.rows} == {"explicit"}
    assert not index.figures("((", explicit_only=True)
    assert index.figures(explicit_only=True)


@pytest.mark.parametrize("options", [{"number": "soldiers"}, {"limit": -1}, {"unit": 3}])
def test_an_option_that_cannot_be_understood_is_a_query_error(tmp_path, options):
    """As in a search."""
    with pytest.raises(QueryError):
        asked(tmp_path, "There were 420 dockers.", **options)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Thousands of dockers are on strike.", "Thousands of dockers"),
        ("Nearly 4,000 dockers are on strike.", "Nearly 4,000 dockers"),
        ("Hundreds of ferry workers struck.", "Hundreds of ferry workers"),
    ],
)
def test_a_figure_is_said_with_what_it_counts(tmp_path, text, phrase):
    """A vague plural keeps its "of"."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(Document(id="a", text=text))
        assert [row.phrase for row in index.figures()] == [phrase]


def test_a_sentence_that_its_article_prints_twice_is_one_figure(tmp_path):
    """A caption has the sentence of the text: the age in it counts nothing named, and is one line all the same."""
    caption = "Officer Odd Vik shot Per Moe, an unarmed 26-year-old neighbor, in his own apartment last year"
    (row,) = asked(tmp_path, f"{caption}\n\nThe trial began on a rainy morning in Odden.\n\n{caption}.")
    assert (row.value, row.times) == ("26-year-old", 2)


def test_the_rows_of_a_group_are_numbered_without_a_gap(tmp_path):
    """Facts first, then what stands apart, though it is larger."""
    view = asked(tmp_path, "There were 300 sailors. If 9,000 sailors come, the port closes. Once 200 sailors came.")
    (group,) = view.groups
    assert [row.ordinal for row in (*group.rows, *group.apart)] == [1, 2, 3]
    assert [row.low for row in group.apart] == [9000]
