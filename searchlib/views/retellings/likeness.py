"""Which statements retell one utterance: content words in common weighed by how rare they are, figures, the day, and who speaks.

    statements -> pairs that share words, near in time or word for word -> their likeness -> groups

Only pairs that share a word that is not common are looked at, found by sorting words; no other pair can be alike. So the
work grows with the words that neighbours in time share, not with the square of the statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby
from math import log
from operator import itemgetter
from typing import Final, NamedTuple

from searchlib.analysis import fold_name
from searchlib.linking import role_words
from searchlib.matching import deadline
from searchlib.views.retellings.close_words import apart, common_terms, fates
from searchlib.views.retellings.shared_words import runs_shared, words_shared
from searchlib.views.retellings.utterances import Utterance, Utterances

NEAR_DAYS: Final = 4
"""Days between two retellings of one utterance; further apart only what is repeated word for word is one."""

_PRIOR: Final = 1000
"""Statements that a word is weighed against beside those of the view: in a view of few, all words count nearly the same."""

_COMMON: Final = 0.7
"""What is left of the weight of a word that is in every story."""

_UNQUOTED: Final = 0.5
"""What is left of the weight of a word outside of the quotation marks."""

_SHORTER: Final = 0.5
"""How much of the measure is the shorter statement's: a fragment retells a part of a long sentence."""

_ENOUGH: Final = {"same": 0.6, "akin": 0.8, "office": 0.8, "open": 1.2, "other": 2.4}
"""Rare words that two retellings share at least, by what their speakers have to do with each other."""

_NEARLY_ALL: Final = 0.6
"""The part of all their words that two short retellings with fewer words in common share."""

_ALIKE: Final = {"same": 0.5, "akin": 0.5, "office": 0.5, "open": 0.5, "other": 0.9}
"""How alike two statements must be, by what their speakers have to do with each other; see `Bond`."""

_REPEATED: Final = 0.85
"""How alike two statements must be that are further apart than NEAR_DAYS."""

_UNDATED: Final = 0.6
"""How alike two statements must be of which no day is known."""

_OTHER_FIGURES: Final = 0.7
"""What is left of the likeness of two statements with different figures."""

_OTHER_AMOUNT: Final = 0.5
"""What is left of the likeness of two statements that count one thing and differ in how many there are."""

_SAME_FIGURES: Final = 1.4
"""How much more alike two statements are that count as many of one thing."""

_SAME_DAYS: Final = 0.8
"""What it weighs that two statements speak of one day or period; that one names a day and the other does not weighs nothing."""

_OF_ONE_SPEAKER: Final = ("same", "akin", "office")

_SAME_DENIED: Final = 1.15
"""How much more alike two statements of one speaker are that say of one word that it is not so."""

_SPELLINGS: Final = {"defence": "defense", "labour": "labor", "centre": "center", "organisation": "organization"}
"""Words of roles that are spelled in two ways."""

_LARGE: Final = 1000
"""Figures from this one on are rarely of two things in one story."""

_SAME_SURNAME: Final = 0.8
"""The part of their letters that two spellings of one surname share."""

_OTHER_SENSE: Final = 0.8
"""What is left of the likeness of two statements of which one says that it is not so."""

_APART: Final = 0.7
"""What is left of the likeness for each pair of words that exclude each other."""

_LINKED: Final = 0.6
"""How alike, in parts of what a pair must be, the members of two groups are on average for the groups to be one."""


_REMEMBERED: Final = 1 << 10
"""Statements that stay objects while their neighbours are compared with them."""


class Grouping(NamedTuple):
    """The places of utterances in groups, each place once; groups and places ascending.

    `uncounted` is how many words were in too many utterances to be counted: retellings that share no others may be apart.
    """

    groups: list[list[int]]
    uncounted: int


def groups_of(utterances: Sequence[Utterance]) -> Grouping:
    """The utterances in groups of retellings."""
    likeness, uncounted = alike_pairs(utterances)
    group = list(range(len(utterances)))
    members = {place: [place] for place in group}
    linked: dict[int, dict[int, float]] = defaultdict(dict)
    for (one, other), share in likeness.items():
        linked[one][other] = linked[other][one] = share
    for (one, other), _ in sorted(likeness.items(), key=lambda pair: (-pair[1], pair[0])):
        first, second = sorted((group[one], group[other]))
        if first != second and _mean(members[first], members[second], linked) >= _LINKED:
            for place in members[second]:
                group[place] = first
            members[first] += members.pop(second)
    return Grouping(sorted(sorted(places) for places in members.values()), uncounted)


def _mean(ones: Sequence[int], others: Sequence[int], linked: dict[int, dict[int, float]]) -> float:
    """How alike the members of two groups are, pair by pair; 0 for a pair that is not alike."""
    short, long = sorted((ones, others), key=len)
    total = sum(share for place in short for other, share in linked[place].items() if other in set(long))
    return total / (len(ones) * len(others))


def alike_pairs(utterances: Sequence[Utterance]) -> tuple[dict[tuple[int, int], float], int]:
    """The pairs that may be one utterance, and their likeness in parts of what they must have: 1 is enough.

    The second value is how many words were in too many utterances to be counted.
    """
    columns = utterances if isinstance(utterances, Utterances) else Utterances(utterances)
    weights = word_weights(columns)
    pairs: dict[tuple[int, int], float] = {}
    candidates, uncounted = _candidates(columns, weights)
    remembered = lru_cache(_REMEMBERED)(columns.__getitem__)
    for place, ones in groupby(candidates, key=itemgetter(0)):
        one = columns[place]
        for _, another in ones:
            deadline.check()
            other = remembered(another)
            kind = bond(one, other)
            least = bar(one, other, kind)
            score = likeness(one, other, weights, kind)
            if score >= least:
                pairs[place, another] = min(score / least, 1.5)
    return pairs, uncounted


def mass(utterance: Utterance, without: frozenset[str], weights: dict[str, float]) -> float:
    """What the terms of a statement weigh but for some; those outside of its quotation marks weigh less."""
    left = utterance.terms - without
    if not utterance.unquoted:
        return sum([weights[term] for term in left])
    return sum([weights[term] * (_UNQUOTED if term in utterance.unquoted else 1.0) for term in left])


def word_weights(utterances: Sequence[Utterance]) -> dict[str, float]:
    """The weight of each term: its idf among these statements and _PRIOR others that do not have it, 1 at most."""
    columns = utterances if isinstance(utterances, Utterances) else Utterances(utterances)
    total = len(columns) + _PRIOR
    rarest, common = log(total), common_terms()
    return {
        term: log(total / count) / rarest * (_COMMON if term in common else 1.0)
        for term, count in columns.counts().items()
    }


def likeness(one: Utterance, other: Utterance, weights: dict[str, float], kind: str) -> float:
    """The weight of the shared terms in parts of the statements' weights, mostly of the lighter one's; 0 to 1.

    0 when too little is shared for two speakers of this `bond`.
    """
    common = one.terms & other.terms
    shared = sum([weights[term] for term in common])
    if kind in _OF_ONE_SPEAKER and not one.days.isdisjoint(other.days):
        shared += _SAME_DAYS
    least, most = sorted((shared + mass(one, common, weights), shared + mass(other, common, weights)))
    enough = _ENOUGH["akin" if kind == "open" and _count_alike(one, other) else kind]
    if shared < enough and shared < _NEARLY_ALL * (least + most - shared):
        return 0.0
    score = shared / (_SHORTER * least + (1 - _SHORTER) * most) if most else 0.0
    if (one.is_denied != other.is_denied) != _is_negated_in_one(one, other):
        score *= _OTHER_SENSE
    if kind == "same" and not one.negated.isdisjoint(other.negated):
        score *= _SAME_DENIED
    score *= _APART ** _words_apart(one.terms, other.terms)
    return score * _by_figures(one, other, kind)


def _words_apart(terms: frozenset[str], others: frozenset[str]) -> int:
    """How often each says what the other does not, of two words that exclude each other: "in the north", "in the south"."""
    own, theirs = terms - others, others - terms
    return sum((a in own and b in theirs) or (b in own and a in theirs) for a, b in apart())


def _is_negated_in_one(one: Utterance, other: Utterance) -> bool:
    """Whether the one says of a word of the other that it is not so, and they do not both negate something in common."""
    crossing = (one.negated & other.terms) | (other.negated & one.terms)
    return bool(crossing) and one.negated.isdisjoint(other.negated)


def _by_figures(one: Utterance, other: Utterance, kind: str) -> float:
    """How figures change the likeness: a large one in common speaks for one utterance; none in common, against it.

    Of one speaker any figure in common that has a unit or is large does, whatever is counted: "8.5 million computers", "8.5
    million devices". That two who have nothing to do with each other count as many says that they agree.
    """
    pairs = [(figure, against) for figure in one.figures for against in other.figures]
    same_thing = [(a, b) for (a, head), (b, head_of) in pairs if head and head == head_of]
    if any(_same_amount(a, b) for a, b in same_thing):
        return _SAME_FIGURES if kind != "other" else 1.0
    if same_thing:
        return _OTHER_AMOUNT
    if kind == "same" and any(_same_amount(a, b) and _tells(a) for (a, _), (b, _) in pairs):
        return _SAME_FIGURES
    agreeing = any(
        _same_amount(a, b) and (not (head and head_of) or _is_fate(head, head_of)) for (a, head), (b, head_of) in pairs
    )
    return 1.0 if agreeing or not pairs else _OTHER_FIGURES


def _same_amount(one: str, other: str) -> bool:
    """Whether two amounts are as large, of one unit, or one of none: "children over five", "the age of five"."""
    (figure, _, unit), (as_large, _, of) = one.partition(" "), other.partition(" ")
    return figure == as_large and (unit == of or not unit or not of)


def _count_alike(one: Utterance, other: Utterance) -> bool:
    """Whether both count as many of one thing: that alone tells more than a word."""
    return any(head and (amount, head) in other.figures for amount, head in one.figures)


def _tells(amount: str) -> bool:
    """Whether an amount is of a unit, or of thousands: few of the figures of one speaker are the same by chance."""
    figure, _, unit = amount.partition(" ")
    return bool(unit) or float(figure.rpartition("..")[2]) >= _LARGE


def _is_fate(head: str, other: str) -> bool:
    """Whether one of two heads says what became of people ("300 dead") and the other who they are ("300 fighters")."""
    return (head in fates()) != (other in fates())


def bar(one: Utterance, other: Utterance, kind: str) -> float:
    """How alike two statements of speakers of this `bond` must be."""
    if abs(one.day - other.day) > NEAR_DAYS:
        return _REPEATED
    return _ALIKE[kind] if one.day else max(_ALIKE[kind], _UNDATED)


def bond(one: Utterance, other: Utterance) -> str:
    """What two speakers have to do with each other: "same", "akin" (of one role), "office" (one is named, and the other has
    the same office), "open" (one is unnamed), or "other".
    """
    if not one.speaker or not other.speaker:
        return "office" if _in_one_office(one, other) else "open"
    short, long = sorted((one.speaker, other.speaker), key=len)
    if set(short) <= set(long):
        return "same"
    return "akin" if _akin(one, other) else "other"


def _akin(one: Utterance, other: Utterance) -> bool:
    """Whether two names may be one person's, by role or surname, or one speaks for the other: "chief executive of Falcrest"."""
    if set(one.speaker) <= set(fold_name(other.role)) or set(other.speaker) <= set(fold_name(one.role)):
        return True
    if one.is_person and other.is_person:
        if len(_office(one.role) & _office(other.role)) > 1:
            return True
        return SequenceMatcher(None, one.speaker[-1], other.speaker[-1]).ratio() >= _SAME_SURNAME
    return False


def _in_one_office(one: Utterance, other: Utterance) -> bool:
    """Whether the one who is not named is called by the office of the other: "the minister", "Transport Minister Lia Berg"."""
    if bool(one.speaker) == bool(other.speaker) or not one.role or not other.role:
        return False
    unnamed, named = (one, other) if not one.speaker else (other, one)
    return named.is_person and bool(office := _office(unnamed.role)) and office <= _office(named.role)


def _office(role: str) -> frozenset[str]:
    """The words of a role; British and American spellings are the same."""
    return frozenset(_SPELLINGS.get(word, word) for word in role_words(role))


def _candidates(utterances: Utterances, weights: dict[str, float]) -> tuple[list[tuple[int, int]], int]:
    """Pairs near in time whose shared words weigh enough, and pairs with a run of words in common; each once, ascending.

    The second value is how many words were not counted.
    """
    weight = utterances.by_code(weights)
    near, uncounted = words_shared(
        *utterances.terms.flat(),
        weight,
        utterances.days(),
        utterances.masses(weight, _UNQUOTED),
        within=NEAR_DAYS,
        shorter=_SHORTER,
        least=min(_ALIKE.values()) / (_SAME_FIGURES * _SAME_DENIED),
    )
    return sorted(runs_shared(*utterances.words.flat()).union(near)), uncounted
