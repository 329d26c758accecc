"""Attribution clauses: a cue of speech and the noun phrase that is its source, outside quotations.

Every speech verb is looked at once; its subject is sought to the left over what may stand between a subject and its
verb (adverbs, days, appositions, brackets, relative clauses), or, after a quotation or a comma, to the right
("said Blinken"). All walks are bounded by a number of tokens, so the work is linear in the text.
"""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

import re
from typing import Literal, NamedTuple

from searchlib.extraction.english.lexicon.roles import DEPARTMENTS, NAMES_IN_ING
from searchlib.extraction.english.lexicon.speech_verbs import CLASS, FORMS, NOUNS, PHRASAL, TELLING
from searchlib.extraction.english.statements.names import SUFFIXES, Kind, Phrase, joins, read_phrase
from searchlib.extraction.english.statements.role_phrases import apposition_role, is_party, role_text
from searchlib.extraction.english.tagged_text import TaggedText, group_start
from searchlib.extraction.english.tags import (
    BEFORE_DAY_PART,
    BEFORE_PARTICIPLE,
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
    JOINS_PARTICIPLE,
    LONG_QUOTES,
    NAME_GROUP,
    NAME_WORDS,
    NAMED_HEADS,
    NAMES,
    NOUN_GROUP,
    NOUN_HEADS,
    OPENS_CLAUSE,
    OPENS_PARTICIPLE,
    OPENS_SUBJECT,
    PAUSES,
    PRENOMINAL,
    PREPOSITIONS,
    PRONOUNS,
    ROLE_HEADS,
    ROLE_WORDS,
    STANDS_ALONE,
    STOPS,
    SUBORDINATING,
    TITLED_NAME,
    Tag,
)

Shape = Literal["subject-verb", "verb-subject", "shared", "by", "according", "relative"]


_REACH = 45
_CUE = re.compile(r"[VvGU]")
_BE = frozenset("was were is are been being be am it's that's".split())
_MODAL = frozenset(
    "would will could can may might must should shall won't wouldn't couldn't can't cannot shouldn't".split()
)
_INVERTS = frozenset("report reveal suggest ask estimate".split())
_PAPERS = frozenset(
    """statement letter memo email e-mail tweet release note message post report essay ad study
    analysis survey paper editorial""".split()
)
_NEVER_PASSIVE = frozenset("say add tell speak write".split())
_NOT = frozenset("not n't never didn't doesn't don't hasn't haven't won't wouldn't".split())
_DAY_PARTS = frozenset("night morning afternoon evening week month year earlier last".split())
# heads of phrases that are no source: what happens does not speak, and nobody says a need
_HAPPENINGS = frozenset(
    """conference conferences meeting meetings event events rally rallies summit summits hearing hearings ceremony ceremonies
    concert concerts dinner lunch rise fall decline growth arrival departure absence presence victory victories defeat
    defeats success failure collapse death birth emergence popularity dominance ascent ascendancy downfall resignation
    candidacy loss win reign silence behavior behaviour""".split()
)
_MEASURES = frozenset(
    """need needs size age taste tastes ability abilities preference preferences income merit merits custom customs rank
    height weight wealth means circumstances whim whims""".split()
)
_MANNERS = frozenset(
    "plan plans schedule schedules rule rules design type order procedure procedures protocol script".split()
)
_NAMED: frozenset[Kind] = frozenset(("person", "organization"))


class Clause(NamedTuple):
    """A cue and its source: `verb` the cue's token, `first`..`last` the source phrase's tokens, `phrase` as read.

    `opens` is the first token of the whole clause (of the subject, or of the verb when it comes first), `closes` the
    token behind its last one. `weak` clauses count only next to a quotation.
    """

    verb: int
    base: str
    shape: Shape
    phrase: Phrase
    opens: int
    closes: int
    weak: bool
    role: str = ""


def find_clauses(tagged: TaggedText) -> list[Clause]:
    """Every attribution clause of the text, in the order of the cues."""
    found: list[Clause] = []
    for match in _CUE.finditer(tagged.tags):
        clause = _clause_at(tagged, match.start(), match.group(), found)
        if clause is not None:
            found.append(clause)
    phrasal = [clause for index in tagged.quotes for clause in _phrasal(tagged, index)]
    return sorted(found + phrasal, key=lambda clause: clause.verb) if phrasal else found


def _phrasal(tagged: TaggedText, quote: int) -> list[Clause]:
    """As in "“Q,” S went on", "S shot back, “Q”": verbs of two words, cues beside a quotation only."""
    words, found = tagged.words, []
    for at in range(max(1, quote - 4), min(len(words) - 1, quote + 7)):
        if words[at] not in PHRASAL or words[at + 1] not in PHRASAL[words[at]]:
            continue
        if at < quote and (at + 2 > quote or tagged.tags[at + 2 : quote].strip("aD") not in ("", ",", ":")):
            continue
        if at > quote and "Q" in tagged.tags[quote + 1 : at] + tagged.tags[quote + 1 : at].replace("E", "Q"):
            continue
        subject = _left_subject(tagged, at, max(quote + 1 if at > quote else 0, _sentence_floor(tagged.tags, at)))
        if subject is not None:
            found.append(
                Clause(at, "continue", "subject-verb", subject[0], subject[1], at + 2, weak=False, role=subject[2])
            )
    return found


def _clause_at(tagged: TaggedText, verb: int, letter: str, before: list[Clause]) -> Clause | None:
    if letter == Tag.ACCORDING:
        return _according(tagged, verb)
    base, _ = FORMS[tagged.words[verb].lower()]
    if letter == Tag.SPEECH_VERB:
        return _finite(tagged, verb, base, before)
    if letter == Tag.SPEECH_ING:
        return _participle(tagged, verb, base, before)
    return _base_form(tagged, verb, base, before)


# ---- to the left ------------------------------------------------------------------------------------------------


def _sentence_floor(tags: str, at: int) -> int:
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
    return tagged.words[gate] in ("as", "than") and tagged.words[gate + 2 : gate + 3] != ["whole"]


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
    if far and (tagged.words[first - 2] in _CLOSE_TO or tags[first - 2] in ROLE_HEADS):
        return chain_start(tagged, last, floor)  # "a source familiar with the matter who spoke"
    return first, last + 1


_CLOSE_TO = frozenset("familiar close privy briefed".split())


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


_REFLEXIVE = frozenset("himself herself themselves itself".split())


def _skip_left(tagged: TaggedText, at: int, floor: int) -> int:
    """Over adverbs, auxiliaries and days between a subject and its verb."""
    tags, words = tagged.tags, tagged.words
    while at > floor:
        letter = tags[at]
        if letter in (Tag.ADVERB, Tag.AUXILIARY) or (letter == Tag.PRONOUN and words[at] in _REFLEXIVE):
            at -= 1
        elif letter == Tag.DAY:
            at -= 1
            while (
                at > floor
                and tags[at] in (Tag.ADVERB, Tag.WORD)
                and words[at].lower() in ("late", "early", "earlier", "last")
            ):
                at -= 1
            if tags[at] == Tag.PREPOSITION:
                at -= 1
        elif letter == Tag.WORD and words[at].lower() in _DAY_PARTS and tags[at - 1] in BEFORE_DAY_PART:
            at -= 1
            if tags[at] == Tag.DETERMINER or words[at].lower() in ("last", "earlier"):
                at -= 1
            if tags[at] == Tag.ADVERB:
                at -= 1
        elif letter == Tag.NUMBER and tags[at - 1] == Tag.DAY:
            at -= 1
        else:
            break
    return at


def _left_subject(tagged: TaggedText, verb: int, floor: int) -> tuple[Phrase, int, str, str] | None:
    """The subject to the left of token `verb`: the phrase, its group's first token, a role, and how it was joined."""
    tags = tagged.tags
    at = _skip_left(tagged, verb - 1, floor)
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
            phrase.kind in _NAMED
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
    if phrase.kind not in _NAMED:
        return None
    return phrase, outer[0], phrase.role or apposition_role(tagged, right + 1, comma), "apposition"


def _chained(tagged: TaggedText, phrase: Phrase, end: int) -> Phrase:
    """An unnamed source before a comma with its complement: "a member of the campaign, meanwhile, told"."""
    near = end - phrase.last <= 10 and _CHAIN.fullmatch(tagged.tags, phrase.last, max(end, phrase.last))
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


# ---- to the right -----------------------------------------------------------------------------------------------

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
    if not role and phrase.kind in _NAMED and tags[end : end + 1] == Tag.COMMA:
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


# ---- the kinds of cue -------------------------------------------------------------------------------------------


def _according(tagged: TaggedText, verb: int) -> Clause | None:
    if verb + 2 >= len(tagged.words) or tagged.words[verb + 1] != "to":
        return None
    found = forward_phrase(tagged, verb + 2)
    if found is None:
        return None
    phrase, end, role = found
    if _is_measure(tagged, phrase):
        return None
    if verb == _sentence_floor(tagged.tags, verb):
        role = phrase.role  # what follows the comma is the statement
    if (
        phrase.kind in _NAMED
        and tagged.tags[end : end + 1] in (Tag.WORD, Tag.OTHER)
        and tagged.words[end] not in _DAY_PARTS
    ):
        phrase = Phrase("unnamed", verb + 2, end + 1)  # "according to the FBI data"
    if phrase.kind == "unnamed":
        phrase = _made_by(tagged, phrase)
        end = max(end, phrase.last)
    return Clause(verb, "according to", "according", phrase, verb, end, weak=False, role=role)


def _is_measure(tagged: TaggedText, phrase: Phrase) -> bool:
    """Whether "according to" opens a manner and no source: "according to their needs", "according to plan"."""
    if phrase.kind != "unnamed":
        return False
    head = tagged.words[phrase.last - 1]
    following = tagged.words[phrase.last : phrase.last + 1]
    if tagged.tags[phrase.last : phrase.last + 1] == Tag.VERB and following[0] in _MEASURES:
        head = following[0]  # "immediate needs": else a verb
    return head in _MEASURES or (
        head in _MANNERS and not any(t in "dPp" for t in tagged.tags[phrase.first : phrase.last])
    )


def _made_by(tagged: TaggedText, phrase: Phrase) -> Phrase:
    """As in "data compiled by Bloomberg": the source with its maker."""
    at = phrase.last
    if tagged.words[at - 1].endswith("ed") and tagged.tags[at - 1] == Tag.WORD:
        at -= 1
    if not tagged.words[at : at + 1] or not tagged.words[at].endswith("ed") or tagged.words[at + 1 : at + 2] != ["by"]:
        return phrase
    maker = forward_phrase(tagged, at + 2)
    return phrase._replace(last=maker[1]) if maker is not None and maker[0].kind in _NAMED else phrase


def _after_quote(tags: str, verb: int) -> bool:
    before = tags[verb - 1] if verb else "\n"
    if before in PAUSES and verb > 1:
        before = tags[verb - 2]
    return before in LONG_QUOTES


def _finite(tagged: TaggedText, verb: int, base: str, before: list[Clause]) -> Clause | None:
    tags, words = tagged.tags, tagged.words
    floor = _sentence_floor(tags, verb)
    inverted = _turned_round(tagged, verb, base, floor)
    if inverted is not None:
        return inverted
    if verb == floor or tags[verb - 1] in PRENOMINAL:
        return None  # "its proposed sale"
    if _is_passive(tagged, verb, base, floor):
        return _passive(tagged, verb, base)
    joint = _skip_left(tagged, verb - 1, floor)
    if joint >= floor and tags[joint] == Tag.CONJUNCTION and words[joint] != "nor":
        shared = _shared(tagged, verb, base, before, floor)
        if shared is not None:
            return shared
    found = _left_subject(tagged, verb, floor)
    if tags[verb - 1] == Tag.COMMA and (found is None or found[0].kind == "unnamed"):
        inverted = _inverted(tagged, verb, base, strict=True)
        if inverted is not None:
            return inverted
    if found is None:
        earlier = tags[verb - 1] == Tag.COMMA and before and before[-1].verb >= floor
        return _shared(tagged, verb, base, before, floor) if earlier else None
    phrase, first, role, how = found
    if _noun_like(tagged, verb, phrase, first) or _happens(tagged, phrase):
        return None
    negated = any(words[i].lower() in _NOT for i in range(max(phrase.last, verb - 3), verb))
    weak = negated or (how != "relative" and _reduced(tagged, verb, base, phrase)) or _is_compared(tagged, first)
    phrase = phrase if how else _whole(tagged, phrase, verb, floor)
    shape: Shape = "relative" if how == "relative" else "subject-verb"
    return Clause(verb, base, shape, phrase, first, verb + 1, weak=weak, role=role)


def _happens(tagged: TaggedText, phrase: Phrase) -> bool:
    """Whether a subject is an event or a turn of events: "the news conference", "Vale's rise"."""
    return phrase.kind == "unnamed" and tagged.words[phrase.last - 1] in _HAPPENINGS


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
    ):
        return _inverted(tagged, verb, base, strict=False)
    if previous == Tag.COMMA and base in ("say", "add"):
        return _inverted(tagged, verb, base, strict=True)
    if previous == Tag.COMMA and CLASS[base] == "saying":
        opening = _inverted(tagged, verb, base, strict=False)  # "In other words, explained S: “Q”"
        return opening if opening is not None and tags[opening.closes : opening.closes + 1] == Tag.COLON else None
    return None


def _noun_like(tagged: TaggedText, verb: int, phrase: Phrase, first: int) -> bool:
    """Third-person forms that are plural nouns ("the Trump claims", "campaign promises")."""
    word = tagged.words[verb]
    if not word.endswith("s") or word.lower() == "says" or phrase.kind in ("he", "pronoun"):
        return False
    following = tagged.tags[verb + 1 : verb + 2]
    if following in (Tag.COMMA, Tag.STOP) and tagged.tags[first - 1 : first] == Tag.COMMA:
        return False  # "…, the U.S. claims."
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


def _reduced(tagged: TaggedText, verb: int, base: str, phrase: Phrase) -> bool:
    """As in "a statement released Friday", "plans announced in May": a participle behind a thing, no cue."""
    if phrase.kind != "unnamed" and phrase.last >= verb - 2:
        return False
    if tagged.tags[verb - 1] == Tag.WORD and phrase.last < verb - 1 and CLASS[base] != "saying":
        return True  # "told the network in a video posted"
    if base in ("say", "read", "note", "add") or Tag.ROLE in tagged.tags[phrase.first : phrase.last]:
        return False
    return tagged.tags[verb - 1] in BEFORE_PARTICIPLE and tagged.tags[verb + 1 : verb + 2] not in (
        Tag.THAT,
        Tag.QUOTE,
        Tag.QUOTE_ENDED,
        Tag.COLON,
    )


def _is_compared(tagged: TaggedText, first: int) -> bool:
    """As in "less than S says", "as rich as S claims to be": a measure, not what S says."""
    words = tagged.words
    if tagged.tags[first] in DETERMINERS:
        return False  # "more than six in ten voters said"
    return words[first - 1] == "than" or (first > 2 and words[first - 3] == words[first - 1] == "as")


def _is_passive(tagged: TaggedText, verb: int, base: str, floor: int) -> bool:
    """As in "was called", "as noted in", "criticized by"."""
    words, tags = tagged.words, tagged.tags
    if FORMS[words[verb].lower()][1] == "past":
        if words[verb - 1] == "as":
            return True
        if words[verb + 1 : verb + 2] == ["by"] and base not in _NEVER_PASSIVE:
            return True
    at = verb - 1
    if tags[at] not in (Tag.AUXILIARY, Tag.ADVERB):
        return False
    while at > floor and tags[at] == Tag.ADVERB:
        at -= 1
    return words[at].lower() in _BE


def _passive(tagged: TaggedText, verb: int, base: str) -> Clause | None:
    """As in "was called “a liar” by S"."""
    tags, words = tagged.tags, tagged.words
    for at in range(verb + 1, min(len(tags) - 1, verb + 8)):
        if tags[at] in STOPS:
            return None
        if words[at] == "by":
            found = forward_phrase(tagged, at + 1)
            if found is None or found[0].kind not in ("person", "organization", "unnamed"):
                return None
            stated = words[verb - 1 : verb] == ["as"]
            return Clause(verb, base, "by", found[0], verb - stated, found[1], weak=not stated, role=found[2])
    return None


def _inverted(tagged: TaggedText, verb: int, base: str, *, strict: bool) -> Clause | None:
    """As in "said Blinken": a source behind its verb. Strict: the clause must end with the source."""
    tags = tagged.tags
    at = verb + 1
    while at < len(tags) and tags[at] == Tag.ADVERB:
        at += 1
    if at >= len(tags) or tags[at] not in OPENS_SUBJECT:
        return None
    if tags[at] == Tag.WORD and not strict and Tag.ROLE not in tags[at : at + 4] and Tag.NAME not in tags[at : at + 4]:
        return None
    if base in TELLING and base not in ("warn", "ask"):
        return None
    found = forward_phrase(tagged, at)
    if found is None:
        return None
    phrase, end, role = found
    if strict and CLASS[base] != "saying" and base not in _INVERTS:
        return None  # "the program, called EB-5, allows"
    if (
        strict
        and end < len(tags)
        and tags[end] not in STOPS
        and not (tags[end] in PREPOSITIONS and phrase.kind in _NAMED)
    ):
        return None
    if tags[end : end + 1] in (Tag.AUXILIARY, Tag.SPEECH_VERB, Tag.VERB, Tag.SPEECH_BASE) and phrase.kind != "unnamed":
        return None  # “…,” said the candidate could be
    if phrase.kind == "unnamed" and Tag.ROLE not in tags[at:end] and (strict or base not in ("say", "add")):
        return None
    if phrase.kind == "unnamed":
        phrase = _of_whom(tagged, phrase)
    return Clause(verb, base, "verb-subject", phrase, verb, end, weak=False, role=role)


def _of_whom(tagged: TaggedText, phrase: Phrase) -> Phrase:
    """As in "said a spokesman for the mayor": the source with whom it speaks for."""
    at = phrase.last
    if tagged.words[at : at + 1] not in (["of"], ["for"], ["from"], ["to"], ["at"]):
        return phrase
    end = at + 1
    while end < min(len(tagged.tags), at + 9) and tagged.tags[end] in NAME_GROUP:
        end += 1
    return phrase._replace(last=end) if end > at + 1 else phrase


def _shared(tagged: TaggedText, verb: int, base: str, before: list[Clause], floor: int) -> Clause | None:
    """The subject of the sentence's earlier clause, or of its opening: "X left and said", "X, adding"."""
    if before and before[-1].verb >= floor and before[-1].shape != "according":
        clause = before[-1]
        inner = _embedded_subject(tagged, clause, verb, base)
        if inner is not None:
            return Clause(verb, base, "shared", inner, verb, verb + 1, weak=False, role=inner.role)
        return Clause(verb, base, "shared", clause.phrase, verb, verb + 1, weak=False, role=clause.role)
    opening = sentence_subject(tagged, floor, verb)
    if opening is None:
        return None
    return Clause(verb, base, "shared", opening, verb, verb + 1, weak=False, role=opening.role)


def _embedded_subject(tagged: TaggedText, clause: Clause, verb: int, base: str) -> Phrase | None:
    """As in "S told AP that three envoys met her, urging China to act": the envoys urge, not S. A participle with "that",
    or one that goes on telling ("adding", "saying"), stays with S.
    """
    tags = tagged.tags
    if (
        tags[verb] != Tag.SPEECH_ING
        or tags[verb + 1 : verb + 2] in (Tag.THAT, Tag.QUOTE, Tag.QUOTE_ENDED)
        or base in ("say", "add", "note", "call")
    ):
        return None
    that = tags.find(Tag.THAT, clause.closes, min(verb, clause.closes + 8))
    if that < 0 or tags.find(Tag.QUOTE, that, verb) >= 0 or tags.find(Tag.QUOTE_ENDED, that, verb) >= 0:
        return None
    return sentence_subject(tagged, that + 1, verb)


def sentence_subject(tagged: TaggedText, first: int, limit: int) -> Phrase | None:
    """The subject that opens the sentence at token `first`, behind a fronted phrase with its comma."""
    tags = tagged.tags
    at = _behind_dateline(tags, first, limit)
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
    if tags[at] == Tag.DETERMINER and found[0].kind in _NAMED and _noun_at(tagged, found[1]):
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
    return phrase.kind == "unnamed" and tagged.words[phrase.last - 1].lower() in _TIMES


_TIMES = frozenset("day days week weeks month months year years hour hours minutes moments decade decades time".split())
_DATELINE = re.compile(r"[NBM]{1,3}(?:,[NBMD#.]{1,3})?(?:\([NB]{1,3}\))?-")


def _behind_dateline(tags: str, first: int, limit: int) -> int:
    """The token behind "WASHINGTON —", where the sentence opens with a dateline."""
    match = _DATELINE.match(tags, first, limit)
    return match.end() if match else first


def _noun_at(tagged: TaggedText, at: int) -> bool:
    """Whether token `at` goes on with a noun phrase ("The Obama administration") rather than being its verb."""
    return tagged.tags[at : at + 1] == Tag.WORD and not tagged.words[at].endswith("ed")


def _participle(tagged: TaggedText, verb: int, base: str, before: list[Clause]) -> Clause | None:
    tags, words = tagged.tags, tagged.words
    floor = _sentence_floor(tags, verb)
    at = verb - 1
    while at > floor and tags[at] == Tag.ADVERB:
        at -= 1
    previous = tags[at] if at >= floor else "\n"
    if previous == Tag.AUXILIARY and words[at].lower() in _BE:
        found = _left_subject(tagged, verb, floor)
        if found is None:
            return None
        return Clause(verb, base, "subject-verb", found[0], found[1], verb + 1, weak=False, role=found[2])
    if previous in SUBORDINATING and at <= _behind_dateline(tags, floor, verb):
        comma = tags.find(Tag.COMMA, verb, verb + 30)
        fronted = forward_phrase(tagged, comma + 1) if comma >= 0 else None
        if fronted is None or fronted[0].kind not in ("person", "he"):
            return None
        return Clause(verb, base, "shared", fronted[0], verb, verb + 1, weak=True, role=fronted[2])
    if (
        previous in JOINS_PARTICIPLE
        or words[at] in _PAPERS
        or (
            CLASS[base] == "saying"
            and previous in SUBORDINATING
            and words[at].lower() in ("while", "before", "after", "by", "in", "when")
        )
    ):
        return _shared(tagged, verb, base, before, floor)
    if previous in OPENS_PARTICIPLE:
        found = _left_subject(tagged, verb, floor)
        if found is not None:
            return Clause(verb, base, "subject-verb", found[0], found[1], verb + 1, weak=True, role=found[2])
    return None


def _base_form(tagged: TaggedText, verb: int, base: str, before: list[Clause]) -> Clause | None:
    """Plural present ("officials say") or a modal ("would say", next to quotations only)."""
    tags, words = tagged.tags, tagged.words
    floor = _sentence_floor(tags, verb)
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
    if at < floor or words[at] == "to":
        if at > floor and words[at] == "to" and words[at - 1] == "on":
            return _shared(tagged, verb, base, before, floor)
        return None
    if tags[at] == Tag.AUXILIARY:
        weak = words[at].lower() in _MODAL or any(word.lower() in _NOT for word in words[at:verb])
        found = _left_subject(tagged, verb, floor)
        if found is None or _is_compared(tagged, found[1]):
            return None
        return Clause(verb, base, "subject-verb", found[0], found[1], verb + 1, weak=weak, role=found[2])
    found = _left_subject(tagged, verb, floor)
    if found is None or found[3] == "relative" or _is_compared(tagged, found[1]):
        return None
    phrase = found[0]
    joined = tags[phrase.last : phrase.last + 1] == Tag.CONJUNCTION  # "Lind and Vale say"
    plural = phrase.kind == "pronoun" or joined or (phrase.kind != "he" and _plural(tagged, phrase))
    if not plural:
        return None
    phrase = _whole(tagged, phrase, verb, floor)
    return Clause(verb, base, "subject-verb", phrase, found[1], verb + 1, weak=False, role=found[2])


_CHAIN = re.compile(r"[NBMAPKrnpd#qofc]*")


def _whole(tagged: TaggedText, phrase: Phrase, verb: int, floor: int) -> Phrase:
    """An unnamed source with the words that tell whose it is: "an aide to Martin Boyle"."""
    if phrase.kind != "unnamed":
        return phrase
    if tagged.words[phrase.last] in ("by", "from") and tagged.words[phrase.last - 1] in _PAPERS:
        author = forward_phrase(tagged, phrase.last + 1)
        if author is not None and author[0].kind == "organization" and author[1] <= verb:
            return author[0]  # "a report by the Brookings Institution noted"
    last = _skip_left(tagged, verb - 1, floor) + 1
    who = tagged.tags.find(Tag.WHO, phrase.last, last)
    if who > 0 and tagged.words[phrase.last - 1] in _CLOSE_TO:
        last = who
    if last - phrase.last > 14 or not _CHAIN.fullmatch(tagged.tags, phrase.last, max(last, phrase.last)):
        return phrase
    return phrase._replace(last=max(last, phrase.last))


def _plural(tagged: TaggedText, phrase: Phrase) -> bool:
    word = tagged.words[phrase.last - 1]
    return tagged.tags[phrase.last - 1] == Tag.PEOPLE or (
        tagged.tags[phrase.last - 1] in COMMON_NOUNS and word.endswith(("s", "people", "men", "women"))
    )
