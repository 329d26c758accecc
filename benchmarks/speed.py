"""Speed: indexing, queries, opening, the command's cold start, size and memory - beside peers in the same run.

    python -m benchmarks.speed                                     # ours alone, 100,000 made passages
    python -m benchmarks.speed --peers --passages 100000 1000000 --keep
    python -m benchmarks.speed --corpus FILE.jsonl.gz --peers tantivy fts5
    python -m benchmarks.speed --without-numba --peers bm25s fts5
    python -m benchmarks.speed --articles FILE.jsonl.gz            # files with extraction, from file to committed index

Every engine answers every question once unmeasured, then in `--rounds` rounds in which the engines take turns, so that
a noisy moment meets all of them; a question's time is the median of its rounds (fewer for a slow engine), and quantiles
run over questions. Times run from the text of the query to ids and scores. Opening, first query and memory are measured in fresh processes.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import searchlib
from benchmarks import recording
from benchmarks.corpus import Prepared, Question, prepared, questions
from benchmarks.lucene_peer import Lucene
from benchmarks.peers import PEERS as PYTHON_PEERS
from benchmarks.peers import SLOW, SLOW_UNTIL, Engine, K, Ours, OursParallel, Tantivy, fresh
from searchlib import indexing

PEERS: dict[str, type[Engine]] = {**PYTHON_PEERS, Lucene.name: Lucene}
KINDS = {
    "any": "any word",
    "every": "all words",
    "phrase": "phrase",
    "filtered": "speaker + days",
    "counted": "any word, counted",
    "search": "whole search with hits",
    "required": "one word required, others optional",
    "excluded": "any word, one excluded",
    "count": "count alone",
    "hundred": "best 100, counted",
    "thousand": "best 1,000",
    "common": "phrase of common words",
}
# floor and aim of our time as a multiple of Tantivy's: at 100,000 passages, and at a million
GOALS: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "any": ((1.0, 0.6), (0.6, 0.35)),
    "every": ((1.2, 0.6), (1.2, 0.6)),
    "phrase": ((1.5, 0.6), (1.5, 0.6)),
    "filtered": ((1.0, 0.6), (1.0, 0.6)),
    "counted": ((1.5, 1.0), (1.5, 1.0)),
    "search": ((1.5, 1.0), (1.5, 1.0)),
}
MILLION = 500_000
"""Passages from which the goals for a million hold."""
PATIENCE_S = 30
"""Seconds of one kind of question after which an engine has no further round."""
MOST_AHEAD = 200_000
"""Passages that indexing on two cores is measured with: they are all held in memory."""
SLICE = 20_000
"""Passages made ahead at a time, so that making them is not measured."""


# --- indexing --------------------------------------------------------------------------------------------------------


class Stopwatch:
    """Passes on documents that were made in advance, and measures how long their consumer worked."""

    def __init__(self, documents: Iterator[Prepared]) -> None:
        self._documents = documents
        self.making_s = 0.0

    def __iter__(self) -> Iterator[Prepared]:
        while True:
            started = time.perf_counter()
            batch = list(islice(self._documents, SLICE // 10))
            self.making_s += time.perf_counter() - started
            if not batch:
                return
            yield from batch


def timed_build(engine: Engine, corpus: Path | None, count: int) -> float:
    """Seconds from the first prepared passage to the end of the commit."""
    watch = Stopwatch(prepared(corpus, count))
    gc.collect()
    started = time.perf_counter()
    engine.build(watch)
    return time.perf_counter() - started - watch.making_s


def timed_articles(path: Path, workers: int) -> dict[str, Any]:
    """Measure from a file of articles to a committed index, extraction included."""
    with tempfile.TemporaryDirectory() as folder, searchlib.open(Path(folder) / "index", create=True) as index:
        started = time.perf_counter()
        report = index.add_paths([path], workers=workers)
        took_s = time.perf_counter() - started
        return {
            "workers": workers,
            "took_s": round(took_s, 1),
            "documents": report.documents,
            "passages": report.passages,
            "passages_a_second": round(report.passages / took_s),
            "bytes": index.stats()["bytes"],
        }


# --- queries ---------------------------------------------------------------------------------------------------------


def timed_questions(
    engines: Sequence[Engine], asked: Sequence[Question], rounds: int
) -> dict[str, dict[str, list[float]]]:
    """For each kind of question and each engine the milliseconds of every question: the median of its rounds."""
    medians_ms: dict[str, dict[str, list[float]]] = {}
    for kind in KINDS:
        able = [engine for engine in engines if kind in engine.KINDS]
        for engine in able:
            for _ in range(engine.WARMING):
                engine.timed(kind, asked)
        times: dict[str, list[list[int]]] = {engine.name: [] for engine in able}
        for _ in range(rounds):
            for engine in able:
                if sum(map(sum, times[engine.name])) > PATIENCE_S * 1e9:
                    continue
                gc.collect()
                times[engine.name].append(engine.timed(kind, asked))
        medians_ms[kind] = {
            name: [round(statistics.median(timings) / 1e6, 4) for timings in zip(*rows, strict=True)]
            for name, rows in times.items()
        }
    return medians_ms


def quantiles(times_ms: Sequence[float]) -> dict[str, float]:
    """p50, p95, p99, mean and worst, in milliseconds."""
    ordered = sorted(times_ms)
    at = {
        name: ordered[min(int(share * len(ordered)), len(ordered) - 1)]
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    }
    return {**at, "mean": round(statistics.fmean(ordered), 4), "worst": ordered[-1]}


def asked_as(kind: str, question: Question) -> str:
    """The question in words, for the list of the worst."""
    if kind == "common":
        return f'"{question.common}"'
    if kind in ("required", "excluded"):
        return " ".join(question.mixed)
    if kind == "phrase":
        return f'"{question.phrase}"'
    if kind == "filtered":
        return f"{question.words} [{question.speaker}, {question.first}..{question.last}]"
    return question.words


def agreement(ours: Engine, other: Engine, asked: Sequence[Question]) -> float:
    """The mean share of our first ten that the other engine has among its own: evidence that both do the same work."""
    shares = []
    for question in asked:
        mine = {name for name, _ in ours.any(question)}
        if mine:
            shares.append(len(mine & {name for name, _ in other.any(question)}) / len(mine))
    return round(statistics.fmean(shares), 3) if shares else 0.0


# --- fresh processes -------------------------------------------------------------------------------------------------

_OPENING = """
import json, sys, time
import searchlib, searchlib.engines.whoosh.columnar.reader
folder, asked = sys.argv[1], json.loads(sys.argv[2])
begun = time.perf_counter(); index = searchlib.open(folder); opened = time.perf_counter()
index.rank(asked[0], 10); first = time.perf_counter(); index.rank(asked[1], 10); second = time.perf_counter()
print(json.dumps([1000 * (opened - begun), 1000 * (first - opened), 1000 * (second - first)]))
"""
_MEMORY = """
import json, sys
import searchlib
def anonymous():
    rows = dict(line.split(":", 1) for line in open("/proc/self/status"))
    return int(rows["RssAnon"].split()[0]) / 1024
folder, warm, asked = sys.argv[1], sys.argv[2], json.load(sys.stdin)
index = searchlib.open(folder)
opened = anonymous()
if warm == "warm": index.warm(wait=True)
for query in asked: index.rank(query, 10)
print(json.dumps([opened, anonymous()]))
"""


def _told(code: str, *arguments: str, given: str = "") -> Any:
    """The JSON that a fresh interpreter prints; None, with a message, when it fails: a long run goes on."""
    told = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env=_environment(),
    )
    if told.returncode:
        _say(f"a fresh process failed, its figures are left out: {told.stderr.strip().splitlines()[-1:]}")
        return None
    return json.loads(told.stdout)


def _environment() -> dict[str, str]:
    """Environment variables under which a child process imports this searchlib, compiled as an installed one is."""
    root = str(Path(searchlib.__file__).resolve().parents[1])
    paths = [root, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**own, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def opening(folder: Path, asked: Sequence[Question], times: int) -> dict[str, float]:
    """Milliseconds to open the index, of the first query (NumPy's) and of a second one: medians over fresh processes."""
    rows = [
        _told(_OPENING, str(folder), json.dumps([asked[at].words, asked[at + 1].words]))
        for at in range(min(times, len(asked) - 1))
    ]
    rows = [row for row in rows if row]
    names = ("open_ms", "first_query_ms", "second_query_ms")
    if not rows:
        return {}
    return {name: round(statistics.median(row[at] for row in rows), 2) for at, name in enumerate(names)}


def many(folder: Path, asked: Sequence[Question], *, rounds: int = 5) -> dict[str, float]:
    """Queries a second, the best of some rounds: one by one, and `rank_many` with one thread and with two, and their ratio."""
    with searchlib.open(folder) as index:
        index.warm(wait=True)
        words = [question.words for question in asked]
        ways: dict[str, Callable[[], Any]] = {
            "rank": lambda: [index.rank(text, K) for text in words],
            "rank_many": lambda: index.rank_many(words, K),
            "two_threads": lambda: index.rank_many(words, K, workers=2),
        }
        times = {name: [_seconds(way) for _ in range(rounds)] for name, way in ways.items()}
    rates = {name: len(words) / min(taken) for name, taken in times.items()}
    return {
        **{name: round(rate) for name, rate in rates.items()},
        "ratio": round(rates["two_threads"] / rates["rank_many"], 2),
    }


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def memory(folder: Path, asked: Sequence[Question], *, warm: bool) -> dict[str, float]:
    """Megabytes of RssAnon of a searching process, after opening and after all questions. Empty without /proc."""
    if not Path("/proc/self/status").exists():
        return {}
    words = json.dumps([question.words for question in asked])
    megabytes = _told(_MEMORY, str(folder), "warm" if warm else "cold", given=words)
    return {"opened_mb": round(megabytes[0], 1), "after_mb": round(megabytes[1], 1)} if megabytes else {}


_COMPLETING = [
    *(sys.executable, "-c", "from searchlib.cli import main; main()"),
    *("completion", "names", "speaker", "a", "search", "--index"),
]
"""What a shell asks to complete a name, but for the index."""


def cold_start(folder: Path, words: str, times: int) -> dict[str, float]:
    """Milliseconds of the whole command, of the bare imports it is compared with, and their ratio, also of processor time; medians."""
    command = [
        sys.executable,
        "-c",
        "from searchlib.cli import search_main; search_main()",
        words,
        "--index",
        str(folder),
    ]
    bare = [sys.executable, "-c", "import typer, pydantic, whoosh, numpy"]
    tried = subprocess.run(command, capture_output=True, env=_environment(), check=False)
    if tried.returncode not in (0, 1) or b"Traceback" in tried.stderr:
        return {}
    completing = [*_COMPLETING, str(folder)]
    rows = [(*_process_ms(command), *_process_ms(bare), *_process_ms(completing)) for _ in range(times)]
    ours, own_cpu, imports, cpu, _, completion = (statistics.median(row[at] for row in rows) for at in range(6))
    return {
        "command_ms": round(ours, 1),
        "imports_ms": round(imports, 1),
        "ratio": round(ours / imports, 2),
        "cpu_ratio": round(own_cpu / cpu, 2),
        "completion_cpu_ms": round(completion, 1),
    }


def _process_ms(command: Sequence[str]) -> tuple[float, float]:
    """Milliseconds of a process, by the clock and of the processor."""
    before, started = os.times(), time.perf_counter()
    subprocess.run(command, capture_output=True, env=_environment(), check=False)
    took_s, after = time.perf_counter() - started, os.times()
    cpu_s = after.children_user + after.children_system - before.children_user - before.children_system
    return 1000 * took_s, 1000 * cpu_s


# --- one size --------------------------------------------------------------------------------------------------------


def chosen(names: Sequence[str] | None, count: int) -> list[type[Engine]]:
    """The peers to measure: those named, else all installed ones that are fast enough to index `count` passages."""
    if names is None:
        return []
    wanted = names or [name for name in PEERS if name not in SLOW or count <= SLOW_UNTIL]
    missing = [name for name in wanted if not PEERS[name].installed()]
    if missing:
        print(f"not installed, left out: {', '.join(missing)}", file=sys.stderr)
    return [PEERS[name] for name in wanted if PEERS[name].installed()]


def measure(options: argparse.Namespace, count: int, work: Path) -> dict[str, Any]:
    """All figures of one corpus size."""
    asked = questions(options.corpus, options.queries, count)
    engines: list[Engine] = [engine(work / engine.name) for engine in (Ours, *chosen(options.peers, count))]
    indexed: dict[str, dict[str, float]] = {}
    for engine in engines:
        fresh(engine.folder)
        _say(f"{count:,} passages: {engine.name} indexes")
        took_s = timed_build(engine, options.corpus, count)
        indexed[engine.name] = {
            "took_s": round(took_s, 2),
            "passages_a_second": round(count / took_s),
            "bytes": engine.size(),
        }
        if "search" in engine.KINDS:
            engine.build_hits(prepared(options.corpus, count))
        engine.open()
    indexed |= parallel_builds(options, engines, count, work)
    _say(f"{count:,} passages: {len(asked):,} questions")
    times = timed_questions(engines, asked, options.rounds)
    folder = engines[0].folder
    return {
        "passages": count,
        "indexing": indexed,
        "segments": {engine.name: engine.segments for engine in engines if isinstance(engine, Tantivy)},
        "quantiles_ms": {
            kind: {name: quantiles(timings) for name, timings in rows.items()} for kind, rows in times.items()
        },
        "worst": {
            kind: {name: worst(kind, asked, timings) for name, timings in rows.items()} for kind, rows in times.items()
        },
        "agreement": {other.name: agreement(engines[0], other, asked[:200]) for other in engines[1:]},
        "opening": opening(folder, asked, options.starts),
        "many": many(folder, asked),
        "memory": memory(folder, asked, warm=not options.without_numba),
        "cold_start": cold_start(folder, asked[0].words, options.starts),
        "times_ms": times,
    }


def parallel_builds(
    options: argparse.Namespace, engines: Sequence[Engine], count: int, work: Path
) -> dict[str, dict[str, float]]:
    """Indexing on two cores: our two worker processes, Tantivy's two threads. The passages are all made beforehand."""
    double: list[tuple[str, Engine]] = [("searchlib, 2 processes", OursParallel(work / "two"))]
    if any(isinstance(engine, Tantivy) for engine in engines):
        double.append(("tantivy, 2 threads", Tantivy(work / "two", threads=2)))
    count = min(count, MOST_AHEAD)
    documents = list(prepared(options.corpus, count))
    builds = {}
    for name, engine in double:
        _say(f"{count:,} passages: {name} index")
        fresh(engine.folder)
        gc.collect()
        started = time.perf_counter()
        engine.build(documents)
        took_s = time.perf_counter() - started
        builds[name] = {
            "took_s": round(took_s, 2),
            "passages_a_second": round(count / took_s),
            "bytes": round(engine.size()),
        }
    fresh(work / "two")
    return builds


def worst(kind: str, asked: Sequence[Question], times_ms: Sequence[float], most: int = 3) -> list[list[Any]]:
    """The slowest questions and their milliseconds."""
    order = sorted(range(len(asked)), key=lambda at: -times_ms[at])[:most]
    return [[asked_as(kind, asked[at]), times_ms[at]] for at in order]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# --- report ----------------------------------------------------------------------------------------------------------


def summary(run: dict[str, Any]) -> str:
    """The run as tables for a terminal."""
    parts = [_size_summary(size) for size in run["sizes"]]
    if len(run["sizes"]) > 1:
        small, large = run["sizes"][0], run["sizes"][-1]
        growth = large["quantiles_ms"]["any"]["searchlib"]["p50"] / small["quantiles_ms"]["any"]["searchlib"]["p50"]
        parts.append(
            f"{large['passages'] / small['passages']:g} times the passages: {growth:.1f} times the time of any-word p50"
        )
    if run.get("articles"):
        parts.append(
            "articles, extraction included: "
            + ", ".join(f"{name} {value:,}" for name, value in run["articles"].items())
        )
    return "\n\n".join(parts)


def _size_summary(size: dict[str, Any]) -> str:
    engines = list(size["indexing"])
    rows = [
        [name, *(size["indexing"][name][key] for key in ("took_s", "passages_a_second", "bytes"))] for name in engines
    ]
    parts = [f"== {size['passages']:,} passages", recording.table(["indexing", "s", "passages/s", "bytes"], rows)]
    lines = []
    for kind, engines_of in size["quantiles_ms"].items():
        for name, figures in engines_of.items():
            lines.append([f"{KINDS[kind]}: {name}", *(figures[key] for key in ("p50", "p95", "p99", "mean", "worst"))])
    parts.append(recording.table(["query, ms", "p50", "p95", "p99", "mean", "worst"], lines))
    if "tantivy" in size["quantiles_ms"]["any"]:
        parts.append(
            recording.table(["our time / Tantivy's", "p50", "p95", "floor", "aim", "holds"], list(ratios(size)))
        )
    others = list(compared(size))
    if others:
        parts.append(recording.table(["their p50 / ours", *(name for name, _ in others[0][1])], _rows(others)))
    worst_ones = [
        f"  {KINDS[kind]}: " + "; ".join(f"{q} {ms:g}" for q, ms in rows["searchlib"])
        for kind, rows in size["worst"].items()
    ]
    parts.append("our slowest, ms:\n" + "\n".join(worst_ones))
    single = {
        key: size[key] for key in ("opening", "many", "memory", "cold_start", "agreement", "segments") if size[key]
    }
    parts.append(
        "\n".join(
            f"{name}: " + ", ".join(f"{key} {value}" for key, value in figures.items())
            for name, figures in single.items()
        )
    )
    return "\n".join(parts)


def ratios(size: dict[str, Any]) -> Iterable[list[Any]]:
    """Our p50 and p95 as multiples of Tantivy's, with floor and aim, and the same of rate and size."""
    for kind, engines_of in size["quantiles_ms"].items():
        if {"searchlib", "tantivy"} <= engines_of.keys():
            quotients = [engines_of["searchlib"][key] / engines_of["tantivy"][key] for key in ("p50", "p95")]
            if kind not in GOALS:  # the other mixes of the public search benchmark
                yield [KINDS[kind], *quotients, None, None, ""]
                continue
            floor, aim = GOALS[kind][size["passages"] >= MILLION]
            yield [KINDS[kind], *quotients, floor, aim, "yes" if max(quotients) <= floor else "NO"]
    ours, peer = size["indexing"]["searchlib"], size["indexing"]["tantivy"]
    two, peer_two = (
        size["indexing"][name]["passages_a_second"] for name in ("searchlib, 2 processes", "tantivy, 2 threads")
    )
    yield ["seconds to index, 2 cores", peer_two / two, None, 3.0, 1.0, "yes" if peer_two / two <= 3 else "NO"]
    share = ours["bytes"] / peer["bytes"]
    yield ["bytes", share, None, 1.3, 0.8, "yes" if share <= 1.3 else "NO"]


def compared(size: dict[str, Any]) -> Iterator[tuple[str, list[tuple[str, float | str]]]]:
    """For each kind of question how many times our median each other engine takes ("-": it cannot answer)."""
    names = [name for name in size["quantiles_ms"]["any"] if name not in ("searchlib", "tantivy")]
    for kind, engines in size["quantiles_ms"].items():
        ours = engines["searchlib"]["p50"]
        if names and any(name in engines for name in names):
            yield kind, [(name, engines[name]["p50"] / ours if name in engines else "-") for name in names]


def _rows(others: list[tuple[str, list[tuple[str, float | str]]]]) -> list[list[Any]]:
    return [[KINDS[kind], *(times for _, times in row)] for kind, row in others]


def main() -> None:
    """Measure and print; save the run with --keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="+", default=[100_000])
    parser.add_argument("--queries", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--starts", type=int, default=9, help="fresh processes for opening and the cold start")
    parser.add_argument("--corpus", type=Path, help="JSON Lines of articles to cut up (default: a made corpus)")
    parser.add_argument(
        "--peers", nargs="*", choices=list(PEERS), help="measure these beside, or all that are installed"
    )
    parser.add_argument("--without-numba", action="store_true", help="answer with NumPy alone")
    parser.add_argument("--articles", type=Path, help="also index this file with extraction")
    parser.add_argument("--workers", type=int, default=2, help="processes for --articles")
    parser.add_argument("--work", type=Path, help="folder for the indexes (default: a temporary one)")
    parser.add_argument("--keep", action="store_true", help="keep the run under benchmarks/runs/")
    options = parser.parse_args()
    if options.without_numba:
        sys.modules["numba"] = None  # type: ignore[assignment] # what an import of it then finds: nothing
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        run: dict[str, Any] = {"sizes": [measure(options, count, work / str(count)) for count in options.passages]}
    if options.articles:
        run["articles"] = timed_articles(options.articles, options.workers)
    print(summary(run))
    if options.keep:
        what = "speed-without-numba" if options.without_numba else "speed"
        path = recording.save(what, run, packages=("tantivy", "bm25s"))
        path.with_suffix(".txt").write_text(summary(run) + "\n", encoding="utf-8")
        print("kept as", path.name)


if __name__ == "__main__":
    assert indexing  # loaded before anything is timed
    main()
