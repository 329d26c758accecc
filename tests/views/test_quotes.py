"""Quotes: the statements of a query as wordings of utterances. Golden cases, and the laws by brute force.

A case of quotes.json is

    query, options   what `Index.quotes` is asked
    articles         the folder that is indexed
    together         beginnings or parts of wordings that stand in one group
    apart            pairs of them that do not
    first            a part of that group's first appearance
    papers, speakers, disagree     of that group;  chain: who told whom, in one of its wordings
    why              what the case shows
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib
from searchlib import Document
from searchlib.models.answer import LABEL_COLUMNS
from searchlib.models.views.quotes import QUOTE_COLUMNS, QuoteGroup, Quotes
from searchlib.views.retellings import likeness as measure
from searchlib.views.retellings import shared_words
from searchlib.views.retellings.utterances import Utterance
from tests.engines.corpora import histories, write
from tests.engines.list_engine import list_scheme
from tests.views.conftest import OpenArticles, assert_checked, cases


def group_with(quotes: Quotes, part: str) -> QuoteGroup:
    """The group of the wording that has this part."""
    (group,) = {group.ordinal: group for group in quotes.groups for row in group.rows if part in row.text}.values()
    return group


@pytest.mark.parametrize("case", cases("quotes"))
def test_retellings_stand_together_as_a_careful_reader_puts_them(articles: OpenArticles, case: dict[str, Any]) -> None:
    """One group with the wordings asked for, its first appearance, papers, speakers and chain."""
    quotes = articles(case["articles"]).quotes(case["query"], **case.get("options", {}))
    groups = [group_with(quotes, part) for part in case["together"]]
    group = groups[0]
    assert [other.ordinal for other in groups] == [group.ordinal] * len(groups)
    for one, other in case.get("apart", []):
        assert group_with(quotes, one).ordinal != group_with(quotes, other).ordinal
    assert case.get("first", "") in group.first.text
    assert list(group.papers) == case.get("papers", list(group.papers))
    assert list(group.speakers) == case.get("speakers", list(group.speakers))
    assert group.disagree == case.get("disagree", False)
    if "chain" in case:
        assert any(list(row.chain[: len(case["chain"])]) == case["chain"] for row in group.rows)


@pytest.mark.parametrize("folder", ["seeds", "SEARCHLIB_DATA/seeds"])
def test_every_wording_stands_where_it_says(articles: OpenArticles, folder: str) -> None:
    """The characters of a row hold its words, and the words that differ are not in the first appearance."""
    index = articles(folder)
    quotes = index.quotes(limit=0)
    for group in quotes.groups:
        assert not group.first.differs
        for row in group.rows:
            words = " ".join(index.document(row.document).text[row.start : row.end].split())
            assert row.text in words
            assert row.passage.startswith(row.document)
            assert all(word and word not in group.first.text.split() for word in row.differing)


# ---- the laws, by brute force ---------------------------------------------------------------------------------------

WORDS = ("ferry", "winter", "close", "council", "pontoon", "storm", "harbour", "sailor", "crown", "debate")
utterances = st.builds(
    lambda words, quoted, figures, speaker, role, day: Utterance(
        words=tuple(words),
        terms=frozenset(words) | {amount for amount, _ in figures},
        figures=figures,
        unquoted=frozenset(words) - quoted if quoted else frozenset(),
        speaker=speaker,
        is_person=len(speaker) > 1,
        role=role,
        day=day,
    ),
    words=st.lists(st.sampled_from(WORDS), max_size=9),
    figures=st.frozensets(st.tuples(st.sampled_from(("40", "300")), st.sampled_from(("", "sailor"))), max_size=2),
    quoted=st.frozensets(st.sampled_from(WORDS), max_size=4),
    speaker=st.sampled_from(((), ("ana", "reyes"), ("reyes",), ("bo", "lind"), ("navy",))),
    role=st.sampled_from(("", "mayor of Odden", "spokesman for the navy")),
    day=st.sampled_from((0, 700, 702, 709)),
)


def share_a_run(one: Utterance, other: Utterance) -> bool:
    """Whether six words in a row stand in both."""
    runs = [{said.words[at : at + 6] for at in range(len(said.words) - 5)} for said in (one, other)]
    return not runs[0].isdisjoint(runs[1])


@settings(max_examples=200)
@given(st.lists(utterances, max_size=9))
def test_no_pair_that_is_alike_is_overlooked(said):
    """The pairs found by sorting words are those found by comparing each statement with each."""
    weights = measure.word_weights(said)
    expected = {}
    for one, other in combinations(range(len(said)), 2):
        kind = measure.bond(said[one], said[other])
        bar = measure.bar(said[one], said[other], kind)
        score = measure.likeness(said[one], said[other], weights, kind)
        near = abs(said[one].day - said[other].day) <= measure.NEAR_DAYS and said[one].terms & said[other].terms
        if score >= bar and (near or share_a_run(said[one], said[other])):
            expected[one, other] = pytest.approx(min(score / bar, 1.5))
    assert measure.alike_pairs(said) == (expected, 0)


@given(st.lists(utterances, max_size=9), st.randoms())
def test_groups_part_all_statements(said, random):
    """Each statement is in one group, whatever their order; those of a group are linked by pairs that are alike."""
    groups = measure.groups_of(said).groups
    assert sorted(place for places in groups for place in places) == list(range(len(said)))
    linked, _ = measure.alike_pairs(said)
    for places in groups:
        reached, todo = {places[0]}, [places[0]]
        while todo:
            at = todo.pop()
            for other in places:
                if other not in reached and tuple(sorted((at, other))) in linked:
                    reached.add(other)
                    todo.append(other)
        assert reached == set(places)


@settings(max_examples=40)
@given(histories)
def test_the_quotes_of_random_articles_are_their_statements(history):
    """On every engine the same groups: every statement once, as a wording or counted as a copy of one."""
    seen = []
    with tempfile.TemporaryDirectory() as folder, list_scheme():
        for location in (f"{folder}/index", f"list://memory/{folder}"):
            corpus = write(location, history)
            with searchlib.open(location) as index:
                quotes = index.quotes(limit=0)
            assert_checked(quotes)
            seen.append([group.model_dump() for group in quotes.groups])
            said = {
                (document, statement.number)
                for document, (_, passages) in corpus.items()
                for passage in passages
                for statement in passage.statements
            }
            assert len(quotes) + sum(len(row.repeats) for row in quotes) <= len(said)
            assert {document for document, _ in said} == set().union(*(row.documents for row in quotes))
            numbers = [row.ordinal for row in quotes]
            assert numbers == list(range(1, len(quotes) + 1))
            for group in quotes.groups:
                days = [row.published or date.max for row in group.wordings]
                assert days == sorted(days)
    assert seen[0] == seen[1]


# ---- single laws ----------------------------------------------------------------------------------------------------


def asked(tmp_path: Path, *texts: str | Document, query: str = "", **options: Any) -> Quotes:
    """The quotes of articles of one day, each of another paper."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(
            text
            if isinstance(text, Document)
            else Document(id=f"{number}", text=text, published=date(2024, 5, 2), source=f"Paper {number}")
            for number, text in enumerate(texts)
        )
        return index.quotes(query, **options)


FERRY = "“The ferry line will not close this winter,” Mayor Ana Reyes told reporters on Thursday."


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (FERRY, "Mayor Ana Reyes said the ferry line would stay open in winter and not close.", True),
        (FERRY, "“The ferry line will not close this winter,” a city official said.", True),
        (FERRY, "Mayor Ana Reyes said the council would buy new pontoons.", False),
        (FERRY, "Pilot Bo Lind said the ferry was too old for the winter.", False),
        (
            "The navy said 300 sailors were hurt in the storm.",
            "The navy said 12 sailors were hurt in the storm.",
            False,
        ),
        (
            "The navy said 300 sailors were hurt in the storm.",
            "Three hundred sailors were injured, the navy said.",
            True,
        ),
    ],
)
def test_two_statements_are_one_utterance_when_they_say_one_thing(tmp_path, one, other, together):
    """The words that matter, the figures and the speaker decide."""
    quotes = asked(tmp_path, one, other)
    assert (quotes.groups[0].articles == 2) == together


def test_a_copy_is_counted_and_a_rewording_is_listed(tmp_path):
    """The same words in another paper are one wording; in other words they are another, the differing ones marked."""
    again = "In Odden “the ferry line will not close this winter,” Mayor Ana Reyes said."
    other = "Mayor Ana Reyes said the ferry line would be operating in winter and not close."
    (group,) = asked(tmp_path, FERRY, again, other).groups
    assert [(row.articles, row.differing) for row in group.rows] == [(2, ()), (1, ("operating",))]
    assert (group.articles, group.papers) == (3, ("Paper 0", "Paper 1", "Paper 2"))
    assert group.first.chain == ("Ana Reyes", "reporters", "Paper 0")


def test_what_is_denied_stands_apart(tmp_path):
    """A denial of the same words is a wording of its own kind."""
    texts = (
        "The mayor said the ferry line had lost its winter licence.",
        "The mayor denied that the ferry line had lost its winter licence.",
    )
    (group,) = asked(tmp_path, *texts).groups
    assert [row.marks for row in group.wordings] == [()]
    assert [row.marks for row in group.apart] == [("denied",)]


def test_a_denial_that_came_first_stands_behind(tmp_path):
    """Rows are numbered as they stand, and the first row is the one that others differ from."""
    texts = (
        "The mayor denied that the ferry line had lost its winter licence.",
        "The mayor said the ferry line had lost its winter licence.",
    )
    (group,) = asked(tmp_path, *texts).groups
    assert [(row.ordinal, row.marks) for row in group.rows] == [(1, ()), (2, ("denied",))]
    assert not group.first.differs


def test_the_same_words_in_another_month_are_one_utterance_when_they_are_the_same(tmp_path):
    """Far apart in time only what is repeated word for word counts."""
    later = [
        Document(id=f"later {number}", text=text, published=date(2024, 9, 2), source="Paper")
        for number, text in enumerate(
            (FERRY, "Mayor Ana Reyes said the ferry line would stay open in winter and not close.")
        )
    ]
    groups = asked(tmp_path / "a", FERRY, later[0]).groups
    assert [group.articles for group in groups] == [2]
    groups = asked(tmp_path / "b", FERRY, later[1]).groups
    assert [group.articles for group in groups] == [1, 1]


def test_what_was_cut_is_told(tmp_path):
    """A bound on the passages read leaves a sentence; without any, all are read."""
    texts = [f"Mayor Ana Reyes said {word} was fine." for word in WORDS]
    quotes = asked(tmp_path, *texts, limit=3)
    assert quotes.cut == "Only the best 3 of 10 matching passages were read."
    assert asked(tmp_path / "all", *texts, limit=0).cut == ""


def test_words_that_were_not_compared_are_told(tmp_path, monkeypatch):
    """Above the bound on pairs the commonest words are left out, and a sentence says so."""
    monkeypatch.setattr(shared_words, "_MOST_PAIRS", 2)
    texts = [f"Mayor Ana Reyes said the {word} was ready for the pontoons." for word in WORDS]
    cut = asked(tmp_path, *texts).cut
    assert cut.startswith("The 2 commonest words were not compared: some retellings may stand alone")


def test_a_table_has_one_line_a_wording_and_no_formulas(tmp_path):
    """Cells that a spreadsheet would run get an apostrophe, as in results."""
    one = Document(id="=1+1", text=FERRY, published=date(2024, 5, 2), source="Paper")
    quotes = asked(tmp_path, one, "Mayor Ana Reyes said the council would buy new pontoons.")
    rows = list(csv.DictReader(io.StringIO(quotes.to_csv())))
    assert tuple(rows[0]) == (*QUOTE_COLUMNS, *LABEL_COLUMNS)
    assert [(row["document"], row["first_appearance"], row["chain"]) for row in rows] == [
        ("1", "True", "Ana Reyes > Paper 1"),
        ("'=1+1", "True", "Ana Reyes > reporters > Paper"),
    ]
    assert "'=" not in quotes.to_csv(raw=True)
    assert [len(group["wordings"]) for group in json.loads(quotes.to_json())["groups"]] == [1, 1]
    assert "first appearance" in quotes._repr_html_()


def test_words_that_retell_the_query_are_found(tmp_path):
    """A dialogue answers for a conversation; an unknown word says why nothing is found."""
    text = "“We had a vigorous dialogue,” Mayor Ana Reyes said."
    assert len(asked(tmp_path, text, query="conversation")) == 1
    nothing = asked(tmp_path, text, query="pontoons")
    assert not nothing
    assert nothing.warnings
