"""Saved searches: a table in TOML that survives any text, other writers and the hands of a user."""

from __future__ import annotations

import tempfile
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib
from searchlib import saved_searches
from searchlib.errors import ArgumentError, NotFound, QueryError, SettingsError
from searchlib.models import Document
from searchlib.query.options import SearchOptions
from searchlib.saved_searches import SavedSearch, SavedSearches

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
names = st.from_regex(r"[A-Za-z0-9_-]{1,20}", fullmatch=True)
searches = st.builds(SavedSearch, names, texts, st.dictionaries(texts, texts, max_size=3), st.integers(0, 10**9))


@settings(max_examples=60, deadline=None)
@given(st.lists(searches, max_size=4, unique_by=lambda search: search.name))
def test_searches_come_back_as_they_were_stored(stored: list[SavedSearch]) -> None:
    """Any query, filter and name of a filter survives being written to the file and read from it."""
    with tempfile.TemporaryDirectory() as folder:
        table = {search.name: search for search in stored}
        SavedSearches(Path(folder)).store(table)
        assert SavedSearches(Path(folder)).all() == table


def test_a_name_that_a_user_wrote_in_quotes_stays(tmp_path: Path) -> None:
    """A search added by hand under a name with spaces is still there after the program saved another."""
    (tmp_path / saved_searches.FILE).write_text('[searches."my search"]\nquery = "kursk"\nfilters = { number = 5 }\n')
    SavedSearches(tmp_path).save(SavedSearch("other", "troops"))
    assert SavedSearches(tmp_path).find("my search") == SavedSearch("my search", "kursk", {"number": "5"})
    assert set(SavedSearches(tmp_path).all()) == {"my search", "other"}


@pytest.mark.parametrize(
    "content",
    [
        "searches = 5",
        "[searches.a]\n",
        "[searches.a]\nquery = 5\n",
        "[searches.a]\nquery = 'x'\nfilters = 7\n",
        "[searches.a]\nquery = 'x'\nseen = 'soon'\n",
        "[searches.a]\nquery = 'x'\nseen = -1\n",
        "searches = { a = 'x' }",
        "[searches.a]\nquery = 'x'\noptions = { limit = 3 }\n",
        "[searches.a]\nquery = 'x'\noptions = { every_word = 'yes' }\n",
        "[searches.a]\nquery = 'x'\noptions = 7\n",
        "[searches\n",
        "\x00",
    ],
)
def test_a_malformed_file_is_one_clear_sentence(tmp_path: Path, content: str) -> None:
    """Whatever is wrong with the file, the error names it and says what to do, on one line."""
    (tmp_path / saved_searches.FILE).write_text(content)
    with pytest.raises(SettingsError, match=r"saved\.toml.*correct") as caught:
        SavedSearches(tmp_path).all()
    assert "\n" not in str(caught.value)


def test_a_search_is_run_as_it_was_saved(tmp_path: Path) -> None:
    """How its query is read and ranked is saved with it, and only what is not as by default; wrong options are refused."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add([Document(id=name, text=text) for name, text in (("a", "Troops came."), ("b", "Troops left Kursk."))])
        plain = index.save("plain", "troops kursk")
        assert plain.options == {}
        saved = index.save("both", "troops kursk", every_word=True, expand="rm3", k1=0.9)
        assert index.saved()["both"].options == saved.options == {"every_word": True, "expand": "rm3", "k1": 0.9}
        assert index.run("both").total == 1
        assert index.run("both").hits == index.search("troops kursk", every_word=True, expand="rm3", k1=0.9).hits
        with pytest.raises(QueryError, match="k1 must be a number, from 0 to 1,000,000; got -1"):
            index.save("wrong", "troops", k1=-1)


def test_bytes_that_are_no_text_are_one_clear_sentence(tmp_path: Path) -> None:
    """A file that is not UTF-8 is refused like any malformed one, and is left as it is."""
    (tmp_path / saved_searches.FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="correct it or remove it"):
        SavedSearches(tmp_path).save(SavedSearch("a", "x"))
    assert (tmp_path / saved_searches.FILE).read_bytes() == b"\xff\xfe"


@pytest.mark.parametrize("name", ["", "two words", "a.b", "x" * 65, "é", "../a"])
def test_a_name_is_letters_digits_and_two_signs(tmp_path: Path, name: str) -> None:
    """A name that could not stand bare on a command line and in the file is refused."""
    with pytest.raises(ArgumentError, match="Invalid name"):
        SavedSearches(tmp_path).save(SavedSearch(name, "x"))


def test_a_query_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """Bytes of an argument that no encoding explains cannot be kept, and the table is left as it was."""
    SavedSearches(tmp_path).save(SavedSearch("a", "x"))
    with pytest.raises(ArgumentError, match="cannot be written"):
        SavedSearches(tmp_path).save(SavedSearch("b", "caf\udce9"))
    assert set(SavedSearches(tmp_path).all()) == {"a"}


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Searches saved and marked by several threads at once are all there in the end."""

    def work(writer: int) -> None:
        for number in range(10):
            SavedSearches(tmp_path).save(SavedSearch(f"s{writer}-{number}", "x"))
            SavedSearches(tmp_path).mark_seen(f"s{writer}-{number}", number)

    threads = [threading.Thread(target=work, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    table = SavedSearches(tmp_path).all()
    assert {name: search.seen for name, search in table.items()} == {
        f"s{writer}-{number}": number for writer in range(4) for number in range(10)
    }


def test_what_was_seen_is_never_forgotten(tmp_path: Path) -> None:
    """A run over an older state of the index does not take back what a newer one has shown."""
    SavedSearches(tmp_path).save(SavedSearch("a", "x"))
    SavedSearches(tmp_path).mark_seen("a", 7)
    SavedSearches(tmp_path).mark_seen("a", 3)
    assert SavedSearches(tmp_path).find("a").seen == 7


def test_a_missing_search_names_the_others(tmp_path: Path) -> None:
    """Asking for a search that is not there lists those that are."""
    with pytest.raises(NotFound, match="No search is saved yet"):
        SavedSearches(tmp_path).find("a")
    SavedSearches(tmp_path).save(SavedSearch("b", "x"))
    with pytest.raises(NotFound, match="'a'; there are: b"):
        SavedSearches(tmp_path).find("a")


def test_a_run_shows_only_what_came_since_the_last(tmp_path: Path) -> None:
    """`new` shows everything first, then only documents of later commits; a document read again is no new one."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(Document(id="one", text="Troops reached Kursk.", published=date(2024, 10, 1)))
        index.save("kursk", "kursk", published="2024")
        assert [hit.passage.document for hit in index.run("kursk", new=True)] == ["one"]
        assert [hit.passage.document for hit in index.run("kursk", new=True)] == []
        index.add(Document(id="two", text="Kursk is quiet.", published=date(2024, 10, 2)))
        index.add(Document(id="one", text="Troops left Kursk.", published=date(2024, 10, 1)))
        fresh = index.run("kursk", new=True)
        assert [hit.passage.document for hit in fresh] == ["two"]
        nothing = index.run("kursk", new=True)
        assert not nothing
        assert nothing.warnings == ("nothing new: 2 passages matched before",)
        assert len(index.run("kursk")) == 2


@pytest.mark.parametrize("options", [{"limit": 2}, {"limit": 3, "collapse": True}, {"limit": 1, "sort": "published"}])
def test_what_is_new_is_shown_once_page_after_page(tmp_path: Path, options: dict[str, Any]) -> None:
    """Each run goes on where the last ended, also when documents come in between; a count shows nothing."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        words = ["north", "south", "east", "west", "centre"]
        index.add(Document(id=f"{word}", text=f"Kursk {word} is quiet.") for word in words)
        index.save("kursk", "kursk")
        shown: list[str] = []
        assert index.run("kursk", new=True, options=SearchOptions(limit=0)).total == 5
        for run in range(9):
            results = index.run("kursk", new=True, options=SearchOptions(**options))
            shown += [one for hit in results for one in (hit.passage.id, *hit.duplicates)]
            assert [hit.rank for hit in results] == list(range(1, len(results) + 1))
            if run == 0:
                index.add(Document(id="late", text="Late news of Kursk."))
        assert sorted(shown) == sorted(f"{word}#0" for word in (*words, "late"))
        assert index.saved()["kursk"].shown == ()


def test_only_what_can_be_understood_is_saved(tmp_path: Path) -> None:
    """A query with an error is refused when it is saved, not when it is run."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(Document(id="one", text="Troops reached Kursk."))
        with pytest.raises(QueryError):
            index.save("bad", "date:nonsense")
        assert index.saved() == {}
