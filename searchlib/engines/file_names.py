"""Documents whose files are named as an index names them, and back: see `files/stored_paths.py`."""

from __future__ import annotations

from searchlib.files.stored_paths import StoredPaths
from searchlib.models import Document


def named(document: Document, paths: StoredPaths) -> Document:
    """The document with its file named as the index names it."""
    return _at(document, paths.encode(document.path))


def with_path(document: Document, paths: StoredPaths) -> Document:
    """The document with the path that the name of its file stands for."""
    return _at(document, paths.decode(document.path))


def _at(document: Document, path: str) -> Document:
    return document if path == document.path else document.model_copy(update={"path": path})
