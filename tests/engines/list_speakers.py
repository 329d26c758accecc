"""The speakers of a list of documents: which statements a `speaker:` or `role:` filter finds, by linking alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from searchlib import linking
from searchlib.analysis import fold_name, fold_role
from searchlib.linking import Aliases, Named
from searchlib.models import Passage, Statement
from searchlib.query.nodes import Name


@dataclass
class Bearer:
    """Who has one name in one document: the parts of all names that a statement gives, and all roles."""

    name: str
    kind: str
    names: list[frozenset[str]] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)

    def add(self, said: Statement) -> None:
        """Take in one of its statements."""
        self.names.append(frozenset(part for name in (said.speaker, *said.names) for part in fold_name(name)))
        self.roles += [said.role] if said.role else []

    def has_role(self, words: frozenset[str]) -> bool:
        """Whether one of its roles has these words; somebody unnamed also answers to what it is called."""
        called = (*self.roles, self.name) if self.kind == "unnamed" else self.roles
        return bool(words) and any(words <= set(fold_role(role)) for role in called)


class ListSpeakers:
    """The speakers of all documents, linked."""

    def __init__(self, documents: Iterable[Sequence[Passage]], aliases: Aliases) -> None:
        self._aliases = linking.with_known_organizations(aliases)
        self._bearers: dict[tuple[str, str, str], Bearer] = {}
        for passages in documents:
            for passage in passages:
                for said in passage.statements:
                    key = (passage.document, said.speaker, said.speaker_kind)
                    self._bearers.setdefault(key, Bearer(said.speaker, said.speaker_kind)).add(said)
        named = {key: one for key, one in self._bearers.items() if key[2] in ("person", "organization")}
        entries = [Named(fold_name(one.name), one.kind, tuple(dict.fromkeys(one.roles))) for one in named.values()]
        self._groups = dict(zip(named, linking.link(entries, self._aliases), strict=True))
        self._meant = dict(zip(named, linking.meant(entries, self._aliases), strict=True))
        self._called: dict[str, frozenset[int]] = {}

    def finds(self, leaf: Name, document: str, said: Statement) -> bool:
        """Whether a filter finds this statement of a document."""
        key = (document, said.speaker, said.speaker_kind)
        if leaf.field == "role":
            alone = Bearer(said.speaker, "unnamed", roles=[f"{said.role} {said.speaker}"])
            bearer = alone if said.speaker_kind == "unknown" else self._bearers[key]
            return bearer.has_role(frozenset(fold_role(leaf.text)))
        if leaf.text not in self._called:
            self._called[leaf.text] = self._groups_called(leaf.text)
        return self._groups.get(key) in self._called[leaf.text]

    def _groups_called(self, name: str) -> frozenset[int]:
        """The groups of those who have this name, or whom a line of the aliases calls so."""
        parts = linking.without_article(fold_name(name))
        lines = [line for line in self._aliases.same if any(one.parts == parts for one in line)]
        return self._of_generation(
            parts,
            frozenset(
                group
                for key, group in self._groups.items()
                if parts
                and (
                    any(set(parts) <= names for names in self._bearers[key].names)
                    or any(self._meant[key] in line for line in lines)
                )
            ),
        )

    def _of_generation(self, parts: linking.Parts, groups: frozenset[int]) -> frozenset[int]:
        """Without the juniors, where a full name without a suffix has found somebody else too."""
        if len(parts) < 2 or linking.is_junior(parts):
            return groups
        elders = {
            group
            for key, group in self._groups.items()
            if group in groups and not linking.is_junior(fold_name(self._bearers[key].name))
        }
        return frozenset(elders) or groups
