"""Sources of quotations that no verb of speech names: "Amy's message was clear: “Q”", "And from Rosen: “Q”"."""

from __future__ import annotations

from searchlib.extraction.english.lexicon.speech_verbs import SPOKEN
from searchlib.extraction.english.statements.noun_phrases import Phrase, read_phrase
from searchlib.extraction.english.statements.subjects import forward_phrase
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import CLAUSE_STOPS, NAME_WORDS, Tag

_REACH = 14


def _floor(tags: str, at: int) -> int:
    low = max(0, at - _REACH)
    while at > low and tags[at - 1] not in CLAUSE_STOPS:
        at -= 1
    return at


def possessive_source(tagged: TaggedText, index: int) -> Phrase | None:
    """As in "From Holm's diary: “Q”", "Reed's message was clear: “Q”": whose words the quotation at `index` is."""
    tags, words = tagged.tags, tagged.words
    if index < 3 or tags[index - 1] != Tag.COLON:
        return None
    for at in range(_floor(tags, index - 1), index - 2):
        if tags[at] == Tag.NAME_POSSESSIVE and words[at + 1].lower() in SPOKEN:
            first = at
            while first and tags[first - 1] in NAME_WORDS:
                first -= 1
            return Phrase("person", first, at + 1)
    return None


def announced_by(tagged: TaggedText, colon: int) -> Phrase | None:
    """As in "And from Chairwoman Rosen: “Q”": the name behind "from" that the colon at token `colon` ends."""
    tags, words = tagged.tags, tagged.words
    if tags[colon] != Tag.COLON:
        return None
    first = _floor(tags, colon)
    if tags[first] == Tag.CONJUNCTION:
        first += 1
    if first >= colon or words[first].lower() != "from":
        return None
    found = forward_phrase(tagged, first + 1)
    return found[0] if found is not None and found[1] == colon else None


def in_the_words_of(tagged: TaggedText, index: int) -> Phrase | None:
    """As in "In the words of Amy Reed, “Q”": the name before the comma."""
    tags, words = tagged.tags, tagged.words
    if index < 5 or tags[index - 1] != Tag.COMMA:
        return None
    at = _floor(tags, index - 1)
    if [word.lower() for word in words[at : at + 4]] != ["in", "the", "words", "of"]:
        return None
    return read_phrase(tagged, at + 4, index - 1)
