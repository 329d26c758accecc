"""RoleIndex: what a person is beside the name ("defense minister") - in a noun phrase, an apposition, or anywhere in a text.

`role_text` cuts the words before a name, or of an apposition, down to the role: a day, a numeral, an honorific, a word of
a headline or a thing that happens to stand before a name is none. `RoleIndex` keeps where each full name of a document
stands, so that the role a text gives once, far from any speech, is known wherever the person speaks.
"""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

import re

from searchlib.extraction.english.lexicon.metonyms import PLACES
from searchlib.extraction.english.lexicon.roles import DEPARTMENTS, PARTISANS
from searchlib.extraction.english.tagged_text import TaggedText, group_start
from searchlib.extraction.english.tags import (
    ENDS_ROLE_HEAD,
    NAMES,
    NEVER_ENDS_ROLE,
    NEVER_OPENS_APPOSITION,
    NEVER_OPENS_ROLE,
    NOUN_ROLES,
    ROLE_TAGS,
    Tag,
)

HONORIFICS = frozenset("Mr. Mrs. Ms. Miss Mr Mrs Ms Sir Lady Dame Lord Late".split())
_PERIODS = frozenset(
    "week weeks month months year years day days morning afternoon evening night weekend spring summer fall autumn winter".split()
)
_TIMELY = frozenset("last next this past earlier late early later then now ago".split())
# words of pages, in capitals before a name
_FURNITURE = frozenset(
    """CLOSE VIDEO WATCH READ MORE PHOTO PHOTOS BREAKING EXCLUSIVE UPDATE UPDATED LIVE ADVERTISEMENT RELATED ALSO SHARE OPINION
    ANALYSIS IMAGE IMAGES CAPTION TOPSHOT FILE SEE NEW""".split()
)
# nouns in -er, -or, -ist, -ian that are nobody
_NOBODY = frozenset(
    """other another former number matter paper letter order power summer winter water offer center quarter never over under after
    however dinner error factor labor minor senior major chapter newspaper computer weather cover color favor honor tower border
    murder laughter disaster transfer register charter corner layer river silver server shelter slaughter trigger list twist
    super later earlier higher lower greater whether either neither together further rather outer inner upper prior career
    interior exterior superior inferior poor door floor humor rumor terror mirror horror harbor tumor latter better lawmaker's
    cancer answer chamber timber anger danger hunger finger dollar shower flower holder folder order border counter filter meter
    poster banner user's wrist mist fist dist""".split()
)  # fmt: skip
_AGENT = re.compile(r"[a-z-]{3,}(?:er|or|ist|ian|man|woman|eur)$")
_MORE_ROLES = frozenset(
    """rival rivals predecessor successor counterpart challenger pick associate associates clerk quarterback goalkeeper widow widower confidant confidante architect hopeful hopefuls
    editor-in-chief secretary-general attorney-general chief-of-staff commander-in-chief lady hostage hostages intern
    assistant-general guard linebacker native guru subordinate appointee employee detainee retiree accountant attendant lieutenant cadet intern expatriate
    patriarch matriarch monarch heir tsar czar chef cook nun monk priest cleric mathematician hawk dove maverick whistleblower
    spouse fiance uncle aunt cousin nephew niece grandson granddaughter roommate classmate teammate diva icon legend champion
    laureate saint apostle prophet magnate loyalist insurgent rebel""".split()
)
# who one is to somebody else: said where it helps, but not what the whole text calls the person
_RELATIONS = frozenset(
    """predecessor successor rival rivals opponent opponents challenger colleague colleagues friend friends father mother son
    daughter brother sister wife husband cousin uncle aunt nephew niece neighbor boss partner victim suspect defendant fan
    critic person man woman guy boy girl people speaker running-mate counterpart""".split()
)
# what may stand in lower case right before a title with a capital
_BEFORE_TITLE = frozenset(
    """former state deputy acting current incoming outgoing longtime long-time vice assistant associate senior junior freshman
    veteran liberal conservative moderate progressive interim new newly elected retired top chief embattled ousted disgraced
    federal district county city local national foreign prime defense defence finance interior justice economy health
    presidential congressional gubernatorial senatorial mayoral party committee campaign police fire school company press
    ruling opposition far-right right-wing left-wing hard-line first-term super independent late then rear lieutenant major
    attorney solicitor managing executive communications political policy economic legislative judicial military naval
    fellow rival influential powerful billionaire popular populist centrist socialist nationalist""".split()
)
_HEAD_ENDS = frozenset("of,(cGaw")
_CLAUSAL = re.compile(r"[xVkhHeQE.\n:;w]")
_LONGEST = 20
_STATES = frozenset(
    """Jr. Sr. Jr III II Ala. Ariz. Ark. Calif. Colo. Conn. Del. Fla. Ga. Ill. Ind. Kan. Ky. La. Md. Mass. Mich. Minn.
    Miss. Mo. Mont. Neb. Nev. N.H. N.J. N.M. N.Y. N.C. N.D. Okla. Ore. Pa. R.I. S.C. S.D. Tenn. Tex. Va. Vt. Wash. Wis.
    W.Va. Wyo. D.C. D R I""".split()
)


def is_role_word(tagged: TaggedText, at: int) -> bool:
    """Whether token `at` can be the head of a role: a title, a role noun, a partisan, an agent noun in lower case."""
    letter, word = tagged.tags[at], tagged.words[at]
    if letter in ROLE_TAGS:
        return word not in HONORIFICS
    if letter == Tag.ADJECTIVE:
        return word in PARTISANS
    if letter != Tag.WORD:
        return False
    return word in _MORE_ROLES or word.endswith("-in-law") or (word not in _NOBODY and _AGENT.match(word) is not None)


def role_text(tagged: TaggedText, first: int, last: int) -> str:
    """The role in tokens `first` to `last`, without what is none of it; "" where no head of a role is among them."""
    first, last = _trimmed(tagged, first, last)
    if first >= last or last - first > _LONGEST or not _has_head(tagged, first, last):
        return ""
    return tagged.text[tagged.starts[first] : tagged.ends[last - 1]]


def _trimmed(tagged: TaggedText, first: int, last: int) -> tuple[int, int]:
    tags, words = tagged.tags, tagged.words
    while last > first and (
        words[last - 1] in HONORIFICS
        or tags[last - 1] in NEVER_ENDS_ROLE
        or (last - first > 1 and words[last - 1] in ("Dr.", "Dr") and tags[last - 2] in NOUN_ROLES)
    ):
        last -= 1
    for at in range(first, last):
        if tags[at] in _HEAD_ENDS:
            break
        timely = tags[at] == Tag.DAY or (words[at] in _PERIODS and words[at - 1].lower() in _TIMELY)
        if timely or _is_stray_before_title(tagged, at, last):
            first = at + 1
        elif tags[at] == Tag.WHO or words[at].lower().startswith(("who'", "who’")):
            last = at
            break
    while first < last and _is_stray(tagged, first):
        first += 1
    return first, last


def _is_stray(tagged: TaggedText, at: int) -> bool:
    """Whether a word cannot open a role: an article, a numeral, "last", a word of a headline."""
    letter, word = tagged.tags[at], tagged.words[at]
    if letter == Tag.NUMBER:
        return "-" not in word
    if letter in NEVER_OPENS_ROLE or (letter == Tag.ADVERB and not word.endswith("ly")) or word.lower() in _TIMELY:
        return True
    return word in _FURNITURE or (len(word) > 3 and word.isupper() and tagged.seen_lower(word))


def _is_stray_before_title(tagged: TaggedText, at: int, last: int) -> bool:
    """As in "the attacks President Obama cited": few words in lower case are part of the title behind them."""
    if at + 1 >= last or tagged.tags[at] not in (Tag.WORD, Tag.SPEECH_ING) or tagged.tags[at + 1] != Tag.TITLE:
        return False
    word = tagged.words[at]
    return "-" not in word and word not in _BEFORE_TITLE and not is_role_word(tagged, at)


def _has_head(tagged: TaggedText, first: int, last: int) -> bool:
    """Whether the head of the phrase - its last word before "of", "for", a comma - is that of a role."""
    tags = tagged.tags
    for at in range(first, last):
        behind = tags[at + 1] if at + 1 < last else ","
        if behind == Tag.WORD and tagged.words[at + 1].endswith("ing") and is_role_word(tagged, at):
            return True
        if behind in _HEAD_ENDS:
            if is_role_word(tagged, at):
                return True
            if behind != Tag.CONJUNCTION and not (
                behind == Tag.OF and tags[at] in NAMES
            ):  # "Chamber of Commerce president"
                return False
    return False


def is_relation(role: str) -> bool:
    """Whether a role tells only who one is to somebody else: "his predecessor"."""
    return role.split(" ", 1)[0].lower() in _RELATIONS or role.rsplit(" ", 1)[-1] in _RELATIONS


def is_party(tagged: TaggedText, first: int, last: int) -> bool:
    """Whether tokens between two commas tell a party or a place: ", R-Ky.,", ", Ohio,"."""
    word = tagged.words[first]
    return last - first == 1 and (word[:2] in ("R-", "D-", "I-") or word in _STATES or word in PLACES)


def apposition_role(tagged: TaggedText, first: int, last: int) -> str:
    """The words of an apposition, when they are a role and not a clause."""
    if (
        last - first > _LONGEST
        or first >= last
        or tagged.tags[first] in NEVER_OPENS_APPOSITION
        or tagged.words[first].lower().startswith("who")
        or _CLAUSAL.search(tagged.tags, first, last)
        or is_party(tagged, first, last)
    ):
        return ""
    return role_text(tagged, first, last)


class RoleIndex:
    """The roles that a document gives its persons, wherever it does."""

    MOST = 6  # mentions of one name looked at

    def __init__(self, tagged: TaggedText) -> None:
        self.tagged = tagged
        self.places: dict[str, list[tuple[int, int]]] = {}
        self.roles: dict[str, str] = {}

    def stands(self, name: str, first: int, last: int) -> None:
        """Remember that `name` stands in tokens `first` to `last`."""
        places = self.places.setdefault(name, [])
        if len(places) < self.MOST:
            places.append((first, last))

    def role_of(self, name: str) -> str:
        """The first role that the document gives this name, or ""."""
        if name not in self.roles:
            given = (self._role_at(first, last) for first, last in self.places.get(name, ()))
            self.roles[name] = next((role for role in given if role and not is_relation(role)), "")
        return self.roles[name]

    def _role_at(self, first: int, last: int) -> str:
        """The role right before the name, or in an apposition behind or before it."""
        tags = self.tagged.tags
        opens = group_start(tags, last - 1, max(0, last - 14))
        role = role_text(self.tagged, opens, first) if opens < first else ""
        if not role and self._is_department(opens, first):
            opens = group_start(tags, opens - 2, max(0, opens - 8))  # "Secretary of State Antony Blinken"
            role = role_text(self.tagged, opens, first)
        if role or tags[last : last + 1] != Tag.COMMA:
            return role
        stops = (tags.find(mark, last + 1, last + _LONGEST + 2) for mark in ",.\n")
        stop = min((at for at in stops if at > 0), default=-1)
        if stop > 0 and self._is_described(last + 1, stop):
            return apposition_role(self.tagged, last + 1, stop)
        return ""

    def _is_department(self, opens: int, first: int) -> bool:
        """Whether the words before the name are the department of a title before them: "Secretary OF State"."""
        if (
            opens < 2
            or opens == first
            or self.tagged.tags[opens - 1] != Tag.OF
            or self.tagged.tags[opens - 2] not in (Tag.TITLE, Tag.ROLE)
        ):
            return False
        return all(word.capitalize() in DEPARTMENTS for word in self.tagged.words[opens:first])

    def _is_described(self, first: int, stop: int) -> bool:
        """Whether an apposition describes the name before it, rather than going on with a list of names."""
        tags = self.tagged.tags
        opener = tags[first : first + 1]
        if opener not in (Tag.DETERMINER, Tag.ROLE, Tag.WORD, Tag.ADJECTIVE) and not (
            opener in (Tag.TITLE, Tag.NAME, Tag.ORGANIZATION, Tag.NAME_POSSESSIVE) and Tag.OF in tags[first:stop]
        ):
            return False
        head = first
        while head < stop and tags[head] not in ENDS_ROLE_HEAD:
            head += 1
        return is_role_word(self.tagged, head - 1) and not (tags[head - 1] == Tag.TITLE and tags[stop] != Tag.COMMA)
