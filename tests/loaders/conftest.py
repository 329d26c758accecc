"""What the tests of the readers share: files written in a moment, and read again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from searchlib.loaders import Notice, ReadOptions
from searchlib.models import Document
from tests.loaders.reading import read_documents


class Read(NamedTuple):
    """What came of reading a root."""

    documents: list[Document]
    notices: list[Notice]

    def told(self, kind: str) -> list[str]:
        return [str(notice) for notice in self.notices if notice.kind == kind]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    """Writes a file below the test's folder."""

    def write_file(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    """Reads the test's folder, or a path."""

    def read_root(path: Path | None = None, **options: object) -> Read:
        each = list(read_documents(path or tmp_path, ReadOptions(**options)))
        documents = [one for one in each if isinstance(one, Document)]
        return Read(documents, [one for one in each if isinstance(one, Notice)])

    return read_root
