"""Commands that write: index, update, delete, and the index that `search` builds automatically."""

from __future__ import annotations

import json
import shutil
import threading

import pytest

from searchlib.engines.whoosh.columnar.store.commits import LOCK
from searchlib.files.locks import WriterLock


def test_search_builds_the_index_from_seeds_once(own):
    """Without an index, `search` first indexes ./seeds and prints one line on standard error; the next run does not."""
    folder, run = own
    first = run("search", "storm", "--count")
    assert (first.returncode, first.stdout) == (0, "1\n")
    assert first.stderr == "No index yet: building ./index from ./seeds (2 files).\n"
    assert (folder / "index" / "searchlib.json").exists()
    assert run("search", "storm", "--count").stderr == ""


def test_search_builds_nothing_where_an_index_is_named_or_no_article_is(own):
    """A missing named index, or ./seeds without an article, is an error with advice."""
    folder, run = own
    assert run("search", "storm", "--index", "index").returncode == 2
    for article in (folder / "seeds").glob("*.txt"):
        article.unlink()
    empty = run("search", "storm")
    assert empty.returncode == 2
    assert "searchlib index PATH" in empty.stderr
    assert not (folder / "index").exists()


def test_update_counts_what_changed_and_writes_nothing_when_nothing_did(own):
    """Added, changed and removed documents are counted."""
    folder, run = own
    assert "2 added, 0 changed, 0 removed" in run("searchlib", "index", "seeds").stdout
    manifest = (folder / "index" / "searchlib.json").read_bytes()
    assert "0 added, 0 changed, 0 removed, 2 files unchanged" in run("searchlib", "update").stdout
    assert (folder / "index" / "searchlib.json").read_bytes() == manifest
    (folder / "seeds" / "storm.txt").write_text("The roof of the town hall was mended.\n", "utf-8")
    (folder / "seeds" / "harbour.txt").unlink()
    (folder / "seeds" / "new.txt").write_text("A new bridge opens in Odden.\n", "utf-8")
    done = run("searchlib", "update")
    assert "1 added, 1 changed, 1 removed, 0 files unchanged" in done.stdout
    assert "metadata.csv" in done.stderr  # its row for harbour.txt has no file any more
    assert run("search", "bridge", "--count").stdout == "1\n"
    assert run("search", "harbour", "--count").stdout == "0\n"


def test_an_emptied_folder_removes_nothing_unless_that_is_meant(own):
    """An indexed folder that has no articles any more is an error, unless --allow-empty is given."""
    folder, run = own
    run("searchlib", "index", "seeds")
    for article in (folder / "seeds").iterdir():
        article.unlink()
    refused = run("searchlib", "update")
    assert refused.returncode == 2
    assert "--allow-empty" in refused.stderr
    assert run("search", "storm", "--count").stdout == "1\n"
    assert "2 removed" in run("searchlib", "update", "--allow-empty").stdout


def test_one_bad_file_is_named_and_the_others_are_indexed(own):
    """The exit code is 2, and the documents of the other files can be found."""
    folder, run = own
    (folder / "seeds" / "torn.jsonl").write_text('{"id": "a", "text": "A ferry sank."}\n{"id": \n', "utf-8")
    done = run("searchlib", "index", "seeds")
    assert done.returncode == 2
    assert "torn.jsonl" in done.stderr
    assert "3 added" in done.stdout
    assert "1 not read" in done.stdout
    assert run("search", "ferry", "--count").stdout == "1\n"


def test_a_file_of_bad_rows_is_reported_in_a_few_lines(own):
    """The first three bad rows of each file are printed, then how many more it has."""
    folder, run = own
    for name, count in (("noise", 300), ("torn", 2)):
        row = json.dumps({"id": name, "text": "A"})
        (folder / "seeds" / f"{name}.jsonl").write_text("noise\n" * count + row)
    done = run("searchlib", "index", "seeds")
    lines = [line for line in done.stderr.splitlines() if "jsonl" in line]
    assert done.returncode == 2
    assert [line.partition("noise.jsonl:")[2][:1] for line in lines[:3]] == ["1", "2", "3"]
    assert lines[3].startswith("and 297 more in ")
    assert "noise.jsonl (4, 5, 6, 7, 8, 9, 10, 11, 12, 13, ...): it is no JSON" in lines[3]
    assert len(lines) == 6
    assert "302 not read" in done.stdout


def test_one_reason_of_many_files_is_reported_in_a_few_lines(own):
    """The first ten files that one reason stops are named, then how many more it stops; other reasons are still named."""
    folder, run = own
    for number in range(40):
        (folder / "seeds" / f"{number:02}.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "seeds" / "torn.json").write_text("[", "utf-8")
    done = run("searchlib", "index", "seeds")
    lines = [line for line in done.stderr.splitlines() if line.startswith("not read: ")]
    assert len(lines) == 12
    assert sum("torn.json" in line for line in lines) == 1
    assert lines[-1] == "not read: 30 more files: it is binary, not text"
    assert "41 not read" in done.stdout


def test_documents_come_from_standard_input(own):
    """`searchlib index -` reads JSON Lines."""
    _, run = own
    lines = json.dumps({"id": "a", "text": "A ferry sank.", "title": "Ferry"}) + "\n"
    assert run("searchlib", "index", "-", given=lines).returncode == 0
    assert run("search", "ferry", "--fields", "document,title").stdout == "a\tFerry\n"


def test_options_decide_how_files_are_read(own):
    """--prefix, --default-published and --column reach the loaders; --fresh builds a new index."""
    folder, run = own
    (folder / "rows").mkdir()
    (folder / "rows" / "a.csv").write_text("key,body\n1,A ferry sank.\n", "utf-8")
    options = ["--prefix", "wire", "--default-published", "2024-05-06", "--column", "text=body"]
    assert run("searchlib", "index", "rows", *options).returncode == 0
    hit = json.loads(run("search", "ferry", "--json").stdout)["hits"][0]
    assert hit["passage"]["document"].startswith("wire/")
    assert (hit["published"], hit["published_from"]) == ("2024-05-06", "default")
    assert run("searchlib", "index", "seeds", "--fresh").returncode == 0
    assert run("search", "ferry").returncode == 1


@pytest.mark.slow
def test_a_second_writer_says_that_it_waits(own):
    """Standard error says which process it waits for; after that the command does its work."""
    folder, run = own
    run("searchlib", "index", "seeds")
    held = WriterLock(folder / "index" / LOCK)
    held.acquire()
    release = threading.Timer(3.0, held.release)
    release.start()
    done = run("searchlib", "delete", "storm.txt")
    release.join()
    assert done.returncode == 0
    assert done.stderr.startswith("Another writer is at work on index: process ")
    assert "waiting for it" in done.stderr


def test_delete_removes_documents(own):
    """A deleted document is not found any more; an unknown id is an error."""
    _, run = own
    run("searchlib", "index", "seeds")
    assert run("searchlib", "delete", "storm.txt").stdout == "Deleted 1 document.\n"
    assert run("search", "storm").returncode == 1
    unknown = run("searchlib", "delete", "storm.txt")
    assert unknown.returncode == 2
    assert "'storm.txt'" in unknown.stderr


@pytest.mark.slow
def test_delete_reports_what_it_did_and_how_long_it_lasts(own):
    """The message separates unknown ids from deleted ones; a deleted document is not indexed until its file changes."""
    folder, run = own
    run("searchlib", "index", "seeds")
    both = run("searchlib", "delete", "storm.txt", "nope")
    assert (both.returncode, both.stdout) == (2, "")
    assert both.stderr == "searchlib: The index holds no document 'nope'; 'storm.txt' was deleted.\n"
    assert "when its file changes" in run("searchlib", "delete", "harbour.txt").stderr
    run("searchlib", "update")
    run("searchlib", "index", "seeds")
    assert run("search", "odden", "--count").stdout == "0\n"
    (folder / "seeds" / "storm.txt").write_text("The town hall of Odden was mended.\n", "utf-8")
    run("searchlib", "update")
    assert run("search", "odden", "--count").stdout == "1\n"
    run("searchlib", "index", "seeds", "--fresh")
    assert run("search", "odden", "--count").stdout != "1\n"


@pytest.mark.slow
def test_an_index_that_lost_a_file_is_not_written_to(own):
    """A missing segment or manifest is an error that advises --fresh; --fresh then builds a new index."""
    folder, run = own
    run("searchlib", "index", "seeds")
    shutil.copytree(folder / "index", folder / "headless")
    next((folder / "index").glob("segment-*.bin")).unlink()
    (folder / "headless" / "searchlib.json").unlink()
    for name, message in (("index", "is missing from the index"), ("headless", "its searchlib.json is missing")):
        there = sorted(path.name for path in (folder / name).iterdir())
        done = run("searchlib", "index", "seeds", "--index", name)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr
        assert f"searchlib index PATH --fresh --index {name}`" in done.stderr
        assert sorted(path.name for path in (folder / name).iterdir()) == there
        assert run("searchlib", "index", "seeds", "--fresh", "--index", name).returncode == 0
        assert run("search", "storm", "--count", "--index", name).stdout == "1\n"


def test_a_file_is_not_an_index(own):
    """A file given as the index is an error that asks for a folder and does not advise building an index there."""
    _, run = own
    for arguments in (["search", "storm"], ["searchlib", "stats"], ["searchlib", "index", "seeds"]):
        done = run(*arguments, "--index", "seeds/storm.txt")
        assert done.returncode == 2
        assert "is a file, not the folder of an index. Name the folder" in done.stderr


def test_check_names_the_index_in_its_advice(own):
    """The command that `check` advises repeats --index."""
    folder, run = own
    run("searchlib", "index", "seeds", "--index", "other")
    segment = next((folder / "other").glob("segment-*.bin"))
    content = bytearray(segment.read_bytes())
    content[len(content) // 2] ^= 1
    segment.write_bytes(content)
    assert "--fresh --index other`" in run("searchlib", "check", "--index", "other").stdout


@pytest.mark.slow
def test_nothing_to_index_is_an_error(own):
    """An empty folder, an empty stream, a skipped file and the folder of an index each give one sentence."""
    folder, run = own
    (folder / "empty").mkdir()
    (folder / "blank.txt").write_text(" \n", "utf-8")
    for done in (
        run("searchlib", "index", "empty"),
        run("searchlib", "index", "-", given=""),
        run("searchlib", "index", "blank.txt"),
    ):
        assert (done.returncode, done.stdout) == (2, "")
        assert "Nothing to index was found in " in done.stderr
    run("searchlib", "index", "seeds")
    itself = run("searchlib", "index", "index")
    assert (itself.returncode, itself.stdout) == (2, "")
    assert "index is the folder of an index" in itself.stderr
    assert run("searchlib", "index", "seeds", "empty").returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["index"],
        ["index", ""],
        ["index", "seeds", "--index", ""],
        ["index", "seeds", "--index="],
        ["index", "no-such-folder"],
        ["index", "seeds", "--max-file", "lots"],
        ["index", "seeds", "--memory", "-5m"],
        ["index", "seeds", "--column", "text"],
        ["index", "seeds", "--column", "colour=red"],
        ["index", "seeds", "--default-published", "yesterday"],
        ["index", "seeds", "--encoding", "klingon"],
        ["index", "seeds", "--workers", "0"],
        ["index", "seeds", "--index", "seeds"],
        ["index", "seeds", "--index", "seeds/storm.txt"],
        ["update"],
        ["delete", "x"],
        ["stats"],
        ["show", "x"],
        ["idnex"],
    ],
    ids=" ".join,
)
def test_errors_are_a_sentence_on_standard_error(own, arguments):
    """Every wrong call has exit code 2, no standard output, no traceback, and writes nothing."""
    folder, run = own
    done = run("searchlib", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("searchlib: ")
    assert "Traceback" not in done.stderr
    assert "Unexpected error" not in done.stderr
    assert not (folder / "index").exists()
    assert sorted(path.name for path in (folder / "seeds").iterdir()) == ["harbour.txt", "metadata.csv", "storm.txt"]
