"""The tag of each word, by tables and endings: the closed classes of English, and what a capital tells.

`Tags()[word]` gives the letter of a word (see `tags.py`); `settled` decides the words whose neighbours tell what they
are.
"""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from searchlib.extraction.english.lexicon.function_words import NAMES_WHEN_CAPITAL, NOT_ADVERBS
from searchlib.extraction.english.lexicon.furniture import COMMON_WHEN_CAPITAL, LINES
from searchlib.extraction.english.lexicon.given_names import FEMALE, MALE, STATES_TOO
from searchlib.extraction.english.lexicon.metonyms import PLACES
from searchlib.extraction.english.lexicon.not_sources import PAPERS
from searchlib.extraction.english.lexicon.organizations import (
    JOINED_BY_AND,
    LOCAL_ENDS,
    ORGANIZATION_NOUNS,
    ORGANIZATION_WORDS,
    PLACES_WITH_OF,
    POLLS,
)
from searchlib.extraction.english.lexicon.roles import (
    DEMONYMS,
    NO_TITLES,
    PARTICLES,
    PARTISANS,
    PEOPLE,
    ROLES,
    SURNAMES_TOO,
    TITLES,
    TITLES_ONLY,
    TRADES_TOO,
)
from searchlib.extraction.english.lexicon.speech_verbs import FINDERS, MEASURED, NOUNS, NOUNS_WHEN_CAPITAL
from searchlib.extraction.english.speech_forms import FORMS
from searchlib.extraction.english.tags import NAMES, Tag

_CLASSES = {
    Tag.DETERMINER: """the a an this these those my your his her its our their some many several few both each every another
        most all any no one two three four five six seven eight nine ten dozen other such more fewer nearly almost
        either neither half""",
    Tag.OF: "of",
    Tag.PREPOSITION: """for at from in on with by to into about against during under over between among near outside inside within
        without through throughout across behind beyond despite upon toward towards amid alongside following including
        via ahead off like as than""",
    Tag.PER: "per",
    Tag.SHOW: "show ruling",
    Tag.CONJUNCTION: "and or & nor",
    Tag.SUBORDINATOR: """but because if when while after before since though although unless until where whether why how so yet
        whereas then what""",
    Tag.THAT: "that",
    Tag.WHO: "who which whom whose",
    Tag.HE: "he she",
    Tag.PRONOUN: "they we i you it him them us me himself herself themselves itself everyone somebody nobody everybody anyone someone anybody others",
    Tag.ADVERB: """also later once still just even only ever never not often again too very now soon already however instead
        meanwhile moreover nevertheless nonetheless yesterday today tonight once rather quite perhaps maybe almost
        first finally thus therefore there here else further always sometimes twice initially recently earlier
        specifically similarly additionally essentially basically simply certainly clearly apparently reportedly
        allegedly actually really exactly directly repeatedly publicly previously personally subsequently ultimately
        famously frequently flatly bluntly explicitly merely eventually afterward afterwards altogether likewise
        separately notably sarcastically jokingly candidly angrily wryly quietly unfortunately interestingly
        originally immediately quickly suddenly increasingly
        recently mostly largely indeed besides sadly luckily happily well""",
    Tag.AUXILIARY: """has had have having was were is are am be been being do does did will would can could may might must shall
        should hasn't haven't hadn't wasn't weren't isn't aren't don't doesn't didn't won't wouldn't can't cannot
        couldn't shouldn't he's she's it's that's there's they're we're you're i'm i've we've they've he'd she'd they'd
        he'll she'll they'll we'll it'll""",
    Tag.ACCORDING: "according",
    Tag.DAY: """monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays
        saturdays sundays january february march april may june july august september october november december jan
        feb mar apr jun jul aug sept sep oct nov dec jan. feb. mar. apr. jun. jul. aug. sept. oct. nov. dec.""",
    Tag.VERB: """went came took made gave got kept found knew knows wants wanted seemed seems
        tried began began started held met left lost won ran became becomes felt heard saw sat stood sent spent
        appeared appears used voted signed joined helped worked lived died came visited arrived returned served
        launched delivered offered faced led showed shows pushed pulled turned moved noticed remains remained
        thought thinks expects expected supports supported opposes opposed plans planned hopes hoped needs needed makes takes gives
        goes comes gets keeps says' sees finds runs leads plays looks looked laughed smiled nodded shrugged sighed
        paused sought seeks endorsed attended entered failed faced fired hired issued rose fell grew let put puts set cut
        understands understood ruled learned loved loves hates hated enjoys enjoyed""",
}
_LOWER = {word: letter for letter, words in _CLASSES.items() for word in words.split()}
_HE_WORDS = frozenset("he's she's he'd she'd he'll she'll".split())
_WHO_WORDS = frozenset("who's who'd who'll who've".split())
_FUNCTION_WORDS = frozenset(
    (
        Tag.DETERMINER, Tag.OF, Tag.PREPOSITION, Tag.CONJUNCTION, Tag.SUBORDINATOR, Tag.THAT, Tag.WHO, Tag.HE,
        Tag.PRONOUN, Tag.ADVERB, Tag.AUXILIARY, Tag.ACCORDING, Tag.DAY, Tag.PER,
    )
)  # fmt: skip
"""Words that are the same class with a capital."""
_WHEN_CAPITAL = {
    "May": Tag.DAY, "March": Tag.DAY, "Most": Tag.DETERMINER, "Half": Tag.DETERMINER, "Like": Tag.PREPOSITION,
    "Over": Tag.PREPOSITION, "First": Tag.ADVERB,
}  # fmt: skip
_VERBS_WHEN_CAPITAL = frozenset(
    "said told added asked tweeted wrote says continued stated explained noted responded replied concluded retorted quipped".split()
) | {form for form, (_, shape) in FORMS.items() if shape == "third" and form not in NOUNS_WHEN_CAPITAL}
# capital plurals that open sentences and name nobody
_COMMON_PLURAL = re.compile(r"(?!Sessions)[A-Z][a-z]+(?:tion|ment|sion|nesse|ist|ician|tie|cie|rie|pher)s$")
_NUMBER = re.compile(
    r"(?:Twenty|Thirty|Forty|Fifty|Sixty|Seventy|Eighty|Ninety|Hundreds?|Thousands?|Millions?|Dozens?)\b"
)
_SHAPES = {"past": Tag.SPEECH_VERB, "third": Tag.SPEECH_VERB, "base": Tag.SPEECH_BASE, "ing": Tag.SPEECH_ING}
_ADVERB = re.compile(
    r"(?!Kimberly|Beverly|Assembly|Family|Daily|Weekly|Monthly|Friendly|Deadly)[A-Z][a-z]{4,}(?:[^oei]l|[^l])ly$"
)
_BASED = re.compile(r"-(?:based|born|led|backed|area|owned|raised|trained|educated)$")
_BRAND = re.compile(r"[a-z]{1,2}[A-Z][a-z]+$")
"""A name that begins with a small letter: eBay, iHeart."""
_ARTICLE_NAME = re.compile(r"(?:a[ldnrstz]|as|ash|el|bin|ibn|ben|abu|ul|ud|d|l|dell|o)[-'’][A-Z]")
"""A name that opens with an article or particle in lower case: al-Hadid, d'Orsay."""
LONG_MARK, ENDED_MARK, SHORT_MARK = "\ue000", "\ue001", "\ue002"
"""The first character of a token that stands for a quoted stretch."""
_QUOTED = {LONG_MARK: Tag.QUOTE, ENDED_MARK: Tag.QUOTE_ENDED, SHORT_MARK: Tag.QUOTE_SHORT}
_NAMES_LIKE_WORDS = {"WHO": Tag.ORGANIZATION, "WHO's": Tag.NAME_POSSESSIVE}
"""Names that are common words but for their capitals."""
_POSSESSIVE = ("'s", "’s", "‘s", "s'", "s’")


def is_verb(word: str) -> bool:
    """Whether a word in lower case is in the table of verbs that are no verbs of speech."""
    return _LOWER.get(word) == Tag.VERB


def _lower_tag(word: str) -> str:
    if word in _LOWER:
        return _LOWER[word]
    if word in PARTICLES:
        return Tag.PARTICLE
    if word in FORMS and word not in ROLES:
        shape = FORMS[word][1]
        if word in NOUNS:
            return Tag.NOUN_OR_SPEECH_BASE if shape == "base" else Tag.NOUN_OR_SPEECH_VERB
        return _SHAPES[shape]
    if word in ROLES:
        return Tag.ROLE
    if word in PEOPLE:
        return Tag.PEOPLE
    if word[0].isdigit():
        return Tag.NUMBER
    if word.endswith(_POSSESSIVE):
        return Tag.POSSESSIVE
    if word.endswith("ly") and len(word) > 4 and word not in NOT_ADVERBS:
        return Tag.ADVERB
    return Tag.WORD


def _capital_tag(word: str) -> str:
    if word in _RARER:
        return Tag.RARER
    lower = word.lower()
    if lower in _LOWER and lower not in NAMES_WHEN_CAPITAL:
        letter = _LOWER[lower]
        if letter in _FUNCTION_WORDS:
            return letter
    if word in _WHEN_CAPITAL:
        return _WHEN_CAPITAL[word]
    if word in LINES:
        return Tag.LINE
    if word.endswith(_POSSESSIVE):
        return Tag.NAME_POSSESSIVE
    if _ADVERB.match(word):
        return Tag.ADVERB
    if _NUMBER.match(word):
        return Tag.DETERMINER
    if word in COMMON_WHEN_CAPITAL or (_COMMON_PLURAL.match(word) and word not in JOINED_BY_AND):
        return Tag.COMMON
    if word in DEMONYMS or _BASED.search(word):
        return Tag.ADJECTIVE
    if word in SURNAMES_TOO:
        return Tag.TITLE_OR_SURNAME
    if word in TRADES_TOO:
        return Tag.TRADE_OR_SURNAME
    if word in TITLES:
        return Tag.TITLE
    if word in ORGANIZATION_WORDS:
        return Tag.ORGANIZATION
    if lower in PEOPLE or word == "Greens":
        return Tag.PEOPLE
    if lower in _VERBS_WHEN_CAPITAL:
        return Tag.SPEECH_VERB
    if lower in FORMS and FORMS[lower][1] == "ing":
        return Tag.SPEECH_ING
    if lower in ROLES and lower not in NO_TITLES:
        return Tag.ROLE if lower.endswith("s") and lower != "boss" else Tag.TITLE
    return Tag.NAME


def _tag(word: str) -> str:
    first = word[0]
    if first in _QUOTED:
        return _QUOTED[first]
    if first == "\n":
        return Tag.LINE
    if word[:2] in ("..", "--"):
        return Tag.STOP if first == "." else Tag.DASH
    if first in "@#" and len(word) > 1:
        return Tag.NAME if first == "@" else Tag.WORD
    plain = word.replace("’", "'")
    if first == "Q" and word[1:].isdigit():
        return Tag.NUMBER  # "Q43 Kabir Mostafa: ..."
    if plain in _NAMES_LIKE_WORDS:
        return _NAMES_LIKE_WORDS[plain]
    lower = plain.lower()
    if lower in _HE_WORDS:
        return Tag.HE_IS
    if lower in _WHO_WORDS:
        return Tag.WHO
    if first.isupper():
        return _capital_tag(plain)
    if first.isdigit():
        return Tag.NUMBER
    if _BRAND.match(word) or _ARTICLE_NAME.match(word):
        return Tag.NAME
    return _lower_tag(lower) if first.isalpha() else Tag.OTHER


_MARKS: dict[str, str] = {
    **dict.fromkeys(".!?…", Tag.STOP),
    **dict.fromkeys("—–-―", Tag.DASH),
    **dict.fromkeys("([", Tag.BRACKET),
    **dict.fromkeys(")]", Tag.BRACKET_CLOSED),
    **dict.fromkeys("•|", Tag.LINE),
    ",": Tag.COMMA,
    ";": Tag.SEMICOLON,
    ":": Tag.COLON,
    "&": Tag.CONJUNCTION,
}


class Tags(dict[str, str]):
    """Word to letter, remembered for the words met so far, up to a bound (a hostile text has no end of words)."""

    LIMIT = 200_000

    def __init__(self) -> None:
        super().__init__(_MARKS)

    def __missing__(self, word: str) -> str:
        letter = _tag(word)
        if len(self) < self.LIMIT and len(word) < 40:
            self[word] = letter
        return letter


# ---- words whose neighbours decide -------------------------------------------------------------------------------

# each begins with the letter it is about, so that the search skips to it
# "the report", "its claims", "no comment", "plan's demands", "a Kelso report showed": a noun; not so in "officials claim that"
_NOUN_FORM = re.compile(r"[bS](?:(?<=[dpPAofGVM#q][bS])|(?<=n[bS])(?<!,dnS)(?!t)|(?<=[NB]b)(?=[kVx]))")
_VERB_FORM = re.compile(r"k(?<=dk)")  # "familiar with the plans"
_ARTICLES = frozenset(("the", "a", "an"))
_COMMON_IN_NAME = re.compile(r"C(?:(?<=[NBA]C)|(?=[NB])|(?<=[NBA]cC))")  # "Strategic Studies"
_PARTICLE_IN_NAME = re.compile(r"(?<=N)l(?=l?l?N)|(?<=Nl)l(?=l?N)|(?<=Nll)l(?=N)")  # "Lena van der Dijk"
_SURNAME = re.compile(r"(?<=[NM])J(?![NBM])|(?<![d])J(?=[Vxak,])")  # "Martin King", "King said"; not "the judge, who"
_TRADE = re.compile(r"(?<![NMABT-])T(?=NN(?![NB]))")  # "Miller Jan Kok said", not "Tom Baker", "Cook County Board"
_CUE = re.compile(f"[{Tag.PER}{Tag.SHOW}]")


def settled(tags: str, words: list[str]) -> str:
    """The tags of a text with what only their neighbours tell: noun or verb, title or surname, adjective or surname."""
    cues: list[int] = []
    if Tag.PER in tags or Tag.SHOW in tags:
        cues = [match.start() for match in _CUE.finditer(tags)]
        tags = tags.replace(Tag.PER, Tag.PREPOSITION).replace(Tag.SHOW, Tag.WORD)
    if Tag.RARER in tags:
        tags = _with_rarer(tags, words)
    if Tag.COMMON in tags:
        tags = _COMMON_IN_NAME.sub(Tag.NAME, tags).replace(Tag.COMMON, Tag.WORD)
    if Tag.PARTICLE in tags:
        tags = _PARTICLE_IN_NAME.sub(Tag.NAME, tags).replace(Tag.PARTICLE, Tag.WORD)
    if Tag.TITLE_OR_SURNAME in tags:
        tags = _SURNAME.sub(Tag.NAME, tags).replace(Tag.TITLE_OR_SURNAME, Tag.TITLE)
    if Tag.TRADE_OR_SURNAME in tags:
        tags = _TRADE.sub(Tag.TITLE, tags).replace(Tag.TRADE_OR_SURNAME, Tag.NAME)
    if nouns := [at for at in map(re.Match.start, _VERB_FORM.finditer(tags)) if words[at - 1].lower() in _ARTICLES]:
        tags = _with(tags, nouns, Tag.WORD)
    if Tag.NOUN_OR_SPEECH_BASE in tags or Tag.NOUN_OR_SPEECH_VERB in tags:
        tags = _NOUN_FORM.sub(Tag.WORD, tags)
        tags = tags.replace(Tag.NOUN_OR_SPEECH_BASE, Tag.SPEECH_BASE).replace(Tag.NOUN_OR_SPEECH_VERB, Tag.SPEECH_VERB)
    if cues:
        tags = _with_cues(tags, words, cues)
    return _with_surnames(_with_joints(tags, words), words)


_ING_IN_NAME = re.compile(r"G(?<=[NBA]G)(?=[NB])")
_OWNER_OF_BODY = re.compile(r"P(?=B)")
_OWNERS_OF_BODY = re.compile(r"P(?=[NAC]{0,3}B)")
_CLOCK_LINE = re.compile(r"#(?<![^\n]#)(?::#)?(?=[NMBAdPKrnhHV])")
_CLOCK_WORD = re.compile(r"\d{1,2}[.:]?\d{2}$")
_AMPERSAND = re.compile(r"c(?<=[NB]c)A(?![NBA])")
_OF_IN_NAME = re.compile(r"(?<![NMB])No(?=([NB]{2,4}))")
_SLASH_IN_NAME = re.compile(r"(?<=[NB])_(?=([NB]{1,4}n))")


def _with_joints(tags: str, words: list[str]) -> str:
    """With what joins the words of one name as a part of it: "Isle OF Wight Council", "an ABC News/Washington Post poll"."""
    tags = _with_clocks(tags, words)
    joints = [
        *_places_with_of(tags, words),
        *_slashes_of_polls(tags, words),
        *_behind_ampersands(tags, words),
        *_participles(tags, words),
        *_owners_in_names(tags, words),
        *_given_names(tags, words),
    ]
    if not joints:
        return tags
    return _with(tags, joints, Tag.NAME)


_RARER = {"Under": Tag.PREPOSITION, "AS": Tag.PREPOSITION, "Our": Tag.DETERMINER, "Dean": Tag.TITLE_OR_SURNAME}
"""Words that are part of a name only beside certain others, and what they are elsewhere."""


def _with_rarer(tags: str, words: list[str]) -> str:
    """With "Under Secretary" as a title, "AS" behind a name as the end of a company's ("Norwatt AS"), "Our" inside a name as
    a word of it ("Save Our Span"), "Dean" behind a role as a given name ("editor Dean Vale").
    """
    letters = list(tags)
    for match in re.finditer(Tag.RARER, tags):
        at, word = match.start(), words[match.start()]
        before, behind = tags[at - 1 : at], tags[at + 1 : at + 2]
        letters[at] = _RARER[word]
        if word == "Under" and words[at + 1 : at + 2] == ["Secretary"]:
            letters[at] = Tag.TITLE
        elif word == "AS" and before and before in NAMES and not words[at - 1].isupper():
            letters[at] = Tag.ORGANIZATION
        elif (word == "Our" and before == behind == Tag.NAME) or (
            word == "Dean" and before == Tag.ROLE and behind == Tag.NAME
        ):
            letters[at] = Tag.NAME
    return "".join(letters)


def _with(tags: str, places: Iterable[int], letter: str) -> str:
    """The tags with another letter at some places."""
    letters = list(tags)
    for at in places:
        letters[at] = letter
    return "".join(letters)


def _with_clocks(tags: str, words: list[str]) -> str:
    """With the time that opens a line of a live page as the end of a sentence: "20:05 Voters told us"."""
    for match in list(_CLOCK_LINE.finditer(tags)):
        last = match.end() - 1
        if len(match[0]) > 1 or ("." in words[last] and _CLOCK_WORD.match(words[last])):
            tags = tags[:last] + Tag.STOP + tags[last + 1 :]
    return tags


_MONTH_BEFORE_NAME = re.compile(r"[Df](?=N{1,2}[Vxk,])(?:(?<![^.\n,MrVcQE;][Df])|(?<=^[Df]))")


def _given_names(tags: str, words: list[str]) -> Iterator[int]:
    """Each month or "Per" that is a given name: "said April Jones", "its chief, Per Lunde, said"."""
    for match in _MONTH_BEFORE_NAME.finditer(tags):
        if words[match.start()] in _MONTHS_TOO or words[match.start()] == "Per":
            yield match.start()


def _places_with_of(tags: str, words: list[str]) -> Iterator[int]:
    """Each "of" inside the name of a place that opens that of a body: "East of England Service"."""
    for match in _OF_IN_NAME.finditer(tags):
        last = match.end(1) - 1
        if words[match.start()] in PLACES_WITH_OF and (tags[last] == Tag.ORGANIZATION or words[last] in LOCAL_ENDS):
            yield match.start() + 1


def _slashes_of_polls(tags: str, words: list[str]) -> Iterator[int]:
    """Each slash between those who made a poll together."""
    for match in _SLASH_IN_NAME.finditer(tags):
        if words[match.start()] == "/" and words[match.end(1) - 1] in POLLS:
            yield match.start()


def _behind_ampersands(tags: str, words: list[str]) -> Iterator[int]:
    """Each adjective that an "&" joins to a name: "Basin & Eastern"."""
    for match in _AMPERSAND.finditer(tags):
        if words[match.start()] == "&":
            yield match.end() - 1


def _participles(tags: str, words: list[str]) -> Iterator[int]:
    """Each participle of speech with a capital inside a name: "the Flood Forecasting Centre"."""
    for match in _ING_IN_NAME.finditer(tags):
        if words[match.start()][0].isupper():
            yield match.start()


def _owners_in_names(tags: str, words: list[str]) -> Iterator[int]:
    """Each plural owner inside the name of a body: "the Prison Officers' Association", "the Prime Minister's Office"."""
    for match in _OWNER_OF_BODY.finditer(tags):
        if words[match.start()].endswith(("s'", "s’")):
            yield match.start()
    for match in _OWNERS_OF_BODY.finditer(tags):
        owner = words[match.start()][:-2]
        office = match.end() < len(words) and words[match.end()] == "Office" and owner in TITLES
        if office or owner in ("Women", "Men", "Children", "People"):
            yield match.start()
            if words[match.start() - 1] == "Prime":
                yield match.start() - 1


def _with_cues(tags: str, words: list[str], cues: list[int]) -> str:
    """Words that tell a source only beside others: "per the WHO", "the WHO's figures show"; `cues` are their tokens."""
    letters = list(tags)
    for at in cues:
        letters[at] = _cue_tag(tags, words, at)
    return "".join(letters)


def _cue_tag(tags: str, words: list[str], at: int) -> str:
    word = words[at]
    if word == "ruling":
        joined = at > 1 and tags[at - 1] == Tag.COMMA and words[at + 1 : at + 2] == ["that"]
        return Tag.SPEECH_ING if joined else tags[at]
    if word == "show":
        return Tag.VERB if _shows(words, at) else tags[at]
    if word not in ("per", "Per"):
        return tags[at]
    if word == "Per" and _PER_LUND_SAID.match(tags, at):
        return Tag.NAME
    opens = at == 0 or tags[at - 1] in ",\n." or words[at - 1] == "As"
    if opens and (_PER.match(tags, at) or any(noun in _TELLING for noun in words[at + 2 : at + 4])):
        return Tag.ACCORDING
    return Tag.NAME if word == "Per" and _PER_LUND.match(tags, at - 1) else tags[at]


def _shows(words: list[str], at: int) -> bool:
    """As in "figures show", "Figures from the WHO show"."""
    return any(word.lower() in MEASURED for word in words[max(0, at - 5) : at])


_PER_LUND = re.compile(r"[VMrn]fN")  # "said Per Lund"
_PER_LUND_SAID = re.compile(
    f"fN(?:,{Tag.WHO}|[{Tag.SPEECH_VERB}{Tag.AUXILIARY}{Tag.VERB}])"
)  # "Per Lund, who", "Per Lund has"
_PER = re.compile(r"f(?:d[NBA]|B|N)")
_TELLING = ORGANIZATION_NOUNS | PAPERS | FINDERS | frozenset(("police", "officials", "authorities"))
"""What a source that "per" opens may be: "per the ministry", not "per the usual"."""
_GIVEN_AND_SURNAME = re.compile(r"[NM](?<![NA][NM])[AMD](?![NBMrnKA#D])")
_SURNAME_ALONE = re.compile(r"[AMD](?=[Vxak,.])")


def _with_surnames(tags: str, words: list[str]) -> str:
    """Nationalities, trades and months that are surnames here: "Mark Cuban", "Mr. Farmer", and then "Cuban said"."""
    places = [
        match.start() + 1
        for match in _GIVEN_AND_SURNAME.finditer(tags)
        if _names_a_person(words[match.start()], words[match.end() - 1], tags[match.start()])
    ]
    if not places and _GIVEN_MONTH not in tags:
        return tags
    surnames = {words[at] for at in places}
    places += [match.start() for match in _SURNAME_ALONE.finditer(tags) if words[match.start()] in surnames]
    months = (match.start() + 1 for match in re.finditer(_GIVEN_MONTH, tags))
    places += [at for at in months if words[at] in _MONTHS_TOO]
    letters = list(tags)
    for at in places:
        letters[at] = Tag.NAME
    return "".join(letters)


def _names_a_person(before: str, word: str, tag: str) -> bool:
    """Whether the second of two words is a surname: behind a given name, or, a trade or a month, behind "Mr."."""
    if word in PARTISANS or word in TITLES:
        return False
    if tag == Tag.TITLE:
        return before in TITLES_ONLY and word not in DEMONYMS and word[-1] != "."
    return _is_given(before) and (word in DEMONYMS or word.isalpha()) and word not in _WEEKDAYS


_GIVEN_MONTH = Tag.TITLE + Tag.DAY + Tag.NAME  # "Cllr May Day"
_MONTHS_TOO = frozenset("April May June August".split())
_WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


def _is_given(word: str) -> bool:
    return (word in MALE or word in FEMALE) and word not in PLACES and word not in STATES_TOO
