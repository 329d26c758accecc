"""Kin: the surname of somebody told only as another's: "his wife Leanne" of Tom Barker is Leanne Barker."""

from __future__ import annotations

from searchlib.extraction.english.statements.phrases.noun_phrases import Phrase, split_suffix
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import Tag

SHARES_SURNAME = frozenset(["wife", "husband", "widow", "widower", "son", "daughter", "brother", "sister", "father"])
"""Relations whose surname is the same, where a text gives none."""
_OWNERS = {"his": "m", "her": "f"}


class Owner:
    """Whose kin a name is: `sex` and the token of "his" or "her", or the owner's own name, `first` to `last`."""

    __slots__ = ("first", "last", "sex")

    def __init__(self, first: int, last: int, sex: str) -> None:
        self.first, self.last, self.sex = first, last, sex


def owner_of(tagged: TaggedText, phrase: Phrase) -> Owner | None:
    """The owner before a given name: "HIS wife Leanne", "TOM BARKER'S brother, Jack"; None where the name is another's."""
    words, tags, at = tagged.words, tagged.tags, phrase.first - 1
    at -= at > 0 and tags[at] == Tag.COMMA
    if words[at] not in SHARES_SURNAME or phrase.last - phrase.first != 1 or at < 1:
        return None
    at -= 1
    while at > 0 and words[at] in ("eldest", "youngest", "older", "younger", "elder", "late", "twin", "little", "big"):
        at -= 1
    sex = _OWNERS.get(words[at].lower(), "")
    if sex:
        return Owner(at, at + 1, sex)
    if tags[at] != Tag.NAME_POSSESSIVE:
        return None
    first = at
    while first > 0 and tags[first - 1] == Tag.NAME:
        first -= 1
    return Owner(first, at + 1, "")


def with_surname(given: str, owner: str) -> str:
    """A given name with the surname of a full name; the given name alone where that has none."""
    parts = split_suffix(owner)[0]
    return f"{given} {parts[-1]}" if len(parts) > 1 else given
