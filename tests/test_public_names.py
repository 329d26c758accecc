"""The public names are exactly these: a new one is a decision, a lost one breaks somebody."""

from __future__ import annotations

import inspect

import searchlib
from searchlib import errors

NAMES = {
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
}

INDEX_NAMES = {
    "analysis",
    "aask",
    "add",
    "add_folder",
    "add_paths",
    "asearch",
    "ask",
    "check",
    "close",
    "compare",
    "delete",
    "document",
    "documents",
    "export",
    "figures",
    "find",
    "forget",
    "like",
    "locate",
    "location",
    "offset_after",
    "pages",
    "passage",
    "passages",
    "path",
    "quotes",
    "rank",
    "rank_many",
    "ranking",
    "reader",
    "refresh",
    "repairs",
    "run",
    "run_topics",
    "save",
    "saved",
    "search",
    "search_many",
    "speaker",
    "speakers",
    "stale",
    "stats",
    "timeline",
    "unsave",
    "update",
    "variants",
    "verify",
    "warm",
    "watch",
}


def test_the_package_has_exactly_these_names():
    """`__all__` lists them, each can be had, and `dir` shows them."""
    assert set(searchlib.__all__) == NAMES
    assert all(getattr(searchlib, name) is not None for name in NAMES)
    assert set(dir(searchlib)) >= NAMES


def test_an_index_has_exactly_these_methods():
    """What a user may call on an Index."""
    assert {name for name in dir(searchlib.Index) if not name.startswith("_")} == INDEX_NAMES


def test_every_error_is_a_searchlib_error_and_public():
    """One `except SearchlibError` catches whatever is raised on purpose."""
    found = {name for name, each in vars(errors).items() if inspect.isclass(each) and issubclass(each, Exception)}
    assert found <= NAMES
    assert all(issubclass(getattr(errors, name), searchlib.SearchlibError) for name in found)


def test_every_public_name_says_what_it_is():
    """Classes and methods that a user calls have docstrings."""
    for name in NAMES:
        assert inspect.getdoc(getattr(searchlib, name)), name
    for name in INDEX_NAMES:
        assert inspect.getdoc(getattr(searchlib.Index, name)), name
