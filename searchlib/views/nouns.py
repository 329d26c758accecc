"""Nouns that answer one question: soldiers and troops. They are shown side by side, each by its own name; none is merged.

The table is for anybody to extend: in code here, or beside an index in `nouns.toml`:

    [close]
    conscripts = ["recruits", "draftees"]
    soldiers = ["conscripts"]               # conscripts are then close to soldiers, troops and all the others
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from searchlib import analysis
from searchlib.errors import SettingsError
from searchlib.files.settings_files import read_tables
from searchlib.query.nodes import And, Clauses, Node, Noun, Or, Word

CLOSE: Final[tuple[tuple[str, ...], ...]] = (
    ("soldiers", "troops", "servicemen", "servicemembers", "servicewomen", "infantrymen"),
    ("deaths", "fatalities", "dead"),
    ("wounded", "injured"),
    ("companies", "firms", "businesses"),
    ("workers", "employees", "staff"),
    ("policemen", "policewomen"),
    ("protesters", "demonstrators"),
    ("missiles", "rockets"),
    ("countries", "nations"),
    ("homes", "houses"),
    ("votes", "ballots"),
    ("children", "kids"),
    ("cars", "automobiles"),
    ("people", "persons"),
    ("migrants", "refugees"),
    ("lawmakers", "legislators"),
    ("lawyers", "attorneys"),
    ("films", "movies"),
)
"""Each line is one set of close nouns."""


MOST_NOUNS: Final = 2_000
"""Nouns that a file of them may name: sets that share a noun are joined, and a query asks for each noun of a set."""


@lru_cache(maxsize=1 << 14)
def noun_stem(noun: str) -> str:
    """The stem of the head of a counted phrase: what the figures of a group share."""
    return " ".join(analysis.analyze(noun).terms)


class CloseNouns:
    """Which nouns are close to each other: those of one line, and of lines that share a noun."""

    def __init__(self, lines: Iterable[Sequence[str]] = ()) -> None:
        self._sets: dict[str, dict[str, str]] = {}
        for line in (*CLOSE, *lines):
            joined: dict[str, str] = {}
            for noun in line:
                joined |= self._sets.get(noun_stem(noun), {noun_stem(noun): noun})
            for stem in joined:
                self._sets[stem] = joined

    def question(self, stem: str) -> str:
        """The name of the set that a noun belongs to; the stem itself when it has no close nouns."""
        return next(iter(self._sets.get(stem, {stem: stem})))

    def others(self, noun: str) -> tuple[str, ...]:
        """The nouns close to one, as the table spells them; the noun itself left out."""
        own = noun_stem(noun)
        return tuple(other for stem, other in self._sets.get(own, {}).items() if stem != own)


def widened(node: Node, close: CloseNouns) -> Node:
    """The query with, for each of its words that counts something, the figures that count a close noun.

    "soldiers" matches by the word as before, or by a figure of troops.
    """
    if isinstance(node, Word) and node.field is None and (others := close.others(node.text)):
        return Or((node, *map(Noun, others)))
    if isinstance(node, Clauses):
        optional, required = (tuple(widened(one, close) for one in part) for part in (node.optional, node.required))
        return replace(node, optional=optional, required=required)
    if isinstance(node, And):
        return And(tuple(widened(one, close) for one in node.nodes))
    if isinstance(node, Or):
        return Or(tuple(_flat(widened(one, close) for one in node.nodes)))
    return node


def _flat(nodes: Iterable[Node]) -> Iterable[Node]:
    for node in nodes:
        if isinstance(node, Or):
            yield from node.nodes
        else:
            yield node


def read_nouns(path: Path) -> CloseNouns:
    """The table with what `nouns.toml` adds. Raises SettingsError, one sentence, for a malformed file."""
    try:
        tables = read_tables(path)
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path} cannot be read ({error}); mend it or remove it.") from error
    unknown = sorted(set(tables) - {"close"})
    if unknown:
        raise SettingsError(f"{path} has {unknown[0]!r}; there is one table, [close].")
    lines = _lines(path, tables.get("close", {}))
    if sum(map(len, lines)) > MOST_NOUNS:
        raise SettingsError(f"{path} names more than {MOST_NOUNS:,} nouns; shorten it.")
    return CloseNouns(lines)


def _lines(path: Path, table: object) -> list[tuple[str, ...]]:
    if not isinstance(table, Mapping):
        raise SettingsError(f"{path}: close is a table: write [close] on a line of its own.")
    lines = []
    for noun, others in table.items():
        if not isinstance(others, list) or not all(isinstance(other, str) and noun_stem(other) for other in others):
            raise SettingsError(f'{path}: {noun!r} wants a list of nouns, as in {noun} = ["another noun"].')
        lines.append((noun, *others))
    return lines
