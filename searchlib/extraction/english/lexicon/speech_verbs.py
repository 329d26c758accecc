"""The verbs that mark speech, in classes, with their forms.

A newcomer adds a verb by writing its base form into one of the four tables; regular forms are made, irregular ones
are listed. The classes say how much a verb needs beside it before it counts as a cue:

* SAYING   always speech, with or without a quotation ("say", "add", "tell");
* CLAIMING speech when a clause or a quotation follows ("suggest", "report");
* QUOTING  speech only beside a quotation ("continue", "read", "attack");
* JUDGING  speech about somebody or something: an object is enough in a report ("criticize", "praise", "call").
"""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

SAYING = """
say tell add note state explain insist warn announce claim argue assert contend declare tweet reply acknowledge admit
quip allege caution concede lament observe recall reiterate remark remind retort stress testify vow write pledge
complain conclude confirm deny emphasize emphasise joke mention opine predict proclaim promise exclaim boast brag
counter confess affirm interject reckon muse fume marvel gripe scoff crow gush surmise posit bemoan decry underscore
recount elaborate clarify respond stipulate volunteer report convey confide comment grumble bark intone snap deadpan tease concur
""".split()

CLAIMING = """
suggest describe call ask reveal disclose inform indicate question wonder threaten urge point refer
talk express repeat advise shout maintain estimate signal hint imply recommend demand request propose
agree accuse blame charge order assure attest reaffirm summarize speculate theorize apologize plead appeal
persuade beg instruct exhort implore believe accept underline highlight swear apologise summarise theorise forecast refute rebut
submit calculate
""".split()

JUDGING = """
criticize criticise praise slam blast mock denounce condemn dismiss ridicule hail deride rebuke chastise scold
assail lambaste excoriate tout echo reject brand term cite discuss decline refuse object protest dispute
""".split()

# cues beside a quotation only
QUOTING = """
continue remember reminisce speak read yell scream cry whisper murmur mutter answer post rule characterize characterise signify outline detail
specify relate ponder cheer chant chime retweet grouse release invite counsel reassure attack rip
challenge defend compare label dub address thank congratulate welcome liken portray deem chide lash credit sing
recite snipe sniff rejoin chuckle laugh sigh moan groan wail sob rant rave huff bellow thunder roar growl drawl
preach lecture venture gloat vent jibe editorialize blog text enthuse gasp inquire query intervene hazard
quibble bristle hiss croak stammer blurt rage storm grin beam dish allow smile seethe giggle snarl reflect
""".split()

# base: (past, third person, -ing), where the rule does not give them
IRREGULAR = {
    "say": ("said", "says", "saying"),
    "tell": ("told", "tells", "telling"),
    "write": ("wrote", "writes", "writing"),
    "speak": ("spoke", "speaks", "speaking"),
    "swear": ("swore", "swears", "swearing"),
    "read": ("read", "reads", "reading"),
    "brag": ("bragged", "brags", "bragging"),
    "quip": ("quipped", "quips", "quipping"),
    "admit": ("admitted", "admits", "admitting"),
    "snap": ("snapped", "snaps", "snapping"),
    "slam": ("slammed", "slams", "slamming"),
    "rip": ("ripped", "rips", "ripping"),
    "dub": ("dubbed", "dubs", "dubbing"),
    "refer": ("referred", "refers", "referring"),
    "fret": ("fretted", "frets", "fretting"),
    "deadpan": ("deadpanned", "deadpans", "deadpanning"),
    "concur": ("concurred", "concurs", "concurring"),
    "label": ("labeled", "labels", "labeling"),
    "signal": ("signaled", "signals", "signaling"),
    "sing": ("sang", "sings", "singing"),
    "beg": ("begged", "begs", "begging"),
    "chime": ("chimed", "chimes", "chiming"),
    "plead": ("pleaded", "pleads", "pleading"),
    "forecast": ("forecast", "forecasts", "forecasting"),
    "rebut": ("rebutted", "rebuts", "rebutting"),
    "sob": ("sobbed", "sobs", "sobbing"),
    "grin": ("grinned", "grins", "grinning"),
    "submit": ("submitted", "submits", "submitting"),
}

# forms that are far more often a noun or a participle before a noun than a cue
NEVER = frozenset(
    """states posts posting orders ordered rules ruled ruling detailed reasoned reason order post rule read release
    charge detail term terms submit submits submitting calculating""".split()
)


# forms that are nouns as often as verbs: what stands before them decides
NOUNS = frozenset(
    """report comment claim call note state question release post attack answer address challenge charge promise demand
    request remark brand label threat estimate signal talk hint brag quip joke counter lament pledge vow tweet reply
    mention maintain recount address object appeal cheer chant chime credit thank brand pride protest test
    reports comments claims calls notes states questions releases attacks answers addresses challenges charges
    promises demands requests remarks brands labels estimates signals talks hints jokes laments pledges vows tweets
    replies mentions recounts objects appeals cheers chants credits thanks protests praise stress
    echo echoes insults mocks complaints guess denounces forecast forecasts dispute disputes rebuts
    volunteer volunteers rage rages storm storms grin grins beam beams dish dishes smile smiles underlines""".split()
)


# the preposition that opens what is said; another one opens a place, a day or a means
OPENERS: dict[str, frozenset[str]] = {
    verb: frozenset(prepositions.split())
    for verb, prepositions in {
        "refer": "to", "point": "to", "call": "for on", "talk": "about of", "warn": "about of against", "agree": "to with",
        "complain": "about", "boast": "of about", "brag": "about", "joke": "about", "threaten": "to", "decline": "to",
        "refuse": "to", "promise": "to", "pledge": "to", "vow": "to", "respond": "to", "apologize": "for", "apologise": "for",
        "object": "to", "argue": "for against", "comment": "on", "elaborate": "on", "testify": "about", "insist": "on",
        "hint": "at", "speculate": "about", "swear": "to", "plead": "for", "wonder": "about", "ask": "for about to",
        "protest": "against", "report": "about on", "convey": "to", "appeal": "to for", "tweet": "about", "write": "about of", "demand": "to", "propose": "to", "claim": "to",
        "signal": "to", "offer": "to", "announce": "in", "disclose": "in", "lament": "over", "concur": "with",
        "request": "for", "advise": "against",  "accuse": "of", "recommend": "against", "gush": "about over",
    }.items()
}  # fmt: skip
# verbs of two words, cues beside a quotation: the first word in its forms, the second
PHRASAL: dict[str, frozenset[str]] = {
    word: frozenset(particles.split())
    for words, particles in {
        "went goes go": "on", "shot shoots": "back", "fired fires": "back", "hit hits": "back", "chimed chimes": "in",
        "broke breaks": "in", "cut cuts": "in", "burst bursts": "out", "blurted blurts": "out", "wrapped wraps": "up",
        "put puts": "it", "kicked": "off", "chipped chips": "in", "weighed weighs": "in", "signed": "off",
    }.items()
    for word in words.split()
}  # fmt: skip
# verbs whose object right after them is the hearer, not what is said
TAKES_OBJECT = frozenset(JUDGING) - {"object", "protest"} | {"call", "describe", "accuse", "blame"}
"""Verbs that no "that" follows, but as a relative: "called for a law that"."""
TELLING = frozenset(
    "tell remind inform assure warn advise urge ask instruct reassure persuade counsel invite beg exhort implore".split()
)
INVERTS = frozenset("report reveal suggest ask estimate".split())
"""Verbs that claim, whose source may follow them at the end of a sentence."""
NEVER_PASSIVE = frozenset("say add tell speak write".split())
"""Verbs whose past form before "by" is no passive."""
NOUNS_WHEN_CAPITAL = frozenset(
    """reports notes comments claims calls attacks posts answers questions remarks promises demands charges requests
    brands threats challenges details reasons rules orders states addresses brands labels tweets pleas outlines
    highlights cheers praises rips releases hopes worries frets brags signals hints estimates forecasts speaks talks
    whispers reads appeals""".split()
)
"""Third-person forms that are plural nouns when they have a capital."""
ENDS_WITH_SOURCE = frozenset("say add".split())
"""Verbs that a comma and their source may follow at the end of a sentence: "…, said S."."""
TELLING_INVERTED = frozenset("warn ask".split())
"""Verbs of telling whose source may stand behind them: "“Q,” warned S"."""
NEVER_PARTICIPLE = frozenset(
    """say read note add wonder agree argue complain insist joke quip testify vow respond reply contend concede remark
    comment tell hope caution""".split()
)
"""Verbs whose past form is no participle behind a noun: not as in "a statement released"."""
TRANSITIVE = frozenset(
    """criticize criticise praise slam blast denounce condemn ridicule hail deride rebuke chastise scold assail lambaste
    excoriate tout brand attack rip challenge defend compare label dub address thank congratulate welcome liken
    credit""".split()
)
"""Verbs whose object follows them, so that no source does where a preposition goes on: "thanked Vale for"."""
GOES_ON_TELLING = frozenset("say add note call".split())
"""Verbs whose participle goes on with the sentence's source: "S said that T left, adding"."""
NEEDS_CLAUSE = frozenset("believe maintain propose swear accept".split())
"""Verbs that say something only when a clause or a quotation follows."""
ASKING = frozenset("ask question query".split())
"""Verbs whose hearer speaks next."""
QUOTED = frozenset("quoted cited reported described".split())
"""Participles of "was quoted as saying"."""
SPOKEN = frozenset(
    """message words diary letter statement reply answer response verdict advice motto view tweet post email e-mail memo speech
    testimony comment comments remark remarks conclusion argument warning plea appeal question op-ed column editorial
    caption slogan""".split()
)
"""Nouns for what somebody says, behind whose: "Amy's message was clear: “Q”"."""
DENYING = frozenset("deny refute rebut".split())
"""Verbs whose source says that what follows is not so."""
REJECTING = frozenset("reject dismiss dispute".split())
"""Verbs that deny when their object is a claim."""
CLAIMS = frozenset(
    """claim claims allegation allegations accusation accusations charge charges report reports suggestion suggestions notion idea
    rumor rumors rumour rumours assertion assertions statement statements wrongdoing involvement responsibility knowledge
    story stories speculation""".split()
)
"""What one denies: "denied the charge", "the claim that P was rejected"."""
REFUSING = frozenset("refuse decline".split())
"""Verbs that say that something is not said."""
SAYS_NOTHING = frozenset("nothing little so otherwise".split())
"""Objects of "say" that are nothing said."""
ANNOUNCING = frozenset("announce confirm disclose reveal state".split())
"""Verbs whose passive tells what is said: "This was announced by S"."""
DIRECTING = {
    "point": frozenset("to out that".split()),
    "refer": frozenset("to".split()),
    "plead": frozenset("with for that".split()),
    "speak": frozenset("of about for against out up".split()),
    "respond": frozenset("that by".split()),
    "submit": frozenset(["that"]),
    "calculate": frozenset(["that"]),
}
"""Verbs that say something only with these words behind them, or with a quotation: "pointed to", not "pointed the gun"."""
GAINING = {
    "claim": frozenset(
        """victory title titles lives life prize medal gold silver bronze crown win spot place seat wicket wickets goal goals record
        pole point points trophy second third fourth opener winner equaliser equalizer brace hat-trick""".split()
    ),
    "call": frozenset("strike strikes meeting meetings election elections referendum vote summit truce halt".split()),
    "demand": frozenset("money cash ransom payment jewelry wallet keys".split()),
    "confirm": frozenset("place spot win status safety qualification".split()),
    "announce": frozenset("arrival".split()),
    "recall": frozenset("ambassador ambassadors envoy envoys car cars vehicles trucks toys products lawmakers".split()),
    "note": frozenset("time".split()),
    "beg": frozenset("question".split()),
    "ask": frozenset("drink lift ride taxi bill date".split()),
    "signal": frozenset("taxi end start".split()),
    "report": frozenset("theft duty profit profits loss losses earnings".split()),
}
"""Verbs that with these objects tell of a deed: "claimed victory"."""
MAKING = {"made": frozenset(("clear", "plain")), "makes": frozenset(("clear", "plain"))}
"""Verbs that with these words and "that" say something: "made it clear that"."""
DEEDS = frozenset("add write repeat charge".split())
"""Verbs that with a bare object tell of a deed: "added a second goal", "wrote a book", "charged him with theft"."""
DENIED_THINGS = frozenset(
    """goal goals victory win chance chances penalty point points title bail parole access entry visa visas asylum permission request
    requests motion motions petition appeal application opportunity equaliser equalizer hat-trick lead food water treatment
    care stay""".split()
)
"""What one is denied, and nobody says: "denied bail"."""
FINDING = {
    "found": "find", "finds": "find", "concluded": "conclude", "ruled": "find", "rules": "find", "held": "find",
    "show": "find", "shows": "find", "showed": "find",
}  # fmt: skip
"""Forms of verbs that say something when a study or a court is their subject."""
SHOWING = frozenset("show shows showed".split())
"""Those of FINDING whose subject may be figures, too."""
MEASURED = frozenset(
    "figures data statistics numbers records documents estimates results polls surveys studies".split()
)
"""What shows something: "the WHO's figures show"."""
POINTED_AT = frozenset(
    """pier door doors window windows wall walls ceiling floor roof sky ground map screen hole holes crack cracks sign signs hill hills
    mountain mountains river sea beach shore harbour harbor boat boats ship ships house houses building buildings tower church
    street road corner room table chair desk bed shelf tree trees field fields garden gate fence bridge yard horizon clouds
    chest head heart face nose eyes mouth arm arms leg legs foot feet hand hands scar scars wife husband son sons daughter
    daughters mother father brother sister camera cameras car cars truck van rear back front chamber stage seat seats crowd
    flag clock plaque statue grave graves ruins rubble stain stains pile heap spot picture painting portrait photo photograph""".split()
)
"""What one points at with a finger, and nobody says: "pointing to the pier"."""
SEEING = frozenset(
    "see sees saw seeing hear hears heard watch watches watched remember remembers recall picture".split()
)
"""Verbs of what somebody perceives: "I can still see S standing there, declaring"."""
COURTS = frozenset("court jury jurors inquest tribunal inquiry hearing trial magistrates sheriff panel".split())
"""Who hears what others say: "the court heard that"."""
ACCUSED_OF = frozenset("count counts charge charges offence offences offense offenses".split())
"""What one pleads to, or denies: "denies two counts of fraud"."""
SILENT = frozenset("comment elaborate say be do speak name identify".split())
"""What one declines to do when one says nothing."""
RETORTS = frozenset("not nonsense rubbish yes no untrue wrong impossible maybe perhaps never".split())
"""Words that are a statement by themselves: "Not so, says S"."""
BLAMING = frozenset("blame accuse maintain urge recommend estimate deny warn propose".split())
"""Verbs that, of those which claim or judge, "it" has as a body only: "It blamed the weather"."""
TALKS = frozenset(
    """interview speech letter article column memoir testimony hearing statement lecture essay book podcast tweet post email
    memo documentary report interviews speaking writing""".split()
)
"""What dates older words: "in a 2012 INTERVIEW, S said"."""
VIEWS = frozenset(["view", "opinion", "telling", "estimation", "judgment", "judgement", "words", "account"])
"""What a source has in "in Low's view"."""
FINDERS = frozenset(
    """study studies survey surveys poll polls report reports evaluation assessment census review inquiry investigation probe audit analysis court judge jury
    panel commission committee tribunal watchdog researchers scientists team authors economists investigators inspectors auditors""".split()
)
"""Those who find: "a Reuters survey found"."""
RULING = frozenset("ruled rules held found concluded".split())
"""Forms of FINDING whose subject may be a court, or a judge by name."""
