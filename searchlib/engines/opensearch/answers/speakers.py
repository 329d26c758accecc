"""The speakers of a whole index: which voices a name finds, and the speaker table.

Passages keep voices; who of them are one speaker is linked at each commit and kept beside them, so that a name is looked up there.
Aliases are the user's own: what they say takes effect at once, and all voices are linked here for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from searchlib import linking
from searchlib.analysis import fold_name
from searchlib.engines import speaker_lines
from searchlib.engines.answers import Speaker
from searchlib.engines.opensearch.answers.kept_speakers import PAGE, KeptSpeakers
from searchlib.engines.opensearch.cluster.snapshot import Snapshot
from searchlib.engines.opensearch.documents.mapping import MOST_TERMS
from searchlib.engines.opensearch.speakers.linked_voices import Groups, LinkedVoices, Members
from searchlib.engines.opensearch.speakers.written_voices import VOICES, counted
from searchlib.errors import LimitError
from searchlib.linking import NO_ALIASES, Aliases, Parts


class Speakers:
    """The speakers of one snapshot."""

    def __init__(self, snapshot: Snapshot, aliases: Aliases = NO_ALIASES) -> None:
        self._snapshot = snapshot
        self._has_aliases = bool(aliases)
        self._aliases = linking.with_known_organizations(aliases)
        self._own = len(aliases.same)
        self._found: dict[str, frozenset[str]] = {}

    @cached_property
    def _groups(self) -> Groups:
        if not self._has_aliases:
            return KeptSpeakers(self._snapshot)
        return LinkedVoices(counted(self._snapshot.pages(VOICES, PAGE)), self._aliases)

    # --- what a name finds -------------------------------------------------------------------------------------

    def voices(self, name: str) -> frozenset[str]:
        """The keys of all voices that a name finds: who has its parts, and who is linked to them. Raises LimitError."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = frozenset(key for one in self._find(name).values() for key in one.keys)
        if len(found) > MOST_TERMS:
            raise LimitError(f"The name {name!r} stands for more than {MOST_TERMS:,} speakers. Write more of it.")
        return found

    def _find(self, name: str) -> Mapping[int, Members]:
        """The groups that a name finds, with their voices."""
        if speaker_lines.is_ambiguous(name):
            return self._groups.members(self._groups.which(name))
        parts = linking.without_article(fold_name(name))
        own = self._groups.told(parts)
        wanted, barred = speaker_lines.by_hand(parts, self._aliases, self._own, self._groups.meant)
        groups = (own | wanted) - barred
        return _of_generation(parts, self._groups.members(groups)) if groups else {}

    # --- facets and the table ----------------------------------------------------------------------------------

    def groups_of(self, voices: Collection[str]) -> Mapping[str, int]:
        """The group of each of these voices, by its key."""
        return self._groups.of(voices)

    def labels_of(self, groups: Collection[int]) -> Mapping[int, str]:
        """The label of each of these groups in facets."""
        return self._groups.labels(groups)

    @property
    def table(self) -> Sequence[Speaker]:
        """All speakers of statements: the named first, then the unnamed, each by falling number of statements."""
        return self._groups.table()

    def warm(self) -> None:
        """Read the table now, so that no search has to."""
        self._groups.table()


def _of_generation(parts: Parts, groups: Mapping[int, Members]) -> Mapping[int, Members]:
    """A full name without a suffix means no junior where there is somebody without one."""
    if len(parts) < 2 or linking.is_junior(parts):
        return groups
    elders = {group: members for group, members in groups.items() if not members.juniors}
    return elders or groups
