"""Checks an index on the cluster: all its shards, its counts, and a sample of its records and their speakers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from searchlib.engines.opensearch.answers.kept_speakers import KeptSpeakers
from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.engines.opensearch.cluster.snapshot import Snapshot
from searchlib.engines.opensearch.documents.converting import checksum
from searchlib.engines.opensearch.documents.mapping import facet_field
from searchlib.engines.opensearch.documents.records import read_passage, stored_text
from searchlib.engines.opensearch.queries.conditions import term
from searchlib.engines.opensearch.queries.matching import PASSAGE
from searchlib.errors import SearchlibError

SAMPLE: Final = 500
"""Passages whose records are read."""


def faults(connection: Connection, name: str) -> Iterator[str]:
    """A sentence for each fault; nothing for a sound index."""
    health = connection.ask("GET", f"/_cluster/health/{name}", absent={"status": "missing"})
    if health["status"] == "red":
        yield f"{health['unassigned_shards']} shards of {name} have no copy that is alive: a part of the index is missing."
        return
    if health["status"] == "yellow":
        yield f"{health['unassigned_shards']} copies of shards of {name} are missing; the index is whole without them."
    try:
        yield from _in_snapshot(Snapshot(connection, name))
    except SearchlibError as error:
        yield error.message


def _in_snapshot(snapshot: Snapshot) -> Iterator[str]:
    passages: dict[str, Any] = {
        "size": SAMPLE,
        "track_total_hits": True,
        "query": {"function_score": {"query": PASSAGE, "random_score": {"seed": 1, "field": "place"}}},
        "sort": [{"_score": "desc"}, {"place": "asc"}],
        "docvalue_fields": ["document", "ordinal", "length", "checksum", facet_field("speaker")],
        "stored_fields": ["record"],
        "aggs": {"places": {"value_count": {"field": "place"}}},
    }
    documents = {"size": 0, "query": term("what", "document"), "aggs": {"passages": {"sum": {"field": "ordinal"}}}}
    found, whole = snapshot.searches([passages, documents])
    count, told = found["hits"]["total"]["value"], int(whole["aggregations"]["passages"]["value"])
    if count != told:
        yield f"The documents have {told:,} passages, and the index holds {count:,} of them."
    for hit in found["hits"]["hits"]:
        document, ordinal = hit["fields"]["document"][0], hit["fields"]["ordinal"][0]
        record = stored_text(hit)
        if checksum(record) != hit["fields"]["checksum"][0]:
            yield f"The record of {document}#{ordinal} is not what was written."
            continue
        try:
            passage = read_passage(record)
        except ValueError:
            yield f"The record of {document}#{ordinal} cannot be read."
            continue
        positions = snapshot.state.analyzer.analyze(passage.text).positions
        if (positions[-1] + 1 if len(positions) else 0) != hit["fields"]["length"][0]:
            yield f"{document}#{ordinal} is searched by other words than it has."
        if (passage.document, passage.ordinal) != (document, ordinal):
            yield f"The record of {document}#{ordinal} is that of {passage.id}."
    yield from _speakers_missing(snapshot, found["hits"]["hits"])


def _speakers_missing(snapshot: Snapshot, hits: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A sentence where speakers of these passages are not kept among those of the index."""
    voices = {voice for hit in hits for voice in hit["fields"].get(facet_field("speaker"), ())}
    missing = len(voices - KeptSpeakers(snapshot).of(sorted(voices)).keys())
    if missing:
        yield f"{missing:,} of {len(voices):,} speakers of the passages that were read are not kept as speakers of the index."
