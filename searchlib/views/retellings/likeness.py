"""Which statements retell one utterance: content words in common weighed by how rare they are, figures, the day, and who speaks.

    statements -> pairs that share words, near in time or word for word -> their likeness -> groups

Only pairs that share a word that is not common are looked at, found by sorting words; no other pair can be alike. So the
work grows with the words that neighbours in time share, not with the square of the statements.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from searchlib.analysis import fold_name
from searchlib.linking import role_words
from searchlib.views.retellings.shared_words import runs_shared, words_shared

NEAR_DAYS: Final = 4
"""Days between two retellings of one utterance; further apart only what is repeated word for word is one."""

_PRIOR: Final = 300
"""Statements that a word is weighed against beside those of the view: in a view of few, all words count nearly the same."""

_SHORTER: Final = 0.75
"""How much of the measure is the shorter statement's: a fragment retells a part of a long sentence."""

_ENOUGH: Final = {"same": 1.15, "akin": 1.15, "open": 1.6, "other": 2.4}
"""Rare words that two retellings share at least, by what their speakers have to do with each other."""

_NEARLY_ALL: Final = 0.6
"""The part of all their words that two short retellings with fewer words in common share."""

_ALIKE: Final = {"same": 0.42, "akin": 0.42, "open": 0.55, "other": 0.9}
"""How alike two statements must be, by what their speakers have to do with each other; see `Bond`."""

_REPEATED: Final = 0.85
"""How alike two statements must be that are further apart than NEAR_DAYS."""

_UNDATED: Final = 0.6
"""How alike two statements must be of which no day is known."""

_OTHER_FIGURES: Final = 0.6
"""What is left of the likeness of two statements with different figures."""

_LINKED: Final = 0.45
"""How alike, in parts of what a pair must be, the members of two groups are on average for the groups to be one."""


@dataclass(frozen=True)
class Utterance:
    """A statement as far as it is compared: `words` are its stems in order, `terms` what tells it from others.

    `speaker` are the parts of the speaker's name, folded; none for an unnamed or unknown one. `figures` are the amounts it
    states. `day` is an ordinal, 0 when unknown.
    """

    words: tuple[str, ...]
    terms: frozenset[str]
    figures: frozenset[str] = frozenset()
    speaker: tuple[str, ...] = ()
    is_person: bool = False
    role: str = ""
    day: int = 0


def groups_of(utterances: Sequence[Utterance]) -> list[list[int]]:
    """The places of the utterances in groups, each place once; groups and places ascending."""
    likeness = dict(alike_pairs(utterances))
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
    return sorted(sorted(places) for places in members.values())


def _mean(ones: Sequence[int], others: Sequence[int], linked: dict[int, dict[int, float]]) -> float:
    """How alike the members of two groups are, pair by pair; 0 for a pair that is not alike."""
    short, long = sorted((ones, others), key=len)
    total = sum(share for place in short for other, share in linked[place].items() if other in set(long))
    return total / (len(ones) * len(others))


def alike_pairs(utterances: Sequence[Utterance]) -> Iterator[tuple[tuple[int, int], float]]:
    """The pairs that may be one utterance, and their likeness in parts of what they must have: 1 is enough."""
    weights = word_weights(utterances)
    masses = [sum(weights[term] for term in utterance.terms) for utterance in utterances]
    for one, other in _candidates(utterances, weights, masses):
        kind = bond(utterances[one], utterances[other])
        least = bar(utterances[one], utterances[other], kind)
        score = likeness(utterances[one], utterances[other], weights, (masses[one], masses[other]), kind)
        if score >= least:
            yield (one, other), min(score / least, 1.5)


def word_weights(utterances: Iterable[Utterance]) -> dict[str, float]:
    """The weight of each term: its idf among these statements and _PRIOR others that do not have it, 1 at most."""
    counts = Counter(term for utterance in utterances for term in utterance.terms)
    total = sum(1 for _ in utterances) + _PRIOR
    rarest = log(total)
    return {term: log(total / count) / rarest for term, count in counts.items()}


def likeness(
    one: Utterance, other: Utterance, weights: dict[str, float], masses: tuple[float, float], kind: str
) -> float:
    """The weight of the shared terms in parts of the statements' weights, mostly of the lighter one's; 0 to 1.

    0 when too little is shared for two speakers of this `bond`.
    """
    shared = sum(weights[term] for term in one.terms & other.terms)
    least, most = sorted(masses)
    if shared < _ENOUGH[kind] and shared < _NEARLY_ALL * (least + most - shared):
        return 0.0
    score = shared / (_SHORTER * least + (1 - _SHORTER) * most) if most else 0.0
    differ = one.figures and other.figures and one.figures.isdisjoint(other.figures)
    return score * _OTHER_FIGURES if differ else score


def bar(one: Utterance, other: Utterance, kind: str) -> float:
    """How alike two statements of speakers of this `bond` must be."""
    if abs(one.day - other.day) > NEAR_DAYS:
        return _REPEATED
    return _ALIKE[kind] if one.day else max(_ALIKE[kind], _UNDATED)


def bond(one: Utterance, other: Utterance) -> str:
    """What two speakers have to do with each other: "same", "akin" (of one role), "open" (one is unnamed), or "other"."""
    if not one.speaker or not other.speaker:
        return "open"
    short, long = sorted((one.speaker, other.speaker), key=len)
    if set(short) <= set(long):
        return "same"
    return "akin" if _akin(one, other) else "other"


def _akin(one: Utterance, other: Utterance) -> bool:
    """Whether two names may be one person's, by role or surname, or a person speaks for an organization."""
    if one.is_person and other.is_person:
        return one.speaker[-1] == other.speaker[-1] or len(role_words(one.role) & role_words(other.role)) > 1
    body, person = (other, one) if one.is_person else (one, other)
    return person.is_person and set(body.speaker) <= set(fold_name(person.role))


def _candidates(
    utterances: Sequence[Utterance], weights: dict[str, float], masses: Sequence[float]
) -> list[tuple[int, int]]:
    """Pairs near in time whose shared words weigh enough, and pairs with a run of words in common; each once, ascending."""
    least = min(_ALIKE.values()) * _SHORTER
    days = [utterance.day for utterance in utterances]
    near = words_shared([utterance.terms for utterance in utterances], weights, days, within=NEAR_DAYS)
    pairs = {(one, other) for one, other, shared in near if shared >= least * min(masses[one], masses[other])}
    return sorted(pairs.union(runs_shared([utterance.words for utterance in utterances])))
