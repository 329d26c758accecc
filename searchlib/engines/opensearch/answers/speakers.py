"""The speakers of a whole index: which voices a name finds, and the speaker table.

Voices are read and linked when a name, a facet or the table is first asked for. Linking depends on all documents and on
the user's aliases, so nothing of it is stored: passages keep voices, and a name is looked up among them here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from searchlib import linking
from searchlib.analysis import fold_name
from searchlib.engines import speaker_lines
from searchlib.engines.answers import Speaker
from searchlib.engines.opensearch.cluster.snapshot import Snapshot
from searchlib.engines.opensearch.documents.mapping import MOST_TERMS
from searchlib.engines.opensearch.documents.voices import Voice, name_key, read_voice
from searchlib.engines.opensearch.queries.conditions import term
from searchlib.engines.speaker_lines import Heard, LineTable
from searchlib.errors import LimitError
from searchlib.linking import NO_ALIASES, Aliases, Named, Parts
from searchlib.matching import deadline

_PAGE: Final = 10_000
"""Distinct voices read in one request."""

_NAMED: Final = ("person", "organization")


class Speakers:
    """The speakers of one snapshot."""

    def __init__(self, snapshot: Snapshot, aliases: Aliases = NO_ALIASES) -> None:
        self._snapshot = snapshot
        self._aliases = linking.with_known_organizations(aliases)
        self._own = len(aliases.same)
        self._found: dict[str, frozenset[str]] = {}

    # --- reading and linking -----------------------------------------------------------------------------------

    @cached_property
    def _voices(self) -> list[tuple[str, Voice, int]]:
        """Every distinct voice with its key and the number of documents that have it so."""
        return list(self._read())

    def _read(self) -> Iterator[tuple[str, Voice, int]]:
        source = {"voice": {"terms": {"field": "voices"}}}
        after: dict[str, object] = {}
        while True:
            deadline.check()
            pages = {"composite": {"size": _PAGE, "sources": [source], **after}}
            body = {"size": 0, "query": term("what", "document"), "aggs": {"voices": pages}}
            counted = self._snapshot.search(body)["aggregations"]["voices"]
            for bucket in counted["buckets"]:
                key, voice = read_voice(bucket["key"]["voice"])
                yield key, voice, bucket["doc_count"]
            if len(counted["buckets"]) < _PAGE:
                return
            after = {"after": counted["after_key"]}

    @cached_property
    def _entries(self) -> dict[str, Named]:
        """By its key, each name with its kind and roles, and the number of documents that have it."""
        documents: defaultdict[str, int] = defaultdict(int)
        for key, _, count in self._voices:
            documents[key] += count
        return {
            key: Named(
                tuple(name_key(voice.names[0]).split(" ")),
                voice.kind,
                () if voice.kind == "unnamed" else voice.roles,
                documents[key],
            )
            for key, voice, _ in self._voices
        }

    @cached_property
    def groups(self) -> dict[str, int]:
        """The group of each voice, by its key."""
        entries = self._entries
        named = [key for key, entry in entries.items() if entry.kind != "unnamed"]
        deadline.check()
        linked = linking.link([entries[key] for key in named], self._aliases)
        of: dict[str, int | Parts] = dict(zip(named, linked, strict=True))
        numbers: dict[int | Parts, int] = {}
        return {key: numbers.setdefault(of.get(key, entry.parts), len(numbers)) for key, entry in entries.items()}

    @cached_property
    def members(self) -> dict[int, list[str]]:
        """The keys of the voices of each group."""
        members: defaultdict[int, list[str]] = defaultdict(list)
        for key, group in self.groups.items():
            members[group].append(key)
        return dict(members)

    @cached_property
    def _by_part(self) -> dict[str, set[str]]:
        """The keys of the voices that have a part among the names that their statements give them."""
        by_part: defaultdict[str, set[str]] = defaultdict(set)
        for key, parts in self._told:
            for part in parts:
                by_part[part].add(key)
        return dict(by_part)

    @cached_property
    def _told(self) -> list[tuple[str, frozenset[str]]]:
        """The parts of the names that each statement of somebody named gives."""
        return [
            (key, frozenset(part for name in (voice.names[0], *names) for part in fold_name(name)))
            for key, voice, _ in self._voices
            if voice.kind in _NAMED
            for names in voice.told
        ]

    # --- what a name finds -------------------------------------------------------------------------------------

    def voices(self, name: str) -> frozenset[str]:
        """The keys of all voices that a name finds: who has its parts, and who is linked to them. Raises LimitError."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = frozenset(key for group in self._find(name) for key in self.members[group])
        if len(found) > MOST_TERMS:
            raise LimitError(f"The name {name!r} stands for more than {MOST_TERMS:,} speakers. Write more of it.")
        return found

    def _find(self, name: str) -> set[int]:
        """The groups that a name finds."""
        if speaker_lines.is_ambiguous(name):
            return speaker_lines.meant_by(name, self._ambiguous)
        parts = linking.without_article(fold_name(name))
        own = self._own_voices(parts)
        wanted, barred = speaker_lines.by_hand(parts, self._aliases, self._own, self._meant_by)
        if not own and not wanted:
            return set()
        return self._of_generation(parts, ({self.groups[key] for key in own} | wanted) - barred)

    def _own_voices(self, parts: Parts) -> set[str]:
        """The keys of the voices of which one statement gives names that have all of these parts."""
        if not parts:
            return set()
        possible = set.intersection(*(self._by_part.get(part, set()) for part in parts))
        if len(parts) == 1:
            return possible
        return {key for key, told in self._told if key in possible and told.issuperset(parts)} if possible else set()

    def _of_generation(self, parts: Parts, groups: set[int]) -> set[int]:
        """A full name without a suffix means no junior where there is somebody without one."""
        if len(parts) < 2 or linking.is_junior(parts):
            return groups
        elders = {
            group
            for group in groups
            if not all(linking.is_junior(self._entries[key].parts) for key in self.members[group])
        }
        return elders or groups

    @cached_property
    def _meant(self) -> dict[linking.Selector, set[int]]:
        """The groups of those whom each selector of the aliases means."""
        meant: defaultdict[linking.Selector, set[int]] = defaultdict(set)
        keys = list(self._entries)
        for key, one in zip(keys, linking.meant(list(self._entries.values()), self._aliases), strict=True):
            if one is not None and self._entries[key].kind != "unnamed":
                meant[one].add(self.groups[key])
        return dict(meant)

    def _meant_by(self, one: linking.Selector) -> Iterable[int]:
        return self._meant.get(one, set())

    def warm(self) -> None:
        """Read, link and name all speakers now, so that no search has to."""
        self.table, self.labels, self._by_part  # noqa: B018 - each is kept when it is made

    # --- the table ---------------------------------------------------------------------------------------------

    @cached_property
    def _lines(self) -> LineTable:
        """The line of each group."""
        heard: defaultdict[int, list[Heard]] = defaultdict(list)
        documents: Counter[int] = Counter()
        for key, voice, count in self._voices:
            group = self.groups[key]
            roles = () if voice.kind == "unnamed" else voice.roles
            heard[group].append((voice.statements * count, voice.kind, voice.names, roles))
            documents[group] += count
        by_hand = speaker_lines.written(self._aliases, self._meant_by)
        return LineTable(
            {group: speaker_lines.line(said, by_hand.get(group, ()), documents[group]) for group, said in heard.items()}
        )

    @property
    def _ambiguous(self) -> dict[int, str]:
        """The groups of a lone name that could be two people's, and the name."""
        return self._lines.ambiguous

    @property
    def labels(self) -> dict[int, str]:
        """The label of each group in facets."""
        return self._lines.labels

    @cached_property
    def table(self) -> Sequence[Speaker]:
        """All speakers of statements: the named first, then the unnamed, each by falling number of statements."""
        return self._lines.in_order()
