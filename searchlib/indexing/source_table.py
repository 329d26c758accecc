"""What an index remembers of where its documents came from: roots with their options, and every file's digests.

The roots stand in the index's state, the files in its table of sources; with them an update reads only what changed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from searchlib import versions
from searchlib.errors import ArgumentError, IndexCorrupt
from searchlib.loaders import ReadOptions, SourceFile

_LARGEST: Final = 1 << 30
"""Bytes that the table of sources may unpack to: some five million files."""


@dataclass(frozen=True)
class Source:
    """What is remembered of a file: its root, digests of its bytes and of its settings, how many documents it gave.

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

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, for the index's state."""
        options = self.options
        return {
            "path": self.path,
            "columns": dict(options.columns),
            "default_published": options.default_published.isoformat() if options.default_published else None,
            "max_file": options.max_file,
            "prefix": options.prefix,
            "encoding": options.encoding,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Root:
        """The root again; KeyError, TypeError, ValueError or ArgumentError when it is none."""
        day = row["default_published"]
        options = ReadOptions(
            columns=dict(row["columns"]),
            default_published=None if day is None else date.fromisoformat(day),
            max_file=int(row["max_file"]),
            prefix=str(row["prefix"]),
            encoding=row["encoding"],
        )
        return cls(str(row["path"]), options)


def read_roots(state: Mapping[str, Any]) -> list[Root]:
    """The roots in an index's state. Raises IndexCorrupt when they make no sense."""
    try:
        return [Root.from_json(row) for row in state.get("roots", ())]
    except (KeyError, TypeError, ValueError, AttributeError, ArgumentError) as error:
        raise IndexCorrupt("The folders that the index remembers make no sense.") from error


def settings_of(source: SourceFile) -> str:
    """What decides how a file is read, beside its bytes: options, metadata row, and the versions of our own rules."""
    return f"{source.settings}.{_rules()}"


def same_rules(settings: str) -> bool:
    """Whether these settings were those of the extractors and the analysis that are at work now."""
    return settings.partition(".")[2] == _rules()


def _rules() -> str:
    return f"{versions.ANALYSIS_VERSION}.{versions.EXTRACTION_VERSION}"


def write_sources(sources: Mapping[str, Source]) -> bytes:
    """The table of sources as compressed JSON."""
    rows = [
        [path, source.root, source.digest, source.settings, source.documents]
        for path, source in sorted(sources.items())
    ]
    return zlib.compress(_packed(rows), level=1)


def _packed(rows: Iterable[object]) -> bytes:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def read_sources(content: bytes) -> dict[str, Source]:
    """The table again. Raises IndexCorrupt when it makes no sense."""
    if not content:
        return {}
    try:
        inflate = zlib.decompressobj()
        packed = inflate.decompress(content, _LARGEST)
        rows: Any = json.loads(packed.decode("utf-8", "surrogatepass")) if inflate.eof else None
        return {
            str(path): Source(str(root), str(digest), str(settings), int(documents))
            for path, root, digest, settings, documents in rows
        }
    except (ValueError, TypeError, zlib.error, RecursionError) as error:
        raise IndexCorrupt("The index's table of sources makes no sense.") from error
