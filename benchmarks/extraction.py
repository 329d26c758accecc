"""Extraction quality and speed: our three extractors on judged files, scored by `score.py`, compared with peers.

    python -m benchmarks.extraction --data FOLDER            # FOLDER/speakers, FOLDER/values, FOLDER/news
    python -m benchmarks.extraction timebank newsquant --peers
    python -m benchmarks.extraction --profile --keep         # profile, and save the run
    python -m benchmarks.extraction --check                  # exit code 1 when a figure is under its floor
    python -m benchmarks.extraction --set-floors             # pin today's figures in floors.json

A floor must not be lower than any committed earlier, unless the "lowered" list of `floors.json` gives both values and the
reason. A file whose checksum is not the one in `floors.json` is an error. The speed is that of
all three extractors together on one core over the articles of FOLDER/news, from text to mentions.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import hashlib
import io
import json
import math
import os
import pstats
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import recording
from benchmarks.extraction_peers import installed
from searchlib.expressions.units import unit_name
from searchlib.extraction import extract
from searchlib.extraction.english.dates.ranges import range_ends
from searchlib.extraction.english.extractors import extract_dates, extract_quantities
from searchlib.models import Document, Quantity

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
UNIT_NAMES = {"percent": "percentage"}
"""Our name of a unit to its name in the judged files."""

Figures = dict[str, dict[str, float]]
"""For each measure that score.py prints, its P, R and F, or its share."""


class Judged(NamedTuple):
    """A judged file: its name as one word, and the kind of values that are judged."""

    name: str
    task: str
    path: Path


def judged_files(folder: Path) -> list[Judged]:
    """The judged files of a data folder."""
    speakers = [
        Judged(path.name.split(".")[0], "speakers", path) for path in sorted(folder.glob("speakers/*.jsonl.gz"))
    ]
    values = []
    for path in sorted(folder.glob("values/*.jsonl.gz")):
        task, _, name = path.name.removesuffix(".jsonl.gz").partition("-")
        if task in ("dates", "numbers"):
            values.append(Judged(f"{task}-{name}", task, path))
    return speakers + values


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a JSON Lines file, gzip or plain."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def day_of(text: str | None) -> date | None:
    """The day of a gold row, None when it has none that the calendar knows."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


# --- ours, in the form of score.py -----------------------------------------------------------------------------------


def predict_speakers(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Our statements as gold rows; a role without a name is not a name."""
    document = Document(id=row["id"], text=row["text"], published=day_of(row.get("date")))
    return [
        {
            "start": said.start,
            "end": said.end,
            "speaker": said.speaker if said.speaker_kind in ("person", "organization") else None,
        }
        for said in extract(document).statements
    ]


def predict_dates(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Resolved dates; the gold annotates the two ends of a range, which is one mention with us."""
    mentions = extract_dates(row["text"], published=day_of(row.get("published")))
    return [
        {"start": one.start, "end": one.end, "first": one.first.isoformat(), "last": one.last.isoformat()}
        for mention in mentions
        for one in range_ends(mention)
        if one.first and one.last
    ]


def predict_numbers(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Quantities outside dates, as indexing reads them; an infinite bound becomes None."""
    return [number for _, number in numbers_of(row)]


def predict_newsquant(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Quantities in NewsQuant's notation."""
    return [number for _, number in numbers_of(row, NEWSQUANT)]


def numbers_of(row: Mapping[str, Any], name: str = "") -> list[tuple[Quantity, dict[str, Any]]]:
    """The quantities of a text outside its dates, each with its row for score.py in the notation of a judged file.

    NewsQuant's notation differs from ours in three ways: it counts "one of the best" as 1; it writes a change "from 208
    pounds to 193" as one quantity with two ends, which are two quantities with us; and it ends "thousands of" at 10,000,
    we at 9,999.
    """
    dates = [(date.start, date.end) for date in extract_dates(row["text"], published=day_of(row.get("published")))]
    quantities = extract_quantities(row["text"], taken=dates, singled_out=name == NEWSQUANT)
    numbers = [(quantity, _number_row(quantity)) for quantity in quantities]
    return _in_newsquant_notation(numbers) if name == NEWSQUANT else numbers


OLD_LEVEL, NEW_LEVEL = "old level", "new level"
"""The rules of the two ends of a change, each a quantity of its own."""


def _in_newsquant_notation(numbers: list[tuple[Quantity, dict[str, Any]]]) -> list[tuple[Quantity, dict[str, Any]]]:
    rewritten: list[tuple[Quantity, dict[str, Any]]] = []
    was_old = False
    for quantity, number in numbers:
        if was_old and quantity.rule == NEW_LEVEL and rewritten[-1][1]["low"] == rewritten[-1][1]["high"]:
            rewritten[-1][1].update(end=number["end"], high=number["high"])
        else:
            rewritten.append(
                (quantity, number | {"high": quantity.high + 1} if quantity.rule in VAGUE_RULES else number)
            )
        was_old = quantity.rule == OLD_LEVEL
    return rewritten


def _number_row(one: Quantity) -> dict[str, Any]:
    """One quantity as score.py reads it."""
    return {
        "start": one.start,
        "end": one.end,
        "low": one.low if math.isfinite(one.low) else None,
        "high": one.high if math.isfinite(one.high) else None,
        "modifier": one.modifier,
        "unit": UNIT_NAMES.get(one.unit, unit_name(one.unit)) or None,
        "counted": one.noun or one.head or None,
    }


VAGUE_RULES = frozenset({"vague plural", "vague people"})
NEWSQUANT = "numbers-newsquant"

PREDICT = {"speakers": predict_speakers, "dates": predict_dates, "numbers": predict_numbers}
KEYS = {"speakers": "statements", "dates": "dates", "numbers": "numbers"}


def scored(judged: Judged, predictions: Iterable[Mapping[str, Any]], folder: Path) -> Figures:
    """What score.py prints for these predictions, written to `folder` as `<name>.jsonl`."""
    path = folder / f"{judged.name}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in predictions), encoding="utf-8")
    command = [sys.executable, str(HERE / "score.py"), judged.task, str(judged.path), str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    figures: Figures = {}
    for line in told.splitlines():
        if match := re.match(r"(\S+)\s+P\s+([\d.]+)\s+R\s+([\d.]+)\s+F\s+([\d.]+)", line):
            figures[match[1]] = {letter: float(match[at]) for at, letter in enumerate("PRF", 2)}
        elif match := re.match(r"(\S+)\s+([\d.]+) of the right values", line):
            figures[match[1]] = {"share": float(match[2])}
    return figures


def evaluate(judged: Judged, folder: Path, *, peers: bool) -> dict[str, dict[str, Any]]:
    """Figures and characters a second over one judged file: ours, and those of the peers that read the same."""
    rows = list(rows_of(judged.path))
    readers: dict[str, Callable[[Mapping[str, Any]], list[dict[str, Any]]]] = {"searchlib": PREDICT[judged.task]}
    if judged.name == NEWSQUANT:
        readers["searchlib"] = predict_newsquant
    if peers:
        readers |= {name: peer.predict for name, peer in installed().items() if peer.task == judged.task}
    results = {}
    for name, predict in readers.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        started = time.perf_counter()
        predictions = [{"id": row["id"], KEYS[judged.task]: predict(row)} for row in rows]
        took_s = time.perf_counter() - started
        characters = sum(len(row["text"]) for row in rows)
        results[name] = {
            "figures": scored(judged, predictions, folder / name),
            "characters_a_second": round(characters / max(took_s, 1e-9)),
        }
    return results


# --- speed -----------------------------------------------------------------------------------------------------------


def articles(folder: Path, most: int) -> list[Document]:
    """The first `most` articles of FOLDER/news, the ones that speed is measured on."""
    path = next(iter(sorted(folder.glob("news/articles*.jsonl.gz"))), None)
    if path is None:
        return []
    return [
        Document(id=str(ordinal), text=row["text"], title=row.get("title") or "", published=day_of(row.get("date")))
        for ordinal, row in enumerate(islice(rows_of(path), most))
    ]


def timed_extraction(documents: list[Document]) -> dict[str, Any]:
    """Characters per second of the three extractors together on one core, by processor time and by wall time."""
    for document in documents[:20]:
        extract(document)
    characters = sum(len(document.text) for document in documents)
    started, busy = time.perf_counter(), time.process_time()
    mentions = [sum(map(len, extract(document))) for document in documents]
    busy_s, took_s = time.process_time() - busy, time.perf_counter() - started
    return {
        "documents": len(documents),
        "characters": characters,
        "mentions": sum(mentions),
        "characters_a_second": round(characters / took_s),
        "characters_a_processor_second": round(characters / busy_s),
    }


def profile(documents: list[Document], lines: int = 25) -> str:
    """A table of the functions that take most time themselves."""
    profiler = cProfile.Profile()
    profiler.enable()
    for document in documents:
        extract(document)
    profiler.disable()
    output = io.StringIO()
    pstats.Stats(profiler, stream=output).strip_dirs().sort_stats("tottime").print_stats(lines)
    return "\n".join(line.rstrip() for line in output.getvalue().splitlines() if line.strip())


# --- floors ----------------------------------------------------------------------------------------------------------


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def flat(figures: Figures) -> dict[str, float]:
    """Figures by one name each: "direct F", "modifier share"."""
    return {f"{measure} {name}": value for measure, values in figures.items() for name, value in values.items()}


def under_floors(pinned: Mapping[str, Any], judged: Judged, figures: Figures) -> list[str]:
    """A sentence for each figure under its floor, or for a file that is not the pinned one."""
    entry = pinned.get("files", {}).get(judged.name)
    if entry is None:
        return []
    if entry["sha256"] != checksum(judged.path):
        return [f"{judged.name}: the file is not the one its floors were set on"]
    now = flat(figures)
    return [
        f"{judged.name}: {name} {now.get(name, 0.0):.1f} is under its floor {floor:.1f}"
        for name, floor in entry["floors"].items()
        if now.get(name, 0.0) < floor - 0.05
    ]


def committed_floors() -> list[dict[str, Any]]:
    """Every version of floors.json that was ever committed; none outside a clone."""

    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=HERE, capture_output=True, text=True, check=False).stdout

    versions = []
    for commit in git("log", "--format=%H", "--", FLOORS.name).split():
        try:
            versions.append(json.loads(git("show", f"{commit}:./{FLOORS.name}")))
        except ValueError:
            continue  # the commit that removed it
    return versions


def lowered_silently(pinned: Mapping[str, Any], earlier: Iterable[Mapping[str, Any]]) -> list[str]:
    """A sentence for each floor lower than in any earlier version, or removed, without an entry in "lowered"."""
    explained = {
        (entry["file"], entry["figure"], entry["to"]) for entry in pinned.get("lowered", ()) if entry.get("why")
    }
    highest: dict[tuple[str, str], float] = {}
    for version in earlier:
        for file, entry in version.get("files", {}).items():
            for figure, floor in entry["floors"].items():
                highest[file, figure] = max(floor, highest.get((file, figure), floor))
    sentences = []
    for (file, figure), floor in sorted(highest.items()):
        now = pinned.get("files", {}).get(file, {}).get("floors", {}).get(figure)
        if (now is None or now < floor) and (file, figure, now) not in explained:
            sentences.append(
                f'{file}: the floor of {figure} sank from {floor} to {now}, and "lowered" does not say why'
            )
    return sentences


def pinned_floors() -> dict[str, Any]:
    return json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"files": {}, "lowered": []}


def set_floors(files: Iterable[Judged], results: Mapping[str, dict[str, dict[str, Any]]]) -> None:
    """Raise the floors to the current figures. To lower a floor, edit the file and give the reason."""
    pinned = pinned_floors()
    for judged in files:
        floors = dict(pinned["files"].get(judged.name, {}).get("floors", {}))
        for name, value in flat(results[judged.name]["searchlib"]["figures"]).items():
            floors[name] = max(value, floors.get(name, value))
        pinned["files"][judged.name] = {"sha256": checksum(judged.path), "floors": floors}
    FLOORS.write_text(json.dumps(pinned, indent=1, sort_keys=True) + "\n", encoding="utf-8")


# --- the command -----------------------------------------------------------------------------------------------------


def data_folder(given: Path | None) -> Path:
    shared = os.environ.get("SEARCHLIB_DATA")
    folder = given or (Path(shared) / "data" if shared else None)
    if folder is None or not folder.is_dir():
        sys.exit("No judged files: name their folder with --data, or the folder holding data/ in SEARCHLIB_DATA.")
    return folder


def report(results: Mapping[str, dict[str, dict[str, Any]]]) -> str:
    """A table with one line per file, measure and extractor."""
    lines = []
    for file, readers in results.items():
        for reader, result in readers.items():
            rate = result["characters_a_second"]
            for measure, values in result["figures"].items():
                cells = [f"{values[key]:.1f}" if key in values else "" for key in ("P", "R", "F", "share")]
                lines.append([file, measure, reader, *cells, f"{rate:,}"])
    return recording.table(["file", "measure", "extractor", "P", "R", "F", "share", "characters/s"], lines)


def main() -> None:
    """Measure, print and check the floors; exit code 1 when a figure is under its floor or a floor was lowered."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="judged files, or parts of their names (default: all)")
    parser.add_argument("--data", type=Path, help="folder holding speakers/, values/ and news/")
    parser.add_argument("--predictions", type=Path, help="keep the predictions in this folder")
    parser.add_argument("--articles", type=int, default=2_000, help="articles that speed is measured on (0: none)")
    parser.add_argument("--peers", action="store_true", help="also measure the installed peers")
    parser.add_argument("--profile", action="store_true", help="print the functions that take the most time")
    parser.add_argument("--check", action="store_true", help="compare the figures with floors.json")
    parser.add_argument("--set-floors", action="store_true", help="raise the floors to the current figures")
    parser.add_argument("--keep", action="store_true", help="keep the run under benchmarks/runs/")
    options = parser.parse_args()
    data_path = data_folder(options.data)
    files = [
        judged
        for judged in judged_files(data_path)
        if not options.names or any(name in judged.name for name in options.names)
    ]
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.predictions or Path(temporary)
        results = {judged.name: evaluate(judged, folder, peers=options.peers) for judged in files}
    print(report(results))
    run: dict[str, Any] = {"files": results, "sha256": {judged.name: checksum(judged.path) for judged in files}}
    documents = articles(data_path, options.articles)
    if documents:
        run["speed"] = timed_extraction(documents)
        print("all three, one core:", ", ".join(f"{name} {value:,}" for name, value in run["speed"].items()))
    if options.profile and documents:
        run["profile"] = profile(documents[:500]).splitlines()
        print("\n".join(run["profile"]))
    if options.set_floors:
        set_floors(files, results)
    if options.keep:
        path = recording.save("extraction", run, packages=("dateparser", "quantulum3", "recognizers-text", "text2num"))
        print("kept as", path.name)
    if options.check:
        sys.exit(checked(files, results))


def checked(files: Iterable[Judged], results: Mapping[str, dict[str, dict[str, Any]]]) -> int:
    """Print the figures under their floors and the lowered floors; returns the exit code."""
    pinned = pinned_floors()
    sentences = lowered_silently(pinned, committed_floors())
    for judged in files:
        sentences += under_floors(pinned, judged, results[judged.name]["searchlib"]["figures"])
    if not pinned["files"]:
        sentences.append("there are no floors yet: pin today's figures with --set-floors")
    print("\n".join(sentences) or "all floors hold")
    return 1 if sentences else 0


if __name__ == "__main__":
    main()
