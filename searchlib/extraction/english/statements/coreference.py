"""He, she and they: the person a pronoun stands for, by the places that names have in the text before it.

The rule: the later of the last named source and the last person in subject position, outside quotations, whose gender
does not disagree. It is right for 85 of 100 pronouns of sources in news; the last speaker alone for 37.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from searchlib.extraction.english.statements.cues import Clause
from searchlib.extraction.english.statements.names import Phrase, Roster, clean_name, read_phrase, split_suffix
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import Tag

# a name that opens a sentence, or a clause behind a comma, and is its subject
_OPENING = re.compile(r"(?:(?<![^.\nEQ;,s])|^)(d?[Ar#n]{0,3}[AMNBq]{0,5}N)(?=[xnaVkK,(GfDH-])")


class Antecedent(NamedTuple):
    """A person in subject position at character `at`; `sure` when the mention itself shows the gender."""

    at: int
    name: str
    gender: str
    sure: bool


def find_antecedents(tagged: TaggedText, clauses: list[Clause], roster: Roster) -> list[Antecedent]:
    """The persons that a later pronoun may stand for, in order."""
    found: dict[int, Antecedent] = {}
    for clause in clauses:
        if clause.phrase.kind == "person":
            _add(found, tagged, clause.phrase, roster, known=True)
    for match in _OPENING.finditer(tagged.tags):
        first, last = match.span(1)
        if last - first > 8:
            first = last - 8
        if tagged.tags[match.start() - 1 : match.start()] == Tag.COMMA and tagged.tags[last : last + 1] == Tag.COMMA:
            continue  # an apposition or a list
        phrase = read_phrase(tagged, first, last)
        if phrase.kind == "person":
            _add(found, tagged, phrase, roster, known=phrase.titled)
    return sorted(found.values())


def _add(found: dict[int, Antecedent], tagged: TaggedText, phrase: Phrase, roster: Roster, *, known: bool) -> None:
    at = tagged.starts[phrase.first]
    written = clean_name(tagged, phrase.first, phrase.last)
    name, sex = roster.link(written, at, phrase.gender)
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
