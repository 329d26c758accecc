"""Exports: the same rows in every form, on every engine, and never half a file."""

from __future__ import annotations

import errno
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

import searchlib
from searchlib import ArgumentError, Document, MissingExtra, QueryError, StorageFailed
from searchlib.errors import NotWritable, Remedy
from searchlib.exports.tables import TABLES
from searchlib.exports.target import written_whole
from searchlib.files.disk import DISK
from tests.engines.list_engine import list_scheme

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture(scope="module", params=["{folder}/index", "list://memory/exports"], ids=["embedded", "list"])
def index(request, tmp_path_factory):
    """The seeds, in an index of each engine."""
    with list_scheme():
        location = request.param.format(folder=tmp_path_factory.mktemp("exports"))
        with searchlib.open(location, create=True) as opened:
            opened.add_folder(SEEDS)
            yield opened


def tables_of(path: Path) -> dict[str, list[tuple]]:
    """The rows of a database, by table."""
    with closing(sqlite3.connect(path)) as database:
        return {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in (*TABLES, "about")}


def test_a_database_holds_every_document_passage_and_mention(index, tmp_path):
    """Counted against the index, each span is the document's text, and what a row refers to is there."""
    counts = index.export(tmp_path / "news.db")
    stats = index.stats()
    assert counts["documents"] == stats["documents"]
    assert (counts["passages"], counts["dates"], counts["quantities"]) == (
        stats["passages"],
        stats["dates"],
        stats["quantities"],
    )
    with closing(sqlite3.connect(tmp_path / "news.db")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        texts = dict(database.execute("SELECT id, text FROM documents"))
        for table in ("passages", "statements", "quantities", "dates"):
            for document, start, end, text in database.execute(f'SELECT document, start, "end", text FROM {table}'):
                assert texts[document][start:end] == text
        numbers = database.execute("SELECT document, number FROM statements").fetchall()
        assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("form", ["sqlite", "parquet", "jsonl"])
def test_no_folder_is_created_unasked(index, tmp_path, form):
    """The folder of the file must be there."""
    with pytest.raises(ArgumentError, match="there is no folder"):
        index.export(tmp_path / "none" / "out", form=form)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("SELECT DISTINCT who FROM figures WHERE low = 12000 AND noun LIKE '%soldiers'", [("Ukrainian intelligence",)]),
        ("SELECT count(*) > 5 FROM quotations WHERE speaker = 'Antony Blinken'", [(1,)]),
        ("SELECT speaker FROM speakers LIMIT 1", [("Antony Blinken",)]),
        ("SELECT count(*) > 0 FROM days WHERE first <= '2024-10-31' AND last >= '2024-10-31'", [(1,)]),
        (
            "SELECT count(*) > 0 FROM passages WHERE key IN (SELECT rowid FROM passages_fts WHERE passages_fts MATCH 'soldier')",
            [(1,)],
        ),
        ("SELECT value FROM about WHERE name = 'searchlib'", [(searchlib.__version__,)]),
    ],
)
def test_the_commonest_questions_have_views(index, tmp_path, question, answer):
    """Figures, quotations, speakers and days are one SELECT away; words are found by their stems."""
    index.export(tmp_path / "news.db")
    with closing(sqlite3.connect(tmp_path / "news.db")) as database:
        assert database.execute(question).fetchall() == answer


def test_a_query_narrows_an_export(index, tmp_path):
    """Only the passages that match, with rank and score, and their documents; the export says what it is of."""
    results = index.search("kursk", speaker="blinken", limit=1000)
    index.export(tmp_path / "few.db", "kursk", speaker="blinken")
    rows = tables_of(tmp_path / "few.db")
    names = [column.name for column in TABLES["passages"]]
    ranked = {row[names.index("rank")]: row[names.index("id")] for row in rows["passages"]}
    assert ranked == {hit.rank: hit.passage.id for hit in results}
    assert {row[0] for row in rows["documents"]} == {hit.document for hit in results}
    about = dict(rows["about"])
    assert (about["query"], about["parsed"]) == ("kursk", results.parsed)
    assert about["generation"] == str(index.reader.version)
    assert index.export(tmp_path / "none.db", "nowhere")["passages"] == 0
    with pytest.raises(QueryError, match="no searchable word"):
        index.export(tmp_path / "empty.db", "((")


def test_parquet_has_the_rows_of_the_database(index, tmp_path):
    """Table by table; its metadata says what the export is of."""
    parquet = pytest.importorskip("pyarrow.parquet")
    index.export(tmp_path / "a.db", "soldiers")
    counts = index.export(tmp_path / "tables", "soldiers", form="parquet")
    rows = tables_of(tmp_path / "a.db")
    for name, columns in TABLES.items():
        table = parquet.read_table(tmp_path / "tables" / f"{name}.parquet")
        assert [tuple(row.values()) for row in table.to_pylist()] == rows[name]
        assert table.column_names == [column.name for column in columns]
        assert table.schema.metadata[b"query"] == b"soldiers"
        assert table.num_rows == counts[name]
    index.export(tmp_path / "tables", form="parquet", replace=True)
    (tmp_path / "tables" / "own.txt").write_text("mine")
    with pytest.raises(ArgumentError, match="more than an export"):
        index.export(tmp_path / "tables", form="parquet", replace=True)


def test_json_lines_stand_on_their_own(index, tmp_path):
    """Each has its passage, its document's metadata, and what the export is of."""
    index.export(tmp_path / "a.jsonl", form="jsonl")
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert [line["passage"]["id"] for line in lines] == [
        passage.id for name in sorted(index.reader.document_ids()) for passage in index.passages(name)
    ]
    assert all(line["title"] and line["generation"] == index.reader.version for line in lines)


def test_parquet_without_its_library_names_the_extra(index, tmp_path, monkeypatch):
    """And leaves nothing behind."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"searchlib\[parquet\]"):
        index.export(tmp_path / "tables", form="parquet")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["sqlite", "jsonl"])
def test_an_export_is_whole_or_not_there(tmp_path, form, monkeypatch):
    """What is there is kept unless it is to be replaced, also when an error ends the export."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add([Document(id=name, text=f"There were 40 ships in {name}.") for name in "abc"])
        out = tmp_path / "out"
        out.write_text("mine")
        with pytest.raises(ArgumentError, match="is there already"):
            index.export(out, form=form)

        def fails(document_id):
            raise RuntimeError(document_id)

        with monkeypatch.context() as patch:
            patch.setattr(index.reader, "document", fails)
            with pytest.raises(RuntimeError):
                index.export(out, form=form, replace=True)
        assert out.read_text() == "mine"
        assert {path.name for path in tmp_path.iterdir()} == {"index", "out"}
        assert index.export(out, form=form, replace=True)["passages"] == 3
        with pytest.raises(ArgumentError, match="form must be one of"):
            index.export(tmp_path / "b", form="xml")


@pytest.mark.parametrize("form", ["sqlite", "jsonl", "parquet"])
def test_an_export_never_replaces_a_pipe_a_device_or_a_link(tmp_path, form):
    """They are refused even where a file may be replaced, and stay what they are; so does what a link leads to."""
    pytest.importorskip("pyarrow")
    pipe, link, target = tmp_path / "pipe", tmp_path / "link", tmp_path / "target"
    os.mkfifo(pipe)
    target.write_text("mine")
    link.symlink_to(target)
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add([Document(id="a", text="There were 40 ships.")])
        for out, told in ((pipe, "is a device or a pipe"), (link, "is a link")):
            with pytest.raises(ArgumentError, match=told):
                index.export(out, form=form, replace=True)
    assert pipe.is_fifo()
    assert link.is_symlink()
    assert target.read_text() == "mine"


@pytest.mark.parametrize("name", ["searchlib.json", "saved.toml", "new.jsonl", "segment"])
def test_an_export_never_replaces_a_file_of_an_index(tmp_path, name):
    """Its own or another one, also when it may replace what is there."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(searchlib.Document(id="a", text="Ships came."))
        place = next((tmp_path / "index").glob("segment-*")) if name == "segment" else tmp_path / "index" / name
        before = sorted((file.name, file.read_bytes()) for file in (tmp_path / "index").iterdir())
        with pytest.raises(ArgumentError, match="among the files of an index"):
            index.export(place, form="jsonl", replace=True)
    assert sorted((file.name, file.read_bytes()) for file in (tmp_path / "index").iterdir()) == before


def test_the_next_export_removes_what_a_killed_one_left(tmp_path):
    """Whatever it was of, and in whichever form; one that is at work is left alone."""
    killed = (
        "import os, sys; from pathlib import Path; from searchlib.exports.target import written_whole\n"
        "with written_whole(Path(sys.argv[1]), replace=False) as new:\n"
        "    new.mkdir(); (new / 'a.parquet').write_text('half'); os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", killed, str(tmp_path / "out")], check=False, timeout=60)
    assert [path.name.startswith(".searchlib-export-") for path in tmp_path.iterdir()] == [True]
    with written_whole(tmp_path / "one", replace=False) as one:
        one.write_text("1")
        with written_whole(tmp_path / "two", replace=False) as two:
            two.write_text("2")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"one": "1", "two": "2"}


def test_a_folder_that_cannot_be_replaced_stays_whole(tmp_path, monkeypatch):
    """The earlier export is moved aside as one, and comes back when the new one cannot take its name."""
    out = tmp_path / "tables"
    out.mkdir()
    (out / "a.parquet").write_text("old")
    whole = DISK.replace

    def fails(source, target):
        if source.name == "new":
            raise OSError(errno.EIO, "broken")
        whole(source, target)

    monkeypatch.setattr(DISK, "replace", fails)

    def exported():
        with written_whole(out, replace=True) as new:
            new.mkdir()
            (new / "a.parquet").write_text("new")

    with pytest.raises(OSError, match="broken"):
        exported()
    assert (out / "a.parquet").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


@pytest.mark.parametrize("form", ["sqlite", "jsonl", "parquet"])
def test_a_full_disk_is_told_with_the_place_of_the_export(tmp_path, form):
    """Not with that of a temporary file; and nothing is left."""
    resource = pytest.importorskip("resource")
    pytest.importorskip("pyarrow")
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add([Document(id=str(number), text=f"There were {number} ships. " * 200) for number in range(50)])
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
        try:
            with pytest.raises(StorageFailed, match=rf"{tmp_path / 'out'} could not be written"):
                index.export(tmp_path / "out", form=form)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, ignored)
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.sqlite", "sqlite"), ("a.DB", "sqlite"), ("a.ndjson", "jsonl"), ("a.jsonl", "jsonl"), ("a.ciff", "ciff")],
)
def test_the_ending_says_the_form(index, tmp_path, name, form):
    """Without a form the ending of the name decides; another ending is refused, and nothing is written."""
    index.export(tmp_path / name, "soldiers")
    index.export(tmp_path / "other", "soldiers", form=form)
    assert (tmp_path / name).read_bytes()[:16] == (tmp_path / "other").read_bytes()[:16]
    with pytest.raises(ArgumentError, match=r"must end in \.db, .*; got 'a\.csv'"):
        index.export(tmp_path / "a.csv", "soldiers")
    assert not (tmp_path / "a.csv").exists()


@pytest.mark.parametrize("reason", ["EACCES", "EPERM", "EROFS"])
def test_a_place_that_cannot_be_written_is_no_index(tmp_path, monkeypatch, reason):
    """What helps is the name of another file, not that of another index."""

    def refused(**given):
        raise OSError(getattr(errno, reason), reason, str(given["dir"]))

    monkeypatch.setattr(tempfile, "mkdtemp", refused)
    with (
        pytest.raises(NotWritable, match="name another file") as caught,
        written_whole(tmp_path / "x.db", replace=False),
    ):
        pytest.fail("it was written")
    assert caught.value.remedy is Remedy.NAME_ANOTHER_FILE
