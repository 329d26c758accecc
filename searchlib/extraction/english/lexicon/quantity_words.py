"""English words around a number: what makes it exact or rough, a change, a name, or no quantity at all.

Tables only, for the extractor of quantities: extend a rule by adding a word here.
"""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

VAGUE_PLURALS: dict[str, tuple[float, float]] = {
    "dozens": (24, 99),
    "scores": (20, 99),
    "tens": (20, 99),
    "hundreds": (100, 999),
    "thousands": (1e3, 9999),
    "millions": (1e6, 9999999),
    "billions": (1e9, 9999999999),
    "trillions": (1e12, 9999999999999),
    "lakhs": (1e5, 999999),
    "crores": (1e7, 99999999),
    "tens of thousands": (1e4, 99999),
    "hundreds of thousands": (1e5, 999999),
    "tens of millions": (1e7, 99999999),
    "hundreds of millions": (1e8, 999999999),
    "tens of billions": (1e10, 99999999999),
    "hundreds of billions": (1e11, 999999999999),
    "tens of trillions": (1e13, 99999999999999),
    "hundreds of trillions": (1e14, 999999999999999),
}
"""Vague plurals and the interval they state: as many digits as the word names."""
RISING = frozenset(
    """
    up rose risen rise rises rising increased increase increases increasing gained gain gains gaining climbed climb
    climbs climbing grew grow grown growing grows jumped jump jumping soared soar surged surge surging advanced
    advance rallied swelled swelling expanded expand expanding rocketed rocket spiked spike spikes spiking ballooned skyrocketed
    leapt leaped widened widens firmed strengthened soaring advancing advances climbs rallying rebounding appreciated rebounded added adding adds higher hiked
    """.split()
)
"""Words that make a number a rise."""
FALLING = frozenset(
    """
    down fell fall falls fallen falling decreased decrease decreases decreasing dropped drop drops dropping declined
    decline declines declining lost lose loses losing slipped slip tumbled tumble tumbling plunged plunging
    plummeted plummet plummets plummeting collapsed cratered sagged sag nosedived shrunk shrinking slipping plunge sinking slumping slump slumps tumbles skidded skidding sank slid slide sliding dipped shed shedding shrank contracted retreated slumped eased crashed dived
    weakened narrowed narrows lower reduced reduces reducing slashed trimmed
    """.split()
)
"""Words that make a number a fall."""
CHANGES = RISING | FALLING
CHANGES_OF_MEASURES = frozenset(
    """
    cut cuts cutting slashed trimmed reduced reduces reduce reducing dropped drops dropping sank grew grow grows lower lowers lowered added adding adds lost lose loses losing gained gain gains gaining shed
    shedding
    """.split()
)
"""Changes that are no change of a level when they count things: "lost 300 men" against "lost 190 points"."""
FORECASTING = frozenset("will would should could may might can to shall".split())
"""Words before the verb of a change that is yet to come."""
GAINING_OR_LOSING = frozenset("added adding adds add lost lose loses losing gained".split())
"""Verbs behind which a length of time is no change: "added eight minutes"."""
TIME_UNITS = frozenset("second minute hour day night week month year decade".split())
VERBS_WITH_UP = frozenset(
    """
    gave give gives giving made make makes making picked pick picks picking set sets setting put puts putting piled
    pile piles piling racked rack racks racking pay pays paid paying sign signs signed signing lined line lines
    lining turned turn turns turning showed show shows showing end ends ended ending wound wind winds break breaks
    broke breaking held hold holds holding opened opens opening backed back backing came come comes coming blew blow
    blows blowing took takes taking take round rounding rounded ran run runs running use used uses using buy buys
    bought buying eat eats ate eating split splits splitting chalked chalk chalking notched wrapped tied tie ties
    tying freed frees freeing served serves serving coughed dug locked loaded summed sum sums cleaned
    """.split()
)
"""Verbs that "up" belongs to: "gave up 517 yards"."""
VERBS_WITH_DOWN = frozenset(
    """
    shot shoot shoots shooting faced face turned turn turning took take taking tore tear tearing cut cutting knocked struck strike gunned
    mowed tracked hunted shut shutting broke break breaking burned burnt put putting chased voted vote laid lay narrowed
    backed calmed whittled boiled pulled brought kicked locked nailed
    """.split()
)
"""Verbs that "down" belongs to: "shot down 31 drones"."""
MOVING_UP = frozenset(
    """
    back inching inched inches moved moving crept creeping went ticked ticking edged edging jumped climbed climbing
    rose shot bumped nudged drifted pushed surged
    """.split()
)
"""Before "up to" they make it the new level and no upper bound: "inching back up to 4.8 percent"."""
ENDS_OBJECT = frozenset("and but that which who when while as is was are were be been by to said says".split())
"""Between a verb and "by" these open another clause: what is behind "by" is no measure of the verb."""
RISING_BY = frozenset(
    """
    raise raises raised raising lift lifts lifted lifting widen widens widened widening boost boosts boosted boosting hike hikes
    push pushes pushed extend extends extended improve improves improved lengthened swell drove
    """.split()
)
"""Before "by" these make a number a rise: "lifted output by 411,000 barrels"."""
FALLING_BY = frozenset(
    """
    cut cuts cutting lower lowers lowered lowering narrow narrows narrowed narrowing trim trims shorten shortened slash
    weaken weakens diminished curbed
    """.split()
)
"""Before "by" these make a number a fall."""
PERIODS = frozenset("year month week day hour decade century".split())
"""Units of time that "over" may state the length of."""
SPENDING = frozenset(
    """
    cost costs costing spend spends spent spending save saves saved saving pay pays paid paying invest invests
    invested investing raise raises raised raising borrow borrowed cut cuts cutting deficit deficits debt tax taxes
    spread phased built averaged billion million trillion percent changed change changes tripled doubled quadrupled
    halved
    """.split()
)
"""With the verbs of change, words after which "over ten years" is how long it takes and no measure of years."""
MEASURING = frozenset(
    """
    just well for of after in took takes take taking spent spend spends is was are were has have had be been at to
    lasted lasts last with than by and or from since until a the waited served lived worked
    """.split()
)
"""Words that want a measure right behind them: "for over ten years", "took over ten years"."""
COMPARING = frozenset("from against versus than compared to".split())
"""Before a bare amount they say that it is compared with the one told before."""
EXTREMES = frozenset("low high best worst least most other others average mean median minimum maximum rest".split())
"""Between a measure and a bare number they say that it is another of the same kind: "41 gigawatts; the low was 22"."""
TALLIES = frozenset("rebounds assists steals blocks goals saves tackles touchdowns yards catches runs wickets".split())
"""What players add to their own record: "added 18 points and seven assists" is no rise."""
LEVEL_UNITS = frozenset("fold points point jobs seats positions units".split())
"""Things without a unit that rise and fall: "shares rose 5 points"."""
TRANSPARENT = frozenset(
    """
    a an another additional by just only further of total extra whole full combined record even
    """.split()
)
"""Words that may stand between a modifier and its number: "up *a further* 5%"."""
ENDS_PHRASE = frozenset(
    """
    of last next in on at to from by for with and or but that which who whom whose as is are was were be been being
    has have had will would can could may might must shall should than then when while where there this these those
    into onto under about after before during per between out up down if because so since until till against the a
    an its his her their our your my it he she they we you i him them us me said say says saying not no nor also
    born still only just now do does did done each more less higher lower ago later earlier old long wide tall deep high
    away apart short ahead behind above below over around across along through throughout within without near off
    via toward towards among amid despite upon versus vs like unlike plus minus whether how what why both either
    neither such too very even yet already again once compared according including excluding due following
    respectively overall today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday january
    february march april june july august september october november december come came comes go goes went get gets
    got see sees saw seen take takes took taken make makes made died die dies killed injured wounded arrested hit
    left live lives lived work works worked show shows showed told think thinks thought know knows knew want wants
    wanted need needs needed became become remain remains remained fall falls believe support oppose favor favour
    approve disapprove voted vote backed agree agreed earn earned call called make made give gave given found find
    set put run ran win won lose lost scored fell rose dropped climbed ended closed began begin plan plans expected
    reported wide thick annually yearly daily monthly weekly worldwide nationwide altogether everywhere here much
    many all any some every instead rather except therefore however meanwhile himself itself themselves known x shown thrown stood sat ran held kept brought sent met led grew drew threw flew wore tore broke spoke chose drove wrote began sang swam dealt meant built caught taught fought sought shook forgot went said had felt lay hid overnight let slid slept follows includes represents reflects compares exceeds equals expires matures brings gives keeps puts becomes passes depends belongs consists contains comprises requires allows beat beats topped missed exceeded trailed lagged wept fled struck spent bought lent sank sprang swung woke fed bled clung flung stole rode spun strove withdrew arose s t re ve ll
    d m
    """.split()
)
"""Words that end a counted phrase."""
SINGULARS_IN_S = frozenset(
    """
    this was is has its his us thus yes perhaps always across plus minus less las los various previous us- serious
    series's famous religious dangerous nervous business gas bus campus virus process access congress press class
    loss mass cross boss success census focus status bonus crisis basis analysis news sports arms sales
    """.split()
)
"""Words in -s that are no plural heads."""
PLURAL_MODIFIERS = frozenset(
    """
    sports arms sales goods savings women's men's communications systems operations news human-rights
    """.split()
)
"""Plurals that open compounds: "three sports cars"."""
PLURALS_WITHOUT_S = frozenset(
    """
    people men women children police personnel staff troops teeth feet mice cattle aircraft crew data media fish
    sheep deer species series headquarters households offspring folk folks servicemen policemen firefighters gunmen
    lawmen businessmen congressmen fishermen businesswomen policewomen grandchildren schoolchildren militants
    spacecraft criteria alumni percent sales infantry guard members businesspeople salespeople townspeople laps
    """.split()
)
"""Plural heads without -s."""
PLURALS_IN_MEN = ("women", "smen", "emen", "nmen", "tmen", "rmen", "lmen")
NEVER_PLURAL = ("ss", "us", "sis", "debris", "'s", "’s")
"""Endings in -s that make no plural."""
NUMBERED = frozenset(
    """
    number no. no nos. nos numbers page pages chapter section sections article articles version flight route highway
    room line grade type level phase stage game games week day season episode part volume act step round seed group
    class division unit building apartment apt suite box channel bus train pier gate exit interstate district
    precinct ward zone area sector block rule title proposition prop resolution amendment verse psalm fig fig.
    figure table model series area paragraph windows iphone ipad android galaxy boeing airbus formula category item
    items lane platform court terminal psalms sura exercises nrs nrs. figs figs. form code bill ref case version
    mark track heat hole par quarter period week weeks
    """.split()
)
"""Words that a label number follows: "Game 6", "page 12"."""
NUMBERED_PERIODS = frozenset(
    {"this", "that", "last", "next", "a", "per", "each", "past", "recent", "previous", "coming", "few"}
)
"""Before a word of NUMBERED they say that it is a period: "last season 12 players left"."""
ONE_BEFORE = frozenset(
    """
    no any some every which another number someone day this that each the was first last next only new other good
    bad big great better best little right wrong current previous previous easy hard same whole
    """.split()
)
"""Before "one" they make it a pronoun: "the one man"."""
ONE_AFTER = frozenset(
    """
    another day way thing time side reason off night morning such else knows wants wonders way- point minute hand's
    eye extent end sense moment afraid able capable willing unable aware ready full worthy
    """.split()
)
"""Behind "one" they make it no count: "one day"."""
YEARS_AFTER = frozenset(
    """
    a.d. ad bc circa in since until till by from for during early late mid fiscal to through january february march
    april may june july august september october november december spring summer autumn fall winter year the
    """.split()
)
"""Words that a year follows: "since 1999"."""
EXACTLY_ONE = frozenset("only just exactly least than precisely single and".split())
"""Before "one" they say that it counts."""
GROUPS_OF = frozenset({("gang", "of"), ("group", "of")})
"""Before a number they name a group: "the Gang of 8", "the Group of Seven"."""
SIDES_OF_ELEVEN = frozenset("first second third starting playing reserve president's".split())
"""Before "eleven" they name a side: "the second eleven"."""
RANKS = frozenset("top bottom final last first big other famous lucky magic".split())
"""Before a number word without a noun: a place, a group that has a name."""
HYPHENED_NAMES = frozenset(
    """
    figure digit way time off sided star stars piece part man woman to size on up in all one of a and speed door
    wheel tier fold k q
    """.split()
)
"""Glued to a number by a hyphen, these make a name and no count: "six-figure", "one-way"."""
HONORIFICS = frozenset("mr mrs ms dr sen rep gov lt gen prof".split())
"""Where a phrase would end with these, a name begins: "two years of Mr. Lopez's term"."""
DETERMINERS = frozenset("the its his her their our my your these those all this that a an some any other".split())
"""Words skipped behind "of": "half of *the* voters"."""
BEFORE_MEASURED = frozenset("a an the another single its their his her our".split())
"""Before a measure they open what is measured: "a 300m bridge", "the 1,100 km road"."""
DEFINITE = frozenset("the its his her their our my your these those both".split())
"""Before a number word they say that what is counted was told of before: "the two companies"."""
LY_ADJECTIVES = frozenset(
    """
    hourly quarterly nightly orderly likely early elderly friendly daily weekly monthly family deadly costly only unlikely lonely holy ugly yearly
    bodily
    """.split()
)
"""Words in -ly that are adjectives."""
EXTENDING = frozenset("more additional other extra further combined total such".split())
"""Words skipped before a counted phrase: "three *more* men"."""
VERBS_OF_PEOPLE = frozenset(
    """
    have had are were never always should must will can could need want say said ask asked hate love don't didn't won't cannot
    """.split()
)
"""Behind two plurals they say that the second is the subject of a clause: "10 questions reporters never asked"."""
SCORE_BEFORE = frozenset(
    """
    won win wins lost loss beat beaten defeat defeated defeats victory draw drew tied lead leads led trailed
    trailing trail score scored record win-loss vote voted ruled rally series margin down edged thrashed hammered
    routed finished ended prevailed triumph triumphed upset fell
    """.split()
)
"""Words that a score follows."""
STANDING = frozenset(
    "margin poll polls split trails trailed leads led lead loses beats lost won ahead behind vote".split()
)
"""Before two percentages they say that these are those of two sides."""
SCORE_AFTER = frozenset(
    """
    win loss lead defeat draw victory record vote decision thrashing margin scoreline triumph series rout edge start
    mark home away aggregate at on against over in majority ruling split advantage deficit run drubbing
    """.split()
)
"""Words that follow a score."""
PERIODS_OF_AGE = frozenset("year month week day".split())
OF_AN_AGE = frozenset(
    """
    people those anyone anybody everyone children kids child adults adult men women girls boys man woman someone persons
    youths youngsters players pupils students patients residents voters workers drivers citizens fans visitors passengers
    girl boy americans britons teenagers adolescents seniors
    """.split()
)
"""Before "under 30" they make it an age."""
AGED = frozenset({("aged",), ("age",), ("ages",), ("age", "of"), ("ages", "of")})
"""Words right before an age."""
IS_AGED = frozenset(
    {(who, verb) for who in ("he", "she", "who") for verb in ("is", "was", "turned", "turns")}
    | {("age", word) for word in ("is", "was", "to", "from")}
)
"""Words before an age: "She is 45.."""
DETACHED_MODIFIERS = frozenset(
    "as many as|as much as|up to|at least|at most|no fewer than|no less than|no more than|not more than|more than|less than|fewer than|nearly|almost|about|around|some|roughly|approximately|an estimated|as few as|as little as|close to|in excess of|upwards of".split(
        "|"
    )
)
"""Modifiers that await their number when an aside follows: none of them ends a clause."""
PLURALS_LIKE_VERBS = frozenset("lives works shows needs plans falls remains wins runs".split())
"""Plurals that are verbs elsewhere: right behind a number or "of" they are counted."""
RELATIONAL_ENDINGS = ("ous", "al", "ive", "ic", "ular")
"""Endings of adjectives behind which such a noun is the head: "his previous vote"."""
ONE_DAY_LASTS = frozenset(
    """
    for in within only just by least than about every last lasts lasted of to over a the another exactly up takes took
    take after before until each spent spend at on during per and or
    """.split()
)
"""Before "one day" they make it a length of time; elsewhere it is some day."""
NOUNS_IN_ED_AND_ING = frozenset(
    """
    feed seed weed bed speed breed deed creed reed shed sled steed need greed
    building housing spending funding training trading clothing evening morning wing ring king string spring thing ceiling
    painting meeting hearing wedding farming mining fishing shipping shopping lighting heating cooking parking swing sting
    shooting stabbing bombing killing beating sighting filing briefing ruling finding warning offering opening rating ranking
    gathering listing posting setting reading recording screening sibling outing earring sighting railing dwelling
    engineering manufacturing advertising marketing banking lending borrowing savings offspring drawing crossing landing
    """.split()
)
"""Nouns that end as verb forms do: "poultry feed", "federal spending"."""
NOUNS_LIKE_VERBS = frozenset("vote work call support show run hit win loss stop left fall".split())
"""Nouns that are verbs elsewhere: "a 147-vote edge"."""
ADJECTIVE_ENDINGS = (
    "y",
    "ed",
    "ing",
    "al",
    "ous",
    "ful",
    "ive",
    "less",
    "able",
    "ant",
    "ent",
    "ic",
    "ern",
    "er",
    "ish",
    "long",
    "big",
    "young",
    "old",
)
"""Endings of words that may stand before a comma inside a counted phrase: "three high-ranking, tired officials"."""
NUMBERED_NAMES = frozenset(
    """
    poor sp s&p ftse dax cac nikkei russell fortune stoxx asx nasdaq xbox csi topix nifty sensex
    """.split()
)
"""Names that have a number: "S&P 500"."""
CHOOSES_HALF = frozenset("first second other third fourth better latter the this last final and".split())
"""Before "half" they choose one of two: "the second half"."""
SIDES_OF_HALVES = frozenset(
    """
    eastern western northern southern upper lower top bottom front back rear left right outer inner opening closing
    early late
    """.split()
)
"""Before "half" they name a place: "the northern half"."""
CAPITALISED_OPENERS = frozenset(
    """
    only just even all another these those they we nearly almost total both last next every each including killed
    """.split()
)
"""Words that open a sentence with a capital and are no name."""
WORDS_LIKE_UNITS = frozenset(
    {"real", "mark", "won", "second", "gray", "grays", "bars", "henry", "poise", "curie", "nit"}
)
"""Units whose word is mostly another word: they need "1" or a hyphen."""
AIRCRAFT_NOUNS = frozenset({"aircraft", "planes", "jets", "airliners"})
AIRCRAFT = frozenset("707 717 727 737 747 757 767 777 787".split())
"""Numbers that are aircraft."""
LONG_THINGS = frozenset(
    """
    tower towers wall walls mast masts wave waves swell statue statues yacht yachts ship ships vessel vessels cliff cliffs bridge
    pool pools race races final finals sprint sprinter hurdles hurdler champion record dash freestyle backstroke butterfly
    breaststroke medley relay runner swimmer tsunami tunnel tunnels fence fences crane cranes drop fall plunge dive platform
    springboard pistol rifle peak summit crater hole pit trench chimney obelisk spire skyscraper lighthouse dam corridor strip
    stretch section cable rope pole poles track runway buffer radius diameter altitude depth height length distance
    mountain hill waterfall column sculpture cross tree trees boat boats gap ditch walk climb shaft barrier exclusion
    """.split()
)
"""Things that "a 60m ..." measures in metres."""
EXTENTS = frozenset("altitude height depth length width elevation tall high deep".split())
"""Before "30'" they make it feet."""
NO_NOUGHT = frozenset(
    """
    interest emission emissions carbon waste tolerance sum gravity hour hours day rate rates growth risk impact
    """.split()
)
"""Behind "zero" these make an expression that counts nothing: "zero emissions", "zero hours contracts"."""
MOVING = frozenset(
    """
    swam swim swims swimming ran run runs running dived dive dives diving jumped jump leapt threw throw hurled fell plunged
    climbed sprinted walked drifted javelin discus hammer thrown hurls throws leaps leapt leaped vaulted measures measured towers stretches stretched extends extended deep tall high
    within
    """.split()
)
"""Words before "200m" that make it metres when nothing counted follows."""
PRICED = frozenset(
    """
    closed close closes closing traded trades trading ended settled finished stood stands priced valued quoted sold fixed averaged
    shares share stock index price prices cents points dollar dollars euro pound pounds yen rupee rupees percent rate rates yield
    ratio odds average level magnitude score scored seconds record up down from-a unchanged bid offer
    """.split()
)
"""Before "at 10.35" they make it a price or a level and no time of day."""
BEFORE_CLOCK = frozenset("at by until till since around before after from".split())
"""Words that a time of day follows."""
LENGTHS = frozenset("metre kilometre centimetre mile yard foot inch".split())
ON_THE_MOVE = frozenset(
    "hiked hike hikes hiking climbed climb climbs climbing advanced advance advances jumped jump jumps leapt leaped added".split()
)
"""Verbs of change that, with a length, are of somebody under way: "hiked two miles"."""
CLIMBED = frozenset("steps stairs flights storeys stories floors rungs hills mountains peaks trees".split())
"""What is climbed: their number is no rise."""
WHOLLY = frozenset(
    """
    correct right sure certain wrong true false accurate safe clear behind committed effective confident convinced honest
    organic renewable guaranteed reliable recyclable ready aware opposed supportive responsible positive free complete
    good bad fine happy natural pure real serious focused loyal genuine legal
    """.split()
)
"""Adjectives of degree behind a percentage, which counts nothing: "100 percent correct"."""
RACES = frozenset({50, 60, 100, 110, 200, 400, 500, 800})
"""Metres of races, called by them: "won the 400m"."""
VIDEO_LINES = frozenset({"144", "240", "360", "480", "720", "1080", "1440", "2160"})
BYTES_OF = frozenset(
    "cache block blocks packet packets payload page pages key keys register registers buffer line".split()
)
"""Behind "64 B" they make it bytes and no billions."""
COSTING = frozenset(
    """
    cost costs costing paid pay pays paying fined fine worth earned earns salary price priced sell bought spend spends spent
    charged charges owed owes budget bill bid wage wages fee tax prize reward debt saved invest invested donated raised
    """.split()
)
"""Before "40 pounds" they make it money, where nothing weighed follows."""
SYMBOLS_ALONE = {
    "T": ("tesla", frozenset("magnet magnets magnetic mri scanner tesla superconducting".split())),
    "G": ("gauss", frozenset("magnetic gauss magnetised magnetized".split())),
    "H": ("henry", frozenset("inductor inductance coil".split())),
    "P": ("poise", frozenset("viscosity viscous".split())),
    "A": ("ampere", frozenset("v volt volts current charger battery amps fuse circuit charging draws".split())),
    "S": ("siemens", frozenset("conductance conductivity".split())),
}
"""A capital that is a unit only where one of these words stands near by."""
SYMBOLS_IN_CONTEXT = {
    "C": ("coulomb", frozenset("charge charges charged coulomb".split())),
    "ct": ("carat", frozenset("diamond diamonds ring gold gem gems sapphire ruby emerald jewel necklace".split())),
    "pc": ("parsec", frozenset("star stars galaxy galaxies parallax nebula light-years cluster".split())),
    "kt": (
        "knot",
        frozenset(
            "wind winds gust gusts gusting speed speeds blowing blew sailed sailing airspeed ship boat vessel yacht ferry convoy moves moving moved".split()
        ),
    ),
    "F": ("farad", frozenset("capacitor capacitors capacitance supercapacitor".split())),
}
"""Symbol: the unit that it means behind certain words, and these words."""
EMERGENCY_NUMBERS = frozenset({"911", "999", "112", "000", "101", "988"})
CALLING = frozenset("call calls called calling dial dials dialed dialled dialing dialling phone phoned rang".split())
"""Before a number of EMERGENCY_NUMBERS they make it a telephone number."""
EMERGENCY_NOUNS = frozenset(
    "call calls caller callers dispatcher dispatchers operator operators tape tapes emergency center".split()
)
ONE_OF_SO_MANY = frozenset(
    """
    worker person child adult man woman voter american student patient household family job home pupil teacher boy girl
    briton australian canadian teenager parent driver customer company business firm employee resident
    """.split()
)
"""Between "one" and "in six" they make a share: "one worker in six"."""
GUNS = frozenset(
    "pistol pistols handgun handguns revolver rifle rifles caliber calibre gun guns semi-automatic magnum shotgun rounds".split()
)
"""Behind a number like ".380" they say that it is a calibre."""
OF_WHOM = frozenset({("of", "which"), ("of", "whom"), ("of", "them")})
PEOPLE = frozenset(
    """
    people men women children soldiers troops civilians police policemen passengers workers students protesters demonstrators
    officers fighters militants rebels residents others migrants refugees staff crew miners tourists sailors villagers hostages
    prisoners journalists pilgrims patients personnel palestinians israelis americans russians ukrainians iraqis syrians afghans
    """.split()
)
KILLING = frozenset("killed kills killing injured injuring wounded wounding".split())
"""Before a bare number they say what happened to these people; what happened to the next is something else."""
PEOPLE_ENDINGS = ("ers", "men", "women", "ists", "ians", "ees")
"""Heads of phrases that are people, to whom something may have happened: "12 people killed"."""
