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


def in_order(lines: Mapping[int, Speaker]) -> list[Speaker]:
    """The named first, then the unnamed, each by falling number of statements."""
    return sorted(lines.values(), key=lambda line: (line.kind == "unnamed", -line.statements, line.name, line.roles))


def ambiguous(lines: Mapping[int, Speaker]) -> dict[int, str]:
    """The groups of a lone name that two people of the index have for a surname, and the name."""
    people = [(group, line.name) for group, line in lines.items() if line.kind == "person"]
    bearers = Counter(linking.surname(folded(name)) for _, name in people if " " in name)
    return {group: name for group, name in people if " " not in name and bearers["".join(folded(name))] > 1}


def labels(lines: Mapping[int, Speaker], ambiguous: Mapping[int, str]) -> dict[int, str]:
    """The label of each group in facets: its name, with a role where two groups have the same name."""
    namesakes: defaultdict[str, list[int]] = defaultdict(list)
    for group in sorted(lines, key=lambda group: (-lines[group].statements, lines[group])):
        namesakes[lines[group].name].append(group)
    labels: dict[int, str] = {}
    for name, groups in namesakes.items():
        for ordinal, group in enumerate(groups):
            hint = (*lines[group].roles, str(ordinal + 1))[0] if len(groups) > 1 else ""
            if not hint and group in ambiguous:
                hint = WHICH
            labels[group] = f"{name} ({hint})" if hint else name
    return labels


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
