"""Noun phrases: which words are a role, which a name, and whether a person or an organization is named.

Example: "former Florida Gov. Jeb Bush" has the role "former Florida Gov." and the name "Jeb Bush".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from searchlib.expressions.agencies import AGENCIES
from searchlib.extraction.english.lexicon.function_words import BEFORE_DATES
from searchlib.extraction.english.lexicon.furniture import (
    BUTTONS,
    CAPTIONS,
    COMMON_OPENERS,
    FURNITURE_WORDS,
    NAMES_IN_ING,
    PLURALS,
    THINGS,
)
from searchlib.extraction.english.lexicon.given_names import FEMALE, MALE, STATES_TOO, SUFFIXES
from searchlib.extraction.english.lexicon.metonyms import PLACE_OPENERS, PLACES
from searchlib.extraction.english.lexicon.organizations import (
    BODIES_BEFORE_NAMES,
    DEPARTMENTS,
    JOINED_BY_AND,
    JOINED_ENDS,
    JOINED_PAIRS,
    KNOWN_ORGANIZATIONS,
    LOCAL_ENDS,
    NEVER_SURNAMES,
    ORGANIZATION_ENDS,
    ORGANIZATION_OR_SURNAME,
    TAKE_OF,
    TRADES,
    TRADES_BEHIND_GENERAL,
)
from searchlib.extraction.english.lexicon.roles import (
    FEMALE_ROLES,
    MALE_ROLES,
    MORE_ROLES,
    NATIONALS,
    PARTICLES,
    POLICE_RANKS,
    ROLES,
    TITLE_ENDS,
    TITLE_GENDERS,
)
from searchlib.extraction.english.speech_forms import FORMS
from searchlib.extraction.english.statements.phrases.role_phrases import is_agent, role_text
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import (
    HE_OR_SHE,
    NAME_RUN,
    NAME_WORDS,
    NAMES,
    NOUN_HEADS,
    QUOTES,
    SENTENCE_ENDS,
    Tag,
)

Kind = Literal["person", "organization", "unnamed", "he", "pronoun", "unknown"]


METONYMS = PLACES | AGENCIES
"""Names of one word that speak as organizations: "Beijing said"."""


class Phrase(NamedTuple):
    """A noun phrase read: tokens `first` to `last` (exclusive) hold the name, or the whole phrase where it has none."""

    kind: Kind
    first: int
    last: int
    role: str = ""
    gender: str = ""
    titled: bool = False


def read_phrase(tagged: TaggedText, first: int, last: int) -> Phrase:
    """What the noun phrase of tokens `first` to `last` names."""
    tags, words = tagged.tags, tagged.words
    end = tags[last - 1]
    if end in HE_OR_SHE:
        return Phrase("he", last - 1, last, gender="f" if words[last - 1][0] in "sS" else "m")
    if end == Tag.PRONOUN:
        return Phrase("pronoun", last - 1, last)
    if words[last - 1] in BEHIND_NAMES and last - first > 1 and tags[last - 2] in NAMES:
        phrase = read_name(tagged, first, last - 1)
        return phrase._replace(role=phrase.role or words[last - 1]) if phrase.kind == "person" else phrase
    if end in NAMES:
        return read_name(tagged, first, last)
    if end == Tag.PEOPLE:
        return _read_people(tagged, first, last)
    return Phrase("unnamed", first, last)


BEHIND_NAMES = frozenset(("MP", "MEP", "MSP", "MLA", "TD", "QC", "KC"))
"""Titles that stand behind a name: "Anna Berg MP"."""


def _read_people(tagged: TaggedText, first: int, last: int) -> Phrase:
    """As in "House Republicans": a group named by a plural."""
    start = last - 1
    while start > first and tagged.tags[start - 1] in NAME_WORDS:
        start -= 1
    if not tagged.words[last - 1][0].isupper():
        return Phrase("unnamed", first, last)
    return Phrase("organization", start, _whole_organization(tagged, last))


def read_name(tagged: TaggedText, first: int, last: int, *, with_role: bool = True) -> Phrase:
    """What the noun phrase of tokens `first` to `last`, which ends with a name, names: a person with role, an organization."""
    key = (first, last, with_role)
    phrase: Phrase | None = tagged.readings.get(key)
    if phrase is None:
        phrase = tagged.readings[key] = _read_name(tagged, first, last, with_role)
    return phrase


def _read_name(tagged: TaggedText, first: int, last: int, with_role: bool) -> Phrase:
    if last - first > 2 and tagged.words[last - 1][:2] in ("R-", "D-"):
        last -= 1  # "Kevin Low R-Kent said"
    while last - first > 1 and tagged.words[last - 1] in FURNITURE_WORDS and not tagged.words[last - 2].isupper():
        last -= 1  # "Vale CLOSE said"
    run = _run_start(tagged, first, last)
    start, title, titled = _behind_title(tagged, first, run, last)
    while (
        start < last - 1
        and tagged.tags[start] in (Tag.ADJECTIVE, Tag.QUOTE_SHORT)
        and not _is_organization(tagged, start, last)
    ):
        start += 1
    while start < last - 1 and not titled and (skipped := _page_words(tagged, start, last)):
        start = run = start + skipped
    if start == last - 1 and tagged.words[start] in SUFFIXES and title >= first:
        start = title  # "Martin L. King Jr.": the last title was a surname
        while start > first and tagged.tags[start - 1] == Tag.NAME:
            start -= 1
    if start >= last or _names_nobody(tagged, first, start, last):
        return Phrase("unnamed", first, last)
    organization = _organization(tagged, first, (run, start, last), title if titled else -1, titled=titled)
    if organization is not None:
        return organization
    role = role_text(tagged, first, start) if with_role and first < start else ""
    return Phrase("person", start, last, role, _gender(tagged, first, start, last), titled)


def _run_start(tagged: TaggedText, first: int, last: int) -> int:
    """The first token of the run of capitals, particles and joining words that ends before token `last`."""
    start = last - 1
    while start > first and (
        tagged.tags[start - 1] in NAME_RUN or joins(tagged, start - 1) or tagged.words[start - 1] in PARTICLES
    ):
        start -= 1
    return start


def _behind_title(tagged: TaggedText, first: int, run: int, last: int) -> tuple[int, int, bool]:
    """The token behind the last title of a run and its department, the title's token (or -1), and whether there is one."""
    tags, words = tagged.tags, tagged.words
    title = tags.rfind(Tag.TITLE, run, last)
    if title >= 0:
        start = title + 1
        if start < last - 1 and words[start] in TITLE_ENDS:
            start += 1
        while start < last - 1 and words[start] in DEPARTMENTS and tags[start] == Tag.ORGANIZATION:
            start += 1
        return start, title, True
    if not _behind_department(tagged, first, run):
        return _behind_titled_place(tagged, first, run, last), title, False
    start = run
    while start < last - 1 and words[start] in DEPARTMENTS:
        start += 1
    return start, title, True


def _names_nobody(tagged: TaggedText, first: int, start: int, last: int) -> bool:
    """Whether a phrase with a capital at its end is no name: a common word at the opening of a sentence, an object."""
    if start == last - 1 and (tagged.words[start] in THINGS or (start == first and _common_opening(tagged, start))):
        return True
    if start == last - 1 and tagged.words[start] in NATIONALS and tagged.words[start - 1].lower() == "the":
        return start > 0
    return _is_object_of_participle(tagged, first, start)


def _organization(
    tagged: TaggedText, first: int, name: tuple[int, int, int], title: int, *, titled: bool
) -> Phrase | None:
    """The organization that a name is: `name` is where its run of capitals, the name in it, and what follows begin."""
    run, start, last = name
    if titled:
        if start != last - 1 or title < 0 or not _titles_an_organization(tagged, title, start):
            return None
        return Phrase("organization", title, last)
    if run > first and start == run and _is_numbered(tagged, run):
        return Phrase("organization", run - 1, _whole_organization(tagged, last))
    if not _is_organization(tagged, start, last) and not _is_called_a_body(tagged, first, start, last):
        return None
    run -= _is_owned_by_state(tagged, run)
    run += run < last - 1 and _BASED.search(tagged.words[run]) is not None  # "the Leeds-based Kelso Trust"
    if tagged.words[max(0, run - 2) : run + 1] == ["Save", "the", "Children"]:
        run -= 2
    return Phrase(
        "organization", run if tagged.tags[run] != Tag.QUOTE_SHORT else start, _whole_organization(tagged, last)
    )


_BASED = re.compile(r"-(?:based|born|led|backed|area|owned)$")


def _is_called_a_body(tagged: TaggedText, first: int, start: int, last: int) -> bool:
    """As in "grid operator Norwatt", "the charity Safe Hands": a body's noun stands right before the name."""
    if start <= first or tagged.words[start - 1].lower() not in BODIES_BEFORE_NAMES:
        return False
    return last - start == 1 or not (tagged.words[start] in MALE or tagged.words[start] in FEMALE)


def _is_object_of_participle(tagged: TaggedText, first: int, start: int) -> bool:
    """As in "two priests backing Holm": the name before token `start` is an object, the head stands before the participle."""
    at = start - 1
    while at > first and tagged.tags[at] in (Tag.DETERMINER, Tag.TITLE, Tag.ADJECTIVE, Tag.ROLE):
        at -= 1
    return (
        at > first
        and tagged.tags[at] in (Tag.WORD, Tag.SPEECH_ING)
        and tagged.words[at].endswith("ing")
        and tagged.tags[at - 1] in NOUN_HEADS
        and tagged.words[at - 1].endswith(("s", "people", "men", "women", "man", "woman"))
    )


def _is_owned_by_state(tagged: TaggedText, start: int) -> bool:
    """As in "Russia's Ministry of Defence": the state before the name belongs to it."""
    if not start or tagged.tags[start - 1] != Tag.NAME_POSSESSIVE:
        return False
    return tagged.words[start - 1][:-2] in PLACES and tagged.tags[start] in (Tag.ORGANIZATION, Tag.TITLE, Tag.NAME)


def _titles_an_organization(tagged: TaggedText, title: int, head: int) -> bool:
    """Whether the title word before the last word of a name is part of a body's name: "Justice Ministry", "General Motors"."""
    word = tagged.words[title]
    if word[-1] == ".":
        return False
    trades = TRADES_BEHIND_GENERAL if word == "General" else TRADES
    return tagged.tags[head] == Tag.ORGANIZATION or (title + 1 == head and tagged.words[head] in trades)


def _is_numbered(tagged: TaggedText, start: int) -> bool:
    """Whether an ordinal behind "the" opens the name at token `start`: "the 9th Circuit", "the 82nd Airborne"; not a day
    of the month, as in "on the 9th Vale said".
    """
    ordinal = tagged.words[start - 1].endswith(("st", "nd", "rd", "th"))
    dated = start > 2 and tagged.words[start - 3].lower() in BEFORE_DATES
    return ordinal and not dated and tagged.tags[max(0, start - 2) : start] == Tag.DETERMINER + Tag.NUMBER


def _page_words(tagged: TaggedText, start: int, last: int) -> int:
    """How many words before a name are a headline's, a caption's, a slug's or a participle's: "LEEDS Ann Vale said"."""
    words = tagged.words
    if _is_shouted_over(tagged, start) or _is_ranked(tagged, start, last):
        return 1
    if last - start > 2 and tuple(words[start : start + 2]) in CAPTIONS:
        return 2
    if last - start > 2 and words[start] in BUTTONS:
        return 1
    if start and tagged.tags[start - 1] not in SENTENCE_ENDS:
        return 0
    word, following = words[start], words[start + 1]
    given = following in MALE or following in FEMALE
    if word.isupper() and len(word) > 3 and not following.isupper() and given:
        return 1
    if last - start > 2 and _opens_as_role(tagged, start, given=given):
        return 1  # "Islander Effie Vale said"
    opening = word.endswith("ing") and len(word) > 5 and word not in NAMES_IN_ING and not tagged.seen_inside(word)
    single = last - start == 2 and tagged.seen_inside(following)
    return int(opening and tagged.tags[last - 1] == Tag.NAME and (given or single))


def _opens_as_role(tagged: TaggedText, at: int, *, given: bool) -> bool:
    """Whether the word with a capital that opens a sentence at token `at` is what somebody is: "Islander Effie Vale";
    a rarer given name needs a known role before it: "Rancher Cletus Haney".
    """
    word = tagged.words[at]
    role = word.lower()
    known = role in ROLES or role in MORE_ROLES or role.endswith(("rancher", "keeper", "goer", "maker", "maid"))
    if not known and not (given and is_agent(role)):
        return False
    return word not in MALE and word not in FEMALE and not tagged.seen_inside(word)


def _is_shouted_over(tagged: TaggedText, start: int) -> bool:
    """Whether a word in capitals before a name is a headline's and no part of it: "WATCHED Vale said"."""
    word, name = tagged.words[start], tagged.words[start + 1]
    if len(word) < 4 or not word.isupper() or name.isupper() or tagged.tags[start] != Tag.NAME:
        return False
    return word.endswith("ED") or word in FURNITURE_WORDS or word.lower() in FORMS or tagged.seen_lower(word)


def _is_ranked(tagged: TaggedText, start: int, last: int) -> bool:
    """Whether a rank in the police opens a name: "DC Karen Low"."""
    following = tagged.words[start + 1]
    if tagged.words[start] not in POLICE_RANKS or tagged.tags[start + 1 : last].strip(Tag.NAME):
        return False
    return following in MALE or following in FEMALE


def joins(tagged: TaggedText, at: int) -> bool:
    """Whether the "and" at token `at` stands inside the name of a body."""
    tags = tagged.tags
    if at and tags[at : at + 2] == Tag.CONJUNCTION + Tag.NAME and _joins_names(tagged, at):
        return True
    if (
        at < 1
        or tags[at] != Tag.CONJUNCTION
        or tagged.words[at - 1] not in JOINED_BY_AND
        or tags[at + 1 : at + 2] not in NAME_WORDS
    ):
        return False
    end = at + 1
    while end < len(tags) and end < at + 6 and tags[end] in NAME_WORDS:
        end += 1
    return tags[end - 1] == Tag.ORGANIZATION or tagged.words[end - 1] in JOINED_BY_AND


_COMPLEMENT = re.compile(r"[of]d?[ABNM]+(?:c[ABNM]+)?")


def _joins_names(tagged: TaggedText, at: int) -> bool:
    """As in "Johnson & Johnson", "Trinidad and Tobago", "Devon and Cornwall Police"."""
    words, tags = tagged.words, tagged.tags
    if tags[at - 1] != Tag.NAME:
        return False
    if words[at] == "&" or (words[at - 1], words[at + 1]) in JOINED_PAIRS:
        return True
    end = at + 1
    while end < min(len(tags), at + 7) and tags[end] in NAMES:
        end += 1
    if end <= at + 2 or words[end - 1] not in JOINED_ENDS or Tag.TITLE in tags[max(0, at - 3) : at]:
        return False  # "Sen. Low and Kent Police"
    return words[end - 1] in LOCAL_ENDS or words[at - 1] not in METONYMS


def _whole_organization(tagged: TaggedText, last: int) -> int:
    """One past the name of a body with its "of ...": "Department of Justice", "Center for Strategic Studies"."""
    if tagged.words[last - 1] not in TAKE_OF or tagged.words[last : last + 1] not in (["of"], ["for"], ["on"]):
        return last
    match = _COMPLEMENT.match(tagged.tags, last, last + 10)
    return match.end() if match else last


def _behind_department(tagged: TaggedText, first: int, start: int) -> bool:
    """As in "Secretary of State ...", "Speaker of the House ...": a department opens the run of capitals at `start`."""
    of = start - 1
    if of > first and tagged.tags[of] == Tag.DETERMINER:
        of -= 1
    return of - 1 >= first and tagged.tags[of - 1 : of + 1] == Tag.TITLE + Tag.OF and tagged.words[start] in DEPARTMENTS


def _behind_titled_place(tagged: TaggedText, first: int, run: int, last: int) -> int:
    """Where the name begins in "Mayor of Leeds Ann Vale", whose run of capitals opens with a place: else `run`."""
    length = last - run
    given = tagged.words[run + 1 : run + 2] != [] and (tagged.words[run + 1] in MALE or tagged.words[run + 1] in FEMALE)
    place = tagged.words[run] in PLACES or tagged.words[run] in STATES_TOO
    if length > 2 and run > first and tagged.words[run - 1] == "of" and place and given:
        return run + 1  # "attorney for the district of Georgia Michael Low"
    before = tagged.tags[max(first, run - 2) : run]
    of_title = before == Tag.TITLE + Tag.OF or (before in ("rf", "Mf") and tagged.words[run - 1] == "to")
    if not of_title or length not in (3, 4) or tagged.tags[run:last].strip(Tag.NAME):
        return run
    return run + 1 if length == 3 or given else last - 2


def _common_opening(tagged: TaggedText, index: int) -> bool:
    """A capital at the start of a sentence that the text also writes small, or a common word that it never writes
    with a capital elsewhere: no name.
    """
    if (tagged.tags[index - 1] if index else "\n") not in SENTENCE_ENDS:
        return False
    word = tagged.words[index]
    if tagged.seen_lower(word):
        return True
    return (is_common(word) or word.endswith(PLURALS)) and not tagged.seen_inside(word)


def _is_organization(tagged: TaggedText, first: int, last: int) -> bool:
    words, tags = tagged.words, tagged.tags
    if tags[last - 1] == Tag.ORGANIZATION:
        given = last - first == 2 and (words[first] in MALE or words[first] in FEMALE)
        return not (given and words[last - 1] in ORGANIZATION_OR_SURNAME)
    head = words[first]
    if last - first == 1:
        if is_shouted(tagged, head):
            return False
        return (
            head in METONYMS
            or (head.isupper() and len(head) > 1)
            or (first > 0 and words[first - 1].lower() == "the")
            or _acts_as_organization(tagged, first, last)
        )
    if words[last - 1] in NEVER_SURNAMES:
        return True
    if head[0].isupper() and head.lower() in PARTICLES and tags[first:last].strip(Tag.NAME + Tag.PARTICLE) == "":
        return False  # "Van Dyke said it"
    if (
        head in MALE
        or head in FEMALE
        or (last - first == 3 and len(words[first + 1]) == 2 and words[first + 1][1] == ".")
    ):
        return False
    return (
        (first > 0 and words[first - 1].lower() == "the")
        or words[last - 1] in METONYMS
        or head in PLACE_OPENERS
        or words[last - 1] in ORGANIZATION_ENDS
        or Tag.ORGANIZATION in tags[first:last]
        or Tag.CONJUNCTION in tags[first:last]
        or " ".join(words[last - 2 : last]) in KNOWN_ORGANIZATIONS
        or _acts_as_organization(tagged, first, last)
    )


_INNER_CAPITAL = re.compile(r"(?<![^ ])(?!Mac|Mc|De|Di|La|Le|Van|Von|Du|Fitz|Abdul|O['’])[A-Z][a-z]+[A-Z]")


def _acts_as_organization(tagged: TaggedText, first: int, last: int) -> bool:
    """Whether the text treats a name as no person: "X said it", "a spokesman for X", "SwiftJet"."""
    name = " ".join(tagged.words[first:last])
    return _INNER_CAPITAL.search(name) is not None or tagged.is_it(name)


def is_shouted(tagged: TaggedText, word: str) -> bool:
    """Whether a word in capitals is a name that the text writes otherwise: "VALE SAYS NO" above a text on Henry Vale."""
    return len(word) > 3 and word.isupper() and tagged.seen_inside(word.capitalize())


def _gender(tagged: TaggedText, first: int, start: int, last: int) -> str:
    for index in range(first, start):
        word = tagged.words[index]
        if word in TITLE_GENDERS:
            return TITLE_GENDERS[word]
        if word in FEMALE_ROLES:
            return "f"
        if word in MALE_ROLES:
            return "m"
    return gender(tagged.words[start]) if last - start > 1 else ""


def clean_name(tagged: TaggedText, first: int, last: int) -> str:
    """The name in tokens `first` to `last`: one space between words, no possessive, no quotation marks."""
    name = " ".join(tagged.words[first:last])
    if not QUOTES.isdisjoint(tagged.tags[first:last]):
        name = " ".join(word for word in tagged.words[first:last] if not "\ue000" <= word[0] <= "\uf8ff")
    return name[:-2] if name.endswith(("'s", "’s")) else name


@lru_cache(4096)
def split_suffix(name: str) -> tuple[tuple[str, ...], str]:
    """The words of a name without its suffix, and the suffix as it is written by rule: "Henry Vale Jr" has "Jr."."""
    tokens = tuple(name.split(" "))
    suffix = SUFFIXES.get(tokens[-1], "") if len(tokens) > 1 else ""
    return (tokens[:-1] if suffix else tokens), suffix


def suffix_behind(tagged: TaggedText, last: int) -> str:
    """The suffix that a comma sets off from the name ending before token `last`: "Henry Vale, Jr."."""
    if tagged.tags[last : last + 2] != Tag.COMMA + Tag.NAME:
        return ""
    return SUFFIXES.get(tagged.words[last + 1], "")


_DERIVED = re.compile(r"[A-Z][a-z]{2,}(?:-[a-z]{2,})?(?:ing|tion|sion|ment|ness|ism|ity|ances?|ences?|tions|ments)$")


def is_common(word: str) -> bool:
    """Whether a word with a capital is, where it opens a sentence, far more often a common word than a name."""
    return word.lower() in COMMON_OPENERS or (_DERIVED.match(word) is not None and word not in NAMES_IN_ING)


def gender(name: str) -> str:
    """As in "m", "f", or "" for a full name, by its given name."""
    first = name.split(" ", 1)[0]
    return "m" if first in MALE else "f" if first in FEMALE else ""
