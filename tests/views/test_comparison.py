"""Comparison: what two articles tell alike, otherwise, or alone. Golden cases, and laws over random articles.

A case of comparison.json is

    query            the ids of the two documents
    articles         the folder that is indexed
    shared           the beginnings of the texts that both have
    pairs            pairs that are there: some values of each side, and the kinds of difference in order
    only_one         rows that only the first has, by some of their values;  only_other: the second
    why              what the case shows
"""

from __future__ import annotations

import csv
import io
import json
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib
from searchlib import Document
from searchlib.errors import ArgumentError, NotFound
from searchlib.matching.deadline import OutOfTime, within
from searchlib.models.answer import LABEL_COLUMNS
from searchlib.models.views.comparison import COMPARISON_COLUMNS, Comparison
from searchlib.models.views.rows import Place
from tests.engines.list_engine import list_scheme
from tests.views.conftest import OpenArticles, cases
from tests.views.test_verification import corpora


def has(row: Place, wanted: dict[str, Any]) -> bool:
    plain = row.model_dump(mode="json")
    return all(plain.get(name) == value for name, value in wanted.items())


def kinds(pair: Any) -> list[str]:
    return [one.kind for one in pair.differs]


@pytest.mark.parametrize("case", cases("comparison"))
def test_two_articles_differ_where_a_careful_reader_sees_it(articles: OpenArticles, case: dict[str, Any]) -> None:
    """Pairs with what differs, and rows that only one of them has."""
    comparison = articles(case["articles"]).compare(*case["query"].split())
    assert [text.text[: len(start)] for text, start in zip(comparison.shared, case["shared"], strict=True)] == case[
        "shared"
    ]
    for wanted in case["pairs"]:
        assert any(
            has(pair.one, wanted["one"]) and has(pair.other, wanted["other"]) and kinds(pair) == wanted["differs"]
            for pair in comparison
        ), wanted
    one = (*comparison.only_one_figures, *comparison.only_one_statements)
    other = (*comparison.only_other_figures, *comparison.only_other_statements)
    for rows, name in ((one, "only_one"), (other, "only_other")):
        for wanted in case[name]:
            assert any(has(row, wanted) for row in rows), wanted


def test_every_row_stands_where_it_says(articles: OpenArticles) -> None:
    """The characters of a row hold its text, in the document that it is of."""
    index = articles("seeds")
    comparison = index.compare("kursk-blinken-austin.txt", "lu-chao-zelensky-generals.txt")
    for row in (*comparison.only_one_statements, *(pair.one for pair in comparison.statements)):
        assert " ".join(index.document("kursk-blinken-austin.txt").text[row.start : row.end].split()) == row.text
    for pair in comparison.statements:
        for start, end in pair.other_marked:
            assert 0 <= start < end <= len(pair.other.text)


def test_a_comparison_ends_at_its_deadline(articles: OpenArticles) -> None:
    """Two long articles keep no server for longer than an answer may take."""
    index = articles("seeds")
    with within(time.monotonic() - 1), pytest.raises(OutOfTime):
        index.compare("kursk-blinken-austin.txt", "lu-chao-zelensky-generals.txt")


# ---- laws -----------------------------------------------------------------------------------------------------------


def opened(location: str, texts: list[str]) -> searchlib.Index:
    index = searchlib.open(location, create=True)
    index.add(
        Document(id=f"d{number}", text=text, published=date(2024, 5, 2), source=f"Paper {number}")
        for number, text in enumerate(texts)
    )
    return index


def mirrored(comparison: Comparison) -> dict[str, Any]:
    """What a comparison in the other order must be."""
    plain = comparison.model_dump(exclude={"took_ms", "query", "parsed"})
    swapped: dict[str, Any] = {}
    for name, value in plain.items():
        partner = {"one": "other", "other": "one"}.get(name) or name.replace("only_one", "only_?").replace(
            "only_other", "only_one"
        ).replace("only_?", "only_other")
        swapped[partner] = value
    for pair in (*swapped["statements"], *swapped["figures"], *swapped["shared"]):
        pair["one"], pair["other"] = pair["other"], pair["one"]
        if "one_marked" in pair:
            pair["one_marked"], pair["other_marked"] = pair["other_marked"], pair["one_marked"]
        for difference in pair.get("differs", ()):
            difference["one"], difference["other"] = difference["other"], difference["one"]
    return swapped


def in_any_order(plain: dict[str, Any]) -> dict[str, Any]:
    """The same with pairs sorted, and without the text of what is shared, which is the first document's."""
    for text in plain["shared"]:
        del text["text"]
    return {
        name: sorted(map(repr, value)) if isinstance(value, tuple | list) else value for name, value in plain.items()
    }


@settings(max_examples=40, deadline=None)
@given(corpora, st.data())
def test_a_comparison_mirrors_its_reverse_and_a_document_differs_in_nothing_from_itself(tmp_path_factory, corpus, data):
    """On every engine."""
    texts = [" ".join(text) for text in corpus]
    one, other = (f"d{data.draw(st.integers(0, len(texts) - 1))}" for _ in range(2))
    folder = tmp_path_factory.mktemp("compare")
    answers = []
    with list_scheme():
        for location in (f"{folder}/index", f"list://memory/{folder}"):
            with opened(location, texts) as index:
                whole = index.compare(one, other)
                assert in_any_order(mirrored(index.compare(other, one))) == in_any_order(
                    whole.model_dump(exclude={"took_ms", "query", "parsed"})
                )
                own = index.compare(one, one)
                assert not own.differs
                assert own.shared_sentences == own.one.sentences
                assert (own.same_statements, own.same_figures) == (own.one.statements, own.one.figures)
                answers.append(whole.model_dump(exclude={"took_ms"}))
    assert answers[0] == answers[1]


# ---- single laws ----------------------------------------------------------------------------------------------------


def compared(tmp_path, one: str, other: str) -> Comparison:
    with opened(str(tmp_path / "index"), [one, other]) as index:
        return index.compare("d0", "d1")


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("About 4,000 sailors left Odden.", "Some 4,000 sailors left Odden.", [["words"]]),
        ("There were 4,000 sailors in Odden.", "There were 9,000 sailors in Odden.", [["number"]]),
        ("There were 4,000 sailors in Odden.", "There were 4,000 dockers in Odden.", []),
        ("There were 4,000 soldiers in Odden.", "There were 4,000 troops in Odden.", []),
        (
            "“The harbour will stay closed for repairs,” Ana Reyes said.",
            "“The harbour will not stay closed for repairs,” Ana Reyes said.",
            [["negation", "words"], ["negation"]],
        ),
    ],
)
def test_what_differs_is_named(tmp_path, one, other, wanted):
    """Numbers, negations, words; different things counted are no pair, close nouns are."""
    found = [kinds(pair) for pair in compared(tmp_path, one, other)]
    assert found == wanted or found in [[one] for one in wanted]


def test_wire_text_is_listed_by_stretch(tmp_path):
    """Sentences in a row are one stretch; a sentence with another figure is no copy."""
    wire = "The harbour of Odden stays closed this week. The mayor spoke of a hard winter for all. "
    comparison = compared(
        tmp_path,
        wire + "About 4,000 ships call at the port in a year, they say. It rained.",
        "A storm came. " + wire + "About 5,000 ships call at the port in a year, they say.",
    )
    (text,) = comparison.shared
    assert text.sentences == comparison.shared_sentences == 2
    assert text.text == wire.strip()
    assert (text.one.start, text.other.start) == (0, 14)
    assert [kinds(pair) for pair in comparison.figures] == [["number"]]
    assert comparison.figures[0].conflict


def test_tables_have_a_row_a_difference(tmp_path):
    """Pairs, what only one has, and shared text."""
    comparison = compared(
        tmp_path, "About 4,000 sailors left. It rained all day in Odden.", "It rained all day in Odden."
    )
    rows = list(csv.DictReader(io.StringIO(comparison.to_csv())))
    assert tuple(rows[0]) == (*COMPARISON_COLUMNS, *LABEL_COLUMNS)
    assert [(row["stands_in"], row["kind"], row["one_value"]) for row in rows] == [
        ("one", "figure", "About 4,000 sailors"),
        ("both", "text", ""),
    ]
    assert len(comparison) == 2
    assert json.loads(comparison.to_json())["only_one_figures"][0]["value"] == "About 4,000"
    assert "<table>" in comparison._repr_html_()


def test_a_document_beside_itself_is_told(tmp_path):
    """Two names of one document are no mistake, but nobody should take them for two articles."""
    with opened(str(tmp_path / "index"), ["There were 40 ships in Odden.", "There were 60 ships in Odden."]) as index:
        assert index.compare("d0", "d0#0").warnings == ("Both are one document, d0: it is compared with itself.",)
        assert index.compare("d0", "d1").warnings == ()


def test_a_document_is_named_by_its_id_or_a_passage_of_it(tmp_path):
    """Another name is an error that says so."""
    with opened(str(tmp_path / "index"), ["It rained.", "It snowed."]) as index:
        assert index.compare("d0#0", "d1").one.document == "d0"
        with pytest.raises(NotFound, match="'d7'"):
            index.compare("d0", "d7")
        with pytest.raises(ArgumentError):
            index.compare("d0", 7)  # type: ignore[arg-type]
