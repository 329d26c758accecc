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
from searchlib.engines.speaker_lines import Heard
from searchlib.engines.whoosh.columnar.answers.facet_table import FacetTable, Stated
from searchlib.engines.whoosh.columnar.evaluation.filters import Filters
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile
from searchlib.engines.whoosh.columnar.store.layout import SPEAKER_KINDS
from searchlib.linking import NO_ALIASES, Aliases, Named, Parts
from searchlib.matching import deadline

_UNNAMED: Final = SPEAKER_KINDS.index("unnamed")
_CACHED_NAMES: Final = 1024
"""Names whose rows are cached: one query asks for a name several times, and the next query often again."""


class SpeakerIndex:
    """The speakers of one snapshot."""

    def __init__(self, segments: Sequence[Segment], aliases: Aliases = NO_ALIASES) -> None:
        self._segments = segments
        self._aliases = linking.with_known_organizations(aliases)
        self._own = len(aliases.same)
        self._rows_by_name: dict[str, list[Integers]] = {}

    # --- linking -----------------------------------------------------------------------------------------------

    @cached_property
    def _entries(self) -> tuple[list[Named], list[Integers]]:
        """The distinct speaker entries of living documents, and for each segment the entry of each row (-1: deleted)."""
        every: list[Named] = []
        rows: list[Integers] = []
        for segment in self._segments:
            deadline.check()
            entries, of = _entries(segment)
            rows.append(np.where(of < 0, -1, of + len(every)))
            every += entries
        return every, rows

    @cached_property
    def _linked(self) -> NDArray[np.int64]:
        """The group of every entry, numbered from 0."""
        entries, _ = self._entries
        named = [ordinal for ordinal, entry in enumerate(entries) if entry.kind != "unnamed"]
        deadline.check()
        linked = linking.link([entries[ordinal] for ordinal in named], self._aliases)
        of: dict[int, int | Parts] = dict(zip(named, linked, strict=True))
        numbers: dict[int | Parts, int] = {}
        every = (numbers.setdefault(of.get(at, entry.parts), len(numbers)) for at, entry in enumerate(entries))
        return np.fromiter(every, np.int64, len(entries))

    @cached_property
    def groups(self) -> list[Integers]:
        """For each segment the group of every row of its speaker table; -1 where the document is deleted."""
        linked = np.append(self._linked, -1)
        return [linked[of] for of in self._entries[1]]

    @cached_property
    def _meant(self) -> dict[linking.Selector, set[int]]:
        """The groups of those whom each selector of the aliases means."""
        groups_of: defaultdict[linking.Selector, set[int]] = defaultdict(set)
        entries, groups = self._entries[0], self._linked.tolist()
        for ordinal, one in enumerate(linking.meant(entries, self._aliases)):
            if one is not None and entries[ordinal].kind != "unnamed":
                groups_of[one].add(groups[ordinal])
        return groups_of

    def _meant_by(self, one: linking.Selector) -> set[int]:
        return self._meant.get(one, set())

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
        juniors = self._juniors[groups]
        return groups[~juniors] if not juniors.all() else groups

    @cached_property
    def _juniors(self) -> NDArray[np.bool_]:
        """For each group whether all its names have a suffix."""
        juniors = np.ones(int(self._linked.max(initial=-1)) + 1, np.bool_)
        for entry, group in zip(self._entries[0], self._linked.tolist(), strict=True):
            if not linking.is_junior(entry.parts):
                juniors[group] = False
        return juniors

    @cached_property
    def _speaking(self) -> list[_Speaking]:
        """For each segment which statements are whose."""
        groups = len(self._linked)
        return [_Speaking(_of(segment, own), groups) for segment, own in zip(self._segments, self.groups, strict=True)]

    def facet(self, segment: int) -> FacetTable:
        """Which speakers, those who are linked as one, are heard in which passages of segment `segment`."""
        return FacetTable(self.labels, self._heard[segment])

    @cached_property
    def _heard(self) -> list[Stated]:
        """For each segment each pair of a group and a passage."""
        heard = []
        for segment, speaking in zip(self._segments, self._speaking, strict=True):
            of = segment.checked(segment.column("statement_passage"), segment.passages)
            pairs = np.unique(speaking.groups.astype(np.int64) * segment.passages + of)
            pairs = pairs[pairs >= 0]
            heard.append(
                Stated((pairs // segment.passages).astype(np.int32), (pairs % segment.passages).astype(np.int32))
            )
        return heard

    def warm(self) -> None:
        """Link, name and place all speakers now, so that no search has to."""
        self.table, self.labels, self._heard, self._juniors, self._meant  # noqa: B018 - each is kept when it is made

    # --- the table ---------------------------------------------------------------------------------------------

    @cached_property
    def table(self) -> list[Speaker]:
        """All speakers of statements: the named first, then the unnamed, each by falling number of statements."""
        return speaker_lines.in_order(self._lines)

    @cached_property
    def labels(self) -> dict[int, str]:
        """The label of each group in facets: its name, with a role where two groups have the same name."""
        return speaker_lines.labels(self._lines, self._ambiguous)

    @cached_property
    def _ambiguous(self) -> dict[int, str]:
        """The groups of a lone name that two people of the index have for a surname, and the name."""
        return speaker_lines.ambiguous(self._lines)

    @cached_property
    def _lines(self) -> dict[int, Speaker]:
        """The line of each group."""
        lines: defaultdict[int, list[Heard]] = defaultdict(list)
        for segment, groups in zip(self._segments, self.groups, strict=True):
            deadline.check()
            said = _statements(segment)
            rows = np.flatnonzero((groups >= 0) & (said > 0))
            columns = [segment.column(f"speaker_{name}")[rows] for name in _LINE_COLUMNS]
            texts = {
                row: tuple(text.split("\n")) if row >= 0 else ()
                for row, text in segment.strings.texts(np.concatenate(columns[1:])).items()
            }
            for group, count, kind, names, roles in zip(
                groups[rows].tolist(), said[rows].tolist(), *(column.tolist() for column in columns), strict=True
            ):
                lines[group].append(
                    (count, SPEAKER_KINDS[kind], texts[names], texts[roles] if kind != _UNNAMED else ())
                )
        by_hand = speaker_lines.written(self._aliases, self._meant_by)
        return {group: speaker_lines.line(heard, by_hand.get(group, ()), len(heard)) for group, heard in lines.items()}


_LINE_COLUMNS: Final = ("kind", "names", "roles")


class _Speaking:
    """The statement rows of a segment by the group of their speaker: `groups` has it for every row, -1 for none."""

    def __init__(self, groups: Integers, count: int) -> None:
        self.groups = groups
        self._order = np.argsort(groups, kind="stable").astype(np.int32)
        self._starts = np.cumsum(np.bincount(groups + 1, minlength=count + 1))

    def rows(self, groups: Integers) -> Integers:
        """All statement rows of these groups, group by group."""
        starts = self._starts[groups]
        return self._order[ranges(starts, self._starts[groups + 1] - starts)]


def _of(segment: Segment, groups: Integers) -> Integers:
    """The group of the speaker of every statement row; -1 when there is no speaker, or it is deleted."""
    return np.append(groups, -1)[_who(segment)]


def _who(segment: Segment) -> Integers:
    """The speaker of every statement row, a row of the speaker table or -1."""
    who = segment.column("statement_speaker_row")
    if len(who) and not -1 <= int(who.min()) <= int(who.max()) < len(segment.column("speaker_kind")):
        raise segment.file.corrupt("a statement of it has a speaker that is not there")
    return who


def _statements(segment: Segment) -> NDArray[np.int64]:
    """How many statements each row of the speaker table has: one that runs over several passages counts once."""
    _, firsts = np.unique(segment.column("statement_identity"), return_index=True)
    who = _who(segment)[firsts]
    return np.bincount(who[who >= 0], minlength=len(segment.column("speaker_kind")))


_Entries = tuple[list[Named], NDArray[np.int64]]
_cached_entries: Final[WeakKeyDictionary[ArrayFile, tuple[ArrayFile | None, _Entries]]] = WeakKeyDictionary()
"""The entries of open segment files, each with the deletions that they are without."""


def _entries(segment: Segment) -> _Entries:
    """The distinct speaker entries of the living documents of a segment, and the entry of each row of its speaker table."""
    deletions, entries = _cached_entries.get(segment.file, (None, None))
    if entries is None or deletions is not segment.deletions.file:
        entries = _read_entries(segment)
        _cached_entries[segment.file] = segment.deletions.file, entries
    return entries


def _read_entries(segment: Segment) -> _Entries:
    kinds = segment.column("speaker_kind").astype(np.int64)
    rows = len(kinds)
    first, last = segment.dictionary.fields["name"]
    texts = [text.decode("utf-8", "replace") for _, text in segment.dictionary.terms("name")]
    postings = segment.dictionary.rows_of(first, last)
    names = np.full(rows, -1, np.int64)
    names[segment.checked(postings, rows)] = np.repeat(
        np.arange(last - first), segment.dictionary.posting_counts(first, last)
    )
    roles = np.where(kinds == _UNNAMED, -1, segment.column("speaker_roles"))
    alive = segment.deletions.alive_documents[segment.checked(segment.column("speaker_document"), segment.documents)]
    if rows and (int(names.min()) < 0 or int(kinds.max()) > _UNNAMED):
        raise segment.file.corrupt("a speaker of it has no name")
    width = int(roles.max(initial=-1)) + 2
    codes = (names * len(SPEAKER_KINDS) + kinds) * width + roles + 1
    living = np.flatnonzero(alive)
    living = living[np.argsort(codes[living], kind="stable")]
    living_codes = codes[living]
    new = np.diff(living_codes, prepend=-1) != 0
    says = np.full(rows, -1, np.int64)
    says[living] = np.cumsum(new) - 1
    entries = []
    counts = np.diff(np.append(np.flatnonzero(new), len(living_codes))).tolist()
    for code, count in zip(living_codes[new].tolist(), counts, strict=True):
        rest, role = divmod(code, width)
        name, kind = divmod(rest, len(SPEAKER_KINDS))
        given = tuple(segment.strings[role - 1].split("\n")) if role else ()
        entries.append(Named(tuple(texts[name].split(" ")), SPEAKER_KINDS[kind], given, count))
    return entries, says
