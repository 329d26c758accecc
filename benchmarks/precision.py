"""Precision of the quantities that we read, by class of confidence and by rule, on the judged files of news.

    python -m benchmarks.precision --data FOLDER             # FOLDER/values

A quantity is right when the gold has its value at its place (score.py's measure). The table `EARNED` of
`extraction/english/quantities/classes.py` is set by these figures: explicit wants 97, inferred 90.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks import recording, score
from benchmarks.extraction import data_folder, judged_files, numbers_of, rows_of
from searchlib.models import Quantity

NEWS = ("numbers-meantime", "numbers-newsquant")


def judgements(row: Mapping[str, Any], name: str) -> Iterator[tuple[Quantity, bool]]:
    """Each quantity of a judged text, and whether the gold has it."""
    numbers = numbers_of(row, name)
    right: set[int] = set()
    for gold in row["numbers"]:
        if gold.get("kind") not in ("range", "ordinal"):
            right |= {
                next((at for at, (_, number) in enumerate(numbers) if at not in right and _agrees(gold, number)), -1)
            }
    for at, (quantity, number) in enumerate(numbers):
        span = (number["start"], number["end"])
        if at in right or not any(score.overlap(span, date) for date in row.get("timex", [])):
            yield quantity, at in right


def _agrees(gold: Mapping[str, Any], number: Mapping[str, Any]) -> bool:
    if gold.get("span") and not score.overlap((number["start"], number["end"]), gold["span"]):
        return False
    value = gold["value"]
    low, high = value if isinstance(value, list) else (value, value)
    return low is None or (score.same(number["low"], low) and score.same(number["high"], high))


def main() -> None:
    """Print how many were right of each class and of each rule in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder holding values/")
    judged, right = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for file in judged_files(data_folder(parser.parse_args().data)):
        for row in rows_of(file.path) if file.name in NEWS else ():
            for quantity, is_right in judgements(row, file.name):
                for key in ((quantity.confidence, ""), (quantity.confidence, quantity.rule)):
                    judged[key] += 1
                    right[key] += is_right
    lines = [
        [*key, str(right[key]), str(judged[key]), f"{100 * right[key] / judged[key]:.1f}"] for key in sorted(judged)
    ]
    print(recording.table(["class", "rule", "right", "of", "percent"], lines))


if __name__ == "__main__":
    main()
