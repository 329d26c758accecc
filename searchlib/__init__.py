"""Search news for who said what, when, and with which number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchlib.errors import (
    AnswerPartial,
    ArgumentError,
    IndexCorrupt,
    IndexLocked,
    IndexMissing,
    IndexVersion,
    LimitError,
    LoginRefused,
    MetadataError,
    MissingExtra,
    NotAnIndex,
    NotConfirmed,
    NotFound,
    NothingToIndex,
    NotSupported,
    NotWritable,
    QueryError,
    ReadError,
    Remedy,
    SearchlibError,
    ServerFailed,
    SettingsError,
    StorageFailed,
    StorageFull,
    Unreachable,
    UntrustedRoots,
    WorkerFailed,
)
from searchlib.versions import SEARCHLIB

if TYPE_CHECKING:
    from searchlib.index import Index, open  # noqa: A004 - searchlib.open
    from searchlib.models import DateMention, Document, Hit, Passage, Quantity, Results, Span, Statement

__version__ = SEARCHLIB

__all__ = [
    "AnswerPartial",
    "ArgumentError",
    "DateMention",
    "Document",
    "Hit",
    "Index",
    "IndexCorrupt",
    "IndexLocked",
    "IndexMissing",
    "IndexVersion",
    "LimitError",
    "LoginRefused",
    "MetadataError",
    "MissingExtra",
    "NotAnIndex",
    "NotConfirmed",
    "NotFound",
    "NotSupported",
    "NotWritable",
    "NothingToIndex",
    "Passage",
    "Quantity",
    "QueryError",
    "ReadError",
    "Remedy",
    "Results",
    "SearchlibError",
    "ServerFailed",
    "SettingsError",
    "Span",
    "Statement",
    "StorageFailed",
    "StorageFull",
    "Unreachable",
    "UntrustedRoots",
    "WorkerFailed",
    "open",
]


def __getattr__(name: str) -> object:
    """Import the index and the models when they are first used: the help of a command needs none of them (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = import_module("searchlib.index" if name in ("Index", "open") else "searchlib.models")
    value: object = getattr(home, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
