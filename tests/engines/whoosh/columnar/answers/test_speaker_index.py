"""Speakers through the index: what a name and a role find over documents, segments, deletions and aliases."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

import searchlib
from searchlib.engines.answers import Request
from searchlib.engines.whoosh.columnar.engine import ColumnarEngine
from searchlib.engines.whoosh.columnar.reader import ColumnarReader
from searchlib.engines.whoosh.columnar.store.commits import Storage
from searchlib.engines.whoosh.columnar.writing.writer import IndexWriter
from searchlib.errors import SettingsError
from searchlib.models import Document, Passage, Statement
from searchlib.query import parse
from searchlib.query.options import SearchOptions
from tests.engines.corpora import Commit, histories, write

Said = tuple[str, str] | tuple[str, str, tuple[str, ...]]
TEXT = "Somebody said something."


def document(name: str, *said: Said, kind: str = "person") -> tuple[Document, tuple[Passage, ...]]:
    """A document with one passage a statement: speaker, role, and the other names that it has for the speaker."""
    passages = []
    for number, (speaker, role, *names) in enumerate(said):
        start = number * len(TEXT)
        statement = Statement(
            number=number,
            start=start,
            end=start + len(TEXT),
            kind="indirect",
            speaker=speaker,
            speaker_kind=kind,
            names=(speaker, *(names[0] if names else ())),
            role=role,
            rule="test",
            confidence="explicit",
        )
        passages.append(
            Passage(
                id=f"{name}#{number}",
                document=name,
                ordinal=number,
                start=start,
                end=start + len(TEXT),
                line=1,
                text=TEXT,
                statements=(statement,),
            )
        )
    return Document(id=name, text=TEXT * len(said)), tuple(passages)


def add(folder: Path, *documents: tuple[Document, tuple[Passage, ...]]) -> None:
    """One commit, its documents a segment each."""
    with IndexWriter(Storage(folder), memory=1) as writer:
        for each in documents:
            writer.add(*each)
        writer.commit()


def opened(folder: Path) -> ColumnarReader:
    return searchlib.open(folder).reader  # type: ignore[return-value]


def found(searcher: ColumnarReader, query: str) -> set[str]:
    answer = searcher.search(Request(parse(query).node, SearchOptions(limit=100)))
    return {searcher.passage_id(match.ref) for match in answer.matches}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five documents in as many segments."""
    add(
        tmp_path,
        document("a", ("Antony Blinken", "Secretary of State"), ("Antony Blinken", "")),
        document("b", ("Antony J. Blinken", "", ("Blinken",))),
        document("c", ("Blinken", "U.S. Secretary of State")),
        document("d", ("Blinken", "")),
        document("e", ("a State Department official", ""), kind="unnamed"),
    )
    return tmp_path


def test_a_name_finds_all_who_are_linked(folder):
    """A full name with and without an initial, and a lone surname with the same role in another document."""
    assert found(opened(folder), 'speaker:"Antony Blinken"') == {"a#0", "a#1", "b#0", "c#0"}
    assert found(opened(folder), 'speaker:"Antony J. Blinken"') == {"a#0", "a#1", "b#0", "c#0"}


def test_a_surname_finds_all_who_bear_it(folder):
    """It is a part of every name."""
    assert found(opened(folder), "speaker:blinken") == {"a#0", "a#1", "b#0", "c#0", "d#0"}


def test_a_role_holds_for_the_whole_document(folder):
    """The second statement gives no role: the document did before. What other documents say of a role does not count."""
    assert found(opened(folder), 'role:"secretary of state"') == {"a#0", "a#1", "c#0"}


def test_the_phrase_for_an_unnamed_source_is_its_role(folder):
    """It is nobody's name."""
    assert found(opened(folder), 'role:"state department"') == {"e#0"}
    assert found(opened(folder), "speaker:official") == set()


@pytest.mark.parametrize("asked", ["officials", "official", "the officials", "state department officials"])
def test_a_role_is_found_by_the_stems_of_its_words(folder, asked):
    """Plurals and articles do not matter, in what is asked and in what is said."""
    assert found(opened(folder), f'role:"{asked}"') == {"e#0"}


def test_spokesmen_are_found_by_spokesman(tmp_path):
    """The irregular plural that half of all roles have."""
    add(tmp_path, document("a", ("Ann Lee", "spokesmen for the army")), document("b", ("Bo Lee", "army spokesman")))
    for asked in ("spokesman", "spokesmen"):
        assert found(opened(tmp_path), f"role:{asked}") == {"a#0", "b#0"}


@pytest.mark.parametrize(
    ("one", "other"), [("U.S.", "the United States"), ("UK", "United Kingdom"), ("U.N.", "United Nations")]
)
def test_a_state_is_found_by_its_common_names(tmp_path, one, other):
    """A short name and a long one are one organization; either finds both, also where only one of them stands."""
    add(
        tmp_path, document("a", (one, ""), kind="organization"), document("b", (f"{one} Army", ""), kind="organization")
    )
    assert found(opened(tmp_path), f'speaker:"{other}"') == {"a#0"}
    assert found(opened(tmp_path), "speaker:united") == set()
    add(tmp_path, document("c", (other, ""), kind="organization"))
    assert found(opened(tmp_path), f'speaker:"{other}"') == {"a#0", "c#0"}
    assert {"a#0", "c#0"} <= found(opened(tmp_path), f'speaker:"{one}"')
    (line,) = (each for each in opened(tmp_path).speakers() if one in each.names and each.documents == 2)
    assert set(line.names) == {one, other}


def test_what_the_user_says_of_a_state_comes_first(tmp_path):
    """Set apart in aliases.toml, names of one organization are two again."""
    add(tmp_path, document("a", ("China", ""), kind="organization"), document("b", ("PRC", ""), kind="organization"))
    assert found(opened(tmp_path), "speaker:prc") == {"a#0", "b#0"}
    (tmp_path / "aliases.toml").write_text('[different]\n"China" = ["PRC"]\n', "utf-8")
    assert found(opened(tmp_path), "speaker:prc") == {"b#0"}


def test_words_of_two_roles_are_not_mixed(tmp_path):
    """A defense minister who is a prime candidate is no prime minister."""
    add(tmp_path, document("a", ("Ann Lee", "defense minister"), ("Ann Lee", "prime candidate")))
    searcher = opened(tmp_path)
    assert found(searcher, 'role:"prime minister"') == set()
    assert found(searcher, 'role:"prime candidate"') == {"a#0", "a#1"}


def test_a_role_and_a_name_are_asked_of_one_statement(folder):
    """`said` and the words beside it see linked speakers as every filter does."""
    assert found(opened(folder), 'said(speaker:"Antony Blinken" role:secretary)') == {"a#0", "a#1", "c#0"}
    assert found(opened(folder), 'something speaker:"Antony Blinken"') == {"a#0", "a#1", "b#0", "c#0"}
    assert found(opened(folder), '-speaker:"Antony Blinken" something') == {"d#0", "e#0"}


def test_statements_keep_the_names_of_their_own_document(folder):
    """Linking changes no passage."""
    searcher = opened(folder)
    (match,) = searcher.search(Request(parse("doc:b").node)).matches
    assert searcher.fetch([match.ref])[0].passage.statements[0].names == ("Antony J. Blinken", "Blinken")


# --- the table -----------------------------------------------------------------------------------------------------


def test_the_table_lists_linked_speakers(folder):
    """One line a speaker, with all names, roles, statements and documents; the unnamed stand behind."""
    antony, lone, official = opened(folder).speakers()
    assert antony.name == "Antony Blinken"
    assert antony.names == ("Antony Blinken", "Antony J. Blinken", "Blinken")
    assert antony.roles == ("Secretary of State", "U.S. Secretary of State")
    assert (antony.statements, antony.documents) == (4, 3)
    assert (lone.name, lone.statements, lone.roles) == ("Blinken", 1, ())
    assert (official.name, official.kind, official.statements) == ("a State Department official", "unnamed", 1)


def test_a_facet_counts_linked_speakers(folder):
    """By the names of the table."""
    answer = opened(folder).search(Request(parse("something").node, SearchOptions(facets=("speaker",))))
    assert answer.facets["speaker"] == [("Antony Blinken", 4), ("Blinken", 1), ("a State Department official", 1)]


def test_namesakes_are_told_apart_by_a_role(tmp_path):
    """Two lines of one name are two values of a facet."""
    add(
        tmp_path,
        document("a", ("John Allen", "general")),
        document("b", ("John Allen", "columnist")),
        document("c", ("John Allen", "columnist")),
    )
    answer = opened(tmp_path).search(Request(parse("something").node, SearchOptions(facets=("speaker",))))
    assert answer.facets["speaker"] == [("John Allen (columnist)", 2), ("John Allen (general)", 1)]


@pytest.fixture
def obergs(tmp_path: Path) -> Path:
    """Father, son, somebody else, and a surname that could be anybody's of them."""
    add(
        tmp_path,
        document("a", ("Karl Oberg", "")),
        document("b", ("Karl Oberg Jr.", "")),
        document("c", ("Ida Oberg", "")),
        document("d", ("Oberg", "")),
    )
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "passages"),
    [
        ("Karl Oberg", {"a#0"}),
        ("Karl Oberg Jr.", {"b#0"}),
        ("Ida Oberg", {"c#0"}),
        ("oberg", {"a#0", "b#0", "c#0", "d#0"}),
        ("Oberg (which?)", {"d#0"}),
        ("Vik (which?)", set()),
    ],
)
def test_father_and_son_and_a_bare_surname_keep_apart(obergs: Path, asked: str, passages: set[str]) -> None:
    """A full name finds no junior beside an elder, and nobody of whom only the surname is known."""
    assert found(opened(obergs), f'speaker:"{asked}"') == passages


def test_a_junior_alone_answers_to_the_name(tmp_path: Path) -> None:
    """Where nobody else has the name, who asks without the suffix means him."""
    add(tmp_path, document("a", ("Karl Oberg Jr.", "")))
    assert found(opened(tmp_path), 'speaker:"Karl Oberg"') == {"a#0"}


def test_a_facet_asks_which_of_two_a_surname_means(obergs: Path) -> None:
    """Its label is a query that finds these statements alone."""
    searcher = opened(obergs)
    answer = searcher.search(Request(parse("has:speaker").node, SearchOptions(facets=("speaker",), limit=0)))
    assert "Oberg (which?)" in dict(answer.facets["speaker"])


def test_a_statement_over_two_passages_counts_once(tmp_path):
    """The table counts statements, not their rows."""
    whole, (first, second) = document("a", ("Ann Lee", ""), ("Ann Lee", ""))
    long = first.statements[0].model_copy(update={"end": second.end})
    both = (first.model_copy(update={"statements": (long,)}), second.model_copy(update={"statements": (long,)}))
    add(tmp_path, (whole, both))
    assert [line.statements for line in opened(tmp_path).speakers()] == [1]


# --- commits -------------------------------------------------------------------------------------------------------


def test_what_is_deleted_links_nobody(folder):
    """Without the document that says who is Secretary of State, the lone surnames are the only bearer's that is left."""
    with IndexWriter(Storage(folder)) as writer:
        writer.delete("a")
        writer.commit()
    searcher = opened(folder)
    assert found(searcher, 'speaker:"Antony Blinken"') == {"b#0", "c#0", "d#0"}
    assert [line.statements for line in searcher.speakers()] == [3, 1]


def test_merging_changes_no_answer(folder):
    """All segments as one say the same."""
    before = opened(folder).speakers()
    with IndexWriter(Storage(folder)) as writer:
        writer.commit(compact=True)
    searcher = opened(folder)
    assert len(searcher.segments) == 1
    assert searcher.speakers() == before
    assert found(searcher, 'speaker:"Antony Blinken"') == {"a#0", "a#1", "b#0", "c#0"}


@settings(max_examples=8, deadline=None)
@given(histories)
def test_any_history_gives_the_table_of_a_fresh_build(history: list[Commit]):
    """Whatever was replaced, deleted and merged, the table is that of the documents that are left."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        corpus = write(Path(first), history)
        add(Path(second), *corpus.values())
        worn = ColumnarEngine(first).reader()
        fresh = ColumnarEngine(second).reader()
        assert worn.speakers() == fresh.speakers()
        said = {
            (name, one.number): one
            for name, (_, passages) in corpus.items()
            for passage in passages
            for one in passage.statements
        }
        told = [one for one in said.values() if one.speaker and one.speaker_kind != "unknown"]
        assert sum(line.statements for line in worn.speakers()) == len(told)


def test_opening_and_words_touch_no_speaker(folder, monkeypatch):
    """Linking waits for a name, a facet or the table."""
    from searchlib.engines.whoosh.columnar.answers import speaker_index

    monkeypatch.setattr(speaker_index, "entries", lambda segment: pytest.fail("the speaker table was read"))
    assert len(found(opened(folder), "something")) == 6
    assert found(opened(folder), 'role:"state department"') == {"e#0"}
    assert found(opened(folder), "speaker:nobody") == set()


# --- aliases -------------------------------------------------------------------------------------------------------


def alias(folder: Path, text: str) -> ColumnarReader:
    (folder / "aliases.toml").write_text(text, "utf-8")
    return opened(folder)


def test_aliases_merge_without_indexing(folder):
    """A name of a line finds all others of it, even one that no document has."""
    before = Storage(folder).latest_generation()
    searcher = alias(folder, '[same]\n"Antony Blinken" = ["Blinken", "Tony B."]\n')
    everybody = {"a#0", "a#1", "b#0", "c#0", "d#0"}
    assert found(searcher, 'speaker:"Antony Blinken"') == everybody
    assert found(searcher, 'speaker:"Tony B."') == everybody
    assert searcher.speakers()[0].names == ("Antony Blinken", "Antony J. Blinken", "Blinken", "Tony B.")
    assert searcher.speakers()[0].statements == 5
    assert Storage(folder).latest_generation() == before


def test_aliases_separate_without_indexing(folder):
    """A name that the user sets apart from another does not find it any more, whatever they share."""
    searcher = alias(folder, '[different]\n"Antony Blinken" = ["Blinken", "Antony J. Blinken"]\n')
    assert found(searcher, 'speaker:"Antony Blinken"') == {"a#0", "a#1"}
    assert found(searcher, 'speaker:"Antony J. Blinken"') == {"b#0"}
    assert [line.name for line in searcher.speakers()][:3] == ["Antony Blinken", "Blinken", "Antony J. Blinken"]


def test_edited_aliases_are_seen_when_the_index_is_opened_again(folder):
    """Taking a line out undoes it."""
    alias(folder, '"Antony Blinken" = ["Blinken"]')
    assert "d#0" in found(opened(folder), 'speaker:"Antony Blinken"')
    assert "d#0" not in found(alias(folder, ""), 'speaker:"Antony Blinken"')


def test_malformed_aliases_are_told_at_opening(folder):
    """One sentence that names the file, before any search."""
    with pytest.raises(SettingsError, match=r"aliases\.toml"):
        alias(folder, '"Antony Blinken" = "Blinken"')
