"""Insertions between a subject and its verb: appositions, relative clauses, phrases between commas."""

from __future__ import annotations

import re

from searchlib.extraction.english.lexicon.speech_verbs import TELLING
from searchlib.extraction.english.speech_forms import FORMS
from searchlib.extraction.english.statements.phrases.noun_chains import (
    CHAIN,
    NAMED,
    Subject,
    chain_start,
    coordinated,
    words_of_time,
)
from searchlib.extraction.english.statements.phrases.noun_phrases import Phrase, read_phrase
from searchlib.extraction.english.statements.phrases.role_phrases import apposition_role, is_party, role_text
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import (
    BEFORE_SUBJECT,
    HE_OR_SHE,
    LONG_QUOTES,
    NAMED_HEADS,
    OPENS_SUBJECT,
    PRENOMINAL,
    Tag,
)


def subject_before_comma(tagged: TaggedText, comma: int, floor: int) -> Subject | None:
    """The subject whose insertions end with the comma at token `comma`: "S, who met T, said", "S, the head of T, said".

    The sentence is cut at its commas. The subject is the first named noun phrase that opens a clause and that only
    insertions follow, else the first unnamed one.
    """
    segments = _segments(tagged.tags, floor, comma)
    unnamed: list[Subject] = []
    for number, segment in enumerate(segments):
        if not unnamed and number + 1 == len(segments) and tagged.tags[segment[1] - 1] != Tag.BRACKET_CLOSED:
            break  # nothing is inserted: "The program, called EB-5"
        if unnamed and _OPENS_RELATIVE.match(tagged.tags, *segment):
            break  # what follows may belong to the relative clause
        subject = _opened_by(tagged, segment)
        if subject is None or not _only_insertions(tagged, segments[number + 1 :]):
            continue
        if subject.phrase.kind == "he":
            return subject
        if subject.phrase.kind in NAMED and tagged.tags[subject.phrase.last - 1] in NAMED_HEADS:
            if number and is_party(tagged, subject.first, segment[1]):
                continue
            if unnamed:
                return _behind_role(tagged, unnamed[-1], segments[number - 1], subject)
            return _with_role(tagged, subject, segments[number + 1 :])
        if not words_of_time(tagged, subject.phrase):
            unnamed.append(subject._replace(phrase=_chained(tagged, subject.phrase, segment[1])))
    return unnamed[0] if unnamed else None


def _segments(tags: str, floor: int, comma: int) -> list[tuple[int, int]]:
    """The stretches between the commas of a sentence, commas in brackets left out."""
    segments: list[tuple[int, int]] = []
    start, depth = floor, 0
    for at in range(floor, comma):
        if tags[at] == Tag.BRACKET:
            depth += 1
        elif tags[at] == Tag.BRACKET_CLOSED:
            depth = max(0, depth - 1)
        elif tags[at] == Tag.COMMA and depth and Tag.BRACKET_CLOSED not in tags[at:comma]:
            segments, start, depth = [(tags.rindex(Tag.BRACKET, floor, at) + 1, at)], at + 1, 0  # "(S, who met T, said"
        elif tags[at] in LONG_QUOTES and at + 1 < comma and tags[at + 1] in OPENS_SUBJECT:
            segments, start = [], at + 1  # "“Q,” S, the mayor, said": the clause opens behind the quotation
        elif tags[at] == Tag.COMMA and not depth:
            if at > start:
                segments.append((start, at))
            start = at + 1
    if comma > start:
        segments.append((start, comma))
    return segments


def _opened_by(tagged: TaggedText, segment: tuple[int, int]) -> Subject | None:
    """The noun phrase that ends a segment and opens its clause, or None."""
    start, end = segment
    tags, last = tagged.tags, end - 1
    if tags[last] in HE_OR_SHE:
        return Subject(read_phrase(tagged, last, end), last)
    chain = chain_start(tagged, last, start)
    if chain is None:
        return None
    conjuncts = coordinated(tagged, *chain, start)
    if not _opens_clause(tagged, start, conjuncts[0][0]):
        return None
    phrase = read_phrase(tagged, *conjuncts[0])
    others = tuple(read_phrase(tagged, *conjunct) for conjunct in conjuncts[1:])
    return Subject(phrase, conjuncts[0][0], phrase.role, "", others)


def _opens_clause(tagged: TaggedText, start: int, first: int) -> bool:
    """Whether the noun group at token `first` opens a clause inside the segment that begins at `start`."""
    if first == start:
        return True
    tags, words = tagged.tags, tagged.words
    before = tags[first - 1]
    if before == Tag.SUBORDINATOR or words[first - 1].lower() == "as":
        return not words[first].endswith(("ing", "ed"))
    if before in (Tag.THAT, Tag.COLON, Tag.DASH):
        return True
    if before in (Tag.SPEECH_VERB, Tag.SPEECH_ING, Tag.SPEECH_BASE):
        return FORMS[words[first - 1].lower()][0] not in TELLING
    return all(letter in BEFORE_SUBJECT for letter in tags[start:first])


_OPENS_RELATIVE = re.compile(r"(?:[dn#]?[of])?w")
_FINITE = re.compile(r"(?<![dpPA])[kxVv]")  # not "its fired manager"
_SUBORDINATE = re.compile(r"[wst]")


def _only_insertions(tagged: TaggedText, segments: list[tuple[int, int]]) -> bool:
    """Whether segments are appositions, relative clauses, phrases: nothing with a subject and a verb of its own."""
    tags = tagged.tags
    for number, (start, end) in enumerate(segments):
        if _OPENS_RELATIVE.match(tags, start, end) or tags[start] == Tag.SUBORDINATOR:
            return True  # no telling where it ends: the rest belongs to it
        if tags[start] == Tag.CONJUNCTION and number + 1 < len(segments):
            return False
        verb = _FINITE.search(tags, start + 1, end)
        if verb is None or _is_participle(tagged, start, verb.start()):
            continue
        inner = _SUBORDINATE.search(tags, start, verb.start())
        return inner is not None
    return True


def _is_participle(tagged: TaggedText, start: int, verb: int) -> bool:
    """As in "S, in a speech delivered on her behalf, said": a phrase that a preposition opens has no verb."""
    if tagged.words[verb - 1].endswith("ly") and tagged.tags[verb + 1 : verb + 2] == Tag.WORD:
        return tagged.tags[verb - 2] in PRENOMINAL  # "many beautifully maintained homes"
    noun = tagged.tags[verb - 1] == Tag.WORD and tagged.tags[start] == Tag.PREPOSITION
    return noun and tagged.words[verb].endswith("ed")


def _with_role(tagged: TaggedText, subject: Subject, segments: list[tuple[int, int]]) -> Subject:
    """The subject with the role of its apposition."""
    if not segments:
        return subject
    role = subject.role or next(filter(None, (apposition_role(tagged, *segment) for segment in segments)), "")
    return subject._replace(role=role, how="apposition")


def _behind_role(tagged: TaggedText, unnamed: Subject, segment: tuple[int, int], named: Subject) -> Subject:
    """As in "A spokesperson for the embassy, Liu Wen, said": the words before the name are its role."""
    if unnamed.first < segment[0]:
        return named
    role = role_text(tagged, unnamed.first, segment[1]) if named.phrase.kind == "person" else ""
    return Subject(named.phrase, unnamed.first, role or named.role, "apposition")


def _chained(tagged: TaggedText, phrase: Phrase, end: int) -> Phrase:
    """An unnamed source before a comma with its complement: "a member of the campaign, meanwhile, told"."""
    near = end - phrase.last <= 10 and CHAIN.fullmatch(tagged.tags, phrase.last, max(end, phrase.last))
    return phrase._replace(last=end) if near and end > phrase.last else phrase
