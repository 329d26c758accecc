"""Retrieval quality on judged collections: nDCG@10, MAP and R@100, measured by ir_measures.

    python -m benchmarks.quality --data FOLDER             # FOLDER/<name>/corpus.jsonl.gz, queries.jsonl.gz, qrels.tsv
    python -m benchmarks.quality time npl --keep           # some collections; keep the run under benchmarks/runs/
    python -m benchmarks.quality --rows whole --expand rm3 # with words of the best documents added to each query

Row `whole`: each document is one passage, its title before its text as one field, so that the figures compare with
those of other engines. Row `split`: documents as users index them - a title, and passages of about a paragraph - where
the best passage gives the score of its document. Queries are searched literally: capitals and signs are not operators.
Averages run over the queries that have a relevant document.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

try:
    import ir_measures
    from ir_measures import AP, R, nDCG
except ImportError:
    if __name__ != "__main__":
        raise
    sys.exit("Quality is measured by ir_measures: pip install '.[bench]'")

import searchlib
from benchmarks import recording
from searchlib.engines import open_engine
from searchlib.models import Document, Passage
from searchlib.passages import split

MEASURES = {"nDCG@10": nDCG @ 10, "MAP": AP, "R@100": R @ 100}
DEPTH = 1000
"""Documents ranked for a query."""
PASSAGES = 5000
"""Passages ranked for a query in the split row, to have DEPTH documents among them."""

SLACK = {"nDCG@10": 0.01, "MAP": 0.03, "R@100": 0.03}
"""How much lower than the reference a figure may be: differences of .01 to .02 are noise at these sizes."""

# The best figure that any of bm25s, Tantivy, stock Whoosh, Anserini or plain BM25 reached with title and text as one field.
REFERENCES: Mapping[str, Mapping[str, float]] = {
    "time": {"nDCG@10": 0.751, "MAP": 0.690, "R@100": 0.968},
    "scifact": {"nDCG@10": 0.687, "MAP": 0.650, "R@100": 0.925},
    "cranfield": {"nDCG@10": 0.519, "MAP": 0.422, "R@100": 0.755},
    "cacm": {"nDCG@10": 0.521, "MAP": 0.377, "R@100": 0.717},
    "npl": {"nDCG@10": 0.439, "MAP": 0.287, "R@100": 0.616},
}


class Collection(NamedTuple):
    """A judged collection: `corpus` rows have _id, title and text; `judged` gives each query its graded documents."""

    name: str
    corpus: list[dict[str, str]]
    queries: dict[str, str]
    judged: dict[str, dict[str, int]]


def read_collection(folder: Path) -> Collection:
    """The collection in a folder. Raises OSError or ValueError when a file is missing or malformed."""
    queries = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl.gz")}
    judged: dict[str, dict[str, int]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as lines:
        table = csv.reader(lines, delimiter="\t")
        next(table)
        for query, document, grade in table:
            judged.setdefault(query, {})[document] = int(grade)
    relevant = {query: grades for query, grades in judged.items() if query in queries and max(grades.values()) > 0}
    return Collection(folder.name, list(_rows(folder / "corpus.jsonl.gz")), queries, relevant)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def whole(row: Mapping[str, str]) -> tuple[Document, tuple[Passage, ...]]:
    """The document as one passage, its title before its text."""
    text = "\n".join(part for part in (row.get("title", ""), row["text"]) if part)
    document = Document(id=row["_id"], text=text)
    passage = Passage(id=f"{document.id}#0", document=document.id, ordinal=0, start=0, end=len(text), line=1, text=text)
    return document, (passage,)


def parted(row: Mapping[str, str]) -> tuple[Document, tuple[Passage, ...]]:
    """The document as users index it; a document that has only a title gets it as text too."""
    document = Document(id=row["_id"], text=row["text"] or row.get("title", ""), title=row.get("title", ""))
    return document, split(document)


ROWS = {"whole": whole, "split": parted}


def build(collection: Collection, row: str, folder: Path) -> None:
    """Index a collection; `row` is a key of ROWS."""
    with open_engine(folder).writer() as writer:
        for entry in collection.corpus:
            writer.add(*ROWS[row](entry))
        writer.commit(compact=True)


def rankings(index: searchlib.Index, collection: Collection, row: str, expand: str = "") -> dict[str, dict[str, float]]:
    """For each judged query the scores of its best documents: those of their best passages."""
    if expand:
        topics = [(query, collection.queries[query]) for query in collection.judged]
        return {topic.query_id: dict(topic.ranked) for topic in index.run_topics(topics, DEPTH, expand=expand)}
    ranked: dict[str, dict[str, float]] = {}
    for query in collection.judged:
        best: dict[str, float] = {}
        for name, score in index.rank(collection.queries[query], DEPTH if row == "whole" else PASSAGES, literal=True):
            best.setdefault(name.rpartition("#")[0], score)
            if len(best) == DEPTH:
                break
        ranked[query] = best
    return ranked


def measured(
    collection: Collection, ranked: Mapping[str, Mapping[str, float]]
) -> tuple[dict[str, float], dict[str, Any]]:
    """Each measure's mean over the judged queries, and its value for each query."""
    by_query: dict[str, dict[str, float]] = {name: {} for name in MEASURES}
    names = {str(measure): name for name, measure in MEASURES.items()}
    for metric in ir_measures.iter_calc(list(MEASURES.values()), collection.judged, ranked):
        by_query[names[str(metric.measure)]][metric.query_id] = round(metric.value, 4)
    means = {name: sum(values.values()) / len(collection.judged) for name, values in by_query.items()}
    return {name: round(mean, 4) for name, mean in means.items()}, by_query


def evaluate(collection: Collection, row: str, expand: str = "") -> tuple[dict[str, float], dict[str, Any]]:
    """Index the collection in a temporary folder, search it, and measure; see `measured`."""
    with tempfile.TemporaryDirectory() as folder:
        build(collection, row, Path(folder) / "index")
        with searchlib.open(Path(folder) / "index") as index:
            return measured(collection, rankings(index, collection, row, expand))


def shortfalls(name: str, means: Mapping[str, float]) -> list[str]:
    """The measures under the reference by more than the slack, as sentences."""
    reference = REFERENCES.get(name, {})
    return [
        f"{name}: {measure} {means[measure]:.3f} is under {best:.3f} - {SLACK[measure]}"
        for measure, best in reference.items()
        if means[measure] < best - SLACK[measure]
    ]


def collections_in(folder_of_all: Path | None, names: list[str]) -> list[Path]:
    """The folders of the named collections, or of all. Exits with a message when one is missing."""
    shared = os.environ.get("SEARCHLIB_DATA")
    if folder_of_all is None and shared:
        folder_of_all = Path(shared) / "data" / "retrieval"
    if folder_of_all is None or not folder_of_all.is_dir():
        sys.exit(
            "No collections: name their folder with --data, or the folder holding data/retrieval in SEARCHLIB_DATA."
        )
    known = {folder.name: folder for folder in sorted(folder_of_all.iterdir()) if (folder / "qrels.tsv").exists()}
    missing = [name for name in names if name not in known]
    if missing:
        sys.exit(f"{folder_of_all} has no collection {', '.join(missing)}; it has {', '.join(known) or 'none'}.")
    return [known[name] for name in names or known]


def main() -> None:
    """Measure, print a table with the references beside, and say what falls short (exit code 1)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="collections (default: all in the folder)")
    parser.add_argument("--data", type=Path, help="folder of the collections")
    parser.add_argument("--rows", choices=list(ROWS), nargs="+", default=list(ROWS))
    parser.add_argument("--expand", choices=["rm3"], default="", help="add words of the best documents to each query")
    parser.add_argument("--keep", action="store_true", help="keep the run under benchmarks/runs/")
    options = parser.parse_args()
    lines: list[list[Any]] = []
    kept: dict[str, Any] = {}
    short: list[str] = []
    for folder in collections_in(options.data, options.names):
        collection = read_collection(folder)
        for row in options.rows:
            means, by_query = evaluate(collection, row, options.expand)
            lines.append([collection.name, row, *(f"{means[name]:.3f}" for name in MEASURES)])
            kept[f"{collection.name} {row}"] = {"means": means, "queries": by_query}
            short += shortfalls(collection.name, means) if row == "whole" else []
        reference = REFERENCES.get(collection.name)
        if reference:
            lines.append([collection.name, "reference", *(f"{reference[name]:.3f}" for name in MEASURES)])
    print(recording.table(["collection", "row", *MEASURES], lines))
    for sentence in short:
        print(sentence)
    if options.keep:
        print("kept as", recording.save("quality", {"figures": kept}, packages=("ir_measures",)).name)
    sys.exit(1 if short else 0)


if __name__ == "__main__":
    main()
