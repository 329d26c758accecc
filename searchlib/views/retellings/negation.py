"""What a statement says is not so, and words of which the one is what the other is not ("not open" is "closed")."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from searchlib.analysis import analyze
from searchlib.near_duplicates import is_figure
from searchlib.views.retellings.close_words import light_stems, term_of

OPPOSITES: Final = """
    open close
    stop continue
    safe danger
    guilty innocent
    legal illegal
    true false
    succeed fail
    accept reject
    allow ban
    support oppose
    alive dead
    possible impossible
    likely unlikely
    necessary unnecessary
    certain uncertain
    clear unclear
    fair unfair
    usual unusual
    enough shortage
    agree disagree
    trust distrust
    obey disobey
    remember forget
    present absent
    responsible irresponsible
    acceptable unacceptable
    peaceful violent
    healthy sick
"""
"""Each line is a pair: of what the one is true, the other is not. Words that leave room between them ("rise", "fall") are no pair."""

NEGATORS: Final = """
    not no never nobody none nothing neither nor cannot can't couldn't didn't doesn't don't hadn't hasn't haven't isn't aren't
    mustn't shouldn't wasn't weren't won't wouldn't without unable refuse refused fail failed failure
"""
"""Words that tell what is not."""

_ONLY: Final = analyze("only").terms[0]
"""Behind "not" it denies nothing."""

_REACH: Final = 2
"""Words that say something, behind a negation, that it is about."""


@lru_cache(maxsize=1)
def _negators() -> frozenset[str]:
    return frozenset(analyze(NEGATORS).terms)


@lru_cache(maxsize=1)
def _opposites() -> dict[str, str]:
    """For each term of OPPOSITES the stem of the other one of its pair."""
    others: dict[str, str] = {}
    for line in OPPOSITES.strip().splitlines():
        one, other = analyze(line).terms
        others[term_of(one)], others[term_of(other)] = other, one
    return others


def read_negations(stems: Sequence[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The stems with a negated word that has an opposite replaced by that, and the terms that stay negated."""
    if _negators().isdisjoint(stems):
        return tuple(stems), frozenset()
    affirmed, negated = list(stems), set[str]()
    for at, stem in enumerate(stems):
        if stem not in _negators() or _ONLY in stems[at + 1 : at + 2]:
            continue
        telling = (place for place in range(at + 1, len(stems)) if not _says_little(stems[place]))
        behind = list(islice(telling, _REACH))
        opposite = _opposites().get(term_of(stems[behind[0]])) if behind else None
        if opposite:
            affirmed[behind[0]] = opposite
        else:
            negated |= {term_of(stems[place]) for place in behind}
    return tuple(affirmed), frozenset(negated)


def _says_little(stem: str) -> bool:
    return stem in light_stems() or is_figure(stem)
