"""Names: which words of a noun phrase are the name, whose it is, and which mentions in a document are one speaker.

`read_phrase` cuts a noun phrase into role and name ("former Florida Gov. Jeb Bush" -> role "former Florida Gov.",
name "Jeb Bush"); a `Roster` holds the full names of a document and links shorter mentions to them.
"""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

import re
from typing import Literal, NamedTuple

from searchlib.extraction.english.lexicon.given_names import FEMALE, MALE, gender
from searchlib.extraction.english.lexicon.metonyms import PLACES
from searchlib.extraction.english.lexicon.roles import DEPARTMENTS, PARTICLES, TRADES, TRADES_BEHIND_GENERAL, is_common
from searchlib.extraction.english.lexicon.speech_verbs import FORMS
from searchlib.extraction.english.statements.role_phrases import Callings, role_text
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import HE_OR_SHE, NAME_RUN, NAME_WORDS, NAMES, SENTENCE_ENDS, Tag

Kind = Literal["person", "organization", "unnamed", "he", "pronoun"]
_SURNAME_BODIES = frozenset("Post Press Church Court Star Bank Board Guard Sun Globe Group Force Trust".split())
SUFFIXES = {"Jr": "Jr.", "Jr.": "Jr.", "Sr": "Sr.", "Sr.": "Sr.", "II": "II", "III": "III", "IV": "IV"}
"""What tells a father from a son of one name, and how it is written."""
_GENDERED = {"Mr.": "m", "Mr": "m", "Sir": "m", "Lord": "m", "Mrs.": "f", "Ms.": "f", "Mrs": "f", "Ms": "f", "Miss": "f",
             "Congressman": "m", "Congresswoman": "f", "Spokeswoman": "f", "Spokesman": "m", "Chairwoman": "f", "Councilwoman": "f",
             "Lady": "f", "Dame": "f", "King": "m", "Queen": "f", "Prince": "m", "Princess": "f", "Father": "m", "Pope": "m"}  # fmt: skip
_FEMALE_ROLES = frozenset("spokeswoman chairwoman congresswoman mother wife sister daughter actress woman girl".split())
_MALE_ROLES = frozenset("spokesman chairman congressman father husband brother son actor man guy businessman".split())
_PARTY = re.compile(r"[RDI]-")


class Phrase(NamedTuple):
    """A noun phrase read: tokens `first` to `last` (exclusive) hold the name, or the whole phrase where it has none."""

    kind: Kind
    first: int
    last: int
    role: str = ""
    gender: str = ""
    titled: bool = False


def read_phrase(tagged: TaggedText, first: int, last: int) -> Phrase:
    """What the noun phrase of tokens `first` to `last` names."""
    tags, words = tagged.tags, tagged.words
    end = tags[last - 1]
    if end in HE_OR_SHE:
        return Phrase("he", last - 1, last, gender="f" if words[last - 1][0] in "sS" else "m")
    if end == Tag.PRONOUN:
        return Phrase("pronoun", last - 1, last)
    if end in NAMES:
        return _read_name(tagged, first, last)
    if end == Tag.PEOPLE:
        return _read_people(tagged, first, last)
    return Phrase("unnamed", first, last)


def _read_people(tagged: TaggedText, first: int, last: int) -> Phrase:
    """As in "House Republicans": a group named by a plural."""
    start = last - 1
    while start > first and tagged.tags[start - 1] in NAME_WORDS:
        start -= 1
    if not tagged.words[last - 1][0].isupper():
        return Phrase("unnamed", first, last)
    return Phrase("organization", start, last)


def _read_name(tagged: TaggedText, first: int, last: int, *, with_role: bool = True) -> Phrase:
    tags, words = tagged.tags, tagged.words
    start = last - 1
    while start > first and (
        tags[start - 1] in NAME_RUN
        or joins(tagged, start - 1)
        or (words[start - 1] in PARTICLES and start - 1 >= first)
    ):
        start -= 1
    run = start
    title = tags.rfind(Tag.TITLE, start, last)
    titled = title >= 0
    if titled:
        start = title + 1
        if start < last - 1 and words[start] in ("General", "Elect"):
            start += 1
        while start < last - 1 and words[start] in DEPARTMENTS and tags[start] == Tag.ORGANIZATION:
            start += 1
    elif _behind_department(tagged, first, start):
        while start < last - 1 and words[start] in DEPARTMENTS:
            start += 1
        titled = True
    while (
        start < last - 1
        and (tags[start] == Tag.ADJECTIVE or tags[start] == Tag.QUOTE_SHORT)
        and not _is_body(tagged, start, last)
    ):
        start += 1
    while start < last - 1 and not titled and _is_shouted_over(tagged, start):
        start = run = start + 1
    if start == last - 1 and words[start] in SUFFIXES and title >= first:
        start = title  # "Martin L. King Jr.": the last title was a surname
        while start > first and tags[start - 1] == Tag.NAME:
            start -= 1
    if start >= last:
        return Phrase("unnamed", first, last)
    if start == last - 1 and start == first and _common_opening(tagged, start):
        return Phrase("unnamed", first, last)
    role = role_text(tagged, first, start) if with_role and first < start else ""
    if titled and start == last - 1 and tags[title] == Tag.TITLE and _titles_a_body(tagged, title, start):
        return Phrase("organization", title, last)
    if not titled and run > first and start == run and _is_numbered(tagged, run):
        return Phrase("organization", run - 1, _whole_body(tagged, last))
    if not titled and _is_body(tagged, start, last):
        return Phrase("organization", run if tags[run] != Tag.QUOTE_SHORT else start, _whole_body(tagged, last))
    return Phrase("person", start, last, role, _gender(tagged, first, start, last), titled)


def _titles_a_body(tagged: TaggedText, title: int, head: int) -> bool:
    """Whether the title word before the last word of a name is part of a body's name: "Justice Ministry", "General Motors"."""
    word = tagged.words[title]
    if word[-1] == ".":
        return False
    trades = TRADES_BEHIND_GENERAL if word == "General" else TRADES
    return tagged.tags[head] == Tag.ORGANIZATION or (title + 1 == head and tagged.words[head] in trades)


def _is_numbered(tagged: TaggedText, start: int) -> bool:
    """Whether an ordinal behind "the" opens the name at token `start`: "the 9th Circuit", "the 82nd Airborne"; not a day
    of the month, as in "on the 9th Vale said".
    """
    ordinal = tagged.words[start - 1].endswith(("st", "nd", "rd", "th"))
    dated = start > 2 and tagged.words[start - 3].lower() in ("on", "by", "since", "until")
    return ordinal and not dated and tagged.tags[max(0, start - 2) : start] == Tag.DETERMINER + Tag.NUMBER


def _is_shouted_over(tagged: TaggedText, start: int) -> bool:
    """Whether a word in capitals before a name is a headline's and no part of it: "WATCHED Vale said"."""
    word, name = tagged.words[start], tagged.words[start + 1]
    if len(word) < 4 or not word.isupper() or name.isupper() or tagged.tags[start] != Tag.NAME:
        return False
    return word.endswith("ED") or word.lower() in FORMS or tagged.seen_lower(word)


# before "and" inside the name of one body: "Economic and Security Review Commission"
_JOINERS = DEPARTMENTS | frozenset(
    """Economic Strategic Science Sciences Arts Trade Food Drug Securities Exchange Disease Control Urban Oceanic Atmospheric
    Business Environmental Children Families Peace Democracy Civil Social Political Technology International Immigration
    Customs Alcohol Ways Means Armed Oversight Safety Freedom Nuclear Rule Law Constitutional Cultural Medicine Asian
    Firearms Tobacco Legal Police Industry Energy Women Youth Fire Parks Fisheries Culture Media Sport Broadcasting""".split()
)


def joins(tagged: TaggedText, at: int) -> bool:
    """Whether the "and" at token `at` stands inside the name of a body."""
    tags = tagged.tags
    if (
        at < 1
        or tags[at] != Tag.CONJUNCTION
        or tagged.words[at - 1] not in _JOINERS
        or tags[at + 1 : at + 2] not in NAME_WORDS
    ):
        return False
    end = at + 1
    while end < len(tags) and end < at + 6 and tags[end] in NAME_WORDS:
        end += 1
    return tags[end - 1] == Tag.ORGANIZATION or tagged.words[end - 1] in _JOINERS


_OF_BODIES = frozenset(
    """Department Office Ministry University Bureau Board Institute Center Centre Centers House Bank Council College School
    Federation Republic Kingdom Association Society League Chamber Committee Commission Court Museum Church Confederation
    Union Library Academy Academies Organization Organisation Agency Foundation Fund Conference Coalition Alliance
    Embassy Campaign Archdiocese Diocese Archives""".split()
)
_COMPLEMENT = re.compile(r"[of]d?[ABNM]+(?:c[ABNM]+)?")


def _whole_body(tagged: TaggedText, last: int) -> int:
    """One past the name of a body with its "of ...": "Department of Justice", "Center for Strategic Studies"."""
    if tagged.words[last - 1] not in _OF_BODIES or tagged.words[last : last + 1] not in (["of"], ["for"], ["on"]):
        return last
    match = _COMPLEMENT.match(tagged.tags, last, last + 10)
    return match.end() if match else last


def _behind_department(tagged: TaggedText, first: int, start: int) -> bool:
    """As in "Secretary of State ...", "Speaker of the House ...": a department opens the run of capitals at `start`."""
    of = start - 1
    if of > first and tagged.tags[of] == Tag.DETERMINER:
        of -= 1
    return of - 1 >= first and tagged.tags[of - 1 : of + 1] == Tag.TITLE + Tag.OF and tagged.words[start] in DEPARTMENTS


def _common_opening(tagged: TaggedText, index: int) -> bool:
    """A capital at the start of a sentence that the text also writes small, or a common word that it never writes
    with a capital elsewhere: no name.
    """
    if (tagged.tags[index - 1] if index else "\n") not in SENTENCE_ENDS:
        return False
    word = tagged.words[index]
    return tagged.seen_lower(word) or (is_common(word) and not tagged.seen_inside(word))


def _is_body(tagged: TaggedText, first: int, last: int) -> bool:
    words, tags = tagged.words, tagged.tags
    if tags[last - 1] == Tag.ORGANIZATION:
        given = last - first == 2 and words[first] in MALE | FEMALE
        return not (given and words[last - 1] in _SURNAME_BODIES)
    head = words[first]
    if last - first == 1:
        if is_shouted(tagged, head):
            return False
        return head in PLACES or (head.isupper() and len(head) > 1) or (first > 0 and words[first - 1].lower() == "the")
    if (
        head in MALE
        or head in FEMALE
        or (last - first == 3 and len(words[first + 1]) == 2 and words[first + 1][1] == ".")
    ):
        return False
    return (
        (first > 0 and words[first - 1].lower() == "the")
        or words[last - 1] in PLACES
        or Tag.ORGANIZATION in tags[first:last]
    )


def is_shouted(tagged: TaggedText, word: str) -> bool:
    """Whether a word in capitals is a name that the text writes otherwise: "VALE SAYS NO" above a text on Henry Vale."""
    return len(word) > 3 and word.isupper() and tagged.seen_inside(word.capitalize())


def _gender(tagged: TaggedText, first: int, start: int, last: int) -> str:
    for index in range(first, start):
        word = tagged.words[index]
        if word in _GENDERED:
            return _GENDERED[word]
        if word in _FEMALE_ROLES:
            return "f"
        if word in _MALE_ROLES:
            return "m"
    return gender(tagged.words[start]) if last - start > 1 else ""


class Person(NamedTuple):
    """A full name of the document, where it first stands, what tells its gender ("m", "f" or ""), and its suffix."""

    name: str
    at: int
    gender: str
    suffix: str = ""


_BODY_RUN = re.compile(r"[AMNB]+(?:[of]d?[ANB]+(?:c[ANB]+)?){0,2}")
_BODY_NOUNS = frozenset(
    """ministry department agency commission committee council court bureau institute association union federation
    bank university foundation board authority embassy directorate""".split()
)
MOST_NAMESAKES = 32  # people of one surname looked through for a mention: hostile texts have thousands
_NAME_TOKEN = re.compile("N")
_RUN = re.compile(r"[AMNBq]{2,}")


def clean_name(tagged: TaggedText, first: int, last: int) -> str:
    """The name in tokens `first` to `last`: one space between words, no possessive, no quotation marks."""
    words = [w for w in tagged.words[first:last] if w[0] < "\ue000" or w[0] > "\uf8ff"]
    name = " ".join(words)
    return name[:-2] if name.endswith(("'s", "’s")) else name


def split_suffix(name: str) -> tuple[list[str], str]:
    """The words of a name without its suffix, and the suffix as it is written by rule: "Henry Vale Jr" has "Jr."."""
    tokens = name.split(" ")
    suffix = SUFFIXES.get(tokens[-1], "") if len(tokens) > 1 else ""
    return (tokens[:-1] if suffix else tokens), suffix


def suffix_behind(tagged: TaggedText, last: int) -> str:
    """The suffix that a comma sets off from the name ending before token `last`: "Henry Vale, Jr."."""
    if tagged.tags[last : last + 2] != Tag.COMMA + Tag.NAME:
        return ""
    return SUFFIXES.get(tagged.words[last + 1], "")


_GLUED = re.compile(r"(?P<name>[A-Z][a-z]{3,})[A-Z]")


class Roster:
    """The full names in a document and the links from single tokens to them."""

    def __init__(self, tagged: TaggedText) -> None:
        self.tagged = tagged
        self.by_last: dict[str, list[Person]] = {}
        self.by_first: dict[str, list[Person]] = {}
        self.persons: dict[str, Person] = {}
        self.genders: dict[str, str] = {}
        self.juniors: set[str] = set()
        self.callings = Callings(tagged)
        self.thirds: dict[str, int] = {}
        self.firsts: dict[str, int] = {}
        self.counts: dict[str, int] = {}
        self.bodies: dict[str, dict[str, int]] | None = None
        for match in _RUN.finditer(tagged.tags):
            self._read_run(match.start(), match.end())

    def _read_run(self, first: int, last: int) -> None:
        while last > first and self.tagged.tags[last - 1] != Tag.NAME:
            last -= 1
        if not 1 < last - first <= 12:
            return
        words, tags = self.tagged.words, self.tagged.tags
        if first >= 2 and tags[first - 2 : first] == Tag.TITLE + Tag.OF:
            first -= 2  # "Secretary of State Antony Blinken"
        elif first >= 3 and tags[first - 3 : first] == Tag.TITLE + Tag.OF + Tag.DETERMINER:
            first -= 3
        suffix = SUFFIXES.get(words[last - 1], "")
        last -= bool(suffix)
        suffix = suffix or suffix_behind(self.tagged, last)
        phrase = _read_name(self.tagged, first, last, with_role=False)
        if phrase.kind != "person":
            return
        name = clean_name(self.tagged, phrase.first, phrase.last)
        tokens = name.split(" ")
        if len(tokens) == 1:
            self._read_single(name, suffix, phrase)
        if not 1 < len(tokens) <= 4 or any(map(self._is_glued, tokens)):
            return
        name = f"{name} {suffix}" if suffix else name
        self.counts[name] = self.counts.get(name, 0) + 1
        self.callings.stands(name, phrase.first, phrase.last + bool(suffix))
        if name in self.persons:
            return
        person = Person(name, self.tagged.starts[phrase.first], phrase.gender, suffix)
        self.persons[name] = person
        for table, token in ((self.by_last, tokens[-1]), (self.by_first, tokens[0])):
            namesakes = table.setdefault(token, [])
            if len(namesakes) < MOST_NAMESAKES:
                namesakes.append(person)

    def _is_glued(self, token: str) -> bool:
        """Whether a page has run two names together ("ValeGOP"): the first part is a name of the text itself."""
        glued = _GLUED.match(token)
        return glued is not None and self.tagged.seen_inside(glued["name"])

    def _read_single(self, name: str, suffix: str, phrase: Phrase) -> None:
        """What a title or a suffix tells of a name of one word: "Mrs. Vale", "Vale Jr."."""
        if phrase.gender:
            self.genders.setdefault(name, phrase.gender)
        if suffix:
            self.juniors.add(name)
        elif phrase.titled:
            self.callings.stands(name, phrase.first, phrase.last)

    def link(self, name: str, at: int, sex: str = "") -> tuple[str, str]:
        """The canonical full name for a name standing at offset `at`, and its gender."""
        if name.isupper() and all(is_shouted(self.tagged, word) for word in name.split(" ")):
            name = " ".join(word.capitalize() for word in name.split(" "))
        tokens, suffix = split_suffix(name)
        doubled = ""
        if len(tokens) == 2 and tokens[0] == tokens[1] and self._is_doubled(tokens[0], at):
            doubled, name, tokens = name, tokens[0], tokens[:1]
        if len(tokens) > 1:
            return self._fullest(" ".join(tokens), tokens, suffix, sex)
        choices = self.by_last.get(tokens[0]) or self.by_first.get(tokens[0]) or []
        choices = [person for person in choices if person.name != doubled] if doubled else choices
        if choices and not suffix and self._stands_alone(tokens[0], choices[0].at):
            return name, sex or self.genders.get(name, "")
        fitting = [p for p in choices if not (sex and p.gender and p.gender != sex)]
        fitting = self._of_generation(fitting, tokens[0], suffix)
        if not fitting:
            return name, sex or self.genders.get(name, "") or gender(name)
        fitting = [p for p in fitting if sex and p.gender == sex] or fitting
        fitting = [p for p in fitting if p.at <= at] or fitting[:1]
        person = max(fitting, key=lambda p: self.counts[p.name])  # the first of those named most often
        full, _ = split_suffix(person.name)
        sex = person.gender or sex or self.genders.get(name, "")
        return self._fullest(" ".join(full), full, person.suffix, sex)

    def _is_doubled(self, name: str, at: int) -> bool:
        """Whether "Vale Vale" at offset `at` is one name set twice: the text has a full name with it, or had it alone
        before; a man of twice one name is called so first.
        """
        if any(p.name != f"{name} {name}" for p in self.by_last.get(name, ())):
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

    def _fullest(self, name: str, tokens: list[str], suffix: str, sex: str) -> tuple[str, str]:
        """The first full name of the document with this given name, surname and suffix, or that ends in this one: father
        and son are two persons.
        """
        name = f"{name} {suffix}" if suffix else name
        for person in self.by_last.get(tokens[-1], ()):
            if person.suffix != suffix:
                continue
            if person.name.startswith(tokens[0] + " ") or person.name.endswith(" " + name):
                return person.name, person.gender or sex or self.genders.get(tokens[-1], "")
        return name, sex or gender(name) or self.genders.get(tokens[-1], "")

    def role_of(self, canonical: str) -> str:
        """The role that the document gives this speaker anywhere, or ""; that of a lone surname when one person has it."""
        role = self.callings.role_of(canonical)
        surname = split_suffix(canonical)[0][-1]
        if role or surname in self.juniors or len(self.by_last.get(surname, ())) > 1:
            return role
        return self.callings.role_of(surname)

    def body_before(self, written: str, at: int) -> str:
        """The body named before offset `at` that "the ministry" stands for: its name has that word for a head."""
        words = written.split(" ")
        if len(words) != 2 or words[0].lower() != "the" or words[1] not in _BODY_NOUNS:
            return ""
        if self.bodies is None:
            self.bodies = self._find_bodies()
        bodies = self.bodies.get(words[1].capitalize(), {})
        return next((name for name, start in bodies.items() if start < at), "") if len(bodies) == 1 else ""

    def _find_bodies(self) -> dict[str, dict[str, int]]:
        """Bodies by the head word of their names, each with where it stands first; two of a head are enough to know
        that the head alone tells nothing.
        """
        tagged = self.tagged
        bodies: dict[str, dict[str, int]] = {}
        for match in _BODY_RUN.finditer(tagged.tags):
            first, last = match.span()
            for index in range(first, last):
                head = tagged.words[index]
                if head.lower() in _BODY_NOUNS and last - first > 1:
                    name = clean_name(tagged, first, last)
                    named = bodies.setdefault(head, {})
                    if len(named) < 2:
                        named.setdefault(name, tagged.starts[first])
        return bodies

    def names_of(self, canonical: str) -> tuple[str, ...]:
        """All the names that the document has for this speaker, the canonical one first."""
        tokens, suffix = split_suffix(canonical)
        names = [canonical]
        if len(tokens) > 1:
            names += [
                p.name
                for p in self.by_last.get(tokens[-1], ())
                if p.name != canonical and p.suffix == suffix and p.name.startswith(tokens[0] + " ")
            ]
        return tuple(names)
