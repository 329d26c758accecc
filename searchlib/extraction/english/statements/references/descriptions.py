"""Descriptions with "the" that mean a person named right before: "the mum-of-four", "the Nigerian striker"."""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

import re

from searchlib.extraction.english.lexicon.roles import FEMALE_ROLES, MALE_ROLES, NATIONALS, PARTISANS
from searchlib.extraction.english.statements.phrases.noun_phrases import Phrase
from searchlib.extraction.english.tagged_text import TaggedText

PUBLIC = frozenset(
    """peer star singer actor actress rapper comedian author novelist playwright heartthrob pensioner gran mum dad grandmother
    grandfather politician billionaire tycoon mogul entrepreneur striker midfielder winger defender goalkeeper forward bowler
    batsman captain skipper fly-half veteran filmmaker dancer pianist violinist sprinter swimmer golfer boxer jockey champion
    laureate presenter influencer youngster teenager schoolboy schoolgirl""".split()
)
"""Nouns that stand for a person named right before: who says something unnamed is never called so."""
_DESCRIBES = re.compile(r"d(?:[An#r]{0,3}[nr#NA]|NA)")
_AGED = re.compile(r"(?:mum|mom|dad|mother|father)-of-|\d+-year-old$|\w+-year-old$")
_MOTHERS = frozenset("mum mom gran grandmother mother schoolgirl".split()) | FEMALE_ROLES
_FATHERS = frozenset("dad grandfather father schoolboy".split()) | MALE_ROLES


def _head(tagged: TaggedText, phrase: Phrase) -> str:
    """The last word of a description in lower case; "" for a phrase of another kind, or one that goes on with "of"."""
    opens = tagged.words[phrase.first].lower() == "the"
    if not opens or not _DESCRIBES.fullmatch(tagged.tags, phrase.first, phrase.last):
        return ""
    goes_on = tagged.words[phrase.last : phrase.last + 1] in (["of"], ["for"], ["from"], ["at"])
    return "" if goes_on else tagged.words[phrase.last - 1].lower()


def tells_of_one_person(tagged: TaggedText, phrase: Phrase) -> bool:
    """As in "the mum-of-four", "the 34-year-old", "the Dane", "the Nigerian striker", "the Ohio Republican": who was named before."""
    head = _head(tagged, phrase)
    if head in PUBLIC or _AGED.match(head):
        return True
    last = tagged.words[phrase.last - 1]
    if head and last in NATIONALS:
        return True
    partisan = last in PARTISANS and last not in ("GOP", "Labour", "Democratic")
    return partisan and phrase.last - phrase.first > 2 and bool(head)


def sex_told(tagged: TaggedText, phrase: Phrase) -> str:
    """As in "m" or "f" where the head of a description tells it, else ""."""
    head = tagged.words[phrase.last - 1].lower().split("-", 1)[0]
    return "f" if head in _MOTHERS else "m" if head in _FATHERS else ""
