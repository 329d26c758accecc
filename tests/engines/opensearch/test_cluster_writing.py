"""Writing to a cluster: what is not committed is not seen, what is committed is whole, and a writer that is killed leaves no trace."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

import searchlib
from searchlib.analysis import ENGLISH
from searchlib.engines import open_engine
from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.engines.opensearch.cluster.location import read_location
from searchlib.engines.opensearch.documents.converting import converted, routing
from searchlib.engines.opensearch.engine import ClusterEngine
from searchlib.engines.opensearch.queries.conditions import no, terms
from searchlib.engines.opensearch.speakers.speaker_documents import KINDS
from searchlib.engines.opensearch.writing import sink
from searchlib.errors import IndexLocked, IndexMissing, NotAnIndex, NotFound, NotWritable, ReadError, ServerFailed
from searchlib.index import Index
from searchlib.indexing import ingest
from searchlib.indexing.preparation import prepare
from searchlib.loaders import ReadOptions
from searchlib.models import Document
from tests.cluster_nodes import CLUSTER

pytestmark = list(CLUSTER)
STORM = "Mayor Ann Lee said on Nov. 1, 2024 that 40 trees fell in the storm."
SEEDS = Path(__file__).parents[3] / "seeds"


def indexes(url: str) -> list[str]:
    """The names of all indexes of a location."""
    place = read_location(url)
    return sorted(Connection(place).ask("GET", f"/{place.name}.v*", absent={}))


def stored(url: str) -> int:
    """How many documents of the cluster there are, seen or not, but for the linked speakers."""
    place = read_location(url)
    Connection(place).ask("POST", f"/{place.name}/_refresh")
    asked = {"query": no(terms("what", KINDS))}
    return int(Connection(place).ask("GET", f"/{place.name}/_count", asked)["count"])


def sources(url: str) -> str:
    """All that is stored at a location, with what is packed of it unpacked."""
    place = read_location(url)
    asked = Connection(place)
    asked.ask("POST", f"/{place.name}/_refresh")
    body = {"size": 1000, "stored_fields": ["*"], "docvalue_fields": ["path"]}
    told = asked.ask("GET", f"/{place.name}/_search", body)["hits"]["hits"]
    packed = [hit["fields"]["record"][0] for hit in told if hit["_id"].startswith("sources-")]
    return json.dumps(told) + "".join(zlib.decompress(base64.b64decode(part)).decode("latin-1") for part in packed)


def found(index: Index, query: str, **options: Any) -> list[str]:
    return sorted(hit.passage.id for hit in index.search(query, limit=100, **options))


def test_what_is_not_committed_is_not_seen(url: str) -> None:
    """Nor is any of it left when the writer ends; nor does a reader see later commits."""
    engine = open_engine(url)
    with pytest.raises(IndexMissing):
        engine.reader()
    assert (engine.exists(), engine.latest_version(), engine.size_bytes()) == (False, 0, 0)
    with searchlib.open(url, create=True) as index:
        index.add([Document(id="storm", text=STORM), Document(id="empty", text="")])
        old = index.reader
        with engine.writer() as writer:
            writer.add(Document(id="storm", text="Calm."), ())
            writer.delete("empty")
            writer._bulk.drain()
            assert sorted(engine.reader().document_ids()) == ["empty", "storm"]
        assert stored(url) == 4  # two documents, a passage, the state: nothing of the other writer
        assert index.reader.counts == engine.reader().counts
        index.add(Document(id="storm", text="The storm is over, and so is the rain."))
        index.delete("empty")
        assert found(index, "trees") == []
        assert found(index, "rain") == ["storm#0"]
        assert sorted(old.document_ids()) == ["empty", "storm"]
        assert old.document("storm") == Document(id="storm", text=STORM)
        assert index.stats()["documents"] == 1
        assert index.check() == []
    assert len(indexes(url)) == 1


def test_a_fresh_index_takes_the_place_of_the_old_one_at_once(url: str) -> None:
    """By its alias; a fresh build that is not committed changes nothing."""
    with searchlib.open(url, create=True) as index:
        index.add(Document(id="storm", text=STORM))
        with open_engine(url).writer(fresh=True) as writer:
            writer.add(Document(id="other", text="x"), ())
        assert found(index, "storm") == ["storm#0"]
        with open_engine(url).writer(fresh=True) as writer:
            writer.commit(state={"told": [1]}, sources=b"\0" * 100_000)
        assert index.refresh()
        assert (len(index), index.reader.version, index.reader.state) == (0, 2, {"told": [1]})
        with open_engine(url).writer() as writer:
            assert (writer.sources, writer.state) == (b"\0" * 100_000, {"told": [1]})
    assert len(indexes(url)) == 1


def test_folders_are_updated_as_in_a_folder(url: str, tmp_path: Path) -> None:
    """Files that changed, came and went."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Apples grew well.")
    (folder / "b.txt").write_text(STORM)
    with searchlib.open(url, create=True) as index:
        assert index.add_folder(folder).added == 2
        assert index.update().generation == 0
        (folder / "a.txt").write_text("Apples grew badly. " * 200)
        (folder / "b.txt").unlink()
        (folder / "c.txt").write_text("Carrots grew.")
        report = index.update()
        assert (report.added, report.updated, report.removed) == (1, 1, 1)
        assert sorted(index) == ["a.txt", "c.txt"]
        assert found(index, "well OR trees") == []
        assert found(index, "carrots", published=None) == ["c.txt#0"]
        assert index.check() == []


@pytest.mark.parametrize("workers", [1, 2])
def test_an_index_tells_no_path_of_who_made_it(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """Files are named from the folder that was indexed; which one that is, only the account knows. --store-paths tells it."""
    monkeypatch.setattr(ingest, "WORTH_WORKERS", 0)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "account"))
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("Apples grew well.")
    (news / "b.html").write_text("<article>" + "<p>Bananas grew well in the south of the country.</p>" * 4)
    with searchlib.open(url, create=True) as index:
        index.add_paths([news], workers=workers)
        assert str(tmp_path) not in sources(url)
        assert index.search("bananas")[0].path == str(news / "b.html")
        assert index.document("a.txt").path == str(news / "a.txt")
        assert index.locate(f"{news / 'a.txt'}:1") == "a.txt#0"
        (news / "a.txt").write_text("Apricots grew well.")
        assert index.update(workers=workers).updated == 1
        assert str(tmp_path) not in sources(url)
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "another"))
        with searchlib.open(url) as given:
            assert given.search("bananas")[0].path == "b.html"
        index.add_paths([news], store_paths=True, fresh=True, workers=workers)
        assert str(news / "a.txt") in sources(url)


def test_worker_processes_send_what_one_process_would(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same documents, passages and mentions."""
    monkeypatch.setattr(ingest, "WORTH_WORKERS", 0)
    with searchlib.open(url, create=True) as index, searchlib.open(f"{url}-alone", create=True) as alone:
        index.add_paths([SEEDS], workers=2)
        alone.add_paths([SEEDS], workers=1)
        assert index.reader.counts == alone.reader.counts
        assert list(index) == list(alone)
        for name in index:
            assert index.passages(name) == alone.passages(name)
        assert list(index.speakers()) == list(alone.speakers())
        index.add_paths([SEEDS], workers=2, fresh=True)
        assert index.reader.counts == alone.reader.counts


def test_there_is_one_writer_at_a_time(url: str) -> None:
    """A second one waits, names the first, and gives up; a lease of a process that has ended is taken at once."""
    engine = open_engine(url)
    told: list[str] = []
    with engine.writer() as writer:
        writer.commit()
        with (
            pytest.raises(IndexLocked, match=f"Process {os.getpid()} on "),
            engine.writer(timeout_s=0.5, waiting=told.append),
        ):
            pass
    assert len(told) == 1
    with engine.writer(timeout_s=0) as writer:
        assert writer.version == 2


def test_a_lease_that_was_taken_over_commits_nothing(url: str) -> None:
    """Its holder may have slept."""
    engine = open_engine(url)
    place = read_location(url)
    with engine.writer() as writer:
        Connection(place).ask("PUT", f"/{place.name}.lease/_doc/writer", {"holder": "another"})
        with pytest.raises(IndexLocked, match="nothing was committed"):
            writer.commit()
    assert not engine.exists()


KILLED = """
import sys, searchlib
from searchlib.engines import open_engine
from searchlib.models import Document
with open_engine(sys.argv[1]).writer(memory=1) as writer:
    for number in range(10_000):
        document = Document(id=f"d{number}", text="Apples grew well.")
        from searchlib.indexing.preparation import prepare
        writer.add(document, prepare(document))
        print(number, flush=True)
"""


@pytest.mark.parametrize(
    "after", [1, 40, *(pytest.param(count, marks=pytest.mark.nightly) for count in range(2, 400, 20))]
)
def test_a_writer_that_is_killed_leaves_no_trace(url: str, after: int) -> None:
    """The next one begins at once, from the last commit, and removes what is left of it."""
    with searchlib.open(url, create=True) as index:
        index.add(Document(id="storm", text=STORM))
        with subprocess.Popen([sys.executable, "-c", KILLED, url], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(after):
                process.stdout.readline()
            os.kill(process.pid, signal.SIGKILL)
        assert sorted(open_engine(url).reader().document_ids()) == ["storm"]
        index.add(Document(id="d1", text="Pears."))
        assert sorted(index) == ["d1", "storm"]
        assert found(index, "apples") == []
        assert (index.stats()["passages"], index.check()) == (2, [])
        assert stored(url) == 2 + 2 + 1  # two documents with a passage each, and the state


BUILT = """
import sys, searchlib
from searchlib.engines.opensearch.writing.bulk import Bulk
own = Bulk._once
def once(bulk, operations):
    answers = own(bulk, operations)
    print(len(operations), flush=True)
    return answers
Bulk._once = once
searchlib.open(sys.argv[1], create=True).add_paths([sys.argv[2]], fresh=sys.argv[3] == "fresh", workers=1, memory=6_000)
"""


def killed_build(url: str, folder: Path, how: str, after: int) -> None:
    """Build an index in a process that is killed once so many requests were answered."""
    command = [sys.executable, "-c", BUILT, url, str(folder), how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(after):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)


def articles(folder: Path, count: int) -> None:
    for number in range(count):
        text = f"Mayor Ann Lee said on Nov. 1, 2024 that {number + 2} trees fell.\n\n" + "Apples grew well. " * 40
        (folder / f"d{number:03}.txt").write_text(text)


def contents(url: str) -> dict[str, Any]:
    """All that an index holds, and how it answers."""
    with searchlib.open(url) as index:
        queries = ("trees", "apples", "speaker:lee number:7", "said(trees fell)")
        pages = [[(hit.passage.id, hit.score) for hit in index.search(one, limit=50)] for one in queries]
        assert index.check() == []
        return {name: index.passages(name) for name in index} | {"counts": index.stats()["passages"], "pages": pages}


@pytest.mark.parametrize(
    ("how", "after"),
    [
        ("fresh", 12),
        ("update", 12),
        *(pytest.param("fresh", count, marks=pytest.mark.nightly) for count in range(1, 21)),
        *(pytest.param("update", count, marks=pytest.mark.nightly) for count in range(1, 21, 3)),
    ],
)
def test_a_build_that_is_killed_goes_on_where_it_was(url: str, tmp_path: Path, how: str, after: int) -> None:
    """What stands there whole is not extracted again, even where another document has changed; it ends as one that was not killed."""
    folder = tmp_path / "articles"
    folder.mkdir()
    articles(folder, 60)
    searchlib.open(url, create=True).add(Document(id="storm", text=STORM))
    killed_build(url, folder, how, after)
    assert list(searchlib.open(url)) == ["storm"]
    (folder / "d000.txt").write_text("Pears.")
    (folder / "d001.txt").unlink()
    prepared: list[str] = []

    def seen(document: Document, **how: Any) -> Any:
        prepared.append(document.id)
        return prepare(document, **how)

    with patch.object(ingest, "prepare", seen):
        report = searchlib.open(url).add_paths([folder], fresh=how == "fresh", workers=1)
    assert report.added == 59
    assert "d000.txt" in prepared
    assert after < 6 or len(prepared) < 59
    assert stored(url) == contents(url)["counts"] + len(searchlib.open(url)) + 2  # the state, and the table of files
    if how == "fresh":
        whole = f"{url}-whole"
        searchlib.open(whole, create=True).add_paths([folder], fresh=True, workers=1)
        assert contents(url) == contents(whole)


def test_what_another_build_left_is_dropped(url: str, tmp_path: Path) -> None:
    """One by other rules, and a writer that was not told of them."""
    articles(tmp_path, 60)
    killed_build(url, tmp_path, "fresh", 12)
    assert not open_engine(url).exists()
    with searchlib.open(url, create=True) as index:
        index.add_paths([tmp_path], options=ReadOptions(extract=False), workers=1)
        assert (len(index), index.stats()["statements"], len(indexes(url))) == (60, 0, 1)
        for added, how in enumerate(("fresh", "update"), 1):
            passages = index.stats()["passages"]
            killed_build(url, tmp_path, how, 12)
            index.add(Document(id=how, text=STORM))
            assert (len(index), index.stats()["passages"]) == (60 + added, passages + 1)
            assert (len(indexes(url)), stored(url)) == (
                1,
                60 + added + passages + 1 + 2,
            )  # the state, and the table of files


def test_saved_searches_stand_on_the_cluster(url: str) -> None:
    """For all who use the index, also when it is built again; none that is saved beside another is lost."""
    with searchlib.open(url, create=True) as index:
        index.add(Document(id="storm", text=STORM))
        assert index.saved() == {}
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda number: searchlib.open(url).save(f"s{number}", "storm"), range(8)))
        assert [hit.document for hit in index.run("s1", new=True)] == ["storm"]
        index.add(Document(id="second", text=STORM))
        assert [hit.document for hit in searchlib.open(url).run("s1", new=True)] == ["second"]
        assert [hit.document for hit in searchlib.open(url).run("s1", new=True)] == []
        with open_engine(url).writer(fresh=True) as writer:
            writer.commit()
        index.unsave("s0")
        assert sorted(searchlib.open(url).saved()) == [f"s{number}" for number in range(1, 8)]
        with pytest.raises(NotFound, match="s0"):
            index.unsave("s0")
        assert not index.path.exists()


def test_a_record_that_was_changed_is_told(url: str) -> None:
    """By its checksum; and a passage that is searched by other words than it has."""
    place = read_location(url)
    with searchlib.open(url, create=True) as index:
        index.add(Document(id="storm", text=STORM))
        assert index.check() == []
        (passage,) = index.passages("storm")
        _, row = converted(Document(id="storm", text=STORM), [passage], ENGLISH, version=1, added=1, place=0)
        for changed, fault in (
            ({"record": row.values["record"].replace("40", "41")}, "written"),
            ({"length": 3}, "words"),
        ):
            body = {**row.values, **changed}
            Connection(place).ask(
                "PUT", f"/{place.name}/_doc/1%2F0%2Fstorm", body, routing=routing("storm"), refresh="true"
            )
            (told,) = searchlib.open(url).check()
            assert fault in told


def test_a_commit_is_refused_where_something_is_missing(url: str) -> None:
    """And what nobody tells of is removed."""
    place = read_location(url)
    cluster = Connection(place)
    document = Document(id="storm", text=STORM)
    with open_engine(url).writer() as writer:
        writer.add(document, prepare(document))
        worker = sink.open_sink(**writer.sink(memory=1).arguments)
        worker.add(Document(id="lost", text=STORM), prepare(Document(id="lost", text=STORM)), added=1)
        worker.finish()
        writer.commit()
        assert stored(url) == 2 + 1
        writer.add(document, prepare(document))
        writer._bulk.drain()
        cluster.ask("DELETE", f"/{indexes(url)[0]}/_doc/2%2F0%2Fstorm", routing=routing("storm"))
        with pytest.raises(ServerFailed, match="nothing was committed"):
            writer.commit()
    assert open_engine(url).latest_version() == 1


def test_what_cannot_be_stored_or_changed_is_told(url: str) -> None:
    """A text that is no Unicode; an index that takes no changes; a name that is taken by something else."""
    engine = open_engine(url)
    with engine.writer() as writer:
        with pytest.raises(ReadError, match="UTF-8"):
            writer.add(Document.model_construct(**{**Document(id="x", text="").__dict__, "text": "\ud800"}), ())
        writer.commit()
    place = read_location(url)
    cluster = Connection(place)
    cluster.ask("PUT", f"/{place.name}/_settings", {"index.blocks.write": True})
    with pytest.raises(NotWritable, match="takes no changes"), engine.writer() as writer:
        writer.commit()
    cluster.ask("PUT", f"/{place.name}/_settings", {"index.blocks.write": None})
    cluster.ask("PUT", f"/{place.name}-taken", {})
    with pytest.raises(NotAnIndex, match="not an index of searchlib"):
        ClusterEngine(f"{url}-taken").reader()


def test_a_deadline_ends_a_search(url: str) -> None:
    """It says that it is not complete."""
    with searchlib.open(url, create=True) as index:
        index.add(Document(id="storm", text=STORM))
        results = index.search("storm", timeout_s=1e-6)
        assert (results.complete, len(results)) == (False, 0)
        assert index.search("storm", timeout_s=30).complete
