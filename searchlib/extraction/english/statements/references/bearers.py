"""Bearers: which person of a text "the minister", "the boss", "the officer" stands for, by the roles beside the names."""

from __future__ import annotations

import re
from typing import NamedTuple

from searchlib.extraction.english.lexicon.references import DEPUTIES, LOOSE, SAME_ROLES, SECONDS, SPORTING
from searchlib.extraction.english.lexicon.roles import DEMONYMS, SHORT_ROLES
from searchlib.extraction.english.statements.references.name_index import NameIndex
from searchlib.extraction.english.statements.references.paragraphs import paragraph_before

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
