"""Clauses of speech: each cue (a verb of speech, "according to") with the noun phrase that is its source.

Every cue outside quotations is looked at once. Its source is looked for before it, or, behind a quotation or a comma,
after it ("said Blinken").
"""

from __future__ import annotations

import re
from itertools import chain
from typing import Literal, NamedTuple

from searchlib.extraction.english.lexicon.function_words import (
    ASSESSING,
    BE,
    BEFORE_PARTICIPLES,
    CLOSE_TO,
    COORDINATING,
    MADE_BY,
    MODALS,
    NEGATIONS,
    PROCEEDING,
    SERVES,
    SPEAKS_FOR,
)
from searchlib.extraction.english.lexicon.not_sources import PAPERS, TASKS
from searchlib.extraction.english.lexicon.organizations import BODIES, ORGANIZATION_NOUNS
from searchlib.extraction.english.lexicon.speech_verbs import (
    ANNOUNCING,
    DENYING,
    ENDS_WITH_SOURCE,
    FINDERS,
    FINDING,
    GOES_ON_TELLING,
    INVERTS,
    MAKING,
    PHRASAL,
    QUOTED,
    REJECTING,
    SEEING,
    TELLING,
    TELLING_INVERTED,
    TRANSITIVE,
    VIEWS,
)
from searchlib.extraction.english.speech_forms import CLASS, FORMS
from searchlib.extraction.english.statements.false_cues import (
    happens,
    is_compared,
    is_noun,
    is_passive,
    noun_like,
    quotes_another,
    reduced,
)
from searchlib.extraction.english.statements.phrases.noun_chains import (
    CHAIN,
    NAMED,
    SINGLE,
    SOURCES,
    Subject,
    sentence_floor,
)
from searchlib.extraction.english.statements.phrases.noun_phrases import Phrase, read_phrase
from searchlib.extraction.english.statements.phrases.role_phrases import is_agent
from searchlib.extraction.english.statements.source_phrases import (
    according_source,
    behind_preposition,
    finding_subject,
    heard_from,
    put_at,
    put_to,
    view_source,
    who_is_close,
)
from searchlib.extraction.english.statements.subjects import (
    behind_dateline,
    forward_phrase,
    is_plural,
    left_subject,
    many,
    sentence_subject,
    skip_left,
)
from searchlib.extraction.english.tagged_text import TaggedText, group_start
from searchlib.extraction.english.tags import (
    JOINS_PARTICIPLE,
    LONG_QUOTES,
    NAMES,
    OPENS_PARTICIPLE,
    OPENS_SUBJECT,
    PAUSES,
    PREPOSITIONS,
    STOPS,
    SUBORDINATING,
    Tag,
)

Shape = Literal["subject-verb", "verb-subject", "shared", "by", "according", "relative"]
_CUE = re.compile(r"[VvGUk]")


class Clause(NamedTuple):
    """A cue and its source: `verb` the cue's token, `first`..`last` the source phrase's tokens, `phrase` as read.

    `opens` is the first token of the whole clause (of the subject, or of the verb when it comes first), `closes` the
    token behind its last one. `weak` clauses count only next to a quotation. `others` speak with the source: "A and B said".
    """

    verb: int
    base: str
    shape: Shape
    phrase: Phrase
    opens: int
    closes: int
    weak: bool
    role: str = ""
    others: tuple[Phrase, ...] = ()


def find_clauses(tagged: TaggedText) -> list[Clause]:
    """Every attribution clause of the text, in the order of the cues."""
    found: list[Clause] = []
    for match in _CUE.finditer(tagged.tags):
        clause = _clause_at(tagged, match.start(), match.group(), found)
        if clause is not None:
            found.append(clause)
    others = [clause for index in tagged.quotes for clause in _phrasal(tagged, index)] + views_of_named(tagged)
    return sorted(found + others, key=lambda clause: clause.verb) if others else found


def _clause(
    verb: int, base: str, subject: Subject, *, weak: bool = False, shape: Shape = "subject-verb", closes: int = 0
) -> Clause:
    """The clause of a verb and the subject before it."""
    phrase, first, role, _, others = subject
    return Clause(verb, base, shape, phrase, first, closes or verb + 1, weak=weak, role=role, others=others)


_TO_QUOTE = re.compile(r"a*(?:f?D)?[,:]?")  # "put it on Monday, “Q”"


def views_of_named(tagged: TaggedText) -> list[Clause]:
    """The clauses of "In Low's view, P", "P, in the minister's opinion": a source as "according to" opens one."""
    found = []
    for match in chain(_OWNED.finditer(tagged.tags), _ITS.finditer(tagged.tags)):
        at = match.end() - 1
        source = view_source(tagged, at) if tagged.words[at] in VIEWS else None
        if source is not None:
            phrase, opens = source
            found.append(
                Clause(opens, "according to", "according", phrase, opens, at + 1, weak=False, role=phrase.role)
            )
    return found


_OWNED = re.compile(f"[{Tag.NAME_POSSESSIVE}{Tag.POSSESSIVE}][{Tag.WORD}{Tag.VERB}]")
_ITS = re.compile(r"d(?<=[.\nE]fd)n(?=,)")  # "In its view,"


def _phrasal(tagged: TaggedText, quote: int) -> list[Clause]:
    """As in "“Q,” S went on", "S shot back, “Q”": verbs of two words, cues beside a quotation only."""
    words, found = tagged.words, []
    for at in range(max(1, quote - 6), min(len(words) - 1, quote + 7)):
        if words[at] not in PHRASAL or words[at + 1] not in PHRASAL[words[at]]:
            continue
        if at < quote and (at + 2 > quote or not _TO_QUOTE.fullmatch(tagged.tags, at + 2, quote)):
            continue
        if at > quote and "Q" in tagged.tags[quote + 1 : at] + tagged.tags[quote + 1 : at].replace("E", "Q"):
            continue
        subject = left_subject(tagged, at, max(quote + 1 if at > quote else 0, sentence_floor(tagged.tags, at)))
        if subject is not None:
            found.append(_clause(at, "continue", subject, closes=at + 2))
    return found


def _clause_at(tagged: TaggedText, verb: int, letter: str, before: list[Clause]) -> Clause | None:
    if letter == Tag.VERB:
        return _finding(tagged, verb)
    if letter == Tag.ACCORDING:
        source = according_source(tagged, verb)
        if source is None:
            return None
        phrase, end, role = source
        return Clause(verb, "according to", "according", phrase, verb, end, weak=False, role=role)
    base, _ = FORMS[tagged.words[verb].lower()]
    if letter == Tag.SPEECH_VERB:
        return _finite(tagged, verb, base, before)
    if letter == Tag.SPEECH_ING:
        return _participle(tagged, verb, base, before)
    return _base_form(tagged, verb, base, before)


def _after_quote(tags: str, verb: int) -> bool:
    before = tags[verb - 1] if verb else "\n"
    if before in PAUSES and verb > 1:
        before = tags[verb - 2]
    return before in LONG_QUOTES


def _finite(tagged: TaggedText, verb: int, base: str, before: list[Clause]) -> Clause | None:
    tags, words = tagged.tags, tagged.words
    floor = sentence_floor(tags, verb)
    floor = behind_dateline(tags, floor, verb)
    inverted = _turned_round(tagged, verb, base, floor)
    if inverted is not None:
        return inverted
    if verb == floor or is_noun(tagged, verb) or quotes_another(words, verb):
        return None
    if base == "accuse" and words[verb + 1 : verb + 2] == ["of"]:
        return None  # "two men accused of theft"
    if base == "say" and words[verb + 1 : verb + 3] == ["to", "be"]:
        return None  # "a voice said to be that of S"
    if is_passive(tagged, verb, base, floor):
        return _heard(tagged, verb) if base == "tell" else _passive(tagged, verb, base)
    joint = skip_left(tagged, verb - 1, floor)
    joins_verbs = joint >= floor and (tags[joint] == Tag.CONJUNCTION or words[joint] in COORDINATING)
    if joins_verbs and words[joint] != "nor":
        shared = _shared(tagged, verb, base, before, floor)
        if shared is not None:
            return shared
    subject = left_subject(tagged, verb, floor)
    if tags[verb - 1] == Tag.COMMA and (subject is None or subject.phrase.kind == "unnamed"):
        inverted = _inverted(tagged, verb, base, strict=True)
        if inverted is not None:
            return inverted
    if subject is None:
        earlier = tags[verb - 1] == Tag.COMMA and before and before[-1].verb >= floor
        return _shared(tagged, verb, base, before, floor) if earlier else None
    if tags.startswith(Tag.NUMBER + Tag.DETERMINER, subject.phrase.first):
        whole = subject.phrase._replace(first=subject.phrase.first + 1)  # "In 2022 the government said"
        subject = subject._replace(phrase=whole, first=whole.first)
    phrase, first, _, how, _ = subject
    if noun_like(tagged, verb, phrase, first) or happens(tagged, phrase):
        return None
    negated = any(words[i].lower() in NEGATIONS for i in range(max(phrase.last, verb - 3), verb))
    weak = negated or (how != "relative" and reduced(tagged, verb, base, subject)) or is_compared(tagged, first)
    whole = phrase if how else _whole(tagged, phrase, verb, floor)
    subject = subject if whole is phrase else subject._replace(phrase=whole)
    shape: Shape = "relative" if how == "relative" else "subject-verb"
    return _clause(verb, base, subject, weak=weak, shape=shape, closes=_behind_particle(words, verb, base))


def _behind_particle(words: list[str], verb: int, base: str) -> int:
    """The token behind a verb, or behind "pointed out"."""
    return verb + 1 + (base == "point" and words[verb + 1 : verb + 2] == ["out"])


def _finding(tagged: TaggedText, verb: int) -> Clause | None:
    """As in "The study found that", "the WHO's figures show that", "S made clear that"."""
    words = tagged.words
    if words[verb] in MAKING:
        behind = verb + 1 + (words[verb + 1 : verb + 2] == ["it"])
        if "".join(words[behind : behind + 1]) not in MAKING[words[verb]] or words[behind + 1 : behind + 2] != ["that"]:
            return None
        made = left_subject(tagged, verb, sentence_floor(tagged.tags, verb))
        return _clause(verb, "state", made, closes=behind + 1) if made is not None else None
    if words[verb] in ("put", "puts"):
        put = put_at(tagged, verb) or put_to(tagged, verb)
        return _clause(verb, put[2], put[0], closes=put[1]) if put is not None else None
    if words[verb] == "heard":
        return _heard(tagged, verb)
    subject = finding_subject(tagged, verb)
    return _clause(verb, FINDING[tagged.words[verb]], subject) if subject is not None else None


def _heard(tagged: TaggedText, verb: int) -> Clause | None:
    """As in "The court heard that", "jurors have been told that"."""
    heard = heard_from(tagged, verb)
    return _clause(verb, "state", heard[0], closes=heard[1]) if heard is not None else None


def _turned_round(tagged: TaggedText, verb: int, base: str, floor: int) -> Clause | None:
    """The clause whose source stands behind its verb, where that is likelier than one before it: behind a quotation,
    at the start of a sentence, behind a comma with "said" or "added".
    """
    tags = tagged.tags
    previous = tags[verb - 1] if verb else "\n"
    if tagged.words[verb].isupper():
        return None  # a headline in capitals
    if (
        _after_quote(tags, verb)
        or (previous == Tag.ADVERB and verb > 1 and _after_quote(tags, verb - 1))
        or verb == floor
        or (verb == floor + 1 and tagged.words[floor] == "So")
    ):
        return _inverted(tagged, verb, base, strict=False)
    if previous == Tag.COMMA and base in ENDS_WITH_SOURCE:
        return _inverted(tagged, verb, base, strict=True)
    if previous == Tag.COMMA and CLASS[base] == "saying":
        opening = _inverted(tagged, verb, base, strict=False)  # "In other words, explained S: “Q”"
        return opening if opening is not None and tags[opening.closes : opening.closes + 1] == Tag.COLON else None
    return None


def _passive(tagged: TaggedText, verb: int, base: str) -> Clause | None:
    """As in "was called “a liar” by S"."""
    tags, words = tagged.tags, tagged.words
    for at in range(verb + 1, min(len(tags) - 1, verb + 8)):
        if tags[at] in STOPS:
            return None
        if words[at] == "by":
            if words[at + 1].endswith("ing"):
                return None  # "replied by opening a window"
            found = forward_phrase(tagged, at + 1)
            if found is None or found[0].kind not in SOURCES:
                return None
            stated = words[verb - 1 : verb] == ["as"]
            if base in DENYING and found[0].kind == "unnamed" and Tag.ROLE not in tags[at : found[1]]:
                return None  # "who had been denied by the post"
            weak = not stated and not (base in REJECTING | DENYING or base in ANNOUNCING)
            return Clause(verb, base, "by", found[0], verb - stated, found[1], weak=weak, role=found[2])
    return None


def _inverted(tagged: TaggedText, verb: int, base: str, *, strict: bool) -> Clause | None:
    """As in "said Blinken": a source behind its verb. Strict: the clause must end with the source."""
    tags = tagged.tags
    at = verb + 1
    while at < len(tags) and tags[at] == Tag.ADVERB:
        at += 1
    if at >= len(tags) or tags[at] not in OPENS_SUBJECT:
        return None
    if (
        tags[at] == Tag.WORD
        and not strict
        and base != "read"
        and Tag.ROLE not in tags[at : at + 4]
        and Tag.NAME not in tags[at : at + 4]
    ):
        return None
    if base in TELLING and base not in TELLING_INVERTED:
        return None
    found = forward_phrase(tagged, at)
    if found is None:
        return None
    phrase, end, role = found
    if base in TRANSITIVE and tags[end : end + 1] == Tag.PREPOSITION:
        return None  # "Vale, star of “The Show,” thanked Reyes for coming"
    if strict and CLASS[base] != "saying" and base not in INVERTS:
        return None  # "the program, called EB-5, allows"
    if (
        strict
        and end < len(tags)
        and tags[end] not in STOPS
        and not (tags[end] in PREPOSITIONS and phrase.kind in NAMED)
        and not (tags[end] == Tag.WHO and tags[phrase.last - 1] == Tag.ROLE and _tells(tags, verb))
    ):
        return None
    shows = phrase.kind == "unnamed" and tags[end : end + 1] == Tag.VERB and tagged.words[end][-1] == "s"
    if shows or (
        tags[end : end + 1] in (Tag.AUXILIARY, Tag.SPEECH_VERB, Tag.VERB, Tag.SPEECH_BASE) and phrase.kind != "unnamed"
    ):
        return None  # “…,” said the candidate could be
    speaks = base in ENDS_WITH_SOURCE or base == "read"  # "reads the letter"
    head = tagged.words[phrase.last - 1]
    concludes = (head in _TELL_THEMSELVES or is_agent(head)) and tags[end : end + 1] in _BEHIND_SOURCES
    if phrase.kind == "unnamed" and Tag.ROLE not in tags[at:end] and not concludes and (strict or not speaks):
        return None
    if phrase.kind == "unnamed":
        phrase = _of_whom(tagged, phrase)
    second = (
        forward_phrase(tagged, end + 1) if phrase.kind in NAMED and tags[end : end + 1] == Tag.CONJUNCTION else None
    )
    others: tuple[Phrase, ...] = ()
    if second is not None and second[0].kind in NAMED and tags[second[1] : second[1] + 1] in _BEHIND_SOURCES:
        others, end = (second[0],), second[1]  # "said A and B"
    return Clause(verb, base, "verb-subject", phrase, verb, end, weak=False, role=role, others=others)


def _tells(tags: str, verb: int) -> bool:
    """Whether what stands before the comma before token `verb` is no subject: not as in "Its head, Ann Low, said a man who"."""
    return tags[verb - 2] not in NAMES or Tag.COMMA not in tags[sentence_floor(tags, verb) : verb - 2]


_TELL_THEMSELVES = FINDERS | PAPERS | ORGANIZATION_NOUNS | BODIES
"""Heads of unnamed sources that may stand behind their verb: "concludes the report", "says the department"."""
_BEHIND_SOURCES = ("", Tag.STOP, Tag.COMMA, Tag.LINE, Tag.PREPOSITION, Tag.DAY, Tag.QUOTE, Tag.QUOTE_ENDED)


def _of_whom(tagged: TaggedText, phrase: Phrase) -> Phrase:
    """As in "said a spokesman for the mayor's office": the source with whom it speaks for."""
    at = phrase.last
    if at >= len(tagged.words) or tagged.words[at] not in SPEAKS_FOR:
        return who_is_close(tagged, phrase)
    if tagged.words[at] == "to" and tagged.words[at - 1] not in SERVES | CLOSE_TO:
        return phrase  # "remarked an official to the Courier"
    return phrase._replace(last=behind_preposition(tagged, at) or at)


def _shared(tagged: TaggedText, verb: int, base: str, before: list[Clause], floor: int) -> Clause | None:
    """The subject of the sentence's earlier clause, or of its opening: "X left and said", "X, adding"."""
    if before and before[-1].verb >= floor and before[-1].shape != "according":
        clause = before[-1]
        inner = _embedded_subject(tagged, clause, verb, base)
        if inner is not None:
            return Clause(verb, base, "shared", inner, verb, verb + 1, weak=False, role=inner.role)
        return Clause(verb, base, "shared", clause.phrase, verb, verb + 1, weak=False, role=clause.role)
    opening = _perceived(tagged, floor, verb) or sentence_subject(tagged, floor, verb)
    if opening is None:
        return None
    return Clause(verb, base, "shared", opening, verb, verb + 1, weak=False, role=opening.role)


def _perceived(tagged: TaggedText, floor: int, verb: int) -> Phrase | None:
    """As in "I can still see Judge Vale standing there, declaring": whom somebody perceives, before a participle."""
    if tagged.tags[verb] != Tag.SPEECH_ING:
        return None
    for at in range(floor, verb - 2):
        if tagged.words[at] in SEEING:
            found = forward_phrase(tagged, at + 1)
            seen = found is not None and found[0].kind in SOURCES and found[1] < verb
            return found[0] if found is not None and seen and tagged.words[found[1]].endswith("ing") else None
    return None


def _embedded_subject(tagged: TaggedText, clause: Clause, verb: int, base: str) -> Phrase | None:
    """As in "S told AP that three envoys met her, urging China to act": the envoys urge, not S. A participle with "that",
    or one that goes on telling ("adding", "saying"), stays with S.
    """
    tags = tagged.tags
    if (
        tags[verb] != Tag.SPEECH_ING
        or tags[verb + 1 : verb + 2] in (Tag.THAT, Tag.QUOTE, Tag.QUOTE_ENDED)
        or base in GOES_ON_TELLING
    ):
        return None
    that = tags.find(Tag.THAT, clause.closes, min(verb, clause.closes + 8))
    if that < 0 or tags.find(Tag.QUOTE, that, verb) >= 0 or tags.find(Tag.QUOTE_ENDED, that, verb) >= 0:
        return None
    return sentence_subject(tagged, that + 1, verb)


_ASIDE = re.compile(f"{Tag.SPEECH_ING}(?:f[^,.;\nQEt]{{1,14}})?,a?{Tag.SPEECH_VERB}")


def _participle(tagged: TaggedText, verb: int, base: str, before: list[Clause]) -> Clause | None:
    tags, words = tagged.tags, tagged.words
    floor = sentence_floor(tags, verb)
    at = verb - 1
    while at > floor and tags[at] == Tag.ADVERB:
        at -= 1
    previous = tags[at] if at >= floor else "\n"
    if previous == Tag.COMMA and _ASIDE.match(tags, verb):
        return None  # "S, writing on Monday, said that P"
    if previous == Tag.AUXILIARY and words[at].lower() in BE:
        subject = left_subject(tagged, verb, floor)
        if subject is None or words[subject.phrase.last - 1] in TASKS:
            return None  # "The challenge is conveying that message"
        whole = subject.phrase if subject.how else _whole(tagged, subject.phrase, verb, floor)
        return _clause(verb, base, subject._replace(phrase=whole), weak=False)
    if words[at] == "as" and at > floor:
        return _quoted_as(tagged, verb, base, floor)
    if verb == behind_dateline(tags, floor, verb) and tags[verb + 1 : verb + 2] == Tag.THAT:
        return _fronted(tagged, verb, base)
    if previous in SUBORDINATING and at <= behind_dateline(tags, floor, verb):
        comma = tags.find(Tag.COMMA, verb, verb + 30)
        fronted = forward_phrase(tagged, comma + 1) if comma >= 0 else None
        if fronted is None or fronted[0].kind not in SINGLE:
            return None
        return Clause(verb, base, "shared", fronted[0], verb, verb + 1, weak=True, role=fronted[2])
    if (
        previous in JOINS_PARTICIPLE
        or words[at] in PAPERS
        or (CLASS[base] == "saying" and previous in SUBORDINATING and words[at].lower() in BEFORE_PARTICIPLES)
    ):
        return _shared(tagged, verb, base, before, floor)
    beside = _beside_with(tagged, at, floor) if previous in OPENS_PARTICIPLE or previous == Tag.ROLE else None
    if previous in OPENS_PARTICIPLE or beside is not None:
        subject = beside or left_subject(tagged, verb, floor)
        if subject is not None:
            return _clause(verb, base, subject, weak=beside is None or CLASS[base] != "saying")
    return None


_BEFORE_MAIN_CLAUSE = re.compile(r",(?=[^,.\n;QE]{1,8}a?[Vxk])")


def _fronted(tagged: TaggedText, verb: int, base: str) -> Clause | None:
    """As in "Warning that the dam leaked, S said": the participle that opens a sentence has its subject behind a comma."""
    end = min(len(tagged.tags), verb + 60)
    stop = _CLAUSE_END.search(tagged.tags, verb, end)
    for comma in _BEFORE_MAIN_CLAUSE.finditer(tagged.tags, verb, stop.start() if stop else end):
        found = forward_phrase(tagged, comma.end())
        if found is not None and found[0].kind in SOURCES | SINGLE and tagged.tags[found[1] : found[1] + 1] in _FINITE:
            return Clause(verb, base, "shared", found[0], verb, verb + 1, weak=False, role=found[2])
    return None


_CLAUSE_END = re.compile(r"[.\n;QE]")
_FINITE = (Tag.SPEECH_VERB, Tag.AUXILIARY, Tag.VERB, Tag.ADVERB, Tag.DAY)


def _beside_with(tagged: TaggedText, last: int, floor: int) -> Subject | None:
    """As in "with Health Minister Ana Rist saying": the noun group behind "with" that ends with token `last`."""
    first = group_start(tagged.tags, last, floor)
    if first > last or first <= floor or tagged.words[first - 1].lower() != "with":
        return None
    phrase = read_phrase(tagged, first, last + 1)
    return Subject(phrase, first, phrase.role)


def _base_form(tagged: TaggedText, verb: int, base: str, before: list[Clause]) -> Clause | None:
    """Plural present ("officials say") or a modal ("would say", next to quotations only)."""
    tags, words = tagged.tags, tagged.words
    floor = sentence_floor(tags, verb)
    if _after_quote(tags, verb):
        inverted = _inverted(tagged, verb, base, strict=False)
        if inverted is not None:
            return inverted
    if base == "say" and verb > floor and tags[verb - 1] == Tag.COMMA:
        inverted = _inverted(tagged, verb, base, strict=True)  # "…, say some Democrats."
        if inverted is not None:
            return inverted
    at = verb - 1
    while at > floor and tags[at] == Tag.ADVERB:
        at -= 1
    if at < floor:
        return None
    if words[at] == "to":
        return _infinitive(tagged, verb, base, before, floor)
    if tags[at] == Tag.AUXILIARY:
        told_later = words[at] == "would" and words[verb - 1] in ("later", "once", "often")
        negated = any(word.lower() in NEGATIONS for word in words[at:verb])
        weak = (words[at].lower() in MODALS and not told_later) or negated
        subject = left_subject(tagged, verb, floor)
        if subject is None or is_compared(tagged, subject.first):
            return None
        return _clause(verb, base, subject, weak=weak)
    subject = left_subject(tagged, verb, floor)
    if subject is None or subject.how == "relative" or is_compared(tagged, subject.first):
        return None
    phrase = many(tagged, subject.phrase)
    joined = tags[phrase.last : phrase.last + 1] == Tag.CONJUNCTION  # "Lind and Vale say"
    plural = phrase.kind == "pronoun" or joined or (phrase.kind != "he" and is_plural(tagged, phrase))
    if not plural:
        return None
    phrase = _whole(tagged, phrase, verb, floor)
    return _clause(verb, base, subject._replace(phrase=phrase), weak=False)


def _infinitive(tagged: TaggedText, verb: int, base: str, before: list[Clause], floor: int) -> Clause | None:
    """As in "S went on to say", "S was quick to add": the subject of the verb or adjective before the infinitive."""
    words, at = tagged.words, verb - 2
    if at <= floor:
        return None
    if words[at] == "on":
        subject = left_subject(tagged, at - 1, floor)
        if subject is None:
            return _shared(tagged, verb, base, before, floor)
        return _clause(verb, base, subject)
    if words[at] in ASSESSING or words[at] in PROCEEDING:
        subject = left_subject(tagged, at, floor)
        closes = _behind_particle(words, verb, base)
        return _clause(verb, base, subject, closes=closes) if subject is not None else None
    return None


def _quoted_as(tagged: TaggedText, verb: int, base: str, floor: int) -> Clause | None:
    """As in "S was quoted as saying", "The paper quoted S as saying"."""
    words, tags = tagged.words, tagged.tags
    quoted = next((at for at in range(verb - 2, max(floor, verb - 10), -1) if words[at] in QUOTED), -1)
    if quoted < 0:
        return None
    if quoted == verb - 2 or (tags[quoted - 1] in (Tag.AUXILIARY, Tag.ADVERB) and words[quoted - 1].lower() in BE):
        subject = left_subject(tagged, quoted, floor)
        return _clause(verb, base, subject) if subject is not None else None
    found = forward_phrase(tagged, quoted + 1)
    if found is None or found[1] >= verb:
        return None
    return Clause(verb, base, "subject-verb", found[0], quoted, verb + 1, weak=False, role=found[2])


def _whole(tagged: TaggedText, phrase: Phrase, verb: int, floor: int) -> Phrase:
    """An unnamed source with the words that tell whose it is: "an aide to Martin Boyle"."""
    if phrase.kind != "unnamed":
        return phrase
    if tagged.words[phrase.last] in MADE_BY and tagged.words[phrase.last - 1] in PAPERS:
        author = forward_phrase(tagged, phrase.last + 1)
        if author is not None and author[0].kind == "organization" and author[1] <= verb:
            return author[0]  # "a report by the Brookings Institution noted"
    last = skip_left(tagged, verb - 1, floor) + 1
    who = tagged.tags.find(Tag.WHO, phrase.last, last)
    if who > 0 and tagged.words[phrase.last - 1] in CLOSE_TO:
        last = who
    if last - phrase.last > 14 or not CHAIN.fullmatch(tagged.tags, phrase.last, max(last, phrase.last)):
        return phrase
    return phrase._replace(last=max(last, phrase.last))
