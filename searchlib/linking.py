"""Linking: which of the speakers that documents name are one and the same.

Inside a document the extractor has linked surnames to full names; here its canonical names are linked across documents:

- the same full name is one person, a middle name or initial more or less, unless the roles are those of strangers
  (a general and a Vatican reporter named John Allen);
- a lone surname is linked to nobody but by its role: "Secretary of State Blinken" to the one Blinken whom another
  document calls Secretary of State;
- an organization is linked by its whole name, and ORGANIZATIONS have several;
- what the user writes into `aliases.toml` comes first:

    [same]
    "Shi Yinhong" = ["Shi Yanhong", "Shi Inhun"]

    [different]
    "George Bush" = ["George W. Bush"]
    "John Smith" = ["John Smith, economist"]     # one name, told apart by words of a role

Pure functions over rows; the tables below are for anybody to extend. Measured on 12,000 news articles (199,000
statements, 60,000 speakers of documents, 22,000 names): of 383 given names and surnames that occur with and without a
middle name, about 70 were read and most were plainly one person. Of 60 names whose roles share no word, 2 were two people's: so
roles alone part nobody, only callings that one person seldom has. 84 lone surnames in 651 documents
are linked by a role; of those read one was plainly wrong, and some were slips of the extraction.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

from searchlib.analysis import fold_name
from searchlib.errors import SettingsError

Parts = tuple[str, ...]

SUFFIXES: Final = frozenset(("jr", "sr", "ii", "iii", "iv"))

# ruff: noqa: SIM905  (tables of words are read and extended as words)
FAMILY_FIRST: Final = frozenset(
    """ahn bae bai ban cai cao chen cheng choe choi chung deng ding du fan fang feng fu gao gong gu guo han he hu huang
    hwang jang jeong jia jiang jin jung kang kim lai lee li liang lin liu lu luo ma mao moon nguyen park pham qian ri
    ryu shen shi shin song su sun tan tang tran tsai wang wei wen wu xi xia xiao xie xu yan yang ye yi yoon yu yun zhang
    zhao zheng zhou zhu""".split()
)
"""Surnames written first: the word after them is half of a given name (Kim Yo Jong), no middle name."""

CALLINGS: Final[dict[str, str]] = {
    word: calling
    for calling, words in {
        "office": """senator representative congressman congresswoman governor minister premier chancellor mayor lawmaker
            legislator assemblyman assemblywoman councilman councilwoman""",
        "army": "general colonel admiral commander lieutenant sergeant major brigadier corporal",
        "police": "officer detective sheriff trooper policeman policewoman constable",
        "bench": "judge justice magistrate",
        "press": "reporter correspondent columnist journalist editor anchor blogger host publisher photographer",
        "science": """professor scientist economist historian sociologist physicist biologist chemist psychologist
            researcher anthropologist""",
        "medicine": "physician surgeon nurse pediatrician psychiatrist epidemiologist cardiologist internist",
        "church": "pope cardinal bishop archbishop pastor reverend rabbi imam priest",
        "sport": "coach quarterback player athlete striker goalkeeper midfielder pitcher golfer boxer linebacker",
        "stage": "actor actress singer comedian rapper musician filmmaker",
        "street": "resident student voter shopper retiree waitress neighbor passenger tourist housewife teenager pupil",
    }.items()
    for word in words.split()
}
"""What people are for most of their lives, by the last word of a role's head. Words that go with anything (chairman,
spokesman, analyst, lawyer, director, president) are left out: they never tell two people apart."""

_STRANGERS: Final = frozenset(
    frozenset((one, other))
    for one, others in {
        "army": "press sport stage street church",
        "police": "press science stage church sport",
        "bench": "sport stage church medicine street",
        "church": "medicine sport police",
        "sport": "science medicine",
        "office": "street",
    }.items()
    for other in others.split()
)
"""Callings that one person seldom has both of. Politics goes with nearly all: generals, coaches, actors, pastors and
professors have gone into it."""

_SHORT: Final = {
    form: word
    for word, forms in {
        "senator": "sen sens senators",
        "representative": "rep reps congressman congresswoman",
        "governor": "gov",
        "general": "gen generals",
        "colonel": "col",
        "lieutenant": "lt",
        "sergeant": "sgt",
        "major": "maj",
        "admiral": "adm",
        "detective": "det",
        "reverend": "rev",
        "professor": "prof",
        "president": "pres",
        "justice": "justices",
        "spokesman": "spokeswoman spokesperson",
        "chairman": "chairwoman chairperson chair",
    }.items()
    for form in forms.split()
}
"""Words of roles that say the same."""

_EMPTY_WORDS: Final = frozenset(
    """a an the of for at in and to s us usa american former ex then acting interim incoming outgoing late mr mrs ms
    miss dr sir""".split()
)
_OFFICES: Final = frozenset(
    "senator representative governor president premier chancellor pope king queen ayatollah".split()
)
"""Offices so few hold that with a surname the one word is enough: Senator Murphy, but not spokesman Murphy."""

_HEAD: Final = re.compile(r",| (?:of|for|at|in|to|who|and|on|from|with|by|that|turned)(?= )", re.IGNORECASE)
_LONGEST_ROLE: Final = 200
_MOST_ROLES: Final = 200
"""Roles with one word that bearers of one surname have, beyond which only the very same role links them."""

_NEARLY_ALL: Final = 0.95
"""The part of a role's documents that the bearer of a surname must have for a lone surname with the role to be his."""

_MOST_FORMS: Final = 50
"""Forms of one name beyond which no two of them are compared: a hostile corpus has thousands of middle names."""


class Named(NamedTuple):
    """A speaker as documents name it: the folded parts of its canonical name, "person" or "organization", its roles, and how
    many documents say so.
    """

    parts: Parts
    kind: str
    roles: tuple[str, ...] = ()
    documents: int = 1


# --- by hand -------------------------------------------------------------------------------------------------------


class Selector(NamedTuple):
    """Whom a line of aliases.toml means: everybody of this name, or those of them whose roles have these words."""

    parts: Parts
    role: frozenset[str] = frozenset()

    def holds(self, speaker: Named) -> bool:
        """Whether it means this speaker."""
        if without_article(speaker.parts) != self.parts:
            return False
        return not self.role or any(self.role <= set(fold_name(role)) for role in speaker.roles)


@dataclass(frozen=True)
class Aliases:
    """What the user says of speakers: selectors that are one, pairs that are not."""

    same: tuple[tuple[Selector, ...], ...] = ()
    different: tuple[tuple[Selector, Selector], ...] = ()
    written: Mapping[Parts, str] = field(default_factory=dict)

    @cached_property
    def selectors(self) -> tuple[Selector, ...]:
        """Every selector once, those that name a role before those that mean all others of the name."""
        every = {one for group in (*self.same, *self.different) for one in group}
        return tuple(sorted(every, key=lambda one: (-len(one.role), *_order(one))))

    def __bool__(self) -> bool:
        return bool(self.same or self.different)


NO_ALIASES: Final = Aliases()

ORGANIZATIONS: Final = tuple(
    tuple(Selector(fold_name(name)) for name in line.split(" = "))
    for line in """
        United States = U.S. = USA = United States of America
        United Kingdom = U.K. = Great Britain
        United Arab Emirates = UAE
        European Union = EU
        United Nations = UN
        North Korea = DPRK = Democratic People's Republic of Korea
        South Korea = ROK = Republic of Korea
        People's Republic of China = PRC = China
        Russian Federation = Russia
        Democratic Republic of the Congo = DRC = DR Congo
        World Health Organization = WHO
        International Monetary Fund = IMF
        European Central Bank = ECB
        International Atomic Energy Agency = IAEA
        Central Intelligence Agency = CIA
        Federal Bureau of Investigation = FBI
        """.strip().splitlines()
)
"""States and organizations that news name two ways, each way whole: short for long, never a capital for its government."""


def with_known_organizations(aliases: Aliases) -> Aliases:
    """What the user says, and what everybody knows of ORGANIZATIONS where the user says nothing else of one of them."""
    told = {one.parts for pair in aliases.different for one in pair}
    known = tuple(line for line in ORGANIZATIONS if not told.intersection(one.parts for one in line))
    return Aliases((*aliases.same, *known), aliases.different, aliases.written)


def read_aliases(path: Path) -> Aliases:
    """What `aliases.toml` says; nothing when there is none. Raises SettingsError, one sentence, for a malformed file.

    Lines before any table are `[same]` ones.
    """
    if not path.exists():
        return NO_ALIASES
    import tomllib

    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"{path} cannot be read ({error}); mend it or remove it.") from error
    plain = {name: others for name, others in tables.items() if not isinstance(others, dict)}
    unknown = sorted(set(tables) - set(plain) - {"same", "different"})
    if unknown:
        raise SettingsError(f"{path} has a table [{unknown[0]}]; there are [same] and [different].")
    written: dict[Parts, str] = {}
    same = [group for table in (plain, tables.get("same", {})) for group in _lines(path, table, written)]
    apart = list(_lines(path, tables.get("different", {}), written))
    for group in apart:
        if len(group) == 1:
            raise SettingsError(f"{path} sets {written[group[0].parts]!r} apart from nobody.")
    different = tuple((group[0], other) for group in apart for other in group[1:])
    for one, other in different:
        if one == other or any({one, other} <= set(group) for group in same):
            raise SettingsError(f"{path} cannot have {written[one.parts]!r} and {written[other.parts]!r} both ways.")
    return Aliases(tuple(same), different, written)


def _lines(path: Path, table: object, written: dict[Parts, str]) -> Iterator[tuple[Selector, ...]]:
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: same and different are tables: write [same] on a line of its own.")
    for name, others in table.items():
        if not isinstance(others, list) or not all(isinstance(other, str) for other in others):
            raise SettingsError(f'{path}: {name!r} wants a list of names, as in "{name}" = ["another name"].')
        selectors = [_selector(one) for one in (name, *others)]
        for one, text in zip(selectors, (name, *others), strict=True):
            if not one.parts:
                raise SettingsError(f"{path}: {text!r} is no name.")
            written.setdefault(one.parts, text.partition(",")[0].strip() if one.role else text.strip())
        yield tuple(dict.fromkeys(selectors))


def _selector(text: str) -> Selector:
    """As in "John Smith, economist"; a comma before "Jr." is the name's own."""
    name, _, role = text.partition(",")
    words = fold_name(role)
    if not words or set(words) <= SUFFIXES:
        return Selector(without_article(fold_name(text)))
    return Selector(without_article(fold_name(name)), frozenset(words))


# --- linking -------------------------------------------------------------------------------------------------------


def link(speakers: Sequence[Named], aliases: Aliases = NO_ALIASES) -> list[int]:
    """The group of every speaker: numbers below `len(speakers)`, equal for those that are one and the same.

    An equivalence relation that does not depend on the order of `speakers`; what `aliases` calls different is never in
    one group. Lone surnames that nothing links stay together under their name: it is all that is known of them.
    """
    chosen = meant(speakers, aliases)
    groups = _Groups(chosen, aliases)
    names = _by_name(speakers)
    people = [part for members in names.people for part in _divided(members, chosen, aliases)]
    for members in (*people, *(part for each in names.organizations for part in _divided(each, chosen, aliases))):
        groups.join_all(members)
    roster = _Roster(speakers, people)
    roster.link_suffixed(groups)
    for numbers in names.lone:
        if aliases.different:  # which of two set apart is linked first must not depend on their order
            numbers.sort(key=lambda number: speakers[number])
        left = [number for number in numbers if not roster.link_lone(number, groups)]
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


def without_article(parts: Parts) -> Parts:
    """The name without a leading article."""
    return parts[1:] if len(parts) > 1 and parts[0] == "the" else parts


class _Names(NamedTuple):
    """What names alone make of speakers: clusters of organizations and of people of full name, and all of each lone name."""

    organizations: list[list[int]]
    people: list[list[int]]
    lone: list[list[int]]


def _by_name(speakers: Sequence[Named]) -> _Names:
    """A name is an organization's when more documents take it for one than for a person's."""
    names: dict[Parts, list[int]] = defaultdict(list)
    for number, speaker in enumerate(speakers):
        names[without_article(speaker.parts)].append(number)
    found = _Names([], [], [])
    full: dict[tuple[str, str, str], list[Parts]] = defaultdict(list)
    for parts, numbers in names.items():
        if (
            sum(
                speakers[number].documents * (1 if speakers[number].kind == "organization" else -1)
                for number in numbers
            )
            > 0
        ):
            found.organizations.append(numbers)
        elif len(parts) == 1:
            found.lone.append(numbers)
        else:
            full[_key(parts)].append(parts)
    for forms in full.values():
        for alike in _alike(forms):
            found.people.extend(_callings_apart([number for parts in alike for number in names[parts]], speakers))
    return found


def _key(parts: Parts) -> tuple[str, str, str]:
    """First and last part of a full name, and its suffix."""
    if len(parts) > 2 and parts[-1] in SUFFIXES:
        return parts[0], parts[-2], parts[-1]
    return parts[0], parts[-1], ""


def surname(parts: Parts) -> str:
    """The family name of a full name: written first in FAMILY_FIRST names, else last."""
    first, last, _ = _key(parts)
    return first if first in FAMILY_FIRST and last not in FAMILY_FIRST else last


def _middle(parts: Parts) -> Parts:
    return parts[1:-2] if len(parts) > 2 and parts[-1] in SUFFIXES else parts[1:-1]


def _alike(forms: list[Parts]) -> list[list[Parts]]:
    """The forms of one given name and surname as one person's, when no two of them have middle names that differ."""
    if len(forms) == 1:
        return [forms]
    if (
        len(forms) <= _MOST_FORMS
        and forms[0][0] not in FAMILY_FIRST
        and all(_middles_agree(_middle(one), _middle(other)) for one, other in combinations(forms, 2))
    ):
        return [forms]
    return [[form] for form in forms]


def _middles_agree(one: Parts, other: Parts) -> bool:
    """Each part of the shorter begins, or is begun by, a part of the longer: none, "j" and "john" agree."""
    short, long = sorted((one, other), key=len)
    return all(any(a.startswith(b) or b.startswith(a) for b in long) for a in short)


# --- roles ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 15)
def calling(role: str) -> str:
    """What a role says its bearer is for most of a life, one of CALLINGS; "" when it tells nothing of the kind.

    As in "retired Army general and analyst": army; "spokesman for the general": nothing.
    """
    found = _HEAD.search(role, 0, _LONGEST_ROLE)
    words = fold_name(role[: found.start() if found else _LONGEST_ROLE])
    return CALLINGS.get(_SHORT.get(words[-1], words[-1]), "") if words else ""


@lru_cache(maxsize=1 << 15)
def role_words(role: str) -> frozenset[str]:
    """The words of a role that tell it from others: "U.S. Sen." and "Senator" have the same."""
    words = (_SHORT.get(word, word) for word in fold_name(role[:_LONGEST_ROLE]))
    return frozenset(word for word in words if word not in _EMPTY_WORDS)


def _callings_apart(members: list[int], speakers: Sequence[Named]) -> list[list[int]]:
    """The bearers of one name, parted where their callings are those of strangers.

    One who shares a word of a role or a calling with both sides holds them together. Those of whom no calling is known
    belong to the rest, when there is one rest.
    """
    if len(members) == 1:
        return [members]
    callings = {number: set(filter(None, map(calling, speakers[number].roles))) for number in members}
    if not _any_strangers({one for each in callings.values() for one in each}):
        return [members]
    told = {number: each for number, each in callings.items() if each}
    sides: list[tuple[set[str], set[str], list[int]]] = []
    for number, own in told.items():
        words = set().union(*map(role_words, speakers[number].roles))
        side, others = (own, words, [number]), []
        for each in sides:
            if each[1] & words or not _strangers(each[0], own):
                side = (side[0] | each[0], side[1] | each[1], side[2] + each[2])
            else:
                others.append(each)
        sides = [*others, side]
    if len(sides) == 1:
        return [members]
    untold = [number for number in members if number not in told]
    return [*(side[2] for side in sides), *([untold] if untold else [])]


def _any_strangers(callings: Iterable[str]) -> bool:
    return any(frozenset(pair) in _STRANGERS for pair in combinations(callings, 2))


def _strangers(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether every calling of one is strange to every calling of the other."""
    return all(frozenset((a, b)) in _STRANGERS for a in one for b in other)


def _same_role(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one says the other and more: "Secretary of State", "U.S. Secretary of State"."""
    short, long = sorted((one, other), key=len)
    return short <= long and (len(short) > 1 or bool(short & _OFFICES))


class _Roster:
    """Those of full name, found by a surname and a role. `people` are what full names alone make of them."""

    def __init__(self, speakers: Sequence[Named], people: Sequence[Sequence[int]]) -> None:
        self._speakers = speakers
        self._people = people
        self._known: dict[tuple[str, frozenset[str]], dict[int, int]] = {}

    @cached_property
    def _bearers(self) -> dict[tuple[str, str], dict[frozenset[str], dict[int, int]]]:
        """By surname and a word of a role: the roles that have the word, and in how many documents each cluster has it."""
        found: dict[tuple[str, str], dict[frozenset[str], dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
        wanted = {
            without_article(speaker.parts)[0] for speaker in self._speakers if speaker.roles and len(speaker.parts) == 1
        }
        for cluster, members in enumerate(self._people):
            for number in members:
                parts, _, roles, documents = self._speakers[number]
                first, last, _ = _key(without_article(parts))
                name = last if last in wanted else first if first in FAMILY_FIRST else ""
                for words in set(map(role_words, roles)) if name in wanted else ():
                    for word in words:
                        bearers = found[name, word][words]
                        bearers[cluster] = bearers.get(cluster, 0) + documents
        return found

    def link_lone(self, number: int, groups: _Groups) -> bool:
        """Join a lone surname to the one group that has its role; False when there is none, or more than one.

        One that has it in nearly all documents is the one: a role misread once makes no second President Obama.
        """
        parts, _, roles, _ = self._speakers[number]
        totals: dict[int, int] = defaultdict(int)
        for words in {role_words(role) for role in roles}:
            for cluster, documents in self._holders(parts[-1], words).items():
                totals[groups.find(self._people[cluster][0])] += documents
        best = max(totals, key=lambda group: (totals[group], -group), default=-1)
        return best >= 0 and totals[best] >= _NEARLY_ALL * sum(totals.values()) and groups.join(number, best)

    def _holders(self, name: str, words: frozenset[str]) -> dict[int, int]:
        """The clusters of a surname that have a role of these words, and in how many documents."""
        if (name, words) not in self._known:
            found: dict[tuple[int, frozenset[str]], int] = {}
            for word in words:
                bearers = self._bearers.get((name, word), {})
                every = len(bearers) <= _MOST_ROLES or words <= _OFFICES
                for other in bearers if every else (words,):
                    if _same_role(words, other):
                        found |= {(cluster, other): count for cluster, count in bearers.get(other, {}).items()}
            held = self._known[name, words] = {}
            for (cluster, _), count in found.items():
                held[cluster] = held.get(cluster, 0) + count
        return self._known[name, words]

    def link_suffixed(self, groups: _Groups) -> None:
        """Join "Martin Luther King Jr." to the one Martin Luther King of the same role; a suffix alone tells apart."""
        keys: dict[tuple[str, str], list[Sequence[int]]] = defaultdict(list)
        suffixed: list[Sequence[int]] = []
        for members in self._people:
            first, last, suffix = _key(without_article(self._speakers[members[0]].parts))
            if suffix:
                suffixed.append(members)
            else:
                keys[first, last].append(members)
        for members in suffixed:
            first, last, _ = _key(without_article(self._speakers[members[0]].parts))
            others = keys[first, last][: _MOST_FORMS + 1]
            alike = [other for other in others if self._one_person(members, other)]
            if len(alike) == 1 and len(others) <= _MOST_FORMS:
                groups.join(members[0], alike[0][0])

    def _one_person(self, one: Sequence[int], other: Sequence[int]) -> bool:
        """Whether some of one agree with some of the other in middle names and role."""
        return any(
            _middles_agree(
                _middle(without_article(self._speakers[a].parts)), _middle(without_article(self._speakers[b].parts))
            )
            and any(
                _same_role(role_words(role), role_words(held))
                for role in self._speakers[a].roles
                for held in self._speakers[b].roles
            )
            for a in one[:_MOST_FORMS]
            for b in other[:_MOST_FORMS]
        )


# --- by hand, carried out ------------------------------------------------------------------------------------------


def meant(speakers: Sequence[Named], aliases: Aliases) -> list[Selector | None]:
    """The selector that means each speaker: one that names a role goes before one that does not."""
    if not aliases:
        return [None] * len(speakers)
    by_name: dict[Parts, list[Selector]] = defaultdict(list)
    for one in aliases.selectors:
        by_name[one.parts].append(one)
    return [
        next((one for one in by_name.get(without_article(speaker.parts), ()) if one.holds(speaker)), None)
        for speaker in speakers
    ]


def _divided(members: list[int], meant: Sequence[Selector | None], aliases: Aliases) -> list[list[int]]:
    """A cluster by what the user means of it, when two of those are to be different."""
    if not aliases.different:
        return [members]
    held = {meant[number] for number in members}
    if not any(one in held and other in held for one, other in aliases.different):
        return [members]
    parts: dict[Selector | None, list[int]] = defaultdict(list)
    for number in members:
        parts[meant[number]].append(number)
    return list(parts.values())


def _join_by_hand(groups: _Groups, meant: Sequence[Selector | None], aliases: Aliases) -> None:
    if not aliases.same:
        return
    members: dict[Selector, list[int]] = defaultdict(list)
    for number, one in enumerate(meant):
        if one is not None:
            members[one].append(number)
    for group in aliases.same:
        for one in group:
            groups.join_all(members[one])
        for one, other in combinations(group, 2):
            if members[one] and members[other]:
                groups.join(members[one][0], members[other][0])


def _order(selector: Selector) -> tuple[Parts, list[str]]:
    return selector.parts, sorted(selector.role)
