"""Verbs with a particle that say what one verb says: "step down" is "resign". Statements are compared by the one verb."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from searchlib.analysis import analyze

WITH_PARTICLE: Final = """
    step down: resign; stepped down: resign; stepping down: resign; stand down: resign; stood down: resign
    take part: participate; took part: participate; taking part: participate; taken part: participate
    call for: demand; call off: cancel; called off: cancel; put off: postpone; push back: postpone
    carry out: conduct; rule out: exclude; ruled out: exclude; turn down: reject; turned down: reject
    set up: establish; give up: abandon; gave up: abandon; given up: abandon; pull out: withdraw; pulled out: withdraw
    look into: investigate; looked into: investigate; look for: search; looking for: search; looked for: search
    lay off: dismiss; laid off: dismiss; let go: release; set free: release; shoot down: destroy; shot down: destroy
    blow up: explode; blew up: explode; break out: begin; broke out: begin; break down: collapse; broke down: collapse
    go up: rise; went up: rise; gone up: rise; go down: fall; went down: fall; gone down: fall; come down: fall; came down: fall
    make sure: ensure; made sure: ensure; cut back: reduce; bring down: reduce; brought down: reduce; scale back: reduce
    get rid: remove; run out: exhaust; ran out: exhaust; go on: continue; goes on: continue; going on: continue; carry on: continue
    keep going: continue; end up: become; wipe out: destroy; wiped out: destroy; tear down: demolish; tore down: demolish
    point to: suggest; pointed to: suggest; find out: discover; found out: discover; take over: acquire; took over: acquire
    hand over: deliver; handed over: deliver; send back: return; sent back: return; give back: return; back down: yield
    speed up: accelerate; slow down: decelerate; hold back: restrain; held back: restrain; stand by: support; stood by: support
    burn down: destroy; burned down: destroy; shut down: close; close down: close; turn back: return; turned back: return
    pass away: die; passed away: die; lose life: die; lost life: die; lost lives: die; deal with: handle; agree on: settle
    aim at: target; ask for: request; asked for: request; pay back: repay; paid back: repay; pick up: collect; picked up: collect
"""
"""`words: the one verb`, both words in any form that is stemmed alike."""


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    """Stem of a verb to stem of a particle to the stem of the one verb."""
    table: dict[str, dict[str, str]] = {}
    for entry in WITH_PARTICLE.replace("\n", ";").split(";"):
        words, colon, verb = entry.partition(":")
        if colon:
            one, other = analyze(words).terms
            table.setdefault(one, {})[other] = analyze(verb).terms[0]
    return table


def with_single_verbs(stems: Sequence[str]) -> Sequence[str]:
    """The stems with each verb and its particle as one verb; a word or two may stand between: "took the company over"."""
    table = _table()
    if table.keys().isdisjoint(stems):
        return stems
    joined: list[str] = list(stems)
    for at, stem in enumerate(stems):
        particles = table.get(stem)
        if particles:
            behind = next(
                (place for place in range(at + 1, min(at + 4, len(stems))) if stems[place] in particles), None
            )
            if behind is not None:
                joined[at], joined[behind] = particles[stems[behind]], ""
    return [stem for stem in joined if stem]
