"""A reader that tells no absolute path: files are named from the folders that the index was built from.

For answers that leave the machine. Of a file in no such folder only the name is told.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any, Final, cast

from searchlib.engines.answers import MentionKind, MentionRow, PassageRef
from searchlib.engines.contract import Reader
from searchlib.matching.stored import Header, Stored
from searchlib.models import Document
from searchlib.query.nodes import Node


def with_relative_paths(reader: Reader) -> Reader:
    """The same snapshot; paths of documents are relative, and documents are found by them as by their whole paths."""
    return cast("Reader", _RelativePaths(reader))


class _RelativePaths:
    """Delegates to a reader, and shortens the paths of what it returns."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._roots = _roots(reader.roots())
        self._known: dict[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def fetch(self, refs: Sequence[PassageRef]) -> list[Stored]:
        return [stored._replace(header=self._header(stored.header)) for stored in self._reader.fetch(refs)]

    def mentions(self, kind: MentionKind, where: Node | None = None) -> Iterator[MentionRow]:
        for row in self._reader.mentions(kind, where):
            yield row._replace(header=self._header(row.header))

    def document(self, document_id: str) -> Document | None:
        document = self._reader.document(document_id)
        return None if document is None else document.model_copy(update={"path": self._relative(document.path)})

    def documents_at(self, path: str) -> Sequence[str]:
        places = [
            path,
            *(f"{folder}{os.sep}{path}" for root in self._roots for folder in (root, str(PurePath(root).parent))),
        ]
        for place in places:
            found = self._reader.documents_at(place)
            if found:
                return found
        return ()

    def _header(self, header: Header) -> Header:
        return header._replace(path=self._relative(header.path))

    def _relative(self, path: str) -> str:
        if path not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[path] = _relative(path, self._roots)
        return self._known[path]


_MOST_KNOWN: Final = 1 << 16


def _roots(paths: Sequence[str]) -> tuple[str, ...]:
    """Those of these paths that are absolute, the longest first."""
    return tuple(sorted((path.rstrip(os.sep) for path in paths if os.path.isabs(path)), key=len, reverse=True))  # noqa: PTH117


def _relative(path: str, roots: Sequence[str]) -> str:
    """A path from its root; with several roots from the folder of its root, so that two files have two paths."""
    if not os.path.isabs(path):  # noqa: PTH117 - a path, as the index has it
        return path
    for root in roots:
        if path.startswith(f"{root}{os.sep}"):
            within = path[len(root) + 1 :]
            return within if len(roots) == 1 else f"{PurePath(root).name}{os.sep}{within}"
    return PurePath(path).name
