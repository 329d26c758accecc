"""Words of news that retell each other ("conversation", "dialogue", "talks"), and words that tell no two utterances apart.

Both tables are for anybody to extend. They are used to compare statements only: nothing in an index or a query is replaced.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from searchlib.analysis import analyze, term_list
from searchlib.near_duplicates import is_figure

CLOSE: Final = """
    conversation dialogue dialog discussion discuss talk talks exchange consultation
    soldier troop serviceman servicewoman infantry force forces
    fighter militant gunman shooter rebel insurgent
    kill die dead death fatality slain perish body corpse casualty murder assassinate
    injure injury wound hurt
    begin began begun start launch commence
    stop halt end cease suspend cancel finish scrap
    quit resign resignation
    buy bought purchase acquire acquisition takeover
    sell sold sale
    big large huge great massive enormous major
    small little tiny minor
    strong stronger strength robust vigorous substantial active firm
    frank candid honest sincere
    constructive productive fruitful
    raise rise rose risen grow grew grown growth increase climb soar jump hike surge
    fall fell fallen drop decline decrease shrink shrank sink sank sunk slow cut lower reduce reduction slash plunge tumble shrinkage
    show showed shown demonstrate reveal
    help assist assistance support aid
    retreat withdraw withdrew withdrawn withdrawal pullback pull pulled
    ask urge demand request call appeal pose
    order command instruct
    influence leverage pressure
    warn warning caution
    wish hope seek sought desire aim goal aspiration target
    employ exert
    worry concern fear anxious afraid
    danger dangerous risk threat threaten peril perilous
    build built construct construction erect
    rebuild rebuilt reconstruct restore
    capture seize overrun conquer
    destroy ruin spoil spoilt wreck devastate demolish
    plane aircraft jet airliner
    car vehicle automobile
    truck lorry
    vessel boat ferry ship
    company firm corporation business
    worker employee staff
    job employment
    unemployed unemployment jobless
    country nation state
    leader chief boss head
    lawmaker legislator
    police policeman policewoman
    house home household
    expert specialist scientist
    doctor physician
    poll survey
    ballot vote voted
    voter electorate
    law legislation
    tax levy duty tariff
    money fund cash
    price cost
    spend spent expenditure
    pay paid payment
    try tried attempt effort
    deny reject dismiss refuse refusal
    abandon renounce relinquish
    agreement deal accord pact treaty
    meet met meeting session
    restrain contain curb limit limitation rein
    send sent dispatch deploy deployment deliver delivery shipment
    missile rocket
    attack assault strike struck offensive raid
    war conflict
    peace peaceful
    negotiation negotiate settlement
    silent silence
    surprising surprised surprise astonishing astonished stun stunned
    participate join participation
    complex complexity complicated
    promise pledge vow
    quick fast rapid swift speedy
    border frontier
    fire blaze flame burn burnt wildfire
    shot round bullet shoot fired gunfire
    contagious infectious
    infect infection
    evidence proof prove proven indication
    likely probable probably
    remain stay
    leave left gone depart departure flee fled
    arrest detain detention custody jail jailed imprison prison
    infringe violate violation breach
    obligate oblige obligation
    know knew known aware recognize realize understand understood
    manage handle control
    serious hard sharp tough severe grave
    question query
    action activity deed act
    unclear uncertain uncertainty
    frustration frustrated
    tie relation relationship partnership cooperation cooperate collaboration alliance
    month monthly
    week weekly
    year annual yearly
    feel felt feeling
    bring brought
    lose lost loss
    win won victory triumph
    break broke broken
    find found discover recover recovered discovery
    fight fought battle
    speak spoke spoken speech
    hold held
    think thought
    see saw seen
    give gave given
    choose chose chosen choice option
    hear heard listen
    write wrote written letter
    drive drove driven
    draw drew drawn
    steal stole stolen theft rob robbery thief
    freeze froze frozen cap capped
    teach taught teacher
    catch caught
    hide hid hidden conceal
    strip stripped revoke withdraw
    wear wore worn
    swear swore sworn
    lie lay lain
    sleep slept asleep
    hit
    flood flooding
    rain rainfall
    storm hurricane
    earthquake quake
    bomb explosive
    explode explosion blast
    weapon arms
    army military
    navy naval
    exercise drill manoeuvre maneuver game
    election elect elected
    campaign
    resident inhabitant
    victim
    suspect suspected
    prosecutor prosecution prosecute
    trial court
    judge justice
    sue lawsuit suit
    guilty guilt convict conviction
    innocent innocence
    investigate investigation inquiry probe inquire
    accuse accusation allege allegation blame
    criticize criticism critical condemn denounce
    praise laud commend hail
    thank grateful gratitude
    regret apologize apology sorry
    angry anger furious fury
    happy glad pleased delighted joy
    sad sorrow grief
    proud pride
    safe safety secure security
    protect protection defend defense defence
    prepare preparation ready
    plan intend intention
    propose proposal suggest suggestion
    approve approval endorse endorsement back backed
    oppose opposition against
    ban prohibit bar forbid forbidden outlaw
    allow permit permission
    force compel
    require requirement
    change alter alteration
    replace replacement
    improve improvement better
    worsen deteriorate worse
    succeed success successful
    fail failure failed
    complain complaint
    ignore disregard neglect
    corrode rust corrosion
    secret hidden
    evacuate evacuation
    rescue save saved
    donate donation
    poor poverty
    rich wealthy wealth
    hungry hunger famine starve starvation
    sick ill illness disease
    drug medicine medication
    vaccine vaccination vaccinate jab
    virus coronavirus
    patient
    budget
    debt owe
    bank lender
    profit earnings
    factory plant
    petrol gasoline
    oil crude
    electricity power
    crop harvest
    child kid children
    woman women
    man men
    student pupil
    school classroom
    immigrant migrant
    citizen citizenship
    visit visited trip
    travel travelled traveler traveller
    arrive arrival
    return came
    wait await
    expect anticipate forecast predict prediction
    believe belief
    doubt doubtful sceptical skeptical
    certain sure confident confidence
    clear obvious
    important crucial vital essential
    necessary need needed
    possible possibility
    difficult difficulty
    easy simple
    false untrue fake bogus
    true truth correct accurate
    whole entire
    enough sufficient
    nearly almost
    additional extra further
    abroad foreign overseas
    postpone delay defer
    continue proceed
    resume restart
    reopen open
    close shut closure
    hire recruit
    sack layoff
    appoint nominate
    hostage captive prisoner
    kidnap abduct
    crash collision collide
    damage harm
    ceasefire truce armistice
    parliament legislature
    government administration authority
    opponent rival adversary enemy foe
    supporter backer
    protest demonstration rally
    protester demonstrator
    riot unrest
    overhaul reform
    shortage scarcity lack
    salary wage
    recession downturn slump
    recovery rebound
    sanction penalty punish punishment
    deficit shortfall
    merger merge
    unveil introduce
    site location spot
    highway motorway
    train railway rail
    outbreak epidemic
    treat treatment therapy cure
    schedule timetable
    video footage
    photo picture photograph image
    spy espionage spying
    hack hacker cyberattack
    mistake error blunder
    consequence result outcome
    area region zone district
    north northern
    south southern
    east eastern
    west western
    customer client consumer shopper buyer
    helicopter chopper
    gun pistol rifle firearm
    corruption corrupt bribe bribery graft
    smuggle trafficking
    deport deportation expel expulsion
    relative kin
    baby infant newborn
    teenager youth adolescent
    elderly aged
    funeral burial bury buried
    tourist holidaymaker
    flight fly flew flown
    fare ticket
    coach trainer
    nominee candidate contender
    verdict ruling
    sign signed signature
    monitor supervise observe oversee
    inspect inspection inspector
    admit acknowledge concede confess
    confirm verify corroborate
    insist assert
    crisis emergency
    disaster catastrophe catastrophic
    problem trouble
    solve solution resolve
    trust faith
    cheap inexpensive
    expensive costly
    nuclear atomic
    sea ocean
    coast shore beach
    farmer grower
    cattle livestock cow
    corn maize
    survive survivor
    missing disappear vanish
    debris rubble wreckage
    surgery surgeon
    poison toxic
    food meal
    shelter refuge
    double twofold
    halve half
    russia russian
    china chinese
    america american
    ukraine ukrainian
    korea korean
    france french
    britain british
    germany german
    israel israeli
    iran iranian
    europe european
    biggest largest greatest
    alive living
    airline carrier
    refund reimburse reimbursement
    spectator audience
    stadium arena
    lesson tuition
    neighborhood neighbourhood
    reason cause
    blame fault
    chance opportunity
    freight cargo
    lockdown quarantine curfew
    offer bid
    crowd throng
    gather assemble
    hospital clinic
    shareholder investor
    tourist visitor
    rent lease
    firefighter fireman
    route path
    blizzard snow snowfall
    dirty polluted pollution contaminate contaminated
    repair fix mend
    unharmed unhurt unscathed
    brave courage courageous
    cruel brutal brutality
    urgent pressing
    unchanged stable steady constant
    lend loan borrow
    invest investment
    output production
    exceed surpass
    rely depend
    response answer reply respond
    extraordinary exceptional remarkable
    respect honor honour
    decide decision
    deliberate intentional purpose
    sky airspace
    search hunt
    happen occur
    afraid scared scare frighten frightened
    accept acceptance
    lawyer attorney
    scholar academic
    victory triumph
    youth young
    debate argue argument dispute
    declare declaration announce announcement
    relief relieve
    swear oath
    invade invasion
    occupy occupation
    surrender capitulate
    liberate liberation
    retire retirement
    vacation holiday
    alcohol liquor
    cancer tumor tumour
    pregnant pregnancy
    obese obesity
    adopt adoption
    inherit inheritance
    subsidy subsidise subsidize
    audit auditor
    bankrupt bankruptcy insolvent insolvency
    fraud fraudulent
    phone telephone
    talented
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
    one ones only people person onto or other others otherwise our ours ourselves out over own particular per perhaps put quite rather
    really said same say saying says see seem seemed seems several shall she she'd she'll she's should since so some somebody
    someone something sometimes soon still such tell than that that's the their theirs them themselves then there there's
    therefore these they they'd they'll they're they've thing things think thinks this those though thought through thus
    time to today together told tomorrow too toward towards truly try turn turned two under until up upon us used using very
    via want wants was wasn't way we we'd we'll we're we've well went were weren't what what's whatever when where whether which
    while who who's whom whose why will with within without won't would wouldn't yes yesterday yet you you'd you'll you're
    you've your yours yourself yourselves
    nearly approximately roughly
    monday tuesday wednesday thursday friday saturday sunday fact course
"""
"""Words that say little: they are left out when statements are compared."""

COMMON: Final = """
    able add area ask back bad base begin big body book bring business call carry case cause certain chance change child clear
    close come community company consider continue control country cover create cut deal decide develop different difficult
    early easy end entire event example expect experience explain eye face fact family feel field figure final fine follow
    force form friend full further future good great ground group grow guy hand happen hard head hear help high hit hold home
    hope hour house idea important include increase interest issue job join keep kid large late lead learn leave level life
    likely line little live local long look lose love main major manage mark matter meet member minute mind moment month move
    name nation national necessary need night number offer office official old open opportunity order part particular party
    pass past pay place plan play point position possible power present president problem process produce
    program provide public question raise reach read ready real reason receive remain report result return right road role
    room run second send serious serve service set show side simple single situation small speak special stand start state
    stay step stop story strong support system take talk team term thank thing top total town true understand wait walk
    watch week whole win word work world write wrong year young
"""
"""Words that are in every story: they weigh less, for retellings change them first."""

FATES: Final = "dead wounded injured missing captured arrested homeless infected evacuated displaced unemployed"
"""Words that count people by what became of them."""

APART: Final = """
    north south
    east west
    kill injure
    kill survive
    rise fall
    win lose
    buy sell
    import export
    man woman
    arrive leave
    send return
    accept reject
    open close
    hire sack
    more less
    arrest rescue
"""
"""Each line is a pair: who says the one has not said the other."""

_BEGINNING: Final = 7
"""Letters that derived words have in common: withdrawal, withdraw."""


def _stems(words: str) -> list[str]:
    return [" ".join(analyze(word).terms) for word in words.split()]


@lru_cache(maxsize=1)
def light_stems() -> frozenset[str]:
    """The stems of LIGHT."""
    return frozenset(term for word in _stems(LIGHT) for term in word.split())


@lru_cache(maxsize=1)
def common_terms() -> frozenset[str]:
    """What the words of COMMON are compared as."""
    return frozenset(term_of(stem) for stem in _stems(COMMON))


@lru_cache(maxsize=1)
def fates() -> frozenset[str]:
    """What the words of FATES are compared as."""
    return frozenset(term_of(stem) for stem in _stems(FATES))


@lru_cache(maxsize=1)
def apart() -> tuple[tuple[str, str], ...]:
    """What the words of APART are compared as."""
    pairs = (_stems(line) for line in APART.strip().splitlines())
    return tuple((term_of(one), term_of(other)) for one, other in pairs)


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


@lru_cache(maxsize=1 << 16)
def term_of(stem: str) -> str:
    """What a stem is compared as: the first stem of its set, or its own beginning, which derived words share."""
    return close_stems().get(stem, stem[:_BEGINNING])


def compared(stems: Iterable[str]) -> frozenset[str]:
    """What the stems of a text are compared as, but for figures and words that say little."""
    return frozenset(map(_compared_as, stems)) - {""}


@lru_cache(maxsize=1 << 16)
def _compared_as(stem: str) -> str:
    """What a stem is compared as; "" for a figure or a word that says little."""
    return "" if stem in light_stems() or is_figure(stem) else term_of(stem)


@lru_cache(maxsize=1 << 12)
def terms_in(text: str) -> frozenset[str]:
    """What the words of a text are compared as."""
    return compared(term_list(text))
