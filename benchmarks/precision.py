"""Precision of the values that we read, by class of confidence and by rule, on the judged files.

    python -m benchmarks.precision --data FOLDER             # quantities of news, in FOLDER/values
    python -m benchmarks.precision dates --data FOLDER       # dates of news, histories and other genres
    python -m benchmarks.precision dates wikiwars            # of one file

A value is right when the gold has it at its place (score.py's measure). The tables `EARNED` of
`quantities/classes.py` and `lexicon/date_classes.py` are set by these figures: explicit wants 97, inferred 90.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks import recording, score
from benchmarks.extraction import data_folder, day_of, judged_files, numbers_of, rows_of
from searchlib.extraction.english.dates.ranges import range_ends
from searchlib.extraction.english.extractors import extract_dates
from searchlib.models import DateMention, Quantity

FILES = {
    "numbers": ("numbers-meantime", "numbers-newsquant"),
    "dates": tuple(f"dates-{name}" for name in ("timebank", "aquaint", "meantime", "te3_platinum", "wikiwars", "gum")),
}


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


def date_judgements(row: Mapping[str, Any], _: str) -> Iterator[tuple[DateMention, bool]]:
    """Each day, month or year of a judged text (the measure dmy of score.py), and whether the gold has it."""
    targets, lengths, others = _gold_dates(row)
    used: set[int] = set()
    for mention in extract_dates(row["text"], published=day_of(row.get("published"))):
        for end in range_ends(mention):
            if end.first is None or end.last is None:
                continue
            span, value = (end.start, end.end), (end.first.isoformat(), end.last.isoformat())
            near = [at for at, (place, _) in enumerate(targets) if score.overlap(span, place)]
            hit = next((at for at in near if at not in used and targets[at][1] == value), None)
            outside = not near and any(score.overlap(span, place) for place in others)
            longer = not near and not score.is_dmy(*value) and not any(score.overlap(span, place) for place in lengths)
            if hit is not None or not (outside or longer):
                used |= {hit} if hit is not None else set()
                yield mention, hit is not None


_Span = tuple[int, int]


def _gold_dates(row: Mapping[str, Any]) -> tuple[list[tuple[_Span, tuple[str, str]]], list[_Span], list[_Span]]:
    """The gold's days, months and years with their intervals; its lengths and sets; all else."""
    targets, lengths, others = [], [], []
    for gold in row["dates"]:
        value = score.interval(gold["value"]) if gold["type"] in ("DATE", "TIME") else None
        if value and value[2] in ("day", "month", "year"):
            targets.append((gold["span"], (str(value[0]), str(value[1]))))
        else:
            (lengths if gold["type"] in ("DURATION", "SET") else others).append(gold["span"])
    return targets, lengths, others


JUDGEMENTS = {"numbers": judgements, "dates": date_judgements}


def main() -> None:
    """Print how many were right of each class and of each rule in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder holding values/")
    parser.add_argument("task", nargs="?", choices=tuple(FILES), default="numbers", help="what is judged")
    parser.add_argument("names", nargs="*", help="judged files, or parts of their names (default: all)")
    options = parser.parse_args()
    judged, right = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for file in judged_files(data_folder(options.data)):
        asked = not options.names or any(name in file.name for name in options.names)
        for row in rows_of(file.path) if asked and file.name in FILES[options.task] else ():
            for value, is_right in JUDGEMENTS[options.task](row, file.name):
                for key in ((value.confidence, ""), (value.confidence, value.rule)):
                    judged[key] += 1
                    right[key] += is_right
    lines = [
        [*key, str(right[key]), str(judged[key]), f"{100 * right[key] / judged[key]:.1f}"] for key in sorted(judged)
    ]
    print(recording.table(["class", "rule", "right", "of", "percent"], lines))


if __name__ == "__main__":
    main()
