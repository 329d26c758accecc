"""Time and memory of the views over an index of many articles: `python -m benchmarks.views INDEX`.

Each question is asked several times in one process; the first answer and the median of the others are shown, in seconds, with what
was read and found. The bound of the design: figures of `trump tax` in 0.3 s warm, memory under 300 MB.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable

import searchlib
from searchlib.models.views.figures import Figures
from searchlib.models.views.timeline import Timeline

QUERIES = ("trump tax", "north korean soldiers", "police killed")


def measured(ask: Callable[[], Figures | Timeline], rounds: int) -> tuple[list[float], Figures | Timeline]:
    """The seconds of each round, and the last answer."""
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        view = ask()
        seconds.append(time.perf_counter() - started)
    return seconds, view


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", help="an index, built by `searchlib index`")
    parser.add_argument("--rounds", type=int, default=9, help="how often each question is asked")
    parser.add_argument("--limit", type=int, default=300, help="passages that a view reads; 0 reads all")
    parser.add_argument("queries", nargs="*", default=QUERIES, help="the questions")
    arguments = parser.parse_args()
    print(f"{'view':<9} {'query':<24} {'first':>7} {'warm':>7} {'read':>7} {'match':>8} {'rows':>7} {'MB':>6}")
    with searchlib.open(arguments.index) as index:
        for query in arguments.queries:
            for name, ask in (("figures", index.figures), ("timeline", index.timeline)):
                seconds, view = measured(
                    lambda ask=ask, query=query: ask(query, limit=arguments.limit), arguments.rounds
                )  # type: ignore[misc]
                warm = statistics.median(seconds[1:] or seconds)
                memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
                    1 << 20 if sys.platform == "darwin" else 1 << 10
                )
                total = "" if view.total is None else f"{view.total:,}"
                print(
                    f"{name:<9} {query:<24} {seconds[0]:>7.3f} {warm:>7.3f} {view.passages:>7,} {total:>8} "
                    f"{len(view.to_rows()):>7,} {memory:>6.0f}"
                )


if __name__ == "__main__":
    main()
