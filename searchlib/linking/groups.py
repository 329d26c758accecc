"""Groups of speakers that are one and the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import combinations
from typing import Final, NamedTuple

from searchlib.linking.aliases import NO_ALIASES, Aliases, Named, Selector, meant
from searchlib.linking.names import FAMILY_FIRST, Parts, alike_forms, name_key, with_nicknames, without_article
from searchlib.linking.roles import OFFICES, any_strangers, profession, role_words, same_role, strangers

_MOST_ROLES: Final = 200
"""Roles with one word that bearers of one surname have, beyond which only the very same role links them."""

_NEARLY_ALL: Final = 0.95
"""The part of a role's documents that the bearer of a surname must have for a lone surname with the role to be his."""


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
    names = _by_name(speakers)
    people = [part for members in names.people for part in _divided(members, chosen, aliases)]
    for members in (*people, *(part for group in names.organizations for part in _divided(group, chosen, aliases))):
        groups.join_all(members)
    roster = _People(speakers, people)
    for numbers in names.lone:
        left = [row for row in numbers if not roster.link_lone(row, groups)]
        if len(left) == len(numbers):  # no role tells some of them from the others
            left = [row for row in left if not roster.link_only(row, groups)]
        for part in _divided(left, chosen, aliases):
            groups.join_all(part)
    _join_by_hand(groups, chosen, aliases)
    return groups.numbers()


class _Groups:
    """Disjoint sets of speakers, each known by its least member. What the user set apart is never joined."""

    def __init__(self, meant: Sequence[Selector | None], aliases: Aliases) -> None:
        self._parents = list(range(len(meant)))
        self._apart = {frozenset(pair) for pair in aliases.different}
        self._meant = {at: {one} for at, one in enumerate(meant) if one is not None} if self._apart else {}

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
        if any(frozenset((a, b)) in self._apart for a in self._meant.get(low, ()) for b in self._meant.get(high, ())):
            return False
        self._parents[high] = low
        if high in self._meant:
            self._meant.setdefault(low, set()).update(self._meant.pop(high))
        return True

    def join_all(self, members: Sequence[int]) -> None:
        for member in members[1:]:
            self.join(members[0], member)

    def numbers(self) -> list[int]:
        return [self.find(one) for one in range(len(self._parents))]


class _Names(NamedTuple):
    """What names alone make of speakers: clusters of organizations and of people of full name, and all of each lone name."""

    organizations: list[list[int]]
    people: list[list[int]]
    lone: list[list[int]]


def _by_name(speakers: Sequence[Named]) -> _Names:
    """A name is an organization's when more documents take it for one than for a person's."""
    names: dict[Parts, list[int]] = defaultdict(list)
    for row, speaker in enumerate(speakers):
        names[without_article(speaker.parts)].append(row)
    grouped = _Names([], [], [])
    full: dict[tuple[str, str, str], list[Parts]] = defaultdict(list)
    for parts, numbers in names.items():
        if sum(speakers[row].documents * (1 if speakers[row].kind == "organization" else -1) for row in numbers) > 0:
            grouped.organizations.append(numbers)
        elif len(parts) == 1:
            grouped.lone.append(numbers)
        else:
            full[name_key(parts)].append(parts)
    for forms in with_nicknames(full).values():
        for alike in alike_forms(forms):
            grouped.people.extend(_professions_apart([row for parts in alike for row in names[parts]], speakers))
    return grouped


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


class _People:
    """Those of full name, found by a surname and a role. `people` are what full names alone make of them."""

    def __init__(self, speakers: Sequence[Named], people: Sequence[Sequence[int]]) -> None:
        self._speakers = speakers
        self._people = people
        self._known: dict[tuple[str, frozenset[str]], dict[int, int]] = {}

    @cached_property
    def _bearers(self) -> dict[tuple[str, str], dict[frozenset[str], dict[int, int]]]:
        """By surname and a word of a role: the roles that have the word, and in how many documents each cluster has it."""
        bearers_of: dict[tuple[str, str], dict[frozenset[str], dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
        wanted = {
            without_article(speaker.parts)[0] for speaker in self._speakers if speaker.roles and len(speaker.parts) == 1
        }
        for cluster, members in enumerate(self._people):
            for row in members:
                parts, _, roles, documents = self._speakers[row]
                first, last, _ = name_key(without_article(parts))
                name = last if last in wanted else first if first in FAMILY_FIRST else ""
                for words in set(map(role_words, roles)) if name in wanted else ():
                    for word in words:
                        bearers = bearers_of[name, word][words]
                        bearers[cluster] = bearers.get(cluster, 0) + documents
        return bearers_of

    def link_lone(self, row: int, groups: _Groups) -> bool:
        """Join a lone surname to the one group that has its role; False when there is none, or more than one.

        One that has it in nearly all documents is the one: a role misread once makes no second President Obama.
        """
        parts, _, roles, _ = self._speakers[row]
        totals: dict[int, int] = defaultdict(int)
        for words in {role_words(role) for role in roles}:
            for cluster, documents in self._holders(parts[-1], words).items():
                totals[groups.find(self._people[cluster][0])] += documents
        best = max(totals, key=lambda group: (totals[group], -group), default=-1)
        return best >= 0 and totals[best] >= _NEARLY_ALL * sum(totals.values()) and groups.join(row, best)

    def _holders(self, name: str, words: frozenset[str]) -> dict[int, int]:
        """The clusters of a surname that have a role of these words, and in how many documents."""
        if (name, words) not in self._known:
            holders: dict[tuple[int, frozenset[str]], int] = {}
            for word in words:
                bearers = self._bearers.get((name, word), {})
                every = len(bearers) <= _MOST_ROLES or words <= OFFICES
                for other in bearers if every else (words,):
                    if same_role(words, other):
                        holders |= {(cluster, other): count for cluster, count in bearers.get(other, {}).items()}
            held = self._known[name, words] = {}
            for (cluster, _), count in holders.items():
                held[cluster] = held.get(cluster, 0) + count
        return self._known[name, words]

    def link_only(self, row: int, groups: _Groups) -> bool:
        """Join a lone surname to the one person who has it, when no more documents have the surname alone than the whole
        name, and the roles do not contradict: else it is likely somebody whom the index never names in full.
        """
        parts, kind, roles, documents = self._speakers[row]
        clusters = self._by_surname.get(parts[-1], ())
        if kind != "person" or len(clusters) != 1:
            return False
        members = self._people[clusters[0]]
        held = {role for member in members for role in self._speakers[member].roles}
        if roles and held and not any(role_words(role) & role_words(other) for role in roles for other in held):
            return False
        known = sum(self._speakers[member].documents for member in members)
        return documents <= known and groups.join(row, members[0])

    @cached_property
    def _by_surname(self) -> dict[str, list[int]]:
        """The clusters of people by each name that may stand for them alone: a surname, and a first name too, so that
        "James" is nobody's where there is a LeBron James and a James Comey.
        """
        clusters: dict[str, list[int]] = defaultdict(list)
        for cluster, members in enumerate(self._people):
            parts = without_article(self._speakers[members[0]].parts)
            first, last, _ = name_key(parts)
            for name in {first, last}:
                clusters[name].append(cluster)
        return clusters


def _divided(members: list[int], meant: Sequence[Selector | None], aliases: Aliases) -> list[list[int]]:
    """A cluster by what the user means of it, when two of those are to be different."""
    if not aliases.different:
        return [members]
    held = {meant[row] for row in members}
    if not any(one in held and other in held for one, other in aliases.different):
        return [members]
    parts: dict[Selector | None, list[int]] = defaultdict(list)
    for row in members:
        parts[meant[row]].append(row)
    return list(parts.values())


def _join_by_hand(groups: _Groups, meant: Sequence[Selector | None], aliases: Aliases) -> None:
    if not aliases.same:
        return
    members: dict[Selector, list[int]] = defaultdict(list)
    for row, one in enumerate(meant):
        if one is not None:
            members[one].append(row)
    for group in aliases.same:
        for one in group:
            groups.join_all(members[one])
        for one, other in combinations(group, 2):
            if members[one] and members[other]:
                groups.join(members[one][0], members[other][0])
