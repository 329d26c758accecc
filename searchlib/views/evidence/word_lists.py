"""Words of English that turn a sentence around, or take its certainty away. Tables only.

Each line is read as words; forms are written out, because stems would join "may" and "May".
"""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

from typing import Final

NEGATIONS: Final = frozenset(
    """not never no nobody none nothing neither nor cannot can't couldn't don't doesn't didn't won't wouldn't isn't
    aren't wasn't weren't hasn't haven't hadn't shouldn't mustn't hardly barely""".split()
)
"""Words that negate what stands behind them in their clause."""

NEXT_NEGATED: Final = frozenset("without".split())
"""Words that negate the next word only."""

DENIALS: Final = frozenset(
    """deny denies denied denying denial denials refute refutes refuted refuting rebut rebuts rebutted false falsely untrue
    untruth hoax fabricated baseless unfounded debunked debunks debunk disputed disputes rejected rejects dismissed dismisses
    incorrect wrong myth lie lies fake""".split()
)
"""Words that deny what stands beside them in their sentence."""

CONJUNCTIONS: Final = frozenset("and but while which who when where because although though".split())
"""Words that end a clause."""

PRONOUNS: Final = frozenset(
    "he she they it him her them his its their hers theirs this these those both neither".split()
)
"""Words that name again what stands before."""

PREPOSITIONS: Final = frozenset(
    "in on at to from of with for by near into over under against between among through toward towards about".split()
)
"""Words that tell the part of the name behind them."""

CONDITIONS: Final = frozenset("if unless".split())
"""Words that make a whole sentence conditional."""

CERTAINTY: Final = {
    "possible": frozenset(
        "may might could possibly perhaps probably likely unlikely maybe potentially apparently".split()
    ),
    "expected": frozenset(
        "will shall would won't wouldn't expected expects expect plans planned planning intends".split()
    ),
    "conditional": frozenset("if unless whether".split()),
    "wanted": frozenset("should must ought hopes hope hoped wants wanted threatens threatened threatening".split()),
}
"""How sure something is told to be, by the words that tell it."""

SAYING: Final = "said says say told tells spoke speaks talked talks commented declared announced added reporters journalists".split()
"""Verbs of speech, and who hears: a sentence that has nothing behind them says nothing."""

OPPOSITES: Final = """
    rise fall; rose fell; increase decrease; increase fall; increase drop; rise drop; gain lose; gain fall; grow shrink; up down
    more less; more fewer; higher lower; above below; over under; win lose; won lost; before after; support oppose
    support reject; accept reject; approve reject; confirm deny; first last; buy sell; bought sold; import export
    arrive leave; arrive depart; enter leave; north south; east west; northern southern; eastern western; male female
    man woman; men women; boy girl; alive dead; survive die; guilty innocent; acquit convict; allow ban; permit ban
    legal illegal; raise cut; raise lower; open close; begin end; start stop; start end; attack defend; strong weak
    true false; accept refuse; agree disagree; agree refuse; right left; major minor; maximum minimum; profit loss
    surplus deficit; employ dismiss; hire fire; join leave; free jail; release arrest; victory defeat; ally enemy
    public private; present absent; always never; appoint dismiss; son daughter; brother sister; father mother; hot cold
    husband wife; king queen; best worst; better worse; early late; earlier later; day night; import produce
"""
"""Pairs of words of which one side turns a sentence around."""
