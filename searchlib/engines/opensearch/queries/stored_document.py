"""A whole document of a snapshot: its own record, and the texts of its passages."""

from __future__ import annotations

from searchlib.engines.opensearch.cluster.snapshot import Snapshot
from searchlib.engines.opensearch.documents.records import read_document, read_text, stored_text
from searchlib.engines.opensearch.queries.conditions import every, term
from searchlib.models import Document

_AT_ONCE = 1_000


def stored_document(snapshot: Snapshot, document_id: str) -> Document | None:
    """The document of this id; None when there is none."""
    named = term("document", document_id)
    whole = {"size": 1, "query": every([term("what", "document"), named]), "stored_fields": ["record"]}
    hits = snapshot.search(whole)["hits"]["hits"]
    if not hits:
        return None
    passages = {
        "query": every([term("what", "passage"), named]),
        "sort": [{"ordinal": "asc"}, {"place": "asc"}],
        "stored_fields": ["record"],
    }
    texts = [read_text(stored_text(hit)) for page in snapshot.pages(passages, _AT_ONCE) for hit in page]
    return read_document(stored_text(hits[0]), texts)
