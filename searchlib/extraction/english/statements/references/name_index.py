"""The full names of a document, and which of them a shorter mention stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from searchlib.extraction.english.lexicon.given_names import FEMALE, MALE, STATES_TOO, SUFFIXES
from searchlib.extraction.english.lexicon.metonyms import PLACES
from searchlib.extraction.english.lexicon.organizations import COMPANY_ENDS, ORGANIZATION_NOUNS
from searchlib.extraction.english.lexicon.roles import POLICE_RANKS, RELATIONS
from searchlib.extraction.english.statements.phrases.noun_phrases import (
    BEHIND_NAMES,
    Phrase,
    clean_name,
    gender,
    is_shouted,
    read_name,
    split_suffix,
    suffix_behind,
)
from searchlib.extraction.english.statements.phrases.role_phrases import RoleIndex
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tagging import is_verb
from searchlib.extraction.english.tags import Tag


class Person(NamedTuple):
    """A full name of the document, where it first stands, what tells its gender ("m", "f" or ""), and its suffix."""

    name: str
    at: int
    gender: str
    suffix: str = ""


_ORGANIZATION_RUN = re.compile(r"[AMNB]+(?:[of]d?[ANB]+(?:c[ANB]+)?){0,2}")
_COMPANY_RUN = re.compile(r"(?<![AMNB])N[NB]{1,4}")
MOST_NAMESAKES = 32  # people of one surname looked through for a mention: hostile texts have thousands
_NAME_TOKEN = re.compile("N")
_RUN = re.compile(r"[AMNBq]{2,}")
_OWNER = re.compile(r"N(?<![NBMA]N)N?P")
_GLUED = re.compile(r"(?<![^ ])([A-Z][a-z]{3,}+)(?=[A-Z])")


class NameIndex:
    """The full names in a document and the links from single tokens to them."""

    def __init__(self, tagged: TaggedText) -> None:
        self.tagged = tagged
        self.by_last: dict[str, list[Person]] = {}
        self.by_first: dict[str, list[Person]] = {}
        self.persons: dict[str, Person] = {}
        self.genders: dict[str, str] = {}
        self.juniors: set[str] = set()
        self.kin: set[str] = set()
        self.role_index = RoleIndex(tagged)
        self.thirds: dict[str, int] = {}
        self.firsts: dict[str, int] = {}
        self.counts: dict[str, int] = {}
        self.bodies: dict[str, dict[str, int]] | None = None
        self.companies: dict[str, dict[str, int]] | None = None
        for match in _RUN.finditer(tagged.tags):
            self._read_run(match.start(), match.end())
        for match in _OWNER.finditer(tagged.tags):
            self._read_owner(match.start(), match.end())

    def _read_run(self, first: int, last: int) -> None:
        while last > first and (self.tagged.tags[last - 1] != Tag.NAME or self.tagged.words[last - 1] in BEHIND_NAMES):
            last -= 1
        if not 1 < last - first <= 12:
            return
        words, tags = self.tagged.words, self.tagged.tags
        if first >= 2 and tags[first - 2 : first] == Tag.TITLE + Tag.OF:
            first -= 2  # "Secretary of State Antony Blinken"
        elif first >= 2 and tags[first - 2 : first] in ("rf", "Mf") and words[first - 1] == "to":
            first -= 2  # "ambassador to Oslo Ann Vale"
        elif first >= 3 and tags[first - 3 : first] == Tag.TITLE + Tag.OF + Tag.DETERMINER:
            first -= 3
        if (
            first
            and words[first - 1] == "of"
            and (words[first] in PLACES or words[first] in STATES_TOO)
            and last - first > 2
        ):
            first += words[first + 1] in MALE or words[first + 1] in FEMALE  # "the district of Georgia Michael Low"
        if words[last - 1][:2] in ("R-", "D-"):
            last -= 1  # "Kevin Low R-Kent"
        suffix = SUFFIXES.get(words[last - 1], "")
        last -= bool(suffix)
        suffix = suffix or suffix_behind(self.tagged, last)
        phrase = read_name(self.tagged, first, last, with_role=False)
        if phrase.kind != "person":
            return
        name = clean_name(self.tagged, phrase.first, phrase.last)
        tokens = name.split(" ")
        if len(tokens) == 1:
            self._read_single(name, suffix, phrase)
        if not 1 < len(tokens) <= 4 or self._is_glued(name) or _is_headline(tokens):
            return
        name = f"{name} {suffix}" if suffix else name
        if _is_kin(self.tagged, phrase.first, tokens[-1]):
            self.kin.add(name)
        self.counts[name] = self.counts.get(name, 0) + 1
        self.role_index.stands(name, phrase.first, phrase.last + bool(suffix))
        if name in self.persons:
            return
        person = Person(name, self.tagged.starts[phrase.first], phrase.gender, suffix)
        self.persons[name] = person
        for table, token in ((self.by_last, tokens[-1]), (self.by_first, tokens[0])):
            namesakes = table.setdefault(_plain(token), [])
            if len(namesakes) < MOST_NAMESAKES:
                namesakes.append(person)

    def _read_owner(self, first: int, last: int) -> None:
        """A full name that the text has only as an owner's: "Luis Cano's goal"."""
        given = self.tagged.words[first]
        name = clean_name(self.tagged, first, last)
        if (given in MALE or given in FEMALE) and name not in self.persons and not name.endswith(("'", "’")):
            person = Person(name, self.tagged.starts[first], gender(given))
            self.persons[name] = person
            self.counts[name] = 1
            self.by_last.setdefault(_plain(name.split(" ")[-1]), []).append(person)
            self.by_first.setdefault(_plain(given), []).append(person)

    def _is_glued(self, name: str) -> bool:
        """Whether a page has run two names together ("ValeGOP"): the first part is a name of the text itself."""
        return any(self.tagged.seen_inside(glued) for glued in _GLUED.findall(name))

    def _read_single(self, name: str, suffix: str, phrase: Phrase) -> None:
        """What a title or a suffix tells of a name of one word: "Mrs. Vale", "Vale Jr."."""
        if phrase.gender:
            self.genders.setdefault(name, phrase.gender)
        if suffix:
            self.juniors.add(name)
        elif phrase.titled:
            self.role_index.stands(name, phrase.first, phrase.last)

    def link(self, name: str, at: int, sex: str = "") -> tuple[str, str]:
        """The canonical full name for a name standing at offset `at`, and its gender."""
        if name.isupper() and all(is_shouted(self.tagged, word) for word in name.split(" ")):
            name = " ".join(word.capitalize() for word in name.split(" "))
        tokens, suffix = split_suffix(name)
        doubled = ""
        if len(tokens) == 2 and tokens[0] == tokens[1] and self._is_doubled(tokens[0], at):
            doubled, name, tokens = name, tokens[0], tokens[:1]
        if len(tokens) == 2 and tokens[0] in POLICE_RANKS and tokens[1] in self.by_last:
            tokens = tokens[1:]  # "DC Low", named "DC Karen Low" before
        if len(tokens) > 1:
            return self._fullest(" ".join(tokens), tokens, suffix, sex)
        person = self._bearer(tokens[0], suffix, at, sex, doubled)
        if person is None:
            return name, sex or self.genders.get(name, "") or self._gender_alone(tokens[0], suffix)
        full, _ = split_suffix(person.name)
        return self._fullest(" ".join(full), full, person.suffix, person.gender or sex or self.genders.get(name, ""))

    def _bearer(self, token: str, suffix: str, at: int, sex: str, doubled: str) -> Person | None:
        """The person of full name whom a lone surname or given name means: of those that fit, and are named before, the one
        named most often; None when there is none, or when the single name is somebody's of its own.
        """
        choices = self._namesakes(token)
        choices = [person for person in choices if person.name != doubled and person.name not in self.kin]
        if choices and not suffix and self._stands_alone(token, choices[0].at):
            return None
        fitting = [person for person in choices if not (sex and person.gender and person.gender != sex)]
        fitting = self._of_generation(fitting, token, suffix)
        if not fitting:
            return None
        fitting = [person for person in fitting if sex and person.gender == sex] or fitting
        fitting = [person for person in fitting if person.at <= at] or fitting[:1]
        return max(fitting, key=lambda person: self.counts[person.name])  # the first of those named most often

    def _namesakes(self, token: str) -> list[Person]:
        return self.by_last.get(_plain(token)) or self.by_first.get(_plain(token)) or []

    def _gender_alone(self, token: str, suffix: str) -> str:
        """The gender that a given name tells by itself; none where the text has a full name with it first."""
        choices = self._namesakes(token)
        return "" if choices and not suffix and self._stands_alone(token, choices[0].at) else gender(token)

    def _is_doubled(self, name: str, at: int) -> bool:
        """Whether "Vale Vale" at offset `at` is one name set twice: the text has a full name with it, or had it alone
        before; a man of twice one name is called so first.
        """
        if any(p.name != f"{name} {name}" for p in self.by_last.get(_plain(name), ())):
            return True
        if not self.thirds:
            self._count_singles()
        words, first = self.tagged.words, self.firsts.get(name, -1)
        return first >= 0 and self.tagged.starts[first] < at and words[first + 1 : first + 2] != [name]

    def _of_generation(self, namesakes: list[Person], surname: str, suffix: str) -> list[Person]:
        """Those whom a lone surname can mean: "Vale Jr." only a junior, "Vale" no junior beside his father, nor one whom
        the text calls "Vale Jr.".
        """
        if suffix:
            return [p for p in namesakes if p.suffix == suffix]
        elders = {p.name.split(" ")[0] for p in namesakes if not p.suffix}
        return [p for p in namesakes if not (p.suffix and (p.name.split(" ")[0] in elders or surname in self.juniors))]

    def _stands_alone(self, token: str, full_at: int) -> bool:
        """Whether the text used the single name at least three times before any full name with it: then the full
        name is somebody else's ("Trump" all along, "Ivanka Trump" late).
        """
        if not self.thirds:
            self._count_singles()
        third = self.thirds.get(token, -1)
        return 0 <= third < full_at

    def _count_singles(self) -> None:
        """Where each name-like word stands for the first time, and for the third."""
        words, starts = self.tagged.words, self.tagged.starts
        seen: dict[str, int] = {}
        for match in _NAME_TOKEN.finditer(self.tagged.tags):
            index = match.start()
            word = words[index]
            count = seen.get(word, 0) + 1
            seen[word] = count
            if count == 1:
                self.firsts[word] = index
            elif count == 3:
                self.thirds[word] = starts[index]
        self.thirds.setdefault("", -1)

    def _fullest(self, name: str, tokens: tuple[str, ...], suffix: str, sex: str) -> tuple[str, str]:
        """The first full name of the document with this given name, surname and suffix, or that ends in this one: father
        and son are two persons.
        """
        name = f"{name} {suffix}" if suffix else name
        for person in self.by_last.get(_plain(tokens[-1]), ()):
            if person.suffix != suffix:
                continue
            known = split_suffix(person.name)[0]
            same = known == tokens or (known[0] == tokens[0] and _middles_agree(known, tokens))
            if same or person.name.lower().endswith(" " + name.lower()):
                return person.name, person.gender or sex or self.genders.get(tokens[-1], "")
        return name, sex or gender(name) or self.genders.get(tokens[-1], "")

    def role_of(self, canonical: str) -> str:
        """The role that the document gives this speaker anywhere, or ""; that of a lone surname when one person has it."""
        role = self.role_index.role_of(canonical)
        surname = split_suffix(canonical)[0][-1]
        if role or surname in self.juniors or len(self.by_last.get(_plain(surname), ())) > 1:
            return role
        return self.role_index.role_of(surname)

    def roles_told(self) -> Iterator[tuple[str, int, str]]:
        """Each full name with the places where it stands and the role beside it there, or ""."""
        for name in self.role_index.places:
            yield from ((name, self.tagged.starts[first], role) for first, role in self.role_index.roles_at(name))

    def called_like_a_place(self, name: str, at: int) -> str:
        """The person named before offset `at` whose surname is the name of a place or a body ("London"), or ""."""
        if " " in name:
            return ""
        persons = [person for person in self.by_last.get(name, ()) if person.at < at]
        given = persons[0].name.split(" ")[0] if len(persons) == 1 else ""
        return persons[0].name if given in MALE or given in FEMALE else ""

    def named_within(self, first: int, at: int, sex: str) -> set[str]:
        """The full names that stand first between two characters, but for those of the other sex."""
        persons = (person for person in self.persons.values() if first <= person.at < at)
        return {person.name for person in persons if not (sex and person.gender and person.gender != sex)}

    def organization_before(self, written: str, at: int) -> str:
        """The body named before offset `at` that "the ministry" stands for: its name has that word for a head."""
        words = written.split(" ")
        if len(words) != 2 or words[0].lower() != "the" or words[1] not in ORGANIZATION_NOUNS:
            return ""
        if self.bodies is None:
            self.bodies = self._find_organizations()
        return _only_one(self.bodies.get(words[1].capitalize(), {}), at)

    def company_before(self, name: str, at: int) -> str:
        """The company named before offset `at` that "Pellam" stands for: "Pellam Foods Inc."; "" where somebody has that name,
        or two companies have.
        """
        if " " in name or self._namesakes(name):
            return ""
        if self.companies is None:
            self.companies = self._find_companies()
        return _only_one(self.companies.get(name, {}), at)

    def companies_named(self) -> Iterator[tuple[str, int]]:
        """Each company that the end of its name tells, and where it stands first: "Penrose Stores"."""
        if self.companies is None:
            self.companies = self._find_companies()
        for named in self.companies.values():
            yield from named.items()

    def _find_companies(self) -> dict[str, dict[str, int]]:
        """Companies by the first word of their names, each with where it stands first; two of a word are enough to know
        that the word alone tells nothing.
        """
        tagged = self.tagged
        companies: dict[str, dict[str, int]] = {}
        for match in _COMPANY_RUN.finditer(tagged.tags):
            first, last = match.span()
            ending = [index for index in range(first + 1, last) if tagged.words[index] in COMPANY_ENDS]
            word = tagged.words[first]
            if not ending or word in PLACES or word in STATES_TOO or word in MALE or word in FEMALE:
                continue
            _remember(companies, word, clean_name(tagged, first, ending[-1] + 1), tagged.starts[first])
        return companies

    def _find_organizations(self) -> dict[str, dict[str, int]]:
        """Bodies by the head word of their names, each with where it stands first; two of a head are enough to know
        that the head alone tells nothing.
        """
        tagged = self.tagged
        bodies: dict[str, dict[str, int]] = {}
        for match in _ORGANIZATION_RUN.finditer(tagged.tags):
            first, last = match.span()
            for index in range(first, last):
                head = tagged.words[index]
                if head.lower() in ORGANIZATION_NOUNS and last - first > 1:
                    _remember(bodies, head, clean_name(tagged, first, last), tagged.starts[first])
        return bodies

    def names_of(self, canonical: str) -> tuple[str, ...]:
        """All the names that the document has for this speaker, the canonical one first."""
        tokens, suffix = split_suffix(canonical)
        names = [canonical]
        if len(tokens) > 1:
            names += [
                p.name
                for p in self.by_last.get(_plain(tokens[-1]), ())
                if p.name != canonical
                and p.suffix == suffix
                and p.name.startswith(tokens[0] + " ")
                and _middles_agree(split_suffix(p.name)[0], tokens)
            ]
        return tuple(names)


def _remember(names: dict[str, dict[str, int]], word: str, name: str, at: int) -> None:
    """Note that a body whose name has this word stands at offset `at`, where fewer than two are known."""
    named = names.setdefault(word, {})
    if len(named) < 2:
        named.setdefault(name, at)


def _only_one(named: dict[str, int], at: int) -> str:
    """The one body of these, if there is one alone and it is named before offset `at`; else ""."""
    return next((name for name, start in named.items() if start < at), "") if len(named) == 1 else ""


def _is_kin(tagged: TaggedText, first: int, surname: str) -> bool:
    """As in "Trump's father, Fred Trump": whom the text calls by the surname alone is somebody else."""
    at = first - 1 - (tagged.tags[first - 1 : first] == Tag.COMMA)
    if at < 1 or tagged.words[at] not in RELATIONS or tagged.tags[at - 1] != Tag.NAME_POSSESSIVE:
        return False
    return tagged.words[at - 1][:-2] == surname and tagged.tags[max(0, at - 2) : at - 1] != Tag.NAME


def _is_headline(tokens: list[str]) -> bool:
    """Whether words with capitals are a headline's, for one is a verb: "Vale Takes Questions"."""
    return any(token[-1] == "s" and is_verb(token.lower()) for token in tokens[1:])


def _middles_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the middle names of two full names can be one person's: "H.W." and "W." cannot, "J." and none can."""
    short, long = sorted((_initials(one[1:-1]), _initials(other[1:-1])), key=len)
    return long.startswith(short)


def _initials(names: tuple[str, ...]) -> str:
    return "".join(part[0] for name in names for part in name.split(".") if part).lower()


def _plain(token: str) -> str:
    """A surname as it is looked up: "Al-Hadid" opens a sentence as "al-Hadid" does not."""
    return token[0].lower() + token[1:] if "-" in token[1:4] else token
