"""Groups of speakers kept while documents come and go: only names that a change touches are linked again.

The groups are those of `link`. What it looks at is local: full names are compared within a surname and suffix, and a lone name with
those who have it for a surname or first name. So a change of one speaker asks again for the people of one surname, and for the
lone names that may mean one of them.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush
from typing import Final, NamedTuple

from searchlib.linking.aliases import Aliases, Named, Selector
from searchlib.linking.groups import clusters, is_organization, wants
from searchlib.linking.lone_names import Cluster, LoneName, calls, surnames
from searchlib.linking.names import Parts, is_junior, name_key, without_article

Entry = tuple[Parts, str, tuple[str, ...]]
"""A speaker as documents name it, without how many do: parts, kind, roles."""

NOBODY: Final = Named((), "", (), 0)
_UNNAMED: Final = "\n"
"""What stands before the name of somebody unnamed, which no other name begins with."""

_Family = tuple[str, str]
"""A surname and a suffix."""


class _Person(NamedTuple):
    """A cluster's number, and the lone names that may mean it: by a role, and because no other has them."""

    number: int
    surnamed: set[str]
    called: set[str]


class Links:
    """The speakers of an index, each in a row, and the group of each row.

    A group keeps its number while somebody of it stays; numbers are below `size`. `relinked` counts the names that were linked.
    Dicts without values stand for sets that keep an order.
    Raises ValueError for aliases that set somebody apart: who is joined first decides there, so that all are linked together.
    """

    def __init__(self, aliases: Aliases) -> None:
        if aliases.different:
            raise ValueError("speakers that are set apart are linked together")
        self._aliases = aliases
        self.relinked = 0
        # rows: who stands there, where each stands, which are free, the group of each, and whether its name has no suffix
        self._speakers: list[Named] = []
        self._rows: dict[Entry, int] = {}
        self._unused: list[int] = []
        self._groups = array("q")
        self._elders = bytearray()
        # names: their rows, what kind of name each is, and the group of an organization, a phrase, or those left of a lone name
        self._names: dict[Parts, dict[int, None]] = {}
        self._kinds: dict[Parts, str] = {}
        self._whole: dict[Parts | str, int] = {}
        self._numbers = _Numbers()
        # people: the full names of each surname and suffix, the clusters they make, and these by the lone names that may mean them
        self._families: dict[_Family, dict[Parts, None]] = {}
        self._people: dict[_Family, dict[Cluster, _Person]] = {}
        self._surnamed: dict[str, dict[Cluster, None]] = {}
        self._called: dict[str, dict[Cluster, None]] = {}
        self._wanted: Counter[str] = Counter()
        # the rows that each selector of the aliases means
        self._meant: dict[Selector, dict[int, None]] = defaultdict(dict)

    # --- asked ---------------------------------------------------------------------------------------------------

    @property
    def size(self) -> int:
        """All numbers of groups are below it."""
        return self._numbers.size

    def row(self, entry: Entry) -> int:
        """The row of a speaker; -1 when no document names it."""
        return self._rows.get(entry, -1)

    def groups(self) -> list[int]:
        """The group of each row, those that the aliases join in one."""
        joined = self._joined()
        return [joined.get(number, number) for number in self._groups]

    def elders(self) -> bytes:
        """For each row whether it is somebody whose name has no suffix."""
        return bytes(self._elders)

    def meant(self) -> dict[Selector, Sequence[int]]:
        """The rows of those whom each selector of the aliases means."""
        return {one: list(rows) for one, rows in self._meant.items() if rows}

    def _joined(self) -> dict[int, int]:
        """The least number of the groups that the aliases join, for each of them."""
        parents: dict[int, int] = {}

        def least_of(number: int) -> int:
            while parents.setdefault(number, number) != number:
                number = parents[number]
            return number

        for line in self._aliases.same:
            together = {self._groups[row] for one in line for row in self._meant.get(one, ())}
            roots = {least_of(number) for number in together}
            parents.update(dict.fromkeys(roots, min(roots, default=0)))
        return {number: least_of(number) for number in parents}

    # --- changes -------------------------------------------------------------------------------------------------

    def change(self, documents: Mapping[Entry, int]) -> None:
        """Count so many documents more, or fewer, that name a speaker so, and link again what that touches."""
        names: dict[Parts, None] = {}
        lone: dict[str, None] = {}
        for entry, count in documents.items():
            if count:
                self._count(entry, count, lone)
                names[_name_of(entry)] = None
        families: dict[_Family, None] = {}
        for name in names:
            self._read_name(name, families, lone)
        for family in families:
            lone |= dict.fromkeys(self._link_family(family))
        for one in lone:
            if self._kinds.get((one,)) == "lone":
                self._link_lone(one)

    def _count(self, entry: Entry, count: int, lone: dict[str, None]) -> None:
        """Count documents of a speaker; lone names that may now be meant otherwise are added to `lone`."""
        row = self._rows.get(entry)
        if row is None:
            row = self._rows[entry] = self._new_row()
            self._elders[row] = not is_junior(entry[0])
            self._names.setdefault(_name_of(entry), {})[row] = None
            if (one := self._selector(entry)) is not None:
                self._meant[one][row] = None
            self._want(entry, 1, lone)
        self._speakers[row] = Named(*entry, documents=self._speakers[row].documents + count)
        if self._speakers[row].documents <= 0:
            self._drop(row, entry, lone)

    def _new_row(self) -> int:
        if self._unused:
            return self._unused.pop()
        self._speakers.append(NOBODY)
        self._groups.append(-1)
        self._elders.append(False)
        return len(self._speakers) - 1

    def _drop(self, row: int, entry: Entry, lone: dict[str, None]) -> None:
        rows = self._names[_name_of(entry)]
        del rows[row], self._rows[entry]
        if not rows:
            del self._names[_name_of(entry)]
        if (one := self._selector(entry)) is not None:
            del self._meant[one][row]
        self._want(entry, -1, lone)
        self._speakers[row] = NOBODY
        self._elders[row] = False
        self._unused.append(row)

    def _selector(self, entry: Entry) -> Selector | None:
        return None if entry[1] == "unnamed" else self._aliases.meaning(Named(*entry))

    def _want(self, entry: Entry, count: int, lone: dict[str, None]) -> None:
        """Count lone names with a role: the first one turns those with a family name in front to it, the last one from it."""
        name = wants(Named(*entry)) if entry[1] != "unnamed" else ""
        if not name:
            return
        self._wanted[name] += count
        if self._wanted[name] == 0:
            del self._wanted[name]
        if self._wanted[name] == max(0, count):
            for cluster in self._surnamed.get(name, ()):
                lone |= dict.fromkeys(self._people[cluster.key[1:]][cluster].surnamed)

    def _read_name(self, name: Parts, families: dict[_Family, None], lone: dict[str, None]) -> None:
        """What kind of name it is now, and what is to be linked again for it."""
        rows = self._names.get(name)
        before, kind = self._kinds.pop(name, ""), self._kind(name, rows)
        if kind:
            self._kinds[name] = kind
        if before not in ("", kind):
            self._leave(name, before, families)
        if kind in ("organization", "unnamed"):
            self._join_whole(name, rows or ())
        elif kind == "lone":
            lone[name[0]] = None
        elif kind == "full":
            family = _family(name)
            self._families.setdefault(family, {})[name] = None
            families[family] = None

    def _kind(self, name: Parts, rows: Iterable[int] | None) -> str:
        if not rows:
            return ""
        if name[0] == _UNNAMED:
            return "unnamed"
        if is_organization(self._speakers[row] for row in rows):
            return "organization"
        return "lone" if len(name) == 1 else "full"

    def _leave(self, name: Parts, before: str, families: dict[_Family, None]) -> None:
        if before == "full":
            family = _family(name)
            del self._families[family][name]
            families[family] = None
        elif (number := self._whole.pop(name[0] if before == "lone" else name, None)) is not None:
            self._numbers.free(number)

    def _join_whole(self, name: Parts | str, rows: Iterable[int]) -> None:
        """One group of all these, known by their name."""
        number = self._whole.get(name)
        if number is None:
            number = self._whole[name] = self._numbers.new()
        for row in rows:
            self._groups[row] = number

    def _link_family(self, family: _Family) -> set[str]:
        """Link the people of a surname and suffix; returns the lone names that may mean one of them, now or before."""
        before = self._people.pop(family, {})
        held = {row: person.number for cluster, person in before.items() for row in cluster.members}
        free = set(held.values())
        for cluster, person in before.items():
            self._index(cluster, person, known=False)
        names = self._families.get(family, {})
        now: dict[Cluster, _Person] = {}
        for cluster in clusters(names, self._names, self._speakers):
            number = next((held[row] for row in cluster.members if held.get(row) in free), None)
            free.discard(number)
            number = self._numbers.new() if number is None else number
            now[cluster] = _Person(number, surnames(cluster, self._speakers), calls(cluster))
            for row in cluster.members:
                self._groups[row] = number
            self._index(cluster, now[cluster], known=True)
        for number in free:
            self._numbers.free(number)
        if now:
            self._people[family] = now
        else:
            self._families.pop(family, None)
        self.relinked += len(names)
        return set().union(*(person.surnamed | person.called for person in (*before.values(), *now.values())))

    def _index(self, cluster: Cluster, person: _Person, *, known: bool) -> None:
        """Enter a cluster under the lone names that may mean it, or take it out."""
        for index, names in ((self._surnamed, person.surnamed), (self._called, person.called)):
            for name in names:
                if known:
                    index.setdefault(name, {})[cluster] = None
                    continue
                del index[name][cluster]
                if not index[name]:
                    del index[name]

    def _link_lone(self, name: str) -> None:
        """Link the speakers of a lone name, each to whom it means; the others are one group under it."""
        rows = list(self._names[name,])
        self.relinked += 1
        called = list(self._called.get(name, ()))
        lone = LoneName(name, self._speakers, list(self._surnamed.get(name, ())), called, self._wanted)
        meant_by = {row: lone.by_role(row) for row in rows}
        if not any(meant_by.values()):
            meant_by = {row: lone.only(row) for row in rows}
        for row, cluster in meant_by.items():
            if cluster is not None:
                self._groups[row] = self._people[cluster.key[1:]][cluster].number
        left = [row for row, cluster in meant_by.items() if cluster is None]
        if left:
            self._join_whole(name, left)
        elif (number := self._whole.pop(name, None)) is not None:
            self._numbers.free(number)


def _name_of(entry: Entry) -> Parts:
    return (_UNNAMED, *entry[0]) if entry[1] == "unnamed" else without_article(entry[0])


def _family(name: Parts) -> _Family:
    return name_key(name)[1:]


class _Numbers:
    """Numbers for groups: the least that is free."""

    def __init__(self) -> None:
        self.size = 0
        self._free: list[int] = []

    def new(self) -> int:
        if self._free:
            return heappop(self._free)
        self.size += 1
        return self.size - 1

    def free(self, number: int) -> None:
        heappush(self._free, number)
