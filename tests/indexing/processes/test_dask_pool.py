"""A Dask cluster does what worker processes do: the same bytes whoever works, and a killed worker costs nothing."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from multiprocessing import resource_tracker
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="needs the extra dask")

import dask
from distributed import LocalCluster

import searchlib
from searchlib.cli.app import run
from searchlib.engines.contract import SinkCall
from searchlib.errors import ArgumentError, StorageFull, WorkerFailed
from searchlib.indexing.processes import dask_pool
from searchlib.indexing.processes.dask_pool import DaskPool, checked_address
from searchlib.indexing.processes.pool import PoolResult
from searchlib.models import Document

pytestmark = [
    pytest.mark.xdist_group("dask"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::RuntimeWarning"),
]

KILLING_SINK = """
import os, signal
from pathlib import Path
from searchlib.engines.whoosh.columnar.writing.sink import open_sink as open_real

class open_sink:
    def __init__(self, once, **arguments):
        self.real, self.once = open_real(**arguments), once

    def add(self, document, passages, *, added):
        if document.id == "poison" and not (self.once and Path(self.once).exists()):
            Path(self.once or os.devnull).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if document.id == "full":
            from searchlib.errors import StorageFull
            raise StorageFull("No space is left in the folder of the index.")
        self.real.add(document, passages, added=added)

    def finish(self):
        return self.real.finish()
"""


def documents(*named: str) -> list[Document]:
    """Some documents, and those named."""
    names = [f"d{number}" for number in range(12)]
    names[5:5] = named
    return [Document(id=name, text=f"Mayor Ann Lee said that {len(name)}00 people came to {name}.") for name in names]


@pytest.fixture
def small(monkeypatch):
    """Partitions of three or four documents."""
    monkeypatch.setattr(dask_pool, "_PARTITION_BYTES", 600)


@pytest.fixture
def cluster(tmp_path, monkeypatch):
    """The address of two worker processes that can import the killing sink."""
    (tmp_path / "killing_sink.py").write_text(KILLING_SINK)
    monkeypatch.syspath_prepend(str(tmp_path))
    settings = {"distributed.scheduler.allowed-failures": 0}
    local = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
    with dask.config.set(settings), LocalCluster(**local, silence_logs=logging.CRITICAL) as started:
        yield started.scheduler_address.replace("tcp://", "dask://")


@pytest.fixture(scope="module")
def threads():
    """The address of a cluster inside of this process."""
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, protocol="tcp", dashboard_address="127.0.0.1:0"
    ) as one:
        yield one.scheduler_address.replace("tcp://", "dask://")


def pooled(folder: Path, address: str, added: list[Document], sink: str = "", once: str = "") -> PoolResult:
    """What a pool makes of documents; segments go to the folder."""
    folder.mkdir(exist_ok=True)
    arguments = {"folder": str(folder), "memory": 1 << 20, **({"once": once} if sink else {})}
    module = sink or "searchlib.engines.whoosh.columnar.writing.sink"
    with DaskPool(SinkCall(module, arguments), checked_address(address), 1) as pool:
        for document in added:
            pool.add(document, 1)
        return pool.finish()


def digests(result: PoolResult) -> list[int]:
    return [checksum for _, _, checksum in result.results]


def test_an_index_made_by_a_cluster_answers_as_one_made_here(tmp_path, threads, small):
    folder = tmp_path / "news"
    folder.mkdir()
    for document in documents():
        (folder / f"{document.id}.txt").write_text(document.text)
    (folder / "page.html").write_text(f"<html><body><p>{documents()[0].text * 3}</p></body></html>")
    answers = []
    for name, address in (("here", None), ("there", threads)):
        with searchlib.open(tmp_path / name, create=True) as index:
            report = index.add_paths([folder], cluster=address)
            hits = [(hit.passage.id, hit.score) for hit in index.search("people ann", limit=50).hits]
            notices = sorted(str(notice) for notice in report.notices)
            answers.append((report.added, report.passages, notices, sorted(hits)))
            assert list(index.engine.check()) == []
    assert answers[0] == answers[1]
    assert answers[0][0] == 13


def test_an_update_by_a_cluster_replaces_and_removes(tmp_path, threads, small):
    folder = tmp_path / "news"
    folder.mkdir()
    for document in documents():
        (folder / f"{document.id}.txt").write_text(document.text)
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add_paths([folder], cluster=threads)
        (folder / "d1.txt").write_text("Mayor Ann Lee said that 77 ships came.")
        (folder / "d2.txt").unlink()
        report = index.update(cluster=threads)
        assert (report.added, report.updated, report.removed) == (0, 1, 1)
        assert [hit.passage.document for hit in index.search("number:77").hits] == ["d1.txt"]


@pytest.mark.slow
def test_partitions_do_not_depend_on_who_works(tmp_path, threads, cluster, small):
    first = pooled(tmp_path / "one", threads, documents())
    second = pooled(tmp_path / "two", cluster, documents())
    assert digests(first) == digests(second)
    assert len(first.results) > 2
    assert first.passages == second.passages == 12


@pytest.mark.slow
def test_a_killed_worker_s_partition_is_done_again(tmp_path, cluster, small, monkeypatch):
    """The bytes are those of a run in which nobody was killed."""
    whole = pooled(tmp_path / "one", cluster, documents("poison"))
    once = str(tmp_path / "killed")
    struck = pooled(tmp_path / "two", cluster, documents("poison"), "killing_sink", once)
    assert Path(once).exists()
    assert struck.passages == whole.passages == 13
    assert struck.failures == []


@pytest.mark.slow
def test_a_document_that_kills_its_workers_is_set_aside_by_name(tmp_path, cluster, small):
    result = pooled(tmp_path / "one", cluster, documents("poison"), "killing_sink")
    assert [name for name, *_ in result.failures] == ["poison"]
    assert result.passages == 12


def test_an_error_of_a_worker_is_the_run_s(tmp_path, threads, small, monkeypatch):
    (tmp_path / "killing_sink.py").write_text(KILLING_SINK)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(StorageFull, match="No space is left"):
        pooled(tmp_path / "one", threads, documents("full"), "killing_sink")


def test_workers_that_do_not_see_a_file_are_sent_its_documents(tmp_path, threads, small, monkeypatch):
    monkeypatch.setattr(dask_pool, "has_file", lambda *_: False)
    (tmp_path / "page.html").write_text("<html><body><p>Mayor Ann Lee said that 300 people came.</p></body></html>")
    with searchlib.open(tmp_path / "index", create=True) as index:
        assert index.add_paths([tmp_path / "page.html"], cluster=threads).added == 1


@pytest.mark.parametrize(
    "address",
    ["", "host", "dask://", "dask://host", "dask://:8786", "http://host:1", "dask://a:b@host:1", "dask://host:1/x"],
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ArgumentError, match=r"dask://HOST:PORT, dask\+tls://HOST:PORT, or local"):
        checked_address(address)


def test_addresses():
    assert [checked_address(one) for one in ("local", "dask://h:1", "dask+tls://[::1]:2")] == [
        "local", "tcp://h:1", "tls://[::1]:2",
    ]  # fmt: skip


def test_a_cluster_that_is_not_there_is_one_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(dask_pool, "_PATIENCE_S", 0.3)
    (tmp_path / "a.txt").write_text("Mayor Ann Lee said that 300 people came.")
    code = run(
        "searchlib",
        ["index", str(tmp_path / "a.txt"), "--index", str(tmp_path / "i"), "--cluster", "dask://127.0.0.1:9"],
    )
    said = capsys.readouterr().err
    assert code == 2
    assert "The Dask cluster at tcp://127.0.0.1:9 does not answer" in said
    assert "Traceback" not in said
    assert not (tmp_path / "i" / "searchlib.json").exists()


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Ctrl-C is told to one process")
def test_what_a_local_cluster_starts_is_not_told_of_ctrl_c():
    """Its threads, and the processes that they start: each would print a traceback. Afterwards all is as before."""
    code = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))"
    told = []

    def start():
        resource_tracker.ensure_running()  # as the first worker does
        told.append(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)

    before = list(sys.warnoptions)
    with dask_pool._not_told_of_interrupts():
        thread = threading.Thread(target=start)
        thread.start()
        thread.join()
    start()
    assert told == ["True\n", "False\n"]
    assert sys.warnoptions == before


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="Ctrl-C is told to one process")
def test_ctrl_c_of_a_local_cluster_is_one_sentence(tmp_path):
    """While its workers work: they say nothing, and none is left."""
    code = """
import os, signal, sys
from searchlib.cli.app import run
from searchlib.indexing.processes import dask_pool
dask_pool._PARTITION_BYTES = 600
taken = dask_pool.DaskPool._take_first
def interrupted(pool):
    taken(pool)
    os.killpg(0, signal.SIGINT)
dask_pool.DaskPool._take_first = interrupted
signal.signal(signal.SIGINT, signal.default_int_handler)
if __name__ == "__main__":
    sys.exit(run("searchlib", ["index", "news", "--index", "i", "--cluster", "local"]))
"""
    (tmp_path / "news").mkdir()
    for document in documents() * 9:
        (tmp_path / "news" / f"{len(list((tmp_path / 'news').iterdir()))}.txt").write_text(document.text * 4_000)
    (tmp_path / "command.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "command.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )
    assert done.returncode == 130
    assert [line for line in done.stderr.splitlines() if "%" not in line] == [
        "searchlib: Stopped; the index is unchanged."
    ]
    assert not (tmp_path / "i" / "searchlib.json").exists()


def test_workers_of_another_version_are_refused():
    dask_pool._refuse_others({"tcp://one:1": dask_pool.rules()})
    with pytest.raises(
        WorkerFailed, match=r"The Dask worker tcp://two:2 has searchlib 0, rules 0; here is .* install the same"
    ):
        dask_pool._refuse_others({"tcp://one:1": dask_pool.rules(), "tcp://two:2": "searchlib 0, rules 0"})
