"""The speakers of a snapshot as groups, and what of one state holds for the next.

The first state of an index is linked as a whole, which is quickest for a process that opens one. From the second on, or where `keep` says
that others will follow, links are kept (`linking.kept_links`): a commit costs what it changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from threading import RLock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchlib import linking
from searchlib.array_types import Integers
from searchlib.engines.answers import Speaker
from searchlib.engines.speaker_lines import LineTable
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.speakers.entries import Entries, entries, living
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile
from searchlib.linking import Aliases, Named, Selector
from searchlib.linking.kept_links import Entry, Links
from searchlib.linking.names import Parts, is_junior
from searchlib.matching import deadline


class Linked(NamedTuple):
    """The groups of a snapshot, numbers below `size`; `numbering` is one object for all states in which a number means the same group.

    `groups` has for each segment the group of every row of its speaker table, -1 where the document is deleted; `meant` the groups
    of those whom a selector of the aliases means; `juniors` for each group whether all its names have a suffix.
    """

    groups: list[Integers]
    size: int
    meant: Mapping[Selector, set[int]]
    juniors: NDArray[np.bool_]
    numbering: object


class _Held(NamedTuple):
    """The entries of a segment of the links, in how many documents each is, and the row of each; -1 where there is none."""

    entries: Entries
    documents: Integers
    rows: Integers


class _Before(NamedTuple):
    """The table of a state, and the groups of its segments."""

    numbering: object
    groups: dict[ArrayFile, Integers]
    table: LineTable


class KeptSpeakers:
    """What of the speakers of an index is kept from state to state, for readers of any of its states, in any thread."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._keeps = False
        self._aliases: Aliases | None = None
        self._links: Links | None = None
        self._held: dict[ArrayFile, _Held] = {}
        self._before: _Before | None = None

    def keep(self) -> None:
        """Keep links from the first state on: others will follow it."""
        self._keeps = True

    def linked(self, segments: Sequence[Segment], aliases: Aliases) -> Linked:
        """The groups of these segments. Raises OutOfTime."""
        for segment in segments:
            deadline.check()
            entries(segment)
        with self._lock:
            is_first = aliases != self._aliases
            if is_first:
                self._aliases, self._links, self._before = aliases, None, None
            if aliases.different or (is_first and not self._keeps):
                return _linked_as_a_whole(segments, aliases)
            try:
                return self._linked(segments, aliases)
            except BaseException:  # half a change
                self._links = None
                raise

    def _linked(self, segments: Sequence[Segment], aliases: Aliases) -> Linked:
        if self._links is None:
            self._links, self._held = Links(aliases), {}
        links = self._links
        self._held = _change(links, self._held, segments)
        of_row = np.array([*links.groups(), -1], np.int64)
        groups = [_of_rows(segment, of_row[self._held[segment.file].rows]) for segment in segments]
        juniors = np.ones(links.size, np.bool_)
        juniors[of_row[:-1][np.frombuffer(links.elders(), np.bool_)]] = False
        meant = {one: set(of_row[rows].tolist()) for one, rows in links.meant().items()}
        return Linked(groups, links.size, meant, juniors, links)

    def table(
        self,
        segments: Sequence[Segment],
        linked: Linked,
        lines_of: Callable[[NDArray[np.bool_]], Mapping[int, Speaker]],
    ) -> LineTable:
        """The lines of all groups: those of the state before, but for groups that have changed. `lines_of` makes those of some."""
        now = {segment.file: own for segment, own in zip(segments, linked.groups, strict=True)}
        with self._lock:
            before = self._before
        if before is None or before.numbering is not linked.numbering:
            table = LineTable(lines_of(np.ones(linked.size, np.bool_)))
        else:
            changed = _changed(before.groups, now)
            mask = np.zeros(max(linked.size, int(changed.max(initial=-1)) + 1), np.bool_)
            mask[changed] = True
            lines = {**dict.fromkeys(changed.tolist()), **lines_of(mask[: linked.size])}
            table = LineTable(lines, before.table)
        with self._lock:
            self._before = _Before(linked.numbering, now, table)
        return table


def _change(links: Links, held: Mapping[ArrayFile, _Held], segments: Sequence[Segment]) -> dict[ArrayFile, _Held]:
    """Have the links hold these segments in the place of those held; returns what is held of them."""
    documents: Counter[Entry] = Counter()
    now: dict[ArrayFile, tuple[Entries, Integers, Integers | None, Integers]] = {}
    for segment in segments:
        own = entries(segment)
        counts = own.documents(segment)
        before = held.get(segment.file)
        differing = np.flatnonzero(counts if before is None else counts != before.documents)
        _count(documents, own, counts if before is None else counts - before.documents, differing)
        now[segment.file] = own, counts, None if before is None else before.rows, differing
    for file, gone in held.items():
        if file not in now:
            _count(documents, gone.entries, -gone.documents, np.flatnonzero(gone.documents))
    links.change(documents)
    return {
        file: _Held(own, counts, _rows(links, own, counts, before, differing))
        for file, (own, counts, before, differing) in now.items()
    }


def _count(documents: Counter[Entry], own: Entries, counts: Integers, places: Integers) -> None:
    for place, count in zip(places.tolist(), counts[places].tolist(), strict=True):
        documents[own.named[place]] += count


def _rows(links: Links, own: Entries, counts: Integers, before: Integers | None, differing: Integers) -> Integers:
    rows = np.full(len(own.named), -1, np.int64) if before is None else before.copy()
    rows[differing] = [
        links.row(own.named[place]) if count else -1
        for place, count in zip(differing.tolist(), counts[differing].tolist(), strict=True)
    ]
    return rows


def _of_rows(segment: Segment, groups: Integers) -> Integers:
    """The group of every row of the speaker table; -1 where the document is deleted."""
    return np.where(living(segment), groups[entries(segment).of], -1) if len(groups) else np.empty(0, np.int64)


def _changed(before: Mapping[ArrayFile, Integers], now: Mapping[ArrayFile, Integers]) -> Integers:
    """The groups, of the state before or now, that have not the same rows in both."""
    changed: list[Integers] = [np.empty(0, np.int64)]
    for file in before.keys() | now.keys():
        if file in before and file in now:
            differ = before[file] != now[file]
            changed += [before[file][differ], now[file][differ]]
        else:
            changed.append((before if file in before else now)[file])
    every = np.unique(np.concatenate(changed))
    return every[every >= 0]


def _linked_as_a_whole(segments: Sequence[Segment], aliases: Aliases) -> Linked:
    speakers: list[Named] = []
    places: list[NDArray[np.int64]] = []
    for segment in segments:
        deadline.check()
        own = entries(segment)
        counts = own.documents(segment)
        there = np.flatnonzero(counts)
        of = np.full(len(own.named), -1, np.int64)
        of[there] = np.arange(len(there)) + len(speakers)
        places.append(of)
        speakers += [
            Named(*own.named[place], count) for place, count in zip(there.tolist(), counts[there].tolist(), strict=True)
        ]
    named = [row for row, speaker in enumerate(speakers) if speaker.kind != "unnamed"]
    deadline.check()
    of_named: dict[int, int | Parts] = dict(
        zip(named, linking.link([speakers[row] for row in named], aliases), strict=True)
    )
    numbers: dict[int | Parts, int] = {}
    groups = [
        numbers.setdefault(of_named.get(row, speaker.parts), len(numbers)) for row, speaker in enumerate(speakers)
    ]
    juniors = np.ones(len(numbers), np.bool_)
    juniors[[group for group, speaker in zip(groups, speakers, strict=True) if not is_junior(speaker.parts)]] = False
    meant: dict[Selector, set[int]] = {}
    for row in named:
        if (one := aliases.meaning(speakers[row])) is not None:
            meant.setdefault(one, set()).add(groups[row])
    of_row = np.array([*groups, -1], np.int64)
    of_segments = [_of_rows(segment, of_row[of]) for segment, of in zip(segments, places, strict=True)]
    return Linked(of_segments, len(numbers), meant, juniors, object())
