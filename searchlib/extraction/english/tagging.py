"""The closed classes of English words, one letter a class: what a sentence looks like when its words are put aside.

`tag(word)` gives the letter of a word; rules then read the string of letters (see `reading.py`).

    N name-like (capital)   A nationality, party, "former"   M title or role, capital    B word of a body ("Committee")
    P possessive, capital   p possessive                     r role noun ("senator")     K people ("Democrats")
    n other lower case      d determiner, number word        # number                    D day, month
    o of                    f other preposition              c and, or                   s subordinator
    t that                  w who, which                     h he, she                   H other pronoun
    a adverb                x auxiliary                      V speech verb, finite       v its base form
    G its -ing form         U according                      k other finite verb         e he or she with its auxiliary

and, settled by `reading.py` from their neighbours: b and S speech verbs that may be nouns, J titles that may be
surnames, l particles ("van"), C common words with a capital.
"""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

import re

from searchlib.extraction.english.lexicon.roles import BODIES, DEMONYMS, PARTICLES, PEOPLE, ROLES, SURNAMES_TOO, TITLES
from searchlib.extraction.english.lexicon.speech_verbs import FORMS, NOUNS

_CLASSES = {
    "d": """the a an this these those my your his her its our their some many several few both each every another
        most all any no one two three four five six seven eight nine ten dozen other such more fewer nearly almost
        either neither half""",
    "o": "of",
    "f": """for at from in on with by to into about against during under over between among near outside inside within
        without through throughout across behind beyond despite upon toward towards amid alongside following including
        per via ahead off like as than""",
    "c": "and or & nor",
    "s": """but because if when while after before since though although unless until where whether why how once so yet
        whereas then what""",
    "t": "that",
    "w": "who which whom whose",
    "h": "he she",
    "H": "they we i you it him them us me himself herself themselves itself everyone somebody nobody everybody anyone someone anybody others",
    "a": """also later still just even only ever never not often again too very now soon already however instead
        meanwhile moreover nevertheless nonetheless yesterday today tonight once rather quite perhaps maybe almost
        first finally thus therefore there here else further always sometimes twice initially recently earlier
        specifically similarly additionally essentially basically simply certainly clearly apparently reportedly
        allegedly actually really exactly directly repeatedly publicly previously personally subsequently ultimately
        famously frequently flatly bluntly explicitly merely eventually afterward afterwards altogether likewise
        separately notably sarcastically jokingly candidly angrily wryly quietly unfortunately interestingly
        originally immediately quickly suddenly increasingly
        recently mostly largely indeed""",
    "x": """has had have having was were is are am be been being do does did will would can could may might must shall
        should hasn't haven't hadn't wasn't weren't isn't aren't don't doesn't didn't won't wouldn't can't cannot
        couldn't shouldn't he's she's it's that's there's they're we're you're i'm i've we've they've he'd she'd they'd
        he'll she'll they'll we'll it'll""",
    "U": "according",
    "D": """monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays
        saturdays sundays january february march april may june july august september october november december jan
        feb mar apr jun jul aug sept sep oct nov dec jan. feb. mar. apr. jun. jul. aug. sept. oct. nov. dec.""",
    "k": """went came took made gave got kept found thought knew thinks knows wants wanted seemed seems
        tried began began started held met left lost won ran became becomes felt heard saw sat stood sent spent
        appeared appears used voted signed joined helped worked lived died came visited arrived returned served
        launched delivered offered faced led showed shows pushed pulled turned moved noticed remains remained
        supports supported opposes opposed plans planned hopes hoped expects expected needs needed makes takes gives
        goes comes gets keeps says' sees finds runs leads plays looks looked laughed smiled nodded shrugged sighed
        paused sought seeks endorsed attended entered failed faced fired hired issued rose fell grew let put set cut
        understands understood learned loved loves hates hated enjoys enjoyed""",
}
_LOWER = {word: letter for letter, words in _CLASSES.items() for word in words.split()}
_HE_WORDS = {"he's": "h", "she's": "h", "he'd": "h", "she'd": "h", "he'll": "h", "she'll": "h"}
_CAPITAL_TOO = frozenset("dofcstwhHaxUk") - frozenset("k")
# capitalised, these are names or months more often than the function word
_NAMES_WHEN_CAPITAL = frozenset("will may march mar jan sun mark us can first further like over half most ten".split())
_NOUNS_TOO = frozenset(
    """reports notes comments claims calls attacks posts answers questions remarks promises demands charges requests
    brands threats challenges details reasons rules orders states addresses brands labels tweets pleas outlines
    highlights cheers praises rips releases hopes worries frets brags signals hints estimates forecasts speaks talks
    whispers reads appeals""".split()
)
_VERBS_WHEN_CAPITAL = frozenset(
    "said told added asked tweeted wrote says continued stated explained noted responded replied concluded retorted quipped".split()
) | {form for form, (_, shape) in FORMS.items() if shape == "third" and form not in _NOUNS_TOO}
# capital plurals that open sentences and name nobody
_COMMON_PLURAL = re.compile(r"(?!Sessions)[A-Z][a-z]+(?:tion|ment|sion|nesse|ist|ician|tie|cie|rie|pher)s$")
_NUMBER = re.compile(
    r"(?:Twenty|Thirty|Forty|Fifty|Sixty|Seventy|Eighty|Ninety|Hundreds?|Thousands?|Millions?|Dozens?)\b"
)
_COMMON = frozenset(
    """Emails E-mails Polls Friends Documents Figures Data Records Results Reports Studies Surveys Analysis Papers
    Letters Tweets Signs Words Plans Details Lawsuits Filings Transcripts Images Videos Photos Notes Rumors
    Statistics Numbers Exit Both Everybody Nothing Something Everything Part Word Talk Sure Right Look Well Yes Thank
    Please Let Maybe Advertisement Editorials Chances Votes More Last Read Related Story Why What How Looking Going Being Having Making Taking Starting Beginning
    Working Standing Sitting Appearing Harking Using Running Seeing Getting Giving Coming Trying """.split()
)
_SHAPES = {"past": "V", "third": "V", "base": "v", "ing": "G"}
_NOT_ADVERBS = frozenset(
    """family assembly rally supply reply tally bully belly jelly anomaly monopoly melancholy daily weekly monthly likely
    unlikely friendly elderly costly lonely ugly deadly lovely lively orderly scholarly timely worldly hourly yearly
    quarterly silly chilly curly apply comply imply multiply rely cowardly ghostly kindly homely unruly""".split()
)
_ADVERB = re.compile(
    r"(?!Kimberly|Beverly|Assembly|Family|Daily|Weekly|Monthly|Friendly|Deadly)[A-Z][a-z]{4,}(?:[^oei]l|[^l])ly$"
)
_BASED = re.compile(r"-(?:based|born|led|backed|area|owned|raised|trained|educated)$")
_BRAND = re.compile(r"[a-z]{1,2}[A-Z][a-z]+$")
"""A name that begins with a small letter: eBay, iHeart."""
_QUOTED = {"\ue000": "Q", "\ue001": "E", "\ue002": "q"}
_POSSESSIVE = ("'s", "’s", "s'", "s’")


def _lower_tag(word: str) -> str:
    if word in _LOWER:
        return _LOWER[word]
    if word in PARTICLES:
        return "l"
    if word in FORMS and word not in ROLES:
        shape = FORMS[word][1]
        return ("b" if shape == "base" else "S") if word in NOUNS else _SHAPES[shape]
    if word in ROLES:
        return "r"
    if word in PEOPLE:
        return "K"
    if word[0].isdigit():
        return "#"
    if word.endswith(_POSSESSIVE):
        return "p"
    if word.endswith("ly") and len(word) > 4 and word not in _NOT_ADVERBS:
        return "a"
    return "n"


def _capital_tag(word: str) -> str:
    lower = word.lower()
    if lower in _LOWER and lower not in _NAMES_WHEN_CAPITAL:
        letter = _LOWER[lower]
        if letter in _CAPITAL_TOO or letter == "D":
            return letter
    if word in ("May", "March", "Most", "Like", "Over", "First", "Half"):
        return {"May": "D", "March": "D", "Most": "d", "Like": "f", "Over": "f", "First": "a", "Half": "d"}[word]
    if word.endswith(_POSSESSIVE):
        return "P"
    if _ADVERB.match(word):
        return "a"
    if _NUMBER.match(word):
        return "d"
    if word in _COMMON or _COMMON_PLURAL.match(word):
        return "C"
    if word in DEMONYMS or _BASED.search(word):
        return "A"
    if word in SURNAMES_TOO:
        return "J"
    if word in TITLES:
        return "M"
    if word in BODIES:
        return "B"
    if lower in PEOPLE:
        return "K"
    if lower in _VERBS_WHEN_CAPITAL:
        return "V"
    if lower in FORMS and FORMS[lower][1] == "ing":
        return "G"
    if lower in ROLES and lower not in ("caller", "star", "observer", "fan", "people", "fellow", "principal"):
        return "r" if lower.endswith("s") and lower != "boss" else "M"
    return "N"


def _tag(word: str) -> str:
    first = word[0]
    if first in _QUOTED:
        return _QUOTED[first]
    if first == "\n":
        return "\n"
    if word[:2] in ("..", "--"):
        return "." if first == "." else "-"
    if first in "@#" and len(word) > 1:
        return "N" if first == "@" else "n"
    plain = word.replace("’", "'")
    lower = plain.lower()
    if lower in _HE_WORDS:
        return "e"
    if first.isupper():
        return _capital_tag(plain)
    if first.isdigit():
        return "#"
    if _BRAND.match(word):
        return "N"
    return _lower_tag(lower) if first.isalpha() else "_"


class Tags(dict[str, str]):
    """Word to letter, remembered for the words met so far, up to a bound (a hostile text has no end of words)."""

    LIMIT = 200_000

    def __missing__(self, word: str) -> str:
        letter = _tag(word)
        if len(self) < self.LIMIT and len(word) < 40:
            self[word] = letter
        return letter
