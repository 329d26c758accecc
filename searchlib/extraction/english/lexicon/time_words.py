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
EVENTS = {"9/11": date(2001, 9, 11)}
"""Names that are a date in themselves."""
EVENT_DAYS = (
    ((9, 11), date(2001, 9, 11), re.compile(r"\s+(?:terror|attacks|hijack|victim|[Cc]ommission|[Mm]emorial|plot)")),
    ((1, 6), date(2021, 1, 6), re.compile(r"\s+(?:riot|insurrection|[Cc]ommittee|attack on the (?:U\.S\. )?Capitol|Capitol)")),
)  # fmt: skip
"""Days known by month and day alone: (month, day), the day meant, and the words after it that say so."""
FUTURE_WORDS = frozenset(
    """
    will 'll won't shall would going plan plans planned planning expected expects expect scheduled set due
    slated upcoming deadline expire expires takes effective begins starts opens meets arrives returns leaves
    retires away looms approaches nears until payable must should can may might could intends intend hopes hope
    hoping aims aiming wants agreed promises promised vowed pledged ahead likely redeem matures
    """.split()
)
"""Words that place a day without a year or week in the future."""
PAST_VERBS = frozenset(
    """
    said says was were had has did told came went rose fell made took met began held sent gave got became saw
    won lost left found wrote spoke led since ago been grew sold bought paid kept brought ran reported died shot
    thought stood struck drew threw flew knew blew drove chose broke ate caught dealt fled fought forgot froze
    heard hid laid meant rang rode sang sank sought shook slept stole swore swept swung taught tore understood
    woke wore withdrew
    """.split()
)
"""Words that place it in the past, as most words in -ed do."""
NOT_PAST = frozenset(
    """
    need indeed speed feed seed agreed planned expected scheduled united proceed exceed
    """.split()
)
"""Words in -ed that do not point to the past."""
NEGATIVES = frozenset("neither nobody none no never".split())
AFTER_ABLE = tuple(
    [word] for word in ["not", "feel", "see", "hear", "tell", "smell", "sense", "remember", "barely", "hardly", "only"]
)
"""Words after a "could" of the past: "he could see"."""
WANTING = frozenset(
    """
    want wants wanted hope hopes hoped hoping plan plans planned agree agrees agreed promise promises promised
    vow vows vowed decide decides decided intend intends intended expect expects expected urge urges urged press
    presses pressed ask asks asked ordered tell told demands demanded pledge pledged invite invited require
    required set scheduled due slated ready likely deadline threaten threatens threatened
    """.split()
)
"""Words before an infinitive of the future: "urged leaders to meet Friday"."""
NOT_INFINITIVE = frozenset("the a an his her its their our your my this that these those be been".split())
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
    its last next this past following previous each around about at
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
    black bloody good ash palm easter super fat holy maundy cyber ruby joe giving casual
    """.split()
)
"""Words before a weekday that is part of a name: "Black Friday"."""
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
    least most over under nearly almost approximately roughly some exactly only worth killed another hp rs us$
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
COUNTED_FROM_NOW = frozenset(("ago", "from now", "from today", "hence", "from tomorrow"))
"""Those that count from the day of publication."""
BEFORE_PART_OF_COUNT = frozenset("and or to 1/2 few many".split())
"""Words before a number that is only a part of the count: "two and three years ago"."""
TENS = frozenset("twenty thirty forty fifty sixty".split())
