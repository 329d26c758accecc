"""Saved searches: names for queries, kept beside the index as plain TOML that a person may edit.

[searches.kursk]
query = "Kursk troops"
filters = { speaker = "blinken" }
seen = 12                      # the commit up to which `run --new` has shown what came
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from searchlib.errors import MetadataError, NotFound

FILE: Final = "saved.toml"
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class SavedSearch:
    """A named query with its filters; `seen` is the newest commit whose documents `run --new` has shown."""

    name: str
    query: str
    filters: Mapping[str, str] = field(default_factory=dict)
    seen: int = 0


def load(folder: Path) -> dict[str, SavedSearch]:
    """The saved searches of an index, by name; none when there is no file. Raises MetadataError for a malformed one."""
    import tomllib

    path = folder / FILE
    try:
        content = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise MetadataError(f"{path} cannot be read: {error}") from error
    try:
        searches = tomllib.loads(content).get("searches", {})
        return {
            name: SavedSearch(name, str(row["query"]), dict(row.get("filters", {})), int(row.get("seen", 0)))
            for name, row in searches.items()
        }
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise MetadataError(f"{path} is no table of saved searches ({error}); mend it or remove it.") from error


def store(folder: Path, searches: Mapping[str, SavedSearch]) -> None:
    """Write the table anew, in one step."""
    path = folder / FILE
    blocks = [_block(search) for _, search in sorted(searches.items())]
    temporary = path.with_suffix(".toml.tmp")
    temporary.write_text("\n".join(blocks), "utf-8")
    temporary.replace(path)


def save(folder: Path, search: SavedSearch) -> None:
    """Keep a search under its name, in the place of an earlier one. MetadataError for a name that is none."""
    if not _NAME.fullmatch(search.name):
        raise MetadataError(f"{search.name!r} is no name for a search: take letters, digits, - and _, 64 at most.")
    store(folder, {**load(folder), search.name: search})


def find(folder: Path, name: str) -> SavedSearch:
    """The saved search of that name. Raises NotFound."""
    known = load(folder)
    if name not in known:
        others = ", ".join(sorted(known)) or "none yet; save one with `searchlib save NAME QUERY`"
        raise NotFound(f"There is no saved search {name!r}; there are: {others}.")
    return known[name]


def mark_seen(folder: Path, name: str, generation: int) -> None:
    """Remember that everything up to this commit was shown."""
    store(folder, {**load(folder), name: replace(find(folder, name), seen=generation)})


def _block(search: SavedSearch) -> str:
    filters = ", ".join(f"{name} = {_quoted(value)}" for name, value in sorted(search.filters.items()))
    lines = [f"[searches.{search.name}]", f"query = {_quoted(search.query)}"]
    if filters:
        lines.append(f"filters = {{ {filters} }}")
    return "\n".join([*lines, f"seen = {search.seen}"]) + "\n"


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are all of TOML's, but TOML has no surrogate pairs and wants DEL escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
