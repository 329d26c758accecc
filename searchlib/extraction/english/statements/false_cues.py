"""Forms that look like verbs of speech and are none: nouns, participles, measures, what only happens."""

from __future__ import annotations

import re

from searchlib.extraction.english.lexicon.function_words import BE, STANDING_ALONE
from searchlib.extraction.english.lexicon.not_sources import CHANNELS, HAPPENINGS
from searchlib.extraction.english.lexicon.organizations import BODIES_BEFORE_NAMES, ORGANIZATION_NOUNS
from searchlib.extraction.english.lexicon.references import BODY_NOUNS, FIRMS
from searchlib.extraction.english.lexicon.speech_verbs import (
    NEEDS_CLAUSE,
    NEVER_PARTICIPLE,
    NEVER_PASSIVE,
    NOUNS,
    QUOTED,
)
from searchlib.extraction.english.speech_forms import CLASS, FORMS
from searchlib.extraction.english.statements.phrases.noun_chains import NAMED, Subject
from searchlib.extraction.english.statements.phrases.noun_phrases import Phrase
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import BEFORE_PARTICIPLE, BEFORE_SOURCE, DETERMINERS, PRENOMINAL, Tag


def quotes_another(words: list[str], verb: int) -> bool:
    """As in "State TV cited S as saying": what follows is what S says."""
    if words[verb] not in QUOTED:
        return False
    return any(words[at : at + 2] == ["as", "saying"] for at in range(verb + 1, min(len(words), verb + 10)))


def is_noun(tagged: TaggedText, verb: int) -> bool:
    """As in "its proposed sale", "have claims in the area": a participle or a plural, no finite verb."""
    before = tagged.tags[verb - 1]
    if before == Tag.NUMBER:  # but "the 36-year-old said", "a spokesman for No 10 said"
        return not tagged.words[verb - 1].endswith("-old") and tagged.words[max(0, verb - 2)] not in ("No", "Number")
    if before == Tag.ADVERB and tagged.words[verb - 1].endswith("ly") and verb > 1:
        modified = tagged.tags[verb - 2] in PRENOMINAL and tagged.tags[verb + 1 : verb + 2] == Tag.WORD
        return modified and FORMS[tagged.words[verb].lower()][1] == "past"  # "many beautifully maintained homes"
    if before == Tag.AUXILIARY:
        return FORMS[tagged.words[verb].lower()][1] == "third"
    if before == Tag.DETERMINER and tagged.words[verb - 1].lower() in STANDING_ALONE:
        return FORMS[tagged.words[verb].lower()][0] not in NEVER_PARTICIPLE | {"write"}  # "another said"
    return before in PRENOMINAL


def happens(tagged: TaggedText, phrase: Phrase) -> bool:
    """Whether a subject is an event or a turn of events: "the news conference", "Vale's rise"."""
    return phrase.kind == "unnamed" and tagged.words[phrase.last - 1] in HAPPENINGS


def noun_like(tagged: TaggedText, verb: int, phrase: Phrase, first: int) -> bool:
    """Third-person forms that are plural nouns ("the Trump claims", "campaign promises")."""
    word = tagged.words[verb]
    if not word.endswith("s") or word.lower() == "says" or phrase.kind in ("he", "pronoun"):
        return False
    following = tagged.tags[verb + 1 : verb + 2]
    ends = following in (Tag.COMMA, Tag.STOP) or tagged.words[verb + 1 : verb + 2] == ["in"]
    if ends and tagged.tags[first - 1 : first] in BEFORE_SOURCE:
        return False  # "…, the U.S. claims.", "“…,” Vale notes.", "…, the team reports in Nature"
    if tagged.tags[verb - 1] == Tag.COMMA and phrase.kind in NAMED:
        return False  # "Vale, 34, of Kent, claims"
    if word.lower() in NOUNS and following not in tuple("tdNBPhHMAQEqse:fD"):
        return True
    if phrase.kind == "unnamed":
        return tagged.tags[verb + 1 : verb + 2] not in (
            Tag.THAT,
            Tag.QUOTE,
            Tag.QUOTE_ENDED,
            Tag.QUOTE_SHORT,
            Tag.COLON,
            Tag.DETERMINER,
            Tag.HE,
            Tag.PRONOUN,
        )
    return phrase.kind == "person" and tagged.tags[first] == Tag.DETERMINER and phrase.first == first + 1


def reduced(tagged: TaggedText, verb: int, base: str, subject: Subject) -> bool:
    """As in "a statement released Friday", "plans announced in May": a participle behind a thing, no cue."""
    phrase = subject.phrase
    if (phrase.kind != "unnamed" and phrase.last >= verb - 2) or FORMS[tagged.words[verb].lower()][1] == "third":
        return False
    if tagged.tags[verb - 1] == Tag.WORD and phrase.last < verb - 1 and CLASS[base] != "saying":
        return True  # "told the network in a video posted"
    if (
        base in NEVER_PARTICIPLE
        or tagged.words[verb + 1 : verb + 2] == ["to"]
        or Tag.ROLE in tagged.tags[phrase.first : phrase.last]
    ):
        return False
    if tagged.tags[verb + 1 : verb + 3] in (Tag.COMMA + Tag.QUOTE, Tag.COMMA + Tag.QUOTE_ENDED):
        return False  # "his mother confirmed, “Q”"
    if _OWN_CLAUSE.match(tagged.tags, verb + 1):
        return False  # "The company announced Wednesday it would"
    if (
        base not in NEEDS_CLAUSE
        and _is_a_body(tagged, subject)
        and tagged.tags[verb + 1 : verb + 2] not in ("", *tuple(".,\nf"))
    ):
        return False  # "The charity urged anyone who saw it to call"
    last = tagged.tags[subject.first - 1] == Tag.COMMA and _ENDS_SENTENCE.match(tagged.tags, verb + 1)
    if last and tagged.words[phrase.last - 1] in BODIES_BEFORE_NAMES | ORGANIZATION_NOUNS:
        return False  # "…, his federation announced on Sunday."
    return tagged.tags[verb - 1] in BEFORE_PARTICIPLE and tagged.tags[verb + 1 : verb + 2] not in (
        Tag.THAT,
        Tag.QUOTE,
        Tag.QUOTE_ENDED,
        Tag.COLON,
    )


def _is_a_body(tagged: TaggedText, subject: Subject) -> bool:
    """As in "the charity", "the group": what speaks, right before the verb and at the opening of its sentence."""
    phrase = subject.phrase
    opens = tagged.tags[subject.first - 1 : subject.first] in ("", Tag.STOP, Tag.LINE, Tag.QUOTE_ENDED)
    return opens and phrase.last - phrase.first <= 3 and tagged.words[phrase.last - 1] in BODY_NOUNS | FIRMS


_OWN_CLAUSE = re.compile(r"(?:f?D)?(?:[hH]a?[xkVv]|e|[dNp][NnrBA]{0,4}x)")


_ENDS_SENTENCE = re.compile(r"(?:f?Dn?|f[dpn]{1,3})?[.\n]")


def is_compared(tagged: TaggedText, first: int) -> bool:
    """As in "less than S says", "as rich as S claims to be": a measure, not what S says."""
    words = tagged.words
    if tagged.tags[first] in DETERMINERS:
        return False  # "more than six in ten voters said"
    return words[first - 1] == "than" or (first > 2 and words[first - 3] == words[first - 1] == "as")


def is_passive(tagged: TaggedText, verb: int, base: str, floor: int) -> bool:
    """As in "was called", "as noted in", "criticized by"."""
    words, tags = tagged.words, tagged.tags
    if FORMS[words[verb].lower()][1] == "past":
        if words[verb - 1] == "as":
            return True
        if (
            words[verb + 1 : verb + 2] == ["by"]
            and not "".join(words[verb + 2 : verb + 3]).endswith("ing")
            and "".join(words[verb + 2 : verb + 3]) not in CHANNELS
            and base not in NEVER_PASSIVE
        ):
            return True
    at = verb - 1
    if tags[at] not in (Tag.AUXILIARY, Tag.ADVERB):
        return False
    while at > floor and tags[at] == Tag.ADVERB:
        at -= 1
    return words[at].lower() in BE
