"""What is stored of a passage and of a document, and how it becomes a model again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from searchlib.matching.stored import Header
from searchlib.models import Document, Passage


def passage_record(passage: Passage) -> dict[str, Any]:
    """A passage as JSON."""
    return passage.model_dump(mode="json", exclude_defaults=True)


def read_passage(record: Mapping[str, Any]) -> Passage:
    """The passage of a record."""
    return Passage.model_validate(record)


def header_record(document: Document) -> dict[str, Any]:
    """The metadata that hits show, as JSON, without what is empty."""
    values = {
        "title": document.title,
        "published": document.published.isoformat() if document.published else "",
        "published_from": document.published_from if document.published_from != "unknown" else "",
        "source": document.source,
        "url": document.url,
        "path": document.path,
        "extra": document.extra,
    }
    return {name: value for name, value in values.items() if value}


def read_header(record: Mapping[str, Any]) -> Header:
    """The metadata of a record."""
    published = record.get("published")
    return Header(
        record.get("title", ""),
        date.fromisoformat(published) if published else None,
        record.get("published_from", "unknown"),
        record.get("source", ""),
        record.get("url", ""),
        record.get("path", ""),
        record.get("extra", {}),
    )


def document_record(document: Document) -> dict[str, Any]:
    """A document as JSON."""
    return document.model_dump(mode="json", exclude_defaults=True)


def read_document(record: Mapping[str, Any]) -> Document:
    """The document of a record."""
    return Document.model_validate(record)
