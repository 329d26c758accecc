"""A page about a speaker. Golden cases, and the counts by brute force.

A case of speaker.json is

    query, options   what `Index.speaker` is asked
    articles         the folder that is indexed
    name, kind, statements, documents, months     of the page
    roles, beside    names that are listed
    figures          figures with what they count, that are there; [] when there are none
    against, own     "who value" of figures that contradict the speaker's; of these the speaker's own
    why              what the case shows
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

import searchlib
from searchlib import Document
from searchlib.errors import ArgumentError
from searchlib.models.answer import LABEL_COLUMNS
from searchlib.models.views.speaker_page import SPEAKER_COLUMNS
from tests.engines.corpora import histories, write
from tests.engines.list_engine import list_scheme
from tests.views.conftest import OpenArticles, cases


@pytest.mark.parametrize("case", cases("speaker"))
def test_a_page_holds_what_a_careful_reader_collects(articles: OpenArticles, case: dict[str, Any]) -> None:
    """Names, counts, figures, contradictions and neighbours."""
    page = articles(case["articles"]).speaker(case["query"], **case.get("options", {}))
    for name in ("name", "kind", "statements", "documents"):
        assert getattr(page, name) == case.get(name, getattr(page, name))
    if "months" in case:
        assert [[one.month, one.statements] for one in page.months] == case["months"]
    for section in ("roles", "beside"):
        assert set(case.get(section, [])) <= {one.name for one in getattr(page, section)}
    figures = [f"{row.value} {row.noun}" for row in page.rows]
    assert set(case["figures"]) <= set(figures)
    assert bool(figures) == bool(case["figures"])
    against = {f"{one.other.who} {one.other.value}" for one in page.opposed}
    assert set(case["against"]) <= against
    assert bool(against) == bool(case["against"])
    assert set(case.get("own", [])) <= {f"{one.other.who} {one.other.value}" for one in page.opposed if one.is_own}


def test_statements_of_a_document_are_those_of_its_passages(articles: OpenArticles) -> None:
    """Read without the text of the passages, each once."""
    reader = articles("seeds").reader
    documents = [*reader.document_ids(), "nothing"]
    for document, statements in zip(documents, reader.statements_of(documents), strict=True):
        held = {said.number: said for passage in reader.document_passages(document) for said in passage.statements}
        assert statements == tuple(held.values())


def test_every_figure_of_a_page_is_the_speakers(articles: OpenArticles) -> None:
    """Rows are numbered from 1, and a contradiction names the rows of the page."""
    page = articles("seeds").speaker("US")
    assert [row.ordinal for row in page.rows] == list(range(1, len(page.rows) + 1))
    assert {row.speaker for row in page.rows} <= {name.name for name in page.names}
    numbers = {row.ordinal: row.value for row in page.rows}
    assert all(numbers[one.own.ordinal] == one.own.value for one in page.opposed)


@settings(max_examples=12)
@given(histories)
def test_the_counts_of_random_articles_are_those_of_their_statements(history):
    """On every engine the same: statements, documents and months; the table of speakers is each engine's own."""
    seen: list[dict[str, dict[str, Any]]] = []
    with tempfile.TemporaryDirectory() as folder, list_scheme():
        for location in (f"{folder}/index", f"list://memory/{folder}"):
            write(location, history)
            with searchlib.open(location) as index:
                named = [one.name for one in index.speakers() if one.kind in ("person", "organization")]
                pages = {name: index.speaker(name) for name in named}
            for page in pages.values():
                assert sum(one.statements for one in page.months) == page.statements
                assert sum(one.statements for one in page.names) == page.statements
                assert page.documents <= page.statements
            own = {"took_ms", "kind", "beside", "warnings"}
            seen.append({name: page.model_dump(exclude=own) for name, page in pages.items()})
    for name in seen[0].keys() & seen[1].keys():
        assert seen[0][name] == seen[1][name]


def index_of(folder, *texts: str):
    """An index of articles of one day, each of another paper."""
    index = searchlib.open(folder / "index", create=True)
    index.add(
        Document(id=f"{number}", text=text, published=date(2024, 5, 2), source=f"Paper {number}")
        for number, text in enumerate(texts)
    )
    return index


def test_what_the_lists_leave_out_is_told(tmp_path):
    """Forty names, roles and neighbours are listed; a bound of 0 lists all."""
    letters = [f"{first}{second}" for first in "abcdef" for second in "aeiouyrl"]
    others = " ".join(f"Mayor Ola D{name}n said the port was open." for name in letters)
    with index_of(tmp_path, f"Mayor Ana Reyes said the port was closed. {others}") as index:
        page, whole = index.speaker("Reyes"), index.speaker("Reyes", limit=0)
    assert len(page.beside) == 40 < len(whole.beside)
    assert page.cut == f"40 of {len(whole.beside)} speakers beside are listed."
    assert not whole.cut


def test_an_unknown_name_is_told_with_near_ones(tmp_path):
    """The page is false; an empty name is refused; a filter by speaker is no argument."""
    with index_of(tmp_path, "Mayor Ana Reyes said the port was closed.") as index:
        page = index.speaker("Reyez")
        assert not page
        assert page.suggestions == ("did you mean Ana Reyes?",)
        with pytest.raises(ArgumentError, match="name of a speaker"):
            index.speaker(" ")
        with pytest.raises(TypeError, match="comes first"):
            index.speaker("Reyes", speaker="Reyes")


def test_other_speakers_of_the_name_are_told(tmp_path):
    """The one with the most statements is meant."""
    texts = [
        "Mayor Ana Reyes said the port was closed. Ana Reyes said it would open.",
        "Pilot Bo Reyes said he was tired.",
    ]
    with index_of(tmp_path, *texts) as index:
        page = index.speaker("reyes")
        assert page.name == "Ana Reyes"
        assert page.warnings == ("Other speakers have this name too: Bo Reyes (1).",)
        assert index.speaker("Bo Reyes").statements == 1


def test_a_page_is_a_table_and_a_chart(tmp_path):
    """One line a name, role, month, figure and neighbour; a chart of statements or figures."""
    pytest.importorskip("altair")
    texts = [
        "Mayor Ana Reyes said 4,000 ships called at Odden in winter. Pilot Bo Lind said it was cold.",
        "Mayor Ana Reyes said 6,000 ships called at Odden in winter.",
    ]
    with index_of(tmp_path, *texts) as index:
        page = index.speaker("reyes")
        rows = list(csv.DictReader(io.StringIO(page.to_csv())))
        assert tuple(rows[0]) == (*SPEAKER_COLUMNS, *LABEL_COLUMNS)
        assert Counter(row["section"] for row in rows) == {
            "name": 1, "role": 1, "month": 1, "figure": 2, "contradicted": 1, "beside": 1,
        }  # fmt: skip
        (opposed,) = page.opposed
        assert opposed.is_own
        assert "2024-05: 2" in page.chart().description
        assert "4,000 ships" in page.chart("figures").description
        with pytest.raises(ArgumentError, match="statements"):
            page.chart("words")
        assert json.loads(page.to_json())["statements"] == 2
        assert "Bo Lind" in page._repr_html_()


def test_figures_of_other_stories_do_not_contradict(tmp_path):
    """Two figures of one noun and day are compared when their sentences share words beside it."""
    texts = ("Mayor Ana Reyes said 40 people had bought tickets.", "The police said 2 people were arrested in Norrby.")
    with index_of(tmp_path, *texts) as index:
        assert not index.speaker("reyes").opposed


def test_a_name_within_a_longer_one_is_not_that_speaker(tmp_path):
    """The page about the U.S. holds nothing of the U.S.-China commission; the other speaker is told of."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        texts = ("The U.S. said 300 ships were lost.", "The U.S. said more ships will come.",
                 "The U.S.-China Security Review Commission said 500 ships were lost.")  # fmt: skip
        index.add(searchlib.Document(id=f"d{at}", text=text) for at, text in enumerate(texts))
        page = index.speaker("US")
    assert [one.name for one in page.names] == ["U.S."]
    assert (page.statements, [row.value for row in page.rows]) == (2, ["300"])
    assert "U.S.-China Security Review Commission (1)" in page.warnings[0]
