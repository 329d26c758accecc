"""The command `searchlib watch`, over a folder that changes."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
from pathlib import Path
from queue import Queue

import pytest

import searchlib
from searchlib import MissingExtra, NothingToIndex
from tests.cli.conftest import command, environment

pytest.importorskip("watchfiles")

ARTICLE = "Late news from Odden: a storm, mayor Ana Reyes said."
PATIENCE_S = 40


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with one article, an index of it, and a saved search."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "first.txt").write_text("A storm tore the roof off the town hall of Odden.", "utf-8")
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add_folder(folder)
        index.save("storms", "storm")
    return folder


def lines_of(process: subprocess.Popen[str], stream: str) -> Queue[str]:
    """The lines that a process prints, as they come."""
    lines: Queue[str] = Queue()

    def read() -> None:
        for line in getattr(process, stream):
            lines.put(line)

    threading.Thread(target=read, daemon=True).start()
    return lines


def test_what_is_new_is_printed_once_and_ctrl_c_ends_it(articles: Path) -> None:
    """First what is there, then the file that comes; the index's own files are no change; the exit code is 0."""
    folder = articles.parent
    with subprocess.Popen(
        command("searchlib", "watch", "--jsonl"),
        cwd=folder,
        env=environment(WATCHFILES_FORCE_POLLING="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            printed, told = lines_of(process, "stdout"), lines_of(process, "stderr")
            first = json.loads(printed.get(timeout=PATIENCE_S))
            assert (first["search"], first["passage"]["document"]) == ("storms", "first.txt")
            while "Watching" not in told.get(timeout=PATIENCE_S):
                pass
            partial = articles / "late.part"
            partial.write_text(ARTICLE, "utf-8")
            partial.rename(articles / "late.txt")
            second = json.loads(printed.get(timeout=PATIENCE_S))
            assert (second["search"], second["passage"]["document"]) == ("storms", "late.txt")
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=PATIENCE_S) == 0
            assert printed.empty()
        finally:
            process.kill()


def test_the_library_watches_until_it_is_told_to_stop(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports come one an update; an update that fails is a failure in its report."""
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "1")
    stop = threading.Event()
    with searchlib.open(articles.parent / "index") as index:
        reports = index.watch(stop=stop)
        assert next(reports).generation == 0
        (articles / "second.txt").write_text(ARTICLE, "utf-8")
        report = next(reports)
        assert (report.added, report.failures) == (1, [])
        for path in articles.iterdir():
            path.unlink()
        assert next(reports).failures
        stop.set()
        assert list(reports) == []


def test_what_cannot_be_watched_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder was indexed, or the library is missing."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(searchlib.Document(id="a", text=ARTICLE))
        with pytest.raises(NothingToIndex):
            next(index.watch())
        (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
        index.add_folder(tmp_path / "a.txt")
        monkeypatch.setitem(__import__("sys").modules, "watchfiles", None)
        with pytest.raises(MissingExtra, match=r"searchlib\[watch\]"):
            next(index.watch())
