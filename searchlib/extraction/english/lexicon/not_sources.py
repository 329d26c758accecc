"""Heads of phrases that say nothing: papers, events, measures."""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

PAPERS = frozenset(
    """statement letter memo email e-mail tweet release note message post report essay ad study
    analysis survey paper editorial""".split()
)
"""What is written, not who writes."""
CHANNELS = frozenset(
    "signal letter email e-mail text telegram telegraph phone telephone fax post radio radiogram video videolink wire SMS".split()
)
"""What something is said by, without an article: "she replied by signal"."""
# heads of phrases that are no source: what happens does not speak, and nobody says a need
HAPPENINGS = frozenset(
    """conference conferences meeting meetings event events rally rallies summit summits hearing hearings ceremony ceremonies
    concert concerts dinner lunch rise fall decline growth arrival departure absence presence victory victories defeat
    defeats success failure collapse death birth emergence popularity dominance ascent ascendancy downfall resignation
    candidacy loss win reign silence behavior behaviour""".split()
)
TASKS = frozenset("challenge goal task aim point problem trick key idea job difficulty hope purpose".split())
"""What is said to be doing something: "the challenge is conveying that message"."""
MEASURES = frozenset(
    """need needs size age taste tastes ability abilities preference preferences income merit merits custom customs rank
    height weight wealth convenience liking wishes budget mood means circumstances whim whims""".split()
)
""""According to their needs": a measure, no source."""
MANNERS = frozenset(
    "plan plans schedule schedules rule rules design type order procedure procedures protocol script".split()
)
""""According to plan": a manner, no source."""
