"""Time and memory of the views and exports over an index of many articles: `python -m benchmarks.views INDEX`.

Each question is asked several times in one process of its own; the first answer and the median of the others are shown, in seconds
of the processor, with what was read and found, and the most memory. The bounds of the design: figures of `trump tax` in
0.3 s warm, quotes of a speaker with 11,000 statements in 2 s, memory under 300 MB. `--limit 0` reads all passages that match;
`--exports` writes the index in each form, and shows the seconds, the rows and the memory.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import searchlib

QUESTIONS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("figures", "trump tax", {}),
    ("timeline", "trump tax", {}),
    ("figures", "north korean soldiers", {}),
    ("figures", "police killed", {}),
    ("quotes", "trump tax", {}),
    ("quotes", "", {"speaker": "trump"}),
    ("speaker", "trump", {}),
)
BESIDE = "trump tax"
"""Of the passages of this query come the articles that are compared and cited."""
CITED = 1_000
"""Characters of the text that is verified."""
FORMS = ("sqlite", "parquet", "jsonl")


def most_memory() -> float:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def ask(index: str, name: str, query: str, options: dict[str, Any], rounds: int) -> str:
    """One line of the table."""
    seconds: list[float] = []
    with searchlib.open(index) as opened:
        for _ in range(rounds):
            view = None  # the last one is no longer needed
            started = time.process_time()
            view = getattr(opened, name)(query, **options)
            seconds.append(time.process_time() - started)
    warm = statistics.median(seconds[1:] or seconds)
    words = " ".join([query, *(f"{key}:{value}" for key, value in options.items() if key != "limit")]).strip()
    total = "" if view.total is None else f"{view.total:,}"
    return (
        f"{name:<9} {words:<24} {seconds[0]:>7.3f} {warm:>7.3f} {view.passages:>8,} {total:>8} "
        f"{sum(1 for _ in view.iter_rows()):>8,} {most_memory():>6.0f}"
    )


def set_beside(index: str, what: str, rounds: int) -> str:
    """One line of the table for `diff`, the two longest of the articles that a search finds, or `verify`, a text of their sentences."""
    seconds: list[float] = []
    with searchlib.open(index) as opened:
        found = {hit.document for hit in opened.search(BESIDE, limit=100)}
        texts = sorted((opened.document(name) for name in found), key=lambda one: (-len(one.text), one.id))[:2]
        cited = " ".join(" ".join(one.text.split()) for one in texts)[:CITED]
        for _ in range(rounds):
            started = time.process_time()
            view = opened.compare(texts[0].id, texts[1].id) if what == "diff" else opened.verify(cited)
            seconds.append(time.process_time() - started)
    warm = statistics.median(seconds[1:] or seconds)
    size = sum(len(one.text) for one in texts) if what == "diff" else len(cited)
    return (
        f"{what:<9} {f'{size:,} characters':<24} {seconds[0]:>7.3f} {warm:>7.3f} {view.passages:>8,} {'':>8} "
        f"{sum(1 for _ in view.iter_rows()):>8,} {most_memory():>6.0f}"
    )


def export(index: str, form: str) -> str:
    """One line of the table of exports."""
    with tempfile.TemporaryDirectory() as folder, searchlib.open(index) as opened:
        started = time.process_time()
        counts = opened.export(Path(folder) / "out", form=form)  # type: ignore[arg-type]
        seconds = time.process_time() - started
    return f"{form:<9} {seconds:>7.1f} {sum(counts.values()):>10,} rows {most_memory():>6.0f} MB"


def apart(function: Any, *arguments: Any) -> str:
    """What a function returns in a process of its own, so that its memory is measured alone."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return str(pool.apply(function, arguments))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", help="an index, built by `searchlib index`")
    parser.add_argument("--rounds", type=int, default=9, help="how often each question is asked")
    parser.add_argument("--limit", type=int, default=300, help="passages that a view reads; 0 reads all")
    parser.add_argument("--exports", action="store_true", help="measure the exports instead")
    parser.add_argument("queries", nargs="*", help="figures of these queries instead of the questions of the table")
    arguments = parser.parse_args()
    if arguments.exports:
        for form in FORMS:
            print(apart(export, arguments.index, form), flush=True)
        return
    questions = [("figures", query, {}) for query in arguments.queries] or list(QUESTIONS)
    print(f"{'view':<9} {'query':<24} {'first':>7} {'warm':>7} {'read':>8} {'match':>8} {'rows':>8} {'MB':>6}")
    for name, query, options in questions:
        limited = {**options, "limit": arguments.limit}
        print(apart(ask, arguments.index, name, query, limited, arguments.rounds), flush=True)
    for what in ("diff", "verify") if not arguments.queries else ():
        print(apart(set_beside, arguments.index, what, arguments.rounds), flush=True)


if __name__ == "__main__":
    main()
