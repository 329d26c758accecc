"""Saved searches: named queries, stored beside the index as TOML that a user may edit, or where its engine keeps texts.

[searches.kursk]
query = "Kursk troops"
filters = { speaker = "blinken" }
options = { every_word = true } # how it is read and ranked; most have none
seen = 12                      # the version up to which a run has shown what is new
saved = 2024-11-01             # the day it was saved
shown = ["a.txt#3"]            # passages of later versions that a run has shown before it showed the last one

Each change replaces the whole file in one step (comments are lost), under a lock, so that two programs that save at the
same time do not lose each other's changes.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from searchlib.definitions.frozen import frozen
from searchlib.engines.contract import SharedText
from searchlib.errors import ArgumentError, NotFound, Remedy, SettingsError, StorageFailed
from searchlib.files.disk import DISK
from searchlib.files.locks import WriterLock
from searchlib.files.settings_files import read_settings, tables_of
from searchlib.query.options import READING

FILE: Final = "saved.toml"
LOCK: Final = "saved.lock"
_NEW: Final = "saved.toml.tmp"
KEPT: Final = ("every_word", "literal", "explicit_only", "expand", "k1", "b")
"""Options that say how a query is read and ranked: they belong to the search. Others say what is shown of it."""
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


@frozen
class SavedSearch:
    """A named query with its filters.

    `options` are those of SearchOptions in KEPT that differ from their defaults.

    `seen` is the version of the index up to which a run has shown what is new, `shown` the passages of later versions that
    were shown before all were; `saved` is the day it was saved, if known.
    """

    name: str
    query: str
    filters: Mapping[str, str] = field(default_factory=dict)
    seen: int = 0
    saved: date | None = None
    shown: tuple[str, ...] = ()
    options: Mapping[str, bool | float | str] = field(default_factory=dict)


Searches = Mapping[str, SavedSearch]


class SavedSearches:
    """The saved searches of one index, in the file `saved.toml` of `folder`; or in a text that all users of it share."""

    def __init__(self, folder: Path, shared: SharedText | None = None) -> None:
        self._folder = folder
        self._shared = shared
        self.path = folder / FILE

    @property
    def _place(self) -> str:
        return str(self.path) if self._shared is None else self._shared.place

    def all(self) -> dict[str, SavedSearch]:
        """The saved searches by name; none when there is no file. Raises SettingsError for a malformed one."""
        if self._shared is not None:
            return self._read(self._shared.read())
        return self._read(read_settings(self.path)) if self.path.exists() else {}

    def _read(self, content: str) -> dict[str, SavedSearch]:
        try:
            searches = tables_of(content, self._place).get("searches", {})
            return {name: _search(name, row) for name, row in searches.items()}
        except KeyError as error:
            raise SettingsError(
                f"{self._place}: a saved search has no {error}; correct the file or remove it."
            ) from error
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise SettingsError(
                f"{self._place} is not a valid file of saved searches ({error}); correct it or remove it."
            ) from error

    def find(self, name: str) -> SavedSearch:
        """The saved search of that name. Raises NotFound."""
        return _named(self.all(), name)

    def save(self, search: SavedSearch) -> None:
        """Save a search under its name; an earlier one is replaced. Raises ArgumentError for an invalid name."""
        if not _NAME.fullmatch(search.name):
            raise ArgumentError(f'Invalid name {search.name!r}: use 1 to 64 letters, digits, "-" or "_".')
        self._change(lambda known: {**known, search.name: search})

    def remove(self, name: str) -> None:
        """Remove the search of that name. Raises NotFound."""

        def without(known: Searches) -> Searches:
            _named(known, name)
            return {other: search for other, search in known.items() if other != name}

        self._change(without)

    def mark_seen(self, name: str, version: int) -> None:
        """Record that everything up to this version was shown; a later version that is recorded already stays."""

        def seen(known: Searches) -> Searches:
            search = _named(known, name)
            newer = version > search.seen or (version == search.seen and search.shown)
            return {**known, name: replace(search, seen=version, shown=())} if newer else known

        self._change(seen)

    def mark_shown(self, name: str, passages: Iterable[str]) -> None:
        """Record that these passages were shown, while others of their version were not."""
        told = tuple(passages)

        def with_shown(known: Searches) -> Searches:
            search = _named(known, name)
            return {**known, name: replace(search, shown=tuple(dict.fromkeys((*search.shown, *told))))}

        self._change(with_shown)

    def _change(self, changed: Callable[[Searches], Searches]) -> None:
        """Replace the searches by what this makes of them; no change of another program is lost."""
        if self._shared is not None:
            self._shared.change(lambda content: _content(changed(self._read(content))))
            return
        with self._lock():
            known = self.all()
            searches = changed(known)
            if searches != known:
                self.store(searches)

    def store(self, searches: Mapping[str, SavedSearch]) -> None:
        """Write the whole file in one step. Raises ArgumentError for a text that cannot be encoded."""
        content = _content(searches)
        temporary = self._folder / _NEW
        try:
            DISK.remove(temporary)  # of a program that was killed: the lock is ours now
            DISK.write_new(temporary, content.encode())
            DISK.replace(temporary, self.path)
        except UnicodeEncodeError as error:
            wrong = error.object[error.start : error.end]
            raise ArgumentError(
                f"A saved search contains characters that cannot be written to a file: {wrong!r}."
            ) from error
        except StorageFailed as error:
            error.conclude("the saved searches are unchanged")
            with contextlib.suppress(StorageFailed):
                DISK.remove(temporary)
            raise

    def _lock(self) -> WriterLock:
        DISK.make_folder(self._folder)
        return WriterLock(self._folder / LOCK)


def _named(known: Mapping[str, SavedSearch], name: str) -> SavedSearch:
    if name not in known:
        if not known:
            raise NotFound("No search is saved yet.", remedy=Remedy.SAVE_A_SEARCH)
        raise NotFound(f"There is no saved search {name!r}; there are: {', '.join(sorted(known))}.")
    return known[name]


def _search(name: str, row: Mapping[str, Any]) -> SavedSearch:
    query, filters, seen = row["query"], dict(row.get("filters", {})), row.get("seen", 0)
    if not isinstance(query, str):
        raise TypeError(f"the query of {name!r} is not a text")
    if not isinstance(seen, int) or isinstance(seen, bool) or seen < 0:
        raise ValueError(f"`seen` of {name!r} is not a version")
    saved = row.get("saved")
    if isinstance(saved, datetime) or not (saved is None or isinstance(saved, date)):
        raise ValueError(f"`saved` of {name!r} is not a day")
    shown = row.get("shown", [])
    if not isinstance(shown, list) or not all(isinstance(passage, str) for passage in shown):
        raise ValueError(f"`shown` of {name!r} is not a list of passages")
    return SavedSearch(
        name,
        query,
        {field: str(value) for field, value in filters.items()},
        seen,
        saved,
        tuple(shown),
        _options(name, row.get("options", {})),
    )


def _options(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a search as they stand in a file. Raises ValueError; what they may be is for the search to say."""
    for option, value in given.items():
        if option not in KEPT:
            raise ValueError(f"{option!r} is no option that {name!r} could keep")
        if isinstance(value, bool) is not (option in READING):
            raise ValueError(f"{option!r} of {name!r} cannot be {value!r}")
    return dict(given)


def _block(search: SavedSearch) -> str:
    filters = ", ".join(f"{_key(name)} = {_quoted(value)}" for name, value in sorted(search.filters.items()))
    lines = [f"[searches.{_key(search.name)}]", f"query = {_quoted(search.query)}"]
    if filters:
        lines.append(f"filters = {{ {filters} }}")
    if search.options:
        options = ", ".join(f"{name} = {json.dumps(value)}" for name, value in sorted(search.options.items()))
        lines.append(f"options = {{ {options} }}")
    lines.append(f"seen = {search.seen}")
    if search.saved:
        lines.append(f"saved = {search.saved}")
    if search.shown:
        lines.append(f"shown = [{', '.join(map(_quoted, search.shown))}]")
    return "\n".join(lines) + "\n"


def _content(searches: Searches) -> str:
    return "\n".join(_block(search) for _, search in sorted(searches.items()))


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    """A TOML basic string: escaped as in JSON, but without surrogate pairs, and with DEL escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
