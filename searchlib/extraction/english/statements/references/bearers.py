"""Bearers: which person of a text "the minister", "the boss", "the officer" stands for, by the roles beside the names."""

from __future__ import annotations

import re
from typing import NamedTuple

from searchlib.extraction.english.lexicon.references import DEPUTIES, LOOSE, SAME_ROLES, SECONDS, SPORTING
from searchlib.extraction.english.lexicon.roles import DEMONYMS, RELATIONS, SHORT_ROLES
from searchlib.extraction.english.statements.phrases.noun_phrases import Phrase
from searchlib.extraction.english.statements.references.name_index import NameIndex
from searchlib.extraction.english.statements.references.paragraphs import paragraph_before
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import PREPOSITIONS, Tag

_HEAD_ENDS = re.compile(r",| (?:of|for|at|in|with|to|on|from|who|and) ")


class _Role(NamedTuple):
    """A role beside the name of a person at a character: the words up to its head, all of its words, and
    whether it names a nation.
    """

    name: str
    at: int
    head: frozenset[str]
    words: frozenset[str]
    foreign: bool


class Bearers:
    """The persons of a text with the roles that it gives them, wherever it does."""

    def __init__(self, name_index: NameIndex, spoken: dict[str, tuple[int, str]]) -> None:
        """`spoken` has, for each person who speaks, where that is and the role given there."""
        self.text = name_index.tagged.text
        self.roles = [_read(name, at, role) for name, at, role in name_index.roles_told() if role]
        self.roles += [_read(name, at, role) for name, (at, role) in spoken.items() if role]

    def called(self, words: list[str], at: int) -> str:
        """The person whom "the" with `words` behind it stands for at character `at`; "" where nobody is, or several may be."""
        head = words[-1].lower()
        heads = SAME_ROLES.get(head, frozenset((head,)))
        before = {word.lower() for word in words[:-1]} - LOOSE
        fitting: dict[str, _Role] = {}
        for role in self.roles:
            if role.at < at and not heads.isdisjoint(role.head) and _agrees(before, role, head):
                fitting.setdefault(role.name, role)
        plain = {name: role for name, role in fitting.items() if DEPUTIES.isdisjoint(role.head - before)}
        names = list(plain or fitting)
        if len(names) > 1:
            names = [name for name in names if not fitting[name].foreign] or names  # "Chinese President Li" beside him
        if len(names) < 2:
            return names[0] if names else ""
        near = paragraph_before(self.text, at)
        close = [name for name in names if self.text.rfind(name.rsplit(" ", 1)[-1], near, at) >= 0]
        return close[0] if len(close) == 1 else ""

    def told_later(self, opening: Opening, at: int, end: int) -> str:
        """The one person who has the role of a report's opening, at characters `at` to `end`, further down; else ""."""
        heads = SAME_ROLES.get(opening.head, frozenset((opening.head,)))
        names = {role.name for role in self.roles if not heads.isdisjoint(role.head) and self._is_plain(role, opening)}
        if len(names) != 1:
            return ""
        (name,) = names
        places = [role for role in self.roles if role.name == name and role.at > end]
        if not places or min(role.at for role in places) - at > _LATER or self.text.rfind(name, 0, at) >= 0:
            return ""
        fits = [role for role in places if not heads.isdisjoint(role.head) and opening.agrees(role.words)]
        return name if fits else ""

    def _is_plain(self, role: _Role, opening: Opening) -> bool:
        """Whether a role is none of a deputy, unless the opening is."""
        return not (role.head - opening.words) & DEPUTIES - {"prime", "chief"}


_LATER = 2000


class Opening(NamedTuple):
    """The role that opens a report: its head, the words before it, and whose it is ("Portugal's"), or ""."""

    head: str
    words: frozenset[str]
    whose: str
    plain: bool
    """It stands with "the" or an owner, so that there is one; else the words before it must tell as much."""

    def agrees(self, told: frozenset[str]) -> bool:
        """Whether the words of a role further down can be those of this one: its words are among them, and no other country."""
        if not self.words <= told or not (self.plain or self.words):
            return False
        nations = [word for word in told if word.capitalize() in DEMONYMS]
        return not nations or not self.whose or any(_is_of(nation, self.whose) for nation in nations)


def _is_of(nation: str, country: str) -> bool:
    """Whether an adjective is a country's: "portuguese" of "portugal"."""
    return nation[:4] == country[:4].lower()


def opening_role(tagged: TaggedText, phrase: Phrase) -> Opening | None:
    """The role of a phrase that opens a text, or an item of it, read for whom it means; None for any other phrase."""
    if not _opens_an_item(tagged.text, tagged.starts[phrase.first]):
        return None
    tags, words = tagged.tags, tagged.words
    end = next((at for at in range(phrase.first, phrase.last) if tags[at] in PREPOSITIONS), phrase.last)
    head = words[end - 1].lower()
    if tags[end - 1] not in (Tag.ROLE, Tag.TITLE) or head[-1] == "s" or head in RELATIONS:
        return None
    first, opener = phrase.first, words[phrase.first].lower()
    owner = next((at for at in range(first, end) if tags[at] == Tag.NAME_POSSESSIVE), -1)
    whose = words[owner][:-2] if owner >= 0 else ""
    first = owner + 1 if owner >= 0 else first + (tags[first] == Tag.DETERMINER)
    if opener in ("his", "her", "their", "my", "our", "its", "another", "one"):
        return None
    before = frozenset(word.lower() for word in words[first : end - 1]) - LOOSE
    behind = {word.lower() for word in words[end : phrase.last] if word[0].isupper()}
    return Opening(
        head, before | behind, whose, plain=opener == "the" or bool(whose) or first == end - 1 == phrase.first
    )


def _opens_an_item(text: str, at: int) -> bool:
    """Whether character `at` stands in the first two paragraphs, or in a line without a full stop, which is a heading."""
    if at < _OPENING:
        return text.count("\n\n", 0, at) < 2
    end = text.find("\n", at, at + 150)
    return end > 0 and text[end - 1] not in '.?!”"'


_OPENING = 900


def _read(name: str, at: int, role: str) -> _Role:
    head = _HEAD_ENDS.split(role, maxsplit=1)[0]
    foreign = not DEMONYMS.isdisjoint(role.split(" "))
    return _Role(name, at, _words(head), _words(role), foreign)


def _words(role: str) -> frozenset[str]:
    return frozenset(
        SHORT_ROLES.get(word, word.lower().removesuffix("'s")) for word in role.replace(",", " ").split(" ")
    )


def _agrees(before: set[str], role: _Role, head: str) -> bool:
    """Whether the words between "the" and its head are of the role: not "the French president" for "U.S. President Vale"."""
    if head == "executive" and before == {"chief"}:
        return True
    if head == "officer" and ("executive" in role.head or "chief" in role.head):
        return False
    if head in SPORTING and len(role.words) == 1:
        return True  # "the Surrey captain" behind "captain Beth Lowe"
    return before <= role.words and not (role.head - before) & SECONDS
