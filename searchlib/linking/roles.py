"""Roles as evidence of who somebody is: words that roles share, and professions that one person seldom has both of."""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from typing import Final

from searchlib.analysis import fold_name

PROFESSIONS: Final[dict[str, str]] = {
    word: profession
    for profession, words in {
        "office": """senator representative congressman congresswoman governor minister premier chancellor mayor lawmaker
            legislator assemblyman assemblywoman councilman councilwoman""",
        "army": "general colonel admiral commander lieutenant sergeant major brigadier corporal",
        "police": "officer detective sheriff trooper policeman policewoman constable",
        "bench": "judge justice magistrate",
        "press": "reporter correspondent columnist journalist editor anchor blogger host publisher photographer",
        "science": """professor scientist economist historian sociologist physicist biologist chemist psychologist
            researcher anthropologist""",
        "medicine": "physician surgeon nurse pediatrician psychiatrist epidemiologist cardiologist internist",
        "church": "pope cardinal bishop archbishop pastor reverend rabbi imam priest",
        "sport": "coach quarterback player athlete striker goalkeeper midfielder pitcher golfer boxer linebacker",
        "stage": "actor actress singer comedian rapper musician filmmaker",
        "street": "resident student voter shopper retiree waitress neighbor passenger tourist housewife teenager pupil",
    }.items()
    for word in words.split()
}
"""What people are for most of their lives, by the last word of a role's head. Words that go with anything (chairman,
spokesman, analyst, lawyer, director, president) are left out: they never tell two people apart."""

_STRANGERS: Final = frozenset(
    frozenset((one, other))
    for one, others in {
        "army": "press sport stage street church",
        "police": "press science stage church sport",
        "bench": "sport stage church medicine street",
        "church": "medicine sport police",
        "sport": "science medicine",
        "office": "street",
    }.items()
    for other in others.split()
)
"""Professions that one person seldom has both of. Politics goes with nearly all: generals, coaches, actors, pastors and
professors have gone into it."""

_SHORT: Final = {
    form: word
    for word, forms in {
        "senator": "sen sens senators",
        "representative": "rep reps congressman congresswoman",
        "governor": "gov",
        "general": "gen generals",
        "colonel": "col",
        "lieutenant": "lt",
        "sergeant": "sgt",
        "major": "maj",
        "admiral": "adm",
        "detective": "det",
        "reverend": "rev",
        "professor": "prof",
        "president": "pres",
        "justice": "justices",
        "spokesman": "spokeswoman spokesperson",
        "chairman": "chairwoman chairperson chair",
    }.items()
    for form in forms.split()
}
"""Words of roles that say the same."""

_EMPTY_WORDS: Final = frozenset(
    """a an the of for at in and to s us usa american former ex then acting interim incoming outgoing late mr mrs ms
    miss dr sir""".split()
)

OFFICES: Final = frozenset(
    "senator representative governor president premier chancellor pope king queen ayatollah".split()
)
"""Offices so few hold that with a surname the one word is enough: Senator Murphy, but not spokesman Murphy."""

_HEAD: Final = re.compile(r",| (?:of|for|at|in|to|who|and|on|from|with|by|that|turned)(?= )", re.IGNORECASE)

_LONGEST_ROLE: Final = 200


@lru_cache(maxsize=1 << 16)
def profession(role: str) -> str:
    """What a role says its bearer is for most of a life, one of PROFESSIONS; "" when it tells nothing of the kind.

    As in "retired Army general and analyst": army; "spokesman for the general": nothing.
    """
    head = _HEAD.search(role, 0, _LONGEST_ROLE)
    words = fold_name(role[: head.start() if head else _LONGEST_ROLE])
    return PROFESSIONS.get(_SHORT.get(words[-1], words[-1]), "") if words else ""


@lru_cache(maxsize=1 << 16)
def role_words(role: str) -> frozenset[str]:
    """The words of a role that tell it from others: "U.S. Sen." and "Senator" have the same."""
    words = (_SHORT.get(word, word) for word in fold_name(role[:_LONGEST_ROLE]))
    return frozenset(word for word in words if word not in _EMPTY_WORDS)


def any_strangers(professions: Iterable[str]) -> bool:
    return any(frozenset(pair) in _STRANGERS for pair in combinations(professions, 2))


def strangers(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether every profession of one is strange to every profession of the other."""
    return all(frozenset((a, b)) in _STRANGERS for a in one for b in other)


def same_role(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one says the other and more: "Secretary of State", "U.S. Secretary of State"."""
    short, long = sorted((one, other), key=len)
    return short <= long and (len(short) > 1 or bool(short & OFFICES))
