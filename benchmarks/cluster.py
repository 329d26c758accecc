"""An index on an OpenSearch cluster beside one in a folder: `python -m benchmarks.cluster ARTICLES opensearch://host:9200/bench`.

Shown are passages indexed a second, and plain text documents of the same bytes sent to the same cluster in turns; the
bytes of both indexes; the time of an answer from Index.search, and of the same ranking query sent raw to the node, with its
quantiles, both taken in turns, and what the processors of both sides take; in how many queries the first ten are the same, in
the same order. ARTICLES is a folder or file that can be indexed, or an index in a folder; what stands at the URL is replaced,
unless `--parts` leaves writing out. Words of queries are drawn from the passages, each by a fixed seed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import searchlib
from benchmarks import recording
from searchlib import analysis
from searchlib.engines import open_engine
from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.engines.opensearch.cluster.location import read_location
from searchlib.engines.opensearch.documents.converting import converted, routing
from searchlib.engines.opensearch.documents.mapping import mapping, settings
from searchlib.engines.opensearch.writing.bulk import Bulk, Operation, index_operation
from searchlib.engines.opensearch.writing.compacting import compacted
from searchlib.index import Index

Shape = Callable[[random.Random, list[str], list[str]], str]

SHAPES: Final[dict[str, Shape]] = {
    "any words": lambda draw, words, _: " ".join(draw.sample(words, draw.randint(1, 4))),
    "all words": lambda draw, words, _: " ".join(f"+{word}" for word in draw.sample(words, 2)),
    "words and filter": lambda draw, words, names: f"{draw.choice(words)} speaker:{json.dumps(draw.choice(names))}",
    "said": lambda draw, words, names: f"said(speaker:{json.dumps(draw.choice(names))} {draw.choice(words)})",
    "proximity": lambda draw, words, _: " w/6 ".join(draw.sample(words, 2)),
}
"""A query of each shape, of words and names of the index."""

VIEWS: Final = 10
"""Questions of each view."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("url")
    parser.add_argument("--queries", type=int, default=100, help="queries of each shape")
    parser.add_argument("--rounds", type=int, default=3, help="how often the writing is measured")
    parser.add_argument("--parts", default="writing,bytes,answers,views", help="what is measured")
    parser.add_argument("--save", action="store_true", help="keep the run in benchmarks/runs/")
    given = parser.parse_args()
    measures: dict[str, Callable[[Index], dict[str, Any]]] = {
        "writing": lambda embedded: written(embedded, given.url, given.rounds),
        "bytes": lambda embedded: sizes(embedded, given.url),
        "answers": lambda embedded: answered(embedded, searchlib.open(given.url), given.queries),
        "views": lambda embedded: viewed(embedded, searchlib.open(given.url)),
    }
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        embedded = indexed(given.articles, Path(folder) / "index")
        for part in given.parts.split(","):
            figures[part] = measures[part](embedded)
            print(shown(part, figures[part]), flush=True)
    if given.save:
        print(recording.save("cluster", figures, packages=("opensearch-py",)))


def indexed(articles: Path, place: Path) -> Index:
    """The articles in an index in a folder: as they stand, or a new one at `place`."""
    if articles.is_dir() and open_engine(str(articles)).exists():
        return searchlib.open(articles)
    made = searchlib.open(place, create=True)
    made.add_paths([articles], fresh=True)
    return made


def shown(part: str, figures: dict[str, Any]) -> str:
    """The figures of a part as a table."""
    first = next(iter(figures.values()))
    if not isinstance(first, dict):
        return recording.table((part, "a second, bytes, or times"), figures.items())
    return recording.table((part, *first), ((name, *row.values()) for name, row in figures.items()))


# --- writing -------------------------------------------------------------------------------------------------------


def written(embedded: Index, url: str, rounds: int) -> dict[str, float]:
    """Documents a second: what the writer makes of prepared passages, and plain texts of as many bytes, in turns, each of
    them until it can be found; medians of all rounds. `times, CPU` is what the nodes' processors take for ours over theirs.
    The writer whole, which also makes the documents of prepared passages in this process, is measured last: it leaves
    the index that answers.
    """
    firsts = {name: embedded.reader.find_passage(f"{name}#0") for name in embedded}
    names = sorted(
        (name for name, first in firsts.items() if first is not None), key=lambda name: firsts[name]
    )  # as they were added
    prepared = [(embedded.document(name), embedded.passages(name)) for name in names]
    texts = [passage.text for _, passages in prepared for passage in passages]
    cluster, name = Connection(read_location(url)), f"{read_location(url).name}.sent"
    ours = [
        index_operation(name, one.id, routing(document.id), one.values, document.id)
        for document, passages in prepared
        for one in converted(document, passages, version=1, added=1, place=0)
    ]
    longer = max(1, round(sum(len(one.lines) for one in ours) / sum(len(text.encode()) for text in texts)))
    plain = [
        index_operation(name, str(number), str(number), {"text": " ".join([text] * longer)}, str(number))
        for number, text in enumerate(texts)
    ]
    one_shard = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}
    plainly = {"settings": {"index": one_shard}, "mappings": {"properties": {"text": {"type": "text"}}}}
    mapped = {"settings": settings(shards=1, replicas="0-1"), "mappings": mapping()}
    both = [(sent(cluster, name, mapped, ours), sent(cluster, name, plainly, plain)) for _ in range(rounds)]
    (our_s, our_cpu), (plain_s, plain_cpu) = (
        tuple(map(statistics.median, zip(*each, strict=True))) for each in zip(*both, strict=True)
    )
    started = time.perf_counter()
    with open_engine(url).writer(fresh=True) as writer:
        for document, passages in prepared:
            writer.add(document, passages)
        writer.commit()
    return {
        "passages": len(texts) / our_s,
        "plain text of the same bytes": len(texts) / plain_s,
        "times": plain_s / our_s,
        "times, CPU": plain_cpu / our_cpu,
        "the writer whole": len(texts) / (time.perf_counter() - started),
    }


def sent(cluster: Connection, name: str, made: dict[str, Any], operations: Sequence[Operation]) -> tuple[float, float]:
    """The seconds until these operations can be found in a new index, and the seconds of processors that the nodes took."""
    cluster.ask("DELETE", f"/{name}", absent={})
    cluster.ask("PUT", f"/{name}", made)
    started, before = time.perf_counter(), processors(cluster)
    bulk = Bulk(cluster)
    for operation in operations:
        bulk.add(operation)
    bulk.drain()
    bulk.close()
    cluster.ask("POST", f"/{name}/_refresh", patience_s=600.0)
    took = time.perf_counter() - started, processors(cluster) - before
    cluster.ask("DELETE", f"/{name}", absent={})
    return took


def processors(cluster: Connection) -> float:
    """Seconds of processors that the nodes have taken since they were started."""
    nodes = cluster.ask("GET", "/_nodes/stats/process")["nodes"].values()
    return sum(node["process"]["cpu"]["total_in_millis"] for node in nodes) / 1000


def sizes(embedded: Index, url: str) -> dict[str, float]:
    """Bytes of both indexes, and how many times the one the other is, when the segments of both are merged."""
    place = read_location(url)
    compacted(Connection(place), place.name, waiting=True)
    for step in ("_refresh", "_flush"):  # segments that were merged away are kept as long as searches see them
        Connection(place).ask("POST", f"/{place.name}/{step}", patience_s=600.0)
    ours, theirs = embedded.stats()["bytes"], searchlib.open(url).stats()["bytes"]
    return {"folder": ours, "cluster, primaries": theirs, "times": theirs / ours}


# --- answers -------------------------------------------------------------------------------------------------------


def answered(embedded: Index, cluster: Index, count: int) -> dict[str, dict[str, float]]:
    """For each shape the milliseconds of an answer, and the share of queries whose first ten are those of the folder."""
    draw = random.Random(7)
    words = list(frequent_words(embedded, draw))
    names = [one.name for one in embedded.speakers()[:200] if one.kind == "person"]
    figures = {}
    node = Connection(read_location(cluster.location))
    for shape, made in SHAPES.items():
        queries = [made(draw, words, names) for _ in range(count)]
        requests = [ranking_request(cluster, query) for query in queries]  # which also warms the cluster
        times, raw = [], []
        for query, body in zip(queries, requests, strict=True):
            times.append(timed(lambda query=query: cluster.search(query)))
            if body:
                raw.append(timed(lambda body=body: sent_raw(cluster.location, body)))
        there = [timed(lambda query=query: embedded.search(query)) for query in queries]
        own, nodes = time.process_time(), processors(node)
        for query in queries:
            cluster.search(query)
        own, nodes = time.process_time() - own, processors(node) - nodes
        same = [first_ten(cluster, query) == first_ten(embedded, query) for query in queries]
        figures[shape] = {
            "p50 ms": quantile(times, 50),
            "p95 ms": quantile(times, 95),
            "raw p50": quantile(raw, 50),
            "raw p95": quantile(raw, 95),
            "folder p50": quantile(there, 50),
            "client CPU": 1000 * own / len(queries),
            "node CPU": 1000 * nodes / len(queries),
            "same first ten": sum(same) / len(same),
        }
    return figures


def viewed(embedded: Index, cluster: Index) -> dict[str, dict[str, float]]:
    """For each view the milliseconds of warm answers, medians, in turns, and whether the rows are the same."""
    words = list(frequent_words(embedded, random.Random(7)))[:VIEWS]
    names = [one.name for one in embedded.speakers() if one.kind == "person"][:VIEWS]
    questions = {
        "figures": [lambda index, word=word: index.figures(word) for word in words],
        "timeline": [lambda index, word=word: index.timeline(word) for word in words],
        "quotes": [lambda index, word=word: index.quotes(word) for word in words],
        "speaker": [lambda index, name=name: index.speaker(name) for name in names],
    }
    made = {}
    for view, asked in questions.items():
        same = [rows(question(cluster)) == rows(question(embedded)) for question in asked]  # which also warms both
        pairs = [(timed(lambda: question(embedded)), timed(lambda: question(cluster))) for question in asked]  # noqa: B023
        there, here = (statistics.median(times) for times in zip(*pairs, strict=True))
        made[view] = {"folder": there, "cluster": here, "times": here / there, "same rows": sum(same) / len(same)}
    return made


def rows(view: Any) -> list[Any]:
    return list(view.to_rows())


def frequent_words(index: Index, draw: random.Random) -> Iterator[str]:
    """Words of a thousand passages, without function words."""
    ids = list(index)
    texts = [
        passage.text
        for name in draw.sample(ids, min(300, len(ids)))
        for passage in index.reader.document_passages(name)
    ]
    function_words = analysis.function_word_terms()
    counts: dict[str, int] = {}
    for text in texts:
        for term in set(analysis.analyze(text).terms) - function_words:
            counts[term] = counts.get(term, 0) + 1
    yield from sorted((term for term in counts if term.isalpha()), key=lambda term: (-counts[term], term))[:500]


def ranking_request(index: Index, query: str) -> bytes:
    """The request by which a query is ranked, as it is sent."""
    bodies: list[Any] = []
    own = Connection.ask

    def seen(connection: Connection, method: str, path: str, body: Any = None, **options: Any) -> Any:
        if path == "/_msearch":
            bodies.extend(map(json.loads, body.splitlines()[1::2]))
        elif path == "/_search":
            bodies.append(body)
        return own(connection, method, path, body, **options)

    with patch.object(Connection, "ask", seen):
        index.search(query)
    ranked = [body for body in bodies if body.get("size") and "_score" in str(body.get("sort"))]
    return json.dumps(ranked[0]).encode() if ranked else b""


def sent_raw(url: str, body: bytes) -> None:
    """Send a search to the first node and read the answer."""
    host, port = read_location(url).nodes[0]
    connection = _open.setdefault(url, http.client.HTTPConnection(host, port))
    connection.request("POST", "/_search", body, {"Content-Type": "application/json"})
    connection.getresponse().read()


_open: dict[str, http.client.HTTPConnection] = {}


def timed(action: Callable[[], Any]) -> float:
    """Milliseconds of a call."""
    started = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - started)


def first_ten(index: Index, query: str) -> list[str]:
    return [hit.passage.id for hit in index.search(query, limit=10)]


def quantile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1] if len(values) > 1 else sum(values)


if __name__ == "__main__":
    main()
