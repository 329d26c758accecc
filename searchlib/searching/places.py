"""Finds a document or passage by where it stands: `path:line` as a hit shows it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from typing import Final

from searchlib.engines.contract import Reader
from searchlib.errors import NotFound
from searchlib.models import Passage

_PLACE: Final = re.compile(r"(?P<path>.+?)(?::p?(?P<line>[0-9]{1,9}))?", re.DOTALL)
_LISTED: Final = 5
"""Documents of a file that a message names."""


def located(reader: Reader, name: str) -> str:
    """The id of the document or passage of this id or at this place; "" when there is none. Raises NotFound as `_passage_at` does."""
    if reader.document(name) is not None or reader.find_passage(name) is not None:
        return name
    return _passage_at(reader, name)


def _passage_at(reader: Reader, place: str) -> str:
    """The id of the passage at `path:line`, of the document at `path`; "" when no document was read from that file.

    Raises NotFound for a path of several documents without a line.
    """
    written = _PLACE.fullmatch(place)
    if written is None:
        return ""
    whole = _documents(reader, place)
    line = None if whole else written["line"]
    documents = whole or _documents(reader, written["path"])
    if not documents or (line is None and len(documents) == 1):
        return documents[0] if documents else ""
    if line is None:
        some = ", ".join(sorted(documents)[:_LISTED])
        raise NotFound(f"{place} holds {len(documents):,} documents: name one of them ({some} ...), or a line.")
    best = _last_before(reader, documents, int(line))
    return "" if best is None else best.id


def _documents(reader: Reader, path: str) -> Sequence[str]:
    """The documents that were read from a file, which may be named from the current folder."""
    return reader.documents_at(path) or reader.documents_at(os.path.abspath(path))  # noqa: PTH100 - no links are followed


def _last_before(reader: Reader, documents: Sequence[str], line: int) -> Passage | None:
    """The passage that begins on the line or last before it: the first of those that begin on one line."""
    if len(documents) > 1:  # one of them holds the line: only its first passage is read of each other
        refs = (reader.find_passage(f"{document}#0") for document in documents)
        first = _nearest((reader.fetch([ref])[0].passage for ref in refs if ref is not None), line)
        documents = [] if first is None else [first.document]
    return _nearest((passage for document in documents for passage in reader.document_passages(document)), line)


def _nearest(passages: Iterable[Passage], line: int) -> Passage | None:
    """The passage with the greatest line up to this one, the first of several."""
    return max(
        (passage for passage in passages if passage.line <= line), key=lambda passage: passage.line, default=None
    )
