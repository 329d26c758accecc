"""The subject of a verb of speech: the noun phrase before the verb, behind it, or at the opening of the sentence.

Between a subject and its verb may stand adverbs, days, appositions, brackets and relative clauses. Every walk is bounded
by a number of tokens, so the work is linear in the text.
"""

from __future__ import annotations

import re

from searchlib.extraction.english.lexicon.function_words import (
    BEFORE_DAYS,
    CLOSE_TO,
    COMPARATIVE,
    DAY_PARTS,
    LAST,
    REFLEXIVES,
    TIMES,
)
from searchlib.extraction.english.lexicon.furniture import NAMES_IN_ING
from searchlib.extraction.english.lexicon.given_names import SUFFIXES
from searchlib.extraction.english.lexicon.organizations import DEPARTMENTS
from searchlib.extraction.english.lexicon.speech_verbs import TELLING
from searchlib.extraction.english.speech_forms import FORMS
from searchlib.extraction.english.statements.noun_phrases import Kind, Phrase, joins, read_phrase
from searchlib.extraction.english.statements.role_phrases import apposition_role, is_party, role_text
from searchlib.extraction.english.tagged_text import TaggedText, group_start
from searchlib.extraction.english.tags import (
    BEFORE_DAY_PART,
    BEFORE_SUBJECT,
    CHAIN_ENDS,
    CLAUSE_STOPS,
    COMMON_NOUNS,
    DESCRIPTION,
    DETERMINERS,
    ENDS_APPOSITION,
    FINITE_VERBS,
    FRONTED,
    HE_OR_SHE,
    NAME_WORDS,
    NAMED_HEADS,
    NAMES,
    NOUN_GROUP,
    NOUN_HEADS,
    OPENS_CLAUSE,
    PREPOSITIONS,
    PRONOUNS,
    ROLE_HEADS,
    ROLE_WORDS,
    STANDS_ALONE,
    TITLED_NAME,
    Tag,
)

_REACH = 45
NAMED: frozenset[Kind] = frozenset(("person", "organization"))
SINGLE: frozenset[Kind] = frozenset(("person", "he"))
SOURCES: frozenset[Kind] = frozenset(("person", "organization", "unnamed"))


def sentence_floor(tags: str, at: int) -> int:
    """The first token of the sentence of token `at`, looking back a bounded way."""
    floor = max(0, at - 80)
    while at > floor and tags[at - 1] not in CLAUSE_STOPS:
        at -= 1
    return at


def chain_start(tagged: TaggedText, last: int, floor: int) -> tuple[int, int] | None:
    """The governing noun group of the chain ("X of Y for Z") that ends with token `last`: its first token, one past
    its last; None where no noun group ends there.
    """
    tags = tagged.tags
    if last < floor:
        return None
    if tags[last] == Tag.BRACKET_CLOSED:
        last = _open_bracket(tags, last, floor) - 1
        if last < floor:
            return None
    first = group_start(tags, last, floor)
    if first > last:
        return None
    end = last + 1
    for _ in range(5):
        gate = first - 1
        if gate - 1 < floor or tags[gate] not in PREPOSITIONS or _is_conjunction(tagged, gate):
            break
        if (
            tags[gate] == Tag.OF
            and tags[gate - 1] == Tag.ORGANIZATION
            and tags[end - 1] == Tag.NAME
            and Tag.TITLE in tags[first:end]
        ):
            return group_start(tags, gate - 1, floor), end  # "Department of Defense Secretary Lloyd Austin"
        previous = _before_day(tagged, gate - 1, floor)
        if tags[previous] not in CHAIN_ENDS:
            if tags[previous] in FINITE_VERBS:
                return _antecedent(tagged, previous, floor)
            break
        if _is_department(tagged, gate, end):
            return group_start(tags, gate - 1, floor), end
        if tags[previous] == Tag.BRACKET_CLOSED:
            previous = _open_bracket(tags, previous, floor) - 1
        start = group_start(tags, previous, floor)
        if start > previous or start < floor:
            break
        first, end = (
            start,
            previous + (previous == gate - 1 or tags[gate - 1] == Tag.BRACKET_CLOSED),
        )  # no participle before a day
    return first, end


def _before_day(tagged: TaggedText, at: int, floor: int) -> int:
    """The participle before a day that ends at token `at` ("a lawsuit filed on Tuesday in Kent"); `at` where none is."""
    back = at
    while back > floor and tagged.tags[back] in (Tag.DAY, Tag.NUMBER):
        back -= 1
    if back == at or tagged.tags[back + 1] != Tag.DAY:
        return at
    back -= tagged.words[back] == "on"
    return back if back > floor and tagged.tags[back] == Tag.WORD and tagged.words[back].endswith("ed") else at


def _is_conjunction(tagged: TaggedText, gate: int) -> bool:
    """As in "jumped in May as employers said": "as" and "than" open a clause, but for "the economy as a whole"."""
    return tagged.words[gate] in COMPARATIVE and tagged.words[gate + 2 : gate + 3] != ["whole"]


def _antecedent(tagged: TaggedText, verb: int, floor: int) -> tuple[int, int] | None:
    """The noun group before a relative clause whose verb is token `verb` ("officials who spoke with the Post said")."""
    tags = tagged.tags
    low = max(floor, verb - 6)
    while verb > low and tags[verb] != Tag.WHO:
        verb -= 1
    if tags[verb] != Tag.WHO or verb - 1 < floor:
        return None
    last = verb - 2 if tags[verb - 1] == Tag.COMMA else verb - 1
    first = group_start(tags, last, floor)
    if first > last:
        return None
    far = tags[first - 1 : first] == Tag.PREPOSITION and first - 2 >= floor
    if far and (tagged.words[first - 2] in CLOSE_TO or tags[first - 2] in ROLE_HEADS):
        return chain_start(tagged, last, floor)  # "a source familiar with the matter who spoke"
    return first, last + 1


def _is_department(tagged: TaggedText, gate: int, last: int) -> bool:
    """As in "Secretary OF State Antony Blinken": a title's department with the name behind it."""
    tags, words = tagged.tags, tagged.words
    first = gate + 2 if tags[gate + 1] == Tag.DETERMINER else gate + 1
    if tags[gate] != Tag.OF or tags[gate - 1] != Tag.TITLE or words[first] not in DEPARTMENTS:
        return False
    return tags[last - 1] == Tag.NAME and words[last - 1] not in DEPARTMENTS


def _open_bracket(tags: str, at: int, floor: int) -> int:
    floor = max(floor, at - 14)
    back = at - 1
    while back >= floor and tags[back] != Tag.BRACKET:
        back -= 1
    return back if back >= floor else at


def skip_left(tagged: TaggedText, at: int, floor: int) -> int:
    """Over adverbs, auxiliaries and days between a subject and its verb."""
    tags, words = tagged.tags, tagged.words
    while at > floor:
        letter = tags[at]
        if letter in (Tag.ADVERB, Tag.AUXILIARY) or (letter == Tag.PRONOUN and words[at] in REFLEXIVES):
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
        else:
            break
    return at


def left_subject(tagged: TaggedText, verb: int, floor: int) -> tuple[Phrase, int, str, str] | None:
    """The subject to the left of token `verb`: the phrase, its group's first token, a role, and how it was joined."""
    tags = tagged.tags
    at = skip_left(tagged, verb - 1, floor)
    if at < floor:
        return None
    if tags[at - 2 : at + 1] == Tag.NAME + Tag.COMMA + Tag.NAME and tagged.words[at] in SUFFIXES and at - 2 >= floor:
        at -= 2  # "Henry Vale, Jr. said"
    letter = tags[at]
    if letter in PRONOUNS:
        return read_phrase(tagged, at, at + 1), at, "", ""
    if letter in (Tag.COMMA, Tag.QUOTE):
        return _over_commas(tagged, at, floor)
    if letter == Tag.DASH:
        opener = _previous(tags, at, floor, "-")
        return _named_chain(tagged, opener - 1, floor, "") if opener > floor else None
    if letter == Tag.WHO:
        back = at - 1 if at > floor and tags[at - 1] == Tag.COMMA else at
        return _named_chain(tagged, back - 1, floor, "relative")
    return _named_chain(tagged, at, floor, "")


def _previous(tags: str, at: int, floor: int, mark: str) -> int:
    floor = max(floor, at - _REACH)
    back = at - 1
    while back >= floor and tags[back] != mark:
        back -= 1
    return back if back >= floor else -1


def _named_chain(tagged: TaggedText, last: int, floor: int, how: str) -> tuple[Phrase, int, str, str] | None:
    chain = chain_start(tagged, last, floor)
    if chain is None:
        if last >= floor and tagged.tags[last] in PRONOUNS:
            return read_phrase(tagged, last, last + 1), last, "", how
        return None
    first, end = _first_conjunct(tagged, *chain, floor)
    if first > floor and _is_object(tagged, first, last):
        return None  # "the hall of mirrors that is Trump World told"
    if first > floor and tagged.tags[first - 1] == Tag.WHO:  # "the man who knows Trump said"
        outer = chain_start(tagged, first - 2, floor)
        if outer is not None:
            first, end = outer
    phrase = _share_of(tagged, read_phrase(tagged, first, end), floor)
    if phrase.kind == "organization" and end < chain[0]:
        second = read_phrase(tagged, *chain)
        if second.kind == "organization":  # "the United States and South Korea": one source of two bodies
            phrase = phrase._replace(last=second.last)
    return phrase, first, phrase.role, how


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


def _first_conjunct(tagged: TaggedText, first: int, end: int, floor: int) -> tuple[int, int]:
    """As in "X and Y said": the first of two joined names that open the clause."""
    tags = tagged.tags
    if first - 2 < floor or tags[first - 1] != Tag.CONJUNCTION or tags[end - 1] not in NOUN_HEADS:
        return first, end
    chain = chain_start(tagged, first - 2, floor)
    if chain is None or tags[chain[1] - 1] not in NOUN_HEADS:
        return first, end
    opens = chain[0]
    adjectives = (
        end - first > 1 and tags[first] in NAME_WORDS and tags[end - 1] in COMMON_NOUNS and tags[chain[1] - 1] in NAMES
    )
    if adjectives and read_phrase(tagged, *chain).kind == "organization":
        return opens, end  # "U.S. and Russian officials": two adjectives of one noun
    if opens == floor or tags[opens - 1] in OPENS_CLAUSE:
        return chain
    return first, end


def _over_commas(tagged: TaggedText, comma: int, floor: int) -> tuple[Phrase, int, str, str] | None:
    """The subject before an apposition or a relative clause that ends with the comma at token `comma`."""
    tags = tagged.tags
    right = comma
    fallback: tuple[Phrase, int, str, str] | None = None
    for _ in range(4):
        left = _previous(tags, right, floor, ",")
        if left < 0:
            return _before_first_comma(tagged, right, comma, floor) or fallback
        if right == comma and fallback is None:
            named = _name_behind_role(tagged, left, right, floor)
            if named is not None:
                return named
        outer = chain_start(tagged, left - 1, floor)
        if outer is None:
            if left - 1 >= floor and tags[left - 1] in HE_OR_SHE:
                return read_phrase(tagged, left - 1, left), left - 1, "", ""
            right = left
            continue
        if outer[0] - 2 >= floor and tags[outer[0] - 1] in PREPOSITIONS and tags[outer[0] - 2] == Tag.COMMA:
            right = outer[0] - 2  # "Chris Garrard, of the group Culture Unstained, said"
            continue
        first, end = _first_conjunct(tagged, *outer, floor)
        earlier = _previous(tags, left, floor, ",")
        if earlier >= 0 and tags[earlier + 1] == Tag.WHO and earlier + 1 < first:
            right = left  # "Ms. Arnold, who helped found EDGE, a group, said"
            continue
        phrase = read_phrase(tagged, first, end)
        if (
            phrase.kind in NAMED
            and tags[end - 1] in NAMED_HEADS
            and not (is_party(tagged, first, end) and tags[max(0, first - 1)] == Tag.COMMA)
        ):
            role = phrase.role or apposition_role(tagged, left + 1, comma)
            return phrase, first, role, "apposition"
        if fallback is None and phrase.kind == "unnamed":
            fallback = (_chained(tagged, phrase, left), first, "", "")
        right = left
    return fallback


def _before_first_comma(tagged: TaggedText, right: int, comma: int, floor: int) -> tuple[Phrase, int, str, str] | None:
    """As in "Vale, during a meeting in Kent, Ohio, said": the name before the first comma of the sentence."""
    outer = chain_start(tagged, right - 1, floor) if right < comma else None
    if outer is None:
        return None
    phrase = read_phrase(tagged, *_first_conjunct(tagged, *outer, floor))
    if phrase.kind not in NAMED:
        return None
    return phrase, outer[0], phrase.role or apposition_role(tagged, right + 1, comma), "apposition"


def _chained(tagged: TaggedText, phrase: Phrase, end: int) -> Phrase:
    """An unnamed source before a comma with its complement: "a member of the campaign, meanwhile, told"."""
    near = end - phrase.last <= 10 and CHAIN.fullmatch(tagged.tags, phrase.last, max(end, phrase.last))
    return phrase._replace(last=end) if near and end > phrase.last else phrase


def _name_behind_role(tagged: TaggedText, left: int, right: int, floor: int) -> tuple[Phrase, int, str, str] | None:
    """As in "A spokesperson for the embassy, Liu Wen, said": the name between the commas, the role before them."""
    inner = chain_start(tagged, right - 1, left + 1)
    if inner is None or inner[0] != left + 1 or is_party(tagged, left + 1, right):
        return None
    phrase = read_phrase(tagged, *inner)
    outer = chain_start(tagged, left - 1, floor)
    if phrase.kind != "person" or outer is None or tagged.tags[outer[1] - 1] not in ROLE_WORDS:
        return None
    if read_phrase(tagged, *outer).kind != "unnamed":
        return None
    role = role_text(tagged, outer[0], left)
    return phrase, outer[0], role, "apposition"


CHAIN = re.compile(r"[NBMAPKrnpd#qofc]*")
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
    if tagged.tags[at:end] == Tag.NUMBER:
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
        elif letter == Tag.WORD and end > at and tags[end - 1] in (Tag.ROLE, Tag.PEOPLE) and words[end].endswith("ed"):
            break
        elif letter in COMMON_NOUNS and last_name == end - 1 and last_name >= 0:
            if not _MORE_NAME.match(tags, end) and "r" not in _UP_TO_STOP.match(tags, end, end + 4).group():  # type: ignore[union-attr]
                break
        elif letter not in NOUN_GROUP or (letter == Tag.DETERMINER and end > at and tags[end - 1] != Tag.DETERMINER):
            break
        end += 1
    return end


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
    while end < stop and tags[end] in TITLED_NAME:
        end += 1
    if end - at < 3 or (end < len(tags) and tags[end] not in ENDS_APPOSITION):
        return None
    phrase = read_phrase(tagged, at + 1, end)
    return (phrase, end, at) if phrase.kind == "person" else None


def sentence_subject(tagged: TaggedText, first: int, limit: int) -> Phrase | None:
    """The subject that opens the sentence at token `first`, behind a fronted phrase with its comma."""
    tags = tagged.tags
    at = behind_dateline(tags, first, limit)
    for _ in range(2):
        while at < limit and (tags[at] in BEFORE_SUBJECT or tagged.words[at] == "As"):
            at += 1
        if at < limit and (tags[at] in FRONTED or _opens_participle(tagged, at)):
            comma = tags.find(Tag.COMMA, at, min(limit, at + 25))
            if comma < 0:
                return None
            at = comma + 1
    found = forward_phrase(tagged, at) if at < limit else None
    if found is not None and words_of_time(tagged, found[0]):  # "A month earlier, S ..."
        comma = tags.find(Tag.COMMA, found[1], min(limit, found[1] + 6))
        found = forward_phrase(tagged, comma + 1) if comma >= 0 else None
    if found is None or found[1] > limit:
        return None
    if tags[at] == Tag.DETERMINER and found[0].kind in NAMED and _noun_at(tagged, found[1]):
        return Phrase("unnamed", at, found[1] + 1)  # "The Obama administration"
    return found[0]


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


def words_of_time(tagged: TaggedText, phrase: Phrase) -> bool:
    """Whether a phrase is a stretch of time and no source."""
    return phrase.kind == "unnamed" and tagged.words[phrase.last - 1].lower() in TIMES


_DATELINE = re.compile(r"[NBM]{1,3}(?:,[NBMD#.]{1,3})?(?:\([NB]{1,3}\))?-")


def behind_dateline(tags: str, first: int, limit: int) -> int:
    """The token behind "WASHINGTON —", where the sentence opens with a dateline."""
    match = _DATELINE.match(tags, first, limit)
    return match.end() if match else first


def _noun_at(tagged: TaggedText, at: int) -> bool:
    """Whether token `at` goes on with a noun phrase ("The Obama administration") rather than being its verb."""
    return tagged.tags[at : at + 1] == Tag.WORD and not tagged.words[at].endswith("ed")
