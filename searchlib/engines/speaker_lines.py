"""Lines of the speaker table, and what a name means in it: what every engine makes of linked speakers in the same way.

A group is a number: all speakers of documents that linking has found to be one and the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, get_args

from searchlib import linking
from searchlib.analysis import fold_name
from searchlib.engines.answers import Speaker
from searchlib.linking import Aliases, Parts
from searchlib.models.mentions import SpeakerKind

WHICH: Final = "which?"
"""What a facet's label says of a lone name that could be two people's: "Bush (which?)"."""

_KINDS: Final = get_args(SpeakerKind)


Heard = tuple[int, str, Sequence[str], Sequence[str]]
"""A speaker of one document: how many statements, the kind, the names (the canonical one first), the roles."""

folded: Final = lru_cache(maxsize=1 << 16)(fold_name)
"""`fold_name`, for all names of an index."""


def line(heard: Sequence[Heard], written: Collection[str], documents: int) -> Speaker:
    """One line of the speaker table, with further names; the canonical one is the most frequent name of several parts.

    `documents` is the number of documents that all of `heard` come from.
    """
    if len(heard) == 1:  # as nearly half of all are
        [(count, kind, own, held)] = heard
        names = tuple(sorted({*own, *written})) if written or len(own) > 1 else tuple(own)
        return Speaker(
            own[0], kind, names, tuple(sorted(set(held))) if len(held) > 1 else tuple(held), count, documents
        )
    canonical, kinds, roles = Counter[str](), Counter[str](), Counter[str]()
    every = set(written)
    for count, kind, own, held in heard:
        canonical[own[0]] += count
        kinds[kind] += count
        every.update(own)
        for role in held:
            roles[role] += count
    return Speaker(
        min(canonical, key=lambda one: (" " not in one, -canonical[one], one)),
        min(kinds, key=lambda kind: (-kinds[kind], _KINDS.index(kind))),
        tuple(sorted(every)),
        tuple(sorted(roles, key=lambda role: (-roles[role], role))),
        sum(count for count, *_ in heard),
        documents,
    )


class LineTable:
    """The lines of all groups, in order and with their labels. It never changes: a later state has a table of its own.

    `ambiguous` has the groups of a lone name that two people of the index have for a surname, and the name; `labels` the label of
    each group in facets: its name, with a role where two groups have the same name.
    """

    def __init__(self, lines: Mapping[int, Speaker | None], before: LineTable | None = None) -> None:
        """`before` with these lines for their groups, and without the groups whose line is None."""
        self.lines: dict[int, Speaker] = {} if before is None else dict(before.lines)
        self.ambiguous: dict[int, str] = {} if before is None else dict(before.ambiguous)
        self.labels: dict[int, str] = {} if before is None else dict(before.labels)
        self.namesakes: dict[str, frozenset[int]] = {} if before is None else dict(before.namesakes)
        self.bearers: Counter[str] = Counter() if before is None else before.bearers.copy()
        self.lone: dict[str, frozenset[int]] = {} if before is None else dict(before.lone)
        kept = [] if before is None else [each for each in before.order if each[1] not in lines]
        self.order: list[tuple[_Place, int]] = sorted(
            kept + [(_place(line), group) for group, line in lines.items() if line is not None]
        )
        names = self._replace(lines)
        for name in names:
            self._label(name)

    def in_order(self) -> list[Speaker]:
        """The named first, then the unnamed, each by falling number of statements."""
        return [self.lines[group] for _, group in self.order]

    def _replace(self, lines: Mapping[int, Speaker | None]) -> set[str]:
        """Enter these lines; returns the names whose labels may be others."""
        names, surnames = set[str](), set[str]()
        for group, line in lines.items():
            self.labels.pop(group, None)
            self.ambiguous.pop(group, None)
            for one, there in ((self.lines.pop(group, None), False), (line, True)):
                if one is not None:
                    names.add(one.name)
                    surnames.add(self._enter(group, one, there=there))
            if line is not None:
                self.lines[group] = line
        return names | self._ask_who(surnames)

    def _enter(self, group: int, line: Speaker, *, there: bool) -> str:
        """Enter a group under its names, or take it out; returns the surname that a lone name may share; "" when there is none."""
        _put(self.namesakes, line.name, group, there=there)
        if line.kind != "person":
            return ""
        if " " in line.name:
            surname = linking.surname(folded(line.name))
            self.bearers[surname] += 1 if there else -1
            return surname
        surname = "".join(folded(line.name))
        _put(self.lone, surname, group, there=there)
        return surname

    def _ask_who(self, surnames: Iterable[str]) -> set[str]:
        """Mark the lone names that two people have for one of these surnames; returns the names whose labels may be others."""
        names = set()
        for surname in surnames:
            for group in self.lone.get(surname, ()):
                name = self.lines[group].name
                if self.bearers[surname] > 1:
                    self.ambiguous[group] = name
                else:
                    self.ambiguous.pop(group, None)
                names.add(name)
        return names

    def _label(self, name: str) -> None:
        """Label the groups of one name."""
        lines = self.lines
        groups = sorted(self.namesakes.get(name, ()), key=lambda group: (-lines[group].statements, lines[group], group))
        for ordinal, group in enumerate(groups):
            hint = (*lines[group].roles, str(ordinal + 1))[0] if len(groups) > 1 else ""
            if not hint and group in self.ambiguous:
                hint = WHICH
            self.labels[group] = f"{name} ({hint})" if hint else name


def in_order(lines: Iterable[Speaker]) -> list[Speaker]:
    """The named first, then the unnamed, each by falling number of statements."""
    return sorted(lines, key=_place)


_Place = tuple[bool, int, str, tuple[str, ...]]


def _place(line: Speaker) -> _Place:
    return line.kind == "unnamed", -line.statements, line.name, line.roles


def _put(index: dict[str, frozenset[int]], name: str, group: int, *, there: bool) -> None:
    groups = index.get(name, frozenset())
    groups = groups | {group} if there else groups - {group}
    if groups:
        index[name] = groups
    else:
        index.pop(name, None)


def is_ambiguous(label: str) -> bool:
    """Whether a name is such a label: "Bush (which?)"."""
    return label.endswith(f"({WHICH})")


def meant_by(label: str, ambiguous: Mapping[int, str]) -> set[int]:
    """The groups of those of whom the index knows only the name in front of "(which?)"."""
    parts = fold_name(label.removesuffix(f"({WHICH})"))
    return {group for group, name in ambiguous.items() if fold_name(name) == parts}


Meant = Callable[[linking.Selector], Iterable[int]]
"""The groups of those whom a selector of the aliases means; asked only where a name has to do with aliases."""


def by_hand(parts: Parts, aliases: Aliases, own: int, meant: Meant) -> tuple[set[int], set[int]]:
    """The groups that the aliases give to a name, and those that they keep from it.

    The first `own` lines are the user's: a part of a name finds what the user called so. What everybody calls an
    organization goes by whole names.
    """
    lines = [line for line in aliases.same[:own] if parts and any(set(parts) <= set(one.parts) for one in line)]
    lines += [line for line in aliases.same[own:] if any(parts == one.parts for one in line)]
    wanted: set[int] = {group for line in lines for one in line for group in meant(one)}
    barred: set[int] = set()
    for pair in aliases.different:
        for one, other in (pair, pair[::-1]):
            if one.parts == parts != other.parts:
                barred |= {*meant(other)}
    return wanted, barred


def written(aliases: Aliases, meant: Meant) -> dict[int, list[str]]:
    """The names that the aliases give to each group."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for line in aliases.same:
        for group in {group for one in line for group in meant(one)}:
            names[group] += [aliases.written[one.parts] for one in line if one.parts in aliases.written]
    return names
