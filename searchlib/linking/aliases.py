"""What the user says of names in `aliases.toml`, and the organizations that news name two ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from searchlib.analysis import fold_name
from searchlib.errors import SettingsError
from searchlib.files.settings_files import read_tables
from searchlib.linking.names import SUFFIXES, Parts, without_article


class Named(NamedTuple):
    """A speaker as documents name it: the folded parts of its canonical name, "person" or "organization", its roles, and how
    many documents say so.
    """

    parts: Parts
    kind: str
    roles: tuple[str, ...] = ()
    documents: int = 1


class Selector(NamedTuple):
    """Whom a line of aliases.toml means: everybody of this name, or those of them whose roles have these words."""

    parts: Parts
    role: frozenset[str] = frozenset()

    def holds(self, speaker: Named) -> bool:
        """Whether it means this speaker."""
        if without_article(speaker.parts) != self.parts:
            return False
        return not self.role or any(self.role <= set(fold_name(role)) for role in speaker.roles)


@dataclass(frozen=True)
class Aliases:
    """What the user says of speakers: selectors that are one, pairs that are not."""

    same: tuple[tuple[Selector, ...], ...] = ()
    different: tuple[tuple[Selector, Selector], ...] = ()
    written: Mapping[Parts, str] = field(default_factory=dict)

    @cached_property
    def selectors(self) -> tuple[Selector, ...]:
        """Every selector once, those that name a role before those that mean all others of the name."""
        every = {one for group in (*self.same, *self.different) for one in group}
        return tuple(sorted(every, key=lambda one: (-len(one.role), *_order(one))))

    @cached_property
    def apart(self) -> Mapping[Selector, frozenset[Selector]]:
        """Whom each selector is set apart from."""
        apart: dict[Selector, set[Selector]] = defaultdict(set)
        for one, other in self.different:
            apart[one].add(other)
            apart[other].add(one)
        return {one: frozenset(others) for one, others in apart.items()}

    @cached_property
    def _by_name(self) -> dict[Parts, list[Selector]]:
        by_name: dict[Parts, list[Selector]] = defaultdict(list)
        for one in self.selectors:
            by_name[one.parts].append(one)
        return dict(by_name)

    def meaning(self, speaker: Named) -> Selector | None:
        """The selector that means a speaker: one that names a role goes before one that does not."""
        known = self._by_name.get(without_article(speaker.parts), ())
        return next((one for one in known if one.holds(speaker)), None)

    def __bool__(self) -> bool:
        return bool(self.same or self.different)


NO_ALIASES: Final = Aliases()

ORGANIZATIONS: Final = tuple(
    tuple(Selector(fold_name(name)) for name in line.split(" = "))
    for line in """
        United States = U.S. = USA = United States of America
        United Kingdom = U.K. = Great Britain
        United Arab Emirates = UAE
        European Union = EU
        United Nations = UN
        North Korea = DPRK = Democratic People's Republic of Korea
        South Korea = ROK = Republic of Korea
        People's Republic of China = PRC = China
        Russian Federation = Russia
        Democratic Republic of the Congo = DRC = DR Congo
        World Health Organization = WHO
        International Monetary Fund = IMF
        European Central Bank = ECB
        International Atomic Energy Agency = IAEA
        Central Intelligence Agency = CIA
        Federal Bureau of Investigation = FBI
        """.strip().splitlines()
)
"""States and organizations that news name two ways, each way whole: short for long, never a capital for its government."""


def with_known_organizations(aliases: Aliases) -> Aliases:
    """What the user says, and what everybody knows of ORGANIZATIONS where the user says nothing else of one of them."""
    told = {one.parts for pair in aliases.different for one in pair}
    known = tuple(line for line in ORGANIZATIONS if not told.intersection(one.parts for one in line))
    return Aliases((*aliases.same, *known), aliases.different, aliases.written)


def read_aliases(path: Path) -> Aliases:
    """What `aliases.toml` says; nothing when there is none. Raises SettingsError, one sentence, for a malformed file.

    Lines before any table are `[same]` ones.
    """
    if not path.exists():
        return NO_ALIASES

    try:
        tables = read_tables(path)
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path} cannot be read ({error}); mend it or remove it.") from error
    plain = {name: others for name, others in tables.items() if not isinstance(others, dict)}
    unknown = sorted(set(tables) - set(plain) - {"same", "different"})
    if unknown:
        raise SettingsError(f"{path} has a table [{unknown[0]}]; there are [same] and [different].")
    written: dict[Parts, str] = {}
    same = [group for table in (plain, tables.get("same", {})) for group in _lines(path, table, written)]
    apart = list(_lines(path, tables.get("different", {}), written))
    for group in apart:
        if len(group) == 1:
            raise SettingsError(f"{path} sets {written[group[0].parts]!r} apart from nobody.")
    different = tuple((group[0], other) for group in apart for other in group[1:])
    lines: dict[Selector, set[int]] = defaultdict(set)
    for line, group in enumerate(same):
        for one in group:
            lines[one].add(line)
    for one, other in different:
        if one == other or not lines[one].isdisjoint(lines[other]):
            raise SettingsError(f"{path} cannot have {written[one.parts]!r} and {written[other.parts]!r} both ways.")
    return Aliases(tuple(same), different, written)


def _lines(path: Path, table: object, written: dict[Parts, str]) -> Iterator[tuple[Selector, ...]]:
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: same and different are tables: write [same] on a line of its own.")
    for name, others in table.items():
        if not isinstance(others, list) or not all(isinstance(other, str) for other in others):
            raise SettingsError(f'{path}: {name!r} wants a list of names, as in "{name}" = ["another name"].')
        selectors = [_selector(one) for one in (name, *others)]
        for one, text in zip(selectors, (name, *others), strict=True):
            if not one.parts:
                raise SettingsError(f"{path}: {text!r} is no name.")
            written.setdefault(one.parts, text.partition(",")[0].strip() if one.role else text.strip())
        yield tuple(dict.fromkeys(selectors))


def _selector(text: str) -> Selector:
    """As in "John Smith, economist"; a comma before "Jr." is the name's own."""
    name, _, role = text.partition(",")
    words = fold_name(role)
    if not words or set(words) <= SUFFIXES:
        return Selector(without_article(fold_name(text)))
    return Selector(without_article(fold_name(name)), frozenset(words))


def _order(selector: Selector) -> tuple[Parts, list[str]]:
    return selector.parts, sorted(selector.role)


def meant(speakers: Sequence[Named], aliases: Aliases) -> list[Selector | None]:
    """The selector that means each speaker."""
    return [aliases.meaning(speaker) for speaker in speakers]
