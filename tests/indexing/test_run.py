"""Incremental indexing: what an index remembers of files, and what it does when they change, move, fail or vanish."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from pathlib import Path

import pytest

import searchlib
from searchlib import indexing
from searchlib.engines.answers import Request
from searchlib.errors import ArgumentError, IndexCorrupt, MetadataError, NotFound, NothingToIndex, ReadError, Remedy
from searchlib.index import Index
from searchlib.indexing import Report
from searchlib.loaders import ReadOptions
from searchlib.models import Document
from searchlib.query.nodes import Keyword, Not
from searchlib.query.options import SearchOptions


def added_since(index: Index, generation: int) -> set[str]:
    """The documents that came with a later commit."""
    everything = Not(Keyword("doc", "no such document"))
    answer = index.reader.search(Request(everything, SearchOptions(limit=100), added_after=generation))
    return {stored.passage.document for stored in index.reader.fetch([match.ref for match in answer.matches])}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two articles."""
    place = tmp_path / "news"
    place.mkdir()
    (place / "a.txt").write_text("Apples grew well. Mayor Ann Lee said on Friday that 40 trees were planted.\n")
    (place / "b.txt").write_text("Bananas did not grow at all this year.\n")
    return place


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return searchlib.open(tmp_path / "index", create=True)


def counts(report: Report) -> tuple[int, int, int]:
    return report.added, report.updated, report.removed


def ids(index: Index) -> set[str]:
    return set(index.reader.document_ids())


def state(index: Index) -> dict[str, bytes]:
    """Every file of the index but the lock, byte for byte."""
    return {file.name: file.read_bytes() for file in index.path.iterdir() if file.suffix in (".bin", ".json")}


def rows(path: Path, **texts: str) -> None:
    """Write JSON lines, an id and a text each."""
    path.write_text("".join(json.dumps({"_id": name, "text": text}) + "\n" for name, text in texts.items()))


# --- index PATH and update -------------------------------------------------------------------------------------------


def test_a_folder_is_added_and_an_unchanged_one_writes_nothing(index, folder):
    """The first run adds; the second and an update leave generation and every byte as they were."""
    assert counts(index.add_folder(folder)) == (2, 0, 0)
    before = state(index)
    again = index.add_folder(folder)
    assert (counts(again), again.unchanged, again.generation) == ((0, 0, 0), 2, 0)
    assert index.update().generation == 0
    os.utime(folder / "a.txt", (1, 1))
    assert index.update().unchanged == 2
    assert state(index) == before


def test_an_update_counts_added_changed_and_removed_documents(index, folder):
    """One new, one changed and one vanished file are one each, and the index answers accordingly."""
    index.add_folder(folder)
    (folder / "a.txt").write_text("Apricots instead.")
    (folder / "b.txt").unlink()
    (folder / "c.txt").write_text("Cherries came late.")
    assert counts(index.update()) == (1, 1, 1)
    assert ids(index) == {"a.txt", "c.txt"}
    assert [len(index.search(word)) for word in ("apples", "apricots", "bananas", "cherries")] == [0, 1, 0, 1]


def test_indexing_a_folder_again_removes_nothing(index, folder):
    """`index PATH` updates known documents and keeps those that vanished; the next update removes them."""
    lines = folder / "rows.jsonl"
    rows(lines, x="Xenon is a gas.", y="Yttrium is a metal.")
    index.add_folder(folder)
    (folder / "b.txt").unlink()
    rows(lines, x="Xenon is a noble gas.")
    assert counts(index.add_folder(folder)) == (0, 1, 0)
    assert ids(index) == {"a.txt", "b.txt", "x", "y"}
    assert counts(index.update()) == (0, 0, 2)
    assert ids(index) == {"a.txt", "x"}
    assert index.update().generation == 0


def test_a_document_keeps_the_commit_that_first_brought_it(index, folder):
    """A changed document is not new: only what came later counts as added since."""
    index.add_folder(folder)
    (folder / "a.txt").write_text("Apricots instead.")
    (folder / "c.txt").write_text("Cherries came late.")
    index.update()
    assert added_since(index, 1) == {"c.txt"}


def test_only_changed_rows_of_a_file_are_written(index, tmp_path):
    """Of a changed table only the rows that differ are counted and written; vanished rows are removed."""
    lines = tmp_path / "rows.jsonl"
    rows(lines, x="Xenon.", y="Yttrium.", z="Zinc.")
    index.add_folder(lines)
    rows(lines, x="Xenon.", y="Yttrium is a metal.", w="Tungsten.")
    assert counts(index.update()) == (1, 1, 1)
    assert ids(index) == {"x", "y", "w"}


def test_a_document_that_moves_to_another_file_stays_the_same_document(index, folder):
    """Whichever of the two files is read first, nothing is refused, added or removed."""
    first, second = folder / "r1.jsonl", folder / "r2.jsonl"
    rows(first, x="Xenon.", y="Yttrium.")
    rows(second, z="Zinc.", v="Vanadium.")
    index.add_folder(folder)
    rows(first, x="Xenon.", z="Zinc.")
    rows(second, y="Yttrium.", v="Vanadium.")
    report = index.update()
    assert (counts(report), report.failures) == ((0, 2, 0), [])
    assert index.document("y").path.endswith("r2.jsonl")
    assert index.document("z").path.endswith("r1.jsonl")
    assert added_since(index, 1) == set()
    assert index.update().generation == 0


def test_a_renamed_file_of_rows_keeps_its_documents(index, folder):
    """Rows keep their ids when their file is renamed: they are changed, not removed and added."""
    rows(folder / "old.jsonl", x="Xenon.", y="Yttrium.")
    index.add_folder(folder)
    (folder / "old.jsonl").rename(folder / "new.jsonl")
    assert counts(index.update()) == (0, 2, 0)


def test_metadata_edits_read_only_the_files_concerned(index, folder):
    """A changed row of metadata.csv updates its file alone."""
    table = folder / "metadata.csv"
    table.write_text("file_name,title,date\na.txt,On apples,2024-11-01\nb.txt,On bananas,2024-11-02\n")
    index.add_folder(folder)
    table.write_text("file_name,title,date\na.txt,On apples,2024-11-01\nb.txt,Of bananas,2024-11-02\n")
    report = index.update()
    assert (counts(report), report.unchanged) == ((0, 1, 0), 1)
    assert index.document("b.txt").title == "Of bananas"


def test_a_malformed_metadata_table_changes_nothing(index, folder):
    """The run ends with an error that names the table, and the index stands."""
    index.add_folder(folder)
    before = state(index)
    (folder / "metadata.csv").write_text("file_name,title\na.txt,One\na.txt,Two\n")
    with pytest.raises(MetadataError, match="metadata"):
        index.update()
    assert state(index) == before


def test_new_rules_read_everything_again(index, folder, monkeypatch):
    """When the extractors change, an update writes every document anew, though no file changed."""
    index.add_folder(folder)
    monkeypatch.setattr("searchlib.versions.EXTRACTION_VERSION", -1)
    assert counts(index.update()) == (0, 2, 0)
    assert index.update().generation == 0


# --- what is missing, empty or fails ---------------------------------------------------------------------------------


def test_a_missing_or_empty_root_removes_nothing(index, folder):
    """A root that is gone or holds no article is an error; `allow_empty` means it."""
    index.add_folder(folder)
    before = state(index)
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(ReadError, match="news"):
        index.update()
    folder.mkdir()
    with pytest.raises(NothingToIndex, match="allow the index to become empty"):
        index.update()
    assert state(index) == before
    assert counts(index.update(allow_empty=True)) == (0, 0, 2)
    assert ids(index) == set()
    assert index.update().generation == 0


def test_an_update_reads_the_roots_that_are_there(index, folder, tmp_path):
    """A missing root is a failure that names it; its documents stay, and what changed in the others is read."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.txt").write_text("A cherry.")
    index.add_paths([folder, other])
    folder.rename(folder.with_name("elsewhere"))
    (other / "d.txt").write_text("A date.")
    (other / "c.txt").unlink()
    report = index.update()
    assert counts(report) == (1, 0, 1)
    assert [notice.place for notice in report.failures] == [str(folder)]
    assert ids(index) == {"a.txt", "b.txt", "d.txt"}
    folder.with_name("elsewhere").rename(folder)
    assert (counts(index.update()), index.update().failures) == ((0, 0, 0), [])


def test_a_forgotten_root_takes_its_documents_along(index, folder, tmp_path):
    """Its documents are deleted, an update reads it no more, and indexing it again brings all back."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.txt").write_text("A cherry.")
    index.add_paths([folder, other])
    assert counts(index.forget(folder)) == (0, 0, 2)
    assert ids(index) == {"c.txt"}
    assert counts(index.update()) == (0, 0, 0)
    with pytest.raises(NotFound, match="other"):
        index.forget(folder)
    assert counts(index.add_folder(folder)) == (2, 0, 0)
    assert ids(index) == {"a.txt", "b.txt", "c.txt"}


def test_a_deleted_document_comes_back_with_its_file(index, folder):
    """Naming the file brings the document back; an update and naming the folder do not."""
    index.add_folder(folder)
    index.delete("a.txt")
    index.update()
    index.add_folder(folder)
    assert ids(index) == {"b.txt"}
    assert counts(index.add_folder(folder / "a.txt")) == (1, 0, 0)
    assert ids(index) == {"a.txt", "b.txt"}
    assert counts(index.update()) == (0, 0, 0)


def test_a_file_that_is_suddenly_empty_is_an_error_when_it_is_the_whole_root(index, tmp_path):
    """A failed download of the only file does not empty the index."""
    lines = tmp_path / "rows.jsonl"
    rows(lines, x="Xenon.", y="Yttrium.")
    index.add_folder(lines)
    before = state(index)
    lines.write_text("")
    with pytest.raises(ReadError, match="no readable document"):
        index.update()
    assert state(index) == before
    assert counts(index.update(allow_empty=True)) == (0, 0, 2)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs permissions that bind")
def test_what_may_not_be_read_keeps_its_documents(index, folder):
    """A file or a folder without permission is a failure, and its documents stay."""
    (folder / "sub").mkdir()
    (folder / "sub" / "c.txt").write_text("Cherries.")
    index.add_folder(folder)
    for place in (folder / "sub", folder / "a.txt"):
        place.chmod(0)
        try:
            report = index.update()
        finally:
            place.chmod(0o755)
        assert (counts(report), len(report.failures)) == ((0, 0, 0), 1)
    assert ids(index) == {"a.txt", "b.txt", "sub/c.txt"}


def test_an_unreadable_subfolder_keeps_its_documents(index, folder, monkeypatch):
    """What the system refuses to list is a failure, and nothing below it is removed."""
    (folder / "sub").mkdir()
    (folder / "sub" / "c.txt").write_text("Cherries.")
    index.add_folder(folder)
    listing = os.scandir

    def refusing(place):
        if str(place).endswith("sub"):
            raise PermissionError(13, "Permission denied")
        return listing(place)

    monkeypatch.setattr(os, "scandir", refusing)
    report = index.update()
    assert (counts(report), len(report.failures)) == ((0, 0, 0), 1)
    assert "sub/c.txt" in ids(index)


def test_a_file_that_fails_keeps_what_was_read_of_it_before(index, folder):
    """A file that became binary is told at every update, and its old document answers until it is mended."""
    index.add_folder(folder)
    (folder / "a.txt").write_bytes(bytes(range(256)) * 9)
    for _ in range(2):
        report = index.update()
        assert (counts(report), len(report.failures), report.generation) == ((0, 0, 0), 1, 0)
    assert len(index.search("apples")) == 1
    (folder / "a.txt").write_text("Apricots.")
    assert counts(index.update()) == (0, 1, 0)


def test_a_bad_row_neither_stops_its_file_nor_costs_other_documents(index, tmp_path):
    """With a row that fails nothing of its file is removed, what changed is updated, and the failure is told again."""
    lines = tmp_path / "rows.jsonl"
    rows(lines, x="Xenon.", y="Yttrium.")
    index.add_folder(lines)
    with lines.open("w") as file:
        file.write('{"_id": "x", "text": "Xenon is noble."}\n{"_id": "y", "te')
    report = index.update()
    assert (counts(report), len(report.failures)) == ((0, 1, 0), 1)
    assert ids(index) == {"x", "y"}
    report = index.update()
    assert (report.generation, len(report.failures)) == (0, 1)
    assert [notice.reason for notice in report.notices if notice.kind == "warning"] == [
        "parts of it could not be read: documents not found in it now are kept (1)"
    ]
    rows(lines, x="Xenon is noble.")
    assert counts(index.update()) == (0, 0, 1)


def test_a_text_that_our_own_rules_fail_on_is_told_and_the_rest_indexed(index, folder, monkeypatch):
    """A fault in an extractor names the document; the old version of it stays."""
    index.add_folder(folder)
    from searchlib.indexing import preparation

    whole = preparation.extract

    def failing(document, language):
        if "apricot" in document.text.lower():
            raise RecursionError("too deep")
        return whole(document, language)

    monkeypatch.setattr(preparation, "extract", failing)
    (folder / "a.txt").write_text("Apricots.")
    (folder / "c.txt").write_text("Cherries.")
    report = index.update()
    assert counts(report) == (1, 0, 0)
    assert "RecursionError" in str(report.failures[0])
    assert len(index.search("apples")) == 1
    added = index.add([Document(id="one", text="An apricot."), Document(id="two", text="A plum.")])
    assert (counts(added), [notice.place for notice in added.failures]) == ((1, 0, 0), ["one"])


def test_an_update_without_its_folder_says_how_to_forget_it(index, tmp_path):
    """For one that is gone among others, and for the only one; a folder that never was has no such advice."""
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.txt").write_text("An apple.", "utf-8")
    index.add_folder(tmp_path / "one")
    (tmp_path / "one").rename(tmp_path / "other")
    with pytest.raises(ReadError, match="have the index forget it") as caught:
        index.update()
    assert caught.value.remedy is Remedy.FORGET_A_FOLDER
    index.add_folder(tmp_path / "other")
    assert [notice.remedy for notice in index.update().failures] == [Remedy.FORGET_A_FOLDER]
    with pytest.raises(ReadError) as never:
        index.add_folder(tmp_path / "none")
    assert never.value.remedy is None


# --- roots -----------------------------------------------------------------------------------------------------------


def test_the_second_document_with_an_id_is_refused(index, tmp_path):
    """Of two rows with one id, in one file or in two, the first counts, and the failure names both places."""
    (tmp_path / "a.jsonl").write_text('{"id": 1, "text": "a"}\n{"id": 1, "text": "b"}\n', "utf-8")
    (tmp_path / "b.csv").write_text("id,text\n1,c\n2,d\n", "utf-8")
    report = index.add_folder(tmp_path)
    assert ids(index) == {"1", "2"}
    one, two = map(str, report.failures)
    assert "a.jsonl:2: its id '1' is taken by" in one
    assert one.endswith("a.jsonl:1, which is kept")
    assert "b.csv:2: its id '1' is taken by" in two
    assert "a.jsonl" in two
    assert [notice.remedy for notice in report.failures] == [None, Remedy.USE_PREFIX]


def test_the_same_id_from_two_roots_is_refused_and_a_prefix_separates_them(index, folder, tmp_path):
    """The second is a failure that names both files; with a prefix both stay, through updates too."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("Another apple.")
    index.add_folder(folder)
    report = index.add_folder(other)
    assert counts(report) == (0, 0, 0)
    assert str(folder / "a.txt") in str(report.failures[0])
    assert str(other / "a.txt") in str(report.failures[0])
    assert "with a prefix" in str(report.failures[0])
    assert len(index.update().failures) == 1
    assert counts(index.add_folder(other, options=ReadOptions(prefix="other"))) == (1, 0, 0)
    assert ids(index) == {"a.txt", "b.txt", "other/a.txt"}
    assert index.update().generation == 0


def test_both_roots_in_one_run_give_the_same_refusal(index, folder, tmp_path):
    """Two roots named at once are no different."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("Another apple.")
    report = index.add_paths([folder, other])
    assert (counts(report), len(report.failures)) == ((2, 0, 0), 1)


def test_a_file_that_moves_between_roots_is_the_same_document(index, folder, tmp_path):
    """Its id stays, so it is changed: neither removed nor refused."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "o.txt").write_text("Oranges.")
    index.add_paths([folder, other])
    (folder / "a.txt").rename(other / "a.txt")
    report = index.update()
    assert (counts(report), report.failures) == ((0, 1, 0), [])
    assert index.document("a.txt").path == str(other / "a.txt")


def test_nested_roots_read_every_file_once(index, folder):
    """A folder inside an indexed one brings nothing new, and updates stay quiet; named alone it is brought up to date."""
    (folder / "sub").mkdir()
    inner = folder / "sub" / "c.txt"
    inner.write_text("Cherries.")
    index.add_folder(folder)
    assert counts(index.add_folder(folder / "sub")) == (0, 0, 0)
    inner.write_text("Cherries, late.")
    assert counts(index.add_folder(inner)) == (0, 1, 0)
    report = index.add_folder(folder / "sub", options=ReadOptions(prefix="p"))
    assert (counts(report), len(report.warnings)) == ((0, 0, 0), 1)
    assert ids(index) == {"a.txt", "b.txt", "sub/c.txt"}
    assert len(index.reader.state["roots"]) == 1
    assert index.update().generation == 0


def test_an_outer_root_leaves_the_files_of_the_inner_one(index, folder):
    """Indexed the other way round, the inner folder's documents keep their ids."""
    (folder / "sub").mkdir()
    (folder / "sub" / "c.txt").write_text("Cherries.")
    index.add_folder(folder / "sub")
    index.add_folder(folder)
    assert ids(index) == {"a.txt", "b.txt", "c.txt"}
    assert index.update().generation == 0


def test_roots_are_remembered_with_their_options(index, folder, monkeypatch):
    """A relative path and its prefix hold for an update from another working folder."""
    monkeypatch.chdir(folder.parent)
    index.add_folder("news", options=ReadOptions(prefix="p"))
    monkeypatch.chdir("/")
    (folder / "c.txt").write_text("Cherries.")
    assert counts(index.update()) == (1, 0, 0)
    assert ids(index) == {"p/a.txt", "p/b.txt", "p/c.txt"}


def test_a_root_named_by_a_link_follows_the_link(index, folder, tmp_path):
    """The link is remembered, not what it led to: pointing it elsewhere is an update."""
    link, newer = tmp_path / "current", tmp_path / "newer"
    link.symlink_to(folder)
    index.add_folder(link)
    newer.mkdir()
    (newer / "a.txt").write_text("Apricots.")
    link.unlink()
    link.symlink_to(newer)
    assert counts(index.update()) == (0, 1, 1)


def test_an_index_without_roots_has_nothing_to_update(index):
    """The error says how to index a folder."""
    index.add(Document(id="one", text="A plum."))
    with pytest.raises(NothingToIndex, match="Index a folder first"):
        index.update()


def test_standard_input_is_read_as_rows_and_not_remembered(index, monkeypatch):
    """A stream updates known documents, refuses an id given twice, and is no root."""

    def stream(*lines: dict[str, str]) -> Report:
        content = "".join(json.dumps(line) + "\n" for line in lines).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        return index.add_paths(["-"])

    report = stream({"_id": "x", "text": "Xenon."}, {"_id": "x", "text": "Xenon again."}, {"text": "Nameless."})
    assert (counts(report), len(report.failures)) == ((2, 0, 0), 1)
    assert counts(stream({"_id": "x", "text": "Xenon is noble."})) == (0, 1, 0)
    assert ids(index) == {"x", "-:3"}
    assert not index.reader.state["roots"]


# --- fresh -----------------------------------------------------------------------------------------------------------


def test_fresh_replaces_the_index_when_it_is_done(index, folder, tmp_path):
    """Roots and documents are the new ones alone; the old ones are searchable until the commit."""
    index.add(Document(id="one", text="A plum."))
    seen = []
    report = index.add_paths([folder], fresh=True, watching=lambda _: seen.append(ids(Index(index.path))))
    assert counts(report) == (2, 0, 0)
    assert seen
    assert all(each == {"one"} for each in seen)
    assert ids(index) == {"a.txt", "b.txt"}
    assert len(index.reader.snapshot.manifest.segments) == 1


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_an_error_in_the_middle_leaves_the_old_index(index, folder, error):
    """Neither a fresh build nor an update that is broken off changes a byte, and no file is left over."""
    index.add_folder(folder)
    before = state(index)
    (folder / "c.txt").write_text("Cherries.")

    def stop(_):
        raise error

    for run in (lambda: index.add_paths([folder], fresh=True, watching=stop), lambda: index.update(watching=stop)):
        with pytest.raises(error):
            run()
        assert state(index) == before


def test_fresh_over_nothing_readable_leaves_the_old_index(index, folder, tmp_path):
    """A mistyped folder does not replace an index by an empty one."""
    index.add_folder(folder)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match="the index is unchanged"):
        index.add_paths([tmp_path / "empty"], fresh=True)
    assert ids(index) == {"a.txt", "b.txt"}


# --- add and delete --------------------------------------------------------------------------------------------------


def test_added_documents_replace_those_with_their_ids(index):
    """Twice the same document is one; of duplicates in one call the last stands."""
    plum = Document(id="one", text="A plum.")
    assert counts(index.add(plum)) == (1, 0, 0)
    assert counts(index.add(plum)) == (0, 1, 0)
    report = index.add([Document(id="two", text=f"Pear {number}.") for number in range(20)])
    assert counts(report) == (1, 19, 0)
    assert [hit.passage.text for hit in index.search("pear")] == ["Pear 19."]
    assert index.stats()["documents"] == 2
    assert index.add([]).generation == 0


ODD_IDS = ["a#1", "#", "two\nlines", "tab\t", "日本語/é", "x" * 5000, "a\0b", "a", " ", "-", "..", "#0"]


def test_odd_ids_are_as_good_as_any(index):
    """Whatever an id holds, its document is found, listed, replaced and deleted under it."""
    index.add([Document(id=name, text=f"Plum {number}.") for number, name in enumerate(ODD_IDS)])
    assert ids(index) == set(ODD_IDS)
    for number, name in enumerate(ODD_IDS):
        assert index.document(name).text == f"Plum {number}."
        assert index.passage(f"{name}#0").document == name
    index.add([Document(id=name, text="Pear.") for name in ODD_IDS])
    assert index.stats()["documents"] == len(ODD_IDS)
    for name in ODD_IDS:
        index.delete(name)
    assert ids(index) == set()


def test_deleting_unknown_ids_names_them_and_deletes_the_others(index):
    """NotFound tells what was not there; without any known id nothing is written."""
    index.add([Document(id="one", text="A plum."), Document(id="two", text="A pear.")])
    with pytest.raises(NotFound, match="'three'"):
        index.delete("one", "three", "one")
    assert ids(index) == {"two"}
    before = state(index)
    with pytest.raises(NotFound):
        index.delete("one")
    assert state(index) == before


def test_a_document_without_text_is_kept(index):
    """It has no passage, and can be looked at, replaced and deleted."""
    index.add([Document(id="none", text="", title="Nothing"), Document(id="blank", text=" \n ")])
    assert index.document("blank").text == " \n "
    assert index.stats()["passages"] == 0
    assert len(index.search("nothing")) == 0
    index.add(Document(id="none", text="A plum.", title="Nothing"))
    assert len(index.search("nothing")) == 1
    index.delete("none")
    assert ids(index) == {"blank"}


def test_half_a_surrogate_pair_is_refused_and_leaves_nothing_behind(index):
    """Text that UTF-8 cannot hold is a failure of its document alone: no word of it is found."""
    bad = [
        Document(id="bad", text="Quince \ud800."),
        Document(id="worse\udfff", text="Quince."),
        Document(id="t", text="Quince.", title="\ud800"),
    ]
    report = index.add([*bad, Document(id="good", text="A plum.")])
    assert (counts(report), len(report.failures)) == ((1, 0, 0), 3)
    assert ids(index) == {"good"}
    assert len(index.search("quince")) == 0


def test_an_index_that_remembers_nonsense_is_refused(index, folder):
    """A state or a table of sources that is not ours gives IndexCorrupt, not some other error."""
    index.add_folder(folder)
    for nonsense in ({"roots": [3]}, {"roots": [{"path": "/"}]}, {"roots": 7}):
        with index.engine.writer() as writer:
            writer.commit(state=nonsense)
        with pytest.raises(IndexCorrupt):
            index.update()
    for content in (b"x", b"\x78\x9c", b""):
        with index.engine.writer() as writer:
            writer.commit(state={}, sources=content)
        if content:
            with pytest.raises(IndexCorrupt):
                indexing.add_roots(index.engine, [folder])


# ---- files that change or fail while they are read ------------------------------------------------------------------


def meddled(monkeypatch, path: Path, act) -> None:
    """Have `act(n)` be called before the file is opened for the n-th time, from 1."""
    opened = []

    def opening(name, *arguments, **options):
        if str(name) == str(path):
            opened.append(name)
            act(len(opened))
        return open(name, *arguments, **options)  # noqa: PTH123

    monkeypatch.setattr("searchlib.loaders.opening.open", opening, raising=False)


@pytest.mark.parametrize("at", [1, 2])
@pytest.mark.parametrize("code", [errno.EIO, errno.EACCES, errno.ENOENT, errno.ESTALE])
def test_a_file_that_cannot_be_read_this_time_keeps_its_document(index, folder, monkeypatch, at, code):
    """A fault of the disk, a missing right, and a file that vanishes while it is read: the report says what is kept."""
    index.add_folder(folder)
    (folder / "a.txt").write_text("Apricots.\n")

    def fail(time: int) -> None:
        if time == at:
            raise OSError(code, os.strerror(code))

    meddled(monkeypatch, folder / "a.txt", fail)
    report = index.update()
    assert counts(report) == (0, 0, 0)
    assert [(notice.place, notice.reason.partition("; ")[2]) for notice in report.failures] == [
        (str(folder / "a.txt"), "its documents in the index are kept")
    ]
    assert ids(index) == {"a.txt", "b.txt"}
    monkeypatch.undo()
    assert counts(index.update()) == (0, 1, 0)


def test_a_file_that_changes_while_it_is_read_is_read_again(index, folder, monkeypatch):
    """A file whose content comes and goes: its digest was taken before, its text after the change, then it was changed back."""
    index.add_folder(folder)
    first, second = "Apricots grew this year.\n", "Quinces grew this year.\n"
    article = folder / "a.txt"
    article.write_text(first)
    meddled(monkeypatch, article, lambda time: article.write_text(second if time == 2 else first))
    report = index.update()
    monkeypatch.undo()
    assert [notice.reason for notice in report.warnings] == [
        "it changed while it was read; the next update reads it again"
    ]
    article.write_text(first)
    index.update()
    assert index.document("a.txt").text == first
    assert index.update().unchanged == 2


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_a_link_that_cannot_be_followed_this_time_keeps_its_document(index, folder):
    """Only a link to nothing is skipped; one that the system cannot follow is a failure."""
    (folder / "link.txt").symlink_to("a.txt")
    index.add_folder(folder)
    (folder / "link.txt").unlink()
    (folder / "link.txt").symlink_to("x" * 300)  # longer than a name may be: whether something is there, nobody knows
    report = index.update()
    assert report.removed == 0
    assert len(report.failures) == 1


def test_documents_may_stay_whole_and_unread(folder, tmp_path):
    """`passages="whole"` makes a passage a document, `extract=False` reads no values; both are kept for updates, and may change."""
    (folder / "c.txt").write_text("\n\n".join(["Plums were few this year, Ann Lee said. " * 30] * 5) + "\n")
    index = searchlib.open(tmp_path / "index", create=True)
    index.add_folder(folder)
    cut = index.stats()
    assert cut["passages"] > 3
    assert cut["statements"] > 0
    whole = ReadOptions(passages="whole", extract=False)
    assert index.add_folder(folder, options=whole).updated == 3
    assert (index.stats()["passages"], index.stats()["statements"]) == (3, 0)
    (passage,) = index.passages("c.txt")
    assert passage.text == (folder / "c.txt").read_text().strip()
    assert counts(index.update()) == (0, 0, 0)
    (folder / "c.txt").write_text("\n\n".join(["Plums were many, Ann Lee said. " * 30] * 5) + "\n")
    assert counts(index.update()) == (0, 1, 0)
    assert len(index.passages("c.txt")) == 1
    assert index.add_folder(folder, options=ReadOptions(passages="whole")).updated == 3
    assert index.stats()["statements"] > 0
    assert index.add_folder(folder).updated == 3
    assert index.stats()["passages"] > 3


def test_documents_of_a_program_may_stay_whole(index):
    """`add` takes the same options; an unknown kind of passages is an error."""
    text = "\n\n".join(["Plums were few this year, Ann Lee said. " * 30] * 5)
    index.add(Document(id="a", text=text), options=ReadOptions(passages="whole", extract=False))
    assert [(passage.text, passage.statements) for passage in index.passages("a")] == [(text.strip(), ())]
    index.add(Document(id="empty", text=" \n "), options=ReadOptions(passages="whole"))
    assert index.document("empty").text == " \n "
    with pytest.raises(ArgumentError, match="'paragraphs' or 'whole'"):
        ReadOptions(passages="sentences")  # type: ignore[arg-type]
