"""Where the documents of an index came from: the roots with their options, and a row for every file.

The roots are part of the index's state, the files are its table of sources. With them an update reads only changed files.
"""

from __future__ import annotations

import codecs
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from searchlib import versions
from searchlib.errors import ArgumentError, IndexCorrupt
from searchlib.files.stored_paths import StoredPaths
from searchlib.loaders import ReadOptions, SourceFile

_LARGEST: Final = 1 << 30
"""The most bytes of the unpacked table of sources: some five million files."""

_PIECE: Final = 1 << 20
_OPENED: Final = "[,"
_LONGEST_ROW: Final = 1 << 20

_ROW: Final = re.compile(r'(\[(?:"(?:[^"\\]|\\.)*+",){4}\d{1,15}\])([,\]])')
"""A row of the table and what is behind it."""

_LARGEST_FILE: Final = 1 << 50


@dataclass(frozen=True)
class IndexedFile:
    """A row of the table: the file's root, digests of its bytes and of its settings, and its number of documents.

    The digest is "" when the file must be read again, as after a failure in a part of it.
    """

    root: str
    digest: str
    settings: str
    documents: int


@dataclass(frozen=True)
class Root:
    """A folder or file that was indexed, as an absolute path, and the options it was read with."""

    path: str
    options: ReadOptions

    def to_json(self, paths: StoredPaths | None = None) -> dict[str, Any]:
        """Plain JSON, for the index's state; `paths` name it there."""
        options = self.options
        return {
            "path": self.path if paths is None else paths.encode(self.path),
            "columns": dict(options.columns),
            "default_published": options.default_published.isoformat() if options.default_published else None,
            "max_file": options.max_file,
            "prefix": options.prefix,
            "encoding": options.encoding,
            "passages": options.passages,
            "extract": options.extract,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any], paths: StoredPaths | None = None) -> Root:
        """The root of a row of `to_json`. Raises KeyError, TypeError, ValueError or ArgumentError when it is malformed."""
        day = row["default_published"]
        options = ReadOptions(
            columns=dict(row["columns"]),
            default_published=None if day is None else date.fromisoformat(day),
            max_file=_size(row["max_file"]),
            prefix=str(row["prefix"]),
            encoding=row["encoding"],
            passages=row.get("passages", "paragraphs"),
            extract=bool(row.get("extract", True)),
        )
        path = str(row["path"])
        return cls(path if paths is None else paths.decode(path), options)


class SourceTable:
    """The roots and files of one index. `changed` says whether they differ from what was read."""

    def __init__(self, roots: Iterable[Root] = (), files: Mapping[str, IndexedFile] | None = None) -> None:
        self.roots = list(roots)
        self.files = dict(files or {})
        self.changed = False

    @classmethod
    def read(cls, state: Mapping[str, Any], sources: bytes, paths: StoredPaths | None = None) -> SourceTable:
        """The table that an index keeps, which names files by `paths`. Raises IndexCorrupt when it is malformed."""
        return cls(read_roots(state, paths), read_sources(sources, paths))

    def documents_by_root(self) -> Counter[str]:
        """The number of documents of each root."""
        counts: Counter[str] = Counter()
        for file in self.files.values():
            counts[file.root] += file.documents
        return counts

    def keep_root(self, root: Root) -> None:
        """Record a root for the next update; a known root gets the new options."""
        if root not in self.roots:
            self.changed = True
            self.roots = [*(known for known in self.roots if known.path != root.path), root]

    def keep_file(self, path: str, file: IndexedFile) -> None:
        """Record how a file was read."""
        self.changed |= self.files.get(path) != file
        self.files[path] = file

    def forget_file(self, path: str) -> None:
        """Remove a file that is gone."""
        self.changed = True
        del self.files[path]

    def forget_roots(self, paths: Collection[str]) -> None:
        """Remove roots, so that no update reads them again."""
        self.changed = True
        self.roots = [root for root in self.roots if root.path not in paths]

    def state(self, paths: StoredPaths | None = None) -> dict[str, Any]:
        """The roots as plain JSON, for the index's state."""
        return {"roots": [root.to_json(paths) for root in self.roots]}

    def sources(self, paths: StoredPaths | None = None) -> bytes:
        """The files, for the index's table of sources."""
        return write_sources(self.files, paths)


def read_roots(state: Mapping[str, Any], paths: StoredPaths | None = None) -> list[Root]:
    """The roots in an index's state. Raises IndexCorrupt when they are malformed."""
    try:
        return [Root.from_json(row, paths) for row in state.get("roots", ())]
    except (KeyError, TypeError, ValueError, AttributeError, ArgumentError) as error:
        raise IndexCorrupt("The list of folders in the index is malformed.") from error


def _size(value: object) -> int:
    """A number of bytes that a root may have as its bound. Raises ValueError."""
    if type(value) is not int or not 0 < value <= _LARGEST_FILE:
        raise ValueError(value)
    return value


def settings_of(source: SourceFile, options: ReadOptions) -> str:
    """All that decides how a file is read, besides its bytes: options, metadata row, versions of analysis and extraction."""
    return f"{source.settings}.{rules_of(options)}"


def same_rules(settings: str, options: ReadOptions) -> bool:
    """Whether these settings have the current versions of analysis and extraction, and the same kind of passages."""
    return settings.partition(".")[2] == rules_of(options)


def rules_of(options: ReadOptions) -> str:
    """What decides how a document is prepared: the versions of analysis and extraction, and the kind of passages."""
    whole = ".whole" if options.passages == "whole" else ""
    return f"{versions.ANALYSIS_VERSION}.{versions.EXTRACTION_VERSION}{whole}{'' if options.extract else '.text'}"


def write_sources(sources: Mapping[str, IndexedFile], paths: StoredPaths | None = None) -> bytes:
    """The table of sources as compressed JSON; `paths` name the files."""
    named = str if paths is None else paths.encode
    rows = [
        [named(path), named(source.root), source.digest, source.settings, source.documents]
        for path, source in sorted(sources.items())
    ]
    return zlib.compress(_packed(rows), level=1)


def _packed(rows: Iterable[object]) -> bytes:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def read_sources(content: bytes, paths: StoredPaths | None = None) -> dict[str, IndexedFile]:
    """The table that `write_sources` wrote. Raises IndexCorrupt when it is malformed.

    It may be a stranger's: it unpacks to a bounded size, and a row is decoded only when it looks like one.
    """
    if not content:
        return {}
    try:
        return dict(_rows(_unpacked(content), str if paths is None else paths.decode))
    except (ValueError, TypeError, zlib.error) as error:
        raise IndexCorrupt("The index's table of source files is malformed.") from error


def _unpacked(content: bytes) -> Iterator[str]:
    """The unpacked table, piece by piece. Raises ValueError when it is larger than _LARGEST, or not whole."""
    inflate, decoder = zlib.decompressobj(), codecs.getincrementaldecoder("utf-8")("surrogatepass")
    left = _LARGEST
    while content and not inflate.eof and left > 0:
        piece = inflate.decompress(content, _PIECE)
        content = inflate.unconsumed_tail
        left -= len(piece)
        yield decoder.decode(piece)
    if not inflate.eof:
        raise ValueError("it does not end where it should")
    yield decoder.decode(b"", final=True)


def _rows(pieces: Iterable[str], told: Callable[[str], str]) -> Iterator[tuple[str, IndexedFile]]:
    """The rows, each decoded only when it looks like one. Raises ValueError for anything else."""
    rest, behind = "", "["
    for piece in pieces:
        rest += piece
        if behind == "[" and rest[:1] == "[":
            rest, behind = rest[1:], _OPENED
        at = 0
        while behind in (_OPENED, ",") and (row := _ROW.match(rest, at)):
            path, root, digest, settings, documents = json.loads(row[1])
            yield told(path), IndexedFile(told(root), digest, settings, documents)
            at, behind = row.end(), row[2]
        rest = rest[at:]
        if len(rest) > _LONGEST_ROW:
            raise ValueError("it has a row that is too long")
    if (rest, behind) not in (("", "]"), ("]", _OPENED)):
        raise ValueError("it does not end where it should")
