"""Groups of speakers that are one and the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from searchlib.linking.aliases import NO_ALIASES, Aliases, Named, Selector, meant
from searchlib.linking.lone_names import Cluster, LoneName, calls, surnames
from searchlib.linking.names import Parts, alike_forms, name_key, with_nicknames, without_article
from searchlib.linking.roles import any_strangers, profession, role_words, strangers


def link(speakers: Sequence[Named], aliases: Aliases = NO_ALIASES) -> list[int]:
    """The group of every speaker: numbers below `len(speakers)`, equal for those that are one and the same.

    An equivalence relation that depends neither on the order of `speakers` nor on how the documents of one are counted, in
    one entry or in several; what `aliases` calls different is never in one group. Lone surnames that nothing links stay together under their name: it is all that is known of them.
    """
    once, places = _distinct(speakers, in_order=bool(aliases.different))
    groups = _linked(once, aliases)
    least: dict[int, int] = {}
    return [least.setdefault(groups[place], row) for row, place in enumerate(places)]


def _distinct(speakers: Sequence[Named], *, in_order: bool) -> tuple[list[Named], list[int]]:
    """Each name with its kind and roles once, with the documents of all who have them so, and the place of every speaker.

    `in_order`: sorted, for whoever is joined first may bar another from whom the user sets him apart.
    """
    documents: dict[tuple[Parts, str, tuple[str, ...]], int] = defaultdict(int)
    for speaker in speakers:
        documents[speaker[:3]] += speaker.documents
    if len(documents) == len(speakers) and not in_order:
        return list(speakers), list(range(len(speakers)))
    every = sorted(documents) if in_order else list(documents)
    place = {one: ordinal for ordinal, one in enumerate(every)}
    return [Named(*one, documents[one]) for one in every], [place[speaker[:3]] for speaker in speakers]


def _linked(speakers: Sequence[Named], aliases: Aliases) -> list[int]:
    chosen = meant(speakers, aliases)
    groups = _Groups(chosen, aliases)
    names = by_name(speakers)
    people = [
        cluster._replace(members=tuple(part))
        for cluster in names.people
        for part in _divided(cluster.members, chosen, aliases)
    ]
    groups_of_organizations = (part for group in names.organizations for part in _divided(group, chosen, aliases))
    for members in (*(cluster.members for cluster in people), *groups_of_organizations):
        groups.join_all(members)
    surnamed, called = _index(people, speakers, names.lone)
    wanted = {name for speaker in speakers if (name := wants(speaker))}
    for name, rows in names.lone.items():
        lone = LoneName(name, speakers, surnamed.get(name, ()), called.get(name, ()), wanted)
        left = [row for row in rows if not _joined(row, lone.by_role(row), groups)]
        if len(left) == len(rows):  # no role tells some of them from the others
            left = [row for row in left if not _joined(row, lone.only(row), groups)]
        for part in _divided(left, chosen, aliases):
            groups.join_all(part)
    _join_by_hand(groups, chosen, aliases)
    return groups.numbers()


def _index(
    people: Sequence[Cluster], speakers: Sequence[Named], lone: Collection[str]
) -> tuple[Mapping[str, list[Cluster]], Mapping[str, list[Cluster]]]:
    """The clusters by each of the lone names that may mean them by a role, and by each that may because no other has it."""
    surnamed: dict[str, list[Cluster]] = defaultdict(list)
    called: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in people:
        for name in surnames(cluster, speakers):
            if name in lone:
                surnamed[name].append(cluster)
        for name in calls(cluster):
            if name in lone:
                called[name].append(cluster)
    return surnamed, called


def wants(speaker: Named) -> str:
    """The lone name of a speaker who has a role, which may be linked by it; "" for others."""
    return speaker.parts[0] if speaker.roles and len(speaker.parts) == 1 else ""


def _joined(row: int, cluster: Cluster | None, groups: _Groups) -> bool:
    return cluster is not None and groups.join(row, cluster.members[0])


class _Groups:
    """Disjoint sets of speakers, each known by its least member. What the user set apart is never joined."""

    def __init__(self, meant: Sequence[Selector | None], aliases: Aliases) -> None:
        self._parents = list(range(len(meant)))
        self._apart = aliases.apart
        self._meant = {at: {one} for at, one in enumerate(meant) if one is not None} if self._apart else {}
        """Who is meant by the members of a group, by its number."""

    def find(self, one: int) -> int:
        parents = self._parents
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    def join(self, one: int, other: int) -> bool:
        """Make one group of two; False when members of them are set apart."""
        low, high = sorted((self.find(one), self.find(other)))
        if low == high:
            return True
        if self._meant and not self._bring_together(low, high):
            return False
        self._parents[high] = low
        return True

    def _bring_together(self, low: int, high: int) -> bool:
        """Have the group `low` hold whom both mean; False, and nothing is done, when some of them are set apart."""
        fewer, more = sorted((self._meant.get(low, set()), self._meant.get(high, set())), key=len)
        if any(not more.isdisjoint(self._apart.get(one, ())) for one in fewer):
            return False
        self._meant.pop(high, None)
        more |= fewer
        self._meant[low] = more
        return True

    def join_all(self, members: Sequence[int]) -> None:
        for member in members[1:]:
            self.join(members[0], member)

    def numbers(self) -> list[int]:
        return [self.find(one) for one in range(len(self._parents))]


class Names(NamedTuple):
    """What names alone make of speakers: groups of organizations, clusters of people of full name, and all of each lone name."""

    organizations: list[list[int]]
    people: list[Cluster]
    lone: dict[str, list[int]]


def by_name(speakers: Sequence[Named]) -> Names:
    """What names alone make of these speakers."""
    names: dict[Parts, list[int]] = defaultdict(list)
    for row, speaker in enumerate(speakers):
        names[without_article(speaker.parts)].append(row)
    grouped = Names([], [], {})
    full: list[Parts] = []
    for parts, rows in names.items():
        if is_organization(speakers[row] for row in rows):
            grouped.organizations.append(rows)
        elif len(parts) == 1:
            grouped.lone[parts[0]] = rows
        else:
            full.append(parts)
    grouped.people.extend(clusters(full, names, speakers))
    return grouped


def is_organization(speakers: Iterable[Named]) -> bool:
    """Whether the name of all these speakers is an organization's: more documents take it for one than for a person's."""
    return sum(speaker.documents * (1 if speaker.kind == "organization" else -1) for speaker in speakers) > 0


def clusters(
    full: Iterable[Parts], names: Mapping[Parts, Collection[int]], speakers: Sequence[Named]
) -> Iterator[Cluster]:
    """The people of these full names, of whom `names` has the rows. Names of another surname or suffix have no part in it."""
    keyed: dict[tuple[str, str, str], list[Parts]] = defaultdict(list)
    for parts in full:
        keyed[name_key(parts)].append(parts)
    for forms in with_nicknames(keyed).values():
        for alike in alike_forms(forms):
            rows = [row for parts in alike for row in names[parts]]
            key = name_key(alike[0])  # that of the full form, which stands before nicknames
            yield from (Cluster(key, tuple(members)) for members in _professions_apart(rows, speakers))


def _professions_apart(members: list[int], speakers: Sequence[Named]) -> list[list[int]]:
    """The bearers of one name, parted where their professions are those of strangers.

    One who shares a word of a role or a profession with both sides holds them together. Those of whom no profession is known
    belong to the rest, when there is one rest.
    """
    if len(members) == 1:
        return [members]
    professions = {row: set(filter(None, map(profession, speakers[row].roles))) for row in members}
    if not any_strangers({one for held in professions.values() for one in held}):
        return [members]
    told = {row: held for row, held in professions.items() if held}
    sides: list[tuple[set[str], set[str], list[int]]] = []
    for row, own in told.items():
        words = set().union(*map(role_words, speakers[row].roles))
        side, others = (own, words, [row]), []
        for side_before in sides:
            if side_before[1] & words or not strangers(side_before[0], own):
                side = (side[0] | side_before[0], side[1] | side_before[1], side[2] + side_before[2])
            else:
                others.append(side_before)
        sides = [*others, side]
    if len(sides) == 1:
        return [members]
    untold = [row for row in members if row not in told]
    return [*(side[2] for side in sides), *([untold] if untold else [])]


def _divided(members: Sequence[int], meant: Sequence[Selector | None], aliases: Aliases) -> list[Sequence[int]]:
    """A cluster by what the user means of it, when two of those are to be different."""
    if not aliases.different:
        return [members]
    held = {one for row in members if (one := meant[row]) is not None}
    if not any(not held.isdisjoint(aliases.apart.get(one, ())) for one in held):
        return [members]
    parts: dict[Selector | None, list[int]] = defaultdict(list)
    for row in members:
        parts[meant[row]].append(row)
    return [*parts.values()]


def _join_by_hand(groups: _Groups, meant: Sequence[Selector | None], aliases: Aliases) -> None:
    if not aliases.same:
        return
    members: dict[Selector, list[int]] = defaultdict(list)
    for row, one in enumerate(meant):
        if one is not None:
            members[one].append(row)
    for group in aliases.same:
        for one in group:
            groups.join_all(members.get(one, ()))
        firsts = [members[one][0] for one in group if one in members]
        tried: set[int] = set()
        for at, row in enumerate(firsts):
            if groups.find(row) not in tried:  # else another of its group has tried all the others
                for other in firsts[at + 1 :]:
                    groups.join(row, other)
                tried = {groups.find(first) for first in firsts[: at + 1]}
