"""What is exported: documents in the order of their ids, each with its passages, all or those that match a query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from searchlib import versions
from searchlib.engines.answers import PassageRef, Request
from searchlib.engines.contract import Reader
from searchlib.models import Document, Passage
from searchlib.query.nodes import Node
from searchlib.query.options import SearchOptions
from searchlib.query.said_words import with_said_words


@dataclass(frozen=True)
class Selection:
    """A query as typed and as read; None for all passages."""

    query: str = ""
    node: Node | None = None


@dataclass(frozen=True)
class SelectedDocument:
    """A document and those of its passages that are exported, each with its rank (from 1) and score for the query."""

    document: Document
    passages: Sequence[tuple[Passage, int | None, float | None]]


def about(reader: Reader, selection: Selection) -> dict[str, str]:
    """What every export says of itself: the versions, the generation of the index, the query."""
    return {
        "searchlib": versions.SEARCHLIB,
        "schema_version": str(versions.EXPORT_VERSION),
        "generation": str(reader.version),
        "query": selection.query,
        "parsed": "" if selection.node is None else str(selection.node),
    }


def selected(reader: Reader, selection: Selection) -> Iterator[SelectedDocument]:
    """The documents, one after the other: of each only its own passages are in memory. Raises QueryError, LimitError."""
    if selection.node is None:
        for document_id in sorted(reader.document_ids()):
            document = reader.document(document_id)
            if document is not None:
                passages = [(passage, None, None) for passage in reader.document_passages(document_id)]
                yield SelectedDocument(document, passages)
        return
    matches = _matches(reader, selection.node)
    for document_id in sorted(matches):
        document = reader.document(document_id)
        places = matches.pop(document_id)
        fetched = reader.fetch([ref for ref, _, _ in places])
        ranked = [(one.passage, rank, score) for one, (_, rank, score) in zip(fetched, places, strict=True)]
        if document is not None:
            yield SelectedDocument(document, sorted(ranked, key=lambda part: part[0].ordinal))


def _matches(reader: Reader, node: Node) -> dict[str, list[tuple[PassageRef, int, float]]]:
    """For each document its matching passages, with rank and score."""
    options = SearchOptions(limit=reader.counts["passages"], count=False)
    answer = reader.search(Request(with_said_words(node), options))
    matches: dict[str, list[tuple[PassageRef, int, float]]] = defaultdict(list)
    for rank, match in enumerate(answer.matches, 1):
        document_id = reader.passage_id(match.ref).rpartition("#")[0]
        matches[document_id].append((match.ref, rank, match.score))
    return matches
