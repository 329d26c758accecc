"""Saved searches: names for queries, kept beside the index as plain TOML that a person may edit.

[searches.kursk]
query = "Kursk troops"
filters = { speaker = "blinken" }
seen = 12                      # the commit up to which a run of what is new has shown it

The file is written anew by each change (comments are not kept), in one step, while a lock beside it is held: two
programs that save at once lose nothing of each other's.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from searchlib.errors import ArgumentError, NotFound, Remedy, SettingsError
from searchlib.files.locks import WriterLock

FILE: Final = "saved.toml"
LOCK: Final = "saved.lock"
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class SavedSearch:
    """A named query with its filters; `seen` is the newest commit whose documents a run of what is new has shown."""

    name: str
    query: str
    filters: Mapping[str, str] = field(default_factory=dict)
    seen: int = 0


def load(folder: Path) -> dict[str, SavedSearch]:
    """The saved searches of an index, by name; none when there is no file. Raises SettingsError for a malformed one."""
    path = folder / FILE
    if not path.exists():
        return {}
    import tomllib  # not before a file is there: few runs need it

    try:
        searches = tomllib.loads(path.read_text("utf-8")).get("searches", {})
        return {name: _search(name, row) for name, row in searches.items()}
    except KeyError as error:
        raise SettingsError(f"{path}: a saved search has no {error}; mend the file or remove it.") from error
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise SettingsError(f"{path} is no table of saved searches ({error}); mend it or remove it.") from error


def _search(name: str, row: Mapping[str, Any]) -> SavedSearch:
    query, filters, seen = row["query"], dict(row.get("filters", {})), row.get("seen", 0)
    if not isinstance(query, str):
        raise TypeError(f"the query of {name!r} is no text")
    if not isinstance(seen, int) or isinstance(seen, bool) or seen < 0:
        raise ValueError(f"`seen` of {name!r} is no commit")
    return SavedSearch(name, query, {field: str(value) for field, value in filters.items()}, seen)


def store(folder: Path, searches: Mapping[str, SavedSearch]) -> None:
    """Write the table anew, in one step. Raises SettingsError for a text that a file cannot hold."""
    path = folder / FILE
    content = "\n".join(_block(search) for _, search in sorted(searches.items()))
    temporary = path.with_name(f"{FILE}.{os.getpid()}.tmp")
    try:
        temporary.write_text(content, "utf-8", newline="\n")
        temporary.replace(path)
    except UnicodeEncodeError as error:
        raise SettingsError(
            f"A saved search holds what is no text: {error.object[error.start : error.end]!r}."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def save(folder: Path, search: SavedSearch) -> None:
    """Keep a search under its name, in the place of an earlier one. ArgumentError for an invalid name."""
    if not _NAME.fullmatch(search.name):
        raise ArgumentError(f'Invalid name {search.name!r}: use 1 to 64 letters, digits, "-" or "_".')
    with WriterLock(folder / LOCK):
        store(folder, {**load(folder), search.name: search})


def find(folder: Path, name: str) -> SavedSearch:
    """The saved search of that name. Raises NotFound."""
    return _named(load(folder), name)


def _named(known: Mapping[str, SavedSearch], name: str) -> SavedSearch:
    if name not in known:
        if not known:
            raise NotFound("No search is saved yet.", remedy=Remedy.SAVE_A_SEARCH)
        raise NotFound(f"There is no saved search {name!r}; there are: {', '.join(sorted(known))}.")
    return known[name]


def mark_seen(folder: Path, name: str, generation: int) -> None:
    """Remember that everything up to this commit was shown; a later one that is remembered already stays."""
    with WriterLock(folder / LOCK):
        known = load(folder)
        search = _named(known, name)
        if generation > search.seen:
            store(folder, {**known, name: replace(search, seen=generation)})


def _block(search: SavedSearch) -> str:
    filters = ", ".join(f"{_key(name)} = {_quoted(value)}" for name, value in sorted(search.filters.items()))
    lines = [f"[searches.{_key(search.name)}]", f"query = {_quoted(search.query)}"]
    if filters:
        lines.append(f"filters = {{ {filters} }}")
    return "\n".join([*lines, f"seen = {search.seen}"]) + "\n"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are all of TOML's, but TOML has no surrogate pairs and wants DEL escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
