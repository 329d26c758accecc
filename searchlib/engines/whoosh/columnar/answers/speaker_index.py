"""Speakers of a whole index: which are linked, which statements a name finds, and the speaker table.

Each segment has a row for each speaker of each document. Rows of living documents are linked when a name, a facet or
the table is first asked for, not at opening: linking depends on all documents and on the user's aliases, so nothing of
it is stored, and a change of aliases.toml needs no new index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from searchlib import linking
from searchlib.analysis import fold_name
from searchlib.array_operations import ranges
from searchlib.array_types import Integers
from searchlib.engines import speaker_lines
from searchlib.engines.answers import Speaker
from searchlib.engines.speaker_lines import Heard, LineTable
from searchlib.engines.whoosh.columnar.answers.facet_table import FacetTable, Stated
from searchlib.engines.whoosh.columnar.evaluation.filters import Filters
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.speakers.entries import UNNAMED, entries, who
from searchlib.engines.whoosh.columnar.speakers.linked import KeptSpeakers, Linked
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile
from searchlib.engines.whoosh.columnar.store.layout import SPEAKER_KINDS
from searchlib.linking import NO_ALIASES, Aliases, Parts
from searchlib.matching import deadline

_CACHED_NAMES: Final = 1024
"""Names whose rows are cached: one query asks for a name several times, and the next query often again."""


class SpeakerIndex:
    """The speakers of one snapshot."""

    def __init__(
        self, segments: Sequence[Segment], aliases: Aliases = NO_ALIASES, kept: KeptSpeakers | None = None
    ) -> None:
        """`kept` is what the states before have left, and is left for the next."""
        self._segments = segments
        self._kept = KeptSpeakers() if kept is None else kept
        self._aliases = linking.with_known_organizations(aliases)
        self._own = len(aliases.same)
        self._rows_by_name: dict[str, list[Integers]] = {}

    # --- linking -----------------------------------------------------------------------------------------------

    @cached_property
    def _linked(self) -> Linked:
        return self._kept.linked(self._segments, self._aliases)

    @property
    def groups(self) -> list[Integers]:
        """For each segment the group of every row of its speaker table; -1 where the document is deleted."""
        return self._linked.groups

    def _meant_by(self, one: linking.Selector) -> set[int]:
        return self._linked.meant.get(one, set())

    # --- what a name finds -------------------------------------------------------------------------------------

    def rows(self, segment: int, name: str) -> Integers:
        """The statement rows of segment `segment`, ascending, whose speaker has this name, here or in another document.

        A name finds all who have its parts among the names of their document, and all who are linked to them.
        """
        if name not in self._rows_by_name:
            if len(self._rows_by_name) >= _CACHED_NAMES:
                self._rows_by_name.clear()
            self._rows_by_name[name] = self._find(name)
        return self._rows_by_name[name][segment]

    def _find(self, name: str) -> list[Integers]:
        if speaker_lines.is_ambiguous(name):
            return self._find_ambiguous(name)
        parts = linking.without_article(fold_name(name))
        own = [Filters(segment).own_names(parts) for segment in self._segments]
        wanted, barred = speaker_lines.by_hand(parts, self._aliases, self._own, self._meant_by)
        if not wanted and not any(map(len, own)):
            return own
        named = [speaking.groups[rows] for speaking, rows in zip(self._speaking, own, strict=True)]
        reached = np.setdiff1d(np.concatenate([[*wanted], *named]).astype(np.int64), [-1, *barred])
        reached = self._of_generation(parts, reached)
        statement_rows: list[Integers] = []
        for speaking, groups, rows in zip(self._speaking, named, own, strict=True):
            linked = speaking.rows(reached)
            lone = rows[groups < 0] if not barred else rows[:0]
            statement_rows.append(np.sort(np.concatenate((linked, lone))))
        return statement_rows

    def _find_ambiguous(self, label: str) -> list[Integers]:
        """As in "Bush (which?)": the statements of those of whom the index knows only this much."""
        groups = np.array(sorted(speaker_lines.meant_by(label, self._ambiguous)), np.int64)
        return [np.sort(speaking.rows(groups)) for speaking in self._speaking]

    def _of_generation(self, parts: Parts, groups: Integers) -> Integers:
        """The groups that a name means: a full name without a suffix means no junior where there is somebody without one."""
        if len(parts) < 2 or linking.is_junior(parts):
            return groups
        juniors = self._linked.juniors[groups]
        return groups[~juniors] if not juniors.all() else groups

    @cached_property
    def _speaking(self) -> list[_Speaking]:
        """For each segment which statements are whose."""
        return [
            _speaking(segment, own, self._linked.numbering)
            for segment, own in zip(self._segments, self.groups, strict=True)
        ]

    def facet(self, segment: int) -> FacetTable:
        """Which speakers, those who are linked as one, are heard in which passages of segment `segment`."""
        return FacetTable(self.labels, self._heard[segment])

    @property
    def _heard(self) -> list[Stated]:
        """For each segment each pair of a group and a passage."""
        return [own.heard(segment) for segment, own in zip(self._segments, self._speaking, strict=True)]

    def warm(self) -> None:
        """Link, name and place all speakers now, so that no search has to, here or in the next state."""
        self._kept.keep()
        self.table, self._heard  # noqa: B018 - each is kept when it is made

    # --- the table ---------------------------------------------------------------------------------------------

    @cached_property
    def table(self) -> list[Speaker]:
        """All speakers of statements: the named first, then the unnamed, each by falling number of statements."""
        return self._lines.in_order()

    @property
    def labels(self) -> dict[int, str]:
        """The label of each group in facets: its name, with a role where two groups have the same name."""
        return self._lines.labels

    @property
    def _ambiguous(self) -> dict[int, str]:
        """The groups of a lone name that two people of the index have for a surname, and the name."""
        return self._lines.ambiguous

    @cached_property
    def _lines(self) -> LineTable:
        """The line of each group."""
        return self._kept.table(self._segments, self._linked, self._lines_of)

    def _lines_of(self, wanted: NDArray[np.bool_]) -> dict[int, Speaker]:
        """The lines of those groups that have statements and are wanted: a mask of all groups."""
        lines: defaultdict[int, list[Heard]] = defaultdict(list)
        for segment, groups in zip(self._segments, self.groups, strict=True):
            deadline.check()
            said = entries(segment).statements
            rows = np.flatnonzero(np.append(wanted, False)[groups] & (said > 0))
            columns = [segment.column(f"speaker_{name}")[rows] for name in _LINE_COLUMNS]
            texts = {
                row: tuple(text.split("\n")) if row >= 0 else ()
                for row, text in segment.strings.texts(np.concatenate(columns[1:])).items()
            }
            for group, count, kind, names, roles in zip(
                groups[rows].tolist(), said[rows].tolist(), *(column.tolist() for column in columns), strict=True
            ):
                lines[group].append((count, SPEAKER_KINDS[kind], texts[names], texts[roles] if kind != UNNAMED else ()))
        by_hand = speaker_lines.written(self._aliases, self._meant_by)
        return {group: speaker_lines.line(heard, by_hand.get(group, ()), len(heard)) for group, heard in lines.items()}


_LINE_COLUMNS: Final = ("kind", "names", "roles")


class _Speaking:
    """The statement rows of a segment by the group of their speaker: `groups` has it for every row, -1 for none."""

    def __init__(self, segment: Segment, groups: Integers, numbering: object) -> None:
        self._key = groups, numbering
        self.groups = np.append(groups, -1)[who(segment)]
        self._order = np.argsort(self.groups, kind="stable").astype(np.int32)
        self._starts = np.cumsum(np.bincount(self.groups + 1, minlength=1))
        self._heard: Stated | None = None

    def is_of(self, groups: Integers, numbering: object) -> bool:
        """Whether these are the groups of the rows of the speaker table."""
        return self._key[1] is numbering and np.array_equal(self._key[0], groups)

    def rows(self, groups: Integers) -> Integers:
        """All statement rows of these groups, group by group."""
        groups = groups[groups < len(self._starts) - 1]
        starts = self._starts[groups]
        return self._order[ranges(starts, self._starts[groups + 1] - starts)]

    def heard(self, segment: Segment) -> Stated:
        """Each pair of a group and a passage of the segment."""
        if self._heard is None:
            of = segment.checked(segment.column("statement_passage"), segment.passages)
            pairs = np.unique(self.groups.astype(np.int64) * segment.passages + of)
            groups, passages = np.divmod(pairs[pairs >= 0], max(1, segment.passages))
            self._heard = Stated(groups.astype(np.int32), passages.astype(np.int32))
        return self._heard


_cached: Final[WeakKeyDictionary[ArrayFile, _Speaking]] = WeakKeyDictionary()


def _speaking(segment: Segment, groups: Integers, numbering: object) -> _Speaking:
    """The statement rows of a segment by these groups: those of the state before where its groups are the same."""
    known = _cached.get(segment.file)
    if known is None or not known.is_of(groups, numbering):
        known = _cached[segment.file] = _Speaking(segment, groups, numbering)
    return known
