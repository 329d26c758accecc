"""He, she and they: the person a pronoun stands for, by the places that names have in the text before it.

The rule: the later of the last named source and the last person in subject position, outside quotations, whose gender
does not disagree. It is right for 85 of 100 pronouns of sources in news; the last speaker alone for 37.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from searchlib.extraction.english.lexicon.function_words import INDEFINITE, IRREGULAR_PAST
from searchlib.extraction.english.lexicon.given_names import FEMALE, MALE
from searchlib.extraction.english.lexicon.roles import FEMALE_ROLES, MALE_ROLES
from searchlib.extraction.english.lexicon.speech_verbs import ASKING
from searchlib.extraction.english.statements.content import sentence_start
from searchlib.extraction.english.statements.cues import Clause
from searchlib.extraction.english.statements.phrases.noun_phrases import (
    Phrase,
    clean_name,
    read_phrase,
    split_suffix,
)
from searchlib.extraction.english.statements.phrases.role_phrases import is_role_word
from searchlib.extraction.english.statements.references.name_index import NameIndex
from searchlib.extraction.english.statements.subjects import forward_phrase
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import NAME_RUN, PREPOSITIONS, ROLE_TAGS, Tag
from searchlib.models import SpeakerKind

# a name that opens a sentence, or a clause behind a comma, and is its subject
_OPENING = re.compile(
    r"(?<![^.\nEQ;,s-])(d?(?:[NBAM]{0,2}r)?[Ar#n]{0,3}[AMNBq]{0,5}(?:N(?=[xnaVkK,(GfDH-])|B(?=[xkVa,(H])))"
)
# "His lawyer, Ann Dell, filed": the subject's name in an apposition
_NAMED_BEHIND = re.compile(r"(?<![^.\nEQ;])[dpP][AnNBPp]{0,4}[rn],([AMNBq]{1,5}),(?=[xnaVk])")
# "The judge was unmoved, and she said": somebody known as the subject of a sentence
_KNOWN_BY_ROLE = re.compile(r"d(?<![^.\nEQ]d)[Arn]{0,2}r(?=[xnaVk])")
# where no subject fits: any name of a person
_ANYWHERE = re.compile(r"(?<![NBMA])M?N{2,3}(?![NBMAnr])")


class Antecedent(NamedTuple):
    """Who stands at character `at` and may be meant by a later pronoun; `sure` when the mention itself shows the gender.

    `kind` is "person", "unnamed" for one like "a spokesman", or "organization".
    """

    at: int
    name: str
    gender: str
    sure: bool
    kind: SpeakerKind = "person"
    phrase: Phrase | None = None
    """The words of one who is known by a role alone, "the judge": a pronoun of the same paragraph only means him."""


class Antecedents:
    """The persons and organizations that pronouns stand for, by the places of their mentions."""

    def __init__(self, tagged: TaggedText, clauses: list[Clause], name_index: NameIndex) -> None:
        self.tagged = tagged
        self.name_index = name_index
        self.subjects: dict[int, Antecedent] = {}
        self.organizations: dict[int, str] = {}
        for clause in clauses:
            self._add_source(clause)
        self._add_openings()
        self.people = sorted(self.subjects.values())
        self.named = sorted(self.organizations.items())
        self.others: list[Antecedent] | None = None

    def _add_source(self, clause: Clause) -> None:
        phrase, tagged = clause.phrase, self.tagged
        if phrase.kind == "person" and clause.shape != "by":
            self._add(phrase, known=True)
        elif phrase.kind == "organization":
            self.organizations[tagged.starts[phrase.first]] = clean_name(tagged, phrase.first, phrase.last)
        elif phrase.kind == "unnamed" and not _of_another(tagged, clause) and _is_one_person(tagged, phrase):
            at = tagged.starts[phrase.first]
            written = tagged.text[at : tagged.ends[phrase.last - 1]]
            self.subjects[at] = Antecedent(at, written, _gender_of(tagged, phrase), sure=True, kind="unnamed")
        elif phrase.kind == "unnamed" and clause.shape != "relative" and is_role_word(tagged, phrase.last - 1):
            self._add_known(phrase)
        asked = _asked(tagged, clause)
        if asked is not None:
            self._add(asked, known=True)

    def _add_openings(self) -> None:
        tagged = self.tagged
        for match in _OPENING.finditer(tagged.tags):
            first, last = match.span(1)
            first = max(first, last - 8)
            before = tagged.tags[match.start() - 1 : match.start()]
            if before == Tag.COMMA and tagged.tags[last : last + 1] == Tag.COMMA and not self._is_fronted(first, last):
                continue  # an apposition or a list
            if tagged.words[last : last + 1] == ["via"]:
                continue  # "Henry Vale via Getty Images"
            if before in (Tag.SUBORDINATOR, Tag.COMMA) and tagged.words[first].endswith(("ing", "ed")):
                continue  # "while visiting farmer S", "Vale, 18, removed captain S"
            phrase = read_phrase(tagged, first, last)
            if phrase.kind == "person":
                self._add(phrase, known=phrase.titled or self._acts(phrase))
            elif phrase.kind == "organization":
                self.organizations.setdefault(
                    tagged.starts[phrase.first], clean_name(tagged, phrase.first, phrase.last)
                )
        for match in _NAMED_BEHIND.finditer(tagged.tags):
            phrase = read_phrase(tagged, *match.span(1))
            if phrase.kind == "person":
                self._add(phrase, known=True)
            elif phrase.kind == "organization":
                self.organizations.setdefault(
                    tagged.starts[phrase.first], clean_name(tagged, phrase.first, phrase.last)
                )

        for match in _KNOWN_BY_ROLE.finditer(tagged.tags):
            self._add_known(Phrase("unnamed", *match.span()))

    def _add_known(self, phrase: Phrase) -> None:
        tagged, head = self.tagged, self.tagged.words[phrase.last - 1]
        if tagged.words[phrase.first].lower() != "the" or head in _MANY or (head[-1] == "s" and head != "boss"):
            return
        at = tagged.starts[phrase.first]
        written = tagged.text[at : tagged.ends[phrase.last - 1]]
        self.subjects.setdefault(
            at, Antecedent(at, written, _gender_of(tagged, phrase), sure=True, kind="unnamed", phrase=phrase)
        )

    def _is_fronted(self, first: int, last: int) -> bool:
        """As in "At the mill, Ann Low, who left, doubts it": a phrase with its comma opens the sentence of the name."""
        tags = self.tagged.tags
        return tags[last + 1 : last + 2] == Tag.WHO and tags[sentence_start(tags, first)] == Tag.PREPOSITION

    def _acts(self, phrase: Phrase) -> bool:
        """Whether a lone surname is the subject of a verb: "Dowd shook his head"."""
        tagged, at = self.tagged, phrase.last
        if at >= len(tagged.words) or phrase.last - phrase.first > 1:
            return False
        word = tagged.words[at]
        verb = tagged.tags[at] in (Tag.VERB, Tag.AUXILIARY, Tag.SPEECH_VERB) and tagged.seen_inside(
            tagged.words[at - 1]
        )
        return verb or word in IRREGULAR_PAST or word.endswith("ed")

    def _add(self, phrase: Phrase, *, known: bool) -> None:
        antecedent = self._person(phrase, known=known)
        if antecedent is not None:
            self.subjects[antecedent.at] = antecedent

    def _person(self, phrase: Phrase, *, known: bool) -> Antecedent | None:
        at = self.tagged.starts[phrase.first]
        written = clean_name(self.tagged, phrase.first, phrase.last)
        name, sex = self.name_index.link(written, at, phrase.gender)
        if not known and " " not in name:
            return None
        return Antecedent(at, name, sex, bool(phrase.gender) or " " in written)

    def person_before(self, at: int, gender: str, paragraph: int, *, by_role: bool = True) -> Antecedent | None:
        """Whom he or she at character `at` stands for: the nearest subject whose gender agrees or is unknown, else, close
        by, a person in another position. `by_role`: also one whom the paragraph knows by a role alone ("the judge").

        A bare surname whose gender was only guessed from somebody's full name is taken by itself when no other person
        close by fits: "Trump ... he" in a text that names only Ivanka Trump in full.
        """
        near = min(paragraph, at - 600)
        roles = paragraph if by_role else at
        chosen = _nearest(self.people, at, gender, near, roles=roles)
        if chosen is not None and chosen.at >= near:
            return chosen
        if self.others is None:
            self.others = self._find_others()
        return _nearest(self.others, at, gender, near, roles=roles, least=near) or chosen

    def _find_others(self) -> list[Antecedent]:
        found = []
        for match in _ANYWHERE.finditer(self.tagged.tags):
            if self._is_place(match.start()):
                continue
            phrase = read_phrase(self.tagged, *match.span())
            person = self._person(phrase, known=False) if phrase.kind == "person" else None
            if person is not None:
                found.append(person)
        return found

    def _is_place(self, first: int) -> bool:
        """As in "the leader of Wychavon Vale", "in Wychavon Vale": a name that begins with no given name."""
        words, tags = self.tagged.words, self.tagged.tags
        if first < 2 or words[first] in MALE or words[first] in FEMALE:
            return False
        of_whom = tags[first - 1] == Tag.OF and (tags[first - 2] in ROLE_TAGS or tags[first - 2] == Tag.NAME)
        return words[first - 1] in ("in", "at") or of_whom

    def organization_before(self, at: int) -> tuple[int, str]:
        """The organization that "it" at character `at` stands for, and where it is named: the one named last, no more than
        400 characters before; (-1, "") where none is.
        """
        position = bisect_left(self.named, (at,)) - 1
        if position < 0 or at - self.named[position][0] > CLOSE:
            return -1, ""
        return self.named[position]

    def last_named(self, at: int) -> str:
        """The person in subject position named last before character `at`, close by; else ""."""
        position = bisect_left(self.people, (at,)) - 1
        while position >= 0 and at - self.people[position].at <= CLOSE:
            if self.people[position].kind == "person":
                return self.people[position].name
            position -= 1
        return ""

    def people_within(self, first: int, at: int, sex: str) -> set[str]:
        """The persons in subject position between two characters, but those of the other sex."""
        low, high = bisect_left(self.people, (first,)), bisect_left(self.people, (at,))
        near = (person for person in self.people[low:high] if person.kind == "person")
        return {person.name for person in near if not (sex and person.gender and person.gender != sex)}


CLOSE = 400
_MANY = frozenset(["police", "opposition", "staff", "people", "troops"])
"""Role nouns that stand for several."""


def _nearest(
    people: list[Antecedent], at: int, gender: str, near: int, *, roles: int, least: int = 0
) -> Antecedent | None:
    """The nearest person before character `at` whose gender fits, looking back 60 mentions, not before `least`; one
    known by a role alone not before `roles`.
    """
    guessed: Antecedent | None = None
    position = bisect_left(people, (at,)) - 1
    for antecedent in (
        people[position : max(-1, position - 59) if position > 59 else None : -1] if position >= 0 else ()
    ):
        if antecedent.at < least or (guessed is not None and antecedent.at < near):
            return guessed
        if antecedent.phrase is not None and antecedent.at < roles:
            continue
        if not antecedent.gender or antecedent.gender == gender:
            return antecedent
        if not antecedent.sure and guessed is None and antecedent.at >= near:
            surname = split_suffix(antecedent.name)[0][-1]
            guessed = antecedent._replace(name=surname, gender="")
            near = antecedent.at - 300
    return guessed


def _of_another(tagged: TaggedText, clause: Clause) -> bool:
    """As in "learned Latin from a priest who told her": the relative clause is about no subject."""
    before = tagged.tags[clause.phrase.first - 1 : clause.phrase.first]
    return clause.shape == "relative" and before in PREPOSITIONS


def _is_one_person(tagged: TaggedText, phrase: Phrase) -> bool:
    """Whether a source is somebody not named before: "a spokesman for the union", "one witness"."""
    owned = Tag.NAME_POSSESSIVE in tagged.tags[phrase.first : phrase.last]  # "Tom Bell's wife"
    if tagged.words[phrase.first].lower() not in INDEFINITE and not owned:
        return False
    head = head_of(tagged, phrase)
    plural = tagged.words[head][-1] == "s" and tagged.words[head][-2:] != "ss"
    return is_role_word(tagged, head) and not plural


def head_of(tagged: TaggedText, phrase: Phrase) -> int:
    """The head of a noun phrase: its last word before "of" or "for"."""
    at = phrase.first
    while at + 1 < phrase.last and tagged.tags[at + 1] not in PREPOSITIONS:
        at += 1
    return at


def _gender_of(tagged: TaggedText, phrase: Phrase) -> str:
    word = tagged.words[head_of(tagged, phrase)]
    return "f" if word in FEMALE_ROLES else "m" if word in MALE_ROLES else ""


def _asked(tagged: TaggedText, clause: Clause) -> Phrase | None:
    """Whom a question is put to, who answers it next: "A reporter asked S if the deal is done"."""
    if clause.base not in ASKING or clause.shape == "verb-subject" or clause.closes >= len(tagged.tags):
        return None
    if tagged.tags[clause.closes] not in NAME_RUN:
        return None
    hearer = forward_phrase(tagged, clause.closes)
    return hearer[0] if hearer is not None and hearer[0].kind == "person" else None
