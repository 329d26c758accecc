"""The subject of a verb of speech: the noun phrase before the verb, behind it, or at the opening of the sentence.

Between a subject and its verb may stand adverbs, days, appositions, brackets and relative clauses. Every walk is bounded
by a number of tokens, so the work is linear in the text.
"""

from __future__ import annotations

import re

from searchlib.extraction.english.lexicon.function_words import (
    BE,
    BEFORE_DAYS,
    DAY_PARTS,
    IRREGULAR_PAST,
    LAST,
    REFLEXIVES,
    TEMPORAL,
    TIMELY,
)
from searchlib.extraction.english.lexicon.furniture import NAMES_IN_ING
from searchlib.extraction.english.lexicon.given_names import SUFFIXES
from searchlib.extraction.english.lexicon.not_sources import PAPERS
from searchlib.extraction.english.lexicon.organizations import DEPARTMENTS
from searchlib.extraction.english.lexicon.speech_verbs import (
    TELLING,
)
from searchlib.extraction.english.speech_forms import FORMS
from searchlib.extraction.english.statements.phrases.insertions import subject_before_comma
from searchlib.extraction.english.statements.phrases.noun_chains import (
    NAMED,
    Subject,
    chain_start,
    coordinated,
    words_of_time,
)
from searchlib.extraction.english.statements.phrases.noun_phrases import Phrase, joins, read_phrase
from searchlib.extraction.english.statements.phrases.role_phrases import apposition_role, is_agent, is_party, role_text
from searchlib.extraction.english.tagged_text import TaggedText, group_start
from searchlib.extraction.english.tags import (
    BEFORE_DAY_PART,
    BEFORE_SUBJECT,
    COMMON_NOUNS,
    DESCRIPTION,
    DETERMINERS,
    ENDS_APPOSITION,
    FRONTED,
    HE_OR_SHE,
    NAME_WORDS,
    NAMED_HEADS,
    NAMES,
    NOUN_GROUP,
    NOUN_HEADS,
    PRONOUNS,
    STANDS_ALONE,
    TITLED_NAME,
    Tag,
)

_REACH = 45


_CONTRACTED = re.compile(r"(?:they|we|you|i|it)['’]", re.IGNORECASE)  # a subject of its own: "ideas they've discussed"


def skip_left(tagged: TaggedText, at: int, floor: int) -> int:
    """Over adverbs, auxiliaries and days between a subject and its verb."""
    tags, words = tagged.tags, tagged.words
    while at > floor:
        letter = tags[at]
        if (
            letter == Tag.ADVERB
            or (letter == Tag.AUXILIARY and not _CONTRACTED.match(words[at]))
            or (letter == Tag.PRONOUN and words[at] in REFLEXIVES)
            or (words[at] == "then" and tags[at - 1] in NOUN_HEADS | HE_OR_SHE)
        ):
            at -= 1
        elif letter == Tag.DAY:
            at -= 1
            while at > floor and tags[at] in (Tag.ADVERB, Tag.WORD) and words[at].lower() in BEFORE_DAYS:
                at -= 1
            if tags[at] == Tag.PREPOSITION:
                at -= 1
        elif letter == Tag.WORD and words[at].lower() in DAY_PARTS and tags[at - 1] in BEFORE_DAY_PART:
            at -= 1
            if tags[at] == Tag.DETERMINER or words[at].lower() in LAST:
                at -= 1
            if tags[at] == Tag.ADVERB:
                at -= 1
        elif letter == Tag.NUMBER and tags[at - 1] == Tag.DAY:
            at -= 1
        elif letter == Tag.BRACKET_CLOSED and tags[at - 2 : at] == Tag.BRACKET + Tag.DAY:
            at -= 3  # "has today (Friday) announced"
        else:
            break
    return at


def left_subject(tagged: TaggedText, verb: int, floor: int) -> Subject | None:
    """The subject to the left of token `verb`: the phrase, its group's first token, a role, and how it was joined."""
    tags = tagged.tags
    at = skip_left(tagged, verb - 1, floor)
    if at < floor:
        return None
    if tags[at - 2 : at + 1] == Tag.NAME + Tag.COMMA + Tag.NAME and tagged.words[at] in SUFFIXES and at - 2 >= floor:
        at -= 2  # "Henry Vale, Jr. said"
    letter = tags[at]
    if letter in PRONOUNS:
        if tagged.words[at] == "others" and (joint := _and_others(tags, at, floor)) > floor:
            return _named_chain(tagged, joint - 1, floor, "", listed=True)
        return Subject(read_phrase(tagged, at, at + 1), at)
    if letter in (Tag.COMMA, Tag.QUOTE):
        return subject_before_comma(tagged, at + (letter == Tag.QUOTE), floor)
    if letter == Tag.DASH:
        opener = _previous(tags, at, floor, Tag.DASH)
        return _named_chain(tagged, opener - 1, floor, "") if opener > floor else None
    if letter == Tag.WHO and (cleft := _cleft(tagged, at, floor)) is not None:
        return cleft
    if letter == Tag.WHO:
        back = at - 1 if at > floor and tags[at - 1] == Tag.COMMA else at
        nearest = group_start(tags, back - 1, floor)
        if floor < nearest < back and tagged.words[nearest - 1] in _NEAREST:
            return Subject(read_phrase(tagged, nearest, back), nearest, how="relative")
        return _named_chain(tagged, back - 1, floor, "relative")
    return _named_chain(tagged, at, floor, "")


_NEAREST = frozenset(["from", "with", "by", "about", "against", "between"])
"""Prepositions whose noun a relative clause behind it is about: "learned Latin from a priest who told her"."""


def _and_others(tags: str, at: int, floor: int) -> int:
    """The "and" of "A, B and two others", whose "others" is token `at`; -1 where none is."""
    at -= 1
    while at > floor and tags[at] in DETERMINERS:
        at -= 1
    return at if at > floor and tags[at] == Tag.CONJUNCTION else -1


def _cleft(tagged: TaggedText, who: int, floor: int) -> Subject | None:
    """As in "It was Smith who said": the name between "was" and "who"."""
    chain = chain_start(tagged, who - 1, floor)
    if chain is None or chain[0] - 2 < floor or tagged.words[chain[0] - 2].lower() != "it":
        return None
    if tagged.words[chain[0] - 1] not in BE:
        return None
    phrase = read_phrase(tagged, *chain)
    return Subject(phrase, chain[0] - 2, phrase.role)


def _previous(tags: str, at: int, floor: int, mark: str) -> int:
    floor = max(floor, at - _REACH)
    back = at - 1
    while back >= floor and tags[back] != mark:
        back -= 1
    return back if back >= floor else -1


def _named_chain(tagged: TaggedText, last: int, floor: int, how: str, *, listed: bool = False) -> Subject | None:
    if last - 2 >= floor and tagged.tags[last - 1] == Tag.COMMA and tagged.words[last][:2] in ("R-", "D-", "I-"):
        last -= 2  # "Lee, R-Texas said": the second comma is missing
    chain = chain_start(tagged, last, floor)
    if chain is None:
        if last >= floor and tagged.tags[last] in PRONOUNS:
            return Subject(read_phrase(tagged, last, last + 1), last, "", how)
        return None
    groups = coordinated(tagged, *chain, floor, listed=listed) if how != "relative" else [chain]
    first, end = groups[0]
    if len(groups) > 1 and _are_adjectives(tagged, groups):
        groups = [(first, chain[1])]  # "U.S. and Russian officials"
        first, end = groups[0]
    if first > floor and how != "relative" and _is_object(tagged, first, last):
        return None  # "the hall of mirrors that is Trump World told"
    who = first - 1 if tagged.tags[first - 1] == Tag.WHO else first - 2 if _is_past(tagged, first - 1) else floor
    if who > floor and tagged.tags[who] == Tag.WHO:  # "the man who knows Trump said", "a man who faked his death said"
        outer = chain_start(tagged, who - 1, floor)
        if outer is not None:
            first, end = outer
            groups = [outer]
    named = _named_before(tagged, first, floor) if len(groups) == 1 and how != "relative" else None
    if named is not None:
        return named
    phrase = _share_of(tagged, read_phrase(tagged, first, end), floor)
    others = tuple(read_phrase(tagged, *group) for group in groups[1:])
    return Subject(phrase, first, phrase.role, how, others)


def _named_before(tagged: TaggedText, first: int, floor: int) -> Subject | None:
    """As in "Ron Low, head of the group said": the person before a role without an article, whose comma is missing."""
    tags = tagged.tags
    if tags[first] != Tag.ROLE or tagged.words[first][-1] == "s" or first - 3 < floor:
        return None
    if tags[first - 3 : first] != Tag.NAME * 2 + Tag.COMMA:
        return None
    start = group_start(tags, first - 2, floor)
    phrase = read_phrase(tagged, start, first - 1)
    return Subject(phrase, start, phrase.role, "apposition") if phrase.kind == "person" else None


def _is_past(tagged: TaggedText, at: int) -> bool:
    word = tagged.words[at]
    return tagged.tags[at] == Tag.VERB or (
        tagged.tags[at] == Tag.WORD and (word.endswith("ed") or word in IRREGULAR_PAST)
    )


def _are_adjectives(tagged: TaggedText, groups: list[tuple[int, int]]) -> bool:
    """As in "U.S. and Russian officials": two adjectives of one noun."""
    tags = tagged.tags
    (one, end), (first, last) = groups[0], groups[-1]
    return (
        len(groups) == 2
        and last - first > 1
        and tags[first] in NAME_WORDS
        and tags[last - 1] in COMMON_NOUNS
        and tags[end - 1] in NAMES
        and read_phrase(tagged, one, end).kind == "organization"
    )


def _share_of(tagged: TaggedText, phrase: Phrase, floor: int) -> Phrase:
    """A part of a people is no named source: "half of Americans"."""
    tags, of = tagged.tags, phrase.first - 1
    if (
        phrase.kind != "organization"
        or tags[phrase.last - 1] != Tag.PEOPLE
        or of - 1 < floor
        or tags[of] != Tag.OF
        or tags[of - 1] not in DETERMINERS
    ):
        return phrase
    return Phrase("unnamed", group_start(tags, of - 1, floor), phrase.last)


def _is_object(tagged: TaggedText, first: int, last: int) -> bool:
    """A noun group behind "is" or "told" is no subject of a later verb."""
    before = tagged.tags[first - 1]
    if before == Tag.AUXILIARY:
        return True
    return (
        before in (Tag.SPEECH_VERB, Tag.SPEECH_ING)
        and FORMS[tagged.words[first - 1].lower()][0] in TELLING
        and last > first
    )


_UP_TO_STOP = re.compile(r"[^,.]*")

_MORE_NAME = re.compile(r"n{1,3}[MN]?N")  # "Cruz constituent Dan Golvach"


def forward_phrase(tagged: TaggedText, at: int) -> tuple[Phrase, int, str] | None:
    """The noun phrase that opens at token `at`: as read, the token behind it, and a role."""
    tags = tagged.tags
    if at >= len(tags):
        return None
    if tags[at] in STANDS_ALONE:
        return read_phrase(tagged, at, at + 1), at + 1, ""
    end = _phrase_end(tagged, at)
    if end == at or tags[end - 1] == Tag.NAME_POSSESSIVE:
        return None
    if tagged.tags[at:end] == Tag.NUMBER or (end == at + 1 and tagged.words[at].lower() in ("the", "a", "an")):
        return None
    phrase = read_phrase(tagged, at, end)
    if phrase.kind == "unnamed":
        named = _following_apposition(tagged, end)
        if named is not None:
            return named[0], named[1], role_text(tagged, at, named[2])
    role = phrase.role
    if not role and phrase.kind in NAMED and tags[end : end + 1] == Tag.COMMA:
        stops = (tags.find(mark, end + 1, end + 22) for mark in ",.:")
        last = min((stop for stop in stops if stop > 0), default=-1)
        role = apposition_role(tagged, end + 1, last) if last > 0 else ""
    return phrase, end, role


def _phrase_end(tagged: TaggedText, at: int) -> int:
    """One past the noun phrase that opens at token `at`: it ends behind the last name, unless a role or one more name
    follows ("said Reyes campaign manager Jill Aston").
    """
    tags, words = tagged.tags, tagged.words
    end, last_name = at, -1
    while end < min(len(tags), at + 16):
        letter = tags[end]
        if letter in NAMED_HEADS:
            last_name = end
        elif letter == Tag.OF:
            if tags[max(at, end - 1)] != Tag.TITLE or not _name_follows(tagged, end + 1):
                break
        elif letter == Tag.CONJUNCTION:
            if not joins(tagged, end):
                break
        elif letter == Tag.WORD and end > at and words[end].endswith("ed") and _takes_participle(tagged, end - 1):
            break
        elif letter == Tag.WORD and end > at and words[end] in IRREGULAR_PAST:
            break  # "A court threw out the ban"
        elif letter == Tag.WORD and words[end] in BEFORE_DAYS and tags[end + 1 : end + 2] == Tag.DAY:
            break  # "by the ministry late Monday"
        elif letter == Tag.WORD and last_name == end - 1 and end > at and _is_modifier(tagged, at, end):
            return end + 1  # "one Hammer confidant"
        elif letter in COMMON_NOUNS and last_name == end - 1 and last_name >= 0:
            if not _MORE_NAME.match(tags, end) and "r" not in _UP_TO_STOP.match(tags, end, end + 4).group():  # type: ignore[union-attr]
                break
        elif letter not in NOUN_GROUP or (letter == Tag.DETERMINER and end > at and tags[end - 1] != Tag.DETERMINER):
            break
        end += 1
    return end


def _takes_participle(tagged: TaggedText, noun: int) -> bool:
    """Whether a participle behind token `noun` opens no name: "a study published on Tuesday", "voters asked"."""
    return tagged.tags[noun] in (Tag.ROLE, Tag.PEOPLE) or tagged.words[noun] in PAPERS


def _is_modifier(tagged: TaggedText, at: int, noun: int) -> bool:
    """Whether the name before token `noun` only modifies it: an article opens the phrase, and a noun ends it."""
    words, tags = tagged.words, tagged.tags
    if tags[at] != Tag.DETERMINER or words[at].lower() == "the" or words[noun] in DAY_PARTS or words[noun] in TIMELY:
        return False
    if words[noun].endswith(("ed", "ing")) or _MORE_NAME.match(tags, noun):
        return False
    return tags[noun + 1 : noun + 2] in ("", Tag.STOP, Tag.COMMA, Tag.LINE, Tag.PREPOSITION, Tag.WHO, Tag.OF, Tag.DAY)


def _name_follows(tagged: TaggedText, at: int) -> bool:
    """Whether a department stands at token `at`, and a name behind it."""
    if at >= len(tagged.words) or tagged.words[at] not in DEPARTMENTS:
        return False
    while at < len(tagged.words) and tagged.words[at] in DEPARTMENTS:
        at += 1
    return at < len(tagged.words) and tagged.tags[at] == Tag.NAME


def _following_apposition(tagged: TaggedText, at: int) -> tuple[Phrase, int, int] | None:
    """As in "said the head of the committee, Mike Turner": the name behind the role."""
    tags = tagged.tags
    stop = min(len(tags), at + 12)
    while at < stop and tags[at] in DESCRIPTION:
        at += 1
    if at >= stop or tags[at] != Tag.COMMA:
        return None
    end = at + 1
    while end < stop and (tags[end] in TITLED_NAME or (tags[end] in "drnA" and tags[end - 1] in ",drnA")):
        end += 1  # "her granddaughter, the novelist Mia Brandt"
    if end - at < 3 or (end < len(tags) and tags[end] not in ENDS_APPOSITION):
        return None
    phrase = read_phrase(tagged, at + 1, end)
    return (phrase, end, at) if phrase.kind == "person" else None


def sentence_subject(tagged: TaggedText, first: int, limit: int) -> Phrase | None:
    """The subject that opens the sentence at token `first`, behind a fronted phrase with its comma."""
    tags = tagged.tags
    at = behind_dateline(tags, first, limit)
    for _ in range(3):
        while at < limit and (tags[at] in BEFORE_SUBJECT or tagged.words[at] == "As" or _is_before_day(tagged, at)):
            if tags[at] == Tag.SUBORDINATOR and tagged.words[at].lower() in TEMPORAL and at + 1 < limit:
                break
            at += 1
        if at < limit and (tags[at] in FRONTED or tags[at] == Tag.SUBORDINATOR or _opens_participle(tagged, at)):
            comma = tags.find(Tag.COMMA, at, min(limit, at + 25))
            if comma < 0:
                return None
            at = _behind_place(tagged, comma + 1, limit)
    found = forward_phrase(tagged, at) if at < limit else None
    if found is not None and words_of_time(tagged, found[0]):  # "A month earlier, S ..."
        comma = tags.find(Tag.COMMA, found[1], min(limit, found[1] + 6))
        found = forward_phrase(tagged, comma + 1) if comma >= 0 else None
    if found is None or found[1] > limit:
        return None
    if tags[at] == Tag.DETERMINER and found[0].kind in NAMED and _noun_at(tagged, found[1]):
        return Phrase("unnamed", at, found[1] + 1)  # "The Obama administration"
    return found[0]


def _is_before_day(tagged: TaggedText, at: int) -> bool:
    """As in "Late Saturday, ..."."""
    return tagged.words[at].lower() in BEFORE_DAYS and tagged.tags[at + 1 : at + 2] == Tag.DAY


def _behind_place(tagged: TaggedText, at: int, limit: int) -> int:
    """The token behind "Norway," where a fronted phrase goes on: "In a cafe in Bergen, Norway, S said"."""
    comma = tagged.tags.find(Tag.COMMA, at, min(limit, at + 3))
    return comma + 1 if comma > at and is_party(tagged, at, comma) else at


def _opens_participle(tagged: TaggedText, at: int) -> bool:
    """As in "Depending on ..., S said", "Thwarted in ..., S turned": a participle with a capital, no name."""
    word = tagged.words[at]
    if (
        tagged.tags[at] not in (Tag.NAME, Tag.WORD)
        or not word[0].isupper()
        or len(word) < 6
        or tagged.seen_inside(word)
    ):
        return False
    following = tagged.tags[at + 1 : at + 2]
    if word.endswith("ing"):
        return word not in NAMES_IN_ING and following in tuple("fdpPDHh#aonVS")
    return word.endswith("ed") and following == Tag.PREPOSITION


_DATELINE = re.compile(r"[NBM]{1,3}(?:,[NBMD#.]{1,3})?(?:\([NB]{1,3}\))?-")


def behind_dateline(tags: str, first: int, limit: int) -> int:
    """The token behind "WASHINGTON —", where the sentence opens with a dateline."""
    match = _DATELINE.match(tags, first, limit)
    return match.end() if match else first


def _noun_at(tagged: TaggedText, at: int) -> bool:
    """Whether token `at` goes on with a noun phrase ("The Obama administration") rather than being its verb."""
    tags = tagged.tags[at : at + 2]
    return tags[:1] == Tag.WORD and tags[1:] != Tag.COLON and not tagged.words[at].endswith("ed")


def many(tagged: TaggedText, phrase: Phrase) -> Phrase:
    """As in "Exporters complain": a plural of what people do that opens a sentence, before a verb that only many have."""
    word = tagged.words[phrase.last - 1]
    alone = phrase.kind == "person" and phrase.last - phrase.first == 1 and word[-1] == "s"
    before = tagged.tags[phrase.first - 1 : phrase.first]
    if not alone or before not in ("", Tag.STOP, Tag.LINE, Tag.QUOTE_ENDED) or not is_agent(word[:-1].lower()):
        return phrase
    return phrase if tagged.seen_inside(word) else phrase._replace(kind="unnamed")


_COLLECTIVES = frozenset(
    [
        "team",
        "family",
        "couple",
        "pair",
        "trio",
        "band",
        "crew",
        "club",
        "council",
        "committee",
        "government",
        "company",
    ]
)
"""Nouns for several that take a plural verb: "the family say"."""
_PLURAL_ENDS = ("s", "people", "men", "women", "police")


def is_plural(tagged: TaggedText, phrase: Phrase) -> bool:
    word = tagged.words[phrase.last - 1]
    named = phrase.kind == "unnamed" and tagged.tags[phrase.last - 1] == Tag.NAME  # "Locals reckon"
    common = tagged.tags[phrase.last - 1] in COMMON_NOUNS or named
    if word in _COLLECTIVES and phrase.kind == "unnamed":
        return True
    return tagged.tags[phrase.last - 1] == Tag.PEOPLE or (common and word.endswith(_PLURAL_ENDS))
