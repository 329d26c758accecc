"""Precision of each rule about speakers, and of each class of confidence, on a judged file.

    python -m benchmarks.rules --data FOLDER       # FOLDER/speakers/*.jsonl.gz

A case is a pair of a paragraph and a speaker's last name, as in the measure "paragraph" of `score.py`. A rule counts in
every case it has a statement in; a class only in the cases that no better class has. "half A" and "half B" are the
documents whose id has an even and an odd CRC-32: what holds on one half only is chance. The classes that follow stand in
`searchlib/extraction/english/statements/confidence.py`.
"""

from __future__ import annotations

import argparse
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import recording
from benchmarks.extraction import data_folder, day_of, rows_of
from benchmarks.score import SPEECH, content, key, overlap, paragraphs
from searchlib.extraction import extract
from searchlib.models import Document, Statement

ORDER = ("explicit", "inferred", "guessed")


class Case(NamedTuple):
    """The statements of one speaker in one paragraph, whether the gold has him there, and the document's half."""

    statements: list[Statement]
    right: bool
    half: int


def cases(row: Mapping[str, Any]) -> Iterator[Case]:
    """The judged cases of a gold row; those on which the gold is silent are left out."""
    if row["quotes"] and row["quotes"][0]["speaker_kind"] in (None, "unknown"):
        return
    places = paragraphs(row["text"])
    wanted, ignored = _gold(row["quotes"], places)
    document = Document(id=row["id"], text=row["text"], published=day_of(row.get("date")))
    found: dict[tuple[int, str], list[Statement]] = defaultdict(list)
    for statement in extract(document).statements:
        name = key(statement.speaker) if statement.speaker_kind in ("person", "organization") else None
        if name:
            for number, place in enumerate(places):
                if overlap(place, (statement.start, statement.end)):
                    found[number, name].append(statement)
    half = zlib.crc32(row["id"].encode()) % 2
    for case, statements in found.items():
        if case in wanted or not (case in ignored or (case[0], "") in ignored):
            yield Case(statements, case in wanted, half)


def _gold(
    quotes: Iterable[Mapping[str, Any]], places: list[tuple[int, int]]
) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    """The pairs that are right, and those that do not count; of a paragraph with an unresolved "he" none counts."""
    wanted, ignored = set(), set()
    for quote in quotes:
        names = quote.get("speaker_keys") or ([key(quote["speaker_resolved"])] if quote["speaker_resolved"] else [])
        kind = quote["speaker_kind"]
        speech = (quote["kind"] != "indirect" or quote["cue_lemma"] in SPEECH) and kind in ("name", "org", "pronoun")
        for number, place in enumerate(places):
            inside = any(overlap(place, span) for span in content(quote))
            if not inside and not (quote["speaker"] and place[0] <= quote["speaker"][0] < place[1]):
                continue
            if not names and kind == "pronoun" and quote["speaker_text"].lower().strip() in ("he", "she"):
                ignored.add((number, ""))
            (wanted if speech and inside else ignored).update((number, name) for name in names)
    return wanted, ignored


def tally(judged: Iterable[Case]) -> tuple[dict[str, Counter[tuple[int, bool]]], dict[str, Counter[tuple[int, bool]]]]:
    """For each class and for each rule, how many cases of each half are right and wrong."""
    classes: dict[str, Counter[tuple[int, bool]]] = defaultdict(Counter)
    rules: dict[str, Counter[tuple[int, bool]]] = defaultdict(Counter)
    for case in judged:
        best = min((statement.confidence for statement in case.statements), key=ORDER.index)
        classes[best][case.half, case.right] += 1
        for rule in {f"{statement.rule} ({statement.confidence})" for statement in case.statements}:
            rules[rule][case.half, case.right] += 1
    return classes, rules


def table(counts: Mapping[str, Counter[tuple[int, bool]]]) -> str:
    """One line for each, the commonest first: cases, and the percentage that is right, whole and by halves."""
    lines = []
    for name, count in sorted(counts.items(), key=lambda entry: -entry[1].total()):
        cells = [_share(count, halves) for halves in ((0, 1), (0,), (1,))]
        lines.append([name, str(count.total()), *cells])
    return recording.table(["rule", "cases", "right", "half A", "half B"], lines)


def _share(count: Counter[tuple[int, bool]], halves: tuple[int, ...]) -> str:
    total = sum(count[half, right] for half in halves for right in (True, False))
    return f"{100 * sum(count[half, True] for half in halves) / total:.1f}" if total else ""


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder holding speakers/")
    data = data_folder(parser.parse_args().data)
    judged = [case for path in sorted(data.glob("speakers/*.jsonl.gz")) for row in rows_of(path) for case in cases(row)]
    for counts in tally(judged):
        print(table(counts), end="\n\n")


if __name__ == "__main__":
    main()
