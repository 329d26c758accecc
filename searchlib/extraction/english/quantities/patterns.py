"""The patterns of the rules: what stands before and behind a number in English news."""

from __future__ import annotations

import re
from collections.abc import Iterable

from searchlib.expressions.amounts import VULGAR_FRACTIONS
from searchlib.expressions.english.number_words import ONES, SIMPLE_NUMBERS, ZERO
from searchlib.expressions.english.unit_expressions import CODES
from searchlib.expressions.units import SIGNS
from searchlib.extraction.english.lexicon.quantity_words import ONE_OF_SO_MANY, VAGUE_PLURALS


def _by_first_letter(words: Iterable[str]) -> str:
    """The words as a pattern with one branch a first letter, the longest first: scanned a fifth faster."""
    rests: dict[str, list[str]] = {}
    for word in sorted(set(words), key=len, reverse=True):
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in sorted(rests.items()))


GOES_ON = re.compile(r":\d|[/+]\d|@|,\d|_|\([a-z]\)")
AND_A_HALF = re.compile(r" and a (half|quarter)(?! (?:of the|of all|million|billion)(?![a-z]))(?![a-z])")
NUMBER_PREFIX = re.compile(r"(?:^|[^a-z\d-]|(?<!\d)-)(sub|minus|to|of|pre|under|mid)$")
"""What a hyphen may join to a number that still counts: "sub-20", "up-to-30"; "mid-50s" does not."""
ODDS = re.compile(
    r"(?:-to-|/|-)\d{1,3} (?:favou?rites?|shots?|odds|outsiders?|underdogs?|chances?|longshots?|long shots?|joint)(?![a-z])"
)
"""Behind a number they make it the odds of a bet: "the 1-to-9 favorite"."""
OCLOCK = re.compile(r" o['’]clock| (?:that|this|in the|on the following) (?:morning|evening|afternoon)(?![a-z])")
OUT_OF = re.compile(r"-(?:of|for)-\d|- or \d+(?:-to-|:)(?:one|1)(?![\d-])")
"""A player's record, odds: "20-of-24", "10- or 20-to-one"."""
GERUND_WITH_OBJECT = re.compile(
    r" [a-z]+ing (?:an?|the|that|this|these|his|her|its|their|our|your|my|all|any|[\"“])(?![a-z])"
)
"""Behind "one": what it does; then it counts nothing."""
PARTICIPLE = re.compile(
    r" (?:involving|including|showing|featuring|requiring|allowing|calling|saying|coming|being|having|concerning|containing|using|making"
    r"|describing|alleging|claiming|asking|seeking|depicting|representing|offering|arguing|accusing|focusing|dealing|going)(?![a-z])"
)
"""Behind ", one" it says more of what was named before; then it counts nothing."""
SINGULAR_VERB = re.compile(r" (?:is|was|has|does)(?![a-z])")
NEXT_WORD = re.compile(r"[ -]([a-z]+)")
ORDINAL = re.compile(r"(?:st|nd|rd|th|['’′]?s)(?![a-z])")
ORDINAL_WORD = re.compile(
    r"[- ](?:first|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w{3,8}teenth|twentieth|hundredth|thousandth|millionth)(?![a-z])"
)
TENS_POWER = re.compile(r"\d+e\d+")
PROGRAMME = re.compile(r"(?:60 Minutes|(?:24|48) Hours|20/20)(?![A-Za-z])")
"""Names that look like a measure."""
WON_AS_VERB = re.compile(
    r" (?:the|a|an|at|by|[a-z]+ly|his|her|their|its|two|three|four|five|gold|silver|bronze|seats|medals)(?![a-z])"
)
HOUR_LIST = re.compile(r"(?:,| and| or| to|-|–) ?\d{1,2}(?:[:.]\d\d)? ?(?:a\.m|p\.m|am(?![a-z])|pm(?![a-z]))")
"""Behind an hour: the hour that says which half of the day both are in."""
SPELLED_YEAR = re.compile(
    r"(?:nineteen|twenty|eighteen)[ -](?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)(?![a-z])"
)
"""A year in words: "nineteen eighty-four", "twenty-sixteen"."""
HOUR = re.compile(r"\d{1,2}(?:\.\d\d)?|[0-2]\d{3}")
SPACED_LETTER = re.compile(r" [MB] [a-z]")
HYPHENED = re.compile(r"-([a-z]+)")
CLOCK = re.compile(
    r"\s?(?:a\.m|p\.m|am(?![a-z])|pm(?![a-z])|o['’]clock|noon(?![a-z])|midnight(?![a-z]))|:\d\d|\s(?:gmt|est|edt|utc|pst|pdt|bst|cet|et|pt|hrs)(?![a-z])"
)
CLOCK_WITH_POINT = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
CLOCK_BEHIND = re.compile(
    r" (?:on (?:mon|tues|wednes|thurs|fri|satur|sun)day|in the (?:morning|afternoon|evening)|at night|this morning|yesterday|tomorrow|last night|today|tonight|local time|hours|uk time|british time)(?![a-z])"
)
"""Behind "10.35" it makes it a time of day."""
TIMETABLED = re.compile(
    r" (?:(?:train|bus|flight|ferry|service|kick-off|kickoff|race at|news|bulletin|show|screening|appointment|slot)(?![a-z])|(?:to|from) [A-Z])"
)
"""Behind "the 8.15" it makes it a time of day."""
OPENS_LINE = re.compile(r"(?:^|\n)[ \t\[(]*$")
ENTRY = re.compile(r"[\])]?[:.]?(?: [-–—])?[ \n][\"“‘']?[A-Z]|[\])]")
"""Behind a time at the beginning of a line: what happened then."""
STONES = re.compile(r"st(?:(?= \d{1,2} ?lbs?(?![a-z]))|(?=[ .,;:)]|$))")
"""The stones of "14st 7lb"."""
CROWNS = re.compile(r" crowns?(?![a-z’'-])")
CRORES = re.compile(r" ?crs?(?![a-z])")
STREET = re.compile(
    r" (?:[A-Z0-9][\w.]*\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Lane|Ln|Place|Way|Court|Square|Terrace)\b"
)
REIGN = re.compile(r" ?(?:to|until|-|–) ?\d{1,4} ?(?:B\.?C|A\.?D|C\.?E)(?![a-z])")
"""Behind the first of two old years: "ruled from 218 to 222 A.D."."""
SECTION = re.compile(r"\b(?:section|article|chapter|title|docket|case|bill|rule), $")
ERA = re.compile(r" ?(?:B\.?C\.?E?|A\.?D|C\.?E)\b")
HOURS_AHEAD = re.compile(r"\d ?h ?$")
METRES_AHEAD = re.compile(r"\dm (?:by|x) $")
INCHES_BEHIND = re.compile(
    r" in(?= (?:thick|wide|long|tall|high|deep|across|in diameter)(?![a-z])| of (?:rain|snow)(?![a-z]))"
)
SYMBOL_ALONE = re.compile(r" ?([ATGHPSB])(?![\w&'’-]|\.[\w])")
"""A capital behind a number that is a unit in some texts: "7 T"."""
RESOLUTION = re.compile(
    r"[48]K(?= (?:video|tv|tvs|TV|TVs|televisions?|screens?|displays?|monitors?|resolution|UHD|ultra|HDR|footage|cameras?|content|streaming"
    r"|Blu-ray|at |and |or |in )|[.,;)])"
)
METRES_BEHIND = re.compile(
    r"m[ -]?(?:\(\d+ ?ft\)[ -]?)?(?:long|wide|high|tall|deep|above|below|race|sprint|freestyle|backstroke|butterfly|hurdles|relay"
    r"|steeplechase|from|away|apart|off|underwater|up|across|in (?:length|height|depth|diameter))(?![a-z])|m (?:by|x) \d|m \(\d[\d.,]* ?(?:ft|feet)"
)
TWO_WORDS = re.compile(r"[ -]([a-z]+)(?: ([a-z]+))?")
NOUN_BEHIND = re.compile(
    r" (?:of |(?!in|on|at|to|from|for|by|with|and|or|but|as|before|after|during|into|off|above|below|away|when|while)[a-z])"
)
"""A word behind a number that it may count."""
MODIFIER_BEHIND = re.compile(
    rf"(?P<least> or (?:more|greater|higher|above|better|over|older|longer|larger)|[ -]plus(?![a-z])|\+(?!\d)| and (?:above|over|up|older)(?![a-z]| (?:[\d$£€]|(?:from|to|by|about|nearly|almost|more|an?|half|{'|'.join(SIMPLE_NUMBERS)})(?![a-z]))))"
    r"|(?P<most> or (?:less|fewer|lower|below|under|smaller|younger))|(?P<about> or so(?![a-z])|-odd(?![a-z]))"
)
COMPARED = re.compile(r" or (?:more|less) than")
BY_ONE_COUNT = re.compile(
    r" (?:[a-z]+ )?(?:count|estimate|account|measure|tally|reckoning|poll|report|calculation)(?![a-z])"
)
AFTER_ANOTHER = re.compile(r" [a-z]+ after (?:an|the)")
PART_ALONE = re.compile(r"[.,;)]|$| (?:in|from|to|over|since|by|within|last|this|during|between|or|and|as)(?![a-z])")
OF_THEM = re.compile(r" of (?:them|whom|which|these|those)(?: (?:were|are|was|is))?(?= [a-z])")
CONTROL_SEQUENCE = re.compile(r"(?:\x1b|\\033|\\x1b|\\e|\bESC|\^\[)\[[\d;?]*$")
"""The opening of a terminal's control sequence: what follows is a colour, no quantity."""
PLACE_IN_PHOTO = re.compile(r"\((?:left|right|front|rear|top|bottom|row|second left|second right) $")
"""Before a number in the caption of a picture: "(left 3)"."""
PHOTO_NUMBER = re.compile(r"(?:caption|photo|photos|slide|image)s? \d{1,3} of $")
ASIDE_BEFORE = re.compile(
    r"(?:, [^,.;:()\n—–]{3,40},|,? \([^().;\n]{3,40}\),?| [—–-]{1,2} [^,.;:()\n—–]{3,40} [—–-]{1,2}) $"
)
"""A few words between a modifier and its number, set off by commas, brackets or dashes."""
DIMENSION = re.compile(r"[ -](?:long|wide|tall|high|deep|thick|strong|old|heavy)(?= [a-z])")
RATE = re.compile(r"(?P<rate>(?: per |-per-|/| a-(?!level|list|team|grade)| an? (?=(?:share|barrel|year|month|week|day|hour|minute|second|head|person|kg|km|lb|dozen|bag|box|packet|loaf|cup|kilometre|kilometer|night|night|ton|tonne|pound|kilo"
                  r"|kilogram|ounce|gallon|litre|liter|piece|unit|ticket|bushel|game|mile|quarter|decade|century|gram|square|acre|bottle"
                  r"|pack|seat|vote|copy|metric|troy|kilowatt|megawatt|contract|warrant|pop|plate|time)(?![a-z])))(?P<of>[a-z]+(?:-hour)?(?: (?:hour|ounce|foot|feet|metre|meter|mile|km|m|ft|ton))?)(?![a-z]| (?:ago|earlier|before|later|old)\b))")  # fmt: skip
IN_PROPORTION = re.compile(
    r" (?:per|(?:for|in|out of) every) (?:(?:a )?(?:hundred|thousand|million)|[1-9](?:0+(?:,000)*|(?:,000)+)(?: million)?)(?![\d%-]|\.\d)"
)
"""What a count is in proportion to: "per 100,000", "for every thousand"."""
RANGE_SEPARATOR = re.compile(r"(?P<sep>-? (?:to|and|or)[ -]|-(?:to|or)-|\s?(?:-|–|—|‑)\s?|/)")
SCORE_AT = re.compile(r"(\d{1,3})[-–—‑](\d{1,3})(?![\d%,.-]\d|[\w%–—‑]|-\d|[ -]?(?:m|k|bn)?(?:illion)?%)")
"""Two small whole numbers joined by a dash."""
SCORE_BESIDE = re.compile(r"(?:, | \(|\) )\d{1,2}[-–—‑]\d{1,2}(?!\d)")
SCORE_AHEAD = re.compile(r"(?<!\d)\d{1,2}[-–—‑]\d{1,2}(?:, | )$")
RECORD_AHEAD = re.compile(r"[A-Z][a-z]+ \($")
RAISES = re.compile(
    r"\b(?:increas(?:e|es|ed|ing)|rais(?:e|es|ed|ing)|boost(?:s|ed|ing)?|rise|rises|rose|rising|gr[eo]w|growing|grows|climb(?:s|ed|ing)?"
    r"|jump(?:s|ed|ing)?|doubl(?:e|es|ed|ing)|expand(?:s|ed|ing)?|lift(?:s|ed|ing)?|improv(?:e|es|ed|ing)"
    r"|goes up|going up|went(?: up)?|(?:has|have|had) gone|mov(?:e|es|ed|ing) up|shot up|rocketed|soar(?:s|ed|ing)?|swell(?:s|ed|ing)?)\b"
)
NEW_LEVEL = re.compile(r" to [12]\d{3} [a-z]+(?:s|people|men|women|children)(?![a-z])")
"""Behind "grew from 1800": a number of something, and no year."""
YEARS_OLD = re.compile(r"[- ]?years?[- ]olds?(?![a-z])|[- ]?yrs?[- ]old(?![a-z])| years of age(?![a-z])")
AGE_BOUND = re.compile(r" (?:and|or) (?:older|younger)(?![a-z])")
"""Behind a bare number it says that it is an age: "65 and older"."""
OF_AGE = re.compile(r"[ -]olds?(?![a-z])| of age(?![a-z])")
NAME_AND_COMMA = re.compile(r"[A-Z][\w’'.-]+, $")
FULL_NAME = re.compile(r"\b([A-Z][a-z]+) [A-Z][\w’'-]+ $")
VERB_OF_PERSON = re.compile(r" (?:has|had|was|is|who|said|says|told)(?![a-z])")
HOME_IN_COMMAS = re.compile(r", (?:from|of) [A-Z]")
AGE_IN_COMMAS = re.compile(r", (?:has|had|was|is|who|said|says|told|will|would|did|died|also|faces|pleaded)(?![a-z])")
"""Behind "the singer, 36" it makes the number an age."""
AFTER_AN_AGE = re.compile(r", [A-Z0-9]|,\d")
"""Behind "Smith, 66" these say that it is none: an address, a list."""
GLUED = re.compile(r"-(?P<noun>[a-z]{3,15})(?= [A-Z])")
"""What a hyphen glues to a number before a name: "the 28-nation North Atlantic Council"."""
AGED_ONES = re.compile(r" (?P<who>\d{1,3}-(?:year|month|week|day)-olds)(?![a-z])")
"""People by their age behind their number: "two 14-year-olds"."""
OF_ONE = re.compile(r" of (?:an?|one)(?= [a-z])")
"""Between a part and its unit: "four hundredths of a second"."""
BROKEN_THOUSANDS = re.compile(
    r", (\d{3})(?=[.;:)\"”]|$|\n| (?:for|in|to|from|on|at|by|was|were|is|per|an?|as|of|since|before|after|last|this|each|will|when|while)(?![a-z]))"
)
"""Thousands that a space parts from their comma: "$394, 880"."""
WHOLE = re.compile(r"[1-9]\d{0,2}(?:,\d{3})*")
CRICKET = re.compile(
    r"\d{2,3} for (?:\d|10|one|two|three|four|five|six|seven|eight|nine)(?= dec(?:lared)?(?![a-z])|, (?:of which|with|having|in reply|a lead)| (?:in (?:their|its|\d)|declared|at (?:stumps|lunch|tea|the close)|off \d|after \d))"
)
"""A score in cricket: "287 for 6 in their 50 overs"."""
FOLD = re.compile(r"-?fold(?![a-z])")
SHARE = re.compile(
    rf"(?P<part>\d|{'|'.join(ONES)})(?:-in-| in | out of (?:every )?)(?P<whole>3|4|5|8|10|20|100|1,?000|three|four|five|eight|ten|twenty"
    rf"|a hundred|a thousand)(?![\w%.,-]\w|[\w%])(?! (?:years|months|weeks|days|hours|minutes|seconds|games|attempts|innings|seasons))"
)
ONE_IN = re.compile(
    rf"(?P<part>one|two|three) (?P<noun>{'|'.join(sorted(ONE_OF_SO_MANY))})s? in (?P<whole>3|4|5|6|7|8|9|10|12|20|50|100|1,?000|three|four|five|six|seven|eight"
    rf"|nine|ten|twelve|twenty|fifty|a hundred)(?![\w%.,-]\w|[\w%])(?! (?:years|months|weeks|days|hours|minutes|games|matches|attempts|seasons|families|homes|cities|states|countries))"
)
"""A share told with its noun inside: "one worker in six"."""
TO_ONE = re.compile(r"(?: to |-to-)(?:one|1)(?![\w,.%-]\w|[\w%]| (?:million|billion|hundred|thousand|percent|per))")
"""Behind a number it makes a ratio: "outnumbered two to one"."""
FOLD_WORD = re.compile(rf"(?P<count>{'|'.join(SIMPLE_NUMBERS)})fold(?![a-z])")
STRONG = re.compile(r"[ -]strong(?= [a-z])")
GATHERING = re.compile(
    r" (march|rally|parade|protest|walkout|strike|vigil)(?![a-z'-])(?! (?:team|crew|leader|line)s?(?![a-z]))"
)
"""Behind "12,000-strong": nouns that are verbs elsewhere."""
QUOTE_ENDS = re.compile(r",?['\"\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}]")
IS_OR_ARE = re.compile(r" (?:are|were|is|was|have been|had been)(?= [a-z])")
INNER_NUMBER = re.compile(r" (?:\d{1,3}(?:\.\d+)?)(?=[a-z -])")
_STATES = (
    "killed|dead|wounded|injured|missing|hurt|arrested|detained|displaced|hospitalised|hospitalized|infected|homeless"
)
STATES = frozenset(_STATES.split("|"))
CASUALTIES = re.compile(
    rf" (?:more |others? |already |confirmed |reported )?(?:(?:were|are|have been|had been) )?(?P<state>{_STATES})(?=[.,;:)\n—–]|$| (?:and|in|by|after|when|as|on|at|so|since|but|or|with|from|across|during|near|over|including)(?![a-z]))"
)
"""What happened to people who are only counted: "30 wounded"."""
STATE_BEHIND = re.compile(
    rf"(?P<passive> (?:were|was|are|have been|had been|has been)(?: [a-z]+ly| also| now| either| all| feared| confirmed| reported| believed| shot and)?)?"
    rf" (?:{_STATES})(?![a-z-])(?! (?:their|his|her|its|the|a|an|him|them|it)(?![a-z]))"
)
"""What happened to the people before it: "12 people killed", "12 people were killed"."""
BETWEEN_LEVELS = re.compile(
    r"(?: [a-z.’'-]+){0,4}(?: in [12]\d{3}| in [a-z]+| (?:a|last) [a-z]+)? (?P<joint>to|from)(?: (?:about|around|some|nearly|only|just|over))?[ $€£¥]*"
)
"""What stands between an old and a new level."""
POINT_IN_TIME = re.compile(r"(?:^|[^a-z])(?:that|this|the|a|some|one|what|which) $")
"""Before "point" these make it no decimal: "at that point five percent had left"."""
POUNDS = re.compile(r" pounds?(?![a-z])")
RAND_BEHIND = re.compile(r" ?R(?!\w|[.&-]\w)")
GENES = re.compile(
    r" (?:genes?|proteins?|receptors?|enzymes?|kinases?|pathways?|mutations?|inhibitors?|antibod(?:y|ies)|alleles?|isoforms?)(?![a-z])"
)
"""Behind letters with digits, these make them the name of a gene: "the SEK2 protein"."""
FEET_BEHIND = re.compile(r"'(?=[ .,;)]|$)")
PHONE_AT = re.compile(
    r"(?<=\+)\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6}(?!\d)|0\d{2,4}(?:[ -]\d{3,4}){1,3}(?![\d,.]\d)"
    r"|(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}(?![\d-])|\d{3}-\d{4}(?![\d-])|(?:0800|0300|1300|1800)(?: \d{3}){2}"
)
"""A telephone number; a plus stands before the first kind."""
TOKEN = re.compile(
    r"(?P<gap>[ \u00a0-])(?P<word>(?:[A-Z]\.){2,}|[A-Za-z](?:[\w’'&/-]*\w)?|\d+-(?!year)[a-z]{3,}s(?![\w-])|\d+(?:-\d+|[A-Z]\d{1,2})?[A-Za-z]{0,4})(?P<stop>\.(?=[ ]?(?!https?:)[a-z]))?"
)
MIXED_CASE = re.compile(r"(?:[a-z]+[A-Z]\w*|(?<![A-Za-z])[B-Z]) $")
"""A name like iPhone, or a lone capital, right before a number."""
KNOWN_AS = re.compile(
    r"\b(?:known as|numbered|designated) (?:\d{4,6}(?:, \d{4,6},?)* and )?\Z"
)  # "units known as 26165 and 74455"
LABEL = re.compile(
    r"(?:\b(?:[Ff]ig|[Nn]o|[Ee]q|[Ss]ec|[Cc]h|[Vv]ol|[Aa]rt|[Tt]ab|[Rr]ef|[Aa]pt|Ste|Rm)s?|\bpp?)\.?\s?\(?$"
)
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
DAY_OF_MONTH = re.compile(rf"\b{_MONTH} $")
MONTH_AFTER = re.compile(rf" {_MONTH}(?![a-z])")
CITED = re.compile(r"(?:[A-Z]\.){2,} $|[“‘\"']The $")
"""Before a number that counts nothing: initials of what is cited ("J.A. 339"), a name in quotation marks (“The 360”)."""
CITES = re.compile(r" (?:[A-Z]\.){2,} (?:§+ ?)?\d")
"""Behind the number of a code of laws: "42 U.S.C. 1983"."""
ZIP = re.compile(r"\b[A-Z]{2} $")
TWO_NAMES = re.compile(
    r"(?<!\bin )(?<!\bat )(?<!from )(?<!near )(?<!\bof )(?<![A-Z] )\b[A-Z][a-z]+[\w-]* (?:[A-Z]{0,2}\d[\w-]* )?[A-Z][a-z]\w+ $"
)
GERUND_AND_OBJECT = re.compile(
    r" [a-z]+ing (?:himself|herself|themselves|itself|yourself|ourselves|him|them|it|me|us|you|her|his|their|its|the|an?)(?![a-z])"
)
"""Behind "three years of": what was done, and no noun."""
DATED_TO = re.compile(
    r"\bdat(?:e|es|ed|ing)(?: it| them| the [a-z]+)?(?: back)? (?:from|to)(?: (?:between|around|about|roughly))? $"
)
"""Before a number they make it a year: "date it to between 680 and 770"."""
POINTS_OF_RATES = re.compile(r"[ -](?:percentage[ -])?points?(?![a-z])")
OF_A_NUMBER = re.compile(r"\bof (?:the )?[\d,.]+ (?:[a-z]+ ){0,3}[a-z]+, (?:some |only |about )?$")
"""Before what some of a number are: "Of 500 cases, 30 are deaths"."""
HALF_WHAT = re.compile(r" (?:of|the|its|their|his|her|our|my|your|a|all) ")
LIST_POINT = re.compile(r"\. |\) |\.\)| [—–-] [\"“‘']?[A-Z]")
"""Behind the number of a point in a list."""
LIST_MARK = re.compile(r"(?:^|\n)[ \t]*$")
SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s|\n")
_LARGE = "(?:tens|hundreds) of (?:thousands|millions|billions|trillions)"
_VAGUE = rf"{_LARGE}|hundreds|thousands|millions|billions|trillions|lakhs|crores|dozens|scores|tens"
_PLURAL_VERBS = (
    "who|whose|were|are|have|had|will|would|could|may|might|can|do|did|fled|gathered|marched|protested|died|remain|remained|lost"
    "|came|took|turned|joined|attended|rallied|filled|poured|signed|voted|live|lived|work|worked|face|faced|still|also|dead|killed|injured|wounded|missing|homeless|displaced|stranded|evacuated|arrested|detained|feared|hurt|trapped|rescued|sacked|freed|cheered|cheer|celebrated|celebrate|queued|queue|waited|watched|perished|demonstrated|flee|gather|march|rally"
    "|mourn|protest|evacuate|die|flock|attend|join|demand|await"
)
"""What follows a vague plural that stands for people: "thousands have fled"."""
_BIG = "hundred|thousand|million|billion|trillion|dozen|lakh|crore"
_GLUED = [*CODES.lower().split("|"), "r", *(sign.lstrip("$") for sign in SIGNS if sign[-1].isalpha())]
"""The letters of money, three at most, that may be glued to digits: "Rs500", "EUR20", "$US5"."""
TRIGGER = re.compile(
    rf"[^a-z](?:[0-9]+|\.[0-9]+|[{''.join(VULGAR_FRACTIONS)}]|(?=[a-z]{{1,3}}+[0-9])(?P<glued>{_by_first_letter(_GLUED)})[0-9]+|(?:(?:{_by_first_letter([*SIMPLE_NUMBERS, *VAGUE_PLURALS, 'half'])})(?=(?:fold)?(?![a-z]))|quarter (?=million|billion)|zero (?=[a-z])|nought (?=[a-z])|point (?=(?:(?:{'|'.join([*ONES, *ZERO])}) )+per ?cent)"
    rf"|several (?=(?:{_BIG})[^a-z])|a couple (?=(?:of )?(?:{_BIG})[^a-z])|a few (?=(?:{_BIG})[^a-z])"
    rf"|an? (?=(?:hour|day|week|month|year|decade|century|mile|foot) and a (?:half|quarter)(?! (?:of (?:the|all)|million|billion)(?![a-z]))|(?:{_BIG}|half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|hundredth|thousandth|millionth)[^a-z])))"
)
"""Where a number may begin: a character that is no letter, which is consumed (twice as fast as looking back), and the number."""
VAGUE_AT = re.compile(
    rf"(?P<large>{_LARGE})(?![a-z])|(?P<couple>a couple(?: of)?) (?P<of>{_BIG})(?![a-z])|(?P<many>{_VAGUE})(?= of(?! the (?:s|fortune))[^a-z]| more[^a-z]| (?:{_PLURAL_VERBS})(?![a-z]))"
    rf"|(?P<some>several|a few) (?P<scale>{_BIG})(?![a-z])"
)
