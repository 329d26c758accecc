"""Noun groups and chains of them: "the head of the board for Kent", lists, and which group governs."""

from __future__ import annotations

import re
from typing import NamedTuple

from searchlib.extraction.english.lexicon.function_words import CLOSE_TO, COMPARATIVE, QUANTIFIERS, TIMES
from searchlib.extraction.english.lexicon.not_sources import PAPERS
from searchlib.extraction.english.lexicon.organizations import BODIES, DEPARTMENTS, ORGANIZATION_NOUNS
from searchlib.extraction.english.lexicon.speech_verbs import MEASURED
from searchlib.extraction.english.statements.phrases.noun_phrases import Kind, Phrase, joins, read_phrase
from searchlib.extraction.english.tagged_text import TaggedText, group_start
from searchlib.extraction.english.tags import (
    CHAIN_ENDS,
    CLAUSE_STOPS,
    DETERMINERS,
    FINITE_VERBS,
    NAMED_HEADS,
    NOUN_HEADS,
    OPENS_CLAUSE,
    PREPOSITIONS,
    ROLE_HEADS,
    ROLE_WORDS,
    Tag,
    any_of,
)

NAMED: frozenset[Kind] = frozenset(("person", "organization"))

SINGLE: frozenset[Kind] = frozenset(("person", "he"))

SOURCES: frozenset[Kind] = frozenset(("person", "organization", "unnamed"))


class Subject(NamedTuple):
    """A source before its verb: the phrase, the first token of its noun group, a role beside it, how the verb is
    joined to it ("relative", "apposition" or ""), and who else speaks with it.
    """

    phrase: Phrase
    first: int
    role: str = ""
    how: str = ""
    others: tuple[Phrase, ...] = ()


_CLAUSE_STOP = re.compile(any_of(CLAUSE_STOPS))


def sentence_floor(tags: str, at: int) -> int:
    """The first token of the sentence of token `at`, looking back a bounded way."""
    floor = max(0, at - 80)
    stop = _CLAUSE_STOP.search(tags[floor:at][::-1])
    return at - stop.start() if stop else floor


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
            and tags[gate - 1] in (Tag.ORGANIZATION, Tag.TITLE)
            and tags[end - 1] == Tag.NAME
            and Tag.TITLE in tags[first + (tags[gate - 1] == Tag.TITLE) : end]
        ):
            # "Department of Defense Secretary Lloyd Austin", "CEO of Ryon Mills Dr. Ann Low"
            return group_start(tags, gate - 1, floor), end
        if (
            tags[gate] == Tag.OF
            and tagged.words[first] == "Staff"
            and tags[gate - 1] == Tag.ROLE
            and Tag.TITLE in tags[first:end]
        ):
            return _whole_office(tags, gate, floor), end  # "Chairman of the Joint Chiefs of Staff Gen. Ann Low"
        previous = _before_day(tagged, gate - 1, floor)
        led = _led(tagged, gate, floor)
        if led >= floor:
            first, end = led, gate - 1  # "campaigners led by Reg Tully"
            continue
        if tags[previous] not in CHAIN_ENDS:
            if tags[previous] in FINITE_VERBS:
                return _antecedent(tagged, previous, floor)
            if tags[previous] == Tag.DETERMINER and tagged.words[previous].lower() in QUANTIFIERS:
                return previous, gate  # "many in Gaza", "one of its managers"
            break
        if _is_department(tagged, gate, end) or _heads_a_body(tagged, gate, first, end):
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


def _whole_office(tags: str, gate: int, floor: int) -> int:
    """The first token of an office that goes on with the "of" at token `gate`, with the "of" before it."""
    first = group_start(tags, gate - 1, floor)
    outer = first - 2 >= floor and tags[first - 1] == Tag.OF and tags[first - 2] in ROLE_HEADS
    return group_start(tags, first - 2, floor) if outer else first


def _led(tagged: TaggedText, gate: int, floor: int) -> int:
    """The first token of the noun group before "led by", whose "by" is token `gate`; -1 where none is."""
    word = tagged.words[gate - 1]
    if tagged.words[gate] != "by" or gate - 2 < floor or not (word.endswith("ed") or word in ("led", "run", "made")):
        return -1
    first, head = group_start(tagged.tags, gate - 2, floor), tagged.words[gate - 2]
    people = (
        tagged.tags[gate - 2] in ROLE_HEADS or head in _GROUPS or (head[-1] == "s" and head not in MEASURED | PAPERS)
    )
    return first if first < gate - 1 and people else -1


_GROUPS = frozenset(
    [
        "group",
        "team",
        "coalition",
        "panel",
        "crew",
        "gang",
        "delegation",
        "consortium",
        "crowd",
        "movement",
        "party",
        "alliance",
    ]
)


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
    """As in "jumped in May as employers said": "as" and "than" open a clause, but for "the economy as a whole"; so does
    a heading's preposition, in "TEN KILLED IN OSLO President Vale said".
    """
    if tagged.words[gate].isupper():
        return True
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
    if words[gate] == "to" and tags[gate - 1] in (Tag.ROLE, Tag.TITLE):
        return last - gate in (4, 5) and not tags[gate + 1 : last].strip(Tag.NAME)  # "ambassador to Oslo Ann Vale"
    if tags[gate] != Tag.OF or tags[gate - 1] != Tag.TITLE:
        return False
    if last - gate in (4, 5) and not tags[gate + 1 : last].strip(Tag.NAME):
        return True  # "Mayor of Leeds Ann Vale"
    if words[first] not in DEPARTMENTS:
        return False
    return tags[last - 1] == Tag.NAME and words[last - 1] not in DEPARTMENTS


def _heads_a_body(tagged: TaggedText, gate: int, first: int, last: int) -> bool:
    """As in "the head OF the Uzbek delegation Bobur Mirzayev": a role in a body, and the name of who has it behind."""
    tags = tagged.tags
    if tags[gate] != Tag.OF or tags[gate - 1] not in ROLE_HEADS or tags[last - 2 : last] != Tag.NAME * 2:
        return False
    noun = last - 3 if tags[last - 3] != Tag.NAME else last - 4
    return noun > first and tagged.words[noun] in _HEADED


_HEADED = (
    BODIES | ORGANIZATION_NOUNS | {"delegation", "office", "service", "centre", "center", "team", "mission", "party"}
)


def _open_bracket(tags: str, at: int, floor: int) -> int:
    floor = max(floor, at - 14)
    back = at - 1
    while back >= floor and tags[back] != Tag.BRACKET:
        back -= 1
    return back if back >= floor else at


CHAIN = re.compile(r"[NBMAPKrnpd#qofc]*")
# "said that", "said on Friday he", "said the dam held"; not "asked Vale to go"
CLAUSE_AHEAD = re.compile(r"a{0,2}(?:f?D){0,2}(?:,?t|,?[hHe]|[dNBMAPKrnp#qofc]{1,10}a{0,2}(?<!f)(?:[xkV]|v(?!\.)))")


def coordinated(tagged: TaggedText, first: int, end: int, floor: int, *, listed: bool = False) -> list[tuple[int, int]]:
    """The noun groups of a list that ends with the group `first` to `end`, in the order of the text: "A, B and C".

    A list inside a complement is one group, its head: "miners in Ohio, Utah and Nevada". A list that does not open its
    clause counts only with its last group: "left Ohio and Vale said". `listed`: an "and others" stands behind the group.
    """
    tags = tagged.tags
    groups = [(first, end)]
    opens = first
    for _ in range(_MOST_CONJUNCTS):
        previous = _conjunct_before(tagged, opens, floor, len(groups) + listed)
        if previous is None:
            break
        if len(groups) == 1 and joins(tagged, opens - 1):
            start, stop = previous  # "Devon and Cornwall Police"; else "Center for Strategic and Naval Studies"
            groups = [(start, groups[0][1] if stop == opens - 1 else stop)]
        else:
            groups.insert(0, previous)
        opens = previous[0]
    if len(groups) == 1:
        return groups
    if opens > floor and tags[opens - 1] not in OPENS_CLAUSE:
        return [(first, end)]
    if len(groups) == 2 and tags[groups[1][0] - 2] == Tag.COMMA:
        return [(first, end)]  # "The gas decays, and the paper says": two clauses
    if _is_complement(tagged, groups):
        return groups[:1]
    if len(groups) == 2 and _is_double_role(tagged, *groups):
        return [(groups[0][0], end)]
    return groups


_MOST_CONJUNCTS = 8


def _conjunct_before(tagged: TaggedText, opens: int, floor: int, count: int) -> tuple[int, int] | None:
    """The group before the one that opens at token `opens`, joined by "and" to the last one, by a comma to others."""
    tags = tagged.tags
    last = opens - 2
    if last < floor:
        return None
    joint = Tag.CONJUNCTION if count == 1 else Tag.COMMA
    if tags[opens - 1] != joint:
        return None
    if count == 1 and tags[last] == Tag.COMMA:
        last -= 1  # "A, B, and C"
    chain = chain_start(tagged, last, floor)
    if chain is None or tags[chain[1] - 1] not in NOUN_HEADS or tags[last] not in NOUN_HEADS:
        return None
    if count > 1 and (tags[last] not in NAMED_HEADS or tags[chain[0] - 1 : chain[0]] in PREPOSITIONS):
        return None  # "In Kent, A and B said"
    return chain


def _is_double_role(tagged: TaggedText, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """As in "chairman and chief executive Rick Owens": two roles of one person."""
    head = tagged.words[one[1] - 1]
    if tagged.tags[one[0]] in DETERMINERS or tagged.tags[one[1] - 1] not in ROLE_WORDS or head.endswith("s"):
        return False
    phrase = read_phrase(tagged, *other)
    return phrase.kind == "person" and phrase.first > other[0] and bool(phrase.role)


def _is_complement(tagged: TaggedText, groups: list[tuple[int, int]]) -> bool:
    """As in "miners in Ohio and Utah": what is listed are the names behind a preposition, not who they belong to."""
    tags = tagged.tags
    joint = groups[1][0] - 1
    inner_last = joint - 1 - (tags[joint - 1] == Tag.COMMA)
    inner = group_start(tags, inner_last, groups[0][0])
    if inner <= groups[0][0] or tags[inner - 1] not in PREPOSITIONS:
        return False
    return read_phrase(tagged, inner, inner_last + 1).kind == read_phrase(tagged, *groups[1]).kind


def words_of_time(tagged: TaggedText, phrase: Phrase) -> bool:
    """Whether a phrase is a stretch of time and no source."""
    return phrase.kind == "unnamed" and tagged.words[phrase.last - 1].lower() in TIMES
