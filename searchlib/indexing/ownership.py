"""Which root a file belongs to: the one that it was indexed with, otherwise the first given root that has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from searchlib.indexing.source_table import IndexedFile, Root
from searchlib.loaders import Notice, SourceFile, Walk, walk
from searchlib.loaders.opening import printable

RootWalk = tuple[Root, Walk]
"""A root with the files it holds."""


class OwnedFile(NamedTuple):
    """A file to read, with the root by whose options it is read."""

    root: Root
    source: SourceFile


class Ownership:
    """Assigns every file that the walks found to one root.

    `known` are the roots of the index, `indexed` its files by their paths. `notices` warn of files that are read with
    the options of another root than the one named.
    """

    def __init__(self, walks: Sequence[RootWalk], known: Sequence[Root], indexed: Mapping[str, IndexedFile]) -> None:
        self.notices: list[Notice] = []
        self._walks = walks
        self._indexed = indexed
        self._found = {root.path: {source.path for source in walked.files} for root, walked in walks}
        self._other_roots = {root.path: root for root in known if root.path not in self._found}
        self._other_files: dict[str, dict[str, SourceFile]] = {}

    def files(self) -> list[OwnedFile]:
        """Every file once, in the order of the walks."""
        owned: dict[str, OwnedFile] = {}
        for root, walked in self._walks:
            for source in walked.files:
                if source.path not in owned and (file := self._owned(root, source)) is not None:
                    owned[source.path] = file
        return list(owned.values())

    def _owned(self, root: Root, source: SourceFile) -> OwnedFile | None:
        """The file with its owner; None when the owner is a root of a later walk."""
        indexed = self._indexed.get(source.path)
        owner = root.path if indexed is None else indexed.root
        if owner in self._other_roots:
            listed = self._listed(root, self._other_roots[owner])
            if source.path in listed:
                return OwnedFile(self._other_roots[owner], listed[source.path])
        if owner == root.path or source.path not in self._found.get(owner, ()):
            return OwnedFile(root, source)
        return None

    def _listed(self, root: Root, owner: Root) -> dict[str, SourceFile]:
        """The files of a root that is not named now, by path."""
        listed = self._other_files.get(owner.path)
        if listed is None:
            listed = {source.path: source for source in walk(owner.path, owner.options).files}
            self._other_files[owner.path] = listed
            if root.options != owner.options:
                reason = f"files of {printable(owner.path)}, indexed before, are read with the options given then"
                self.notices.append(Notice("warning", printable(root.path), reason))
        return listed


def roots_to_keep(walks: Sequence[RootWalk], files: Sequence[OwnedFile]) -> list[Root]:
    """The roots to read again in the next update; without those whose files all belong to another root."""
    owners = {file.root.path for file in files}
    return [root for root, walked in walks if not walked.files or root.path in owners]
