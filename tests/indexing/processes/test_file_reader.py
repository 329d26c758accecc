"""Files are read within limits: one that is beyond them, or crashes its reader, is refused by name, and no other is lost."""

from __future__ import annotations

import gzip
import signal
import sys
from pathlib import Path

import pytest

import searchlib
from searchlib.errors import WorkerFailed
from searchlib.indexing import ingest
from searchlib.indexing.processes import file_reader, limits, pool
from searchlib.indexing.processes.file_reader import FileReader
from searchlib.indexing.processes.limits import ReadingLimits
from searchlib.loaders import DEFAULT_MAX_FILE, Notice, ReadOptions, is_confined, read_file, walk
from searchlib.models import Document
from tests.loaders.bombs import BOMBS
from tests.loaders.readers.test_pdf import LINES, pdf

PAGE = (
    "<html><head><title>Page {0}</title></head><body><article>"
    + "<p>The mayor of town {0} said on Monday that 40 people came to the bridge over the river.</p>" * 4
    + "</article></body></html>"
)
MAIL = "From: Ann Lee <ann@example.org>\nDate: Fri, 1 Nov 2024 10:00:00 +0000\nSubject: Grain\n\nThe mayor spoke.\n"

SMALL = gzip.compress(b"The mayor spoke.")

CRASHING = """
import os
from searchlib.indexing.processes import reading
whole = reading.read_file
def read(source, options):
    if "crash" in source.name:
        os.abort()
    if "fault" in source.name:
        raise KeyError("no such page")
    return whole(source, options)
reading.read_file = read
reading.main()
"""

posix = pytest.mark.skipif(sys.platform != "linux", reason="Linux bounds what memory a process may have")


@pytest.fixture
def crashing(monkeypatch):
    """The process that reads ends at every file whose name says so, also where a worker has it read."""
    monkeypatch.setattr(file_reader, "_COMMAND", ("-P", "-c", CRASHING))
    program = (
        f"from searchlib.indexing.processes import file_reader, worker\n"
        f"file_reader._COMMAND = ('-P', '-c', {CRASHING!r})\nworker.main()"
    )
    monkeypatch.setattr(pool, "_COMMAND", ("-P", "-c", program))
    monkeypatch.setattr(ingest, "WORTH_WORKERS", 0)


def read_all(root: Path, reader: FileReader) -> list[Document | Notice]:
    return [result for source in walk(root).files for result in reader.read(source, ReadOptions())]


def test_documents_are_the_same_wherever_they_are_read(tmp_path):
    """Every format that is read by a process gives the documents and notices that reading here gives."""
    (tmp_path / "page.html").write_text(PAGE.format(1))
    (tmp_path / "report.pdf").write_bytes(pdf(LINES, title="Ships"))
    (tmp_path / "mail.eml").write_text(MAIL)
    (tmp_path / "mails.mbox").write_text(f"From ann Fri Nov  1 10:00:00 2024\n{MAIL}\n" * 2)
    (tmp_path / "rows.jsonl.gz").write_bytes(gzip.compress(b'{"text": "One.", "votes": 2.0}\n[]\n{"text": "\\ud83d"}'))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    sources = walk(tmp_path).files
    assert all(map(is_confined, sources))
    here = [result for source in sources for result in read_file(source, ReadOptions())]
    with FileReader() as reader:
        assert read_all(tmp_path, reader) == here
    assert {type(result) for result in here} == {Document, Notice}


def test_small_files_of_our_own_formats_need_no_process(tmp_path, monkeypatch):
    """Text, tables, captions and JSON are read here as long as they are small; a large one is not."""
    monkeypatch.setattr(file_reader, "_COMMAND", ("-c", "raise SystemExit(3)"))
    (tmp_path / "a.txt").write_text("The mayor spoke.")
    (tmp_path / "b.json").write_text('[{"text": "The mayor spoke."}]')
    with FileReader() as reader:
        assert len(read_all(tmp_path, reader)) == 2
        (tmp_path / "c.txt").write_text("The mayor spoke. " * 600_000)
        with pytest.raises(WorkerFailed, match="exit status 3 before it read one"):
            read_all(tmp_path, reader)


def test_a_file_that_takes_too_long_is_refused_by_name(tmp_path):
    """The files before and after it are read, by a process each."""
    for name in ("1.txt.gz", "3.txt.gz"):
        (tmp_path / name).write_bytes(SMALL)
    (tmp_path / "2.html").write_bytes(BOMBS["many_attributes"][1](4_000_000))
    with FileReader(ReadingLimits(seconds=2)) as reader:
        first, refused, third = read_all(tmp_path, reader)
    assert (first.id, third.id) == ("1.txt.gz", "3.txt.gz")
    assert str(refused) == f"{tmp_path}/2.html: it takes more than 2 s to read, the most that one file may take"


@posix
def test_a_file_that_takes_too_much_memory_is_refused_by_name(tmp_path):
    """The next file is read by a new process, with all its memory."""
    (tmp_path / "1.json").write_bytes(BOMBS["many_json_values"][1](9_000_000))
    (tmp_path / "2.txt.gz").write_bytes(SMALL)
    with FileReader(ReadingLimits(memory=100 << 20)) as reader:
        refused, second = read_all(tmp_path, reader)
    assert refused.reason == "it takes more than 100 MiB of memory to read, the most that one file may take"
    assert second.text == "The mayor spoke."


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_file_that_crashes_its_reader_costs_nothing_else(crashing, tmp_path, workers):
    """All others are indexed, in one commit; the file keeps the document that it had."""
    news = tmp_path / "news"
    news.mkdir()
    for name in ("a", "crash", "z"):
        (news / f"{name}.html").write_text(PAGE.format(name))
    (news / "crash.eml").write_text(MAIL)
    (news / "fault.eml").write_text(MAIL)
    (news / "late.eml").write_text(MAIL)
    index = searchlib.open(tmp_path / "index", create=True)
    report = index.add_folder(news, workers=workers)
    assert report.added == 3
    assert set(index.reader.document_ids()) == {"a.html", "z.html", "late.eml"}
    killed = f"the process that read it was killed by signal {signal.SIGABRT.value}"
    assert {Path(notice.place).name: notice.reason for notice in report.failures} == {
        "crash.eml": killed,
        "crash.html": killed,
        "fault.eml": "a reader of searchlib's own failed on it (KeyError: 'no such page'); please report it with the file",
    }
    (news / "a.html").rename(news / "crash-a.html")
    report = index.update(workers=workers)
    assert (report.removed, len(report.failures)) == (1, 4)


@pytest.mark.slow
def test_a_run_refuses_a_bomb_and_goes_on(tmp_path, monkeypatch):
    """What a run indexes is all but the bomb, which its report names; the next run tries it again."""
    monkeypatch.setattr(limits, "LIMITS", ReadingLimits(seconds=3))
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "good.txt.gz").write_bytes(SMALL)
    bomb = tmp_path / "news" / "bomb.html"
    bomb.write_bytes(BOMBS["many_attributes"][1](4_000_000))
    index = searchlib.open(tmp_path / "index", create=True)
    report = index.add_folder(tmp_path / "news")
    assert [notice.place for notice in report.failures] == [str(bomb)]
    assert list(index.reader.document_ids()) == ["good.txt.gz"]
    monkeypatch.undo()
    bomb.write_text(PAGE.format(2))
    assert index.update().added == 1


@posix
def test_a_reader_whose_parent_is_gone_ends(tmp_path):
    """It ends with its standard input, and amid a file when its time is over: nobody is there to kill it."""
    bomb = tmp_path / "bomb.html"
    bomb.write_bytes(BOMBS["many_attributes"][1](4_000_000))
    process = file_reader._ReadingProcess(ReadingLimits(seconds=1))
    process.send(file_reader.messages.file_line(0, walk(bomb).files[0], ReadOptions(), 0))
    process._process.stdin.close()
    assert process._process.wait() == -signal.SIGPROF
    idle = file_reader._ReadingProcess(ReadingLimits())
    idle._process.stdin.close()
    assert idle._process.wait() == 0


def test_larger_files_may_take_longer():
    """A file of twice the usual bound, which is read only when asked for, has twice the time."""
    assert ReadingLimits(seconds=60).seconds_for(10) == 60
    assert ReadingLimits(seconds=60).seconds_for(2 * DEFAULT_MAX_FILE) == 120


def outcome(bomb: str, size: int, tmp_path: Path, bounds: ReadingLimits) -> list[Document | Notice]:
    """What comes of a bomb, and of the file that is read after it."""
    suffix, make = BOMBS[bomb]
    (tmp_path / f"1{suffix}").write_bytes(make(size))
    (tmp_path / "2.txt.gz").write_bytes(SMALL)
    with FileReader(bounds) as reader:
        return read_all(tmp_path, reader)


def check_outcome(results: list[Document | Notice], tmp_path: Path) -> None:
    """The bomb is a document or named in a bounded number of notices, and the next file is read."""
    *bomb, last = results
    assert isinstance(last, Document)
    assert last.id == "2.txt.gz"
    assert 1 <= len(bomb) <= 1001
    assert all(isinstance(one, Document) or one.place.startswith(f"{tmp_path}/1.") for one in bomb)


@posix
@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_read_or_refused_by_name(bomb, tmp_path):
    """Within limits that are a tenth of the usual ones, for bombs of a twentieth of the largest file."""
    check_outcome(outcome(bomb, 3_000_000, tmp_path, ReadingLimits(seconds=3, memory=200 << 20)), tmp_path)


@posix
@pytest.mark.nightly
@pytest.mark.parametrize("bomb", BOMBS)
def test_the_largest_bombs_are_read_or_refused_by_name(bomb, tmp_path):
    """Within the usual limits, for bombs as large as the largest file that is read."""
    check_outcome(outcome(bomb, DEFAULT_MAX_FILE - (1 << 20), tmp_path, limits.LIMITS), tmp_path)
