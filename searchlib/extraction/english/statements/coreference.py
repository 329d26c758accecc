"""He, she and they: the person a pronoun stands for, by the places that names have in the text before it.

The rule: the later of the last named source and the last person in subject position, outside quotations, whose gender
does not disagree. It is right for 85 of 100 pronouns of sources in news; the last speaker alone for 37.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from searchlib.extraction.english.statements.content import AttributedSpan
from searchlib.extraction.english.statements.cues import Clause
from searchlib.extraction.english.statements.name_index import MOST_NAMESAKES, NameIndex
from searchlib.extraction.english.statements.noun_chains import NAMED
from searchlib.extraction.english.statements.noun_phrases import (
    Phrase,
    clean_name,
    read_phrase,
    split_suffix,
    suffix_behind,
)
from searchlib.extraction.english.statements.role_phrases import is_relation
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import Tag
from searchlib.extraction.english.transcripts import Turn
from searchlib.models import SpeakerKind

# a name that opens a sentence, or a clause behind a comma, and is its subject
_OPENING = re.compile(r"(?:(?<![^.\nEQ;,s])|^)(d?[Ar#n]{0,3}[AMNBq]{0,5}N)(?=[xnaVkK,(GfDH-])")


class Antecedent(NamedTuple):
    """A person in subject position at character `at`; `sure` when the mention itself shows the gender."""

    at: int
    name: str
    gender: str
    sure: bool


def find_antecedents(tagged: TaggedText, clauses: list[Clause], name_index: NameIndex) -> list[Antecedent]:
    """The persons that a later pronoun may stand for, in order."""
    found: dict[int, Antecedent] = {}
    for clause in clauses:
        if clause.phrase.kind == "person":
            _add(found, tagged, clause.phrase, name_index, known=True)
    for match in _OPENING.finditer(tagged.tags):
        first, last = match.span(1)
        if last - first > 8:
            first = last - 8
        if tagged.tags[match.start() - 1 : match.start()] == Tag.COMMA and tagged.tags[last : last + 1] == Tag.COMMA:
            continue  # an apposition or a list
        phrase = read_phrase(tagged, first, last)
        if phrase.kind == "person":
            _add(found, tagged, phrase, name_index, known=phrase.titled)
    return sorted(found.values())


def _add(
    found: dict[int, Antecedent],
    tagged: TaggedText,
    phrase: Phrase,
    name_index: NameIndex,
    *,
    known: bool,
) -> None:
    at = tagged.starts[phrase.first]
    written = clean_name(tagged, phrase.first, phrase.last)
    name, sex = name_index.link(written, at, phrase.gender)
    if known or " " in name:
        found[at] = Antecedent(at, name, sex, bool(phrase.gender) or " " in written)


def person_before(antecedents: list[Antecedent], at: int, gender: str, paragraph: int) -> str:
    """The name for a pronoun at character `at`: the nearest person whose gender agrees or is unknown.

    A bare surname whose gender was only guessed from somebody's full name is taken by itself when no other person close
    by fits: "Trump ... he" in a text that names only Ivanka Trump in full.
    """
    guessed, near = "", at - 600
    for position in range(bisect_left(antecedents, (at,)) - 1, max(-1, bisect_left(antecedents, (at,)) - 60), -1):
        antecedent = antecedents[position]
        if guessed and antecedent.at < min(paragraph, near):
            return guessed
        if not antecedent.gender or antecedent.gender == gender:
            return antecedent.name
        if not antecedent.sure and not guessed and antecedent.at >= min(paragraph, near):
            guessed, near = split_suffix(antecedent.name)[0][-1], antecedent.at - 300
    return guessed


class Speaker(NamedTuple):
    """A resolved speaker."""

    name: str
    kind: SpeakerKind
    inferred: bool = False


class Resolver:
    """From a source's words to its speaker, inside one document."""

    def __init__(self, tagged: TaggedText, clauses: list[Clause], found: list[AttributedSpan]) -> None:
        self.tagged = tagged
        self.name_index = NameIndex(tagged)
        self.antecedents: list[Antecedent] = find_antecedents(tagged, clauses, self.name_index)
        self.known: dict[str, dict[str, None]] = {}
        self.phrases: dict[int, Speaker] = {}
        self.last_group: tuple[int, str] = (-1, "")
        self.given: dict[str, str] = {}
        for statement in found:
            if statement.phrase is not None:
                self._remember(statement.phrase)
                self._remember_role(statement.phrase, statement.clause)
            for phrase in statement.clause.others if statement.clause is not None else ():
                self._remember(phrase)

    def _remember(self, phrase: Phrase) -> None:
        if phrase.kind in NAMED:
            who = self.who(phrase)
            name = clean_name(self.tagged, phrase.first, phrase.last)
            names = self.known.setdefault(who.name, {who.name: None})
            if len(names) < MOST_NAMESAKES:
                names[name] = None

    def _remember_role(self, phrase: Phrase, clause: Clause | None) -> None:
        """The first role that stands beside the words that name a source."""
        if phrase.kind == "person" and clause is not None and clause.role and not is_relation(clause.role):
            self.given.setdefault(self.who(phrase).name, clause.role)

    def who(self, phrase: Phrase) -> Speaker:
        """The speaker that a phrase names or stands for."""
        if phrase.first not in self.phrases:
            self.phrases[phrase.first] = self._who(phrase)
        return self.phrases[phrase.first]

    def _who(self, phrase: Phrase) -> Speaker:
        tagged = self.tagged
        at = tagged.starts[phrase.first]
        written = tagged.text[at : tagged.ends[phrase.last - 1]]
        if phrase.kind == "person":
            name = clean_name(tagged, phrase.first, phrase.last)
            suffix = suffix_behind(tagged, phrase.last)
            name, _ = self.name_index.link(f"{name} {suffix}" if suffix else name, at, phrase.gender)
            return Speaker(name, "person")
        if phrase.kind == "organization":
            return Speaker(clean_name(tagged, phrase.first, phrase.last), "organization")
        if phrase.kind == "he":
            paragraph = tagged.text.rfind("\n", max(0, at - 3000), at)
            name = person_before(self.antecedents, at, phrase.gender, paragraph)
            return Speaker(name, "person" if name else "unknown", inferred=True)
        if phrase.kind == "unnamed":
            body = self.name_index.organization_before(written, at)
            if body:
                return Speaker(body, "organization", inferred=True)
            self.last_group = (at, written)
            return Speaker(written, "unnamed")
        return self._they(written, at)

    def _they(self, written: str, at: int) -> Speaker:
        """They: the unnamed group that spoke last, where it stands close before."""
        before, group = self.last_group
        if written.lower() == "they" and 0 <= before < at and at - before < 600 and _plural(group):
            return Speaker(group, "unnamed", inferred=True)
        return Speaker("", "unknown")

    def role(self, who: Speaker, clause: Clause | None) -> str:
        """The role of a person: the one beside the words that name the source, else the one given elsewhere in the text."""
        if who.kind != "person" or not who.name:
            return ""
        beside = clause.role if clause is not None else ""
        return beside or self.name_index.role_of(who.name) or self.given.get(who.name, "")

    def names(self, who: Speaker) -> tuple[str, ...]:
        """All names that the document has for a speaker, the canonical one first."""
        if who.kind not in NAMED:
            return ()
        names = self.known.get(who.name, {who.name: None})
        return tuple(dict.fromkeys([*names, *self.name_index.names_of(who.name)]))


def _plural(phrase: str) -> bool:
    return phrase.endswith(("s", "people", "men", "women", "police"))


def voice(resolver: Resolver, turn: Turn) -> Speaker:
    """The speaker of a turn: a shouted surname is linked like one in the text."""
    name = " ".join(turn.name.split())
    if name.isupper():
        name = " ".join(part if len(part) <= 2 else part.capitalize() for part in name.split(" "))
    linked, _ = resolver.name_index.link(name, max(turn.at, 0))
    return Speaker(linked, "person")
