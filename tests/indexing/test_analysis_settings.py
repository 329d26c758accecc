"""An index may read words with a stemmer of its own and without stop words: documents and queries alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import searchlib
from searchlib.definitions.analysis_settings import AnalysisSettings
from searchlib.engines.whoosh.columnar.segments.segment import stored_analyzer
from searchlib.errors import ArgumentError, IndexCorrupt, QueryError, Remedy
from searchlib.index import Index
from searchlib.loaders import ReadOptions
from searchlib.models import Document

TEXTS = {
    "haus": "Die Häuser der Stadt Odden wurden verkauft, und der Bürgermeister schwieg.",
    "hafen": "Das Haus am Hafen gehört der Regierung.",
    "schiff": "Regierungen kaufen Schiffe. Der Hafen der Stadt ist geschlossen.",
    "who": "The Who played at the harbour.",
}
GERMAN = AnalysisSettings("german")
PLAIN = AnalysisSettings("none")
STOPPED = AnalysisSettings("english", ("the", "der", "die", "at"))


def made(path: Path, settings: AnalysisSettings | None) -> Index:
    opened = searchlib.open(path, create=True)
    opened.add([Document(id=name, text=text) for name, text in TEXTS.items()], analysis=settings)
    return opened


def found(index: Index, query: str, **options: Any) -> list[str]:
    return sorted(hit.passage.document for hit in index.search(query, **options))


def marked(index: Index, query: str) -> list[str]:
    """The words that a query marks, over all hits."""
    return sorted(
        hit.passage.text[span.start - hit.passage.start : span.end - hit.passage.start]
        for hit in index.search(query)
        for span in hit.highlights
    )


@pytest.mark.parametrize(
    ("settings", "query", "documents", "words"),
    [
        (GERMAN, "Haus", ["hafen", "haus"], ["Haus", "Häuser"]),
        (GERMAN, "Häusern", ["hafen", "haus"], ["Haus", "Häuser"]),
        (GERMAN, "Regierung Schiff", ["hafen", "schiff"], ["Regierung", "Regierungen", "Schiffe"]),
        (GERMAN, "häus*", ["hafen", "haus"], ["Haus", "Häuser"]),
        (GERMAN, '"Regierung kaufen"', ["schiff"], ["Regierungen kaufen"]),
        (GERMAN, "Regirung~1", ["hafen", "schiff"], ["Regierung", "Regierungen"]),
        (GERMAN, "Stadt -Schiff", ["haus"], ["Stadt"]),
        (PLAIN, "Haus", ["hafen"], ["Haus"]),
        (PLAIN, "hauser", ["haus"], ["Häuser"]),
        (PLAIN, "Haus*", ["hafen", "haus"], ["Haus", "Häuser"]),
        (PLAIN, '"gehört der Regierung"', ["hafen"], ["gehört der Regierung"]),
        (STOPPED, "the harbour", ["who"], ["harbour"]),
        (STOPPED, "the AND harbour", ["who"], ["harbour"]),
        (STOPPED, '"the Who played"', ["who"], ["Who played"]),
        (STOPPED, '"played the harbour"', ["who"], ["played at the harbour"]),
        (STOPPED, "+harbour -the", ["who"], ["harbour"]),
        (STOPPED, "(the OR at) NEAR/3 harbour", ["who"], ["harbour"]),
        (STOPPED, "Hafen AND (der OR die)", ["hafen", "schiff"], ["Hafen", "Hafen"]),
    ],
)
def test_documents_and_queries_are_read_alike(
    tmp_path: Path, settings: AnalysisSettings, query: str, documents: list[str], words: Sequence[str]
) -> None:
    """What matches, and what is marked in it."""
    index = made(tmp_path / "index", settings)
    assert found(index, query) == documents
    assert marked(index, query) == sorted(words)
    assert sorted(name.partition("#")[0] for name, _ in index.rank(query)) == documents
    ranked = index.rank_many([query], 10)
    assert sorted(name.partition("#")[0] for name in ranked.ids(0)) == documents


@pytest.mark.parametrize("query", ["the", "die der", '"at the"', "the AND at", "the -die", "atleast2(the)"])
def test_a_query_of_stop_words_alone_says_so(tmp_path: Path, query: str) -> None:
    """It is refused, not answered with nothing; beside a filter it is only left out."""
    index = made(tmp_path / "index", STOPPED)
    with pytest.raises(QueryError, match="nothing but stop words of this index"):
        index.search(query)
    with pytest.raises(QueryError, match="nothing but stop words"):
        index.rank(query)
    with pytest.raises(QueryError, match="nothing but stop words"):
        index.rank_many([query])
    assert found(index, "the doc:who") == ["who"]


def test_stop_words_count_for_nothing(tmp_path: Path) -> None:
    """Lengths, statistics and proposals are those of texts without them; other words score the same."""
    index = made(tmp_path / "index", STOPPED)
    bare = searchlib.open(tmp_path / "bare", create=True)
    stopped = set(STOPPED.stop_words)
    bare.add(
        Document(id=name, text=" ".join(word for word in text.split() if word.lower() not in stopped))
        for name, text in TEXTS.items()
    )
    assert index.stats()["words"] == bare.stats()["words"]
    assert index.rank("Hafen der Stadt") == bare.rank("Hafen Stadt")
    (hit,) = index.search("harbour", explain=True).hits
    assert hit.score == bare.search("harbour").hits[0].score
    assert not {"der", "die"} & {
        word.lower() for word in index.reader.significant_terms(index.reader.find_passage("haus#0"))
    }


def test_likeness_and_spelling_use_the_stems_of_the_index(tmp_path: Path) -> None:
    """Passages like one share its German stems; a misspelled word is proposed as the index writes it."""
    index = made(tmp_path / "index", GERMAN)
    assert [hit.passage.document for hit in index.like("haus#0")][:1] in (["schiff"], ["hafen"])
    assert any("Häuser" in hit.passage.text for hit in index.like("hafen#0"))
    assert index.search("Bürgermeistr").suggestions == ("did you mean bürgermeister?",)
    expanded = index.search("Hafen", expand="rm3")
    assert expanded.hits


def test_settings_stay_with_the_index(tmp_path: Path) -> None:
    """They outlast further writing, merging and updates by several processes; only a fresh index gets others."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Neue Häuser.")
    index = made(tmp_path / "index", GERMAN)
    index.add_folder(folder, workers=2)
    for number in range(9):
        index.add(Document(id=f"n{number}", text=f"Die Häusern {number}."))
    again = searchlib.open(index.path)
    assert again.analysis == GERMAN
    assert len(again.search("Haus", limit=20)) == 12
    assert not again.check()
    with pytest.raises(ArgumentError, match="read with stemmer german, no stop words: only a new") as caught:
        index.add_paths([folder], analysis=STOPPED)
    assert caught.value.remedy is Remedy.REBUILD
    index.add_paths([folder], analysis=STOPPED, fresh=True, workers=2)
    assert index.analysis == AnalysisSettings("english", ("at", "der", "die", "the"))
    assert not index.search("Haus").hits
    index.add_paths([folder], fresh=True)
    assert index.analysis == AnalysisSettings()


def test_words_alone_in_another_language(tmp_path: Path) -> None:
    """With `extract=False` nothing of an index is English."""
    index = searchlib.open(tmp_path / "index", create=True)
    documents = [Document(id="a", text="Правительство объявило о русских кораблях.")]
    index.add(documents, analysis=AnalysisSettings("russian"), options=ReadOptions(extract=False))
    assert marked(index, "русский корабль") == ["кораблях", "русских"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("klingon", ()), "stemmer must be a language of Snowball or none; got 'klingon'"),
        (("english", "the"), "stop_words must be a list of words; got 'the'"),
        (("english", ("of the",)), "A stop word is one word; got 'of the'"),
        (("english", ("!",)), "A stop word is one word; got '!'"),
        (("english", (7,)), "stop_words must be a list of words"),
        ((None, ()), "stemmer must be a language"),
    ],
)
def test_wrong_settings_are_refused(tmp_path: Path, wrong: Any, told: str) -> None:
    """Nothing is written then."""
    opened = searchlib.open(tmp_path / "index", create=True)
    with pytest.raises(ArgumentError, match=told):
        opened.add(Document(id="a", text="A."), analysis=AnalysisSettings(*wrong))
    assert not opened.engine.exists()


@pytest.mark.parametrize(
    "stored", [7, {"stemmer": "klingon"}, {"stemmer": ["english"]}, {"words": []}, {"stop_words": 3}]
)
def test_a_stranger_s_settings_are_checked(stored: object) -> None:
    """Malformed ones are an altered index, which is told."""
    with pytest.raises(IndexCorrupt, match="malformed"):
        stored_analyzer({"analysis": stored})
