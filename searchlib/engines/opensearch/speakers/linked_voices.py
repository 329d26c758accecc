"""The voices of a whole index, linked: who of them are one and the same, which of them a name finds, and the speaker table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple, Protocol

from searchlib import linking
from searchlib.analysis import fold_name
from searchlib.engines import speaker_lines
from searchlib.engines.answers import Speaker
from searchlib.engines.opensearch.documents.voices import Voice, name_key, read_voice
from searchlib.engines.speaker_lines import Heard, LineTable
from searchlib.linking import Aliases, Named, Parts, Selector
from searchlib.matching import deadline

NAMED: Final = ("person", "organization")


class Members(NamedTuple):
    """The keys of the voices of a group, and whether all of them are juniors."""

    keys: Collection[str]
    juniors: bool


class Groups(Protocol):
    """The linked speakers of an index; a group is a number, all of those who are one and the same."""

    def told(self, parts: Parts) -> set[int]:
        """The groups of whom one statement gives names that have all of these parts."""

    def meant(self, one: Selector) -> set[int]:
        """The groups of those whom a selector of the aliases means."""

    def which(self, label: str) -> set[int]:
        """The groups of those of whom only a lone name is known, from the label "Bush (which?)"."""

    def members(self, groups: Collection[int]) -> Mapping[int, Members]:
        """The voices of each of these groups."""

    def of(self, voices: Collection[str]) -> Mapping[str, int]:
        """The group of each of these voices."""

    def labels(self, groups: Collection[int]) -> Mapping[int, str]:
        """The label of each of these groups in facets."""

    def table(self) -> Sequence[Speaker]:
        """All speakers of statements: the named first, then the unnamed, each by falling number of statements."""


class LinkedVoices(Groups):
    """Voices that are linked here, all together."""

    def __init__(self, documents: Mapping[str, int], aliases: Aliases) -> None:
        """`documents` has for each distinct voice, as it is written, how many documents have it so."""
        self._documents = documents
        self.aliases = aliases

    @cached_property
    def voices(self) -> list[tuple[str, Voice, int]]:
        """Every distinct voice with its key and the number of documents that have it so."""
        return [(*read_voice(text), count) for text, count in sorted(self._documents.items())]

    @cached_property
    def entries(self) -> dict[str, Named]:
        """By its key, each name with its kind and roles, and the number of documents that have it."""
        documents: Counter[str] = Counter()
        for key, _, count in self.voices:
            documents[key] += count
        return {
            key: Named(
                tuple(name_key(voice.names[0]).split(" ")),
                voice.kind,
                () if voice.kind == "unnamed" else voice.roles,
                documents[key],
            )
            for key, voice, _ in self.voices
        }

    @cached_property
    def groups(self) -> dict[str, int]:
        """The group of each voice, by its key."""
        entries = self.entries
        named = [key for key, entry in entries.items() if entry.kind != "unnamed"]
        deadline.check()
        linked = linking.link([entries[key] for key in named], self.aliases)
        of: dict[str, int | Parts] = dict(zip(named, linked, strict=True))
        numbers: dict[int | Parts, int] = {}
        return {key: numbers.setdefault(of.get(key, entry.parts), len(numbers)) for key, entry in entries.items()}

    @cached_property
    def keys(self) -> dict[int, list[str]]:
        """The keys of the voices of each group."""
        keys: defaultdict[int, list[str]] = defaultdict(list)
        for key, group in self.groups.items():
            keys[group].append(key)
        return dict(keys)

    @cached_property
    def told_names(self) -> dict[str, list[frozenset[str]]]:
        """By the key of each voice of somebody named, the parts of the names that each of its statements gives."""
        told: defaultdict[str, dict[frozenset[str], None]] = defaultdict(dict)
        for key, voice, _ in self.voices:
            if voice.kind in NAMED:
                for names in voice.told:
                    told[key][frozenset(part for name in (voice.names[0], *names) for part in fold_name(name))] = None
        return {key: list(names) for key, names in told.items()}

    @cached_property
    def _by_part(self) -> dict[str, set[str]]:
        """The keys of the voices that have a part among the names that their statements give them."""
        by_part: defaultdict[str, set[str]] = defaultdict(set)
        for key, told in self.told_names.items():
            for part in frozenset[str]().union(*told):
                by_part[part].add(key)
        return dict(by_part)

    @cached_property
    def _meant(self) -> dict[Selector, set[int]]:
        meant: defaultdict[Selector, set[int]] = defaultdict(set)
        for key, entry in self.entries.items():
            if entry.kind != "unnamed" and (one := self.aliases.meaning(entry)) is not None:
                meant[one].add(self.groups[key])
        return dict(meant)

    @cached_property
    def lines(self) -> LineTable:
        """The line of each group."""
        heard: defaultdict[int, list[Heard]] = defaultdict(list)
        documents: Counter[int] = Counter()
        for key, voice, count in self.voices:
            group = self.groups[key]
            roles = () if voice.kind == "unnamed" else voice.roles
            heard[group].append((voice.statements * count, voice.kind, voice.names, roles))
            documents[group] += count
        by_hand = speaker_lines.written(self.aliases, self.meant)
        return LineTable(
            {group: speaker_lines.line(said, by_hand.get(group, ()), documents[group]) for group, said in heard.items()}
        )

    # --- what is asked of them: see Groups ---------------------------------------------------------------------

    def told(self, parts: Parts) -> set[int]:
        if not parts:
            return set()
        wanted = frozenset(parts)
        possible = set.intersection(*(self._by_part.get(part, set()) for part in wanted))
        told = self.told_names
        return {self.groups[key] for key in possible if any(wanted <= names for names in told[key])}

    def meant(self, one: Selector) -> set[int]:
        return self._meant.get(one, set())

    def which(self, label: str) -> set[int]:
        return speaker_lines.meant_by(label, self.lines.ambiguous)

    def members(self, groups: Collection[int]) -> dict[int, Members]:
        return {
            group: Members(keys, all(linking.is_junior(self.entries[key].parts) for key in keys))
            for group in groups
            for keys in (self.keys[group],)
        }

    def of(self, voices: Collection[str]) -> dict[str, int]:
        return {voice: self.groups[voice] for voice in voices}

    def labels(self, groups: Collection[int]) -> Mapping[int, str]:  # noqa: ARG002 - all are made at once
        return self.lines.labels

    def table(self) -> Sequence[Speaker]:
        return self._table

    @cached_property
    def _table(self) -> list[Speaker]:
        return self.lines.in_order()
