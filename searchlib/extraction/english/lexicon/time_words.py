"""English words of time in running text: the tables of the date extractor.

Words that the query language needs too (names of months, weekdays, seasons, holidays, number words) are in
`expressions/english/date_words.py`. A second language has its own lexicon beside its extractor.
"""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

import re
from datetime import date

PARTS_OF_DAY = ("morning", "afternoon", "evening", "night")
WORD_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
SPOKEN_CENTURIES = {"eighteen": 1800, "nineteen": 1900}
SPOKEN_DECADES = {
    "thirties": 1930,
    "forties": 1940,
    "fifties": 1950,
    "sixties": 1960,
    "seventies": 1970,
    "eighties": 1980,
    "nineties": 1990,
}
"""Decades in words: of the twentieth century; the twenties could be of this one."""
SPOKEN_THOUSANDS = {
    "two thousand": 2000,
    "twenty ten": 2010,
    "twenty eleven": 2011,
    "twenty twelve": 2012,
    "twenty thirteen": 2013,
    "twenty fourteen": 2014,
    "twenty fifteen": 2015,
    "twenty sixteen": 2016,
    "twenty seventeen": 2017,
    "twenty eighteen": 2018,
    "twenty nineteen": 2019,
    "twenty twenty": 2020,
}
EVENTS = {"9/11": date(2001, 9, 11)}
"""Names that are a date in themselves."""
EVENT_DAYS = (
    ((9, 11), date(2001, 9, 11), re.compile(r"\s+(?:terror|attacks(?! (?:on|in|at) (?:the |two |an? |its |U\.?S\.? |American )*(?:outposts?|consulates?|compound|missions?|embass(?:y|ies)|diplomatic|villages?|hotels?|markets?|church|mosques?|bases?|barracks)\b)|hijack|victim|[Cc]ommission|[Mm]emorial|plot)")),
    ((1, 6), date(2021, 1, 6), re.compile(r"\s+(?:riot|insurrection|[Cc]ommittee|attack on the (?:U\.S\. )?Capitol|Capitol)")),
)  # fmt: skip
"""Days known by month and day alone: (month, day), the day meant, and the words after it that say so."""
PAST_VERBS = frozenset(
    """
    said says was were had did told came went rose fell took made met began held sent gave got became saw won
    lost left found wrote spoke led ago been grew sold bought paid kept brought ran reported died shot thought
    stood struck drew threw flew knew blew drove chose broke ate caught dealt fled fought forgot froze heard hid
    laid meant rang rode sang sank sought shook slept stole swore swept swung taught tore understood woke wore
    withdrew wed built burnt burst cut fed felt hit hung hurt lit lent let put quit read sat shut spent sprang stuck
    sunk swam wound bore bred cast clung crept dug drank overcame overthrew rebuilt resold ridden slid spun
    taken shown stolen chosen thrown drawn broken spoken fallen risen done gone begun hidden beaten sworn torn
    driven frozen forgotten eaten written
    spread wept wasn't weren't didn't hadn't couldn't killed
    """.split()
)
"""Verbs in the past tense, beside those in -ed."""
PAST_AND_NOUN = frozenset("cut hit spread cast burst shot read".split())
SAME_IN_PAST = frozenset(
    "cut hit spread cast burst read put set shut let hurt quit split bid wed run come become".split()
)
"""Verbs whose past, or participle, is the infinitive too."""
BEFORE_THE_NOUN = frozenset("another rate tax budget price pay job spending further".split())
"""Words before which, and before a determiner, those are nouns: "a rate cut"."""
NEVER_PAST = frozenset(
    """
    need indeed speed feed seed breed bleed greed weed united proceed exceed succeed hundred sacred
    kindred naked wicked preferred limited armed aged
    """.split()
)
"""Words in -ed that are not in the past tense."""
REPORTING_VERBS = frozenset(
    """
    said says told announced reported added wrote confirmed claimed estimated predicted forecast warned stated
    explained noted
    """.split()
)
"""Verbs whose content may have another time than they have."""
EXPECTED = frozenset(
    """
    expected scheduled planned due slated anticipated targeted forecast upcoming payable poised redeem matures looms approaches nears expect expects intends wants intend hopes hoping aims
    aiming promises looming
    """.split()
)
"""Words that place a date ahead."""
FALLS_DUE = frozenset("pay payable effective due record maturing expiring commencing".split())
"""Words right before a day to come: "payable May 1", "record April 15"."""
LOOKS_AHEAD = frozenset("looks look brings bring promises promise sees looms marks starts begins is".split())
"""Verbs whose subject is a day to come: "Wednesday looks wet"."""
CLAUSE_OPENERS = frozenset("while when who which where".split())
"""Words that begin a clause of its own."""
CLOCK_WORDS = frozenset("p m a est edt et pst pdt gmt utc noon midnight".split())
"""Words and letters of a time of day right before a day: "until 5 p.m. EST Nov. 9"."""
BEGINS_OR_ENDS = frozenset("starts begins ends opens closes resumes expires continues".split())
"""Verbs right before a day that are hardly nouns there."""
AWAITING = frozenset("await awaits awaiting".split())
"""Verbs whose object is to come: "investors await Friday's jobs report"."""
PLANNING = frozenset(
    """
    plan plans planning hope intent ready prepares preparing
    """.split()
)
"""Words that place a date ahead before "to", "for" or "on"."""
EVENT_VERBS = frozenset(
    """
    accept acquire adjourn announce appear apply argue arrive assume attend become begin bring buy celebrate
    collect come commence compete complete conclude consider continue convene decide deliver depart descend dine
    discuss eat elect embark enter examine expand expire extend follow gather get give go graduate greet hear
    hold implement inaugurate inspect install introduce invade join leave marry mature negotiate occur open
    operate participate perform plead preside propose publish put receive reconvene redeem relocate remove
    reopen replace resign resume retire reunite select sell send serve sing sit speak spend submit succeed swear
    take tackle teach testify undergo unveil vacate vie wed withdraw fly kneel bury act address air auction
    award battle bid board book bow break broadcast call campaign cast change clash close cross cut dance deal
    debate debut dock draw drive drop end exhibit face fall feature fight file finish fire form head hit honor
    honour host hunt increase issue judge kick land lapse launch lead lift line march mark meet merge move name
    offer pass pay pick play post premiere present produce protest race raise rally reach read record release
    report return review ride rise roll rule run sail screen shift ship show sign split stage stand start stay
    step stop strike swim switch talk target test tie tour train transfer travel turn venture visit vote walk
    welcome win work wrap await lend preach happen rehearse restart relaunch renew recruit shut
    """.split()
)
"""Verbs of events; in the present tense they tell of a plan: "the trial resumes Monday"."""
EVENT_NOUNS_TOO = frozenset(
    """
    act address air auction award battle bid board book bow break broadcast call campaign cast change clash
    close cross cut dance deal debate debut dock draw drive drop end exhibit face fall feature fight file finish
    fire form head hit honor honour host hunt increase issue judge kick land lapse launch lead lift line march
    mark meet merge move name offer pass pay pick play post premiere present produce protest race raise rally
    reach read record release report return review ride rise roll rule run sail screen shift ship show sign
    split stage stand start stay step stop strike swim switch talk target test tie tour train transfer travel
    turn venture visit vote walk welcome win work wrap
    """.split()
)
"""Those that are nouns as well: they need a subject that is plainly one."""
PICTURE_VERBS = frozenset(
    """
    stand sit walk gather march rally attend greet visit arrive leave perform pass stop touch speak celebrate participate
    hug react wave ride carry show testify play rest work move fill bury run take hold hit
    """.split()
)
"""Those that captions are written with: "officers stand guard on Wednesday"."""
EVENT_PLURALS = frozenset(
    """
    talks reports visits strikes protests marches shows tests drives deals awards offers releases issues cuts works runs
    clashes matches races bids boards breaks calls changes checks walks fights debates battles results raids reviews trains
    prices sales tours rallies polls votes plays moves stages screens points forms lists feature features drops
    """.split()
)
"""Plurals more often than verbs: "the peace talks Monday"."""
MATCH_VERBS = frozenset("play face host meet visit take".split())
"""Verbs of teams, whose names are plural: "United play City on Sunday"."""
DETERMINERS = frozenset("a an the his her its their our my this that".split())
COLLECTIVE_SUBJECTS = frozenset(
    """
    parliament congress senate court house committee board company union president minister team city state
    council government assembly party club group firm agency bank panel jury school university commission king
    queen pope mayor governor he she it one who which that conference festival season series show tour race strike
    ban law rule order deal contract lease sale exhibition ceremony session trial hearing inquiry campaign
    programme program service
    """.split()
)
"""Singular nouns and pronouns that are subjects of events."""
PLURAL_SUBJECTS = frozenset(
    """
    they we you i who people men women children police both all candidates nominees
    """.split()
)
"""Plural subjects."""
SUBJECT_PRONOUNS = frozenset("he she it they we who".split())
TIME_NOUNS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday morning afternoon evening night today yesterday tomorrow
    january february march april june july august september october november december week month year
    jan feb aug sept oct nov dec
    """.split()
)
"""Words that end a relative clause of time; what stands behind them is a verb."""
NO_SUBJECT_PLURALS = frozenset(
    """
    earnings jobs sales news sports arms savings goods securities futures benefits awards rights affairs
    services systems operations series species means politics economics rates prices
    """.split()
)
"""Plurals that stand before a noun: "the jobs report"."""
NO_SUBJECT = frozenset(
    """
    a an the this that these those his her its their our your my some any no each every of in on at to for from
    by with as into over under about after before between during through and or than other new first last next
    more most several many few two three four five six seven eight nine ten early late such own same main major
    recent previous
    """.split()
)
"""Words after which a word is a noun or an adjective, not a finite verb."""
STATES = frozenset(
    """
    accused believed charged known said reported based located suspected thought alleged remembered survived
    owned considered called named used supposed made born married dead concerned worried interested involved
    related needed required allowed found seen written left sold convicted wanted
    """.split()
)
"""Participles after "is" and "are" that tell of a state, not a plan."""
ADVERBS = frozenset(
    """
    not also now still already reportedly just only finally officially formally currently never even ever all
    both always probably likely apparently recently previously since again n't
    """.split()
)
"""Words between an auxiliary and its verb."""
UP_TO = frozenset(
    """
    by until till through
    """.split()
)
"""Prepositions of an end."""
POSTPONING = frozenset(
    """
    postponing delaying postponed delayed adjourned extended suspended remanded deferred moved pushed rescheduled barred banned gave
    given give gives wait waits waiting deadline valid open stay stays remain remains remaining
    """.split()
)
"""Verbs whose "until" is ahead even in the past tense: "was adjourned until Monday"."""
IMPERATIVES = frozenset("watch join tune come register send please".split())
IMPERATIVE_OBJECTS = frozenset("us me the a an our your in to by it this for at on live here".split())
"""Verbs that begin an invitation: "Join us Thursday"."""
PRESENT_FORMS = frozenset("is are am has have may will can could would should do does isn't aren't".split())
"""Auxiliaries that tell of the present or of what is to come."""
TOWARDS = frozenset("by until before towards meet".split())
"""Words right before a plan to come: "by the March 31 deadline"."""
PROSPECTIVE = frozenset(
    """
    for before until towards toward ahead forward counting
    """.split()
)
"""Prepositions before something planned."""
PLAN_NOUNS = frozenset(
    """
    meeting meetings talks summit hearing election elections vote deadline redemption trial match game rally
    protest ceremony conference session debate runoff primary referendum funeral inauguration launch release
    opening start tournament race show visit sentencing arraignment auction delivery convention caucus caucuses
    midterms playoffs championship retirement expiration premiere wedding rollout renewal reopening dinner lunch breakfast
    gathering gatherings derby fixture vigil reception forum recital lecture demonstration
    banquet concert festival fundraiser parade contest showdown bout final finale opener exam exams birthday graduation
    """.split()
)
"""Nouns of what is planned."""
NEGATIVES = frozenset("neither nobody none no never".split())
ABILITY_AFTER_COULD = frozenset("not feel see hear tell smell sense remember barely hardly only".split())
"""Words after a "could" of the past: "he could see"."""
WANTING = frozenset(
    """
    want wants wanted hope hopes hoped hoping plan plans planned agree agrees agreed promise promises promised
    vow vows vowed decide decides decided intend intends intended expect expects expected urge urges urged press
    presses pressed ask asks asked ordered tell told demands demanded pledge pledged invite invited require
    required set scheduled due slated ready likely deadline threaten threatens threatened subpoenaed summoned
    scheduled called calls call extended postponed moved pushed delayed rescheduled
    projected projects predicted predicts forecasts estimated projections push pushes pushing pressing urging asking
    """.split()
)
"""Words before an infinitive of the future: "urged leaders to meet Friday"."""
NO_INFINITIVE_AFTER = frozenset("the a an his her its their our your my this that these those be been".split())
"""Words after a "to" that is no infinitive of an action."""
LAST = frozenset("last past".split())
PREVIOUS = frozenset("previous prior preceding".split())
THIS = frozenset("this current present".split())
NEXT = frozenset("next coming upcoming".split())
FOLLOWING = frozenset("following ensuing subsequent".split())
SAME = frozenset("that same".split())
WHICH = LAST | PREVIOUS | THIS | NEXT | FOLLOWING | SAME
"""Words that choose a period: "last week", "the following year"."""
RECURRING = frozenset(
    """
    every each any some many most per no other another these those several few alternate
    """.split()
)
"""Words before a unit that make it a set or a length, not a period: "every week"."""
FILLERS = frozenset("fiscal financial calendar full whole entire very past coming".split())
"""Words between "last" and its unit: "last fiscal year"."""
ABOUT = frozenset("about around nearly almost roughly approximately some circa".split())
TIME_SHIFTS = frozenset(
    """
    after since when before because although while unlike last from compared than until as
    """.split()
)
"""Words after which a sentence may speak of another time."""
BEFORE_MONTH = frozenset(
    """
    in since by until till of during early late mid through from to for and or between before after ending ended
    its last next this that past coming following previous each around about at
    """.split()
)
"""Words before the name of a month."""
AMBIGUOUS_MONTHS = frozenset("may march april june august jan mar dec jun sep".split())
"""Months that are also names or verbs: they need a word of BEFORE_MONTH in front."""
BEFORE_MAY_THE_VERB = frozenset("to and or its at this".split())
BEFORE_A_NAME = frozenset("and or to for of by from at about".split())
"""Words that stand before a person's name as well as before a month: "by April Jones"."""
BEFORE_A_NAME_OR_NOUN = frozenset("a an the that s 's".split())
MONTHS_AND_NAMES = frozenset("april june august".split())
BEFORE_DAY_NAME = frozenset(
    """
    black bloody sheffield good ash palm easter super fat holy maundy cyber ruby joe giving casual
    weekly usual regular customary fortnightly
    """.split()
)
"""Words before a weekday that is part of a name, or of every week: "Black Friday", "its weekly Sunday dinners"."""
BEFORE_LENGTH = frozenset("in over during for within of through throughout".split())
"""Words before "the last year" when it is a length of time."""
COMPARING = frozenset("against from than compared versus vs".split())
"""Words between two figures that are compared."""
BEFORE_SEASON = frozenset(
    """
    in by since until till during through over for throughout of late early mid from to and or after before
    """.split()
)
BEFORE_FALL_THE_NOUN = frozenset("to and or of for by".split())
"""Words after which "fall" is no season."""
BEFORE_HOLIDAY = frozenset(
    """
    on at for before after by since until till this last next around over during through past from
    """.split()
)
BEFORE_YEAR = frozenset(
    """
    in since by until till to from of during after before and or between late early mid year years through
    fiscal calendar around about circa for as at on than season spring summer fall autumn winter the
    """.split()
)
"""Words before a year."""
BEFORE_YEAR_1000 = BEFORE_YEAR - frozenset("the for to and or as at on than about around of".split())
"""Words that make four digits a year even where they are not likely one (before 1900)."""
BEFORE_NUMBER = frozenset(
    """
    windows office model route highway room no number flight boeing airbus section suite box apt building block
    pentium system radio area lot channel interstate psalm resolution bill act page chapter version mercedes
    least most over under nearly almost approximately roughly some exactly only worth killed another hp rs us$ russell nikkei fortune ftse
    csi topix stoxx nasdaq p dax cac asx sensex kospi wilshire msci
    """.split()
)
"""Words before four digits that are a number or a name."""
BEFORE_NUMBER_SIGNS = frozenset("$\N{POUND SIGN}\N{EURO SIGN}#.,/:+=&@_")
BEFORE_SHORT_YEAR = frozenset(
    """
    in of since by from until till late early mid and to the class during before after spring summer fall winter
    """.split()
)
"""Words before a year of two digits: "in '98"."""
COUNTED_BACK = frozenset("ago earlier before previously prior".split())
"""Words after a counted unit that count back: "three days earlier"."""
COUNTED_BACK_IN_TEXT = COUNTED_BACK - {"ago"}
"""Those that count from a day of the text, if it has one near."""
COUNTED_ON_IN_TEXT = frozenset("later after afterward afterwards".split())
COUNTED_FROM_NOW = frozenset(("ago", "from now", "from today", "hence", "from tomorrow", "time"))
"""Those that count from the day of publication."""
BEFORE_PART_OF_COUNT = frozenset("and or to 1/2 few many".split())
"""Words before a number that is only a part of the count: "two and three years ago"."""
TENS = frozenset("twenty thirty forty fifty sixty".split())
YEAR_LEADS = frozenset(
    """
    in the since by until his her its their our this that these those during from after before between
    """.split()
)
"""Words after which four digits before a plural are a year: "the 2000 elections"."""
ROSE_OR_FELL = frozenset("fell rose climbed dropped slipped jumped sank advanced declined up down".split())
"""Words before "to" and a figure: "the index fell to 2015"."""
CHANGED_FROM = re.compile(
    rf"\b(?:{'|'.join(sorted(ROSE_OR_FELL))}|(?:go|goes|going|went|gone|gr[eo]wn?|grows|growing|increas(?:ed|es|ing)|rising|rises|falling|falls"
    r"|expand(?:ed|s|ing)|shrank|shrink(?:s|ing)?|swell(?:ed|s|ing)|cuts?|rais(?:ed|es|ing)))(?: [a-z]+){0,3} from (?:[12][0-9]{3} to )?\Z"
)
"""Before two figures they make them levels: "went from 1500 to 1900 workers"."""
YEARLY_NOUNS = frozenset(
    """
    elections games attacks riots floods protests figures results sales revenues earnings levels talks models estimates
    prices budgets championships finals primaries census olympics standards rules guidelines bonds notes graduates
    polls hearings negotiations accords treaties winners rates
    """.split()
)
"""Plurals that a year often goes with."""
MODEL_AFTER = re.compile(
    r"\s(?:Ford|Volvo|Toyota|Honda|Chevrolet|Chevy|BMW|Mercedes|Audi|Dodge|Jeep|Nissan|Hyundai|Kia|Mazda|Subaru|Porsche|Ferrari"
    r"|Volkswagen|VW|Buick|Cadillac|Pontiac|Tesla|Harley|Jaguar|Lexus|Fiat|Renault|Peugeot|Saab|Plymouth|Oldsmobile|Acura"
    r"|Chrysler|GMC|Citroen|Bentley|Lamborghini|Mustang|Corvette|Camry|Corolla|Civic|Accord|Prius|Jetta|Cessna|Piper"
    r"|Norton|Triumph|Vespa|Ducati|Yamaha|Kawasaki|Suzuki|Lada|Trabant|Skoda|Opel|Rolls-Royce|Aston Martin|Maserati|Alfa Romeo|Studebaker"
    r"|Packard|Vauxhall|Rover|MG|Mini Cooper|Seat Ibiza|Dacia|Massey Ferguson|John Deere|Airstream|Bugatti|Lancia|Datsun|Austin|Morris|Hillman|Daimler|Lotus|McLaren|Infiniti|Hummer|Silverado|Tacoma|Thunderbird|Impala|Malibu|Camaro|Chevelle|Spitfire|Bultaco|BSA|Royal Enfield|Land Rover|Range Rover|Land Cruiser|Beetle|Winnebago|sedan|pickup|station wagon|minivan|hatchback|roadster|coupe|motorcycle)\b"
)
"""A car or plane behind a year is a model of that year, and no date."""
