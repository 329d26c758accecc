"""Worker processes: they work wherever Python runs, give the same index each time, and leave nothing when they end badly."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import searchlib
from searchlib.engines.whoosh.columnar.store.commits import LOCK, MANIFEST, Storage
from searchlib.errors import SearchlibError, StorageFull
from searchlib.index import Index
from searchlib.indexing import ingest
from searchlib.indexing.processes import pool
from searchlib.models import Document

CHECKOUT = Path(__file__).resolve().parents[3]
WORDS = ["river", "mayor", "budget", "school", "winter", "bridge", "harbour", "strike", "market", "council"]

posix = pytest.mark.skipif(os.name != "posix", reason="needs signals")


@pytest.fixture
def few(monkeypatch):
    """Workers are started for the smallest folder."""
    monkeypatch.setattr(ingest, "WORTH_WORKERS", 0)


def run_in_workers(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Have every worker run this code before its work begins."""
    program = f"{code}\nfrom searchlib.indexing.processes.worker import main\nmain()"
    monkeypatch.setattr(pool, "_COMMAND", ("-P", "-c", program))


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with rows, plain text and pages."""
    chance = random.Random(4)

    def text(number: int) -> str:
        words = " ".join(chance.choices(WORDS, k=40))
        return f"Mayor Ann Lee said on Nov. 1, 2024 that {number} people came. {words.capitalize()}."

    folder = tmp_path / "news"
    folder.mkdir()
    lines = [json.dumps({"_id": f"row{number}", "text": text(number)}) for number in range(60)]
    (folder / "rows.jsonl").write_text("\n".join(lines))
    for number in range(20):
        (folder / f"plain{number}.txt").write_text(text(number))
        paragraphs = "".join(f"<p>{text(number)}</p>" for _ in range(4))
        (folder / f"page{number}.html").write_text(
            f"<html><head><title>Page {number}</title></head><body><article>{paragraphs}</article></body></html>"
        )
    return folder


def built(folder: Path, news: Path, count: int) -> Index:
    index = searchlib.open(folder, create=True)
    index.add_folder(news, workers=count)
    return index


def answers(index: Index) -> list[list[tuple[str, float]]]:
    return [
        [(hit.passage.id, hit.score) for hit in index.search(query, limit=1000)]
        for query in ("river mayor", "speaker:lee bridge", "number:7", "date:2024-11-01 winter")
    ]


def files(path: Path) -> set[str]:
    return {file.name for file in path.iterdir()} - {LOCK}


@pytest.mark.slow
def test_workers_find_what_one_process_finds(few, news, tmp_path):
    """Same documents, same matches and same scores, whoever read the files."""
    alone, helped = built(tmp_path / "one", news, 1), built(tmp_path / "two", news, 2)
    assert set(alone.reader.document_ids()) == set(helped.reader.document_ids())
    assert alone.stats()["passages"] == helped.stats()["passages"]
    for one, two in zip(answers(alone), answers(helped), strict=True):
        assert one
        assert sorted(one) == sorted(two)
    assert helped.update(workers=2).generation == 0
    assert len(helped.reader.snapshot.manifest.segments) == 1


@pytest.mark.slow
def test_the_same_files_give_the_same_bytes(few, news, tmp_path):
    """Two builds with as many workers are equal to the last byte, whatever Python's hash seed."""
    sums = []
    for number, seed in enumerate("12"):
        path = tmp_path / f"index{number}"
        script = (
            "from searchlib import indexing; from searchlib.indexing import ingest; import sys\n"
            "from searchlib.engines import open_engine\n"
            "ingest.WORTH_WORKERS = 0\n"
            "indexing.add_roots(open_engine(sys.argv[1]), [sys.argv[2]], workers=3)\n"
        )
        program(["-c", script, str(path), str(news)], env={**os.environ, "PYTHONHASHSEED": seed})
        manifest = Storage(path).manifest()
        sums.append([(entry.size, entry.checksum) for segment in manifest.segments for entry in segment.files])
    assert sums[0] == sums[1]


@pytest.mark.slow
def test_failures_in_workers_are_told_and_what_was_there_stays(few, news, tmp_path):
    """A page that becomes unreadable keeps its document; one that is emptied loses it; a new one is added."""
    index = built(tmp_path / "index", news, 2)
    (news / "page1.html").write_text("<html><body></body></html>")
    (news / "page2.html").write_text("")
    (news / "page3.html").rename(news / "page99.html")
    report = index.update(workers=2)
    assert (report.added, report.updated, report.removed) == (1, 0, 2)
    assert [Path(notice.place).name for notice in report.failures] == ["page1.html"]
    known = set(index.reader.document_ids())
    assert {"page1.html", "page99.html"} <= known
    assert not {"page2.html", "page3.html"} & known
    assert len(index.update(workers=2).failures) == 1


@pytest.mark.slow
def test_many_failures_do_not_stop_the_workers(few, tmp_path):
    """However much the workers have to tell, neither side waits for the other for ever."""
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(400):
        (folder / f"{'long' * 50}{number}.html").write_text("<html><body></body></html>")
    (folder / "a.txt").write_text("Apples.")
    report = searchlib.open(tmp_path / "index", create=True).add_folder(folder, workers=2)
    assert (report.added, len(report.failures)) == (1, 400)


def test_a_text_that_our_rules_fail_on_keeps_its_old_version(few, news, tmp_path, monkeypatch):
    """A document that fails inside a worker is told by its id, and the index keeps what it had."""
    index = built(tmp_path / "index", news, 1)
    before = index.document("row7").text
    broken = (
        "import searchlib.indexing.preparation as p\n"
        "whole = p.extract\n"
        "def failing(document, language):\n"
        "    if 'zebra' in document.text: raise ZeroDivisionError('stripes')\n"
        "    return whole(document, language)\n"
        "p.extract = failing\n"
    )
    run_in_workers(monkeypatch, broken)
    lines = (news / "rows.jsonl").read_text().replace("that 7 people", "that 7 zebra").replace("that 8 p", "that 81 p")
    (news / "rows.jsonl").write_text(lines)
    report = index.update(workers=2)
    assert (report.added, report.updated, report.removed) == (0, 1, 0)
    assert [notice.place for notice in report.failures] == ["row7"]
    assert "ZeroDivisionError" in report.failures[0].reason
    assert [notice.place for notice in index.update(workers=2).failures] == ["row7"]  # told again while it lasts
    assert index.document("row7").text == before
    assert "81" in index.document("row8").text


def test_progress_is_told_in_order(few, news, tmp_path):
    """Files and bytes only grow, end at all of them, and documents are counted."""
    seen = []
    index = searchlib.open(tmp_path / "index", create=True)
    index.add_folder(news, workers=2, watching=seen.append)
    assert [(each.files, each.bytes) for each in seen] == sorted((each.files, each.bytes) for each in seen)
    assert (seen[-1].files, seen[-1].bytes) == (seen[-1].of_files, seen[-1].of_bytes)
    assert seen[-1].documents == 100
    assert {each.of_files for each in seen} == {41}


# --- wherever Python runs ------------------------------------------------------------------------------------------

SCRIPT = """
import sys
import searchlib
from searchlib.indexing import ingest
ingest.WORTH_WORKERS = 0
index = searchlib.open(sys.argv[1] if len(sys.argv) > 1 else PATH, create=True)
report = index.add_folder(NEWS, workers=2)
print(report.added, len(index.search("river", count=False)) > 0)
"""


def program(arguments: list[str], **options) -> str:
    """What a Python program prints, started outside the checkout."""
    env = options.pop("env", None) or dict(os.environ)
    if not options.pop("installed", False):
        env["PYTHONPATH"] = str(CHECKOUT)
    done = subprocess.run(
        [sys.executable, *arguments], env=env, capture_output=True, text=True, timeout=120, check=False, **options
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def script(path: Path, news: Path) -> str:
    return SCRIPT.replace("PATH", repr(str(path))).replace("NEWS", repr(str(news)))


@pytest.mark.slow
def test_a_script_without_a_main_guard(news, tmp_path):
    """Its workers do not run the script again."""
    (tmp_path / "build.py").write_text(script(tmp_path / "index", news))
    assert program([str(tmp_path / "build.py"), str(tmp_path / "index")], cwd=tmp_path) == "100 True\n"


def test_a_script_on_standard_input(news, tmp_path):
    """`python - < script` has no file that a worker could import."""
    assert program(["-"], input=script(tmp_path / "index", news), cwd=tmp_path) == "100 True\n"


@pytest.mark.slow
def test_a_notebook(news, tmp_path):
    """Code run by exec, line after line, under a main module that is none, and with a standard output that is no file."""
    cells = script(tmp_path / "index", news).strip()
    shell = (
        "import io, sys\n"
        "sys.stdout, real = io.StringIO(), sys.stdout\n"
        "del sys.modules['__main__'].__spec__\n"
        f"exec(compile({cells!r}, '<cell 1>', 'exec'), {{'__name__': '__main__'}})\n"
        "real.write(sys.stdout.getvalue())\n"
    )
    assert program(["-i", "-c", shell], input="", cwd=tmp_path) == "100 True\n"


@pytest.mark.parametrize(
    "flags", [[], pytest.param(["-I"], marks=pytest.mark.slow), pytest.param(["-S"], marks=pytest.mark.slow)]
)
def test_a_package_that_only_this_process_can_find(news, tmp_path, flags):
    """Workers look for modules where their parent does, even where no environment variable says so."""
    extended = f"import sys; sys.path[:0] = {[str(CHECKOUT), *sys.path[1:]]!r}\n"
    code = extended + script(tmp_path / "index", news).replace("import sys\n", "")
    assert program([*flags, "-c", code], installed=True, cwd=tmp_path) == "100 True\n"


def test_workers_do_not_mind_what_is_printed(few, news, tmp_path, monkeypatch):
    """Whatever a library prints inside a worker is not taken for an answer."""
    chatty = (
        "import searchlib.loaders.assemble as r\n"
        "whole = r._published\n"
        "def talking(*a, **k):\n"
        "    print('{\"done\": true}', flush=True)\n"
        "    return whole(*a, **k)\n"
        "r._published = talking\n"
    )
    run_in_workers(monkeypatch, chatty)
    index = built(tmp_path / "index", news, 2)
    assert index.stats()["documents"] == 100


# --- when they end badly --------------------------------------------------------------------------------------------


@pytest.fixture
def old(news, tmp_path) -> Index:
    """An index that stands before something goes wrong."""
    index = searchlib.open(tmp_path / "index", create=True)
    index.add(Document(id="old", text="An old plum."))
    return index


def stands(index: Index) -> None:
    """The old state, whole, and no file that is not of it; the next writer works."""
    manifest = Storage(index.path).manifest()
    assert files(index.path) == {MANIFEST, *(entry.name for entry in manifest.all_files)}
    assert set(Index(index.path).reader.document_ids()) == {"old"}
    assert index.check() == []


@posix
def test_a_killed_worker_is_one_clear_sentence(few, old, news, monkeypatch):
    """The run ends with what happened and what to try, and the index is unchanged."""
    run_in_workers(monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(SearchlibError, match=r"killed by signal 9.*nothing was committed.*less memory") as caught:
        old.add_folder(news, workers=2)
    assert str(caught.value).count("\n") == 0
    stands(old)


@pytest.mark.slow
@posix
@pytest.mark.parametrize("fatal", ["sys.exit(3)", "raise MemoryError", "raise OSError(5, 'broken')"])
def test_a_worker_that_fails_while_it_writes(few, old, news, monkeypatch, fatal):
    """An error of the system inside a worker is an error of the run."""
    run_in_workers(
        monkeypatch,
        f"import searchlib.engines.whoosh.columnar.writing.sink as s, sys\ns.new_name = lambda kind: exec({fatal!r})",
    )
    with pytest.raises(SearchlibError, match="worker process"):
        old.add_folder(news, workers=2)
    stands(old)


@posix
def test_a_full_disk_inside_a_worker(few, old, news, monkeypatch):
    """StorageFull reaches the caller, and the space is given back."""
    run_in_workers(
        monkeypatch,
        "import resource, signal\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)",
    )
    with pytest.raises(StorageFull, match="could not be written"):
        old.add_folder(news, workers=2)
    stands(old)


FAULTS = {
    "killed": "os.kill(os.getpid(), 9)",
    "no memory": "raise MemoryError",
    "EIO": "raise OSError(5, os.strerror(5))",
    "EMFILE": "raise OSError(24, os.strerror(24))",
    "ENOSPC": "raise OSError(28, os.strerror(28))",
}
TOLD = {
    "killed": "killed by signal 9",
    "no memory": "ran out of memory",
    "EIO": "Input/output error",
    "EMFILE": "Too many open files",
    "ENOSPC": "No space left",
}
MOMENTS = {
    "as it begins": ("searchlib.engines.whoosh.columnar.writing.sink", "open_sink", 0),
    "amid the documents": ("searchlib.engines.whoosh.columnar.writing.sink", "SegmentSink.add", 5),
    "as it reads a file": ("searchlib.indexing.processes.file_reader", "FileReader.read", 2),
    **{f"at call {at} of the disk": ("searchlib.files.disk", "Disk.before", at) for at in range(4)},
}


def failing(moment: str, fault: str) -> str:
    """Code that has the n-th call of a function of a worker meet a fault."""
    module, name, number = MOMENTS[moment]
    return (
        f"import os, itertools, {module} as m\n"
        f"whole, calls = m.{name}, itertools.count()\n"
        f"def failing(*a, **k):\n    if next(calls) == {number}: {FAULTS[fault]}\n    return whole(*a, **k)\n"
        f"m.{name} = failing\n"
    )


QUICK_FAULTS = {("amid the documents", "killed"), ("at call 1 of the disk", "EIO"), ("as it begins", "no memory")}
SLOW_FAULTS = ("EIO", "killed", "no memory")
"""The faults of every moment among the slow tests; the others, which the same lines meet, at night."""


def _case(moment: str, fault: str) -> object:
    slow = pytest.mark.slow if fault in SLOW_FAULTS else pytest.mark.nightly
    return pytest.param(moment, fault, marks=() if (moment, fault) in QUICK_FAULTS else slow)


@posix
@pytest.mark.parametrize(
    ("moment", "fault"),
    [_case(moment, fault) for moment in MOMENTS for fault in FAULTS],
)
def test_a_fault_in_a_worker_loses_nothing(few, old, news, monkeypatch, moment, fault):
    """It is told in one sentence, the old state stands, and the next run does all of the work."""
    whole = pool._COMMAND
    run_in_workers(monkeypatch, failing(moment, fault))
    with pytest.raises(SearchlibError, match=TOLD[fault]) as caught:
        old.add_folder(news, workers=2)
    said = str(caught.value)
    assert "nothing was committed" in said or "the index is unchanged" in said
    assert "\n" not in said
    stands(old)
    monkeypatch.setattr(pool, "_COMMAND", whole)
    assert old.add_folder(news, workers=2).added == 100
    assert old.check() == []


def test_memory_that_ends_on_one_text_costs_that_text_alone(few, news, tmp_path, monkeypatch):
    """It is named with why; the next run adds it."""
    whole = pool._COMMAND
    run_in_workers(
        monkeypatch,
        "import searchlib.indexing.preparation as p\nwhole = p.extract\n"
        "def failing(document, language):\n"
        "    if document.id == 'row7': raise MemoryError\n"
        "    return whole(document, language)\n"
        "p.extract = failing\n",
    )
    index = searchlib.open(tmp_path / "index", create=True)
    report = index.add_folder(news, workers=2)
    assert [(notice.place, "more memory" in notice.reason) for notice in report.failures] == [("row7", True)]
    assert report.added == 99
    monkeypatch.setattr(pool, "_COMMAND", whole)
    assert index.update(workers=2).added == 1


SLOW = """
import sys, time
from pathlib import Path
from searchlib import indexing
from searchlib.engines import open_engine
from searchlib.indexing import ingest
ingest.WORTH_WORKERS = 0
def watching(progress):
    print(progress.files, flush=True)
    time.sleep(PAUSE)
while True:
    indexing.add_roots(open_engine(sys.argv[1]), [sys.argv[2]], fresh=True, workers=2, watching=watching)
    if ONCE: break
"""


def started(index: Path, news: Path, *, pause: float, once: bool) -> subprocess.Popen[str]:
    code = SLOW.replace("PAUSE", repr(pause)).replace("ONCE", repr(once))
    return subprocess.Popen(
        [sys.executable, "-c", code, str(index), str(news)],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )


def children(pid: int) -> list[int]:
    """The living children of a process."""
    with contextlib.suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def gone(pids: list[int], within_s: float) -> bool:
    """Whether all of these processes end within so many seconds."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if not any(Path(f"/proc/{pid}").exists() and "Z" not in state_of(pid) for pid in pids):
            return True
        time.sleep(0.02)
    return False


def state_of(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return "Z"


@pytest.mark.parametrize("cut", [b'{"module": "', b'{"added":1,"document":{"id":"a","text":"The', b'{"finish":tr', b""])
def test_a_worker_whose_parent_was_killed_in_mid_message_ends_in_silence(tmp_path, cut):
    """Half a line is nobody's request: nothing is told of it, and nothing is written."""
    sink = {
        "module": "searchlib.engines.whoosh.columnar.writing.sink",
        "arguments": {"folder": str(tmp_path), "memory": 1 << 20},
    }
    first = b"" if b"module" in cut else json.dumps(sink).encode() + b"\n"
    ended = subprocess.run(
        [sys.executable, "-m", "searchlib.indexing.processes.worker"],
        input=first + cut,
        cwd=CHECKOUT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
    assert files(tmp_path) == set()


@posix
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_ctrl_c_ends_the_workers_and_leaves_the_old_index(old, news):
    """One KeyboardInterrupt in the caller, no traceback of a worker, no process and no file left."""
    with started(old.path, news, pause=0.2, once=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        helpers = children(process.pid)
        assert len(helpers) == 2
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes of the group
        process.wait(timeout=20)
        assert process.stderr.read().count("KeyboardInterrupt") <= 2
        assert gone(helpers, 5)
    stands(old)


@posix
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
@pytest.mark.slow
def test_killed_at_random_moments_the_index_is_the_old_or_the_new(news, tmp_path):
    """SIGKILL during builds with workers: a whole state each time, workers that end, and a next writer that works."""
    path = tmp_path / "index"
    index = searchlib.open(path, create=True)
    index.add_folder(news)
    expected = set(index.reader.document_ids())
    chance = random.Random(6)
    for _ in range(5):
        process = started(path, news, pause=0.0, once=False)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.9))
        helpers = children(process.pid)
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()
        assert set(Index(path).reader.document_ids()) == expected
        assert Index(path).check() == []
        assert gone(helpers, 5)
    with Storage(path).writing(timeout_s=0):
        pass
    assert files(path) == {MANIFEST, *(entry.name for entry in Storage(path).manifest().all_files)}
    index = Index(path)
    index.add(Document(id="new", text="A new plum."))
    assert set(index.reader.document_ids()) == expected | {"new"}
