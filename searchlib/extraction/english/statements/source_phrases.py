"""Sources that are no subject of a verb of speech: behind "according to", those who find, whose words a quotation is."""

from __future__ import annotations

import re

from searchlib.extraction.english.lexicon.function_words import BE, BEFORE_DAYS, CLOSE_TO, DAY_PARTS, PERIODS, TIMELY
from searchlib.extraction.english.lexicon.not_sources import MANNERS, MEASURES, PAPERS
from searchlib.extraction.english.lexicon.organizations import ORGANIZATION_WORDS
from searchlib.extraction.english.lexicon.speech_verbs import (
    COURTS,
    FINDERS,
    FINDING,
    MEASURED,
    NOUNS,
    RULING,
    SHOWING,
    SPOKEN,
)
from searchlib.extraction.english.statements.phrases.noun_chains import NAMED, SOURCES, Subject, sentence_floor
from searchlib.extraction.english.statements.phrases.noun_phrases import METONYMS, Phrase, read_name, read_phrase
from searchlib.extraction.english.statements.subjects import forward_phrase, left_subject
from searchlib.extraction.english.tagged_text import TaggedText, group_start
from searchlib.extraction.english.tags import CLAUSE_STOPS, COMMON_NOUNS, NAME_GROUP, NAME_WORDS, PREPOSITIONS, Tag

# ---- according to ------------------------------------------------------------------------------------------------

OBJECT_PRONOUNS = {"him": "m", "her": "f"}


def according_source(tagged: TaggedText, verb: int) -> tuple[Phrase, int, str] | None:
    """The source that "according to" or "per" at token `verb` opens: as read, the token behind it, and a role."""
    words = tagged.words
    at = verb + 1 if words[verb].lower() == "per" else verb + 2
    if at >= len(words) or (at == verb + 2 and words[verb + 1] != "to"):
        return None
    found = forward_phrase(tagged, at)
    if found is None:
        return None
    phrase, end, role = found
    if end == at + 1 and words[at].lower() in OBJECT_PRONOUNS:
        phrase = Phrase("he", at, end, gender=OBJECT_PRONOUNS[words[at].lower()])
    if _is_measure(tagged, phrase):
        return None
    if verb == sentence_floor(tagged.tags, verb):
        role = phrase.role  # what follows the comma is the statement
    if phrase.kind in NAMED and _noun_follows(tagged, at, end) and tagged.words[end] not in DAY_PARTS:
        phrase = Phrase("unnamed", at, end + 1)  # "according to the FBI data"
    if phrase.kind == "unnamed":
        phrase = who_is_close(tagged, _made_by(tagged, phrase))
        end = max(end, phrase.last)
    return phrase, end, role


def behind_preposition(tagged: TaggedText, at: int) -> int:
    """One past the noun group behind the preposition at token `at`: "for the Ministry of Health"; 0 where none is."""
    tags, words = tagged.tags, tagged.words
    end = at + 1
    while end < min(len(tags), at + 9):
        named = tags[end] == Tag.OF and tags[end + 1 : end + 2] in (Tag.NAME, Tag.ORGANIZATION, Tag.TITLE)
        if tags[end] in COMMON_NOUNS and (words[end] in _CIRCUMSTANTIAL or words[end].endswith(("ed", "ing"))):
            break
        if not named and tags[end] not in _WHOM:
            break
        end += 1
    while end > at + 1 and tags[end - 1] in (Tag.DETERMINER, Tag.POSSESSIVE, Tag.NAME_POSSESSIVE):
        end -= 1
    return end if end > at + 1 else 0


_WHOM = NAME_GROUP | COMMON_NOUNS | {Tag.POSSESSIVE, Tag.NAME_POSSESSIVE, Tag.PEOPLE}
_CIRCUMSTANTIAL = TIMELY | BEFORE_DAYS | DAY_PARTS


def who_is_close(tagged: TaggedText, phrase: Phrase) -> Phrase:
    """As in "a person familiar with the matter", "two people briefed on the talks": the source with what it is close to."""
    words, at = tagged.words, phrase.last
    at += words[at : at + 1] != [] and words[at] in CLOSE_TO
    if words[at - 1] not in CLOSE_TO or words[at : at + 1] not in (["with"], ["to"], ["on"], ["about"]):
        return phrase
    return phrase._replace(last=behind_preposition(tagged, at) or phrase.last)


_WHOSE = {"his": "m", "her": "f", "its": ""}


def view_source(tagged: TaggedText, noun: int) -> tuple[Phrase, int] | None:
    """Whose view the noun at token `noun` is, in "in Low's view", "in the minister's opinion": read, and the token "in"."""
    tags, words = tagged.tags, tagged.words
    first = group_start(tags, noun - 1, max(0, noun - 8))
    if (
        first < 1
        or words[first - 1].lower() not in ("in", "by")
        or tags[noun + 1 : noun + 2] not in (",", ".", "", "t")
    ):
        return None
    if first > 1 and tags[first - 2] not in (
        Tag.COMMA,
        Tag.STOP,
        Tag.LINE,
        Tag.THAT,
        Tag.CONJUNCTION,
        Tag.SUBORDINATOR,
    ):
        return None  # "a shift in Low's view"
    if words[noun - 1] in _WHOSE and first == noun - 1:
        if tags[first - 2 : first - 1] not in ("", Tag.STOP, Tag.LINE, Tag.QUOTE_ENDED):
            return None  # "accusing them of being, in his words, lazy"
        sex = _WHOSE[words[noun - 1]]
        return Phrase("he" if sex else "pronoun", first, noun, gender=sex), first - 1
    if tags[noun - 1] == Tag.DETERMINER:
        return None  # "in other words"
    if tags[noun - 1] == Tag.POSSESSIVE:
        timely = words[noun - 1][:-2] in ("today", "yesterday", "tomorrow")
        return None if timely else (Phrase("unnamed", first, noun), first - 1)
    return read_name(tagged, first, noun), first - 1


def _noun_follows(tagged: TaggedText, first: int, end: int) -> bool:
    """As in "the FBI data", "a BBC report": the name is no source, the noun behind it is."""
    tag = tagged.tags[end : end + 1]
    if tag in (Tag.SPEECH_BASE, Tag.SPEECH_VERB):
        return tagged.tags[first] == Tag.DETERMINER and tagged.words[end] in NOUNS
    return tag in (Tag.WORD, Tag.OTHER)


def _is_measure(tagged: TaggedText, phrase: Phrase) -> bool:
    """Whether "according to" opens a manner and no source: "according to their needs", "according to plan"."""
    if phrase.kind != "unnamed":
        return False
    head = tagged.words[phrase.last - 1]
    following = tagged.words[phrase.last : phrase.last + 1]
    if tagged.tags[phrase.last : phrase.last + 1] == Tag.VERB and following[0] in MEASURES:
        head = following[0]  # "immediate needs": else a verb
    return head in MEASURES or (
        head in MANNERS and not any(t in "dPp" for t in tagged.tags[phrase.first : phrase.last])
    )


def _made_by(tagged: TaggedText, phrase: Phrase) -> Phrase:
    """As in "data compiled by Bloomberg": the source with its maker."""
    at = phrase.last
    if tagged.words[at - 1] in PAPERS and tagged.words[at : at + 1] == ["by"]:
        author = forward_phrase(tagged, at + 1)
        return author[0] if author is not None and author[0].kind == "organization" else phrase
    if tagged.words[at - 1].endswith("ed") and tagged.tags[at - 1] == Tag.WORD:
        at -= 1
    if not tagged.words[at : at + 1] or not tagged.words[at].endswith("ed") or tagged.words[at + 1 : at + 2] != ["by"]:
        return phrase
    maker = forward_phrase(tagged, at + 2)
    return phrase._replace(last=maker[1]) if maker is not None and maker[0].kind in NAMED else phrase


# ---- those who find ---------------------------------------------------------------------------------------------

_FOUND = re.compile(
    r"a?(?:f?[D#])?(?:t|[.\n]|[hH]a?[xkV]|d[NBMAPKrnp#qof]{1,9}[xkV]|[NBMAPKrnp#][dNBMAPKrnp#qof]{0,9}[xkV])"
)


def finding_subject(tagged: TaggedText, verb: int) -> Subject | None:
    """As in "The study found that", "…, a Reuters survey found": a clause or the end of the sentence must follow."""
    if tagged.words[verb] not in FINDING:
        return None
    timed = tagged.words[verb + 1 : verb + 2] in (["last"], ["this"]) and not PERIODS.isdisjoint(
        tagged.words[verb + 2 : verb + 3]
    )
    if not _FOUND.match(tagged.tags, verb + (3 if timed else 1)):
        return None
    subject = left_subject(tagged, verb, sentence_floor(tagged.tags, verb))
    if subject is not None and subject.phrase.kind in NAMED and tagged.words[verb] in RULING:
        return subject if _judges(tagged, subject) else None
    if subject is not None and tagged.words[subject.phrase.first].lower() == "it":
        return subject if _finder_before(tagged, subject.first) else None
    if subject is None or subject.phrase.kind != "unnamed":
        return None
    shows = tagged.words[verb] in SHOWING
    phrase, heads = subject.phrase, FINDERS | MEASURED if shows else FINDERS
    of = next((at for at in range(phrase.first, phrase.last) if tagged.tags[at] in PREPOSITIONS), phrase.last)
    if not any(tagged.words[at].lower() in heads for at in (phrase.last - 1, phrase.last - 2, verb - 1, of - 1)):
        return None
    return subject._replace(phrase=_whose(tagged, phrase, verb)) if shows else subject


def _finder_before(tagged: TaggedText, at: int) -> bool:
    """Whether "it" at token `at` may be a study or a report: one stands close before it."""
    return any(word in FINDERS for word in tagged.words[max(0, at - 30) : at])


def _judges(tagged: TaggedText, subject: Subject) -> bool:
    """Whether a named subject is a court or a panel, or a person with a judge's title."""
    phrase, words = subject.phrase, tagged.words
    if phrase.kind == "organization":
        return any(word.lower() in FINDERS for word in words[phrase.first : phrase.last])
    role = subject.role or phrase.role
    return not _JUDGES.isdisjoint(role.lower().replace(",", " ").split())


_JUDGES = frozenset(["judge", "justice", "magistrate", "sheriff", "coroner", "lord", "recorder", "judges", "justices"])


def _whose(tagged: TaggedText, phrase: Phrase, verb: int) -> Phrase:
    """As in "the WHO's figures", "figures from the WHO": the organization whose they are."""
    tags, words, last = tagged.tags, tagged.words, phrase.last
    owner = tags.find(Tag.NAME_POSSESSIVE, phrase.first, last)
    if owner >= 0:
        first = owner
        while first > phrase.first and tags[first - 1] in NAME_WORDS:
            first -= 1
        head = words[owner][:-2]
        named = head.isupper() or head in METONYMS or head in ORGANIZATION_WORDS
        return Phrase("organization", first, owner + 1) if named else phrase
    if words[last : last + 1] in (["from"], ["by"]):
        maker = forward_phrase(tagged, last + 1)
        if maker is not None and maker[1] <= verb:
            return maker[0] if maker[0].kind == "organization" else phrase._replace(last=maker[1])
    return phrase


_THAT_CLAUSE = re.compile(r"t[^.\n;]{1,10}[xkVv]")
_HEARD_THAT = re.compile(r"[,a]?t|s|(?:[hHe]|[dNBMAPKrnp#]{1,6})a?[xk]")
_AT_NUMBER = re.compile(r"(?:H|d?[^.\n;,xkVvQE]{1,8}?)f(?:a?_?#)")


def put_to(tagged: TaggedText, verb: int) -> tuple[Subject, int, str] | None:
    """As in "Counsel put it to him that": who holds it out to a witness, the token where it begins, and a verb like it."""
    if tagged.words[verb + 1 : verb + 3] != ["it", "to"]:
        return None
    hearer = forward_phrase(tagged, verb + 3)
    if hearer is None or not _THAT_CLAUSE.match(tagged.tags, hearer[1]):
        return None  # "put it to the vote that night"
    subject = left_subject(tagged, verb, sentence_floor(tagged.tags, verb))
    return (subject, hearer[1], "state") if subject is not None else None


def put_at(tagged: TaggedText, verb: int) -> tuple[Subject, int, str] | None:
    """As in "The police put the crowd at 13,000": who estimates, the token where it begins, and a verb like it."""
    figure = _AT_NUMBER.match(tagged.tags, verb + 1)
    if figure is None or "at" not in tagged.words[verb + 1 : figure.end()]:
        return None
    subject = left_subject(tagged, verb, sentence_floor(tagged.tags, verb))
    return (subject, verb + 1, "estimate") if subject is not None else None


def heard_from(tagged: TaggedText, verb: int) -> tuple[Subject, int] | None:
    """As in "The court heard from the prosecutor, Anneka Vyas, that", "P, a jury was told": who says it stands behind
    "from", or nowhere.
    """
    subject = left_subject(tagged, verb, sentence_floor(tagged.tags, verb))
    if subject is None or subject.phrase.kind in ("he", "pronoun"):
        return None
    if tagged.words[subject.phrase.last - 1].lower() not in COURTS:
        return None
    source, closes, role = subject.phrase._replace(kind="unknown"), verb + 1, ""
    if tagged.words[closes : closes + 1] == ["from"]:
        found = forward_phrase(tagged, closes + 1)
        if found is None or found[0].kind not in SOURCES:
            return None
        source, closes, role = found
    ends = closes == verb + 1 and tagged.tags[closes : closes + 1] in ("", Tag.STOP, Tag.LINE, Tag.DAY)
    if ends and tagged.tags[subject.first - 1 : subject.first] == Tag.COMMA:
        return Subject(source, subject.first), closes  # "P, a court heard."
    if not _HEARD_THAT.match(tagged.tags, closes) or tagged.words[closes] == "what":
        return None
    closes += tagged.tags[closes] == Tag.COMMA
    return Subject(source, subject.first, role), closes


# ---- sources of quotations that no verb of speech names ----------------------------------------------------------

_NEAR = 14


def _clause_floor(tags: str, at: int) -> int:
    low = max(0, at - _NEAR)
    while at > low and tags[at - 1] not in CLAUSE_STOPS:
        at -= 1
    return at


def possessive_source(tagged: TaggedText, index: int) -> Phrase | None:
    """As in "From Holm's diary: “Q”", "Reed's message was clear: “Q”": whose words the quotation at `index` is."""
    tags, words = tagged.tags, tagged.words
    if index < 3 or tags[index - 1] != Tag.COLON:
        return None
    for at in range(_clause_floor(tags, index - 1), index - 2):
        if words[at + 1].lower() not in SPOKEN:
            continue
        if words[group_start(tags, at, max(0, at - 8)) - 1] in ("on", "to", "about"):
            continue  # "S on the mayor's response: “Q”"
        if tags[at] == Tag.NAME_POSSESSIVE:
            first = at
            while first and tags[first - 1] in NAME_WORDS:
                first -= 1
            return Phrase("person", first, at + 1)
        if tags[at] == Tag.POSSESSIVE:
            return Phrase("unnamed", group_start(tags, at - 1, max(0, at - 8)), at + 1)
        if words[at].lower() in ("his", "her"):
            return Phrase("he", at, at + 1, gender="f" if words[at].lower() == "her" else "m")
    return None


def view_of(tagged: TaggedText, at: int) -> Phrase | None:
    """As in "“Q.” That was the view of Ann Low": the name behind a sentence that opens at token `at` and looks back."""
    tags, words = tagged.tags, tagged.words
    at += tags[at : at + 1] == Tag.LINE
    if words[at : at + 1] and words[at] in BE:
        at -= 1  # "“Q,” was the verdict of Ann Low"
    elif [word.lower() for word in words[at : at + 1]] not in (["that"], ["this"], ["those"], ["such"]):
        return None
    verb, article, noun, of = (words[at + 1 : at + 5] + [""] * 4)[:4]
    if verb not in BE or article != "the" or noun not in SPOKEN or of != "of":
        return None
    found = forward_phrase(tagged, at + 5)
    return found[0] if found is not None and found[0].kind in NAMED else None


def announced_by(tagged: TaggedText, colon: int) -> Phrase | None:
    """As in "And from Chairwoman Rosen: “Q”": the name behind "from" that the colon at token `colon` ends."""
    tags, words = tagged.tags, tagged.words
    if tags[colon] != Tag.COLON:
        return None
    first = _clause_floor(tags, colon)
    if tags[first] == Tag.CONJUNCTION or words[first] in ("This", "Then", "Also"):
        first += 1
    if first >= colon or words[first].lower() != "from":
        return None
    found = forward_phrase(tagged, first + 1)
    if found is None or (found[1] != colon and not _A_NOTE.fullmatch(tags, found[1], colon)):
        return None
    return found[0]


_A_NOTE = re.compile(r",[^,.\nxkVhH]{1,9}")  # "From Chief Low, a note to staff:"


def in_the_words_of(tagged: TaggedText, index: int) -> Phrase | None:
    """As in "In the words of Amy Reed, “Q”": the name before the comma."""
    tags, words = tagged.tags, tagged.words
    if index < 5 or tags[index - 1] != Tag.COMMA:
        return None
    for at in range(max(_clause_floor(tags, index - 1), index - 14), index - 4):
        if words[at].lower() == "in" and words[at + 1 : at + 4] == ["the", "words", "of"]:
            return read_phrase(tagged, at + 4, index - 1)
    return None
