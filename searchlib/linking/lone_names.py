"""Which person of full name a lone name means: by a role, or because there is nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from searchlib.linking.aliases import Named
from searchlib.linking.names import FAMILY_FIRST, name_key, without_article
from searchlib.linking.roles import OFFICES, role_words, same_role

_MOST_ROLES: Final = 200
"""Roles with one word that bearers of one surname have, beyond which only the very same role links them."""

_NEARLY_ALL: Final = 0.95
"""The part of a role's documents that the bearer of a surname must have for a lone surname with the role to be his."""


class Cluster(NamedTuple):
    """Speakers that full names and professions make one person, in rows `members`; `key` is the given name, surname and suffix."""

    key: tuple[str, str, str]
    members: tuple[int, ...]


class LoneName:
    """One lone name, and those of full name whom it may mean: `surnamed` by a role, `called` because no other is.

    `wanted` are the lone names that have a role. A family name that stands first is asked for only where the last name is none of them.
    """

    def __init__(
        self,
        name: str,
        speakers: Sequence[Named],
        surnamed: Sequence[Cluster],
        called: Sequence[Cluster],
        wanted: Container[str],
    ) -> None:
        self._name = name
        self._speakers = speakers
        self._surnamed = surnamed
        self._called = called
        self._wanted = wanted
        self._known: dict[frozenset[str], dict[int, int]] = {}

    def by_role(self, row: int) -> Cluster | None:
        """The one who has the role of this speaker; None when there is none, or more than one.

        One that has it in nearly all documents is the one: a role misread once makes no second President Obama.
        """
        totals: dict[int, int] = defaultdict(int)
        for words in {role_words(role) for role in self._speakers[row].roles}:
            for cluster, documents in self._holders(words).items():
                totals[cluster] += documents
        best = max(totals, key=totals.__getitem__, default=-1)
        return self._surnamed[best] if best >= 0 and totals[best] >= _NEARLY_ALL * sum(totals.values()) else None

    @cached_property
    def _bearers(self) -> dict[str, dict[frozenset[str], dict[int, int]]]:
        """By a word of a role: the roles that have the word, and in how many documents each of `surnamed` has it."""
        bearers_of: dict[str, dict[frozenset[str], dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
        for cluster, (_, members) in enumerate(self._surnamed if self._name in self._wanted else ()):
            for row in members:
                parts, _, roles, documents = self._speakers[row]
                first, last, _ = name_key(without_article(parts))
                name = last if last in self._wanted else first if first in FAMILY_FIRST else ""
                for words in set(map(role_words, roles)) if name == self._name else ():
                    for word in words:
                        bearers = bearers_of[word][words]
                        bearers[cluster] = bearers.get(cluster, 0) + documents
        return bearers_of

    def _holders(self, words: frozenset[str]) -> dict[int, int]:
        """Those of `surnamed` that have a role of these words, and in how many documents."""
        if words not in self._known:
            holders: dict[tuple[int, frozenset[str]], int] = {}
            for word in words:
                bearers = self._bearers.get(word, {})
                every = len(bearers) <= _MOST_ROLES or words <= OFFICES
                for other in bearers if every else (words,):
                    if same_role(words, other):
                        holders |= {(cluster, other): count for cluster, count in bearers.get(other, {}).items()}
            held = self._known[words] = {}
            for (cluster, _), count in holders.items():
                held[cluster] = held.get(cluster, 0) + count
        return self._known[words]

    def only(self, row: int) -> Cluster | None:
        """The one person who has the name, when no more documents have the name alone than the whole one, and the roles do not
        contradict: else it is likely somebody whom the index never names in full.
        """
        _, kind, roles, documents = self._speakers[row]
        if kind != "person" or len(self._called) != 1:
            return None
        members = [self._speakers[member] for member in self._called[0].members]
        held = {role for member in members for role in member.roles}
        if roles and held and not any(role_words(role) & role_words(other) for role in roles for other in held):
            return None
        return self._called[0] if documents <= sum(member.documents for member in members) else None


def surnames(cluster: Cluster, speakers: Sequence[Named]) -> set[str]:
    """The lone names that may mean a cluster by a role: its surname, and family names that stand first."""
    first, last, _ = cluster.key
    firsts = (
        {first} if len(cluster.members) == 1 else {without_article(speakers[row].parts)[0] for row in cluster.members}
    )
    return {last, *(firsts & FAMILY_FIRST)}


def calls(cluster: Cluster) -> set[str]:
    """The lone names that may mean a cluster because no other has them: a surname, and a first name too, so that "James" is
    nobody's where there is a LeBron James and a James Comey.
    """
    return set(cluster.key[:2])
