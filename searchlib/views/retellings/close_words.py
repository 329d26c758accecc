"""Words of news that retell each other ("conversation", "dialogue", "talks"), and words that tell no two utterances apart.

Both tables are for anybody to extend. They are used to compare statements only: nothing in an index or a query is replaced.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from searchlib.analysis import analyze

CLOSE: Final = """
    conversation dialogue dialog discussion talk talks exchange consultation
    soldier troop serviceman servicewoman army
    fighter militant gunman attacker shooter rebel insurgent
    kill die dead death fatality slain perish body casualty
    injure wound hurt
    begin start commence launch
    stop halt end cease suspend cancel
    quit resign
    buy purchase acquire
    sell sale
    big large huge great massive enormous
    small little tiny minor
    strong robust vigorous substantial active firm tough
    frank candid open
    constructive productive fruitful
    rise grow increase climb soar jump
    fall drop decline decrease shrink sink slow
    show demonstrate reveal
    help aid assist assistance support back
    retreat withdraw withdrawal pull pullback
    ask urge demand request call appeal
    influence leverage pressure
    warn warning caution
    want wish hope seek desire aim goal aspiration
    use utilize employ exert
    worry concern fear anxious afraid
    danger dangerous risk threat perilous
    build construct
    rebuild reconstruct restore
    capture seize take conquer
    destroy ruin spoil wreck devastate
    plane aircraft jet airliner
    car vehicle automobile
    truck lorry
    ship vessel boat
    company firm corporation business
    worker employee staff
    job work employment
    country nation state
    leader chief boss
    official representative
    lawmaker legislator
    police officer
    house home household
    people person
    child kid
    expert specialist scientist
    doctor physician
    poll survey
    vote ballot
    law legislation
    rule regulation
    tax levy
    money fund cash
    price cost
    spend pay
    goal target
    try attempt effort
    deny reject dismiss
    agree agreement deal accord pact
    meet meeting session sit
    restrain contain curb limit limitation rein
    send dispatch deploy deployment deliver
    missile rocket
    attack assault strike offensive raid
    war conflict fighting
    peace peaceful
    negotiation settlement resolution
    silent silence
    surprising striking astonishing
    participate join participation
    complex complexity complicated
    announce announcement
    promise pledge vow
    quick quickly fast rapid rapidly swift
    near close border
    fire blaze flame
    shot round bullet shoot
    contagious infectious spread
    evidence proof
    possible likely probable probably perhaps
    island isle
    stay remain
    leave flee gone depart evacuate
    arrest detain custody hold
    infringe violate violation
    obligate oblige obligation
    understand know aware recognize realize
    manage handle control
    strict sharp hard serious
    question query
    act action activity deed
    consistent steady
    unclear uncertain uncertainty
    frustration frustrated
    escalate escalation
    contradict against contrary
    tie relation relationship partnership cooperation collaboration alliance
    month monthly
    week weekly
    year annual annually
"""
"""Each line is one set: its words stand for each other. A word of two lines belongs to the first."""

LIGHT: Final = """
    a about above according across actually after again ago ahead all almost along already also although always am among an
    and another any anybody anyone anything are around as at away be because become been before behind being believe below
    beside between beyond both but by came can can't cannot come comes could did didn't do does doesn't doing don't done
    down during each either else especially even ever every everybody everyone everything far few fewer first for former from
    get gets getting give given go goes going gone got had has hasn't have haven't having he he'd he'll he's her here hers
    herself him himself his how however i i'd i'll i'm i've if in indeed instead into is isn't it it's its itself just
    kind know last later least less let let's like lot made make makes making many may maybe me mean might mine more
    moreover most much must my myself need neither never new next no nobody none nor not nothing now of off often on once
    one ones only onto or other others otherwise our ours ourselves out over own particular per perhaps put quite rather
    really said same say saying says see seem seemed seems several shall she she'd she'll she's should since so some somebody
    someone something sometimes soon still such tell than that that's the their theirs them themselves then there there's
    therefore these they they'd they'll they're they've thing things think thinks this those though thought through thus
    time to today together told tomorrow too toward towards truly try turn turned two under until up upon us used using very
    via want wants was wasn't way we we'd we'll we're we've well went were weren't what what's whatever when where whether which
    while who who's whom whose why will with within without won't would wouldn't yes yesterday yet you you'd you'll you're
    you've your yours yourself yourselves
    monday tuesday wednesday thursday friday saturday sunday fact course
"""
"""Words that say little: they are left out when statements are compared."""


def _stems(words: str) -> list[str]:
    return [" ".join(analyze(word).terms) for word in words.split()]


@lru_cache(maxsize=1)
def light_stems() -> frozenset[str]:
    """The stems of LIGHT."""
    return frozenset(term for word in _stems(LIGHT) for term in word.split())


@lru_cache(maxsize=1)
def close_stems() -> dict[str, str]:
    """For each stem of CLOSE the stem that stands for its set: the first of its line."""
    sets: dict[str, str] = {}
    for line in CLOSE.strip().splitlines():
        stems = _stems(line)
        for stem in stems:
            sets.setdefault(stem, stems[0])
    return sets


@lru_cache(maxsize=1)
def close_forms() -> dict[str, tuple[str, ...]]:
    """For each stem that stands for a set the words of the set, one a stem."""
    forms: dict[str, dict[str, str]] = {}
    for line in CLOSE.strip().splitlines():
        words = line.split()
        stems = _stems(line)
        for stem, word in zip(stems, words, strict=True):
            if close_stems()[stem] == stems[0]:
                forms.setdefault(stems[0], {}).setdefault(stem, word)
    return {first: tuple(words.values()) for first, words in forms.items()}
