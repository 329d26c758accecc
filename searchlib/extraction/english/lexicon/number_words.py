"""The words and patterns around a number: what makes it exact or rough, a change, a name, or no number at all.

Tables only, for `numbers`; a newcomer extends a rule by adding a word here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from searchlib.expressions.amounts import MODIFIERS, ONES, TEENS, TENS, VULGAR


def _set(words: str) -> frozenset[str]:
    """The words of a table, written as running text."""
    return frozenset(words.split())


VAGUE: dict[str, tuple[float, float]] = {
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

UP = _set(
    "up rose risen rise rises rising increased increase increases increasing gained gain gains gaining climbed climb climbs"
    " climbing grew grow grown growing grows jumped jump jumping soared soar surged surge surging advanced advance rallied"
    " swelled expanded expand appreciated rebounded added adding adds higher hiked"
)
DOWN = _set(
    "down fell fall falls fallen falling decreased decrease decreases decreasing dropped drop drops dropping declined decline"
    " declines declining lost lose loses losing slipped slip tumbled tumble tumbling plunged plunging plummeted sank slid"
    " slide sliding dipped shed shedding shrank contracted retreated slumped eased crashed dived weakened lower"
    " reduced reduces reducing slashed trimmed"
)
CHANGES = UP | DOWN
ONLY_MEASURED = _set(
    "cut cuts cutting slashed trimmed added adding adds lost lose loses losing gained gain gains gaining shed shedding"
)
"""Changes that are no change of a level when they count things: "lost 300 men" against "lost 190 points"."""
PARTICLED = _set(
    "gave give gives giving made make makes making picked pick picks picking set sets setting put puts putting piled pile piles"
    " piling racked rack racks racking pay pays paid paying sign signs signed signing lined line lines lining turned turn turns"
    " turning showed show shows showing end ends ended ending wound wind winds break breaks broke breaking held hold holds holding"
    " opened opens opening backed back backing came come comes coming blew blow blows blowing took takes taking take round"
    " rounding rounded ran run runs running use used uses using buy buys bought buying eat eats ate eating split splits splitting"
    " chalked chalk chalking notched wrapped tied tie ties tying freed frees freeing served serves serving coughed dug locked"
    " loaded summed sum sums cleaned"
)
"""Verbs that "up" belongs to: "gave up 517 yards"."""
PERIODS = _set("year month week day hour decade century")
SPENDING = _set(
    "cost costs costing spend spends spent spending save saves saved saving pay pays paid paying invest invests invested investing"
    " raise raises raised raising borrow borrowed cut cuts cutting deficit deficits debt tax taxes spread phased built averaged"
    " billion million trillion percent changed change changes tripled doubled quadrupled halved"
)
"""With the verbs of change, words after which "over ten years" is how long it takes and no measure of years."""
MEASURING = _set(
    "just well for of after in took takes take taking spent spend spends is was are were has have had be been at to lasted lasts"
    " last with than by and or from since until a the waited served lived worked"
)
"""Words that want a measure right behind them: "for over ten years", "took over ten years"."""
LEVELS = _set("points point jobs seats positions units")
FILLERS = _set("a an another additional by just only further of total extra whole full combined record even")
STOP = _set(
    "of last next in on at to from by for with and or but that which who whom whose as is are was were be been being has have had will"
    " would can could may might must shall should than then when while where there this these those into onto under about"
    " after before during per between out up down if because so since until till against the a an its his her their our your"
    " my it he she they we you i him them us me said say says saying not no nor also still only just now do does did done each"
    " more less higher lower ago later earlier old long wide tall deep high away apart short ahead behind above below over"
    " around across along through throughout within without near off via toward towards among amid despite upon versus vs"
    " like unlike plus minus whether how what why both either neither such too very even yet already again once"
    " compared according including excluding due following respectively overall today yesterday tomorrow monday tuesday"
    " wednesday thursday friday saturday sunday january february march april june july august september october november"
    " december come came comes go goes went get gets got see sees saw seen take takes took taken make makes made died die"
    " dies killed injured wounded arrested hit left live lives lived work works worked show shows showed told think thinks"
    " thought know knows knew want wants wanted need needs needed became become remain remains remained fall falls believe support oppose favor favour approve disapprove voted vote backed agree agreed earn earned call called make made give gave"
    " given found find set put run ran win won lose lost scored fell rose dropped climbed ended closed began begin plan plans"
    " expected reported wide thick annually yearly daily monthly weekly worldwide nationwide altogether everywhere here much"
    " many all any some every instead rather except therefore however meanwhile himself itself themselves s t re ve ll d m"
)
NOT_PLURAL = _set("this was is has its his us thus yes perhaps always across plus minus less las los various previous us-"
                       " serious series's famous religious dangerous nervous business gas bus campus virus process access"
                       " congress press class loss mass cross boss success census focus status bonus crisis basis"
                       " analysis news sports arms sales")  # fmt: skip
COMPOUND = _set("sports arms sales goods savings women's men's communications systems operations news human-rights")
"""Plurals that open compounds: "three sports cars"."""
IRREGULAR = _set(
    "people men women children police personnel staff troops teeth feet mice cattle aircraft crew data media fish sheep deer"
    " species series headquarters households offspring folk folks servicemen policemen firefighters gunmen lawmen businessmen"
    " congressmen fishermen businesswomen policewomen grandchildren schoolchildren militants spacecraft criteria alumni"
    " percent sales infantry guard members businesspeople salespeople townspeople laps"
)
NUMBER_WORDS = frozenset({*ONES, *TEENS, *TENS}) - {"one"}
NAMING = _set(
    "number no. no nos. nos numbers page pages chapter section sections article articles version flight route highway room line"
    " grade type level phase stage game games week day season episode part volume act step round seed group class division"
    " unit building apartment apt suite box channel bus train pier gate exit interstate district precinct ward zone area"
    " sector block rule title proposition prop resolution amendment verse psalm fig fig. figure table model series area paragraph"
    " windows iphone ipad android galaxy boeing airbus formula category item items lane platform court terminal psalms sura"
    " exercises nrs nrs. figs figs. form code bill ref case version mark track heat hole par quarter period week weeks"
)
ONE_BEFORE = _set("no any some every which another number someone day this that each the was first last next only new other good bad big"
                       " great better best little right wrong current previous previous easy hard same whole")  # fmt: skip
ONE_AFTER = _set("another day way thing time side reason off night morning such else knows wants wonders way-"
                      " point minute hand's eye")  # fmt: skip
YEARS_AFTER = _set("a.d. ad bc circa in since until till by from for during early late mid fiscal to through january february march april may june"
                        " july august september october november december spring summer autumn fall winter year the")  # fmt: skip
HYPHEN_NO = _set("figure digit way time off sided star stars piece part man woman to size on up in all one of a and speed door wheel tier fold")  # fmt: skip
DETERMINERS = _set("the its his her their our my your these those all this that a an some any other")
LY_ADJECTIVES = _set(
    "likely early elderly friendly daily weekly monthly family deadly costly only unlikely lonely holy ugly yearly bodily"
)
LEADING = _set("more additional other extra further combined total such")
SCORE_BEFORE = _set(
    "won win wins lost loss beat beaten defeat defeated defeats victory draw drew tied lead leads led trailed trailing trail"
    " score scored record win-loss vote voted ruled rally series margin down edged thrashed hammered routed finished ended"
    " prevailed triumph triumphed upset fell"
)
SCORE_AFTER = _set(
    "win loss lead defeat draw victory record vote decision thrashing margin scoreline triumph series rout edge start mark"
    " home away aggregate at on against over in majority ruling split advantage deficit run drubbing"
)
NOT_MINE = re.compile(r":\d|[/+]\d|@|,\d|_")
ORDINAL = re.compile(r"(?:st|nd|rd|th|['’]?s)(?![a-z])")
ORDINAL_WORD = re.compile(
    r"[- ](?:first|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w{3,8}teenth|twentieth|hundredth|thousandth|millionth)(?![a-z])"
)
CLOCK = re.compile(
    r"\s?(?:a\.m|p\.m|am(?![a-z])|pm(?![a-z])|o['’]clock)|:\d\d|\s(?:gmt|est|edt|utc|pst|pdt|bst|cet|et|pt|hrs)(?![a-z])"
)
STREET = re.compile(
    r" (?:[A-Z0-9][\w.]*\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Lane|Ln|Place|Way|Court|Square|Terrace)\b"
)
ERA = re.compile(r" ?(?:B\.?C\.?E?|A\.?D|C\.?E)\b")
METRES = re.compile(
    r"m[ -]?(?:\(\d+ ?ft\)[ -]?)?(?:long|wide|high|tall|deep|above|below|race|sprint|freestyle|backstroke|butterfly|hurdles|relay"
    r"|steeplechase|from|away|apart|off|underwater|up|across|in (?:length|height|depth|diameter))(?![a-z])|m \(\d[\d.,]* ?(?:ft|feet)"
)
OPEN_END = re.compile(
    r"(?P<least> or (?:more|greater|higher|above|better|over|older|longer|larger)|[ -]plus(?![a-z])|\+(?!\d)| and (?:above|over|up|older)(?![a-z]))"
    r"|(?P<most> or (?:less|fewer|lower|below|under|smaller|younger))|(?P<about> or so(?![a-z])|-odd(?![a-z]))"
)
ONE_OF = re.compile(r" of (?:the|his|her|its|their|our|my|your|these|those|(?:[a-z]+ )?[a-z]+['’]s) ")
BY_ONE_COUNT = re.compile(
    r" (?:[a-z]+ )?(?:count|estimate|account|measure|tally|reckoning|poll|report|calculation)(?![a-z])"
)
IS_AGED = frozenset((who, verb) for who in ("he", "she", "who") for verb in ("is", "was", "turned", "turns"))
PART_ALONE = re.compile(r"[.,;)]|$| (?:in|from|to|over|since|by|within|last|this|during|between|or|and|as)(?![a-z])")
OF_THEM = re.compile(r" of (?:them|whom|which|these|those)(?: (?:were|are|was|is))?(?= [a-z])")
CONTROL = re.compile(r"(?:\x1b|\\033|\\x1b|\\e|\bESC|\^\[)\[[\d;?]*$")
"""The opening of a terminal's control sequence: what follows is a colour, no quantity."""
PHOTO_NUMBER = re.compile(r"(?:caption|photo|photos|slide|image)s? \d{1,3} of $")
ASIDE = re.compile(r"(?:, [^,.;:()\n—–]{3,40},|,? \([^().;\n]{3,40}\),?| [—–-]{1,2} [^,.;:()\n—–]{3,40} [—–-]{1,2}) $")
"""A few words between a modifier and its number, set off by commas, brackets or dashes."""
PARTED = {
    phrase: modifier
    for phrase, modifier in MODIFIERS.items()
    if phrase
    in (
        "as many as",
        "as much as",
        "up to",
        "at least",
        "at most",
        "no fewer than",
        "no less than",
        "no more than",
        "not more than",
        "more than",
        "less than",
        "fewer than",
        "nearly",
        "almost",
        "about",
        "around",
        "some",
        "roughly",
        "approximately",
        "an estimated",
        "as few as",
        "as little as",
        "close to",
        "in excess of",
        "upwards of",
    )
}
"""Modifiers that await their number when an aside follows: none of them ends a clause."""
GLUED = _set("vote work call support show run hit win loss stop left fall")
"""Nouns that are verbs elsewhere: "a 147-vote edge"."""
ADJECTIVAL = (
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
MEASURED = re.compile(r"[ -](?:long|wide|tall|high|deep|thick|strong|old|heavy)(?= [a-z])")
PHONE = re.compile(r"\d{3}-\d{4}")
RATE = re.compile(r"(?P<rate>(?: per |-per-|/| a-| an? (?=(?:share|barrel|year|month|week|day|hour|minute|second|head|person|night|ton|tonne|pound|kilo"
                  r"|kilogram|ounce|gallon|litre|liter|piece|unit|ticket|bushel|game|mile|quarter|decade|century|gram|square|acre|bottle"
                  r"|pack|seat|vote|copy|metric|contract|warrant|pop|plate|time)(?![a-z])))(?P<of>[a-z]+(?: (?:foot|feet|metre|meter|mile|km|m|ft|ton))?)(?![a-z]| (?:ago|earlier|before|later|old)\b))")  # fmt: skip
BETWEEN = re.compile(r"(?P<sep>-? (?:to|and|or)[ -]|-(?:to|or)-|\s?(?:-|–|—|‑)\s?|/)")
RAISED = re.compile(
    r"\b(?:increas(?:e|es|ed|ing)|rais(?:e|es|ed|ing)|boost(?:s|ed|ing)?|rise|rises|rose|rising|gr[eo]w|growing|grows|climb(?:s|ed|ing)?"
    r"|jump(?:s|ed|ing)?|doubl(?:e|es|ed|ing)|expand(?:s|ed|ing)?|lift(?:s|ed|ing)?|improv(?:e|es|ed|ing))\b"
)
OLD = re.compile(r"[- ]?years?[- ]olds?(?![a-z])|[- ]?yrs?[- ]old(?![a-z])| years of age(?![a-z])")
FOLD = re.compile(r"-?fold(?![a-z])")
SHARE = re.compile(
    rf"(?P<part>\d|{'|'.join(ONES)})(?:-in-| in | out of (?:every )?)(?P<whole>3|4|5|8|10|20|100|1,?000|three|four|five|eight|ten|twenty"
    rf"|a hundred|a thousand)(?![\w%.,-]\w|[\w%])(?! (?:years|months|weeks|days|hours|minutes|seconds|games|attempts|innings|seasons))"
)
FOLD_WORD = re.compile(rf"(?P<count>{'|'.join([*ONES, *TEENS, *TENS])})fold(?![a-z])")
TOKEN = re.compile(
    r"(?P<gap>[ \u00a0-])(?P<word>(?:[A-Z]\.){2,}|[A-Za-z](?:[\w’'&/-]*\w)?|\d+(?:-\d+)?[A-Za-z]{0,4})(?P<stop>\.(?=[ ]?[a-z]))?"
)
MIXED_CASE = re.compile(r"(?:[a-z]+[A-Z]\w*|(?<![A-Za-z])[B-Z]) $")
"""A name like iPhone, or a lone capital, right before a number."""
LABEL = re.compile(r"(?:\b(?:[Ff]ig|[Nn]o|[Ee]q|[Ss]ec|[Cc]h|[Vv]ol|[Aa]rt|[Tt]ab|[Rr]ef)s?|\bpp?)\.?\s?\(?$")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
DAY_OF_MONTH = re.compile(rf"\b{_MONTH} $")
MONTH_AFTER = re.compile(rf" {_MONTH}(?![a-z])")
ZIP = re.compile(r"\b[A-Z]{2} $")
TWO_NAMES = re.compile(
    r"(?<!\bin )(?<!\bat )(?<!from )(?<!near )(?<!\bof )(?<![A-Z] )\b[A-Z][a-z]+[\w-]* [A-Z][a-z]\w+ $"
)
INDEXES = _set("poor sp s&p ftse dax cac nikkei russell fortune stoxx asx nasdaq xbox csi topix nifty sensex")
WHICH_HALF = _set("first second other third fourth better latter the this last final and")
HALF_WHAT = re.compile(r" (?:of|the|its|their|his|her|our|my|your|a|all) ")
SIDES = _set(
    "eastern western northern southern upper lower top bottom front back rear left right outer inner opening closing early late"
)
PLAIN_OPENERS = _set(
    "only just even all another these those they we nearly almost total both last next every each including killed"
)
AIRCRAFT = _set("707 717 727 737 747 757 767 777 787")
LIST_MARK = re.compile(r"(?:^|\n)[ \t]*$")
SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s|\n")

_WORDS = "|".join([*ONES, *TEENS, *TENS])


def _by_first_letter(words: Iterable[str]) -> str:
    """The words as a pattern with one branch a first letter, the longest first: scanned a fifth faster."""
    rests: dict[str, list[str]] = {}
    for word in sorted(set(words), key=len, reverse=True):
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in sorted(rests.items()))


_LARGE = "(?:tens|hundreds) of (?:thousands|millions|billions|trillions)"
_VAGUE = rf"{_LARGE}|hundreds|thousands|millions|billions|trillions|dozens|scores|tens"
_PLURAL_VERBS = (
    "who|whose|were|are|have|had|will|would|could|may|might|can|do|did|fled|gathered|marched|protested|died|remain|remained|lost"
    "|came|took|turned|joined|attended|rallied|filled|poured|signed|voted|live|lived|work|worked|face|faced|still|also"
)
"""What follows a vague plural that stands for people: "thousands have fled"."""
_BIG = "hundred|thousand|million|billion|trillion|dozen|lakh|crore"
TRIGGER = re.compile(
    r"(?<![a-z](?=[a-z ]))"  # none begins inside a word or behind it: said first, that is a quarter faster
    rf"(?:\.?[0-9]+|[{''.join(VULGAR)}]|(?<![a-z])(?:(?:{_by_first_letter([*ONES, *TEENS, *TENS, *VAGUE, 'half'])})(?=(?:fold)?(?![a-z]))|quarter (?=million|billion)"
    rf"|several (?=(?:{_BIG})[^a-z])|a couple (?=(?:of )?(?:{_BIG})[^a-z])|a few (?=(?:{_BIG})[^a-z])"
    rf"|an? (?=(?:{_BIG}|half|third|quarter|fifth|sixth|seventh|eighth|tenth)[^a-z])))"
)
VAGUE_AT = re.compile(
    rf"(?P<large>{_LARGE})(?![a-z])|(?P<couple>a couple(?: of)?) (?P<of>{_BIG})(?![a-z])|(?P<many>{_VAGUE})(?= of(?! the (?:s|fortune))[^a-z]| more[^a-z]| (?:{_PLURAL_VERBS})(?![a-z]))"
    rf"|(?P<some>several|a few) (?P<scale>{_BIG})(?![a-z])"
)
