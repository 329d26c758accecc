"""The voices that documents have, as they are written there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from searchlib.engines.opensearch.cluster.snapshot import UNREAD
from searchlib.engines.opensearch.queries.conditions import term

VOICES: Final[Mapping[str, Any]] = {
    "query": term("what", "document"),
    "sort": [{"document": "asc"}],
    **UNREAD,
    "docvalue_fields": ["voices"],
}
"""The search that reads the voices of all documents."""


def counted(pages: Iterable[Sequence[Mapping[str, Any]]]) -> Counter[str]:
    """In how many documents each voice is, as it is written, from the hits of VOICES."""
    documents: Counter[str] = Counter()
    for hits in pages:
        for hit in hits:
            documents.update(hit.get("fields", {}).get("voices", ()))
    return documents
