"""Verification: what states a sentence, states it otherwise, or denies it. Golden cases, and laws over random articles.

A case of verification.json is

    query            the text that is checked, one sentence
    articles         the folder that is indexed
    verdict          the verdict
    rows             evidence that is there, by some of its values; `differs` as (kind, the text's, the article's)
    only             true when there is no other evidence
    why              what the case shows
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import searchlib
from searchlib import Document
from searchlib.errors import ArgumentError
from searchlib.models.answer import LABEL_COLUMNS
from searchlib.models.views.verification import VERIFICATION_COLUMNS, Evidence, Verification
from searchlib.sentences import sentence_bounds
from tests.engines.list_engine import list_scheme
from tests.views.conftest import OpenArticles, cases


def plain(row: Evidence) -> dict[str, Any]:
    """Evidence with its differences as triples."""
    return {**row.model_dump(mode="json"), "differs": [[one.kind, one.one, one.other] for one in row.differs]}


@pytest.mark.parametrize("case", cases("verification"))
def test_a_sentence_has_the_verdict_of_a_careful_reader(articles: OpenArticles, case: dict[str, Any]) -> None:
    """The verdict, and the evidence with what differs."""
    (checked,) = articles(case["articles"]).verify(case["query"], limit=0)
    assert checked.verdict == case["verdict"]
    rows = [plain(row) for row in checked.evidence]
    for wanted in case["rows"]:
        assert any(all(row[name] == value for name, value in wanted.items()) for row in rows), wanted
    if case.get("only"):
        assert len(rows) == len(case["rows"])


def test_every_row_stands_where_it_says(articles: OpenArticles) -> None:
    """The characters of evidence hold its sentence, in its passage and on its line."""
    index = articles("seeds")
    for row in index.verify("Blinken said 12,000 North Korean soldiers were in Kursk.", limit=0).sentences[0].evidence:
        text = index.document(row.document).text[row.start : row.end]
        assert " ".join(text.split()) == row.text
        passage = index.passage(row.passage)
        assert passage.start <= row.start < row.end <= passage.end
        assert text.split()[0] in Path(row.path).read_text("utf-8-sig").splitlines()[row.line - 1]
        for span in row.figures:
            assert row.start <= span.start < span.end <= row.end


@pytest.mark.slow
def test_every_sentence_of_the_articles_is_stated(articles: OpenArticles) -> None:
    """Word for word from an article, whatever the extractors read in it alone."""
    index = articles("seeds")
    for name in index.reader.document_ids():
        text = index.document(name).text
        for passage in index.passages(name):
            for start, end in sentence_bounds(passage.text):
                sentence = passage.text[start:end]
                verdicts = {one.verdict for one in index.verify(sentence, limit=1) if not one.remark}
                assert verdicts <= {"stated"}, (sentence, text[:40])


# ---- laws -----------------------------------------------------------------------------------------------------------

WHO = ("Ana Reyes", "Bo Lund", "Cem Aydin")
COUNTED = ("sailors", "dockers", "ferries", "soldiers")
DONE = ("left the harbour of Odden", "reached the port of Vik", "were seen near Lake Tarn", "gathered in Brugg")
HOW = ("", "about ", "at least ", "up to ", "more than ")
sentences = st.builds(
    lambda who, how, count, noun, done, said: said.format(who=who, what=f"{how}{count:,} {noun} {done}"),
    st.sampled_from(WHO),
    st.sampled_from(HOW),
    st.sampled_from((40, 300, 1200, 8000, 12_000)),
    st.sampled_from(COUNTED),
    st.sampled_from(DONE),
    st.sampled_from(("{who} said that {what}.", "{what}, {who} said.", "{who} denied that {what}.", "{what}.")),
).map(lambda text: text[0].upper() + text[1:])
corpora = st.lists(st.lists(sentences, min_size=1, max_size=4, unique=True), min_size=1, max_size=3)


def opened(location: str, texts: list[list[str]]) -> searchlib.Index:
    index = searchlib.open(location, create=True)
    index.add(
        Document(id=f"d{number}", text=" ".join(text), published=date(2024, 5, 2), source=f"Paper {number}")
        for number, text in enumerate(texts)
    )
    return index


@settings(max_examples=40, deadline=None)
@given(corpora, st.data())
def test_a_sentence_of_a_document_is_stated_and_with_another_number_never(tmp_path_factory, corpus, data):
    """On every engine; the other number is allowed by no figure of the articles."""
    sentence = data.draw(st.sampled_from([one for text in corpus for one in text]))
    other = data.draw(st.sampled_from((7, 77, 555, 70_500)))
    folder = tmp_path_factory.mktemp("verify")
    answers = []
    with list_scheme():
        for location in (f"{folder}/index", f"list://memory/{folder}"):
            with opened(location, corpus) as index:
                (checked,) = index.verify(sentence, limit=0)
                assert checked.verdict == "stated"
                changed = " ".join(f"{other:,}" if word[:1].isdigit() else word for word in sentence.split())
                (false,) = index.verify(changed, limit=0)
                assert false.verdict != "stated", changed
                answers.append([one.model_dump() for one in (checked, false)])
    assert answers[0] == answers[1]


@settings(max_examples=40, deadline=None)
@given(corpora, st.data())
def test_a_sentence_by_another_speaker_is_never_stated(tmp_path_factory, corpus, data):
    """Whoever the articles do not name."""
    sentence = data.draw(st.sampled_from([one for text in corpus for one in text]))
    who = next((name for name in WHO if name in sentence), None)
    assume(who is not None)
    with opened(f"{tmp_path_factory.mktemp('verify')}/index", corpus) as index:
        (checked,) = index.verify(sentence.replace(str(who), "Dag Moen"), limit=0)
    assert checked.verdict != "stated"


# ---- single laws ----------------------------------------------------------------------------------------------------


def asked(tmp_path: Path, article: str, text: str, **options: Any) -> Verification:
    """What an index of one article says of a text."""
    with opened(str(tmp_path / "index"), [[article]]) as index:
        return index.verify(text, **options)


ARTICLE = (
    "On May 1, 2024, at least 12,000 sailors left the harbour of Odden, mayor Ana Reyes said. "
    "The ferry company lost 5 percent of its sales in April. The court ruled 5-4 against the port authority. "
    "If the strike goes on, the port will close in June. “We will not pay for the broken cranes,” Reyes added."
)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("At least 12,000 sailors left the harbour of Odden, Ana Reyes said.", "stated"),
        ("12,000 sailors left the harbour of Odden.", "stated"),
        ("More than 11,000 sailors left the harbour of Odden, Reyes said.", "stated otherwise"),
        ("15,000 sailors left the harbour of Odden.", "stated otherwise"),
        ("Up to 12,000 sailors left the harbour of Odden.", "stated otherwise"),
        ("12,000 dockers left the harbour of Odden.", "stated otherwise"),
        ("12,000 sailors left the harbour of Vik.", "stated otherwise"),
        ("12,000 sailors left the harbour of Odden on May 1, 2024.", "stated"),
        ("12,000 sailors left the harbour of Odden on May 2, 2024.", "stated otherwise"),
        ("12,000 sailors did not leave the harbour of Odden.", "denied"),
        ("Ana Reyes denied that 12,000 sailors left the harbour of Odden.", "denied"),
        ("Bo Lund said 12,000 sailors left the harbour of Odden.", "stated otherwise"),
        ("Bo Lund, 12,000 sailors left the harbour of Odden.", "stated otherwise"),
        ("The ferry company gained 5 percent of its sales in April.", "stated otherwise"),
        ("The ferry company lost 50 percent of its sales in April.", "stated otherwise"),
        ("The court ruled 5-4 against the port authority.", "stated"),
        ("The court ruled 6-3 against the port authority.", "stated otherwise"),
        ("The port authority ruled against the court 5-4.", "stated otherwise"),
        ("The port will close in June.", "stated otherwise"),
        ("“We will not pay for the broken cranes,” Reyes said.", "stated"),
        ("“We will never pay for broken cranes,” Reyes said.", "stated otherwise"),
        ("We will pay for the broken cranes, Reyes said.", "denied"),
        ("Yes.", "not stated"),
        ("12,000 sailors - at least - left the harbour of Odden.", "stated"),
        ("It is not so that 12,000 sailors did not leave the harbour of Odden.", "stated otherwise"),
    ],
)
def test_stated_is_said_of_nothing_that_is_not(tmp_path, text, verdict):
    """Numbers, nouns, names, days, speakers, negations, conditions, opposites and quotations all count."""
    (checked,) = asked(tmp_path, ARTICLE, text)
    assert checked.verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("800 Korean miners came to Russia.", "stated"),
        ("800 miners came from Korea to China.", "stated otherwise"),
        ("800 Ukrainian miners came to Russia.", "stated otherwise"),
        ("800 miners came to Russia from Korea.", "stated"),
    ],
)
def test_a_country_and_its_adjective_are_one_name(tmp_path, text, verdict):
    """A fact about Koreans is one about Korea; another country is another one."""
    (checked,) = asked(tmp_path, "On Monday, 800 miners from Korea came to Russia, the company said.", text)
    assert checked.verdict == verdict


def test_a_quotation_is_checked_word_for_word(tmp_path):
    """The nearest wording comes in pieces, with the words of both sides."""
    (checked,) = asked(tmp_path, ARTICLE, "Reyes said “we will not pay for those cranes”.")
    (check,) = checked.quotations
    assert not check.exact
    assert check.nearest is not None
    assert check.nearest.speaker == "Ana Reyes"
    pieces = [(piece.cited, piece.source) for piece in check.nearest.pieces if not piece.same]
    assert pieces == [("those", "the broken")]
    (checked,) = asked(tmp_path / "b", ARTICLE, "Reyes said “We will not pay … cranes”.")
    assert checked.quotations[0].exact
    (checked,) = asked(tmp_path / "c", ARTICLE, "Reyes called it “a wholly other matter”.")
    assert checked.quotations[0].nearest is None


def test_relative_days_count_from_the_day_it_was_written(tmp_path):
    """Without that day they are words like others."""
    text = "12,000 sailors left the harbour of Odden on Wednesday."
    (checked,) = asked(tmp_path, ARTICLE, text, written=date(2024, 5, 2))
    assert checked.verdict == "stated"
    (checked,) = asked(tmp_path / "b", ARTICLE, text, written=date(2024, 6, 6))
    assert checked.verdict == "stated otherwise"


def test_rows_of_our_own_tables_are_taken(tmp_path):
    """CSV with or without its heads, JSON Lines, and a row whose figure was changed; lines of a list are sentences."""
    with opened(str(tmp_path / "index"), [[ARTICLE]]) as index:
        figures = index.figures("sailors", noun="sailors")
        table = figures.to_csv()
        rows = "\n".join(json.dumps(row) for row in figures.to_rows())
        hits = index.search("sailors").to_csv()
        for text in (table, table.partition("\n")[2], rows):
            assert [one.verdict for one in index.verify(text)] == ["stated"], text
        assert {one.verdict for one in index.verify(hits)} == {"stated"}
        changed = table.replace("12000.0", "13000.0")
        assert [one.verdict for one in index.verify(changed)] == ["stated otherwise"]
        listed = index.verify(
            "1. The court ruled 5-4 against the port authority.\n- The court ruled 6-3 against the port authority."
        )
        assert [one.verdict for one in listed] == ["stated", "stated otherwise"]
        quoted = index.quotes("cranes").to_csv().splitlines()
        assert {one.verdict for one in index.verify("\n".join(quoted[1:]))} == {"stated"}
        said = index.timeline("cranes").to_csv()
        assert {one.verdict for one in index.verify(said)} == {"stated"}


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_rows_of_a_speaker_and_of_a_comparison_are_taken(tmp_path, form):
    """The figures of a page; of two documents what each has, also what nobody with a name says."""
    named = "Officials said 40 ferries of the Odden line need new engines this year."
    with opened(str(tmp_path / "index"), [[ARTICLE], [named]]) as index:
        for view, most in ((index.speaker("reyes"), 1), (index.compare("d0", "d1"), 9)):
            rows = "\n".join(json.dumps(row) for row in view.to_rows())
            verdicts = [one.verdict for one in index.verify(view.to_csv() if form == "csv" else rows)]
            assert 1 <= len(verdicts) <= most
            assert set(verdicts) == {"stated"}


def test_prose_with_as_many_commas_as_a_table_has_columns_stays_prose(tmp_path):
    """No part of it is passed off as the whole."""
    text = ", ".join(["12,000 sailors left the harbour"] + ["so they say"] * 19) + "."
    (checked,) = asked(tmp_path, ARTICLE, text)
    assert checked.text == text


def test_a_repetition_is_counted_and_not_listed(tmp_path):
    """The same sentence in two papers is one piece of evidence that says so."""
    wire = "About 4,000 ships call at the harbour of Odden in a year, the mayor said."
    with opened(str(tmp_path / "index"), [[wire], [wire]]) as index:
        (checked,) = index.verify(wire)
    assert [row.articles for row in checked.evidence] == [2]


def test_tables_have_a_row_a_piece_of_evidence(tmp_path):
    """A sentence without any has one row too; JSON holds all."""
    view = asked(tmp_path, ARTICLE, "15,000 sailors left the harbour of Odden. Cheese is a kind of moon.")
    rows = list(csv.DictReader(io.StringIO(view.to_csv())))
    assert tuple(rows[0]) == (*VERIFICATION_COLUMNS, *LABEL_COLUMNS)
    assert [(row["sentence"], row["verdict"], bool(row["passage"])) for row in rows] == [
        ("1", "stated otherwise", True),
        ("2", "not stated", False),
    ]
    assert [one["verdict"] for one in json.loads(view.to_json())["sentences"]] == ["stated otherwise", "not stated"]
    assert "<table>" in view._repr_html_()
    assert view.counts() == {"stated otherwise": 1, "not stated": 1}


@pytest.mark.parametrize(("text", "options"), [(3, {}), ("The port closed.", {"limit": -1})])
def test_what_cannot_be_checked_is_an_error_in_a_sentence(tmp_path, text, options):
    """As elsewhere."""
    with pytest.raises(ArgumentError):
        asked(tmp_path, ARTICLE, text, **options)


def test_a_text_without_words_has_no_sentences(tmp_path):
    """Nothing is checked, and nothing fails."""
    view = asked(tmp_path, ARTICLE, " \n … ")
    assert len(view) == 0
    assert not view


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Danish police said 40 people were killed in the storm in Odden.", "not stated"),
        ("On May 3, 2024, 40 people were killed in the fire in Marsh.", "not stated"),
        ("40 people were killed in the fire in Marsh.", "stated otherwise"),
    ],
)
def test_figures_of_other_events_are_not_set_against_each_other(tmp_path, text, verdict):
    """Twelve dead of a fire in Marsh say nothing of the dead of a storm in Odden, nor of another day."""
    article = "On May 1, 2024, twelve people were killed in a fire in Marsh."
    assert asked(tmp_path, article, text).sentences[0].verdict == verdict


def test_a_vague_figure_is_worded_with_of(tmp_path):
    """As in the figures: thousands of sailors."""
    view = asked(
        tmp_path, "Exactly 300 sailors left the harbour of Odden.", "Thousands of sailors left the harbour of Odden."
    )
    (difference,) = view.sentences[0].evidence[0].differs
    assert difference.one == "Thousands of sailors"


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("Reyes said.", "It tells nothing that was said."),
        ("Mayor Ana Reyes told reporters on Thursday.", "It tells nothing that was said."),
        ("Ana Reyes said the ferry would sail.", ""),
        ("Ana Reyes Says Ferry Will Sail", ""),
    ],
)
def test_a_sentence_that_tells_nothing_is_not_looked_for(tmp_path, text, remark):
    """A speaker alone has no evidence, however often the speaker is quoted."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add([Document(id="a", text="Mayor Ana Reyes said on Thursday that the ferry would sail.")])
        (sentence,) = index.verify(text).sentences
    assert sentence.remark == remark
    assert bool(sentence.evidence) == (not remark)


@pytest.mark.parametrize(
    ("article", "verdict"),
    [
        ("Nine people were killed in the attack near Odden Bridge, the fire brigade said.", "stated otherwise"),
        ("Four bombers killed 52 people in the attack on Odden's ferry in 2005.", "not stated"),  # half of the name
        ("Bo Lund spoke to 300 people near Odden Bridge.", "not stated"),  # the place alone
        ("Nine people were killed in the attack near Lake Tarn, the fire brigade said.", "not stated"),
    ],
)
def test_a_figure_is_evidence_only_of_the_same_place_and_matter(tmp_path, article, verdict):
    """The article has all words of a name of the citation, and tells something of what is said beside it."""
    with opened(str(tmp_path / "index"), [[article]]) as index:
        (checked,) = index.verify("Ana Reyes said seven people were killed in the attack near Odden Bridge.")
        assert checked.verdict == verdict


def test_another_speaker_is_the_one_who_gives_the_figure(tmp_path):
    """Not who reports something else in the same sentence."""
    article = (
        "The Odden Herald reports that 300 ships have left, while Bo Lund claims that at least 700 ships have left."
    )
    view = asked(tmp_path, article, "Ana Reyes said 700 ships have left.")
    (row,) = view.sentences[0].evidence
    assert [(one.one, one.other) for one in row.differs if one.kind == "speaker"] == [("Ana Reyes", "Bo Lund")]
