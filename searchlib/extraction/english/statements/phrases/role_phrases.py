"""RoleIndex: what a person is beside the name ("defense minister") - in a noun phrase, an apposition, or anywhere in a text.

`role_text` cuts the words before a name, or of an apposition, down to the role: a day, a numeral, an honorific, a word of
a headline or a thing that happens to stand before a name is none. `RoleIndex` keeps where each full name of a document
stands, so that the role a text gives once, far from any speech, is known wherever the person speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchlib.extraction.english.lexicon.function_words import PERIODS, TIMELY
from searchlib.extraction.english.lexicon.furniture import CAPTION_ENDS, FURNITURE_WORDS
from searchlib.extraction.english.lexicon.metonyms import PLACES, STATES
from searchlib.extraction.english.lexicon.organizations import DEPARTMENTS
from searchlib.extraction.english.lexicon.roles import (
    BEFORE_TITLE,
    FEELINGS,
    HONORIFICS,
    MORE_ROLES,
    NOBODY,
    PARTISANS,
    RELATIONS,
    ROLES,
)
from searchlib.extraction.english.tagged_text import TaggedText, group_start
from searchlib.extraction.english.tags import (
    ENDS_ROLE_HEAD,
    NAMES,
    NEVER_ENDS_ROLE,
    NEVER_OPENS_APPOSITION,
    NEVER_OPENS_ROLE,
    NOUN_ROLES,
    ROLE_TAGS,
    Tag,
)

_AGENT = re.compile(r"[a-z-]{3,}(?:er|or|ist|ian|man|woman|eur)$")
_HEAD_ENDS = frozenset("of,(cGaw")
_CLAUSAL = re.compile(r"[xVkhHeQE.\n:;w]")
_LONGEST = 20


def is_role_word(tagged: TaggedText, at: int) -> bool:
    """Whether token `at` can be the head of a role: a title, a role noun, a partisan, an agent noun in lower case."""
    letter, word = tagged.tags[at], tagged.words[at]
    if letter in ROLE_TAGS:
        return word not in HONORIFICS
    if letter == Tag.ADJECTIVE:
        return word in PARTISANS
    if letter == Tag.NAME and tagged.tags[at - 1 : at] in ("", Tag.STOP, Tag.LINE):
        word = word.lower()  # "Islander Effie Vale"
    elif letter != Tag.WORD:
        return False
    return word in MORE_ROLES or word.endswith("-in-law") or is_agent(word)


def is_agent(word: str) -> bool:
    """Whether a noun in lower case tells by its ending what somebody does or where he lives: "cyclist", "islander"."""
    return word not in NOBODY and _AGENT.match(word) is not None


def role_text(tagged: TaggedText, first: int, last: int) -> str:
    """The role in tokens `first` to `last`, without what is none of it; "" where no head of a role is among them."""
    first, last = _trimmed(tagged, first, last)
    if first >= last or last - first > _LONGEST or not _has_head(tagged, first, last):
        return ""
    return tagged.text[tagged.starts[first] : tagged.ends[last - 1]]


def _trimmed(tagged: TaggedText, first: int, last: int) -> tuple[int, int]:
    tags, words = tagged.tags, tagged.words
    while last > first and (
        words[last - 1] in HONORIFICS
        or tags[last - 1] in NEVER_ENDS_ROLE
        or (last - first > 1 and words[last - 1] in ("Dr.", "Dr") and tags[last - 2] in NOUN_ROLES)
    ):
        last -= 1
    for at in range(first, last):
        if tags[at] in _HEAD_ENDS:
            break
        timely = (
            tags[at] == Tag.DAY
            or words[at] in CAPTION_ENDS
            or (words[at] in PERIODS and words[at - 1].lower() in TIMELY)
        )
        if timely or _is_stray_before_title(tagged, at, last) or (at + 1 < last and _is_deed(tagged, at)):
            first = at + 1
        elif tags[at] == Tag.WHO or words[at].lower().startswith(("who'", "who’")):
            last = at
            break
    first = _title_start(tagged, first, last)
    while first < last and _is_stray(tagged, first):
        first += 1
    return first, last


def _title_start(tagged: TaggedText, first: int, last: int) -> int:
    """Where a role with a title in capitals begins: not at "mask-shunning" or "angered" before "U.S. President"."""
    title = tagged.tags.find(Tag.TITLE, first, last)
    if title < 0:
        return first
    at = title
    while at > first and (
        tagged.tags[at - 1] not in (Tag.WORD, Tag.SPEECH_ING, Tag.SPEECH_VERB)
        or tagged.words[at - 1] in BEFORE_TITLE
        or _PREFIXED.match(tagged.words[at - 1])
        or is_role_word(tagged, at - 1)
    ):
        at -= 1
    return at


def _is_deed(tagged: TaggedText, at: int) -> bool:
    """As in "The club removed captain Ann Lind"; not "retired postman Jon Vik"."""
    word = tagged.words[at]
    if tagged.tags[at] != Tag.WORD or not word.endswith("ed") or "-" in word:
        return False
    return word not in BEFORE_TITLE and word not in _KEPT


_KEPT = frozenset(
    [
        "retired",
        "united",
        "appointed",
        "ousted",
        "disgraced",
        "embattled",
        "acclaimed",
        "accredited",
        "registered",
        "certified",
    ]
)
"""Participles that a role may begin with."""
_PREFIXED = re.compile(r"(?:vice|co|ex|then|first|second|third|far|right|left|long|self|one|two|three)-")


def _is_stray(tagged: TaggedText, at: int) -> bool:
    """Whether a word cannot open a role: an article, a numeral, "last", a word of a headline."""
    letter, word = tagged.tags[at], tagged.words[at]
    if letter == Tag.NUMBER:
        return "-" not in word
    if word == "s":
        return True  # of "Low’ s former lawyer"
    if _is_deed(tagged, at):
        return True
    if letter in NEVER_OPENS_ROLE or (letter == Tag.ADVERB and not word.endswith("ly")) or word.lower() in TIMELY:
        return True
    return (
        word in FURNITURE_WORDS
        or word.lower() in FEELINGS
        or (len(word) > 3 and word.isupper() and tagged.seen_lower(word))
    )


def _is_stray_before_title(tagged: TaggedText, at: int, last: int) -> bool:
    """As in "the attacks President Obama cited": few words in lower case are part of the title behind them."""
    if at + 1 >= last or tagged.tags[at] not in (Tag.WORD, Tag.SPEECH_ING) or tagged.tags[at + 1] != Tag.TITLE:
        return False
    word = tagged.words[at]
    return "-" not in word and word not in BEFORE_TITLE and not is_role_word(tagged, at)


def _has_head(tagged: TaggedText, first: int, last: int) -> bool:
    """Whether the head of the phrase - its last word before "of", "for", a comma - is that of a role."""
    tags = tagged.tags
    for at in range(first, last):
        behind = tags[at + 1] if at + 1 < last else ","
        if behind == Tag.WORD and tagged.words[at + 1].endswith("ing") and is_role_word(tagged, at):
            return True
        if behind in _HEAD_ENDS:
            if is_role_word(tagged, at):
                return True
            if behind != Tag.CONJUNCTION and not (
                behind == Tag.OF and tags[at] in NAMES
            ):  # "Chamber of Commerce president"
                return False
    return False


def is_relation(role: str) -> bool:
    """Whether a role tells only who one is to somebody else: "his predecessor"."""
    return role.split(" ", 1)[0].lower() in RELATIONS or role.rsplit(" ", 1)[-1] in RELATIONS


def _of_many(role: str) -> bool:
    """Whether a role is that of several: "presidential candidates Ann Lind and Jon Vik"."""
    head = role.rsplit(" ", 1)[-1]
    return head.endswith("s") and head in ROLES and head[:-1] in ROLES


def is_party(tagged: TaggedText, first: int, last: int) -> bool:
    """Whether tokens between two commas tell a party or a place: ", R-Ky.,", ", Ohio,"."""
    word = tagged.words[first]
    return last - first == 1 and (word[:2] in ("R-", "D-", "I-") or word in STATES or word in PLACES)


def apposition_role(tagged: TaggedText, first: int, last: int) -> str:
    """The words of an apposition, when they are a role and not a clause."""
    if (
        last - first > _LONGEST
        or first >= last
        or tagged.tags[first] in NEVER_OPENS_APPOSITION
        or tagged.words[first].lower().startswith("who")
        or _CLAUSAL.search(tagged.tags, first, last)
        or is_party(tagged, first, last)
    ):
        return ""
    return role_text(tagged, first, last)


class RoleIndex:
    """The roles that a document gives its persons, wherever it does."""

    MOST = 6  # mentions of one name looked at

    def __init__(self, tagged: TaggedText) -> None:
        self.tagged = tagged
        self.places: dict[str, list[tuple[int, int]]] = {}
        self.roles: dict[str, str] = {}

    def stands(self, name: str, first: int, last: int) -> None:
        """Remember that `name` stands in tokens `first` to `last`."""
        places = self.places.setdefault(name, [])
        if len(places) < self.MOST:
            places.append((first, last))

    def role_of(self, name: str) -> str:
        """The first role that the document gives this name, or ""."""
        if name not in self.roles:
            given = (self._role_at(first, last) for first, last in self.places.get(name, ()))
            self.roles[name] = next(
                (role for role in given if role and not is_relation(role) and not _of_many(role)), ""
            )
        return self.roles[name]

    def roles_at(self, name: str) -> Iterator[tuple[int, str]]:
        """The first token of each place of a name, and the role beside it there."""
        return ((first, self._role_at(first, last)) for first, last in self.places.get(name, ()))

    def _role_at(self, first: int, last: int) -> str:
        """The role right before the name, or in an apposition behind or before it."""
        tags = self.tagged.tags
        opens = group_start(tags, last - 1, max(0, last - 14))
        role = role_text(self.tagged, opens, first) if opens < first else ""
        if not role and self._is_department(opens, first):
            opens = group_start(tags, opens - 2, max(0, opens - 8))  # "Secretary of State Antony Blinken"
            role = role_text(self.tagged, opens, first)
        if role or tags[last : last + 1] != Tag.COMMA:
            return role
        if tags[first - 1 : first] == Tag.COMMA and first == opens and (role := self._role_before(first - 1)):
            return role
        stops = (tags.find(mark, last + 1, last + _LONGEST + 2) for mark in ",.\n")
        stop = min((at for at in stops if at > 0), default=-1)
        if stop > 0 and self._is_described(last + 1, stop):
            return apposition_role(self.tagged, last + 1, stop)
        return ""

    def _role_before(self, comma: int) -> str:
        """As in "The foreign minister, Lars Holm, flew home": what stands before the name in an apposition."""
        opens = group_start(self.tagged.tags, comma - 1, max(0, comma - 8))
        if self.tagged.tags[opens] != Tag.DETERMINER or self.tagged.words[opens].lower() not in ("the", "a", "an"):
            return ""
        return role_text(self.tagged, opens, comma)

    def _is_department(self, opens: int, first: int) -> bool:
        """Whether the words before the name are the department of a title before them: "Secretary OF State"."""
        if (
            opens < 2
            or opens == first
            or self.tagged.tags[opens - 1] != Tag.OF
            or self.tagged.tags[opens - 2] not in (Tag.TITLE, Tag.ROLE)
        ):
            return False
        return all(word.capitalize() in DEPARTMENTS for word in self.tagged.words[opens:first])

    def _is_described(self, first: int, stop: int) -> bool:
        """Whether an apposition describes the name before it, rather than going on with a list of names."""
        tags = self.tagged.tags
        opener = tags[first : first + 1]
        if opener not in (Tag.DETERMINER, Tag.ROLE, Tag.WORD, Tag.ADJECTIVE) and not (
            opener in (Tag.TITLE, Tag.NAME, Tag.ORGANIZATION, Tag.NAME_POSSESSIVE) and Tag.OF in tags[first:stop]
        ):
            return False
        head = first
        while head < stop and tags[head] not in ENDS_ROLE_HEAD:
            head += 1
        return is_role_word(self.tagged, head - 1) and not (tags[head - 1] == Tag.TITLE and tags[stop] != Tag.COMMA)
