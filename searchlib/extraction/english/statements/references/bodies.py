"""Bodies: which organization "the company", "the agency", "the union" stands for.

An organization answers to the nouns of its name ("Helix Union"), to a noun right before it ("bus operator Fenway"), to that
of its apposition ("Usdaw, the shopworkers' union"), and, where it has executives, to "company". Of several that answer the
text must mean one plainly: the only one of the last two paragraphs, or the one it is about.
"""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from searchlib.extraction.english.lexicon.organizations import BODIES_BEFORE_NAMES, COMPANY_ENDS
from searchlib.extraction.english.lexicon.references import (
    ANY_FIRM,
    BODY_NOUNS,
    EXECUTIVES,
    FIRM_ENDS,
    FIRMS,
    NEVER_FIRMS,
)
from searchlib.extraction.english.statements.phrases.noun_phrases import METONYMS
from searchlib.extraction.english.statements.references.paragraphs import paragraph_before
from searchlib.extraction.english.tagged_text import TaggedText

_HEAD_ENDS = frozenset("of,(wGtf.\n")
_FAR = 3000
_LOOSE_BODIES = frozenset(
    """group organisation organization charity watchdog regulator nonprofit party club movement broadcaster newspaper
    network""".split()
)
"""Nouns for a body that its name need not tell."""
_MOST = 12  # places of one name that are looked at
_LEADS = re.compile(
    r"(?:chief executive(?: officer)?|finance (?:director|chief)|chief financial officer|managing director) (?:of|at) $"
)
_LED = re.compile(
    r"(?:['’]s)? (?:chief executive|chief financial|finance (?:director|chief)|managing director|shares|CEO|CFO|COO)\b"
)


_INTRODUCED = re.compile(r"\b(?:[Aa]n?|[Tt]he|[Aa]nother)(?: [a-z][\w’'-]{1,20}){1,3}$")
"""What stands before a noun that tells of a body without its name: "a rival trade", "the trade"."""


class _Body(NamedTuple):
    """An organization: where its name first stands, and the nouns that it answers to."""

    name: str
    at: int
    nouns: frozenset[str]


class Bodies:
    """The organizations that a text names in subject position, by what they are called later."""

    def __init__(self, tagged: TaggedText, named: list[tuple[int, str]]) -> None:
        self.tagged = tagged
        self.named = named
        self.bodies: dict[str, _Body] = {}
        self.places: dict[str, list[int]] = {}
        for at, name in named:
            whole = self._whole(name)
            places = self.places.setdefault(whole, [])
            if len(places) < _MOST:
                places.append(at)
            if whole not in self.bodies:
                self.bodies[whole] = _Body(whole, at, frozenset())
        self.bodies = {name: self._read(body) for name, body in self.bodies.items()}

    def _whole(self, name: str) -> str:
        """The name itself, or the longer one of the text that it opens: "Nordkraft" for "Nordkraft ASA"."""
        return next((longer for longer in self.bodies if longer.startswith(f"{name} ")), name)

    def _read(self, body: _Body) -> _Body:
        nouns = {word.lower() for word in body.name.split(" ")} & (BODY_NOUNS | FIRMS)
        last = body.name.rsplit(" ", 1)[-1]
        if last in FIRM_ENDS or last in COMPANY_ENDS:
            nouns.add("company")
        for at in self.places[body.name]:
            nouns.update(self._beside(at))
        if not nouns & FIRMS and self._has_executives(body.name):
            nouns.add("company")
        return body._replace(nouns=frozenset(nouns))

    def _beside(self, at: int) -> Iterator[str]:
        """The noun right before the name at character `at`, and the head of the apposition behind it."""
        tagged = self.tagged
        first = bisect_left(tagged.starts, at)
        before = tagged.words[first - 1].lower() if first else ""
        if before in BODIES_BEFORE_NAMES or before in FIRMS or before in BODY_NOUNS:
            yield before
        comma = tagged.tags.find(",", first, first + 8)
        if comma < 0 or tagged.tags[comma + 1 : comma + 2] not in ("d", "P", "n", "A"):
            return
        for scan in range(comma + 1, min(comma + 10, len(tagged.tags) - 1)):
            word = tagged.words[scan].lower()
            if tagged.tags[scan + 1] in _HEAD_ENDS or tagged.words[scan + 1] == "based":
                if word in FIRMS or word in BODY_NOUNS:
                    yield word
                return

    def _has_executives(self, name: str) -> bool:
        """Whether the text has a chief executive or shares of this name."""
        text, at = self.tagged.text, -1
        short = name.split(" ", maxsplit=1)[0] if name.rsplit(" ", 1)[-1] in FIRM_ENDS else name
        for _ in range(_MOST):
            at = text.find(short, at + 1)
            if at < 0:
                return False
            behind = _LED.match(text, at + len(short)) or (
                text[at + len(short) : at + len(short) + 4].strip() in EXECUTIVES
            )
            if behind or _LEADS.search(text, max(0, at - 40), at):
                return True
        return False

    def called(self, noun: str, at: int) -> str:
        """The organization named before character `at` that "the `noun`" stands for; "" where none does, or several may."""
        if self._another(noun, at):
            return ""
        fitting = [body for body in self.bodies.values() if body.at < at and self._answers(body, noun)]
        here = self._subject_here(noun, at)
        if here is not None and (here in fitting or not any(self._last(body, at) > here.at for body in fitting)):
            return here.name
        if not fitting and noun in ANY_FIRM:
            fitting = [body for body in self.bodies.values() if self._is_topic(body, at)]
        if len(fitting) == 1:
            return fitting[0].name if at - self._last(fitting[0], at) < _FAR else ""
        near = paragraph_before(self.tagged.text, at)
        close = [body for body in fitting if self._last(body, at) >= near]
        if len(close) == 1:
            return close[0].name
        counts = sorted(((self._count(body, at), body.name) for body in close or fitting), reverse=True)
        return counts[0][1] if len(counts) > 1 and counts[0][0] > 2 * counts[1][0] else ""

    def _another(self, noun: str, at: int) -> bool:
        """As in "Brack Energy left. A rival trade group objected, the group said": one that the paragraph does not name."""
        text = self.tagged.text
        paragraph = max(text.rfind("\n", max(0, at - _FAR), at), at - _FAR, 0)
        told = text.rfind(f" {noun} ", paragraph, at)
        if told < 0 or (told > 3 and text[told - 4 : told].lower() == " the"):
            return False
        opens = _INTRODUCED.search(text, max(paragraph, told - 60), told)
        if opens is None or text[told + len(noun) + 2 : told + len(noun) + 3].isupper():
            return False  # "The mining company Helix"
        before = text[max(paragraph, opens.start() - 30) : opens.start()].rstrip(" ")
        if before[-1:] == ",":
            return (
                before[:-1].rsplit(" ", 1)[-1].islower()
            )  # "Just this week, the trade group"; not "Acme, a trade group"
        return before[-1:] in ("", ".", "\n", "”", '"')

    def _subject_here(self, noun: str, at: int) -> _Body | None:
        """The one organization in subject position that the paragraph of character `at` names before it, if it may be
        called so: nothing tells what it is, or it answers.
        """
        paragraph = max(self.tagged.text.rfind("\n", max(0, at - _FAR), at), at - _FAR)
        low, high = bisect_left(self.named, (paragraph,)), bisect_left(self.named, (at,))
        names = {self._whole(name) for _, name in self.named[low:high]}
        body = self.bodies.get(names.pop()) if len(names) == 1 else None
        if body is None or body.name in METONYMS:
            return None
        if self._answers(body, noun):
            return body
        if body.nouns or not (noun in FIRMS or noun in _LOOSE_BODIES):
            return None
        return body if noun in _LOOSE_BODIES or NEVER_FIRMS.isdisjoint(body.name.split(" ")) else None

    def _answers(self, body: _Body, noun: str) -> bool:
        if noun in body.nouns:
            return True
        firm = not body.nouns.isdisjoint(FIRMS - {"group", "bank"}) or (
            "group" in body.nouns and NEVER_FIRMS.isdisjoint(body.name.split(" "))
        )
        if noun in ANY_FIRM:
            return firm or (noun == "group" and "charity" in body.nouns)
        return noun in FIRMS and noun != "bank" and body.nouns == frozenset(("company",))

    def _is_topic(self, body: _Body, at: int) -> bool:
        """Whether a text may be about this organization, which it names early and again, and it may be a company."""
        if body.nouns or body.name in METONYMS or not NEVER_FIRMS.isdisjoint(body.name.split(" ")):
            return False
        return body.at < min(at, 300) and self.tagged.text.count(body.name) > 1

    def _last(self, body: _Body, at: int) -> int:
        """Where the name of an organization stands last before character `at`."""
        last = self.tagged.text.rfind(body.name.split(" ")[0], max(0, at - _FAR), at)
        return max(last, body.at)

    def _count(self, body: _Body, at: int) -> int:
        return bisect_right(self.places[body.name], at)
