"""Ages: "60-year-old", "aged 55", "Smith, 66,"."""

from __future__ import annotations

from searchlib.extraction.english.lexicon.given_names import FEMALE, MALE
from searchlib.extraction.english.lexicon.quantity_words import (
    AGED,
    ENDS_PHRASE,
    IS_AGED,
    OF_AN_AGE,
    PEOPLE,
    PEOPLE_ENDINGS,
    PERIODS_OF_AGE,
)
from searchlib.extraction.english.quantities.drafts import Draft, Scan
from searchlib.extraction.english.quantities.patterns import (
    AFTER_AN_AGE,
    AGE_BOUND,
    AGE_IN_COMMAS,
    FULL_NAME,
    HOME_IN_COMMAS,
    NAME_AND_COMMA,
    NEXT_WORD,
    OF_AGE,
    VERB_OF_PERSON,
    YEARS_OLD,
)

_OLDEST = 120
_YOUNGEST = 16
"""Nobody younger is told of with the bare age behind the name."""
_AGE_MARKS = (",", ".", ";", ")", ":")
"""What stands right behind an age that no word calls one."""


def read_age(scan: Scan, draft: Draft) -> bool:
    """Give a draft its unit where it is an age, and say whether it is one."""
    old = YEARS_OLD.match(scan.low, draft.end)
    if old is None and draft.unit in PERIODS_OF_AGE:
        old = OF_AGE.match(scan.low, draft.end)
    if old:
        draft.end, draft.unit, draft.rule = old.end(), draft.unit or "year", "age"
        return True
    if not draft.unit and _is_open_age(scan, draft) and 0 < draft.high <= _OLDEST:
        draft.unit, draft.rule = "year", "age"
        return True
    if draft.unit or not 0 < draft.high <= _OLDEST or draft.figure.magnitude != 1:
        return False
    if tuple(draft.before[-1:]) in AGED or tuple(draft.before[-2:]) in AGED:
        draft.unit, draft.rule = "year", "age"
        return True
    if _is_bound_of_age(scan, draft):
        draft.unit, draft.rule, draft.confidence = "year", "age", "inferred"
        return True
    alone = _stands_alone(scan, draft) and (
        tuple(draft.before[-2:]) in IS_AGED or _follows_a_name(scan, draft) or _is_in_commas(scan, draft)
    )
    if alone or _is_life_expectancy(scan, draft) or _follows_a_full_name(scan, draft):
        draft.unit, draft.rule, draft.confidence = "year", "age", "inferred"
        return True
    return False


def _is_open_age(scan: Scan, draft: Draft) -> bool:
    """Whether an age stands with "and older", or behind people and with "and over"."""
    if AGE_BOUND.match(scan.low, draft.end):
        return True
    people = draft.before[-1:] and draft.before[-1] in OF_AN_AGE
    return bool(people) and scan.low.startswith((" and over", " or over", " and above"), draft.end)


def _are_people(word: str) -> bool:
    return word in OF_AN_AGE or word in PEOPLE or word.endswith((*PEOPLE_ENDINGS, "entices"))


def _is_bound_of_age(scan: Scan, draft: Draft) -> bool:
    """Whether a bare number bounds the age of people: "those under 30", "children between 5 and 11"."""
    words = draft.before
    if len(words) < 2 or not _are_people(words[-2]) or words[-1] not in ("under", "over", "above", "below", "between"):
        return False
    behind = NEXT_WORD.match(scan.low, draft.end)
    return behind is None or behind[1] in ENDS_PHRASE or behind[1].endswith("ed")


def _stands_alone(scan: Scan, draft: Draft) -> bool:
    """Whether whole digits stand before a mark, as in "She is 45."."""
    behind = scan.text[draft.end : draft.end + 2]
    return draft.figure.digits.isdigit() and behind[:1] in _AGE_MARKS and not behind[1:].isdigit()


def _follows_a_name(scan: Scan, draft: Draft) -> bool:
    """Whether a capitalised word and a comma stand before, as in "Smith, 66, said"."""
    name = NAME_AND_COMMA.search(scan.text, max(0, draft.start - 24), draft.start)
    return name is not None and AFTER_AN_AGE.match(scan.text, draft.end) is None


def _is_in_commas(scan: Scan, draft: Draft) -> bool:
    """Whether commas set the number off between a person and a verb, as in "the singer, 36, has"."""
    if draft.high < _YOUNGEST or not scan.text.startswith(", ", draft.start - 2) or draft.start < 3:
        return False
    if not scan.text[draft.start - 3].isalpha():
        return False
    person = scan.low.endswith(_PERSON_ENDINGS, 0, draft.start - len(", "))
    at_home = person and HOME_IN_COMMAS.match(scan.text, draft.end) is not None
    return at_home or AGE_IN_COMMAS.match(scan.low, draft.end) is not None


_PERSON_ENDINGS = (
    "man",
    "woman",
    "er",
    "or",
    "ist",
    "ian",
    "ant",
    "dad",
    "mum",
    "mom",
    "gran",
    "boy",
    "girl",
    "host",
    "ess",
)
"""Endings of words for one person: "the ex-postman, 76, from Leeds"."""


def _follows_a_full_name(scan: Scan, draft: Draft) -> bool:
    """Whether a given name and a surname stand before and a verb behind, as in "Nick Holm 44 has flown"."""
    if not (draft.figure.digits.isdigit() and draft.high >= _YOUNGEST and VERB_OF_PERSON.match(scan.low, draft.end)):
        return False
    name = FULL_NAME.search(scan.text, max(0, draft.start - 40), draft.start)
    return name is not None and (name[1] in MALE or name[1] in FEMALE)


def _is_life_expectancy(scan: Scan, draft: Draft) -> bool:
    """Whether years of life are told without their unit: "life expectancy is around 73"."""
    if "expectancy" not in draft.before[-9:] or not draft.figure.digits:
        return False
    behind = NEXT_WORD.match(scan.low, draft.end)
    return behind is None or behind[1] in ENDS_PHRASE or behind[1].endswith("ing")
