"""Documents of a path in one call, for tests: what an indexing run does file by file."""

from __future__ import annotations

import os
from collections.abc import Iterator

from searchlib.loaders import Notice, ReadOptions, read_file, walk
from searchlib.models import Document


def read_documents(path: str | os.PathLike[str], options: ReadOptions | None = None) -> Iterator[Document | Notice]:
    """The documents of a folder, of one file, or of "-" (standard input), in a stable order, and the notices."""
    options = options or ReadOptions()
    root = walk(path, options)
    yield from root.notices
    for source in root.files:
        yield from read_file(source, options)
